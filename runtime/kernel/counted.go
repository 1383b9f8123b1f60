package kernel

import (
	"math"

	"github.com/mdscript/mdscript/runtime/column"
)

// countedSpan is the largest range of whole numbers whose order statistics come from counts
// of every value: a year, an age, a month of birth.
const countedSpan = 1 << 16

// counted arranges one large group of whole numbers by counting them. ok is false where
// that is not the way: the values are then divided and sorted, with the same results.
func (o Order) counted(c *Context, g *Groups, values *column.Column) (out *Orders, ok bool, err error) {
	if g.Count != 1 || o.Sorted || !integral(values.Kind) || g.Rows <= wideGroup {
		return nil, false, nil
	}
	if firstRange(values, blockRows) >= countedSpan {
		return nil, false, nil // amounts show it at once
	}
	low, high, err := intRange(c, values)
	if err != nil || uint64(high)-uint64(low) >= countedSpan {
		return nil, false, err
	}
	b := &buckets{counted: true, low: low}
	if b.cum, err = countValues(c, g, values, low, int(high-low)+1); err != nil {
		return nil, false, err
	}
	n := int(b.cum[len(b.cum)-1])
	if n <= wholeSort {
		return nil, false, nil
	}
	for _, r := range o.ranks(n) {
		b.sorted = append(b.sorted, span{r[0], b.expand(r[0], r[1])})
	}
	return &Orders{op: o, starts: []int{0, n}, large: map[int]*buckets{0: b}}, true, nil
}

// firstRange is the range of the first present values.
func firstRange(values *column.Column, rows int) uint64 {
	low, high := int64(math.MaxInt64), int64(math.MinInt64)
	read := newIntReader(values)
	for i, v := range read.block(0, min(rows, values.Len)) {
		if !values.Missing(i) {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		return 0
	}
	return uint64(high) - uint64(low)
}

// countValues gives, for every value from low on, how many are smaller.
func countValues(c *Context, g *Groups, values *column.Column, low int64, width int) ([]uint32, error) {
	partial := make([][]uint32, partsOf(c, g.Rows))
	_, err := inParts(c, g.Rows, func(p, from, to int) error {
		counts := make([]uint32, width+1) // the last one takes rows that do not count
		partial[p] = counts
		read := newIntReader(values)
		slots := make([]uint32, blockRows)
		for lo := from; lo < to; lo += ChunkRows {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			blocks(lo, min(lo+ChunkRows, to), func(l, h int) {
				part := slots[:h-l]
				for i, v := range read.block(l, h) {
					part[i] = uint32(v - low)
				}
				if values.Valid != nil {
					withMissing(part, part, values.Valid, l, uint32(width))
				}
				if g.IDs != nil {
					for i, id := range g.IDs[l:h] {
						part[i] |= id // one group: 0 or None
					}
				}
				for _, slot := range part {
					counts[min(slot, uint32(width))]++
				}
			})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	cum := make([]uint32, width+1)
	for i := range width {
		cum[i+1] = cum[i]
		for _, counts := range partial {
			if counts != nil {
				cum[i+1] += counts[i]
			}
		}
	}
	return cum, nil
}

// expand writes out the keys of ranks lo to hi, both included.
func (b *buckets) expand(lo, hi int) []uint64 {
	keys := make([]uint64, 0, hi-lo+1)
	for at := b.find(lo); len(keys) < cap(keys); at++ {
		key := floatKey(float64(b.low + int64(at)))
		for end := min(int(b.cum[at+1]), hi+1); lo < end; lo++ {
			keys = append(keys, key)
		}
	}
	return keys
}
