// Package renamedataset declares the command rename-dataset.
//
// In: a dataset and a new name. Out: the same dataset under the new name; it stays active
// if it was.
//
//	rename-dataset people residents
package renamedataset

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// names are the old and the new name.
type names struct{ from, to string }

// Command is rename-dataset.
var Command = registry.Define(registry.Typed[struct{}, names]{
	Spec: command.Spec{
		Name:    "rename-dataset",
		Group:   command.Datasets,
		Syntax:  "rename-dataset old new",
		Summary: text.Text{NB: "Gi et datasett nytt navn", EN: "Rename a dataset"},
		Help: text.Text{
			NB: "Enheter, variabler og etiketter følger med, og et aktivt datasett forblir aktivt.",
			EN: "Units, variables and labels stay with it, and an active dataset stays active.",
		},
		Grammar:  syntax.PairOperands(),
		Effect:   command.Makes,
		Examples: []string{"rename_dataset"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) names {
		pair := call.Operands().(*syntax.Pair)
		from, found := s.Dataset(pair.First)
		to, free := s.NewDatasetName(pair.Second)
		if !found || !free {
			s.PoisonDataset(to)
			return names{}
		}
		s.RenameDataset(from.Name, to)
		return names{from.Name, to}
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, n names) { b.RenameFrame(n.from, n.to) },
})
