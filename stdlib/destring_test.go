package stdlib_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// destrung is what destring makes of single texts: a number, "." for missing, "!" for text
// that is no number.
var destrung = []struct{ text, options, want string }{
	{"12", "", "12"}, {" 12 ", "", "12"}, {"\t12", "", "12"}, {"007", "", "7"}, {"0301", "", "301"}, {"-3", "", "-3"}, {"+3", "", "3"},
	{"1.5", "", "1.5"}, {".5", "", "0.5"}, {"5.", "", "5"}, {"1e3", "", "1000"}, {"0", "", "0"}, {"-0", "", "0"},
	{"1,5", "", "!"}, {"1 000", "", "!"}, {"X", "", "!"}, {"12a", "", "!"}, {"1-2", "", "!"}, {"1.2.3", "", "!"}, {"-", "", "!"}, {".", "", "!"},
	{"0x10", "", "!"}, {"1_000", "", "!"}, {"inf", "", "!"}, {"NaN", "", "!"}, {"1e999", "", "!"}, {"--3", "", "!"}, {"e3", "", "!"}, {"२", "", "!"},
	{"X", "force", "."}, {"1,5", "force", "."}, {"12", "force", "12"}, {"1e999", "force", "."},
	{"1,5", "dpcomma", "1.5"}, {"-,5", "dpcomma", "-0.5"}, {"1.5", "dpcomma", "!"}, {"1.000,5", "dpcomma", "!"}, {"1,2,3", "dpcomma", "!"}, {"12", "dpcomma", "12"},
	{"1 000", "ignore(' ')", "1000"}, {"kr 1000", "ignore('kr')", "1000"}, {"1.000,50", "ignore('.') dpcomma", "1000.5"}, {"1.000,50", "ignore('.,')", "100050"},
	{"12-34", "ignore('-')", "1234"}, {"-3", "ignore('-')", "3"}, {"2%", `ignore("%")`, "2"}, {"--", "ignore('-')", "."}, {"2x", "ignore('y')", "!"},
	{"2x", "ignore('y') force", "."}, {"1,5x", "ignore('x'), dpcomma, force", "1.5"},
}

// TestDestringTexts reads every text above under its options, from the register and from a
// constant of the script.
func TestDestringTexts(t *testing.T) {
	var bank strings.Builder
	bank.WriteString("bank no.test.lab open\n")
	for i, c := range destrung {
		fmt.Fprintf(&bank, "variable V%d PERSON FIXED text\n", i)
		bank.WriteString("1;~" + c.text + "~\n2;~777~\n")
	}
	// The short form of a register trims what stands between semicolons, hence the tildes.
	parsed, err := storetest.Parse(bank.String())
	require.NoError(t, err)
	for _, v := range parsed[0].Variables {
		for i := range v.Rows {
			v.Rows[i].Value = strings.Trim(v.Rows[i].Value, "~")
		}
	}
	dir := t.TempDir()
	storetest.Write(t, dir, parsed[0])
	e := openEngine(t, dir, text.English)
	for i, c := range destrung {
		t.Run(c.text+"/"+c.options, func(t *testing.T) {
			lines := fmt.Sprintf("require no.test.lab as db\ncreate-dataset p\nimport db/V%d as v\ngenerate c = '%s'\ndestring v c", i, c.text)
			if c.options != "" {
				lines += ", " + c.options
			}
			// Person 2 has 777 in the register, and the constant everywhere.
			r, _, wrong := runScript(t, e, lines+"\nkeep if v != 777\nsummarize v c\n")
			if c.want == "!" {
				require.Equal(t, engine.ExitScript, r.Exit, wrong)
				require.Equal(t, "R1041", string(r.Problems[0].Code))
				return
			}
			require.Equal(t, engine.ExitOK, r.Exit, wrong)
			table := r.Document.Blocks[len(r.Document.Blocks)-1].Table
			for _, name := range []string{"v", "c"} {
				mean := value(t, table, name, "mean")
				if c.want == "." {
					require.NotEqual(t, page.Value, mean.State)
					continue
				}
				require.Equal(t, c.want, fmt.Sprint(mean.Value), name)
			}
		})
	}
}

// TestDestringRules goes through commands.md §2: missing and empty stay missing, the result
// is decimal in place or under p+name, all or nothing, text only, labels persist.
func TestDestringRules(t *testing.T) {
	e := ruled(t)
	before := prelude + "import db/WORD as word\n"
	allowed(t, e, before, "destring word\ngenerate x = word / 2\nsummarize x word")
	allowed(t, e, before, "destring word, prefix(n_)\nsummarize n_word\ngenerate x = substr(word, 1, 1)")
	allowed(t, e, before, "destring word sex, prefix('n')\nsummarize nword nsex")
	refusedWith(t, e, before, "destring pay", "C0316")
	refusedWith(t, e, before, "destring word\ndestring word", "C0316")
	refusedWith(t, e, before, "destring died", "C0316")
	refusedWith(t, e, before, "destring family", "C0301")
	refusedWith(t, e, before, "destring word word", "C0116")
	refusedWith(t, e, before, "generate n_word = 1\ndestring word, prefix(n_)", "C0207")
	refusedWith(t, e, before, "destring nosuch, prefix(n_)\nsummarize n_nosuch", "C0204")
	refusedWith(t, e, before, "destring word, prefix('a b')", "C0208")
	refusedWith(t, e, before, "destring word if pay > 3", "C0113")
	refusedWith(t, e, before, "destring word, ignore", "C0108")
	allowed(t, e, before, "generate nothing = .\ndestring nothing\nsummarize nothing")
	allowed(t, e, before, "generate word2 = ''\nreplace word2 = ' 5 ' if sex == '1'\ndestring word2\nsummarize word2")

	// Nothing changes when one of several variables cannot be converted.
	exit, codes := codesAfter(t, e, before, "generate bad = 'x'\ndestring word bad")
	require.Equal(t, engine.ExitScript, exit)
	require.Equal(t, "R1041", string(codes[0]))

	// Labels persist, with codes as numbers, and so do codes that are no variable's value.
	r, shown, wrong := runScript(t, e, before+"destring town\ntabulate town\ndestring sex, prefix(n)\ntabulate nsex\n")
	require.Equal(t, engine.ExitOK, r.Exit, wrong)
	require.Contains(t, shown, "Bergen")
	require.Contains(t, shown, "Woman")
	table := r.Document.Blocks[len(r.Document.Blocks)-1].Table
	require.Equal(t, "1", table.Rows[0].Heads[0].Code)
}
