package stdlib_test

import (
	"context"
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// pieces of random programs: V a variable, C a condition, X an expression, D a dataset, N a
// new name, B a by-variable.
var (
	randomLines = []string{
		"generate N = X", "generate N = X if C", "replace V = X", "replace V = X if C", "keep if C", "drop if C",
		"keep V V", "drop V", "rename V N", "summarize", "summarize V", "summarize V if C", "summarize, gini iqr",
		"tabulate V", "tabulate V V, rowpct colpct", "tabulate V V V, missing", "tabulate V, summarize(V) mean p50 sum std",
		"tabulate V V, chi2", "tabulate V if C, missing nolabels", "tabulate V, rowsort() top(2)",
		"recode V (1 = 2)(3/max = 9 'x' missing)", "recode V ('1' = '2')", "recode V (* = 1)", "recode V (missing = 0) if C",
		"recode V (nonmissing = 1), prefix(N)", "collapse (mean) V -> N (count) V -> N, by(B)",
		"collapse (sum) V (max) V (sd) V -> N, by(B)", "collapse (gini) V -> N (iqr) V -> N (median) V -> N (percent) V -> N, by(B)",
		"aggregate (mean) V -> N (min) V -> N, by(B)", "aggregate (count) V -> N (sum) V -> N, by(B)", "sample 0.5 3", "sample 4 9", "sample 1500 2",
		"clone-dataset D D", "use D", "merge V into D", "merge V V into D on B", "create-dataset D", "delete-dataset D",
		"destring V", "destring V, force prefix(N)", "import db/PAY as N", "import db/PAY as N, outer_join", "import db/WORD as N",
		"define-labels N 1 one 2 two", "assign-labels V N", "for N in 1 : 2\n  generate N = X\nend", "clear", "let N = 4",
	}
	randomTokens = map[byte][]string{
		'V': {"rank", "pay", "word", "sex", "a", "b", "c", "group", "family", "PERSONID_1", "employer"},
		'C': {"rank > 3", "pay >= 300", "word == '2'", "a", "!b", "sysmiss(pay)", "rank > 3 & pay < 900 | a == 1", "1", "rank < 0", "group == 1", "c != 2", "inlist(word, '1', 'x')", "rank > 9999", "rank > 1500", "pay > 1400",
			"rank <= 2000", "sex == '1'", "group < 20"},
		'X': {"1", "rank + pay", "rank / 2", ".", "'2'", "word", "pay > 3", "int(pay / 100)", "a * b", "-c", "pay / 0", "rank ^ 2", "group", "substr(word, 1, 1)", "quantile(pay, 4)",
			"rowmean(rank, pay)", "inrange(rank, 2, 4)", "date(2020, group, 1)", "word ++ 'x'", "ln(pay)", "rowmax(a, b)", "lower(word)"},
		'D': {"people", "d", "e"},
		'N': {"a", "b", "c", "d1", "d2"},
		'B': {"family", "group", "word", "rank", "PERSONID_1", "a", "sex", "employer"},
	}
)

// randomScript makes a program that the checker accepts: lines it refuses are left out.
func randomScript(e *engine.Engine, r *rand.Rand) string {
	script := "require no.test.lab as db\ncreate-dataset people\nimport db/RANK as rank\nimport db/PAY as pay\nimport db/WORD as word\n" +
		"import db/SEX as sex\nimport db/GROUP as group\nimport db/FAMILY as family\nimport db/EMPLOYER as employer\n"
	for range 4 + r.Intn(12) {
		longer := script + randomLine(r) + "\n"
		if e.Check(context.Background(), source.New("random", []byte(longer))).Exit == engine.ExitOK {
			script = longer
		}
	}
	return script
}

// randomLine fills in a template.
func randomLine(r *rand.Rand) string {
	var out strings.Builder
	line := randomLines[r.Intn(len(randomLines))]
	for i := range len(line) {
		alone := (i == 0 || !letter(line[i-1])) && (i+1 == len(line) || !letter(line[i+1]))
		if list := randomTokens[line[i]]; list != nil && alone {
			out.WriteString(list[r.Intn(len(list))])
		} else {
			out.WriteByte(line[i])
		}
	}
	return out.String()
}

func letter(c byte) bool { return c == '_' || c == '/' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// few is the people of people_test.go in small, exact.
const few = `bank no.test.lab open
variable RANK PERSON FIXED integer
1;1
2;2
3;3
4;4
5;5
6;6
variable PAY PERSON FIXED integer
1;300
2;-5
3;900
4;300
7;1
variable WORD PERSON FIXED text
code 1 "En" "One"
1;1
2;2
3;2
4;x
variable SEX PERSON FIXED text
1;1
2;2
3;1
5;2
variable GROUP PERSON FIXED integer
1;1
2;1
3;2
4;2
5;3
variable FAMILY PERSON FIXED key:FAMILIE
1;1
2;1
3;3
4;3
5;3
variable EMPLOYER PERSON FIXED key:FORETAK
1;900
2;900
3;901
`

// TestRandomPrograms runs programs that make little sense: whatever is wrong is said by the
// checker, a guard or the data, never found out by a kernel.
func TestRandomPrograms(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, few)
	for name, e := range map[string]*engine.Engine{"exact": openEngine(t, dir, text.English), "protected": townEngine(t)} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewSource(4711))
			right, whole := 0, 0
			for range randomPrograms {
				script := randomScript(e, r)
				got := e.Run(context.Background(), source.New("random", []byte(script)), nil)
				require.NotEqual(t, engine.ExitInternal, got.Exit, "%v\n%s", got.Cause, script)
				require.NotEqual(t, engine.ExitStore, got.Exit, "%v\n%s", got.Problems, script)
				if got.Exit == engine.ExitOK || got.Exit == engine.ExitGuard {
					right++
				}
				if got.Exit == engine.ExitOK {
					whole++
				}
			}
			t.Log(right, "right,", whole, "to the end")
			require.Greater(t, right, randomPrograms*9/10)
			require.Greater(t, whole, randomPrograms/10)
		})
	}
}

// randomPrograms is how many programs are tried on each register.
const randomPrograms = 150
