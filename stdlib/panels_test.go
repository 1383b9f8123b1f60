package stdlib_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/html"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/page/md"
)

// lastTable runs a script and gives its last table.
func lastTable(t *testing.T, e *engine.Engine, lines string) *page.Table {
	t.Helper()
	tables := works(t, e, lines).tables()
	require.NotEmpty(t, tables)
	return tables[len(tables)-1]
}

// panelEdges are the scripts at limits of the commands about panels.
var panelEdges = map[string]edge{
	"tabulate-panel M0":  describedTimes("generate low = %s\ntabulate-panel low, summarize(pay)", "1", "18262.pay.mean"),
	"summarize-panel M0": describedTimes("summarize-panel pay if %s", "pay", "mean"),
	"tabulate-panel C7": func(t *testing.T, e *engine.Engine) {
		// Nine cells of three values by three times, one value at the first, another at the
		// second; at the third there are all three or two of them.
		hidden := func(third string) bool {
			return lastTable(t, e, strings.Join([]string{
				"create-dataset panel", "import-panel db/RANK 2019-01-01 2020-01-01 2021-01-01", "generate a = 1",
				"replace a = 2 if date@panel == date(2020, 1, 1)", "replace a = 3 if date@panel == date(2021, 1, 1)",
				"replace a = 2 if date@panel == date(2021, 1, 1) & RANK <= 2000", third, "tabulate-panel a",
			}, "\n")).Hidden
		}
		require.False(t, hidden("replace a = 1 if date@panel == date(2021, 1, 1) & RANK <= 1000"), "four of nine are thin")
		require.True(t, hidden(""), "five of nine are thin")
	},
	"tabulate-panel C6": func(t *testing.T, e *engine.Engine) {
		// Refused below a mean expected count of 50: two times two cells need 100 shown units.
		shown := func(k int) string {
			return fmt.Sprint(works(t, e, fmt.Sprintf("%sgenerate odd = rank / 2 == int(rank / 2)\ntabulate-panel odd if rank <= %d, chi2", panelled, k)).last(t).Notes)
		}
		require.Contains(t, shown(85), "Chi-square(1) = –")
		require.NotContains(t, shown(115), "Chi-square(1) = –")
	},
	"transitions-panel C7": func(t *testing.T, e *engine.Engine) {
		// Nine cells of three values at one time by three at the next: the third value goes to
		// all three or to two.
		hidden := func(third string) bool {
			return lastTable(t, e, panelled+strings.Join([]string{
				"generate a = 1", "replace a = 2 if rank > 1000", "replace a = 3 if rank > 2000", third,
				"replace a = 2 if rank > 2600 & date@panel == date(2020, 1, 1)", "transitions-panel a",
			}, "\n")).Hidden
		}
		require.False(t, hidden("replace a = 1 if rank > 2000 & rank <= 2300 & date@panel == date(2020, 1, 1)"), "four of nine are thin")
		require.True(t, hidden(""), "five of nine are thin")
	},
}

// describedTimes tries a mean of a time that rests on as few units as may be described, or on
// one less.
func describedTimes(lines, row, column string) edge {
	return func(t *testing.T, e *engine.Engine) {
		outside, inside := sizes(t, shownCounts(t, e, 1, 60, nine), leastDescribed-1, leastDescribed)
		mean := func(k int) page.Cell {
			return value(t, lastTable(t, e, panelled+fmt.Sprintf(lines, nine(k))), row, column)
		}
		require.Equal(t, page.Low, mean(outside).State)
		require.Equal(t, "M0", mean(outside).Rule)
		require.NotEqual(t, "M0", mean(inside).Rule)
	}
}

