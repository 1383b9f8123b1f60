package engine_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/spec/oracle"
	"github.com/mdscript/mdscript/stdlib"
)

var (
	programs = flag.Int("programs", 2000, "random programs to hold against the oracle")
	seed     = flag.Uint64("seed", 1, "seed of the first random program")
	workers  = flag.Int("workers", 2, "random programs at one time")
	replay   = flag.String("replay", "", "an archive with a script and a register to run instead")
	failing  = flag.Int("failures", 4, "differences after which to stop")
)

// perBank is how many programs share one register.
const perBank = 25

// bench is one register ready to run programs on.
type workbench struct {
	bank   storetest.Bank
	engine *engine.Engine
	runner *runner
	close  func()
}

func openBank(b storetest.Bank) (*workbench, error) {
	dir, err := os.MkdirTemp("", "oracle")
	if err != nil {
		return nil, err
	}
	gone := func() { _ = os.RemoveAll(dir) }
	if _, err := storetest.WriteTo(dir+"/banks", b); err != nil {
		gone()
		return nil, err
	}
	st, err := engine.OpenStore(context.Background(), []string{dir + "/banks"}, dir+"/cache")
	if err != nil {
		gone()
		return nil, err
	}
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Threads: 2,
	})
	if err != nil {
		gone()
		return nil, err
	}
	return &workbench{bank: b, engine: e, runner: &runner{kit: e.Kit(), store: st}, close: func() { _ = st.Close(); gone() }}, nil
}

// reading is a script read piece by piece, as a session reads what is typed.
type reading struct {
	bench    *workbench
	expander *expand.Expander
	session  *check.Session
	accepted []string // pieces
	calls    []*check.Call
	refused  map[int][]refusal // by number of calls before it
	broke    bool              // compare came to a line that fails on data
}

type refusal struct {
	piece string
	stmt  *expand.Statement
}

func newReading(b *workbench) *reading {
	kit := b.engine.Kit()
	return &reading{bench: b, expander: expand.NewExpander(kit.Evaluator), session: kit.Checker.NewSession(nil), refused: map[int][]refusal{}}
}

// add reads one piece; false when it is refused.
func (r *reading) add(piece string) bool {
	kit := r.bench.engine.Kit()
	script, found := kit.Parser.Parse(source.New("a", []byte(piece+"\n")))
	expander := r.expander.Clone()
	program, more := expander.Expand(script)
	found = append(found, more...)
	if found.HasErrors() {
		return false
	}
	checked, found := r.session.Next(program)
	if found.HasErrors() {
		if len(program.Statements) == 1 && program.Statements[0].Command != nil {
			r.refused[len(r.calls)] = append(r.refused[len(r.calls)], refusal{piece, program.Statements[0]})
		}
		return false
	}
	r.expander = expander
	r.accepted = append(r.accepted, piece)
	r.calls = append(r.calls, checked.Calls...)
	return true
}

// difference is where engine and oracle do not agree.
type difference struct {
	call int
	what string
}

// compare runs the accepted pieces and tells the first difference.
func (r *reading) compare(damage string) (diff *difference, unsure bool) {
	r.broke = false
	say := func(call int, format string, args ...any) *difference {
		return &difference{call, fmt.Sprintf(format, args...)}
	}
	s := oracle.New([]storetest.Bank{r.bench.bank}, damage)
	var after []map[string]*oracle.Dataset
	var tables [][]oracle.Table
	broken := -1
	var why *oracle.Broken
	if d := r.refusals(s, 0); d != nil {
		return d, false
	}
	for i, call := range r.calls {
		err := s.Do(call.Stmt)
		var refused *oracle.Refused
		if errors.As(err, &refused) {
			return say(i, "check accepts, oracle refuses: %s", refused.Why), false
		}
		if s.Unsure {
			unsure = true
			break
		}
		if errors.As(err, &why) {
			broken = i
			break
		}
		after = append(after, cloned(s.Datasets))
		tables = append(tables, s.Tables)
		if diff := compareSchema(call.After, s.Datasets[s.Active]); diff != "" {
			return say(i, "schema: %s", diff), false
		}
		if d := r.refusals(s, i+1); d != nil {
			return d, false
		}
	}
	if broken >= 0 {
		r.broke = true
		got := r.bench.runner.run(r.calls[:broken+1], func(int) []string { return nil }, 2, true)
		if got.err != nil || got.failed != broken || got.code != dataErrors[why.Why] {
			return say(broken, "the oracle fails on data here (%s), the engine at %d (%s %v)", why.Why, got.failed, got.code, got.err), false
		}
	}
	return r.compareRun(after, tables), unsure
}

