package store

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/diag"
)

// space is one identifier space of the store: the current map of units and how it grows.
// Before any ordinal has left the package in this process the map is ranked anew when ids
// are added, so that it ascends by id; afterwards ids are only added at its end.
type space struct {
	store *Store
	name  string

	mu      sync.Mutex
	read    bool // the cache was looked at
	lineage string
	count   int
	units   *Units // nil until needed
	lookup  *index // of units, while something is built
	builds  int    // running builds that use lookup
	used    bool
}

func (s *Store) space(name string) *space {
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.spaces[name]
	if sp == nil {
		sp = &space{store: s, name: name}
		s.spaces[name] = sp
	}
	return sp
}

// open reads which lineage is current. With ids at its end the map is ranked first: nothing
// uses its ordinals yet.
func (sp *space) open() error {
	if sp.read {
		return nil
	}
	path, err := sp.store.cache.path(pointerName(sp.name))
	if err != nil {
		return err
	}
	sp.read = true
	p, ok := readPointer(path)
	if !ok {
		return nil
	}
	sp.lineage, sp.count = p.Lineage, p.Count
	if p.Count == p.Base {
		return nil
	}
	if err := sp.load(true); err != nil {
		return err
	}
	if sp.units != nil {
		return sp.replace(sp.units.ranked(nil, nil))
	}
	return nil
}

// load reads the map of the current lineage. A damaged or missing file is as no map: it is
// made anew, under another lineage or the same.
func (sp *space) load(withOrder bool) error {
	if sp.lineage == "" || (sp.units != nil && (!withOrder || sp.units.order != nil || sp.units.text)) {
		return nil
	}
	path, err := sp.store.cache.path(unitName(sp.name, sp.lineage))
	if err != nil {
		return err
	}
	u, err := readUnits(path, sp.name, withOrder)
	if err != nil || u.lineage != sp.lineage || u.Len() < sp.count {
		if sp.used {
			return writeOrRead(err, sp.name)
		}
		sp.lineage, sp.count, sp.units, sp.lookup = "", 0, nil, nil
		return nil
	}
	sp.units, sp.count = u, u.Len()
	return nil
}

// writeOrRead reports a map that vanished while its ordinals are in use.
func writeOrRead(err error, name string) error {
	if err == nil {
		err = errUnitFile
	}
	return wrap(err, codeCacheFault, diag.Catalogue(name))
}

// replace makes a map the current one, here and for new processes.
func (sp *space) replace(u *Units) error {
	c := sp.store.cache
	if err := c.write(unitName(sp.name, u.lineage), false, u.writeTo); err != nil {
		return err
	}
	old := sp.lineage
	if err := sp.writePointer(u); err != nil {
		return err
	}
	sp.units, sp.lineage, sp.count = u, u.lineage, u.Len()
	if sp.lookup != nil {
		sp.lookup = newIndex(u)
	}
	if old != "" && old != u.lineage {
		c.remove(unitName(sp.name, old))
		sp.store.removeStale(sp.name, u.lineage)
	}
	return nil
}

func (sp *space) writePointer(u *Units) error {
	return sp.store.cache.write(pointerName(sp.name), false, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(pointer{Units: 1, Lineage: u.lineage, Base: u.base, Count: u.Len()})
	})
}

// removeStale deletes the hot files of a space whose ordinals have another meaning now.
func (s *Store) removeStale(space, lineage string) {
	dir, err := s.cache.folder()
	if err != nil {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		marks := strings.Split(strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".arrow"), ".json"), "~")
		for _, m := range marks[1:] {
			if name, of, ok := strings.Cut(m, "@"); ok && name == space && of != lineage {
				_ = os.Remove(filepath.Join(dir, e.Name()))
			}
		}
	}
}

// seedIDs are the ids a map starts with, in file order.
type seedIDs struct {
	ints  []int64
	texts []string
	text  bool
}

