package society

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// offence is the main offence somebody was charged with, in cases decided in a year.
type offence struct {
	began, ended, reported, decided int16
	group, decision                 int64 // positions in the code lists
	count                           int64 // offences of the person in those cases
}

const (
	crimeFirst = 2002 // first and last year with data
	crimeLast  = 2024
)

// Groups of offences, in the order of the list lovbruddsgruppe.
const (
	theft = iota
	otherProfit
	damage
	violence
	sexual
	drugs
	disorder
	traffic
	otherOffence
)

var (
	// chargedAge is how many men of an age are charged in a year, in 1/1000.
	chargedAge = chance.Curve{{14, 0}, {15, 20}, {18, 52}, {21, 46}, {28, 36}, {35, 28}, {45, 21}, {55, 13}, {65, 7}, {80, 2}, {90, 0}}.Table(14, 90)
	// chargedYear is the level of a year, in 1/100.
	chargedYear = chance.Curve{{2002, 115}, {2009, 112}, {2014, 105}, {2018, 88}, {2021, 80}, {2024, 82}}.Table(2002, 2024)
	// groupShares are the offences of the young and of others, in 1/1000.
	groupShares = [2][]int{{190, 20, 50, 120, 25, 240, 95, 220, 40}, {110, 50, 20, 95, 15, 190, 80, 390, 50}}
	// decisions are the shares of ruling, fine, dropped and other by group of offence.
	decisions = [...][]int{theft: {300, 380, 180, 140}, otherProfit: {420, 180, 300, 100}, damage: {200, 350, 270, 180},
		violence: {380, 110, 360, 150}, sexual: {440, 30, 470, 60}, drugs: {230, 520, 100, 150}, disorder: {190, 430, 250, 130},
		traffic: {150, 790, 40, 20}, otherOffence: {150, 560, 190, 100}}
)

// crimeVariables are about those charged in a year who live in the country at its end.
func crimeVariables() []variable.Variable {
	of := func(f func(v *life.View, o offence, p int32) int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			if !v.Resident(p, v.Day) {
				return 0, false
			}
			o, ok := charged(v.World, p, v.Year)
			if !ok {
				return 0, false
			}
			return f(v, o, p), true
		}
	}
	date := func(f func(o offence) int16) func(v *life.View, p int32) (int64, bool) {
		return of(func(_ *life.View, o offence, _ int32) int64 { return calendar.Number(f(o)) })
	}
	return []variable.Variable{
		{Name: "KRIMINALITET_SIKTEDE_ALDER_GJTID", Kind: sheet.NumberValue,
			At: of(func(v *life.View, o offence, p int32) int64 { return int64(v.Age(p, o.began)) })},
		{Name: "KRIMINALITET_SIKTEDE_GJDATO1", Kind: sheet.AmountValue, At: date(func(o offence) int16 { return o.began })},
		{Name: "KRIMINALITET_SIKTEDE_GJDATO2", Kind: sheet.AmountValue, At: date(func(o offence) int16 { return o.ended })},
		{Name: "KRIMINALITET_SIKTEDE_REGDATO", Kind: sheet.AmountValue, At: date(func(o offence) int16 { return o.reported })},
		{Name: "KRIMINALITET_SIKTEDE_AVGJDATO", Kind: sheet.AmountValue, At: date(func(o offence) int16 { return o.decided })},
		{Name: "KRIMINALITET_SIKTEDE_GRUPPELOV", Codes: variable.List("lovbruddsgruppe"),
			At: of(func(_ *life.View, o offence, _ int32) int64 { return o.group })},
		{Name: "KRIMINALITET_SIKTEDE_TYPEAVGJ", Codes: variable.List("avgjorelse"),
			At: of(func(_ *life.View, o offence, _ int32) int64 { return o.decision })},
		{Name: "KRIMINALITET_SIKTEDE_LOVANT", Kind: sheet.NumberValue,
			At: of(func(_ *life.View, o offence, _ int32) int64 { return o.count })},
		{Name: "KRIMINALITET_SIKTEDE_GJFYLKE", Codes: variable.List("fylke"), At: of(countyOfOffence)},
		{Name: "KRIMINALITET_SIKTEDE_KJONN_POLITIREG", Codes: variable.These("1", "2"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return int64(w.Flags[p] & life.Woman), everCharged(w, p)
		}},
	}
}

