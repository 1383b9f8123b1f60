package session_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/stdlib/command/clear"
	clonedataset "github.com/mdscript/mdscript/stdlib/command/clone-dataset"
	"github.com/mdscript/mdscript/stdlib/command/collapse"
	createdataset "github.com/mdscript/mdscript/stdlib/command/create-dataset"
	"github.com/mdscript/mdscript/stdlib/command/generate"
	importing "github.com/mdscript/mdscript/stdlib/command/import"
	"github.com/mdscript/mdscript/stdlib/command/keep"
	"github.com/mdscript/mdscript/stdlib/command/let"
	"github.com/mdscript/mdscript/stdlib/command/merge"
	"github.com/mdscript/mdscript/stdlib/command/recode"
	"github.com/mdscript/mdscript/stdlib/command/replace"
	requiring "github.com/mdscript/mdscript/stdlib/command/require"
	"github.com/mdscript/mdscript/stdlib/command/summarize"
	"github.com/mdscript/mdscript/stdlib/command/tabulate"
	"github.com/mdscript/mdscript/stdlib/command/textblock"
	"github.com/mdscript/mdscript/stdlib/command/use"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func bank(policy string) *plantest.Bank {
	k := plantest.NewNamed("no.test.db", 5000, policy)
	k.Ints("SEX", func(i int) int64 { return int64(i % 2) })
	k.Ints("AGE", func(i int) int64 { return int64(i % 100) })
	k.Ints("PAY", func(i int) int64 { return int64(i * 7 % 1000) })
	return k
}

func commands() []registry.Command {
	return []registry.Command{
		clear.Command, clonedataset.Command, collapse.Command, createdataset.Command, generate.Command, importing.Command, keep.Command, let.Command,
		merge.Command, recode.Command, replace.Command, requiring.Command, summarize.Command, tabulate.Command, textblock.Command, use.Command,
	}
}

func kit(t *testing.T, data session.Data) *session.Kit {
	t.Helper()
	k, err := session.NewKit(session.Options{
		Commands: commands(), Data: data, Threads: 2,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	})
	require.NoError(t, err)
	return k
}

// printer collects output as lines: what each block says.
type printer struct{ lines []string }

func (p *printer) sink(_ *check.Call, blocks []page.Block) {
	for _, b := range blocks {
		switch {
		case b.Table != nil:
			p.lines = append(p.lines, fmt.Sprintf("table of %d rows", len(b.Table.Rows)))
		default:
			p.lines = append(p.lines, string(b.Kind)+": "+b.Text)
		}
	}
}

func (p *printer) take() []string {
	out := p.lines
	p.lines = nil
	return out
}

const prelude = `require no.test.db as db
create-dataset p
import db/SEX as sex
import db/AGE as age
`

func TestLineByLine(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Open))))
	defer s.Close()
	var p printer
	for _, line := range strings.Split(strings.TrimSpace(prelude), "\n") {
		r := s.Line(context.Background(), line, p.sink)
		require.Equal(t, session.ExitOK, r.Exit, "%s: %v", line, r.Problems)
	}
	require.NotEmpty(t, p.take())
	r := s.Line(context.Background(), "tabulate sex", p.sink)
	require.Equal(t, session.ExitOK, r.Exit)
	require.Equal(t, []string{"table of 3 rows"}, p.take())
	require.Equal(t, []string{"p"}, s.State().Order)
}

func TestImportOfALineIsReadWhenNeeded(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Open))))
	defer s.Close()
	require.Equal(t, session.ExitOK, s.Line(context.Background(), prelude, nil).Exit)
	r := s.Line(context.Background(), "import db/PAY as pay", nil)
	require.Zero(t, r.Counters.Bytes, "a further import is not read before something needs it")
	r = s.Line(context.Background(), "tabulate age if pay > 500", nil)
	require.Equal(t, int64(5000*8*2), r.Counters.Bytes, "age and pay; sex made the population and is not needed")
	r = s.Line(context.Background(), "tabulate age if pay > 600", nil)
	require.Zero(t, r.Counters.Bytes)
}

