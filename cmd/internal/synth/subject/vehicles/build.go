package vehicles

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
)

// Streams of the subject.
const (
	buildStream  = 83
	useStream    = 84
	importStream = 85
	roadStream   = 86
)

func lots(w *life.World, number uint64) chance.Stream { return chance.NewStream(w.Seed, number) }

// build is how a vehicle is made: lengths in cm, weights in kg; 0 for what such a vehicle does
// not have or the register does not say.
type build struct {
	length, width, kerb, gross int
	axles, driven              int
	doors, front, seats        int
	braked, unbraked           int
	co2                        int // g/km; −1 unknown
	fuel                       uint8
	plug                       bool
	class                      int // index into euClasses
}

// euClasses are the classes of vehicles in the law of the European Union.
var euClasses = []string{"M1", "M1G", "M2", "M3", "N1", "N1G", "N2", "N3", "L1e", "L3e", "L7e", "T1", "O1", "O2"}

const (
	classM1 = iota
	classM1G
	classM2
	classM3
	classN1
	classN1G
	classN2
	classN3
	classL1e
	classL3e
	classL7e
	classT1
	classO1
	classO2
)

// train is the permitted weight together with a trailer.
func (b *build) train() int {
	if b.braked == 0 {
		return 0
	}
	return b.gross + b.braked
}

// litres is the fuel for 10 km in 1/100 litres: a litre of petrol gives 2390 g, of diesel 2640 g.
func (b *build) litres() int {
	gram := 2390
	if b.fuel == life.Diesel || b.fuel == life.HybridDiesel {
		gram = 2640
	}
	return (b.co2*1000 + gram/2) / gram
}

// buildOf draws how a vehicle is made, the same in all years.
func buildOf(w *life.World, k int32, o *life.OwnedVehicle) build {
	word := lots(w, buildStream).At(k, 0)
	b := build{fuel: o.Fuel, co2: -1, class: -1, axles: 2, driven: 1}
	a, c := chance.Part(word, 0)*1000>>16, chance.Part(word, 1)*1000>>16
	year := int(o.New)
	switch code := life.VehicleGroups[o.Group]; code[0] {
	case '1':
		b.car(year, a, c, word)
		if code != "101" {
			b.kerb, b.gross = b.kerb+700, b.gross+1100
		}
	case '2':
		b.bus(a, c)
	case '3':
		b.truck(code, year, a, c)
	case '4':
		b.length, b.width, b.kerb, b.axles, b.driven = 330+a*140/1000, 180+a*60/1000, 1800+a*4200/1000+c*600/1000, 2, 2
		b.gross, b.seats, b.front, b.class, b.braked = b.kerb*14/10, 1, 1, classT1, b.kerb*2
	case '5':
		b.length, b.width, b.kerb = 500+a*400/1000, 230, 5000+a*12000/1000
		b.gross, b.seats, b.front = b.kerb*11/10, 1, 1
	case '6':
		b.light(code, a, c)
	default:
		b.trailer(code, a, c)
	}
	return b
}

// car draws a passenger car: size class, then what follows from it, from the year and the fuel.
func (b *build) car(year, a, c int, word uint64) {
	size := a * 5 / 1000 // 0 small … 4 very large
	newer := max(0, min(year-1990, 34))
	b.length = 372 + size*24 + newer*3/4 + c*14/1000
	b.width = 160 + size*5 + newer*4/10 + c*5/1000
	b.kerb = 870 + size*165 + newer*9 + c*150/1000
	heavy := size >= 3 || c > 600
	switch b.fuel {
	case life.Electric:
		b.kerb, b.co2, b.plug = b.kerb+265, 0, true
	case life.HybridPetrol, life.HybridDiesel:
		b.plug = year >= 2013 && chance.Part(word, 2)%100 < min(75, 10+(year-2012)*8)
		b.kerb += 120
	}
	b.gross = b.kerb + 440 + size*25
	b.doors, b.front, b.seats = 5, 2, 5
	if size == 0 && c < 350 {
		b.doors, b.seats = 3, 4
	} else if size == 4 && c > 550 {
		b.seats = 7
	}
	if four := chance.Part(word, 3) * 1000 >> 16; four < 120+size*90+newer*4 {
		b.driven = 2
		if heavy && four < 130 {
			b.class = classM1G
		}
	}
	if b.class < 0 {
		b.class = classM1
	}
	b.braked, b.unbraked = (700+size*310+c*250/1000)/50*50, min(750, (b.kerb/2)/10*10)
	if b.fuel == life.Electric && c < 450 {
		b.braked, b.unbraked = 0, 0
	}
	if b.co2 < 0 {
		b.co2 = carCO2(year, b.fuel, b.plug, size, c)
	}
}

// fossilCO2 is g/km of petrol and diesel cars by year of first registration.
var fossilCO2 = chance.Curve{{1985, 205}, {2000, 183}, {2006, 172}, {2010, 151}, {2015, 122}, {2020, 127}, {2024, 136}}.Table(1985, 2024)

func carCO2(year int, fuel uint8, plug bool, size, c int) int {
	x := fossilCO2.At(year)*(86+size*7)/100 + (c-500)*16/1000
	switch {
	case plug:
		x = x * 34 / 100
	case fuel == life.HybridPetrol, fuel == life.HybridDiesel:
		x = x * 76 / 100
	case fuel == life.Diesel:
		x = x * 97 / 100
	case fuel == 5: // hydrogen
		x = 0
	}
	return max(x, 0)
}

