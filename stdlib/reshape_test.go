package stdlib_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// years writes a register of three years under a policy: pay, which every seventh person lacks
// in turn, civil status as spells, and what never changes.
func years(t *testing.T, profile string) *engine.Engine {
	t.Helper()
	variable := func(name, typ, temporality string) storetest.Variable {
		return storetest.Variable{Name: name, Title: name, TitleEN: name, Unit: "PERSON", Temporality: temporality, Type: typ}
	}
	rank, sex, mother := variable("RANK", "integer", "FIXED"), variable("SEX", "text", "FIXED"), variable("MOTHER", "key:PERSON", "FIXED")
	pay, civil := variable("PAY", "integer", "ACCUMULATED"), variable("CIVIL", "text", "EVENT")
	sex.Codes = []storetest.Code{{Code: "1", Label: "Mann", LabelEN: "Man"}, {Code: "2", Label: "Kvinne", LabelEN: "Woman"}}
	civil.Codes = []storetest.Code{{Code: "1", Label: "Ugift", LabelEN: "Single"}, {Code: "2", Label: "Gift", LabelEN: "Married"}}
	civil.Coverage = [2]string{"2000-01-01", "2021-12-31"}
	for k := 1; k <= inhabitants; k++ {
		id := strconv.Itoa(k)
		rank.Rows = append(rank.Rows, storetest.Row{Unit: id, Value: id})
		sex.Rows = append(sex.Rows, storetest.Row{Unit: id, Value: strconv.Itoa(1 + k*7/5%2)})
		mother.Rows = append(mother.Rows, storetest.Row{Unit: id, Value: strconv.Itoa(1 + k*k%inhabitants)})
		for y := 2018; y <= 2020; y++ {
			if (k+y)%7 > 0 {
				pay.Rows = append(pay.Rows, storetest.Row{Unit: id, Value: strconv.Itoa(1000 + k*7919%1009 + 10*(y-2018)*(k%13)),
					Start: fmt.Sprintf("%d-01-01", y), Stop: fmt.Sprintf("%d-12-31", y)})
			}
		}
		married := fmt.Sprintf("%d-0%d-01", 2017+k%5, 1+k%9)
		before := fmt.Sprintf("%d-12-31", 2016+k%5)
		civil.Rows = append(civil.Rows, storetest.Row{Unit: id, Value: "1", Start: "2000-01-01", Stop: before}, storetest.Row{Unit: id, Value: "2", Start: married})
	}
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: "no.test.lab", Profile: profile, Variables: []storetest.Variable{rank, sex, mother, pay, civil}})
	return openEngine(t, dir, text.English)
}

// tablesOf gives the tables of a script that must work.
func tablesOf(t *testing.T, e *engine.Engine, script string) []*page.Table {
	t.Helper()
	r, _, wrong := runScript(t, e, "require no.test.lab as db\n"+script)
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	return outcome{blocks: r.Document.Blocks}.tables()
}

// sameCells demands that two tables show the same numbers in the same places. The rule that
// a count is named by may differ: C9 where rows are counted.
func sameCells(t *testing.T, want, got *page.Table) {
	t.Helper()
	require.Len(t, got.Rows, len(want.Rows))
	for i, r := range want.Rows {
		for c := range r.Cells {
			require.Equal(t, shown(r.Cells[c]), shown(got.Rows[i].Cells[c]), "row %d, column %s", i, want.Columns[c].Name)
		}
	}
}

func shown(c page.Cell) page.Cell {
	c.Rule = ""
	return c
}

const (
	panelOfYears = "create-dataset p\nimport-panel db/PAY db/CIVIL db/SEX db/RANK 2018-12-31 2019-12-31 2020-12-31\n"
	wideOfYears  = `create-dataset p
import db/RANK as RANK
import db/SEX as SEX
import db/PAY 2018-12-31 as PAY1
import db/PAY 2019-12-31 as PAY2
import db/PAY 2020-12-31 as PAY3
import db/CIVIL 2018-12-31 as CIVIL1
import db/CIVIL 2019-12-31 as CIVIL2
import db/CIVIL 2020-12-31 as CIVIL3
`
	day2019 = 18261
)

// TestOneDateOfAPanelIsTheCrossSection: the same persons with the same values are shown with
// the same numbers by every road, so that a panel is no second draw of the noise.
func TestOneDateOfAPanelIsTheCrossSection(t *testing.T) {
	for _, profile := range []string{"microdata", "open"} {
		t.Run(profile, func(t *testing.T) {
			e := years(t, profile)
			cross := tablesOf(t, e, wideOfYears+"rename CIVIL2 CIVIL\nrename PAY2 PAY\ntabulate CIVIL\ntabulate SEX CIVIL\nsummarize PAY")
			at := fmt.Sprintf("date@panel == %d", day2019)
			reshaped := wideOfYears + "reshape-to-panel PAY CIVIL\n"
			for name, script := range map[string]string{
				"imported, a condition":   panelOfYears + "tabulate CIVIL if " + at + "\ntabulate SEX CIVIL if " + at + "\nsummarize PAY if " + at,
				"imported, rows kept":     panelOfYears + "keep if " + at + "\ntabulate CIVIL\ntabulate SEX CIVIL\nsummarize PAY",
				"reshaped, a condition":   reshaped + "tabulate CIVIL if date@panel == 2\ntabulate SEX CIVIL if date@panel == 2\nsummarize PAY if date@panel == 2",
				"reshaped there and back": reshaped + "reshape-from-panel\nrename CIVIL2 CIVIL\nrename PAY2 PAY\nrename SEX1 SEX\ntabulate CIVIL\ntabulate SEX CIVIL\nsummarize PAY",
			} {
				t.Run(name, func(t *testing.T) {
					got := tablesOf(t, e, script)
					sameCells(t, cross[0], got[0])
					sameCells(t, cross[1], got[1])
					sameCells(t, cross[2], got[2])
				})
			}
			one := tablesOf(t, e, panelOfYears+"summarize PAY if "+at)
			other := tablesOf(t, e, "create-dataset p\nimport-panel db/PAY 2019-12-31 2020-12-31\nsummarize PAY if "+at)
			sameCells(t, one[0], other[0])
		})
	}
}

