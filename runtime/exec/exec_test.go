package exec_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	num = plantest.Num
	va  = plantest.Var
	bin = plantest.Bin
)

func bank(n int, policy string) *plantest.Bank {
	k := plantest.NewBank(n, policy)
	k.Ints("sex", func(i int) int64 { return int64(i % 2) })
	k.Ints("age", func(i int) int64 { return int64(i % 100) })
	k.Ints("pay", func(i int) int64 { return int64(i * 7 % 1000) })
	return k
}

func options(threads int) exec.Options {
	return exec.Options{Threads: threads, Pool: mem.NewPool(1 << 30)}
}

func run(t *testing.T, s *plantest.Script, opt exec.Options) *exec.Result {
	t.Helper()
	require.NoError(t, s.B.Err())
	require.NoError(t, plan.Verify(s.B.Plan()))
	return exec.Run(context.Background(), s.B.Plan(), 0, opt)
}

// counts is the shown numbers of all Count lines that are done, in order.
func counts(t *testing.T, s *plantest.Script, r *exec.Result) []string {
	t.Helper()
	var out []string
	for _, o := range s.B.Plan().Outputs {
		v, ok := r.Values[o.Value]
		if !ok {
			break
		}
		m, ok := v.(disclosure.Released).Message()
		require.True(t, ok)
		out = append(out, m.Args[0].Text())
	}
	return out
}

func TestExactCountsUnderOpen(t *testing.T) {
	// 2,000 persons, ages 0 … 99 twenty times each: 82 of 100 ages are 18 or more.
	k := bank(2000, plantest.Open)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("sex"), "sex")
	s.Count(nil)
	s.Count(bin(va("age"), ">=", num(18)))
	s.Keep(bin(va("age"), ">=", num(18)))
	s.Count(bin(va("sex"), "==", num(0)))
	r := run(t, s, options(2))
	require.NoError(t, r.Err)
	require.Equal(t, []string{"2000", "1640", "820"}, clean(counts(t, s, r)))
}

// clean takes the thin grouping out of numbers.
func clean(in []string) []string {
	for i, s := range in {
		digits := ""
		for _, c := range s {
			if c >= '0' && c <= '9' {
				digits += string(c)
			}
		}
		in[i] = digits
	}
	return in
}

func TestUnusedImportReadsNothing(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "pay")
	s.Generate("double", bin(va("pay"), "*", num(2)), nil)
	s.Count(nil)
	r := run(t, s, options(2))
	require.NoError(t, r.Err)
	require.Equal(t, int64(5000*8), r.Counters.Bytes, "only age is read")
	require.Equal(t, 1, r.Counters.Steps["import"])
	require.Zero(t, r.Counters.Steps["compute"])
}

func TestCommonStepsRunOnce(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	for range 3 {
		s.Count(bin(bin(va("age"), "*", num(3)), ">", num(50)))
	}
	r := run(t, s, options(2))
	require.NoError(t, r.Err)
	require.Equal(t, 1, r.Counters.Steps["compute"])
	require.Equal(t, 1, r.Counters.Steps["compare"])
	require.Equal(t, 1, r.Counters.Steps["release"], "the same question is asked once")
	require.Len(t, counts(t, s, r), 3, "and shown three times")
}

func TestSameResultsOnAnyNumberOfThreads(t *testing.T) {
	var first []string
	for _, threads := range []int{1, 2, 8} {
		k := bank(300_000, plantest.Microdata)
		s := plantest.NewScript(k.Env())
		s.Import(k.Import("age"), "age")
		s.Import(k.Import("pay"), "pay")
		s.Import(k.Import("sex"), "sex")
		for i := range 6 {
			s.Generate(fmt.Sprintf("g%d", i), bin(va("pay"), "/", num(int64(i+2))), bin(va("age"), ">", num(int64(10*i))))
		}
		s.Keep(bin(va("age"), ">", num(5)))
		for i := range 6 {
			s.Count(bin(va(fmt.Sprintf("g%d", i)), ">", num(40)))
		}
		r := run(t, s, options(threads))
		require.NoError(t, r.Err)
		got := counts(t, s, r)
		if first == nil {
			first = got
		}
		require.Equal(t, first, got, "%d threads", threads)
	}
}

