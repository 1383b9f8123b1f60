package society

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// programmeVariables are about those who took part in the introduction programme some time
// in the year and live in the country at its end.
func programmeVariables() []variable.Variable {
	of := func(f func(v *life.View, g life.Programme, p int32) (int64, bool)) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			if v.Flags[p]&life.ImmigrantFlag == 0 || v.Entry[p] < v.Day-5*365 || !v.Resident(p, v.Day) {
				return 0, false
			}
			g, ok := v.IntroductionProgramme(p)
			if !ok || g.Start > v.Day || g.Stop < calendar.NewYear(v.Year) {
				return 0, false
			}
			return f(v, g, p)
		}
	}
	yes := func(f func(g life.Programme) bool) func(v *life.View, p int32) (int64, bool) {
		return of(func(_ *life.View, g life.Programme, _ int32) (int64, bool) { return flag(f(g)), true })
	}
	number := func(f func(v *life.View, g life.Programme) (int64, bool)) func(v *life.View, p int32) (int64, bool) {
		return of(func(v *life.View, g life.Programme, _ int32) (int64, bool) { return f(v, g) })
	}
	place := func(day func(v *life.View, g life.Programme, p int32) int16) func(v *life.View, p int32) (int64, bool) {
		return of(func(v *life.View, g life.Programme, p int32) (int64, bool) {
			d := day(v, g, p)
			return v.KommuneOf(v.PlaceOn(p, d)), d <= v.Day
		})
	}
	return []variable.Variable{
		{Name: "INTRO_PROXY_START_DATO", Kind: sheet.AmountValue,
			At: number(func(_ *life.View, g life.Programme) (int64, bool) { return calendar.Number(g.Start), true })},
		{Name: "INTRO_PROXY_AVSL_DATO", Kind: sheet.AmountValue,
			At: number(func(v *life.View, g life.Programme) (int64, bool) { return calendar.Number(g.Stop), g.Stop <= v.Day })},
		{Name: "INTRO_GJENNOMFORINGSFRIST", Kind: sheet.AmountValue,
			At: number(func(_ *life.View, g life.Programme) (int64, bool) { return calendar.Number(g.Deadline), true })},
		{Name: "INTRO_FORST_BOSETTING_KOMMNR", Codes: variable.List("kommune"),
			At: place(func(v *life.View, _ life.Programme, p int32) int16 { return v.Entry[p] })},
		{Name: "INTRO_OPPFOLG_KOMMNR", Codes: variable.List("kommune"),
			At: place(func(v *life.View, g life.Programme, _ int32) int16 { return min(g.Stop, v.Day) })},
		{Name: "INTRO_AVSL_OPPFOLG_KOMMNR", Codes: variable.List("kommune"),
			At: place(func(_ *life.View, g life.Programme, _ int32) int16 { return g.Stop })},
		{Name: "INTRO_HAR_UTVIDET_INTRO", Codes: yesNo, At: yes(func(g life.Programme) bool { return g.Extended })},
		{Name: "INTRO_HAR_FRAVAER", Codes: yesNo, At: yes(func(g life.Programme) bool { return chance.Part(chance.Mix(g.Word), 0)%100 < 62 })},
		{Name: "INTRO_PERMISJON_I_PERIODEN", Codes: yesNo, At: yes(func(g life.Programme) bool { return chance.Part(chance.Mix(g.Word), 1)%100 < 17 })},
		{Name: "INTRO_LOVVERK", Codes: variable.These("1", "2"),
			At: number(func(_ *life.View, g life.Programme) (int64, bool) { return flag(g.Start >= life.IntegrationAct), true })},
		{Name: "INTRO_KATEGORI_KODE", Codes: variable.These("1", "2", "3"),
			At: of(func(v *life.View, g life.Programme, p int32) (int64, bool) { return programmeCategory(v, g, p), true })},
	}
}

// programmeCategory groups participants by the schooling they come with: 0 little, 1 some,
// 2 upper secondary or more.
func programmeCategory(v *life.View, g life.Programme, p int32) int64 {
	switch {
	case v.Level[p] >= life.LevelSecondary:
		return 2
	case chance.Part(chance.Mix(g.Word), 2)%100 < 60:
		return 1
	}
	return 0
}