// acquire gives the index for a build, making the map from seed when there is none. Every
// acquire needs one release.
func (sp *space) acquire(seed func() (seedIDs, error)) (*index, error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if err := sp.open(); err != nil {
		return nil, err
	}
	if err := sp.load(true); err != nil {
		return nil, err
	}
	if sp.units == nil {
		ids, err := seed()
		if err != nil {
			return nil, err
		}
		if err := sp.replace(ids.units(sp.name)); err != nil {
			return nil, err
		}
	}
	if sp.lookup == nil || sp.lookup.units != sp.units {
		sp.lookup = newIndex(sp.units)
	}
	sp.builds++
	return sp.lookup, nil
}

func (ids seedIDs) units(space string) *Units {
	if ids.text {
		return newTextUnits(space, ids.texts)
	}
	u := newIntUnits(space, ids.ints)
	u.fileOrder(ids.ints)
	return u
}

func (sp *space) release() {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if sp.builds--; sp.builds == 0 {
		sp.lookup = nil
		if sp.units != nil && sp.units.order != nil {
			short := *sp.units
			short.order = nil
			sp.units = &short
		}
	}
}

// add gives unknown ids an ordinal. Whoever holds x must start over with a new index.
func (sp *space) add(x *index, ints []int64, texts []string) error {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if sp.units != x.units {
		return nil // someone else has added; perhaps these ids among others
	}
	if !sp.used {
		return sp.replace(x.units.ranked(ints, texts))
	}
	unlock, err := sp.store.cache.lock("units-" + sp.name)
	if err != nil {
		return err
	}
	defer unlock()
	path, err := sp.store.cache.path(unitName(sp.name, sp.lineage))
	if err != nil {
		return err
	}
	u, err := readUnits(path, sp.name, true)
	if err != nil || u.lineage != sp.lineage || u.Len() <= x.units.Len() {
		// The end of a map is not told by its lineage, so it must survive a power failure:
		// other ids at the same ordinals would make hot files lie.
		u = x.units.withTail(ints, texts)
		if err := sp.store.cache.write(unitName(sp.name, u.lineage), true, u.writeTo); err != nil {
			return err
		}
		if err := sp.writePointerIfCurrent(u); err != nil {
			return err
		}
	}
	sp.units, sp.count = u, u.Len()
	sp.lookup = newIndex(u)
	return nil
}

// writePointerIfCurrent leaves the pointer alone when another process has ranked anew.
func (sp *space) writePointerIfCurrent(u *Units) error {
	path, err := sp.store.cache.path(pointerName(sp.name))
	if err != nil {
		return err
	}
	if p, ok := readPointer(path); ok && p.Lineage != u.lineage {
		return nil
	}
	return sp.writePointer(u)
}

// current is the index of the current map, for a build that starts over.
func (sp *space) current() *index {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	return sp.lookup
}

// use says that ordinals of a lineage leave the package. It fails when the map has been
// ranked anew meanwhile, or is shorter than the file was built for.
func (sp *space) use(lineage string, units int) bool {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if sp.open() != nil || sp.lineage != lineage {
		return false
	}
	if units > sp.count {
		sp.units = nil
		if sp.load(false) != nil || sp.lineage != lineage || units > sp.count {
			return false
		}
	}
	sp.used = true
	return true
}

// now is the current lineage, "" without a map.
func (sp *space) now() (string, error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if err := sp.open(); err != nil {
		return "", err
	}
	return sp.lineage, nil
}

// claim says that ordinals of the current map leave the package, and gives its lineage, ""
// without a map, and its length.
func (sp *space) claim() (lineage string, count int, err error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if err := sp.open(); err != nil {
		return "", 0, err
	}
	if sp.lineage != "" {
		sp.used = true
	}
	return sp.lineage, sp.count, nil
}

// all gives the map itself, nil when nothing of the space was ever read.
func (sp *space) all() (*Units, error) {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if err := sp.open(); err != nil {
		return nil, err
	}
	if err := sp.load(false); err != nil {
		return nil, err
	}
	if sp.units != nil {
		sp.used = true
	}
	return sp.units, nil
}

// errRetry says that a map was ranked anew while a file was built.
var errRetry = errors.New("store: units were ranked anew")
