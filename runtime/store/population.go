package store

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// found is a list of records: the unit, the part and the row of each.
type found struct {
	ords  []uint32
	rows  []uint32
	parts []uint16      // nil: all in part 0
	bufs  []*mem.Buffer // of ords and rows, in this order
}

func (f *found) release() {
	for _, b := range f.bufs {
		b.Release()
	}
}

// Population gives the units that have a value, and the values: one row per unit, ordinals
// ascending, no missing values. Units of a plain code, such as municipalities, come as text.
func (w *View) Population(c *kernel.Context) (units, value *column.Column, err error) {
	w.touch(c)
	f, err := w.find(c)
	if err != nil {
		return nil, nil, err
	}
	defer f.release()
	vals, err := w.valuesOf(c, f, false)
	if err != nil {
		return nil, nil, err
	}
	if w.variable.Unit.Kind != types.Text && len(f.bufs) > 0 {
		units = column.FromKeys(f.ords, w.variable.Unit.Space, nil).Own(f.bufs[0].Retain())
		return units, vals.done(), nil
	}
	units, err = w.unitColumn(c, f.ords)
	if err != nil {
		vals.drop()
		return nil, nil, err
	}
	return units, vals.done(), nil
}

// valuesOf copies the values of records.
func (w *View) valuesOf(c *kernel.Context, f *found, gaps bool) (*values, error) {
	vals, err := w.newValues(c.Pool, len(f.ords), gaps)
	if err != nil {
		return nil, err
	}
	err = c.Each(len(f.ords), func(_, lo, hi int) error {
		for lo < hi {
			part, end := 0, hi
			if f.parts != nil {
				part = int(f.parts[lo])
				for end = lo + 1; end < hi && f.parts[end] == f.parts[lo]; {
					end++
				}
			}
			h := w.parts[part]
			err := h.faults(func() error {
				w.copyRows(vals, part, lo, f.rows[lo:end])
				return nil
			})
			if err != nil {
				return err
			}
			lo = end
		}
		return nil
	})
	if err != nil {
		vals.drop()
		return nil, err
	}
	return vals, nil
}

// find lists the records that stand for their unit.
func (w *View) find(c *kernel.Context) (*found, error) {
	switch len(w.parts) {
	case 0:
		return &found{}, nil
	case 1:
		if w.plain(w.parts[0]) {
			return w.findAll(c, w.parts[0])
		}
		return w.findIn(c, 0, w.parts[0].unitRows)
	}
	all := &found{}
	for part, h := range w.parts {
		next, err := w.findIn(c, part, h.unitRows)
		if err != nil {
			return nil, err
		}
		all = later(all, next, uint16(part))
		next.release()
	}
	return all, nil
}

// later merges two ascending lists; of a unit in both, the second has the word.
func later(a, b *found, part uint16) *found {
	out := &found{parts: []uint16{}}
	i, k := 0, 0
	for i < len(a.ords) || k < len(b.ords) {
		if k >= len(b.ords) || (i < len(a.ords) && a.ords[i] < b.ords[k]) {
			out.ords, out.rows, out.parts = append(out.ords, a.ords[i]), append(out.rows, a.rows[i]), append(out.parts, a.parts[i])
			i++
			continue
		}
		if i < len(a.ords) && a.ords[i] == b.ords[k] {
			i++
		}
		out.ords, out.rows, out.parts = append(out.ords, b.ords[k]), append(out.rows, b.rows[k]), append(out.parts, part)
		k++
	}
	return out
}

