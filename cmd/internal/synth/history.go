package synth

// History is one synthetic population: what has happened to every person in the
// register, kept in arrays by person number. A person has a lower number than
// everybody who entered the register in a later year, so parents come before
// their children.
//
// Variables are functions of a History; nothing is stored per variable.
type History struct {
	seed uint64
	geo  *geography

	occupations *occupations
	courses     *courses

	birth, death, entry, exit []int16 // epoch days; death and exit: none when it never comes
	mother, father            []int32 // person numbers, −1 unknown to everybody
	flags                     []uint8
	country                   []uint8 // index into origins; 255 = Norway
	category                  []uint8 // 'A' … 'G'
	level, field              []uint8 // final education
	ability                   []int16 // score behind education and pay, 1/1024 standard deviations
	home                      []uint16
	lastUnion                 []int32 // newest union, −1 for none
	work                      []uint64
	ids                       []int64

	unions []union
	kids   []kidCount

	rank                 []uint32 // by person: the number among persons of the same sex
	womenPaths, menPaths paths
	jobs                 []job
	taken                []course
	cars                 []ownedVehicle
}

const (
	woman         = uint8(1) << iota
	motherHidden  // the register does not know the mother
	fatherHidden  // … the father
	keptByFather  // lives with the father when the parents have separated nearby
	abroad        // born outside Norway
	remarries     // may form a new union
	incomeAlone   // never forms a union
	immigrantFlag // arrived as an immigrant
)

// union is a couple living together.
type union struct {
	woman, man        int32
	start, wed, end   int16 // wed none = never married; end = first day apart
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
func (h *History) Persons() int { return len(h.birth) }

func (h *History) isWoman(p int32) bool { return h.flags[p]&woman != 0 }

// gone is the first day a person is no resident any more, none for residents to the end.
func (h *History) gone(p int32) int16 { return min(h.exit[p], h.death[p]) }

// resident tells whether a person lives in the country on a day.
func (h *History) resident(p int32, d int16) bool { return h.entry[p] <= d && d < h.gone(p) }

// age in whole years on a day (by calendar year and day of year, good to a day).
func (h *History) age(p int32, d int16) int { return int(int32(d)-int32(h.birth[p])) * 100 / 36525 }

// bornYear is the calendar year of birth.
func (h *History) bornYear(p int32) int { return yearOf(h.birth[p]) }

// partnerAt gives the union a person lives in on a day, or nil.
func (h *History) unionAt(p int32, d int16) *union {
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

func (u *union) partner(p int32) int32 {
	if u.woman == p {
		return u.man
	}
	return u.woman
}

// add enters a new person and returns the number.
func (h *History) add(birth, entry int16, flags uint8) int32 {
	p := int32(len(h.birth))
	h.birth, h.entry = append(h.birth, birth), append(h.entry, entry)
	h.death, h.exit = append(h.death, none), append(h.exit, none)
	h.mother, h.father = append(h.mother, -1), append(h.father, -1)
	h.flags, h.country = append(h.flags, flags), append(h.country, norway)
	h.category = append(h.category, 'A')
	h.level, h.field = append(h.level, 0), append(h.field, 0)
	h.ability, h.home = append(h.ability, 0), append(h.home, 0)
	h.lastUnion, h.kids = append(h.lastUnion, -1), append(h.kids, kidCount{})
	return p
}

const norway = 255

// reserve makes room for n persons, so that growing never copies.
func (h *History) reserve(n int) {
	h.birth, h.entry = make([]int16, 0, n), make([]int16, 0, n)
	h.death, h.exit = make([]int16, 0, n), make([]int16, 0, n)
	h.mother, h.father = make([]int32, 0, n), make([]int32, 0, n)
	h.flags, h.country, h.category = make([]uint8, 0, n), make([]uint8, 0, n), make([]uint8, 0, n)
	h.level, h.field = make([]uint8, 0, n), make([]uint8, 0, n)
	h.ability, h.home = make([]int16, 0, n), make([]uint16, 0, n)
	h.lastUnion, h.kids = make([]int32, 0, n), make([]kidCount, 0, n)
	h.unions = make([]union, 0, n*55/100)
}
