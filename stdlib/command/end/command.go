// Package loopend declares the word end for help and the manual; package expand turns
// loops into a straight line before any command is checked.
//
// In: an open loop. Out: its end.
//
//	end
package loopend

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is end.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:     "end",
		Group:    command.Bindings,
		Syntax:   "end",
		Summary:  text.Text{NB: "Avslutt en løkke", EN: "Close a loop"},
		Help:     text.Text{NB: "Står alene på linjen etter den siste linjen i løkken.", EN: "Stands alone on the line after the last line of the loop."},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Makes,
		Examples: []string{"end"},
	},
})
