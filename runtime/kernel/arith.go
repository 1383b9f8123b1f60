package kernel

import (
	"fmt"
	"math"
	"math/bits"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// Binary is an operator on two columns: + - * / ^, == != < <= > >=, & and |.
//
// Arithmetic gives an integer column when no operand is decimal and the operator is + - or
// *, else a decimal one; it is missing where an operand is, on int64 overflow, on division
// by zero and wherever the result is not a finite number. Comparisons give booleans: a
// missing operand makes != true and every other one false; == and != also take two text
// columns, whatever their dictionaries. & and | work on truth values: non-zero is true,
// missing is false.
type Binary struct{ Op string }

// Name is the operator's family.
func (b Binary) Name() string {
	switch b.Op {
	case "+", "-", "*", "/", "^":
		return "compute"
	case "&", "|":
		return "logic"
	}
	return "compare"
}

// Params is the operator.
func (b Binary) Params() string { return b.Op }

// Run takes two columns and gives one.
func (b Binary) Run(c *Context, in []any) (any, error) {
	x, y := in[0].(*column.Column), in[1].(*column.Column)
	switch b.Name() {
	case "compute":
		return arithmetic(c, b.Op, x, y)
	case "logic":
		return logic(c, b.Op, x, y)
	}
	return compare(c, b.Op, x, y)
}

// Unary is - (numeric), + (numeric, the identity) or ! (truth value).
type Unary struct{ Op string }

// Name is the operator's family.
func (Unary) Name() string { return "unary" }

// Params is the operator.
func (u Unary) Params() string { return u.Op }

// Run takes one column and gives one. -x is missing where x is, and for the smallest int64.
func (u Unary) Run(c *Context, in []any) (any, error) {
	x := in[0].(*column.Column)
	switch u.Op {
	case "!":
		return not(c, x)
	case "+":
		if x.Kind != types.Decimal && x.Kind != types.Integer {
			return Cast{To: types.Integer}.Run(c, in)
		}
		return shared(x), nil
	case "-":
		if x.Kind == types.Decimal {
			return Map1(c, x, func(v float64) (float64, bool) { return -v, true })
		}
		zero := &column.Column{Kind: types.Integer, Len: 1, Const: true, Ints: []int64{0}}
		return arithmetic(c, "-", zero, x)
	}
	return nil, fmt.Errorf("kernel: unknown unary operator %q", u.Op)
}

// wordOp computes up to 64 results and returns a bit for every one that may not be stored.
type wordOp[T any] func(out, x, y []T) (bad uint64)

var (
	intOps = map[string]wordOp[int64]{"+": addInts, "-": subInts, "*": mulInts}

	floatOps = map[string]wordOp[float64]{"+": addFloats, "-": subFloats, "*": mulFloats, "/": divFloats, "^": powFloats}
)

func addInts(out, x, y []int64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		a, b := x[i], y[i]
		s := a + b
		out[i] = s
		bad |= uint64((a^s)&(b^s)) >> 63 << (uint(i) & 63)
	}
	return bad
}

func subInts(out, x, y []int64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		a, b := x[i], y[i]
		s := a - b
		out[i] = s
		bad |= uint64((a^b)&(a^s)) >> 63 << (uint(i) & 63)
	}
	return bad
}

func mulInts(out, x, y []int64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		p, ok := mulInt(x[i], y[i])
		out[i] = p
		if !ok {
			bad |= 1 << (uint(i) & 63)
		}
	}
	return bad
}

// mulInt multiplies and tells whether the product fits.
func mulInt(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	high := int64(hi) - (a >> 63 & b) - (b >> 63 & a)
	return int64(lo), high == int64(lo)>>63
}

func addFloats(out, x, y []float64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		v := x[i] + y[i]
		out[i] = v
		bad |= nonFinite(v) << (uint(i) & 63)
	}
	return bad
}

func subFloats(out, x, y []float64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		v := x[i] - y[i]
		out[i] = v
		bad |= nonFinite(v) << (uint(i) & 63)
	}
	return bad
}

func mulFloats(out, x, y []float64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		v := x[i] * y[i]
		out[i] = v
		bad |= nonFinite(v) << (uint(i) & 63)
	}
	return bad
}

func divFloats(out, x, y []float64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		v := x[i] / y[i]
		out[i] = v
		bad |= nonFinite(v) << (uint(i) & 63)
	}
	return bad
}

func powFloats(out, x, y []float64) (bad uint64) {
	x, y = x[:len(out)], y[:len(out)]
	for i := range out {
		v := Power(x[i], y[i])
		out[i] = v
		bad |= nonFinite(v) << (uint(i) & 63)
	}
	return bad
}

