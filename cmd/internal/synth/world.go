package synth

import "fmt"

// world is a finished history with what is needed to write it down.
type world struct {
	*History
	cat          *catalogue
	pay          *pay
	studyLots    stream
	seekLots     stream
	homeLots     stream
	countryIndex [256]int64 // country → index in the code list
	kommune      map[string]int64
	units        map[string]unitType
}

// unitType is one kind of unit with its identifiers in the order of every file.
type unitType struct {
	count int
	id    func(k int32) int64
}

// newWorld completes a history: where people live, work and study, and what they own.
func newWorld(h *History, cat *catalogue) (*world, error) {
	h.occupations = newOccupations(cat.codes("styrk08"))
	h.courses = newCourses(cat.codes("nus2000"))
	h.ids = make([]int64, h.Persons())
	fnr := newStream(h.seed, 20)
	for p := range h.ids {
		h.ids[p] = fnr.pseudonym(uint64(p))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.buildPaths()
		h.buildCourses()
	}()
	h.buildWork()
	h.buildJobs()
	h.buildVehicles()
	<-done
	w := &world{History: h, cat: cat, pay: newPay(h), studyLots: newStream(h.seed, 7), seekLots: newStream(h.seed, 9),
		homeLots: newStream(h.seed, 10), kommune: map[string]int64{}}
	land := index(cat.codes("land"))
	for i, o := range origins {
		k, ok := land[o.code]
		if !ok {
			return nil, fmt.Errorf("country %s is not in the code list", o.code)
		}
		w.countryIndex[i] = k
	}
	w.countryIndex[norway] = land["000"]
	w.kommune = index(cat.codes("kommune"))
	for i := range h.geo.atoms {
		a := &h.geo.atoms[i]
		for _, c := range a.codes {
			k, ok := w.kommune[c]
			if !ok {
				return nil, fmt.Errorf("municipality %s is not in the code list", c)
			}
			a.index = append(a.index, k)
		}
	}
	numbered := func(n int, number uint64) unitType {
		s := newStream(h.seed, number)
		return unitType{n, func(k int32) int64 { return s.pseudonym(uint64(k)) }}
	}
	w.units = map[string]unitType{
		"PERSON":   {h.Persons(), func(p int32) int64 { return h.ids[p] }},
		"JOBB":     numbered(len(h.jobs), 21),
		"KURS":     numbered(len(h.taken), 22),
		"KJORETOY": numbered(len(h.cars), 23),
	}
	return w, nil
}

// index numbers codes by position.
func index(codes []string) map[string]int64 {
	m := make(map[string]int64, len(codes))
	for i, c := range codes {
		m[c] = int64(i)
	}
	return m
}

func (w *world) parentID(p, parent int32, hidden uint8) (int64, bool) {
	if parent < 0 || w.flags[p]&hidden != 0 {
		return 0, false
	}
	return w.ids[parent], true
}

// socialBackground is the higher of the parents' levels, as an index into 1 2 3 4 9.
func (w *world) socialBackground(p int32) (int64, bool) {
	best := -1
	for _, q := range [2]int32{w.mother[p], w.father[p]} {
		if q >= 0 {
			best = max(best, int(w.level[q]))
		}
	}
	switch {
	case best < 0 || w.flags[p]&(motherHidden|fatherHidden) == motherHidden|fatherHidden:
		return 4, true
	case best >= levelLong:
		return 0, true
	case best == levelShort:
		return 1, true
	case best > levelCompulsory:
		return 2, true
	}
	return 3, true
}

// firstMaster is the month in which a first long degree was finished, YYYYMM.
func (w *world) firstMaster(p int32) (int64, bool) {
	if w.level[p] < levelLong {
		return 0, false
	}
	var buf [8]study
	for _, st := range w.studies(w.studyLots, p, buf[:]) {
		if st.digit == '7' && st.stop < min(w.gone(p), newYear(lastYear)) && st.stop >= w.entry[p] {
			return yearMonth(st.stop), true
		}
	}
	return 0, false
}

