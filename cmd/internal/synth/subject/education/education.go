// Package education declares the variables of education: the highest level and when it was
// reached, grades and tests, courses, and stays at schools abroad.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := education.Variables() // NUDB_BU and others
package education

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Streams of the seed, one for each theme.
const (
	gradeStream = 41 + iota
	upperStream
	testStream
	courseStream
	exchangeStream
	registerStream
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(levelVariables(), firstVariables(), semesterVariables(), courseVariables(),
		gradeVariables(), upperVariables(), testVariables(), exchangeVariables())
}

// horizon is the day after the last one anything is known of.
var horizon = calendar.NewYear(calendar.LastYear)

// finishedHere tells whether a person was in the country until the end of a course, before
// the end of the data.
func finishedHere(w *life.World, p int32, st *life.Study) bool {
	return st.Done && st.Start >= w.Entry[p] && st.Stop < min(w.Gone(p), horizon)
}
