// Package use declares the command use.
//
// In: the name of a dataset. Out: it is the active one.
//
//	use people
package use

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is use.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "use",
		Group:   command.Datasets,
		Syntax:  "use name",
		Summary: text.Text{NB: "Bytt aktivt datasett", EN: "Switch the active dataset"},
		Help: text.Text{
			NB: "De neste kommandoene virker på dette datasettet. De andre datasettene blir som de er.",
			EN: "The next commands act on this dataset. The other datasets stay as they are.",
		},
		Grammar:  syntax.NamesOperands(1, 1),
		Effect:   command.Makes,
		Examples: []string{"use"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
		e := call.Operands().(*syntax.Names).List[0]
		if d, ok := s.Dataset(e); ok {
			s.SetActive(d.Name)
			return struct{}{}
		}
		written, _, _ := s.Name(e)
		s.PoisonActive(written)
		return struct{}{}
	},
})
