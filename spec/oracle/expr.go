package oracle

import (
	"math"
	"math/big"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// expr is a typed expression: at gives its value in a row.
type expr struct {
	kind     types.Kind
	lone     bool           // the literal `.`
	number   *syntax.Number // a numeric literal
	literal  *string        // a text literal
	variable *Variable      // a bare variable
	at       func(r Row) Value
}

// reader types expressions over a dataset. selected are the rows that a whole-column
// function sees.
type reader struct {
	s        *Session
	d        *Dataset
	selected []Row
}

func (x *reader) read(e syntax.Expr) (*expr, error) {
	switch e := e.(type) {
	case *syntax.Paren:
		return x.read(e.X)
	case *syntax.Number:
		return literalNumber(e), nil
	case *syntax.String:
		v := text(e.Value)
		return &expr{kind: types.Text, literal: &e.Value, at: func(Row) Value { return v }}, nil
	case *syntax.Missing:
		return &expr{kind: types.Untyped, lone: true, at: func(Row) Value { return none }}, nil
	case *syntax.Var:
		place, err := x.d.plain(e)
		if err != nil {
			return nil, err
		}
		v := x.d.at(place)
		return &expr{kind: v.Kind, variable: &v, at: func(r Row) Value { return r.at(place) }}, nil
	case *syntax.Unary:
		return x.unary(e)
	case *syntax.Binary:
		return x.binary(e)
	case *syntax.Call:
		return x.call(e)
	}
	return nil, refuse("not an expression")
}

func literalNumber(n *syntax.Number) *expr {
	out := &expr{kind: types.Decimal, number: n}
	v := real(n.Value, 0)
	if n.Integral {
		out.kind, v = types.Integer, whole(n.Int)
	}
	out.at = func(Row) Value { return v }
	return out
}

// operand refuses what cannot be computed with or be true.
func operand(e *expr) error {
	switch {
	case e.lone:
		return refuse("a lone . as operand")
	case e.kind == types.Text:
		return refuse("an alphanumeric operand")
	}
	return nil
}

func (x *reader) unary(e *syntax.Unary) (*expr, error) {
	a, err := x.read(e.X)
	if err != nil {
		return nil, err
	}
	if err := operand(a); err != nil {
		return nil, err
	}
	if e.Op == "!" {
		return &expr{kind: types.Boolean, at: func(r Row) Value { return truth(!x.s.isTrue(a.at(r), a.kind)) }}, nil
	}
	kind := types.Integer
	if a.kind == types.Decimal {
		kind = types.Decimal
	}
	return &expr{kind: kind, at: func(r Row) Value {
		v := x.s.to(a.at(r), a.kind, kind)
		if v.Missing || e.Op == "+" {
			return v
		}
		if kind == types.Integer {
			return fit(new(big.Int).Neg(big.NewInt(v.Int)))
		}
		return real(-v.Float, v.Err)
	}}, nil
}

// fit is a whole number, missing when it overflows.
func fit(n *big.Int) Value {
	if !n.IsInt64() {
		return none
	}
	return whole(n.Int64())
}

func (x *reader) binary(e *syntax.Binary) (*expr, error) {
	a, err := x.read(e.X)
	if err != nil {
		return nil, err
	}
	b, err := x.read(e.Y)
	if err != nil {
		return nil, err
	}
	switch e.Op {
	case "&", "|":
		return x.logic(e.Op, a, b)
	case "==", "!=", "<", "<=", ">", ">=":
		return x.comparison(e.Op, a, b)
	}
	return x.arithmetic(e.Op, a, b)
}

// logic is two-valued: the result is never missing.
func (x *reader) logic(op string, a, b *expr) (*expr, error) {
	for _, e := range []*expr{a, b} {
		if err := operand(e); err != nil {
			return nil, err
		}
	}
	return &expr{kind: types.Boolean, at: func(r Row) Value {
		p, q := x.s.isTrue(a.at(r), a.kind), x.s.isTrue(b.at(r), b.kind)
		if op == "&" {
			return truth(p && q)
		}
		return truth(p || q)
	}}, nil
}

// comparison is false with a missing side, except !=, which is true.
func (x *reader) comparison(op string, a, b *expr) (*expr, error) {
	switch {
	case a.lone || b.lone:
		return nil, refuse("comparison with .")
	case !family(a.kind, b.kind):
		return nil, refuse("comparison of a number with a text")
	case op != "==" && op != "!=" && (a.kind == types.Text || b.kind == types.Text):
		return nil, refuse("texts have no order")
	}
	return &expr{kind: types.Boolean, at: func(r Row) Value {
		p, q := a.at(r), b.at(r)
		if p.Missing || q.Missing {
			if op == "==" {
				return truth(x.s.hurt("missing equals") && p.Missing && q.Missing)
			}
			return truth(op == "!=" && !x.s.hurt("missing differs not"))
		}
		if op == "==" || op == "!=" {
			return truth(x.s.equal(p, a.kind, q, b.kind) == (op == "=="))
		}
		switch c := x.s.order(p, a.kind, q, b.kind); op {
		case "<":
			return truth(c < 0)
		case "<=":
			return truth(c <= 0)
		case ">":
			return truth(c > 0)
		default:
			return truth(c >= 0)
		}
	}}, nil
}

func (x *reader) arithmetic(op string, a, b *expr) (*expr, error) {
	for _, e := range []*expr{a, b} {
		if err := operand(e); err != nil {
			return nil, err
		}
	}
	if op != "/" && op != "^" && a.kind != types.Decimal && b.kind != types.Decimal {
		return &expr{kind: types.Integer, at: func(r Row) Value {
			p, q := a.at(r), b.at(r)
			if p.Missing || q.Missing {
				return none
			}
			m, n := big.NewInt(p.Int), big.NewInt(q.Int)
			switch op {
			case "+":
				return fit(m.Add(m, n))
			case "-":
				return fit(m.Sub(m, n))
			}
			return fit(m.Mul(m, n))
		}}, nil
	}
	return &expr{kind: types.Decimal, at: func(r Row) Value {
		p, q := a.at(r), b.at(r)
		if p.Missing || q.Missing {
			return none
		}
		if op == "/" && x.s.hurt("integer division") && isWhole(a.kind) && isWhole(b.kind) && q.Int != 0 {
			return real(float64(p.Int/q.Int), 0)
		}
		return x.s.calculate(op, x.s.to(p, a.kind, types.Decimal), x.s.to(q, b.kind, types.Decimal))
	}}, nil
}

// calculate computes with decimals. Each operation rounds once, so only what was off before
// stays off, and powers.
func (s *Session) calculate(op string, a, b Value) Value {
	x, y := a.Float, b.Float
	off := 0.0
	var z float64
	switch op {
	case "+", "-":
		if op == "-" {
			y = -y
		}
		z = x + y
		off = a.Err + b.Err
	case "*":
		z = x * y
		off = math.Abs(x)*b.Err + math.Abs(y)*a.Err + a.Err*b.Err
	case "/":
		s.doubt(b.Err > 0 && math.Abs(y) <= b.Err)
		if y == 0 {
			return none
		}
		z = x / y
		if a.Err > 0 || b.Err > 0 {
			off = 2 * (a.Err + math.Abs(z)*b.Err) / math.Abs(y)
		}
	default:
		return s.power(a, b)
	}
	if off > 0 {
		off += 1e-15 * math.Abs(z)
		s.doubt(math.Abs(z) > 1e307 || off > 1e300)
	}
	return real(z, off)
}

func (s *Session) power(a, b Value) Value {
	if a.Float == 0 && b.Float < 0 {
		return none
	}
	out := s.around2(math.Pow, a, b)
	if out.Missing {
		return out
	}
	// Small whole powers of whole numbers have one right answer.
	if a.Err == 0 && b.Err == 0 && math.Trunc(a.Float) == a.Float && b.Float >= 0 && math.Trunc(b.Float) == b.Float && math.Abs(out.Float) < 1<<53 {
		return real(out.Float, 0)
	}
	out.Err += 1e-12*math.Abs(out.Float) + 1e-300
	return out
}

// around applies a smooth function to a number that may be off.
func (s *Session) around(f func(float64) float64, v Value) Value {
	return s.spread(f(v.Float), v.Err, func(d float64) float64 { return f(v.Float + d) })
}

func (s *Session) around2(f func(x, y float64) float64, a, b Value) Value {
	x := s.spread(f(a.Float, b.Float), a.Err, func(d float64) float64 { return f(a.Float+d, b.Float) })
	y := s.spread(f(a.Float, b.Float), b.Err, func(d float64) float64 { return f(a.Float, b.Float+d) })
	if x.Missing || y.Missing {
		return none
	}
	return real(x.Float, x.Err+y.Err)
}

// spread is a result with what it changes by when an argument changes by up to off.
func (s *Session) spread(y, off float64, f func(d float64) float64) Value {
	out := real(y, 0)
	if off == 0 {
		return out
	}
	for _, d := range []float64{-off, off} {
		v := real(f(d), 0)
		s.doubt(v.Missing != out.Missing)
		if !v.Missing && !out.Missing {
			out.Err = math.Max(out.Err, 2*math.Abs(v.Float-out.Float))
		}
	}
	return out
}
