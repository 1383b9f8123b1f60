package studentfinance

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what this subject promises about 2022.
func Bands() []survey.Band {
	return []survey.Band{
		{Name: text.Text{NB: "studiestipend 2022 til dem som studerte hele året, median tusen kroner", EN: "grants of those who studied all of 2022, median thousand kroner"}, Low: 34, High: 46, Published: 40,
			Measure: func(s *survey.Survey) float64 {
				var x []float64
				for _, p := range s.People(survey.Ages(20, 45)) {
					if g := s.StudyGrant(p, 2022); g > 0 && terms(s.Enrolment().DegreeYears(p), 2022) == 2 {
						x = append(x, float64(g)/1000)
					}
				}
				return survey.Median(x)
			}},
		{Name: text.Text{NB: "med studielån ved utgangen av 2022, 20–66 år, %", EN: "with a student loan at the end of 2022, aged 20–66, %"}, Low: 24, High: 40,
			Measure: func(s *survey.Survey) float64 {
				return s.Share(survey.Ages(22, 68), func(p int32) bool { return debt(s, p) > 0 })
			}},
		{Name: text.Text{NB: "studielån ved utgangen av 2022, gjennomsnitt tusen kroner", EN: "student loans at the end of 2022, mean thousand kroner"}, Low: 110, High: 210,
			Measure: func(s *survey.Survey) float64 {
				var x []float64
				for _, p := range s.People(survey.Everybody) {
					if d := debt(s, p); d > 0 {
						x = append(x, float64(d)/1000)
					}
				}
				m, _ := survey.MeanSD(x)
				return m
			}},
	}
}

// debt is the loan of somebody who lived here at the end of 2022.
func debt(s *survey.Survey, p int32) int64 {
	e := s.Enrolment()
	if e.DegreeYears(p) == 0 || !s.Resident(p, calendar.NewYear(2023)-1) {
		return 0
	}
	a := balance(s.World, e, p, 2022)
	return a.loan
}
