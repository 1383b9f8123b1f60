package synth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/runtime/store"
)

// Every variable lies in the bank that the catalogue names for it.
func TestBanksOfTheCatalogue(t *testing.T) {
	of := map[string]int{}
	for _, name := range Banks() {
		var files map[string]string
		readJSON(t, filepath.Join(filepath.Dir(smallBank(t)), name, "datastore", "data_versions__60_0.json"), &files)
		require.Len(t, files, len(sampleOf(t, name)))
		of[name] = len(files)
	}
	require.Positive(t, of[Bank])
	require.Positive(t, of[HospitalBank])
}

// Each bank has the history, as one file where the system has links, and a generator takes that
// of one bank for that of another.
func TestOneHistory(t *testing.T) {
	bank := lazyBank(t, 1000, 5)
	other := filepath.Join(filepath.Dir(bank), HospitalBank)
	a, err := os.Stat(filepath.Join(bank, historyRel))
	require.NoError(t, err)
	b, err := os.Stat(filepath.Join(other, historyRel))
	require.NoError(t, err)
	require.True(t, os.SameFile(a, b))
	require.NoError(t, os.RemoveAll(filepath.Join(other, "history"))) // a copy is as good
	require.NoError(t, os.CopyFS(filepath.Join(other, "history"), os.DirFS(filepath.Join(bank, "history"))))

	g := NewGenerator()
	defer func() { require.NoError(t, g.Close()) }()
	var open *country
	for i, where := range []string{bank, other} {
		name := []string{"BEFOLKNING_KJOENN", "NPRID"}[i]
		r := store.Request{Bank: where, Parameters: readLazy(t, where).Parameters, Variable: name, Out: filepath.Join(t.TempDir(), "x")}
		require.NoError(t, g.Generate(t.Context(), r))
		if i == 0 {
			open = g.open
		}
		require.Same(t, open, g.open)
	}
}

// A history outside of the bank is not looked at.
func TestHistoryOutside(t *testing.T) {
	bank := lazyBank(t, 1000, 3)
	g := NewGenerator()
	for _, path := range []string{"../no.ssb.fdb/history/life.bin", filepath.Join(bank, historyRel), "history/../../x", ""} {
		r := store.Request{Bank: bank, Variable: "BEFOLKNING_KJOENN", Out: filepath.Join(t.TempDir(), "x")}
		r.Parameters = fmt.Appendf(nil, `{"persons":1000,"seed":3,"history":%q}`, path)
		require.ErrorIs(t, g.Generate(t.Context(), r), errOutside, path)
	}
}

// The draft of the patient register has the variables and data of its newest version.
func TestDraft(t *testing.T) {
	for _, dir := range []string{filepath.Dir(smallBank(t)), filepath.Dir(lazyBank(t, 1000, 5))} {
		s, err := store.Open(t.Context(), store.Options{Dirs: []string{dir}, Cache: t.TempDir()})
		require.NoError(t, err)
		b, ok := s.Bank(HospitalBank)
		require.True(t, ok)
		draft, ok := b.Version("DRAFT")
		require.True(t, ok, "%v", s.Problem())
		newest, ok := b.Version("60")
		require.True(t, ok)
		require.Equal(t, newest.Names(), draft.Names())
		main, ok := s.Bank(Bank)
		require.True(t, ok)
		_, ok = main.Version("DRAFT")
		require.False(t, ok, "nobody asks for one")
		require.NoError(t, s.Close())
	}
}

// Killed between the two renames, a country is completed by whoever makes the same one, and
// only by him.
func TestHalfACountry(t *testing.T) {
	for _, all := range []bool{false, true} {
		root := t.TempDir()
		o := Options{Only: few(), Persons: 1000, Out: root, Seed: 5, All: all}
		require.NoError(t, Generate(t.Context(), o))
		require.NoError(t, os.RemoveAll(filepath.Join(root, Bank)))
		other := o
		other.Seed = 6
		require.ErrorIs(t, Generate(t.Context(), other), ErrExists)
		require.NoDirExists(t, filepath.Join(root, Bank))
		require.NoError(t, Generate(t.Context(), o))
		require.DirExists(t, filepath.Join(root, Bank))
		left, err := os.ReadDir(root)
		require.NoError(t, err)
		require.Len(t, left, 2)
	}
}

