// Package forloop declares the word for for help and the manual; package expand turns
// loops into a straight line before any command is checked.
//
// In: names and lists of values. Out: the lines up to end, once for every value.
//
//	for y in 2018 : 2020
package forloop

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is for.
var Command = registry.Define(registry.Typed[struct{}, struct{}]{
	Spec: command.Spec{
		Name:    "for",
		Group:   command.Bindings,
		Syntax:  "for name[, name…] in values[, values…] [; …] … end",
		Summary: text.Text{NB: "Gjenta linjer for hver verdi", EN: "Repeat lines for every value"},
		Help: text.Text{
			NB: "Verdiene er en liste (med blanke eller komma) eller et intervall lo : hi. Flere navn går i takt gjennom hver sin liste; semikolon gir løkker inni løkker. Inne i løkken brukes $navn. Bindinger laget i løkken gjelder bare der.",
			EN: "The values are a list (blanks or commas) or a range lo : hi. Several names walk through a list each, in step; a semicolon nests loops. Inside, use $name. Bindings made in the loop live there only.",
		},
		Grammar:  syntax.NoOperands(),
		Effect:   command.Makes,
		Examples: []string{"for"},
	},
})
