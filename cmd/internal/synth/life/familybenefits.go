package life

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// ChildRate is what a parent receives of child benefit for some time.
type ChildRate struct {
	Children int  // the parent receives it for
	Single   bool // brings up children alone: paid for one child more
	Shared   bool // parents living apart share it
	Monthly  int  // kroner
}

// childRates are the monthly amounts per child under and over six, by the day they begin.
var childRates = []struct {
	from         int16
	young, elder int
}{
	{-32768, 860, 860}, {calendar.Day(1996, 1, 1), 925, 925}, {calendar.Day(2000, 1, 1), 970, 970}, {calendar.Day(2019, 3, 1), 1054, 1054},
	{calendar.Day(2021, 9, 1), 1354, 1054}, {calendar.Day(2022, 1, 1), 1676, 1054}, {calendar.Day(2023, 3, 1), 1723, 1083},
	{calendar.Day(2023, 7, 1), 1766, 1310}, {calendar.Day(2024, 1, 1), 1766, 1510}, {calendar.Day(2024, 9, 1), 1766, 1766},
}

// childAgeDay is when child benefit was extended from 16 to 18 years.
var childAgeDay = calendar.Day(2000, 5, 1)

// childEnd is the first day for which there is no benefit for a child any more.
func (w *World) childEnd(child int32) int16 {
	end := w.birthdayMonth(child, 16*12-1)
	if end >= childAgeDay || end == calendar.None {
		end = w.birthdayMonth(child, 18*12-1)
	}
	return min(end, w.Gone(child))
}

// ChildBenefits emits the times somebody receives child benefit, a new one whenever
// number of children, type or amount changes. Children count from the month after birth
// (or arrival) to the month they turn 18 (16 until 2000), with the parent they live with.
// Nothing before 1990.
func (w *World) ChildBenefits(p int32, emit func(c ChildRate, start, stop int16)) {
	for _, s := range w.spellsOf(p) {
		if s.kind == ChildBenefit || s.kind >= benefitKinds {
			emit(s.childRate(), s.start, s.stop)
		}
	}
}

// childRate is what a spell of child benefit pays.
func (s *paidSpell) childRate() ChildRate {
	r := len(childRates) - 1
	for childRates[r].from > s.start {
		r--
	}
	young, elder := int(s.value>>4), int(s.value&15)
	c := ChildRate{Children: young + elder, Single: s.kind == childSingle, Shared: s.kind == childShared}
	c.Monthly = young*childRates[r].young + elder*childRates[r].elder
	if c.Single {
		c.Monthly += childRates[r].elder
	}
	return c
}

// claim is the time for which benefit is paid for a child.
type claim struct {
	child, other    int32 // other is the other parent, −1 unknown
	start, six, end int16 // the day from which it counts as over six
}

// drawChildBenefit adds the spells of a parent.
func (w *World) drawChildBenefit(p int32, list []paidSpell) []paidSpell {
	var kids [maxChildren]int32
	var buf [maxChildren]claim
	claims := buf[:0]
	first := max(w.Entry[p], calendar.NewYear(calendar.PathYear))
	for _, k := range w.Children(p, &kids) {
		if end := w.childEnd(k); end > first {
			claims = append(claims, claim{k, w.otherParent(p, k), nextMonth(max(w.Birth[k], w.Entry[k])), w.birthdayMonth(k, 72), end})
		}
	}
	if len(claims) == 0 {
		return list
	}
	var days [160]int16
	shares := thousand(chance.NewStream(w.Seed, familyStream).At(p, 0), 0) < 150
	now := paidSpell{}
	end := min(w.Gone(p), calendar.NewYear(calendar.LastYear))
	last := int16(-32768)
	for _, d := range w.childDays(p, claims, first, end, days[:0]) {
		if d == last {
			continue
		}
		last = d
		s := w.childSpell(p, claims, d, shares)
		if s.kind == now.kind && s.value == now.value && !newRates(d) {
			continue
		}
		if now.value > 0 {
			now.stop = d - 1
			list = append(list, now)
		}
		now = s
	}
	if now.value > 0 {
		now.stop = calendar.None
		if w.Gone(p) < calendar.NewYear(calendar.LastYear) {
			now.stop = w.Gone(p) - 1
		}
		list = append(list, now)
	}
	return list
}

