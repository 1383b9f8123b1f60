package kernel

import (
	"errors"
	"math"
	"math/bits"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// denseSpan is the largest range of values that is grouped through a bitmap of the range;
// wider ones and decimals go through their sorted distinct values.
const denseSpan = 1 << 26

// Group groups rows by the value of one column of any kind. A missing value belongs to no
// group, or with Missing to one of its own, the last. Inputs: the column and optionally a
// condition that picks the rows (the others belong to no group).
type Group struct{ Missing bool }

// Name is the step's name.
func (Group) Name() string { return "group" }

// Params says whether missing is a category.
func (g Group) Params() string {
	if g.Missing {
		return "missing"
	}
	return ""
}

// Run gives *Groups with one key column.
func (g Group) Run(c *Context, in []any) (any, error) {
	col := in[0].(*column.Column)
	var mask *column.Column
	if len(in) > 1 && in[1] != nil {
		mask = in[1].(*column.Column)
	}
	if col.Const {
		if mask == nil || mask.Const {
			return nil, errors.New("kernel: a constant has no rows to group")
		}
		wide, err := broadcast(c, col, mask.Len)
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		col = wide
	}
	if col.Kind == types.Key && mask == nil && col.Len > 0 {
		if sorted, err := increasing(c, col, false); err != nil {
			return nil, err
		} else if sorted {
			return groupRuns(c, col)
		}
	}
	s, ok, err := slotsOf(c, col, g.Missing)
	if err != nil {
		return nil, err
	}
	if !ok {
		return groupDistinct(c, col, mask, g.Missing)
	}
	var used []uint32
	var groups *Groups
	if s.span < smallSpan && (mask == nil || !mask.Const) {
		used, groups, err = deriveGroups(c, col.Len, s, mask, col, mask)
	} else {
		used, groups, err = groupSlots(c, col.Len, s.span+1, mask, s.read)
	}
	if err != nil {
		return nil, err
	}
	groups.Keys = []*column.Column{s.keys(used)}
	return groups, nil
}

// slots maps the values of a column to small numbers that ascend like the values; span
// stands for missing.
type slots struct {
	span int
	read func(out []uint32, lo, hi int)
	keys func(used []uint32) *column.Column // the values of slots, for a key column
	// ranked, when there is one, is read and a look-up in a table in one go.
	ranked func(out []uint32, table *[smallSpan + 1]uint32, lo, hi int)
	held   []uint32 // the slots themselves, where the column holds them
}

func slotsOf(c *Context, col *column.Column, missing bool) (*slots, bool, error) {
	switch {
	case col.Kind == types.Text && col.Dict.Sorted:
		return codeSlots(col, len(col.Dict.Values), nil, missing), true, nil
	case col.Kind == types.Text:
		return codeSlots(col, len(col.Dict.Values), dictOrder(col.Dict), missing), true, nil
	case col.Kind == types.Key:
		top, err := maxCode(c, col)
		return codeSlots(col, top+1, nil, missing), err == nil, err
	case integral(col.Kind):
		lo, hi, err := intRange(c, col)
		if err != nil || uint64(hi)-uint64(lo) >= denseSpan {
			return nil, false, err
		}
		return intSlots(col, lo, int(hi-lo)+1, missing), true, nil
	}
	return nil, false, nil
}

// dictOrder gives the rank of every code of an unsorted dictionary.
func dictOrder(d *column.Dict) []uint32 {
	_, ranks := buildDict(d.Values, nil)
	return ranks
}

func codeSlots(col *column.Column, span int, ranks []uint32, missing bool) *slots {
	gone := None
	if missing {
		gone = uint32(span)
	}
	read := func(out []uint32, lo, hi int) {
		codes := col.Codes[lo:hi]
		if col.Valid == nil && ranks == nil {
			copy(out, codes)
			return
		}
		if ranks == nil {
			withMissing(out, codes, col.Valid, lo, gone)
			return
		}
		for i, code := range codes {
			if col.Missing(lo + i) {
				code = gone
			} else {
				code = ranks[code]
			}
			out[i] = code
		}
	}
	keys := func(used []uint32) *column.Column {
		k := &column.Column{Kind: col.Kind, Len: len(used), Dict: col.Dict, Space: col.Space, Codes: make([]uint32, len(used))}
		back := make([]uint32, len(ranks))
		for code, rank := range ranks {
			back[rank] = uint32(code)
		}
		for i, slot := range used {
			switch {
			case int(slot) == span:
				missingAt(k, i)
			case ranks != nil:
				k.Codes[i] = back[slot]
			default:
				k.Codes[i] = slot
			}
		}
		return k
	}
	s := &slots{span: span, read: read, keys: keys}
	if ranks == nil {
		s.ranked = func(out []uint32, table *[smallSpan + 1]uint32, lo, hi int) {
			withRanks(out, col.Codes[lo:hi], col.Valid, table, lo, table[min(gone, smallSpan)])
		}
		if col.Valid == nil {
			s.held = col.Codes
		}
	}
	return s
}

// missingAt marks row i of a column that is being built as missing.
func missingAt(k *column.Column, i int) {
	if k.Valid == nil {
		k.Valid = column.NewBitmap(k.Len)
		for j := range k.Len {
			k.Valid.Set(j)
		}
	}
	k.Valid.Clear(i)
}

// intRange is the smallest and largest present value; 0, 0 when there is none.
func intRange(c *Context, col *column.Column) (lo, hi int64, err error) {
	type span struct{ lo, hi int64 }
	spans := make([]span, Chunks(col.Len))
	err = c.Each(col.Len, func(chunk, from, to int) error {
		s := span{math.MaxInt64, math.MinInt64}
		read := newIntReader(col)
		blocks(from, to, func(l, h int) {
			values := read.block(l, h)
			if col.Valid == nil {
				for _, v := range values {
					s.lo, s.hi = min(s.lo, v), max(s.hi, v)
				}
				return
			}
			for i, v := range values {
				if col.Valid.Get(l + i) {
					s.lo, s.hi = min(s.lo, v), max(s.hi, v)
				}
			}
		})
		spans[chunk] = s
		return nil
	})
	lo, hi = math.MaxInt64, math.MinInt64
	for _, s := range spans {
		lo, hi = min(lo, s.lo), max(hi, s.hi)
	}
	if lo > hi {
		return 0, 0, err
	}
	return lo, hi, err
}

func intSlots(col *column.Column, low int64, span int, missing bool) *slots {
	gone := None
	if missing {
		gone = uint32(span)
	}
	read := func(out []uint32, lo, hi int) {
		r := newIntReader(col)
		blocks(lo, hi, func(l, h int) {
			part := out[l-lo : h-lo]
			for i, v := range r.block(l, h) {
				part[i] = uint32(v - low)
			}
			if col.Valid == nil {
				return
			}
			withMissing(part, part, col.Valid, l, gone)
		})
	}
	keys := func(used []uint32) *column.Column {
		k := &column.Column{Kind: col.Kind, Len: len(used)}
		if col.Kind == types.Boolean {
			k.Bools = make([]uint8, len(used))
		} else {
			k.Ints = make([]int64, len(used))
		}
		for i, slot := range used {
			switch {
			case int(slot) == span:
				missingAt(k, i)
			case k.Bools != nil:
				k.Bools[i] = uint8(low + int64(slot))
			default:
				k.Ints[i] = low + int64(slot)
			}
		}
		return k
	}
	return &slots{span: span, read: read, keys: keys}
}

// maskSlots puts rows outside a condition into no group.
func maskSlots(out []uint32, mask *column.Column, lo, hi int, scratch *[]uint8) {
	if mask == nil {
		return
	}
	for i, b := range truthOf(mask, lo, hi, scratch) {
		out[i] |= uint32(b) - 1 // 0 − 1 is None
	}
}

// groupSlots numbers the slots that occur, ascending, and gives every row its number. used
// is the slots that occur.
func groupSlots(c *Context, n, span int, mask *column.Column, read func(out []uint32, lo, hi int)) (used []uint32, g *Groups, err error) {
	seen := make([]uint64, (span+63)/64+1)
	out, err := fillDense(c, n, func(out []uint32, lo, hi int) error {
		var scratch []uint8
		read(out, lo, hi)
		maskSlots(out, mask, lo, hi, &scratch)
		mark(seen, out, span)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	ranks := make([]uint32, len(seen))
	count := 0
	for w, word := range seen {
		ranks[w] = uint32(count)
		count += bits.OnesCount64(word)
	}
	used = make([]uint32, 0, count)
	for w, word := range seen {
		for ; word != 0; word &= word - 1 {
			used = append(used, uint32(w*64+bits.TrailingZeros64(word)))
		}
	}
	g = &Groups{Count: count, Rows: n, IDs: out.values, Buf: out.bufs[0]}
	if err := rankSlots(c, g, seen, ranks, span); err != nil {
		g.Release()
		return nil, nil, err
	}
	return used, g, nil
}

// lastSlot is the largest slot that occurs, −1 when none does.
func lastSlot(seen []uint64) int {
	for w := len(seen) - 1; w >= 0; w-- {
		if seen[w] != 0 {
			return w*64 + bits.Len64(seen[w]) - 1
		}
	}
	return -1
}

// smallSpan is the number of slots up to which they are marked and looked up by byte and
// table instead of by bit.
const smallSpan = 1 << 14

// mark sets the bits of slots that occur.
func mark(seen []uint64, slots []uint32, span int) {
	set := func(slot uint32) {
		if w, bit := &seen[slot>>6], uint64(1)<<(slot&63); atomic.LoadUint64(w)&bit == 0 {
			atomic.OrUint64(w, bit)
		}
	}
	if span > smallSpan {
		for _, slot := range slots {
			if slot != None {
				set(slot)
			}
		}
		return
	}
	var hit [smallSpan + 1]uint8
	for _, slot := range slots {
		hit[min(slot, smallSpan)] = 1
	}
	for slot, b := range hit[:span] {
		if b != 0 {
			set(uint32(slot))
		}
	}
}

// rankSlots turns slots into group numbers in place.
func rankSlots(c *Context, g *Groups, seen []uint64, ranks []uint32, span int) error {
	if g.Count == span || g.Count == lastSlot(seen)+1 {
		return nil // every slot occurs: slots are the numbers
	}
	if span <= smallSpan {
		table := make([]uint32, smallSpan+1)
		for slot := range span {
			table[slot] = ranks[slot>>6] + uint32(bits.OnesCount64(seen[slot>>6]&(1<<(slot&63)-1)))
		}
		table[smallSpan] = None
		return c.Each(g.Rows, func(_, lo, hi int) error {
			ids := g.IDs[lo:hi]
			for i, slot := range ids {
				ids[i] = table[min(slot, smallSpan)]
			}
			return nil
		})
	}
	// Bits and rank of a word lie side by side: one cache miss a row, not two.
	type word struct {
		bits uint64
		rank uint64
	}
	words := make([]word, len(seen))
	for w := range words {
		words[w] = word{seen[w], uint64(ranks[w])}
	}
	return c.Each(g.Rows, func(_, lo, hi int) error {
		ids := g.IDs[lo:hi]
		for i, slot := range ids {
			if slot != None {
				w := &words[slot>>6]
				ids[i] = uint32(w.rank) + uint32(bits.OnesCount64(w.bits&(1<<(slot&63)-1)))
			}
		}
		return nil
	})
}

// Combine groups by several groupings at once: one group for every combination that
// occurs, ascending by the first, then the second and so on. A row without a group in any
// of them has none.
type Combine struct{}

// Name is the step's name.
func (Combine) Name() string { return "combine" }

// Params is empty.
func (Combine) Params() string { return "" }

// Run takes one or more *Groups over the same rows and gives *Groups with the key columns of
// all and Parts.
func (Combine) Run(c *Context, in []any) (any, error) {
	for _, v := range in {
		if _, err := settled(c, v); err != nil {
			return nil, err
		}
	}
	first := in[0].(*Groups)
	part := make([]uint32, first.Count)
	for i := range part {
		part[i] = uint32(i)
	}
	g := &Groups{Count: first.Count, Rows: first.Rows, IDs: first.IDs, Buf: first.Buf.Retain(), Parts: [][]uint32{part}}
	for _, v := range in[1:] {
		next, err := combineTwo(c, g, v.(*Groups))
		g.Release()
		if err != nil {
			return nil, err
		}
		g = next
	}
	for k, v := range in {
		for _, key := range v.(*Groups).Keys {
			col, err := gather(c, key, g.Parts[k], false)
			if err != nil {
				g.Release()
				return nil, err
			}
			g.Keys = append(g.Keys, col)
		}
	}
	return g, nil
}

func combineTwo(c *Context, a, b *Groups) (*Groups, error) {
	width := uint64(max(b.Count, 1))
	var used []uint64
	var g *Groups
	var err error
	if uint64(a.Count)*width < denseSpan {
		var small []uint32
		small, g, err = groupSlots(c, a.Rows, a.Count*int(width), nil, func(out []uint32, lo, hi int) {
			crossIDs(out, a, b, lo, hi)
		})
		for _, v := range small {
			used = append(used, uint64(v))
		}
	} else {
		used, g, err = groupKeys(c, a.Rows, func(out []uint64, lo, hi int) {
			x, y := make([]uint32, hi-lo), make([]uint32, hi-lo)
			a.ids(x, lo, hi)
			b.ids(y, lo, hi)
			for i := range out {
				out[i] = noKey
				if x[i] != None && y[i] != None {
					out[i] = uint64(x[i])*width + uint64(y[i])
				}
			}
		})
	}
	if err != nil {
		return nil, err
	}
	g.Parts = make([][]uint32, len(a.Parts)+1)
	for k := range g.Parts {
		g.Parts[k] = make([]uint32, g.Count)
	}
	for i, v := range used {
		for k := range a.Parts {
			g.Parts[k][i] = a.Parts[k][v/width]
		}
		g.Parts[len(a.Parts)][i] = uint32(v % width)
	}
	return g, nil
}

// ids copies the group numbers of rows [lo, hi).
func (g *Groups) ids(out []uint32, lo, hi int) {
	if g.from != nil {
		if all := g.from.done.Load(); all != nil {
			copy(out, (*all)[lo:hi])
			return
		}
		if g.from.held != nil {
			copy(out, g.from.held[lo:hi])
			return
		}
		for at := lo; at < hi; at += blockRows {
			end := min(at+blockRows, hi)
			g.from.read(out[at-lo:end-lo], at, end)
		}
		return
	}
	if g.IDs == nil {
		clear(out)
		return
	}
	copy(out, g.IDs[lo:hi])
}

// Missing rows belong to None; crossIDs is row·width + column.
func crossIDs(out []uint32, a, b *Groups, lo, hi int) {
	a.ids(out, lo, hi)
	if b.IDs == nil {
		return
	}
	width := uint32(b.Count)
	for i, y := range b.IDs[lo:hi] {
		if x := out[i]; x != None && y != None {
			out[i] = x*width + y
		} else {
			out[i] = None
		}
	}
}
