package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Households says which families share a dwelling on the day of a Frame: most have one of
// their own, some young people share, and some who have lived in a couple live with a parent
// again. A household is numbered by its oldest member, like a family.
type Households struct {
	*Frame
	House         []int32 // the oldest member; −1 for people who are not residents
	Families      []uint8 // by house: families
	Members       []uint8 // by house: persons
	Minors        []uint8 // by house: persons 0–17
	Children      []uint8 // by house: children living with a parent, of any age
	MinorChildren []uint8 // by house: those of them who are 0–17
	Youngest      []uint8 // by house: age of the youngest person
	Eldest        []uint8 // by house: age of the oldest person
}

// Households are those of 1 January of the year.
func (v *View) Households() *Households {
	return v.houses.get(func() *Households { return newHouseholds(v.Frame()) })
}

// NextHouseholds are those of the next 1 January, who share the year's income.
func (v *View) NextHouseholds() *Households {
	return v.joined.get(func() *Households { return newHouseholds(v.NextFrame()) })
}

func newHouseholds(f *Frame) *Households {
	n := f.Persons()
	h := &Households{Frame: f, House: make([]int32, n), Families: make([]uint8, n), Members: make([]uint8, n),
		Minors: make([]uint8, n), Children: make([]uint8, n), MinorChildren: make([]uint8, n), Youngest: make([]uint8, n), Eldest: make([]uint8, n)}
	with := h.join()
	oldest := filled(n)
	for p := range int32(n) {
		if f.Head[p] < 0 {
			continue
		}
		k := follow(with, f.Head[p])
		if o := oldest[k]; o < 0 || f.Birth[p] < f.Birth[o] {
			oldest[k] = p
		}
	}
	for p := range int32(n) {
		h.House[p] = -1
		if f.Head[p] >= 0 {
			h.House[p] = oldest[follow(with, f.Head[p])]
			h.count(p)
		}
	}
	return h
}

// follow gives the family whose dwelling a family lives in. Nobody moves in with guests.
func follow(with []int32, family int32) int32 {
	if with[family] >= 0 {
		return with[family]
	}
	return family
}

// Shares of the people concerned who share a dwelling, in 1/1000.
const (
	youngSharers   = 560
	backToParent   = 280 // people without children after a union
	backAsFamily   = 30  // … with children
	parentTakenIn  = 220
	takenInFromAge = 72
)

// join decides, by head of family, which other family it lives with, −1 none.
func (h *Households) join() []int32 {
	f := h.Frame
	j := joiner{h, filled(f.Persons()), make([]bool, f.Persons()), filled(len(f.Geo.Atoms))}
	lots := chance.NewStream(f.Seed, 31)
	for p := range int32(f.Persons()) {
		head := f.Head[p]
		if head < 0 || f.Parent[p] >= 0 || j.with[head] >= 0 {
			continue
		}
		word := lots.At(p, 0)
		if chance.Part(word, 2)%1000 < parentTakenIn {
			j.takeIn(p)
		}
		if f.Partner[p] >= 0 || j.hosts[head] {
			continue
		}
		back := backToParent
		if f.Kids[head] > 0 {
			back = backAsFamily
		}
		age := f.Age(p, f.Day)
		switch {
		case f.Size[head] == 1 && age >= 19 && age < 35 && chance.Part(word, 0)%1000 < youngSharers:
			j.share(p)
		case f.lastUnion[p] >= 0 && chance.Part(word, 1)%1000 < back:
			j.move(head, h.parentsHome(p, f.placeOn(p)))
		}
	}
	return j.with
}

// joiner is what has been decided so far: with whom a family lives, who has others living
// with them, and by place who waits for somebody to share with.
type joiner struct {
	*Households
	with    []int32
	hosts   []bool
	waiting []int32
}

// move lets a family live with another unless one of them lives with somebody already.
func (j *joiner) move(family, host int32) {
	if host >= 0 && host != family && j.with[family] < 0 && j.with[host] < 0 && !j.hosts[family] {
		j.with[family], j.hosts[host] = host, true
	}
}

// share finds somebody who waits in the same place, or waits.
func (j *joiner) share(p int32) {
	place := j.placeOn(p)
	if host := j.waiting[place]; host >= 0 {
		j.move(j.Head[p], host)
		j.waiting[place] = -1
		return
	}
	j.waiting[place] = j.Head[p]
}

// takeIn lets an old parent who lives alone in the same place move in.
func (j *joiner) takeIn(p int32) {
	for _, q := range [2]int32{j.Mother[p], j.Father[p]} {
		if q >= 0 && j.Head[q] == q && j.Size[q] == 1 && j.Age(q, j.Day) >= takenInFromAge && j.placeOn(q) == j.placeOn(p) {
			j.move(q, j.Head[p])
		}
	}
}

// parentsHome is the family of a parent who lives in the same place, −1 none.
func (h *Households) parentsHome(p int32, place uint16) int32 {
	for _, q := range [2]int32{h.Mother[p], h.Father[p]} {
		if q >= 0 && h.Head[q] >= 0 && h.placeOn(q) == place {
			return h.Head[q]
		}
	}
	return -1
}

// placeOn is the atom a resident lives in on the day.
func (f *Frame) placeOn(p int32) uint16 {
	days, at := f.path(p)
	return placeAt(days, at, f.Day)
}

// count adds a person to the household.
func (h *Households) count(p int32) {
	k := h.House[p]
	age := uint8(min(h.Age(p, h.Day), 120))
	if h.Members[k] == 0 {
		h.Youngest[k] = age
	}
	h.Members[k]++
	h.Youngest[k], h.Eldest[k] = min(h.Youngest[k], age), max(h.Eldest[k], age)
	if age < 18 {
		h.Minors[k]++
	}
	if h.Parent[p] >= 0 {
		h.Children[k]++
		if age < 18 {
			h.MinorChildren[k]++
		}
	}
	if h.Head[p] == p {
		h.Families[k]++
	}
}

// HouseholdType is 0 living alone, 1 a couple without children, 2 a couple with children
// under 18, 3 a lone parent with children under 18, 4 others.
func (h *Households) HouseholdType(p int32) int {
	k := h.House[p]
	couple := h.Partner[h.Adult(p)] >= 0
	switch {
	case h.Members[k] == 1:
		return 0
	case h.Families[k] > 1:
		return 4
	case h.Kids[h.Head[p]] > 0 && couple:
		return 2
	case h.Kids[h.Head[p]] > 0:
		return 3
	case couple && h.Children[k] == 0:
		return 1
	}
	return 4
}
