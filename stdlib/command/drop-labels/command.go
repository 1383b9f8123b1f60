// Package droplabels declares the command drop-labels.
//
// In: named code lists. Out: the lists are gone, and variables that used them show codes.
//
//	drop-labels sex
package droplabels

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is drop-labels.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "drop-labels",
		Group:   command.Labels,
		Syntax:  "drop-labels list…",
		Summary: text.Text{NB: "Fjern kodelister", EN: "Remove code lists"},
		Help: text.Text{
			NB: "Variabler som bruker listene, i alle datasett, viser koder igjen. En variabel som er omkodet etterpå har sin egen kopi av listen og beholder den.",
			EN: "Variables that use the lists, in all datasets, show codes again. A variable that was recoded since has a copy of the list of its own and keeps it.",
		},
		Grammar:  syntax.NamesOperands(1, 0),
		Effect:   command.Makes,
		Examples: []string{"drop_labels"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
		var lists []*check.CodeList // found before the first is gone, so that one named twice is no mistake
		for _, e := range call.Operands().(*syntax.Names).List {
			if list, ok := s.CodeList(e); ok {
				lists = append(lists, list)
			}
		}
		for _, list := range lists {
			s.DropCodeList(list.Name)
		}
		return struct{}{}
	},
})
