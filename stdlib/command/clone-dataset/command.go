// Package clonedataset declares the command clone-dataset.
//
// In: a dataset and a new name. Out: a copy under the new name; the active dataset stays
// the same. Columns never change, so a copy costs nothing.
//
//	clone-dataset people families
package clonedataset

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// names are the dataset and its copy.
type names struct{ from, to string }

// Command is clone-dataset.
var Command = registry.Define(registry.Typed[struct{}, names]{
	Spec: command.Spec{
		Name:    "clone-dataset",
		Group:   command.Datasets,
		Syntax:  "clone-dataset dataset new",
		Summary: text.Text{NB: "Kopier et datasett", EN: "Copy a dataset"},
		Help: text.Text{
			NB: "Kopien har de samme enhetene, variablene og etikettene. Det aktive datasettet er det samme som før; bytt med use.",
			EN: "The copy has the same units, variables and labels. The active dataset is the same as before; switch with use.",
		},
		Grammar:  syntax.PairOperands(),
		Effect:   command.Makes,
		Examples: []string{"clone_dataset"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) names {
		pair := call.Operands().(*syntax.Pair)
		from, found := s.Dataset(pair.First)
		to, free := s.NewDatasetName(pair.Second)
		if !found || !free {
			s.PoisonDataset(to)
			return names{}
		}
		s.PutDataset(from.Named(to))
		return names{from.Name, to}
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, n names) { b.SetFrame(n.to, b.Frame(n.from)) },
})
