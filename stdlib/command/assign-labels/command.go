// Package assignlabels declares the command assign-labels.
//
// In: a variable and a code list. Out: the variable shows the list's labels.
//
//	assign-labels kjonn sex
package assignlabels

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is assign-labels.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "assign-labels",
		Group:   command.Labels,
		Syntax:  "assign-labels var list",
		Summary: text.Text{NB: "Knytt en kodeliste til en variabel", EN: "Attach a code list to a variable"},
		Help: text.Text{
			NB: "Listen erstatter den variabelen hadde. Én liste kan brukes av mange variabler, også i andre datasett.",
			EN: "The list replaces the one the variable had. One list can serve many variables, also in other datasets.",
		},
		Grammar:  syntax.PairOperands(),
		Effect:   command.Changes,
		Examples: []string{"assign_labels"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
		o := call.Operands().(*syntax.Pair)
		v := s.Variable(o.First)
		if list, ok := s.CodeList(o.Second); ok {
			s.AssignCodeList(v, list)
		}
		return struct{}{}
	},
})
