package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// VarAt is a variable where the script names it.
type VarAt struct {
	Var  *Variable
	Span source.Span
}

// Variable looks a variable of the active dataset up, the key column and its alias
// (PERSONID_1) included. It is never nil: an unknown name is reported once and gives poison.
// Keys are allowed here: keep, drop, rename, by(), merge.
func (s *Scope) Variable(e syntax.Expr) VarAt {
	name, span, ok := s.Name(e)
	if !ok {
		return VarAt{Var: &Variable{Poison: true}, Span: span}
	}
	return VarAt{Var: s.lookup(name, span), Span: span}
}

// Variables looks up a list. A variable named twice is an error.
func (s *Scope) Variables(list []syntax.Expr) []VarAt {
	out := make([]VarAt, 0, len(list))
	for _, e := range list {
		v := s.Variable(e)
		if slices.ContainsFunc(out, func(o VarAt) bool { return o.Var.Name == v.Var.Name && !v.Var.Poison }) {
			s.Report(v.Span, diag.New(CodeRepeatedVariable, diag.Token(v.Var.Name)))
			continue
		}
		out = append(out, v)
	}
	return out
}

// Analysable looks up variables whose values a command uses: keys are an error, after
// which the variable is left out.
func (s *Scope) Analysable(list []syntax.Expr) []VarAt {
	out := s.Variables(list)
	return slices.DeleteFunc(out, func(v VarAt) bool { return !s.NotKey(v) })
}

// Numeric looks up variables that must be numeric. An empty list means all numeric
// variables of the dataset but date@panel, of which there must be one.
func (s *Scope) Numeric(list []syntax.Expr) []VarAt {
	if len(list) == 0 {
		return s.allNumeric()
	}
	out := s.Analysable(list)
	return slices.DeleteFunc(out, func(v VarAt) bool { return !s.IsNumeric(v) })
}

func (s *Scope) allNumeric() []VarAt {
	d := s.Active()
	if d == nil {
		return nil
	}
	var out []VarAt
	poison := d.Poison
	for _, v := range d.Vars {
		poison = poison || v.Poison
		if !v.Poison && v.Kind.Numeric() && !v.Time() {
			out = append(out, VarAt{Var: v, Span: s.Span()})
		}
	}
	if len(out) == 0 && !poison {
		s.Report(s.Span(), diag.New(CodeNoNumericVariables, diag.Token(d.Name)))
	}
	return out
}

// NotKey reports a key variable and tells whether the variable's values may be used.
func (s *Scope) NotKey(v VarAt) bool {
	if v.Var.IsKey() {
		s.Report(v.Span, diag.New(CodeKeyMisuse, diag.Token(v.Var.Name)))
		return false
	}
	return true
}

// IsNumeric reports a variable that is not numeric. Poison passes.
func (s *Scope) IsNumeric(v VarAt) bool {
	switch {
	case v.Var.Poison:
		return true
	case v.Var.IsKey():
		return s.NotKey(v)
	case !v.Var.Kind.Numeric():
		s.Report(v.Span, diag.New(CodeNotNumeric, diag.Token(v.Var.Name)))
		return false
	}
	return true
}

// IsText reports a variable that is not alphanumeric. Poison and a variable that only
// holds `.` pass.
func (s *Scope) IsText(v VarAt) bool {
	switch {
	case v.Var.Poison || v.Var.Kind == types.Untyped || v.Var.Kind == types.Text:
		return true
	case v.Var.IsKey():
		return s.NotKey(v)
	}
	s.Report(v.Span, diag.New(CodeNotText, diag.Token(v.Var.Name)))
	return false
}

// lookup finds a variable in the active dataset or reports it.
func (s *Scope) lookup(name string, span source.Span) *Variable {
	d := s.Active()
	if d == nil || d.Poison {
		s.call.Failed = true
		return &Variable{Name: name, Poison: true}
	}
	if v, ok := d.Lookup(name); ok {
		if v.Poison {
			s.call.Failed = true
		}
		return v
	}
	// While a wrong import leaves the unit unknown, any name may be its identifier.
	unknownUnit := !d.Units && d.mayHaveUnits()
	if !unknownUnit && !s.run.excused(name) && !s.run.knownWrong("variable", d.Name+"/"+name) {
		s.add(s.unknownVariable(d, name, span))
	}
	s.call.Failed = true
	return &Variable{Name: name, Poison: true}
}

// unknownVariable says what is likely meant: a column named by day number, a variable of
// the register that was not imported, a name spelt nearly alike, here or there, or a variable
// of another dataset.
func (s *Scope) unknownVariable(d *Dataset, name string, span source.Span) diag.Diagnostic {
	if cols := d.dayNamed(name); len(cols) > 0 {
		p := diag.New(CodeDayNamedVariable, diag.Token(name), diag.Token(cols[0]))
		diagnostic := p.At(span)
		diagnostic.Suggestions = cols[:min(len(cols), maxSuggestions)]
		return diagnostic
	}
	near := s.nearName(span, diag.New(CodeUnknownVariable, diag.Token(name), diag.Token(d.Name)), name, d.Names())
	if own := d.importedAs(name); len(own) > 0 && len(near.Suggestions) == 0 {
		near.Suggestions = own[:min(len(own), maxSuggestions)]
	}
	if len(near.Suggestions) == 0 {
		if other, ok := s.elsewhere(d, name); ok {
			return diag.New(CodeVariableElsewhere, diag.Token(name), diag.Token(d.Name), diag.Token(other)).At(span)
		}
	}
	if found, ok := s.notImported(d, name, span, false); ok {
		found.Suggestions = append(found.Suggestions, near.Suggestions...)
		return found
	}
	if len(near.Suggestions) > 0 {
		return near
	}
	if found, ok := s.notImported(d, name, span, true); ok {
		return found
	}
	return near
}

