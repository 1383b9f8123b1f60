package stdlib_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/engine"
)

// shows runs lines on the register with every kind and gives cells of the last table, by
// row code and column.
func shows(t *testing.T, e *engine.Engine, lines string, want map[[2]string]float64) {
	t.Helper()
	r, _, wrong := runScript(t, e, "require no.test.lab as db\n"+lines+"\n")
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	table := r.Document.Blocks[len(r.Document.Blocks)-1].Table
	for at, x := range want {
		require.Equal(t, x, value(t, table, at[0], at[1]).Value, "%s", at)
	}
}

// TestFamiliesOverGenerations follows references of references. In the register 10 and 11
// are the parents of 20; 20 and 21 those of 30 and 31.
func TestFamiliesOverGenerations(t *testing.T) {
	e := ruled(t)
	// The income of the father's father: 30 and 31 have 10, who earns 100; 20 has none.
	shows(t, e, `create-dataset fathers
import db/FATHER as fathers_father
import db/PAY 2020-12-31 as pay
create-dataset people
import db/SEX as sex
import db/FATHER as father
use fathers
merge fathers_father into people on father
create-dataset incomes
import db/PAY 2020-12-31 as grandfathers_pay
merge grandfathers_pay into people on fathers_father
use people
summarize grandfathers_pay`, map[[2]string]float64{{"grandfathers_pay", "count"}: 2, {"grandfathers_pay", "mean"}: 100})

	// Of all four grandparents: father's mother 11 (110) by two merges, mother's parents unknown.
	shows(t, e, `create-dataset parents
import db/SEX as sex
import db/MOTHER as parents_mother
import db/FATHER as parents_father
create-dataset people
import db/SEX as sex
import db/FATHER as father
import db/MOTHER as mother
use parents
rename parents_mother fm
rename parents_father ff
merge fm ff into people on father
rename fm mm
rename ff mf
merge mm mf into people on mother
create-dataset pay
import db/PAY 2020-12-31 as p1
clone-variables p1 -> p2 p1 -> p3 p1 -> p4
merge p1 into people on ff
merge p2 into people on fm
merge p3 into people on mf
merge p4 into people on mm
use people
generate known = rowvalid(p1, p2, p3, p4)
summarize p1 p2 p3 p4 known`, map[[2]string]float64{
		{"p1", "mean"}: 100, {"p1", "count"}: 2, {"p2", "mean"}: 110, {"p2", "count"}: 2, {"p3", "count"}: 0, {"p4", "count"}: 0,
		// Two of six persons have two known grandparents.
		{"known", "mean"}: 4.0 / 6,
	})

	// Children to parents: the number of children, and the pay of the highest paid child, by
	// collapse on a reference. 10 and 20 have children.
	shows(t, e, `create-dataset children
import db/FATHER as father
import db/PAY 2020-12-31 as pay
collapse (count) pay -> children (max) pay -> best, by(father)
import db/PAY 2020-12-31 as own
summarize children best own`, map[[2]string]float64{{"children", "mean"}: 1.5, {"best", "mean"}: 255, {"own", "mean"}: 150, {"own", "count"}: 2})

	// Grandchildren: collapse to the father, then to the father's father. 10 has two.
	shows(t, e, `create-dataset c
import db/FATHER as father
generate one = 1
collapse (sum) one -> children, by(father)
import db/FATHER as grandfather
collapse (sum) children -> grandchildren, by(grandfather)
summarize grandchildren`, map[[2]string]float64{{"grandchildren", "count"}: 1, {"grandchildren", "mean"}: 2})
}

// TestFamilyNumbersAreTheOldestMember: a family's number is the pseudonym of its oldest
// member, so families and persons can be joined both ways.
func TestFamilyNumbersAreTheOldestMember(t *testing.T) {
	e := ruled(t)
	// Families: {10, 11} earn 210, {20, 21, 30} earn 710, {31} earns 310. On the family
	// number every member gets the sum.
	families := `create-dataset people
import db/FAMILY as family
import db/PAY 2020-12-31 as pay
import db/SEX as sex
clone-dataset people families
use families
collapse (sum) pay -> total (count) pay -> members, by(family)
`
	shows(t, e, families+"merge total members into people on family\nuse people\nsummarize total members",
		map[[2]string]float64{{"total", "count"}: 6, {"total", "mean"}: (2*210 + 3*710 + 310) / 6.0, {"members", "mean"}: (4 + 9 + 1) / 6.0})
	// On PERSONID_1 one person per family gets it: the oldest, whose number it is.
	shows(t, e, families+"merge total into people on PERSONID_1\nuse people\nsummarize total\ntabulate sex, summarize(total) sum freq",
		map[[2]string]float64{{"1", "total.sum"}: 210 + 710, {"2", "total.sum"}: 310})
	// A person's attribute into the dataset of families, on the family number itself: the sex
	// of the oldest. 10 and 20 are men, 31 is a woman.
	shows(t, e, families+"use people\nrename sex oldest\nmerge oldest into families on family\nuse families\ntabulate oldest",
		map[[2]string]float64{{"1", "freq"}: 2, {"2", "freq"}: 1})
	// Families of families: the family the oldest member's father belongs to.
	shows(t, e, families+`use families
create-dataset oldest
import db/FATHER as father
merge father into families on family
use people
rename family fathers_family
merge fathers_family into families on father
use families
collapse (sum) total -> below, by(fathers_family)
summarize below`, map[[2]string]float64{{"below", "count"}: 2, {"below", "mean"}: (710 + 310) / 2.0})
}

// TestOwnersLinkThings: jobs, courses and vehicles meet persons through their owner, both ways.
func TestOwnersLinkThings(t *testing.T) {
	e := ruled(t)
	for _, c := range []struct {
		name, owner, value string
		// sums of the value by owner, mean and number; sex of the owners, per thing
		mean, owners, men float64
	}{
		{"jobs", "OWNER", "HOURS", (37.5 + 40) / 2, 2, 3},    // 20: 37.5, 30: 40; all jobs are men's
		{"courses", "TAKER", "POINTS", (30 + 5) / 2.0, 2, 2}, // 30: 30, 31: 5
		{"vehicles", "KEEPER", "WEIGHT", (900 + 1500) / 2, 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			things := "create-dataset things\nimport db/" + c.owner + " as owner\nimport db/" + c.value + " as x\n"
			persons := "create-dataset persons\nimport db/SEX as sex\n"
			// Person data into the things, on the owner.
			shows(t, e, things+persons+"merge sex into things on owner\nuse things\ntabulate sex", map[[2]string]float64{{"1", "freq"}: c.men})
			// The things' sums to persons: collapsed by the owner they are persons.
			shows(t, e, persons+things+"collapse (sum) x, by(owner)\nmerge x into persons\nuse persons\nsummarize x",
				map[[2]string]float64{{"x", "mean"}: c.mean, {"x", "count"}: c.owners})
			// And on to the owner's family and town.
			shows(t, e, things+"collapse (sum) x, by(owner)\nimport db/FATHER as father\ncollapse (sum) x, by(father)\nimport db/SEX as sex\ntabulate sex",
				map[[2]string]float64{{"1", "freq"}: map[string]float64{"jobs": 2, "courses": 1, "vehicles": 0}[c.name]})
		})
	}
}
