package store

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Records is the answer to a query record by record: by unit, then by the file they lie in,
// then by start and stop. A file holds what starts in its year, so that the records of a unit
// follow each other in time.
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

// Records gives all matching records with their own dates. ok is false when the filter
// cannot be applied to the variable.
func (w *View) Records(c *kernel.Context, filter Filter) (r *Records, ok bool, err error) {
	chosen, ok := w.accepts(filter.Values)
	if !ok {
		return nil, false, nil
	}
	if len(filter.Units) > 0 {
		chosen.units = w.unitSet(filter.Units)
	}
	r, err = w.read(c, chosen)
	return r, true, err
}

// Spells gives all matching records: what import-event shows of an empty dataset.
func (w *View) Spells(c *kernel.Context) (*Records, error) { return w.read(c, choice{}) }

// SpellsOf gives the matching records of the units of a dataset, which may come in any order
// and more than once; a missing unit has none. The result is ordered as that of Spells is.
func (w *View) SpellsOf(c *kernel.Context, units *column.Column) (*Records, error) {
	ords, _, buf, err := w.ordinals(c, units)
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	return w.read(c, choice{units: w.unitSet(ords)})
}

func (w *View) read(c *kernel.Context, chosen choice) (*Records, error) {
	w.touch(c)
	if len(w.parts) == 1 {
		return w.oneFile(c, chosen)
	}
	return w.manyFiles(c, chosen)
}

// choice is the records of a query that are wanted. The zero value is all of them.
type choice struct {
	units   column.Bitmap
	valued  bool // those without a value are not
	codes   []bool
	numbers map[int64]bool
}

// unitSet makes a set that holds every ordinal of the files.
func (w *View) unitSet(ords []uint32) column.Bitmap {
	n := w.unitCount()
	set := column.NewBitmap(n)
	for _, o := range ords {
		if int(o) < n {
			set.Set(int(o))
		}
	}
	return set
}

// unitCount is more than every ordinal of the files.
func (w *View) unitCount() int {
	n := 1
	for _, h := range w.parts {
		n = max(n, h.side.Units)
	}
	return n
}

// chosen appends the rows of [lo, hi) of a file that match the query and the choice.
func (w *View) chosen(of choice, part, lo, hi int, dst []uint32) []uint32 {
	h := w.parts[part]
	rows := h.scan(w.query, lo, hi, dst)
	n := 0
	if of.units != nil {
		ords := view[uint32](h, partOrdinal, h.side.Rows)
		for _, r := range rows {
			o := ords[r]
			rows[n] = r
			n += int(of.units[o>>6] >> (o & 63) & 1)
		}
		rows = rows[:n]
	}
	if !of.valued {
		return rows
	}
	rows, n = h.present(rows), 0
	for _, r := range rows {
		if w.hasValue(of, part, r) {
			rows[n] = r
			n++
		}
	}
	return rows[:n]
}

// hasValue tells whether the value of a row, which is not missing, is one of those chosen.
func (w *View) hasValue(of choice, part int, row uint32) bool {
	h := w.parts[part]
	if of.numbers != nil {
		return of.numbers[view[int64](h, partValue, h.side.Rows)[row]]
	}
	code := view[uint32](h, partValue, h.side.Rows)[row]
	if to := w.codes[part]; to != nil {
		code = to[code]
	}
	return of.codes[code]
}

// oneFile counts the records of every chunk and writes them behind each other: a file is in
// the order of the result.
func (w *View) oneFile(c *kernel.Context, of choice) (*Records, error) {
	h := w.parts[0]
	rowsOf := func(_ Query, lo, hi int, dst []uint32) []uint32 { return w.chosen(of, 0, lo, hi, dst) }
	starts, err := w.countChunks(c, of)
	if err != nil {
		return nil, err
	}
	out, err := w.newFilled(c.Pool, starts[len(starts)-1])
	if err != nil {
		return nil, err
	}
	err = eachRows(c, h, h.side.Rows, w.query, rowsOf, func(chunk int, rows []uint32) {
		w.write(out, 0, spot{rows: rows, at: starts[chunk]})
	})
	return w.finish(out, err)
}

// countChunks gives the running number of records at the chunk borders of the only file.
func (w *View) countChunks(c *kernel.Context, of choice) ([]int, error) {
	h := w.parts[0]
	starts := make([]int, kernel.Chunks(h.side.Rows)+1)
	err := c.Each(h.side.Rows, func(chunk, lo, hi int) error {
		return h.faults(func() error {
			if of.units == nil && !of.valued {
				starts[chunk+1] = h.count(w.query, lo, hi)
				return nil
			}
			s := scratch.Get().(*[]uint32)
			defer scratch.Put(s)
			starts[chunk+1] = len(w.chosen(of, 0, lo, hi, (*s)[:0]))
			return nil
		})
	})
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	return starts, err
}

// manyFiles counts the records of every unit, and then writes file by file behind what
// earlier files gave the unit.
func (w *View) manyFiles(c *kernel.Context, of choice) (*Records, error) {
	next, buf, err := mem.AllocZero[uint32](c.Pool, w.unitCount()+1)
	if err != nil {
		return nil, err
	}
	defer buf.Release()
	for part := range w.parts {
		err := w.eachUnits(c, of, part, func(ords, rows []uint32) {
			for _, r := range rows {
				next[ords[r]+1]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	out, err := w.newFilled(c.Pool, int(next[len(next)-1]))
	if err != nil {
		return nil, err
	}
	for part := range w.parts {
		err = w.eachUnits(c, of, part, func(ords, rows []uint32) {
			s := scratch.Get().(*[]uint32)
			defer scratch.Put(s)
			to := (*s)[:0]
			for _, r := range rows {
				to = append(to, next[ords[r]])
				next[ords[r]]++
			}
			w.write(out, part, spot{rows: rows, to: to})
		})
		if err != nil {
			break
		}
	}
	return w.finish(out, err)
}

// eachUnits calls body with the rows of every chunk of a file, in parallel. Chunks are cut
// between units, so that no two calls see the same unit.
func (w *View) eachUnits(c *kernel.Context, of choice, part int, body func(ords, rows []uint32)) error {
	h := w.parts[part]
	n := h.side.Rows
	return c.Each(n, func(_, lo, hi int) error {
		s := scratch.Get().(*[]uint32)
		defer scratch.Put(s)
		return h.faults(func() error {
			ords := view[uint32](h, partOrdinal, n)
			for _, border := range []*int{&lo, &hi} {
				for *border > 0 && *border < n && ords[*border] == ords[*border-1] {
					*border++
				}
			}
			if lo < hi {
				body(ords, w.chosen(of, part, lo, hi, (*s)[:0]))
			}
			return nil
		})
	})
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