// view is a history looked at in one period; what many variables of the period
// share is found once. A view belongs to one goroutine.
type view struct {
	*world
	day, stop   int16
	year, month int

	families, next *frame
	main           []int32
	atoms          []uint16
	incomes        []int64
	codeOf         []int64
}

func newView(w *world, at period) *view {
	y := yearOf(at.start)
	month := int(yearMonth(at.start) % 100)
	return &view{world: w, day: at.start, stop: at.stop, year: y, month: month}
}

// frame is the families of 1 January of the year.
func (v *view) frame() *frame {
	if v.families == nil {
		v.families = newFrame(v.History, v.year)
	}
	return v.families
}

// nextFrame is the families of the next 1 January: those who share the year's income.
func (v *view) nextFrame() *frame {
	if v.next == nil {
		v.next = newFrame(v.History, v.year+1)
	}
	return v.next
}

func (v *view) familyIncome() []int64 {
	if v.incomes == nil {
		v.incomes = v.nextFrame().incomes(v.pay)
	}
	return v.incomes
}

func (v *view) mainJobs() []int32 {
	if v.main == nil {
		v.main = v.History.mainJobs(v.day)
	}
	return v.main
}

// places is the atom every person lives in on the day, for residents.
func (v *view) places() []uint16 {
	if v.atoms == nil {
		v.atoms = make([]uint16, v.Persons())
		for p := range int32(v.Persons()) {
			days, at := v.path(p)
			v.atoms[p] = placeAt(days, at, v.day)
		}
	}
	return v.atoms
}

// status of the person number: index into 1 resident, 3 emigrated, 5 dead.
func (v *view) status(p int32) int64 {
	switch {
	case v.exit[p] <= v.day && v.exit[p] < v.death[p]:
		return 1
	case v.death[p] <= v.day:
		return 2
	}
	return 0
}

// municipality is the index of the municipality a resident lives in.
func (v *view) municipality(p int32) (int64, bool) {
	if !v.resident(p, v.day) {
		return 0, false
	}
	return v.kommuneOf(v.places()[p]), true
}

// actualMunicipality differs for a few students who have not told the register.
func (v *view) actualMunicipality(p int32) (int64, bool) {
	k, ok := v.municipality(p)
	if a := v.age(p, v.day); ok && a >= 19 && a < 25 && v.level[p] >= levelShort {
		if word := v.homeLots.at(p, -1); part(word, 0)%100 < 12 {
			return v.kommuneOf(v.geo.campus.draw(mix(word))), true
		}
	}
	return k, ok
}

func (v *view) kommuneOf(at uint16) int64 {
	if v.codeOf == nil {
		v.codeOf = v.kommuneCodes(v.day)
	}
	return v.codeOf[at]
}

// kommuneCodes gives the index of the municipality code of each atom on a day.
func (w *world) kommuneCodes(d int16) []int64 {
	codes := make([]int64, len(w.geo.atoms))
	for i := range codes {
		codes[i] = w.kommuneAt(uint16(i), d)
	}
	return codes
}

// earns gives an amount to those who lived in the country some day of the period.
func (v *view) earns(p int32, amount func() int64) int64 {
	if v.entry[p] > v.stop || v.gone(p) <= v.day {
		return 0
	}
	return amount()
}

// labourStatus on the day: 0 outside, 1 employee, 2 self-employed, 3 unemployed.
func (v *view) labourStatus(p int32) (int64, bool) {
	age := v.age(p, v.day)
	switch {
	case age < 15 || !v.resident(p, v.day):
		return 0, false
	case v.mainJobs()[p] >= 0:
		return 1, true
	case v.pay.selfEmployed(p, v.year):
		return 2, true
	case age < 67 && v.seeksWork(p, v.day):
		return 3, true
	}
	return 0, true
}
