// Package jobs declares the variables whose units are jobs: contracts, pay and absence.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := jobs.Variables() // ARBLONN_LONN_EKV_IALT and others
package jobs

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(contractVariables(), payVariables(), absenceVariables())
}

// value is what a variable says of a job in a period.
type value = func(v *life.View, k int32) (int64, bool)

// active keeps the jobs that go on on the day of a status.
func active(f value) value {
	return func(v *life.View, k int32) (int64, bool) {
		if j := &v.Jobs[k]; j.Start > v.Day || v.Day > j.End {
			return 0, false
		}
		return f(v, k)
	}
}

func contractVariables() []variable.Variable {
	hours := func(v *life.View, k int32) (int64, bool) { return v.Hours(k), true }
	percent := func(v *life.View, k int32) (int64, bool) { return int64(v.Jobs[k].Percent), true }
	return []variable.Variable{
		{Name: "ARBEIDSFORHOLD_PERSON", Kind: sheet.AmountValue, Fixed: func(w *life.World, k int32) (int64, bool) { return w.Ids[w.Jobs[k].Person], true }},
		{Name: "ARBLONN_ARB_ANSETTELSESFORM", At: active(traitCode(life.Temporary))},
		{Name: "ARBLONN_ARB_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100, At: active(hours)},
		{Name: "ARBLONN_ARB_ARBKOMM", At: active(func(v *life.View, k int32) (int64, bool) { return v.KommuneOf(v.Employers().Of[k].Place()), true })},
		{Name: "ARBLONN_ARB_ARBMARK_STATUS", Codes: variable.These("1", "9"), At: active(func(v *life.View, k int32) (int64, bool) { return 1 - counts(v, k), true })},
		{Name: "ARBLONN_ARB_H3LDELTID", Codes: variable.These("1", "2"), At: active(func(v *life.View, k int32) (int64, bool) {
			if v.Jobs[k].Percent < 100 {
				return 1, true
			}
			return 0, true
		})},
		{Name: "ARBLONN_ARB_HOVEDARBEID", Codes: variable.These("1", "2"), At: active(func(v *life.View, k int32) (int64, bool) {
			if v.MainJobs()[v.Jobs[k].Person] == k {
				return 0, true
			}
			return 1, true
		})},
		{Name: "ARBLONN_ARB_KILDE", Codes: variable.These("A", "B"), At: active(func(v *life.View, k int32) (int64, bool) { return estimated(v, k, 8), true })},
		{Name: "ARBLONN_ARB_SLUTT", Kind: sheet.NumberValue, At: active(func(v *life.View, k int32) (int64, bool) { return int64(v.Jobs[k].End), endsNow(v, k) })},
		{Name: "ARBLONN_ARB_SLUTTAARSAK", At: active(func(v *life.View, k int32) (int64, bool) { return reasonOfEnd(v.World, k), endsNow(v, k) })},
		{Name: "ARBLONN_ARB_START", Kind: sheet.NumberValue, At: active(func(v *life.View, k int32) (int64, bool) { return int64(v.Jobs[k].Start), true })},
		{Name: "ARBLONN_ARB_STILLINGSPST", Kind: sheet.RealValue, Scale: 1, At: active(percent)},
		{Name: "ARBLONN_ARB_STILLINGSPST_INNRAPP", Kind: sheet.RealValue, Scale: 1, At: active(func(v *life.View, k int32) (int64, bool) {
			if estimated(v, k, unreported) == 1 {
				return 0, true // many who are paid by the hour are reported without a share
			}
			return percent(v, k)
		})},
		{Name: "ARBLONN_ARB_STILLINGSPST_KILDE", Codes: variable.These("A", "B"), At: active(func(v *life.View, k int32) (int64, bool) { return estimated(v, k, unreported), true })},
		{Name: "ARBLONN_ARB_SYSS", At: active(func(v *life.View, k int32) (int64, bool) { return counts(v, k), true })},
		{Name: "ARBLONN_ARB_TID_ORDNING", At: active(func(v *life.View, k int32) (int64, bool) { return v.Traits(k).Arrangement(), true })},
		{Name: "ARBLONN_ARB_TIMEANT_FULLTID", Kind: sheet.RealValue, Scale: 10, At: active(func(v *life.View, k int32) (int64, bool) { return v.Traits(k).FullWeek(), true })},
		{Name: "ARBLONN_ARB_TIMEANT_FULLTID_INNRAPP", Kind: sheet.RealValue, Scale: 10, At: active(func(v *life.View, k int32) (int64, bool) {
			if t := v.Traits(k); t.Arrangement() != life.NoShifts || estimated(v, k, 60) == 0 {
				return t.FullWeek(), true
			}
			return 400, true // the lunch break is counted in
		})},
		{Name: "ARBLONN_ARB_TYPE", Codes: variable.These("1", "2", "3"), At: active(func(v *life.View, k int32) (int64, bool) {
			switch t := v.Traits(k); {
			case t&life.Freelance != 0:
				return 2, true
			case t&life.Maritime != 0:
				return 1, true
			}
			return 0, true
		})},
		{Name: "ARBLONN_ARB_YRKE_STYRK08", At: active(func(v *life.View, k int32) (int64, bool) { return int64(v.Jobs[k].Occupation), true })},
		{Name: "ARBLONN_FRTK_SEKTOR_2014", Codes: variable.These(life.SectorCodes...), At: active(func(v *life.View, k int32) (int64, bool) {
			e := v.Employers()
			return e.Sector(e.Of[k]).Standard(), true
		})},
		{Name: "ARBLONN_LONN_IMP_STATUS", At: active(func(v *life.View, k int32) (int64, bool) { return imputed(v, k), true })},
	}
}

// traitCode is 0 or 1 for a trait of a job.
func traitCode(bit life.JobTraits) value {
	return func(v *life.View, k int32) (int64, bool) {
		if v.Traits(k)&bit != 0 {
			return 1, true
		}
		return 0, true
	}
}

// counts is 1 when a job makes its person employed: contracts beside a job do not.
func counts(v *life.View, k int32) int64 {
	if v.Jobs[k].Second && v.Traits(k)&life.Freelance != 0 {
		return 0
	}
	return 1
}

// unreported is how many in 1/1000 of jobs have no share of full time reported.
const unreported = 45

// estimated is 1 for a number in 1/1000 of jobs about which something was not reported well;
// those paid by the hour come four times as often.
func estimated(v *life.View, k int32, odds int) int64 {
	if v.Traits(k)&life.Hourly != 0 {
		odds *= 4
	}
	return lessThan(lots(v, k, 0), 0, odds)
}

// endsNow tells whether a job that goes on on the day ends in the same month.
func endsNow(v *life.View, k int32) bool {
	return v.Jobs[k].End < calendar.Day(v.Year, v.Month+1, 1)
}

// reasonOfEnd is the position of the reason a job ended: 1 dismissed, 2 resigned, 3 contract
// over, 4 laid off, 5 another employer takes over, 9 others.
func reasonOfEnd(w *life.World, k int32) int64 {
	j, word := &w.Jobs[k], chance.NewStream(w.Seed, payStream).At(k, -2)
	from, to := w.JobsOf(j.Person)
	followed := false
	for n := from; n < to; n++ {
		followed = followed || w.Jobs[n].Start == j.End+1
	}
	switch lot := chance.Part(word, 0) % 100; {
	case w.Traits(k)&life.Temporary != 0 && lot < 85:
		return 2
	case followed && lot < 80:
		return 1
	case followed:
		return 4
	case lot < 22:
		return 0
	case lot < 62:
		return 1
	case lot < 70:
		return 2
	case lot < 75:
		return 3
	}
	return 5
}
