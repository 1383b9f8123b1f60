package kernel

import (
	"math"
	"sort"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Rows that lie in the order of their groups, as spells lie in the order of their units, need
// neither tables nor bands: a range of groups is a range of rows. What comes out is the same
// to the last bit, since every other way adds up the rows of a group in their order too.

// groupRuns groups a key column whose codes ascend: a group begins where the code changes.
func groupRuns(c *Context, col *column.Column) (*Groups, error) {
	codes := col.Codes
	starts, err := runStarts(c, codes)
	if err != nil {
		return nil, err
	}
	count := starts[len(starts)-1]
	ids, ib, err := mem.Alloc[uint32](c.Pool, col.Len)
	if err != nil {
		return nil, err
	}
	keys, kb, err := mem.Alloc[uint32](c.Pool, count)
	if err != nil {
		ib.Release()
		return nil, err
	}
	g := &Groups{Count: count, Rows: col.Len, IDs: ids, Buf: ib, Keys: []*column.Column{column.FromKeys(keys, col.Space, nil).Own(kb)}}
	err = c.Each(col.Len, func(chunk, lo, hi int) error {
		// Whether the code changes is as good as random: there is no branch on it.
		id, before := uint32(starts[chunk]-1), ^codes[lo]
		if lo > 0 {
			before = codes[lo-1]
		}
		out := ids[lo:hi]
		for i, code := range codes[lo:hi] {
			id += uint32((uint64(code^before) + 1<<32 - 1) >> 32)
			keys[id], out[i], before = code, id, code
		}
		return nil
	})
	if err != nil {
		g.Release()
		return nil, err
	}
	return g, nil
}

// runStarts counts the runs of equal codes: element k is how many begin before chunk k, the last
// how many there are.
func runStarts[U comparable](c *Context, codes []U) ([]int, error) {
	starts := make([]int, Chunks(len(codes))+1)
	err := c.Each(len(codes), func(chunk, lo, hi int) error {
		n := 0
		if lo == 0 {
			n = 1
		}
		part := codes[max(lo-1, 0):hi]
		for i := 1; i < len(part); i++ {
			if part[i] != part[i-1] {
				n++
			}
		}
		starts[chunk+1] = n
		return nil
	})
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	return starts, err
}

// inRuns tells whether the rows lie in the order of their groups, every row in one.
func inRuns(c *Context, g *Groups) (bool, error) {
	if g.IDs == nil || g.Rows == 0 {
		return false, nil
	}
	if g.IDs[g.Rows-1] == None {
		return false, nil
	}
	return increasing(c, &column.Column{Kind: types.Key, Len: g.Rows, Codes: g.IDs}, false)
}

// runOf is the rows of the groups [lo, hi), where rows lie in the order of their groups.
func runOf(ids []uint32, lo, hi int) (from, to int) {
	from = sort.Search(len(ids), func(i int) bool { return int(ids[i]) >= lo })
	to = from + sort.Search(len(ids)-from, func(i int) bool { return int(ids[from+i]) >= hi })
	return from, to
}

// accumulateRuns is accumulate where rows lie in the order of their groups: every range of
// groups adds up its own range of rows.
func accumulateRuns[A any](c *Context, g *Groups, acc []A, body func(acc []A, w window, ids []uint32, lo, hi int)) error {
	return c.Each(g.Count, func(_, lo, hi int) error {
		from, to := runOf(g.IDs, lo, hi)
		w := window{uint32(lo), uint32(hi)}
		for at := from / blockRows * blockRows; at < to; at += ChunkRows {
			end := min(at+ChunkRows, to)
			body(acc[lo:hi], w, g.IDs[at:end], at, end)
		}
		return nil
	})
}

// extremeRuns is extremes where rows lie in the order of their groups.
func extremeRuns[T int64 | float64](c *Context, g *Groups, values *column.Column, most bool, reader func(*column.Column) func(lo, hi int) []T) (*filled[T], error) {
	return fill(c, g.Count, func(out []T, valid []uint64, lo, hi int) error {
		clear(out)
		clear(valid)
		from, to := runOf(g.IDs, lo, hi)
		read := reader(values)
		blocks(from/blockRows*blockRows, to, func(l, h int) {
			skip := max(from-l, 0)
			ids, x := g.IDs[l+skip:h], read(l, h)[skip:]
			if ints, ok := any(x).([]int64); ok && values.Valid == nil {
				extremeInts(any(out).([]int64), valid, ids, ints, uint32(lo), most)
				return
			}
			for i, id := range ids {
				if values.Missing(l + skip + i) {
					continue
				}
				at := id - uint32(lo)
				word, bit := &valid[at>>6], uint64(1)<<(at&63)
				if v := x[i]; *word&bit == 0 || (v > out[at]) == most && v != out[at] {
					out[at] = v
					*word |= bit
				}
			}
		})
		return nil
	})
}

// extremeInts takes in rows that all have a value, group after group. Whether the group changes
// is as good as random: there is no branch on it.
func extremeInts(out []int64, valid []uint64, ids []uint32, x []int64, first uint32, most bool) {
	x = x[:len(ids)]
	flip := int64(0)
	if most {
		flip = -1 // the largest is the smallest of the complements
	}
	for i, id := range ids {
		at := id - first
		word := &valid[at>>6]
		seen := int64(*word >> (at & 63) & 1)
		*word |= 1 << (at & 63)
		v := x[i] ^ flip
		// A group without a value so far holds the largest number there is.
		best := (out[at]^flip)&-seen | math.MaxInt64&(seen-1)
		out[at] = min(best, v) ^ flip
	}
}
