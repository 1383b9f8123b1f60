package store

import (
	"sort"

	"github.com/mdscript/mdscript/runtime/kernel"
)

// days is the two widths of days in hot files.
type days interface{ ~int16 | ~int32 }

// clamp keeps a bound inside the width: days beyond it exist in no record.
func clamp[D days](day int) D {
	if int(D(day)) == day {
		return D(day)
	}
	limit := 1<<31 - 1
	if D(limit) != 0 && int(D(limit)) != limit {
		limit = 1<<15 - 1
	}
	if day < 0 {
		return D(-limit - 1)
	}
	return D(limit)
}

// scan appends the rows of [lo, hi) that match, missing values included.
func (h *hotFile) scan(q Query, lo, hi int, dst []uint32) []uint32 {
	if !q.timed {
		for r := lo; r < hi; r++ {
			dst = append(dst, uint32(r))
		}
		return dst
	}
	if _, ok := h.side.Parts[partStart]; !ok {
		return dst
	}
	if h.side.Wide {
		return scanDays(h, clamp[int32](q.from), clamp[int32](q.to), lo, hi, dst)
	}
	return scanDays(h, clamp[int16](q.from), clamp[int16](q.to), lo, hi, dst)
}

func scanDays[D int16 | int32](h *hotFile, from, to D, lo, hi int, dst []uint32) []uint32 {
	start := view[D](h, partStart, h.side.Rows)[lo:hi]
	stop := view[D](h, partStop, h.side.Rows)[lo:hi]
	at := len(dst)
	if cap(dst)-at < hi-lo {
		dst = append(make([]uint32, 0, at+hi-lo), dst...)
	}
	// Writing every row and keeping the matching ones avoids a branch nobody can predict.
	out := dst[at : at+hi-lo]
	n := 0
	for i, s := range start {
		out[n] = uint32(lo + i)
		if s <= to && stop[i] >= from {
			n++
		}
	}
	return dst[:at+n]
}

// last keeps, where a unit has several matching rows, the one that starts last. More than
// one is a fault of the data; which one wins must still be the same everywhere. rows begin
// at lo and may go past hi, so that a unit cut by the border is seen whole.
func (h *hotFile) last(q Query, rows []uint32, hi int) []uint32 {
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	if len(rows) == 0 {
		return rows
	}
	end := hi
	for end < h.side.Rows && ords[end] == ords[hi-1] {
		end++
	}
	own := len(rows)
	rows = h.scan(q, hi, end, rows)
	n := 0
	for k := range own {
		if k+1 < len(rows) && ords[rows[k+1]] == ords[rows[k]] {
			continue
		}
		rows[n] = rows[k]
		n++
	}
	return rows[:n]
}

// present keeps the rows with a value.
func (h *hotFile) present(rows []uint32) []uint32 {
	bits := view[byte](h, partValid, (h.side.Rows+7)/8)
	if bits == nil {
		return rows
	}
	n := 0
	for _, r := range rows {
		if bits[r>>3]>>(r&7)&1 != 0 {
			rows[n] = r
			n++
		}
	}
	return rows[:n]
}

// units gives the rows of [lo, hi) that stand for their unit: one per unit, with a value.
func (h *hotFile) unitRows(q Query, lo, hi int, dst []uint32) []uint32 {
	rows := h.scan(q, lo, hi, dst)
	if !h.side.Disjoint {
		rows = h.last(q, rows, hi)
	}
	return h.present(rows)
}

// seek is a row at or before the first row with an ordinal of at least u.
func (h *hotFile) seek(u uint32) int {
	block := sort.Search(len(h.index), func(i int) bool { return h.index[i] >= u })
	return max(block-1, 0) * indexRows
}

// match finds for every unit, ascending, the row that stands for it, or None.
func (h *hotFile) match(q Query, units, rows []uint32) {
	switch _, timed := h.side.Parts[partStart]; {
	case !q.timed:
		matchAll(h, units, rows)
	case !timed:
		fill(rows)
	case h.side.Wide:
		matchDays(h, clamp[int32](q.from), clamp[int32](q.to), units, rows)
	default:
		matchDays(h, clamp[int16](q.from), clamp[int16](q.to), units, rows)
	}
	bits := view[byte](h, partValid, (h.side.Rows+7)/8)
	if bits == nil {
		return
	}
	for i, r := range rows {
		if r != kernel.None && bits[r>>3]>>(r&7)&1 == 0 {
			rows[i] = kernel.None
		}
	}
}

func fill(rows []uint32) {
	for i := range rows {
		rows[i] = kernel.None
	}
}

// farther is how many rows a merge walks before it looks into the index.
const farther = 64

func matchAll(h *hotFile, units, rows []uint32) {
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	r := 0
	if len(units) > 0 {
		r = h.seek(units[0])
	}
	for i, u := range units {
		for r < len(ords) && ords[r] < u {
			if r+farther < len(ords) && ords[r+farther] < u {
				r = max(r+farther, h.seek(u))
				continue
			}
			r++
		}
		hit := kernel.None
		for k := r; k < len(ords) && ords[k] == u; k++ {
			hit = uint32(k)
		}
		rows[i] = hit
	}
}

func matchDays[D int16 | int32](h *hotFile, from, to D, units, rows []uint32) {
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	start := view[D](h, partStart, h.side.Rows)
	stop := view[D](h, partStop, h.side.Rows)
	r := 0
	if len(units) > 0 {
		r = h.seek(units[0])
	}
	for i, u := range units {
		for r < len(ords) && ords[r] < u {
			if r+farther < len(ords) && ords[r+farther] < u {
				r = max(r+farther, h.seek(u))
				continue
			}
			r++
		}
		hit := kernel.None
		for k := r; k < len(ords) && ords[k] == u; k++ {
			if start[k] <= to && stop[k] >= from {
				hit = uint32(k)
			}
		}
		rows[i] = hit
	}
}
