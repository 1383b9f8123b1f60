package work

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// november is the reference day of statistics of work in a year.
func november(s *survey.Survey, y int) *life.View {
	d := calendar.Day(y, 11, 16)
	return life.NewView(s.World, calendar.Period{Start: d, Stop: d})
}

// Bands are the round figures of who works that the population is held to.
func Bands() []survey.Band {
	anybody := func(*life.View, int32) bool { return true }
	woman := func(v *life.View, p int32) bool { return v.IsWoman(p) }
	man := func(v *life.View, p int32) bool { return !v.IsWoman(p) }
	immigrant := func(v *life.View, p int32) bool { return v.Category[p] == 'B' }
	others := func(v *life.View, p int32) bool { return v.Category[p] != 'B' }
	return []survey.Band{
		share("employed 15–19, %", "sysselsatte 15–19 år, %", 39, 33, 45, 15, 19, anybody, working),
		share("employed 20–24, %", "sysselsatte 20–24 år, %", 67, 60, 74, 20, 24, anybody, working),
		share("employed 25–39, %", "sysselsatte 25–39 år, %", 80, 75, 85, 25, 39, anybody, working),
		share("employed 40–54, %", "sysselsatte 40–54 år, %", 83, 78, 88, 40, 54, anybody, working),
		share("employed 55–61, %", "sysselsatte 55–61 år, %", 77, 71, 83, 55, 61, anybody, working),
		share("employed 62–66, %", "sysselsatte 62–66 år, %", 57, 50, 64, 62, 66, anybody, working),
		share("employed 67–74, %", "sysselsatte 67–74 år, %", 20, 16, 24, 67, 74, anybody, working),
		{Name: text.Text{EN: "employed 20–66, men less women, points", NB: "sysselsatte 20–66 år, menn minus kvinner, poeng"}, Published: 3, Low: 1, High: 5,
			Measure: func(s *survey.Survey) float64 {
				v := november(s, 2023)
				return among(v, 20, 66, man, working) - among(v, 20, 66, woman, working)
			}},
		share("employed immigrants 20–66, %", "sysselsatte innvandrere 20–66 år, %", 67, 62, 72, 20, 66, immigrant, working),
		share("others employed 20–66, %", "andre sysselsatte 20–66 år, %", 80, 76, 84, 20, 66, others, working),
		share("self-employed, % of the employed", "selvstendige, % av sysselsatte", 5, 4, 6, 15, 74, working, selfEmployed),
		unemployedIn(2015, 3.0), unemployedIn(2019, 2.2), unemployedIn(2020, 5.0), unemployedIn(2021, 3.1), unemployedIn(2023, 1.8),
		share("not in employment, education or programme 18–25, %", "utenfor arbeid, utdanning og tiltak 18–25 år, %", 9, 7.6, 10.4, 18, 25, anybody,
			func(v *life.View, p int32) bool { x, ok := outside(66)(v, p); return ok && x == 1 }),
	}
}

func working(v *life.View, p int32) bool {
	status, ok := v.LabourStatus(p)
	return ok && (status == 1 || status == 2)
}

// among is the per cent of residents of some ages for whom something holds.
func among(v *life.View, from, to int, of, holds func(v *life.View, p int32) bool) float64 {
	n, k := 0, 0
	for p := range int32(v.Persons()) {
		if a := v.Age(p, v.Day); a < from || a > to || !v.Resident(p, v.Day) || !of(v, p) {
			continue
		}
		n++
		if holds(v, p) {
			k++
		}
	}
	return 100 * float64(k) / float64(max(n, 1))
}

func share(en, nb string, published, low, high float64, from, to int, of, holds func(v *life.View, p int32) bool) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: low, High: high,
		Measure: func(s *survey.Survey) float64 { return among(november(s, 2023), from, to, of, holds) }}
}

// unemployedIn is the share of the labour force that was registered as unemployed in a year.
func unemployedIn(year int, published float64) survey.Band {
	y := string([]byte{'0' + byte(year/1000), '0' + byte(year/100%10), '0' + byte(year/10%10), '0' + byte(year%10)})
	return survey.Band{Name: text.Text{EN: "unemployed " + y + ", % of the labour force", NB: "helt ledige " + y + ", % av arbeidsstyrken"},
		Published: published, Low: published * 0.85, High: published * 1.15,
		Measure: func(s *survey.Survey) float64 {
			idle := func(v *life.View, p int32) bool { status, ok := v.LabourStatus(p); return ok && status == 3 }
			force := func(v *life.View, p int32) bool { return working(v, p) || idle(v, p) }
			return among(november(s, year), 15, 74, force, idle)
		}}
}
