// Package life simulates the people of a country through time: births, deaths, moves,
// couples, children, education, jobs, income, dwellings and vehicles.
//
// In: a number of residents and a seed. Out: a History of everybody, and a World that
// answers what a variable asks of it.
//
//	h, err := life.NewHistory(ctx, 150_000, 1, func(float64) {})
package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// History is one synthetic population: what has happened to every person in the
// register, kept in arrays by person number. A person has a lower number than
// everybody who entered the register in a later year, so parents come before
// their children.
//
// Variables are functions of a History; nothing is stored per variable.
type History struct {
	Seed uint64
	Geo  *geography

	Occupations *occupations
	Courses     *courses

	Birth, Death, Entry, Exit []int16 // epoch days; death and exit: none when it never comes
	Mother, Father            []int32 // person numbers, −1 unknown to everybody
	Flags                     []uint8
	Country                   []uint8 // index into origins; 255 = Norway
	Category                  []uint8 // 'A' … 'G'
	Level, field              []uint8 // final education
	Ability                   []int16 // score behind education and pay, 1/1024 standard deviations
	home                      []uint16
	lastUnion                 []int32 // newest union, −1 for none
	work                      []uint64
	Ids                       []int64

	unions []union
	kids   []kidCount

	rank                 []uint32 // by person: the number among persons of the same sex
	womenPaths, menPaths paths
	Jobs                 []Job
	Taken                []Course
	Cars                 []OwnedVehicle
}

const (
	Woman         = uint8(1) << iota
	MotherHidden  // the register does not know the mother
	FatherHidden  // … the father
	keptByFather  // lives with the father when the parents have separated nearby
	Abroad        // born outside Norway
	remarries     // may form a new union
	incomeAlone   // never forms a union
	ImmigrantFlag // arrived as an immigrant
)

// union is a couple living together.
type union struct {
	woman, Man        int32
	start, Wed, end   int16 // wed none = never married; end = first day apart
	dissolved         bool  // ended by choice
	prevWife, prevMan int32 // the union before of each, −1
}

// kidCount is what the simulation must remember of a woman.
type kidCount struct {
	count, target uint8
	last          int16 // day of the last birth
}

// paths holds where people live: for each person a run of (day, atom) pairs.
type paths struct {
	from []uint32 // by person of that sex, in person order; one more at the end
	day  []int16
	at   []uint16
}

// Persons is the number of people in the register.
func (h *History) Persons() int { return len(h.Birth) }

func (h *History) IsWoman(p int32) bool { return h.Flags[p]&Woman != 0 }

// Gone is the first day a person is no resident any more, none for residents to the end.
func (h *History) Gone(p int32) int16 { return min(h.Exit[p], h.Death[p]) }

// Resident tells whether a person lives in the country on a day.
func (h *History) Resident(p int32, d int16) bool { return h.Entry[p] <= d && d < h.Gone(p) }

// Age in whole years on a day (by calendar year and day of year, good to a day).
func (h *History) Age(p int32, d int16) int { return int(int32(d)-int32(h.Birth[p])) * 100 / 36525 }

// BornYear is the calendar year of birth.
func (h *History) BornYear(p int32) int { return calendar.YearOf(h.Birth[p]) }

// partnerAt gives the union a person lives in on a day, or nil.
func (h *History) UnionAt(p int32, d int16) *union {
	for k := h.lastUnion[p]; k >= 0; {
		u := &h.unions[k]
		if u.start <= d {
			if d < u.end {
				return u
			}
			return nil
		}
		k = u.before(p)
	}
	return nil
}

func (u *union) before(p int32) int32 {
	if u.woman == p {
		return u.prevWife
	}
	return u.prevMan
}

func (u *union) Partner(p int32) int32 {
	if u.woman == p {
		return u.Man
	}
	return u.woman
}

// add enters a new person and returns the number.
func (h *History) add(birth, entry int16, flags uint8) int32 {
	p := int32(len(h.Birth))
	h.Birth, h.Entry = append(h.Birth, birth), append(h.Entry, entry)
	h.Death, h.Exit = append(h.Death, calendar.None), append(h.Exit, calendar.None)
	h.Mother, h.Father = append(h.Mother, -1), append(h.Father, -1)
	h.Flags, h.Country = append(h.Flags, flags), append(h.Country, Norway)
	h.Category = append(h.Category, 'A')
	h.Level, h.field = append(h.Level, 0), append(h.field, 0)
	h.Ability, h.home = append(h.Ability, 0), append(h.home, 0)
	h.lastUnion, h.kids = append(h.lastUnion, -1), append(h.kids, kidCount{})
	return p
}

const Norway = 255

// reserve makes room for n persons, so that growing never copies.
func (h *History) reserve(n int) {
	h.Birth, h.Entry = make([]int16, 0, n), make([]int16, 0, n)
	h.Death, h.Exit = make([]int16, 0, n), make([]int16, 0, n)
	h.Mother, h.Father = make([]int32, 0, n), make([]int32, 0, n)
	h.Flags, h.Country, h.Category = make([]uint8, 0, n), make([]uint8, 0, n), make([]uint8, 0, n)
	h.Level, h.field = make([]uint8, 0, n), make([]uint8, 0, n)
	h.Ability, h.home = make([]int16, 0, n), make([]uint16, 0, n)
	h.lastUnion, h.kids = make([]int32, 0, n), make([]kidCount, 0, n)
	h.unions = make([]union, 0, n*55/100)
}
