package jobs

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// month is a job in a calendar month: what it pays for a full month of full-time work, and how
// much of one it is. Every part of pay is a function of it, so that the parts add up.
type month struct {
	v      *life.View
	k      int32
	j      *life.Job
	t      life.JobTraits
	share  int64 // of a full month of full-time work, in 1/1000
	lot    uint64
	total  int64 // full-time equivalent pay of the month, all in all
	agreed int64 // … without bonus and irregular supplements
	base   int64 // what is paid for the time of the month
}

// part is a part of pay. Months are handed over whole: taking their address would put each
// of millions on the heap.
type part = func(m month) int64

// only tells which jobs can have a part of pay at all.
type only = func(t life.JobTraits) bool

func anyJob(life.JobTraits) bool     { return true }
func byHour(t life.JobTraits) bool   { return t&life.Hourly != 0 }
func byMonth(t life.JobTraits) bool  { return t&life.Hourly == 0 }
func extra(t life.JobTraits) bool    { return t&life.FixedSupplement != 0 }
func overtime(t life.JobTraits) bool { return t&life.OvertimeProne != 0 }
func bonus(t life.JobTraits) bool    { return t.Bonus() > 0 }
func shifts(t life.JobTraits) bool   { return t.Irregular() > 0 }

// pay makes a variable of a part of pay. Parts that are nothing have no row.
func pay(of only, f part) value {
	return times(of, func(m month) int64 {
		m.total = m.v.Pay.JobPay(m.k, m.v.Year, m.v.Month)
		m.agreed = m.total - m.bonus() - m.irregular()
		m.base = m.agreed * m.share / 1000
		return f(m)
	})
}

// times is pay for parts that do not depend on the amount.
func times(of only, f part) value {
	return func(v *life.View, k int32) (int64, bool) {
		j := &v.Jobs[k]
		if j.Start > v.Stop || v.Day > j.End {
			return 0, false
		}
		t := v.Traits(k)
		if !of(t) {
			return 0, false
		}
		days := int64(min(j.End, v.Stop)) - int64(max(j.Start, v.Day)) + 1
		share := int64(j.Percent) * days * 10 / (int64(v.Stop) - int64(v.Day) + 1)
		x := f(month{v: v, k: k, j: j, t: t, share: share, lot: lots(v, k, v.Year*12+v.Month)})
		return x, x != 0
	}
}

// lots is the word of a job and a step; steps below 0 are not of a month.
func lots(v *life.View, k int32, step int) uint64 {
	return chance.NewStream(v.Seed, payStream).At(k, step)
}

// The streams of this package.
const (
	payStream     = 55
	absenceStream = 56
)

func lessThan(word uint64, lane, odds int) int64 {
	if chance.Part(word, lane)*1000>>16 < odds {
		return 1
	}
	return 0
}

// imputed is 1 for the jobs whose pay of the month was not reported.
func imputed(v *life.View, k int32) int64 {
	return lessThan(chance.Mix(lots(v, k, v.Year*12+v.Month)+3), 0, 14)
}

// reported keeps the months that were reported.
func reported(f part) part {
	return func(m month) int64 {
		if imputed(m.v, m.k) == 1 {
			return 0
		}
		return f(m)
	}
}

func (m month) bonus() int64     { return m.total * m.t.Bonus() / 1000 }
func (m month) irregular() int64 { return m.total * m.t.Irregular() / 1000 }

// supplement is the part of fixed pay that is called a supplement.
func (m month) supplement() int64 {
	if m.t&life.FixedSupplement == 0 {
		return 0
	}
	return m.base * int64(20+m.j.Occupation%5*8) / 1000
}

func (m month) fixed() int64 { return m.base - m.supplement() }

// hoursPaid is the number of hours behind hourly wages, in tenths: 52 weeks are twelve months.
func (m month) hoursPaid() int64 {
	return m.t.FullWeek() * 52 * m.share / 12000
}

// overtimeHours of the month, in tenths.
func (m month) overtimeHours() int64 {
	if m.t&life.OvertimeProne == 0 || chance.Part(m.lot, 0)%100 >= 48 {
		return 0
	}
	return int64(10+chance.Part(m.lot, 1)%240) * m.share / 1000
}

