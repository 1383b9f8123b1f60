// Package accidents declares the variables of road traffic accidents and of the people in them.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := accidents.Variables() // TRAFULYK_KODEULY, TRAFULYK_PERS_ALDER and others
package accidents

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/lang/text"
)

const roadStream = 91

// Variables are the declarations of this subject.
func Variables() []variable.Variable { return append(ofAccidents(), ofPeople()...) }

// value gives what is known of an accident, by its number.
type value func(w *life.World, k int32, a *life.Accident) int64

func ofAccidents() []variable.Variable {
	row := func(name string, kind sheet.StoredType, f value, codes ...string) variable.Variable {
		v := variable.Variable{Name: name, Kind: kind, Fixed: func(w *life.World, k int32) (int64, bool) {
			return f(w, k, &w.Accidents().All[k]), true
		}}
		if codes != nil {
			v.Codes = variable.These(codes...)
		}
		return v
	}
	number, code := sheet.NumberValue, sheet.CodeValue
	return []variable.Variable{
		row("TRAFULYK_AARMND", number, func(_ *life.World, _ int32, a *life.Accident) int64 { return calendar.YearMonth(a.Day) }),
		row("TRAFULYK_ANTALL_KJT", number, func(_ *life.World, _ int32, a *life.Accident) int64 { return int64(a.Vehicles) }),
		row("TRAFULYK_ANTALL_PERS", number, func(w *life.World, k int32, _ *life.Accident) int64 { return int64(len(w.Accidents().Of(k))) }),
		row("TRAFULYK_KOMMUNE", code, func(w *life.World, _ int32, a *life.Accident) int64 { return w.KommuneAt(a.Place, a.Day) }),
		row("TRAFULYK_KODEULY", code, func(_ *life.World, _ int32, a *life.Accident) int64 { return int64(a.Kind) }, "1", "2", "3", "4", "5", "9"),
		row("TRAFULYK_UHELLSKO", code, func(_ *life.World, _ int32, a *life.Accident) int64 { return int64(a.Kind) }, "90", "50", "30", "70", "10", "00"),
		row("TRAFULYK_PKJHINDR", code, hit, "0", "1", "2", "3", "4"),
		row("TRAFULYK_FOEREFOR", code, func(w *life.World, k int32, a *life.Accident) int64 { s, _ := conditions(w, k, a); return s }, "1", "2", "3", "4", "5"),
		row("TRAFULYK_VAERFORH", code, func(w *life.World, k int32, a *life.Accident) int64 { _, s := conditions(w, k, a); return s }, "1", "2", "3", "4", "5"),
		row("TRAFULYK_FARTSGRE", code, limit, limits...),
		row("TRAFULYK_VEISTATUS", code, func(w *life.World, k int32, a *life.Accident) int64 { return road(w, k, a) }, "E", "R", "F", "K", "P"),
	}
}

func word(w *life.World, k int32, step int) uint64 {
	return chance.NewStream(w.Seed, roadStream).At(k, step)
}

// hit is what a vehicle that left the road ran into.
func hit(w *life.World, k int32, a *life.Accident) int64 {
	if a.Kind != life.OffTheRoad {
		return 0
	}
	return int64(chance.Pick(word(w, k, 0), []int{330, 200, 110, 130, 230}, 1000))
}

// conditions of the road and the weather: snow and ice belong to the winter, and fall with it.
func conditions(w *life.World, k int32, a *life.Accident) (surface, weather int64) {
	month := int(calendar.YearMonth(a.Day) % 100)
	lots := word(w, k, 1)
	county := w.Geo.CodeAt(a.Place, calendar.NewYear(2024))[:2]
	winter := month <= 3 || month == 12
	if north := county >= "50" || county == "18" || county == "34"; north && (month == 4 || month == 11) {
		winter = true
	}
	weather = int64(chance.Pick(lots, []int{760, 140, 50, 20, 30}, 1000))
	wet := weather == 1 || weather == 2
	lot := chance.Part(chance.Mix(lots), 0) * 1000 >> 16
	switch {
	case winter && wet && lot < 520, winter && lot < 300:
		return 2, weather
	case winter && lot < 420:
		return 3, weather
	case wet || lot > 850:
		return 1, weather
	case lot > 835:
		return 4, weather
	}
	return 0, weather
}

// road is the index of the sort of road: where few live, more happens on large roads.
func road(w *life.World, k int32, a *life.Accident) int64 {
	weights := []int{230, 90, 490, 170, 20}
	if w.Geo.Atoms[a.Place].Size > 60000 {
		weights = []int{190, 80, 330, 380, 20}
	}
	if a.Kind == life.WithPedestrian {
		weights = []int{60, 50, 330, 520, 40}
	}
	return int64(chance.Pick(word(w, k, 2), weights, 1000))
}

var limits = []string{"30", "40", "50", "60", "70", "80", "90", "100", "110"}

// limit is the index of the speed limit, by the sort of road.
func limit(w *life.World, k int32, a *life.Accident) int64 {
	weights := [][]int{{0, 10, 90, 150, 130, 400, 100, 60, 60}, {5, 20, 150, 200, 130, 420, 60, 15, 0}, {10, 50, 240, 200, 60, 440, 0, 0, 0},
		{160, 180, 510, 90, 10, 50, 0, 0, 0}, {300, 150, 400, 50, 0, 100, 0, 0, 0}}[road(w, k, a)]
	if a.Kind == life.WithPedestrian {
		weights = []int{190, 150, 500, 110, 10, 40, 0, 0, 0}
	}
	return int64(chance.Pick(word(w, k, 3), weights, 1000))
}

