package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Dwelling is the home of a family, the same for all members and for years on end.
type Dwelling struct {
	Area, Built int
	Kind        int // index into dwellingKinds
}

var DwellingKinds = []string{"111", "112", "113", "121", "122", "131", "133", "136", "142", "143", "145", "146", "141", "152", "159"}

// Flats among dwellings and car owners among men and women, in 1/1000 by residents
// of the municipality.
var (
	flatShare = chance.Curve{{3000, 60}, {20000, 170}, {80000, 330}, {300000, 480}, {700000, 760}}
	carShare  = chance.Curve{{2000, 640}, {20000, 590}, {100000, 500}, {700000, 310}}
)

// DwellingOf draws the dwelling of the family a head belongs to; size is its number of persons.
func (h *History) DwellingOf(s chance.Stream, head int32, place uint16, year, size int) Dwelling {
	age := year - h.BornYear(head)
	stay := 14
	if age < 35 {
		stay = 5
	}
	word := s.At(head, (year+chance.Part(s.At(head, 0), 0)%stay)/stay+stay*1000)
	town := h.Geo.Atoms[place].Size
	flats := flatShare.At(town)
	if size == 1 || age < 30 {
		flats = flats*12/10 + 20
	} else if size >= 3 {
		flats = flats * 45 / 100
	}
	r := chance.Part(word, 0) % 1000
	var d Dwelling
	switch {
	case r < flats:
		d.Kind = 8 + chance.Part(word, 1)%5
		d.Area = 38 + size*7 + chance.Part(word, 2)%52
	case r < flats+110:
		d.Kind = 5 + chance.Part(word, 1)%3
		d.Area = 75 + size*8 + chance.Part(word, 2)%60
	case r < flats+210:
		d.Kind = 3 + chance.Part(word, 1)%2
		d.Area = 80 + size*8 + chance.Part(word, 2)%75
	case r < flats+235:
		d.Kind = 13 + chance.Part(word, 1)%2
		d.Area = 24 + chance.Part(word, 2)%40
	default:
		d.Kind = []int{0, 0, 0, 0, 1, 2}[chance.Part(word, 1)%6]
		d.Area = 95 + size*10 + chance.Part(word, 2)%120
	}
	period := chance.Pick(chance.Mix(word), []int{14, 24, 30, 19, 13}, 100)
	low := []int{1880, 1940, 1970, 1990, 2010}[period]
	high := []int{1940, 1970, 1990, 2010, year}[period]
	d.Built = low + chance.Part(word, 3)*(high-low)/65536
	return d
}

// vehicle is something with a number plate that one person owns for some years.
type vehicle struct {
	from, to int // first and last year (31 December) with this owner
	group    int // index into vehicleGroups
	fuel     int // index into fuels
}

var VehicleGroups = []string{"101", "310", "316", "340", "350", "401", "601", "610", "620", "630", "360", "210"}

var Fuels = []string{"01", "02", "05", "07", "08", "09"}

// newCars gives the fuel of cars by year of first registration, in 1/1000, in the order of fuels.
var newCars = map[int][]int{2000: {900, 95, 0, 0, 0, 5}, 2008: {300, 690, 2, 8, 0, 0}, 2012: {330, 600, 30, 40, 0, 0},
	2015: {290, 410, 170, 120, 10, 0}, 2018: {210, 180, 310, 270, 30, 0}, 2020: {80, 90, 540, 270, 20, 0}, 2022: {15, 30, 790, 145, 20, 0},
	2024: {8, 20, 890, 70, 12, 0}}

// newCarFuel draws the fuel of a car by the year it was new.
func newCarFuel(year int, word uint64) int {
	for year > 2000 && newCars[year] == nil {
		year--
	}
	if year < 2000 {
		year = 2000
	}
	return chance.Pick(word, newCars[year], 1000)
}

// Vehicles lists what a person owns at the end of some year since 2018.
func (h *History) Vehicles(s chance.Stream, p int32, out []vehicle) []vehicle {
	out = out[:0]
	born := h.BornYear(p)
	if born+18 > calendar.LastYear-1 || h.Gone(p) < calendar.NewYear(2019) || born < 1925 {
		return out
	}
	town := h.Geo.Atoms[h.Home[p]].Size
	base := carShare.At(town)
	if h.IsWoman(p) {
		base = base * 72 / 100
	} else {
		base = base * 125 / 100
	}
	for slot := range 4 {
		odds := [...]int{base, base * 19 / 100, 90, 55}[slot]
		lot := chance.Part(s.At(p, slot), 0) % 1000
		if lot >= odds {
			continue
		}
		length := 3 + chance.Part(s.At(p, slot), 1)%9
		for block := (2018 + chance.Part(s.At(p, slot), 2)%length) / length; ; block++ {
			from := block*length - chance.Part(s.At(p, slot), 2)%length
			if from > calendar.LastYear-1 {
				break
			}
			v := vehicle{from: max(from, born+18, calendar.YearOf(h.Entry[p])), to: from + length - 1}
			if g := h.Gone(p); g != calendar.None {
				v.to = min(v.to, calendar.YearOf(g)-1)
			}
			word := s.At(p, slot*1000+block)
			v.group, v.fuel = vehicleKind(slot, from, word)
			if v.from <= v.to && v.to >= 2018 && v.from < calendar.LastYear {
				out = append(out, v)
			}
		}
	}
	return out
}

// vehicleKind draws group and fuel: cars in the first two slots, others after.
func vehicleKind(slot, bought int, word uint64) (group, fuel int) {
	if slot < 2 {
		age := chance.Part(word, 0) % 20 * (chance.Part(word, 1) % 3) / 2
		return 0, newCarFuel(bought-age, chance.Mix(word))
	}
	group = 1 + chance.Pick(word, []int{220, 40, 15, 3, 260, 90, 60, 190, 90, 25, 7}, 1000)
	switch group {
	case 6, 7, 8, 9:
		return group, 0
	}
	if bought > 2021 && group == 1 && chance.Part(word, 3)%100 < 25 {
		return group, 2
	}
	return group, 1
}

// OwnedVehicle is a vehicle with its owner.
type OwnedVehicle struct {
	Owner       int32
	From, To    int16 // years
	Group, Fuel uint8
}

// BuildVehicles lists the vehicles owned at the end of some year since 2018.
func (h *History) BuildVehicles() {
	s := chance.NewStream(h.Seed, 8)
	h.Cars = make([]OwnedVehicle, 0, h.Persons())
	var buf [32]vehicle
	for p := range int32(h.Persons()) {
		for _, v := range h.Vehicles(s, p, buf[:]) {
			h.Cars = append(h.Cars, OwnedVehicle{p, int16(v.from), int16(v.to), uint8(v.group), uint8(v.fuel)})
		}
	}
}
