package stdlib_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/engine"
)

// positions are lines with bindings in every position of language.md §7.2, and the same
// lines written plainly. Bindings: s is the symbol pay, t the text 'pay', y the number 2020,
// d a date, n7 the symbol sex.
var positions = []struct{ name, bound, plain string }{
	{"import alias", "import db/BORN as b ++ $y", "import db/BORN as b2020"},
	{"import alias, several", "import db/BORN as b ++ $y - 2000 ++ \"_x\"\nsummarize b20_x", "import db/BORN as b20_x\nsummarize b20_x"},
	{"import date", "import db/PAY date_fmt($y, 12, 31) as q", "import db/PAY 2020-12-31 as q"},
	{"import date, binding", "import db/PAY $d as q", "import db/PAY 2020-12-31 as q"},
	{"import date, text", "import db/PAY '2020-12-31' as q", "import db/PAY 2020-12-31 as q"},
	{"import date, to_str", "import db/PAY to_str($y) ++ '-12-31' as q", "import db/PAY 2020-12-31 as q"},
	{"import event alias and bounds", "create-dataset e\nimport-event db/CIVIL date_fmt($y - 20) to date_fmt($y, 12, 31) as c ++ $y\nkeep if STOP@c2020 > 0",
		"create-dataset e\nimport-event db/CIVIL 2000-01-01 to 2020-12-31 as c2020\nkeep if STOP@c2020 > 0"},
	{"import panel dates", "create-dataset e\nimport-panel db/TOWN date_fmt($y - 1) $f\ntabulate TOWN\ngenerate one = 1", "create-dataset e\nimport-panel db/TOWN 2019-01-01 2020-01-01\ntabulate TOWN\ngenerate one = 1"},
	{"generate target", "generate g ++ $y = 1\nsummarize g2020", "generate g2020 = 1\nsummarize g2020"},
	{"replace target", "replace $s = 1", "replace pay = 1"},
	{"expression, symbol", "generate g = $s + 1", "generate g = pay + 1"},
	{"expression, concatenation", "generate g = pa ++ y > 120", "generate g = pay > 120"},
	{"expression, number", "generate g = pay + $y", "generate g = pay + 2020"},
	{"expression, text", "generate g = sex == $one", "generate g = sex == '1'"},
	{"expression, to_symbol", "generate g = to_symbol('pay') + 1", "generate g = pay + 1"},
	{"expression, to_int", "generate g = pay + to_int('12')", "generate g = pay + 12"},
	{"expression, to_str", "generate g = sex == to_str(1)", "generate g = sex == '1'"},
	{"expression, bind", "generate g = pay + bind(y)", "generate g = pay + 2020"},
	{"expression, bind of a built name", "generate g = bind(n ++ 7) == '1'", "generate g = sex == '1'"},
	{"expression, date_fmt", "generate g = date_fmt($y, 5) == '2020-05-01'", "generate g = '2020-05-01' == '2020-05-01'"},
	{"function argument", "generate g = substr(se ++ x, 1, $one1)", "generate g = substr(sex, 1, 1)"},
	{"condition", "keep if $s > $y - 1900", "keep if pay > 120"},
	{"keep list", "keep $s se ++ x\nsummarize", "keep pay sex\nsummarize"},
	{"drop list", "drop bo ++ rn to_symbol('died')\nsummarize", "drop born died\nsummarize"},
	{"tabulate list", "tabulate se ++ x $n7x", "tabulate sex town"},
	{"collapse source, target and by", "collapse (mean) $s -> m ++ $y, by(fam ++ ily)\nsummarize m2020", "collapse (mean) pay -> m2020, by(family)\nsummarize m2020"},
	{"aggregate source, target and by", "aggregate (mean) $t -> m ++ $y, by($n7)\nsummarize m2020", "aggregate (mean) pay -> m2020, by(sex)\nsummarize m2020"},
	{"merge list, target and on", "clone-dataset p q\nrename pay pay2\nmerge pay ++ 2 into $q on fam ++ ily\nuse q\nsummarize", "clone-dataset p q\nrename pay pay2\nmerge pay2 into q on family\nuse q\nsummarize"},
	{"datasets", "create-dataset w ++ $y\nuse p\nrename-dataset w ++ $y v ++ $y\nclone-dataset p c ++ $y\nclone-units $p u ++ $y\nuse c ++ $y\ndelete-dataset v ++ $y\nsummarize",
		"create-dataset w2020\nuse p\nrename-dataset w2020 v2020\nclone-dataset p c2020\nclone-units p u2020\nuse c2020\ndelete-dataset v2020\nsummarize"},
	{"rename", "rename $s p ++ $y\nsummarize p2020", "rename pay p2020\nsummarize p2020"},
	{"clone-variables", "clone-variables $s -> p ++ $y se ++ x, prefix($n7)\nsummarize p2020\ntabulate sexsex", "clone-variables pay -> p2020 sex, prefix(sex)\nsummarize p2020\ntabulate sexsex"},
	{"recode variable and values", "recode $n7 ($one = '9') ('2' = $one)\ntabulate sex", "recode sex ('1' = '9') ('2' = '1')\ntabulate sex"},
	{"recode bounds", "recode $s (min/$one1 = 0) (200/$y = -$one1)\nsummarize pay", "recode pay (min/1 = 0) (200/2020 = -1)\nsummarize pay"},
	{"destring", "destring $n7, prefix(n)\nsummarize nsex", "destring sex, prefix(n)\nsummarize nsex"},
	{"assign-labels", "assign-labels $n7 sex ++ es\ntabulate sex", "assign-labels sex sexes\ntabulate sex"},
	{"drop-labels", "assign-labels sex sexes\ndrop-labels $sx\ntabulate sex", "assign-labels sex sexes\ndrop-labels sexes\ntabulate sex"},
	{"define-labels", "define-labels l ++ $y $one Mann '2' Kvinne\nassign-labels sex l2020\ntabulate sex", "define-labels l2020 '1' Mann '2' Kvinne\nassign-labels sex l2020\ntabulate sex"},
	{"list-labels", "list-labels $sx\nlist-labels db/TOWN date_fmt($y)", "list-labels sexes\nlist-labels db/TOWN 2020-01-01"},
	{"sample", "sample to_int('5000') $y", "sample 5000 2020"},
	{"option names", "tabulate sex, summarize($s) mean", "tabulate sex, summarize(pay) mean"},
	{"option numbers", "tabulate town, rowsort() top($one1)", "tabulate town, rowsort() top(1)"},
	{"option datasets", "clone-dataset p q\nimport db/SEX as s2, values_from($q) values($one)\ntabulate s2", "clone-dataset p q\nimport db/SEX as s2, values_from(q) values('1')\ntabulate s2"},
	{"compound names", "create-dataset e\nimport-event db/CIVIL 2000-01-01 to 2020-12-31 as civil\nreplace STOP@$cv = START@$cv if sysmiss(STOP@civil)\nsummarize STOP@$cv START@civ ++ il",
		"create-dataset e\nimport-event db/CIVIL 2000-01-01 to 2020-12-31 as civil\nreplace STOP@civil = START@civil if sysmiss(STOP@civil)\nsummarize STOP@civil START@civil"},
	{"loop", "for v, i in pay born, $one1 2\n  generate n ++ $i = $v / $i\nend\nsummarize n1 n2", "generate n1 = pay / 1\ngenerate n2 = born / 2\nsummarize n1 n2"},
	{"let of let", "let z = k ++ $y\nlet z = to_symbol(to_str($z))\ngenerate $z = 1\nsummarize k2020", "generate k2020 = 1\nsummarize k2020"},
}

