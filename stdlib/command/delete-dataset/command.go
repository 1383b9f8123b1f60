// Package deletedataset declares the command delete-dataset.
//
// In: the name of a dataset. Out: a session without it and its variables.
//
//	delete-dataset people
package deletedataset

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is delete-dataset.
var Command = registry.Define(registry.Typed[struct{}, string]{
	Spec: command.Spec{
		Name:    "delete-dataset",
		Group:   command.Datasets,
		Syntax:  "delete-dataset name",
		Summary: text.Text{NB: "Slett et datasett", EN: "Remove a dataset"},
		Help: text.Text{
			NB: "Datasettet og variablene i det blir borte. Var det aktivt, er ingen datasett aktive etterpå.",
			EN: "The dataset and its variables are gone. If it was active, none is afterwards.",
		},
		Grammar:  syntax.NamesOperands(1, 1),
		Effect:   command.Makes,
		Examples: []string{"delete_dataset"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) string {
		d, ok := s.Dataset(call.Operands().(*syntax.Names).List[0])
		if !ok {
			return ""
		}
		s.DeleteDataset(d.Name)
		return d.Name
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, name string) { b.DropFrame(name) },
})
