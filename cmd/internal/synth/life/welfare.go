package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// unemployment emits unemployment benefit: of people registered as without work who worked
// the year before, from three days after.
func (w *World) unemployment(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	w.SeekerSpells(p, func(code int64, start, stop int16) {
		y := calendar.YearOf(start)
		if code > 1 || y < calendar.WorkYear || y-born < 18 || !w.workedIn(p, y-1) {
			return
		}
		end := min(int(stop), int(start)+730)
		if int(start)+60 < end { // shorter times are not worth an application
			value := int64(100)
			if code == 1 {
				value = 50
			}
			w.within(p, start+3, int16(end), value, emit)
		}
	})
}

// sickBy is the chance in 1/1000 of sickness benefit in a year of work, by age.
var sickBy = chance.Curve{{16, 20}, {22, 95}, {30, 150}, {45, 160}, {60, 190}, {67, 120}, {75, 20}}.Table(15, 75)

// sickness emits sickness benefit in years of work: lasting health and the luck of the year
// decide, and the year before disability.
func (w *World) sickness(p int32, emit EmitSpell) {
	if w.work[p] == 0 {
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
		if lot >= 30 {
			return
		}
		age = chance.Part(word, 1) % 90 * (1 + chance.Part(word, 2)%2) / 2
	} else {
		switch {
		case lot >= 38:
			return
		case lot < 28: // a child
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

// socialAmount is social assistance of a year from 1993 on, of those who lived in the country in it.
func (w *World) socialAmount(p int32, y int) int64 {
	if y < calendar.WorkYear || y >= calendar.LastYear || w.Entry[p] >= calendar.NewYear(y+1) || w.Gone(p) <= calendar.NewYear(y) {
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
	monthly := 10_600 * int64(WageIndex.At(y)) / 1230
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
	case after:
		return low + free, count
	}
	return low + chance.Part(word, 0)%(free+1), count
}

// socialSpells emits the months with social assistance; years that touch are one time.
func (w *World) socialSpells(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	open, start, stop := false, int16(0), int16(0)
	for y := max(calendar.WorkYear, born+18); y <= min(calendar.LastYear-1, born+66); y++ {
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

// introduction emits the introduction benefit, paid while somebody follows the programme.
func (w *World) introduction(p int32, emit EmitSpell) {
	if g, ok := w.IntroductionProgramme(p); ok {
		w.within(p, g.Start, g.Stop, 100, emit)
	}
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
