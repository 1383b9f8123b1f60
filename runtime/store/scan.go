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
	stop = stop[:len(start)]
	n := 0
	for i, s := range start {
		out[n] = uint32(lo + i)
		n += holds(s, stop[i], from, to)
	}
	return dst[:at+n]
}

// holds is 1 when a spell holds on some day of a period, else 0.
func holds[D days](start, stop, from, to D) int {
	// Neither difference is negative: the sign of their union tells, without a branch.
	return int(^uint64((int64(to)-int64(start))|(int64(stop)-int64(from))) >> 63)
}

// count is how many rows scan finds.
func (h *hotFile) count(q Query, lo, hi int) int {
	if !q.timed {
		return hi - lo
	}
	if _, ok := h.side.Parts[partStart]; !ok {
		return 0
	}
	if h.side.Wide {
		return countDays(h, clamp[int32](q.from), clamp[int32](q.to), lo, hi)
	}
	return countDays(h, clamp[int16](q.from), clamp[int16](q.to), lo, hi)
}

func countDays[D int16 | int32](h *hotFile, from, to D, lo, hi int) (n int) {
	start := view[D](h, partStart, h.side.Rows)[lo:hi]
	stop := view[D](h, partStop, h.side.Rows)[lo:hi]
	stop = stop[:len(start)]
	for i, s := range start {
		n += holds(s, stop[i], from, to)
	}
	return n
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
	bits := h.bits(partValid)
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

// lower is the first row with an ordinal of at least u.
func (h *hotFile) lower(u uint32) int {
	block := sort.Search(len(h.index), func(i int) bool { return h.index[i] >= u })
	lo := max(block-1, 0) * indexRows
	hi := min(block*indexRows+1, h.side.Rows)
	if hi <= lo {
		return lo
	}
	ords := view[uint32](h, partOrdinal, h.side.Rows)[lo:hi]
	return lo + sort.Search(len(ords), func(i int) bool { return ords[i] >= u })
}

// denseSpan is up to how many times its length the ordinals of a chunk may span for a table
// over the span to be the fastest way.
const denseSpan = 8

// match finds for every unit, ascending, the row that stands for it, or None: in the table
// of the span when units are dense, by search when they are sparse.
func (h *hotFile) match(q Query, units, rows []uint32) {
	if len(units) == 0 {
		return
	}
	first, last := units[0], units[len(units)-1]
	if last == kernel.None {
		h.search(q, units, rows)
		return
	}
	lo, hi := h.lower(first), h.lower(last+1)
	span := int(last-first) + 1
	if span > denseSpan*len(units) || hi-lo > 4*denseSpan*len(units) {
		h.search(q, units, rows)
		return
	}
	s := scratch.Get().(*[]uint32)
	defer scratch.Put(s)
	hits := h.scan(q, lo, hi, (*s)[:0])
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	if span == len(units) && ascendsByOne(units) {
		fill(rows)
		for _, r := range hits {
			rows[ords[r]-first] = r
		}
		h.dropMissing(rows)
		return
	}
	t := scratch.Get().(*[]uint32)
	defer scratch.Put(t)
	if cap(*t) < span {
		*t = make([]uint32, 0, span)
	}
	table := (*t)[:span]
	fill(table)
	for _, r := range hits {
		table[ords[r]-first] = r
	}
	for i, u := range units {
		rows[i] = table[u-first]
	}
	h.dropMissing(rows)
}

// dropMissing makes None of rows without a value.
func (h *hotFile) dropMissing(rows []uint32) {
	bits := h.bits(partValid)
	if bits == nil {
		return
	}
	for i, r := range rows {
		if r != kernel.None && bits[r>>3]>>(r&7)&1 == 0 {
			rows[i] = kernel.None
		}
	}
}

func ascendsByOne(units []uint32) bool {
	for i, u := range units {
		if u != units[0]+uint32(i) {
			return false
		}
	}
	return true
}

func fill(rows []uint32) {
	for i := range rows {
		rows[i] = kernel.None
	}
}

// search looks every unit up by itself.
func (h *hotFile) search(q Query, units, rows []uint32) {
	ords := view[uint32](h, partOrdinal, h.side.Rows)
	var some [64]uint32
	for i, u := range units {
		rows[i] = kernel.None
		if u == kernel.None {
			continue
		}
		lo := h.lower(u)
		hi := lo
		for hi < len(ords) && ords[hi] == u {
			hi++
		}
		hits := h.scan(q, lo, hi, some[:0])
		if len(hits) == 0 {
			continue
		}
		if hits = h.present(hits[len(hits)-1:]); len(hits) > 0 {
			rows[i] = hits[0]
		}
	}
}
