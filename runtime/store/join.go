package store

import (
	"slices"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Join gives the value of every unit of a dataset, missing where a unit has none: a left
// join. Units may have several rows and come in any order; ascending ones are fastest.
func (w *View) Join(c *kernel.Context, units *column.Column) (*column.Column, error) {
	w.touch(c)
	ords, ascending, buf, err := w.ordinals(c, units)
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	vals, err := w.newValues(c.Pool, len(ords), true)
	if err != nil {
		return nil, err
	}
	for part, h := range w.parts {
		if ascending {
			err = w.joinPart(c, vals, part, ords, func(lo, hi int, rows []uint32) { h.match(w.query, ords[lo:hi], rows) })
		} else {
			err = w.joinAny(c, vals, part, ords)
		}
		if err != nil {
			vals.drop()
			return nil, err
		}
	}
	return vals.done(), nil
}

// joinPart copies values chunk by chunk; rowsOf finds the rows of units [lo, hi).
func (w *View) joinPart(c *kernel.Context, vals *values, part int, ords []uint32, rowsOf func(lo, hi int, rows []uint32)) error {
	h := w.parts[part]
	return c.Each(len(ords), func(_, lo, hi int) error {
		s := scratch.Get().(*[]uint32)
		defer scratch.Put(s)
		rows := (*s)[:hi-lo]
		return h.faults(func() error {
			rowsOf(lo, hi, rows)
			w.copyRows(vals, part, lo, rows)
			return nil
		})
	})
}

// joinAny joins units in any order through a table from ordinal to row.
func (w *View) joinAny(c *kernel.Context, vals *values, part int, ords []uint32) error {
	h := w.parts[part]
	f, err := w.findIn(c, part, h.unitRows)
	if err != nil {
		return err
	}
	defer f.release()
	rowOf, buf, err := mem.Alloc[uint32](c.Pool, h.side.Units)
	if err != nil {
		return err
	}
	defer buf.Release()
	fill(rowOf)
	for i, o := range f.ords {
		rowOf[o] = f.rows[i]
	}
	return w.joinPart(c, vals, part, ords, func(lo, hi int, rows []uint32) {
		for i, o := range ords[lo:hi] {
			rows[i] = kernel.None
			if int(o) < len(rowOf) {
				rows[i] = rowOf[o]
			}
		}
	})
}

// ordinals gives the ordinals of a unit column, None for a missing unit, and whether they
// ascend. The buffer, which may be nil, belongs to the caller.
func (w *View) ordinals(c *kernel.Context, units *column.Column) (ords []uint32, ascending bool, buf *mem.Buffer, err error) {
	switch {
	case units.Kind == types.Key && units.Space == w.variable.Unit.Space && !units.Const:
		ords = units.Codes[:units.Len]
		if units.Valid != nil {
			return w.translate(c, units, nil)
		}
	case units.Kind == types.Text && w.variable.Unit.Kind == types.Text && !units.Const:
		to, err := w.codeOrdinals(units.Dict)
		if err != nil {
			return nil, false, nil, err
		}
		return w.translate(c, units, to)
	default:
		return nil, false, nil, diag.New(codeOtherStore, diag.Catalogue(w.variable.Name))
	}
	return ords, sorted(c, ords), nil, nil
}

// translate copies codes, through to when it is given, with None for missing ones.
func (w *View) translate(c *kernel.Context, units *column.Column, to []uint32) ([]uint32, bool, *mem.Buffer, error) {
	out, buf, err := mem.Alloc[uint32](c.Pool, units.Len)
	if err != nil {
		return nil, false, nil, err
	}
	err = c.Each(units.Len, func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			switch {
			case units.Missing(i):
				out[i] = kernel.None
			case to != nil:
				out[i] = to[units.Codes[i]]
			default:
				out[i] = units.Codes[i]
			}
		}
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, false, nil, err
	}
	return out, sorted(c, out), buf, nil
}

// codeOrdinals finds the units of plain codes.
func (w *View) codeOrdinals(dict *column.Dict) ([]uint32, error) {
	words, err := w.unitWords()
	if err != nil {
		return nil, err
	}
	at := make(map[string]uint32, len(words.Values))
	for i, word := range words.Values {
		at[word] = uint32(i)
	}
	to := make([]uint32, len(dict.Values))
	for i, word := range dict.Values {
		o, ok := at[word]
		if !ok {
			o = kernel.None
		}
		to[i] = o
	}
	return to, nil
}

