package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// copier makes parts from hidden data and writes down what it made, where every process
// that makes parts of the store can do so.
type copier struct {
	log    string
	before func(r Request) error
}

func (g copier) Generate(_ context.Context, r Request) error {
	if g.before != nil {
		if err := g.before(r); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(g.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s %d\n", r.Variable, r.Year)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return storetest.Copy(r.Parameters, r.Variable, r.Year, r.Out)
}

// lazyBank is a store whose data are made on first read.
type lazyBank struct {
	t    *testing.T
	dir  string
	root string
	log  string
}

func newLazy(t *testing.T, content string, names ...string) lazyBank {
	t.Helper()
	banks, err := storetest.Parse(content)
	require.NoError(t, err)
	if names == nil {
		for _, v := range banks[0].Variables {
			names = append(names, v.Name)
		}
	}
	dir := t.TempDir()
	return lazyBank{t, dir, storetest.WriteLazy(t, dir, banks[0], names...), filepath.Join(dir, "LOG")}
}

// open opens the store anew with a cache of its own.
func (l lazyBank) open(before func(r Request) error) (*Store, catalogue.Version) {
	l.t.Helper()
	return l.openWith(map[string]Generator{storetest.Copier: copier{l.log, before}})
}

func (l lazyBank) openWith(g map[string]Generator) (*Store, catalogue.Version) {
	l.t.Helper()
	s, err := Open(l.t.Context(), Options{Dirs: []string{l.dir}, Cache: l.t.TempDir(), Generators: g})
	require.NoError(l.t, err)
	l.t.Cleanup(func() { require.NoError(l.t, s.Close()) })
	b, _ := s.Bank(bank)
	v, ok := b.Version("")
	require.True(l.t, ok, "%v", s.Problem())
	return s, v
}

// made lists what was made so far, sorted.
func (l lazyBank) made() string {
	b, err := os.ReadFile(l.log)
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(l.t, err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

// clean checks that nothing half made lies about.
func (l lazyBank) clean() {
	l.t.Helper()
	entries, err := os.ReadDir(filepath.Join(l.root, workRel))
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(l.t, err)
	}
	for _, e := range entries {
		require.True(l.t, strings.HasSuffix(e.Name(), ".lock"), e.Name())
	}
}

// edit changes a file of the bank; nil removes it.
func (l lazyBank) edit(rel string, change func([]byte) []byte) {
	l.t.Helper()
	path := filepath.Join(l.root, filepath.FromSlash(rel))
	b, err := os.ReadFile(path)
	require.NoError(l.t, err)
	if b = change(b); b == nil {
		require.NoError(l.t, os.Remove(path))
		return
	}
	require.NoError(l.t, os.WriteFile(path, b, 0o644))
}

// population imports a variable and prints units and values.
func population(t *testing.T, s *Store, v catalogue.Version, name, iso string) string {
	t.Helper()
	q := Whole()
	if iso != "" {
		q = At(day(t, iso))
	}
	units, values, err := viewed(t, s, v, name, q).Population(run())
	require.NoError(t, err)
	return name + " " + iso + ": " + show(units) + " = " + show(values)
}

func TestLazyDataAreAsOthers(t *testing.T) {
	eager, ve := opened(t, four)
	l := newLazy(t, four)
	lazy, vl := l.open(nil)
	for _, test := range []struct{ name, day string }{
		{"SEX", ""}, {"CIVIL", "1995-06-01"}, {"CIVIL", "1979-12-31"}, {"PAY", "2019-01-01"}, {"PAY", "2020-05-05"},
		{"PAY", "2018-12-31"}, {"HOME", "2020-01-01"}, {"HOME", "2021-01-01"}, {"MOTHER", ""}, {"BORN", ""}, {"KOMM", ""},
	} {
		want := Want{ve, variable(t, ve, test.name), Whole()}
		if test.day != "" {
			want.Query = At(day(t, test.day))
		}
		require.NoError(t, eager.Prepare(run(), []Want{want}))
		want.Version, want.Variable = vl, variable(t, vl, test.name)
		require.NoError(t, lazy.Prepare(run(), []Want{want}))
	}
	for _, test := range [][2]string{{"SEX", ""}, {"CIVIL", "1995-06-01"}, {"PAY", "2019-01-01"}, {"HOME", "2021-01-01"}, {"MOTHER", ""}, {"BORN", ""}} {
		require.Equal(t, population(t, eager, ve, test[0], test[1]), population(t, lazy, vl, test[0], test[1]))
	}
	require.Equal(t, "BORN 0, CIVIL 0, HOME 2020, HOME 2021, KOMM 0, MOTHER 0, PAY 2018, PAY 2019, PAY 2020, SEX 0", l.made())
	l.clean()
	require.Positive(t, lazy.BytesRead(bank, "SEX"))
	// Files have the bytes the generator wrote, so both stores have read as much.
	require.Equal(t, eager.BytesRead(bank, "BORN"), lazy.BytesRead(bank, "BORN"))

	// Whoever comes later finds all of it made.
	again, v := l.openWith(nil)
	require.Contains(t, population(t, again, v, "PAY", "2019-01-01"), "= 500 -7 90")
}

func TestOnlyWhatADateNeedsIsMade(t *testing.T) {
	l := newLazy(t, four)
	s, v := l.open(nil)
	for _, name := range v.Names() {
		variable(t, v, name).CodesAt(0)
	}
	_, err := v.(*Version).Policy()
	require.NoError(t, err)
	require.Empty(t, l.made(), "the catalogue makes nothing")
	require.NoDirExists(t, filepath.Join(l.root, "tmp"))

	// On 5 May 2020 the period of 2019 has ended, and that of 2018 before it.
	population(t, s, v, "PAY", "2020-05-05")
	require.Equal(t, "PAY 2020, SEX 0", l.made(), "SEX has most rows: units are numbered by it")
	// On 1 January 2019 one record that began in 2018 holds.
	population(t, s, v, "PAY", "2019-01-01")
	require.Equal(t, "PAY 2018, PAY 2019, PAY 2020, SEX 0", l.made())
	// A panel: what its dates need, at once.
	home := variable(t, v, "HOME")
	require.NoError(t, s.Prepare(run(), []Want{{v, home, At(day(t, "2020-01-01"))}, {v, home, At(day(t, "2021-01-01"))}}))
	require.Equal(t, "HOME 2020, HOME 2021, PAY 2018, PAY 2019, PAY 2020, SEX 0", l.made())
	require.Zero(t, s.BytesRead(bank, "BORN"))
	require.NoDirExists(t, filepath.Join(l.root, "data/BORN"))
}

// Without its size a variable that has not been made numbers no units: nothing is made for that.
func TestNothingIsMadeOfUnknownSize(t *testing.T) {
	l := newLazy(t, four)
	l.edit(lazyRel, func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), `"rows"`, `"lines"`)) })
	s, v := l.open(nil)
	population(t, s, v, "PAY", "2020-05-05")
	require.Equal(t, "PAY 2020", l.made())
}

