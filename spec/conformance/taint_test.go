package conformance

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
)

// probes are scripts in which every command and every way to show something meets the
// canaries. Some of them are refused: what they say then is looked at too.
var probes = []string{
	"tabulate wealth\ntabulate score sex\ntabulate sex score place\ntabulate remark\ntabulate remark sex, missing flatten",
	"tabulate wealth, rowsort() top(5)\ntabulate wealth, bottom(3)\ntabulate sex wealth, colsort()\ntabulate score if rank < 30, cellpct",
	"tabulate place sex, freq rowpct colpct cellpct chi2\ntabulate place if rank < 40\ntabulate place sex if rank < 12",
	"tabulate sex place, summarize(wealth score) mean std sum p25 p50 p75 gini iqr",
	"tabulate place if rank < 12, summarize(wealth) mean sum p50\nsummarize, gini iqr\nsummarize wealth score if rank < 30\nsummarize wealth if rank == 5",
	"generate high = int(wealth / 1000000)\ngenerate low = wealth - high * 1000000\ntabulate high\ntabulate low\ntabulate high sex low",
	"generate s = string(wealth)\ngenerate half = substr(s, 7, 6)\ntabulate s\ntabulate half sex\ndestring s\ntabulate s",
	"generate w = remark\nreplace w = 'alpha' if rank > 2000\ntabulate w\nrecode w ('alpha' = 'a' 'Alpha')\ntabulate w\ngenerate part = substr(w, 1, 12)\ntabulate part",
	"collapse (count) rank -> n (mean) score, by(remark)\ntabulate remark\ntabulate n\nsummarize n score",
	"collapse (count) rank -> n (max) score -> top, by(wealth)\ntabulate wealth\nsummarize wealth top\ntabulate top",
	"collapse (min) wealth -> least (max) wealth -> most (sum) score -> all, by(place)\ntabulate least\ntabulate most\ntabulate all\nsummarize",
	"generate one = 1\naggregate (max) wealth -> top (min) wealth -> bottom (median) score -> mid, by(one)\ntabulate top\ntabulate bottom\ntabulate mid",
	"aggregate (max) wealth -> top (sum) score -> all (count) rank -> n, by(remark)\ntabulate top\ntabulate all\ntabulate n",
	"import db/FAMILY as family\naggregate (max) wealth -> top (mean) score -> m, by(family)\ntabulate top\ntabulate m\nsummarize top m\ntabulate family",
	"import db/FAMILY as family\ncollapse (sum) wealth -> total (max) score -> top, by(family)\nsummarize\ntabulate total\ntabulate top",
	"generate q = quantile(wealth, 10)\ntabulate q, summarize(wealth) p50 mean\ngenerate z = wealth * (rank == 7)\nsummarize z\ntabulate sex, summarize(z) sum mean",
	"recode wealth (min/600000100000 = 1 'low')(600000100001/max = 2 'high'), prefix(c)\ntabulate cwealth",
	"recode wealth (600000000000/600000063800 = 1)\ntabulate wealth",
	"replace wealth = 1 if rank == 17", "generate x = 1 if rank < 12", "keep if rank < 30", "drop if rank < 2390", "sample 2399 4",
	"sample 0.6 4\ntabulate wealth\nsummarize score", "destring remark", "destring remark, force\nsummarize remark",
	"clone-dataset people two\nuse two\nrename wealth riches\nmerge riches into people\nuse people\ntabulate riches",
	"clone-dataset people two\nreplace rank = 7 if rank < 100\nmerge score into two on rank",
	"create-dataset jobs\nimport db/HOURS as hours\ntabulate hours\nsummarize hours, gini\nimport db/OWNER as owner\ncollapse (sum) hours -> h (max) hours -> most, by(owner)\ntabulate h\nsummarize h most",
	"define-labels l 600000063731 'known'\nassign-labels wealth l\nlist-labels wealth\ntabulate wealth",
	"keep if wealth == 600000063731", "generate y = ln(rank - 5)\nsummarize y\ntabulate y", "generate y = wealth / (rank - 5)\ntabulate y",
	"tabulate wealth rank", "import db/RANK as again, outer_join\ntabulate again", "let x = 5\nfor i in 1 : 3\ngenerate r$i = score * $i\ntabulate r$i\nend",
}

