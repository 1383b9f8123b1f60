package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
)

func TestImportFixesTheUnit(t *testing.T) {
	d := after(t, "")
	assert.Equal(t, types.CrossSection, d.Kind)
	assert.Equal(t, "PERSON", d.Unit.Code)
	assert.Equal(t, "PERSONID_1", d.Key)
	assert.Equal(t, []string{"kjønn", "født", "lønn", "mor", "død", "kommune", "PERSONID_1"}, d.Names())
	require.Len(t, d.Banks, 1)
	assert.Equal(t, "30.0.0", d.Banks[0].String())
	kom, _ := d.Var("kommune")
	assert.Equal(t, types.Text, kom.Kind, "a plain key is a code")
	assert.Equal(t, day("2020-01-01"), kom.Day)
}

// Every row of the table is a date and what becomes of it: the day read, or the code.
func TestImportDates(t *testing.T) {
	cases := []struct {
		variable, date string
		day            string // empty when refused
		code           string
	}{
		{"LONN", "2020-01-01", "2020-01-01", ""},
		{"LONN", "2020-12-31", "2020-12-31", ""},
		{"LONN", "1993-01-01", "1993-01-01", ""},
		{"LONN", "1992-12-31", "", "C0405"},
		{"LONN", "2022-12-31", "2022-12-31", ""},
		{"LONN", "2023-01-01", "", "C0405"},
		{"TRYGD_MND", "2022-06-30", "2022-06-30", ""},
		{"TRYGD_MND", "2022-07-01", "", "C0405"},
		{"TRYGD_MND", "2015-01-31", "2015-01-31", ""},
		{"KOMMNR", "2020-01-01", "2020-01-01", ""},
		{"KOMMNR", "2020-01-02", "", "C0406"},
		{"KOMMNR", "2025-01-01", "", "C0405"},
		{"KOMMNR", "1989-12-31", "", "C0405"},
		{"MALT", "2020-02-29", "2020-02-01", ""},
		{"MALT", "2020-03-31", "2020-03-01", ""},
		{"MALT", "2020-04-01", "", "C0405"},
		{"SIVSTAND", "1992-01-01", "1992-01-01", ""},
		{"SIVSTAND", "2023-12-31", "2023-12-31", ""},
		{"SIVSTAND", "2024-01-01", "", "C0405"},
	}
	for _, c := range cases {
		out, found, _ := checked(t, start+"import db/"+c.variable+" "+c.date+" as v")
		if c.code != "" {
			require.Len(t, found, 1, c.variable+c.date)
			assert.Equal(t, c.code, string(found[0].Code), c.variable+c.date)
			continue
		}
		require.Empty(t, found, c.variable+c.date)
		v, _ := out.State.ActiveDataset().Var("v")
		assert.Equal(t, c.day, types.ISODate(v.Day), c.variable+c.date)
	}
}

func TestTheWindowIsComparedByPeriodAtBothEnds(t *testing.T) {
	v := &catalogue.Variable{Temporality: types.Accumulated, Period: 12, ValidFrom: day("2000-06-01"), ValidTo: day("2010-06-01")}
	for date, ok := range map[string]bool{"2000-01-01": true, "1999-12-31": false, "2010-12-31": true, "2011-01-01": false} {
		assert.Equal(t, ok, acceptsDate(t, v, date), date)
	}
}

// acceptsDate imports an odd variable at a date and tells whether nothing was found.
func acceptsDate(t *testing.T, v *catalogue.Variable, date string) bool {
	cat := testCatalogue()
	v.Name, v.Unit, v.Kind = "ODD", unit("PERSON"), types.Integer
	cat.list["no.demo.fdb"].vars["ODD"] = v
	_, program, list := expanded(t, start+"import db/ODD "+date+" as v")
	require.Empty(t, list)
	_, found := check.Check(program, testLanguage(), cat, nil)
	return len(found) == 0
}

