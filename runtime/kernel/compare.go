package kernel

import (
	"fmt"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

type ordered interface{ int64 | float64 }

func equalBlock[T ordered](out []uint8, x, y []T) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		var b uint8
		if x[i] == y[i] {
			b = 1
		}
		out[i] = b
	}
}

func lessBlock[T ordered](out []uint8, x, y []T) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		var b uint8
		if x[i] < y[i] {
			b = 1
		}
		out[i] = b
	}
}

func lessEqualBlock[T ordered](out []uint8, x, y []T) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		var b uint8
		if x[i] <= y[i] {
			b = 1
		}
		out[i] = b
	}
}

// keepValid clears the bytes of rows [lo, …) where a column has no value.
func keepValid(out []uint8, lo int, cols ...*column.Column) {
	for _, c := range cols {
		switch {
		case c.Kind == types.Untyped:
			clear(out)
		case c.Valid == nil:
		case c.Const:
			if c.Valid[0]&1 == 0 {
				clear(out)
			}
		default:
			for i := 0; i < len(out); i += 64 {
				w := c.Valid[(lo+i)>>6]
				if w == ^uint64(0) {
					continue
				}
				for j := range out[i:min(i+64, len(out))] {
					out[i+j] &= uint8(w >> (uint(j) & 63) & 1)
				}
			}
		}
	}
}

func flip(out []uint8) {
	for i := range out {
		out[i] ^= 1
	}
}

// relation fills out, one byte per row of [lo, hi), with a comparison: 0 where an operand
// is missing. It is prepared once and used by every chunk.
type relation func(out []uint8, lo, hi int)

func compare(c *Context, op string, x, y *column.Column) (*column.Column, error) {
	negate := op == "!="
	if negate {
		op = "=="
	}
	rel, err := relate(op, x, y)
	if err != nil {
		return nil, err
	}
	n, constant := RowsOf(x, y)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		rel(out, lo, hi)
		if negate {
			flip(out)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

func relate(op string, x, y *column.Column) (relation, error) {
	switch {
	case x.Kind == types.Untyped || y.Kind == types.Untyped:
		return func(out []uint8, _, _ int) { clear(out) }, nil
	case x.Kind == types.Text && y.Kind == types.Text && op == "==":
		return equalTexts(x, y), nil
	case !x.Kind.Numeric() || !y.Kind.Numeric():
		return nil, fmt.Errorf("kernel: %q does not compare %s with %s", op, x.Kind, y.Kind)
	case op == ">" || op == ">=":
		return relate(map[string]string{">": "<", ">=": "<="}[op], y, x)
	}
	if integral(x.Kind) && integral(y.Kind) {
		f := map[string]func(out []uint8, x, y []int64){
			"==": equalBlock[int64], "<": lessBlock[int64], "<=": lessEqualBlock[int64],
		}[op]
		if f == nil {
			return nil, fmt.Errorf("kernel: unknown operator %q", op)
		}
		return func(out []uint8, lo, hi int) {
			rx, ry := newIntReader(x), newIntReader(y)
			blocks(lo, hi, func(l, h int) { f(out[l-lo:h-lo], rx.block(l, h), ry.block(l, h)) })
			keepValid(out, lo, x, y)
		}, nil
	}
	f := map[string]func(out []uint8, x, y []float64){
		"==": equalBlock[float64], "<": lessBlock[float64], "<=": lessEqualBlock[float64],
	}[op]
	if f == nil {
		return nil, fmt.Errorf("kernel: unknown operator %q", op)
	}
	return func(out []uint8, lo, hi int) {
		rx, ry := newFloatReader(x), newFloatReader(y)
		blocks(lo, hi, func(l, h int) { f(out[l-lo:h-lo], rx.block(l, h), ry.block(l, h)) })
		keepValid(out, lo, x, y)
	}, nil
}

// codesIn gives for every code of from its code in to, None where to lacks the value.
func codesIn(to, from *column.Dict) []uint32 {
	table := make([]uint32, len(from.Values))
	switch {
	case to == from:
		for i := range table {
			table[i] = uint32(i)
		}
	case to.Sorted:
		for i, s := range from.Values {
			table[i] = None
			if at, ok := slices.BinarySearch(to.Values, s); ok {
				table[i] = uint32(at)
			}
		}
	default:
		index := make(map[string]uint32, len(to.Values))
		for i, s := range to.Values {
			index[s] = uint32(i)
		}
		for i, s := range from.Values {
			table[i] = None
			if at, ok := index[s]; ok {
				table[i] = at
			}
		}
	}
	return table
}

// equalTexts compares codes: the dictionaries are matched once.
func equalTexts(x, y *column.Column) relation {
	if x.Const && y.Const { // beside columns, as in inlist('a', 'b', v): any number of rows
		var same uint8
		if !x.Missing(0) && !y.Missing(0) && x.Text(0) == y.Text(0) {
			same = 1
		}
		return func(out []uint8, _, _ int) {
			for i := range out {
				out[i] = same
			}
		}
	}
	if x.Const {
		x, y = y, x
	}
	if y.Const {
		want := None
		if !y.Missing(0) {
			want = codesIn(x.Dict, &column.Dict{Values: []string{y.Text(0)}})[0]
		}
		return func(out []uint8, lo, hi int) {
			for i, code := range x.Codes[lo:hi] {
				var b uint8
				if code == want {
					b = 1
				}
				out[i] = b
			}
			keepValid(out, lo, x, y)
		}
	}
	table := codesIn(x.Dict, y.Dict)
	return func(out []uint8, lo, hi int) {
		a, b := x.Codes[lo:hi], y.Codes[lo:hi]
		for i := range out {
			out[i] = 0
			if code := int(b[i]); code < len(table) && a[i] == table[code] {
				out[i] = 1
			}
		}
		keepValid(out, lo, x, y)
	}
}

// InList tells whether its first input equals any of the others: all numeric or all text,
// constants or columns. A missing first input gives 0; missing items never match.
type InList struct{}

// Name is the function's name.
func (InList) Name() string { return "in-list" }

// Params is empty: the items are inputs.
func (InList) Params() string { return "" }

// Run takes two or more columns and gives a boolean one.
func (InList) Run(c *Context, in []any) (any, error) {
	cols := make([]*column.Column, len(in))
	for i, v := range in {
		cols[i] = v.(*column.Column)
	}
	x := cols[0]
	var rels []relation
	wanted := map[string]bool{}
	for _, item := range cols[1:] {
		if x.Kind == types.Text && !x.Const && item.Const && item.Kind == types.Text {
			if !item.Missing(0) {
				wanted[item.Text(0)] = true
			}
			continue
		}
		rel, err := relate("==", x, item)
		if err != nil {
			return nil, err
		}
		rels = append(rels, rel)
	}
	if len(wanted) > 0 {
		table := make([]uint8, len(x.Dict.Values))
		for i, s := range x.Dict.Values {
			if wanted[s] {
				table[i] = 1
			}
		}
		if len(rels) == 0 {
			return codeBool(c, x, table)
		}
		rels = append(rels, func(out []uint8, lo, hi int) {
			for i, code := range x.Codes[lo:hi] {
				out[i] = 0
				if !x.Missing(lo + i) {
					out[i] = table[code]
				}
			}
		})
	}
	return anyOf(c, cols, rels)
}

// anyOf is the disjunction of relations.
func anyOf(c *Context, cols []*column.Column, rels []relation) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		clear(out)
		scratch := make([]uint8, hi-lo)
		for _, rel := range rels {
			rel(scratch, lo, hi)
			for i, b := range scratch {
				out[i] |= b
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}