// sorted tells whether ordinals ascend, repeats allowed.
func sorted(c *kernel.Context, ords []uint32) bool {
	var broken atomic.Bool
	err := c.Each(len(ords), func(_, lo, hi int) error {
		if broken.Load() {
			return nil
		}
		for i := max(lo, 1); i < hi; i++ {
			if ords[i] < ords[i-1] {
				broken.Store(true)
				return nil
			}
		}
		return nil
	})
	return err == nil && !broken.Load()
}

// Union is the result of an outer join. Row r of the union is row From[r] of the dataset,
// or None for a unit that is new; new units have missing values in older columns.
type Union struct {
	Units *column.Column
	From  []uint32
	Buf   *mem.Buffer // owns From
	Value *column.Column
}

// Outer joins and adds the units that have a value but are not in the dataset. Ascending
// units stay ascending; otherwise the new units follow the dataset's rows.
func (w *View) Outer(c *kernel.Context, units *column.Column) (*Union, error) {
	w.touch(c)
	ords, ascending, buf, err := w.ordinals(c, units)
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	f, err := w.find(c)
	if err != nil {
		return nil, err
	}
	defer f.release()
	all, from, bufs, err := w.unite(c, ords, f.ords, ascending)
	if err != nil {
		return nil, err
	}
	defer bufs[0].Release()
	out := &Union{From: from, Buf: bufs[1]}
	if out.Units, err = w.unitColumn(c, all); err == nil {
		nameStrangers(out.Units, units, all, from)
		out.Value, err = w.Join(c, out.Units)
	}
	if err != nil {
		out.Buf.Release()
		if out.Units != nil {
			out.Units.Release()
		}
		return nil, err
	}
	return out, nil
}

// nameStrangers gives units that no register knows their codes back: a collapse by a plain
// code keeps whatever the script wrote into it.
func nameStrangers(to, units *column.Column, all, from []uint32) {
	if to.Kind != types.Text || !slices.Contains(all, kernel.None) {
		return
	}
	dict := &column.Dict{Values: slices.Clone(to.Dict.Values)}
	codes := map[string]uint32{}
	for at, o := range all {
		if o != kernel.None {
			continue
		}
		name := units.Text(int(from[at]))
		code, ok := codes[name]
		if !ok {
			code = uint32(len(dict.Values))
			codes[name] = code
			dict.Values = append(dict.Values, name)
		}
		to.Codes[at] = code
	}
	to.Dict = dict
}

// unite lists the dataset's units and the new ones with the rows they come from.
func (w *View) unite(c *kernel.Context, ords, found []uint32, ascending bool) (all, from []uint32, bufs [2]*mem.Buffer, err error) {
	fresh, err := newcomers(c, ords, found)
	if err != nil {
		return nil, nil, bufs, err
	}
	n := len(ords) + len(fresh)
	if all, bufs[0], err = mem.Alloc[uint32](c.Pool, n); err != nil {
		return nil, nil, bufs, err
	}
	if from, bufs[1], err = mem.Alloc[uint32](c.Pool, n); err != nil {
		bufs[0].Release()
		return nil, nil, bufs, err
	}
	k := 0
	for i, at := 0, 0; at < n; at++ {
		if k < len(fresh) && (i >= len(ords) || (ascending && fresh[k] < ords[i])) {
			all[at], from[at] = fresh[k], kernel.None
			k++
			continue
		}
		all[at], from[at] = ords[i], uint32(i)
		i++
	}
	return all, from, bufs, nil
}

// newcomers are the units found that the dataset lacks, ascending.
func newcomers(c *kernel.Context, ords, found []uint32) ([]uint32, error) {
	if len(found) == 0 {
		return nil, nil
	}
	has, buf, err := mem.AllocZero[uint64](c.Pool, column.BitmapWords(int(found[len(found)-1])+1))
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	bits := column.Bitmap(has)
	for _, o := range ords {
		if o <= found[len(found)-1] {
			bits.Set(int(o))
		}
	}
	var fresh []uint32
	for _, o := range found {
		if !bits.Get(int(o)) {
			fresh = append(fresh, o)
		}
	}
	return fresh, nil
}
