// Package clear declares the command clear.
//
// In: a session. Out: the session as it was at its start: no datasets, aliases or lists.
//
//	clear
package clear

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is clear. What it leaves in Data are the names of the datasets that are gone.
var Command = registry.Define(registry.Typed[struct{}, []string]{
	Spec: command.Spec{
		Name:    "clear",
		Group:   command.Support,
		Syntax:  "clear",
		Summary: text.Text{NB: "Begynn på nytt", EN: "Start over"},
		Help: text.Text{
			NB: "Alle datasett, variabler, kodelister, koblinger og historikk blir borte. Det kan ikke angres.",
			EN: "All datasets, variables, code lists, links and the history are gone. It cannot be undone.",
		},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Makes,
		Examples: []string{"clear"},
	},
	Check: func(s *check.Scope, _ *check.Call, _ *struct{}) []string {
		names := append([]string(nil), s.State().Order...)
		s.Clear()
		return names
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, names []string) {
		for _, name := range names {
			b.DropFrame(name)
		}
	},
})
