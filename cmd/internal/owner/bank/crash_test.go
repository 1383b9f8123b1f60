package bank_test

import (
	"errors"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/banktest"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

var errDead = errors.New("the process is dead")

// mortal is a disk whose process dies at the call number dies, counted from 1: that call does
// half of what it should where there is a half, and no later call does anything. With an error
// of the system instead of errDead the later calls work.
type mortal struct {
	journal.Disk
	calls, dies int
	with        error
}

func (m *mortal) hit() (dead, now bool) {
	m.calls++
	if m.dies == 0 || m.calls < m.dies {
		return false, false
	}
	return m.calls == m.dies || errors.Is(m.with, errDead), m.calls == m.dies
}

func (m *mortal) do(half, whole func() error) error {
	dead, now := m.hit()
	if now && half != nil {
		_ = half()
	}
	if dead {
		return &os.PathError{Op: "write", Path: "x", Err: m.with}
	}
	return whole()
}

func (m *mortal) Mkdir(path string, mode os.FileMode) error {
	return m.do(nil, func() error { return m.Disk.Mkdir(path, mode) })
}

func (m *mortal) Write(path string, content []byte) error {
	return m.do(func() error { return os.WriteFile(path, content[:len(content)/2], 0o644) },
		func() error { return os.WriteFile(path, content, 0o644) })
}

func (m *mortal) Copy(from, to string) error {
	return m.do(func() error { return os.WriteFile(to, []byte("half"), 0o644) }, func() error { return m.Disk.Copy(from, to) })
}

func (m *mortal) Link(from, to string) error {
	return m.do(nil, func() error { return m.Disk.Link(from, to) })
}

func (m *mortal) Rename(from, to string) error {
	return m.do(nil, func() error { return m.Disk.Rename(from, to) })
}

func (m *mortal) Remove(path string) error {
	return m.do(nil, func() error { return m.Disk.Remove(path) })
}

// Sync is counted and not done: the test's machine does not lose power.
func (m *mortal) Sync(string) error { return m.do(nil, func() error { return nil }) }

// stage is one step of a bank's life; newest is what its newest version answers afterwards.
type stage struct {
	name string
	do   func(t *testing.T, b *bank.Bank) error
}

func life() []stage {
	add := func(text, name string) func(*testing.T, *bank.Bank) error {
		return func(t *testing.T, b *bank.Bank) error { return b.Add(ctx, banktest.Deliver(t, text)[name]) }
	}
	release := func(t *testing.T, b *bank.Bank) error {
		_, err := b.Release(ctx, bank.Release{Description: "release", All: true})
		return err
	}
	return []stage{
		{"add", add(first, "CIVIL")},
		{"add partitions", add(first, "PAY")},
		{"release 1.0", release},
		{"discarded", add(first, "SEX")},
		{"discard", func(_ *testing.T, b *bank.Bank) error { return b.Discard(ctx, "SEX") }},
		{"change", func(t *testing.T, b *bank.Bank) error { return b.Change(ctx, banktest.Deliver(t, changed)["CIVIL"]) }},
		{"status", func(_ *testing.T, b *bank.Bank) error {
			_, err := b.SetStatus(ctx, "CIVIL", bank.PendingRelease)
			return err
		}},
		{"release 2.0", release},
		{"patch", func(t *testing.T, b *bank.Bank) error {
			d := banktest.Deliver(t, changed)["CIVIL"]
			d.English = &bank.English{Label: "Marital status"}
			return b.Patch(ctx, d)
		}},
		{"release 2.0.1", release},
		{"remove", func(_ *testing.T, b *bank.Bank) error { return b.Remove(ctx, "PAY", "why") }},
		{"release 3.0", release},
		{"add again", add(first, "PAY")},
		{"release 3.1", release},
	}
}

// asked remembers answers: most deaths leave the same files to readers.
type asked map[string]string

// everything is what all versions and the draft answer, versions the same without the draft:
// of that half may be seen while an operation lasts.
func (a asked) everything(t *testing.T, root string) string {
	t.Helper()
	return a.ask(t, root, "", "1", "2", "3", "DRAFT")
}

func (a asked) versions(t *testing.T, root string) string {
	t.Helper()
	return a.ask(t, root, "", "1", "2", "3")
}

func (a asked) ask(t *testing.T, root string, versions ...string) string {
	t.Helper()
	draft, key := slices.Contains(versions, "DRAFT"), ""
	hashes := banktest.Hashes(t, root)
	for _, rel := range slices.Sorted(maps.Keys(hashes)) {
		if !strings.Contains(rel, "/datastore/tmp") && (draft || !strings.Contains(rel, "DRAFT")) {
			key += "\n" + rel + hashes[rel]
		}
	}
	if _, known := a[key]; !known {
		var out []string
		for _, v := range versions {
			out = append(out, banktest.Answers(t, root, v))
		}
		a[key] = strings.Join(out, "\n\n")
		if draft {
			sound(t, root)
		}
	}
	return a[key]
}

func withoutDraft(all string) string { return all[:strings.LastIndex(all, "\n\n")] }

var stride = flag.Int("stride", 2, "let the process die at every so-manyth call")

// TestDeathAtEveryCall lets the process die at every call that changes the disk, of every
// step of a bank's life: readers see the state before or the one after, whoever opens the bank
// next finds one of both, and the step can be done again.
func TestDeathAtEveryCall(t *testing.T) {
	t.Parallel()
	at := made(t)
	require.NoError(t, at.Close())
	a := asked{}
	before, points := a.everything(t, at.root), 0
	for _, step := range life() {
		after, calls := "", 0
		for dies := 0; dies <= calls; dies += *stride {
			root := t.TempDir()
			copied(t, at.root, root)
			disk := &mortal{Disk: journal.System(), dies: dies, with: errDead}
			err := onDisk(root, disk, func(b *bank.Bank) error { return step.do(t, b) })
			if dies == 0 {
				require.NoError(t, err)
				dies = 1 - *stride
				calls, after = disk.calls, a.everything(t, root)
				defer func() { require.NoError(t, os.RemoveAll(root)) }()
				at.next = root
				continue
			}
			points++
			seen := a.versions(t, root)
			require.Contains(t, []string{withoutDraft(before), withoutDraft(after)}, seen, "%s at call %d", step.name, dies)
			a.again(t, root, step, before, after)
			require.NoError(t, os.RemoveAll(root))
		}
		before, at.root = after, at.next
	}
	require.Greater(t, points, 200)
	t.Logf("%d points", points)
}

// again opens the bank as the next process would and brings it to the state after the step.
func (a asked) again(t *testing.T, root string, step stage, before, after string) {
	t.Helper()
	require.NoError(t, onDisk(root, nil, func(*bank.Bank) error { return nil }))
	now := a.everything(t, root)
	clean(t, root)
	if now != after || now == before {
		require.Equal(t, before, now)
		err := onDisk(root, nil, func(b *bank.Bank) error { return step.do(t, b) })
		if before != after || err == nil {
			require.NoError(t, err, step.name)
		}
	}
	require.Equal(t, after, a.everything(t, root))
	clean(t, root)
}

// copied gives a store a second folder with the same files: no file of a bank is ever written
// again, or the other tests would see it.
func copied(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			info, err := d.Info()
			if err != nil {
				return err
			}
			return os.MkdirAll(filepath.Join(to, rel), info.Mode().Perm())
		}
		return os.Link(path, filepath.Join(to, rel))
	}))
}