func TestCollapseMakesTheUnitOfItsKey(t *testing.T) {
	cases := []struct {
		by, unit, key string
		pseudonymous  bool
	}{
		{"PERSONID_1", "PERSON", "PERSONID_1", true},
		{"mor", "PERSON", "mor", true},
		{"kommune", "KOMMUNE", "kommune", false},
		{"kjønn", "", "kjønn", false},
	}
	for _, c := range cases {
		d := after(t, "collapse (count) født -> n (min) født død (mean) lønn (sum) lønn -> sum, by("+c.by+")")
		assert.Equal(t, c.unit, d.Unit.Code, c.by)
		assert.Equal(t, c.key, d.Key, c.by)
		assert.Equal(t, c.pseudonymous, d.Unit.Pseudonymous, c.by)
		kinds := map[string]types.Kind{"n": types.Integer, "født": types.Integer, "død": types.Date, "lønn": types.Decimal, "sum": types.Decimal}
		for name, k := range kinds {
			v, ok := d.Var(name)
			require.True(t, ok, name)
			assert.Equal(t, k, v.Kind, name)
		}
	}
	// A dataset collapsed by an owner reference is of persons: imports and merges go on.
	d := after(t, "collapse (count) født -> barn, by(mor)\nimport db/KJONN as k\nkeep PERSONID_1 k")
	assert.Equal(t, []string{"k", "mor"}, d.Names())
	// Codes that identify areas may still be analysed, with their labels.
	d = after(t, "collapse (count) født -> n, by(kommune)\ntabulate kommune\nimport db/AREAL as areal")
	key, ok := d.Lookup("kommune")
	require.True(t, ok)
	assert.NotNil(t, key.Labels)
	assert.True(t, key.Identifier)
}

func TestJoins(t *testing.T) {
	const jobs = `create-dataset j
import db/STILLING 2015-01-16 as stilling
import db/ARB_FNR as arb
use p
import db/FAMNR 2020-01-01 as fam
clone-dataset p q
`
	cases := []struct {
		name, script string
		code         string
		by           string // the source's column when right
	}{
		{"same unit", "use q\nrename lønn pay\nmerge pay into p", "", "PERSONID_1"},
		{"collapsed by a reference is a person dataset", "use j\ncollapse (sum) stilling, by(arb)\nmerge stilling into p", "", "arb"},
		{"on a parent", "use q\nrename lønn pay\nmerge pay into p on mor", "", "PERSONID_1"},
		{"on an owner", "use q\nmerge kjønn into j on arb", "", "PERSONID_1"},
		{"persons and families share a space", "use q\nrename lønn pay\nmerge pay into p on fam", "", "PERSONID_1"},
		{"family totals on the person", "use q\ncollapse (sum) lønn -> sum, by(fam)\nmerge sum into p on PERSONID_1", "", "fam"},
		{"family totals on the family number", "use q\ncollapse (sum) lønn -> sum, by(fam)\nmerge sum into p on fam", "", "fam"},
		{"areas", "use q\ncollapse (sum) lønn -> sum, by(kommune)\nmerge sum into p on kommune", "", "kommune"},
		{"plain codes of one family", "use q\ncollapse (sum) lønn -> sum, by(kjønn)\nmerge sum into p on kommune", "", "kjønn"},
		{"a shared variable", "use q\nrename lønn pay\nmerge pay into p on født", "", "født"},
		{"persons into jobs need on", "use q\nmerge kjønn into j", "C0511", ""},
		{"a job is no person", "use j\nmerge stilling into p on mor", "C0512", ""},
		{"number against text", "use q\ncollapse (sum) lønn -> sum, by(født)\nmerge sum into p on kommune", "C0512", ""},
		{"ad-hoc units of one name and type", "use q\ncollapse (sum) lønn -> s, by(kjønn)\nuse p\ncollapse (sum) lønn -> z, by(kjønn)\nmerge z into q", "", "kjønn"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, found, file := checked(t, start+jobs+c.script)
			if c.code != "" {
				require.Len(t, found, 1, codesOf(file, found))
				assert.Equal(t, c.code, string(found[0].Code))
				return
			}
			require.Empty(t, codesOf(file, found))
			j, ok := out.Calls[len(out.Calls)-1].Data.(*check.Join)
			require.True(t, ok)
			assert.Equal(t, c.by, j.By.Name)
			for _, v := range j.Vars {
				_, has := j.Result.Var(v.Name)
				assert.True(t, has)
				_, had := j.Target.Var(v.Name)
				assert.False(t, had, "the dataset before is untouched")
			}
		})
	}
}

