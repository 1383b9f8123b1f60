package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// SeekerSpell is a time in the register of job seekers.
type SeekerSpell struct {
	Person      int32
	Start, Stop int16
	Code        uint8 // position in the list arbsoek_hoved
}

// Positions in the list arbsoek_hoved.
const (
	SeekerUnemployed   = 0 // fully unemployed
	SeekerPartly       = 1 // partly employed
	SeekerProgramme    = 2 // in an ordinary programme
	SeekerOther        = 3 // other ordinary job seekers
	SeekerDisabled     = 4 // vocationally disabled, until February 2010
	SeekerService      = 6 // others who receive service
	SeekerNeedsPlan    = 11
	SeekerHasPlan      = 12
	SeekerReducedIn    = 13 // reduced capacity, in a programme
	SeekerReducedOut   = 14 // reduced capacity, in no programme
	SeekerReducedFirst = 9  // codes from here on are of people with reduced capacity
)

// Reduced tells whether a code of job seekers is of people with reduced capacity for work.
func Reduced(code int64) bool { return code == SeekerDisabled || code >= SeekerReducedFirst }

// slump is how many look for work, relative to an ordinary year.
var slump = chance.Curve{{1993, 250}, {1995, 225}, {1998, 110}, {2001, 117}, {2003, 170}, {2005, 150}, {2007, 82}, {2008, 78},
	{2009, 118}, {2010, 126}, {2012, 108}, {2014, 120}, {2016, 130}, {2017, 117}, {2019, 95}, {2020, 420}, {2021, 160}, {2022, 80},
	{2023, 78}, {2024, 88}}.Table(calendar.WorkYear, calendar.LastYear)

// SeekerSpells gives the times a person was registered as looking for work from 1993 on: out
// of work after losing a job or while having none, partly employed in years of work, and with
// reduced capacity while it is assessed what work somebody can do. They follow each other in
// time. The value is a position in the list arbsoek_hoved.
func (w *World) SeekerSpells(p int32, emit EmitSpell) {
	q := seeking{World: w, p: p, born: w.BornYear(p)}
	if q.born+17 >= calendar.LastYear {
		return
	}
	from := max(w.Entry[p]+1, calendar.AddDays(w.Birth[p], 17*365+5), calendar.NewYear(calendar.WorkYear))
	q.end = min(w.Gone(p), calendar.NewYear(calendar.LastYear), calendar.AddDays(w.Birth[p], 67*365+16)) - 1
	if from > q.end {
		return
	}
	q.away()
	lost := false
	w.stretches(w.Pay.jobLots, p, func(t stretch) {
		q.without(from, min(t.start-1, q.end), lost)
		q.within(max(t.start, from), min(t.end, q.end))
		if lost = t.end != calendar.None; lost {
			from = max(from, t.end+1)
		} else {
			from = calendar.None
		}
	})
	q.without(from, q.end, lost)
	q.tell(emit)
}

// seeking collects the spells of one person.
type seeking struct {
	*World
	p       int32
	born    int
	end     int16 // last day somebody can seek work
	reduced [20]spell
	spells  [72]spell
	r, n    int
}

type spell struct {
	start, stop int16
	code        uint8
}

// away notes the times of assessment, and lets nobody seek work beyond a full pension.
func (q *seeking) away() {
	for _, kind := range [...]Benefit{Disability, OldAge, AFPPublic} {
		q.Benefits(q.p, kind, func(degree int64, start, _ int16) {
			if degree == 100 {
				q.end = min(q.end, start-1)
			}
		})
	}
	for _, kind := range [...]Benefit{Rehabilitation, TimedDisability, WorkAssessment} {
		q.Benefits(q.p, kind, func(_ int64, start, stop int16) {
			stop = min(stop, q.end)
			if q.r == len(q.reduced) || start > stop || start < calendar.NewYear(calendar.WorkYear) {
				return
			}
			code := uint8(SeekerDisabled)
			if kind == WorkAssessment {
				lot := chance.Part(q.seekLots.At(q.p, int(start)+100_000), 0)
				code = []uint8{9, 10, SeekerNeedsPlan, SeekerHasPlan, SeekerHasPlan, SeekerReducedIn, SeekerReducedIn, SeekerReducedOut, SeekerReducedOut}[lot%9]
			}
			k := q.r // the kinds come one after the other: in order but for a few
			for k > 0 && q.reduced[k-1].start > start {
				q.reduced[k] = q.reduced[k-1]
				k--
			}
			q.reduced[k] = spell{start, stop, code}
			q.r++
		})
	}
}