// dataErrors are the codes of what can be wrong with data.
var dataErrors = map[string]diag.Code{"text that is no number": "R1041", "the source is not unique": "R1031"}

func cloned(m map[string]*oracle.Dataset) map[string]*oracle.Dataset {
	out := map[string]*oracle.Dataset{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

// refusals holds what check refused against the oracle, which must refuse it too.
func (r *reading) refusals(s *oracle.Session, at int) *difference {
	for _, x := range r.refused[at] {
		unsure := s.Unsure
		err := s.Do(x.stmt)
		s.Unsure = unsure
		var refused *oracle.Refused
		if !errors.As(err, &refused) {
			return &difference{at, "check refuses, oracle does not: " + x.piece}
		}
	}
	return nil
}

// compareRun runs the calls that the oracle is sure of: with every dataset after every call,
// and with the last ones only, on another number of threads.
func (r *reading) compareRun(after []map[string]*oracle.Dataset, tables [][]oracle.Table) *difference {
	calls := r.calls[:len(after)]
	if len(calls) == 0 {
		return nil
	}
	wanted := func(i int) []string {
		var out []string
		for name, d := range after[i] {
			if i == len(after)-1 || i == 0 || after[i-1][name] != d {
				out = append(out, name)
			}
		}
		slices.Sort(out)
		return out
	}
	for _, last := range []bool{false, true} {
		threads := 1
		if last {
			threads = 2
		}
		got := r.bench.runner.run(calls, wanted, threads, last)
		if got.err != nil || got.failed >= 0 {
			return &difference{max(got.failed, 0), fmt.Sprintf("the engine fails: %s %v", got.code, got.err)}
		}
		for i := range calls {
			for name, o := range got.after[i] {
				if diff := compareCells(o, after[i][name]); diff != "" {
					return &difference{i, fmt.Sprintf("%s: %s", name, diff)}
				}
				if diff := keptOrder(calls[i], i, name, got); diff != "" {
					return &difference{i, fmt.Sprintf("%s: %s", name, diff)}
				}
			}
			if diff := compareTables(got.tables[i], tables[i]); diff != "" {
				return &difference{i, diff}
			}
		}
	}
	return nil
}

// keptOrder: only commands that make rows may give them another order.
func keptOrder(call *check.Call, i int, name string, got *ran) string {
	switch call.Command.Declaration().Name {
	case "import", "import-event", "import-panel", "collapse", "reshape-to-panel", "reshape-from-panel", "clone-units", "clone-dataset", "rename-dataset":
		return ""
	}
	for j := i - 1; j >= 0; j-- {
		before, ok := got.after[j][name]
		if !ok {
			continue
		}
		if before.units == nil {
			return ""
		}
		now := got.after[i][name].units
		at := 0
		for k := range now.missing {
			for at < len(before.units.missing) && codeOf(before.units, at) != codeOf(now, k) {
				at++
			}
			if at == len(before.units.missing) {
				return "the order of the rows changed"
			}
			at++
		}
		return ""
	}
	return ""
}

// writeProgram makes a random program on a register. refusedToo keeps refused lines.
func writeProgram(c chance, b *workbench) *reading {
	r := newReading(b)
	known := map[string]bool{}
	for _, cmd := range stdlib.Commands() {
		known[cmd.Declaration().Name] = true
	}
	w := &writer{chance: c, known: known}
	r.add("require " + bankName + " as db")
	lines := 4 + c.IntN(22)
	for tries := 0; len(r.calls) < lines && tries < 3*lines; tries++ {
		w.state = r.session.State()
		w.d = w.state.ActiveDataset()
		if piece := w.line(); piece != "" {
			for _, p := range pieces(piece) {
				if !r.add(p) {
					break
				}
			}
		}
	}
	return r
}

// pieces cuts lines apart, except those of a loop.
func pieces(text string) []string {
	if strings.HasPrefix(text, "for ") {
		return []string{text}
	}
	return strings.Split(text, "\n")
}

// all is the pieces of a reading with the refused ones at their place.
func (r *reading) all() []string {
	var out []string
	calls := 0
	refused := func() {
		for _, x := range r.refused[calls] {
			out = append(out, x.piece)
		}
	}
	probe := newReading(r.bench)
	refused()
	for _, p := range r.accepted {
		probe.add(p)
		calls = len(probe.calls)
		out = append(out, p)
		refused()
	}
	return out
}

// again reads pieces afresh and compares.
func again(b *workbench, list []string, damage string) (*reading, *difference) {
	r := newReading(b)
	for _, p := range list {
		r.add(p)
	}
	d, _ := r.compare(damage)
	return r, d
}

// TestOracle holds random programs against the oracle: what check accepts and refuses, the
// schema after every line, every cell of every dataset, every number of every table, and the
// line that fails on data. A difference is made small and printed as an archive for
// testdata/oracle.
//
//	go test ./runtime/engine -run 'TestOracle$' -programs 100000 -seed 7 -v
func TestOracle(t *testing.T) {
	if testing.Short() {
		*programs = min(*programs, 200)
	}
	var next, clean, unsure, statements, failed, broken atomic.Int64
	var failures sync.Map
	var mu sync.Mutex
	used := map[string]int{}
	var wg sync.WaitGroup
	banks := (*programs + perBank - 1) / perBank
	for range *workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				n := int(next.Add(1)) - 1
				if n >= banks || int(failed.Load()) >= *failing {
					return
				}
				c := newChance(*seed, uint64(n))
				bench, err := openBank(makeBank(c))
				if err != nil {
					t.Error(err)
					return
				}
				for k := range min(perBank, *programs-n*perBank) {
					if int(failed.Load()) >= *failing {
						break
					}
					r := writeProgram(newChance(*seed, uint64(1<<32+n*perBank+k)), bench)
					d, doubt := r.compare("")
					statements.Add(int64(len(r.calls)))
					if r.broke {
						broken.Add(1)
					}
					mu.Lock()
					for _, call := range r.calls {
						used[call.Command.Declaration().Name]++
					}
					mu.Unlock()
					switch {
					case d != nil:
						failed.Add(1)
						failures.Store(n*perBank+k, shrunk(bench, r.all(), ""))
						t.Fail()
					case doubt:
						unsure.Add(1)
					default:
						clean.Add(1)
					}
				}
				bench.close()
			}
		}()
	}
	wg.Wait()
	failures.Range(func(_, v any) bool { t.Log(v); return true })
	t.Logf("%d programs with %d statements, %d compared to the end, %d up to a number that may be off, %d failed on data as they should; statements: %v",
		clean.Load()+unsure.Load(), statements.Load(), clean.Load(), unsure.Load(), broken.Load(), used)
}

