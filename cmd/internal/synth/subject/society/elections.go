package society

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// election is what differs between elections. Local elections are those in which people
// without citizenship vote.
type election struct {
	local   bool
	lift    int // added to everybody's turnout, in 1/1000
	advance int // voters who vote before the day, in 1/1000
	full    int // municipalities of this size or more keep the roll by computer: all are counted
}

var elections = map[int]election{
	2013: {false, -4, 290, 200_000}, 2015: {true, 28, 260, 90_000}, 2017: {false, -7, 360, 40_000},
	2019: {true, 78, 380, 15_000}, 2021: {false, -17, 580, 0}, 2023: {true, 45, 470, 0}, 2025: {false, 20, 550, 0},
}

// turnout by age in 1/1000, for a native with upper secondary education who lives alone.
var (
	turnoutGeneral = chance.Curve{{18, 740}, {20, 690}, {24, 680}, {30, 730}, {45, 790}, {60, 850}, {72, 870}, {82, 760}, {92, 480}}.Table(18, 100)
	turnoutLocal   = chance.Curve{{18, 480}, {20, 390}, {24, 370}, {30, 440}, {45, 620}, {60, 720}, {72, 760}, {82, 650}, {92, 370}}.Table(18, 100)
)

// levelTurnout is turnout by education level relative to upper secondary, in 1/1000.
var levelTurnout = [...]int{-120, 0, 30, 75, 100, 110}

// electionVariables have rows for the electoral roll; until 2019 for a sample of it where the
// roll was kept on paper.
func electionVariables() []variable.Variable {
	of := func(f func(v *life.View, e election, p int32) int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			e := elections[v.Year]
			if !onRoll(v, e, p) || sampledOne(v, e, p) == 0 {
				return 0, false
			}
			return f(v, e, p), true
		}
	}
	return []variable.Variable{
		{Name: "VALG_STEMT_SSB", Codes: yesNo, At: of(func(v *life.View, e election, p int32) int64 { return flag(votes(v, e, p)) })},
		{Name: "VALG_FORHAAND_SSB", Codes: yesNo, At: of(func(v *life.View, e election, p int32) int64 {
			return flag(votes(v, e, p) && votesEarly(v, e, p))
		})},
		{Name: "VALG_MANNTALL_KOMMNR", Codes: variable.List("kommune"), At: of(func(v *life.View, _ election, p int32) int64 {
			return v.KommuneOf(v.Places()[p])
		})},
		{Name: "VALG_FULLTELLINGSKOMMUNE", Codes: yesNo, At: of(func(v *life.View, e election, p int32) int64 {
			return flag(countedWhole(v, e, p))
		})},
		{Name: "VALG_MANNTALLSKONTROLL_SSB", Codes: yesNo, At: of(func(v *life.View, e election, p int32) int64 {
			place := int32(v.Places()[p])
			return flag(!countedWhole(v, e, p) && chance.Part(lots(v).At(-2-place, v.Year), 0)%100 < 30)
		})},
		{Name: "VALG_TVERRVEKT", Kind: sheet.RealValue, Scale: 10, At: of(func(v *life.View, e election, p int32) int64 {
			return int64(10 * sampledOne(v, e, p) / 2)
		})},
	}
}

func lots(v *life.View) chance.Stream { return chance.NewStream(v.Seed, electionLots) }

// onRoll tells who has the right to vote: people of 18 in the year who are citizens, or in
// local elections have lived here for three years or come from a Nordic country.
func onRoll(v *life.View, e election, p int32) bool {
	if !v.Resident(p, v.Day) || v.Birth[p] >= calendar.NewYear(v.Year-17) {
		return false
	}
	if v.Flags[p]&life.ImmigrantFlag == 0 || v.CitizenFrom(p) <= v.Day {
		return true
	}
	return e.local && (int(v.Day)-int(v.Entry[p]) >= 3*365 || life.Nordic(v.Country[p]) && int(v.Day)-int(v.Entry[p]) > 70)
}

// countedWhole tells whether all of the roll of somebody's municipality is in the data.
func countedWhole(v *life.View, e election, p int32) bool {
	return v.Geo.Atoms[v.Places()[p]].Size >= e.full
}

// sampledOne is twice the number of people on the roll somebody stands for; 0 for those who
// are not in the sample.
func sampledOne(v *life.View, e election, p int32) int {
	if countedWhole(v, e, p) {
		return 2
	}
	twice := 5
	switch size := v.Geo.Atoms[v.Places()[p]].Size; {
	case size < 5000:
		twice = 3
	case size < 20000:
		twice = 4
	}
	if chance.Scaled(lots(v).At(p, v.Year), twice) >= 2 {
		return 0
	}
	return twice
}

// votes follows age, education, work, family and origin, with a lasting habit and the mood of
// the year.
func votes(v *life.View, e election, p int32) bool {
	rate := turnoutGeneral
	if e.local {
		rate = turnoutLocal
	}
	age := v.Age(p, v.Day)
	x := rate.At(age) + e.lift + levelTurnout[v.Level[p]]
	if u := v.UnionAt(p, v.Day); u != nil {
		x += 45
	}
	if age < 67 && !v.Works(p, v.Year) {
		x -= 70
	}
	switch {
	case v.Flags[p]&life.ImmigrantFlag != 0 && v.CitizenFrom(p) > v.Day:
		x -= 240
	case v.Category[p] == 'B':
		x -= 190
	case v.Category[p] == 'C':
		x -= 110
	}
	luck := (chance.Normal(lots(v).At(p, 1))*8 + chance.Normal(lots(v).At(p, v.Year+1000))*6) / 10
	return luck < chance.Quantile(max(20, min(985, x)))
}

// votesEarly is more usual among the old and the young than between.
func votesEarly(v *life.View, e election, p int32) bool {
	x := e.advance
	if age := v.Age(p, v.Day); age >= 67 || age < 25 {
		x += 60
	}
	return chance.Part(lots(v).At(p, v.Year+2000), 0)%1000 < x
}
