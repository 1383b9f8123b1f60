package benefits

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// bandDay is the day that shares of people are counted on, bandYear the year of those who
// receive something some time in it.
var bandDay = calendar.Day(bandYear, 6, 15)

const bandYear = 2023

// Bands are the round figures of benefits that the population is held to.
func Bands() []survey.Band {
	on := func(kind life.Benefit) func(s *survey.Survey, p int32) bool {
		return func(s *survey.Survey, p int32) bool { _, ok := s.OnBenefit(p, kind, bandDay); return ok }
	}
	within := func(kind life.Benefit) func(s *survey.Survey, p int32) bool {
		return func(s *survey.Survey, p int32) bool { return s.Receives(p, kind, bandYear) }
	}
	either := func(a, b func(s *survey.Survey, p int32) bool) func(s *survey.Survey, p int32) bool {
		return func(s *survey.Survey, p int32) bool { return a(s, p) || b(s, p) }
	}
	woman := func(s *survey.Survey, p int32) bool { return s.IsWoman(p) }
	man := func(s *survey.Survey, p int32) bool { return !s.IsWoman(p) }
	return []survey.Band{
		share("disability benefit, 18–66, %", "uføretrygd, 18–66 år, %", 10.3, 8.8, 11.8, 18, 66, nil, on(life.Disability)),
		share("… 18–29, %", "… 18–29 år, %", 2.5, 1.9, 3.1, 18, 29, nil, on(life.Disability)),
		share("… 50–59, %", "… 50–59 år, %", 16, 13.4, 18.4, 50, 59, nil, on(life.Disability)),
		share("… 60–66, %", "… 60–66 år, %", 29, 24.5, 33, 60, 66, nil, on(life.Disability)),
		share("… women, %", "… kvinner, %", 12, 10.2, 13.8, 18, 66, woman, on(life.Disability)),
		share("… men, %", "… menn, %", 8.5, 7.2, 9.8, 18, 66, man, on(life.Disability)),
		{Name: text.Text{EN: "… wholly disabled, % of recipients", NB: "… helt uføre, % av mottakerne"}, Published: 75, Low: 68, High: 82, Measure: wholly},
		share("work assessment allowance, 18–66, %", "arbeidsavklaringspenger, 18–66 år, %", 4.2, 3.5, 4.9, 18, 66, nil, on(life.WorkAssessment)),
		share("unemployment benefit some time in the year, 18–66, %", "dagpenger i løpet av året, 18–66 år, %", 3, 2.5, 3.5, 18, 66, nil, within(life.Unemployment)),
		share("sickness benefit some time in the year, 18–66, %", "sykepenger i løpet av året, 18–66 år, %", 12, 10.2, 13.8, 18, 66, nil, within(life.Sickness)),
		share("social assistance some time in the year, 18–66, %", "sosialhjelp i løpet av året, 18–66 år, %", 3, 2.5, 3.6, 18, 66, nil, within(life.SocialAssistance)),
		{Name: text.Text{EN: "… months of the year, mean", NB: "… måneder i året, gjennomsnitt"}, Published: 5.5, Low: 4.7, High: 6.3, Measure: socialMonths},
		share("old-age pension, 62–66, %", "alderspensjon, 62–66 år, %", 35, 30, 40, 62, 66, nil, on(life.OldAge)),
		share("old-age pension, 67+, %", "alderspensjon, 67 år og eldre, %", 97, 94, 100, 67, 130, nil, on(life.OldAge)),
		share("early retirement pension, 62–66, %", "avtalefestet pensjon, 62–66 år, %", 20, 17, 23, 62, 66, nil, either(on(life.AFPPublic), on(life.AFPPrivate))),
		share("basic or attendance benefit, %", "grunn- eller hjelpestønad, %", 3, 2.5, 3.5, 0, 130, nil, either(on(life.BasicBenefit), on(life.AttendanceBenefit))),
		{Name: text.Text{EN: "mothers with parental benefit, % of births", NB: "mødre med foreldrepenger, % av fødsler"}, Low: 70, High: 100,
			Measure: func(s *survey.Survey) float64 { return parents(s, func(k int32) int32 { return s.Mother[k] }) }},
		{Name: text.Text{EN: "fathers with parental benefit, % of births", NB: "fedre med foreldrepenger, % av fødsler"}, Published: 80, Low: 66, High: 90,
			Measure: func(s *survey.Survey) float64 { return parents(s, func(k int32) int32 { return s.Father[k] }) }},
		{Name: text.Text{EN: "cash-for-care, % of one-year-olds", NB: "kontantstøtte, % av ettåringer"}, Published: 12, Low: 9, High: 15, Measure: oneYearOlds},
		{Name: text.Text{EN: "children 0–17 with child benefit, %", NB: "barn 0–17 år med barnetrygd, %"}, Low: 94, High: 100, Measure: children17},
	}
}

// share is a band of the per cent of people of some ages on the day for whom something holds.
func share(en, nb string, published, low, high float64, from, to int, of, holds func(s *survey.Survey, p int32) bool) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: low, High: high, Measure: func(s *survey.Survey) float64 {
		n, k := 0, 0
		for p := range int32(s.Persons()) {
			if !s.Resident(p, bandDay) || of != nil && !of(s, p) {
				continue
			}
			if a := s.Age(p, bandDay); a < from || a > to {
				continue
			}
			n++
			if holds(s, p) {
				k++
			}
		}
		return 100 * float64(k) / float64(n)
	}}
}

func wholly(s *survey.Survey) float64 {
	n, k := 0, 0
	for p := range int32(s.Persons()) {
		if degree, ok := s.OnBenefit(p, life.Disability, bandDay); ok {
			n++
			if degree == 100 {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(n)
}

func socialMonths(s *survey.Survey) float64 {
	n, sum := 0, 0
	for p := range int32(s.Persons()) {
		if m := s.SocialMonths(p, bandYear); m > 0 {
			n++
			sum += m
		}
	}
	return float64(sum) / float64(n)
}

// parents is the per cent of the births of two years after which a parent received parental
// benefit within two years.
func parents(s *survey.Survey, of func(child int32) int32) float64 {
	n, k := 0, 0
	for c := range int32(s.Persons()) {
		y := s.BornYear(c)
		p := of(c)
		if y < bandYear-2 || y >= bandYear || s.Birth[c] != s.Entry[c] || p < 0 || !s.Resident(p, s.Birth[c]) {
			continue
		}
		n++
		if s.Receives(p, life.Parental, y) || s.Receives(p, life.Parental, y+1) || s.Receives(p, life.Parental, y+2) {
			k++
		}
	}
	return 100 * float64(k) / float64(n)
}

// oneYearOlds is the per cent of children of thirteen to twenty-three months for whom
// somebody receives cash-for-care on the day.
func oneYearOlds(s *survey.Survey) float64 {
	n, k := 0, int64(0)
	for p := range int32(s.Persons()) {
		if s.Resident(p, bandDay) && s.Birth[p] <= bandDay-395 && s.Birth[p] > bandDay-730 {
			n++
		}
		if v, ok := s.OnBenefit(p, life.CashForCare, bandDay); ok {
			k += v
		}
	}
	return 100 * float64(k) / float64(n)
}

func children17(s *survey.Survey) float64 {
	n, k := 0, int64(0)
	for p := range int32(s.Persons()) {
		if s.Resident(p, bandDay) && s.Age(p, bandDay) < 18 {
			n++
		}
		if v, ok := s.OnBenefit(p, life.ChildBenefit, bandDay); ok {
			k += v
		}
	}
	return 100 * float64(k) / float64(n)
}
