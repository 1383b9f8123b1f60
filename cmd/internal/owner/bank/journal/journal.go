// Package journal changes several files of a folder as one: all of them or none, also when
// the process is killed at any instant or the power fails.
//
// In: a folder, new contents and files to move. Out: the folder with all changes made.
//
//	tx, err := journal.Begin(journal.System(), dir)
//	tx.Write("datastore/draft_version.json", content)
//	tx.Rename("data/X/X__DRAFT.parquet", "data/X/X__1_0.parquet")
//	err = tx.Commit() // or tx.Abort()
//
// New contents go to datastore/tmp/new first, under names nobody reads, and reach the medium
// there. Then the list of steps gets its name, datastore/tmp/journal.json: that one rename
// decides. Before it nothing outside tmp has changed, and Recover throws tmp away; after it
// the steps are renames and removals that may be done again any number of times, and Recover
// does them. The order of steps is the order in which readers, who take no lock, see them.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// The names inside the folder, with slashes.
const (
	Folder    = "datastore/tmp" // its presence also tells the public tools to keep off
	staged    = Folder + "/new" // new contents, until they get their names
	list      = Folder + "/journal.json"
	discarded = "datastore/tmp_done" // what is left to remove
)

const format = 1

var (
	// ErrForeign says that another program's operation is unfinished: the folder holds
	// backups that this package did not make.
	ErrForeign = errors.New("an operation of another program is unfinished")
	// ErrNewer says that the journal was written by a later version of this program.
	ErrNewer = errors.New("the journal has a newer format")
	// ErrUnfinished says that the changes are decided but not all made; Recover makes them.
	ErrUnfinished = errors.New("the changes are decided but not all made")
)

