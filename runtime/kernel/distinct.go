package kernel

import (
	"math"
	"math/bits"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// noKey marks a row without a key. No number has this key: it would be a NaN.
const noKey = ^uint64(0)

// floatKey maps a number to a word that ascends like the numbers; −0 and 0 are one.
func floatKey(v float64) uint64 {
	b := math.Float64bits(v + 0)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// keyFloat is the inverse of floatKey.
func keyFloat(k uint64) float64 {
	return math.Float64frombits(k ^ (uint64(int64(^k)>>63) | 1<<63))
}

// radixSort sorts words ascending; scratch is at least as long. Bytes that are the same in
// all words cost nothing.
func radixSort(keys, scratch []uint64) {
	if len(keys) < 200 {
		slices.Sort(keys)
		return
	}
	var counts [8][256]uint32
	for _, k := range keys {
		counts[0][k&255]++
		counts[1][k>>8&255]++
		counts[2][k>>16&255]++
		counts[3][k>>24&255]++
		counts[4][k>>32&255]++
		counts[5][k>>40&255]++
		counts[6][k>>48&255]++
		counts[7][k>>56]++
	}
	from, to := keys, scratch[:len(keys)]
	for b := range counts {
		count := &counts[b]
		shift := uint(b * 8)
		if count[from[0]>>shift&255] == uint32(len(keys)) {
			continue
		}
		at := uint32(0)
		for i, n := range count {
			count[i] = at
			at += n
		}
		for _, k := range from {
			p := &count[k>>shift&255]
			to[*p] = k
			*p++
		}
		from, to = to, from
	}
	if &from[0] != &keys[0] {
		copy(keys, from)
	}
}

// keyTable finds the number of a key among sorted distinct keys, by open addressing.
type keyTable struct {
	keys  []uint64
	slots []uint32
	shift uint
}

func newKeyTable(keys []uint64) *keyTable {
	size := 1 << max(bits.Len(uint(len(keys)*2)), 4)
	t := &keyTable{keys: keys, slots: make([]uint32, size), shift: uint(64 - bits.Len(uint(size-1)))}
	for i := range t.slots {
		t.slots[i] = None
	}
	for i, k := range keys {
		at := t.home(k)
		for t.slots[at] != None {
			at = (at + 1) & (size - 1)
		}
		t.slots[at] = uint32(i)
	}
	return t
}

func (t *keyTable) home(k uint64) int { return int(k * 0x9E3779B97F4A7C15 >> t.shift) }

// find gives the number of a key that is in the table.
func (t *keyTable) find(k uint64) uint32 {
	at := t.home(k)
	for t.keys[t.slots[at]] != k {
		at = (at + 1) & (len(t.slots) - 1)
	}
	return t.slots[at]
}

// groupKeys groups rows by 64-bit keys, ascending; noKey is no group. read is called twice
// for every chunk.
func groupKeys(c *Context, n int, read func(out []uint64, lo, hi int)) (used []uint64, g *Groups, err error) {
	parts := make([][]uint64, Chunks(n))
	err = c.Each(n, func(chunk, lo, hi int) error {
		keys, scratch := make([]uint64, hi-lo), make([]uint64, hi-lo)
		read(keys, lo, hi)
		radixSort(keys, scratch)
		keys = slices.Compact(keys)
		if len(keys) > 0 && keys[len(keys)-1] == noKey {
			keys = keys[:len(keys)-1]
		}
		parts[chunk] = slices.Clone(keys)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	used = slices.Concat(parts...)
	radixSort(used, make([]uint64, len(used)))
	used = slices.Compact(used)
	table := newKeyTable(used)
	out, err := fillDense(c, n, func(out []uint32, lo, hi int) error {
		keys := make([]uint64, hi-lo)
		read(keys, lo, hi)
		for i, k := range keys {
			out[i] = None
			if k != noKey {
				out[i] = table.find(k)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return used, &Groups{Count: len(used), Rows: n, IDs: out.values, Buf: out.bufs[0]}, nil
}

// groupDistinct groups decimals and wide integers by value. The largest key is kept for
// missing values.
func groupDistinct(c *Context, col, mask *column.Column, missing bool) (*Groups, error) {
	const gone = noKey - 1
	var low int64
	if integral(col.Kind) {
		var err error
		if low, _, err = intRange(c, col); err != nil {
			return nil, err
		}
	}
	used, g, err := groupKeys(c, col.Len, func(out []uint64, lo, hi int) {
		var scratch []uint8
		valueKeys(out, col, low, lo, hi)
		for i := range out {
			if col.Kind == types.Untyped || col.Missing(lo+i) {
				out[i] = noKey
				if missing {
					out[i] = gone
				}
			}
		}
		if mask != nil {
			for i, b := range truthOf(mask, lo, hi, &scratch) {
				out[i] |= uint64(b) - 1
			}
		}
	})
	if err != nil {
		return nil, err
	}
	k := &column.Column{Kind: col.Kind, Len: g.Count}
	if integral(col.Kind) {
		k.Ints = make([]int64, g.Count)
	} else {
		k.Floats = make([]float64, g.Count)
	}
	for i, key := range used {
		switch {
		case missing && key == gone:
			missingAt(k, i)
		case k.Ints != nil:
			k.Ints[i] = low + int64(key)
		default:
			k.Floats[i] = keyFloat(key)
		}
	}
	g.Keys = []*column.Column{k}
	return g, nil
}

// valueKeys writes keys that ascend like the values of a decimal column, or of an integral
// one whose smallest value is low.
func valueKeys(out []uint64, col *column.Column, low int64, lo, hi int) {
	if integral(col.Kind) {
		r := newIntReader(col)
		blocks(lo, hi, func(l, h int) {
			for i, v := range r.block(l, h) {
				out[l-lo+i] = min(uint64(v)-uint64(low), noKey-2)
			}
		})
		return
	}
	r := newFloatReader(col)
	blocks(lo, hi, func(l, h int) {
		for i, v := range r.block(l, h) {
			out[l-lo+i] = floatKey(v)
		}
	})
}
