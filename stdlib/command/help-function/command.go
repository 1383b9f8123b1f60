// Package helpfunction declares the command help-function.
//
// In: nothing, or the name of a function. Out: what it does, from its declaration.
//
//	help-function substr
package helpfunction

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

const codeUnknown diag.Code = "C1202"

// Command is help-function.
var Command = registry.Define(registry.Typed[struct{}, []*command.Function]{
	Spec: command.Spec{
		Name:     "help-function",
		Group:    command.Support,
		Syntax:   "help-function [function]",
		Summary:  text.Text{NB: "Vis hjelp om funksjoner", EN: "Show help on functions"},
		Help:     text.Text{NB: "help-function alene viser alle funksjonene; help-function navn viser én.", EN: "help-function alone shows all functions; help-function name shows one."},
		Grammar:  syntax.WordsOperands(0, 1),
		Effect:   command.Reads,
		Examples: []string{"helpfunction"},
		Problems: []diag.Entry{manual.Unknown(codeUnknown, text.Text{NB: "funksjon", EN: "function"}, "help-function")},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) []*command.Function {
		return manual.Asked(s, call, s.Functions(), func(d *command.Function) string { return d.Name }, codeUnknown)
	},
	Render: render,
})

func render(w *page.Writer, _ *check.Call, _ struct{}, list []*command.Function, _ []disclosure.Released) {
	var out strings.Builder
	for _, d := range list {
		fmt.Fprintf(&out, "- `%s` %s\n", d.Syntax, d.Summary.In(w.Lang))
		if len(list) > 1 {
			continue
		}
		for _, e := range d.Examples {
			fmt.Fprintf(&out, "- `%s` = `%s`", e.Call, e.Value)
			if e.Given != "" {
				fmt.Fprintf(&out, " (%s)", e.Given)
			}
			out.WriteByte('\n')
		}
	}
	w.Text(out.String())
}
