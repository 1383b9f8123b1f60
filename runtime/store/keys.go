package store

import (
	"io"
	"os"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Units are the units of an identifier space known so far, as disclosure.Ids: those of
// every file read up to now by any process. Later reads may add units at the end.
func (s *Store) Units(space string) (*Units, error) {
	u, err := s.space(space).all()
	if err != nil {
		return nil, err
	}
	if u == nil {
		u = &Units{space: space}
	}
	return u, nil
}

// UnitsVersion names the current map of a space: record keys, and whatever else is kept by
// ordinal, fit only the version they were made for. "" before the first read.
func (s *Store) UnitsVersion(space string) (string, error) {
	sp := s.space(space)
	sp.mu.Lock()
	defer sp.mu.Unlock()
	if err := sp.open(); err != nil || sp.lineage == "" {
		return "", err
	}
	return (&Units{lineage: sp.lineage}).version(sp.count), nil
}

// Keys gives the record keys of a space, from the sealed cache beside the hot files where
// it fits the secret, else derived and sealed for the next time. A cache that cannot be
// written is no error: keys can always be derived.
func (s *Store) Keys(c *kernel.Context, layer *disclosure.Layer, space string) (*disclosure.Keys, error) {
	domain := types.KeyDomain(space)
	open := layer.Policy().Profile() == disclosure.Open // nothing is derived that would be worth keeping
	if !open {
		// The map itself is long: it is only read when keys have to be derived.
		lineage, count, err := s.space(space).claim()
		if err != nil {
			return nil, err
		}
		if path, err := s.cache.path(keysName(space, lineage, count)); err == nil && lineage != "" {
			if k := unseal(path, layer, domain, count); k != nil {
				return k, nil
			}
		}
	}
	u, err := s.Units(space)
	if err != nil {
		return nil, err
	}
	k, err := layer.Keys(c.Ctx, domain, u, c.Threads)
	if err != nil || open || u.lineage == "" {
		return k, err
	}
	_ = s.cache.write(keysName(space, u.lineage, u.Len()), false, func(w io.Writer) error { return layer.Seal(w, domain, k) })
	return k, nil
}

func keysName(space, lineage string, units int) string {
	return "keys~" + space + "@" + lineage + "~" + (&Units{lineage: lineage}).version(units) + ".sealed"
}

// unseal gives nil for a cache that is missing, damaged or of another secret.
func unseal(path string, layer *disclosure.Layer, domain string, n int) *disclosure.Keys {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	k, err := layer.Unseal(f, domain, n)
	if err != nil {
		return nil
	}
	return k
}

// OwnerVariable is the variable that names the person a unit belongs to (spec/disclosure.md,
// Keys): of the variables of the unit type that refer to persons, a FIXED one, else a STATUS
// one, else an event one, by name. ok is false where the bank has none.
func OwnerVariable(version catalogue.Version, unit types.Unit) (owner *catalogue.Variable, ok bool) {
	v, ok := version.(*Version)
	if !ok {
		return nil, false
	}
	rank := map[types.Temporality]int{types.Fixed: 0, types.Status: 1, types.EventSpells: 2, types.Accumulated: 3}
	for _, name := range v.names {
		of, found, err := v.meta.variable(name)
		if err != nil || !found || !of.Unit.Same(unit) || of.Kind != types.Key || of.Refers.Code != "PERSON" {
			continue
		}
		if owner == nil || rank[of.Temporality] < rank[owner.Temporality] {
			owner = of
		}
	}
	return owner, owner != nil
}

// Owners gives the person each unit of a dataset belongs to, as a key column of the
// persons' space; missing where the register names nobody. Partitions are read from the
// newest back until every unit has its owner.
func (s *Store) Owners(c *kernel.Context, version catalogue.Version, owner *catalogue.Variable, units *column.Column) (*column.Column, error) {
	items, err := s.itemsOf(version, owner)
	if err != nil {
		return nil, err
	}
	w, err := s.viewOf(c, version.Bank(), owner, Whole(), nil)
	if err != nil {
		return nil, err
	}
	ords, ascending, buf, err := w.ordinals(c, units)
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	vals, err := w.newValues(c.Pool, len(ords), true)
	if err != nil {
		return nil, err
	}
	for i := len(items) - 1; i >= 0; i-- {
		if err := s.ownersFrom(c, version.Bank(), owner, items[i], vals, ords, ascending); err != nil {
			vals.drop()
			return nil, err
		}
		if vals.more = true; vals.valid.Count(len(ords)) == len(ords) {
			break
		}
	}
	return vals.done(), nil
}

// ownersFrom fills what is still missing from one file.
func (s *Store) ownersFrom(c *kernel.Context, bank string, owner *catalogue.Variable, it *item, vals *values, ords []uint32, ascending bool) error {
	w, err := s.viewOf(c, bank, owner, Whole(), []*item{it})
	if err != nil {
		return err
	}
	w.touch(c)
	h := w.parts[0]
	find := func(lo, hi int, rows []uint32) { h.match(w.query, ords[lo:hi], rows) }
	if !ascending {
		f, err := w.findIn(c, 0, h.unitRows)
		if err != nil {
			return err
		}
		defer f.release()
		rowOf := make([]uint32, h.side.Units)
		fill(rowOf)
		for i, o := range f.ords {
			rowOf[o] = f.rows[i]
		}
		find = func(lo, hi int, rows []uint32) {
			for i, o := range ords[lo:hi] {
				rows[i] = kernel.None
				if int(o) < len(rowOf) {
					rows[i] = rowOf[o]
				}
			}
		}
	}
	return w.joinPart(c, vals, 0, ords, func(lo, hi int, rows []uint32) {
		find(lo, hi, rows)
		for i := range rows {
			if vals.valid.Get(lo + i) {
				rows[i] = kernel.None
			}
		}
	})
}
