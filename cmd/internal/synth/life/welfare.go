package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// unemployment emits unemployment benefit: of people registered as without work who worked
// the year before, from a week after.
func (w *World) unemployment(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	w.SeekerSpells(p, func(code int64, start, stop int16) {
		y := calendar.YearOf(start)
		if code > 1 || y < calendar.WorkYear || y-born < 18 || !w.workedIn(p, y-1) {
			return
		}
		end := min(int(stop), int(start)+730)
		if int(start)+10 < end {
			value := int64(100)
			if code == 1 {
				value = 50
			}
			w.within(p, start+7, int16(end), value, emit)
		}
	})
}

// sickBy is the chance in 1/1000 of sickness benefit in a year of work, by age.
var sickBy = chance.Curve{{16, 20}, {22, 95}, {30, 150}, {45, 160}, {60, 190}, {67, 120}, {75, 20}}.Table(15, 75)

// sickness emits sickness benefit in years of work: lasting health and the luck of the year
// decide, and the year before disability.
func (w *World) sickness(p int32, emit EmitSpell) {
	if w.Work[p] == 0 {
		return
	}
	s := chance.NewStream(w.Seed, sickStream)
	born := w.BornYear(p)
	health := thousand(s.At(p, 0), 0)
	last := int16(-32768)
	for y := max(calendar.WorkYear, born+17); y < min(calendar.LastYear, born+70); y++ {
		if !w.Works(p, y) {
			continue
		}
		limit := sickBy.At(y - born)
		if w.IsWoman(p) {
			limit = limit * 130 / 100
		} else {
			limit = limit * 78 / 100
		}
		limit = limit * (400 + health*12/10) / 1000
		if w.Level[p] >= LevelShort {
			limit = limit * 75 / 100
		}
		word := s.At(p, y)
		if thousand(word, 0) >= limit {
			continue
		}
		length := 6 + chance.Part(word, 1)%45 + chance.Part(word, 2)%300*(chance.Part(word, 1)%5/4)
		start := max(calendar.Within(y, word), last+2)
		stop := min(calendar.AddDays(start, length), calendar.AddDays(start, 348))
		if y+1 < calendar.LastYear && !w.Works(p, y+1) {
			stop = min(stop, calendar.NewYear(y+1)+90)
		}
		if stop <= start {
			continue
		}
		degree := int64(100)
		if lot := chance.Part(word, 3); lot%100 < 28 {
			degree = []int64{20, 40, 50, 50, 50, 60, 80}[lot/100%7]
		}
		w.within(p, start, stop, degree, emit)
		last = stop
	}
}

// extraCosts emits basic benefit (lasting extra costs) and attendance benefit (care, mostly of
// children). Both begin at some age and last: basic for life, attendance to 18 for many.
func (w *World) extraCosts(p int32, kind Benefit, emit EmitSpell) {
	word := chance.NewStream(w.Seed, healthStream).At(p, int(kind))
	lot := thousand(word, 0)
	age := 0
	stop := calendar.None
	if kind == BasicBenefit {
		if lot >= 38 {
			return
		}
		age = chance.Part(word, 1) % 90 * (1 + chance.Part(word, 2)%2) / 2
	} else {
		switch {
		case lot >= 46:
			return
		case lot < 34: // a child
			age = 2 + chance.Part(word, 1)%12
			if thousand(word, 2) < 780 {
				stop = w.birthdayMonth(p, 18*12)
			}
		default:
			age = 18 + chance.Part(word, 1)%60
		}
	}
	start := max(w.birthdayMonth(p, age*12+chance.Part(word, 3)%12), nextMonth(min(w.Entry[p], 32000)))
	if start == calendar.None || start >= stop {
		return
	}
	if stop != calendar.None {
		stop--
	}
	w.within(p, start, stop, 100, emit)
}

// socialAmount is social assistance of a year for those who lived in the country in it.
func (w *World) socialAmount(p int32, y int) int64 {
	if w.Entry[p] >= calendar.NewYear(y+1) || w.Gone(p) <= calendar.NewYear(y) {
		return 0
	}
	return w.Pay.SocialAssistance(p, y)
}

// SocialMonths is the number of months of a year with social assistance, 0–12: the
// amount over a monthly rate, as far as the person lived in the country.
func (w *World) SocialMonths(p int32, y int) int {
	x := w.socialAmount(p, y)
	if x == 0 {
		return 0
	}
	_, count := w.socialMonths(p, y, x)
	return count
}

// socialMonths gives the first month (0–11) and the number of months of an amount.
func (w *World) socialMonths(p int32, y int, amount int64) (first, count int) {
	monthly := 9800 * int64(WageIndex.At(y)) / 1230
	count = int(max(1, min(12, (amount+monthly/2)/monthly)))
	low, high := 0, 11
	if w.Entry[p] > calendar.NewYear(y) {
		_, low = monthOf(w.Entry[p])
	}
	if g := w.Gone(p); g < calendar.NewYear(y+1) {
		_, high = monthOf(max(g-1, calendar.NewYear(y)))
	}
	count = min(count, high-low+1)
	free := high - low + 1 - count
	word := chance.NewStream(w.Seed, welfareStream).At(p, y)
	switch before, after := w.socialAmount(p, y-1) > 0, w.socialAmount(p, y+1) > 0; {
	case before:
		return low, count
	case after && y+1 < calendar.LastYear:
		return low + free, count
	}
	return low + chance.Part(word, 0)%(free+1), count
}

