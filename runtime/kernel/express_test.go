package kernel

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

var numericKinds = []types.Kind{types.Boolean, types.Integer, types.Decimal, types.Date}

// constantOf makes a constant of the value in the first row, if there is one.
func constantOf(a *column.Column) *column.Column {
	if a.Len == 0 {
		return a
	}
	d := shared(a)
	d.Const, d.Len = true, 1
	return d
}

func run(t *testing.T, c *Context, op Op, in ...any) *column.Column {
	t.Helper()
	out, err := op.Run(c, in)
	require.NoError(t, err)
	require.NotEmpty(t, op.Name())
	return out.(*column.Column)
}

// naiveArithmetic is the rule of language.md §4.2 and §6, one value at a time.
func naiveArithmetic(op string, a, b any, decimal bool) any {
	if a == nil || b == nil {
		return nil
	}
	if !decimal && op != "/" && op != "^" {
		x, y := big.NewInt(whole(a)), big.NewInt(whole(b))
		switch op {
		case "+":
			x.Add(x, y)
		case "-":
			x.Sub(x, y)
		case "*":
			x.Mul(x, y)
		}
		if !x.IsInt64() {
			return nil
		}
		return x.Int64()
	}
	x, y := real64(a), real64(b)
	var v float64
	switch op {
	case "+":
		v = x + y
	case "-":
		v = x - y
	case "*":
		v = x * y
	case "/":
		v = x / y
	case "^":
		v = Power(x, y)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

func whole(v any) int64 {
	switch v := v.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case int64:
		return v
	}
	return int64(v.(float64))
}

func real64(v any) float64 {
	if f, ok := v.(float64); ok {
		return f
	}
	return float64(whole(v))
}

func naiveCompare(op string, a, b any) any {
	if a == nil || b == nil {
		return op == "!="
	}
	var sign int
	if s, ok := a.(string); ok {
		if s != b.(string) {
			sign = 1
		}
	} else if x, y := real64(a), real64(b); x < y {
		sign = -1
	} else if x > y {
		sign = 1
	}
	_, fa := a.(float64)
	_, fb := b.(float64)
	if _, text := a.(string); !text && !fa && !fb {
		sign = big.NewInt(whole(a)).Cmp(big.NewInt(whole(b)))
	}
	switch op {
	case "==":
		return sign == 0
	case "!=":
		return sign != 0
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	}
	return sign >= 0
}

func TestBinaryAgainstRowAtATime(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range testSizes {
		for _, ka := range numericKinds {
			kb := numericKinds[r.IntN(len(numericKinds))]
			a, b := randomColumn(r, ka, n), randomColumn(r, kb, n)
			switch r.IntN(3) {
			case 0:
				a = constantOf(a)
			case 1:
				b = constantOf(b)
			}
			decimal := ka == types.Decimal || kb == types.Decimal
			for _, threads := range []int{1, 2, 8} {
				c := testContext(threads)
				for _, op := range []string{"+", "-", "*", "/", "^"} {
					got := run(t, c, Binary{op}, a, b)
					for i := range n {
						if want := naiveArithmetic(op, cell(a, i), cell(b, i), decimal); want != cell(got, i) {
							t.Fatalf("%s %s %s row %d: want %v got %v", ka, op, kb, i, want, cell(got, i))
						}
					}
				}
				for _, op := range []string{"==", "!=", "<", "<=", ">", ">="} {
					got := run(t, c, Binary{op}, a, b)
					for i := range n {
						if want := naiveCompare(op, cell(a, i), cell(b, i)); want != cell(got, i) {
							t.Fatalf("%s %s %s row %d: want %v", ka, op, kb, i, want)
						}
					}
				}
			}
		}
	}
}

func TestTextEqualityAcrossDictionaries(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range testSizes {
		a, b := randomColumn(r, types.Text, n), randomColumn(r, types.Text, n)
		one := run(t, testContext(1), Literal{Kind: types.Text, Text: "bb"})
		dot := run(t, testContext(1), Literal{})
		forThreads(t, func(t *testing.T, c *Context) {
			eq, ne, lit := run(t, c, Binary{"=="}, a, b), run(t, c, Binary{"!="}, a, b), run(t, c, Binary{"=="}, one, a)
			in := run(t, c, InList{}, a, one, b, dot, run(t, c, Literal{Kind: types.Text, Text: "æ"}))
			for i := range n {
				x, y := cell(a, i), cell(b, i)
				equal(t, x != nil && x == y, cell(eq, i))
				equal(t, x == nil || x != y, cell(ne, i))
				equal(t, x == "bb", cell(lit, i))
				equal(t, x != nil && (x == "bb" || x == "æ" || x == y), cell(in, i))
			}
		})
	}
}

func truth(v any) bool { return v != nil && real64(v) != 0 }

func TestLogicAndChoice(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, n := range testSizes {
		for _, ka := range numericKinds {
			kb := numericKinds[r.IntN(len(numericKinds))]
			a, b, m := randomColumn(r, ka, n), randomColumn(r, kb, n), randomColumn(r, types.Integer, n)
			forThreads(t, func(t *testing.T, c *Context) {
				and, or, not := run(t, c, Binary{"&"}, a, b), run(t, c, Binary{"|"}, a, b), run(t, c, Unary{"!"}, a)
				mix, only, minus := run(t, c, IfElse{}, a, b, m), run(t, c, Where{}, a, m), run(t, c, Unary{"-"}, a)
				list := run(t, c, InList{}, a, b, run(t, c, Literal{Kind: types.Integer, Int: 1}))
				equal(t, types.Wider(ka, kb), mix.Kind)
				for i := range n {
					x, y, take := cell(a, i), cell(b, i), truth(cell(m, i))
					equal(t, truth(x) && truth(y), cell(and, i))
					equal(t, truth(x) || truth(y), cell(or, i))
					equal(t, !truth(x), cell(not, i))
					want := y
					if take {
						want = x
					}
					checkNumber(t, want, mix, i)
					if !take {
						x = nil
					}
					checkNumber(t, x, only, i)
					checkNumber(t, naiveArithmetic("-", int64(0), cell(a, i), ka == types.Decimal), minus, i)
					x = cell(a, i)
					equal(t, x != nil && (real64(x) == 1 || naiveCompare("==", x, y) == true), cell(list, i))
				}
			})
		}
	}
}

// checkNumber compares a value with a cell of a column that may be of a wider kind.
func checkNumber(t *testing.T, want any, col *column.Column, i int) {
	t.Helper()
	got := cell(col, i)
	if f, ok := want.(float64); ok && integral(col.Kind) {
		if _, fits := Floor(f); !fits {
			want = nil
		}
	}
	if want == nil || got == nil {
		equal(t, want == nil, got == nil)
		return
	}
	switch col.Kind {
	case types.Integer, types.Date:
		v := whole(want)
		if f, ok := want.(float64); ok {
			v, _ = Floor(f)
		}
		equal(t, v, got)
	case types.Boolean:
		equal(t, truth(want), got)
	default:
		equal(t, real64(want), got)
	}
}

func TestChoiceOfTextsUnitesDictionaries(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	dot := run(t, testContext(1), Literal{})
	for _, n := range testSizes {
		a, b, m := randomColumn(r, types.Text, n), randomColumn(r, types.Text, n), randomColumn(r, types.Boolean, n)
		word := run(t, testContext(1), Literal{Kind: types.Text, Text: "new"})
		forThreads(t, func(t *testing.T, c *Context) {
			mix, fixed, gone := run(t, c, IfElse{}, a, b, m), run(t, c, IfElse{}, word, b, m), run(t, c, IfElse{}, dot, b, m)
			for i := range n {
				want, wantFixed, wantGone := cell(b, i), cell(b, i), cell(b, i)
				if truth(cell(m, i)) {
					want, wantFixed, wantGone = cell(a, i), "new", nil
				}
				equal(t, []any{want, wantFixed, wantGone}, []any{cell(mix, i), cell(fixed, i), cell(gone, i)})
			}
			require.True(t, mix.Dict.Sorted)
		})
	}
}

func TestRulesWorkedByHand(t *testing.T) {
	c := testContext(1)
	num := func(v int64) *column.Column { return run(t, c, Literal{Kind: types.Integer, Int: v}) }
	dec := func(v float64) *column.Column { return run(t, c, Literal{Kind: types.Decimal, Float: v}) }
	// 7/2 is real; the largest integer plus 1 and the smallest negated do not fit; 0^−1, 1/0
	// and (−8)^(1/3) have no value.
	equal(t, 3.5, cell(run(t, c, Binary{"/"}, num(7), num(2)), 0))
	equal(t, int64(-6), cell(run(t, c, Binary{"*"}, num(-2), num(3)), 0))
	for _, none := range []*column.Column{
		run(t, c, Binary{"+"}, num(math.MaxInt64), num(1)), run(t, c, Unary{"-"}, num(math.MinInt64)),
		run(t, c, Binary{"*"}, num(math.MinInt64), num(-1)),
		run(t, c, Binary{"^"}, num(0), num(-1)), run(t, c, Binary{"/"}, num(1), num(0)), run(t, c, Binary{"^"}, dec(-8), dec(1.0/3)),
		run(t, c, Binary{"*"}, dec(1e200), dec(1e200)),
	} {
		require.Nil(t, cell(none, 0))
		require.True(t, none.Const)
	}
	equal(t, 1024.0, cell(run(t, c, Binary{"^"}, num(2), num(10)), 0))
	equal(t, int64(-3), cell(run(t, c, Cast{types.Date}, dec(-2.5)), 0))
	// generate d = (…) if c; replace d = (…) if e: rows that neither touched stay missing
	some := run(t, c, Where{}, column.FromBools([]uint8{1, 0, 1}), column.FromBools([]uint8{1, 1, 0}))
	some = run(t, c, IfElse{Kind: types.Boolean}, column.FromBools([]uint8{1, 1, 1}), some, column.FromBools([]uint8{0, 1, 0}))
	require.Equal(t, []any{int64(1), int64(1), nil}, cells(some, 3))
	full := run(t, c, Fill{}, num(4), column.FromBools(make([]uint8, 3)))
	equal(t, []any{int64(4), int64(4), int64(4)}, cells(full, 3))
}

func TestPowerAgainstTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 20000 {
		x, y := math.Exp(r.Float64()*40-20), r.Float64()*40-20
		want := math.Pow(x, y)
		if got := Power(x, y); math.Abs(got-want) > 1e-12*want {
			t.Fatalf("Power(%g, %g) = %g, not %g", x, y, got, want)
		}
	}
	require.True(t, math.IsInf(Power(1e300, 1.5), 1))
	require.Zero(t, Power(1e-300, 1.5))
	equal(t, -8.0, Power(-2, 3))
}

func TestPowerBitsArePinned(t *testing.T) {
	// Written on amd64: any other machine must agree bit for bit.
	for _, v := range []struct {
		x, y float64
		bits uint64
	}{{2, 0.3, 0x3ff3b2c47bff8329}, {123.456, 2.5, 0x4104ac21590dc04a}, {0.001, -7.25, 0x44730d8892e7c634}, {1e10, 1.0 / 3, 0x40a0d4de8fb11dac}} {
		if got := math.Float64bits(Power(v.x, v.y)); got != v.bits {
			t.Errorf("{%v, %v, %#x}", v.x, v.y, got)
		}
	}
}
