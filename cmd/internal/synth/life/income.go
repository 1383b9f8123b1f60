package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Pay draws what people earn. Every amount is a function of the person, the job
// and the year, so any year can be written alone and agrees with all others.
type Pay struct {
	*History
	JobLots, Lots chance.Stream
}

func newPay(h *History) *Pay {
	return &Pay{History: h, JobLots: chance.NewStream(h.Seed, 5), Lots: chance.NewStream(h.Seed, 6)}
}

// Rate is the lasting level of a person's full-time pay in year y, in 1/1024 log units.
func (q *Pay) Rate(p int32, y int) int {
	x := agePay.At(y-q.BornYear(p)) + int(q.Ability[p])*50/1024
	x += chance.Normal(q.Lots.At(p, 1)) * 215 / 1024
	x += chance.Normal(q.Lots.At(p, y/3+10)) * 55 / 1024
	if q.IsWoman(p) {
		x -= 72
	} else {
		x += 70
	}
	switch size := q.Geo.Atoms[q.Home[p]].Size; {
	case size > 400000:
		x += 75
	case size > 90000:
		x += 45
	case size < 5000:
		x -= 70
	}
	if q.Category[p] == 'B' {
		x -= 60
	}
	return x
}

// level counts pay by the education reached in year y.
func (q *Pay) Base(p int32, y int) int64 {
	k := int(q.Level[p])
	if age := y - q.BornYear(p); k >= LevelShort && age < 25 {
		k = LevelSecondary
	} else if k >= LevelLong && age < 27 {
		k = LevelShort
	}
	return levelPay[k] * int64(WageIndex.At(y)) / 1300
}

// Monthly is full-time monthly pay in year y, in kroner.
func (q *Pay) Monthly(p int32, y int) int64 { return chance.Grow(q.Base(p, y), q.Rate(p, y)) }

// JobPay is full-time monthly pay in one job and month.
func (q *Pay) JobPay(k int32, y, month int) int64 {
	j := &q.Jobs[k]
	x := q.Rate(j.Person, y) + chance.Normal(q.JobLots.At(k, 1))*45/1024 + chance.Normal(q.JobLots.At(k, y*12+month))*22/1024
	if q.Occupations.Codes[j.Occupation][0] == '1' {
		x += 180
	}
	if j.Second {
		x -= 150
	}
	return chance.Grow(q.Base(j.Person, y), x)
}

// Wages of a calendar year: months with a job, times the share of full time.
func (q *Pay) Wages(p int32, y int) int64 {
	if !q.Works(p, y) {
		if chance.Part(q.Lots.At(p, y+300), 0)%100 < 9 { // small odd jobs
			if age := y - q.BornYear(p); age >= 15 && age < 75 {
				return int64(chance.Part(q.Lots.At(p, y+300), 1)%38000 + 1500)
			}
		}
		return 0
	}
	days := 365
	if !q.Works(p, y-1) {
		days = int(calendar.NewYear(y+1)) - int(q.JobDay(q.JobLots, p, y))
	}
	if !q.Works(p, y+1) && y < calendar.LastYear-1 {
		days -= 365 - 30 - chance.Part(q.JobLots.At(p, y+800), 2)%330
	}
	if g := q.Gone(p); g < calendar.NewYear(y+1) {
		days -= int(calendar.NewYear(y+1)) - int(g)
	}
	days = max(days, 12)
	full := q.Monthly(p, y) * int64(days) * 12 / 365
	share := int64(q.share(p, y))
	extra := 103 + int64(chance.Part(q.Lots.At(p, y+400), 0)%5)
	return full * share / 100 * extra / 100
}

// share is the share of full time somebody works in a year, in per cent.
func (q *Pay) share(p int32, y int) uint8 {
	return q.Percent(p, y, chance.Part(q.Lots.At(p, (y+chance.Part(q.Lots.At(p, 2), 0)%7)/7+40), 0))
}

// Business is net income from a business of one's own, often none.
func (q *Pay) Business(p int32, y int) int64 {
	w := q.Lots.At(p, 3)
	if age := y - q.BornYear(p); age < 20 || age > 74 || chance.Part(w, 0)%1000 >= 75 {
		return 0
	}
	return chance.Grow(95000*int64(WageIndex.At(y))/1000, chance.Normal(q.Lots.At(p, 4))*1200/1024+chance.Normal(q.Lots.At(p, y+500))*350/1024)
}

// SelfEmployed tells whether the main work of a person without job is a business.
func (q *Pay) SelfEmployed(p int32, y int) bool { return q.Business(p, y) > 150000 }

