package kernel

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"unsafe"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Literal is a constant of a script. Kind Untyped is the lone `.`; Int serves Integer, Date
// and Boolean, Float serves Decimal, Text serves Text.
type Literal struct {
	Kind  types.Kind
	Int   int64
	Float float64
	Text  string
}

// Name is the step's name.
func (Literal) Name() string { return "literal" }

// Params is kind and value; a literal is a word of the script, not data.
func (l Literal) Params() string {
	switch l.Kind {
	case types.Text:
		return l.Kind.String() + " " + strconv.Quote(l.Text)
	case types.Decimal:
		return l.Kind.String() + " " + strconv.FormatFloat(l.Float, 'x', -1, 64)
	case types.Untyped:
		return "."
	}
	return l.Kind.String() + " " + strconv.FormatInt(l.Int, 10)
}

// Run takes nothing and gives a constant column.
func (l Literal) Run(*Context, []any) (any, error) {
	col := &column.Column{Kind: l.Kind, Len: 1, Const: true}
	switch l.Kind {
	case types.Integer, types.Date:
		col.Ints = []int64{l.Int}
	case types.Boolean:
		col.Bools = []uint8{uint8(l.Int & 1)}
	case types.Decimal:
		col.Floats = []float64{l.Float}
		if !finite(l.Float) {
			col.Floats[0], col.Valid = 0, column.NewBitmap(1)
		}
	case types.Text:
		col.Codes, col.Dict = []uint32{0}, &column.Dict{Values: []string{l.Text}, Sorted: true}
	default:
		return allMissing(types.Untyped), nil
	}
	return col, nil
}

// Cast changes the kind within the numeric family: integers, dates and booleans widen to
// decimals, decimals are floored to integers and dates, and Boolean is the truth value. A
// column of kind Untyped becomes an all-missing one of any kind. Missing stays missing;
// so does a decimal beyond int64 become missing.
type Cast struct{ To types.Kind }

// Name is the step's name.
func (Cast) Name() string { return "cast" }

// Params is the kind.
func (k Cast) Params() string { return k.To.String() }

// Run takes one column and gives one.
func (k Cast) Run(c *Context, in []any) (any, error) { return cast(c, in[0].(*column.Column), k.To) }

func cast(c *Context, x *column.Column, to types.Kind) (*column.Column, error) {
	switch {
	case x.Kind == to:
		return shared(x), nil
	case x.Kind == types.Untyped:
		return castMissing(c, x, to)
	case !x.Kind.Numeric() || !to.Numeric():
		return nil, fmt.Errorf("kernel: no cast from %s to %s", x.Kind, to)
	case to == types.Boolean:
		col, err := Truth{}.Run(c, []any{x})
		if err != nil {
			return nil, err
		}
		return col.(*column.Column), nil
	case to == types.Decimal || to == types.Untyped:
		return castFloats(c, x)
	case x.Kind == types.Decimal:
		return MapInt(c, to, x, Floor)
	case x.Kind == types.Boolean:
		return MapWhole(c, to, x, func(v int64) (int64, bool) { return v, true })
	}
	col := shared(x)
	col.Kind = to
	return col, nil
}

// Floor is the largest integer not above x; false when it does not fit.
func Floor(x float64) (int64, bool) {
	v := math.Floor(x)
	return int64(v), v >= -(1<<63) && v < 1<<63
}

func castFloats(c *Context, x *column.Column) (*column.Column, error) {
	n, constant := RowsOf(x)
	out, err := fill(c, n, func(out []float64, valid []uint64, lo, hi int) error {
		andValid(valid, lo, x)
		r := newFloatReader(x)
		blocks(lo, hi, func(l, h int) { copy(out[l-lo:], r.block(l, h)) })
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Decimal, Const: constant}), nil
}

func castMissing(c *Context, x *column.Column, to types.Kind) (*column.Column, error) {
	col := allMissing(to)
	if x.Const {
		return col, nil
	}
	return broadcast(c, col, x.Len)
}

// Fill gives a constant as many rows as its second input has (a row carrier: any column of
// the dataset). A column that is not constant is passed on.
type Fill struct{}

// Name is the step's name.
func (Fill) Name() string { return "fill" }

// Params is empty.
func (Fill) Params() string { return "" }

// Run takes a column and a row carrier and gives a column.
func (Fill) Run(c *Context, in []any) (any, error) {
	x, rows := in[0].(*column.Column), in[1].(*column.Column)
	if !x.Const {
		return shared(x), nil
	}
	return broadcast(c, x, rows.Len)
}

