package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// AccidentYear is the first year with road traffic accidents.
const AccidentYear = 2000

// Accident is one on the road in which somebody was hurt.
type Accident struct {
	First    int32 // of the people in it, in Accidents.Hurt; the next accident's First ends them
	Day      int16
	Place    uint16 // atom
	Kind     uint8
	Vehicles uint8 // cycles included
}

// Kinds of accident.
const (
	OffTheRoad = iota
	Crossing
	HeadOn
	WithPedestrian
	SameDirection
	OtherAccident
)

// Involved is a person in an accident.
type Involved struct {
	Accident, Person int32
	Role             uint8
	Vehicle          uint8 // of WithoutVehicle: none
	Word             uint16
}

// Roles of people in accidents.
const (
	Driver = iota
	FrontPassenger
	BackPassenger
	Pedestrian
	Cyclist
)

// Vehicles of people in accidents.
const (
	AccidentCar = iota
	AccidentVan
	AccidentLorry
	AccidentBus
	AccidentMotorcycle
	AccidentMoped
	AccidentCycle
	AccidentOther
	WithoutVehicle
)

// Accidents are all accidents in order of year, and everybody in them.
type Accidents struct {
	All  []Accident
	Hurt []Involved
}

// Of gives the people in an accident.
func (a *Accidents) Of(k int32) []Involved {
	end := int32(len(a.Hurt))
	if int(k)+1 < len(a.All) {
		end = a.All[k+1].First
	}
	return a.Hurt[a.All[k].First:end]
}

// Accidents of the country.
func (w *World) Accidents() *Accidents {
	return w.units.accidents.get(func() *Accidents { return newAccidents(w) })
}

// accidentsIn is how many accidents there are in the country in a year; 1.9 people are in each.
var accidentsIn = chance.Curve{{2000, 6300}, {2007, 6200}, {2012, 4900}, {2016, 3500}, {2020, 2900}, {2021, 2800}, {2024, 3100}}

// exposure is how likely somebody is to be the first in an accident, by age, in 1/1000.
var exposure = chance.Curve{{4, 60}, {10, 160}, {15, 420}, {16, 800}, {18, 1000}, {21, 930}, {26, 560}, {40, 440}, {60, 370}, {75, 380}, {85, 330}, {95, 60}}.Table(0, 110)

// roads is the work of newAccidents.
type roads struct {
	*World
	lots chance.Stream
	Accidents
}

func newAccidents(w *World) *Accidents {
	r := &roads{World: w, lots: chance.NewStream(w.Seed, 90)}
	residents := 0
	for p := range int32(w.Persons()) {
		if w.Resident(p, calendar.NewYear(calendar.LastYear)) {
			residents++
		}
	}
	for y := AccidentYear; y < calendar.LastYear; y++ {
		scaled := uint64(accidentsIn.At(y)) * uint64(residents) * 1000 / countryResidents
		n := int(scaled / 1000)
		if chance.Scaled(r.lots.At(-1, y), 1000) < int(scaled%1000) {
			n++
		}
		for i := range int32(n) {
			r.happen(i, y)
		}
	}
	return &r.Accidents
}

// happen adds the accident number i of a year.
func (r *roads) happen(i int32, y int) {
	day := calendar.Within(y, r.lots.At(i, y*200+199))
	p := r.draw(i, y*200, day, 0)
	if p < 0 {
		return
	}
	word := r.lots.At(i, y*200+150)
	age := r.Age(p, day)
	a := Accident{First: int32(len(r.Hurt)), Day: day, Place: r.scene(p, day, word), Vehicles: 1}
	role, vehicle := mode(age, !r.IsWoman(p), chance.Mix(word+1))
	a.Kind = accidentKind(role, vehicle, chance.Mix(word+2))
	k := int32(len(r.All))
	r.add(k, p, role, vehicle, chance.Mix(word+3))
	r.passengers(k, p, role, vehicle, day, chance.Mix(word+4))
	if role == Pedestrian {
		a.Vehicles = 0
	}
	if a.Kind != OffTheRoad && a.Kind != OtherAccident {
		if q := r.draw(i, y*200+60, day, 20); q >= 0 && q != p && !r.has(a.First, q) {
			a.Vehicles++
			other := uint8([...]int{0, 0, 0, 0, 0, 0, 1, 2, 3, 0}[chance.Part(word, 2)%10])
			r.add(k, q, Driver, other, chance.Mix(word+5))
			r.passengers(k, q, Driver, other, day, chance.Mix(word+6))
		} else if a.Vehicles == 0 { // somebody without a register number drove
			a.Vehicles = 1
		}
	}
	r.All = append(r.All, a)
}

