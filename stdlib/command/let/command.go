// Package let declares the command let.
//
// In: a name and a value that needs no data. Out: a binding that $name stands for; package
// expand has evaluated it before anything else. The value is echoed.
//
//	let year = 2020
package let

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is let.
var Command = registry.Define(registry.Typed[struct{}, string]{
	Spec: command.Spec{
		Name:    "let",
		Group:   command.Bindings,
		Syntax:  "let name = value",
		Summary: text.Text{NB: "Gi en verdi et navn", EN: "Give a value a name"},
		Help: text.Text{
			NB: "Verdien er et tall, en tekst i anførselstegn, et navn, en annen binding eller et uttrykk av dem; ++ skjøter. Bruk den som $navn. En binding ser aldri data.",
			EN: "The value is a number, a quoted text, a name, another binding or an expression of them; ++ joins. Use it as $name. A binding never sees data.",
		},
		Grammar:  syntax.AssignOperands(),
		Effect:   command.Makes,
		Examples: []string{"let"},
	},
	Check: func(_ *check.Scope, call *check.Call, _ *struct{}) string {
		o, ok := call.Operands().(*syntax.Let)
		if !ok {
			return ""
		}
		return o.Name.Text + " = " + shown(o.Value)
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, line string, _ []disclosure.Released) { w.Message(line) },
})

// shown is the value as a script would write it.
func shown(e syntax.Expr) string {
	switch v := check.Literal(e).(type) {
	case *syntax.Number:
		return syntax.FormatNumber(v.Value)
	case *syntax.String:
		return "'" + v.Value + "'"
	}
	if v, ok := e.(*syntax.Var); ok {
		return v.Text()
	}
	return "."
}
