package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
)

import (
	"context"
	"math"
	"slices"
	"sort"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// The population the relations are measured on.
var relationWorld = sync.OnceValues(func() (*life.World, error) {
	return simulate(context.Background(), 60_000, 7, func(float64) {})
})

// band is a relation with the limits it must stay within.
type band struct {
	name      string
	low, high float64
	got       func(s *survey) float64
}

// survey measures a world on 1 January of the last year and in the income year 2022.
type survey struct {
	*life.World
	d    int16
	view *life.View
	now  *life.Frame
}

func newSurvey(w *life.World) *survey {
	v := life.NewView(w, calendar.Period{Start: calendar.NewYear(calendar.LastYear), Stop: calendar.NewYear(calendar.LastYear)})
	return &survey{World: w, d: calendar.NewYear(calendar.LastYear), view: v, now: v.Frame()}
}

// people gives the residents for whom a condition holds.
func (s *survey) people(keep func(p int32, age int) bool) (out []int32) {
	for p := range int32(s.Persons()) {
		if s.Resident(p, s.d) && keep(p, s.Age(p, s.d)) {
			out = append(out, p)
		}
	}
	return out
}

func everybody(int32, int) bool { return true }

func ages(low, high int) func(int32, int) bool {
	return func(_ int32, a int) bool { return a >= low && a <= high }
}

// share is the per cent of people for whom a condition holds.
func (s *survey) share(of func(p int32, age int) bool, holds func(p int32) bool) float64 {
	n, k := 0, 0
	for _, p := range s.people(of) {
		n++
		if holds(p) {
			k++
		}
	}
	return 100 * float64(k) / float64(n)
}

func median(x []float64) float64 {
	sort.Float64s(x)
	return x[len(x)/2]
}

func meanSD(x []float64) (m, sd float64) {
	for _, v := range x {
		m += v
	}
	m /= float64(len(x))
	for _, v := range x {
		sd += (v - m) * (v - m)
	}
	return m, math.Sqrt(sd / float64(len(x)))
}

func correlation(x, y []float64) float64 {
	mx, sx := meanSD(x)
	my, sy := meanSD(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum / float64(len(x)) / sx / sy
}

// gaps are age differences in years between residents and a relative.
func (s *survey) gaps(of func(p int32, age int) bool, relative func(p int32) int32) (out []float64) {
	for _, p := range s.people(of) {
		if q := relative(p); q >= 0 {
			out = append(out, float64(s.Birth[p]-s.Birth[q])/365.25)
		}
	}
	return out
}

func (s *survey) motherOf(p int32) int32 { return s.Mother[p] }
func (s *survey) fatherOf(p int32) int32 { return s.Father[p] }

// wagesOf lists positive wages of a year.
func (s *survey) wagesOf(y int, of func(p int32, age int) bool) (out []float64) {
	for _, p := range s.people(of) {
		if x := s.Pay.Wages(p, y); x > 0 {
			out = append(out, float64(x))
		}
	}
	return out
}

func and(f ...func(p int32, age int) bool) func(p int32, age int) bool {
	return func(p int32, age int) bool {
		for _, g := range f {
			if !g(p, age) {
				return false
			}
		}
		return true
	}
}

func (s *survey) women(p int32, _ int) bool { return s.IsWoman(p) }
func (s *survey) men(p int32, _ int) bool   { return !s.IsWoman(p) }

func (s *survey) levels(l ...uint8) func(int32, int) bool {
	return func(p int32, _ int) bool {
		for _, x := range l {
			if s.Level[p] == x {
				return true
			}
		}
		return false
	}
}

// marital is the code of marital status on the day.
func (s *survey) marital(p int32) (code int64) {
	s.MaritalSpells(p, func(c int64, start, stop int16) {
		if start <= s.d && s.d <= stop {
			code = c
		}
	})
	return code
}

// kidsBy counts the children of a woman over all her life.
func (s *survey) kidsBy() map[int32]int {
	n := map[int32]int{}
	for p := range int32(s.Persons()) {
		if m := s.Mother[p]; m >= 0 {
			n[m]++
		}
	}
	return n
}

func relations() []band {
	return []band{
		{"register per resident", 1.30, 1.50, func(s *survey) float64 { return float64(s.Persons()) / 60_000 }},
		{"arrivals in the last year per 1000 residents", 4, 20, func(s *survey) float64 {
			return 1000 * s.share(everybody, func(p int32) bool { return s.Flags[p]&life.ImmigrantFlag != 0 && s.Entry[p] >= calendar.NewYear(2024) }) / 100
		}},
		{"residents of 2010 per resident of 2025", 0.84, 0.94, func(s *survey) float64 {
			n := 0
			for p := range int32(s.Persons()) {
				if s.Resident(p, calendar.NewYear(2010)) {
					n++
				}
			}
			return float64(n) / 60_000
		}},
		{"men, %", 49.2, 51.5, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return !s.IsWoman(p) }) }},
		{"age 0–15, %", 15.5, 19, func(s *survey) float64 { return 100 * float64(len(s.people(ages(0, 15)))) / 60_000 }},
		{"age 20–39, %", 24.5, 28.5, func(s *survey) float64 { return 100 * float64(len(s.people(ages(20, 39)))) / 60_000 }},
		{"age 67+, %", 14, 19.5, func(s *survey) float64 { return 100 * float64(len(s.people(ages(67, 130)))) / 60_000 }},
		{"age 80+, %", 3.8, 6, func(s *survey) float64 { return 100 * float64(len(s.people(ages(80, 130)))) / 60_000 }},
		{"women among 80+, %", 53, 63, func(s *survey) float64 { return s.share(ages(80, 130), s.IsWoman) }},
		{"mother's age at birth, mean", 28, 32, func(s *survey) float64 { m, _ := meanSD(s.gaps(ages(0, 17), s.motherOf)); return m }},
		{"mother's age at birth, SD", 4, 6.5, func(s *survey) float64 { _, d := meanSD(s.gaps(ages(0, 17), s.motherOf)); return d }},
		{"father's age at birth, mean", 30.5, 35, func(s *survey) float64 { m, _ := meanSD(s.gaps(ages(0, 17), s.fatherOf)); return m }},
		{"spouses' gap, mean", 2, 3.4, func(s *survey) float64 {
			m, _ := meanSD(s.gaps(s.women, func(p int32) int32 { return s.now.Partner[p] }))
			return m
		}},
		{"spouses' gap, SD", 3.7, 5.6, func(s *survey) float64 {
			_, d := meanSD(s.gaps(s.women, func(p int32) int32 { return s.now.Partner[p] }))
			return d
		}},
		{"mother known, born in Norway after 1953, %", 91, 99, func(s *survey) float64 {
			return s.share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Mother[p], life.MotherHidden); return ok })
		}},
		{"father known, born in Norway after 1953, %", 87, 97, func(s *survey) float64 {
			return s.share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Father[p], life.FatherHidden); return ok })
		}},
		{"childless women of 45, %", 10, 19, func(s *survey) float64 {
			k := s.kidsBy()
			return s.share(and(ages(43, 50), s.women, s.native), func(p int32) bool { return k[p] == 0 })
		}},
		{"women of 45 with two children, %", 30, 48, func(s *survey) float64 {
			k := s.kidsBy()
			return s.share(and(ages(43, 50), s.women, s.native), func(p int32) bool { return k[p] == 2 })
		}},
		{"children alone with siblings at home 0, %", 15, 34, func(s *survey) float64 {
			return s.share(ages(0, 17), func(p int32) bool { return s.now.Kids[s.now.Head[p]] == 1 })
		}},
		{"children 0–17 with both parents, %", 68, 84, func(s *survey) float64 {
			return s.share(ages(0, 17), func(p int32) bool {
				return s.Mother[p] >= 0 && s.Father[p] >= 0 && s.now.Partner[s.Mother[p]] == s.Father[p]
			})
		}},
		{"children 0–17 with the father only, %", 2, 11, func(s *survey) float64 {
			return s.share(ages(0, 17), func(p int32) bool {
				f := s.Father[p]
				return f >= 0 && s.now.Parent[p] == f && (s.Mother[p] < 0 || s.now.Partner[f] != s.Mother[p])
			})
		}},
		{"living alone, % (nobody shares a dwelling here)", 15, 24, func(s *survey) float64 {
			return s.share(everybody, func(p int32) bool { return s.now.Size[s.now.Head[p]] == 1 })
		}},
		{"parent–child education correlation", 0.27, 0.43, func(s *survey) float64 {
			var x, y []float64
			for _, p := range s.people(and(ages(30, 55), s.native)) {
				if m, f := s.Mother[p], s.Father[p]; m >= 0 && f >= 0 {
					x, y = append(x, float64(s.Level[m])+float64(s.Level[f])), append(y, float64(s.Level[p]))
				}
			}
			return correlation(x, y)
		}},
		{"upper secondary as highest level, 16+, %", 29, 42, func(s *survey) float64 { return s.educated('3', '4') }},
		{"short higher education, 16+, %", 21, 31, func(s *survey) float64 { return s.educated('6') }},
		{"long higher education, 16+, %", 8, 16, func(s *survey) float64 { return s.educated('7', '8') }},
		{"occupations of professionals (2), % of jobs", 20, 33, func(s *survey) float64 { return s.major('2') }},
		{"occupations in sales and service (5), % of jobs", 16, 27, func(s *survey) float64 { return s.major('5') }},
		{"people in detached houses, %", 45, 66, func(s *survey) float64 {
			return s.share(everybody, func(p int32) bool { return s.home(p).Kind <= 2 })
		}},
		{"people in flats, %", 12, 30, func(s *survey) float64 {
			return s.share(everybody, func(p int32) bool { k := s.home(p).Kind; return k >= 8 && k <= 12 })
		}},
		{"floor area, median m2", 95, 145, func(s *survey) float64 {
			var x []float64
			for _, p := range s.people(everybody) {
				x = append(x, float64(s.home(p).Area))
			}
			return median(x)
		}},
		{"women 25–39 with higher education, %", 50, 66, func(s *survey) float64 {
			return s.share(and(ages(28, 39), s.women), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{"men 25–39 with higher education, %", 33, 48, func(s *survey) float64 {
			return s.share(and(ages(28, 39), s.men), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{"unmarried, %", 47, 58, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return s.marital(p) == 1 }) }},
		{"married, %", 29, 37, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return s.marital(p) == 2 }) }},
		{"widowed, %", 2.5, 5.5, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return s.marital(p) == 3 }) }},
		{"divorced, %", 6.5, 12.5, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return s.marital(p) == 4 }) }},
		{"immigrants, %", 14.5, 19, func(s *survey) float64 { return s.share(everybody, func(p int32) bool { return s.Category[p] == 'B' }) }},
		{"born here to two immigrants, %", 2.8, 5.2, func(s *survey) float64 {
			return s.share(everybody, func(p int32) bool { return s.Category[p] == 'C' })
		}},
		{"Oslo, %", 10.5, 16, func(s *survey) float64 {
			return s.share(everybody, func(p int32) bool { return s.codeNow(p) == "0301" })
		}},
		{"municipality moves a year, %", 3.3, 5.7, func(s *survey) float64 {
			a, b := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2022), Stop: calendar.NewYear(2022)}).Places(), life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2023), Stop: calendar.NewYear(2023)}).Places()
			return s.share(everybody, func(p int32) bool {
				return s.Resident(p, calendar.NewYear(2022)) && s.Geo.CodeAt(a[p], calendar.NewYear(2022)) != s.Geo.CodeAt(b[p], calendar.NewYear(2022))
			})
		}},
		{"employees 25–39, %", 75, 86, func(s *survey) float64 { return s.share(ages(25, 39), s.hasJob()) }},
		{"employees 20–24, %", 58, 74, func(s *survey) float64 { return s.share(ages(20, 24), s.hasJob()) }},
		{"employees 62–66, %", 44, 64, func(s *survey) float64 { return s.share(ages(62, 66), s.hasJob()) }},
		{"employees 67–74, %", 10, 25, func(s *survey) float64 { return s.share(ages(67, 74), s.hasJob()) }},
		{"median wages men 35–44 in 2022, thousand", 560, 680, func(s *survey) float64 { return median(s.wagesOf(2022, and(ages(37, 46), s.men))) / 1000 }},
		{"median wages women 35–44 in 2022, thousand", 450, 560, func(s *survey) float64 { return median(s.wagesOf(2022, and(ages(37, 46), s.women))) / 1000 }},
		{"median wages 17–24 in 2022, thousand", 100, 230, func(s *survey) float64 { return median(s.wagesOf(2022, ages(19, 26))) / 1000 }},
		{"full-time monthly pay Nov 2023, median thousand", 47, 56, func(s *survey) float64 { return median(s.monthly2023(everybody)) / 1000 }},
		{"… 9th decile over 1st", 2.0, 2.7, func(s *survey) float64 {
			x := s.monthly2023(everybody)
			sort.Float64s(x)
			return x[len(x)*9/10] / x[len(x)/10]
		}},
		{"… long higher education over compulsory", 1.45, 1.85, func(s *survey) float64 {
			return median(s.monthly2023(s.levels(life.LevelLong))) / median(s.monthly2023(s.levels(life.LevelCompulsory)))
		}},
		{"… women's mean over men's", 0.84, 0.93, func(s *survey) float64 {
			w, _ := meanSD(s.monthly2023(s.women))
			m, _ := meanSD(s.monthly2023(s.men))
			return w / m
		}},
		{"year-to-year correlation of wages", 0.80, 0.90, func(s *survey) float64 {
			var x, y []float64
			for _, p := range s.people(ages(27, 60)) {
				if a, b := s.Pay.Wages(p, 2021), s.Pay.Wages(p, 2022); a > 0 && b > 0 {
					x, y = append(x, float64(a)), append(y, float64(b))
				}
			}
			return correlation(x, y)
		}},
		{"households' median income after tax 2022, thousand", 510, 690, func(s *survey) float64 { return median(s.householdIncomes(0)) / 1000 }},
		{"… of those alone", 270, 400, func(s *survey) float64 { return median(s.householdIncomes(1)) / 1000 }},
		{"… of couples with children", 880, 1180, func(s *survey) float64 { return median(s.householdIncomes(2)) / 1000 }},
		{"gross wealth 17+, median million", 1.4, 2.4, func(s *survey) float64 { return median(s.wealths()) / 1e6 }},
		{"job seekers 20–66 in Nov 2023, %", 1.2, 3.2, func(s *survey) float64 {
			return s.share(ages(21, 67), func(p int32) bool { return s.SeeksWork(p, calendar.Day(2023, 11, 16)) })
		}},
		{"jobs per employee", 1.04, 1.16, func(s *survey) float64 {
			n, people := 0, map[int32]bool{}
			for _, j := range s.Jobs {
				if d := calendar.Day(2023, 11, 16); j.Start <= d && d <= j.End {
					n++
					people[j.Person] = true
				}
			}
			return float64(n) / float64(len(people))
		}},
		{"part-time among women's jobs, %", 33, 50, func(s *survey) float64 { return s.partTime(true) }},
		{"part-time among men's jobs, %", 16, 31, func(s *survey) float64 { return s.partTime(false) }},
		{"electric cars 2023, %", 17, 31, func(s *survey) float64 {
			n, k := 0, 0
			for _, c := range s.Cars {
				if c.Group == 0 && c.From <= 2023 && 2023 <= c.To {
					n++
					if life.Fuels[c.Fuel] == "05" {
						k++
					}
				}
			}
			return 100 * float64(k) / float64(n)
		}},
		{"cars per adult", 0.48, 0.70, func(s *survey) float64 {
			n := 0
			for _, c := range s.Cars {
				if c.Group == 0 && c.From <= 2023 && 2023 <= c.To {
					n++
				}
			}
			return float64(n) / float64(len(s.people(ages(19, 130))))
		}},
		{"social assistance 18–66, %", 2, 4.2, func(s *survey) float64 {
			return s.share(ages(19, 67), func(p int32) bool { return s.Pay.SocialAssistance(p, 2023) > 0 })
		}},
	}
}