const bound = `let s = pay
let t = 'pay'
let y = 2020
let d = '2020-12-31'
let f = date_fmt(2020)
let one = '1'
let one1 = 1
let n7 = sex
let n7x = town
let p = p
let q = q
let sx = sexes
let cv = civil
`

// TestBindingsInEveryPosition runs each pair: both show the same.
func TestBindingsInEveryPosition(t *testing.T) {
	e := ruled(t)
	for _, c := range positions {
		t.Run(c.name, func(t *testing.T) {
			first, _, wrong := runScript(t, e, prelude+bound+c.bound+"\nsummarize\n")
			require.Equal(t, engine.ExitOK, first.Exit, wrong)
			second, _, wrong := runScript(t, e, prelude+bound+c.plain+"\nsummarize\n")
			require.Equal(t, engine.ExitOK, second.Exit, wrong)
			shown := func(r engine.Result) (out []any) {
				for _, b := range r.Document.Blocks {
					if b.Command != "let" {
						out = append(out, b.Text, b.Table, b.Notes)
					}
				}
				return out
			}
			require.Equal(t, shown(second), shown(first))
		})
	}
}

// TestBindingsThatDoNotFit: what a position cannot take.
func TestBindingsThatDoNotFit(t *testing.T) {
	e := ruled(t)
	for lines, code := range map[string]diag.Code{
		"generate $y = 1":                          "X0002",
		"generate a ++ 'b c' = 1":                  "X0003",
		"let z = to_symbol('1a')":                  "X0003",
		"let z = to_int('1a')":                     "",
		"let z = to_int('x')":                      "",
		"let z = bind(nosuch)":                     "X0001",
		"let z = date_fmt(2020, 2, 30)":            "",
		"let z = date_fmt(2020, 13)":               "",
		"let z = $nosuch":                          "X0001",
		"import db/PAY $y as q":                    "X0014",
		"import db/PAY date_fmt($y, 2, 30) as q":   "",
		"sample $t 1":                              "C0119",
		"generate g = pa ++ y + 1":                 "X0004",
		"generate g = bind(s)\ngenerate h = '$s'":  "*",
		"generate g = to_str(pay)\nkeep if g == 1": "C0303",
	} {
		exit, codes := codesAfter(t, e, prelude+bound, lines)
		if code == "*" {
			require.Equal(t, engine.ExitOK, exit, "%s %v", lines, codes)
			continue
		}
		require.Equal(t, engine.ExitScript, exit, lines)
		if code != "" {
			require.Equal(t, code, codes[0], lines)
		}
	}
}
