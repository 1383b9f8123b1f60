// Package work declares the variables of work and job seekers whose units are persons.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := work.Variables() // REGSYS_ARB_ARBMARK_STATUS and others
package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return workVariables()
}

func workVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "ARBSOEK2001FDT_HOVED", Codes: variable.List("arbsoek_hoved"), Spells: (*life.World).SeekerSpells},
		{Name: "REGSYS_ARB_ARBMARK_STATUS", Since: 2015, Codes: variable.These("0", "1", "2", "3"), At: (*life.View).LabourStatus},
		{Name: "REGSYS_ARB_YRKE_STYRK08", Since: 2015, Codes: variable.List("styrk08"), At: func(v *life.View, p int32) (int64, bool) {
			k := v.MainJobs()[p]
			if k < 0 || v.Age(p, v.Day) < 15 || !v.Resident(p, v.Day) {
				return 0, false
			}
			return int64(v.Jobs[k].Occupation), true
		}},
	}
}
