package stdlib_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// scores has whole and decimal numbers, a text with labels, and persons without values.
const scores = `bank no.test.lab open
variable ALL PERSON FIXED integer
1;1
2;1
3;1
4;1
5;1
6;1
variable WHOLE PERSON FIXED integer
1;-5
2;0
3;2
4;7
5;20
variable SHARE PERSON FIXED decimal
1;0.5
2;4.5
3;10.5
variable WORD PERSON FIXED text
code 1 "En" "One"
code 2 "To" "Two"
1;1
2;2
3;2
4;3
variable TOWN PERSON STATUS key:KOMMUNE
code 0301 "Oslo"
code 4601 "Bergen"
1;0301;2020-01-01
2;4601;2020-01-01
`

// TestRecodeRules works out what becomes of persons 1 to 6; a dot is a missing value. The
// whole numbers are -5 0 2 7 20 ., the shares 0.5 4.5 10.5 . . ., the words 1 2 2 3 . .
func TestRecodeRules(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, scores)
	e := openEngine(t, dir, text.English)
	for rules, want := range map[string]string{
		// The first rule that fits decides; what a rule made is not looked at again.
		"whole (0 = 2)(2 = 7)(7 = 0)":               "-5 2 7 0 20 .",
		"whole (0/20 = 1)(2 = 9)":                   "-5 1 1 1 1 .",
		"whole (* = 3)(2 = 9)":                      "3 3 3 3 3 3",
		"whole (0 = 1)(0 = 2)":                      "-5 1 2 7 20 .",
		"whole (2 = 2 'Two')":                       "-5 0 2 7 20 .",
		"whole (-5 2 7/9 = 2)(5/20 = 1)(-2/0 = 9)":  "2 9 2 2 1 .",
		"whole (min/-3 = 8)(5/max = 6)":             "8 0 2 6 6 .",
		"whole (min = 8)(max = 6)":                  "8 0 2 7 6 .",
		"whole (min/max = 1)":                       "1 1 1 1 1 .",
		"whole (. 0/10 = 0 'none')":                 "-5 0 0 0 20 0",
		"whole (missing = 0 'None')(3/max = 3 '>')": "-5 0 2 3 3 0",
		"whole (nonmissing = 1)(missing = 2)":       "1 1 1 1 1 2",
		"whole (2 = 4)(nonmissing = 1)(* = 3)":      "1 1 4 1 1 3",
		"whole (0 = .)":                             "-5 . 2 7 20 .",
		"whole (0=1)(2=3)":                          "-5 1 3 7 20 .",
		"whole ( 0 2 = 1 )":                         "-5 1 1 7 20 .",
		"whole (0002 = 77 'X')":                     "-5 0 77 7 20 .",
		"whole (2 = 9) if whole > 2":                "-5 0 2 7 20 .",
		"whole (* = 9) if whole > 2":                "-5 0 2 9 9 .",
		"whole (2 = 2.5)":                           "-5 0 2.5 7 20 .",
		"whole ($low/7 = $new)":                     "-5 0 44 44 20 .",
		"whole (1000 = 1)":                          "-5 0 2 7 20 .",
		"whole (* = 'x')":                           "x x x x x x",
		"whole (missing = 'x')(* = 'y')":            "y y y y y x",
		"share (0/10 = 1)":                          "1 1 10.5 . . .",
		"share (0.5 = 1)(min/max = 2)":              "1 2 2 . . .",
		"word ('1' '2'='1' 'x')(* = '3')":           "1 1 1 3 3 3",
		`word ("2" = "1")`:                          "1 1 1 3 . .",
		"word ('2' = 'new')":                        "1 new new 3 . .",
		"word (missing = '9')":                      "1 2 2 3 9 9",
		"word (nonmissing = 'a')":                   "a a a a . .",
		"word ($code = 'b')":                        "1 b b 3 . .",
		"word ('1' = 1)(* = 2)":                     "1 2 2 2 2 2",
		"word ('3' = .)":                            "1 2 2 . . .",
		"town ('0301' = '1103')":                    "1103 4601 . . . .",
	} {
		t.Run(rules, func(t *testing.T) {
			name, _, _ := strings.Cut(rules, " ")
			require.Equal(t, want, personal(t, e, "recode "+rules, name))
		})
	}
}

// personal gives the value of a variable for each of six persons, by counting every person alone.
func personal(t *testing.T, e *engine.Engine, line, name string) string {
	t.Helper()
	script := "require no.test.lab as db\nlet low = 1\nlet new = 44\nlet code = '2'\ncreate-dataset p\nimport db/ALL as all\n" +
		"import db/WHOLE as whole\nimport db/SHARE as share\nimport db/WORD as word\nimport db/TOWN 2020-01-01 as town\n"
	number := "whole == -5 , whole == 0 , whole == 2 , whole == 7 , whole == 20 , sysmiss(whole)"
	for i, c := range strings.Split(number, " , ") {
		script += fmt.Sprintf("generate is%d = %s\n", i+1, c)
	}
	script += line + "\n"
	for i := range 6 {
		script += fmt.Sprintf("tabulate %s if is%d == 1, missing nolabels\n", name, i+1)
	}
	r, _, wrong := runScript(t, e, script)
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	var out []string
	for _, b := range r.Document.Blocks {
		if b.Table == nil {
			continue
		}
		require.Len(t, b.Table.Rows, 2)
		code := b.Table.Rows[0].Heads[0].Code
		if code == "" {
			code = "."
		}
		out = append(out, code)
	}
	return strings.Join(out, " ")
}

