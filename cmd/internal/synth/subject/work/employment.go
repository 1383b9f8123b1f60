package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// employmentVariables are the yearly status and the main job, in two series.
func employmentVariables() []variable.Variable {
	hours := ofJob(func(v *life.View, k int32) int64 { return v.Hours(k) })
	return []variable.Variable{
		{Name: "REGSYS_YRKSTAT", Codes: variable.List("yrkesstatus"), At: (*life.View).LabourStatus},
		{Name: "REGSYS_ARB_ARBMARK_STATUS", Codes: variable.These("0", "1", "2", "3"), At: (*life.View).LabourStatus},
		{Name: "REGSYS_KILDE_YRKSTAT", At: source},
		{Name: "REGSYS_ARB_KILDE", At: source},
		{Name: "REGSYS_ARBTID", At: hourBand},
		{Name: "REGSYS_ARBTIM", Kind: sheet.RealValue, Scale: 100, At: hours},
		{Name: "REGSYS_ARB_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100, At: hours},
		{Name: "REGSYS_ARBKOMM", At: workMunicipality},
		{Name: "REGSYS_ARB_ARBKOMM", At: workMunicipality},
		{Name: "REGSYS_ARB_YRKE_STYRK08", At: occupation},
		{Name: "REGSYS_YRKE_PUBL", At: ofJob(func(v *life.View, k int32) int64 { return occupationGroup(v, v.Jobs[k].Occupation) })},

		{Name: "ARBSTATUS_ARB_ARBTID", At: hourBand},
		{Name: "ARBSTATUS_ARB_ARBTIM", Kind: sheet.RealValue, Scale: 100, At: hours},
		{Name: "ARBSTATUS_ARB_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100, At: hours},
		{Name: "ARBSTATUS_ARB_KOMM_NR", At: workMunicipality},
		{Name: "ARBSTATUS_ARB_YRKE_STYRK08", At: occupation},
		{Name: "ARBSTATUS_PERS_SUM_ARBEIDSTID", Kind: sheet.RealValue, Scale: 100, At: sumOfHours},
	}
}

var occupation = ofJob(func(v *life.View, k int32) int64 { return int64(v.Jobs[k].Occupation) })

// source is where a status is known from: pay statements, taxes, the labour administration, or
// that nothing else is known.
func source(v *life.View, p int32) (int64, bool) {
	status, ok := v.LabourStatus(p)
	return [...]int64{3, 0, 1, 2}[status], ok
}

// hourBand is 1–19, 20–29, or 30 hours and more.
var hourBand = ofJob(func(v *life.View, k int32) int64 {
	switch hours := v.Hours(k); {
	case hours < 2000:
		return 0
	case hours < 3000:
		return 1
	}
	return 2
})

// workMunicipality is where the main job is; the self-employed work where they live.
var workMunicipality = orOwn(
	ofJob(func(v *life.View, k int32) int64 { return v.KommuneOf(v.Employers().Of[k].Place()) }),
	(*life.View).Municipality)

func sumOfHours(v *life.View, p int32) (int64, bool) {
	if mainJob(v, p) < 0 {
		return 0, false
	}
	hours, _ := v.HoursSums()
	return int64(hours[p]), true
}

type groups struct{}

// occupationGroup is the position of the first two digits of an occupation.
func occupationGroup(v *life.View, occupation uint16) int64 {
	return life.OfWorld(v.World, groups{}, func() []int64 {
		at := map[string]int64{}
		for i, code := range v.Cat.Codes("styrk08_niva2") {
			at[code] = int64(i)
		}
		list := make([]int64, len(v.Occupations.Codes))
		for i, code := range v.Occupations.Codes {
			list[i] = at[code[:2]]
		}
		return list
	})[occupation]
}

// employerVariables say for whom people work in their main job.
func employerVariables() []variable.Variable {
	of := func(f func(e *life.Employers, at life.Workplace) int64) value {
		return ofJob(func(v *life.View, k int32) int64 {
			e := v.Employers()
			return f(e, e.Of[k])
		})
	}
	establishment := ofJob(func(v *life.View, k int32) int64 { return v.Employers().Establishment(k) })
	enterprise := ofJob(func(v *life.View, k int32) int64 { return v.Employers().Enterprise(k) })
	sector := of(func(e *life.Employers, at life.Workplace) int64 { return e.Sector(at).Standard() })
	industry := of(func(e *life.Employers, at life.Workplace) int64 { return e.Industry(at) })
	older := of(func(_ *life.Employers, at life.Workplace) int64 { return int64(at.Branch()) })
	form := orOwn(of(func(e *life.Employers, at life.Workplace) int64 { return e.LegalForm(at) }),
		func(*life.View, int32) (int64, bool) { return life.OwnFirm, true })
	return []variable.Variable{
		{Name: "REGSYS_ORGBED", Kind: sheet.AmountValue, At: establishment},
		{Name: "REGSYS_VIRK_ID_SSB", Kind: sheet.AmountValue, At: establishment},
		{Name: "REGSYS_ORGFOR", Kind: sheet.AmountValue, At: enterprise},
		{Name: "REGSYS_FRTK_ID_SSB", Kind: sheet.AmountValue, At: enterprise},
		{Name: "REGSYS_FORG_FRM", Codes: variable.These(life.LegalForms...), At: form},
		{Name: "REGSYS_FRTK_ORG_FORM", Codes: variable.These(life.LegalForms...), At: form},
		{Name: "REGSYS_SEKTOR", Codes: variable.These(life.SectorCodesOlder...),
			At: of(func(e *life.Employers, at life.Workplace) int64 { return e.Sector(at).Older() })},
		{Name: "REGSYS_SEKTOR_2014", Codes: variable.These(life.SectorCodes...), At: sector},
		{Name: "REGSYS_FRTK_SEKTOR_2014", Codes: variable.These(life.SectorCodes...), At: sector},
		{Name: "REGSYS_NARING_SN94", Codes: variable.These(life.OlderIndustries()...), At: older},
		{Name: "REGSYS_NARING_SN2002", Codes: variable.These(life.OlderIndustries()...), At: older},
		{Name: "REGSYS_NARING_SN2007", At: industry},
		{Name: "REGSYS_VIRK_NACE1_SN07", At: industry},
	}
}