func TestTheUnitClashNamesABridge(t *testing.T) {
	_, found, _ := checked(t, start+"import db/STILLING 2015-01-16 as s")
	require.Len(t, found, 1)
	require.NotEmpty(t, found[0].Notes)
	assert.Equal(t, "db/ARB_FNR", found[0].Notes[0].Args[0].Text())
}

func TestASessionKeepsItsStateAfterAFailedLine(t *testing.T) {
	s := check.New(testLanguage(), testCatalogue()).NewSession(nil)
	run := func(line string) bool {
		_, program, list := expanded(t, line)
		require.Empty(t, list)
		_, found := s.Next(program)
		return !found.HasErrors()
	}
	require.True(t, run(start))
	before := s.State()
	assert.False(t, run("generate x = kjønn + 1"))
	assert.Same(t, before, s.State())
	assert.False(t, run("for i in 1 2\ngenerate y = 1\nend"), "the second turn makes y again")
	assert.Same(t, before, s.State())
	assert.False(t, run("use nowhere"))
	assert.Same(t, before, s.State())
	assert.True(t, run("generate x = 1"))
	_, had := before.ActiveDataset().Var("x")
	assert.False(t, had, "states are immutable")
	s.Rewind(before)
	assert.True(t, run("generate x = 1"))
}

func TestAWrongLineSilencesWhatFollowsFromIt(t *testing.T) {
	for _, script := range []string{
		"generate x = kjønn + 1\ngenerate y = x * 2\nkeep if y > 1\ntabulate x y\nreplace x = 'a' if y == 2\ncollapse (mean) x, by(kommune)",
		"generate x = nothing\nmake-kind event\nsummarize x",
		"import db/KJON as x\ngenerate y = x\ngenerate x = 1",
		"create-dataset z\nimport db/KJON as x\ngenerate y = 1\nkeep if y\nsample 0.5 1\ncollapse (sum) y, by(PERSONID_1)\nmerge y into p",
		"use q\nimport db/KJONN as a\ntabulate b\nmerge c into p",
		"collapse (mean) lønn, by(kommun)\ntabulate a\nmerge lønn into r",
	} {
		_, found, file := checked(t, start+"clone-dataset p r\n"+script)
		assert.Len(t, found, 1, "%s: %v", script, codesOf(file, found))
	}
}

func TestABrokenLineSilencesTheNameItWouldHaveMade(t *testing.T) {
	file, program, list := expanded(t, start+"generate x = (lønn\ntabulate x\ntabulate y")
	require.Len(t, list, 1)
	_, found := check.Check(program, testLanguage(), testCatalogue(), nil)
	assert.Equal(t, []string{"11 C0204 'y'"}, codesOf(file, found))
}

// TestABrokenLineSilencesWhatItWouldHaveBrought: neither the units nor the dataset that a line
// should have brought are missed after it.
func TestABrokenLineSilencesWhatItWouldHaveBrought(t *testing.T) {
	for _, script := range []string{
		"create-dataset q\nimport-event db/SIVSTAND 2000-01-01 2001-01-01 as c\nkeep if c == '1'",
		"create-dataset q\nimport db/KJONN as\nkeep if 1",
		"create-dataset q r\nimport db/KJONN as s\ngenerate lønn = 1",
		"clone-dataset p q\nuse q r\ngenerate lønn = 1",
	} {
		_, program, list := expanded(t, start+script)
		require.Len(t, list, 1, script)
		_, found := check.Check(program, testLanguage(), testCatalogue(), nil)
		assert.Empty(t, found, script)
	}
}

func TestFindingsOfALoopNameTheTurn(t *testing.T) {
	_, found, _ := checked(t, start+"for i in 1 : 3\ngenerate a ++ $i = $i\nreplace a ++ $i = 'x' if lønn > 1\nend")
	require.Len(t, found, 1)
	require.NotEmpty(t, found[0].Notes)
	assert.Equal(t, "i = 1", found[0].Notes[0].Args[0].Text())
}
