package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// ready sees to what a command asks of the active dataset. A missing dataset, or one
// without units, is reported at the first line that needs it and not at every later one.
func (s *Scope) ready(spec *command.Spec) bool {
	need := spec.Requires()
	if need == command.Nothing {
		return true
	}
	d := s.Active()
	if d == nil {
		s.call.Failed = true
		if !s.run.knownWrong("active", "") {
			s.Report(s.commandSpan(), diag.New(CodeNoActiveDataset, diag.Token(spec.Name)))
		}
		return false
	}
	if d.Poison {
		return true
	}
	if need != command.AnyDataset && need != command.OnlyUnits && !d.mayHaveUnits() {
		s.call.Failed = true
		if !s.run.knownWrong("units", d.Name) {
			s.Report(s.commandSpan(), diag.New(CodeNoUnits, diag.Token(d.Name)))
		}
		return false
	}
	if code := misfit(need, d); code != "" {
		s.Report(s.commandSpan(), diag.New(code, diag.Token(spec.Name), diag.Token(d.Name)))
		return false
	}
	return true
}

// misfit is the code for a dataset of the wrong kind, empty when it is right.
func misfit(need command.Requirement, d *Dataset) diag.Code {
	switch {
	case need == command.PanelData && d.Kind != types.Panel:
		return CodeNeedsPanel
	case need == command.CrossSection && (d.Kind == types.Event || d.Kind == types.Panel):
		return CodeNeedsCrossSection
	case need == command.OnlyUnits && slices.ContainsFunc(d.Vars, func(v *Variable) bool { return !v.Poison }):
		return CodeNeedsOnlyUnits
	case need == command.OnlyUnits && (d.Kind == types.Event || d.Kind == types.Panel):
		return CodeNeedsCrossSection
	}
	return ""
}

// mayHaveUnits is true also when a wrong line should have brought the units.
func (d *Dataset) mayHaveUnits() bool {
	return d.Units || slices.ContainsFunc(d.Vars, func(v *Variable) bool { return v.Poison })
}

func (s *Scope) commandSpan() source.Span {
	if c := s.call.Stmt.Command; c != nil {
		return c.Name.Span
	}
	return s.Span()
}

// clauses checks what every command has alike: condition and options. The number of
// operands is the grammar's business.
func (s *Scope) clauses(spec *command.Spec) {
	c := s.call.Stmt.Command
	if c == nil {
		return
	}
	if c.If != nil {
		if !spec.If {
			s.Report(c.IfSpan, diag.New(CodeNoCondition, diag.Token(spec.Name)))
		} else {
			s.call.If = s.Condition(c.If)
		}
	}
	s.options(spec, c, operandCount(c.Operands))
}

// operandCount counts the operands of commands that take a plain list.
func operandCount(o syntax.Operands) int {
	switch o := o.(type) {
	case *syntax.Names:
		return len(o.List)
	case *syntax.Terms:
		return len(o.List)
	}
	return 0
}

func (s *Scope) options(spec *command.Spec, c *syntax.Command, operands int) {
	for _, o := range c.Options {
		if o == nil {
			continue
		}
		decl, ok := spec.Option(o.Name.Text)
		switch {
		case !ok:
			names := make([]string, len(spec.Options))
			for i := range spec.Options {
				names[i] = spec.Options[i].Name
			}
			s.add(s.nearName(o.Name.Span, diag.New(CodeUnknownOption, diag.Token(o.Name.Text), diag.Token(spec.Name)), o.Name.Text, names))
		case s.call.Options.Has(o.Name.Text):
			first, _ := s.call.Options.Get(o.Name.Text)
			d := diag.New(CodeRepeatedOption, diag.Token(o.Name.Text)).At(o.Name.Span)
			s.add(d.WithNote(diag.Note{Code: CodeNoteOtherDefinition, Span: first.Span}))
		default:
			s.call.Options = append(s.call.Options, s.optionValue(&decl, o))
		}
	}
	s.together(spec, operands)
}

// together checks what options ask of each other and of the operands.
func (s *Scope) together(spec *command.Spec, operands int) {
	given := s.call.Options
	for i, o := range given {
		for _, other := range given[:i] {
			if slices.Contains(o.Spec.Conflicts, other.Spec.Name) || slices.Contains(other.Spec.Conflicts, o.Spec.Name) {
				s.Report(o.Span, diag.New(CodeConflictingOptions, diag.Token(other.Spec.Name), diag.Token(o.Spec.Name)))
			}
		}
		if len(o.Spec.Needs) > 0 && !slices.ContainsFunc(o.Spec.Needs, given.Has) {
			s.Report(o.Span, diag.New(CodeOptionNeeds, diag.Token(o.Spec.Name), diag.Catalogue(strings.Join(o.Spec.Needs, ", "))))
		}
		if operands < o.Spec.MinVars {
			s.Report(o.Span, diag.New(CodeOptionFewVariables, diag.Token(o.Spec.Name), number(o.Spec.MinVars)))
		}
	}
	for i := range spec.Options {
		if o := &spec.Options[i]; o.Required && !given.Has(o.Name) {
			s.Report(s.commandSpan(), diag.New(CodeOptionRequired, diag.Catalogue(o.Name), diag.Token(spec.Name)))
		}
	}
}