// canary is what only the data of single persons look like, in any notation of an output.
var canary = regexp.MustCompile(`[0-9]{12,}|[0-9]+\.[0-9]{6,}|qvx[0-9]*`)

// canaries are the ids and values of single persons.
func canaries() map[string]bool {
	out := map[string]bool{}
	for k := range inhabitants {
		out[personID(k)] = true
		out[strconv.FormatInt(personWealth(k), 10)] = true
		out[strings.TrimRight(personScore(k), "0")] = true
		for j := range 3 {
			out[personID(k)+strconv.Itoa(j)] = true
		}
	}
	return out
}

// told are the canaries in an output, but for numbers that the script itself holds.
func told(known map[string]bool, output, script string) (out []string) {
	plain := strings.NewReplacer(page.ThinSpace, "", "\u00a0", "", "&#8239;", "").Replace(output)
	for _, word := range canary.FindAllString(plain, -1) {
		if (known[word] || strings.HasPrefix(word, "qvx")) && !strings.Contains(script, word) {
			out = append(out, word)
		}
	}
	return out
}

func TestNoValueOfOnePersonIsTold(t *testing.T) {
	known := canaries()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("MDSCRIPT_CACHE", filepath.Join(temp, "unused"))
	m := openTown(t, plainTown().write(t), setting{threads: 2})
	refused := 0
	for _, p := range probes {
		script := linked + p + "\n"
		output := m.everything(t, script)
		require.NotContains(t, output, "exit 5", p)
		require.Empty(t, told(known, output, script), p)
		if !strings.HasSuffix(output, "exit 0\n") {
			refused++
		}
	}
	require.Less(t, refused, len(probes)/2, "most probes must reach their output")
	names, content := files(t, m.cache)
	require.NotEmpty(t, names)
	for _, name := range names {
		require.Empty(t, told(known, name, ""), "file name")
		info, err := os.Stat(filepath.Dir(name))
		require.NoError(t, err)
		if runtime.GOOS != "windows" {
			require.Zero(t, info.Mode().Perm()&0o077, "others must not look into %s", filepath.Dir(name))
		}
		if strings.Contains(name, "keys~") {
			require.Empty(t, told(known, string(content[name]), ""), "key cache")
		}
		for _, kind := range []string{"result", "session", "page", "plan"} {
			require.NotContains(t, filepath.Base(name), kind, "only hot files and keys are kept")
		}
	}
	left, _ := filepath.Glob(filepath.Join(temp, "mdscript*"))
	require.Empty(t, left, "nothing stays in the temporary folder")
}

// The test above is blind unless it finds what profile open does show.
func TestCanariesAreFoundWhereNothingIsProtected(t *testing.T) {
	known := canaries()
	town := plainTown()
	town.profile = "open"
	m := openTown(t, town.write(t), setting{})
	for _, p := range []string{"tabulate wealth", "tabulate score", "tabulate remark", "collapse (max) wealth -> top, by(place)\ntabulate top"} {
		require.NotEmpty(t, told(known, m.everything(t, linked+p+"\n"), ""), p)
	}
}

