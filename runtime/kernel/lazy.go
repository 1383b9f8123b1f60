package kernel

import (
	"math/bits"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// derived is group numbers that are worked out from columns whenever they are read. A table
// reads them once: writing them to memory first would cost more than the counting.
type derived struct {
	read func(out []uint32, lo, hi int) // at most blockRows rows at a time
	held []uint32                       // the numbers themselves, where a column holds them already
	cols []*column.Column               // kept alive
	// The groupings that a table was laid out from.
	left, right *derived

	mu   sync.Mutex
	done atomic.Pointer[[]uint32] // the numbers, once somebody wrote them
}

func (d *derived) release() {
	if d == nil {
		return
	}
	for _, c := range d.cols {
		c.Release()
	}
}

// Settle writes derived group numbers to IDs, for kernels that look at them again and again.
func (g *Groups) Settle(c *Context) error {
	if g.from == nil {
		return nil
	}
	g.from.mu.Lock()
	defer g.from.mu.Unlock()
	if g.IDs != nil {
		return nil
	}
	ids, buf, err := mem.Alloc[uint32](c.Pool, g.Rows)
	if err != nil {
		return err
	}
	if err := c.Each(g.Rows, func(_, lo, hi int) error { g.ids(ids[lo:hi], lo, hi); return nil }); err != nil {
		buf.Release()
		return err
	}
	g.IDs, g.Buf = ids, buf
	g.from.done.Store(&ids)
	return nil
}

// settled is the groups of an input with IDs written out.
func settled(c *Context, v any) (*Groups, error) {
	g := v.(*Groups)
	return g, g.Settle(c)
}

// deriveGroups numbers the slots that occur, ascending, where there are few of them: two
// short passes over the columns instead of one that writes.
func deriveGroups(c *Context, n int, s *slots, mask *column.Column, cols ...*column.Column) (used []uint32, g *Groups, err error) {
	read := func(out []uint32, lo, hi int) {
		s.read(out, lo, hi)
		if mask != nil {
			var buf [blockRows]uint8
			scratch := buf[:]
			maskSlots(out, mask, lo, hi, &scratch)
		}
	}
	seen, err := slotsSeen(c, n, read)
	if err != nil {
		return nil, nil, err
	}
	table := new([smallSpan + 1]uint32)
	for i := range table {
		table[i] = None
	}
	plain := true
	for w, word := range seen {
		for ; word != 0; word &= word - 1 {
			slot := uint32(w*64 + bits.TrailingZeros64(word))
			table[slot] = uint32(len(used))
			plain = plain && int(slot) == len(used)
			used = append(used, slot)
		}
	}
	d := &derived{read: read}
	switch {
	case plain && mask == nil && s.held != nil:
		d.held = s.held
	case mask == nil && s.ranked != nil:
		d.read = func(out []uint32, lo, hi int) { s.ranked(out, table, lo, hi) }
	case !plain:
		d.read = func(out []uint32, lo, hi int) {
			read(out, lo, hi)
			for i, slot := range out {
				out[i] = table[min(slot, smallSpan)]
			}
		}
	}
	for _, col := range cols {
		if col != nil {
			d.cols = append(d.cols, shared(col))
		}
	}
	return used, &Groups{Count: len(used), Rows: n, from: d}, nil
}

// slotsSeen is the set of slots that occur, as bits.
func slotsSeen(c *Context, n int, read func(out []uint32, lo, hi int)) ([]uint64, error) {
	words := (smallSpan + 63) / 64
	chunks := make([][]uint64, Chunks(n))
	err := c.Each(n, func(chunk, lo, hi int) error {
		var hit [smallSpan + 1]uint8
		var scratch [blockRows]uint32
		blocks(lo, hi, func(l, h int) {
			out := scratch[:h-l]
			read(out, l, h)
			for _, slot := range out {
				hit[min(slot, smallSpan)] = 1
			}
		})
		seen := make([]uint64, words)
		for slot, b := range hit[:smallSpan] {
			seen[slot>>6] |= uint64(b) << (slot & 63)
		}
		chunks[chunk] = seen
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := make([]uint64, words)
	for _, seen := range chunks {
		for w, word := range seen {
			all[w] |= word
		}
	}
	return all, nil
}

// deriveCross lays out the cells of two derived groupings without writing them.
func deriveCross(a, b *Groups) *derived {
	d := &derived{left: a.from, right: b.from}
	for _, from := range []*derived{a.from, b.from} {
		for _, col := range from.cols {
			d.cols = append(d.cols, shared(col))
		}
	}
	left, right, width := a.from, b.from, uint32(b.Count)
	d.read = func(out []uint32, lo, hi int) {
		var scratch [blockRows]uint32
		xs, ys := left.view(lo, hi, out), right.view(lo, hi, scratch[:])
		xs, ys = xs[:len(out)], ys[:len(out)]
		for i, x := range xs {
			y := ys[i]
			gone := uint32(int32(x|y) >> 31) // only None has the top bit
			out[i] = (x*width + y) | gone
		}
	}
	return d
}

// view gives the numbers of rows [lo, hi), at most blockRows of them, in scratch or where
// they are.
func (d *derived) view(lo, hi int, scratch []uint32) []uint32 {
	if d.held != nil {
		return d.held[lo:hi]
	}
	d.read(scratch[:hi-lo], lo, hi)
	return scratch[:hi-lo]
}

// withRanks looks codes up in a table, with gone where a row has no value; rows begin at lo.
func withRanks(out, codes []uint32, valid column.Bitmap, table *[smallSpan + 1]uint32, lo int, gone uint32) {
	codes = codes[:len(out)]
	if valid == nil {
		for i, code := range codes {
			out[i] = table[min(code, smallSpan)]
		}
		return
	}
	for i := 0; i < len(out); {
		word := valid[(lo+i)>>6] >> (uint(lo+i) & 63)
		end := min(i+64-(lo+i)&63, len(out))
		for ; i < end; i++ {
			miss := uint32(word&1) - 1
			out[i] = table[min(codes[i], smallSpan)]&^miss | gone&miss
			word >>= 1
		}
	}
}

// withMissing copies codes, with gone where a row has no value; rows begin at lo.
func withMissing(out, codes []uint32, valid column.Bitmap, lo int, gone uint32) {
	codes = codes[:len(out)]
	for i := 0; i < len(out); {
		word := valid[(lo+i)>>6] >> (uint(lo+i) & 63)
		end := min(i+64-(lo+i)&63, len(out))
		for ; i < end; i++ {
			miss := uint32(word&1) - 1
			out[i] = codes[i]&^miss | gone&miss
			word >>= 1
		}
	}
}