// TestOneTimeIsACrossSection: under noise, what a panel shows of one time is what the same
// persons show in a cross-section, cell by cell and rule by rule.
func TestOneTimeIsACrossSection(t *testing.T) {
	e := townEngine(t)
	const whom = "generate odd = rank / 2 == int(rank / 2)\nkeep if rank <= 1717\n"
	wide := lastTable(t, e, "import db/SEX as sex\n"+whom+"tabulate sex odd, summarize(pay) freq mean std sum p50")
	long := lastTable(t, e, panelled+whom+"tabulate-panel sex odd, summarize(pay) freq mean std sum p50")
	for _, r := range long.Rows {
		if r.Total {
			continue
		}
		for _, at := range []string{"17897", "18262"} {
			for _, stat := range []string{"freq", "pay.p50"} { // bounds of means are those of all times
				require.Equal(t, value(t, wide, r.Heads[0].Code, r.Heads[1].Code+"."+stat), cellAt(long, r, at+"."+stat), "%v %s", r.Heads, stat)
			}
		}
	}
	for _, at := range []string{"2019", "2020"} {
		alone := works(t, e, panelled+whom+"summarize pay if date@panel == date("+at+", 1, 1), gini iqr").last(t)
		times := works(t, e, panelled+whom+"summarize-panel pay, gini iqr").last(t)
		row := times.Table.Rows[map[string]int{"2019": 0, "2020": 1}[at]]
		require.Equal(t, at+"-01-01", row.Heads[1].Label)
		require.Equal(t, alone.Table.Rows[0].Cells, row.Cells)
	}
}

// cellAt is a cell of a row by the name of its column.
func cellAt(table *page.Table, row page.Row, column string) page.Cell {
	for c, col := range table.Columns {
		if col.Name == column {
			return row.Cells[c]
		}
	}
	return page.Cell{}
}

// TestWhatIsOfAllTimesCountsRows: margins over times, and transitions between three times,
// are numbers of rows made of the shown number of units (C9).
func TestWhatIsOfAllTimesCountsRows(t *testing.T) {
	e := townEngine(t)
	const three = "create-dataset panel\nimport-panel db/RANK db/SEX 2019-01-01 2020-01-01 2021-01-01\ngenerate within = RANK <= 1357\n"
	units := shownCounts(t, e, 1357, 1357, first)[1357]
	table := lastTable(t, e, three+"tabulate-panel within")
	require.Equal(t, page.Cell{State: page.Value, Value: float64(units), Rule: "C1"}, value(t, table, "1", "18262.freq"))
	require.Equal(t, page.Cell{State: page.Value, Value: float64(3 * units), Rule: "C9"}, value(t, table, "1", "total.freq"))
	table = lastTable(t, e, three+"transitions-panel within")
	require.Equal(t, page.Cell{State: page.Value, Value: float64(2 * units), Rule: "C9"}, value(t, table, "1", "1.freq"))
	require.Equal(t, 0.0, value(t, table, "1", "0.freq").Value)
}

// TestJobsAtOneTimeAreOfPersons: a person may have several jobs at one time, so that not even
// one time of a panel of jobs is a cross-section of persons.
func TestJobsAtOneTimeAreOfPersons(t *testing.T) {
	e := townEngine(t)
	const jobs = "create-dataset jobs\nimport-panel db/HOURS 2019-01-01 2020-01-01\ngenerate all = 1\n"
	// Person k has 1 + k mod 3 jobs: 3000 persons have 6000 jobs, two thirds of them more than one.
	persons := shownCounts(t, e, inhabitants, inhabitants, first)[inhabitants]
	table := lastTable(t, e, jobs+"tabulate-panel all")
	require.Equal(t, page.Cell{State: page.Value, Value: float64(2 * persons), Rule: "C9"}, value(t, table, "1", "17897.freq"))
	require.Equal(t, page.Cell{State: page.Value, Value: float64(4 * persons), Rule: "C9"}, value(t, table, "1", "total.freq"))
	o := works(t, e, jobs+"summarize-panel HOURS")
	require.Equal(t, float64(persons), o.last(t).Population.Value)
	require.Equal(t, float64(2*persons), value(t, o.last(t).Table, "HOURS", "count").Value)
	alone := works(t, e, jobs+"summarize HOURS if date@panel == date(2019, 1, 1)").last(t)
	require.Equal(t, alone.Table.Rows[0].Cells, o.last(t).Table.Rows[0].Cells)
	table = lastTable(t, e, jobs+"transitions-panel all")
	require.Equal(t, page.Cell{State: page.Value, Value: float64(2 * persons), Rule: "C9"}, value(t, table, "1", "1.freq"))
}

