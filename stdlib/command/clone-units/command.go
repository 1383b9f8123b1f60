// Package cloneunits declares the command clone-units.
//
// In: a dataset and a new name. Out: a dataset of its units alone, each once, without
// variables; the active dataset stays the same.
//
//	clone-units people population
package cloneunits

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// cloned is a dataset and the copy of its units; from is nil after an error.
type cloned struct {
	from *check.Dataset
	to   string
}

// Command is clone-units.
var Command = registry.Define(registry.Typed[struct{}, cloned]{
	Spec: command.Spec{
		Name:    "clone-units",
		Group:   command.Datasets,
		Syntax:  "clone-units dataset new",
		Summary: text.Text{NB: "Kopier enhetene i et datasett", EN: "Copy the units of a dataset"},
		Help: text.Text{
			NB: "Det nye datasettet har hver enhet én gang og ingen variabler. Den første importen til det beholder disse enhetene, og import-event og import-panel henter bare dem. Det aktive datasettet er det samme som før; bytt med use.",
			EN: "The new dataset has every unit once and no variables. The first import into it keeps these units, and import-event and import-panel fetch only them. The active dataset is the same as before; switch with use.",
		},
		Grammar:  syntax.PairOperands(),
		Effect:   command.Makes,
		Examples: []string{"clone_units"},
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleP1}}},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) cloned {
		pair := call.Operands().(*syntax.Pair)
		from, found := s.Dataset(pair.First)
		to, free := s.NewDatasetName(pair.Second)
		if !found || !free || !s.HasUnits(from, pair.First.Range()) {
			s.PoisonDataset(to)
			return cloned{}
		}
		s.PutDataset(from.OnlyUnits().Named(to))
		return cloned{from, to}
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, c cloned) {
		f := b.Frame(c.from.Name)
		if c.from.Kind == types.Event || c.from.Kind == types.Panel {
			// Several rows of one unit are one unit, as in collapse by the key.
			groups := b.Add(kernel.Group{}, plan.TypeGroups, f.Units)
			g := plan.Grouped{Groups: groups, Key: b.Add(kernel.GroupKey{}, b.Type(f.Units), groups), Listed: plan.NoReg}
			b.SetFrame(c.to, b.Regrouped(f, g, c.from.Key, c.from.Unit, c.from.Banks, nil))
			return
		}
		f.Vars = map[string]plan.Reg{}
		b.GuardPopulation(f)
		b.SetFrame(c.to, f)
	},
})