// overtime pays half as much again for an hour.
func (m month) overtime() int64 {
	return m.agreed * 12 * m.overtimeHours() * 15 / (52 * m.t.FullWeek() * 10)
}

// bonusPaid comes every month to some and once a year to others.
func (m month) bonusPaid() int64 {
	x := m.bonus() * m.share / 1000
	switch {
	case m.t&life.SellsOnBonus != 0:
		return x
	case m.v.Month == [...]int{2, 3, 3, 4, 6, 12}[m.j.Person%6]:
		return 12 * x
	}
	return 0
}

// standby is the part of irregular supplements for time not worked.
func (m month) standby() int64 {
	if m.j.Person%7 != 0 {
		return 0
	}
	return m.irregular() * m.share / 5000
}

func (m month) shiftWork() int64 { return m.irregular()*m.share/1000 - m.standby() }

// holidays is the supplement for work on public holidays: in May and December, and April.
func (m month) holidays() int64 {
	if m.v.Month != 4 && m.v.Month != 5 && m.v.Month != 12 || chance.Part(m.lot, 2)%100 >= 60 {
		return 0
	}
	return m.base * 25 / 1000
}

// earned is the months of full-time work in the job between two days, in 1/1000.
func (m month) earned(from, to int16) int64 {
	days := int64(min(m.j.End, to)) - int64(max(m.j.Start, from)) + 1
	return max(0, days) * 12 * int64(m.j.Percent) * 10 / 365
}

// ends tells whether a job ends in the period.
func ends(v *life.View, k int32) bool { return v.Jobs[k].End <= v.Stop }

// holidayMonth is the month in which holiday pay is paid.
const holidayMonth = 6

func june(v *life.View, _ int32) bool { return v.Month == holidayMonth }

func juneOrEnd(v *life.View, k int32) bool { return v.Month == holidayMonth || ends(v, k) }

// when computes a value only where it can be something.
func when(may func(v *life.View, k int32) bool, x variable.Variable) variable.Variable {
	f := x.At
	x.At = func(v *life.View, k int32) (int64, bool) {
		if !may(v, k) {
			return 0, false
		}
		return f(v, k)
	}
	return x
}

// holidayPay comes in June for the year before, and at the end of a job for what is left.
func (m month) holidayPay() int64 {
	if !juneOrEnd(m.v, m.k) {
		return 0
	}
	y, rate := m.v.Year, int64(115)
	if m.t&life.PublicEmployer != 0 {
		rate = 120
	}
	months := int64(0)
	if m.v.Month <= holidayMonth {
		months = m.earned(calendar.NewYear(y-1), calendar.NewYear(y)-1)
	}
	if ends(m.v, m.k) {
		months += m.earned(calendar.NewYear(y), m.v.Stop)
	}
	return m.agreed * 97 / 100 * months / 1000 * rate / 1000
}

// holidayLeave is the pay that falls away in June, for as much holiday as was earned.
func (m month) holidayLeave() int64 {
	if m.v.Month != holidayMonth || m.t&life.Hourly != 0 {
		return 0
	}
	full := 12 * int64(m.j.Percent) * 10
	return -m.base * 96 / 100 * m.earned(calendar.NewYear(m.v.Year-1), calendar.NewYear(m.v.Year)-1) / max(full, 1)
}

// other is pay of other kinds.
func (m month) other() int64 {
	if chance.Part(m.lot, 3)%1000 >= 55 {
		return 0
	}
	return int64(200 + chance.Part(m.lot, 1)%2800)
}

// severance is paid to some who are dismissed after years in a job.
func (m month) severance() int64 {
	if !ends(m.v, m.k) || int(m.j.End)-int(m.j.Start) < 3*365 || reasonOfEnd(m.v.World, m.k) != 0 || chance.Part(m.lot, 2)%100 >= 30 {
		return 0
	}
	return m.agreed * int64(3+chance.Part(m.lot, 1)%10) * int64(m.j.Percent) / 100
}

