package synth

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/store"
)

// lazyBank writes a store without data.
func lazyBank(t *testing.T, persons int, seed uint64) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, Generate(context.Background(), Options{Only: sampled(), Persons: persons, Out: dir, Seed: seed}))
	return filepath.Join(dir, Bank)
}

// listed is lazy.json as a reader sees it.
type listed struct {
	Lazy       int
	Generator  string
	Parameters json.RawMessage
	Variables  map[string]struct {
		File  string
		Rows  int
		From  *int16
		To    *int16
		Years []struct {
			Year     int
			From, To int16
		}
	}
}

func readLazy(t *testing.T, bank string) (l listed) {
	t.Helper()
	readJSON(t, filepath.Join(bank, "datastore", "lazy.json"), &l)
	return l
}

// sameFiles compares what was made with files of another bank.
func sameFiles(t *testing.T, made, want string) {
	t.Helper()
	info, err := os.Stat(want)
	require.NoError(t, err)
	if !info.IsDir() {
		a, err := os.ReadFile(made)
		require.NoError(t, err)
		b, err := os.ReadFile(want)
		require.NoError(t, err)
		if string(a) != string(b) {
			t.Errorf("%s differs", want)
		}
		return
	}
	inside := func(dir string) (list []string) {
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	require.Equal(t, inside(want), inside(made))
	for _, name := range inside(want) {
		sameFiles(t, filepath.Join(made, name), filepath.Join(want, name))
	}
}

// What is made on first read has the bytes of what --all writes, part for part, whoever asks
// for how many at a time.
func TestLazyPartsAreThoseOfAll(t *testing.T) {
	bank, all := lazyBank(t, 2000, 3), smallBank(t)
	require.NoDirExists(t, filepath.Join(bank, "data"))
	l := readLazy(t, bank)
	require.Equal(t, GeneratorName, l.Generator)
	var files map[string]string
	readJSON(t, filepath.Join(all, "datastore", "data_versions__1_0.json"), &files)
	require.Len(t, l.Variables, len(files))

	g := NewGenerator()
	defer func() { require.NoError(t, g.Close()) }()
	out, queue := t.TempDir(), make(chan string)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for name := range queue {
				of := l.Variables[name]
				target := filepath.Join(out, of.File)
				if of.Years == nil {
					if err := g.Generate(t.Context(), store.Request{Bank: bank, Parameters: l.Parameters, Variable: name, Out: target}); err != nil {
						t.Error(name, err)
						continue
					}
				}
				for _, y := range of.Years {
					dir := filepath.Join(target, fmt.Sprint("start_year=", y.Year))
					if err := os.MkdirAll(dir, 0o755); err != nil {
						t.Error(err)
					}
					if err := g.Generate(t.Context(), store.Request{Bank: bank, Parameters: l.Parameters, Variable: name, Year: y.Year, Out: dir}); err != nil {
						t.Error(name, err)
					}
				}
			}
		})
	}
	some := map[string]bool{} // all would take long, and differ in nothing that matters here
	for i, name := range slices.Sorted(maps.Keys(l.Variables)) {
		require.Equal(t, files[name], l.Variables[name].File)
		if some[name] = i%4 == 1 || os.Getenv("SYNTH_EVERY") != ""; some[name] {
			queue <- name
		}
	}
	close(queue)
	wg.Wait()
	require.False(t, t.Failed())
	for name := range some {
		of := l.Variables[name]
		if !some[name] {
			continue
		}
		require.Equal(t, files[name], of.File)
		sameFiles(t, filepath.Join(out, of.File), filepath.Join(all, "data", name, of.File))
	}
}

// lazy.json tells the days and numbers of rows that the data have.
func TestLazyDaysAreThoseOfTheRows(t *testing.T) {
	bank, all := lazyBank(t, 2000, 3), smallBank(t)
	facts, err := names.ReadCatalogue()
	require.NoError(t, err)
	most, told := map[string]int{}, map[string]int{} // rows of FIXED variables by unit type
	for name, of := range readLazy(t, bank).Variables {
		rows := readRows(t, all, name, of.File)
		if of.Years == nil {
			require.NotNil(t, of.From, name)
			for _, r := range rows {
				if r.nullStart {
					require.Equal(t, []int16{r.stop, r.stop}, []int16{*of.From, *of.To}, name)
					continue
				}
				require.GreaterOrEqual(t, r.start, *of.From, name)
				require.Nil(t, of.To, "spells may be open")
			}
			unit := facts.ByName[name].UnitType
			if len(rows) > 0 && rows[0].nullStart {
				most[unit] = max(most[unit], len(rows))
			}
			if of.Rows > 0 {
				require.Len(t, rows, of.Rows, name)
				require.Zero(t, told[unit], "one variable of a type tells")
				told[unit] = of.Rows
			}
			continue
		}
		at := 0
		for _, r := range rows {
			for of.Years[at].Year != calendar.YearOf(r.start) {
				at++
				require.Less(t, at, len(of.Years), name)
			}
			require.True(t, of.Years[at].From <= r.start && r.stop <= of.Years[at].To, name)
		}
	}
	require.Equal(t, most, told, "the largest variable of each type of units")
}

