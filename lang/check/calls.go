package check

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// functionCall types name(args): the function must exist and take that many arguments;
// keys never reach its typing rule.
func (s *Scope) functionCall(e *syntax.Call) *Expr {
	out := &Expr{Op: OpCall, Name: e.Func.Text, Span: e.Span}
	f, ok := s.run.checker.functions[e.Func.Text]
	if !ok {
		s.unknownFunction(e)
		out.Poison = true
	}
	out.Args = make([]*Expr, len(e.Args))
	for i, a := range e.Args {
		out.Args[i] = s.Expr(a)
		out.Poison = out.Args[i].Poison || out.Poison
		out.Lineage = out.Lineage || out.Args[i].Lineage
	}
	if !ok {
		return out
	}
	out.Func = f
	if len(e.Args) < f.Min || f.Max >= 0 && len(e.Args) > f.Max {
		s.Report(e.Span, diag.New(CodeFunctionCount, diag.Token(f.Name), number(len(e.Args)), diag.Catalogue(f.Syntax)))
		out.Poison = true
	}
	if out.Poison || f.Typing == nil {
		return out
	}
	kind, bad := f.Typing(arguments(e, out.Args))
	if bad != nil {
		span := e.Span
		if bad.Arg >= 0 && bad.Arg < len(e.Args) {
			span = e.Args[bad.Arg].Range()
		}
		s.Report(span, bad.Problem, s.labelsNear(out.Args, e.Args, bad.Arg)...)
		out.Poison = true
	}
	out.Kind = kind
	// A truth value about free text is no longer text anybody could read back.
	out.Lineage = out.Lineage && kind != types.Boolean
	return out
}

// arguments is what a typing rule may look at.
func arguments(e *syntax.Call, typed []*Expr) []command.Argument {
	out := make([]command.Argument, len(typed))
	for i, x := range typed {
		a := command.Argument{Kind: x.Kind, Literal: Literal(e.Args[i])}
		if x.Var != nil && x.Var.Labels != nil {
			list := x.Var.Labels
			a.CodeList = true
			a.Labels = func(label string) int { return len(list.WithLabel(label)) }
		}
		out[i] = a
	}
	return out
}

// labelsNear suggests labels like a text argument that a label function did not know.
func (s *Scope) labelsNear(typed []*Expr, written []syntax.Expr, arg int) []string {
	if arg < 1 || arg >= len(typed) || typed[arg].Op != OpText || typed[0].Var == nil || typed[0].Var.Labels == nil {
		return nil
	}
	labels := make([]string, 0, len(typed[0].Var.Labels.Items))
	for _, it := range typed[0].Var.Labels.Items {
		if !slices.Contains(labels, it.Label.NB) {
			labels = append(labels, it.Label.NB)
		}
	}
	return diag.Nearest(typed[arg].Text, labels)
}

func (s *Scope) unknownFunction(e *syntax.Call) {
	name := e.Func.Text
	if s.run.knownWrong("function", name) {
		s.call.Failed = true
		return
	}
	if h, ok := s.run.checker.habits[name]; ok {
		s.Report(e.Func.Span, diag.New(h.Code, diag.Token(name)), h.Instead...)
		return
	}
	s.add(s.nearName(e.Func.Span, diag.New(CodeUnknownFunction, diag.Token(name)), name, s.run.checker.names))
}

// foreignName reports a name such as _n, which other languages have and no variable here.
func (s *Scope) foreignName(v *syntax.Var) bool {
	h, ok := s.run.checker.habits[v.Text()]
	d := s.Active()
	if !ok || !strings.HasPrefix(v.Name, "_") || d == nil || d.Poison {
		return false
	}
	if _, exists := d.Lookup(v.Name); exists {
		return false
	}
	s.Report(v.Span, diag.New(h.Code, diag.Token(v.Name)), h.Instead...)
	return true
}

// Result is the variable that an expression makes: generate. It has no labels, and key
// role is never inherited. Text derived from free text stays free text.
func (s *Scope) Result(name string, x *Expr) *Variable {
	return &Variable{Name: name, Kind: x.Kind, Poison: x.Poison, Lineage: x.Lineage,
		FreeText: x.Lineage && x.Kind == types.Text}
}

// Replaced is the variable after replace. Without a condition it takes the type of the
// value; with one the value must be of the variable's family and the type is the wider.
// `.` fits every type; a variable that held nothing else is settled by its first typed
// value. Labels and, while the type stays, the role of a plain key are kept.
func (s *Scope) Replaced(v VarAt, x *Expr, conditional bool, span source.Span) *Variable {
	old := v.Var
	if old.Poison || x.Poison {
		return old
	}
	if !s.Changeable(v) {
		return old
	}
	kind := x.Kind
	switch {
	case x.Kind == types.Untyped:
		kind = old.Kind
	case conditional && !types.SameFamily(old.Kind, x.Kind):
		code := CodeReplaceNumeric
		if old.Kind == types.Text {
			code = CodeReplaceText
		}
		s.Report(span, diag.New(code, diag.Token(old.Name)))
		return old
	case conditional:
		kind = types.Wider(old.Kind, x.Kind)
	}
	lineage := x.Lineage || conditional && old.Lineage
	if x.Kind == types.Untyped {
		lineage = old.Lineage
	}
	before := *old
	before.Lineage = lineage
	out := before.WithKind(kind)
	if !conditional {
		out.Register, out.Day = nil, 0
	}
	return out
}

// Changeable reports variables whose values no command may change: keys, the column that
// identifies the rows, and date@panel.
func (s *Scope) Changeable(v VarAt) bool {
	switch {
	case v.Var.Poison:
		return true
	case v.Var.IsKey():
		return s.NotKey(v)
	case v.Var.Identifier:
		s.Report(v.Span, diag.New(CodeIdentifierStays, diag.Token(v.Var.Name)))
		return false
	case v.Var.Time():
		s.Report(v.Span, diag.New(CodeTimeStays))
		return false
	}
	return true
}
