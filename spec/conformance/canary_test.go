package conformance

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/page/html"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/page/md"
	textpage "github.com/mdscript/mdscript/runtime/page/text"
	"github.com/mdscript/mdscript/runtime/store/storetest"
	"github.com/mdscript/mdscript/stdlib"
)

// inhabitants of the register of canaries. Everything in it that belongs to one person, the
// id included, is a number or a word that nothing else in the world looks like.
const inhabitants = 2400

// primes are as many primes of twelve digits, ascending.
var primes = sync.OnceValue(func() []int64 {
	var out []int64
	for n := int64(600_000_000_001); len(out) < 3*inhabitants; n += 2 {
		if big.NewInt(n).ProbablyPrime(0) {
			out = append(out, n)
		}
	}
	return out
})

// person k, from 0, as the register knows it.
func personID(k int) string    { return strconv.FormatInt(primes()[k], 10) }
func personWealth(k int) int64 { return primes()[inhabitants+k*7919%inhabitants] }
func personScore(k int) string { return fmt.Sprintf("%d.%07d", 10+k%80, 1_234_567+k*3_571) }
func personWord(k int) string  { return fmt.Sprintf("qvx%dzjk", primes()[2*inhabitants+k]%1_000_003) }
func personRemark(k int) string { // common words, and one in forty of its own
	if k%40 == 7 {
		return personWord(k)
	}
	return []string{"alpha", "beta", "gamma"}[k%3]
}

// town makes the register. without leaves out one person, order is the order of the rows.
type town struct {
	without  int // −1: nobody
	order    func(i int) int
	versions []string
	profile  string
}

func plainTown() town {
	return town{without: -1, order: func(i int) int { return i }, profile: "microdata"}
}

func (w town) bank() storetest.Bank {
	person := func(name, typ string, value func(k int) string) storetest.Variable {
		v := storetest.Variable{Name: name, Title: name, TitleEN: name, Unit: "PERSON", Temporality: "FIXED", Type: typ}
		for i := range inhabitants {
			if k := w.order(i); k != w.without {
				v.Rows = append(v.Rows, storetest.Row{Unit: personID(k), Value: value(k)})
			}
		}
		return v
	}
	number := func(f func(k int) int64) func(int) string {
		return func(k int) string { return strconv.FormatInt(f(k), 10) }
	}
	sex := person("SEX", "text", number(func(k int) int64 { return int64(1 + k*7/5%2) }))
	sex.Codes = []storetest.Code{{Code: "1", Label: "Mann", LabelEN: "Man"}, {Code: "2", Label: "Kvinne", LabelEN: "Woman"}}
	place := person("PLACE", "text", number(func(k int) int64 { return int64(1 + k%7) }))
	for c := '1'; c <= '7'; c++ {
		place.Codes = append(place.Codes, storetest.Code{Code: string(c), Label: "Sted " + string(c), LabelEN: "Place " + string(c)})
	}
	owner := storetest.Variable{Name: "OWNER", Title: "Owner", TitleEN: "Owner", Unit: "JOBB", Temporality: "FIXED", Type: "key:PERSON"}
	hours := storetest.Variable{Name: "HOURS", Title: "Hours", TitleEN: "Hours", Unit: "JOBB", Temporality: "FIXED", Type: "decimal"}
	for i := range inhabitants {
		k := w.order(i)
		for j := range 1 + k%3 {
			if k == w.without {
				continue
			}
			id := strconv.FormatInt(primes()[k]*10+int64(j), 10)
			owner.Rows = append(owner.Rows, storetest.Row{Unit: id, Value: personID(k)})
			hours.Rows = append(hours.Rows, storetest.Row{Unit: id, Value: personScore(k)})
		}
	}
	return storetest.Bank{Name: "no.test.town", Profile: w.profile, Versions: w.versions, Variables: []storetest.Variable{
		person("RANK", "integer", number(func(k int) int64 { return int64(k) })),
		person("WEALTH", "integer", number(personWealth)),
		person("SCORE", "decimal", personScore),
		person("REMARK", "text", personRemark),
		person("FAMILY", "key:FAMILIE", number(func(k int) int64 { return primes()[k-k%2] })),
		sex, place, owner, hours,
	}}
}

// write makes the register's folder.
func (w town) write(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	storetest.Write(t, dir, w.bank())
	return dir
}

// machine is an engine over a register, and where it puts its files.
type machine struct {
	*engine.Engine
	cache string
}

type setting struct {
	threads int
	ring    func(disclosure.Policy) (disclosure.Ring, error)
}

func openTown(t *testing.T, dir string, s setting) machine {
	t.Helper()
	cache := t.TempDir()
	st, err := engine.OpenStore(context.Background(), []string{dir}, cache)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, st.Close()) })
	e, err := engine.New(engine.Options{
		Commands: stdlib.Commands(), Functions: stdlib.Functions(), Habits: stdlib.Habits(), Evaluator: stdlib.Evaluator(),
		Entries: stdlib.Entries(), Store: st, Threads: max(s.threads, 1), Lang: text.English, Ring: s.ring,
		Panicked: func(stack []byte) { t.Errorf("panic inside the engine:\n%s", stack) },
	})
	require.NoError(t, err)
	return machine{e, cache}
}

// linked is how scripts about the town begin.
const linked = `require no.test.town as db
create-dataset people
import db/RANK as rank
import db/WEALTH as wealth
import db/SCORE as score
import db/REMARK as remark
import db/SEX as sex
import db/PLACE as place
`

// everything a script's author can see of a run: four formats, messages, the plan.
func (m machine) everything(t *testing.T, script string) string {
	t.Helper()
	file := source.New("script", []byte(script))
	r := m.Run(context.Background(), file, nil)
	var out bytes.Buffer
	for _, render := range []func() error{
		func() error { return textpage.Render(&out, r.Document, textpage.Style{}) },
		func() error { return json.Render(&out, r.Document) },
		func() error { return md.Render(&out, r.Document) },
		func() error { return html.Render(&out, r.Document) },
		func() error { return diag.Render(&out, file, r.Problems, m.Messages(), text.English, false) },
	} {
		require.NoError(t, render())
	}
	plan, _ := m.Explain(context.Background(), file)
	fmt.Fprintf(&out, "%s\nexit %d\n", plan, r.Exit)
	return out.String()
}

// released is the text a script shows, and its exit.
func (m machine) released(t *testing.T, script string) (string, engine.Result) {
	t.Helper()
	file := source.New("script", []byte(script))
	r := m.Run(context.Background(), file, nil)
	require.NotEqual(t, engine.ExitInternal, r.Exit, "%v", r.Cause)
	var out strings.Builder
	require.NoError(t, json.Render(&out, r.Document))
	require.NoError(t, diag.Render(&out, file, r.Problems, m.Messages(), text.English, false))
	return out.String(), r
}

// files reads all names and contents below a folder.
func files(t *testing.T, dir string) (names []string, content map[string][]byte) {
	t.Helper()
	content = map[string][]byte{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		names = append(names, path)
		content[path], err = os.ReadFile(path)
		return err
	}))
	return names, content
}
