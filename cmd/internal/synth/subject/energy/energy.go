// Package energy declares the variables of metering points for electricity.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := energy.Variables() // ELHUB_PERS_STROMFORBRUK and others
package energy

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

const readingStream = 89

// Variables are the declarations of this subject, for the months in which a meter is somebody's.
func Variables() []variable.Variable {
	return []variable.Variable{
		{Name: "ELHUB_PERS_MALEPUNKTID_FNR", Kind: sheet.AmountValue, Since: life.MeterYear,
			At: running(func(v *life.View, _ int32, m *life.Meter, _ int) int64 { return v.Ids[m.Holder] })},
		{Name: "ELHUB_PERS_MALEPUNKT_ADR_KOMMUNE", Codes: variable.List("kommune"), Since: life.MeterYear,
			At: running(func(v *life.View, _ int32, m *life.Meter, _ int) int64 { return v.KommuneOf(m.Place) })},
		{Name: "ELHUB_PERS_PRISOMRADE", Codes: variable.These(areas...), Since: life.MeterYear,
			At: running(func(v *life.View, _ int32, m *life.Meter, _ int) int64 { return priceAreas(v)[m.Place] })},
		{Name: "ELHUB_PERS_TYPE_STROMFORBRUK", Codes: variable.These("1", "2", "3"), Since: life.MeterYear,
			At: running(func(_ *life.View, _ int32, m *life.Meter, _ int) int64 { return int64(m.Use) })},
		{Name: "ELHUB_PERS_STROMFORBRUK", Kind: sheet.RealValue, Scale: 100, Since: life.MeterYear,
			At: running(func(v *life.View, k int32, m *life.Meter, month int) int64 { return used(v.World, k, m, month) })},
		{Name: "ELHUB_PERS_KRAFTPRODUKSJON", Kind: sheet.RealValue, Scale: 100, Since: life.MeterYear,
			At: func(v *life.View, k int32) (int64, bool) {
				m, month := &v.Meters()[k], monthOf(v)
				if m.Solar == 0 || month < max(int(m.From), int(m.Since)) || month > int(m.To) {
					return 0, false
				}
				return made(v.World, k, m, month), true
			}},
	}
}

func monthOf(v *life.View) int { return (v.Year-life.MeterYear)*12 + v.Month - 1 }

func running(f func(v *life.View, k int32, m *life.Meter, month int) int64) func(v *life.View, k int32) (int64, bool) {
	return func(v *life.View, k int32) (int64, bool) {
		m, month := &v.Meters()[k], monthOf(v)
		if month < int(m.From) || month > int(m.To) {
			return 0, false
		}
		return f(v, k, m, month), true
	}
}

// The year in months: shares of use and of what the sun gives, in 1/1000.
var (
	useMonths = [12]int64{120, 108, 104, 85, 70, 56, 50, 52, 61, 81, 98, 115}
	sunMonths = [12]int64{8, 30, 80, 122, 148, 150, 143, 118, 88, 68, 30, 15}
)

// winters is how a year differs from an ordinary one, in 1/1000: cold ones, and dear ones.
var winters = [...]int64{975, 1065, 985, 975, 990}

// used is the use in a month in 1/100 kWh.
func used(w *life.World, k int32, m *life.Meter, month int) int64 {
	word := chance.NewStream(w.Seed, readingStream).At(k, month)
	swing := int64(920 + chance.Part(word, 0)*160>>16)
	if m.Use == life.MeterCabin { // some months nobody is there
		swing = int64(500 + chance.Part(word, 1)*1000>>16)
	}
	return int64(m.Yearly) * useMonths[month%12] * winters[month/12] / 1000 * swing / 10000
}

// made is what a roof gives in a month, in 1/100 kWh.
func made(w *life.World, k int32, m *life.Meter, month int) int64 {
	word := chance.NewStream(w.Seed, readingStream).At(k, month+1000)
	return int64(m.Solar) * sunMonths[month%12] * int64(900+chance.Part(word, 0)*200>>16) / 10000
}

// areas are the price areas of the power market.
var areas = []string{"NO1", "NO2", "NO3", "NO4", "NO5"}

// priceAreas is the index of the price area by atom: by the county of 2024.
func priceAreas(v *life.View) []int64 {
	type key struct{}
	return life.OfWorld(v.World, key{}, func() []int64 {
		of := map[string]int64{"39": 1, "40": 1, "42": 1, "11": 1, "15": 2, "50": 2, "18": 3, "55": 3, "56": 3, "46": 4}
		t := make([]int64, len(v.Geo.Atoms))
		for i := range t {
			t[i] = of[v.Geo.CodeAt(uint16(i), calendar.NewYear(2024))[:2]]
		}
		return t
	})
}