// A session numbers its units alike whether data had been made before it or not.
func TestUnitsAreNumberedAlike(t *testing.T) {
	eager, ve := opened(t, four)
	l := newLazy(t, four)
	for range 2 {
		lazy, vl := l.open(nil)
		for _, test := range [][2]string{{"PAY", "2020-05-05"}, {"PAY", "2019-01-01"}, {"SEX", ""}, {"CIVIL", "1995-06-01"}} {
			require.Equal(t, population(t, eager, ve, test[0], test[1]), population(t, lazy, vl, test[0], test[1]))
		}
		eager, ve = opened(t, four)
	}
}

func TestSomeVariablesAreLazy(t *testing.T) {
	l := newLazy(t, four, "PAY", "MOTHER")
	s, v := l.open(nil)
	require.Contains(t, population(t, s, v, "SEX", ""), "= 1 2 1")
	require.Empty(t, l.made())
	require.Contains(t, population(t, s, v, "PAY", "2020-05-05"), "= 510")
	require.Equal(t, "PAY 2020", l.made())
}

// The sidecar of HOME 2020 has one entry, for its one file, whose sums are those of its bytes.
func TestSidecar(t *testing.T) {
	l := newLazy(t, four)
	s, v := l.open(nil)
	population(t, s, v, "HOME", "2020-01-01")
	b, err := os.ReadFile(filepath.Join(l.root, "data/HOME/HOME__1_0.start_year=2020.sums.json"))
	require.NoError(t, err)
	var got struct {
		Checksums, Chunk int
		Algorithm        string
		Files            map[string]struct {
			Bytes  int64
			CRC32C string
			Chunks []string
		}
	}
	require.NoError(t, json.Unmarshal(b, &got))
	require.Equal(t, 1, got.Checksums)
	require.Equal(t, 1<<20, got.Chunk)
	require.Equal(t, "crc32c", got.Algorithm)
	require.Len(t, got.Files, 1)
	const rel = "data/HOME/HOME__1_0/start_year=2020/part-0.parquet"
	info, err := os.Stat(filepath.Join(l.root, rel))
	require.NoError(t, err)
	require.Equal(t, info.Size(), got.Files[rel].Bytes)
	require.Equal(t, []string{got.Files[rel].CRC32C}, got.Files[rel].Chunks, "a file of one chunk")
}

