package journal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
)

// recorder notes every call, with paths below dir.
type recorder struct {
	journal.Disk
	dir   string
	calls []string
	fail  string // the call that fails, by its beginning
	with  error
}

func (r *recorder) call(words ...string) error {
	for i, w := range words {
		if rel, err := filepath.Rel(r.dir, w); err == nil && filepath.IsAbs(w) {
			words[i] = filepath.ToSlash(rel)
		}
	}
	line := strings.Join(words, " ")
	r.calls = append(r.calls, line)
	if r.fail != "" && strings.HasPrefix(line, r.fail) {
		return r.with
	}
	return nil
}

func (r *recorder) Mkdir(path string, mode os.FileMode) error {
	return errors.Join(r.call("mkdir", path), r.Disk.Mkdir(path, mode))
}

func (r *recorder) Write(path string, content []byte) error {
	return errors.Join(r.call("write", path), r.Disk.Write(path, content))
}

func (r *recorder) Copy(from, to string) error {
	return errors.Join(r.call("copy", from, to), r.Disk.Copy(from, to))
}

func (r *recorder) Link(from, to string) error {
	if err := r.call("link", from, to); err != nil {
		return err
	}
	return r.Disk.Link(from, to)
}

func (r *recorder) Rename(from, to string) error {
	if err := r.call("rename", from, to); err != nil {
		return err
	}
	return r.Disk.Rename(from, to)
}

func (r *recorder) Remove(path string) error {
	return errors.Join(r.call("remove", path), r.Disk.Remove(path))
}

func (r *recorder) Sync(path string) error {
	return errors.Join(r.call("sync", path), r.Disk.Sync(path))
}

func made(t *testing.T) (string, *recorder) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "datastore"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "datastore", "old.json"), []byte("old"), 0o644))
	return dir, &recorder{Disk: journal.System(), dir: dir}
}

func content(t *testing.T, dir, rel string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
	require.NoError(t, err)
	return string(b)
}

// folder is what is to be moved in.
func folder(t *testing.T) string {
	t.Helper()
	source := filepath.Join(t.TempDir(), "built")
	require.NoError(t, os.MkdirAll(filepath.Join(source, "start_year=2019"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(source, "start_year=2019", "part-0.parquet"), []byte("data"), 0o644))
	return source
}

// TestTheOrderOfCalls: what is staged is on the medium before the decision, the decision before
// the steps, and the steps before the folder goes.
func TestTheOrderOfCalls(t *testing.T) {
	dir, disk := made(t)
	tx, err := journal.Begin(disk, dir)
	require.NoError(t, err)
	require.NoError(t, tx.Install("data/X/X__DRAFT", folder(t)))
	tx.Settle()
	require.NoError(t, tx.Write("datastore/old.json", []byte("new")))
	require.NoError(t, tx.Backup("datastore/old.json", "datastore/none.json"))
	require.NoError(t, tx.Commit())
	require.Equal(t, "new", content(t, dir, "datastore/old.json"))
	require.Equal(t, "data", content(t, dir, "data/X/X__DRAFT/start_year=2019/part-0.parquet"))
	var calls []string
	for _, c := range disk.calls {
		if !strings.Contains(c, "..") { // the source lies elsewhere
			calls = append(calls, c)
		}
	}
	require.Equal(t, strings.Split(`mkdir datastore/tmp
mkdir datastore/tmp/new
write datastore/tmp/new/000002
link datastore/old.json datastore/tmp/old.json
write datastore/tmp/journal.json.new
sync datastore/tmp/new
sync datastore/tmp
sync datastore
rename datastore/tmp/journal.json.new datastore/tmp/journal.json
sync datastore/tmp
mkdir data
mkdir data/X
rename datastore/tmp/new/000001 data/X/X__DRAFT
sync .
sync data
sync data/X
sync datastore/tmp/new
rename datastore/tmp/new/000002 datastore/old.json
sync datastore
sync datastore/tmp/new
rename datastore/tmp datastore/tmp_done
sync datastore
remove datastore/tmp_done/journal.json
remove datastore/tmp_done/new
remove datastore/tmp_done/old.json
remove datastore/tmp_done`, "\n"), calls)
}

func TestAbortLeavesNothing(t *testing.T) {
	dir, disk := made(t)
	tx, err := journal.Begin(disk, dir)
	require.NoError(t, err)
	require.NoError(t, tx.Write("datastore/old.json", []byte("new")))
	require.NoError(t, tx.Abort())
	require.Equal(t, "old", content(t, dir, "datastore/old.json"))
	entries, err := os.ReadDir(filepath.Join(dir, "datastore"))
	require.NoError(t, err)
	require.Len(t, entries, 1)
}

// TestOtherDevices: what cannot be renamed, or linked, is copied.
func TestOtherDevices(t *testing.T) {
	dir, disk := made(t)
	source := folder(t)
	tx, err := journal.Begin(disk, dir)
	require.NoError(t, err)
	disk.fail, disk.with = "rename", otherDevice
	require.NoError(t, tx.Install("data/X", source))
	disk.fail, disk.with = "link", errors.New("no links here")
	require.NoError(t, tx.Backup("datastore/old.json"))
	require.Equal(t, "old", content(t, dir, "datastore/tmp/old.json"))
	disk.fail = ""
	require.NoError(t, tx.Commit())
	require.Equal(t, "data", content(t, dir, "data/X/start_year=2019/part-0.parquet"))
}

// TestFoldersReplaceFolders, and names that are gone are no mistake.
func TestFoldersReplaceFolders(t *testing.T) {
	dir, disk := made(t)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data/X/deep"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data/empty"), 0o755))
	tx, err := journal.Begin(disk, dir)
	require.NoError(t, err)
	require.NoError(t, tx.Install("data/X", folder(t)))
	tx.Rename("data/nowhere", "data/X/y")
	tx.Remove("data/gone")
	tx.Prune("data/empty")
	tx.Prune("data/X")
	tx.Prune("data/none")
	require.NoError(t, tx.Commit())
	require.Equal(t, "data", content(t, dir, "data/X/start_year=2019/part-0.parquet"))
	require.NoDirExists(t, filepath.Join(dir, "data/X/deep"))
	require.NoDirExists(t, filepath.Join(dir, "data/empty"))
}

