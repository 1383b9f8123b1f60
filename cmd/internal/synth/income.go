package synth

// pay draws what people earn. Every amount is a function of the person, the job
// and the year, so any year can be written alone and agrees with all others.
type pay struct {
	*History
	jobLots, lots stream
}

func newPay(h *History) *pay {
	return &pay{History: h, jobLots: newStream(h.seed, 5), lots: newStream(h.seed, 6)}
}

// rate is the lasting level of a person's full-time pay in year y, in 1/1024 log units.
func (q *pay) rate(p int32, y int) int {
	x := agePay.at(y-q.bornYear(p)) + int(q.ability[p])*50/1024
	x += normal(q.lots.at(p, 1)) * 215 / 1024
	x += normal(q.lots.at(p, y/3+10)) * 55 / 1024
	if q.isWoman(p) {
		x -= 72
	} else {
		x += 70
	}
	switch size := q.geo.atoms[q.home[p]].size; {
	case size > 400000:
		x += 75
	case size > 90000:
		x += 45
	case size < 5000:
		x -= 70
	}
	if q.category[p] == 'B' {
		x -= 60
	}
	return x
}

// level counts pay by the education reached in year y.
func (q *pay) base(p int32, y int) int64 {
	k := int(q.level[p])
	if age := y - q.bornYear(p); k >= levelShort && age < 25 {
		k = levelSecondary
	} else if k >= levelLong && age < 27 {
		k = levelShort
	}
	return levelPay[k] * int64(wageIndex.at(y)) / 1300
}

// monthly is full-time monthly pay in year y, in kroner.
func (q *pay) monthly(p int32, y int) int64 { return grow(q.base(p, y), q.rate(p, y)) }

// jobPay is full-time monthly pay in one job and month.
func (q *pay) jobPay(k int32, y, month int) int64 {
	j := &q.jobs[k]
	x := q.rate(j.person, y) + normal(q.jobLots.at(k, 1))*45/1024 + normal(q.jobLots.at(k, y*12+month))*22/1024
	if q.occupations.codes[j.occupation][0] == '1' {
		x += 180
	}
	if j.second {
		x -= 150
	}
	return grow(q.base(j.person, y), x)
}

// wages of a calendar year: months with a job, times the share of full time.
func (q *pay) wages(p int32, y int) int64 {
	if !q.works(p, y) {
		if part(q.lots.at(p, y+300), 0)%100 < 9 { // small odd jobs
			if age := y - q.bornYear(p); age >= 15 && age < 75 {
				return int64(part(q.lots.at(p, y+300), 1)%38000 + 1500)
			}
		}
		return 0
	}
	days := 365
	if !q.works(p, y-1) {
		days = int(newYear(y+1)) - int(q.jobDay(q.jobLots, p, y))
	}
	if !q.works(p, y+1) && y < lastYear-1 {
		days -= 365 - 30 - part(q.jobLots.at(p, y+800), 2)%330
	}
	if g := q.gone(p); g < newYear(y+1) {
		days -= int(newYear(y+1)) - int(g)
	}
	days = max(days, 12)
	full := q.monthly(p, y) * int64(days) * 12 / 365
	share := int64(q.percent(p, y, part(q.lots.at(p, (y+part(q.lots.at(p, 2), 0)%7)/7+40), 0)))
	extra := 103 + int64(part(q.lots.at(p, y+400), 0)%5)
	return full * share / 100 * extra / 100
}

// business is net income from a business of one's own, often none.
func (q *pay) business(p int32, y int) int64 {
	w := q.lots.at(p, 3)
	if age := y - q.bornYear(p); age < 20 || age > 74 || part(w, 0)%1000 >= 75 {
		return 0
	}
	return grow(95000*int64(wageIndex.at(y))/1000, normal(q.lots.at(p, 4))*1200/1024+normal(q.lots.at(p, y+500))*350/1024)
}

// selfEmployed tells whether the main work of a person without job is a business.
func (q *pay) selfEmployed(p int32, y int) bool { return q.business(p, y) > 150000 }

// socialAssistance of a year, mostly none.
func (q *pay) socialAssistance(p int32, y int) int64 {
	age := y - q.bornYear(p)
	if age < 18 || age > 66 {
		return 0
	}
	limit := 5
	if !q.works(p, y) {
		limit = 58
	}
	if q.category[p] == 'B' {
		limit *= 3
	}
	if int(q.ability[p]) < -700 {
		limit *= 2
	}
	luck := (part(q.lots.at(p, 5), 0)%1000 + part(q.lots.at(p, y/2+600), 0)%1000) / 2
	if luck >= meanLimit[min(limit, 500)] {
		return 0
	}
	return grow(52000*int64(wageIndex.at(y))/1230, normal(q.lots.at(p, y+700))*800/1024)
}