// SocialAssistance of a year, mostly none.
func (q *Pay) SocialAssistance(p int32, y int) int64 {
	age := y - q.BornYear(p)
	if age < 18 || age > 66 {
		return 0
	}
	limit := 5
	if !q.Works(p, y) {
		limit = 58
	}
	if q.Category[p] == 'B' {
		limit *= 3
	}
	if int(q.Ability[p]) < -700 {
		limit *= 2
	}
	luck := (chance.Part(q.Lots.At(p, 5), 0)%1000 + chance.Part(q.Lots.At(p, y/2+600), 0)%1000) / 2
	if luck >= meanLimit[min(limit, 500)] {
		return 0
	}
	return chance.Grow(52000*int64(WageIndex.At(y))/1230, chance.Normal(q.Lots.At(p, y+700))*800/1024)
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

// Transfers are pensions and benefits of a year.
func (q *Pay) Transfers(p int32, y, kids int) int64 {
	age := y - q.BornYear(p)
	index := int64(WageIndex.At(y))
	sum := int64(0)
	switch {
	case age >= 67, age >= 62 && chance.Part(q.Lots.At(p, 6), 0)%100 < 35:
		sum += chance.Grow(318000*index/1230, chance.Normal(q.Lots.At(p, 7))*260/1024+int(q.Ability[p])*60/1024)
	case age >= 20 && !q.Works(p, y):
		switch r := chance.Part(q.Lots.At(p, 8), 0) % 100; {
		case age >= 30 && r < 46:
			sum += 305000 * index / 1230
		case age >= 24 && r < 65:
			sum += 190000 * index / 1230
		case age < 27:
			sum += 125000 * index / 1230
		default:
			sum += 110000 * index / 1230
		}
	case age >= 20 && chance.Part(q.Lots.At(p, y+1100), 0)%100 < 20: // sickness and parental benefits
		sum += 75000 * index / 1230
	case age >= 20 && age < 26 && q.Level[p] >= LevelShort:
		sum += 45000 * index / 1230
	}
	if q.IsWoman(p) {
		sum += int64(kids) * 13500
	}
	return sum + q.SocialAssistance(p, y)
}

// Tax on a year's income, rising from a tenth to four tenths at the margin.
func Tax(income, index int64) int64 {
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

// AfterTax is all income of a person in a year, less tax.
func (q *Pay) AfterTax(p int32, y, kids int) int64 {
	sum := q.Wages(p, y) + q.Business(p, y) + q.Transfers(p, y, kids)
	if chance.Part(q.Lots.At(p, 9), 0)%100 < 40 { // capital income
		sum += chance.Grow(34000, chance.Normal(q.Lots.At(p, y+900))*1300/1024)
	}
	return sum - Tax(sum, int64(WageIndex.At(y)))
}

// Wealth: its general level by year, home owners in 1/1000 by age, and what homes
// and other savings are worth by age in 2022.
var (
	wealthLevel = chance.Curve{{2010, 560}, {2012, 640}, {2016, 780}, {2020, 880}, {2022, 1000}, {2023, 1010}}.Table(2010, 2023)
	owners      = chance.Curve{{20, 60}, {25, 260}, {32, 580}, {45, 760}, {60, 830}, {80, 780}, {95, 600}}.Table(17, 95)
	homeValue   = chance.Curve{{20, 2000000}, {40, 2700000}, {60, 3300000}, {75, 3300000}, {95, 2700000}}.Table(17, 95)
	savings     = chance.Curve{{17, 35000}, {25, 110000}, {40, 190000}, {70, 400000}, {95, 400000}}.Table(17, 95)
)

// Wealth is calculated gross wealth at the end of year y, at market values.
func (q *Pay) Wealth(p int32, y int) int64 {
	age := y - q.BornYear(p)
	w := q.Lots.At(p, 11)
	level := wealthLevel.At(y)
	x := chance.Normal(q.Lots.At(p, 12))*620/1024 + int(q.Ability[p])*150/1024 + chance.Normal(q.Lots.At(p, y+1000))*60/1024
	if chance.Part(w, 0)%1000 < owners.At(age) {
		v := int64(homeValue.At(age))
		switch size := q.Geo.Atoms[q.Home[p]].Size; {
		case size > 400000:
			v = v * 14 / 10
		case size < 6000:
			v = v * 6 / 10
		}
		return chance.Grow(v*int64(level)/1000, x)
	}
	v := int64(savings.At(age))
	return chance.Grow(v*int64(level)/1000, x*2)
}
