package expand

import (
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Name gives a name position its name. After an error the name is empty.
func (x *expansion) Name(e syntax.Expr) *syntax.Var {
	switch v := e.(type) {
	case nil:
		return &syntax.Var{}
	case *syntax.Var:
		if v.Late == nil {
			return v
		}
	}
	span := e.Range()
	v := x.eval(e)
	switch {
	case v.Kind == Failed:
	case v.Kind == Number:
		x.fail(span, "X0002", diag.Token(v.Written()))
	case !legalName(v.Text):
		x.fail(span, "X0003", diag.Token(v.Text))
	default:
		return nameVar(v.Text, span)
	}
	return &syntax.Var{Span: span}
}

// Value gives a value position its literal; a bare word stays a Var.
func (x *expansion) Value(e syntax.Expr) syntax.Expr {
	switch v := e.(type) {
	case nil, *syntax.Number, *syntax.String, *syntax.Missing, *syntax.Date:
		return e
	case *syntax.ModelTerm:
		return x.Expr(e)
	case *syntax.Var:
		if v.Late == nil {
			return e
		}
	}
	return x.literal(e)
}

// literal evaluates to a plain node; after an error to the missing literal, so that who
// reads on finds no nil.
func (x *expansion) literal(e syntax.Expr) syntax.Expr {
	span := e.Range()
	v := x.eval(e)
	if v.Kind == Failed {
		return &syntax.Missing{Span: span}
	}
	if v.Kind == Symbol && !legalName(v.Text) {
		x.fail(span, "X0003", diag.Token(v.Text))
		return &syntax.Missing{Span: span}
	}
	return v.expr(span)
}

// Time gives a time position its date.
func (x *expansion) Time(e syntax.Expr) syntax.Expr {
	switch d := e.(type) {
	case nil:
		return nil
	case *syntax.Date:
		return x.date(d.Text, d.Text, d.Span)
	}
	v := x.eval(e)
	if v.Kind == Failed {
		return &syntax.Date{Text: "", Span: e.Range()}
	}
	text := ""
	if v.Kind == String {
		text = v.Text
	}
	return x.date(text, v.Written(), e.Range())
}

func (x *expansion) date(text, written string, span source.Span) syntax.Expr {
	if _, ok := types.ParseISODate(text); ok {
		return &syntax.Date{Text: text, Span: span}
	}
	if dateForm(text) {
		x.fail(span, "X0015", diag.Token(text))
	} else {
		x.fail(span, "X0014", diag.Token(written))
	}
	return &syntax.Date{Span: span}
}

func dateForm(s string) bool {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return r != '-' && (r < '0' || r > '9') }) < 0
}

// Expr resolves an expression over variables: bindings and ++ become variables or
// literals, calls of binding functions their value, parentheses vanish.
func (x *expansion) Expr(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.Binding, *syntax.Concat:
		return x.literal(e)
	case *syntax.Var:
		if e.Late != nil {
			return x.Name(e)
		}
		return e
	case *syntax.Paren:
		return x.Expr(e.X)
	case *syntax.Unary:
		return x.signed(e)
	case *syntax.Binary:
		return &syntax.Binary{Op: e.Op, OpSpan: e.OpSpan, X: x.Expr(e.X), Y: x.Expr(e.Y), Span: e.Span}
	case *syntax.Call:
		if syntax.IsBindingFunction(e.Func.Text) {
			return x.literal(e)
		}
		out := &syntax.Call{Func: e.Func, Args: make([]syntax.Expr, len(e.Args)), Span: e.Span}
		for i, a := range e.Args {
			out.Args[i] = x.Expr(a)
		}
		return out
	case *syntax.ModelTerm:
		out := &syntax.ModelTerm{Full: e.Full, Span: e.Span, Factors: make([]syntax.Factor, len(e.Factors))}
		for i, f := range e.Factors {
			out.Factors[i] = syntax.Factor{Prefix: f.Prefix, Name: x.Name(f.Name), Span: f.Span}
		}
		return out
	}
	return e
}

// signed resolves a sign and makes one literal of a signed number.
func (x *expansion) signed(e *syntax.Unary) syntax.Expr {
	inner := x.Expr(e.X)
	n, literal := inner.(*syntax.Number)
	if _, paren := e.X.(*syntax.Paren); !literal || paren || e.Op == "!" {
		return &syntax.Unary{Op: e.Op, OpSpan: e.OpSpan, X: inner, Span: e.Span}
	}
	out := *n
	out.Span = e.Span
	if e.Op == "-" {
		out.Value, out.Int = -n.Value, -n.Int
		out.Text = strings.TrimPrefix("-"+n.Text, "--")
	}
	return &out
}