// newRates tells whether rates change on a day.
func newRates(d int16) bool {
	for i := range childRates {
		if childRates[i].from == d {
			return true
		}
	}
	return false
}

// childDays are the first days of months on which the benefit of a parent may change, in order:
// the first day given, and others before the last.
func (w *World) childDays(p int32, claims []claim, first, last int16, days []int16) []int16 {
	days = append(days, first)
	until := int16(-32768)
	add := func(d int16) {
		if d > first && d < last && len(days) < cap(days) {
			days = append(days, d)
		}
	}
	other := int32(-1)
	for i := range claims {
		c := &claims[i]
		add(c.start)
		add(c.end)
		until = max(until, c.end)
		if c.end > childRates[4].from {
			add(c.six)
		}
		if c.other < 0 || c.other == other {
			continue
		}
		other = c.other
		for _, d := range [2]int16{w.Entry[other], w.Gone(other)} {
			if d > first && d < last {
				add(nextMonth(d))
			}
		}
		w.unionDays(other, first, last, add)
	}
	last = min(last, until)
	w.unionDays(p, first, last, add)
	for i := range childRates[1:] {
		add(childRates[i+1].from)
	}
	add(childAgeDay)
	slices.Sort(days)
	return days
}

func (w *World) otherParent(p, child int32) int32 {
	if w.Mother[child] == p {
		return w.Father[child]
	}
	return w.Mother[child]
}

// childSpell is what a parent receives on a day; a value of 0 is nothing.
func (w *World) childSpell(p int32, claims []claim, d int16, shares bool) paidSpell {
	s, young, elder, apart := paidSpell{start: d, kind: ChildBenefit}, 0, 0, false
	for i := range claims {
		c := &claims[i]
		if d < c.start || d >= c.end || w.carer(c.child, d) != p {
			continue
		}
		apart = apart || c.other >= 0 && w.Resident(c.other, d)
		if d < c.six {
			young++
		} else {
			elder++
		}
	}
	s.value = uint8(min(young, 15)<<4 | min(elder, 15))
	if s.value == 0 || w.UnionAt(p, d) != nil {
		return s
	}
	s.kind = childSingle
	if apart && shares {
		s.kind = childShared
	}
	return s
}

// parentalRules give, by the year of birth, the weeks of a mother and of a father.
var (
	motherWeeks = chance.Curve{{1989, 26}, {1993, 38}, {2005, 36}, {2009, 34}, {2013, 31}, {2018, 30}, {2024, 30}}.Table(1985, 2024)
	fatherWeeks = chance.Curve{{1992, 0}, {1993, 4}, {2005, 5}, {2009, 8}, {2013, 13}, {2018, 13}, {2019, 15}, {2024, 15}}.Table(1985, 2024)
)

// parental emits parental benefit around births: of mothers who worked before, and of
// four in five fathers who work.
func (w *World) parental(p int32, emit EmitSpell) {
	var kids [maxChildren]int32
	list := w.Children(p, &kids)
	s := chance.NewStream(w.Seed, familyStream)
	var spells [maxChildren][2]int16
	n := 0
	for _, k := range list {
		y := w.BornYear(k)
		if y < 1990 || w.Birth[k] != w.Entry[k] || w.UnionAt(p, w.Birth[k]) == nil && !w.IsWoman(p) {
			continue
		}
		if !w.workedIn(p, y) && !w.workedIn(p, y-1) {
			continue
		}
		word := s.At(k, 1)
		birth := int(w.Birth[k])
		var start, length int
		if w.IsWoman(p) {
			start, length = birth-21, 7*(motherWeeks.At(y)+chance.Part(word, 0)%14)
		} else {
			length = 7 * (fatherWeeks.At(y) + chance.Part(word, 1)%4)
			start = birth + 7*(motherWeeks.At(y)+16) + chance.Part(word, 2)%120
			if length < 14 || thousand(word, 3) >= 840 || y == 1992 {
				continue
			}
		}
		spells[n] = [2]int16{calendar.ClampDay(start), calendar.ClampDay(start + length - 1)}
		n++
	}
	slices.SortFunc(spells[:n], func(a, b [2]int16) int { return int(a[0]) - int(b[0]) })
	for i := range n {
		if i+1 < n {
			spells[i][1] = min(spells[i][1], spells[i+1][0]-1)
		}
		if spells[i][0] <= spells[i][1] {
			w.within(p, spells[i][0], spells[i][1], 100, emit)
		}
	}
}