// TestPanelsTakenApartAgreeWithColumns leaves rows out in several ways, takes the panel apart,
// and compares with the columns in which the same values were made missing.
func TestPanelsTakenApartAgreeWithColumns(t *testing.T) {
	e := years(t, "open")
	const show = "summarize PAY1 PAY2 PAY3\ntabulate CIVIL1 CIVIL3, missing\ntabulate CIVIL2, missing summarize(PAY2)\ngenerate rise = PAY3 - PAY1\nsummarize rise"
	for _, c := range []struct{ name, rows, columns string }{
		{"no row left out", "", ""},
		{"rows without pay", "drop if sysmiss(PAY)\n",
			"replace CIVIL1 = . if sysmiss(PAY1)\nreplace CIVIL2 = . if sysmiss(PAY2)\nreplace CIVIL3 = . if sysmiss(PAY3)\n"},
		{"one time", "keep if date@panel == 2\n", "replace PAY1 = .\nreplace PAY3 = .\nreplace CIVIL1 = .\nreplace CIVIL3 = .\n"},
		{"units and times", "keep if RANK > 700 & (date@panel != 3 | RANK < 2000)\n", "keep if RANK > 700\nreplace PAY3 = . if RANK >= 2000\nreplace CIVIL3 = . if RANK >= 2000\n"},
		{"values of a time", "replace PAY = PAY * 2 if date@panel == 3\nrecode CIVIL ('1' = '9')\n",
			"replace PAY3 = PAY3 * 2\nrecode CIVIL1 CIVIL2 CIVIL3 ('1' = '9')\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := tablesOf(t, e, wideOfYears+c.columns+show)
			got := tablesOf(t, e, wideOfYears+"reshape-to-panel PAY CIVIL\n"+c.rows+"reshape-from-panel\n"+show)
			for i := range want {
				sameCells(t, want[i], got[i])
			}
		})
	}
}

// TestSampleOfAPanelIsOfRows draws rows, so that units are left with some of their times, and
// takes apart what is left.
func TestSampleOfAPanelIsOfRows(t *testing.T) {
	e := years(t, "open")
	got := tablesOf(t, e, panelOfYears+"sample 0.5 7\ngenerate one = 1\ntabulate one\ntabulate one date@panel\n"+
		"clone-dataset p q\ncollapse (count) one -> rows, by(PERSONID_1)\ntabulate rows\n"+
		"use q\nreshape-from-panel\ngenerate rows = rowtotal(one17896, one18261, one18627)\ntabulate rows\n")
	require.Equal(t, 4500.0, value(t, got[0], "1", "freq").Value, "half of 9000 rows")
	sameCells(t, got[2], got[3])
	require.NotZero(t, value(t, got[2], "1", "freq").Value)
	require.NotZero(t, value(t, got[2], "3", "freq").Value)
}

// TestKeysAndGroupsOfPanels: references keep their role on the way to a panel and back, and
// groups of rows are those of the rows there are.
func TestKeysAndGroupsOfPanels(t *testing.T) {
	e := years(t, "open")
	wide := "create-dataset p\nimport db/MOTHER as m1\nclone-variables m1 -> m2\nimport db/PAY 2018-12-31 as PAY1\nimport db/PAY 2019-12-31 as PAY2\n"
	sums := "use p\ncollapse (sum) %s, by(%s)\nsummarize %s"
	want := tablesOf(t, e, wide+"generate both = rowtotal(PAY1, PAY2)\n"+fmt.Sprintf(sums, "both", "m1", "both"))
	panel := tablesOf(t, e, wide+"reshape-to-panel m PAY\n"+fmt.Sprintf(sums, "PAY", "m", "PAY"))
	require.Equal(t, want[0].Rows[0].Cells, panel[0].Rows[0].Cells)
	back := tablesOf(t, e, wide+"reshape-to-panel m PAY\nreshape-from-panel\ngenerate both = rowtotal(PAY1, PAY2)\n"+fmt.Sprintf(sums, "both", "m2", "both"))
	sameCells(t, want[0], back[0])
}

// TestMergeIntoAPanelRepeats: a value of a person stands in all rows, one of a date in those
// of the date, and no row is added.
func TestMergeIntoAPanelRepeats(t *testing.T) {
	e := years(t, "open")
	got := tablesOf(t, e, panelOfYears+`create-dataset q
import db/RANK as number
drop if number > 1000
merge number into p
use p
clone-dataset p t
use t
collapse (mean) PAY -> level, by(date@panel)
merge level into p on date@panel
use p
generate same = number == RANK
tabulate same date@panel
tabulate date@panel, summarize(PAY) mean
tabulate date@panel, summarize(level) mean
reshape-from-panel
generate joined = number17896 == RANK17896 & number18627 == RANK18261
tabulate joined`)
	require.Equal(t, 1000.0, value(t, got[0], "1", "18261.freq").Value)
	require.Equal(t, 3000.0, value(t, got[0], "1", "total.freq").Value)
	require.Equal(t, 9000.0, value(t, got[0], "", "total.freq").Value)
	for i := range got[1].Rows[:3] {
		require.InDelta(t, got[1].Rows[i].Cells[0].Value, got[2].Rows[i].Cells[0].Value, 1e-6)
	}
	require.Equal(t, 1000.0, value(t, got[3], "1", "freq").Value)
}
