package kernel

import (
	"math/bits"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// bandBits is the logarithm of the number of neighbouring groups that are handled together:
// such that there are 64 to 128 bands, and the accumulators of one stay in the cache.
func bandBits(groups int) uint { return uint(max(bits.Len(uint(groups))-7, 6)) }

// sumUp adds up the present values of every group: add takes values and, for each, the
// index of its accumulator, or None; merge adds a later partial result to an earlier one.
// With few groups every chunk has partial results, merged in order. With many, rows are
// dealt out by band of groups, keeping their order, so that accumulators stay in the cache,
// unless they lie in the order of their groups already.
// start gives the first state of an accumulator, nil the zero value.
// The choice depends on the groups only.
func sumUp[A any, T int64 | float64](c *Context, g *Groups, values *column.Column, reader func(*column.Column) func(lo, hi int) []T,
	start func(group int) A, merge func(into, from *A), add func(acc []A, ids []uint32, x []T),
) ([]A, error) {
	if values.Kind == types.Untyped {
		return make([]A, g.Count), nil
	}
	body := func(acc []A, w window, ids []uint32, lo, hi int) {
		read := reader(values)
		scratch := make([]uint32, blockRows)
		blocks(lo, hi, func(l, h int) {
			part := ids[l-lo : h-lo]
			if values.Valid != nil || w.lo > 0 {
				part = presentIn(scratch[:h-l], part, values, w, l)
			}
			add(acc, part, read(l, h))
		})
	}
	begin := func(acc []A, first int) {
		if start != nil {
			for i := range acc {
				acc[i] = start(first + i)
			}
		}
	}
	if g.Count*Chunks(g.Rows) > partialCells && g.IDs != nil {
		runs, err := inRuns(c, g)
		switch {
		case err != nil:
			return nil, err
		case !runs:
			return sumByBand(c, g, values, reader, begin, add)
		}
		acc := make([]A, g.Count)
		begin(acc, 0)
		return acc, accumulateRuns(c, g, acc, body)
	}
	return accumulate(c, g, merge, func(acc []A, w window, ids []uint32, lo, hi int) {
		begin(acc, int(w.lo))
		body(acc, w, ids, lo, hi)
	})
}

// presentIn gives the indexes of groups within a window, None for rows without a value.
func presentIn(out, ids []uint32, values *column.Column, w window, lo int) []uint32 {
	for i, id := range ids {
		at, ok := w.at(id)
		if !ok || values.Valid != nil && !values.Valid.Get(lo+i) {
			at = None
		}
		out[i] = at
	}
	return out
}

// dealt is rows sorted by band of groups, stable.
type dealt[T any] struct {
	starts []int // per band
	ids    []uint32
	x      []T
	bufs   [2]*mem.Buffer
}

func (d *dealt[T]) release() {
	d.bufs[0].Release()
	d.bufs[1].Release()
}

// dealOut sorts the rows that have a group and a value by band.
func dealOut[T int64 | float64](c *Context, g *Groups, values *column.Column, reader func(*column.Column) func(lo, hi int) []T) (*dealt[T], error) {
	shift := bandBits(g.Count)
	bands := (g.Count-1)>>shift + 1
	chunks := Chunks(g.Rows)
	// Rows that do not count fall into a band of their own, the last: whether one does is
	// as good as random, so there is no branch on it.
	width := bands + 1
	counts := make([]uint32, chunks*width)
	err := c.Each(g.Rows, func(chunk, lo, hi int) error {
		n := counts[chunk*width : (chunk+1)*width]
		for i, id := range g.IDs[lo:hi] {
			band, has := bandOf(id, values.Valid, lo+i, shift, uint32(bands))
			n[band] += has
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d := &dealt[T]{starts: make([]int, bands+1)}
	at := uint32(0)
	for b := range bands {
		for chunk := range chunks {
			n := &counts[chunk*width+b]
			*n, at = at, at+*n
		}
		d.starts[b+1] = int(at)
	}
	for chunk := range chunks {
		counts[chunk*width+bands] = at + uint32(chunk) // a place to write what does not count
	}
	if d.ids, d.bufs[0], err = mem.Alloc[uint32](c.Pool, int(at)+chunks); err != nil {
		return nil, err
	}
	if d.x, d.bufs[1], err = mem.Alloc[T](c.Pool, int(at)+chunks); err != nil {
		d.bufs[0].Release()
		return nil, err
	}
	err = c.Each(g.Rows, func(chunk, lo, hi int) error {
		next := counts[chunk*width : (chunk+1)*width]
		read := reader(values)
		blocks(lo, hi, func(l, h int) {
			x := read(l, h)
			for i, id := range g.IDs[l:h] {
				band, has := bandOf(id, values.Valid, l+i, shift, uint32(bands))
				p := &next[band]
				d.ids[*p] = id & (1<<shift - 1)
				d.x[*p] = x[i]
				*p += has
			}
		})
		return nil
	})
	if err != nil {
		d.release()
		return nil, err
	}
	return d, nil
}

// bandOf is the band of a row, and 1; none and 0 for a row without a group or a value.
func bandOf(id uint32, valid column.Bitmap, row int, shift uint, none uint32) (band, has uint32) {
	has = 1 - uint32((uint64(id)+1)>>32)
	if valid != nil {
		has &= uint32(valid[row>>6] >> (uint(row) & 63))
	}
	all := -has
	return id>>shift&all | none&^all, has
}

func sumByBand[A any, T int64 | float64](c *Context, g *Groups, values *column.Column, reader func(*column.Column) func(lo, hi int) []T,
	begin func(acc []A, first int), add func(acc []A, ids []uint32, x []T),
) ([]A, error) {
	d, err := dealOut(c, g, values, reader)
	if err != nil {
		return nil, err
	}
	defer d.release()
	acc := make([]A, g.Count)
	shift := bandBits(g.Count)
	err = c.EachOf(len(d.starts)-1, func(b int) error {
		from, to := d.starts[b], d.starts[b+1]
		first := b << shift
		part := acc[first:min(first+1<<shift, g.Count)]
		begin(part, first)
		add(part, d.ids[from:to], d.x[from:to])
		return nil
	})
	return acc, err
}

func readInts(a *column.Column) func(lo, hi int) []int64 { return newIntReader(a).block }

func readFloats(a *column.Column) func(lo, hi int) []float64 { return newFloatReader(a).block }
