package store

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

func code(err error) string {
	var p *diag.Problem
	if errors.As(err, &p) {
		return string(p.Code)
	}
	if err == nil {
		return ""
	}
	return "not a problem: " + err.Error()
}

// imported opens the store in dir, imports CIVIL and gives the code of what went wrong.
func imported(t *testing.T, dir, cache string) string {
	t.Helper()
	s, err := Open(context.Background(), Options{Dirs: []string{dir}, Cache: cache})
	if err != nil {
		return code(err)
	}
	defer func() { require.NoError(t, s.Close()) }()
	b, ok := s.Bank(bank)
	require.True(t, ok)
	v, ok := b.Version("1")
	if !ok {
		require.NotNil(t, s.Problem())
		return code(s.Problem())
	}
	of, ok := v.Variable("CIVIL")
	if !ok {
		return code(s.Problem())
	}
	w, err := s.View(run(), v, of, At(day(t, "1995-06-01")))
	if err != nil {
		return code(err)
	}
	_, values, err := w.Population(run())
	if err != nil {
		return code(err)
	}
	require.Equal(t, "1 1 1 4", show(values))
	return ""
}

func noPartialFiles(t *testing.T, cache string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(cache, func(path string, d os.DirEntry, err error) error {
		require.False(t, strings.HasPrefix(d.Name(), ".new-"), path)
		return err
	}))
}

func TestDamagedStores(t *testing.T) {
	data := "data/CIVIL/CIVIL__1_0.parquet"
	cut := func(share float64) func([]byte) []byte {
		return func(b []byte) []byte { return b[:int(float64(len(b))*share)] }
	}
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(old), []byte(new)) }
	}
	flip := func(b []byte) []byte { b[len(b)/3] ^= 0x40; return b }
	gone := func([]byte) []byte { return nil }
	for name, test := range map[string]struct {
		file   string
		damage func([]byte) []byte
		sums   bool
		want   string
	}{
		"truncated data":          {data, cut(0.5), false, "T0005"},
		"data without footer":     {data, cut(0.95), false, "T0005"},
		"empty data":              {data, cut(0), false, "T0005"},
		"data that are text":      {data, func([]byte) []byte { return []byte("unit;value\n") }, false, "T0005"},
		"wrong checksum":          {data, flip, true, "T0006"},
		"truncated, with sums":    {data, cut(0.5), true, "T0006"},
		"missing data":            {data, gone, true, "T0004"},
		"half metadata":           {"datastore/metadata_all__1_1_0.json", cut(0.5), true, "T0003"},
		"empty metadata":          {"datastore/metadata_all__1_1_0.json", cut(0), true, "T0003"},
		"missing metadata":        {"datastore/metadata_all__1_1_0.json", gone, true, "T0003"},
		"invalid UTF-8":           {"datastore/metadata_all__1_1_0.json", replace("Kvinne", "Kv\xff\xfene"), true, "T0003"},
		"unknown temporality":     {"datastore/metadata_all__1_1_0.json", replace(`"EVENT"`, `"YEARLY"`), true, "T0003"},
		"half versions":           {"datastore/datastore_versions.json", cut(0.7), true, "T0003"},
		"versions without number": {"datastore/datastore_versions.json", replace("1.1.0.0", "1.x"), true, "T0003"},
		"half data versions":      {"datastore/data_versions__1_1.json", cut(0.5), true, "T0003"},
		"path that leaves":        {"datastore/data_versions__1_1.json", replace("CIVIL__1_0.parquet", "../../x.parquet"), true, "T0003"},
		"variable not listed":     {"datastore/data_versions__1_1.json", replace(`"CIVIL"`, `"OTHER"`), true, "T0012"},
		"half checksums":          {"datastore/checksums__1_1.json", cut(0.5), true, "T0003"},
		"newer checksums":         {"datastore/checksums__1_1.json", replace(`"checksums": 1`, `"checksums": 2`), true, "T0007"},
		"file without checksum":   {"datastore/checksums__1_1.json", replace("CIVIL__1_0", "CIVIL__9_0"), true, "T0017"},
		"newer texts":             {"datastore/texts_en__1_1_0.json", replace(`"texts": 1`, `"texts": 2`), true, "T0007"},
		"half texts":              {"datastore/texts_en__1_1_0.json", cut(0.5), true, "T0003"},
		"nothing wrong":           {data, cut(1), true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir, cache := t.TempDir(), t.TempDir()
			banks, err := storetest.Parse(four)
			require.NoError(t, err)
			banks[0].NoChecksums = !test.sums
			storetest.Write(t, dir, banks[0])
			path := filepath.Join(dir, bank, filepath.FromSlash(test.file))
			b, err := os.ReadFile(path)
			require.NoError(t, err)
			if b = test.damage(b); b == nil {
				require.NoError(t, os.Remove(path))
			} else {
				require.NoError(t, os.WriteFile(path, b, 0o644))
			}
			require.Equal(t, test.want, imported(t, dir, cache))
			noPartialFiles(t, cache)
		})
	}
}

