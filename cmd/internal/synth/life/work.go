package life

import (
	"math/bits"
	"runtime/debug"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Work is a bit per year from workYear: had a job (was an employee) that year. Jobs
// and wages are derived from it, so that they agree.

const secondJobs = 70 // per 1000 and year in work

// Job is one employment relation that touches the year jobs are known from or later.
type Job struct {
	Person     int32
	Start, End int16 // first and last day; none = still going on
	Occupation uint16
	Percent    uint8 // contractual share of full time
	Second     bool  // beside another job
}

// jobYear is the first year in which all jobs are listed.
const jobYear = 2000

// buildWork draws who works in which years, in parallel ranges of persons.
func (h *History) buildWork() {
	h.work = make([]uint64, h.Persons())
	s, studies := chance.NewStream(h.Seed, 4), chance.NewStream(h.Seed, 7)
	parallel(h.Persons(), func(from, to int) {
		var buf [MostStudies]Study
		for p := int32(from); p < int32(to); p++ {
			h.work[p] = h.working(s, p, h.Studies(studies, p, buf[:]))
		}
	})
}

// parallel runs a function over two halves of a range.
func parallel(n int, f func(from, to int)) {
	done := make(chan any)
	go func() {
		debug.SetPanicOnFault(true)          // a history that was cut while it is mapped
		defer func() { done <- recover() }() // is a fault of the caller
		f(0, n/2)
	}()
	defer func() {
		if fault := <-done; fault != nil {
			panic(fault)
		}
	}()
	f(n/2, n)
}

// working draws the years of work of a person with these studies.
func (h *History) working(s chance.Stream, p int32, studies []Study) (years uint64) {
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
		rate := h.rateOfWork(p, y, born, studies)
		// 0.8, 0.3 and 0.4 parts of lasting, four-year and one-year luck.
		luck := (steady + chance.Normal(s.At(p, (y+offset)/4+10))*4 + chance.Normal(s.At(p, y+100))*3) / 10
		if luck < chance.Quantile(max(0, min(1000, rate))) {
			years |= 1 << (y - calendar.WorkYear)
		}
	}
	return years
}

// rateOfWork is the share that works of people like somebody in a year, in 1/1000.
func (h *History) rateOfWork(p int32, y, born int, studies []Study) int {
	age := y - born
	rate := employed.At(age)
	if age <= 26 {
		if k := studyIn(studies, y); k < 0 {
			rate = unschooled.At(age)
		} else if studies[k].Kind == Apprentice {
			rate = 950
		}
	}
	if h.Flags[p]&Woman != 0 {
		rate -= 20
	} else {
		rate += 20
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
	}
	return rate
}

// studyIn is the number of the study somebody is in in the autumn of a year, −1 for none.
func studyIn(studies []Study, y int) int {
	autumn := calendar.NewYear(y) + 300
	for k := range studies {
		if st := &studies[k]; st.Start <= autumn && autumn < st.Stop && st.Kind != Practice && st.Kind != Further {
			return k
		}
	}
	return -1
}

func (h *History) Works(p int32, y int) bool {
	return y >= calendar.WorkYear && y < calendar.LastYear && h.work[p]>>(y-calendar.WorkYear)&1 == 1
}

// starts tells whether a job begins in year y: after a pause or by changing job. Some people
// change often and most hardly ever.
func (h *History) starts(s chance.Stream, p int32, y int) bool {
	if !h.Works(p, y) {
		return false
	}
	if !h.Works(p, y-1) {
		return true
	}
	change := [...]int{340, 100, 45, 20, 12}[chance.Part(s.At(p, 2), 0)%5]
	if age := y - h.BornYear(p); age < 30 {
		change += (30 - age) * 15
	}
	return chance.Scaled(s.At(p, y), 1000) < change
}

// jobDay is the day in year y on which a job of a person begins.
func (h *History) jobDay(s chance.Stream, p int32, y int) int16 {
	d := calendar.Within(y, s.At(p, y+500))
	if d <= h.Entry[p] {
		d = h.Entry[p] + 1
	}
	return d
}

// stretch is a run of years in which somebody works every year: from the first day of its
// first job to the last day of its last one, without a pause. None = still at work.
type stretch struct {
	first, last int // years
	start, end  int16
}

