package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// test is a national test; pupils take it in the autumn of the year they turn age.
type test struct {
	code  string
	age   int
	mean  int // points
	girls int // how far girls are ahead of the mean, in hundredths of a point; boys as far behind
}

var tests = []test{
	{"NPENG05", 10, 50, -30}, {"NPENG08", 13, 50, 0}, {"NPLES05", 10, 50, 60}, {"NPLES08", 13, 50, 130}, {"NPLES09", 14, 53, 150},
	{"NPREG05", 10, 50, -80}, {"NPREG08", 13, 50, -60}, {"NPREG09", 14, 53, -60},
}

// The first year of the tests, and the first year of the tests of the newest curriculum.
const firstTests, newTests = 2007, 2022

// testVariables are the points of national tests: mean 50 and standard deviation 10 in the
// fifth and eighth grade. Pupils of the ninth grade take the test of the eighth.
func testVariables() (out []variable.Variable) {
	for k := range tests {
		for _, series := range []struct {
			prefix   string
			from, to int
		}{{"NUDB_NP_SKALAPOENG_", firstTests, newTests - 1}, {"NUDB_NPKL_SKALAPOENG_", newTests, calendar.LastYear - 1}} {
			out = append(out, variable.Variable{Name: series.prefix + tests[k].code, Kind: sheet.RealValue, Scale: 10,
				Fixed: func(w *life.World, p int32) (int64, bool) {
					y := w.BornYear(p) + tests[k].age
					if y < series.from || y > series.to || !w.Resident(p, calendar.NewYear(y)+265) {
						return 0, false
					}
					return testPoints(w, p, y, k)
				}})
		}
	}
	return out
}

// testPoints are the points in a test, in tenths. Exempt are some of those who have just come
// to the country and of those with the greatest difficulties.
func testPoints(w *life.World, p int32, year, k int) (int64, bool) {
	t := &tests[k]
	s := chance.NewStream(w.Seed, testStream)
	word := s.At(p, 10+k)
	absent := 3
	if year-calendar.YearOf(w.Entry[p]) < 2 {
		absent += 60
	}
	if int(w.Ability[p]) < -1600 {
		absent += 25
	}
	if chance.Part(chance.Mix(word), 0)%100 < absent {
		return 0, false
	}
	x := int(w.Ability[p])*68 + chance.Normal(s.At(p, 0))*40 + chance.Normal(word)*60 // 1/100 of 1/1024
	points := t.mean*10 + x/1024
	if w.IsWoman(p) {
		points += t.girls / 10
	} else {
		points -= t.girls / 10
	}
	return int64(max(10, min(99*10, points))), true
}