// cashBy is the chance in 1/1000 that a family receives cash-for-care, by the year of birth.
var cashBy = chance.Curve{{1996, 760}, {2000, 740}, {2003, 680}, {2006, 450}, {2009, 330}, {2012, 300}, {2016, 280}, {2019, 200}, {2024, 120}}.Table(1996, 2024)

// cashForCare emits the months from a child's first birthday that parents look after it.
func (w *World) cashForCare(p int32, emit EmitSpell) {
	var kids [maxChildren]int32
	var spells [maxChildren][2]int16
	n := 0
	s := chance.NewStream(w.Seed, familyStream)
	for _, k := range w.Children(p, &kids) {
		y := w.BornYear(k)
		if y < 1996 || y >= calendar.LastYear-1 {
			continue
		}
		word := s.At(k, 2)
		limit, mo := cashBy.At(y), w.Mother[k]
		if mo >= 0 && w.Category[mo] == 'B' {
			limit = limit * 17 / 10
		}
		if mo >= 0 && !w.Works(mo, y+1) {
			limit = limit * 13 / 10
		}
		start := max(w.birthdayMonth(k, 12), calendar.Day(1998, 8, 1), w.Entry[k])
		if thousand(word, 0) >= limit || w.carer(k, start) != p {
			continue
		}
		months := 4 + chance.Part(word, 1)%8
		if y < 2010 {
			months += chance.Part(word, 2) % 13
		}
		spells[n] = [2]int16{start, min(w.birthdayMonth(k, 12+months)-1, w.Gone(k)-1)}
		n++
	}
	slices.SortFunc(spells[:n], func(a, b [2]int16) int { return int(a[0]) - int(b[0]) })
	for i := 0; i < n; i++ {
		if i+1 < n && spells[i+1][0] <= spells[i][1] { // twins, or a gap of a year
			if spells[i+1][0] == spells[i][0] {
				w.within(p, spells[i][0], min(spells[i][1], spells[i+1][1]), 2, emit)
				i++
				continue
			}
			spells[i+1][0] = spells[i][1] + 1
		}
		if spells[i][0] <= spells[i][1] {
			w.within(p, spells[i][0], spells[i][1], 1, emit)
		}
	}
}

// singleParent emits the benefits of people who bring up young children alone, year by
// year: transitional benefit without work, child care benefit in work, and education
// benefit for the young.
func (w *World) singleParent(p int32, kind Benefit, emit EmitSpell) {
	var kids [maxChildren]int32
	list := w.Children(p, &kids)
	if len(list) == 0 {
		return
	}
	s := chance.NewStream(w.Seed, familyStream)
	word := s.At(p, 3)
	limit := map3(kind, 480, 260, 420)
	if thousand(word, int(kind-SingleTransitional)) >= limit {
		return
	}
	open, start := false, int16(0)
	for y := calendar.WorkYear - 2; y <= calendar.LastYear; y++ {
		has := y < calendar.LastYear && w.alone(p, list, y, kind)
		switch day := calendar.NewYear(min(y, calendar.LastYear)) + int16(chance.Part(word, 3)%28); {
		case has && !open:
			open, start = true, day
		case !has && open:
			open = false
			w.within(p, start, min(day-1, calendar.NewYear(calendar.LastYear)), 100, emit)
		}
	}
}