// TestOracleCases runs archives as the shrinker prints them: what random programs found once.
func TestOracleCases(t *testing.T) {
	files, err := filepath.Glob("testdata/oracle/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	if *replay != "" {
		files = []string{*replay}
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runCase(t, path) })
	}
}

func runCase(t *testing.T, path string) {
	a, err := txtar.ParseFile(path)
	require.NoError(t, err)
	var script string
	var banks []storetest.Bank
	for _, f := range a.Files {
		switch f.Name {
		case "script":
			script = string(f.Data)
		case "register":
			banks, err = storetest.Parse(string(f.Data))
			require.NoError(t, err)
		}
	}
	b, err := openBank(banks[0])
	require.NoError(t, err)
	defer b.close()
	r, d := again(b, scriptPieces(script), "")
	for _, list := range r.refused {
		for _, x := range list {
			t.Error("refused: ", x.piece)
		}
	}
	if d != nil {
		t.Errorf("call %d: %s", d.call, d.what)
	}
}

func scriptPieces(script string) (out []string) {
	lines := strings.Split(strings.TrimSpace(script), "\n")
	for i := 0; i < len(lines); i++ {
		piece := lines[i]
		if strings.HasPrefix(piece, "for ") {
			for i++; i < len(lines); i++ {
				piece += "\n" + lines[i]
				if lines[i] == "end" {
					break
				}
			}
		}
		out = append(out, piece)
	}
	return out
}