// optionValue checks the arguments of one option.
func (s *Scope) optionValue(decl *command.Option, o *syntax.Option) OptionValue {
	out := OptionValue{Spec: decl, Span: o.Span, Args: o.Args}
	name := diag.Token(o.Name.Text)
	switch {
	case decl.Args == command.None:
		if len(o.Args) > 0 || o.Parens {
			s.Report(o.Span, diag.New(CodeOptionNoArgs, name))
		}
		return out
	case len(o.Args) == 0:
		if !decl.Empty {
			s.Report(o.Span, diag.New(CodeOptionEmpty, name))
		}
		return out
	}
	if wanted, ok := countFits(decl, len(o.Args)); !ok {
		s.Report(o.Span, diag.New(CodeOptionCount, name, diag.Catalogue(wanted), number(len(o.Args))))
	}
	for _, arg := range o.Args {
		s.optionArg(decl, o, arg, &out)
	}
	return out
}

// countFits tells whether an option has a right number of arguments, and which is right.
func countFits(decl *command.Option, n int) (wanted string, ok bool) {
	lo, hi := max(decl.Min, 1), decl.Max
	list := decl.Args == command.Variables || decl.Args == command.Codes || decl.Args == command.Terms
	if hi == 0 && !list {
		hi = max(lo, 1)
	}
	switch {
	case n >= lo && (hi == 0 || n <= hi):
		return "", true
	case hi == 0:
		return "≥ " + strconv.Itoa(lo), false
	case lo == hi:
		return strconv.Itoa(lo), false
	}
	return strconv.Itoa(lo) + "–" + strconv.Itoa(hi), false
}

func (s *Scope) optionArg(decl *command.Option, o *syntax.Option, arg syntax.Expr, out *OptionValue) {
	if arg == nil || isLate(arg) {
		s.call.Failed = true
		return
	}
	bad := func(code diag.Code) { s.Report(arg.Range(), diag.New(code, diag.Token(o.Name.Text))) }
	_, isVar := arg.(*syntax.Var)
	_, isText := arg.(*syntax.String)
	switch decl.Args {
	case command.Number:
		s.optionNumber(decl, arg)
	case command.Word:
		if !isVar && !isText {
			bad(CodeOptionWord)
		}
	case command.Codes:
		if _, ok := Literal(arg).(*syntax.Number); !ok && !isVar && !isText {
			bad(CodeOptionWord)
		}
	case command.Variable, command.Variables:
		if !isVar {
			bad(CodeOptionName)
			return
		}
		if v, ok := s.optionVariable(decl, arg); ok {
			out.Vars = append(out.Vars, v)
		}
	case command.NewName:
		if !isVar {
			bad(CodeOptionName)
			return
		}
		s.NewName(arg)
	case command.Terms:
		out.Vars = append(out.Vars, s.termVariables(arg)...)
	}
}

func (s *Scope) optionNumber(decl *command.Option, arg syntax.Expr) {
	name := diag.Token(decl.Name)
	n, ok := Literal(arg).(*syntax.Number)
	switch {
	case !ok:
		s.Report(arg.Range(), diag.New(CodeOptionNumber, name))
	case decl.Whole && !n.Integral:
		s.Report(arg.Range(), diag.New(CodeOptionWhole, name))
	case decl.Low < decl.High && (n.Value < decl.Low || n.Value > decl.High):
		s.Report(arg.Range(), diag.New(CodeOptionRange, name, diag.Catalogue(FormatCode(decl.Low)), diag.Catalogue(FormatCode(decl.High))))
	}
}

func (s *Scope) optionVariable(decl *command.Option, arg syntax.Expr) (*Variable, bool) {
	v := s.Variable(arg)
	if !decl.Keys && !s.NotKey(v) {
		return nil, false
	}
	if decl.Numeric && !s.IsNumeric(v) {
		return nil, false
	}
	return v.Var, true
}

// termVariables looks up the variables of one term of a model list.
func (s *Scope) termVariables(arg syntax.Expr) []*Variable {
	t, ok := arg.(*syntax.ModelTerm)
	if !ok {
		if v := s.Variable(arg); s.NotKey(v) {
			return []*Variable{v.Var}
		}
		return nil
	}
	var out []*Variable
	for _, f := range t.Factors {
		if v := s.Variable(f.Name); s.NotKey(v) {
			out = append(out, v.Var)
		}
	}
	return out
}

// Number reads a numeric literal from a value position: sample, option arguments, codes.
// Anything else is reported.
func (s *Scope) Number(e syntax.Expr) (*syntax.Number, bool) {
	if n, ok := Literal(e).(*syntax.Number); ok {
		return n, true
	}
	s.call.Failed = true
	if e != nil && !isLate(e) {
		s.Report(e.Range(), diag.New(CodeNotANumber, s.word(e)))
	}
	return nil, false
}

// Literal is the constant an expression is: a signed number is one number, parentheses are
// gone. Nil for anything that is not a Number, String or Missing.
func Literal(e syntax.Expr) syntax.Expr {
	switch e := e.(type) {
	case *syntax.Number, *syntax.String, *syntax.Missing:
		return e
	case *syntax.Paren:
		return Literal(e.X)
	case *syntax.Unary:
		n, ok := Literal(e.X).(*syntax.Number)
		if !ok || e.Op == "!" {
			return nil
		}
		out := *n
		out.Span = e.Span
		if e.Op == "-" {
			out.Value, out.Int, out.Text = -n.Value, -n.Int, "-"+n.Text
		}
		return &out
	}
	return nil
}

func number(n int) diag.Arg { return diag.Catalogue(strconv.Itoa(n)) }
