package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// baseAmount is the basic amount of the national insurance in a year, in kroner.
func baseAmount(y int) int64 { return 110_000 * int64(WageIndex.At(y)) / 1230 }

// flatRates are yearly rates in kroner at the wage level of 2022, with the spread between
// people in 1/1024 log units.
var flatRates = [benefitKinds]struct{ rate, spread int64 }{
	OldAge: {297_000, 200}, AFPPublic: {250_000, 140}, AFPPrivate: {62_000, 160},
	Disability: {334_000, 150}, ProvisionalDisability: {270_000, 140}, TimedDisability: {290_000, 150},
	WorkAssessment: {272_000, 150}, Rehabilitation: {265_000, 150},
	BasicBenefit: {14_500, 260}, AttendanceBenefit: {26_000, 420},
	Qualification: {220_000, 0}, Introduction: {205_000, 60}, SingleTransitional: {247_000, 0}, SingleChildCare: {38_000, 300},
	SingleEducation: {32_000, 300}, SurvivorSpouse: {185_000, 220}, SurvivorChild: {46_000, 120}, FamilyCarer: {190_000, 100},
	Supplementary: {215_000, 180},
}

// BenefitRate is what a whole year of a benefit pays a person in full, in kroner.
func (w *World) BenefitRate(p int32, kind Benefit, y int) int64 { return w.yearlyRate(p, kind, y) }

// yearlyRate is what a whole year of a benefit pays in full, in kroner; for cash-for-care per
// child. Sickness, parental and unemployment benefit follow the pay, up to six basic amounts.
func (w *World) yearlyRate(p int32, kind Benefit, y int) int64 {
	switch kind {
	case Sickness, Parental:
		return min(w.Pay.monthly(p, y)*12*int64(w.usualPercent(p, y))/100, 6*baseAmount(y))
	case Unemployment:
		return min(w.Pay.monthly(p, y-1)*12*int64(w.usualPercent(p, y))/100, 6*baseAmount(y)) * 624 / 1000
	case CashForCare:
		return cashRate(y)
	case AFPPrivate:
		if c := &w.careersOf()[p]; c.afp < reformDay { // as a whole pension, until 67
			return w.personalRate(p, AFPPublic, y)
		}
	}
	return w.personalRate(p, kind, y)
}

func (w *World) personalRate(p int32, kind Benefit, y int) int64 {
	f := flatRates[kind]
	amount := f.rate * int64(WageIndex.At(y)) / 1230
	if f.spread == 0 {
		return amount
	}
	x := chance.Normal(w.Pay.rateLots.At(p, int(kind))) * int(f.spread) / 1024
	switch kind {
	case OldAge, Disability, WorkAssessment, Rehabilitation, TimedDisability, ProvisionalDisability, AFPPublic:
		x += int(w.Ability[p]) * 50 / 1024
		if kind == OldAge && w.IsWoman(p) {
			x -= 110
		}
		if w.Category[p] == 'B' {
			x -= 90
		}
	}
	return chance.Grow(amount, x)
}

// usualPercent is the share of full time that pay is counted for.
func (w *World) usualPercent(p int32, y int) uint8 { return w.Pay.share(p, y) }

// cashRate is cash-for-care of a child and year.
func cashRate(y int) int64 {
	switch {
	case y < 2006:
		return 12 * 3_650
	case y < 2014:
		return 12 * 3_300
	case y < 2017:
		return 12 * 6_000
	}
	return 12 * 7_500
}
