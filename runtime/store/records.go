package store

import (
	"sort"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Records is the answer to a query record by record, by unit and start.
type Records struct {
	Units *column.Column // a unit may have several rows
	Value *column.Column
	Start *column.Column // dates, not clipped; all missing for FIXED
	Stop  *column.Column // missing while the spell is open
}

// Release gives the memory back.
func (r *Records) Release() {
	for _, c := range []*column.Column{r.Units, r.Value, r.Start, r.Stop} {
		if c != nil {
			c.Release()
		}
	}
}

// Records gives all matching records with their own dates: what import-event shows. ok is
// false when the filter cannot be applied to the variable.
func (w *View) Records(c *kernel.Context, filter Filter) (r *Records, ok bool, err error) {
	w.touch(c)
	test, ok := w.accepts(filter.Values)
	if !ok {
		return nil, false, nil
	}
	f, err := w.findRecords(c, filter.Units, test)
	if err != nil {
		return nil, true, err
	}
	defer f.release()
	r = &Records{}
	vals, err := w.valuesOf(c, f, false)
	if err == nil {
		r.Value = vals.done()
		err = w.markMissing(c, f, r.Value)
	}
	if err == nil {
		r.Units, err = w.unitColumn(c, f.ords)
	}
	if err == nil {
		r.Start, err = w.dates(c, f, partStart)
	}
	if err == nil {
		r.Stop, err = w.dates(c, f, partStop)
	}
	if err != nil {
		r.Release()
		return nil, true, err
	}
	return r, true, nil
}

// findRecords lists matching records of all parts, ordered by unit, then part: parts follow
// each other in time.
func (w *View) findRecords(c *kernel.Context, units []uint32, test func(int, uint32) bool) (*found, error) {
	all := &found{}
	for part, h := range w.parts {
		f, err := w.findIn(c, part, func(q Query, lo, hi int, dst []uint32) []uint32 {
			return h.narrow(h.scan(q, lo, hi, dst), part, units, test)
		})
		if err != nil {
			all.release()
			return nil, err
		}
		if len(w.parts) == 1 {
			return f, nil
		}
		for range f.rows {
			all.parts = append(all.parts, uint16(part))
		}
		all.ords, all.rows = append(all.ords, f.ords...), append(all.rows, f.rows...)
		f.release()
	}
	sort.Stable(byUnit{all})
	return all, nil
}

type byUnit struct{ *found }

func (f byUnit) Len() int           { return len(f.ords) }
func (f byUnit) Less(i, j int) bool { return f.ords[i] < f.ords[j] }
func (f byUnit) Swap(i, j int) {
	f.ords[i], f.ords[j] = f.ords[j], f.ords[i]
	f.rows[i], f.rows[j] = f.rows[j], f.rows[i]
	f.parts[i], f.parts[j] = f.parts[j], f.parts[i]
}

// narrow keeps the rows of wanted units with wanted values.
func (h *hotFile) narrow(rows []uint32, part int, units []uint32, test func(int, uint32) bool) []uint32 {
	if len(units) == 0 && test == nil {
		return rows
	}
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	k := 0
	if len(units) > 0 && len(rows) > 0 {
		first := ords[rows[0]]
		k = sort.Search(len(units), func(i int) bool { return units[i] >= first })
	}
	n := 0
	for _, r := range rows {
		if len(units) > 0 {
			for k < len(units) && units[k] < ords[r] {
				k++
			}
			if k == len(units) || units[k] != ords[r] {
				continue
			}
		}
		if test != nil && (len(h.present([]uint32{r})) == 0 || !test(part, r)) {
			continue
		}
		rows[n] = r
		n++
	}
	return rows[:n]
}

// markMissing gives the column a bitmap when some record has no value.
func (w *View) markMissing(c *kernel.Context, f *found, col *column.Column) error {
	return w.bitmap(c, f, col, partValid)
}

// bitmap takes the bits of records from the bitmaps of the parts.
func (w *View) bitmap(c *kernel.Context, f *found, col *column.Column, part string) error {
	any := false
	for _, h := range w.parts {
		any = any || h.gaps(part)
	}
	if !any {
		return nil
	}
	bits, buf, err := mem.AllocZero[uint64](c.Pool, column.BitmapWords(len(f.ords)))
	if err != nil {
		return err
	}
	valid := column.Bitmap(bits)
	err = w.eachRecord(c, f, func(h *hotFile, i int, row uint32) {
		from := h.bits(part)
		if from == nil || from[row>>3]>>(row&7)&1 != 0 {
			valid.Set(i)
		}
	})
	if err != nil {
		buf.Release()
		return err
	}
	col.Own(buf)
	if valid.Count(len(f.ords)) < len(f.ords) {
		col.Valid = valid
	}
	return nil
}

// eachRecord visits records in parallel, chunk by chunk, under the fault guard.
func (w *View) eachRecord(c *kernel.Context, f *found, body func(h *hotFile, i int, row uint32)) error {
	return c.Each(len(f.ords), func(_, lo, hi int) error {
		for i := lo; i < hi; {
			part, end := 0, hi
			if f.parts != nil {
				part = int(f.parts[i])
				for end = i + 1; end < hi && f.parts[end] == f.parts[i]; {
					end++
				}
			}
			h := w.parts[part]
			err := h.faults(func() error {
				for ; i < end; i++ {
					body(h, i, f.rows[i])
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// dates makes the column of starts or stops.
func (w *View) dates(c *kernel.Context, f *found, part string) (*column.Column, error) {
	out, buf, err := mem.Alloc[int64](c.Pool, len(f.ords))
	if err != nil {
		return nil, err
	}
	col := column.FromDates(out, nil).Own(buf)
	if len(w.parts) > 0 && !w.timed() {
		clear(out)
		bits, buf, err := mem.AllocZero[uint64](c.Pool, column.BitmapWords(len(out)))
		if err != nil {
			col.Release()
			return nil, err
		}
		col.Valid = column.Bitmap(bits)
		return col.Own(buf), nil
	}
	err = w.eachRecord(c, f, func(h *hotFile, i int, row uint32) {
		if h.side.Wide {
			out[i] = int64(view[int32](h, part, h.side.Rows)[row])
		} else {
			out[i] = int64(view[int16](h, part, h.side.Rows)[row])
		}
	})
	if err == nil && part == partStop {
		err = w.bitmap(c, f, col, partEnded)
	}
	if err != nil {
		col.Release()
		return nil, err
	}
	return col, nil
}

// timed tells whether the records have dates.
func (w *View) timed() bool {
	for _, h := range w.parts {
		if _, ok := h.side.Parts[partStart]; !ok && h.side.Rows > 0 {
			return false
		}
	}
	return w.variable.Temporality != types.Fixed
}