// findIn counts the records of each chunk of a part, then lists them at their places.
func (w *View) findIn(c *kernel.Context, part int, rowsOf func(q Query, lo, hi int, dst []uint32) []uint32) (*found, error) {
	h := w.parts[part]
	n := h.side.Rows
	starts := make([]int, kernel.Chunks(n)+1)
	err := eachRows(c, h, n, w.query, rowsOf, func(chunk int, rows []uint32) { starts[chunk+1] = len(rows) })
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	total := starts[len(starts)-1]
	f := &found{}
	var buf *mem.Buffer
	if f.ords, buf, err = mem.Alloc[uint32](c.Pool, total); err != nil {
		return nil, err
	}
	f.bufs = append(f.bufs, buf)
	if f.rows, buf, err = mem.Alloc[uint32](c.Pool, total); err != nil {
		f.release()
		return nil, err
	}
	f.bufs = append(f.bufs, buf)
	err = eachRows(c, h, n, w.query, rowsOf, func(chunk int, rows []uint32) {
		ords := view[uint32](h, partOrdinal, n)
		at := starts[chunk]
		copy(f.rows[at:], rows)
		for i, r := range rows {
			f.ords[at+i] = ords[r]
		}
	})
	if err != nil {
		f.release()
		return nil, err
	}
	return f, nil
}

// plain tells that every record stands for a unit of its own.
func (w *View) plain(h *hotFile) bool {
	return !w.query.timed && h.side.Disjoint && !h.gaps(partValid)
}

// findAll lists all records of a part.
func (w *View) findAll(c *kernel.Context, h *hotFile) (f *found, err error) {
	n := h.side.Rows
	f = &found{}
	var one, two *mem.Buffer
	if f.ords, one, err = mem.Alloc[uint32](c.Pool, n); err != nil {
		return nil, err
	}
	if f.rows, two, err = mem.Alloc[uint32](c.Pool, n); err != nil {
		one.Release()
		return nil, err
	}
	f.bufs = append(f.bufs, one, two)
	err = c.Each(n, func(_, lo, hi int) error {
		for r := lo; r < hi; r++ {
			f.rows[r] = uint32(r)
		}
		return h.faults(func() error {
			copy(f.ords[lo:hi], view[uint32](h, partOrdinal, n)[lo:hi])
			return nil
		})
	})
	if err != nil {
		f.release()
		return nil, err
	}
	return f, nil
}

// eachRows calls body with the row numbers of every chunk.
func eachRows(c *kernel.Context, h *hotFile, n int, q Query, rowsOf func(q Query, lo, hi int, dst []uint32) []uint32, body func(chunk int, rows []uint32)) error {
	return c.Each(n, func(chunk, lo, hi int) error {
		s := scratch.Get().(*[]uint32)
		defer scratch.Put(s)
		return h.faults(func() error {
			rows := rowsOf(q, lo, hi, (*s)[:0])
			body(chunk, rows)
			return nil
		})
	})
}

// unitColumn makes the key column of ordinals. It takes a copy.
func (w *View) unitColumn(c *kernel.Context, ords []uint32) (*column.Column, error) {
	out, buf, err := mem.Alloc[uint32](c.Pool, len(ords))
	if err != nil {
		return nil, err
	}
	err = c.Each(len(ords), func(_, lo, hi int) error { copy(out[lo:hi], ords[lo:hi]); return nil })
	if err != nil {
		buf.Release()
		return nil, err
	}
	if w.variable.Unit.Kind != types.Text {
		return column.FromKeys(out, w.variable.Unit.Space, nil).Own(buf), nil
	}
	dict, err := w.unitWords()
	if err != nil {
		buf.Release()
		return nil, err
	}
	return column.FromCodes(out, dict, nil).Own(buf), nil
}

// unitWords is the dictionary of a space of plain codes.
func (w *View) unitWords() (*column.Dict, error) {
	u, err := w.unit.all()
	if err != nil {
		return nil, err
	}
	dict := &column.Dict{Sorted: true}
	if u == nil {
		return dict, nil
	}
	if !u.text {
		for i := range u.ints {
			dict.Values = append(dict.Values, string(u.AppendID(nil, i)))
		}
		dict.Sorted = false
		return dict, nil
	}
	dict.Values, dict.Sorted = u.texts, u.Len() == u.base
	return dict, nil
}