// cash is all that is paid in money. Parts that a job never has are left out: this is asked of
// millions of months.
func (m month) cash() int64 {
	x := m.base + m.other()
	if overtime(m.t) {
		x += m.overtime()
	}
	if bonus(m.t) {
		x += m.bonusPaid()
	}
	if shifts(m.t) {
		x += m.shiftWork() + m.standby() + m.holidays()
	}
	if juneOrEnd(m.v, m.k) {
		x += m.holidayPay() + m.holidayLeave() + m.severance()
	}
	return x
}

// inKind is the taxable worth of a telephone, and of a car for a few.
func (m month) inKind() int64 {
	word := lots(m.v, m.k, -1)
	switch lot := chance.Part(word, 0) % 1000; {
	case m.t&life.Hourly != 0 || m.j.Percent < 50:
		return 0
	case lot < 18:
		return int64(4000 + chance.Part(word, 1)%6000)
	case lot < 430:
		return 366
	}
	return 0
}

// expenses are allowances for travel, mostly of some who travel often.
func (m month) expenses() int64 {
	if chance.Part(lots(m.v, m.k, -1), 2)%100 >= 16 || chance.Part(m.lot, 2)%100 < 45 {
		return 0
	}
	return int64(300 + chance.Part(m.lot, 3)%5200)
}

func payVariables() []variable.Variable {
	kroner := func(name string, of only, f part) variable.Variable {
		return variable.Variable{Name: "ARBLONN_LONN_" + name, Kind: sheet.RealValue, Scale: 1, At: pay(of, f)}
	}
	hours := func(name string, of only, f part) variable.Variable {
		return variable.Variable{Name: "ARBLONN_LONN_" + name, Kind: sheet.RealValue, Scale: 10, At: times(of, f)}
	}
	base := func(m month) int64 { return m.base }
	return []variable.Variable{
		kroner("EKV_IALT", anyJob, func(m month) int64 { return m.total }),
		kroner("EKV_BONUS", bonus, month.bonus),
		kroner("EKV_FMLONN", anyJob, func(m month) int64 { return m.agreed }),
		kroner("EKV_UREGTIL", shifts, month.irregular),
		{Name: "ARBLONN_LONN_EKV_VEKT", Kind: sheet.RealValue, Scale: 1000, At: times(anyJob, func(m month) int64 { return m.share })},
		kroner("FAST", byMonth, month.fixed),
		kroner("FAST_INNRAPP", byMonth, reported(month.fixed)),
		kroner("FAST_TILLEGG", extra, month.supplement),
		kroner("FAST_TILLEGG_INNRAPP", extra, reported(month.supplement)),
		kroner("TIME", byHour, base),
		kroner("TIME_INNRAPP", byHour, reported(base)),
		hours("TIME_ANTALL", byHour, month.hoursPaid),
		hours("TIME_ANTALL_INNRAPP", byHour, reported(month.hoursPaid)),
		kroner("OVERTID", overtime, month.overtime),
		kroner("OVERTID_INNRAPP", overtime, reported(month.overtime)),
		hours("OVERTID_TIMER", overtime, month.overtimeHours),
		kroner("BONUS", bonus, month.bonusPaid),
		kroner("UREGTIL_ARBEIDET", shifts, month.shiftWork),
		kroner("UREGTIL_UARBEIDET", shifts, month.standby),
		kroner("HELLIGDAGSTILLEGG", shifts, month.holidays),
		when(juneOrEnd, kroner("FERIE", anyJob, month.holidayPay)),
		when(june, kroner("FERIE_TREKK", byMonth, month.holidayLeave)),
		{Name: "ARBLONN_LONN_ANNEN_BET", Kind: sheet.RealValue, Scale: 1, At: times(anyJob, month.other)},
		when(ends, kroner("SLUTTVEDERLAG", anyJob, month.severance)),
		kroner("KONTANT_IMP", anyJob, month.cash),
		kroner("KONTANT_INNRAPP", anyJob, reported(month.cash)),
		{Name: "ARBLONN_LONN_NATURAL", Kind: sheet.RealValue, Scale: 1, At: times(byMonth, month.inKind)},
		{Name: "ARBLONN_LONN_GODTGJORELSE", Kind: sheet.RealValue, Scale: 1, At: times(anyJob, month.expenses)},
	}
}