func TestFailingLineIsUndone(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Microdata))))
	defer s.Close()
	ctx := context.Background()
	require.Equal(t, session.ExitOK, s.Line(ctx, prelude, nil).Exit)
	before := s.State()
	for line, want := range map[string]struct {
		exit session.Exit
		code diag.Code
	}{
		"keep if age < 2":                 {session.ExitGuard, "D0101"},
		"generate x = 1 if age == nosuch": {session.ExitScript, ""},
		"generate x = (":                  {session.ExitScript, ""},
	} {
		r := s.Line(ctx, line, nil)
		require.Equal(t, want.exit, r.Exit, line)
		if want.code != "" {
			require.Equal(t, want.code, r.Problems[len(r.Problems)-1].Code)
		}
		require.Same(t, before, s.State(), line)
	}
	var p printer
	require.Equal(t, session.ExitOK, s.Line(ctx, "generate x = 1 if age > 50", nil).Exit)
	require.Equal(t, session.ExitOK, s.Line(ctx, "tabulate x", p.sink).Exit, "the session goes on")
	require.Len(t, p.take(), 1)
}

func TestFailingLetIsUndone(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Microdata))))
	defer s.Close()
	ctx := context.Background()
	require.Equal(t, session.ExitOK, s.Line(ctx, "let a = 3", nil).Exit)
	require.Equal(t, session.ExitScript, s.Line(ctx, "let a = 4\nlet b = $c", nil).Exit)
	require.Equal(t, []string{"a"}, s.Bindings())
}

func TestEditedScriptRunsOnlyWhatChanged(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Microdata))))
	defer s.Close()
	ctx := context.Background()
	script := func(limit int) *source.File {
		return source.New("a.mdscript", []byte(prelude+fmt.Sprintf(
			"import db/PAY as pay\ngenerate rich = pay > 500\nkeep if age >= 18\ntabulate sex rich\ntabulate rich if pay > %d\n", limit)))
	}
	first := s.Script(ctx, script(100), nil)
	require.Equal(t, session.ExitOK, first.Exit, "%v", first.Problems)
	require.Positive(t, first.Counters.Steps["release"])
	again := s.Script(ctx, script(100), nil)
	require.Zero(t, again.Counters.Total())
	edited := s.Script(ctx, script(200), nil)
	require.Equal(t, session.ExitOK, edited.Exit)
	require.Equal(t, 1, edited.Counters.Steps["release"], "one release: %v", edited.Counters.Steps)
	require.Zero(t, edited.Counters.Bytes)
	require.Zero(t, edited.Counters.Steps["guard"])
}

func TestOutputEndsAtTheFailingLine(t *testing.T) {
	k := kit(t, plantest.NewData(bank(plantest.Microdata)))
	s := session.New(k)
	defer s.Close()
	var p printer
	r := s.Script(context.Background(), source.New("a.mdscript", []byte(prelude+"tabulate sex\nkeep if age < 2\ntabulate age\n")), p.sink)
	require.Equal(t, session.ExitGuard, r.Exit)
	require.Equal(t, 6, r.File.Position(r.Problems[0].Span.Start).Line)
	out := p.take()
	require.Equal(t, "table of 3 rows", out[len(out)-1])
}

func TestTextAppearsInOrder(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Open))))
	defer s.Close()
	var p printer
	r := s.Script(context.Background(), source.New("a.mdscript", []byte("textblock\nFirst\nendblock\n"+prelude+"tabulate sex\ntextblock\nLast\nendblock\n")), p.sink)
	require.Equal(t, session.ExitOK, r.Exit, "%v", r.Problems)
	out := p.take()
	require.Contains(t, out[0], "First")
	require.Contains(t, out[len(out)-1], "Last")
	require.Equal(t, "table of 3 rows", out[len(out)-2])
}

func TestStoreErrorKeepsItsPlace(t *testing.T) {
	k := bank(plantest.Microdata)
	k.Before = func(_ *kernel.Context, what string) error {
		if what == "AGE" {
			return diag.New("T0003", diag.Catalogue("AGE")).Because(errors.New("truncated"))
		}
		return nil
	}
	s := session.New(kit(t, plantest.NewData(k)))
	defer s.Close()
	r := s.Script(context.Background(), source.New("a.mdscript", []byte(prelude+"tabulate age\n")), nil)
	require.Equal(t, session.ExitStore, r.Exit)
	require.Equal(t, 4, r.File.Position(r.Problems[0].Span.Start).Line, "the import, not the table")
}

