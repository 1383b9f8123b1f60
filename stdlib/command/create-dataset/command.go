// Package createdataset declares the command create-dataset.
//
// In: a new name. Out: an empty dataset of that name, which becomes active.
//
//	create-dataset people
package createdataset

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is create-dataset.
var Command = registry.Define(registry.Typed[struct{}, string]{
	Spec: command.Spec{
		Name:    "create-dataset",
		Group:   command.Datasets,
		Syntax:  "create-dataset name",
		Summary: text.Text{NB: "Lag et tomt datasett", EN: "Make an empty dataset"},
		Help: text.Text{
			NB: "Datasettet får navnet som oppgis og blir aktivt: de neste kommandoene virker på det. Den første importen bestemmer hvem populasjonen er.",
			EN: "The dataset gets the name given and becomes active: the next commands act on it. Its first import decides who the population is.",
		},
		Grammar:  syntax.NamesOperands(1, 1),
		Effect:   command.Makes,
		Examples: []string{"create_dataset"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) string {
		e := call.Operands().(*syntax.Names).List[0]
		name, ok := s.NewDatasetName(e)
		if !ok {
			written, _, _ := s.Name(e)
			s.PoisonActive(written)
			return ""
		}
		s.PutDataset(&check.Dataset{Name: name})
		s.SetActive(name)
		return name
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, name string) {
		b.SetFrame(name, plan.NewFrame())
	},
})
