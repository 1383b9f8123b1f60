package column

import (
	"math/bits"
	"slices"
)

// Bitmap is one bit per row, least significant first, in 64-bit words (Arrow's validity
// layout on little-endian machines). A set bit means that the row has a value.
type Bitmap []uint64

// BitmapWords is the number of words for n rows.
func BitmapWords(n int) int { return (n + 63) / 64 }

// NewBitmap returns n cleared bits.
func NewBitmap(n int) Bitmap { return make(Bitmap, BitmapWords(n)) }

// BitmapOf makes a bitmap from single bits; it is for tests and fragments.
func BitmapOf(set ...bool) Bitmap {
	b := NewBitmap(len(set))
	for i, v := range set {
		if v {
			b.Set(i)
		}
	}
	return b
}

// Get reads a bit.
func (b Bitmap) Get(i int) bool { return b[i>>6]>>(uint(i)&63)&1 != 0 }

// Set sets a bit.
func (b Bitmap) Set(i int) { b[i>>6] |= 1 << (uint(i) & 63) }

// Clear clears a bit.
func (b Bitmap) Clear(i int) { b[i>>6] &^= 1 << (uint(i) & 63) }

// Count counts the set bits among the first n.
func (b Bitmap) Count(n int) int {
	total := 0
	for i := 0; i < n/64; i++ {
		total += bits.OnesCount64(b[i])
	}
	if rest := uint(n) & 63; rest != 0 {
		total += bits.OnesCount64(b[n/64] & (1<<rest - 1))
	}
	return total
}

// SortedDict is the dictionary of the valid strings, ascending by code point.
func SortedDict(v []string, valid Bitmap) *Dict {
	seen := make(map[string]bool, len(v))
	var values []string
	for i, s := range v {
		if (valid == nil || valid.Get(i)) && !seen[s] {
			seen[s] = true
			values = append(values, s)
		}
	}
	slices.Sort(values)
	return &Dict{Values: values, Sorted: true}
}
