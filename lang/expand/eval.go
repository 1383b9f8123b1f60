package expand

import (
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
)

// maxText bounds a text made by ++, in bytes: a loop could double one without end.
const maxText = 4096

func formatInt(v int64) string { return strconv.FormatInt(v, 10) }

// eval computes a binding-level expression. A Failed value means that the error has been
// reported.
func (x *expansion) eval(e syntax.Expr) Value {
	switch e := e.(type) {
	case *syntax.Number:
		if e.Integral {
			return Integer(e.Int)
		}
		return Float(e.Value)
	case *syntax.String:
		return Str(e.Value)
	case *syntax.Binding:
		return x.lookup(e.Name, e.Span)
	case *syntax.Var:
		return x.symbol(e)
	case *syntax.Paren:
		return x.eval(e.X)
	case *syntax.Concat:
		return x.concat(e)
	case *syntax.Unary:
		return x.unary(e)
	case *syntax.Binary:
		return x.binary(e)
	case *syntax.Call:
		return x.call(e)
	case nil:
		return Value{}
	}
	return x.fail(e.Range(), "X0005", diag.Token(syntax.Format(e)))
}

func (x *expansion) fail(span source.Span, code diag.Code, args ...diag.Arg) Value {
	x.report(diag.New(code, args...).At(span))
	return Value{}
}

func (x *expansion) lookup(name string, span source.Span) Value {
	v, ok := x.scopes.lookup(name)
	if !ok {
		d := diag.New("X0001", diag.Token(name)).At(span)
		x.report(d.WithSuggestions(diag.Nearest(name, x.scopes.names())...))
	}
	return v
}

// symbol is a bare name; the part after @ may be late-bound.
func (x *expansion) symbol(v *syntax.Var) Value {
	if v.Late == nil {
		return Sym(v.Text())
	}
	rest := x.eval(v.Late)
	if rest.Kind == Failed {
		return rest
	}
	return Sym(v.Prefix + "@" + rest.Rendered())
}

func (x *expansion) concat(e *syntax.Concat) Value {
	var b strings.Builder
	kind := String
	for i, part := range e.Parts {
		v := x.eval(part)
		if v.Kind == Failed {
			return v
		}
		if i == 0 && v.Kind == Symbol {
			kind = Symbol
		}
		b.WriteString(v.Rendered())
		if b.Len() > maxText {
			return x.fail(e.Span, "X0019", diag.Catalogue(strconv.Itoa(maxText)))
		}
	}
	return Value{Kind: kind, Text: b.String()}
}

func (x *expansion) unary(e *syntax.Unary) Value {
	v := x.eval(e.X)
	switch {
	case v.Kind == Failed:
		return v
	case v.Kind != Number:
		return x.fail(e.OpSpan, "X0004", diag.Token(e.Op), diag.Token(v.Written()))
	case e.Op == "!":
		return truth(v.Num == 0)
	case e.Op == "-" && v.Integral && v.Int != math.MinInt64:
		return Integer(-v.Int)
	case e.Op == "-":
		return Float(-v.Num)
	}
	return v
}

func truth(b bool) Value {
	if b {
		return Integer(1)
	}
	return Integer(0)
}

func (x *expansion) binary(e *syntax.Binary) Value {
	a, b := x.eval(e.X), x.eval(e.Y)
	switch {
	case a.Kind == Failed || b.Kind == Failed:
		return Value{}
	case a.Kind == Number && b.Kind == Number:
		return x.arithmetic(e, a, b)
	case e.Op == "==" || e.Op == "!=":
		if a.Kind == Number || b.Kind == Number {
			return x.fail(e.OpSpan, "X0017", diag.Token(a.Written()), diag.Token(b.Written()))
		}
		return truth((a.Text == b.Text) == (e.Op == "=="))
	}
	wrong := a
	if a.Kind == Number {
		wrong = b
	}
	return x.fail(e.OpSpan, "X0004", diag.Token(e.Op), diag.Token(wrong.Written()))
}

func (x *expansion) arithmetic(e *syntax.Binary, a, b Value) Value {
	if a.Integral && b.Integral {
		if v, ok := integerOperation(e.Op, a.Int, b.Int); ok {
			return Integer(v)
		}
	}
	var v float64
	switch e.Op {
	case "+":
		v = a.Num + b.Num
	case "-":
		v = a.Num - b.Num
	case "*":
		v = a.Num * b.Num
	case "/":
		v = a.Num / b.Num
	case "^":
		v = math.Pow(a.Num, b.Num)
	default:
		return truth(compare(e.Op, a.Num, b.Num))
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return x.fail(e.Span, "X0016", diag.Token(syntax.Format(e)))
	}
	return Float(v)
}

// integerOperation computes + - * exactly; false when the result does not fit or the
// operator is another.
func integerOperation(op string, a, b int64) (int64, bool) {
	switch op {
	case "+":
		s := a + b
		return s, (s > a) == (b > 0)
	case "-":
		d := a - b
		return d, (d < a) == (b > 0)
	case "*":
		hi, lo := bits.Mul64(magnitude(a), magnitude(b))
		return a * b, hi == 0 && lo <= math.MaxInt64
	}
	return 0, false
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}

func compare(op string, a, b float64) bool {
	switch op {
	case "==":
		return a == b
	case "!=":
		return a != b
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	case "&":
		return a != 0 && b != 0
	}
	return a != 0 || b != 0 // |
}