func map3(kind Benefit, a, b, c int) int {
	switch kind {
	case SingleTransitional:
		return a
	case SingleChildCare:
		return b
	}
	return c
}

// alone tells whether somebody had a benefit of single parents in a year.
func (w *World) alone(p int32, list []int32, y int, kind Benefit) bool {
	d := calendar.NewYear(y) + 31
	if !w.Resident(p, d) || w.UnionAt(p, d) != nil {
		return false
	}
	work := w.workedIn(p, y)
	upto := 8
	switch kind {
	case SingleChildCare:
		upto = 10
		if !work {
			return false
		}
	case SingleTransitional:
		if work && w.workedIn(p, y-1) {
			return false
		}
	case SingleEducation:
		if age := y - w.BornYear(p); age > 36 || work && age > 27 {
			return false
		}
	}
	for _, k := range list {
		if age := y - w.BornYear(k); age >= 0 && age < upto && w.Birth[k] <= d && w.Resident(k, d) && w.carer(k, d) == p {
			return true
		}
	}
	return false
}

// survivor emits the pension of people under 67 whose spouse, or the parent of their
// children they lived with, has died; until a new union. In work a part of it is paid.
func (w *World) survivor(p int32, emit EmitSpell) {
	var found [8][2]int16
	n := 0
	for k, next := w.lastUnion[p], calendar.None; k >= 0 && n < len(found); {
		u := &w.unions[k]
		q := u.Partner(p)
		if u.end == w.Death[q] && u.end != calendar.None && !u.dissolved && u.end < w.Exit[q] && u.Wed < u.end {
			found[n] = [2]int16{nextMonth(u.end), min(next, w.birthdayMonth(p, 67*12))}
			n++
		}
		next = u.start
		k = u.before(p)
	}
	s := chance.NewStream(w.Seed, familyStream)
	for n--; n >= 0; n-- {
		start, stop := found[n][0], found[n][1]
		if stop != calendar.None {
			stop--
		}
		word := s.At(p, 40+n)
		degree := int64(100)
		if start >= stop || start >= calendar.NewYear(calendar.LastYear) {
			continue
		}
		if w.workedIn(p, calendar.YearOf(start)) {
			if thousand(word, 0) < 550 {
				continue // earns too much
			}
			degree = []int64{20, 30, 40, 50, 60, 70, 80}[chance.Part(word, 1)%7]
		}
		w.within(p, start, stop, degree, emit)
	}
}

// orphan emits the pension of children who have lost a parent, until they are 18.
func (w *World) orphan(p int32, emit EmitSpell) {
	died := calendar.None
	for _, q := range [2]int32{w.Mother[p], w.Father[p]} {
		if q >= 0 && w.Death[q] < w.Exit[q] {
			died = min(died, w.Death[q])
		}
	}
	if died == calendar.None {
		return
	}
	if end := w.birthdayMonth(p, 18*12); nextMonth(died) < end {
		w.within(p, nextMonth(died), end-1, 100, emit)
	}
}

// familyCarer emits the pension of people without a partner who looked after relatives for years.
func (w *World) familyCarer(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	if born > 1968 || w.Flags[p]&ImmigrantFlag != 0 {
		return
	}
	word := chance.NewStream(w.Seed, familyStream).At(p, 4)
	limit := 30
	if w.IsWoman(p) {
		limit = 100
	}
	y := born + 46 + chance.Part(word, 1)%16
	if thousand(word, 0) >= limit || y >= calendar.LastYear || w.workedIn(p, y) {
		return
	}
	start := monthStart(y, chance.Part(word, 2)%12)
	if end := w.birthdayMonth(p, 67*12); start < end && w.UnionAt(p, start) == nil {
		w.within(p, start, end-1, 100, emit)
	}
}
