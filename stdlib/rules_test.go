package stdlib_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// everyKind is a small exact register with units of many types and every kind of variable:
// three families over three generations (10–40), their jobs, courses and vehicles.
const everyKind = `
bank no.test.lab open
variable SEX PERSON FIXED text "Kjønn" "Sex"
code 1 "Mann" "Man"
code 2 "Kvinne" "Woman"
10;1
11;2
20;1
21;2
30;1
31;2
variable BORN PERSON FIXED integer "Født" "Born"
10;193001
11;193202
20;196003
21;196204
30;199005
31;199206
variable PAY PERSON ACCUMULATED integer "Lønn" "Pay"
10;100;2020-01-01;2020-12-31
11;110;2020-01-01;2020-12-31
20;200;2020-01-01;2020-12-31
21;210;2020-01-01;2020-12-31
30;300;2020-01-01;2020-12-31
31;310;2020-01-01;2020-12-31
variable DIED PERSON FIXED date "Død" "Died"
10;2020-05-06
variable WORD PERSON FIXED text "Ord" "Word"
10;12
11; 007
20;1.5
variable FATHER PERSON FIXED key:PERSON "Far" "Father"
20;10
30;20
31;20
variable MOTHER PERSON FIXED key:PERSON "Mor" "Mother"
20;11
30;21
31;21
variable FAMILY PERSON FIXED key:FAMILIE "Familie" "Family"
10;10
11;10
20;20
21;20
30;20
31;31
variable TOWN PERSON STATUS key:KOMMUNE "Kommune" "Municipality"
code 0301 "Oslo" "Oslo"
code 4601 "Bergen" "Bergen"
10;0301;2019-01-01
11;0301;2019-01-01
20;4601;2019-01-01
10;0301;2020-01-01
11;0301;2020-01-01
20;4601;2020-01-01
21;4601;2020-01-01
30;4601;2020-01-01
variable CIVIL PERSON EVENT text "Sivilstand" "Civil status"
code 1 "Ugift" "Unmarried"
code 2 "Gift" "Married"
10;1;1930-01-01;1955-05-31
10;2;1955-06-01;2020-05-06
20;1;1960-03-01;1989-12-31
20;2;1990-01-01;
30;1;1990-05-01;
variable OWNER JOBB FIXED key:PERSON "Eier" "Owner"
100;20
101;20
102;30
variable HOURS JOBB FIXED decimal "Timer" "Hours"
100;30
101;7.5
102;40
variable TAKER KURS FIXED key:PERSON "Deltaker" "Participant"
200;30
201;30
202;31
variable POINTS KURS FIXED integer "Poeng" "Points"
200;10
201;20
202;5
variable KEEPER KJORETOY FIXED key:PERSON "Eier" "Keeper"
300;10
301;21
variable WEIGHT KJORETOY FIXED integer "Vekt" "Weight"
300;900
301;1500
variable AREA KOMMUNE FIXED integer "Areal" "Area"
0301;454
4601;465
`

// ruled opens the register with every kind.
func ruled(t *testing.T) *engine.Engine {
	t.Helper()
	dir := t.TempDir()
	storetest.WriteText(t, dir, everyKind)
	return openEngine(t, dir, text.English)
}

// prelude makes a person dataset with a variable of every kind.
const prelude = `require no.test.lab as db
create-dataset p
import db/SEX as sex
import db/BORN as born
import db/PAY 2020-12-31 as pay
import db/DIED as died
import db/FATHER as father
import db/FAMILY as family
import db/TOWN 2020-01-01 as town
define-labels sexes '1' M '2' W
`

// codesAfter runs lines after a beginning and gives the codes of the errors.
func codesAfter(t *testing.T, e *engine.Engine, before, lines string) (engine.Exit, []diag.Code) {
	t.Helper()
	r, _, wrong := runScript(t, e, before+lines+"\n")
	require.NotEqual(t, engine.ExitInternal, r.Exit, "%s\n%s", lines, wrong)
	var codes []diag.Code
	for _, p := range r.Problems {
		if p.Severity == diag.Error {
			codes = append(codes, p.Code)
		}
	}
	return r.Exit, codes
}

func allowed(t *testing.T, e *engine.Engine, before, lines string) {
	t.Helper()
	exit, codes := codesAfter(t, e, before, lines)
	require.Equal(t, engine.ExitOK, exit, "%s: %v", lines, codes)
}

func refusedWith(t *testing.T, e *engine.Engine, before, lines string, code diag.Code) {
	t.Helper()
	exit, codes := codesAfter(t, e, before, lines)
	require.Equal(t, engine.ExitScript, exit, lines)
	require.Equal(t, []diag.Code{code}, codes, lines)
}

