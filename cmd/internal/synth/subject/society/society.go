// Package society declares the variables of elections, the introduction programme, crime and
// child welfare.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := society.Variables() // VALG_STEMT_SSB and others
package society

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(electionVariables(), programmeVariables(), crimeVariables(), welfareVariables())
}

// Streams of this package.
const (
	electionLots = 34
	crimeLots    = 35
	welfareLots  = 36
)

var yesNo = variable.These("0", "1")

// flag is the index of a condition in yesNo.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