// socialSpells emits the months with social assistance; years that touch are one time.
func (w *World) socialSpells(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	open, start, stop := false, int16(0), int16(0)
	for y := max(calendar.WorkYear-1, born+18); y <= min(calendar.LastYear-1, born+66); y++ {
		x := w.socialAmount(p, y)
		if x == 0 {
			continue
		}
		first, count := w.socialMonths(p, y, x)
		a, b := monthStart(y, first), monthStart(y, first+count)-1
		switch {
		case open && a == stop+1:
		case open:
			w.within(p, start, stop, 100, emit)
			start = a
		default:
			open, start = true, a
		}
		stop = b
	}
	if open {
		if stop >= calendar.NewYear(calendar.LastYear)-1 {
			stop = calendar.None
		}
		w.within(p, start, stop, 100, emit)
	}
}

// qualification emits the qualification benefit: once, after social assistance, from 2008.
func (w *World) qualification(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	s := chance.NewStream(w.Seed, welfareStream)
	for y := max(2008, born+20); y < min(calendar.LastYear, born+61); y++ {
		if w.Works(p, y) || w.socialAmount(p, y-1) == 0 {
			continue
		}
		word := s.At(p, 1000+y)
		if thousand(word, 0) >= 130 {
			continue
		}
		start := monthStart(y, chance.Part(word, 1)%12)
		w.within(p, start, calendar.AddDays(start, 180+chance.Part(word, 2)%400), 100, emit)
		return
	}
}

// refugeeCountries are countries of birth and times of arrival with how many in 1/1000 came as
// refugees or to their families.
var refugeeCountries = []struct {
	code     string
	from, to int // years of arrival
	share    int // in 1/1000
}{
	{"148", 2022, 2030, 960}, {"564", 2011, 2030, 800}, {"346", 1988, 2030, 640}, {"241", 2000, 2030, 820}, {"452", 1990, 2030, 620},
	{"404", 1998, 2030, 760}, {"155", 1992, 1996, 950}, {"456", 1985, 2030, 520}, {"246", 1990, 2030, 480}, {"356", 1995, 2030, 560},
	{"279", 1998, 2030, 760}, {"575", 1975, 1995, 700}, {"159", 1991, 2000, 760}, {"161", 1998, 2000, 850}, {"140", 1996, 2012, 420},
	{"424", 1984, 2009, 480}, {"725", 1974, 1989, 800}, {"524", 2008, 2016, 300}, {"303", 1990, 2012, 100}, {"492", 1990, 2003, 150},
}

// Refugee tells whether an immigrant came as a refugee, or to one.
func (w *World) Refugee(p int32) bool {
	if w.Category[p] != 'B' || w.Country[p] == Norway {
		return false
	}
	code, y := origins[w.Country[p]].code, calendar.YearOf(w.Entry[p])
	for i := range refugeeCountries {
		if r := &refugeeCountries[i]; r.code == code && r.from <= y && y <= r.to {
			return thousand(chance.NewStream(w.Seed, welfareStream).At(p, 1), 0) < r.share
		}
	}
	return false
}

// introduction emits the introduction benefit of newly arrived refugees of 18 to 55 years.
func (w *World) introduction(p int32, emit EmitSpell) {
	if w.Category[p] != 'B' || w.Entry[p] < calendar.Day(2003, 6, 1) {
		return
	}
	age := w.Age(p, w.Entry[p])
	if age < 17 || age > 54 || !w.Refugee(p) {
		return
	}
	word := chance.NewStream(w.Seed, welfareStream).At(p, 2)
	start := nextMonth(calendar.AddDays(w.Entry[p], 60+chance.Part(word, 0)%150))
	start = max(start, w.birthdayMonth(p, 18*12))
	months := 12 + chance.Part(word, 1)%24
	y, m := monthOf(start)
	w.within(p, start, monthStart(y, m+months)-1, 100, emit)
}

// supplementary emits the benefit of old immigrants with a small pension, from 2006.
func (w *World) supplementary(p int32, emit EmitSpell) {
	if w.Category[p] != 'B' {
		return
	}
	age := w.Age(p, w.Entry[p])
	if age < 35 || thousand(chance.NewStream(w.Seed, welfareStream).At(p, 3), 0) >= 60+(age-35)*28 {
		return
	}
	due := w.birthdayMonth(p, 67*12)
	if due == calendar.None {
		return
	}
	w.within(p, max(due, calendar.NewYear(2006), nextMonth(w.Entry[p])), calendar.None, 100, emit)
}