// TestRecodeSchema looks at types, labels and roles, which need no data.
func TestRecodeSchema(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, scores)
	e := openEngine(t, dir, text.English)
	session := e.Session()
	line := func(s string) {
		t.Helper()
		r := session.Line(context.Background(), s, nil)
		require.Equal(t, engine.ExitOK, r.Exit, "%s: %v", s, r.Problems)
	}
	for _, s := range strings.Split("require no.test.lab as db\ncreate-dataset p\nimport db/ALL as all\nimport db/WHOLE as whole\n"+
		"import db/WORD as word\nimport db/TOWN 2020-01-01 as town\ngenerate yes = whole > 2\ngenerate nothing = .", "\n") {
		line(s)
	}
	variable := func(name string) *check.Variable {
		t.Helper()
		v, ok := session.State().ActiveDataset().Var(name)
		require.True(t, ok, name)
		return v
	}
	before := variable("word").Labels
	line("recode word ('2' = '2' 'Second')('9' = '8' 'Gone' missing)")
	labels := variable("word").Labels
	require.Empty(t, labels.Name, "the list is private")
	second, _ := labels.Find("2")
	require.Equal(t, "Second", second.Label.EN)
	one, _ := labels.Find("1")
	require.Equal(t, "One", one.Label.EN, "other codes keep their labels")
	gone, _ := labels.Find("8")
	require.True(t, gone.Missing)
	old, _ := before.Find("2")
	require.Equal(t, "Two", old.Label.EN, "the list of the register is as it was")

	line("recode whole (2 = 2.5), prefix(d_)")
	require.Equal(t, types.Decimal, variable("d_whole").Kind)
	require.Equal(t, types.Integer, variable("whole").Kind)
	line("recode yes (0 = 7)")
	require.Equal(t, types.Integer, variable("yes").Kind)
	line("recode nothing (missing = 'x')")
	require.Equal(t, types.Text, variable("nothing").Kind)
	line("recode town ('0301' = '1')")
	require.NotNil(t, variable("town").Refers, "a plain key stays one while its type does")
	line("recode town ('1' = 1)(* = 2)")
	require.Nil(t, variable("town").Refers)
	line("recode whole (* = 'a' 'A')")
	require.Equal(t, types.Text, variable("whole").Kind)
	a, _ := variable("whole").Labels.Find("a")
	require.Equal(t, "A", a.Label.EN)
}

// TestRecodeRefusals lists what is refused, and with which code.
func TestRecodeRefusals(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, scores+"variable FATHER PERSON FIXED key:PERSON\n1;2\n")
	e := openEngine(t, dir, text.English)
	for line, code := range map[string]string{
		"recode whole ('1' = 2)":                      "C1302",
		"recode word (1 = '2')":                       "C1301",
		"recode word (1/3 = '2')":                     "C1301",
		"recode word (min = '2')":                     "C1301",
		"recode word ('1'/'3' = '2')":                 "C1303",
		"recode whole (7/2 = 1)":                      "C1304",
		"recode word ('1' = 2)":                       "C1305",
		"recode word ('1' = 2)(* = 3) if all":         "C1305",
		"recode whole (1 = 'x')":                      "C1306",
		"recode whole (1 = 'x')(* = 2)":               "C1307",
		"recode whole ($sym = 2)":                     "C1308",
		"recode father (1 = 2)":                       "C0301",
		"recode PERSONID_1 (1 = 2)":                   "C0301",
		"recode whole (1 = 2), prefix(a)":             "",
		"recode whole (1 = 2), prefix(w)":             "C0207",
		"recode whole (1 = 2), prefix(9)":             "C0111",
		"recode whole nosuch (1 = 2)":                 "C0204",
		"recode whole (1 = 2), prefix(a) generate(b)": "C0104",
	} {
		t.Run(line, func(t *testing.T) {
			file := source.New("x", []byte("require no.test.lab as db\nlet sym = word\ncreate-dataset p\nimport db/ALL as all\nimport db/WHOLE as whole\n"+
				"import db/WORD as word\nimport db/FATHER as father\ngenerate wwhole = 1\n"+line+"\n"))
			r := e.Check(context.Background(), file)
			if code == "" {
				require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
				return
			}
			require.Equal(t, engine.ExitScript, r.Exit)
			require.Equal(t, code, string(r.Problems[0].Code))
		})
	}
}
