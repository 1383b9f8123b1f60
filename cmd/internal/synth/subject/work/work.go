// Package work declares the variables of work, jobs and job seekers.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := work.Variables() // REGSYS_ARB_ARBMARK_STATUS and others
package work

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(workVariables(), jobVariables())
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

// jobVariables have jobs as units.
func jobVariables() []variable.Variable {
	active := func(f func(w *life.World, j *life.Job) int64) func(v *life.View, k int32) (int64, bool) {
		return func(v *life.View, k int32) (int64, bool) {
			j := &v.Jobs[k]
			if j.Start > v.Day || v.Day > j.End {
				return 0, false
			}
			return f(v.World, j), true
		}
	}
	return []variable.Variable{
		{Name: "ARBEIDSFORHOLD_PERSON", Kind: sheet.AmountValue, Fixed: func(w *life.World, k int32) (int64, bool) { return w.Ids[w.Jobs[k].Person], true }},
		{Name: "ARBLONN_ARB_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100,
			At: active(func(_ *life.World, j *life.Job) int64 { return int64(j.Percent) * FullWeek(j) / 10 })},
		{Name: "ARBLONN_ARB_STILLINGSPST", Kind: sheet.RealValue, Scale: 1, At: active(func(_ *life.World, j *life.Job) int64 { return int64(j.Percent) })},
		{Name: "ARBLONN_ARB_YRKE_STYRK08", Codes: variable.List("styrk08"), At: active(func(_ *life.World, j *life.Job) int64 { return int64(j.Occupation) })},
		{Name: "ARBLONN_ARB_HOVEDARBEID", Codes: variable.These("1", "2"), At: func(v *life.View, k int32) (int64, bool) {
			j := &v.Jobs[k]
			if j.Start > v.Day || v.Day > j.End {
				return 0, false
			}
			if v.MainJobs()[j.Person] == k {
				return 0, true
			}
			return 1, true
		}},
		{Name: "ARBLONN_LONN_EKV_IALT", Kind: sheet.RealValue, Scale: 1, At: func(v *life.View, k int32) (int64, bool) {
			j := &v.Jobs[k]
			if j.Start > v.Stop || v.Day > j.End {
				return 0, false
			}
			return v.Pay.JobPay(k, v.Year, v.Month), true
		}},
	}
}

// FullWeek is the weekly hours of a full-time job, in tenths: shift work has fewer.
func FullWeek(j *life.Job) int64 {
	if (uint32(j.Person)*2654435761+uint32(j.Occupation))>>16%100 < 15 {
		return 355
	}
	return 375
}
