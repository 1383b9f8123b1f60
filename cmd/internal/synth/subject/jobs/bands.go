package jobs

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// november is November 2023.
func november(s *survey.Survey) *life.View {
	return life.NewView(s.World, calendar.Period{Start: calendar.Day(2023, 11, 16), Stop: calendar.Day(2023, 11, 16)})
}

// Bands are the round figures of jobs that the population is held to.
func Bands() []survey.Band {
	bands := []survey.Band{
		{Name: text.Text{EN: "jobs per employee", NB: "arbeidsforhold per lønnstaker"}, Published: 1.09, Low: 1.06, High: 1.13, Measure: perEmployee},
		ofJobs("temporary jobs, %", "midlertidige arbeidsforhold, %", 8, 6.8, 9.2, trait(life.Temporary)),
		ofJobs("jobs of less than a year, %", "arbeidsforhold under ett år, %", 25, 21, 29, func(v *life.View, k int32) bool { return int(v.Day)-int(v.Jobs[k].Start) < 365 }),
		{Name: text.Text{EN: "duration of jobs, median years", NB: "varighet av arbeidsforhold, median år"}, Published: 4, Low: 3.3, High: 4.7, Measure: duration},
		ofJobs("jobs without shifts, %", "arbeidsforhold uten skift, %", 78, 73, 83, arranged(life.NoShifts)),
		ofJobs("jobs with 35.5-hour shifts, %", "turnus med 35,5 timer, %", 14, 11.9, 16.1, arranged(life.RoundTheClock)),
		ofJobs("jobs with other shifts, %", "annen skift og turnus, %", 8, 6.6, 9.4, arranged(life.Shifts365, life.Continuous336, life.Offshore336, life.OtherShifts)),
		ofJobs("jobs in general government, %", "arbeidsforhold i offentlig forvaltning, %", 33, 28, 38, trait(life.PublicEmployer)),
		ofJobs("jobs outside the home municipality, %", "arbeidsforhold utenfor bostedskommunen, %", 33, 28, 38, func(v *life.View, k int32) bool {
			return v.KommuneOf(v.Employers().Of[k].Place()) != v.KommuneOf(v.Places()[v.Jobs[k].Person])
		}),
		ofJobs("jobs with a bonus, %", "arbeidsforhold med bonus, %", 20, 17, 23, func(v *life.View, k int32) bool { return v.Traits(k).Bonus() > 0 }),
		paid("overtime, % of pay", "overtid, % av lønn", 1.5, 1.2, 1.8, month.overtime),
		paid("bonus, % of pay", "bonus, % av lønn", 2, 1.7, 2.4, func(m month) int64 { return m.bonus() * m.share / 1000 }),
		absence("sickness absence, % of man-days", "sykefravær, % av dagsverk", 6.5, nil),
		absence("… women, %", "… kvinner, %", 8.2, func(v *life.View, p int32) bool { return v.IsWoman(p) }),
		absence("… men, %", "… menn, %", 5.0, func(v *life.View, p int32) bool { return !v.IsWoman(p) }),
	}
	for digit, published := range []float64{1, 8, 27, 16, 6, 21, 2, 9, 6, 4} {
		d := string(rune('0' + digit))
		bands = append(bands, ofJobs("occupation "+d+", % of jobs", "yrke "+d+", % av arbeidsforhold", published, published*0.85-0.4, published*1.15+0.4,
			func(v *life.View, k int32) bool { return v.Occupations.Codes[v.Jobs[k].Occupation][0] == d[0] }))
	}
	for _, x := range industries {
		bands = append(bands, ofJobs("industry "+x.name+", % of jobs", "næring "+x.name+", % av arbeidsforhold", x.published, x.published*0.85-0.2, x.published*1.15+0.2,
			func(v *life.View, k int32) bool {
				e := v.Employers()
				return slices.Contains(x.divisions, division(v, e.Industry(e.Of[k])))
			}))
	}
	return bands
}

