package society

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what this subject promises about its marginals.
func Bands() []survey.Band {
	return []survey.Band{
		turnoutBand("2013", 2013, 78), turnoutBand("2015", 2015, 60), turnoutBand("2017", 2017, 78),
		turnoutBand("2019", 2019, 65), turnoutBand("2021", 2021, 77), turnoutBand("2023", 2023, 62),
		{Name: text.Text{NB: "valgdeltakelse 2021, innvandrere minus andre, prosentpoeng", EN: "turnout 2021, immigrants minus others, points"}, Low: -25, High: -15, Published: -20,
			Measure: func(s *survey.Survey) float64 {
				in := func(p int32) bool { return s.Category[p] == 'B' }
				return turnout(s, 2021, in) - turnout(s, 2021, func(p int32) bool { return !in(p) })
			}},
		{Name: text.Text{NB: "barnevernstiltak i året, alder 0–22, %", EN: "child welfare measures in the year, age 0–22, %"}, Low: 3.2, High: 4.4, Published: 3.8,
			Measure: func(s *survey.Survey) float64 {
				v := viewOf(s, calendar.NewYear(2022), calendar.NewYear(2023)-1)
				return s.Share(survey.Ages(2, 24), func(p int32) bool { _, ok := measuresIn(v, p); return ok })
			}},
		{Name: text.Text{NB: "siktede i året, alder 15+, %", EN: "persons charged in the year, age 15+, %"}, Low: 1.1, High: 1.9, Published: 1.5,
			Measure: func(s *survey.Survey) float64 {
				return s.Share(survey.Ages(17, 130), func(p int32) bool { _, ok := charged(s.World, p, 2022); return ok })
			}},
		{Name: text.Text{NB: "menn blant siktede, %", EN: "men among persons charged, %"}, Low: 76, High: 88, Published: 82,
			Measure: func(s *survey.Survey) float64 {
				who := func(p int32, _ int) bool { _, ok := charged(s.World, p, 2022); return ok }
				return s.Share(who, func(p int32) bool { return !s.IsWoman(p) })
			}},
		{Name: text.Text{NB: "deltakere i introduksjonsprogram 2023, per 1000 bosatte", EN: "participants in the introduction programme 2023, per 1000 residents"}, Low: 4, High: 11, Published: 7,
			Measure: func(s *survey.Survey) float64 {
				from, to := calendar.NewYear(2023), calendar.NewYear(2024)
				return 10 * s.Share(survey.Everybody, func(p int32) bool {
					g, ok := s.IntroductionProgramme(p)
					return ok && g.Start < to && g.Stop >= from
				})
			}},
	}
}

func viewOf(s *survey.Survey, start, stop int16) *life.View {
	return life.NewView(s.World, calendar.Period{Start: start, Stop: stop})
}

func turnoutBand(label string, year int, published float64) survey.Band {
	return survey.Band{Name: text.Text{NB: "valgdeltakelse " + label + ", %", EN: "turnout " + label + ", %"}, Low: published - 2, High: published + 2,
		Published: published, Measure: func(s *survey.Survey) float64 { return turnout(s, year, func(int32) bool { return true }) }}
}

// turnout is the share of voters among some people on the roll.
func turnout(s *survey.Survey, year int, of func(p int32) bool) float64 {
	e := elections[year]
	d, ok := variable.ElectionDay(year)
	if !ok {
		return 0
	}
	v := viewOf(s, d, d)
	n, k := 0, 0
	for p := range int32(s.Persons()) {
		if onRoll(v, e, p) && of(p) {
			n++
			if votes(v, e, p) {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(n)
}