// The check value of CRC-32C is that of the nine digits: e3069283 (RFC 3720 has the polynomial).
func TestSumsOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	require.NoError(t, os.WriteFile(path, []byte("123456789"), 0o644))
	s, err := sumFile(path)
	require.NoError(t, err)
	require.Equal(t, fullSum{checksum{9, "e3069283"}, []string{"e3069283"}}, s)
	require.NoError(t, os.WriteFile(path, make([]byte, sumChunk+1), 0o644))
	s, err = sumFile(path)
	require.NoError(t, err)
	require.Len(t, s.Chunks, 2)
	require.Equal(t, "527d5351", s.Chunks[1], "of one zero byte")
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	s, err = sumFile(path)
	require.NoError(t, err)
	require.Equal(t, fullSum{checksum{0, "00000000"}, []string{}}, s)
}

// readLazyCode opens the store and imports PAY on 5 May 2020; the code of what went wrong.
func (l lazyBank) readLazyCode(g map[string]Generator) string {
	l.t.Helper()
	s, err := Open(l.t.Context(), Options{Dirs: []string{l.dir}, Cache: l.t.TempDir(), Generators: g})
	require.NoError(l.t, err)
	defer func() { require.NoError(l.t, s.Close()) }()
	b, _ := s.Bank(bank)
	v, ok := b.Version("")
	if !ok {
		return code(s.Problem())
	}
	of, ok := v.Variable("PAY")
	require.True(l.t, ok)
	_, err = s.View(run(), v, of, At(day(l.t, "2020-05-05")))
	return code(err)
}

func TestLazyFilesThatAreWrong(t *testing.T) {
	const json, data = "datastore/lazy.json", "data/PAY/PAY__1_0/start_year=2020/part-0.parquet"
	const sums = "data/PAY/PAY__1_0.start_year=2020.sums.json"
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte {
			require.Contains(t, string(b), old)
			return []byte(strings.ReplaceAll(string(b), old, new))
		}
	}
	gone := func([]byte) []byte { return nil }
	for name, test := range map[string]struct {
		rel    string
		change func([]byte) []byte
		made   bool // before the change
		want   string
	}{
		"nothing wrong":           {json, replace(`"lazy": 1`, `"lazy": 1, "more": [1]`), false, ""},
		"half a file":             {json, func(b []byte) []byte { return b[:len(b)/2] }, false, "T0003"},
		"newer":                   {json, replace(`"lazy": 1`, `"lazy": 2`), false, "T0007"},
		"newer, made":             {json, replace(`"lazy": 1`, `"lazy": 2`), true, "T0007"},
		"no number":               {json, replace(`"lazy": 1`, `"lazier": 1`), false, "T0003"},
		"unknown generator":       {json, replace(storetest.Copier, "poet"), false, "T0020"},
		"unknown generator, made": {json, replace(storetest.Copier, "poet"), true, ""},
		"file that leaves":        {json, replace(`"PAY__1_0"`, `"../PAY"`), false, "T0003"},
		"file of another version": {json, replace(`"PAY__1_0"`, `"PAY__2_0"`), false, "T0004"},
		"day of another year":     {json, replace(`"from": 18262`, `"from": 18261`), false, "T0003"},
		"days too few":            {json, replace(`"to": 18627`, `"to": 18626`), false, "T0003"}, // 2020-12-31 is 18627
		"days too few, made":      {json, replace(`"to": 18627`, `"to": 18626`), true, "T0003"},
		"not synthetic":           {"datastore/policy__2_0.json", replace("true", "false"), false, "T0024"},
		"no policy":               {"datastore/policy__2_0.json", gone, false, "T0024"},
		"flipped byte":            {data, func(b []byte) []byte { b[40] ^= 1; return b }, true, "T0006"},
		"cut data":                {data, func(b []byte) []byte { return b[:len(b)-1] }, true, "T0006"},
		"empty folder":            {data, gone, true, "T0004"},
		"no sidecar":              {sums, gone, true, "T0017"},
		"half a sidecar":          {sums, func(b []byte) []byte { return b[:len(b)/2] }, true, "T0003"},
		"newer sidecar":           {sums, replace(`"checksums":1`, `"checksums":2`), true, "T0007"},
		"sidecar of another file": {sums, replace("part-0", "part-1"), true, "T0017"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLazy(t, four)
			g := map[string]Generator{storetest.Copier: copier{log: l.log}}
			if test.made {
				require.Empty(t, l.readLazyCode(g))
			}
			l.edit(test.rel, test.change)
			require.Equal(t, test.want, l.readLazyCode(g))
			require.Equal(t, test.want, l.readLazyCode(g), "the second time too")
		})
	}
}

