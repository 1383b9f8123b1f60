// Package history declares the command history.
//
// In: nothing. Out: the commands of the session so far, without results.
//
//	history
package history

import (
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is history.
var Command = registry.Define(registry.Typed[struct{}, []string]{
	Spec: command.Spec{
		Name:    "history",
		Group:   command.Support,
		Syntax:  "history",
		Summary: text.Text{NB: "Vis kommandoene i økten", EN: "Show the commands of the session"},
		Help: text.Text{
			NB: "Skriver alle kommandoene så langt, uten resultater. Linjene i en løkke står slik de er skrevet, én gang for hver runde.",
			EN: "Prints every command so far, without results. The lines of a loop stand as they are written, once for every turn.",
		},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Reads,
		Examples: []string{"history"},
	},
	Check: func(s *check.Scope, _ *check.Call, _ *struct{}) []string { return s.State().History.Lines() },
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, lines []string, _ []disclosure.Released) {
		w.Text("```\n" + strings.Join(lines, "\n") + "\n```\n")
	},
})
