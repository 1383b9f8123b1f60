package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
	"github.com/mdscript/mdscript/runtime/registry"
	createdataset "github.com/mdscript/mdscript/stdlib/command/create-dataset"
	"github.com/mdscript/mdscript/stdlib/command/generate"
	importing "github.com/mdscript/mdscript/stdlib/command/import"
	"github.com/mdscript/mdscript/stdlib/command/keep"
	requiring "github.com/mdscript/mdscript/stdlib/command/require"
	"github.com/mdscript/mdscript/stdlib/command/tabulate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func bank(n int, policy string) *plantest.Bank {
	k := plantest.NewNamed("no.test.db", n, policy)
	k.Ints("SEX", func(i int) int64 { return int64(i % 2) })
	k.Ints("AGE", func(i int) int64 { return int64(i % 100) })
	k.Ints("PAY", func(i int) int64 { return int64(i * 7 % 1000) })
	return k
}

func open(t *testing.T, k *plantest.Bank, change func(*engine.Options)) *engine.Engine {
	t.Helper()
	o := engine.Options{
		Commands: []registry.Command{
			createdataset.Command, generate.Command, importing.Command, keep.Command, requiring.Command, tabulate.Command,
		},
		Data: plantest.NewData(k), Threads: 2,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	}
	if change != nil {
		change(&o)
	}
	e, err := engine.New(o)
	require.NoError(t, err)
	return e
}

func file(lines ...string) *source.File {
	return source.New("a.mdscript", []byte(strings.Join(lines, "\n")+"\n"))
}

var prelude = []string{"require no.test.db as db", "create-dataset p", "import db/SEX as sex", "import db/AGE as age"}

func script(lines ...string) *source.File {
	return file(append(append([]string(nil), prelude...), lines...)...)
}

func TestRun(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	var commands []string
	r := e.Run(context.Background(), script("tabulate sex"), func(call *check.Call, _ []page.Block) {
		commands = append(commands, call.Command.Declaration().Name)
	})
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	require.Equal(t, []string{"require", "create-dataset", "import", "import", "tabulate"}, commands)
	last := r.Document.Blocks[len(r.Document.Blocks)-1]
	require.Equal(t, page.KindTable, last.Kind)
	require.Equal(t, "tabulate", last.Command)
	require.Equal(t, 5, last.Line)
	require.Equal(t, "tabulate sex", last.Source)
	require.NotNil(t, last.Policy)
	require.Equal(t, []page.Bank{{Name: "no.test.db", Version: "1.0.0", Synthetic: true, Profile: "microdata"}}, r.Document.Banks)
}

func TestMistakesStopTheScriptBeforeAnythingRuns(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	for _, lines := range [][]string{
		{"tabulate sex", "tabulate nosuch"},
		{"tabulate sex", "tabulat sex"},
		{"tabulate sex", "generate x = (1 + "},
	} {
		r := e.Run(context.Background(), script(lines...), nil)
		require.Equal(t, engine.ExitScript, r.Exit)
		require.Empty(t, r.Document.Blocks)
		require.Zero(t, r.Counters.Total())
		require.Len(t, r.Document.Problems, 1)
		require.Equal(t, 6, r.Document.Problems[0].Line)
		require.NotEmpty(t, r.Document.Problems[0].Message)
	}
}

func TestGuardStopsTheScript(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	r := e.Run(context.Background(), script("keep if age == 3", "tabulate sex"), nil)
	require.Equal(t, engine.ExitGuard, r.Exit)
	require.Equal(t, diag.Code("D0101"), r.Problems[0].Code)
	require.Equal(t, 5, r.Document.Problems[0].Line)
	for _, b := range r.Document.Blocks {
		require.NotEqual(t, page.KindTable, b.Kind)
	}
}

func TestSmallChangeIsRefusedWhetherUsedOrNot(t *testing.T) {
	// Five units of 5,000 have pay 7 and age below 2; nothing uses x afterwards.
	e := open(t, bank(5000, plantest.Microdata), nil)
	r := e.Run(context.Background(), script("import db/PAY as pay", "generate x = 1 if age == 7 & pay == 49"), nil)
	require.Equal(t, engine.ExitGuard, r.Exit)
	require.Equal(t, diag.Code("D0102"), r.Problems[0].Code)
}