func TestPanicIsAnInternalErrorWithoutData(t *testing.T) {
	k := bank(plantest.Microdata)
	k.Before = func(*kernel.Context, string) error { panic("value 31129956715") }
	seen := 0
	kit, err := session.NewKit(session.Options{Commands: commands(), Data: plantest.NewData(k), Panicked: func([]byte) { seen++ }})
	require.NoError(t, err)
	s := session.New(kit)
	defer s.Close()
	r := s.Line(context.Background(), prelude, nil)
	require.Equal(t, session.ExitInternal, r.Exit)
	require.Equal(t, diag.Code("I0001"), r.Problems[0].Code)
	require.Empty(t, r.Problems[0].Args)
	require.NoError(t, r.Cause)
	require.Equal(t, 1, seen)
}

func TestDamageExplainsWhatWasNotFound(t *testing.T) {
	data := plantest.NewData(bank(plantest.Microdata))
	data.Damage = diag.New("T0002", diag.Token("versions.json"))
	s := session.New(kit(t, data))
	defer s.Close()
	r := s.Line(context.Background(), prelude, nil)
	require.Equal(t, session.ExitOK, r.Exit, "what was found is good")
	r = s.Line(context.Background(), "import db/NOSUCH as x", nil)
	require.Equal(t, session.ExitStore, r.Exit)
}

// TestNothingIsLeft runs many kinds of lines and expects every byte back.
func TestNothingIsLeft(t *testing.T) {
	for _, policy := range []string{plantest.Microdata, plantest.Open} {
		s := session.New(kit(t, plantest.NewData(bank(policy))))
		r := s.Script(context.Background(), source.New("a.mdscript", []byte(prelude+`import db/PAY as pay
generate rich = pay > 500
generate part = pay / 3 if age > 40
replace part = 0 if age > 60
recode sex (0 = 5) (1 = 6)
keep if age >= 18
tabulate sex rich, rowpct colpct chi2
tabulate sex, summarize(part) mean std p50 gini
summarize pay part, gini iqr
clone-dataset p q
use q
collapse (mean) pay -> m (count) pay -> n, by(age)
tabulate age if m > 400
merge m into p on age
use p
tabulate sex, summarize(m) mean
`)), nil)
		require.Equal(t, session.ExitOK, r.Exit, "%v", r.Problems)
		require.Positive(t, s.PoolLive())
		s.Close()
		require.Zero(t, s.PoolLive(), policy)
	}
}

func TestClearForgetsEverything(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Open))))
	ctx := context.Background()
	require.Equal(t, session.ExitOK, s.Line(ctx, "let a = 3", nil).Exit)
	require.Equal(t, session.ExitOK, s.Line(ctx, prelude+"tabulate age", nil).Exit)
	require.Positive(t, s.PoolLive())
	require.Equal(t, session.ExitOK, s.Line(ctx, "clear", nil).Exit)
	require.Zero(t, s.PoolLive())
	require.Empty(t, s.Bindings())
	require.Empty(t, s.State().Order)
	require.Equal(t, session.ExitOK, s.Line(ctx, prelude+"tabulate age", nil).Exit, "and can begin again")
	s.Close()
}

func TestInterrupted(t *testing.T) {
	s := session.New(kit(t, plantest.NewData(bank(plantest.Microdata))))
	defer s.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r := s.Line(ctx, prelude+"tabulate age", nil)
	require.Equal(t, session.ExitInterrupted, r.Exit)
	require.Empty(t, s.State().Order)
}

func TestSecretIsNeededForRealBanks(t *testing.T) {
	k := bank(`{"policy": 1, "register": "%s", "profile": "microdata", "identity": "PERSON"}`)
	s := session.New(kit(t, plantest.NewData(k)))
	defer s.Close()
	r := s.Line(context.Background(), prelude, nil)
	require.Equal(t, session.ExitStore, r.Exit)
	require.Equal(t, diag.Code("D0012"), r.Problems[0].Code)
}