// cells are the cells of the tables of a script: "table/row codes/column" → what it shows.
func (m machine) cells(t *testing.T, script string) map[string]string {
	t.Helper()
	r := m.Run(context.Background(), source.New("script", []byte(script)), nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v %v", r.Problems, r.Cause)
	out := map[string]string{}
	n := 0
	for _, b := range r.Document.Blocks {
		if b.Kind != page.KindTable {
			continue
		}
		for _, row := range b.Table.Rows {
			var codes []string
			for _, h := range row.Heads {
				codes = append(codes, h.Code)
			}
			for c, cell := range row.Cells {
				out[fmt.Sprintf("%d/%s/%s", n, strings.Join(codes, " "), b.Table.Columns[c].Name)] = cell.Format()
			}
		}
		n++
	}
	require.NotEmpty(t, out)
	return out
}

// shape is a script whose tables are compared across registers, machines and keys.
const shape = linked + `tabulate place sex
tabulate place sex, summarize(wealth) p50
tabulate place, summarize(score) mean std sum
summarize wealth score, gini iqr
generate third = quantile(score, 3)
tabulate third sex, freq cellpct chi2
keep if rank < 2200
sample 0.8 11
tabulate place sex
collapse (count) rank -> n (median) score -> m, by(place)
summarize n m
create-dataset jobs
import db/HOURS as hours
summarize hours
sample 0.9 3
summarize hours
`

// One person more changes no count and no median of the sets the person is not in.
func TestTwinsDifferWhereTheyMay(t *testing.T) {
	const who = 137
	sex, place := 1+who*7/5%2, 1+who%7
	full, twin := plainTown(), plainTown()
	twin.without = who
	const script = linked + "tabulate place sex\ntabulate place sex, summarize(score) p50"
	a := openTown(t, full.write(t), setting{}).cells(t, script)
	b := openTown(t, twin.write(t), setting{}).cells(t, script)
	require.Len(t, b, len(a))
	differ := 0
	for at, shown := range a {
		parts := strings.Split(at, "/")
		holds := (parts[1] == strconv.Itoa(place) || parts[1] == "") &&
			(strings.HasPrefix(parts[2], strconv.Itoa(sex)+".") || strings.HasPrefix(parts[2], "total"))
		if shown != b[at] {
			differ++
			require.True(t, holds, "%s shows %s and %s", at, shown, b[at])
		}
	}
	require.NotZero(t, differ, "the noise of a set with one more is another")
}

func TestRowOrderAndThreadsChangeNoByte(t *testing.T) {
	want, _ := openTown(t, plainTown().write(t), setting{threads: 1}).released(t, shape)
	for _, threads := range []int{2, 8} {
		got, _ := openTown(t, plainTown().write(t), setting{threads: threads}).released(t, shape)
		require.Equal(t, want, got, "%d threads", threads)
	}
	for name, order := range map[string][]int{"backwards": nil, "shuffled": rand.New(rand.NewSource(5)).Perm(inhabitants)} {
		town := plainTown()
		town.order = func(i int) int {
			if order == nil {
				return inhabitants - 1 - i
			}
			return order[i]
		}
		got, _ := openTown(t, town.write(t), setting{threads: 2}).released(t, shape)
		require.Equal(t, want, got, name)
	}
}

// secret gives a ring made of one byte.
func secret(t *testing.T, b byte) func(disclosure.Policy) (disclosure.Ring, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(path, []byte(strings.Repeat(string(rune(b)), 32)), 0o600))
	return func(disclosure.Policy) (disclosure.Ring, error) { return disclosure.RingFromFile(path) }
}

// Another secret moves counts within their bound, and decisions only near their limits.
func TestAnotherSecretMovesCountsAndNothingElse(t *testing.T) {
	dir := plainTown().write(t)
	truth := map[string]int{}
	for k := range inhabitants {
		truth[fmt.Sprintf("0/%d/%d.freq", 1+k%7, 1+k*7/5%2)]++
	}
	var seen []map[string]string
	for _, b := range []byte{'a', 'b'} {
		m := openTown(t, dir, setting{ring: secret(t, b)})
		shown := m.cells(t, linked+"tabulate place sex")
		for at, n := range truth {
			got, err := strconv.Atoi(shown[at])
			require.NoError(t, err, "%s %v", at, shown)
			require.InDelta(t, n, got, 5, at)
		}
		seen = append(seen, shown)
		for n, fails := range map[int]bool{994: true, 1006: false} {
			_, r := m.released(t, linked+fmt.Sprintf("keep if rank < %d", n))
			require.Equal(t, fails, r.Exit == engine.ExitGuard, n)
		}
		for n, fails := range map[int]bool{0: false, 5: true, 16: false, inhabitants - 16: false, inhabitants - 5: true, inhabitants: false} {
			_, r := m.released(t, linked+fmt.Sprintf("generate x = 1 if rank < %d", n))
			if n != 5 && n != inhabitants-5 { // five may be shown as none
				require.Equal(t, fails, r.Exit == engine.ExitGuard, n)
			}
		}
	}
	require.NotEqual(t, seen[0], seen[1])
}

