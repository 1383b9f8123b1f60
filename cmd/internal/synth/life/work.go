package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Work is a bit per year from workYear: had a job (was an employee) that year. Jobs
// and wages are derived from it, so that they agree.

const (
	ownBusiness = 40 // per 1000 employed who are self-employed in a decade
	jobChange   = 170
)

// Job is one employment relation that touches 2015 or later.
type Job struct {
	Person     int32
	Start, End int16 // first and last day; none = still going on
	Occupation uint16
	Percent    uint8 // contractual share of full time
	Second     bool  // beside another job
}

// BuildWork draws who works in which years, in parallel ranges of persons.
func (h *History) BuildWork() {
	h.Work = make([]uint64, h.Persons())
	s := chance.NewStream(h.Seed, 4)
	parallel(h.Persons(), func(from, to int) {
		for p := int32(from); p < int32(to); p++ {
			h.Work[p] = h.Working(s, p)
		}
	})
}

// parallel runs a function over two halves of a range.
func parallel(n int, f func(from, to int)) {
	done := make(chan struct{})
	go func() { defer close(done); f(0, n/2) }()
	f(n/2, n)
	<-done
}

func (h *History) Working(s chance.Stream, p int32) (bits uint64) {
	born := h.BornYear(p)
	first, last := max(calendar.WorkYear, born+15, calendar.YearOf(h.Entry[p])), min(calendar.LastYear-1, born+75)
	if g := h.Gone(p); g != calendar.None {
		last = min(last, calendar.YearOf(g-1))
	}
	if first > last {
		return 0
	}
	steady := chance.Normal(s.At(p, 0))*8 + int(h.Ability[p])*3
	offset := chance.Part(s.At(p, 1), 0) % 4
	for y := first; y <= last; y++ {
		age := y - born
		rate := employed.At(age)
		if h.Flags[p]&Woman != 0 {
			rate -= 12
		} else {
			rate += 12
		}
		if h.Category[p] == 'B' && age > 19 {
			rate -= outsiderLoss * rate / 850
			if since := y - calendar.YearOf(h.Entry[p]); since < 3 {
				rate -= 180
			}
		}
		if h.Level[p] == LevelCompulsory && age > 22 {
			rate -= 130 * rate / 850
		} else if h.Level[p] >= LevelShort && age > 25 {
			rate += (1000 - rate) * 2 / 5
		} else if h.Level[p] >= LevelShort && age >= 20 {
			rate -= 70
		}
		// 0.8, 0.3 and 0.4 parts of lasting, four-year and one-year luck.
		luck := (steady + chance.Normal(s.At(p, (y+offset)/4+10))*4 + chance.Normal(s.At(p, y+100))*3) / 10
		if luck < chance.Quantile(max(0, min(1000, rate))) {
			bits |= 1 << (y - calendar.WorkYear)
		}
	}
	return bits
}

func (h *History) Works(p int32, y int) bool {
	return y >= calendar.WorkYear && y < calendar.LastYear && h.Work[p]>>(y-calendar.WorkYear)&1 == 1
}

// Starts tells whether a job begins in year y: after a pause or by changing job.
func (h *History) Starts(s chance.Stream, p int32, y int) bool {
	if !h.Works(p, y) {
		return false
	}
	if !h.Works(p, y-1) {
		return true
	}
	age := y - h.BornYear(p)
	change := jobChange
	if age < 30 {
		change += (30 - age) * 22
	}
	return chance.Scaled(s.At(p, y), 1000) < change
}

// JobDay is the day in year y on which a job of a person begins.
func (h *History) JobDay(s chance.Stream, p int32, y int) int16 {
	d := calendar.Within(y, s.At(p, y+500))
	if d <= h.Entry[p] {
		d = h.Entry[p] + 1
	}
	return d
}

