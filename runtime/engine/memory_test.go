package engine_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/stdlib"
)

// wide is a store of whole-number variables, V1, V2 and so on, of every person, and a
// reference to another one.
type wide struct{ dir, cache string }

func newWide(t *testing.T, persons, variables int) wide {
	b := storetest.Bank{Name: "no.test.wide", Profile: "open"}
	for k := 1; k <= variables; k++ {
		v := storetest.Variable{Name: "V" + strconv.Itoa(k), Unit: "PERSON", Temporality: "FIXED", Type: "integer", Title: "V", TitleEN: "V"}
		for i := range persons {
			v.Rows = append(v.Rows, storetest.Row{Unit: strconv.Itoa(i + 1), Value: strconv.Itoa((i*k + k) % 97)})
		}
		b.Variables = append(b.Variables, v)
	}
	ref := storetest.Variable{Name: "OTHER", Unit: "PERSON", Temporality: "FIXED", Type: "key:PERSON", Title: "O", TitleEN: "O"}
	for i := range persons {
		ref.Rows = append(ref.Rows, storetest.Row{Unit: strconv.Itoa(i + 1), Value: strconv.Itoa(i*7%persons + 1)})
	}
	b.Variables = append(b.Variables, ref)
	w := wide{t.TempDir(), t.TempDir()}
	storetest.Write(t, w.dir, b)
	return w
}

func (w wide) open(t *testing.T, threads int) *engine.Engine {
	t.Helper()
	st, err := engine.OpenStore(context.Background(), []string{w.dir}, w.cache)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Threads: threads,
	})
	require.NoError(t, err)
	return e
}

func (w wide) file(lines ...string) *source.File {
	return source.New("a.mdscript", []byte("require no.test.wide as db\n"+strings.Join(lines, "\n")+"\n"))
}

