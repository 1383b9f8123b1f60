package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// copier makes data from hidden ones and remembers what it made.
type copier struct {
	mu   sync.Mutex
	made []string
}

func (g *copier) Generate(_ context.Context, r engine.Request) error {
	g.mu.Lock()
	g.made = append(g.made, strings.TrimSpace(fmt.Sprint(r.Variable, " ", r.Year)))
	slices.Sort(g.made)
	g.mu.Unlock()
	return storetest.Copy(r.Parameters, r.Variable, r.Year, r.Out)
}

// lazyText is a bank of 2,000 persons with pay of two years.
func lazyText() string {
	var b strings.Builder
	b.WriteString("bank no.test.db open\nvariable SEX PERSON FIXED text\ncode 1\ncode 2\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "%d;%d\n", 1000+i, 1+i%2)
	}
	b.WriteString("variable PAY PERSON ACCUMULATED integer\n")
	for i := range 2000 {
		fmt.Fprintf(&b, "%d;%d;2019-01-01;2019-12-31\n%d;%d;2020-01-01;2020-12-31\n", 1000+i, i%7, 1000+i, i%11)
	}
	b.WriteString("variable BORN PERSON FIXED integer\n")
	for i := range 1500 {
		fmt.Fprintf(&b, "%d;%d\n", 1000+i, i)
	}
	return b.String()
}

// Scripts over data made on first read give the bytes they always give, and nothing is made
// that they do not need.
func TestScriptsOverLazyData(t *testing.T) {
	banks, err := storetest.Parse(lazyText())
	require.NoError(t, err)
	dir, g := t.TempDir(), &copier{}
	storetest.WriteLazy(t, dir, banks[0], "SEX", "PAY", "BORN")
	st, err := engine.OpenLazyStore(context.Background(), []string{dir}, t.TempDir(), map[string]engine.Generator{storetest.Copier: g})
	require.NoError(t, err)
	defer func() { require.NoError(t, st.Close()) }()
	lazy := open(t, nil, func(o *engine.Options) { o.Store, o.Data = st, nil })

	whole := t.TempDir()
	storetest.Write(t, whole, banks[0])
	all, err := engine.OpenStore(context.Background(), []string{whole}, t.TempDir())
	require.NoError(t, err)
	defer func() { require.NoError(t, all.Close()) }()
	eager := open(t, nil, func(o *engine.Options) { o.Store, o.Data = all, nil })

	program := file("require no.test.db:1 as db", "create-dataset p", "import db/SEX as sex", "import db/BORN as born",
		"import db/PAY 2020-06-01 as pay", "tabulate sex, summarize(pay) mean std")
	require.Equal(t, engine.ExitOK, lazy.Check(context.Background(), program).Exit)
	_, r := lazy.Explain(context.Background(), program)
	require.Equal(t, engine.ExitOK, r.Exit)
	require.Empty(t, g.made, "checking and explaining make nothing")

	render := func(e *engine.Engine) string {
		r := e.Run(context.Background(), program, nil)
		require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
		var out strings.Builder
		require.NoError(t, json.Render(&out, r.Document))
		return out.String()
	}
	require.Equal(t, render(eager), render(lazy))
	require.Equal(t, []string{"PAY 2020", "SEX 0"}, g.made, "born is not used, and 2019 not wanted")
}

// A store whose generator the program does not have says so; the script's author sees no more
// than the variable.
func TestLazyDataNobodyCanMake(t *testing.T) {
	banks, err := storetest.Parse(lazyText())
	require.NoError(t, err)
	dir := t.TempDir()
	storetest.WriteLazy(t, dir, banks[0], "BORN")
	st, err := engine.OpenStore(context.Background(), []string{dir}, t.TempDir())
	require.NoError(t, err)
	defer func() { require.NoError(t, st.Close()) }()
	e := open(t, nil, func(o *engine.Options) { o.Store, o.Data = st, nil })
	r := e.Run(context.Background(), file("require no.test.db:1 as db", "create-dataset p", "import db/SEX as sex", "tabulate sex"), nil)
	require.Equal(t, engine.ExitOK, r.Exit, "%v", r.Problems)
	r = e.Run(context.Background(), file("require no.test.db:1 as db", "create-dataset p", "import db/BORN as born", "tabulate born"), nil)
	require.Equal(t, engine.ExitStore, r.Exit, "%v", r.Problems)
	require.EqualValues(t, "T0020", r.Problems[0].Code)
}
