package check

import (
	"strconv"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Expr types an expression over the active dataset. It is never nil: after an error,
// such as a key variable in it, the result is poison.
func (s *Scope) Expr(e syntax.Expr) *Expr {
	if x, ok := s.leaf(e); ok {
		return x
	}
	switch e := e.(type) {
	case *syntax.Paren:
		return s.Expr(e.X)
	case *syntax.Call:
		return s.functionCall(e)
	case *syntax.Unary:
		return s.unary(e)
	case *syntax.Binary:
		return s.binary(e)
	case *syntax.Date:
		call := "date()"
		if days, ok := types.ParseISODate(e.Text); ok {
			y, m, d := types.CivilFromDays(days)
			call = "date(" + strconv.Itoa(y) + "," + strconv.Itoa(m) + "," + strconv.Itoa(d) + ")"
		}
		s.Report(e.Span, diag.New(CodeDateLiteral, diag.Token(e.Text), diag.Catalogue(call)))
		return &Expr{Op: OpMissing, Span: e.Span, Poison: true}
	}
	s.call.Failed = true
	if e == nil || isLate(e) {
		return &Expr{Op: OpMissing, Span: s.Span(), Poison: true}
	}
	s.Report(e.Range(), diag.New(CodeNotExpression, s.word(e)))
	return &Expr{Op: OpMissing, Span: e.Range(), Poison: true}
}

// leaf types constants and variables. A signed number is one constant.
func (s *Scope) leaf(e syntax.Expr) (*Expr, bool) {
	if v, ok := e.(*syntax.Var); ok && !isLate(v) {
		if s.foreignName(v) {
			return &Expr{Op: OpMissing, Span: v.Span, Poison: true}, true
		}
		at := s.Variable(v)
		out := &Expr{Op: OpVar, Kind: at.Var.Kind, Name: at.Var.Name, Var: at.Var, Span: v.Span,
			Poison: at.Var.Poison, Lineage: at.Var.Lineage || at.Var.FreeText}
		if at.Var.IsKey() {
			out.Poison = !s.NotKey(at)
		}
		return out, true
	}
	switch c := Literal(e).(type) {
	case *syntax.Number:
		out := &Expr{Op: OpNumber, Kind: types.Decimal, Float: c.Value, Span: c.Span}
		if c.Integral {
			out.Kind, out.Int = types.Integer, c.Int
		}
		return out, true
	case *syntax.String:
		return &Expr{Op: OpText, Kind: types.Text, Text: c.Value, Span: c.Span}, true
	case *syntax.Missing:
		return &Expr{Op: OpMissing, Kind: types.Untyped, Span: c.Span}, true
	}
	return nil, false
}

// Condition types an `if` clause: a number is true when it is neither 0 nor missing.
func (s *Scope) Condition(e syntax.Expr) *Expr {
	x := s.Expr(e)
	s.truth(x, e)
	s.openSpells(x, x)
	return x
}

// truth reports an operand that is neither true nor false.
func (s *Scope) truth(x *Expr, e syntax.Expr) bool {
	switch {
	case x.Poison:
		return false
	case x.Op == OpMissing:
		s.Report(x.Span, diag.New(CodeMissingOperand, diag.Catalogue("if")))
		return false
	case x.Kind == types.Text:
		s.Report(x.Span, diag.New(CodeTextCondition, s.word(e)))
		return false
	}
	return true
}

func (s *Scope) unary(e *syntax.Unary) *Expr {
	x := s.Expr(e.X)
	out := &Expr{Op: OpUnary, Name: e.Op, Args: []*Expr{x}, Span: e.Span, Poison: x.Poison, Lineage: x.Lineage}
	if e.Op == "!" {
		out.Kind, out.Lineage = types.Boolean, false
		out.Poison = !s.truth(x, e.X)
		return out
	}
	if e.Op == "-" {
		out.Name = "neg"
	}
	out.Kind = types.Integer
	if x.Kind == types.Decimal {
		out.Kind = types.Decimal
	}
	out.Poison = !s.arithmetic(e.Op, x, e.X)
	return out
}

// arithmetic reports an operand that cannot be computed with.
func (s *Scope) arithmetic(op string, x *Expr, e syntax.Expr) bool {
	switch {
	case x.Poison:
		return false
	case x.Op == OpMissing:
		s.Report(x.Span, diag.New(CodeMissingOperand, diag.Token(op)))
		return false
	case x.Kind == types.Text:
		s.Report(x.Span, diag.New(CodeTextArithmetic, diag.Token(op), s.word(e)))
		return false
	}
	return true
}

func (s *Scope) binary(e *syntax.Binary) *Expr {
	x, y := s.Expr(e.X), s.Expr(e.Y)
	out := &Expr{Op: OpBinary, Name: e.Op, Kind: types.Boolean, Args: []*Expr{x, y}, Span: e.Span}
	switch {
	case e.Op == "&" || e.Op == "|":
		okX, okY := s.truth(x, e.X), s.truth(y, e.Y)
		out.Poison = !okX || !okY
	case comparison(e.Op):
		out.Poison = !s.comparable(e, x, y)
	default:
		okX, okY := s.arithmetic(e.Op, x, e.X), s.arithmetic(e.Op, y, e.Y)
		out.Poison = !okX || !okY
		out.Kind = arithmeticKind(e.Op, x.Kind, y.Kind)
		out.Lineage = x.Lineage || y.Lineage
	}
	return out
}

// arithmeticKind is integer for + - * without a decimal operand (a date counts as its
// number), else decimal.
func arithmeticKind(op string, x, y types.Kind) types.Kind {
	if op == "/" || op == "^" || x == types.Decimal || y == types.Decimal {
		return types.Decimal
	}
	return types.Integer
}

func comparison(op string) bool {
	switch op {
	case "==", "!=", "<", "<=", ">", ">=":
		return true
	}
	return false
}

// comparable checks both sides of a comparison: no lone `.`, no key, one family, and
// alphanumeric values only with == and !=.
func (s *Scope) comparable(e *syntax.Binary, x, y *Expr) bool {
	if x.Poison || y.Poison {
		return false
	}
	for i, side := range []*Expr{x, y} {
		if side.Op == OpMissing {
			other := e.Y
			if i == 1 {
				other = e.X
			}
			s.Report(e.Span, diag.New(CodeMissingComparison, diag.Token(e.Op), s.word(other)))
			return false
		}
	}
	if !types.SameFamily(x.Kind, y.Kind) {
		s.mixed(e, x)
		return false
	}
	if e.Op == "==" || e.Op == "!=" {
		return true
	}
	for i, side := range []*Expr{x, y} {
		if side.Kind == types.Text {
			operand := []syntax.Expr{e.X, e.Y}[i]
			s.Report(side.Span, diag.New(CodeOrderedText, diag.Token(e.Op), s.word(operand)))
			return false
		}
	}
	return true
}

// mixed reports a number compared with text. When one side is a constant the likely
// mistake is its quotes, and a fix adds or removes them.
func (s *Scope) mixed(e *syntax.Binary, x *Expr) {
	numeric, alphanumeric := e.X, e.Y
	if x.Kind == types.Text {
		numeric, alphanumeric = e.Y, e.X
	}
	d := diag.New(CodeMixedFamilies, s.word(numeric), s.word(alphanumeric)).At(e.Span)
	for _, side := range []syntax.Expr{e.X, e.Y} {
		if fix, ok := requote(side); ok {
			d.Fixes = append(d.Fixes, fix)
		}
	}
	s.add(d)
}

func requote(e syntax.Expr) (diag.Fix, bool) {
	var text string
	switch c := e.(type) {
	case *syntax.Number:
		text = "'" + c.Text + "'"
	case *syntax.String:
		if _, err := strconv.ParseFloat(c.Value, 64); err != nil {
			return diag.Fix{}, false
		}
		text = c.Value
	default:
		return diag.Fix{}, false
	}
	return diag.Fix{Code: CodeFixQuote, Args: []diag.Arg{diag.Token(text)},
		Edits: []diag.Edit{{Span: e.Range(), New: text}}}, true
}

// openSpells warns on STOP@x > d where the condition never asks sysmiss(STOP@x): spells
// that have not ended have no last day and are not greater than anything.
func (s *Scope) openSpells(x, whole *Expr) {
	if x.Op == OpBinary && comparison(x.Name) && len(x.Args) == 2 {
		v := x.Args[0]
		if x.Name[0] == '<' {
			v = x.Args[1]
		}
		if x.Name[0] != '=' && x.Name[0] != '!' && v.Var != nil && v.Var.OpenEnd() && !asksMissing(whole, v.Name) {
			s.Warn(x.Span, diag.New(CodeOpenSpell, diag.Token(v.Name)))
		}
	}
	for _, a := range x.Args {
		s.openSpells(a, whole)
	}
}

func asksMissing(x *Expr, name string) bool {
	if x.Op == OpCall && x.Name == "sysmiss" && len(x.Args) == 1 && x.Args[0].Name == name {
		return true
	}
	for _, a := range x.Args {
		if asksMissing(a, name) {
			return true
		}
	}
	return false
}

// spanOf covers a list of expressions; the fallback serves an empty one.
func spanOf(list []syntax.Expr, fallback source.Span) source.Span {
	out, any := fallback, false
	for _, e := range list {
		if e == nil || isLate(e) {
			continue
		}
		if !any {
			out, any = e.Range(), true
			continue
		}
		out = out.Join(e.Range())
	}
	return out
}
