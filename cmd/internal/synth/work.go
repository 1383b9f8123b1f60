package synth

// Work is a bit per year from workYear: had a job (was an employee) that year. Jobs
// and wages are derived from it, so that they agree.

const (
	ownBusiness = 40 // per 1000 employed who are self-employed in a decade
	jobChange   = 170
)

// job is one employment relation that touches 2015 or later.
type job struct {
	person     int32
	start, end int16 // first and last day; none = still going on
	occupation uint16
	percent    uint8 // contractual share of full time
	second     bool  // beside another job
}

// buildWork draws who works in which years, in parallel ranges of persons.
func (h *History) buildWork() {
	h.work = make([]uint64, h.Persons())
	s := newStream(h.seed, 4)
	parallel(h.Persons(), func(from, to int) {
		for p := int32(from); p < int32(to); p++ {
			h.work[p] = h.working(s, p)
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

func (h *History) working(s stream, p int32) (bits uint64) {
	born := h.bornYear(p)
	first, last := max(workYear, born+15, yearOf(h.entry[p])), min(lastYear-1, born+75)
	if g := h.gone(p); g != none {
		last = min(last, yearOf(g-1))
	}
	if first > last {
		return 0
	}
	steady := normal(s.at(p, 0))*8 + int(h.ability[p])*3
	offset := part(s.at(p, 1), 0) % 4
	for y := first; y <= last; y++ {
		age := y - born
		rate := employed.at(age)
		if h.flags[p]&woman != 0 {
			rate -= 12
		} else {
			rate += 12
		}
		if h.category[p] == 'B' && age > 19 {
			rate -= outsiderLoss * rate / 850
			if since := y - yearOf(h.entry[p]); since < 3 {
				rate -= 180
			}
		}
		if h.level[p] == levelCompulsory && age > 22 {
			rate -= 130 * rate / 850
		} else if h.level[p] >= levelShort && age > 25 {
			rate += (1000 - rate) * 2 / 5
		} else if h.level[p] >= levelShort && age >= 20 {
			rate -= 70
		}
		// 0.8, 0.3 and 0.4 parts of lasting, four-year and one-year luck.
		luck := (steady + normal(s.at(p, (y+offset)/4+10))*4 + normal(s.at(p, y+100))*3) / 10
		if luck < quantile(max(0, min(1000, rate))) {
			bits |= 1 << (y - workYear)
		}
	}
	return bits
}

func (h *History) works(p int32, y int) bool {
	return y >= workYear && y < lastYear && h.work[p]>>(y-workYear)&1 == 1
}

// starts tells whether a job begins in year y: after a pause or by changing job.
func (h *History) starts(s stream, p int32, y int) bool {
	if !h.works(p, y) {
		return false
	}
	if !h.works(p, y-1) {
		return true
	}
	age := y - h.bornYear(p)
	change := jobChange
	if age < 30 {
		change += (30 - age) * 22
	}
	return scaled(s.at(p, y), 1000) < change
}

// jobDay is the day in year y on which a job of a person begins.
func (h *History) jobDay(s stream, p int32, y int) int16 {
	d := within(y, s.at(p, y+500))
	if d <= h.entry[p] {
		d = h.entry[p] + 1
	}
	return d
}

// buildJobs lists every job that goes on at some time from 2015, in person order.
func (h *History) buildJobs() {
	s := newStream(h.seed, 5)
	h.jobs = make([]job, 0, h.Persons()*19/10)
	floor := newYear(2015)
	for p := range int32(h.Persons()) {
		if h.work[p]>>(2012-workYear) == 0 {
			continue
		}
		open := -1
		for y := 2011; y < lastYear; y++ {
			if !h.works(p, y) {
				if open >= 0 {
					h.closeJob(open, within(y-1, s.at(p, y+800)), floor)
					open = -1
				}
				continue
			}
			if y > 2011 && !h.starts(s, p, y) {
				continue
			}
			d := h.jobDay(s, p, y)
			if open >= 0 {
				h.closeJob(open, d-1, floor)
			}
			if d >= h.gone(p) {
				open = -1
				break
			}
			open = len(h.jobs)
			h.jobs = append(h.jobs, h.newJob(s, p, y, d))
			if part(s.at(p, y+600), 0)%1000 < 210 {
				h.secondJob(s, p, y, d, floor)
				open = h.reopen(open)
			}
		}
		if open >= 0 {
			end := none
			if h.gone(p) < newYear(lastYear) {
				end = h.gone(p) - 1
			}
			h.closeJob(open, end, floor)
		}
	}
}

// reopen keeps the main job last, so that it can still be closed or dropped.
func (h *History) reopen(open int) int {
	last := len(h.jobs) - 1
	if last != open {
		h.jobs[open], h.jobs[last] = h.jobs[last], h.jobs[open]
	}
	return last
}

// secondJob adds a small job beside the main one for some months.
func (h *History) secondJob(s stream, p int32, y int, d, floor int16) {
	j := h.newJob(s, p, y+40, d)
	j.second, j.percent = true, uint8(8+part(s.at(p, y+640), 1)%33)
	j.start = addDays(d, part(s.at(p, y+640), 2)%200)
	j.end = addDays(j.start, 60+part(s.at(p, y+640), 3)%900)
	if g := h.gone(p); j.end >= g {
		j.end = g - 1
	}
	if j.end >= newYear(lastYear) {
		j.end = none
	}
	if j.end > j.start && j.start < newYear(lastYear) && j.start < h.gone(p) && j.end >= floor {
		h.jobs = append(h.jobs, j)
	}
}

// closeJob sets the last day of the newest job and drops it when it is over too early.
func (h *History) closeJob(k int, end, floor int16) {
	j := &h.jobs[k]
	if g := h.gone(j.person); g != none && end >= g {
		end = g - 1
	}
	if end < j.start {
		end = min(j.start+14, h.gone(j.person)-1)
	}
	j.end = end
	if j.end < floor || j.end < j.start {
		h.jobs = append(h.jobs[:k], h.jobs[k+1:]...)
	}
}

func (h *History) newJob(s stream, p int32, y int, d int16) job {
	word := s.at(p, y+700)
	return job{person: p, start: d, end: none, percent: h.percent(p, yearOf(d), part(word, 0)),
		occupation: h.occupations.draw(h.level[p], h.isWoman(p), int(h.ability[p]), mix(word))}
}

// percent is the contractual share of a full-time job.
func (h *History) percent(p int32, y, lot int) uint8 {
	age := y - h.bornYear(p)
	part := 170
	if h.isWoman(p) {
		part = 370
	}
	if age < 25 {
		part += 330
	} else if age > 62 {
		part += 200
	}
	if h.level[p] >= levelShort && age >= 27 {
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
func (h *History) mainJobs(d int16) []int32 {
	main := make([]int32, h.Persons())
	for p := range main {
		main[p] = -1
	}
	for k := range h.jobs {
		j := &h.jobs[k]
		if j.start <= d && d <= j.end && (main[j.person] < 0 || h.jobs[main[j.person]].percent < j.percent) {
			main[j.person] = int32(k)
		}
	}
	return main
}