// The same set has the same numbers, whatever it is called and wherever it was read.
func TestClonesRenamesAndVersionsShowTheSame(t *testing.T) {
	town := plainTown()
	town.versions = []string{"30.0.0.0", "1.0.0.0"}
	m := openTown(t, town.write(t), setting{})
	const tables = "tabulate place sex\ntabulate place, summarize(score) mean sum p50\n"
	want := m.cells(t, linked+tables)
	for name, script := range map[string]string{
		"clone":     linked + "clone-dataset people two\nuse two\n" + tables,
		"rename":    linked + "rename score old\ngenerate x = 5\nrename old score\n" + tables,
		"scale":     linked + "generate twice = score * 2\nreplace score = twice / 2\n" + tables,
		"merge":     linked + "clone-dataset people two\ndrop score\nuse two\nmerge score into people\nuse people\n" + tables,
		"version 1": strings.Replace(linked, "town as", "town:1 as", 1) + tables,
		"both":      strings.Replace(linked, "create-dataset", "require no.test.town:1 as old\ncreate-dataset", 1) + "drop score\nimport old/SCORE as score\n" + tables,
		"narrowed":  linked + "keep if rank >= 0\ndrop if rank > 99999\n" + tables,
		"recoded":   linked + "recode place ('1' = '1')\n" + tables,
	} {
		require.Equal(t, want, m.cells(t, script), name)
	}
}

// Whoever sees a count knows the decision: refusals tell nothing more.
func TestRefusalsFollowShownCounts(t *testing.T) {
	m := openTown(t, plainTown().write(t), setting{})
	count := func(condition string) int {
		shown := m.cells(t, linked+"generate one = 1\ntabulate one if "+condition)
		n, _ := strconv.Atoi(strings.ReplaceAll(shown["0//freq"], page.ThinSpace, ""))
		return n
	}
	refused := func(line string) bool {
		_, r := m.released(t, linked+line)
		return r.Exit != engine.ExitOK
	}
	for n := 994; n <= 1006; n++ {
		condition := fmt.Sprintf("rank < %d", n)
		require.Equal(t, count(condition) < 1000, refused("keep if "+condition), condition)
	}
	for n := 1; n <= 16; n++ {
		condition := fmt.Sprintf("rank < %d", n)
		few := count(condition)
		refusal := few > 0 && few < 10
		require.Equal(t, refusal, refused("generate x = 1 if "+condition), condition)
		require.Equal(t, refusal, refused("replace wealth = 1 if !("+condition+")"), condition)
		require.Equal(t, refusal, refused(fmt.Sprintf("recode rank (0/%d = 9999)", n-1)), condition)
		require.Equal(t, few >= 10, refused("generate word = '1'\nreplace word = 'x' if rank < 1000\n"+
			fmt.Sprintf("replace word = '1' if rank >= %d & rank < 2000\ndestring word", n)), condition)
	}
}

// Nothing but the owner's own policy and secret opens a bank that is not invented.
func TestBanksOfRealPeopleAreClosedWithoutTheirOwner(t *testing.T) {
	dir := plainTown().write(t)
	path := filepath.Join(dir, "no.test.town", "datastore", "policy__1_0.json")
	written, err := os.ReadFile(path)
	require.NoError(t, err)
	policy := func(from, to string) {
		require.Contains(t, string(written), from)
		require.NoError(t, os.WriteFile(path, []byte(strings.Replace(string(written), from, to, 1)), 0o644))
	}
	run := func(ring func(disclosure.Policy) (disclosure.Ring, error)) (string, engine.Result) {
		return openTown(t, dir, setting{ring: ring}).released(t, linked+"tabulate place")
	}
	demo := func(disclosure.Policy) (disclosure.Ring, error) { return disclosure.DemoRing(), nil }
	synthetic := `"synthetic": true`
	for name, to := range map[string]string{
		"real": `"synthetic": false`, "real, fewer": `"synthetic": false, "minimum": {"population": 10}`,
		"real, exact": `"synthetic": false, "counts": {"method": "exact"}`, "unknown field": `"synthetic": true, "notes": "x"`,
	} {
		policy(synthetic, to)
		for _, ring := range []func(disclosure.Policy) (disclosure.Ring, error){nil, demo} {
			_, r := run(ring)
			require.Equal(t, engine.ExitStore, r.Exit, name)
		}
	}
	policy(synthetic, `"synthetic": false`)
	_, r := run(secret(t, 'k'))
	require.Equal(t, engine.ExitOK, r.Exit)

	// No clock for real people, not even when the script forgets where its data came from.
	m := openTown(t, dir, setting{ring: secret(t, 'k')})
	for _, end := range []string{"", "clear\n", "tabulate place\nclear\n"} {
		r, lines := m.Timed(context.Background(), source.New("script", []byte(linked+end)), nil)
		require.Equal(t, engine.ExitGuard, r.Exit, end)
		require.Empty(t, lines, end)
		plain, real := source.New("plain", []byte("clear\n")), source.New("real", []byte(linked+end))
		for _, pair := range [][2]*source.File{{real, plain}, {plain, real}} {
			r, again := m.TimedAgain(context.Background(), pair[0], pair[1])
			require.Equal(t, engine.ExitGuard, r.Exit, end)
			require.Zero(t, *again, end)
		}
	}
	require.NoError(t, os.Remove(path))
	_, r = run(secret(t, 'k'))
	require.Equal(t, engine.ExitStore, r.Exit, "no policy file")
}