// TestWhatKeysAllow goes through the table of language.md §8.3: a key can group, link, be
// carried, renamed, kept, dropped and copied, and nothing else.
func TestWhatKeysAllow(t *testing.T) {
	e := ruled(t)
	const key = "C0301"
	for _, k := range []string{"father", "family", "PERSONID_1"} {
		stays := k == "PERSONID_1"
		for _, lines := range []string{
			"collapse (mean) pay, by(%s)", "aggregate (mean) pay -> m, by(%s)", "rename %s other", "keep %s pay",
			"clone-variables %s -> other", "clone-variables %s, prefix(k_)",
			"clone-dataset p q\nuse q\nrename pay pay2\nmerge pay2 into p on %s",
		} {
			allowed(t, e, prelude, fmt.Sprintf(lines, k))
		}
		if stays {
			refusedWith(t, e, prelude, "drop "+k, "C0215")
			refusedWith(t, e, prelude, "clone-dataset p q\nmerge "+k+" into q", "C0514")
		} else {
			allowed(t, e, prelude, "drop "+k)
			allowed(t, e, prelude, "create-dataset q\nimport db/SEX as s\nuse p\nmerge "+k+" into q")
		}
		for _, lines := range []string{
			"generate x = %s + 1", "generate x = -%s", "generate x = %s == 1", "keep if %s != 2", "generate x = string(%s)", "generate x = sysmiss(%s)",
			"generate x = inlist(1, %s)", "generate x = rowmissing(%s)", "summarize %s", "tabulate %s", "tabulate sex %s", "tabulate sex, summarize(%s)",
			"recode %s (1 = 2)", "destring %s", "generate x = 1 if %s", "assign-labels %s sexes", "collapse (count) %s -> n, by(sex)",
			"aggregate (min) %s -> n, by(sex)",
		} {
			refusedWith(t, e, prelude, fmt.Sprintf(lines, k), key)
		}
	}
}

// TestRolesOfKeys: copies, renames and merged copies of keys are keys; what is computed is
// not; plain codes are analysed freely, and keep their role while their type stays.
func TestRolesOfKeys(t *testing.T) {
	e := ruled(t)
	for _, lines := range []string{
		"clone-variables father -> copy\ntabulate copy", "rename father copy\ntabulate copy", "clone-variables PERSONID_1 -> copy\ntabulate copy",
		"create-dataset q\nimport db/SEX as s\nuse p\nmerge father into q\nuse q\ntabulate father",
		"collapse (mean) pay, by(family)\ntabulate family",
		"clone-units p u\nuse u\ntabulate PERSONID_1",
	} {
		refusedWith(t, e, prelude, lines, "C0301")
	}
	allowed(t, e, prelude, "tabulate town\ngenerate x = substr(town, 1, 2)\nkeep if town == '4601'\ngenerate y = sysmiss(town)\ntabulate y")
	// The role stays through replace and recode while the type stays …
	for _, change := range []string{"replace town = '0301' if sex == '1'", "recode town ('4601' = '0301')", "clone-variables town -> t2\ndrop town\nrename t2 town"} {
		allowed(t, e, prelude, change+"\ncollapse (mean) pay, by(town)\nimport db/AREA as area\nsummarize area")
	}
	// … and is gone when it changes, and with generate.
	for _, change := range []string{"destring town", "generate t2 = town\ndrop town\nrename t2 town"} {
		exit, codes := codesAfter(t, e, prelude, change+"\ncollapse (mean) pay, by(town)\nimport db/AREA as area")
		require.Equal(t, engine.ExitScript, exit)
		require.Equal(t, []diag.Code{"C0401"}, codes, change)
	}
	// As an identifier a plain code may be analysed, and not changed.
	allowed(t, e, prelude, "collapse (mean) pay, by(town)\ntabulate town\nkeep if town == '0301'")
	refusedWith(t, e, prelude, "collapse (mean) pay, by(town)\nreplace town = '0301'", "C0217")
}

// TestUnitTypes: the first import decides, another unit type is refused with the way over,
// and collapse by a reference makes the unit it refers to.
func TestUnitTypes(t *testing.T) {
	e := ruled(t)
	for _, lines := range []string{"import db/HOURS as hours", "import db/POINTS as points", "import db/WEIGHT as weight"} {
		refusedWith(t, e, prelude, lines, "C0401")
	}
	refusedWith(t, e, prelude, "import db/AREA as area", "C0413") // from below: a merge on the town, not a collapse
	jobs := "require no.test.lab as db\ncreate-dataset j\nimport db/OWNER as owner\nimport db/HOURS as hours\n"
	refusedWith(t, e, jobs, "import db/SEX as sex", "C0413")
	// Collapsed by an owner the jobs are persons: person variables can be imported, and a
	// merge needs no on.
	allowed(t, e, jobs, "collapse (sum) hours, by(owner)\nimport db/SEX as sex\ntabulate sex\n"+
		"create-dataset p\nimport db/BORN as born\nuse j\nmerge hours into p\nuse p\nsummarize hours")
	// The by-variable's name is the key's, and PERSONID_1 an alias of it.
	for _, name := range []string{"owner", "PERSONID_1"} {
		allowed(t, e, jobs, "collapse (sum) hours, by(owner)\nclone-dataset j k\nrename hours h\nmerge h into k on "+name)
	}
	// Two ad-hoc units are the same when name and type agree.
	allowed(t, e, prelude, "clone-dataset p q\ncollapse (mean) pay -> m, by(sex)\nuse q\ncollapse (sum) pay -> s, by(sex)\nuse p\nmerge m into q")
	exit, codes := codesAfter(t, e, prelude, "clone-dataset p q\ncollapse (mean) pay -> m, by(sex)\nuse q\ncollapse (sum) pay -> s, by(born)\nuse p\nmerge m into q")
	require.Equal(t, engine.ExitScript, exit)
	require.Equal(t, []diag.Code{"C0511"}, codes)
}