func TestStates(t *testing.T) {
	dir, disk := made(t)
	state, err := journal.Recover(disk, dir)
	require.NoError(t, err)
	require.Equal(t, journal.Clean, state)

	put := func(name, text string) {
		path := filepath.Join(dir, "datastore/tmp", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	put("datastore_versions.json", "{}") // as the public tools leave it
	state, err = journal.Recover(disk, dir)
	require.ErrorIs(t, err, journal.ErrForeign)
	require.Equal(t, journal.Foreign, state)
	require.Equal(t, "{}", content(t, dir, "datastore/tmp/datastore_versions.json"))

	put("journal.json", `{"journal": 2}`)
	_, err = journal.Recover(disk, dir)
	require.ErrorIs(t, err, journal.ErrNewer)
	for _, bad := range []string{``, `{"journal": 1, "steps": [{"do": "remove", "to": "../x"}]}`, `{"journal": 1, "steps": [{"do": "rename", "from": "/etc/x", "to": "y"}]}`,
		`{"journal": 1, "steps": [{"do": "dance", "to": "x"}]}`} {
		put("journal.json", bad)
		_, err = journal.Recover(disk, dir)
		require.Error(t, err, bad)
		require.Equal(t, "old", content(t, dir, "datastore/old.json"))
	}
	put("journal.json", `{"journal": 1, "steps": [{"do": "remove", "to": "datastore/old.json"}]}`)
	state, err = journal.Recover(disk, dir)
	require.NoError(t, err)
	require.Equal(t, journal.Decided, state)
	require.NoFileExists(t, filepath.Join(dir, "datastore/old.json"))
}

func TestTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	one, err := journal.Take(path)
	require.NoError(t, err)
	_, err = journal.Take(path)
	require.ErrorIs(t, err, journal.ErrLocked)
	require.NoError(t, one.Release())
	require.NoError(t, one.Release())
	two, err := journal.Take(path)
	require.NoError(t, err)
	require.NoError(t, two.Release())
	require.NoError(t, (*journal.Lock)(nil).Release())
	_, err = journal.Take(filepath.Join(path, "in a file"))
	require.Error(t, err)
	require.NotErrorIs(t, err, journal.ErrLocked)
}

// FuzzRecover: whatever lies in the journal, nothing outside the folder is touched.
func FuzzRecover(f *testing.F) {
	f.Add([]byte(`{"journal": 1, "steps": [{"do": "rename", "from": "datastore/old.json", "to": "data/x"}, {"do": "settle"}, {"do": "prune", "to": "data"}]}`))
	f.Add([]byte(`{"journal": 1, "steps": [{"do": "remove", "to": "."}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		outside := t.TempDir()
		dir := filepath.Join(outside, "bank")
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "datastore/tmp/new"), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(outside, "other"), []byte("x"), 0o644))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "datastore/tmp/journal.json"), text, 0o644))
		_, _ = journal.Recover(journal.System(), dir)
		require.Equal(t, "x", content(t, outside, "other"))
		entries, err := os.ReadDir(outside)
		require.NoError(t, err)
		require.LessOrEqual(t, len(entries), 2)
	})
}
