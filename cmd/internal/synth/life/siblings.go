package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// Siblings groups people with the same mother and father, and numbers the children of a
// mother by age.
type Siblings struct {
	Eldest []int32 // oldest person with the same parents; −1 where a parent is unknown
	Parity []uint8 // 1 for a mother's first child …; 0 where the mother is unknown
}

type siblingsKey struct{}

// Siblings are found once for a world. A parent the register does not know counts as unknown.
func (w *World) Siblings() *Siblings {
	return OfWorld(w, siblingsKey{}, func() *Siblings { return findSiblings(w.History) })
}

func findSiblings(h *History) *Siblings {
	n := h.Persons()
	s := &Siblings{Eldest: filled(n), Parity: make([]uint8, n)}
	newest, before := filled(n), filled(n) // by mother: her newest child; by child: the one before
	for p := range int32(n) {
		m := h.Mother[p]
		if m < 0 || h.Flags[p]&MotherHidden != 0 {
			continue
		}
		s.Parity[p] = 1
		for q := newest[m]; q >= 0; q = before[q] {
			if h.Birth[q] > h.Birth[p] {
				s.Parity[q]++
			} else {
				s.Parity[p]++
			}
		}
		before[p], newest[m] = newest[m], p
	}
	for p := range int32(n) {
		if s.Parity[p] == 0 || h.Father[p] < 0 || h.Flags[p]&FatherHidden != 0 {
			continue
		}
		best := p
		for q := newest[h.Mother[p]]; q >= 0; q = before[q] {
			if h.Father[q] == h.Father[p] && h.Flags[q]&FatherHidden == 0 &&
				(h.Birth[q] < h.Birth[best] || h.Birth[q] == h.Birth[best] && q < best) {
				best = q
			}
		}
		s.Eldest[p] = best
	}
	return s
}

// SiblingKinds tells, for each child 0–17 who lives with a parent, who the other children of
// the family are: 1 only full siblings, 2 a half sibling, 3 a step sibling, 0 none. Others
// have 255.
func (f *Frame) SiblingKinds() []uint8 {
	n := f.Persons()
	kinds := make([]uint8, n)
	newest, before := filled(n), filled(n)
	minor := func(p int32) bool { return f.Parent[p] >= 0 && f.Age(p, f.Day) < 18 }
	for p := range int32(n) {
		kinds[p] = 255
		if minor(p) {
			before[p], newest[f.Head[p]] = newest[f.Head[p]], p
		}
	}
	for p := range int32(n) {
		if !minor(p) {
			continue
		}
		kinds[p] = 0
		for q := newest[f.Head[p]]; q >= 0; q = before[q] {
			if q != p {
				kinds[p] = max(kinds[p], f.siblingKind(p, q))
			}
		}
	}
	return kinds
}

func (f *Frame) siblingKind(p, q int32) uint8 {
	mother := f.Mother[p] >= 0 && f.Mother[p] == f.Mother[q]
	father := f.Father[p] >= 0 && f.Father[p] == f.Father[q]
	switch {
	case mother && father:
		return 1
	case mother || father:
		return 2
	}
	return 3
}

// BirthPlace is the atom a person born in the country was born in.
func (w *World) BirthPlace(p int32) (place uint16, ok bool) {
	if w.Flags[p]&Abroad != 0 {
		return 0, false
	}
	if w.Birth[p] >= calendar.NewYear(calendar.PathYear) && w.Entry[p] == w.Birth[p] {
		days, at := w.path(p)
		return placeAt(days, at, w.Birth[p]), true
	}
	if m := w.Mother[p]; m >= 0 {
		return w.home[m], true
	}
	return w.home[p], true
}