// A set that is shown as empty looks the same whether somebody is in it or nobody: numbers,
// notes, headings, messages and exit.
func TestNobodyLooksLikeSomebodyShownAsNobody(t *testing.T) {
	m := openTown(t, plainTown().write(t), setting{})
	// Some persons who are shown as none in every table below, one of them with a word of its own.
	var alone []int
	for k := 1007; len(alone) < 2; k += 40 {
		shown := m.cells(t, linked+fmt.Sprintf("generate one = 1\ntabulate one if rank == %d", k))
		if shown["0//freq"] == "0" {
			alone = append(alone, k)
		}
	}
	for _, p := range []string{
		"tabulate place if rank == %d", "tabulate place sex if rank == %d, chi2 rowpct colpct cellpct", "tabulate remark if rank == %d",
		"tabulate sex remark if rank == %d, missing", "tabulate wealth if rank == %d", "tabulate wealth score sex if rank == %d, missing",
		"tabulate place if rank == %d, summarize(wealth) mean std sum p25 p50 p75 gini iqr freq", "summarize wealth score if rank == %d, gini iqr",
		"generate x = wealth if rank == %d\nsummarize x\ntabulate x\ntabulate place, summarize(x) mean sum p50\ntabulate place, summarize(x) freq sum",
		"generate x = 'qqq' if rank == %d\ntabulate x\ntabulate x sex",
		"generate x = 1 if rank == %d\ncollapse (count) x -> n (mean) x -> m (sum) x -> s, by(place)\ntabulate n\nsummarize n m s",
		"generate x = 'a' if rank == %d\ncollapse (count) score -> n, by(x)\ntabulate x\ntabulate n",
		"generate x = score if rank == %d\naggregate (count) x -> n (max) x -> top (sum) x -> all (percent) x -> p, by(place)\ntabulate n\nsummarize n top all p",
		"generate x = quantile(wealth, 4) if rank == %d\ntabulate x", "recode rank (%d = 9998 'x')\ntabulate rank if rank == 9998",
		"generate x = 'none' if rank == %d\ndestring x\nsummarize x", "keep if rank == %d", "sample 0.5 3\ntabulate place if rank == %d",
	} {
		nobody, _ := m.released(t, linked+fmt.Sprintf(p, 9999))
		for _, k := range alone {
			somebody, _ := m.released(t, linked+fmt.Sprintf(p, k))
			require.Equal(t, nobody, strings.ReplaceAll(somebody, fmt.Sprint(k), "9999"), p)
		}
	}
	// Jobs of one person are rows of one unit (C9).
	const jobs = "require no.test.town as db\ncreate-dataset jobs\nimport db/HOURS as hours\ngenerate one = 1\ngenerate two = 2\n"
	const nowhere = "hours == 1.0000000"
	for _, p := range []string{
		"tabulate one if %s", "tabulate one two if %s, rowpct chi2", "summarize hours if %s, gini iqr",
		"tabulate one two if %s, summarize(hours) mean sum std p50 freq", "generate x = hours if %s\nsummarize x\ntabulate x",
		"generate x = 3 if %s\ncollapse (count) x -> n (sum) x -> s, by(one)\nsummarize n s",
	} {
		nobody, _ := m.released(t, jobs+fmt.Sprintf(p, nowhere))
		for _, k := range alone {
			where := "hours == " + personScore(k)
			somebody, _ := m.released(t, jobs+fmt.Sprintf(p, where))
			require.Equal(t, nobody, strings.ReplaceAll(somebody, where, nowhere), p)
		}
	}
}
