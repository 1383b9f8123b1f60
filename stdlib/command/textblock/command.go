// Package textblock declares the textblock statement.
//
// In: Markdown between textblock and endblock. Out: the same Markdown among the results.
//
//	textblock
//	# Income by sex
//	endblock
package textblock

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is textblock.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "textblock",
		Group:   command.Support,
		Syntax:  "textblock … endblock",
		Summary: text.Text{NB: "Tekst mellom resultatene", EN: "Text between the results"},
		Help: text.Text{
			NB: "Linjene mellom textblock og endblock er Markdown og vises som de er, mellom resultatene. Ingenting i dem tolkes som kommandoer.",
			EN: "The lines between textblock and endblock are Markdown and are shown as they are, between the results. Nothing in them is read as a command.",
		},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Reads,
		Examples: []string{"textblock"},
	},
	Render: func(w *page.Writer, call *check.Call, _ struct{}, _ struct{}, _ []disclosure.Released) {
		if call.Stmt.Text != nil {
			w.Text(call.Stmt.Text.Text)
		}
	},
})