// industries are the sections of the standard with their first two digits.
var industries = []struct {
	name      string
	published float64
	divisions []int
}{
	{"A", 2.3, span(1, 3)}, {"B", 2.2, span(5, 9)}, {"C", 8, span(10, 33)}, {"D–E", 1.3, span(35, 39)}, {"F", 9, span(41, 43)},
	{"G", 13, span(45, 47)}, {"H", 5, span(49, 53)}, {"I", 4, span(55, 56)}, {"J", 4.2, span(58, 63)}, {"K", 1.8, span(64, 66)},
	{"L", 1, span(68, 68)}, {"M", 6, span(69, 75)}, {"N", 5.5, span(77, 82)}, {"O", 6.3, span(84, 84)}, {"P", 8.7, span(85, 85)},
	{"Q", 21, span(86, 88)}, {"R–U", 3.7, span(90, 99)},
}

func span(from, to int) (list []int) {
	for d := from; d <= to; d++ {
		list = append(list, d)
	}
	return list
}

type divisions struct{}

// division is the first two digits of an industry, by its position in the code list.
func division(v *life.View, industry int64) int {
	return life.OfWorld(v.World, divisions{}, func() (list []int) {
		for _, code := range v.Cat.Codes("sn2007") {
			n := 0
			for _, c := range []byte(code[:2]) {
				n = n*10 + int(c-'0')
			}
			list = append(list, n)
		}
		return list
	})[industry]
}

func trait(bit life.JobTraits) func(v *life.View, k int32) bool {
	return func(v *life.View, k int32) bool { return v.Traits(k)&bit != 0 }
}

func arranged(as ...int64) func(v *life.View, k int32) bool {
	return func(v *life.View, k int32) bool { return slices.Contains(as, v.Traits(k).Arrangement()) }
}

// each calls a function for the jobs of the day.
func each(v *life.View, f func(k int32)) {
	for k := range int32(len(v.Jobs)) {
		if j := &v.Jobs[k]; j.Start <= v.Day && v.Day <= j.End {
			f(k)
		}
	}
}

func ofJobs(en, nb string, published, low, high float64, holds func(v *life.View, k int32) bool) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: low, High: high, Measure: func(s *survey.Survey) float64 {
		v, n, yes := november(s), 0, 0
		each(v, func(k int32) {
			n++
			if holds(v, k) {
				yes++
			}
		})
		return 100 * float64(yes) / float64(max(n, 1))
	}}
}

func perEmployee(s *survey.Survey) float64 {
	v, n, people := november(s), 0, 0
	each(v, func(int32) { n++ })
	for _, k := range v.MainJobs() {
		if k >= 0 {
			people++
		}
	}
	return float64(n) / float64(max(people, 1))
}

func duration(s *survey.Survey) float64 {
	v := november(s)
	var years []float64
	each(v, func(k int32) { years = append(years, float64(int(v.Day)-int(v.Jobs[k].Start))/365.25) })
	return survey.Median(years)
}

// paid is a part of pay over twelve months in per cent of all that is earned.
func paid(en, nb string, published, low, high float64, f part) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: low, High: high, Measure: func(s *survey.Survey) float64 {
		part, all := pay(anyJob, f), pay(anyJob, month.cash)
		sum, total := int64(0), int64(0)
		for m := 1; m <= 12; m++ {
			v := life.NewView(s.World, calendar.Period{Start: calendar.Day(2023, m, 1), Stop: calendar.Day(2023, m+1, 1) - 1})
			for k := range int32(len(v.Jobs)) {
				x, _ := part(v, k)
				y, _ := all(v, k)
				sum, total = sum+x, total+y
			}
		}
		return 100 * float64(sum) / float64(total)
	}}
}

// absence is man-days lost over man-days agreed in the third quarter of 2023.
func absence(en, nb string, published float64, of func(v *life.View, p int32) bool) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: published * 0.85, High: published * 1.15, Measure: func(s *survey.Survey) float64 {
		v := life.NewView(s.World, calendar.Period{Start: calendar.Day(2023, 7, 1), Stop: calendar.Day(2023, 10, 1) - 1})
		lost, agreed := int64(0), int64(0)
		for k := range int32(len(v.Jobs)) {
			if j := &v.Jobs[k]; j.Start > v.Stop || v.Day > j.End || of != nil && !of(v, j.Person) {
				continue
			}
			lost, agreed = lost+absent(v, k), agreed+contracted(v, k)
		}
		return 100 * float64(lost) / float64(max(agreed, 1))
	}}
}
