package check

import (
	"slices"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Require resolves bank[:version] and binds the alias to it. An alias may be bound again.
func (s *Scope) Require(op *syntax.Require) (catalogue.Version, bool) {
	if !s.legal(op.Alias.Text, op.Alias.Span) {
		return nil, false
	}
	bank, ok := s.run.checker.cat.Bank(op.Bank.Text)
	if !ok {
		s.add(s.nearName(op.Bank.Span, diag.New(CodeUnknownBank, diag.Token(op.Bank.Text)), op.Bank.Text, s.run.checker.cat.Names()))
		s.poisonAlias(op.Alias.Text)
		return nil, false
	}
	v, ok := bank.Version(op.Version.Text)
	if !ok {
		p := diag.New(CodeUnknownVersion, diag.Token(op.Version.Text), diag.Token(op.Bank.Text))
		near := bank.Versions()
		s.Report(op.Version.Span, p, near[:min(len(near), maxSuggestions)]...)
		if v, ok = bank.Version(""); !ok {
			s.poisonAlias(op.Alias.Text)
			return nil, false
		}
	}
	s.state = s.state.WithAlias(op.Alias.Text, v)
	return v, true
}

// poisonAlias remembers that an alias would exist, so that imports through it are not reported.
func (s *Scope) poisonAlias(name string) {
	s.call.Failed = true
	s.run.knownWrong("alias", name)
}

// RegisterVariable looks alias/VAR up. What is wrong is reported: the alias, or the name
// with the nearest names of that version.
func (s *Scope) RegisterVariable(r syntax.RegisterVar) (*catalogue.Variable, catalogue.Version, bool) {
	version, ok := s.state.Aliases[r.Alias]
	if !ok {
		if !s.run.excused(r.Alias) && !s.run.knownWrong("alias", r.Alias) {
			s.add(s.unknownAlias(r))
		}
		s.call.Failed = true
		return nil, nil, false
	}
	v, ok := version.Variable(r.Name)
	if !ok {
		s.call.Failed = true
		if !s.run.knownWrong("register", version.Bank()+"/"+r.Name) {
			d := s.nearName(r.Span, diag.New(CodeUnknownRegister, diag.Token(r.Name), diag.Catalogue(version.Bank())), r.Name, version.Names())
			d.Fixes = replaceIn(d.Fixes, r.Alias+"/")
			s.add(d)
		}
		return nil, nil, false
	}
	return v, version, true
}

func (s *Scope) unknownAlias(r syntax.RegisterVar) diag.Diagnostic {
	names := make([]string, 0, len(s.state.Aliases))
	for n := range s.state.Aliases {
		names = append(names, n)
	}
	slices.Sort(names)
	d := s.nearName(r.Span, diag.New(CodeUnknownAlias, diag.Token(r.Alias)), r.Alias, names)
	if len(d.Suggestions) == 0 && len(names) > 0 {
		d.Suggestions = names[:min(len(names), maxSuggestions)]
	}
	for i := range d.Fixes {
		for j := range d.Fixes[i].Edits {
			d.Fixes[i].Edits[j].New += "/" + r.Name
		}
	}
	return d
}

// replaceIn puts a prefix before the text of every edit.
func replaceIn(fixes []diag.Fix, prefix string) []diag.Fix {
	for i := range fixes {
		for j := range fixes[i].Edits {
			fixes[i].Edits[j].New = prefix + fixes[i].Edits[j].New
		}
	}
	return fixes
}

// RegisterColumn is the variable that an import makes: type, key role, the code list valid
// on the day (for Fixed variables the latest), and rule D6 for text without a code list.
func (s *Scope) RegisterColumn(v *catalogue.Variable, name string, day int) *Variable {
	kind := v.Kind
	if v.Plain && kind == types.Key {
		kind = types.Text
	}
	free := v.FreeText && kind == types.Text
	// Numbers without a code list are a person's own values, as free text is.
	lineage := free || kind.Numeric() && len(v.CodeLists) == 0
	return &Variable{Name: name, Kind: kind, Refers: v.Refers, Plain: v.Plain, Labels: s.RegisterCodes(v, day),
		Register: v, Day: day, FreeText: free, Lineage: lineage}
}

// RegisterCodes is the code list of a register variable on a day, nil when it has none.
func (s *Scope) RegisterCodes(v *catalogue.Variable, day int) *CodeList {
	list := v.CodesAt(day)
	if v.Temporality == types.Fixed && len(v.CodeLists) > 0 {
		list = &v.CodeLists[len(v.CodeLists)-1]
	}
	if list == nil {
		return nil
	}
	kind := v.Kind
	if v.Plain && kind == types.Key {
		kind = types.Text
	}
	key := listKey{list, kind}
	if l, ok := s.run.checker.lists.Load(key); ok {
		return l.(*CodeList)
	}
	l, _ := s.run.checker.lists.LoadOrStore(key, registerCodes(list, kind))
	return l.(*CodeList)
}

// Imported is what one import does.
type Imported struct {
	Register *catalogue.Variable
	Version  catalogue.Version
	Day      int // normalised import day; 0 for Fixed variables
	First    bool
	Outer    bool
	Result   *Variable
	Codes    []CodeItem // only these codes are taken; nil for all
	From     *Dataset   // only units of this dataset are taken; nil for all
}

// importedName is the name an import gives its variable: that after as, else the register's own.
func (s *Scope) importedName(v syntax.RegisterVar, as syntax.Expr) (string, source.Span) {
	if as != nil {
		if name, span, ok := s.Name(as); ok {
			return name, span
		}
	}
	return v.Name, v.Span
}

// Import checks `import alias/VAR [time] [as name]` as a whole and adds the variable to the
// active dataset. The first import fixes what a row is about.
func (s *Scope) Import(op *syntax.Import, outer bool) (*Imported, bool) {
	d := s.Active()
	name, span := s.importedName(op.Var, op.As)
	v, version, ok := s.RegisterVariable(op.Var)
	free := s.FreeName(name, span)
	if !ok {
		if free {
			s.PoisonVariable(name)
		}
		return nil, false
	}
	out := &Imported{Register: v, Version: version, First: !d.Units, Outer: outer && d.Units}
	out.Day, _ = s.ImportDay(v, op.Time, op.Var.Span)
	fits := s.ImportTarget(v, op.Var.Span)
	if outer && d.Kind == types.Panel {
		s.Report(op.Var.Span, diag.New(CodePanelOuter, diag.Token(v.Name), diag.Token(d.Name)))
		fits = false
	}
	if !free || !fits {
		if free {
			s.PoisonVariable(name)
		}
		return nil, false
	}
	out.Result = s.RegisterColumn(v, name, out.Day)
	if !d.Poison {
		if !d.Units {
			d = d.WithUnits(types.CrossSection, v.Unit)
		}
		s.Update(d.WithBank(version).WithVar(out.Result))
	}
	return out, !s.Failed()
}

// ImportTarget tells whether the active dataset can take a register variable: not event
// data, in a panel only Fixed variables, and the same unit.
func (s *Scope) ImportTarget(v *catalogue.Variable, span source.Span) bool {
	d := s.Active()
	switch {
	case d == nil || d.Poison || !d.Units:
		return true
	case d.Kind == types.Event:
		s.Report(span, diag.New(CodeImportEventData, diag.Token(d.Name)))
		return false
	case d.Kind == types.Panel && v.Temporality != types.Fixed:
		s.Report(span, diag.New(CodeImportPanelData, diag.Token(v.Name), diag.Token(d.Name)))
		return false
	case !d.Unit.Same(v.Unit):
		s.unitClash(v, d, span)
		return false
	}
	return true
}

// withBridge adds what links one unit to the other, where the versions at hand have it.
func (s *Scope) withBridge(d diag.Diagnostic, from, to types.Unit, span source.Span) diag.Diagnostic {
	if bridge := s.bridge(from, to); bridge != "" {
		d.Notes = append(d.Notes, diag.Note{Code: CodeNoteBridge, Span: span,
			Args: []diag.Arg{diag.Catalogue(bridge), diag.Catalogue(unitName(from)), diag.Catalogue(unitName(to))}})
	}
	return d
}

// bridge finds a register variable whose records are about one unit and whose values
// identify the other, in the versions the script has required.
func (s *Scope) bridge(from, to types.Unit) string {
	aliases := make([]string, 0, len(s.state.Aliases))
	for a := range s.state.Aliases {
		aliases = append(aliases, a)
	}
	slices.Sort(aliases)
	for _, a := range aliases {
		version := s.state.Aliases[a]
		for _, name := range version.Names() {
			if v, ok := version.Variable(name); ok && v.Refers != nil && v.Unit.Same(from) && v.Refers.Same(to) {
				return a + "/" + name
			}
		}
	}
	return ""
}

// unitName is how a message names a unit.
func unitName(u types.Unit) string {
	if u.Code != "" {
		return u.Code
	}
	return u.Identifier
}