// Who comes second leaves what the first has published.
func TestPublishTwice(t *testing.T) {
	from, root := t.TempDir(), t.TempDir()
	for _, name := range Banks() {
		require.NoError(t, os.MkdirAll(filepath.Join(from, name, "datastore"), 0o755))
	}
	require.NoError(t, publish(from, root))
	require.NoError(t, os.MkdirAll(filepath.Join(from, HospitalBank, "datastore"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(from, Bank, "datastore"), 0o755))
	require.ErrorIs(t, publish(from, root), ErrExists)
	for _, name := range Banks() {
		require.DirExists(t, filepath.Join(root, name), "another process's, or the same")
	}
}

// Blocks are used in their order whatever threads do, and no more are in memory than allowed.
func TestInOrder(t *testing.T) {
	for workers := 1; workers <= 5; workers++ {
		next, open := 0, atomic.Int32{}
		seen := map[*sheet.Rows]bool{}
		err := inOrder(t.Context(), workers, 200, func(k int, b *sheet.Rows) {
			if open.Add(1) > int32(workers) {
				t.Error("too many at a time")
			}
			b.Add(int64(k), 1)
			open.Add(-1)
		}, func(b *sheet.Rows) error {
			require.Equal(t, []int64{int64(next)}, b.IDs())
			seen[b], next = true, next+1
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, 200, next)
		require.LessOrEqual(t, len(seen), workers+2)
	}
}

func TestInOrderStops(t *testing.T) {
	nothing := func(int, *sheet.Rows) {}
	broken := errors.New("x")
	n := 0
	require.ErrorIs(t, inOrder(t.Context(), 3, 50, nothing, func(*sheet.Rows) error {
		if n++; n == 7 {
			return broken
		}
		return nil
	}), broken)
	require.Equal(t, 7, n)
	require.ErrorContains(t, inOrder(t.Context(), 3, 50, func(k int, _ *sheet.Rows) {
		if k == 9 {
			panic("y")
		}
	}, func(*sheet.Rows) error { return nil }), "block 9: writing failed: y")
	ctx, cancel := context.WithCancel(t.Context())
	n = 0
	require.ErrorIs(t, inOrder(ctx, 3, 50, nothing, func(*sheet.Rows) error {
		if n++; n == 3 {
			cancel()
		}
		return nil
	}), context.Canceled)
	require.Less(t, n, 50)
}

// Many threads and small blocks give the bytes of one thread: for every variable.
func TestBlocksOfRows(t *testing.T) {
	bank := lazyBank(t, 1000, 5)
	for _, name := range Banks() {
		where := filepath.Join(filepath.Dir(bank), name)
		l := readLazy(t, where)
		one, many := NewGenerator(), NewGenerator()
		many.units = 97
		for _, v := range sampleOf(t, name) {
			of, dir := l.Variables[v], t.TempDir()
			r := store.Request{Bank: where, Parameters: l.Parameters, Variable: v}
			if len(of.Years) > 0 {
				r.Year = of.Years[len(of.Years)/2].Year
			}
			for i, g := range []*Generator{one, many} {
				if r.Out = filepath.Join(dir, fmt.Sprint(i)); r.Year != 0 {
					require.NoError(t, os.Mkdir(r.Out, 0o755))
				}
				g.threads = 1 + 4*i
				require.NoError(t, g.Generate(t.Context(), r), v)
			}
			sameFiles(t, filepath.Join(dir, "1"), filepath.Join(dir, "0"))
		}
		require.NoError(t, errors.Join(one.Close(), many.Close()))
	}
}
