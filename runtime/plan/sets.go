package plan

import (
	"math/bits"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Ordinals is the protected unit of every row for kernels that count sets; where nobody is
// protected, it is the number of the row, or of its unit where units have several rows, to be
// used with the Keys of the same frame.
func (b *Builder) Ordinals(f *Frame) Reg {
	if f.Protected != NoReg {
		return f.Protected
	}
	if !f.OneRow {
		return b.Add(unitNumbers{}, "row-numbers", f.Units)
	}
	return b.Add(rowNumbers{}, "row-numbers", f.Units)
}

// SetKey makes the sealed key of the distinct protected units of the rows where mask is
// true: a boolean register, a selection, or NoReg for all rows. It has no anchors: it can be
// counted, and that is all.
func (b *Builder) SetKey(f *Frame, mask Reg) Reg { return b.setKey(f, mask, false) }

func (b *Builder) setKey(f *Frame, mask Reg, rest bool) Reg {
	in := []Reg{b.Keys(f), b.Ordinals(f)}
	if mask != NoReg {
		in = append(in, mask)
	}
	return b.Add(setKeyOp{distinct: !f.OneRow, rest: rest}, TypeSetKey, in...)
}

// restKey makes the key of the units with a row where the mask is false. Where a unit has
// one row, it is what the set leaves of the population, and no further pass is needed.
func (b *Builder) restKey(f *Frame, mask, set Reg) Reg {
	if !f.OneRow {
		return b.setKey(f, mask, true)
	}
	return b.Add(restOp{}, TypeSetKey, b.SetKey(f, NoReg), set)
}

// restOp gives the key of what a set leaves of the population. Inputs: population, set.
type restOp struct{}

func (restOp) Name() string   { return "rest-key" }
func (restOp) Params() string { return "" }

func (restOp) Run(_ *kernel.Context, in []any) (any, error) {
	all, ok := in[0].(disclosure.SetKey)
	set, ok2 := in[1].(disclosure.SetKey)
	if !ok || !ok2 {
		return nil, errShape
	}
	return disclosure.Rest(all, set), nil
}

// rowNumbers counts the rows of a dataset in which nobody is protected.
type rowNumbers struct{}

func (rowNumbers) Name() string   { return "row-numbers" }
func (rowNumbers) Params() string { return "" }

func (rowNumbers) Run(c *kernel.Context, in []any) (any, error) {
	units, ok := in[0].(*column.Column)
	if !ok {
		return nil, errShape
	}
	out, buf, err := mem.Alloc[uint32](c.Pool, units.Len)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i] = uint32(i)
	}
	return column.FromKeys(out, "", nil).Own(buf), nil
}

// unitNumbers numbers the units of a dataset in which nobody is protected and a unit has
// several rows.
type unitNumbers struct{}

func (unitNumbers) Name() string   { return "unit-numbers" }
func (unitNumbers) Params() string { return "" }

func (unitNumbers) Run(c *kernel.Context, in []any) (any, error) {
	units, ok := in[0].(*column.Column)
	if !ok {
		return nil, errShape
	}
	return kernel.UnitNumbers(c, units)
}

// countKeys are the keys that go with rowNumbers: they count, and hold no secret.
type countKeys struct{}

func (countKeys) Name() string   { return "count-keys" }
func (countKeys) Params() string { return "" }

func (countKeys) Run(*kernel.Context, []any) (any, error) { return disclosure.CountOnly(), nil }

// setKeyOp gives the key of a set of rows. Inputs: keys, ordinals, and a mask or selection
// unless all rows are meant. rest inverts the mask. distinct: a unit may have several rows.
type setKeyOp struct{ distinct, rest bool }

func (setKeyOp) Name() string { return "set-key" }

func (s setKeyOp) Params() string {
	text := ""
	if s.distinct {
		text += "distinct "
	}
	if s.rest {
		text += "rest"
	}
	return text
}

func (s setKeyOp) Run(c *kernel.Context, in []any) (any, error) {
	keys, ok := in[0].(*disclosure.Keys)
	ordinals, ok2 := in[1].(*column.Column)
	if !ok || !ok2 {
		return nil, errShape
	}
	rows := rowFilter{valid: ordinals.Valid, rest: s.rest}
	if len(in) > 2 {
		if err := rows.set(c, in[2], ordinals.Len); err != nil {
			return nil, err
		}
	}
	if s.distinct {
		return distinctKey(c, keys, ordinals, rows)
	}
	parts := make([]disclosure.SetKey, kernel.Chunks(ordinals.Len))
	err := c.Each(ordinals.Len, func(chunk, lo, hi int) error {
		rows.add(keys, &parts[chunk], ordinals.Codes[lo:hi], lo)
		return nil
	})
	if err != nil {
		return nil, err
	}
	total := make([]disclosure.SetKey, 1)
	for i := range parts {
		disclosure.Merge(total, parts[i:i+1])
	}
	return total[0], nil
}

// add accumulates the rows of a chunk, whose units are distinct.
func (r *rowFilter) add(keys *disclosure.Keys, dst *disclosure.SetKey, units []uint32, lo int) {
	switch {
	case r.all():
		one := []disclosure.SetKey{*dst}
		keys.AccumulateCounts(one, nil, units)
		*dst = one[0]
	case r.valid == nil && r.bools != nil && !r.rest:
		keys.AccumulateMask(dst, r.bools[lo:lo+len(units)], units)
	default:
		var mask [1024]uint8
		var known [1024]uint32
		for from := 0; from < len(units); from += len(mask) {
			part := units[from:min(from+len(mask), len(units))]
			for i, u := range part {
				mask[i], known[i] = 0, 0
				if r.has(lo + from + i) {
					mask[i], known[i] = 1, u
				}
			}
			keys.AccumulateMask(dst, mask[:len(part)], known[:len(part)])
		}
	}
}