func (r *roads) has(first int32, p int32) bool {
	for _, x := range r.Hurt[first:] {
		if x.Person == p {
			return true
		}
	}
	return false
}

// draw finds somebody of an age or above by exposure; −1 when nobody turns up.
func (r *roads) draw(i int32, step int, day int16, from int) int32 {
	for try := range 60 {
		word := r.lots.At(i, step+try)
		p := int32(chance.Scaled(word, r.Persons()))
		if !r.Resident(p, day) {
			continue
		}
		age := r.Age(p, day)
		risk := exposure.At(age)
		if r.IsWoman(p) {
			risk = risk * 62 / 100
		}
		if age >= from && chance.Part(word, 0)*1000>>16 < risk {
			return p
		}
	}
	return -1
}

// scene is where an accident happens: mostly near home.
func (r *roads) scene(p int32, day int16, word uint64) uint16 {
	days, at := r.path(p)
	place := placeAt(days, at, day)
	if chance.Part(word, 0)%100 < 34 {
		return r.Geo.ByCounty[r.Geo.Atoms[place].County].Draw(chance.Mix(word + 9))
	}
	return place
}

// mode is how somebody was on the road, and in which vehicle.
func mode(age int, man bool, word uint64) (role, vehicle uint8) {
	lot := chance.Part(word, 0) * 1000 >> 16
	switch {
	case age < 16 && lot < 420 || age >= 80 && lot < 260 || lot < 75:
		return Pedestrian, WithoutVehicle
	case age < 16 || lot < 170:
		return Cyclist, AccidentCycle
	case age < 18:
		return Driver, [...]uint8{AccidentMoped, AccidentMoped, AccidentMotorcycle}[chance.Part(word, 1)%3]
	case lot < 210 && man || lot < 178:
		return Driver, AccidentMotorcycle
	case lot < 218:
		return Driver, AccidentMoped
	case lot < 262:
		return Driver, AccidentVan
	case lot < 277:
		return Driver, AccidentLorry
	case lot < 283:
		return Driver, AccidentBus
	case lot < 290:
		return Driver, AccidentOther
	}
	return Driver, AccidentCar
}

func accidentKind(role, vehicle uint8, word uint64) uint8 {
	weights := []int{330, 210, 150, 0, 230, 80}
	switch {
	case role == Pedestrian:
		return WithPedestrian
	case role == Cyclist:
		weights = []int{120, 520, 60, 30, 150, 120}
	case vehicle == AccidentMotorcycle:
		weights = []int{440, 200, 130, 0, 140, 90}
	}
	return uint8(chance.Pick(word, weights, 1000))
}

func (r *roads) add(k, p int32, role, vehicle uint8, word uint64) {
	r.Hurt = append(r.Hurt, Involved{k, p, role, vehicle, uint16(word)})
}

// passengers are the people a driver lives with: the partner in front, children behind.
func (r *roads) passengers(k, driver int32, role, vehicle uint8, day int16, word uint64) {
	if role != Driver || vehicle > AccidentVan {
		return
	}
	if u := r.UnionAt(driver, day); u != nil && chance.Part(word, 0)%100 < 24 {
		if q := u.Partner(driver); r.Resident(q, day) && !r.has(r.firstOf(k), q) {
			r.add(k, q, FrontPassenger, vehicle, chance.Mix(word+1))
		}
	}
	if chance.Part(word, 1)%100 >= 22 {
		return
	}
	var buf [maxChildren]int32
	n := 0
	for _, q := range r.Children(driver, &buf) {
		if n < 3 && r.Resident(q, day) && r.Age(q, day) < 18 && chance.Part(r.lots.At(q, -7), 0)%100 < 60 && !r.has(r.firstOf(k), q) {
			r.add(k, q, BackPassenger, vehicle, r.lots.At(q, -8))
			n++
		}
	}
}

// firstOf is where the people of the accident that is being made begin.
func (r *roads) firstOf(k int32) int32 {
	first := int32(len(r.Hurt))
	for first > 0 && r.Hurt[first-1].Accident == k {
		first--
	}
	return first
}