// beginnings make the active dataset of every kind, after the lines of prelude.
var beginnings = []struct{ kind, lines string }{
	{"none", "delete-dataset p\n"},
	{"empty", "create-dataset q\n"},
	{"units only", "clone-units p q\nuse q\n"},
	{"cross-section", "clone-dataset p q\nuse q\n"},
	{"event", "create-dataset q\nimport-event db/CIVIL 1900-01-01 to 2020-12-31 as civil\n"},
	{"panel", "create-dataset q\nimport-panel db/TOWN db/SEX 2019-01-01 2020-01-01\n"},
}

// onKinds are commands and what each kind of dataset makes of them, in the order of
// beginnings: empty for allowed, else the code. The column names exist in the dataset where
// it can have any.
var onKinds = []struct {
	name, lines string
	codes       [6]string
}{
	{"import of a fixed variable", "import db/BORN as b", [6]string{"C0201", "", "", "", "C0407", ""}},
	{"import at a date", "import db/PAY 2020-12-31 as b", [6]string{"C0201", "", "", "", "C0407", "C0408"}},
	{"import with outer_join", "import db/BORN as b, outer_join", [6]string{"C0201", "", "", "", "C0407", "C0422"}},
	{"import with inner_join", "import db/BORN as b, inner_join", [6]string{"C0201", "", "", "", "C0407", ""}},
	{"import-event", "import-event db/CIVIL 2000-01-01 to 2020-12-31", [6]string{"C0201", "", "", "C0214", "C0214", "C0214"}},
	{"import-panel", "import-panel db/PAY 2020-12-31", [6]string{"C0201", "", "", "C0214", "C0214", "C0214"}},
	{"generate", "generate z = 1", [6]string{"C0201", "C0211", "", "", "", ""}},
	{"keep if", "keep if 1 == 1", [6]string{"C0201", "C0211", "", "", "", ""}},
	{"sample", "sample 0.5 7", [6]string{"C0201", "C0211", "", "", "", ""}},
	{"clone-units", "clone-units q r", [6]string{"C0202", "C0211", "", "", "", ""}},
	{"clone-dataset", "clone-dataset q r", [6]string{"C0202", "", "", "", "", ""}},
	{"rename-dataset", "rename-dataset q r\nuse r", [6]string{"C0202", "", "", "", "", ""}},
	{"reshape-from-panel", "reshape-from-panel", [6]string{"C0201", "C0211", "C0212", "C0212", "C0212", ""}},
	{"reshape-to-panel", "clone-variables PERSONID_1 -> x1\nreshape-to-panel x", [6]string{"C0201", "C0211", "", "", "C0213", "C0213"}},
	{"summarize-panel", "generate z = 1\nsummarize-panel z", [6]string{"C0201", "C0211", "C0212", "C0212", "C0212", ""}},
	{"collapse", "generate z = 1\ncollapse (count) z, by(PERSONID_1)", [6]string{"C0201", "C0211", "", "", "", ""}},
	{"aggregate", "generate z = 1\naggregate (count) z -> n, by(PERSONID_1)", [6]string{"C0201", "C0211", "", "", "", ""}},
	{"merge from", "generate z = 1\nmerge z into p", [6]string{"C0201", "C0211", "", "", "C0515", "C0515"}},
	{"merge into", "use p\nrename pay pay2\nmerge pay2 into q", [6]string{"C0202", "C0518", "", "", "", ""}},
	{"values_from", "use p\nimport db/BORN as b, values_from(q)", [6]string{"C0202", "C0211", "", "", "", ""}},
}

// TestKindsOfDatasets tries every command on every kind of dataset.
func TestKindsOfDatasets(t *testing.T) {
	e := ruled(t)
	for _, c := range onKinds {
		if c.name == "summarize-panel" && !isCommand(c.name) {
			continue
		}
		for i, b := range beginnings {
			before := prelude + b.lines
			if b.kind == "none" && strings.Contains(c.lines, "use p") {
				before = prelude // the source is there, and q is not
			}
			t.Run(c.name+"/"+b.kind, func(t *testing.T) {
				exit, codes := codesAfter(t, e, before, c.lines)
				if c.codes[i] == "" {
					require.Equal(t, engine.ExitOK, exit, "%v", codes)
					return
				}
				require.Equal(t, engine.ExitScript, exit)
				require.Equal(t, diag.Code(c.codes[i]), codes[0])
			})
		}
	}
}