func TestAFileTheGeneratorDidNotMake(t *testing.T) {
	l := newLazy(t, four)
	g := map[string]Generator{storetest.Copier: copier{log: l.log}}
	require.Empty(t, l.readLazyCode(g))
	require.NoError(t, os.WriteFile(filepath.Join(l.root, "data/PAY/PAY__1_0/start_year=2020/x.parquet"), nil, 0o644))
	require.Equal(t, "T0017", l.readLazyCode(g))
}

// failing is a generator that fails in one way, perhaps after writing something.
type failing func(r Request) error

func (f failing) Generate(_ context.Context, r Request) error { return f(r) }

func TestGeneratorsThatFail(t *testing.T) {
	l := newLazy(t, four)
	full := &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for name, test := range map[string]struct {
		fails failing
		want  string
	}{
		"an error":         {func(Request) error { return errors.New("person 11 earns 510") }, "T0023"},
		"a panic":          {func(Request) error { panic("person 11 earns 510") }, "T0023"},
		"nothing written":  {func(Request) error { return nil }, "T0023"},
		"something else":   {func(r Request) error { return os.WriteFile(filepath.Join(r.Out, "x.csv"), nil, 0o644) }, "T0023"},
		"a folder":         {func(r Request) error { return os.MkdirAll(filepath.Join(r.Out, "x.parquet"), 0o755) }, "T0023"},
		"a full disk":      {func(Request) error { return fmt.Errorf("write: %w", full) }, "T0022"},
		"panic, full disk": {func(Request) error { panic(full) }, "T0022"},
		"protected":        {func(Request) error { return fs.ErrPermission }, "T0021"},
		"half a file": {func(r Request) error {
			require.NoError(t, os.WriteFile(filepath.Join(r.Out, "part-0.parquet"), []byte("PAR1"), 0o644))
			return full
		}, "T0022"},
	} {
		require.Equal(t, test.want, l.readLazyCode(map[string]Generator{storetest.Copier: test.fails}), name)
		require.NoDirExists(t, filepath.Join(l.root, "data/PAY"), name)
		l.clean()
	}
	// What is not Parquet is as damaged as in any other store.
	s, v := l.openWith(map[string]Generator{storetest.Copier: failing(func(r Request) error { return os.WriteFile(r.Out, []byte("text"), 0o644) })})
	_, err := s.View(run(), v, variable(t, v, "SEX"), Whole())
	require.Equal(t, "T0005", code(err))
	require.NotContains(t, err.Error(), "11")
}

func TestAStoreThatCannotBeWritten(t *testing.T) {
	l := newLazy(t, four)
	s, v := l.open(nil)
	s.halt = func(string) error { return &os.PathError{Op: "mkdir", Path: "x", Err: fs.ErrPermission} }
	_, err := s.View(run(), v, variable(t, v, "SEX"), Whole())
	require.Equal(t, "T0021", code(err))
	s.halt = nil
	population(t, s, v, "SEX", "") // the same store goes on when it can
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("permissions do not bind this user")
	}
	for _, dir := range []string{filepath.Join(l.root, workRel), l.root} {
		require.NoError(t, os.Chmod(dir, 0o500))
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	}
	s, v = l.open(nil)
	require.Contains(t, population(t, s, v, "SEX", ""), "= 1 2 1")
	_, err = s.View(run(), v, variable(t, v, "BORN"), Whole())
	require.Equal(t, "T0021", code(err))
}

