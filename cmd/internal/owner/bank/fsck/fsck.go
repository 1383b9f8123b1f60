// Package fsck holds every byte of a bank against what was written down about it.
//
// In: the folder of a store and the name of a bank. Out: what is wrong with it.
//
//	report, err := fsck.Check(ctx, "/data/registers", "no.ssb.fdb", fsck.Options{})
//	report.OK() // false when the report has findings
//
// Checksums come from checksums__M_m.json (data), manifest__M_m_p.json (the JSON files of a
// version), manifest.json (what changes, the vault and the archive), additions__DRAFT.json (data of drafts)
// and the sidecars of lazy variables. What none of them covers, in stores of other programs,
// is read for its form only and counted. Nothing is changed.
package fsck

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/bank/journal"
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// Options of a check.
type Options struct {
	Threads  int // files read at once; 0 is sensible
	Progress func(share float64)
}

// Report is what was found, in order of file. Files and Bytes were compared with a checksum,
// Unverified have none; Absent are parts of lazy variables that are not made yet.
type Report struct {
	Bank       string
	Versions   int
	Files      int64
	Bytes      int64
	Unverified int64
	Absent     int64
	Findings   []finding.Finding
}

// OK tells that nothing is wrong.
func (r Report) OK() bool { return len(r.Findings) == 0 }

// Check checks a bank. It takes the writer's lock, unless the bank cannot be written at all:
// what a writer is at work on is half of something. Errors: the refusals NoBank and Locked,
// the context's, and those of the system about the folder itself.
func Check(ctx context.Context, root, name string, o Options) (Report, error) {
	dir := bank.Dir(root, name)
	if info, err := os.Stat(filepath.Join(dir, "datastore")); err != nil || !info.IsDir() {
		return Report{}, finding.Refuse(finding.NoBank, name, root)
	}
	lock, err := lockOf(dir)
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = lock.Release() }()
	c := &check{root: root, dir: dir, name: name, options: o, report: Report{Bank: name},
		expected: map[string]expectation{}, known: map[string]bool{}, owned: map[string]bool{}, lazy: map[string]bool{}}
	if err := c.run(ctx); err != nil {
		return Report{}, err
	}
	slices.SortStableFunc(c.report.Findings, func(a, b finding.Finding) int {
		return cmp.Or(strings.Compare(strings.Join(a.Args, "\x00"), strings.Join(b.Args, "\x00")), cmp.Compare(a.Code, b.Code))
	})
	c.report.Findings = slices.CompactFunc(c.report.Findings, func(a, b finding.Finding) bool {
		return a.Code == b.Code && slices.Equal(a.Args, b.Args)
	})
	return c.report, nil
}

// lockOf takes the writer's lock; nil where there never was a writer, or cannot be one.
func lockOf(dir string) (*journal.Lock, error) {
	path := filepath.Join(dir, "datastore", "writer.lock")
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	lock, err := journal.Take(path)
	switch {
	case errors.Is(err, journal.ErrLocked):
		return nil, finding.Refuse(finding.Locked, dir)
	case err != nil && !journal.ReadOnly(err):
		return nil, err
	}
	return lock, nil
}

// expectation is what a file must be. Chunks are empty where only the whole was summed.
type expectation struct {
	bytes  int64
	crc32c string
	chunks []string
}

// check goes through one bank. Paths are relative to it, with slashes.
type check struct {
	root, dir, name string
	options         Options
	report          Report

	expected map[string]expectation
	known    map[string]bool // need no checksum
	owned    map[string]bool // data files and folders of versions, drafts and lazy variables
	lazy     map[string]bool // parts that may be absent
	summed   []string        // data of versions with checksums: all in them must be expected
	blind    bool            // a list is damaged, so nobody can say what is too much
}

func (c *check) found(code diag.Code, args ...string) {
	c.report.Findings = append(c.report.Findings, finding.Finding{Code: code, Args: args})
}

func (c *check) at(rel string) string { return filepath.Join(c.dir, filepath.FromSlash(rel)) }

func (c *check) has(rel string) bool {
	_, err := os.Lstat(c.at(rel))
	return err == nil
}

func (c *check) run(ctx context.Context) error {
	c.interrupted()
	c.manifests()
	c.lazyParts()
	c.versions()
	c.draft()
	c.vault()
	files, err := c.walk()
	if err != nil {
		return err
	}
	if err := c.compare(ctx, files); err != nil {
		return err
	}
	c.missing(files)
	return c.usable(ctx)
}

// interrupted tells of a half finished operation. What it staged is no part of the bank yet.
func (c *check) interrupted() {
	state, err := journal.Inspect(c.dir)
	switch {
	case err != nil:
		c.found(finding.CannotBeRead, journal.Folder, cause(err))
	case state == journal.Foreign:
		c.found(finding.OtherProgram, c.name+"/"+journal.Folder)
	case state != journal.Clean:
		c.found(finding.Interrupted, journal.Folder)
	}
}

func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// walk lists all files with their sizes, and tells of those that nothing asks for.
func (c *check) walk() (map[string]int64, error) {
	files := map[string]int64{}
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if path == c.dir {
				return err
			}
			c.found(finding.CannotBeRead, c.rel(path), cause(err))
			return nil
		}
		rel := c.rel(path)
		if d.IsDir() {
			if rel == journal.Folder || rel == "datastore/tmp_done" || rel == "tmp" {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil {
			c.found(finding.CannotBeRead, rel, cause(err))
			return nil
		}
		files[rel] = info.Size()
		return nil
	})
	for _, rel := range slices.Sorted(maps.Keys(files)) {
		c.place(rel)
	}
	return files, err
}

func (c *check) rel(path string) string {
	rel, err := filepath.Rel(c.dir, path)
	if err != nil {
		return path
	}
	return filepath.ToSlash(rel)
}

// place tells whether a file may be where it is.
func (c *check) place(rel string) {
	_, expected := c.expected[rel]
	switch {
	case expected || c.known[rel]:
	case strings.HasPrefix(rel, "data/"):
		switch {
		case slices.ContainsFunc(c.summed, func(base string) bool { return within(rel, base) }):
			c.found(finding.NotSummed, rel)
		case !c.ownedBy(rel) && !c.blind:
			c.found(finding.FileExtra, rel)
		}
	case strings.HasPrefix(rel, "archive/"), strings.HasPrefix(rel, "vault/"): // also of other programs
	case !c.blind:
		c.found(finding.FileExtra, rel)
	}
}

func within(rel, base string) bool {
	return rel == base || strings.HasPrefix(rel, base+"/")
}

func (c *check) ownedBy(rel string) bool {
	for at := rel; at != "."; at = dirOf(at) {
		if c.owned[at] {
			return true
		}
	}
	return false
}

func dirOf(rel string) string {
	if i := strings.LastIndexByte(rel, '/'); i >= 0 {
		return rel[:i]
	}
	return "."
}

// missing tells of files that are expected, or owned, and not there.
func (c *check) missing(files map[string]int64) {
	gone := map[string]bool{}
	for rel := range c.expected {
		if _, there := files[rel]; !there {
			gone[rel] = true
		}
	}
	for base := range c.owned {
		if !c.has(base) {
			gone[base] = true
		}
	}
	for _, rel := range slices.Sorted(maps.Keys(gone)) {
		if c.lazy[rel] {
			c.report.Absent++
			continue
		}
		if !gone[dirOf(rel)] {
			c.found(finding.FileMissing, rel)
		}
	}
}