func arithmetic(c *Context, op string, x, y *column.Column) (*column.Column, error) {
	if x.Kind != types.Decimal && y.Kind != types.Decimal {
		if f := intOps[op]; f != nil {
			x, y, done, err := wholeOperands(c, x, y)
			if err != nil {
				return nil, err
			}
			defer done()
			return combine(c, x, y, f, types.Integer, func(a *column.Column) func(lo, hi int) []int64 { return newIntReader(a).block })
		}
	}
	f := floatOps[op]
	if f == nil {
		return nil, fmt.Errorf("kernel: unknown operator %q", op)
	}
	return combine(c, x, y, f, types.Decimal, func(a *column.Column) func(lo, hi int) []float64 { return newFloatReader(a).block })
}

// wholeOperands makes integers of operands that never had a value of any type.
func wholeOperands(c *Context, x, y *column.Column) (a, b *column.Column, done func(), err error) {
	list := []*column.Column{x, y}
	var made []*column.Column
	for i, col := range list {
		if col.Kind != types.Untyped {
			continue
		}
		if list[i], err = cast(c, col, types.Integer); err != nil {
			break
		}
		made = append(made, list[i])
	}
	done = func() {
		for _, col := range made {
			col.Release()
		}
	}
	if err != nil {
		done()
		return nil, nil, nil, err
	}
	return list[0], list[1], done, nil
}

func combine[T int64 | float64](c *Context, x, y *column.Column, f wordOp[T], kind types.Kind,
	reader func(*column.Column) func(lo, hi int) []T,
) (*column.Column, error) {
	n, constant := RowsOf(x, y)
	out, err := fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		andValid(valid, lo, x, y)
		rx, ry := reader(x), reader(y)
		blocks(lo, hi, func(l, h int) {
			a, b := rx(l, h), ry(l, h)
			for i := 0; i < h-l; i += 64 {
				at, end := l-lo+i, min(i+64, h-l)
				valid[at>>6] &^= f(out[at:l-lo+end], a[i:end], b[i:end])
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

// Power is x^y, the same bits on every machine: NaN where no real result exists (a negative
// base with a broken exponent, zero to a negative power), infinite on overflow. Whole
// exponents up to 1024 multiply by squaring, one half takes the square root, and the rest
// goes through exp(y·ln x), whose relative error is about |y·ln x|·2⁻⁵³.
func Power(x, y float64) float64 {
	switch {
	case y == 0:
		return 1
	case x == 0:
		if y < 0 {
			return math.NaN()
		}
		return 0
	case y == 0.5 && x > 0:
		return math.Sqrt(x)
	case y == math.Trunc(y) && math.Abs(y) <= 1024:
		return wholePower(x, y)
	case x < 0:
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if math.Mod(y, 2) != 0 {
			return -expOf(y, -x)
		}
		return expOf(y, -x)
	}
	return expOf(y, x)
}

func wholePower(x, y float64) float64 {
	result, square := 1.0, x
	for k := uint(math.Abs(y)); k > 0; k >>= 1 {
		if k&1 != 0 {
			result *= square
		}
		square *= square
	}
	if y < 0 {
		return 1 / result
	}
	return result
}

const (
	ln2Hi = 6.93147180369123816490e-01 // ln 2 to 32 bits, so that k·ln2Hi is exact
	ln2Lo = 1.90821492927058770002e-10
)

// expOf is exp(y·ln x) for x > 0.
func expOf(y, x float64) float64 {
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		e--
	}
	// ln m = 2·artanh(s), s = (m−1)/(m+1), |s| < 0.172: the odd series to s²³.
	s := (m - 1) / (m + 1)
	s2 := s * s
	t := 0.0
	for k := 23; k >= 3; k -= 2 {
		t = float64(t*s2) + 1/float64(k)
	}
	lnM := 2 * (s + float64(float64(s*s2)*t))
	p := float64(y * (float64(float64(e)*ln2Hi) + (lnM + float64(float64(e)*ln2Lo))))
	switch {
	case p > 709.79:
		return math.Inf(1)
	case p < -745.2:
		return 0
	}
	k := math.Floor(p/math.Ln2 + 0.5)
	r := (p - float64(k*ln2Hi)) - float64(k*ln2Lo)
	// exp r, |r| ≤ ln2/2: the series to r¹⁴.
	v := 1.0
	for j := 14.0; j >= 1; j-- {
		v = 1 + float64(v*r)/j
	}
	return math.Ldexp(v, int(k))
}