func TestComplete(t *testing.T) {
	l := newLazy(t, four)
	s, v := l.open(nil)
	population(t, s, v, "PAY", "2020-05-05")
	var told []string
	require.NoError(t, s.Complete(t.Context(), bank, 3, func(made, all int) { told = append(told, fmt.Sprint(made, "/", all)) }))
	require.Equal(t, "BORN 0, CIVIL 0, HOME 2020, HOME 2021, KOMM 0, MOTHER 0, PAY 2018, PAY 2019, PAY 2020, SEX 0", l.made())
	require.Len(t, told, 10)
	require.Equal(t, "10/10", told[9])
	require.NoError(t, s.Complete(t.Context(), bank, 1, nil), "a second time there is nothing to do")
	require.Equal(t, "T0012", code(s.Complete(t.Context(), "no.other", 1, nil)))

	l = newLazy(t, four)
	s, _ = l.open(func(r Request) error {
		if r.Variable == "HOME" {
			return fs.ErrPermission
		}
		return nil
	})
	require.Equal(t, "T0021", code(s.Complete(t.Context(), bank, 2, nil)))
	l.clean()

	eager, _ := opened(t, four)
	require.NoError(t, eager.Complete(t.Context(), bank, 2, nil))
}

// FuzzLazy: whatever the bytes, the reader answers or gives an error, and what it accepts
// keeps the promises queries rely on.
func FuzzLazy(f *testing.F) {
	f.Add([]byte(`{"lazy":1,"generator":"g","parameters":{"a":[1]},"variables":{"A":{"file":"A__1_0.parquet","from":1,"to":null},"B":{"file":"B__1_0","years":[{"year":1970,"from":0,"to":5},{"year":1971,"from":365,"to":365}]}}}`))
	f.Add([]byte(`{"lazy":2,"generator":"g"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, _, err := parseLazy(b)
		if err != nil {
			return
		}
		require.True(t, json.Valid(b))
		require.True(t, l.parameters == nil || json.Valid(l.parameters))
		require.NotEmpty(t, l.generator)
		for name, v := range l.variables {
			require.True(t, plainName(name) && plainName(v.file))
			require.NotEqual(t, len(v.years) == 0, !strings.HasSuffix(v.file, ".parquet"))
			require.True(t, len(v.years) > 0 || v.span.from <= v.span.to)
			for i, y := range v.years {
				require.LessOrEqual(t, y.span.from, y.span.to)
				require.Less(t, y.span.to, farDay)
				require.True(t, i == 0 || y.year > v.years[i-1].year)
			}
		}
	})
}

func TestReadersOfLazyRefuse(t *testing.T) {
	for _, variables := range []string{
		`{"A":{"file":"A.parquet","to":5}}`, `{"A":{"file":"A.parquet","from":5}}`, `{"A":{"file":"A.parquet","from":6,"to":5}}`,
		`{"A":{"file":"A.parquet","from":5,"to":5,"years":[]}}`, `{"A":{"file":"A"}}`, `{"A":{"file":"A","years":[]}}`,
		`{"A":{"file":"A","years":[{"year":1970,"from":0,"to":null}]}}`, `{"A":{"file":"A","years":[{"year":1971,"from":0,"to":1}]}}`,
		`{"A":{"file":"A","years":[{"year":1970,"from":0,"to":1},{"year":1970,"from":2,"to":3}]}}`,
		`{"../A":{"file":"A.parquet","from":5,"to":5}}`, `{"A":{"from":5,"to":5}}`, `{"A":{"file":"A.parquet","from":-1073741824,"to":5}}`,
		`{"A":{"file":"A.parquet","from":5,"to":1073741824}}`,
	} {
		_, _, err := parseLazy([]byte(`{"lazy":1,"generator":"g","variables":` + variables + `}`))
		require.Error(t, err, variables)
	}
	_, _, err := parseLazy([]byte(`{"lazy":1,"generator":"","variables":{}}`))
	require.Error(t, err)
	l, newer, err := parseLazy([]byte(`{"lazy":2,"generator":"g","variables":{"A":{"file":"A.parquet","from":5,"to":null,"x":1}},"y":[]}`))
	require.NoError(t, err)
	require.True(t, newer)
	require.Equal(t, map[string]lazyVariable{"A": {file: "A.parquet", span: span{5, farDay}}}, l.variables)
}
