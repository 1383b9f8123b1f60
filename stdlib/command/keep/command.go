// Package keep declares the command keep.
//
// In: a list of variables, or a condition. Out: the active dataset with these variables or rows only.
//
//	keep if age >= 18 & age < 67
package keep

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/stdlib/selection"
)

// Command is keep.
var Command = selection.Define(command.Spec{
	Name:    "keep",
	Summary: text.Text{NB: "Behold variabler eller rader", EN: "Keep variables or rows"},
	Help: text.Text{
		NB: "keep var… beholder disse variablene; enhetsnøkkelen følger alltid med. keep if betingelse beholder radene der betingelsen er sann; en manglende betingelse er ikke sann. Populasjonen må fortsatt ha minst 1000 enheter.",
		EN: "keep var… keeps these variables; the unit key always stays. keep if condition keeps the rows where the condition is true; a missing condition is not true. The population must still have at least 1000 units.",
	},
	Examples: []string{"keep"},
}, "C1001", true)