// onDisk does something with a bank and lets it go, as the end of a process does.
func onDisk(root string, disk journal.Disk, do func(*bank.Bank) error) error {
	if disk == nil {
		disk = &mortal{Disk: journal.System()}
	}
	b, err := bank.Open(ctx, root, banktest.Name, bank.Options{Disk: disk, Now: (&clock{time.Unix(1_700_000_000, 0)}).now})
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	return do(b)
}

// clean tells that nothing of an operation is left.
func clean(t *testing.T, root string) {
	t.Helper()
	for _, rel := range []string{"datastore/tmp", "datastore/tmp_done"} {
		_, err := os.Lstat(filepath.Join(root, banktest.Name, rel))
		require.ErrorIs(t, err, os.ErrNotExist)
	}
}

// TestTheSystemRefuses: a full disk, or one that may not be written, at every call: before the
// decision nothing has changed, after it the next process finishes.
func TestTheSystemRefuses(t *testing.T) {
	b := made(t)
	require.NoError(t, b.Add(ctx, banktest.Deliver(t, first)["CIVIL"]))
	require.NoError(t, b.Close())
	hashes := banktest.Hashes(t, b.root)
	for with, code := range map[error]diag.Code{syscall.ENOSPC: finding.DiskFull, syscall.EROFS: finding.ReadOnly} {
		refuses(t, b.root, hashes, life()[2], with, code)
	}
}

func refuses(t *testing.T, from string, hashes map[string]string, step stage, with error, code diag.Code) {
	t.Helper()
	for dies, done := 1, false; !done; dies++ {
		root := t.TempDir()
		copied(t, from, root)
		disk := &mortal{Disk: journal.System(), dies: dies, with: with}
		err := onDisk(root, disk, func(b *bank.Bank) error { return step.do(t, b) })
		var r *finding.Refusal
		switch {
		case err == nil: // what is removed at the end may stay
			done = disk.calls < dies
		case errors.As(err, &r) && r.Code == code:
			require.ErrorIs(t, err, with)
			now := banktest.Hashes(t, root)
			for rel, sum := range hashes {
				require.Equal(t, sum, now[rel], rel)
			}
		default:
			require.True(t, errors.As(err, &r), "%v", err)
			require.Equal(t, finding.HalfDone, r.Code)
		}
		require.NoError(t, onDisk(root, nil, func(*bank.Bank) error { return nil }))
		clean(t, root)
	}
}
