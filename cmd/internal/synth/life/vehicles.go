package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// OwnedVehicle is the time in which a person has a vehicle on 31 December. A vehicle may
// have several owners, one after the other; their records lie together in Cars.
type OwnedVehicle struct {
	Owner       int32
	Unit        int32 // number of the vehicle
	From, To    int16 // first and last year
	New         int16 // year of first registration
	Group, Fuel uint8 // indices into VehicleGroups and Fuels; Fuel is NoFuel for what is drawn
}

// VehicleGroups are the groups of vehicles that persons own.
var VehicleGroups = []string{"101", "106", "107", "210", "311", "315", "310", "312", "316", "313", "320", "321", "325", "336", "340", "350",
	"360", "361", "380", "381", "401", "509", "501", "601", "610", "620", "621", "630", "709", "703", "702", "701", "201", "301"}

// Fuels are the kinds of fuel in the order of their code list.
var Fuels = []string{"01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15"}

// Positions in Fuels.
const (
	Petrol       = 0
	Diesel       = 1
	Electric     = 4
	HybridPetrol = 6
	HybridDiesel = 7
	NoFuel       = 255
)

// FleetYear is the first year of which the register knows the vehicles.
const FleetYear = 1998

// fleetKind is a sort of vehicle that is bought, sold and scrapped among its own.
type fleetKind struct {
	groups  []uint8 // indices into VehicleGroups
	weights []int
	total   int
	fresh   int // of 1000 buyers, how many buy a new one
	life    int // age in years at which the first ones are scrapped when sold
	fuel    func(year int, word uint64) uint8
}

const (
	cars = iota
	vans
	campers
	heavy
	tractors
	motorcycles
	mopeds
	snowmobiles
	trailers
	oldest
)

var fleetKinds = [...]fleetKind{
	cars:        kindOf([]string{"101", "106", "107"}, []int{9994, 3, 3}, 285, 21, newCarFuel),
	vans:        kindOf([]string{"311", "315", "310", "312", "301"}, []int{450, 420, 100, 6, 24}, 200, 14, newVanFuel),
	campers:     kindOf([]string{"316", "313", "336"}, []int{900, 70, 30}, 180, 20, dieselOnly),
	heavy:       kindOf([]string{"320", "321", "325", "340", "360", "361", "380", "381", "210", "350", "509", "501", "201"}, []int{140, 90, 90, 80, 90, 60, 60, 60, 110, 40, 100, 40, 40}, 120, 18, dieselOnly),
	tractors:    kindOf([]string{"401"}, []int{1}, 90, 30, dieselOnly),
	motorcycles: kindOf([]string{"620", "610", "621"}, []int{800, 170, 30}, 220, 18, petrolOnly),
	mopeds:      kindOf([]string{"601"}, []int{1}, 330, 14, mopedFuel),
	snowmobiles: kindOf([]string{"630"}, []int{1}, 220, 16, petrolOnly),
	trailers:    kindOf([]string{"709", "703", "702", "701"}, []int{880, 90, 26, 4}, 300, 22, func(int, uint64) uint8 { return NoFuel }),
}

func kindOf(codes []string, weights []int, fresh, life int, fuel func(int, uint64) uint8) fleetKind {
	k := fleetKind{weights: weights, fresh: fresh, life: life, fuel: fuel}
	for i, code := range codes {
		for j, g := range VehicleGroups {
			if g == code {
				k.groups = append(k.groups, uint8(j))
			}
		}
		k.total += weights[i]
	}
	return k
}

// newCars gives the fuel of cars by year of first registration: petrol, diesel, electric,
// hybrid with petrol, hybrid with diesel, in 1/1000. In between it is linear.
var newCars = [5]chance.Curve{
	{{1990, 930}, {1996, 880}, {2000, 760}, {2004, 530}, {2006, 390}, {2007, 230}, {2010, 210}, {2012, 260}, {2015, 245}, {2018, 215}, {2020, 80}, {2022, 15}, {2024, 8}},
	{{1990, 70}, {1996, 120}, {2000, 240}, {2004, 440}, {2006, 580}, {2007, 750}, {2010, 765}, {2012, 690}, {2015, 520}, {2017, 330}, {2018, 180}, {2020, 90}, {2022, 30}, {2024, 20}},
	{{2008, 0}, {2010, 3}, {2012, 30}, {2013, 55}, {2014, 125}, {2015, 172}, {2018, 312}, {2019, 424}, {2020, 543}, {2021, 645}, {2022, 793}, {2023, 824}, {2024, 890}},
	{{1999, 0}, {2006, 8}, {2010, 40}, {2012, 80}, {2015, 210}, {2018, 350}, {2020, 340}, {2022, 215}, {2024, 140}},
	{{2009, 0}, {2015, 15}, {2018, 40}, {2020, 40}, {2022, 22}, {2024, 12}},
}