// A generator keeps one country open, and none is mixed up with another.
func TestTwoCountriesAtOnce(t *testing.T) {
	a, b := lazyBank(t, 2000, 3), lazyBank(t, 1000, 4)
	la, lb := readLazy(t, a), readLazy(t, b)
	g := NewGenerator()
	defer func() { require.NoError(t, g.Close()) }()
	const name = "BEFOLKNING_KJOENN"
	other := filepath.Join(t.TempDir(), "x")
	require.NoError(t, g.Generate(t.Context(), store.Request{Bank: b, Parameters: lb.Parameters, Variable: name, Out: other}))
	dir := t.TempDir()
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Go(func() {
			for k := range 3 {
				r := store.Request{Bank: a, Parameters: la.Parameters, Variable: name, Out: filepath.Join(dir, fmt.Sprint(i, "-", k))}
				if i%2 == 0 {
					r.Bank, r.Parameters = b, lb.Parameters
				}
				if err := g.Generate(t.Context(), r); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for i := range 6 {
		for k := range 3 {
			want := filepath.Join(smallBank(t), "data", name, name+"__1_0.parquet")
			if i%2 == 0 {
				want = other
			}
			sameFiles(t, filepath.Join(dir, fmt.Sprint(i, "-", k)), want)
		}
	}
}

func TestRequestsNobodyCanMeet(t *testing.T) {
	bank := lazyBank(t, 1000, 3)
	good := readLazy(t, bank).Parameters
	g := NewGenerator()
	defer func() { require.NoError(t, g.Close()) }()
	for name, r := range map[string]store.Request{
		"no parameters":    {Variable: "BEFOLKNING_KJOENN"},
		"another seed":     {Variable: "BEFOLKNING_KJOENN", Parameters: json.RawMessage(`{"persons":1000,"seed":5,"history":"history/life.bin"}`)},
		"no history":       {Variable: "BEFOLKNING_KJOENN", Parameters: json.RawMessage(`{"persons":1000,"seed":3,"history":"life.bin"}`)},
		"not a history":    {Variable: "BEFOLKNING_KJOENN", Parameters: json.RawMessage(`{"persons":1000,"seed":3,"history":"datastore/lazy.json"}`)},
		"unknown variable": {Variable: "X", Parameters: good},
		"a year of FIXED":  {Variable: "BEFOLKNING_KJOENN", Parameters: good, Year: 2015},
	} {
		r.Bank, r.Out = bank, filepath.Join(t.TempDir(), "x")
		require.Error(t, g.Generate(t.Context(), r), name)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, g.Generate(ctx, store.Request{Bank: bank, Parameters: good, Variable: "BEFOLKNING_KJOENN", Out: filepath.Join(t.TempDir(), "x")}), context.Canceled)
}

// A store reads variables through the generator as from one that has them.
func TestReadingALazyStore(t *testing.T) {
	lazy, all := lazyBank(t, 2000, 3), smallBank(t)
	g := NewGenerator()
	defer func() { require.NoError(t, g.Close()) }()
	read := func(bank string) (rows int) {
		s, err := store.Open(t.Context(), store.Options{Dirs: []string{bank}, Cache: t.TempDir(), Generators: map[string]store.Generator{GeneratorName: g}})
		require.NoError(t, err)
		defer func() { require.NoError(t, s.Close()) }()
		b, _ := s.Bank(Bank)
		v, ok := b.Version("30")
		require.True(t, ok, "%v", s.Problem())
		of, ok := v.Variable("BEFOLKNING_KJOENN")
		require.True(t, ok)
		c := &kernel.Context{Ctx: t.Context(), Pool: mem.NewPool(1 << 30), Threads: 2}
		w, err := s.View(c, v, of, store.Whole())
		require.NoError(t, err)
		units, _, err := w.Population(c)
		require.NoError(t, err)
		return units.Len
	}
	require.Equal(t, read(all), read(lazy))
	entries, err := os.ReadDir(filepath.Join(lazy, "data"))
	require.NoError(t, err)
	require.LessOrEqual(t, len(entries), 2, "the variable, and one that numbers the persons")
}

func TestCompleting(t *testing.T) {
	some := few() // every part is written through to the disk
	root := t.TempDir()
	require.NoError(t, Generate(t.Context(), Options{Only: some, Persons: 1000, Out: root, Seed: 5}))
	require.True(t, Lazy(root))
	_, err := Complete(t.Context(), Options{Out: root, Persons: 2000})
	require.ErrorIs(t, err, ErrOther)
	_, err = Complete(t.Context(), Options{Out: root, Seed: 6})
	require.ErrorIs(t, err, ErrOther)
	last := 0.0
	w, err := Complete(t.Context(), Options{Out: root, Persons: 1000, Progress: func(_ text.Text, share float64) { last = share }})
	require.NoError(t, err)
	require.InDelta(t, 1, last, 1e-9)

	all := t.TempDir()
	eager, err := Write(context.Background(), Options{Only: some, Persons: 1000, Out: all, Seed: 5, All: true})
	require.NoError(t, err)
	require.False(t, Lazy(all))
	require.Equal(t, eager, w)
	for _, bank := range Banks() {
		for name, of := range readLazy(t, filepath.Join(root, bank)).Variables {
			sameFiles(t, filepath.Join(root, bank, "data", name, of.File), filepath.Join(all, bank, "data", name, of.File))
		}
	}
	again, err := Complete(t.Context(), Options{Out: root})
	require.NoError(t, err)
	require.Zero(t, again)
}
