package store

import (
	"runtime/debug"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Want is something a run is going to read.
type Want struct {
	Version  catalogue.Version
	Variable *catalogue.Variable
	Query    Query
}

// Prepare builds the hot files a run needs, side by side, before any of it is read. It is
// optional, but with it the unit maps know all units of the run before ordinals are in use,
// so that ordinals ascend by id: then the order of rows, and with it the last bit of every
// sum, does not depend on what was imported on this machine before.
func (s *Store) Prepare(c *kernel.Context, wants []Want) error {
	items, err := s.itemsFor(c, wants)
	if err != nil {
		return err
	}
	// All data are there before the first map is made, so that it can start with everybody.
	if err := c.EachOf(len(items), func(i int) error { return items[i].make(c.Ctx) }); err != nil {
		return err
	}
	for _, sp := range spacesOf(items) {
		sp.hold()
		defer sp.release()
	}
	built := s.built.Load()
	for range maxRebuilds {
		var open []*item
		for _, it := range items {
			if !it.current() {
				open = append(open, it)
			}
		}
		if len(open) == 0 {
			break
		}
		err := c.EachOf(len(open), func(i int) error {
			_, err := open[i].open(c, false)
			return err
		})
		if err != nil {
			return err
		}
	}
	if s.built.Load() > built {
		debug.FreeOSMemory() // decoding leaves garbage of the size of the register
	}
	return nil
}

func (s *Store) itemsFor(c *kernel.Context, wants []Want) (items []*item, err error) {
	seen := map[*item]bool{}
	for _, want := range wants {
		all, err := s.itemsOf(want.Version, want.Variable)
		if err != nil {
			return nil, err
		}
		if all, err = wanted(c, all, want.Variable, want.Query); err != nil {
			return nil, err
		}
		for _, it := range all {
			if !seen[it] {
				seen[it] = true
				items = append(items, it)
			}
		}
	}
	return items, nil
}

func spacesOf(items []*item) (spaces []*space) {
	seen := map[*space]bool{}
	for _, it := range items {
		for _, sp := range []*space{it.unit, it.refers} {
			if sp != nil && !seen[sp] {
				seen[sp] = true
				spaces = append(spaces, sp)
			}
		}
	}
	return spaces
}

// hold keeps the index of a space between builds.
func (sp *space) hold() {
	sp.mu.Lock()
	defer sp.mu.Unlock()
	sp.builds++
}

// current tells whether the item is open under the current maps.
func (it *item) current() bool {
	it.mu.Lock()
	defer it.mu.Unlock()
	if it.hot == nil {
		return false
	}
	unit, err := it.unit.now()
	if err != nil || unit != it.hot.unitLineage {
		it.hot = nil
		return false
	}
	if it.refers != nil {
		if of, err := it.refers.now(); err != nil || of != it.hot.refLineage {
			it.hot = nil
			return false
		}
	}
	return true
}

// QueryFor is the query of an import: Whole for FIXED, else at the day.
func QueryFor(v *catalogue.Variable, day int) Query {
	if v.Temporality == types.Fixed {
		return Whole()
	}
	return At(day)
}
