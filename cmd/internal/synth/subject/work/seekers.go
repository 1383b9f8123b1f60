package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// seekerVariables are spells in the register of job seekers, until April 2001 in one form and
// then in another.
func seekerVariables() []variable.Variable {
	some := func(of func(code int64) bool, say func(w *life.World, p int32, code int64, start int16) int64) func(*life.World, int32, life.EmitSpell) {
		return func(w *life.World, p int32, emit life.EmitSpell) {
			w.SeekerSpells(p, func(code int64, start, stop int16) {
				if of(code) {
					emit(say(w, p, code, start), start, stop)
				}
			})
		}
	}
	inProgramme := func(yes func(code uint8) bool) func(w *life.World, p int32, code int64, start int16) int64 {
		return func(w *life.World, p int32, code int64, start int16) int64 {
			if yes(uint8(code)) || code == life.SeekerDisabled && spellLot(w, p, start)%100 < 45 {
				return 0
			}
			return 1
		}
	}
	ordinary := func(code int64) bool { return !life.Reduced(code) }
	return []variable.Variable{
		{Name: "ARBSOEK2001FDT_HOVED", Spells: (*life.World).SeekerSpells},
		{Name: "ARBSOEK1992FDT_STONAD", Spells: some(func(int64) bool { return true }, formerSupport)},
		{Name: "ARBSOEK1992FDT_TILTAK3", Spells: some(ordinary, inProgramme(ordinaryProgramme))},
		{Name: "ARBSOEK1992FDT_TILTAK5", Spells: some(life.Reduced, inProgramme(func(uint8) bool { return false }))},
	}
}

// spellLot draws something about a time as a job seeker.
func spellLot(w *life.World, p int32, start int16) int {
	return chance.Part(chance.NewStream(w.Seed, 57).At(p, int(start)), 0)
}

// formerSupport is what job seekers lived of: unemployment benefit, another one, none.
func formerSupport(w *life.World, p int32, code int64, start int16) int64 {
	switch _, ok := w.OnBenefit(p, life.Unemployment, start+7); {
	case ok:
		return 0
	case life.Reduced(code):
		return 1
	}
	return 2
}

// registerVariables are the monthly register of job seekers; they have rows for those in it.
func registerVariables() []variable.Variable {
	of := func(f func(v *life.View, s *life.SeekerSpell) (int64, bool)) value {
		return func(v *life.View, p int32) (int64, bool) {
			s := v.Seeker(p)
			if s == nil {
				return 0, false
			}
			return f(v, s)
		}
	}
	return []variable.Variable{
		{Name: "ARBEIDSSOKER_ALDER", Kind: sheet.RealValue, Scale: 1, At: of(func(v *life.View, s *life.SeekerSpell) (int64, bool) {
			return int64(v.Age(s.Person, calendar.Day(v.Year, v.Month, 16))), true
		})},
		{Name: "ARBEIDSSOKER_ANT_D_AS", Kind: sheet.NumberValue, At: of(func(v *life.View, s *life.SeekerSpell) (int64, bool) { return int64(v.Day) - int64(s.Start) + 1, true })},
		{Name: "ARBEIDSSOKER_ARBEIDSSOKERSTATUS_FIN", At: of(detailedStatus)},
		{Name: "ARBEIDSSOKER_ARBEIDSSOKERSTATUS_GROV", At: of(func(_ *life.View, s *life.SeekerSpell) (int64, bool) { return broadStatus(s), true })},
		{Name: "ARBEIDSSOKER_AS_HOVED", At: of(func(_ *life.View, s *life.SeekerSpell) (int64, bool) { return mainStatus(s), true })},
		{Name: "ARBEIDSSOKER_AS_YTELSE", At: of(entitlement)},
		{Name: "ARBEIDSSOKER_DAGDATO1", Kind: sheet.NumberValue, At: of(func(v *life.View, _ *life.SeekerSpell) (int64, bool) {
			return int64(v.Year*10000+v.Month*100) + int64(v.Day) - int64(calendar.Day(v.Year, v.Month, 1)) + 1, true
		})},
		{Name: "ARBEIDSSOKER_ESTATUS", At: of(maritalStatus)},
		{Name: "ARBEIDSSOKER_KJOENN", Codes: variable.These("1", "2"), At: of(func(v *life.View, s *life.SeekerSpell) (int64, bool) { return sex(v, s.Person), true })},
		{Name: "ARBEIDSSOKER_MAXDP", Kind: sheet.NumberValue, At: of(longestBenefit)},
		{Name: "ARBEIDSSOKER_REG_STAT", Codes: variable.These("1"), At: of(func(v *life.View, s *life.SeekerSpell) (int64, bool) { return 0, true })},
		{Name: "ARBEIDSSOKER_TILTAK", At: of(programmeStatus)},
	}
}

