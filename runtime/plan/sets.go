package plan

import (
	"math/bits"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Ordinals is the protected unit of every row for kernels that count sets; where nobody is
// protected, it is the number of the row, to be used with the Keys of the same frame.
func (b *Builder) Ordinals(f *Frame) Reg {
	if f.Protected != NoReg {
		return f.Protected
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

// distinctKey marks the ordinals first, so that rows may come in any order.
func distinctKey(c *kernel.Context, keys *disclosure.Keys, ordinals *column.Column, rows rowFilter) (any, error) {
	top := uint32(0)
	for i, o := range ordinals.Codes {
		if o != kernel.None && rows.has(i) {
			top = max(top, o)
		}
	}
	seen := column.NewBitmap(int(top) + 1)
	for lo := 0; lo < ordinals.Len; lo += kernel.ChunkRows {
		if err := c.Ctx.Err(); err != nil {
			return nil, err
		}
		for i := lo; i < min(lo+kernel.ChunkRows, ordinals.Len); i++ {
			if o := ordinals.Codes[i]; o != kernel.None && rows.has(i) {
				seen.Set(int(o))
			}
		}
	}
	key := make([]disclosure.SetKey, 1)
	batch := make([]uint32, 0, 1<<12)
	for w, word := range seen {
		for ; word != 0; word &= word - 1 {
			batch = append(batch, uint32(w*64+bits.TrailingZeros64(word)))
		}
		if len(batch) > cap(batch)-64 || w == len(seen)-1 {
			keys.AccumulateCounts(key, nil, batch)
			batch = batch[:0]
		}
	}
	return key[0], nil
}