// run runs a script and tells what it cost.
func (w wide) run(t *testing.T, threads int, lines ...string) exec.Counters {
	t.Helper()
	r := w.open(t, threads).Run(context.Background(), w.file(lines...), nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	return r.Counters
}

// each repeats lines for the numbers from 1 to n, # standing for the number.
func each(n int, lines ...string) (out []string) {
	for i := 1; i <= n; i++ {
		for _, l := range lines {
			out = append(out, strings.ReplaceAll(l, "#", strconv.Itoa(i)))
		}
	}
	return out
}

func join(parts ...[]string) (out []string) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

func TestOnlyWhatIsUsedIsRead(t *testing.T) {
	const wideVariables = 60
	w := newWide(t, 1000, wideVariables)
	use := []string{"summarize v2 v9 v17", "tabulate v33", "keep if v41 > 3", "summarize v60"}
	all := w.run(t, 2, join([]string{"create-dataset p"}, each(wideVariables, "import db/V# as v#"), use)...)
	few := w.run(t, 2, append([]string{
		"create-dataset p", "import db/V1 as v1", "import db/V2 as v2", "import db/V9 as v9", "import db/V17 as v17",
		"import db/V33 as v33", "import db/V41 as v41", "import db/V60 as v60",
	}, use...)...)
	require.Equal(t, 7, all.Steps["import"], "the population and six variables")
	require.Equal(t, few.Bytes, all.Bytes)
	require.NotZero(t, few.Bytes)

	// A rule needs more: the outer join changes who is in the dataset.
	outer := w.run(t, 2, join([]string{"create-dataset p"}, each(wideVariables, "import db/V# as v#"), []string{"import db/OTHER as o, outer_join"}, use)...)
	require.Equal(t, 8, outer.Steps["import"])
}

func TestAHundredImportsOfWhichFewAreUsed(t *testing.T) {
	w := newWide(t, 500, 60)
	var lines []string
	for d := range 10 {
		lines = append(lines, fmt.Sprintf("create-dataset d%d", d))
		for k := range 10 {
			lines = append(lines, fmt.Sprintf("import db/V%d as v%d", d*5+k+1, k))
		}
	}
	c := w.run(t, 2, append(lines, "use d3", "summarize v4", "use d7", "tabulate v0")...)
	require.Equal(t, 10+1, c.Steps["import"], "the ten populations, whose numbers are shown, and v4; v0 of d7 made its population")
}

func TestEqualImportsAreReadOnce(t *testing.T) {
	w := newWide(t, 1000, 2)
	part := func(d string) []string {
		return []string{"create-dataset " + d, "import db/V1 as a", "import db/V2 as b", "summarize a b"}
	}
	once := w.run(t, 2, part("p")...)
	twice := w.run(t, 2, join(part("p"), part("q"), part("r"))...)
	require.Equal(t, once.Steps["import"], twice.Steps["import"])
	require.Equal(t, once.Bytes, twice.Bytes)
}

// Memory stays flat however often a script does a thing with datasets that it is done with.
// Threads may work for a few lines ahead, whether they do is chance: what they may hold is
// bounded all the same.
func TestMemoryOfLongScriptsIsFlat(t *testing.T) {
	w := newWide(t, 12_000, 50)
	scripts := map[string]func(n int) []string{
		"datasets made and deleted": func(n int) []string {
			return each(n, "create-dataset d#", "import db/V# as a", "import db/V1 as b", "generate c# = a * b", "generate e# = c# / 3", "summarize e#", "delete-dataset d#")
		},
		"datasets that nothing uses any more": func(n int) []string {
			return each(n, "create-dataset d#", "import db/V# as a", "generate c# = a * #", "keep if c# >= 0", "summarize c#")
		},
		"copies, changed and deleted": func(n int) []string {
			return join([]string{"create-dataset p", "import db/V1 as a", "import db/V2 as b"},
				each(n, "clone-dataset p d#", "use d#", "generate c = a * #", "replace c = c + b", "tabulate a, summarize(c)", "use p", "delete-dataset d#"))
		},
		"a chain of merges": func(n int) []string {
			return join([]string{"create-dataset d0", "import db/OTHER as other", "import db/V1 as x0"},
				append(each(n-1, "create-dataset d#", "import db/OTHER as other"), func() (out []string) {
					for i := 1; i < n; i++ {
						out = append(out, fmt.Sprintf("use d%d", i-1), fmt.Sprintf("merge x%d into d%d on other", i-1, i),
							fmt.Sprintf("use d%d", i), fmt.Sprintf("generate x%d = x%d + 1", i, i-1), fmt.Sprintf("drop x%d", i-1), fmt.Sprintf("delete-dataset d%d", i-1))
					}
					return append(out, fmt.Sprintf("summarize x%d", n-1))
				}()...))
		},
		"collapsed and merged back": func(n int) []string {
			return join([]string{"create-dataset p", "import db/V1 as a", "import db/OTHER as other"},
				each(n, "create-dataset d#", "import db/V# as b", "import db/OTHER as other", "collapse (sum) b -> s#, by(other)", "merge s# into p", "use p", "summarize s#", "drop s#", "delete-dataset d#"))
		},
	}
	for name, script := range scripts {
		t.Run(name, func(t *testing.T) {
			few, many := w.run(t, 1, script(3)...), w.run(t, 1, script(50)...)
			require.LessOrEqual(t, float64(many.Peak), 1.2*float64(few.Peak))
			require.LessOrEqual(t, float64(many.Live), 1.2*float64(few.Live))
			ahead := w.run(t, 8, script(50)...)
			require.LessOrEqual(t, ahead.Live, 3*few.Live, "the first line that is not done, and two more")
		})
	}
}

// Lines that are timed as one are computed as a run does: what they do not leave behind and
// no output needs is not made.
func TestTimedTogether(t *testing.T) {
	w := newWide(t, 1000, 3)
	f := w.file("create-dataset p", "import db/V1 as a", "import db/V2 as b", "generate c = a * b", "generate d = a + 1", "drop c", "summarize d")
	e := w.open(t, 2)
	r, each := e.Timed(context.Background(), f, nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	require.Len(t, each.Calls, 8)
	require.Contains(t, each.Calls[4].Clock, "compute")
	r, one := e.TimedTogether(context.Background(), f, 5, nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	require.Len(t, one.Calls, 5)
	last := one.Calls[4]
	require.Equal(t, "generate", last.Call.Command.Declaration().Name)
	require.Contains(t, last.Clock, "compute")
	require.GreaterOrEqual(t, last.Live, int64(1000*(4+8+8+8)), "units, a, b and d")
	require.GreaterOrEqual(t, last.Peak, last.Live)

	r, none := e.TimedTogether(context.Background(), w.file("create-dataset p", "import db/V1 as a", "generate c = a * 3", "drop c"), 4, nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	require.NotContains(t, none.Calls[3].Clock, "compute")
}
