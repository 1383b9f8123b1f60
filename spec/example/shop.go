package example

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	textpage "github.com/mdscript/mdscript/runtime/page/text"
	"github.com/mdscript/mdscript/runtime/store"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/stdlib"
)

// Shop keeps the stores and engines of one test: equal registers are written once. It may
// be used by tests that run side by side.
type Shop struct {
	dir      string
	panicked func(stack []byte)

	mu      sync.Mutex
	stores  map[string]*store.Store
	engines map[string]*engine.Engine
}

// Outcome is what became of a script.
type Outcome struct {
	engine.Result
	Released, Diagnostics string // as text
}

// NewShop makes a shop that lasts as long as the test and the tests inside it.
func NewShop(t testing.TB) *Shop {
	s := &Shop{
		dir: t.TempDir(), stores: map[string]*store.Store{}, engines: map[string]*engine.Engine{},
		panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	}
	t.Cleanup(func() {
		for _, st := range s.stores {
			require.NoError(t, st.Close())
		}
	})
	return s
}

// Engine is the whole language over a register.
func (s *Shop) Engine(t testing.TB, register string, lang text.Lang) *engine.Engine {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	key := lang.String() + " " + register
	if e := s.engines[key]; e != nil {
		return e
	}
	e := newEngine(t, s.store(t, register), lang, s.panicked)
	s.engines[key] = e
	return e
}

// Open opens the banks below a folder with the whole language, for one test.
func Open(t testing.TB, dir string, lang text.Lang) *engine.Engine {
	t.Helper()
	st, err := engine.OpenStore(context.Background(), []string{dir}, t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	return newEngine(t, st, lang, func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) })
}

func newEngine(t testing.TB, st *store.Store, lang text.Lang, panicked func([]byte)) *engine.Engine {
	t.Helper()
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Threads: 2, Lang: lang, Panicked: panicked,
	})
	require.NoError(t, err)
	return e
}

// store writes a register and opens it.
func (s *Shop) store(t testing.TB, register string) *store.Store {
	t.Helper()
	if st := s.stores[register]; st != nil {
		return st
	}
	home := filepath.Join(s.dir, strconv.Itoa(len(s.stores)))
	banks, cache := filepath.Join(home, "banks"), filepath.Join(home, "cache")
	require.NoError(t, os.MkdirAll(banks, 0o755))
	require.NoError(t, os.MkdirAll(cache, 0o700))
	storetest.WriteText(t, banks, register)
	st, err := engine.OpenStore(context.Background(), []string{banks}, cache)
	require.NoError(t, err)
	s.stores[register] = st
	return st
}

// Run runs the script of an example.
func (s *Shop) Run(t testing.TB, x *Example, lang text.Lang) Outcome {
	t.Helper()
	return RunScript(t, s.Engine(t, x.Register, lang), x.Script)
}

// RunScript runs a script and gives what it shows and, in English, what is wrong with it.
func RunScript(t testing.TB, e *engine.Engine, script string) Outcome {
	t.Helper()
	file := source.New("script", []byte(script))
	r := e.Run(context.Background(), file, nil)
	if r.Exit == engine.ExitInternal {
		t.Fatalf("internal error: %v", r.Cause)
	}
	var out strings.Builder
	require.NoError(t, textpage.Render(&out, r.Document, textpage.Style{}))
	var wrong strings.Builder
	require.NoError(t, diag.Render(&wrong, file, r.Problems, e.Messages(), text.English, false))
	return Outcome{Result: r, Released: out.String(), Diagnostics: wrong.String()}
}