// BuildJobs lists every job that goes on at some time from 2015, in person order.
func (h *History) BuildJobs() {
	s := chance.NewStream(h.Seed, 5)
	h.Jobs = make([]Job, 0, h.Persons()*19/10)
	floor := calendar.NewYear(2015)
	for p := range int32(h.Persons()) {
		if h.Work[p]>>(2012-calendar.WorkYear) == 0 {
			continue
		}
		open := -1
		for y := 2011; y < calendar.LastYear; y++ {
			if !h.Works(p, y) {
				if open >= 0 {
					h.CloseJob(open, calendar.Within(y-1, s.At(p, y+800)), floor)
					open = -1
				}
				continue
			}
			if y > 2011 && !h.Starts(s, p, y) {
				continue
			}
			d := h.JobDay(s, p, y)
			if open >= 0 {
				h.CloseJob(open, d-1, floor)
			}
			if d >= h.Gone(p) {
				open = -1
				break
			}
			open = len(h.Jobs)
			h.Jobs = append(h.Jobs, h.NewJob(s, p, y, d))
			if chance.Part(s.At(p, y+600), 0)%1000 < 210 {
				h.SecondJob(s, p, y, d, floor)
				open = h.Reopen(open)
			}
		}
		if open >= 0 {
			end := calendar.None
			if h.Gone(p) < calendar.NewYear(calendar.LastYear) {
				end = h.Gone(p) - 1
			}
			h.CloseJob(open, end, floor)
		}
	}
}

// Reopen keeps the main job last, so that it can still be closed or dropped.
func (h *History) Reopen(open int) int {
	last := len(h.Jobs) - 1
	if last != open {
		h.Jobs[open], h.Jobs[last] = h.Jobs[last], h.Jobs[open]
	}
	return last
}

// SecondJob adds a small job beside the main one for some months.
func (h *History) SecondJob(s chance.Stream, p int32, y int, d, floor int16) {
	j := h.NewJob(s, p, y+40, d)
	j.Second, j.Percent = true, uint8(8+chance.Part(s.At(p, y+640), 1)%33)
	j.Start = calendar.AddDays(d, chance.Part(s.At(p, y+640), 2)%200)
	j.End = calendar.AddDays(j.Start, 60+chance.Part(s.At(p, y+640), 3)%900)
	if g := h.Gone(p); j.End >= g {
		j.End = g - 1
	}
	if j.End >= calendar.NewYear(calendar.LastYear) {
		j.End = calendar.None
	}
	if j.End > j.Start && j.Start < calendar.NewYear(calendar.LastYear) && j.Start < h.Gone(p) && j.End >= floor {
		h.Jobs = append(h.Jobs, j)
	}
}

// CloseJob sets the last day of the newest job and drops it when it is over too early.
func (h *History) CloseJob(k int, end, floor int16) {
	j := &h.Jobs[k]
	if g := h.Gone(j.Person); g != calendar.None && end >= g {
		end = g - 1
	}
	if end < j.Start {
		end = min(j.Start+14, h.Gone(j.Person)-1)
	}
	j.End = end
	if j.End < floor || j.End < j.Start {
		h.Jobs = append(h.Jobs[:k], h.Jobs[k+1:]...)
	}
}

func (h *History) NewJob(s chance.Stream, p int32, y int, d int16) Job {
	word := s.At(p, y+700)
	return Job{Person: p, Start: d, End: calendar.None, Percent: h.Percent(p, calendar.YearOf(d), chance.Part(word, 0)),
		Occupation: h.Occupations.Draw(h.Level[p], h.IsWoman(p), int(h.Ability[p]), chance.Mix(word))}
}

// Percent is the contractual share of a full-time job.
func (h *History) Percent(p int32, y, lot int) uint8 {
	age := y - h.BornYear(p)
	part := 170
	if h.IsWoman(p) {
		part = 370
	}
	if age < 25 {
		part += 330
	} else if age > 62 {
		part += 200
	}
	if h.Level[p] >= LevelShort && age >= 27 {
		part = part * 6 / 10
	}
	if lot%1000 >= part {
		return 100
	}
	if age < 24 {
		return uint8(10 + lot/1000%60)
	}
	return []uint8{20, 40, 50, 50, 60, 60, 75, 80, 80, 80, 90, 70}[lot/1000%12]
}

// mainJob finds the main job of each person on a day: its index in jobs, or −1.
func (h *History) MainJobs(d int16) []int32 {
	main := make([]int32, h.Persons())
	for p := range main {
		main[p] = -1
	}
	for k := range h.Jobs {
		j := &h.Jobs[k]
		if j.Start <= d && d <= j.End && (main[j.Person] < 0 || h.Jobs[main[j.Person]].Percent < j.Percent) {
			main[j.Person] = int32(k)
		}
	}
	return main
}