// educated is the share of people over 16 whose highest education has one of the digits.
func (s *survey) educated(digits ...byte) float64 {
	return s.share(ages(16, 130), func(p int32) (found bool) {
		s.EducationSpells(p, func(code int64, start, stop int16) {
			if start <= calendar.Day(2024, 8, 1) && calendar.Day(2024, 8, 1) <= stop {
				found = slices.Contains(digits, s.Courses.Codes[code][0])
			}
		})
		return found
	})
}

// major is the share of jobs in November 2023 with a first digit of the occupation.
func (s *survey) major(digit byte) float64 {
	n, k := 0, 0
	for _, j := range s.Jobs {
		if d := calendar.Day(2023, 11, 16); j.Start <= d && d <= j.End {
			n++
			if s.Occupations.Codes[j.Occupation][0] == digit {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(n)
}

func (s *survey) home(p int32) life.Dwelling {
	h := s.now.Head[p]
	return s.DwellingOf(s.HomeLots, h, s.view.Places()[h], 2025, int(s.now.Size[h]))
}

func (s *survey) native(p int32, _ int) bool { return s.Category[p] != 'B' }

func (s *survey) bornHereAfter(year int) func(int32, int) bool {
	return func(p int32, _ int) bool { return s.Flags[p]&life.Abroad == 0 && s.BornYear(p) > year }
}

func (s *survey) codeNow(p int32) string { return s.Geo.CodeAt(s.view.Places()[p], s.d) }

func (s *survey) hasJob() func(int32) bool {
	main := s.MainJobs(calendar.Day(2024, 11, 16))
	return func(p int32) bool { return main[p] >= 0 }
}

func (s *survey) monthly2023(of func(int32, int) bool) (out []float64) {
	d := calendar.Day(2023, 11, 16)
	for k, j := range s.Jobs {
		if j.Start <= d && d <= j.End && of(j.Person, 0) {
			out = append(out, float64(s.Pay.JobPay(int32(k), 2023, 11)))
		}
	}
	return out
}

// householdIncomes of 2022: 0 all, 1 persons alone, 2 couples with children.
func (s *survey) householdIncomes(kind int) (out []float64) {
	v := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2022), Stop: calendar.NewYear(2023) - 1})
	sum, f := v.FamilyIncome(), v.NextFrame()
	for p := range int32(s.Persons()) {
		if f.Head[p] != p {
			continue
		}
		if kind == 0 || kind == 1 && f.Size[p] == 1 || kind == 2 && f.Kids[p] > 0 && f.Partner[f.Adult(p)] >= 0 {
			out = append(out, float64(sum[p]))
		}
	}
	return out
}

func (s *survey) wealths() (out []float64) {
	for _, p := range s.people(ages(19, 130)) {
		out = append(out, float64(s.Pay.Wealth(p, 2022)))
	}
	return out
}

func (s *survey) partTime(woman bool) float64 {
	n, k, d := 0, 0, calendar.Day(2023, 11, 16)
	for _, j := range s.Jobs {
		if j.Start <= d && d <= j.End && s.IsWoman(j.Person) == woman {
			n++
			if j.Percent < 100 {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(n)
}

// TestRelations holds the population to round figures of the real country; see
// facts.go for where they come from.
func TestRelations(t *testing.T) {
	w, err := relationWorld()
	require.NoError(t, err)
	s := newSurvey(w)
	require.Equal(t, 60_000, len(s.people(everybody)), "residents on 1 January are exactly the number asked for")
	for _, b := range relations() {
		got := b.got(s)
		t.Logf("%-55s %8.2f   (%g to %g)", b.name, got, b.low, b.high)
		if got < b.low || got > b.high {
			t.Errorf("%s: %.2f is outside %g to %g", b.name, got, b.low, b.high)
		}
	}
}
