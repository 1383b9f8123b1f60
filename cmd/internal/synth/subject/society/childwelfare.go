package society

import (
	"strconv"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// measures is the time in which the child welfare service helps somebody. Help at home goes
// on to the last day, or to the day of placement; care from then on, up to the age of 18,
// after which there is help again.
type measures struct {
	start, stop int16
	care        int16 // first day in care, none without
	adult       int16 // day of the eighteenth birthday
}

// welfareYear is how usual measures are for those a few years old in a year, in 1/100.
var welfareYear = chance.Curve{{1985, 42}, {1993, 52}, {2003, 78}, {2010, 100}, {2016, 105}, {2024, 92}}.Table(1985, 2024)

// riskOfMeasures is the share of children who get measures some time, in 1/1000, before what
// is known of the family.
const riskOfMeasures = 200

// welfareVariables are about those with measures some time in the year.
func welfareVariables() []variable.Variable {
	during := func(f func(m measures, from, to int16) bool) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			m, ok := measuresIn(v, p)
			return flag(ok && f(m, v.Day, v.Stop)), ok
		}
	}
	atEnd := func(f func(v *life.View, m measures, p int32) int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			if !v.Resident(p, v.Day) {
				return 0, false
			}
			m, ok := measuresIn(v, p)
			if !ok {
				return 0, false
			}
			return f(v, m, p), true
		}
	}
	return []variable.Variable{
		{Name: "BARNEVERN_FODTAAR", Codes: variable.These(bornYears()...), Fixed: func(w *life.World, p int32) (int64, bool) {
			m, ok := measuresOf(w, p)
			return int64(w.BornYear(p) - firstBorn), ok && m.stop >= calendar.NewYear(1993)
		}},
		{Name: "BARNEVERN_HJELPETIL", Codes: yesNo, At: during(measures.helps)},
		{Name: "BARNEVERN_OMSORG", Codes: yesNo, At: during(measures.cares)},
		{Name: "BARNEVERN_HJELPETIL12", Codes: yesNo, At: atEnd(func(v *life.View, m measures, _ int32) int64 { return flag(m.helps(v.Day, v.Day)) })},
		{Name: "BARNEVERN_OMSORG12", Codes: yesNo, At: atEnd(func(v *life.View, m measures, _ int32) int64 { return flag(m.cares(v.Day, v.Day)) })},
		{Name: "BARNEVERN_KOMM", Codes: variable.List("kommune"), At: atEnd(func(v *life.View, _ measures, p int32) int64 {
			return v.KommuneOf(v.Places()[p])
		})},
	}
}

// firstBorn is the birth year of the oldest who can have measures in 1993.
const firstBorn = 1969

func bornYears() (codes []string) {
	for y := firstBorn; y <= calendar.LastYear; y++ {
		codes = append(codes, strconv.Itoa(y))
	}
	return codes
}

// measuresIn gives the measures of somebody who has them in the year of a view.
func measuresIn(v *life.View, p int32) (measures, bool) {
	if y := v.BornYear(p); y < v.Year-23 || y > v.Year {
		return measures{}, false
	}
	m, ok := measuresOf(v.World, p)
	return m, ok && m.start < calendar.NewYear(v.Year+1) && m.stop >= calendar.NewYear(v.Year)
}

// helps tells whether there is help at home, or after care, some day from one to another.
func (m measures) helps(from, to int16) bool {
	first, last := m.start, m.stop
	if m.care != calendar.None {
		if m.stop >= m.adult && max(from, m.adult) <= min(to, m.stop) {
			return true
		}
		last = m.care - 1
	}
	return max(from, first) <= min(to, last)
}

// cares tells whether a child is in care some day from one to another.
func (m measures) cares(from, to int16) bool {
	return m.care != calendar.None && max(from, m.care) <= min(to, m.stop, m.adult-1)
}

// measuresOf draws the measures of a child: mostly the luck of all children of a mother and
// some of its own. Each child has them once at most; they end when the child goes away.
func measuresOf(w *life.World, p int32) (m measures, ok bool) {
	born := w.BornYear(p)
	if born < firstBorn {
		return m, false
	}
	s := chance.NewStream(w.Seed, welfareLots)
	word := s.At(p, 0)
	home := word
	if mo := w.Mother[p]; mo >= 0 {
		home = s.At(mo, 1)
	}
	luck := (chance.Normal(home)*8 + chance.Normal(chance.Mix(word))*6) / 10
	if luck >= chance.Quantile(max(1, min(riskAtHome(w, p, born), 900))) {
		return m, false
	}
	age := max(chance.Part(word, 0)%6600, chance.Part(word, 1)%6600) // days: more begin as teenagers
	length := 90 + chance.Part(word, 2)%900 + chance.Part(word, 3)%4200*(chance.Part(word, 2)%3)/2
	m.adult = calendar.ClampDay(int(w.Birth[p]) + 6574)
	m.start = max(calendar.AddDays(w.Birth[p], age), w.Entry[p])
	m.stop = calendar.AddDays(m.start, length)
	limit := m.adult
	if chance.Part(s.At(p, 2), 0)%100 < 35 { // some are helped on to 22
		limit = calendar.AddDays(m.adult, 200+chance.Part(s.At(p, 2), 1)%1500)
	}
	m.stop = min(m.stop, limit-1, w.Gone(p)-1)
	m.care = calendar.None
	if chance.Part(s.At(p, 2), 2)%100 < 21 {
		if d := calendar.AddDays(m.start, chance.Part(s.At(p, 2), 3)%500); d < min(m.stop, m.adult) {
			m.care = d
		}
	}
	return m, m.start < m.stop
}

// riskAtHome is the chance of measures in 1/1000 by what is known of the family.
func riskAtHome(w *life.World, p int32, born int) int {
	risk := riskOfMeasures * welfareYear.At(born+8) / 100
	mo, fa := w.Mother[p], w.Father[p]
	if mo >= 0 {
		switch {
		case w.Level[mo] == life.LevelCompulsory:
			risk = risk * 19 / 10
		case w.Level[mo] >= life.LevelShort:
			risk = risk * 5 / 10
		}
	}
	if mo < 0 || fa < 0 || apartEarly(w, mo, fa, w.Birth[p]) {
		risk = risk * 17 / 10
	}
	if w.Category[p] == 'B' || w.Category[p] == 'C' {
		risk = risk * 12 / 10
	}
	return risk
}

// apartEarly tells whether the parents do not live together on a child's sixth birthday.
func apartEarly(w *life.World, mo, fa int32, birth int16) bool {
	u := w.UnionAt(mo, calendar.AddDays(birth, 6*365))
	return u == nil || u.Man != fa
}
