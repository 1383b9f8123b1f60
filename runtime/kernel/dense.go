package kernel

import (
	"math/bits"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// rowMask marks the rows of a chunk that have a group and, with a column given, a value.
// It returns their number; words is nil when that is all of them.
func rowMask(g *Groups, values *column.Column, lo, hi int, buf []uint64) (words []uint64, count int) {
	if values != nil && values.Kind == types.Untyped {
		words = buf[:column.BitmapWords(hi-lo)]
		clear(words)
		return words, 0
	}
	if g.IDs == nil && (values == nil || values.Valid == nil) {
		return nil, hi - lo
	}
	words = buf[:column.BitmapWords(hi-lo)]
	for w := range words {
		from := lo + w*64
		word := ^uint64(0)
		if rest := hi - from; rest < 64 {
			word = 1<<uint(rest) - 1
		}
		if g.IDs != nil {
			for j, id := range g.IDs[from:min(from+64, hi)] {
				none := (uint64(id) + 1) >> 32 // 1 for None, without a branch
				word &^= none << (uint(j) & 63)
			}
		}
		if values != nil && values.Valid != nil {
			word &= values.Valid[from>>6]
		}
		words[w] = word
		count += bits.OnesCount64(word)
	}
	if count == hi-lo {
		words = nil
	}
	return words, count
}

// compress copies the marked elements to dst and returns how many there are; words belongs
// to src[0:].
func compress[T any](dst, src []T, words []uint64) int {
	if words == nil {
		return copy(dst, src)
	}
	k := 0
	for w, word := range words {
		part := src[w*64 : min(w*64+64, len(src))]
		if word == ^uint64(0) {
			k += copy(dst[k:], part)
			continue
		}
		for ; word != 0; word &= word - 1 {
			dst[k] = part[bits.TrailingZeros64(word)&63]
			k++
		}
	}
	return k
}

// denseChunks calls body once per chunk with the values, and when units is given the
// units, of the rows that have both a group and a value; the slices are reused. It is
// for groupings with a single group.
func denseChunks(c *Context, g *Groups, units, values *column.Column, body func(chunk int, units []uint32, x []float64) error) error {
	return c.Each(g.Rows, func(chunk, lo, hi int) error {
		words, count := rowMask(g, values, lo, hi, make([]uint64, column.BitmapWords(hi-lo)))
		var x []float64
		if words == nil && values.Kind == types.Decimal && !values.Const {
			x = values.Floats[lo:hi]
		} else {
			scratch, buf, err := mem.Alloc[float64](c.Pool, ChunkRows)
			if err != nil {
				return err
			}
			defer buf.Release()
			x = scratch[:count]
			read := newFloatReader(values)
			k := 0
			blocks(lo, hi, func(l, h int) {
				var part []uint64
				if words != nil {
					part = words[(l-lo)>>6 : column.BitmapWords(h-lo)]
				}
				k += compress(x[k:], read.block(l, h), part)
			})
		}
		var ordinals []uint32
		if units != nil {
			ordinals = units.Codes[lo:hi]
			if words != nil {
				scratch, buf, err := mem.Alloc[uint32](c.Pool, ChunkRows)
				if err != nil {
					return err
				}
				defer buf.Release()
				ordinals = scratch[:compress(scratch, units.Codes[lo:hi], words)]
			}
		}
		return body(chunk, ordinals, x)
	})
}
