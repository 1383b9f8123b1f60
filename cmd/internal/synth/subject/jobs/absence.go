package jobs

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// absenceVariables count man-days of quarters. A job without absence has a row with 0: rates
// are sums over sums.
func absenceVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "SYKEFRAVAR_AVTALTE_DAGSVERK1", Kind: sheet.RealValue, Scale: 100, At: inPeriod(contracted)},
		{Name: "SYKEFRAVAR_SYKEFRAVAR_DAGSVERK1", Kind: sheet.RealValue, Scale: 100, At: inPeriod(absent)},
	}
}

func inPeriod(f func(v *life.View, k int32) int64) value {
	return func(v *life.View, k int32) (int64, bool) {
		if j := &v.Jobs[k]; j.Start > v.Stop || v.Day > j.End || contracted(v, k) == 0 {
			return 0, false
		}
		return f(v, k), true
	}
}

// weekdays counts the days from Monday to Friday, both ends included. Day 0 is a Thursday.
func weekdays(from, to int16) int64 {
	if from > to {
		return 0
	}
	upto := func(d int) int { // of the days before d, counted from a Monday long ago
		d += 7*5000 + 3
		return d/7*5 + min(d%7, 5)
	}
	return int64(upto(int(to)+1) - upto(int(from)))
}

// contracted is the man-days agreed in the period, in hundredths.
func contracted(v *life.View, k int32) int64 {
	j := &v.Jobs[k]
	return weekdays(max(j.Start, v.Day), min(j.End, v.Stop)) * int64(j.Percent)
}

// employerDays are paid by the employer before sickness benefit begins.
const employerDays = 16

// absent is the man-days lost by sickness in the period, in hundredths: the times of sickness
// benefit with the employer's days before them, short ones of a few days, and those a doctor
// certified that are over before the employer's days are.
func absent(v *life.View, k int32) int64 {
	j := &v.Jobs[k]
	from, to := max(j.Start, v.Day), min(j.End, v.Stop)
	days := int64(0)
	if v.Receives(j.Person, life.Sickness, v.Year) || v.Month > 9 && v.Receives(j.Person, life.Sickness, v.Year+1) {
		v.Benefits(j.Person, life.Sickness, func(degree int64, start, stop int16) {
			days += weekdays(max(from, start-employerDays), min(to, stop)) * degree
		})
	}
	word := chance.NewStream(v.Seed, absenceStream).At(k, v.Year*4+v.Month/3)
	short, doctor := 260, 125
	if v.IsWoman(j.Person) {
		short, doctor = 390, 200
	}
	if chance.Part(word, 0)%1000 < short {
		days += int64(1+chance.Part(word, 1)%5) * 100
	}
	if chance.Part(word, 2)%1000 < doctor {
		days += int64(5+chance.Part(word, 3)%8) * 100
	}
	return min(days*int64(j.Percent)/100, contracted(v, k))
}