// step is one change. Its kinds may all be repeated: place and rename do nothing when From
// is gone, remove when To is gone, prune when To is not an empty folder. settle brings what
// was done to the medium before what follows.
type step struct {
	Do   string `json:"do"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

type file struct {
	Journal int    `json:"journal"`
	Steps   []step `json:"steps"`
}

// Tx is a change in preparation. After an error only Abort makes sense.
type Tx struct {
	disk  Disk
	dir   string
	steps []step
	n     int
}

// Begin prepares a change of dir, which has a folder datastore. Recover must have been called.
func Begin(disk Disk, dir string) (*Tx, error) {
	t := &Tx{disk: disk, dir: dir}
	for _, folder := range []string{Folder, staged} {
		if err := disk.Mkdir(t.at(folder), public); err != nil {
			return nil, errors.Join(err, t.Abort())
		}
	}
	return t, nil
}

func (t *Tx) at(rel string) string { return at(t.dir, rel) }

func at(dir, rel string) string { return filepath.Join(dir, filepath.FromSlash(rel)) }

func (t *Tx) next() string {
	t.n++
	return fmt.Sprintf("%s/%06d", staged, t.n)
}

// Write gives the file rel this content, whether it is there or not.
func (t *Tx) Write(rel string, content []byte) error {
	name := t.next()
	t.steps = append(t.steps, step{"place", name, rel})
	return t.disk.Write(t.at(name), content)
}

// Install moves the file or folder at source, a path of the system, to rel. It is gone from
// source at once; when the change is given up, it is gone altogether.
func (t *Tx) Install(rel, source string) error {
	if err := settle(t.disk, source); err != nil {
		return err
	}
	name := t.next()
	t.steps = append(t.steps, step{"place", name, rel})
	err := t.disk.Rename(source, t.at(name))
	if otherDevice(err) {
		return copyTree(t.disk, source, t.at(name))
	}
	return err
}

// Rename gives what is at from the name to.
func (t *Tx) Rename(from, to string) { t.steps = append(t.steps, step{"rename", from, to}) }

// Remove removes the file or folder at rel with all that is in it; it need not be there.
func (t *Tx) Remove(rel string) { t.steps = append(t.steps, step{Do: "remove", To: rel}) }

// Prune removes the folder at rel when it is empty.
func (t *Tx) Prune(rel string) { t.steps = append(t.steps, step{Do: "prune", To: rel}) }

// Settle brings all earlier steps to the medium before the later ones are begun.
func (t *Tx) Settle() { t.steps = append(t.steps, step{Do: "settle"}) }

// Backup keeps the present files under their own names in tmp, as the public tools do.
func (t *Tx) Backup(rels ...string) error {
	for _, rel := range rels {
		if _, err := os.Stat(t.at(rel)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		to := t.at(Folder + "/" + path.Base(rel))
		if t.disk.Link(t.at(rel), to) == nil {
			continue
		}
		if err := t.disk.Copy(t.at(rel), to); err != nil {
			return err
		}
	}
	return nil
}

// Abort gives the change up: nothing has changed. It may be called after a failed Commit, and
// does nothing when the change is already decided.
func (t *Tx) Abort() error {
	if _, err := os.Stat(t.at(list)); err == nil {
		return nil
	}
	return sweep(t.disk, t.dir)
}

// Commit makes the change. An error that is ErrUnfinished comes after the decision; with any
// other, nothing has changed and Abort cleans up.
func (t *Tx) Commit() error {
	text, err := json.Marshal(file{format, t.steps})
	if err != nil {
		return err
	}
	unnamed := t.at(list + ".new")
	if err := t.disk.Write(unnamed, text); err != nil {
		return err
	}
	for _, rel := range []string{staged, Folder, "datastore"} {
		if err := t.disk.Sync(t.at(rel)); err != nil {
			return err
		}
	}
	if err := t.disk.Rename(unnamed, t.at(list)); err != nil {
		return err
	}
	if err := t.disk.Sync(t.at(Folder)); err != nil {
		return errors.Join(ErrUnfinished, err)
	}
	if err := apply(t.disk, t.dir, t.steps); err != nil {
		return errors.Join(ErrUnfinished, err)
	}
	return nil
}

// State is what Inspect finds.
type State uint8

// The states of a folder: no operation, one that will be thrown away, one that will be
// finished, one of another program.
const (
	Clean State = iota
	Undecided
	Decided
	Foreign
)

// Inspect tells whether an operation was interrupted, without changing anything.
func Inspect(dir string) (State, error) {
	entries, err := os.ReadDir(at(dir, Folder))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(at(dir, discarded)); err == nil {
			return Undecided, nil
		}
		return Clean, nil
	case err != nil:
		return Clean, err
	}
	has := func(name string) bool {
		return slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == name })
	}
	switch {
	case has(path.Base(list)):
		return Decided, nil
	case len(entries) > 0 && !has(path.Base(staged)):
		return Foreign, nil
	}
	return Undecided, nil
}

// Recover finishes or throws away what an earlier process left. The writer's lock must be
// held. Errors: ErrForeign, ErrNewer, those of the system.
func Recover(disk Disk, dir string) (State, error) {
	state, err := Inspect(dir)
	if err != nil {
		return state, err
	}
	switch state {
	case Foreign:
		return state, ErrForeign
	case Undecided:
		return state, sweep(disk, dir)
	case Decided:
		steps, err := read(dir)
		if err != nil {
			return state, err
		}
		return state, apply(disk, dir, steps)
	}
	return state, nil
}

func read(dir string) ([]step, error) {
	text, err := os.ReadFile(at(dir, list))
	if err != nil {
		return nil, err
	}
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	if f.Journal > format {
		return nil, ErrNewer
	}
	for _, s := range f.Steps {
		for _, rel := range []string{s.From, s.To} {
			if rel != "" && (rel == "." || path.Clean(rel) != rel || !filepath.IsLocal(filepath.FromSlash(rel))) {
				return nil, &fs.PathError{Op: "replay", Path: rel, Err: fs.ErrInvalid}
			}
		}
	}
	return f.Steps, nil
}

// sweep removes tmp: first its name, so that a half removed one is never taken for another.
func sweep(disk Disk, dir string) error {
	if err := removeAll(disk, at(dir, discarded)); err != nil {
		return err
	}
	err := disk.Rename(at(dir, Folder), at(dir, discarded))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := disk.Sync(at(dir, "datastore")); err != nil {
		return err
	}
	return removeAll(disk, at(dir, discarded))
}
