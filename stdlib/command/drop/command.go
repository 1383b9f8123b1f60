// Package drop declares the command drop.
//
// In: a list of variables, or a condition. Out: the active dataset without these variables or rows.
//
//	drop if age >= 18 & age < 67
package drop

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/stdlib/selection"
)

// Command is drop.
var Command = selection.Define(command.Spec{
	Name:    "drop",
	Summary: text.Text{NB: "Fjern variabler eller rader", EN: "Remove variables or rows"},
	Help: text.Text{
		NB: "drop var… fjerner disse variablene. drop if betingelse fjerner radene der betingelsen er sann. Populasjonen må fortsatt ha minst 1000 enheter.",
		EN: "drop var… removes these variables. drop if condition removes the rows where the condition is true. The population must still have at least 1000 units.",
	},
	Examples: []string{"drop"},
}, "C1011", false)