// without draws spells in a time without work; lost tells that a job ended the day before.
func (q *seeking) without(from, to int16, lost bool) {
	if from > to {
		return
	}
	limit := 128
	if q.Category[q.p] == 'B' {
		limit = 220
	}
	if q.Level[q.p] == LevelCompulsory {
		limit = limit * 13 / 10
	} else if q.Level[q.p] >= LevelShort {
		limit = limit * 7 / 10
	}
	for y := calendar.YearOf(from); calendar.NewYear(y) <= to; y++ {
		word := q.seekLots.At(q.p, y)
		odds, wait := limit, chance.Part(word, 1)%300
		if lost {
			odds, wait = odds*6, chance.Part(word, 1)%20
		}
		if y-q.born < 22 {
			odds = odds * 6 / 10
		}
		if chance.Part(word, 0)%1000 < odds*slump.At(y)/100 {
			start := calendar.AddDays(max(from, calendar.NewYear(y)), wait)
			length := 25 + chance.Part(word, 2)%110 + chance.Part(word, 3)%340*(chance.Part(word, 2)%3)/2
			if y == 2020 { // nobody hired
				length = length * 3 / 2
			}
			q.ask(start, min(calendar.AddDays(start, length), to), chance.Mix(word))
		}
		lost = false
	}
}

// ask adds a spell out of work; it may end in a programme.
func (q *seeking) ask(start, stop int16, word uint64) {
	switch lot := chance.Part(word, 0) % 100; {
	case lot < 80:
		q.add(start, stop, SeekerUnemployed)
	case lot < 92:
		turn := start + (stop-start)/3
		q.add(start, turn, SeekerUnemployed)
		q.add(turn+1, stop, SeekerProgramme)
	case lot < 98:
		q.add(start, stop, SeekerOther)
	default:
		q.add(start, stop, SeekerService)
	}
}

// within draws spells in a time of work: people who want more hours, or another job.
func (q *seeking) within(from, to int16) {
	if from > to {
		return
	}
	for y := calendar.YearOf(from); calendar.NewYear(y) <= to; y++ {
		word := q.seekLots.At(q.p, y)
		lot := chance.Part(word, 0) % 1000
		odds := 10 * slump.At(y) / 100
		if lot >= odds+3 {
			continue
		}
		start := max(from, calendar.Within(y, chance.Mix(word)))
		stop := min(calendar.AddDays(start, 30+chance.Part(word, 2)%220), to)
		if lot < odds {
			q.add(start, stop, SeekerPartly)
		} else {
			q.add(start, stop, SeekerOther)
		}
	}
}

// add keeps what lies after the last spell and outside the times of assessment.
func (q *seeking) add(start, stop int16, code uint8) {
	if q.n > 0 {
		start = max(start, q.spells[q.n-1].stop+1)
	}
	stop = min(stop, q.end)
	for _, r := range q.reduced[:q.r] {
		if r.start <= start {
			if start <= r.stop {
				start = r.stop + 1
			}
		} else if r.start <= stop {
			stop = r.start - 1
		}
	}
	if start < stop && q.n < len(q.spells) {
		q.spells[q.n] = spell{start, stop, code}
		q.n++
	}
}

// tell emits both lists in order of time.
func (q *seeking) tell(emit EmitSpell) {
	last := calendar.NewYear(calendar.LastYear) - 1
	r, n := 0, 0
	for r < q.r || n < q.n {
		var s spell
		if n == q.n || r < q.r && q.reduced[r].start < q.spells[n].start {
			s = q.reduced[r]
			r++
		} else {
			s = q.spells[n]
			n++
		}
		if s.stop >= last {
			s.stop = calendar.None
		}
		emit(int64(s.code), s.start, s.stop)
	}
}

// Seekers lists the spells of everybody, in person order, found once. Safe for concurrent use.
func (w *World) Seekers() []SeekerSpell {
	w.labour.seekersOnce.Do(func() {
		var half [2][]SeekerSpell
		n := w.Persons()
		parallel(n, func(from, to int) {
			list := make([]SeekerSpell, 0, (to-from)*14/10)
			for p := int32(from); p < int32(to); p++ {
				w.SeekerSpells(p, func(code int64, start, stop int16) { list = append(list, SeekerSpell{p, start, stop, uint8(code)}) })
			}
			half[min(from, 1)] = list
		})
		w.labour.seekers = append(half[0], half[1]...)
	})
	return w.labour.seekers
}

// Seeker is the spell somebody is in on the day, nil for people who are not in the register.
func (v *View) Seeker(p int32) *SeekerSpell {
	if k := v.seekers.get(func() []int32 { return v.seekersOn(v.Day) })[p]; k >= 0 {
		return &v.labour.seekers[k]
	}
	return nil
}

// Unemployed tells whether somebody is registered as fully unemployed on the day.
func (v *View) Unemployed(p int32) bool {
	s := v.Seeker(p)
	return s != nil && s.Code == SeekerUnemployed
}

// seekersOn gives the number of the spell of each person on a day, −1 for none.
func (w *World) seekersOn(d int16) []int32 {
	on := filled(w.Persons())
	all := w.Seekers()
	for k := range all {
		if all[k].Start <= d && d <= all[k].Stop {
			on[all[k].Person] = int32(k)
		}
	}
	return on
}

// SeeksWork tells whether somebody is registered as fully unemployed on a day.
func (w *World) SeeksWork(p int32, d int16) (found bool) {
	w.SeekerSpells(p, func(code int64, start, stop int16) {
		found = found || code == SeekerUnemployed && start <= d && d <= stop
	})
	return found
}