func TestMemoryIsGivenBackAfterLastUse(t *testing.T) {
	const n = 100_000
	k := bank(n, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	e := va("age")
	for range 50 { // a chain of fifty columns of 800 kB each
		e = bin(e, "+", num(1))
	}
	s.Count(bin(e, ">", num(20)))
	opt := options(1)
	r := run(t, s, opt)
	require.NoError(t, r.Err)
	require.Zero(t, opt.Pool.Live(), "nothing is left")
	require.Less(t, opt.Pool.Peak(), int64(6*n*8), "a few columns at a time, not fifty")
}

func TestMemoryIsGivenBackAfterFailure(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Keep(bin(va("age"), "<", num(2))) // 100 units: too few
	s.Count(nil)
	opt := options(2)
	r := run(t, s, opt)
	require.Error(t, r.Err)
	require.Zero(t, opt.Pool.Live())
}

func TestOutputEndsAtTheFirstFailingLine(t *testing.T) {
	for _, threads := range []int{1, 2, 8} {
		k := bank(5000, plantest.Microdata)
		s := plantest.NewScript(k.Env())
		s.Import(k.Import("age"), "age")
		s.Import(k.Import("sex"), "sex")
		s.Count(nil)
		s.Count(bin(va("sex"), "==", num(1)))
		s.Generate("x", num(1), bin(va("age"), "==", num(200))) // nobody: allowed
		s.Keep(bin(va("age"), "<", num(2)))                     // 100 units: refused
		s.Count(nil)
		r := run(t, s, options(threads))
		require.Len(t, counts(t, s, r), 2)
		var problem *diag.Problem
		require.ErrorAs(t, r.Err, &problem)
		require.Equal(t, diag.Code("D0101"), problem.Code)
		require.Equal(t, 5, s.B.Plan().Steps[r.Failed].Call, "the line of keep")
	}
}

func TestFailureOfALaterLineDoesNotHideEarlierOutput(t *testing.T) {
	// The later import fails at once, while the first is slow: the first output still comes.
	k := bank(5000, plantest.Microdata)
	boom := errors.New("no such file")
	k.Before = func(c *kernel.Context, what string) error {
		switch what {
		case "pay":
			return boom
		case "age":
			time.Sleep(30 * time.Millisecond)
			return c.Ctx.Err()
		}
		return nil
	}
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("sex"), "sex")
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "pay")
	s.Count(bin(va("age"), ">", num(50)))
	s.Count(bin(va("pay"), ">", num(50)))
	s.Count(nil)
	r := run(t, s, options(2))
	require.ErrorIs(t, r.Err, boom)
	require.Len(t, counts(t, s, r), 1)
}

func TestUnneededFailureIsNoFailure(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	k.Before = func(_ *kernel.Context, what string) error {
		if what == "pay" {
			return errors.New("broken")
		}
		return nil
	}
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "pay")
	s.Count(nil)
	require.NoError(t, run(t, s, options(2)).Err)
}