// rowFilter tells which rows belong to a set.
type rowFilter struct {
	valid column.Bitmap // rows whose unit is known
	bools []uint8
	bits  column.Bitmap // of a selection
	fixed *bool         // a constant mask
	rest  bool
}

func (r *rowFilter) set(c *kernel.Context, mask any, n int) error {
	switch m := mask.(type) {
	case *column.Column:
		switch {
		case m.Const && len(m.Bools) == 1:
			v := m.Bools[0] != 0
			r.fixed = &v
		case len(m.Bools) == n:
			r.bools = m.Bools
		default:
			return errShape
		}
	case *kernel.Selection:
		r.bits = column.NewBitmap(n)
		for _, row := range m.Rows {
			r.bits.Set(int(row))
		}
	default:
		return errShape
	}
	return c.Ctx.Err()
}

func (r *rowFilter) all() bool {
	return r.valid == nil && r.bools == nil && r.bits == nil && (r.fixed == nil || *r.fixed != r.rest)
}

func (r *rowFilter) has(i int) bool {
	if r.valid != nil && !r.valid.Get(i) {
		return false
	}
	in := true
	switch {
	case r.bools != nil:
		in = r.bools[i] != 0
	case r.bits != nil:
		in = r.bits.Get(i)
	case r.fixed != nil:
		in = *r.fixed
	default:
		return true
	}
	return in != r.rest
}

// word gives the rows of the set among the 64 from row 64·w on, one bit each; n is the number
// of all rows.
func (r *rowFilter) word(w, n int) uint64 {
	rows := ^uint64(0)
	switch {
	case r.bools != nil:
		rows = 0
		for i, b := range r.bools[w*64 : min(w*64+64, n)] {
			var in uint64
			if b != 0 {
				in = 1
			}
			rows |= in << (uint(i) & 63)
		}
	case r.bits != nil:
		rows = r.bits[w]
	case r.fixed != nil && !*r.fixed:
		rows = 0
	case r.fixed == nil && r.rest:
		rows = 0 // without a mask the rest is all, as has says
	}
	if r.rest {
		rows = ^rows
	}
	if rest := n - w*64; rest < 64 {
		rows &= 1<<uint(rest) - 1
	}
	if r.valid != nil {
		rows &= r.valid[w]
	}
	return rows
}

// distinctKey marks the ordinals first, so that rows may come in any order. Marks of several
// threads are or-ed: nothing depends on who made them.
func distinctKey(c *kernel.Context, keys *disclosure.Keys, ordinals *column.Column, rows rowFilter) (any, error) {
	seen, err := seenOrdinals(c, ordinals, rows)
	if err != nil {
		return nil, err
	}
	parts := make([]disclosure.SetKey, kernel.Chunks(len(seen)*64))
	err = c.Each(len(seen)*64, func(chunk, lo, hi int) error {
		batch := make([]uint32, 0, 1<<12)
		for w := lo / 64; w < hi/64; w++ {
			for word := seen[w]; word != 0; word &= word - 1 {
				batch = append(batch, uint32(w*64+bits.TrailingZeros64(word)))
			}
			if len(batch) > cap(batch)-64 || w == hi/64-1 {
				keys.AccumulateCounts(parts[chunk:chunk+1], nil, batch)
				batch = batch[:0]
			}
		}
		return nil
	})
	key := make([]disclosure.SetKey, 1)
	for i := range parts {
		disclosure.Merge(key, parts[i:i+1])
	}
	return key[0], err
}

// seenOrdinals marks the units of the rows of a set.
func seenOrdinals(c *kernel.Context, ordinals *column.Column, rows rowFilter) (column.Bitmap, error) {
	n := ordinals.Len
	tops := make([]uint32, kernel.Chunks(n))
	err := c.Each(n, func(chunk, lo, hi int) error {
		top := uint32(0)
		if rows.valid == nil { // every code is a unit or None: a bitmap may be longer than it has to
			for _, o := range ordinals.Codes[lo:hi] {
				top = max(top, o+1)
			}
			tops[chunk] = top
			return nil
		}
		for at := lo; at < hi; at += 64 {
			word := rows.word(at/64, n)
			for i, o := range ordinals.Codes[at:min(at+64, hi)] {
				top = max(top, (o+1)&-uint32(word>>(uint(i)&63)&1)) // None is no unit: it counts as 0
			}
		}
		tops[chunk] = top
		return nil
	})
	if err != nil {
		return nil, err
	}
	words := 1
	for _, top := range tops {
		words = max(words, column.BitmapWords(int(top)+1))
	}
	threads := min(max(c.Threads, 1), max(len(tops), 1))
	marks := make([]column.Bitmap, threads)
	err = c.EachOf(threads, func(t int) error {
		seen := make(column.Bitmap, words)
		marks[t] = seen
		for chunk := len(tops) * t / threads; chunk < len(tops)*(t+1)/threads; chunk++ {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			lo, hi := chunk*kernel.ChunkRows, min((chunk+1)*kernel.ChunkRows, n)
			for at := lo; at < hi; at += 64 {
				word := rows.word(at/64, n)
				for i, o := range ordinals.Codes[at:min(at+64, hi)] {
					in := word >> (uint(i) & 63) & 1 &^ ((uint64(o) + 1) >> 32)
					seen[uint64(o>>6)&-in] |= in << (o & 63)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, other := range marks[1:] {
		for w, word := range other {
			marks[0][w] |= word
		}
	}
	return marks[0], nil
}
