package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Dwelling is the home of a household: the same for all members, and for years on end.
type Dwelling struct {
	Area, Built, Rooms int
	Kind               int    // index into DwellingKinds
	Tenure             int    // Freehold, Shared or Rented
	Link               int    // how the register knows it
	Word               uint64 // of this dwelling and no other: what else is drawn of it
}

// DwellingKinds are the kinds of building people live in.
var DwellingKinds = []string{"111", "112", "113", "121", "122", "131", "133", "136", "142", "143", "145", "146", "141", "152", "159"}

// Positions in DwellingKinds: the first of each group.
const (
	Detached = 0
	Semi     = 3
	Row      = 5
	Flat     = 8
	Students = 13
	Care     = 14
)

// Tenure.
const (
	Freehold = iota
	Shared   // by a share in a housing cooperative
	Rented
)

// Link of a household to its dwelling.
const (
	Linked      = iota
	NotLinked   // the household has no known dwelling
	Institution // no private household
)

// flatShare is flats among dwellings by residents of the municipality, in 1/1000.
var flatShare = chance.Curve{{3000, 50}, {20000, 140}, {80000, 290}, {300000, 430}, {700000, 730}}

// flatShares is flatShare by atom.
func (w *World) flatShares() []int {
	type key struct{}
	return OfWorld(w, key{}, func() []int {
		t := make([]int, len(w.Geo.Atoms))
		for i := range t {
			t[i] = flatShare.At(w.Geo.Atoms[i].Size)
		}
		return t
	})
}

// offspring is, by person, how many children a person ever has.
func (w *World) offspring() []uint8 {
	type key struct{}
	return OfWorld(w, key{}, func() []uint8 {
		n := make([]uint8, w.Persons())
		for p := range w.Birth {
			for _, q := range [2]int32{w.Mother[p], w.Father[p]} {
				if q >= 0 {
					n[q] = min(n[q]+1, 200)
				}
			}
		}
		return n
	})
}

// OwnsHome tells whether a person has a home of one's own to count as wealth.
func (q *pay) OwnsHome(p int32, year int) bool {
	return chance.Part(q.lots.At(p, 11), 0)%1000 < owners.At(year-q.BornYear(p))
}

// Homes answers which dwellings the households of a day live in.
type Homes struct {
	*Households
	world    *World
	flats    []int
	children []uint8
	lots     chance.Stream
}

// NewHomes takes the households of a day.
func NewHomes(w *World, h *Households) *Homes {
	return &Homes{h, w, w.flatShares(), w.offspring(), w.homeLots}
}

// Homes are the dwellings on 1 January of the year.
func (v *View) Homes() *Homes {
	type key struct{}
	return OfView(v, key{}, func() *Homes { return NewHomes(v.World, v.Households()) })
}

// HomeOf is the dwelling of a resident of the day; ok is false for others.
func (h *Homes) HomeOf(p int32) (d Dwelling, ok bool) {
	if h.House[p] < 0 {
		return d, false
	}
	return h.Home(h.House[p]), true
}

// Home is the dwelling of a household, given by its oldest member. People stay some years,
// leave when they move to another municipality, when they buy, and when they live with somebody
// new; the size is what the household plans for in those years.
func (h *Homes) Home(house int32) (d Dwelling) {
	age := h.year - h.BornYear(house)
	first := h.lots.At(house, 0)
	stay := 42
	if age < 29+chance.Part(first, 1)%8 {
		stay = 14
	}
	shift := chance.Part(first, 0) % stay
	block := (h.year + shift) / stay
	begin := block*stay - shift
	place := h.placeOn(house)
	partner := h.Partner[house]
	owns := h.world.Pay.OwnsHome(house, h.year) || partner >= 0 && h.world.Pay.OwnsHome(partner, h.year)
	d.Word = h.lots.At(house, block+stay*1000+100_000*int(place))
	if owns {
		d.Word = chance.Mix(d.Word + 1)
	}
	if partner >= 0 {
		d.Word = chance.Mix(d.Word + uint64(partner)<<8)
	}
	middle := begin + stay/2 - h.BornYear(house)
	planned := 1
	if partner >= 0 {
		planned++
	}
	if middle >= 26 && middle < 56 {
		planned += int(min(h.children[house], 4))
	}
	h.kind(&d, age, planned, owns, place)
	h.build(&d, house, begin, planned, place)
	return d
}