// Every single damaged byte of a small data file is either found or harmless: no panic.
func TestNoByteOfADataFileCanPanic(t *testing.T) {
	dir := t.TempDir()
	banks, err := storetest.Parse(four)
	require.NoError(t, err)
	banks[0].NoChecksums = true
	storetest.Write(t, dir, banks[0])
	path := filepath.Join(dir, bank, "data/CIVIL/CIVIL__1_0.parquet")
	good, err := os.ReadFile(path)
	require.NoError(t, err)
	s, v := reopened(t, dir, t.TempDir())
	of := variable(t, v, "CIVIL")
	for i := 0; i < len(good); i += 3 {
		bad := bytes.Clone(good)
		bad[i] ^= 0xA5
		require.NoError(t, os.WriteFile(path, bad, 0o644))
		items, err := s.itemsOf(v, of)
		require.NoError(t, err)
		tables, err := items[0].openTables(context.Background())
		if err != nil {
			require.Contains(t, code(err), "T00")
			continue
		}
		ids, err := readIDs(run(), tables, colUnit)
		if err == nil {
			unit := newIndex(ids.units("FNR"))
			_, _, err = items[0].decode(run(), tables, unit, unit)
		}
		if err != nil {
			require.Contains(t, code(err), "T00")
		}
		tables[0].close()
	}
}

func TestMissingAndUnreadableFolders(t *testing.T) {
	require.Equal(t, "T0001", imported(t, filepath.Join(t.TempDir(), "none"), t.TempDir()))
	require.Equal(t, "T0015", imported(t, t.TempDir(), t.TempDir()))
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("permissions do not bind this user")
	}
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	path := filepath.Join(dir, bank, "data/CIVIL/CIVIL__1_0.parquet")
	require.NoError(t, os.Chmod(path, 0))
	require.Equal(t, "T0002", imported(t, dir, t.TempDir()))
}

// full is a disk with room for some bytes.
type full struct {
	w    io.Writer
	left *int
}

func (f full) Write(b []byte) (int, error) {
	if *f.left -= len(b); *f.left < 0 {
		return 0, &os.PathError{Op: "write", Path: "cache", Err: syscall.ENOSPC}
	}
	return f.w.Write(b)
}

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	for _, room := range []int{0, 50, 250, 1000, 1800} {
		cache := t.TempDir()
		s, v := reopened(t, dir, cache)
		left := room
		s.cache.through = func(w io.Writer) io.Writer { return full{w, &left} }
		_, err := s.View(run(), v, variable(t, v, "CIVIL"), Whole())
		require.Equal(t, "T0008", code(err), "room for %d bytes", room)
		noPartialFiles(t, cache)
		// With room again the same store goes on.
		s.cache.through = nil
		_, err = s.View(run(), v, variable(t, v, "CIVIL"), Whole())
		require.NoError(t, err)
	}
}

func TestCacheThatCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	require.Equal(t, "T0009", imported(t, dir, filepath.Join(file, "cache")))
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		return
	}
	closed := t.TempDir()
	require.NoError(t, os.Chmod(closed, 0o500))
	s, v := reopened(t, dir, closed)
	viewed(t, s, v, "CIVIL", Whole())
	_, temporary := s.CacheDir()
	require.True(t, temporary)
}

func TestTemporaryCacheIsRemoved(t *testing.T) {
	c := newCache("", "id")
	c.wanted = "" // as on a machine without a home
	dir, err := c.folder()
	require.NoError(t, err)
	_, temporary := c.where()
	require.True(t, temporary)
	require.NoError(t, c.close())
	require.NoDirExists(t, dir)
}

// hotFiles gives the paths of hot files by ending.
func hotFiles(t *testing.T, cache, ending string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(cache, "hot", "*", "*"+ending))
	require.NoError(t, err)
	return found
}

func TestDamagedHotFilesAreRebuilt(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	for _, ending := range []string{".arrow", "@*.json", ".bin", "FNR.json"} {
		for name, damage := range map[string]func([]byte) []byte{
			"cut":   func(b []byte) []byte { return b[:len(b)/2] },
			"empty": func([]byte) []byte { return []byte{} },
			"flip":  func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
			"head":  func(b []byte) []byte { b[3] ^= 1; return b },
			"long":  func(b []byte) []byte { return append(b, 0) },
		} {
			cache := t.TempDir()
			require.Empty(t, imported(t, dir, cache))
			files := hotFiles(t, cache, ending)
			require.NotEmpty(t, files, ending)
			for _, path := range files {
				b, err := os.ReadFile(path)
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(path, damage(b), 0o600))
			}
			require.Empty(t, imported(t, dir, cache), "%s %s", ending, name)
			require.Empty(t, imported(t, dir, cache), "%s %s", ending, name)
		}
	}
}

func TestFileTruncatedWhileMapped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mapped file cannot be truncated there")
	}
	dir, cache := t.TempDir(), t.TempDir()
	banks, err := storetest.Parse(four)
	require.NoError(t, err)
	civil := &banks[0].Variables[1]
	for range 20000 {
		civil.Rows = append(civil.Rows, storetest.Row{Unit: "77", Value: "1", Start: "1990-01-01"})
	}
	storetest.Write(t, dir, banks[0])
	s, v := reopened(t, dir, cache)
	w := viewed(t, s, v, "CIVIL", At(day(t, "1995-06-01")))
	units, _, err := w.Population(run())
	require.NoError(t, err)
	for _, path := range hotFiles(t, cache, ".arrow") {
		require.NoError(t, os.Truncate(path, 8))
	}
	_, _, err = w.Population(run())
	require.Equal(t, "T0010", code(err))
	_, err = w.Join(run(), units)
	require.Equal(t, "T0010", code(err))
	_, _, err = w.Records(run(), Filter{})
	require.Equal(t, "T0010", code(err))
	require.NotContains(t, err.Error(), "77")
}

func TestCancelled(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	s, v := reopened(t, dir, t.TempDir())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c := run()
	c.Ctx = ctx
	_, err := s.View(c, v, variable(t, v, "CIVIL"), Whole())
	require.ErrorIs(t, err, context.Canceled)
}

func TestEntriesAreComplete(t *testing.T) {
	seen := map[diag.Code]bool{}
	for _, e := range Entries() {
		require.False(t, seen[e.Code], e.Code)
		seen[e.Code] = true
		require.True(t, e.Message.Complete() && e.Cause.Complete() && e.Next.Complete(), e.Code)
		for _, arg := range []string{"{0}", "{1}"} {
			require.Equal(t, strings.Count(e.Message.EN, arg), strings.Count(e.Message.NB, arg), e.Code)
		}
	}
}