func TestCheckReadsNoData(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	require.Equal(t, engine.ExitOK, e.Check(context.Background(), script("tabulate sex")).Exit)
	require.Equal(t, engine.ExitScript, e.Check(context.Background(), script("tabulate nosuch")).Exit)
}

func TestExplain(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	text, r := e.Explain(context.Background(), script("import db/PAY as pay", "keep if age > 17", "tabulate sex"))
	require.Equal(t, engine.ExitOK, r.Exit)
	require.Contains(t, text, "keep (line 6)")
	require.Contains(t, text, "guard P-1")
	require.Contains(t, text, "release")
	require.Contains(t, text, "policy microdata")
	require.Contains(t, text, "never runs", "pay is not used")
}

// TestSameBytesOnAnyNumberOfThreads compares whole documents.
func TestSameBytesOnAnyNumberOfThreads(t *testing.T) {
	var first string
	for _, threads := range []int{1, 2, 8} {
		e := open(t, bank(200_000, plantest.Microdata), func(o *engine.Options) { o.Threads = threads })
		r := e.Run(context.Background(), script(
			"import db/PAY as pay", "generate log = pay / 7 if age > 30", "keep if age > 5",
			"tabulate age sex", "tabulate sex, summarize(log) mean std p50 gini"), nil)
		require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
		var out strings.Builder
		require.NoError(t, json.Render(&out, r.Document))
		if first == "" {
			first = out.String()
		}
		require.Equal(t, first, out.String(), "%d threads", threads)
	}
}

func TestBothLanguages(t *testing.T) {
	for _, lang := range []text.Lang{text.English, text.Bokmaal} {
		e := open(t, bank(5000, plantest.Microdata), func(o *engine.Options) { o.Lang = lang })
		r := e.Run(context.Background(), script("keep if age == 3"), nil)
		require.NotEmpty(t, r.Document.Problems[0].Message)
		require.Equal(t, lang.String(), r.Document.Language)
	}
}

func TestLoggedCounts(t *testing.T) {
	logged := func(policy string) (out []string) {
		e := open(t, bank(4000, policy), func(o *engine.Options) { o.LogCounts = true })
		r := e.Run(context.Background(), script("generate x = 1 if age < 30", "keep if sex == 1"), nil)
		require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
		for _, b := range r.Document.Blocks {
			if b.Line >= 5 {
				out = append(out, b.Text)
			}
		}
		return out
	}
	// Ages 0 to 99 forty times: 1,200 of the 4,000 are below 30. keep tells who is left, and no more.
	require.Equal(t, []string{"x: 1200 units have a value, 2800 are missing", "p now has 2000 units"}, logged(plantest.Open))
	require.NotEqual(t, logged(plantest.Open), logged(plantest.Microdata), "counts of lines are protected like all others")
}

func TestInterruptedLeavesNothing(t *testing.T) {
	e := open(t, bank(5000, plantest.Microdata), nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := e.Run(ctx, script("tabulate sex"), nil)
	require.Equal(t, engine.ExitInterrupted, r.Exit)
}

func TestOutOfMemory(t *testing.T) {
	e := open(t, bank(50_000, plantest.Microdata), func(o *engine.Options) { o.Memory = 1 << 16 })
	r := e.Run(context.Background(), script("tabulate sex"), nil)
	require.Equal(t, engine.ExitInternal, r.Exit)
	require.Equal(t, diag.Code("R0001"), r.Problems[0].Code)
}

func Example() {
	k := plantest.NewNamed("no.test.db", 2000, plantest.Open)
	k.Ints("SEX", func(i int) int64 { return int64(i % 2) })
	e, err := engine.New(engine.Options{
		Commands: []registry.Command{requiring.Command, createdataset.Command, importing.Command, tabulate.Command},
		Data:     plantest.NewData(k),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := e.Run(context.Background(), file("require no.test.db as db", "create-dataset p", "import db/SEX as sex", "tabulate sex"), nil)
	fmt.Println(r.Exit, len(r.Problems), r.Document.Blocks[len(r.Document.Blocks)-1].Kind)
	// Output: 0 0 table
}