// charged gives the main offence of the cases against somebody that were decided in a year.
func charged(w *life.World, p int32, y int) (o offence, ok bool) {
	age := y - w.BornYear(p)
	if age < 15 || age > 89 {
		return o, false
	}
	rate := chargedRate(w, p, y, age)
	s := chance.NewStream(w.Seed, crimeLots)
	word := s.At(p, y)
	// A person's share of lasting luck is large: a few are charged again and again.
	luck := (chance.Normal(s.At(p, 0))*7 + chance.Normal(word)*7) / 10
	surplus := chance.Quantile(min(rate, 900)) - luck
	if surplus <= 0 {
		return o, false
	}
	return offenceOf(w, p, y, age, surplus, s)
}

// chargedRate is the chance of a charge in 1/1000.
func chargedRate(w *life.World, p int32, y, age int) int {
	rate := chargedAge.At(age) * 16 * chargedYear.At(y)
	if w.IsWoman(p) {
		rate = rate * 36 / 100
	}
	switch {
	case w.Level[p] == life.LevelCompulsory:
		rate = rate * 19 / 10
	case w.Level[p] >= life.LevelShort:
		rate = rate * 35 / 100
	}
	if age >= 20 && !w.Works(p, y) {
		rate = rate * 17 / 10
	}
	if w.Category[p] == 'B' {
		rate = rate * 9 / 10
	}
	return rate / 1000
}

// offenceOf draws the dates, kind and outcome of a case. A case without a day on which it can
// have happened is none.
func offenceOf(w *life.World, p int32, y, age, surplus int, s chance.Stream) (o offence, ok bool) {
	a, b := s.At(p, y+1000), s.At(p, y+2000)
	o.decided = calendar.Within(y, a)
	shares := groupShares[1]
	if age < 25 {
		shares = groupShares[0]
	}
	o.group = int64(chance.Pick(chance.Mix(a), shares, 1000))
	o.decision = int64(chance.Pick(chance.Mix(b), decisions[o.group], 1000))
	handling := 15 + chance.Part(b, 0)%240
	if o.group != traffic && chance.Part(b, 1)%3 == 0 {
		handling += chance.Part(b, 2) % 420
	}
	lasting := 0
	if (o.group == sexual || o.group == otherProfit || o.group == violence) && chance.Part(b, 3)%100 < 30 {
		lasting = chance.Part(b, 2) % 500
	}
	late := 0
	if chance.Part(b, 1)%100 < 45 {
		late = chance.Part(b, 3) % 40
	}
	first := max(w.Entry[p], calendar.ClampDay(int(w.Birth[p])+15*366))
	o.reported = calendar.AddDays(o.decided, -handling)
	o.ended = calendar.AddDays(o.reported, -late)
	o.began = max(calendar.AddDays(o.ended, -lasting), first)
	o.ended = max(o.ended, o.began)
	o.reported = max(o.reported, o.ended)
	o.count = 1 + int64(surplus/300)*int64(1+chance.Part(a, 0)%3)
	return o, o.decided >= o.reported && o.decided < w.Gone(p)
}

type everChargedKey struct{}

// everCharged tells who is in the data of some year.
func everCharged(w *life.World, p int32) bool {
	return life.OfWorld(w, everChargedKey{}, func() []bool {
		out := make([]bool, w.Persons())
		for q := range out {
			for y := crimeFirst; y <= crimeLast && !out[q]; y++ {
				if w.Resident(int32(q), calendar.NewYear(y+1)-1) {
					_, out[q] = charged(w, int32(q), y)
				}
			}
		}
		return out
	})[p]
}

type countiesKey struct{}

// countyOfOffence is mostly the county a person lives in.
func countyOfOffence(v *life.View, o offence, p int32) int64 {
	of := life.OfView(v, countiesKey{}, func() []int64 {
		at := map[string]int64{}
		for i, code := range v.Cat.Codes("fylke") {
			at[code] = int64(i)
		}
		out := make([]int64, len(v.Geo.Atoms))
		for i := range out {
			out[i] = at[v.Geo.CodeAt(uint16(i), v.Day)[:2]]
		}
		return out
	})
	word := chance.NewStream(v.Seed, crimeLots).At(p, v.Year+3000)
	if chance.Part(word, 0)%100 < 13 {
		return of[v.Geo.All.Draw(chance.Mix(word))]
	}
	return of[v.PlaceOn(p, o.began)]
}