// oddFuels are rare; such vehicles are petrol or diesel cars that were rebuilt.
var oddFuels = []uint8{2, 3, 5, 8, 9, 10, 11, 12, 13, 14}

var newCarTable = func() (t [calendar.LastYear - 1960 + 1][5]int) {
	for y := range t {
		for k, c := range newCars {
			t[y][k] = c.At(y + 1960)
		}
	}
	return t
}()

// newCarFuel draws the fuel of a car by the year it was new.
func newCarFuel(year int, word uint64) uint8 {
	if chance.Part(word, 0)%1000 < 2 {
		return oddFuels[chance.Part(word, 1)%len(oddFuels)]
	}
	shares := &newCarTable[max(0, min(year-1960, len(newCarTable)-1))]
	sum := 0
	for _, s := range shares {
		sum += s
	}
	return [...]uint8{Petrol, Diesel, Electric, HybridPetrol, HybridDiesel}[chance.Pick(chance.Mix(word), shares[:], sum)]
}

func newVanFuel(year int, word uint64) uint8 {
	switch r := chance.Part(word, 0) % 1000; {
	case year >= 2017 && r < min(270, (year-2016)*34):
		return Electric
	case r > 1000-max(20, 2012*6-year*6):
		return Petrol
	}
	return Diesel
}

func mopedFuel(year int, word uint64) uint8 {
	if year >= 2017 && chance.Part(word, 0)%1000 < 60*(year-2015) {
		return Electric
	}
	return Petrol
}

func dieselOnly(int, uint64) uint8 { return Diesel }
func petrolOnly(int, uint64) uint8 { return Petrol }

// vehicleSlot is a place for a vehicle in a person's life: of which kind, for how long one is
// kept, and how many people have it filled, in 1/1000, by sex, age and size of the municipality.
type vehicleSlot struct {
	kind         int
	short, more  int // a vehicle is kept short … short+more−1 years
	men, women   int
	young, old   int // ages between which it is filled
	ages, places chance.Curve
}

// carAges and carPlaces give car owners relative to the mean, in 1/1000.
var (
	anyAge    = chance.Curve{{18, 1000}}
	carAges   = chance.Curve{{18, 330}, {21, 560}, {25, 760}, {32, 1000}, {45, 1130}, {68, 1180}, {78, 1000}, {88, 560}}
	carPlaces = chance.Curve{{2000, 1640}, {8000, 1440}, {20000, 1250}, {60000, 1080}, {150000, 930}, {300000, 800}, {700000, 560}}
	rural     = chance.Curve{{2000, 2600}, {8000, 1900}, {20000, 1150}, {60000, 520}, {300000, 160}, {700000, 30}}
)

var vehicleSlots = []vehicleSlot{
	{cars, 2, 8, 590, 370, 18, 90, carAges, carPlaces},
	{cars, 2, 8, 162, 44, 20, 82, carAges, carPlaces},
	{cars, 3, 8, 36, 7, 24, 78, carAges, carPlaces},
	{vans, 3, 8, 92, 12, 20, 76, anyAge, rural},
	{campers, 4, 10, 20, 5, 40, 82, anyAge, carPlaces},
	{heavy, 4, 10, 16, 1, 24, 72, anyAge, rural},
	{tractors, 8, 18, 135, 19, 22, 84, anyAge, rural},
	{motorcycles, 3, 9, 98, 13, 18, 72, anyAge, carPlaces},
	{mopeds, 2, 7, 62, 22, 16, 70, chance.Curve{{16, 2600}, {19, 1900}, {26, 700}, {45, 900}, {60, 700}}, carPlaces},
	{snowmobiles, 4, 9, 48, 9, 18, 76, anyAge, rural},
	{trailers, 8, 14, 500, 105, 22, 86, chance.Curve{{22, 300}, {30, 800}, {40, 1150}, {70, 1150}, {86, 500}}, carPlaces},
}

// slotTables are the curves of the slots, looked up by age and by size of the municipality.
type slotTable struct {
	ages   chance.Tabulated
	places []int // by atom
}

