package expand

import (
	"math"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
)

// Kind is what a binding holds.
type Kind uint8

// A Failed value stands for one whose error has been reported; using it reports nothing more.
const (
	Failed Kind = iota
	Number
	String
	Symbol
)

// Value is a binding-level constant. Whole numbers up to 2^63 are exact in Int.
type Value struct {
	Kind     Kind
	Num      float64
	Int      int64
	Integral bool
	Text     string // of a String or Symbol
}

// Float makes a number; a whole one is held exactly.
func Float(v float64) Value {
	if v == math.Trunc(v) && math.Abs(v) < 1<<53 {
		return Integer(int64(v))
	}
	return Value{Kind: Number, Num: v}
}

// Integer makes a whole number.
func Integer(v int64) Value { return Value{Kind: Number, Num: float64(v), Int: v, Integral: true} }

// Str makes a text.
func Str(s string) Value { return Value{Kind: String, Text: s} }

// Sym makes a symbol, a bare name.
func Sym(s string) Value { return Value{Kind: Symbol, Text: s} }

// Rendered is the value as ++ joins it: no quotes, whole numbers without decimals.
func (v Value) Rendered() string {
	if v.Kind == Number {
		return v.number(source.Span{}).Text
	}
	return v.Text
}

// Written is the value as a script would write it.
func (v Value) Written() string {
	if v.Kind == String {
		return syntax.Quote(v.Text)
	}
	return v.Rendered()
}

func (v Value) number(span source.Span) *syntax.Number {
	n := &syntax.Number{Value: v.Num, Int: v.Int, Integral: v.Integral, Span: span}
	if v.Integral {
		n.Text = formatInt(v.Int)
	} else {
		n.Text = syntax.FormatNumber(v.Num)
	}
	return n
}

// expr is the value as a node: a literal, or a Var for a symbol.
func (v Value) expr(span source.Span) syntax.Expr {
	switch v.Kind {
	case Number:
		return v.number(span)
	case String:
		return &syntax.String{Value: v.Text, Span: span}
	}
	return nameVar(v.Text, span)
}

// nameVar makes a variable of a name that may be compound.
func nameVar(name string, span source.Span) *syntax.Var {
	prefix, rest, compound := strings.Cut(name, "@")
	switch {
	case !compound:
		return &syntax.Var{Name: name, Span: span}
	case prefix == "panel" && rest == "date":
		prefix, rest = "date", "panel"
	}
	return &syntax.Var{Prefix: prefix, Name: rest, Span: span}
}

// legalName tells whether a text can be the name of something.
func legalName(name string) bool {
	prefix, rest, compound := strings.Cut(name, "@")
	if compound {
		return syntax.IsIdentifier(prefix) && syntax.IsIdentifier(rest)
	}
	return syntax.IsIdentifier(name)
}

// Evaluator computes functions of constants; stdlib/fn implements it. The five binding
// functions are computed here and never passed on.
type Evaluator interface {
	// Call returns the value, or the problem: unknown function, wrong arguments, no value.
	Call(name string, args []Value) (Value, *diag.Problem)
}

// frame is a scope: that of the script, of a loop, or of one turn of a loop.
type frame struct {
	values map[string]Value
	turn   bool
}

func (f *frame) set(name string, v Value) {
	if f.values == nil {
		f.values = map[string]Value{}
	}
	f.values[name] = v
}

// scopes is the stack of frames, outermost first.
type scopes []*frame

func (s scopes) lookup(name string) (Value, bool) {
	for i := len(s) - 1; i >= 0; i-- {
		if v, ok := s[i].values[name]; ok {
			return v, true
		}
	}
	return Value{}, false
}

// bind sets a binding. Inside a turn a new name lives in the turn; a name from before the
// loop is changed for the rest of the loop and restored after it.
func (s scopes) bind(name string, v Value) {
	top := s[len(s)-1]
	if _, own := top.values[name]; !top.turn || own {
		top.set(name, v)
		return
	}
	if _, outer := s.lookup(name); outer {
		s[len(s)-2].set(name, v)
		return
	}
	top.set(name, v)
}

// forget removes what was bound before the loops at hand: what their turns bind lasts as long
// as the turn anyhow.
func (s scopes) forget() {
	for _, f := range s {
		if !f.turn {
			f.values = nil
		}
	}
}

// names are all names in scope, for suggestions.
func (s scopes) names() []string {
	var out []string
	for _, f := range s {
		for name := range f.values {
			out = append(out, name)
		}
	}
	return out
}
