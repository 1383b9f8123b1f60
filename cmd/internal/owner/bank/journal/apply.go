package journal

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// apply does the steps, in order, and removes tmp when all are on the medium.
func apply(disk Disk, dir string, steps []step) error {
	a := &applying{disk: disk, dir: dir, touched: map[string]bool{}}
	for _, s := range steps {
		if err := a.do(s); err != nil {
			return err
		}
	}
	if err := a.settle(); err != nil {
		return err
	}
	return sweep(disk, dir)
}

type applying struct {
	disk    Disk
	dir     string
	touched map[string]bool // folders whose names changed
}

func (a *applying) do(s step) error {
	switch s.Do {
	case "place", "rename":
		return a.rename(s.From, s.To)
	case "remove":
		a.touch(s.To)
		return removeAll(a.disk, at(a.dir, s.To))
	case "prune":
		return a.prune(s.To)
	case "settle":
		return a.settle()
	}
	return &fs.PathError{Op: s.Do, Path: s.To, Err: fs.ErrInvalid}
}

func (a *applying) touch(rel string) { a.touched[path.Dir(rel)] = true }

func (a *applying) rename(from, to string) error {
	info, err := os.Lstat(at(a.dir, from))
	if errors.Is(err, fs.ErrNotExist) {
		a.touch(to)
		return nil // done before
	}
	if err != nil {
		return err
	}
	if err := a.parents(path.Dir(to)); err != nil {
		return err
	}
	old, err := os.Lstat(at(a.dir, to))
	if err == nil && (old.IsDir() || info.IsDir()) { // only a file replaces a file in one step
		if err := removeAll(a.disk, at(a.dir, to)); err != nil {
			return err
		}
	}
	a.touch(from)
	a.touch(to)
	return a.disk.Rename(at(a.dir, from), at(a.dir, to))
}

// parents makes the folders above a name.
func (a *applying) parents(rel string) error {
	if rel == "." {
		return nil
	}
	if err := a.parents(path.Dir(rel)); err != nil {
		return err
	}
	if info, err := os.Stat(at(a.dir, rel)); err == nil && info.IsDir() {
		return nil
	}
	a.touch(rel)
	return a.disk.Mkdir(at(a.dir, rel), modeOf(rel))
}

const public, private = 0o755, 0o700

// modeOf keeps what is not for readers from them.
func modeOf(rel string) os.FileMode {
	if rel == "vault" || strings.HasPrefix(rel, "vault/") {
		return private
	}
	return public
}

func (a *applying) prune(rel string) error {
	entries, err := os.ReadDir(at(a.dir, rel))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	delete(a.touched, rel)
	a.touch(rel)
	return a.disk.Remove(at(a.dir, rel))
}

func (a *applying) settle() error {
	for _, rel := range slices.Sorted(maps.Keys(a.touched)) {
		err := a.disk.Sync(at(a.dir, rel))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	clear(a.touched)
	return nil
}

// removeAll removes a tree, each name by a call of its own.
func removeAll(disk Disk, path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		entries, err := os.ReadDir(path)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := removeAll(disk, filepath.Join(path, e.Name())); err != nil {
				return err
			}
		}
	}
	err = disk.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// settle brings a tree to the medium.
func settle(disk Disk, root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return disk.Sync(path)
	})
}

// copyTree copies a tree from another device; the original stays.
func copyTree(disk Disk, from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return disk.Copy(from, to)
	}
	if err := disk.Mkdir(to, public); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := copyTree(disk, filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			return err
		}
	}
	return disk.Sync(to)
}

// RemoveAll removes a tree, which need not be there.
func RemoveAll(disk Disk, path string) error { return removeAll(disk, path) }
