// Package help declares the command help.
//
// In: nothing, or the name of a command. Out: what it does, from its declaration.
//
//	help tabulate
package help

import (
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/manual"
)

const codeUnknown diag.Code = "C1201"

// Command is help.
var Command = registry.Define(registry.Typed[struct{}, []*command.Spec]{
	Spec: command.Spec{
		Name:     "help",
		Group:    command.Support,
		Syntax:   "help [command]",
		Summary:  text.Text{NB: "Vis hjelp om kommandoer", EN: "Show help on commands"},
		Help:     text.Text{NB: "help alene viser alle kommandoene; help navn viser én.", EN: "help alone shows all commands; help name shows one."},
		Grammar:  syntax.WordsOperands(0, 1),
		Effect:   command.Reads,
		Examples: []string{"help"},
		Problems: []diag.Entry{manual.Unknown(codeUnknown, text.Text{NB: "kommando", EN: "command"}, "help")},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) []*command.Spec {
		return manual.Asked(s, call, s.Commands(), func(d *command.Spec) string { return d.Name }, codeUnknown)
	},
	Render: render,
})

func render(w *page.Writer, _ *check.Call, _ struct{}, list []*command.Spec, _ []disclosure.Released) {
	var out strings.Builder
	if len(list) == 1 {
		one(&out, list[0], w.Lang)
	} else {
		for _, d := range list {
			fmt.Fprintf(&out, "- `%s` %s\n", d.Name, d.Summary.In(w.Lang))
		}
	}
	w.Text(out.String())
}

func one(out *strings.Builder, d *command.Spec, lang text.Lang) {
	fmt.Fprintf(out, "**%s** %s\n\n    %s\n\n%s\n", d.Name, d.Summary.In(lang), d.Syntax, d.Help.In(lang))
	if len(d.Options) > 0 {
		out.WriteString("\n")
	}
	for _, o := range d.Options {
		fmt.Fprintf(out, "- `%s` %s\n", o.Name, o.Help.In(lang))
	}
	if d.Scripts == nil {
		return
	}
	if list := d.Scripts(); len(list) > 0 {
		fmt.Fprintf(out, "\n%s\n\n    %s\n", example.In(lang), strings.ReplaceAll(strings.TrimSpace(list[0].Text), "\n", "\n    "))
	}
}

var example = text.Text{NB: "Eksempel:", EN: "Example:"}