func ofPeople() []variable.Variable {
	row := func(name string, kind sheet.StoredType, f func(w *life.World, x *life.Involved) (int64, bool), codes ...string) variable.Variable {
		v := variable.Variable{Name: name, Kind: kind, Fixed: func(w *life.World, k int32) (int64, bool) { return f(w, &w.Accidents().Hurt[k]) }}
		if codes != nil {
			v.Codes = variable.These(codes...)
		}
		return v
	}
	day := func(w *life.World, x *life.Involved) int16 { return w.Accidents().All[x.Accident].Day }
	number, key, code := sheet.NumberValue, sheet.AmountValue, sheet.CodeValue
	return []variable.Variable{
		row("TRAFULYK_PERS_FNR", key, func(w *life.World, x *life.Involved) (int64, bool) { return w.Ids[x.Person], true }),
		row("TRAFULYK_PERS_TRAFULYK", key, func(w *life.World, x *life.Involved) (int64, bool) {
			return w.Unit("TRAFIKKULYKKE").ID(x.Accident), true
		}),
		row("TRAFULYK_PERS_AARMND", number, func(w *life.World, x *life.Involved) (int64, bool) { return calendar.YearMonth(day(w, x)), true }),
		row("TRAFULYK_PERS_ALDER", number, func(w *life.World, x *life.Involved) (int64, bool) { return int64(w.Age(x.Person, day(w, x))), true }),
		row("TRAFULYK_PERS_KJOENN", code, func(w *life.World, x *life.Involved) (int64, bool) {
			return int64(w.Flags[x.Person] & life.Woman), true
		}, "1", "2"),
		row("TRAFULYK_PERS_TYPE", code, func(_ *life.World, x *life.Involved) (int64, bool) { return roadUser(x.Role), true }, "1", "2", "3", "4"),
		row("TRAFULYK_PERS_TRAFENHT", code, func(_ *life.World, x *life.Involved) (int64, bool) { return unit(x), true }, "1", "2", "3", "4"),
		row("TRAFULYK_PERS_KJRTKODE", code, func(_ *life.World, x *life.Involved) (int64, bool) {
			return int64(x.Vehicle), x.Vehicle != life.WithoutVehicle
		}, "1", "2", "3", "4", "5", "6", "7", "9"),
		row("TRAFULYK_PERS_KJPASSGR", code, func(_ *life.World, x *life.Involved) (int64, bool) {
			switch x.Role {
			case life.Driver, life.Cyclist:
				return 0, true
			case life.Pedestrian:
				return 0, false
			}
			return int64(x.Role), true
		}, "1", "2", "3"),
		row("TRAFULYK_PERS_BESKTLSE", code, func(_ *life.World, x *life.Involved) (int64, bool) {
			return protection(x), x.Role != life.Pedestrian
		}, "1", "2", "3", "9"),
	}
}

// roadUser is 0 driver, 1 passenger, 2 pedestrian, 3 cyclist.
func roadUser(role uint8) int64 {
	return [...]int64{life.Driver: 0, life.FrontPassenger: 1, life.BackPassenger: 1, life.Pedestrian: 2, life.Cyclist: 3}[role]
}

// unit is 0 motor vehicle, 1 cycle, 2 pedestrian, 3 other.
func unit(x *life.Involved) int64 {
	switch {
	case x.Role == life.Pedestrian:
		return 2
	case x.Vehicle == life.AccidentCycle:
		return 1
	case x.Vehicle == life.AccidentOther:
		return 3
	}
	return 0
}

// protection is 0 belt, 1 helmet, 2 none, 3 unknown.
func protection(x *life.Involved) int64 {
	lot := int(x.Word) * 1000 >> 16
	worn, none := int64(0), 60
	switch x.Vehicle {
	case life.AccidentMotorcycle, life.AccidentMoped:
		worn, none = 1, 25
	case life.AccidentCycle:
		worn, none = 1, 340
	case life.AccidentBus:
		none = 400
	}
	switch {
	case lot < none:
		return 2
	case lot < none+90:
		return 3
	}
	return worn
}

// Bands are what the accidents of a year are held to, scaled to the country.
func Bands() []survey.Band {
	in := func(s *survey.Survey, year int) float64 {
		n := 0
		a := s.Accidents()
		for _, x := range a.Hurt {
			if calendar.YearOf(a.All[x.Accident].Day) == year {
				n++
			}
		}
		return float64(n) * 5_565 / float64(s.Residents)
	}
	return []survey.Band{
		{Name: text.Text{EN: "people in road accidents in a year (mean of 2019–23), thousand in the country", NB: "personer i trafikkulykker i et år (snitt 2019–23), tusen i landet"},
			Low: 4, High: 8, Measure: func(s *survey.Survey) (n float64) {
				for y := 2019; y <= 2023; y++ {
					n += in(s, y) / 5
				}
				return n
			}},
		{Name: text.Text{EN: "people in an accident, mean", NB: "personer i en ulykke, gjennomsnitt"}, Low: 1.6, High: 2.2, Measure: func(s *survey.Survey) float64 {
			return float64(len(s.Accidents().Hurt)) / float64(len(s.Accidents().All))
		}},
		{Name: text.Text{EN: "men among drivers in accidents, %", NB: "menn blant førere i ulykker, %"}, Low: 57, High: 74, Measure: func(s *survey.Survey) float64 {
			n, k := 0, 0
			for _, x := range s.Accidents().Hurt {
				if x.Role == life.Driver {
					n++
					if !s.IsWoman(x.Person) {
						k++
					}
				}
			}
			return 100 * float64(k) / float64(n)
		}},
	}
}
