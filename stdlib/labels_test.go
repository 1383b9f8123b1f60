package stdlib_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// changing has a code list that changes: code 2 is another town from 2020, and 3 is new.
const changing = `
bank no.test.lab open
variable TOWN PERSON STATUS text "By" "Town"
code 1 "Oslo" "Oslo" 2018-01-01
code 2 "Sandnes" "Sandnes" 2018-01-01:2019-12-31
code 2 "Nye Sandnes" "New Sandnes" 2020-01-01
code 3 "Senja" "Senja" 2020-01-01
1;1;2019-01-01
2;2;2019-01-01
1;2;2020-01-01
2;3;2020-01-01
variable SEX PERSON FIXED text "Kjønn" "Sex"
code 1 "Mann" "Man"
code 2 "Kvinne" "Woman"
1;1
variable PAY PERSON ACCUMULATED integer "Lønn" "Pay"
1;100;2020-01-01;2020-12-31
variable MOTHER PERSON FIXED key:PERSON "Mor" "Mother"
1;2
`

// TestListLabels shows the lists of a script and of register variables at a date.
func TestListLabels(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, changing)
	// In bokmål: the English wording of a store has one label a code, whatever the period.
	e := openEngine(t, dir, text.Bokmaal)
	const before = "require no.test.lab as db\ndefine-labels mine 2 b 1 a\n"
	for lines, want := range map[string][]string{
		"list-labels mine":                               {"1 a", "2 b"},
		"list-labels db/SEX":                             {"1 Mann", "2 Kvinne"},
		"list-labels db/TOWN 2019-01-01":                 {"1 Oslo", "2 Sandnes"},
		"list-labels db/TOWN 2020-01-01":                 {"1 Oslo", "2 Nye Sandnes", "3 Senja"},
		"let y = 2020\nlist-labels db/TOWN date_fmt($y)": {"1 Oslo", "2 Nye Sandnes", "3 Senja"},
	} {
		r, _, wrong := runScript(t, e, before+lines+"\n")
		require.Equal(t, engine.ExitOK, r.Exit, wrong)
		var got []string
		for _, row := range r.Document.Blocks[len(r.Document.Blocks)-1].Table.Rows {
			got = append(got, row.Heads[0].Code+" "+fmt.Sprint(row.Cells[0].Text))
		}
		require.Equal(t, want, got, lines)
	}
	// No active dataset is needed, and none is there.
	for lines, code := range map[string]diag.Code{
		"list-labels nosuch":             "C0218",
		"list-labels min":                "C0218",
		"list-labels db/NOSUCH":          "C0223",
		"list-labels dx/SEX":             "C0220",
		"list-labels db/TOWN":            "C0402",
		"list-labels db/TOWN 2019-06-01": "C0406",
		"list-labels db/TOWN 2017-01-01": "C0405",
		"list-labels db/TOWN 2020-02-30": "X0015",
		"list-labels db/PAY 2020-12-31":  "C1111",
		"list-labels db/MOTHER":          "C1111",
		"list-labels":                    "C1113",
		"list-labels mine db/SEX":        "",
		"list-labels db/SEX db/TOWN":     "C1112",
		"list-labels mine 2020-01-01":    "",
		"list-labels db/SEX, nolabels":   "C0102",
		"list-labels db/SEX if 1 == 1":   "C0113",
		"variables mine":                 "C1221",
		"variables db/SEX 2020-01-01":    "C1222",
		"variables db/NOSUCH":            "C0223",
		"define-labels odd 1 a 2":        "",
		"define-labels twice 01 a 1 b":   "C1101",
		"define-labels mixed 1 a '2' b":  "C1102",
		"define-labels mine 1 a":         "C0219",
		"define-labels 2x 1 a":           "",
		"create-dataset p\nimport db/SEX as s\nassign-labels s nosuch":    "C0218",
		"create-dataset p\nimport db/SEX as s\nassign-labels nosuch mine": "C0204",
	} {
		exit, codes := codesAfter(t, e, before, lines)
		require.Equal(t, engine.ExitScript, exit, lines)
		if code != "" {
			require.Equal(t, code, codes[0], lines)
		}
	}
	// A date of a fixed variable is only a warning.
	allowed(t, e, before, "list-labels db/SEX 2020-01-01")
}
