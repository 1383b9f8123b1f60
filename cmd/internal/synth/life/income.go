package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// pay draws what people earn. Every amount is a function of the person, the job
// and the year, so any year can be written alone and agrees with all others.
type pay struct {
	*History
	jobLots, lots chance.Stream

	wealthLots, debtLots, taxLots, rateLots, allowanceLots chance.Stream
}

func newPay(h *History) *pay {
	of := func(number uint64) chance.Stream { return chance.NewStream(h.Seed, number) }
	return &pay{History: h, jobLots: of(5), lots: of(6), wealthLots: of(wealthStream), debtLots: of(debtStream), taxLots: of(taxStream),
		rateLots: of(rateStream), allowanceLots: of(allowanceStream)}
}

// rate is the lasting level of a person's full-time pay in year y, in 1/1024 log units.
func (q *pay) rate(p int32, y int) int {
	x := agePay.At(y-q.BornYear(p)) + int(q.Ability[p])*50/1024
	x += chance.Normal(q.lots.At(p, 1)) * 215 / 1024
	x += chance.Normal(q.lots.At(p, y/3+10)) * 55 / 1024
	if q.IsWoman(p) {
		x -= 72
	} else {
		x += 70
	}
	switch size := q.Geo.Atoms[q.home[p]].Size; {
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
func (q *pay) base(p int32, y int) int64 {
	k := int(q.Level[p])
	if age := y - q.BornYear(p); k >= LevelShort && age < 25 {
		k = LevelSecondary
	} else if k >= LevelLong && age < 27 {
		k = LevelShort
	}
	return levelPay[k] * int64(WageIndex.At(y)) / 1300
}

// monthly is full-time monthly pay in year y, in kroner.
func (q *pay) monthly(p int32, y int) int64 { return chance.Grow(q.base(p, y), q.rate(p, y)) }

// JobPay is full-time monthly pay in one job and month.
func (q *pay) JobPay(k int32, y, month int) int64 {
	j := &q.Jobs[k]
	x := q.rate(j.Person, y) + chance.Normal(q.jobLots.At(k, 1))*45/1024 + chance.Normal(q.jobLots.At(k, y*12+month))*22/1024
	if q.Occupations.Codes[j.Occupation][0] == '1' {
		x += 180
	}
	if j.Second {
		x -= 150
	}
	return chance.Grow(q.base(j.Person, y), x)
}

// Wages of a calendar year: months with a job, times the share of full time.
func (q *pay) Wages(p int32, y int) int64 {
	if !q.Works(p, y) {
		if chance.Part(q.lots.At(p, y+300), 0)%100 < 9 { // small odd jobs
			if age := y - q.BornYear(p); age >= 15 && age < 75 {
				return int64(chance.Part(q.lots.At(p, y+300), 1)%38000 + 1500)
			}
		}
		return 0
	}
	days := 365
	if !q.Works(p, y-1) {
		days = int(calendar.NewYear(y+1)) - int(q.jobDay(q.jobLots, p, y))
	}
	if !q.Works(p, y+1) && y < calendar.LastYear-1 {
		days -= 365 - 30 - chance.Part(q.jobLots.At(p, y+800), 2)%330
	}
	if g := q.Gone(p); g < calendar.NewYear(y+1) {
		days -= int(calendar.NewYear(y+1)) - int(g)
	}
	days = max(days, 12)
	full := q.monthly(p, y) * int64(days) * 12 / 365
	share := int64(q.share(p, y))
	extra := 103 + int64(chance.Part(q.lots.At(p, y+400), 0)%5)
	return full * share / 100 * extra / 100
}

// share is the share of full time somebody works in a year, in per cent.
func (q *pay) share(p int32, y int) uint8 {
	return q.percent(p, y, chance.Part(q.lots.At(p, (y+chance.Part(q.lots.At(p, 2), 0)%7)/7+40), 0))
}

// Business is net income from a business of one's own, often none.
func (q *pay) Business(p int32, y int) int64 {
	w := q.lots.At(p, 3)
	if age := y - q.BornYear(p); age < 20 || age > 74 || chance.Part(w, 0)%1000 >= 75 {
		return 0
	}
	return chance.Grow(95000*int64(WageIndex.At(y))/1000, chance.Normal(q.lots.At(p, 4))*1200/1024+chance.Normal(q.lots.At(p, y+500))*350/1024)
}

// EarlyWages are wages of a year before 1993, when the history does not know who worked: by age,
// sex and year, of those who worked later more often than of others.
func (q *pay) EarlyWages(p int32, y int) int64 {
	age := y - q.BornYear(p)
	if age < 15 || age > 74 || q.Entry[p] >= calendar.NewYear(y+1) {
		return 0
	}
	rate := employed.At(age)
	if q.IsWoman(p) {
		rate = rate * earlyWomen.At(y) / 1000
	}
	lot := (thousand(q.lots.At(p, 13), 0)*3 + thousand(q.lots.At(p, y/4+14), 0)) / 4
	if q.work[p]&0x1f == 0x1f {
		lot = lot * 8 / 10
	}
	if lot >= rate {
		return 0
	}
	share := int64(q.share(p, y))
	if age < 18 {
		share /= 3
	}
	return q.monthly(p, y) * 12 * share / 100
}

// earlyWomen is women's employment relative to men's, in 1/1000.
var earlyWomen = chance.Curve{{1967, 530}, {1975, 660}, {1985, 840}, {1992, 920}}.Table(1967, 1992)

// SocialAssistance of a year, mostly none.
func (q *pay) SocialAssistance(p int32, y int) int64 {
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
	luck := (chance.Part(q.lots.At(p, 5), 0)%1000 + chance.Part(q.lots.At(p, y/2+600), 0)%1000) / 2
	if luck >= meanLimit[min(limit, 500)] {
		return 0
	}
	return chance.Grow(52000*int64(WageIndex.At(y))/1230, chance.Normal(q.lots.At(p, y+700))*800/1024)
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

// Wealth: its general level by year, home owners in 1/1000 by age, and what homes
// and other savings are worth by age in 2022.
var (
	wealthLevel = chance.Curve{{1993, 190}, {2000, 320}, {2005, 420}, {2010, 560}, {2012, 640}, {2016, 780}, {2020, 880}, {2022, 1000}, {2023, 1010}}.Table(1993, 2023)
	owners      = chance.Curve{{20, 60}, {25, 260}, {32, 580}, {45, 760}, {60, 830}, {80, 780}, {95, 600}}.Table(17, 95)
	homeValue   = chance.Curve{{20, 2000000}, {40, 2700000}, {60, 3300000}, {75, 3300000}, {95, 2700000}}.Table(17, 95)
	savings     = chance.Curve{{17, 35000}, {25, 110000}, {40, 190000}, {70, 400000}, {95, 400000}}.Table(17, 95)
)

// Wealth is calculated gross wealth at the end of year y, at market values.
func (q *pay) Wealth(p int32, y int) int64 {
	age := y - q.BornYear(p)
	w := q.lots.At(p, 11)
	level := wealthLevel.At(y)
	x := chance.Normal(q.lots.At(p, 12))*620/1024 + int(q.Ability[p])*150/1024 + chance.Normal(q.lots.At(p, y+1000))*60/1024
	if chance.Part(w, 0)%1000 < owners.At(age) {
		v := int64(homeValue.At(age))
		switch size := q.Geo.Atoms[q.home[p]].Size; {
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