func (b *build) bus(a, c int) {
	b.length, b.width, b.kerb = 600+a*250/1000, 205+a*30/1000, 2600+a*2400/1000
	b.gross, b.seats, b.front, b.doors, b.class = b.kerb+1400+c, 10+a*7/1000, 2, 3, classM2
	if b.gross > 5000 {
		b.class = classM3
	}
}

// truck draws vans, campers and lorries.
func (b *build) truck(code string, year, a, c int) {
	newer := max(0, min(year-1990, 34))
	b.doors, b.front = 2, 2
	switch code {
	case "310", "311", "312", "315", "301":
		b.length, b.width, b.kerb = 430+a*150/1000, 175+a*25/1000, 1250+a*650/1000+newer*8
		b.gross, b.seats, b.class, b.doors = b.kerb+620+c*300/1000, 2+c*2/1000, classN1, 4+a/600
		b.braked, b.unbraked = (1000+a*1500/1000)/50*50, 750
		b.co2 = fossilCO2.At(year) * (105 + a*40/1000) / 100
		if c > 820 {
			b.driven, b.class = 2, classN1G
		}
		if b.fuel == life.Electric {
			b.co2, b.plug, b.kerb = 0, true, b.kerb+320
		}
	case "316", "313", "336":
		b.length, b.width, b.kerb, b.gross = 560+a*220/1000, 205+a*30/1000, 2500+a*800/1000, 3500
		b.seats, b.class, b.braked, b.unbraked = 4+c*3/1000, classM1, 2000, 750
		b.co2 = 210 + a*60/1000
	case "350":
		b.length, b.width, b.kerb, b.gross, b.seats, b.driven = 400+a*300/1000, 200, 3000+a*3000/1000, 8000, 2+c*10/1000, 2
	case "380", "381":
		b.length, b.width, b.kerb = 600+a*180/1000, 215, 2800+a*1200/1000
		b.gross, b.seats, b.class = b.kerb+2800, 3, classN2
	default:
		b.length, b.width, b.kerb, b.axles = 750+a*450/1000, 250, 7500+a*7000/1000, 2+a*3/1000
		b.gross, b.seats, b.class, b.driven = b.kerb*2+c, 2+c*2/1000, classN3, 1+a*2/1000
		if b.gross <= 12000 {
			b.class = classN2
		}
		b.braked = 10000 + a*14
	}
}

// light draws mopeds, motorcycles and snowmobiles.
func (b *build) light(code string, a, c int) {
	b.seats = 1 + (c+400)/1000
	switch code {
	case "601":
		b.length, b.width, b.kerb, b.class = 165+a*30/1000, 65+a*10/1000, 75+a*40/1000, classL1e
		if c > 930 {
			b.class, b.kerb = classL7e, b.kerb+220
		}
	case "630":
		b.length, b.width, b.kerb, b.driven = 270+a*70/1000, 110+a*15/1000, 190+a*130/1000, 1
	default:
		b.length, b.width, b.kerb, b.class, b.seats = 195+a*50/1000, 75+a*20/1000, 120+a*60/1000, classL3e, 2
		if code != "610" {
			b.kerb += 50 + c*110/1000
		}
	}
	b.plug = b.fuel == life.Electric
	b.gross = b.kerb + b.seats*95
}

func (b *build) trailer(code string, a, c int) {
	b.driven, b.axles, b.class = 0, 1, classO1
	switch code {
	case "703":
		b.length, b.width, b.kerb = 560+a*240/1000, 215+a*30/1000, 950+a*600/1000
		b.gross, b.class, b.axles = b.kerb+250+c*200/1000, classO2, 1+a/800
	case "702", "701":
		b.length, b.width, b.kerb, b.axles = 450+a*200/1000, 220, 1500+a*1500/1000, 2
		b.gross, b.class = b.kerb*3, -1
	default:
		b.length, b.width, b.kerb = 320+a*230/1000, 150+a*50/1000, 130+a*420/1000
		b.gross = min(750, b.kerb+500)
		if a > 450 {
			b.gross, b.class, b.axles = b.kerb*3, classO2, 1+a/700
		}
	}
}

// reading is what an odometer showed.
type reading struct {
	year, month int
	km          int64
	months      int // since the first registration
}

// lastReading is of the last inspection of a car or van up to the end of a year: the first in
// its fourth year, then every second.
func lastReading(w *life.World, k int32, o *life.OwnedVehicle, year int) (r reading, ok bool) {
	code := life.VehicleGroups[o.Group]
	if age := year - int(o.New); age < 4 || code[0] != '1' && code[:2] != "31" && code != "301" {
		return r, false
	}
	word := lots(w, roadStream).At(k, 0)
	r.year, r.month = year-(year-int(o.New))%2, 1+chance.Part(word, 0)*12>>16
	r.months = (r.year-int(o.New))*12 + r.month - 6
	yearly := 8200 + chance.Part(word, 1)*9000/65536 + chance.Part(word, 2)*3000/65536
	switch {
	case o.Fuel == life.Petrol:
		yearly = yearly * 82 / 100
	case code[0] == '3':
		yearly = yearly * 110 / 100
	}
	// A car is driven less with every month: the mean over its life falls to three fifths.
	r.km = int64(yearly) * int64(r.months) / 12 * int64(1000-min(r.months, 360)*400/360) / 1000
	return r, true
}