// kind draws what sort of house it is and how it is held.
func (h *Homes) kind(d *Dwelling, age, planned int, owns bool, place uint16) {
	word := chance.Mix(d.Word + 2)
	flats, row, semi := h.flats[place]*82/100, 118, 92
	if planned == 1 || age < 30 {
		flats = flats*12/10 + 30
	} else if planned >= 3 {
		flats = flats * 45 / 100
	}
	if owns {
		flats = flats * 80 / 100
	} else {
		flats, row = min(flats*15/10+60, 880), 125
	}
	lot := chance.Part(word, 0) * 1000 >> 16
	pick := chance.Part(word, 1)
	switch {
	case age < 26 && !owns && planned == 1 && lot >= 200 && h.flats[place] > 150:
		d.Kind = Students
	case age >= 84 && lot >= 1000-(age-82)*22:
		d.Kind = Care
	case lot < flats:
		d.Kind = Flat + pick%5
	case lot < flats+row:
		d.Kind = Row + pick%3
	case lot < flats+row+semi:
		d.Kind = Semi + pick%2
	case lot >= 953:
		d.Kind = Care
	default:
		d.Kind = [...]int{0, 0, 0, 0, 1, 2}[pick%6]
	}
	share := chance.Part(word, 2) * 100 >> 16
	switch {
	case !owns || d.Kind >= Students:
		d.Tenure = Rented
	case d.Kind >= Flat && share < 72, d.Kind >= Row && d.Kind < Flat && share < 48, d.Kind >= Semi && d.Kind < Row && share < 16:
		d.Tenure = Shared
	}
	link := chance.Part(word, 3) * 1000 >> 16
	switch {
	case d.Kind == Care && link < 700:
		d.Link = Institution
	case link < 28:
		d.Link = NotLinked
	}
}

// buildPeriods are the years in which homes were built, with their shares of the dwellings.
var buildPeriods = struct{ low, high, shares [5]int }{[5]int{1870, 1940, 1970, 1990, 2010}, [5]int{1940, 1970, 1990, 2010, calendar.LastYear},
	[5]int{14, 23, 28, 22, 0}}

// build draws size and year of construction. begin is the year in which the household moved in.
func (h *Homes) build(d *Dwelling, house int32, begin, planned int, place uint16) {
	word := chance.Mix(d.Word + 3)
	spread := chance.Part(word, 0) * 1000 >> 16
	switch {
	case d.Kind < Semi:
		d.Area = 92 + planned*8 + spread*105/1000
	case d.Kind < Row:
		d.Area = 72 + planned*8 + spread*72/1000
	case d.Kind < Flat:
		d.Area = 66 + planned*8 + spread*62/1000
	case d.Kind < Students:
		d.Area = 34 + planned*8 + spread*52/1000
	default:
		d.Area = 22 + spread*34/1000
	}
	if h.Category[house] == 'B' || h.Category[house] == 'C' {
		d.Area = d.Area * 85 / 100
	}
	if h.Geo.Atoms[place].Size > 400000 {
		d.Area = d.Area * 92 / 100
	}
	d.Rooms = max(1, d.Area*10/(235+chance.Part(word, 1)*110/65536))
	shares := buildPeriods.shares
	if begin >= 2010 {
		shares[4] = 28 + (begin-2010)*6/10
	}
	period := chance.Pick(chance.Mix(word), shares[:], shares[0]+shares[1]+shares[2]+shares[3]+shares[4])
	low, high := buildPeriods.low[period], min(buildPeriods.high[period], begin+1)
	if high <= low { // moved in before such homes were built
		low, high = 1960, 1990
	}
	d.Built = low + chance.Part(word, 2)*(high-low)/65536
}
