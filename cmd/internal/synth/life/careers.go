package life

import (
	"math/bits"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// pensionCareer is what decides the lasting benefits of a person: eight bytes, found once.
type pensionCareer struct {
	disabled int16 // first day of disability pension, none never
	pension  int16 // first day of old-age pension, none never
	afp      int16 // first day of early retirement pension, none never
	degree   uint8 // of the disability, in per cent
	public   bool  // the early retirement pension is of the public sector
}

// Days on which the rules changed.
var (
	assessmentDay = calendar.Day(2010, 3, 1)   // work assessment allowance replaces three others
	timedDay      = calendar.Day(2004, 1, 1)   // time-limited disability benefit begins
	reformDay     = calendar.Day(2011, 1, 1)   // flexible old-age pension from 62
	disableEnd    = calendar.Day(2010, 12, 31) // last day of provisional disability benefit
)

// disabledBy gives, by age, how many in 1/1000 of people who lastingly stay out of work
// have a disability pension; partlyBy those in work with a part of one.
var (
	disabledBy = chance.Curve{{17, 0}, {18, 120}, {24, 145}, {30, 270}, {40, 620}, {48, 890}, {54, 980}, {67, 980}}.Table(17, 67)
	partlyBy   = chance.Curve{{28, 0}, {40, 9}, {50, 24}, {57, 42}, {62, 66}, {67, 70}}.Table(17, 67)
)

// takesPensionAt gives, for a lot in 1/1000, the age in months at which people who may
// choose take their old-age pension.
var takesPensionAt = chance.Curve{{0, 744}, {405, 746}, {520, 756}, {595, 768}, {660, 780}, {710, 792}, {725, 804}, {955, 804}, {985, 840}, {1000, 900}}.Table(0, 1000)

func (w *World) careersOf() []pensionCareer {
	w.benefit.careersOnce.Do(func() {
		all := make([]pensionCareer, w.Persons())
		s := chance.NewStream(w.Seed, careerStream)
		parallel(len(all), func(from, to int) {
			for p := int32(from); p < int32(to); p++ {
				all[p] = w.pensionCareer(s, p)
			}
		})
		w.benefit.careers = all
	})
	return w.benefit.careers
}

func (w *World) pensionCareer(s chance.Stream, p int32) pensionCareer {
	c := pensionCareer{disabled: calendar.None, pension: calendar.None, afp: calendar.None}
	born := w.BornYear(p)
	if born+18 >= calendar.LastYear {
		return c
	}
	w.disable(&c, s.At(p, 0), p, born)
	if born+62 < calendar.LastYear {
		w.retire(&c, s, p, born)
	}
	return c
}

// disable finds the day from which somebody has a disability pension: after years out of
// work that are followed by hardly any work, or partly for some of those who work on.
func (w *World) disable(c *pensionCareer, word uint64, p int32, born int) {
	factor := 1170
	if w.IsWoman(p) {
		factor = 1440
	}
	if w.Level[p] >= LevelShort {
		factor -= 120
	}
	lot := thousand(word, 0) * 1000 / factor
	partly := thousand(word, 1) * 1000 / factor
	first, last := born+18, min(born+66, calendar.LastYear-1)
	if w.Flags[p]&ImmigrantFlag != 0 {
		first = max(first, calendar.YearOf(w.Entry[p])+3)
	}
	if g := w.Gone(p); g != calendar.None {
		last = min(last, calendar.YearOf(g))
	}
	if lot >= disabledBy.At(66) && partly >= partlyBy.At(66) {
		return
	}
	for y := first; y <= last; y++ {
		full := lot < disabledBy.At(y-born) && w.idle(p, y, last)
		if !full && (partly >= partlyBy.At(y-born) || !w.workedIn(p, y)) {
			continue
		}
		d := monthStart(y, chance.Part(word, 2)%12)
		if d >= w.birthdayMonth(p, 67*12) || d <= w.Birth[p]+18*365+5 {
			continue
		}
		c.disabled, c.degree = d, 100
		if lot := chance.Part(word, 3); !full {
			c.degree = []uint8{40, 50, 50, 50, 50, 60, 60, 70, 80}[lot%9]
		} else if lot%100 < 8 {
			c.degree = []uint8{50, 60, 70, 80}[lot/100%4]
		}
		return
	}
}

// idle tells whether somebody is out of work in year y and some before, and nearly
// always from then to the last year.
func (h *History) idle(p int32, y, last int) bool {
	k := max(y, calendar.WorkYear) - calendar.WorkYear
	work := h.work[p]
	before := 1
	if y-h.BornYear(p) >= 58 {
		before = 2 // most who stop now have retired
	}
	if work>>max(0, k-before)&(1<<(min(k, before)+1)-1) != 0 {
		return false
	}
	n := max(last, calendar.WorkYear) - calendar.WorkYear - k + 1
	later := work >> k & (1<<n - 1)
	return bits.OnesCount64(later)*5 <= n
}

// retire draws when somebody takes the old-age pension and an early retirement pension.
func (w *World) retire(c *pensionCareer, s chance.Stream, p int32, born int) {
	word := s.At(p, 1)
	lot := thousand(word, 0)
	due := w.birthdayMonth(p, 67*12)
	if e := w.Entry[p]; w.Flags[p]&ImmigrantFlag != 0 {
		switch age := w.Age(p, e); {
		case age >= 62 && thousand(word, 1) < 500:
			return // too few years in the country: no pension of one's own
		case age >= 60:
			due = max(due, calendar.AddDays(e, 3*365))
		}
	}
	c.pension = due
	if born >= 1944 && c.disabled == calendar.None {
		if !w.Works(p, min(born+62, calendar.LastYear-1)) {
			lot = lot * 8 / 10
		}
		c.pension = max(w.birthdayMonth(p, takesPensionAt.At(lot)), reformDay)
		if w.Flags[p]&ImmigrantFlag != 0 && w.Age(p, w.Entry[p]) > 50 {
			c.pension = max(c.pension, due)
		}
	}
	if c.disabled == calendar.None {
		w.retireEarly(c, s.At(p, 2), p, born)
	}
	if c.pension >= calendar.NewYear(calendar.LastYear) {
		c.pension = calendar.None
	}
	if c.afp >= calendar.NewYear(calendar.LastYear) {
		c.afp = calendar.None
	}
}

// retireEarly gives early retirement to those who worked until it: in the public sector to
// those who stop, in the private one from 2011 on together with the old-age pension.
func (w *World) retireEarly(c *pensionCareer, word uint64, p int32, born int) {
	if !w.workedIn(p, born+60) && !w.workedIn(p, born+61) {
		return
	}
	c.public = thousand(word, 0) < w.PublicShare(p)
	if !c.public && thousand(word, 1) >= 600 {
		return
	}
	if !c.public && born >= 1949 {
		if w.birthdayMonth(p, 67*12) > c.pension {
			c.afp = c.pension
		}
		return
	}
	for y := max(born+62, calendar.WorkYear); y <= min(born+66, calendar.LastYear-1); y++ {
		if w.Works(p, y) || y-born < earlyAge(y) || thousand(word, 2) >= 960 {
			continue
		}
		c.afp = max(monthStart(y, chance.Part(word, 3)%12), w.birthdayMonth(p, earlyAge(y)*12))
		if c.afp >= w.birthdayMonth(p, 67*12) {
			c.afp = calendar.None
		} else if c.public && c.pension < w.birthdayMonth(p, 67*12) { // one excludes the other
			c.pension = w.birthdayMonth(p, 67*12)
		}
		return
	}
}

// earlyAge is the lowest age of early retirement: it fell from 65 to 62.
func earlyAge(y int) int {
	switch {
	case y < 1994:
		return 65
	case y < 1998:
		return 64
	}
	return 62
}

// PublicShare is the chance in 1/1000 that somebody's work is in the public sector.
func (h *History) PublicShare(p int32) int {
	share := 190
	if h.IsWoman(p) {
		share = 440
	}
	if h.Level[p] >= LevelShort {
		share += 130
	}
	switch h.field[p] {
	case 2, 6:
		share += 120
	case 4, 5:
		share -= 130
	}
	return share
}

// pensions emits the benefits that follow from the career.
func (w *World) pensions(p int32, kind Benefit, emit EmitSpell) {
	c := &w.careersOf()[p]
	switch kind {
	case OldAge:
		w.oldAge(p, c, emit)
	case AFPPublic, AFPPrivate:
		if c.afp == calendar.None || c.public != (kind == AFPPublic) {
			return
		}
		stop := calendar.None
		if c.public || c.afp < reformDay {
			stop = w.birthdayMonth(p, 67*12) - 1
		}
		w.within(p, c.afp, stop, 100, emit)
	case Disability:
		if c.disabled != calendar.None {
			w.disability(p, c, emit)
		}
	case ProvisionalDisability:
		if c.disabled <= disableEnd && w.provisional(p) {
			w.within(p, c.disabled-provisionalDays, c.disabled-1, int64(c.degree), emit)
		}
	default:
		w.assessments(p, c, kind, emit)
	}
}

// oldAge emits the old-age pension: some take a part of it until they are 67.
func (w *World) oldAge(p int32, c *pensionCareer, emit EmitSpell) {
	if c.pension == calendar.None {
		return
	}
	start, due := c.pension, w.birthdayMonth(p, 67*12)
	word := chance.NewStream(w.Seed, careerStream).At(p, 3)
	if start < due && start >= reformDay && thousand(word, 0) < 140 {
		w.within(p, start, due-1, []int64{20, 40, 50, 50, 60, 80}[chance.Part(word, 1)%6], emit)
		start = due
	}
	w.within(p, start, calendar.None, 100, emit)
}

// disability emits the disability pension until 67. Some with a part of one get more later.
func (w *World) disability(p int32, c *pensionCareer, emit EmitSpell) {
	start, stop := c.disabled, w.birthdayMonth(p, 67*12)
	if stop != calendar.None {
		stop--
	}
	word := chance.NewStream(w.Seed, careerStream).At(p, 4)
	if c.degree < 100 && thousand(word, 0) < 300 {
		y := calendar.YearOf(start) + 3 + chance.Part(word, 1)%5
		if rise := monthStart(y, chance.Part(word, 2)%12); rise < stop && !w.workedIn(p, min(y, calendar.LastYear-1)) {
			w.within(p, start, rise-1, int64(c.degree), emit)
			w.within(p, rise, stop, 100, emit)
			return
		}
	}
	w.within(p, start, stop, int64(c.degree), emit)
}

const provisionalDays = 184

// provisional tells whether a case was paid while it was decided on.
func (w *World) provisional(p int32) bool {
	return thousand(chance.NewStream(w.Seed, careerStream).At(p, 5), 0) < 420
}

// assessments emits the time spent finding out what work somebody can do: before a
// disability pension, and in some of the times out of work.
func (w *World) assessments(p int32, c *pensionCareer, kind Benefit, emit EmitSpell) {
	born := w.BornYear(p)
	s := chance.NewStream(w.Seed, assessStream)
	first, last := born+19, min(born+66, calendar.LastYear-1)
	if w.Flags[p]&ImmigrantFlag != 0 {
		first = max(first, calendar.YearOf(w.Entry[p])+2)
	}
	if g := w.Gone(p); g != calendar.None {
		last = min(last, calendar.YearOf(g-1))
	}
	if c.disabled != calendar.None {
		last = min(last, calendar.YearOf(c.disabled)-5)
	}
	end := max(w.assessRuns(s, p, born, max(first, calendar.WorkYear), last, kind, emit), w.Entry[p])
	if c.disabled == calendar.None {
		return
	}
	word := s.At(p, 1)
	stop := c.disabled - 1
	if c.disabled <= disableEnd && w.provisional(p) {
		stop -= provisionalDays
	}
	start := max(calendar.AddDays(stop, -(540+chance.Part(word, 0)%1100)), w.Birth[p]+18*365+10, end+1)
	if c.degree == 100 { // not before the last year of work is over
		for y := calendar.YearOf(stop); y >= calendar.YearOf(start); y-- {
			if w.workedIn(p, y) && y >= calendar.WorkYear {
				start = max(start, calendar.NewYear(y+1)-60)
				break
			}
		}
	}
	w.assessment(p, word, start, stop, kind, emit)
}

// assessRuns goes through the runs of years out of work, and returns the last day used.
func (w *World) assessRuns(s chance.Stream, p int32, born, first, last int, kind Benefit, emit EmitSpell) (end int16) {
	end = -32768
	for y := first; y <= last; y++ {
		if w.Works(p, y) {
			continue
		}
		from := y
		for y < last && !w.Works(p, y+1) {
			y++
		}
		age := from - born
		word := s.At(p, from)
		limit := 250
		if from > first || age > 30 {
			limit = assessedBy.At(age)
		}
		if w.Works(p, from-1) {
			limit = limit * 12 / 10
		}
		if w.Level[p] >= LevelShort {
			limit = limit * 6 / 10
		}
		if thousand(word, 0) >= limit {
			continue
		}
		start := calendar.Within(from, word)
		stop := min(calendar.AddDays(start, 240+chance.Part(word, 1)%1000), calendar.NewYear(y+1)+int16(chance.Part(word, 2)%120))
		if stop <= start+60 {
			stop = start + 60
		}
		start = max(start, end+1)
		w.assessment(p, word, start, stop, kind, emit)
		end = stop
	}
	return end
}

// assessedBy is the chance in 1/1000 that a time out of work is spent in assessment.
var assessedBy = chance.Curve{{18, 60}, {22, 260}, {28, 620}, {45, 720}, {58, 580}, {61, 220}, {63, 30}, {66, 0}}.Table(18, 67)

// assessment emits the part of a time that one of the benefits covered.
func (w *World) assessment(p int32, word uint64, start, stop int16, kind Benefit, emit EmitSpell) {
	timed := thousand(word, 3) < 450
	switch kind {
	case WorkAssessment:
		start = max(start, assessmentDay)
	case TimedDisability:
		if !timed {
			return
		}
		start, stop = max(start, timedDay), min(stop, assessmentDay-1)
	case Rehabilitation:
		stop = min(stop, assessmentDay-1)
		if timed {
			stop = min(stop, timedDay-1)
		}
	}
	degree := int64(100)
	if lot := chance.Mix(word); kind != WorkAssessment && thousand(lot, 0) < 150 {
		degree = []int64{50, 50, 60, 80}[lot>>16&3]
	}
	if start <= stop {
		w.within(p, start, stop, degree, emit)
	}
}

// PensionDays are the first days of disability and old-age pension, calendar.None for never,
// and the degree of the disability in per cent. They say nothing of death and emigration.
func (w *World) PensionDays(p int32) (disabled, old int16, degree int) {
	c := &w.careersOf()[p]
	return c.disabled, c.pension, int(c.degree)
}