// stretches gives the times in work in order. All jobs of a person lie in them.
func (h *History) stretches(s chance.Stream, p int32, emit func(t stretch)) {
	gone := h.Gone(p)
	for y := calendar.WorkYear + bits.TrailingZeros64(h.work[p]); h.Works(p, y); {
		t := stretch{first: y, start: h.jobDay(s, p, y)}
		if y == calendar.WorkYear {
			t.start = h.longAgo(s, p, t.start)
		}
		for h.Works(p, y) {
			t.last = y
			y++
		}
		if t.start >= gone {
			return
		}
		t.end = h.lastDay(s, p, t)
		emit(t)
		for y < calendar.LastYear && !h.Works(p, y) {
			y++
		}
	}
}

// longAgo moves the start of a job that goes on when the first year with work begins.
func (h *History) longAgo(s chance.Stream, p int32, d int16) int16 {
	word := s.At(p, calendar.WorkYear+900)
	early := calendar.AddDays(d, -(chance.Part(word, 0)*chance.Part(word, 1)>>16)*26*365>>16)
	return min(d, max(early, calendar.AddDays(h.Birth[p], 17*365), h.Entry[p]+1))
}

func (h *History) lastDay(s chance.Stream, p int32, t stretch) int16 {
	gone := h.Gone(p)
	if t.last == calendar.LastYear-1 {
		if gone < calendar.NewYear(calendar.LastYear) {
			return gone - 1
		}
		return calendar.None
	}
	end := calendar.Within(t.last, s.At(p, t.last+801))
	if h.starts(s, p, t.last) { // a job of the last year lasts two weeks at least
		if d := max(h.jobDay(s, p, t.last), t.start); end < d {
			end = d + 14
		}
	}
	return min(end, gone-1)
}

// buildJobs lists every job that goes on at some time from JobYear, in person order.
func (h *History) buildJobs() {
	b := jobBuilder{History: h, lots: chance.NewStream(h.Seed, 5), hours: chance.NewStream(h.Seed, 6), floor: calendar.NewYear(jobYear)}
	h.Jobs = make([]Job, 0, h.Persons()*28/10)
	for p := range int32(h.Persons()) {
		if h.work[p]>>(jobYear-calendar.WorkYear) != 0 {
			h.stretches(b.lots, p, func(t stretch) { b.stretch(p, t) })
		}
	}
}

type jobBuilder struct {
	*History
	lots, hours chance.Stream
	floor       int16
}

// stretch adds the jobs of one time in work.
func (b *jobBuilder) stretch(p int32, t stretch) {
	if t.end < b.floor {
		return
	}
	j := b.job(p, t.first, t.start)
	for y := t.first; y <= t.last; y++ {
		if y > t.first && b.starts(b.lots, p, y) {
			if d := b.jobDay(b.lots, p, y); d <= t.end {
				b.close(j, d-1)
				j = b.job(p, y, d)
			}
		}
		if y >= jobYear-3 && chance.Part(b.lots.At(p, y+600), 0)%1000 < secondJobs {
			b.second(p, y, max(calendar.NewYear(y), t.start), t.end)
		}
	}
	b.close(j, t.end)
}

// close adds a job that is over, or that goes on when the history ends.
func (b *jobBuilder) close(j Job, end int16) {
	if j.End = end; end >= b.floor {
		b.Jobs = append(b.Jobs, j)
	}
}

// second adds a small job beside the main one for some months.
func (b *jobBuilder) second(p int32, y int, from, last int16) {
	word := b.lots.At(p, y+640)
	start := calendar.AddDays(from, chance.Part(word, 2)%300)
	if start >= min(last, calendar.NewYear(calendar.LastYear)) {
		return
	}
	j := b.job(p, y+40, start)
	j.Second, j.Percent = true, uint8(8+chance.Part(word, 1)%33)
	end := min(calendar.AddDays(start, 60+chance.Part(word, 3)%900), last)
	if end >= calendar.NewYear(calendar.LastYear) {
		end = calendar.None
	}
	b.close(j, end)
}

// job draws what belongs to a job from its first day. Hours follow the lot that wages follow.
func (b *jobBuilder) job(p int32, y int, d int16) Job {
	word := b.lots.At(p, y+700)
	began := calendar.YearOf(d)
	lot := chance.Part(b.hours.At(p, (began+chance.Part(b.hours.At(p, 2), 0)%7)/7+40), 0)
	return Job{Person: p, Start: d, End: calendar.None, Percent: b.percent(p, began, lot),
		Occupation: b.Occupations.draw(b.Level[p], b.IsWoman(p), int(b.Ability[p]), chance.Mix(word))}
}

// percent is the contractual share of a full-time job.
func (h *History) percent(p int32, y, lot int) uint8 {
	age := y - h.BornYear(p)
	part := 125
	if h.IsWoman(p) {
		part = 350
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