// fleet is the work of BuildVehicles: owners first, then who sells to whom.
type fleet struct {
	*History
	lots, buys chance.Stream
	tables     []slotTable
	slot       []uint8 // by record
	pools      [oldest][]int32
	units      int32
}

// BuildVehicles lists the vehicles that are owned on some 31 December since FleetYear. First
// everybody wants vehicles for runs of years; then, year by year, what is sold finds a buyer
// or is scrapped, and who finds nothing buys something new or imported.
func (h *History) BuildVehicles() {
	f := &fleet{History: h, lots: chance.NewStream(h.Seed, 8), buys: chance.NewStream(h.Seed, 81)}
	h.Cars = make([]OwnedVehicle, 0, h.Persons()*3)
	f.slot = make([]uint8, 0, h.Persons()*3)
	for i := range vehicleSlots {
		s := &vehicleSlots[i]
		t := slotTable{ages: s.ages.Table(15, 95), places: make([]int, len(h.Geo.Atoms))}
		for a := range t.places {
			t.places[a] = s.places.At(h.Geo.Atoms[a].Size)
		}
		f.tables = append(f.tables, t)
	}
	for p := range int32(h.Persons()) {
		if h.Gone(p) >= calendar.NewYear(FleetYear+1) && h.Birth[p] < calendar.NewYear(calendar.LastYear-15) {
			f.wishes(p)
		}
	}
	h.Cars = f.together(f.trade())
}

// wishes adds a record for each run of years in which a person has something in a slot.
func (f *fleet) wishes(p int32) {
	born, gone := f.BornYear(p), calendar.LastYear
	if g := f.Gone(p); g != calendar.None {
		gone = min(gone, calendar.YearOf(g))
	}
	here := max(calendar.YearOf(f.Entry[p]), FleetYear-20)
	means := 1000 + int(f.Ability[p])*150/1024
	if f.Category[p] == 'B' {
		means = means * 78 / 100
	}
	wheels := f.wheels(p)
	for i := range vehicleSlots {
		s, word := &vehicleSlots[i], f.lots.At(p, i)
		share := s.men
		if f.IsWoman(p) {
			share = s.women
		}
		share = share * f.tables[i].places[f.home[p]] / 1000 * means / 1000
		lot := chance.Part(word, 0) * 1000 >> 16
		if s.kind == cars {
			lot = wheels // who has a second car has a first one
		}
		if lot*2 >= share*6 { // no age raises a share so much
			continue
		}
		length := s.short + chance.Part(word, 1)%s.more
		first := FleetYear - chance.Part(word, 2)%length
		for from := first; from < calendar.LastYear; from += length {
			start := max(from, born+s.young, here)
			to := min(from+length, gone, born+s.old+1) - 1
			if start > to || to < FleetYear || lot >= share*f.tables[i].ages.At(start-born)/1000 {
				continue
			}
			f.Cars = append(f.Cars, OwnedVehicle{Owner: p, From: int16(start), To: int16(to)})
			f.slot = append(f.slot, uint8(i))
		}
	}
}

// wheels is the lot of a person for cars, in 1/1000. A woman's is the other half of
// the man's she lives with: one car is enough for both.
func (f *fleet) wheels(p int32) int {
	q, shift := p, 0
	if k := f.lastUnion[p]; k >= 0 && f.IsWoman(p) {
		q, shift = f.unions[k].Man, 500
	}
	return (chance.Part(f.lots.At(q, 0), 0)*1000>>16 + shift) % 1000
}

// trade lets vehicles change hands, year by year, and gives the records by their first year.
func (f *fleet) trade() (begin [][]int32) {
	begin = f.byYear(func(r *OwnedVehicle) int16 { return r.From })
	end := f.byYear(func(r *OwnedVehicle) int16 { return r.To + 1 })
	for y := FleetYear - 20; y < calendar.LastYear; y++ {
		for k := range f.pools {
			f.pools[k] = f.pools[k][:0]
		}
		for _, r := range end[y-FleetYear+20] {
			f.sell(r, y)
		}
		for _, r := range begin[y-FleetYear+20] {
			f.buy(r, y)
		}
	}
	return begin
}

