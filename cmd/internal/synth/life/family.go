package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// Frame is who lives with whom on 1 January of a year. A family is a couple or one
// adult with the children living at home; its number is the oldest member.
type Frame struct {
	*History
	year    int
	Day     int16
	Partner []int32 // −1 none or no resident
	Union   []int32 // index of the union a person lives in, −1
	Parent  []int32 // the adult a child at home belongs to, −1
	Head    []int32 // the oldest member; −1 for people who are not residents
	Size    []uint8 // by head: persons
	Kids    []uint8 // by head: children 0–17
	Young   []uint8 // by head: age of the youngest child at home, 255 none
	Oldest  []uint8 // by head: age of the oldest adult
}

// newFrame finds the families of 1 January of a year.
func newFrame(h *History, year int) *Frame {
	n := h.Persons()
	f := &Frame{History: h, year: year, Day: calendar.NewYear(year)}
	f.Partner, f.Union, f.Parent, f.Head = filled(n), filled(n), filled(n), filled(n)
	f.Size, f.Kids, f.Young, f.Oldest = make([]uint8, n), make([]uint8, n), make([]uint8, n), make([]uint8, n)
	for k := range h.unions {
		u := &h.unions[k]
		if u.start <= f.Day && f.Day < u.end && h.Resident(u.woman, f.Day) && h.Resident(u.Man, f.Day) {
			f.Partner[u.woman], f.Partner[u.Man] = u.Man, u.woman
			f.Union[u.woman], f.Union[u.Man] = int32(k), int32(k)
		}
	}
	for p := range int32(n) {
		f.join(p)
	}
	f.number()
	return f
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// join finds the family of p; parents have lower numbers, so theirs is known.
func (f *Frame) join(p int32) {
	if !f.Resident(p, f.Day) {
		return
	}
	if q := f.Partner[p]; q >= 0 {
		f.Head[p] = min(p, q) // one name for the couple; number() replaces it
		return
	}
	f.Head[p] = p
	if f.Day >= f.leavesHome(p) && f.Age(p, f.Day) >= 18 {
		return
	}
	mo, fa := f.Mother[p], f.Father[p]
	moHere := mo >= 0 && f.Resident(mo, f.Day)
	faHere := fa >= 0 && f.Resident(fa, f.Day)
	switch {
	case faHere && (!moHere || f.Flags[p]&keptByFather != 0 && f.Partner[mo] != fa && f.home[mo] == f.home[fa]):
		f.Parent[p], f.Head[p] = fa, f.Head[fa]
	case moHere:
		f.Parent[p], f.Head[p] = mo, f.Head[mo]
	}
}

// number gives every family the number of its oldest member and counts.
func (f *Frame) number() {
	n := f.Persons()
	oldest := filled(n)
	for p := range int32(n) {
		if h := f.Head[p]; h >= 0 && (oldest[h] < 0 || f.Birth[p] < f.Birth[oldest[h]]) {
			oldest[h] = p
		}
	}
	for p := range int32(n) {
		if f.Head[p] < 0 {
			continue
		}
		f.Head[p] = oldest[f.Head[p]]
	}
	for i := range f.Young {
		f.Young[i] = 255
	}
	for p := range int32(n) {
		h := f.Head[p]
		if h < 0 {
			continue
		}
		age := uint8(min(f.Age(p, f.Day), 120))
		f.Size[h]++
		if f.Parent[p] >= 0 {
			f.Young[h] = min(f.Young[h], age)
			if age < 18 {
				f.Kids[h]++
			}
		}
		f.Oldest[h] = max(f.Oldest[h], age)
	}
}

// Adult is a grown-up member of p's family: p, or the parent of a child at home.
func (f *Frame) Adult(p int32) int32 {
	for f.Parent[p] >= 0 {
		p = f.Parent[p]
	}
	return p
}

// Married tells whether the union of somebody is a marriage on the day.
func (f *Frame) Married(p int32) bool {
	u := f.Union[p]
	return u >= 0 && f.unions[u].Wed <= f.Day
}

// FamilyType is the index of the code in familyTypes.
func (f *Frame) FamilyType(p int32) int {
	a := f.Adult(p)
	h := f.Head[p]
	couple, wed := f.Partner[a] >= 0, f.Married(a)
	young, old := f.Young[h], f.Oldest[h]
	band := 3
	switch {
	case old < 30:
		band = 0
	case old < 45:
		band = 1
	case old < 67:
		band = 2
	}
	pair := func(first int) int {
		if couple && !wed || !couple && !f.IsWoman(a) {
			return first + 1
		}
		return first
	}
	switch {
	case young == 255 && !couple:
		return band
	case young == 255 && wed:
		return 12 + band
	case young == 255:
		return 16 + band
	case young < 6 && couple:
		return pair(4)
	case young < 18 && couple:
		return pair(6)
	case young < 6:
		return pair(8)
	case young < 18:
		return pair(10)
	case couple:
		return pair(20)
	}
	return pair(22)
}

// FamilyTypes are the codes in the order of the code list.
var FamilyTypes = []string{"1.1.1", "1.1.2", "1.1.3", "1.1.4", "2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "2.4.1", "2.4.2",
	"3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.1.8", "3.2.1", "3.2.2", "3.3.1", "3.3.2", "3.4.1"}

// CoupleStatus is the index of the code in coupleStatuses.
func (f *Frame) CoupleStatus(p int32) int {
	if f.Parent[p] >= 0 {
		if f.Partner[f.Adult(p)] >= 0 {
			return 6
		}
		return 0
	}
	switch q := f.Partner[p]; {
	case q < 0:
		return 0
	case f.Married(p):
		return 1
	case f.Young[f.Head[p]] != 255:
		return 2
	case f.unions[f.Union[p]].start > calendar.NewYear(f.year-1):
		return 4
	}
	return 3
}

var CoupleStatuses = []string{"0", "1", "3", "5", "6", "7", "8"}

// PersonCode is 0 reference person, 1 younger partner, 2 child.
func (f *Frame) PersonCode(p int32) int {
	switch q := f.Partner[p]; {
	case f.Parent[p] >= 0:
		return 2
	case q >= 0 && (f.Birth[q] < f.Birth[p] || f.Birth[q] == f.Birth[p] && q < p):
		return 1
	}
	return 0
}
