package kernel

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// truthInto writes the truth values of rows [lo, hi): non-zero and not missing is 1.
func truthInto(out []uint8, c *column.Column, lo, hi int) {
	switch {
	case c.Const:
		var b uint8
		if c.Kind != types.Untyped && !c.Missing(0) && c.Float(0) != 0 {
			b = 1
		}
		for i := range out {
			out[i] = b
		}
		return
	case c.Kind == types.Boolean:
		copy(out, c.Bools[lo:hi])
	case integral(c.Kind):
		for i, v := range c.Ints[lo:hi] {
			var b uint8
			if v != 0 {
				b = 1
			}
			out[i] = b
		}
	case c.Kind == types.Decimal:
		for i, v := range c.Floats[lo:hi] {
			var b uint8
			if v != 0 {
				b = 1
			}
			out[i] = b
		}
	default:
		clear(out)
	}
	keepValid(out, lo, c)
}

// truthOf gives the truth values of rows [lo, hi) without a copy where the column holds
// them already; scratch is used otherwise.
func truthOf(c *column.Column, lo, hi int, scratch *[]uint8) []uint8 {
	if c.Kind == types.Boolean && !c.Const {
		return c.Bools[lo:hi]
	}
	if cap(*scratch) < hi-lo {
		*scratch = make([]uint8, ChunkRows)
	}
	out := (*scratch)[:hi-lo]
	truthInto(out, c, lo, hi)
	return out
}

func logic(c *Context, op string, x, y *column.Column) (*column.Column, error) {
	n, constant := RowsOf(x, y)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		var sx, sy []uint8
		a, b := truthOf(x, lo, hi, &sx), truthOf(y, lo, hi, &sy)
		if op == "&" {
			for i := range out {
				out[i] = a[i] & b[i]
			}
			return nil
		}
		for i := range out {
			out[i] = a[i] | b[i]
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

func not(c *Context, x *column.Column) (*column.Column, error) {
	n, constant := RowsOf(x)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		truthInto(out, x, lo, hi)
		flip(out)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

// Truth turns a numeric column into booleans: non-zero is 1, zero and missing are 0.
type Truth struct{}

// Name is the step's name.
func (Truth) Name() string { return "truth" }

// Params is empty.
func (Truth) Params() string { return "" }

// Run takes one column and gives a boolean one.
func (Truth) Run(c *Context, in []any) (any, error) {
	x := in[0].(*column.Column)
	if x.Kind == types.Boolean {
		return shared(x), nil
	}
	n, constant := RowsOf(x)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		truthInto(out, x, lo, hi)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

// SysMissing is 1 where its input, of any kind, has no value.
type SysMissing struct{}

// Name is the step's name.
func (SysMissing) Name() string { return "missing" }

// Params is empty.
func (SysMissing) Params() string { return "" }

// Run takes one column and gives a boolean one.
func (SysMissing) Run(c *Context, in []any) (any, error) { return IsMissing(c, in[0].(*column.Column)) }