// byYear sorts the records into years, each in its order.
func (f *fleet) byYear(of func(r *OwnedVehicle) int16) [][]int32 {
	const low = FleetYear - 20
	n := make([]int, calendar.LastYear-low+2)
	for i := range f.Cars {
		n[of(&f.Cars[i])-low+1]++
	}
	for i := 1; i < len(n); i++ {
		n[i] += n[i-1]
	}
	years, all := make([][]int32, len(n)-1), make([]int32, len(f.Cars))
	for y := range years {
		years[y] = all[n[y]:n[y]:n[y+1]]
	}
	for i := range f.Cars {
		y := of(&f.Cars[i]) - low
		years[y] = append(years[y], int32(i))
	}
	return years
}

func (f *fleet) kind(r int32) int { return vehicleSlots[f.slot[r]].kind }

// sell offers a vehicle to the buyers of the year, unless it has come of age.
func (f *fleet) sell(r int32, y int) {
	k, v := f.kind(r), &f.Cars[r]
	word := f.buys.At(r, y)
	last := fleetKinds[k].life + chance.Part(word, 0)%6 + chance.Part(word, 1)%6
	if y-int(v.New) < last {
		f.pools[k] = append(f.pools[k], r)
	}
}

// buy gives a record its vehicle: a new one, one that is for sale, or one from elsewhere.
func (f *fleet) buy(r int32, y int) {
	k, v := f.kind(r), &f.Cars[r]
	kind, word := &fleetKinds[k], f.buys.At(r, -1)
	fresh := kind.fresh * (1000 + max(-1000, min(int(f.Ability[v.Owner]), 1500))*150/1024) / 1000
	if y-f.BornYear(v.Owner) < 26 {
		fresh = fresh * 3 / 10
	}
	pool := f.pools[k]
	lot := chance.Part(word, 0) * 1000 >> 16
	switch {
	case lot < fresh:
		f.enter(r, y, chance.Mix(word))
	case len(pool) == 0 || lot >= 955:
		f.enter(r, y-1-chance.Part(word, 1)*kind.life/65536, chance.Mix(word))
	default:
		i := chance.Scaled(chance.Mix(word), len(pool))
		old := &f.Cars[pool[i]]
		v.Unit, v.New, v.Group, v.Fuel = old.Unit, old.New, old.Group, old.Fuel
		pool[i] = pool[len(pool)-1]
		f.pools[k] = pool[:len(pool)-1]
	}
}

// enter registers a vehicle that was new in a year.
func (f *fleet) enter(r int32, year int, word uint64) {
	kind, v := &fleetKinds[f.kind(r)], &f.Cars[r]
	v.Unit, v.New = f.units, int16(year)
	v.Group = kind.groups[chance.Pick(word, kind.weights, kind.total)]
	v.Fuel = kind.fuel(year, chance.Mix(word))
	f.units++
}

// together puts the records of each vehicle beside each other, in order of time.
func (f *fleet) together(begin [][]int32) []OwnedVehicle {
	at := make([]int32, f.units+1)
	for i := range f.Cars {
		at[f.Cars[i].Unit+1]++
	}
	for k := 1; k < len(at); k++ {
		at[k] += at[k-1]
	}
	out := make([]OwnedVehicle, len(f.Cars))
	for _, year := range begin {
		for _, r := range year {
			k := f.Cars[r].Unit
			out[at[k]] = f.Cars[r]
			at[k]++
		}
	}
	return out
}

// firstRecords gives, for each vehicle, where its records begin; one number more at the end.
func (w *World) firstRecords() []int32 {
	return w.units.fleet.get(func() (from []int32) {
		for i := range w.Cars {
			if i == 0 || w.Cars[i].Unit != w.Cars[i-1].Unit {
				from = append(from, int32(i))
			}
		}
		return append(from, int32(len(w.Cars)))
	})
}

// Vehicles is how many vehicles there are.
func (w *World) Vehicles() int { return len(w.firstRecords()) - 1 }

// Owners are the records of a vehicle, in order of time.
func (w *World) Owners(vehicle int32) []OwnedVehicle {
	from := w.firstRecords()
	return w.Cars[from[vehicle]:from[vehicle+1]]
}

// OwnedIn is who has a vehicle on 31 December of a year, nil when nobody has.
func (w *World) OwnedIn(vehicle int32, year int) *OwnedVehicle {
	from := w.firstRecords()
	for i := from[vehicle]; i < from[vehicle+1]; i++ {
		if r := &w.Cars[i]; int(r.To) >= year {
			if int(r.From) > year {
				return nil
			}
			return r
		}
	}
	return nil
}

// IsCar tells whether a group is of passenger cars.
func IsCar(group uint8) bool { return VehicleGroups[group][0] == '1' }
