package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// wageEarnerVariables describe the people with a job in the monthly statistics of jobs.
func wageEarnerVariables() []variable.Variable {
	of := func(f func(v *life.View, p int32) int64) value {
		return func(v *life.View, p int32) (int64, bool) {
			if v.MainJobs()[p] < 0 {
				return 0, false
			}
			return f(v, p), true
		}
	}
	since := of(yearsSettled)
	return []variable.Variable{
		{Name: "ARBLONN_PERS_ALDER", Kind: sheet.NumberValue, At: of(func(v *life.View, p int32) int64 { return int64(v.Age(p, v.Day)) })},
		{Name: "ARBLONN_PERS_BOSETT_STATUS", Codes: variable.These("1", "2", "3"), At: of(func(v *life.View, p int32) int64 {
			if newHere(v, p, 60) {
				return 1 + int64(p&1)
			}
			return 0
		})},
		{Name: "ARBLONN_PERS_BOTID_FORST", Kind: sheet.NumberValue, At: since},
		{Name: "ARBLONN_PERS_BOTID_SISTE", Kind: sheet.NumberValue, At: since},
		{Name: "ARBLONN_PERS_DNR", Codes: variable.These("0", "1"), At: of(func(v *life.View, p int32) int64 { return temporaryNumber(v, p) })},
		{Name: "ARBLONN_PERS_KJOENN", Codes: variable.These("1", "2"), At: of(sex)},
		{Name: "ARBLONN_PERS_KOMMNR", At: func(v *life.View, p int32) (int64, bool) {
			if v.MainJobs()[p] < 0 {
				return 0, false
			}
			return v.Municipality(p)
		}},
		{Name: "ARBLONN_PERS_KOMMNR_KILDE", Codes: variable.These("F", "A"), At: of(temporaryNumber)},
		{Name: "ARBLONN_PERS_STATSBORGERSKAP", At: of(func(v *life.View, p int32) int64 {
			if v.CitizenFrom(p) <= v.Day {
				return v.CountryIndex[life.Norway]
			}
			return v.CountryIndex[v.Country[p]]
		})},
		{Name: "ARBLONN_PERS_SUM_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100, At: of(func(v *life.View, p int32) int64 {
			hours, _ := v.HoursSums()
			return int64(hours[p])
		})},
		{Name: "ARBLONN_PERS_SUM_STILLINGSPST", Kind: sheet.RealValue, Scale: 1, At: of(func(v *life.View, p int32) int64 {
			_, percent := v.HoursSums()
			return int64(percent[p])
		})},
	}
}

// yearsSettled is the number of whole years since birth or arrival; nobody here moves in twice.
func yearsSettled(v *life.View, p int32) int64 {
	return (int64(v.Day) - int64(v.Entry[p])) * 100 / 36525
}

func newHere(v *life.View, p int32, days int) bool {
	return v.Flags[p]&life.ImmigrantFlag != 0 && int(v.Day)-int(v.Entry[p]) < days
}

// temporaryNumber is 1 for newcomers, who are known by a D-number first.
func temporaryNumber(v *life.View, p int32) int64 {
	if newHere(v, p, 120) {
		return 1
	}
	return 0
}