func sex(v *life.View, p int32) int64 {
	if v.IsWoman(p) {
		return 1
	}
	return 0
}

// detailedStatus has the few codes that are known: laid off, others, and programmes by kind.
func detailedStatus(v *life.View, s *life.SeekerSpell) (int64, bool) {
	lot := spellLot(v.World, s.Person, s.Start)
	switch {
	case s.Code == life.SeekerProgramme || reducedIn(s.Code):
		return int64(5 + lot%5), true
	case s.Code == life.SeekerUnemployed && laidOff(v, s, lot):
		return 0, true
	}
	return 1, true
}

// laidOff tells whether somebody without work is to come back to the employer.
func laidOff(v *life.View, s *life.SeekerSpell, lot int) bool {
	odds := 90
	if y := calendar.YearOf(s.Start); y == 2020 || y == 2021 {
		odds = 450
	}
	return lot%1000 < odds && v.Works(s.Person, calendar.YearOf(s.Start))
}

func broadStatus(s *life.SeekerSpell) int64 {
	switch {
	case s.Code == life.SeekerUnemployed:
		return 0
	case s.Code == life.SeekerPartly:
		return 1
	case s.Code == life.SeekerProgramme:
		return 2
	case life.Reduced(int64(s.Code)):
		return 3
	}
	return 4
}

// mainStatus is the position in AN DS FS HL NO NP NT NU NV YH.
func mainStatus(s *life.SeekerSpell) int64 {
	switch s.Code {
	case life.SeekerUnemployed:
		return 3
	case life.SeekerPartly:
		return 1
	case life.SeekerProgramme, life.SeekerOther:
		return 0
	case life.SeekerService:
		return 2
	case life.SeekerDisabled:
		return 9
	case life.SeekerReducedFirst:
		return 4
	case life.SeekerReducedFirst + 1:
		return 7
	case life.SeekerNeedsPlan:
		return 5
	case life.SeekerReducedOut:
		return 8
	}
	return 6
}

// entitlement is the position in xx AP DP ID IS VS SA SD SO SY of what somebody lives of.
func entitlement(v *life.View, s *life.SeekerSpell) (int64, bool) {
	on := func(k life.Benefit) bool { _, ok := v.OnBenefit(s.Person, k, v.Day); return ok }
	lot := spellLot(v.World, s.Person, s.Start) % 100
	switch {
	case on(life.Unemployment):
		return 2, true
	case on(life.WorkAssessment), on(life.Rehabilitation), on(life.TimedDisability):
		return 1, true
	case on(life.Sickness):
		return 9, true
	case onProgramme(v, s.Person):
		return 4, true
	case on(life.SocialAssistance):
		return 8, true
	case s.Code == life.SeekerUnemployed && int(v.Day)-int(s.Start) < 30 && lot < 60:
		return 7, true
	case lot < 4:
		return 0, true
	}
	return 3, true
}

// maritalStatus is unmarried, married, cohabiting, divorced or separated, widowed.
func maritalStatus(v *life.View, s *life.SeekerSpell) (int64, bool) {
	code := int64(1)
	v.MaritalSpells(s.Person, func(c int64, start, stop int16) {
		if start <= v.Day && v.Day <= stop {
			code = c
		}
	})
	if u := v.UnionAt(s.Person, v.Day); u != nil && code != 2 && v.Resident(u.Partner(s.Person), v.Day) {
		return 2, true
	}
	switch code {
	case 2, 6:
		return 1, true
	case 3, 8, 9:
		return 4, true
	case 4, 5, 7:
		return 3, true
	}
	return 0, true
}

// longestBenefit is two years for those who earned enough before, else one, in weeks.
func longestBenefit(v *life.View, s *life.SeekerSpell) (int64, bool) {
	if _, ok := v.OnBenefit(s.Person, life.Unemployment, v.Day); !ok {
		return 0, false
	}
	y := calendar.YearOf(s.Start)
	if v.Pay.Wages(s.Person, y-1) >= 190_000*int64(life.WageIndex.At(y))/1070 {
		return 104, true
	}
	return 52, true
}

// programmeStatus has no row for people with a job who seek work.
func programmeStatus(_ *life.View, s *life.SeekerSpell) (int64, bool) {
	switch {
	case s.Code == life.SeekerUnemployed:
		return 0, true
	case s.Code == life.SeekerProgramme:
		return 1, true
	case s.Code == life.SeekerService:
		return 2, true
	case reducedIn(s.Code):
		return 4, true
	case life.Reduced(int64(s.Code)):
		return 3, true
	}
	return 0, false
}