func TestCancellationIsQuick(t *testing.T) {
	k := bank(2_000_000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	e := va("age")
	for i := range 400 {
		e = bin(bin(e, "/", num(3)), "+", num(int64(i)))
	}
	s.Count(bin(e, ">", num(20)))
	require.NoError(t, plan.Verify(s.B.Plan()))
	ctx, cancel := context.WithCancel(context.Background())
	opt := options(2)
	var cancelled atomic.Int64
	time.AfterFunc(50*time.Millisecond, func() {
		cancelled.Store(time.Now().UnixNano())
		cancel()
	})
	r := exec.Run(ctx, s.B.Plan(), 0, opt)
	took := time.Duration(time.Now().UnixNano() - cancelled.Load())
	require.ErrorIs(t, r.Err, context.Canceled)
	require.Empty(t, counts(t, s, r))
	require.Less(t, took, 200*time.Millisecond)
	require.Zero(t, opt.Pool.Live())
}

func TestEditedLastLineRunsOneRelease(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	opt := options(2)
	opt.Cache = exec.NewCache(1 << 28)
	build := func(limit int64) *plantest.Script {
		s := plantest.NewScript(k.Env())
		s.Import(k.Import("age"), "age")
		s.Import(k.Import("sex"), "sex")
		s.Generate("x", bin(va("age"), "+", num(1)), bin(va("sex"), "==", num(1)))
		s.Keep(bin(va("age"), ">", num(10)))
		s.Count(bin(va("x"), ">", num(20)))
		s.Count(bin(va("x"), ">", num(limit)))
		return s
	}
	first := run(t, build(50), opt)
	require.NoError(t, first.Err)
	again := run(t, build(50), opt)
	require.Zero(t, again.Counters.Total(), "nothing changed, nothing runs")
	edited := run(t, build(60), opt)
	require.NoError(t, edited.Err)
	require.Equal(t, map[string]int{"literal": 1, "compare": 1, "set-key": 1, "log-line": 1, "release": 1}, edited.Counters.Steps)
	require.Zero(t, edited.Counters.Bytes)
	opt.Cache.Clear()
	require.Zero(t, opt.Pool.Live(), "the cache held the rest")
}

func TestCacheStaysWithinItsBudget(t *testing.T) {
	k := bank(50_000, plantest.Microdata)
	opt := options(1)
	opt.Cache = exec.NewCache(3 << 20)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	e := va("age")
	for range 30 {
		e = bin(e, "+", num(1))
	}
	s.Count(bin(e, ">", num(20)))
	require.NoError(t, run(t, s, opt).Err)
	require.LessOrEqual(t, opt.Cache.Bytes(), int64(3<<20))
	opt.Cache.Clear()
	require.Zero(t, opt.Pool.Live())
}

func TestCacheMakesRoomWhenMemoryIsShort(t *testing.T) {
	const n = 100_000
	k := bank(n, plantest.Microdata)
	opt := exec.Options{Threads: 2, Pool: mem.NewPool(8 * n * 8), Cache: exec.NewCache(1 << 30)}
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	e := va("age")
	for range 30 {
		e = bin(e, "+", num(1))
	}
	s.Count(bin(e, ">", num(20)))
	require.NoError(t, run(t, s, opt).Err, "thirty columns pass through the memory of eight")
}

func TestOutOfMemoryIsAnError(t *testing.T) {
	k := bank(100_000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Count(nil)
	opt := exec.Options{Threads: 2, Pool: mem.NewPool(1000)}
	r := run(t, s, opt)
	require.ErrorIs(t, r.Err, mem.ErrBudget)
	require.Zero(t, opt.Pool.Live())
}

func TestPanicReachesTheCaller(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	k.Before = func(*kernel.Context, string) error { panic("index out of range") }
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Count(nil)
	require.NoError(t, plan.Verify(s.B.Plan()))
	defer func() {
		p, ok := recover().(*exec.Panic)
		require.True(t, ok)
		require.Equal(t, "import", p.Step)
	}()
	exec.Run(context.Background(), s.B.Plan(), 0, options(2))
	t.Fatal("no panic")
}

func TestProgressNamesSteps(t *testing.T) {
	k := bank(300_000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Count(bin(bin(va("age"), "*", num(3)), ">", num(50)))
	opt := options(2)
	var calls atomic.Int64
	opt.Progress = func(step string, share float64) {
		if step == "compute" && share > 0 && share <= 1 {
			calls.Add(1)
		}
	}
	require.NoError(t, run(t, s, opt).Err)
	require.Equal(t, int64(kernel.Chunks(300_000)), calls.Load())
}

// TestStoredValuesProtectNobody follows D1: the collapsed dataset is counted exactly.
func TestStoredValuesProtectNobody(t *testing.T) {
	k := bank(5000, plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("age"), "age")
	s.Import(k.Import("pay"), "pay")
	s.Collapse("age", "pay")
	s.Count(nil)
	opt := options(2)
	r := run(t, s, opt)
	require.NoError(t, r.Err)
	require.Equal(t, []string{"100"}, counts(t, s, r), "one row per age, without noise")
	require.Zero(t, opt.Pool.Live())
}