// meanLimit gives, for a number of cases in 1000, the limit below which the mean of
// two uniform numbers (0–999) falls that often: x with 2·(x/1000)² = permille/1000.
var meanLimit = func() (t [501]int) {
	x := 0
	for permille := range t {
		for 2*x*x < permille*1000 {
			x++
		}
		t[permille] = x
	}
	return t
}()

// transfers are pensions and benefits of a year.
func (q *pay) transfers(p int32, y, kids int) int64 {
	age := y - q.bornYear(p)
	index := int64(wageIndex.at(y))
	sum := int64(0)
	switch {
	case age >= 67, age >= 62 && part(q.lots.at(p, 6), 0)%100 < 35:
		sum += grow(318000*index/1230, normal(q.lots.at(p, 7))*260/1024+int(q.ability[p])*60/1024)
	case age >= 20 && !q.works(p, y):
		switch r := part(q.lots.at(p, 8), 0) % 100; {
		case age >= 30 && r < 46:
			sum += 305000 * index / 1230
		case age >= 24 && r < 65:
			sum += 190000 * index / 1230
		case age < 27:
			sum += 125000 * index / 1230
		default:
			sum += 110000 * index / 1230
		}
	case age >= 20 && part(q.lots.at(p, y+1100), 0)%100 < 20: // sickness and parental benefits
		sum += 75000 * index / 1230
	case age >= 20 && age < 26 && q.level[p] >= levelShort:
		sum += 45000 * index / 1230
	}
	if q.isWoman(p) {
		sum += int64(kids) * 13500
	}
	return sum + q.socialAssistance(p, y)
}

// tax on a year's income, rising from a tenth to four tenths at the margin.
func tax(income, index int64) int64 {
	t, low := int64(0), int64(0)
	for _, b := range [...]struct{ upto, rate int64 }{{90, 0}, {300, 230}, {600, 320}, {1000, 400}, {1 << 40, 470}} {
		up := b.upto * 1000 * index / 1230
		if income <= low {
			break
		}
		t += (min(income, up) - low) * b.rate / 1000
		low = up
	}
	return t
}

// afterTax is all income of a person in a year, less tax.
func (q *pay) afterTax(p int32, y, kids int) int64 {
	sum := q.wages(p, y) + q.business(p, y) + q.transfers(p, y, kids)
	if part(q.lots.at(p, 9), 0)%100 < 40 { // capital income
		sum += grow(34000, normal(q.lots.at(p, y+900))*1300/1024)
	}
	return sum - tax(sum, int64(wageIndex.at(y)))
}

// Wealth: its general level by year, home owners in 1/1000 by age, and what homes
// and other savings are worth by age in 2022.
var (
	wealthLevel = curve{{2010, 560}, {2012, 640}, {2016, 780}, {2020, 880}, {2022, 1000}, {2023, 1010}}.table(2010, 2023)
	owners      = curve{{20, 60}, {25, 260}, {32, 580}, {45, 760}, {60, 830}, {80, 780}, {95, 600}}.table(17, 95)
	homeValue   = curve{{20, 2000000}, {40, 2700000}, {60, 3300000}, {75, 3300000}, {95, 2700000}}.table(17, 95)
	savings     = curve{{17, 35000}, {25, 110000}, {40, 190000}, {70, 400000}, {95, 400000}}.table(17, 95)
)

// wealth is calculated gross wealth at the end of year y, at market values.
func (q *pay) wealth(p int32, y int) int64 {
	age := y - q.bornYear(p)
	w := q.lots.at(p, 11)
	level := wealthLevel.at(y)
	x := normal(q.lots.at(p, 12))*620/1024 + int(q.ability[p])*150/1024 + normal(q.lots.at(p, y+1000))*60/1024
	if part(w, 0)%1000 < owners.at(age) {
		v := int64(homeValue.at(age))
		switch size := q.geo.atoms[q.home[p]].size; {
		case size > 400000:
			v = v * 14 / 10
		case size < 6000:
			v = v * 6 / 10
		}
		return grow(v*int64(level)/1000, x)
	}
	v := int64(savings.at(age))
	return grow(v*int64(level)/1000, x*2)
}
