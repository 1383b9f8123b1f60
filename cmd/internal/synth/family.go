package synth

// frame is who lives with whom on 1 January of a year. A family is a couple or one
// adult with the children living at home; its number is the oldest member.
type frame struct {
	*History
	year    int
	day     int16
	partner []int32 // −1 none or no resident
	union   []int32 // index of the union a person lives in, −1
	parent  []int32 // the adult a child at home belongs to, −1
	head    []int32 // the oldest member; −1 for people who are not residents
	size    []uint8 // by head: persons
	kids    []uint8 // by head: children 0–17
	young   []uint8 // by head: age of the youngest child at home, 255 none
	oldest  []uint8 // by head: age of the oldest adult
}

// newFrame finds the families of 1 January of a year.
func newFrame(h *History, year int) *frame {
	n := h.Persons()
	f := &frame{History: h, year: year, day: newYear(year)}
	f.partner, f.union, f.parent, f.head = filled(n), filled(n), filled(n), filled(n)
	f.size, f.kids, f.young, f.oldest = make([]uint8, n), make([]uint8, n), make([]uint8, n), make([]uint8, n)
	for k := range h.unions {
		u := &h.unions[k]
		if u.start <= f.day && f.day < u.end && h.resident(u.woman, f.day) && h.resident(u.man, f.day) {
			f.partner[u.woman], f.partner[u.man] = u.man, u.woman
			f.union[u.woman], f.union[u.man] = int32(k), int32(k)
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
func (f *frame) join(p int32) {
	if !f.resident(p, f.day) {
		return
	}
	if q := f.partner[p]; q >= 0 {
		f.head[p] = min(p, q) // one name for the couple; number() replaces it
		return
	}
	f.head[p] = p
	if f.day >= f.leavesHome(p) && f.age(p, f.day) >= 18 {
		return
	}
	mo, fa := f.mother[p], f.father[p]
	moHere := mo >= 0 && f.resident(mo, f.day)
	faHere := fa >= 0 && f.resident(fa, f.day)
	switch {
	case faHere && (!moHere || f.flags[p]&keptByFather != 0 && f.partner[mo] != fa && f.home[mo] == f.home[fa]):
		f.parent[p], f.head[p] = fa, f.head[fa]
	case moHere:
		f.parent[p], f.head[p] = mo, f.head[mo]
	}
}

// number gives every family the number of its oldest member and counts.
func (f *frame) number() {
	n := f.Persons()
	oldest := filled(n)
	for p := range int32(n) {
		if h := f.head[p]; h >= 0 && (oldest[h] < 0 || f.birth[p] < f.birth[oldest[h]]) {
			oldest[h] = p
		}
	}
	for p := range int32(n) {
		if f.head[p] < 0 {
			continue
		}
		f.head[p] = oldest[f.head[p]]
	}
	for i := range f.young {
		f.young[i] = 255
	}
	for p := range int32(n) {
		h := f.head[p]
		if h < 0 {
			continue
		}
		age := uint8(min(f.age(p, f.day), 120))
		f.size[h]++
		if f.parent[p] >= 0 {
			f.young[h] = min(f.young[h], age)
			if age < 18 {
				f.kids[h]++
			}
		}
		f.oldest[h] = max(f.oldest[h], age)
	}
}

// adult is a grown-up member of p's family: p, or the parent of a child at home.
func (f *frame) adult(p int32) int32 {
	for f.parent[p] >= 0 {
		p = f.parent[p]
	}
	return p
}

// married tells whether the union of somebody is a marriage on the day.
func (f *frame) married(p int32) bool {
	u := f.union[p]
	return u >= 0 && f.unions[u].wed <= f.day
}

// familyType is the index of the code in familyTypes.
func (f *frame) familyType(p int32) int {
	a := f.adult(p)
	h := f.head[p]
	couple, wed := f.partner[a] >= 0, f.married(a)
	young, old := f.young[h], f.oldest[h]
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
		if couple && !wed || !couple && !f.isWoman(a) {
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

// familyTypes are the codes in the order of the code list.
var familyTypes = []string{"1.1.1", "1.1.2", "1.1.3", "1.1.4", "2.1.1", "2.1.2", "2.2.1", "2.2.2", "2.3.1", "2.3.2", "2.4.1", "2.4.2",
	"3.1.1", "3.1.2", "3.1.3", "3.1.4", "3.1.5", "3.1.6", "3.1.7", "3.1.8", "3.2.1", "3.2.2", "3.3.1", "3.3.2", "3.4.1"}

// coupleStatus is the index of the code in coupleStatuses.
func (f *frame) coupleStatus(p int32) int {
	if f.parent[p] >= 0 {
		if f.partner[f.adult(p)] >= 0 {
			return 6
		}
		return 0
	}
	switch q := f.partner[p]; {
	case q < 0:
		return 0
	case f.married(p):
		return 1
	case f.young[f.head[p]] != 255:
		return 2
	case f.unions[f.union[p]].start > newYear(f.year-1):
		return 4
	}
	return 3
}

var coupleStatuses = []string{"0", "1", "3", "5", "6", "7", "8"}

// personCode is 0 reference person, 1 younger partner, 2 child.
func (f *frame) personCode(p int32) int {
	switch q := f.partner[p]; {
	case f.parent[p] >= 0:
		return 2
	case q >= 0 && (f.birth[q] < f.birth[p] || f.birth[q] == f.birth[p] && q < p):
		return 1
	}
	return 0
}

// incomes sums what the members of each family have after tax in the year before.
func (f *frame) incomes(q *pay) []int64 {
	sum := make([]int64, f.Persons())
	for p := range int32(f.Persons()) {
		h := f.head[p]
		if h < 0 || f.age(p, f.day) < 16 {
			continue
		}
		kids := 0
		if f.parent[p] < 0 {
			kids = int(f.kids[h])
		}
		sum[h] += q.afterTax(p, f.year-1, kids)
	}
	return sum
}
