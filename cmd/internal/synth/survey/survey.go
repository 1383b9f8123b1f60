// Package survey measures a synthetic country: shares, medians and relations that are held
// against round figures of the real one.
//
// In: a life.World. Out: a Survey of its last day, and bands that a measure must stay within.
//
//	s := survey.New(world)
//	for _, b := range survey.Country() { b.Measure(s) } // each from b.Low to b.High
package survey

import (
	"math"
	"slices"
	"sort"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/lang/text"
)

// Band is a relation with the limits it must stay within.
type Band struct {
	Name      text.Text
	Low, High float64
	Published float64 // the round figure of the real country; 0 when none is known
	Measure   func(s *Survey) float64
}

// Survey measures a world on 1 January of the last year and in the income year 2022.
type Survey struct {
	*life.World
	Date      int16
	View      *life.View  // of the day
	Now       *life.Frame // the families of the day
	Residents int
}

func New(w *life.World) *Survey {
	v := life.NewView(w, calendar.Period{Start: calendar.NewYear(calendar.LastYear), Stop: calendar.NewYear(calendar.LastYear)})
	s := &Survey{World: w, Date: calendar.NewYear(calendar.LastYear), View: v, Now: v.Frame()}
	s.Residents = len(s.People(Everybody))
	return s
}

// People gives the residents for whom a condition holds.
func (s *Survey) People(keep func(p int32, age int) bool) (out []int32) {
	for p := range int32(s.Persons()) {
		if s.Resident(p, s.Date) && keep(p, s.Age(p, s.Date)) {
			out = append(out, p)
		}
	}
	return out
}

func Everybody(int32, int) bool { return true }

func Ages(low, high int) func(int32, int) bool {
	return func(_ int32, a int) bool { return a >= low && a <= high }
}

// Share is the per cent of people for whom a condition holds.
func (s *Survey) Share(of func(p int32, age int) bool, holds func(p int32) bool) float64 {
	n, k := 0, 0
	for _, p := range s.People(of) {
		n++
		if holds(p) {
			k++
		}
	}
	return 100 * float64(k) / float64(n)
}

func Median(x []float64) float64 {
	sort.Float64s(x)
	return x[len(x)/2]
}

func MeanSD(x []float64) (m, sd float64) {
	for _, v := range x {
		m += v
	}
	m /= float64(len(x))
	for _, v := range x {
		sd += (v - m) * (v - m)
	}
	return m, math.Sqrt(sd / float64(len(x)))
}

func Correlation(x, y []float64) float64 {
	mx, sx := MeanSD(x)
	my, sy := MeanSD(y)
	sum := 0.0
	for i := range x {
		sum += (x[i] - mx) * (y[i] - my)
	}
	return sum / float64(len(x)) / sx / sy
}

// Gaps are age differences in years between residents and a relative.
func (s *Survey) Gaps(of func(p int32, age int) bool, relative func(p int32) int32) (out []float64) {
	for _, p := range s.People(of) {
		if q := relative(p); q >= 0 {
			out = append(out, float64(s.Birth[p]-s.Birth[q])/365.25)
		}
	}
	return out
}

func (s *Survey) MotherOf(p int32) int32 { return s.Mother[p] }
func (s *Survey) FatherOf(p int32) int32 { return s.Father[p] }

// WagesOf lists positive wages of a year.
func (s *Survey) WagesOf(y int, of func(p int32, age int) bool) (out []float64) {
	for _, p := range s.People(of) {
		if x := s.Pay.Wages(p, y); x > 0 {
			out = append(out, float64(x))
		}
	}
	return out
}

func And(f ...func(p int32, age int) bool) func(p int32, age int) bool {
	return func(p int32, age int) bool {
		for _, g := range f {
			if !g(p, age) {
				return false
			}
		}
		return true
	}
}

func (s *Survey) Women(p int32, _ int) bool { return s.IsWoman(p) }
func (s *Survey) Men(p int32, _ int) bool   { return !s.IsWoman(p) }

func (s *Survey) Levels(l ...uint8) func(int32, int) bool {
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
func (s *Survey) marital(p int32) (code int64) {
	s.MaritalSpells(p, func(c int64, start, stop int16) {
		if start <= s.Date && s.Date <= stop {
			code = c
		}
	})
	return code
}

// kidsBy counts the children of a woman over all her life.
func (s *Survey) kidsBy() map[int32]int {
	n := map[int32]int{}
	for p := range int32(s.Persons()) {
		if m := s.Mother[p]; m >= 0 {
			n[m]++
		}
	}
	return n
}

// educated is the share of people over 16 whose highest education has one of the digits.
func (s *Survey) educated(digits ...byte) float64 {
	return s.Share(Ages(16, 130), func(p int32) (found bool) {
		s.EducationSpells(p, func(code int64, start, stop int16) {
			if start <= calendar.Day(2024, 8, 1) && calendar.Day(2024, 8, 1) <= stop {
				found = slices.Contains(digits, s.Courses.Codes[code][0])
			}
		})
		return found
	})
}

// major is the share of jobs in November 2023 with a first digit of the occupation.
func (s *Survey) major(digit byte) float64 {
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

func (s *Survey) native(p int32, _ int) bool { return s.Category[p] != 'B' }

func (s *Survey) bornHereAfter(year int) func(int32, int) bool {
	return func(p int32, _ int) bool { return s.Flags[p]&life.Abroad == 0 && s.BornYear(p) > year }
}

func (s *Survey) codeNow(p int32) string { return s.Geo.CodeAt(s.View.Places()[p], s.Date) }

func (s *Survey) hasJob() func(int32) bool {
	main := s.MainJobs(calendar.Day(2024, 11, 16))
	return func(p int32) bool { return main[p] >= 0 }
}

func (s *Survey) monthly2023(of func(int32, int) bool) (out []float64) {
	d := calendar.Day(2023, 11, 16)
	for k, j := range s.Jobs {
		if j.Start <= d && d <= j.End && of(j.Person, 0) {
			out = append(out, float64(s.Pay.JobPay(int32(k), 2023, 11)))
		}
	}
	return out
}

// householdIncomes of 2022: 0 all, 1 persons alone, 2 couples with children.
func (s *Survey) householdIncomes(kind int) (out []float64) {
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

func (s *Survey) wealths() (out []float64) {
	for _, p := range s.People(Ages(19, 130)) {
		out = append(out, float64(s.Pay.Wealth(p, 2022)))
	}
	return out
}

func (s *Survey) partTime(woman bool) float64 {
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