// TestPanelCommandsSayWhatIsWrong finds the code of every mistake, without data.
func TestPanelCommandsSayWhatIsWrong(t *testing.T) {
	e := townEngine(t)
	for lines, code := range map[string]string{
		"tabulate-panel rank":                                       "C0212",
		"summarize-panel rank":                                      "C0212",
		"transitions-panel rank":                                    "C0212",
		panelled + "tabulate-panel sex, rowsort()":                  "C0102",
		panelled + "tabulate-panel sex, top(3)":                     "C0102",
		panelled + "tabulate-panel sex, flatten":                    "C0102",
		panelled + "tabulate-panel sex, mean":                       "C0105",
		panelled + "tabulate-panel sex, summarize(sex)":             "C0315",
		panelled + "tabulate-panel sex sex":                         "C0116",
		panelled + "tabulate-panel date@panel":                      "C1351",
		panelled + "tabulate-panel PERSONID_1":                      "C0301",
		panelled + "tabulate-panel nobody":                          "C0204",
		panelled + "transitions-panel sex, freq":                    "C0102",
		panelled + "transitions-panel PERSONID_1":                   "C0301",
		panelled + "summarize-panel sex":                            "C0315",
		panelled + "summarize-panel pay, mean":                      "C0102",
		panelled + "keep sex\nsummarize-panel":                      "C0224",
		panelled + "tabulate-panel sex if pay == 'x'":               "C0303",
		"create-dataset none\nsummarize-panel":                      "C0211",
		panelled + "transitions-panel sex\ntransitions-panel sex 3": "",
	} {
		got := try(t, e, lines)
		require.Equal(t, engine.ExitScript, got.exit, lines)
		if code != "" {
			require.Equal(t, code, string(got.code), lines)
		}
	}
}

// TestPanelsInEveryFormat: results follow the published schema, times have their code and
// their date, and Markdown and HTML show the date.
func TestPanelsInEveryFormat(t *testing.T) {
	r, _, wrong := runScript(t, townEngine(t), linked+panelled+"tabulate-panel sex, freq rowpct chi2\nsummarize-panel pay, gini\ntransitions-panel sex\n")
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	schema, err := jsonschema.NewCompiler().Compile("../spec/results.schema.json")
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, json.Render(&out, r.Document))
	require.Contains(t, out.String(), `"label": "2019-01-01"`)
	value, err := jsonschema.UnmarshalJSON(&out)
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	for _, b := range r.Document.Blocks {
		switch b.Command {
		case "tabulate-panel":
			require.Equal(t, page.Column{Name: "17897.freq", Group: "2019-01-01", Code: "17897", Label: "Count", Type: "count"}, b.Table.Columns[0])
		case "summarize-panel":
			require.Equal(t, []page.RowHead{{Code: "pay", Label: "pay"}, {Code: "18262", Label: "2020-01-01"}}, b.Table.Rows[1].Heads)
		}
	}
	out.Reset()
	require.NoError(t, md.Render(&out, r.Document))
	require.Contains(t, out.String(), "2020-01-01")
	require.Contains(t, out.String(), "**sex: rows are one time, columns the next**", "Markdown has no head over all columns")
	out.Reset()
	require.NoError(t, html.Render(&out, r.Document))
	require.Contains(t, out.String(), "2020-01-01")
}

// TestATableOfAPanelIsATableWithTime: tabulate-panel v1 v2 is tabulate v1 date@panel v2, but for
// the heads of its columns.
func TestATableOfAPanelIsATableWithTime(t *testing.T) {
	e := townEngine(t)
	const odd = panelled + "generate odd = rank / 2 == int(rank / 2)\nkeep if rank > 100 | date@panel == date(2019, 1, 1)\n"
	for _, options := range []string{"freq rowpct colpct cellpct chi2", "missing nolabels", "summarize(pay) freq mean std sum p25 p50 p75 gini iqr"} {
		panel := works(t, e, odd+"tabulate-panel sex odd, "+options).last(t)
		table := works(t, e, odd+"tabulate sex date@panel odd, "+options).last(t)
		require.Equal(t, table.Notes, panel.Notes)
		require.Equal(t, table.Population, panel.Population)
		require.Equal(t, table.Table.Rows, panel.Table.Rows)
		for i, c := range table.Table.Columns {
			if !c.Total {
				c.Group = panel.Table.Columns[i].Group
				require.Len(t, c.Group, len("2019-01-01"))
			}
			require.Equal(t, c, panel.Table.Columns[i])
		}
	}
}