func broadcast(c *Context, x *column.Column, n int) (*column.Column, error) {
	col := &column.Column{Kind: x.Kind, Dict: x.Dict, Space: x.Space}
	missing := x.Kind == types.Untyped || x.Missing(0)
	switch {
	case x.Codes != nil:
		return spread(c, x.Codes[0], missing, n, col)
	case x.Ints != nil:
		return spread(c, x.Ints[0], missing, n, col)
	case x.Bools != nil:
		return spread(c, x.Bools[0], false, n, col)
	}
	return spread(c, x.Floats[0], missing, n, col)
}

func spread[T mem.Element](c *Context, v T, missing bool, n int, col *column.Column) (*column.Column, error) {
	out, err := fill(c, n, func(out []T, valid []uint64, _, _ int) error {
		for i := range out {
			out[i] = v
		}
		if missing {
			clear(valid)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, col), nil
}

// packWord turns up to 64 bytes 0/1 into bits.
func packWord(m []uint8) (w uint64) {
	if len(m) == 64 {
		for i := 0; i < 64; i += 8 {
			b := binary.LittleEndian.Uint64(m[i : i+8])
			w |= b * 0x0102040810204080 >> 56 << uint(i)
		}
		return w
	}
	for i, b := range m {
		w |= uint64(b) << uint(i)
	}
	return w
}

// Where keeps the values of its first input where the second, a condition, is true; the
// other rows are missing. A boolean column becomes an integer one, since booleans are never
// missing.
type Where struct{}

// Name is the step's name.
func (Where) Name() string { return "where" }

// Params is empty.
func (Where) Params() string { return "" }

// Run takes a column and a condition and gives a column.
func (Where) Run(c *Context, in []any) (any, error) {
	x, mask := in[0].(*column.Column), in[1].(*column.Column)
	var err error
	kind := x.Kind
	if kind == types.Boolean {
		kind = types.Integer
	}
	if x, err = cast(c, x, kind); err != nil {
		return nil, err
	}
	defer x.Release()
	if x.Const && !mask.Const {
		wide, err := broadcast(c, x, mask.Len)
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		x = wide
	}
	n, constant := RowsOf(x)
	words, buf, err := mem.Alloc[uint64](c.Pool, column.BitmapWords(n))
	if err != nil {
		return nil, err
	}
	err = c.Each(n, func(_, lo, hi int) error {
		valid := words[lo>>6 : column.BitmapWords(hi)]
		var scratch []uint8
		m := truthOf(mask, lo, hi, &scratch)
		for i := range valid {
			valid[i] = packWord(m[i*64 : min(i*64+64, len(m))])
		}
		andValid(valid, lo, x)
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	col := shared(x)
	col.Const, col.Len, col.Valid = constant, n, words
	return col.Own(buf), nil
}

// IfElse takes the first input where the third, a condition, is true, and the second
// elsewhere: replace with if. Kind is the kind of the result within the family, Untyped for
// the wider of both (a boolean that may turn missing becomes an integer). Text columns may
// have different dictionaries.
type IfElse struct{ Kind types.Kind }

// Name is the step's name.
func (IfElse) Name() string { return "if-else" }

// Params is the kind.
func (k IfElse) Params() string { return k.Kind.String() }

// Run takes new values, old values and a condition and gives a column.
func (k IfElse) Run(c *Context, in []any) (any, error) {
	x, y, mask := in[0].(*column.Column), in[1].(*column.Column), in[2].(*column.Column)
	if !types.SameFamily(x.Kind, y.Kind) && (x.Kind != types.Key || y.Kind != types.Key) {
		return nil, fmt.Errorf("kernel: %s and %s do not mix", x.Kind, y.Kind)
	}
	kind := k.Kind
	if kind == types.Untyped {
		kind = types.Wider(y.Kind, x.Kind)
	}
	if kind == types.Boolean && (x.Kind != types.Boolean || y.Kind != types.Boolean) {
		kind = types.Integer // a 0/1 variable that was made with a condition has missing values
	}
	x, err := cast(c, x, kind)
	if err != nil {
		return nil, err
	}
	defer x.Release()
	if y, err = cast(c, y, kind); err != nil {
		return nil, err
	}
	defer y.Release()
	n, constant := RowsOf(x, y, mask)
	switch kind {
	case types.Text:
		return blendTexts(c, x, y, mask, n, constant)
	case types.Boolean:
		return blendBools(c, x, y, mask, n, constant)
	case types.Key:
		out, err := blendCodes(c, x, y, mask, n, nil, nil)
		if err != nil {
			return nil, err
		}
		return finish(out, &column.Column{Kind: kind, Space: y.Space, Const: constant}), nil
	case types.Integer, types.Date:
		out, err := blend(c, x, y, mask, n, func(a *column.Column) func(lo, hi int) []int64 { return newIntReader(a).block })
		if err != nil {
			return nil, err
		}
		return finish(out, &column.Column{Kind: kind, Const: constant}), nil
	}
	out, err := blend(c, x, y, mask, n, func(a *column.Column) func(lo, hi int) []float64 { return newFloatReader(a).block })
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

// asWords views 8-byte values as words, so that a choice between two needs no branch.
func asWords[T int64 | float64](v []T) []uint64 {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(&v[0])), len(v))
}

// blendValid writes validity words: x's where the mask is set, y's elsewhere.
func blendValid(valid []uint64, m []uint8, lo int, x, y *column.Column) {
	if x.Valid == nil && y.Valid == nil {
		return
	}
	for i := range valid {
		w := packWord(m[i*64 : min(i*64+64, len(m))])
		at := lo>>6 + i
		valid[i] = w&validWord(x, at) | ^w&validWord(y, at)
	}
}

func blend[T int64 | float64](c *Context, x, y, mask *column.Column, n int, reader func(*column.Column) func(lo, hi int) []T) (*filled[T], error) {
	return fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		var scratch []uint8
		m := truthOf(mask, lo, hi, &scratch)
		rx, ry := reader(x), reader(y)
		blocks(lo, hi, func(l, h int) {
			o, b := asWords(out[l-lo:h-lo]), m[l-lo:h-lo]
			a, d := asWords(rx(l, h)), asWords(ry(l, h))
			a, d, b = a[:len(o)], d[:len(o)], b[:len(o)]
			for i := range o {
				pick := -uint64(b[i])
				o[i] = a[i]&pick | d[i]&^pick
			}
		})
		blendValid(valid, m, lo, x, y)
		return nil
	})
}

func blendBools(c *Context, x, y, mask *column.Column, n int, constant bool) (*column.Column, error) {
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		var sx, sy, sm []uint8
		a, b, m := truthOf(x, lo, hi, &sx), truthOf(y, lo, hi, &sy), truthOf(mask, lo, hi, &sm)
		for i := range out {
			out[i] = a[i]&m[i] | b[i]&(m[i]^1)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

func blendTexts(c *Context, x, y, mask *column.Column, n int, constant bool) (*column.Column, error) {
	dict, tx, ty := uniteDicts(x.Dict, y.Dict)
	out, err := blendCodes(c, x, y, mask, n, tx, ty)
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Text, Dict: dict, Const: constant}), nil
}

// uniteDicts gives a dictionary with the values of both and the codes of each in it; a nil
// table means that the codes stay.
func uniteDicts(x, y *column.Dict) (dict *column.Dict, tx, ty []uint32) {
	if x == y {
		return x, nil, nil
	}
	if table := codesIn(y, x); !hasNone(table) {
		return y, table, nil
	}
	all := append(append(make([]string, 0, len(x.Values)+len(y.Values)), x.Values...), y.Values...)
	dict, codes := buildDict(all, nil)
	return dict, codes[:len(x.Values)], codes[len(x.Values):]
}

func hasNone(table []uint32) bool {
	for _, code := range table {
		if code == None {
			return true
		}
	}
	return false
}

func blendCodes(c *Context, x, y, mask *column.Column, n int, tx, ty []uint32) (*filled[uint32], error) {
	return fill(c, n, func(out []uint32, valid []uint64, lo, hi int) error {
		var scratch []uint8
		m := truthOf(mask, lo, hi, &scratch)
		blendValid(valid, m, lo, x, y)
		for i := range out {
			src, table := y, ty
			if m[i] != 0 {
				src, table = x, tx
			}
			at := lo + i
			if src.Const {
				at = 0
			}
			code := src.Codes[at]
			if table != nil {
				if int(code) < len(table) {
					code = table[code]
				} else {
					code = 0
				}
			}
			out[i] = code
		}
		return nil
	})
}
