package stdlib_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// owned is persons and things that belong to them: jobs, courses, vehicles, meters. UNIT is
// the type of the things.
const owned = `
bank no.test.lab open
variable SEX PERSON FIXED text
code 1 "Man" "Man"
code 2 "Woman" "Woman"
1;1
2;2
3;2
4;1
variable PAY PERSON ACCUMULATED integer
1;100;2020-01-01;2020-12-31
2;200;2020-01-01;2020-12-31
3;300;2020-01-01;2020-12-31
variable OWNER UNIT FIXED key:PERSON
11;1
12;1
21;2
31;3
variable SIZE UNIT STATUS integer
11;5;2020-01-01
12;7;2020-01-01
21;9;2020-01-01
31;4;2020-01-01
variable STATE UNIT EVENT text
covers 2000-01-01 2020-12-31
11;a;2019-01-01;2019-12-31
11;b;2020-01-01;
12;a;2020-06-01;2020-06-30
21;b;2018-01-01;2020-01-01
31;a;2010-01-01;2010-12-31
`

// Person data go into things and their spells and come back, by the reference to the owner.
func TestThingsOfPersons(t *testing.T) {
	for _, unit := range []string{"JOBB", "KURS", "KJORETOY", "MALEPUNKT"} {
		t.Run(unit, func(t *testing.T) {
			dir := t.TempDir()
			storetest.WriteText(t, dir, strings.ReplaceAll(owned, "UNIT", unit))
			e := openEngine(t, dir, text.English)
			try := func(lines string) outcome {
				r, _, wrong := runScript(t, e, "require no.test.lab as db\ncreate-dataset people\nimport db/SEX as sex\n"+lines+"\n")
				require.Equal(t, engine.ExitOK, r.Exit, wrong)
				return outcome{blocks: r.Document.Blocks}
			}
			freqs := func(table *page.Table) (out []float64) {
				for _, row := range table.Rows {
					if !row.Total {
						out = append(out, row.Cells[0].Value)
					}
				}
				return out
			}

			// Things: two of the man 1, one of each woman. The man 4 has none.
			o := try("create-dataset things\nimport db/OWNER as owner\nimport db/SIZE 2020-01-01 as size\nuse people\nmerge sex into things on owner\n" +
				"use things\ntabulate sex\ncollapse (sum) size (count) size -> things, by(owner)\nmerge size things into people\nuse people\n" +
				"tabulate things, missing\ntabulate size, missing")
			require.Equal(t, []float64{2, 2}, freqs(o.tables()[0]), "things of men and of women")
			require.Equal(t, []float64{2, 1, 1}, freqs(o.tables()[1]), "persons with 1 and 2 things, and with none")
			// Sizes 4 and 9 of the women, 12 = 5 + 7 of the man.
			require.Equal(t, []float64{1, 1, 1, 1}, freqs(o.tables()[2]))
			require.Equal(t, []string{"4", "9", "12"}, codesOf(o.tables()[2])[:3])

			// Spells of 2020: things 11 (b), 12 (a) and 21 (b, its last day). The owner comes from the things.
			o = try("create-dataset things\nimport db/OWNER as owner\ncreate-dataset spells\nimport-event db/STATE 2020-01-01 to 2020-12-31 as state\n" +
				"use things\nmerge owner into spells\nuse people\nmerge sex into spells on owner\nuse spells\ntabulate state sex\n" +
				"generate known = !sysmiss(STOP@state)\ntabulate known\n" +
				"collapse (count) state -> spells (max) STOP@state, by(owner)\nimport db/PAY 2020-12-31 as pay\nsummarize pay\n" +
				"merge spells into people\nuse people\ntabulate spells, missing")
			tables := o.tables()
			require.Equal(t, []string{"a", "b"}, codesOf(tables[0]))
			require.Equal(t, [][]float64{{1, 0, 1}, {1, 1, 2}}, cells(tables[0]))
			require.Equal(t, []float64{1, 2}, freqs(tables[1]), "one open, two ended")
			require.Equal(t, 150.0, tables[2].Rows[0].Cells[0].Value, "the collapsed spells are persons 1 and 2, with pay 100 and 200")
			require.Equal(t, []float64{1, 1, 2}, freqs(tables[3]), "one person with 1 spell, one with 2, two with none")

			// Only the spells of things that are there: those of the women.
			o = try("create-dataset things\nimport db/OWNER as owner\nuse people\nmerge sex into things on owner\nuse things\nkeep if sex == '2'\n" +
				"drop owner sex\nimport-event db/STATE 2000-01-01 to 2020-12-31 as state\ntabulate state")
			require.Equal(t, []float64{1, 1}, freqs(o.tables()[0]), "b of thing 21, a of thing 31")
			require.Equal(t, 2, o.logged(t, "import-event"), "two women own them")
		})
	}
}

// codesOf lists the codes of the rows of a table.
func codesOf(table *page.Table) (out []string) {
	for _, row := range table.Rows {
		if !row.Total {
			out = append(out, row.Heads[0].Code)
		}
	}
	return out
}

// cells lists the values of the rows of a table.
func cells(table *page.Table) (out [][]float64) {
	for _, row := range table.Rows {
		if row.Total {
			continue
		}
		var values []float64
		for _, c := range row.Cells {
			values = append(values, c.Value)
		}
		out = append(out, values)
	}
	return out
}

// Spells of what protects nobody are counted as they are, under every policy.
func TestSpellsOfPlaces(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, `
bank no.test.lab microdata
variable OFFICE KOMMUNE EVENT text
covers 2000-01-01 2020-12-31
0301;x;2001-01-01;2004-12-31
0301;y;2005-01-01;
1103;x;2001-01-01;2001-12-31
`)
	e := openEngine(t, dir, text.English)
	r, _, wrong := runScript(t, e, "require no.test.lab as db\ncreate-dataset places\nimport-event db/OFFICE 2001-01-01 to 2020-12-31 as office\n"+
		"tabulate office\nkeep if sysmiss(STOP@office)\ntabulate office\n")
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	o := outcome{blocks: r.Document.Blocks}
	require.Equal(t, [][]float64{{2}, {1}}, cells(o.tables()[0]))
	require.Equal(t, [][]float64{{1}}, cells(o.tables()[1]))
}
