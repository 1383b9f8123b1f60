package check

import (
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// The prefixes of the columns that hold the dates of spells.
const (
	startPrefix = "START@"
	stopPrefix  = "STOP@"
)

// ImportedEvents is what one import-event does.
type ImportedEvents struct {
	Register *catalogue.Variable
	Version  catalogue.Version
	From, To int // the period, epoch days
	// First tells that the spells bring the units; else only those of the units that the
	// dataset has are read.
	First              bool
	Value, Start, Stop *Variable
}

// ImportEvent checks `import-event alias/VAR t1 to t2 [as name]` as a whole and makes the
// active dataset one of spells: the variable and the first and last day of every spell.
func (s *Scope) ImportEvent(op *syntax.ImportEvent) (*ImportedEvents, bool) {
	d := s.Active()
	name, span := s.importedName(op.Var, op.As)
	v, version, ok := s.RegisterVariable(op.Var)
	if !s.FreeName(name, span) {
		return nil, false
	}
	if !ok {
		s.poisonSpells(name)
		return nil, false
	}
	out := &ImportedEvents{Register: v, Version: version, First: !d.Units}
	out.From, out.To, ok = s.Window(v, op.Var.Span, op.From, op.To)
	if fits := s.ImportTarget(v, op.Var.Span) && s.notIdentifier(v, name, span); !ok || !fits {
		s.poisonSpells(name)
		return nil, false
	}
	s.spells(out, name)
	return out, !s.Failed()
}

// spells makes the active dataset the one of the spells that were asked for.
func (s *Scope) spells(out *ImportedEvents, name string) {
	out.Value = s.RegisterColumn(out.Register, name, out.To)
	out.Value.Labels = s.codesDuring(out.Register, out.From, out.To)
	// The days are a person's own values (rule D6), as those of a register variable of type
	// date without a code list are.
	out.Start = &Variable{Name: startPrefix + name, Kind: types.Date, Lineage: true}
	out.Stop = &Variable{Name: stopPrefix + name, Kind: types.Date, Lineage: true}
	d := s.Active()
	if d.Poison {
		return
	}
	if !d.Units {
		d = d.WithUnits(types.Event, out.Register.Unit)
	}
	d = d.WithBank(out.Version).WithVar(out.Value).WithVar(out.Start).WithVar(out.Stop)
	d.Kind = types.Event
	s.Update(d)
}

// codesDuring is the code list of spells: the latest of the period, with the codes that only
// earlier ones of the period had.
func (s *Scope) codesDuring(v *catalogue.Variable, from, to int) *CodeList {
	lists := []*CodeList{s.RegisterCodes(v, to)}
	if lists[0] == nil {
		return nil
	}
	for i := len(v.CodeLists) - 1; i >= 0; i-- {
		if l := &v.CodeLists[i]; l.From <= to && l.To >= from {
			lists = append(lists, s.RegisterCodes(v, l.From))
		}
	}
	return mergedCodes(lists)
}

// notIdentifier refuses to name spells like the units they bring.
func (s *Scope) notIdentifier(v *catalogue.Variable, name string, span source.Span) bool {
	if name != v.Unit.Identifier {
		return true
	}
	s.Report(span, diag.New(CodeKeyName, diag.Token(name)))
	return false
}

// poisonSpells records the columns that a wrong line should have made.
func (s *Scope) poisonSpells(name string) {
	for _, n := range []string{name, startPrefix + name, stopPrefix + name} {
		s.PoisonVariable(n)
	}
}
