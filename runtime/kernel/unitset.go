package kernel

import (
	"errors"
	"math/bits"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// UnitSet is a set of units of one identifier space: one bit per ordinal. It takes a fraction
// of the memory of their column.
type UnitSet struct {
	Bits  column.Bitmap
	Space string       // of pseudonymous units
	Dict  *column.Dict // of units that are plain codes, by ordinal; nil for pseudonymous ones
}

// Bytes is the memory it takes.
func (s *UnitSet) Bytes() int64 { return int64(len(s.Bits)) * 8 }

// Add adds ascending ordinals below the size of the set. It may be called from several
// goroutines.
func (s *UnitSet) Add(ordinals []uint32) {
	at, word := 0, uint64(0)
	for _, o := range ordinals {
		if w := int(o >> 6); w != at {
			if word != 0 {
				atomic.OrUint64(&s.Bits[at], word)
			}
			at, word = w, 0
		}
		word |= 1 << (o & 63)
	}
	if word != 0 {
		atomic.OrUint64(&s.Bits[at], word)
	}
}

// UniteSets gives the units that are in any of several sets, ascending: a key column, or one
// of texts where units are plain codes.
type UniteSets struct{}

// Name is the step's name.
func (UniteSets) Name() string { return "unite-sets" }

// Params is empty.
func (UniteSets) Params() string { return "" }

var errSpaces = errors.New("kernel: sets of units of different kinds")

// Run takes *UnitSet of one space and gives a column.
func (UniteSets) Run(c *Context, in []any) (any, error) {
	var all UnitSet
	for i, v := range in {
		s := v.(*UnitSet)
		if i > 0 && (s.Space != all.Space || (s.Dict == nil) != (all.Dict == nil)) {
			return nil, errSpaces
		}
		all.Space = s.Space
		// A set that was read later may know more codes; those before keep their ordinals.
		if s.Dict != nil && (all.Dict == nil || len(s.Dict.Values) > len(all.Dict.Values)) {
			all.Dict = s.Dict
		}
		for len(all.Bits) < len(s.Bits) {
			all.Bits = append(all.Bits, 0)
		}
		for w, word := range s.Bits {
			all.Bits[w] |= word
		}
	}
	out, buf, err := mem.Alloc[uint32](c.Pool, all.Bits.Count(len(all.Bits)*64))
	if err != nil {
		return nil, err
	}
	at := 0
	for w, word := range all.Bits {
		for ; word != 0; word &= word - 1 {
			out[at] = uint32(w<<6 + bits.TrailingZeros64(word))
			at++
		}
	}
	col := &column.Column{Kind: types.Key, Len: len(out), Codes: out, Space: all.Space}
	if all.Dict != nil {
		col.Kind, col.Dict = types.Text, all.Dict
	}
	return col.Own(buf), c.Ctx.Err()
}