// elsewhere finds another dataset that has a variable of this name.
func (s *Scope) elsewhere(d *Dataset, name string) (string, bool) {
	for _, other := range s.state.Order {
		if _, ok := s.state.Datasets[other].Lookup(name); ok && other != d.Name {
			return other, true
		}
	}
	return "", false
}

// dayNamed lists the columns an unknown name such as x2019 may mean after
// reshape-from-panel of an imported panel, where columns end in a day number: x17897.
func (d *Dataset) dayNamed(name string) []string {
	stem := strings.TrimRightFunc(name, func(r rune) bool { return r >= '0' && r <= '9' })
	year, err := strconv.Atoi(name[len(stem):])
	if err != nil || len(name)-len(stem) != 4 {
		return nil
	}
	var inYear, others []string
	for _, v := range d.Vars {
		day, err := strconv.Atoi(strings.TrimPrefix(v.Name, stem))
		if err != nil || !strings.HasPrefix(v.Name, stem) || len(v.Name)-len(stem) < 4 {
			continue
		}
		if y, _, _ := types.CivilFromDays(day); y == year {
			inYear = append(inYear, v.Name)
		} else if d.DayNamed {
			others = append(others, v.Name)
		}
	}
	return append(inYear, others...)
}

// NewName reads the name of a variable to be made in the active dataset: legal, not taken,
// not the key, without @. When it is wrong ok is false, and the caller goes on without
// making it.
func (s *Scope) NewName(e syntax.Expr) (name string, span source.Span, ok bool) {
	name, span, ok = s.Name(e)
	if !ok {
		return name, span, false
	}
	return name, span, s.FreeName(name, span)
}

// FreeName is NewName for a name that a command builds, such as prefix(p) before a name.
func (s *Scope) FreeName(name string, span source.Span) bool {
	if strings.Contains(name, "@") {
		s.Report(span, diag.New(CodeCompoundName, diag.Token(name)))
		return false
	}
	return s.legal(name, span) && s.vacant(s.Active(), name, span)
}

// vacant reports a name that the dataset has already.
func (s *Scope) vacant(d *Dataset, name string, span source.Span) bool {
	if d == nil || d.Poison {
		return true
	}
	if d.KeyVar != nil && (name == d.Key || name == d.Unit.Identifier) {
		s.Report(span, diag.New(CodeKeyName, diag.Token(name)))
		return false
	}
	if v, ok := d.Var(name); ok && !v.Poison {
		s.Report(span, diag.New(CodeVariableExists, diag.Token(name), diag.Token(d.Name)))
		return false
	}
	return true
}

// legal reports a name that no variable, dataset or list can have.
func (s *Scope) legal(name string, span source.Span) bool {
	if LegalName(name) {
		return true
	}
	s.Report(span, diag.New(CodeIllegalName, diag.Token(name)))
	return false
}

// LegalName tells whether a word can be a name: letters, digits and _, not starting with a
// digit, and not `if`.
func LegalName(name string) bool {
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.Is(unicode.Nd, r)) {
			return false
		}
	}
	return name != "" && name != "if"
}

// CodeList looks a named code list up.
func (s *Scope) CodeList(e syntax.Expr) (*CodeList, bool) {
	name, span, ok := s.Name(e)
	if !ok {
		return nil, false
	}
	if l, ok := s.state.CodeLists[name]; ok {
		return l, true
	}
	if !s.run.excused(name) && !s.run.knownWrong("list", name) {
		names := make([]string, 0, len(s.state.CodeLists))
		for n := range s.state.CodeLists {
			names = append(names, n)
		}
		slices.Sort(names)
		s.add(s.nearName(span, diag.New(CodeUnknownCodeList, diag.Token(name)), name, names))
	}
	s.call.Failed = true
	return nil, false
}

// NewCodeListName reads the name of a code list to be made: legal and not taken.
func (s *Scope) NewCodeListName(e syntax.Expr) (string, bool) {
	name, span, ok := s.Name(e)
	if !ok || !s.legal(name, span) {
		return "", false
	}
	if _, ok := s.state.CodeLists[name]; ok {
		s.Report(span, diag.New(CodeCodeListExists, diag.Token(name)))
		return "", false
	}
	return name, true
}

// PutCodeList adds a named code list.
func (s *Scope) PutCodeList(l *CodeList) { s.state = s.state.WithCodeList(l) }

// DropCodeList removes a named list; variables that use it show codes again.
func (s *Scope) DropCodeList(name string) { s.state = s.state.WithoutCodeList(name) }

// AssignCodeList attaches a list to a variable of the active dataset. Codes are turned
// into the variable's type where nothing is lost; else a warning says that they will match nothing.
func (s *Scope) AssignCodeList(v VarAt, l *CodeList) {
	if v.Var.Poison {
		return
	}
	if v.Var.IsKey() {
		s.NotKey(v)
		return
	}
	fitted, ok := l.For(v.Var.Kind)
	if !ok {
		s.Warn(v.Span, diag.New(CodeLabelTypes, diag.Token(l.Name), diag.Token(v.Var.Name)))
		fitted = l
	}
	s.PutVariable(v.Var.WithLabels(fitted))
}
