package income

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// bandYear is the income year of the bands.
const bandYear = 2022

// Bands are the round figures of income and wealth that the population is held to.
func Bands() []survey.Band {
	return slices.Concat(incomeBands(), benefitBands(), householdBands(), wealthBands())
}

func band(en, nb string, published, low, high float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Published: published, Low: low, High: high, Measure: measure}
}

// amounts are the positive amounts of people of some ages at the end of the year, in thousand kroner.
func amounts(s *survey.Survey, from, to int, of func(p int32) int64) (out []float64) {
	for _, p := range residents(s, from, to) {
		if x := of(p); x > 0 {
			out = append(out, float64(x)/1000)
		}
	}
	return out
}

func residents(s *survey.Survey, from, to int) (out []int32) {
	d := calendar.NewYear(bandYear+1) - 1
	for p := range int32(s.Persons()) {
		if a := s.Age(p, d); s.Resident(p, d) && a >= from && a <= to {
			out = append(out, p)
		}
	}
	return out
}

// median is the median of the positive amounts.
func median(from, to int, of func(s *survey.Survey, p int32) int64) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return survey.Median(amounts(s, from, to, func(p int32) int64 { return of(s, p) }))
	}
}

// having is the per cent with a positive amount.
func having(from, to int, of func(s *survey.Survey, p int32) int64) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n := len(amounts(s, from, to, func(p int32) int64 { return of(s, p) }))
		return 100 * float64(n) / float64(len(residents(s, from, to)))
	}
}

func incomeBands() (all []survey.Band) {
	for _, a := range []struct {
		en, nb     string
		from, to   int
		men, women float64
	}{{"25–34", "25–34 år", 25, 34, 500, 420}, {"45–54", "45–54 år", 45, 54, 640, 530}, {"55–61", "55–61 år", 55, 61, 610, 510}, {"62–66", "62–66 år", 62, 66, 480, 400}} {
		for _, woman := range []bool{false, true} {
			en, nb, published := "median wages, men "+a.en+", thousand", "medianlønn, menn "+a.nb+", tusen", a.men
			if woman {
				en, nb, published = "median wages, women "+a.en+", thousand", "medianlønn, kvinner "+a.nb+", tusen", a.women
			}
			all = append(all, band(en, nb, published, published*0.85, published*1.15, median(a.from, a.to, func(s *survey.Survey, p int32) int64 {
				if s.IsWoman(p) != woman {
					return 0
				}
				return s.Pay.Wages(p, bandYear)
			})))
		}
	}
	business := func(s *survey.Survey, p int32) int64 { return s.Pay.Business(p, bandYear) }
	return append(all,
		band("with business income, 20–74, %", "med næringsinntekt, 20–74 år, %", 6, 4.5, 8.5, having(20, 74, business)),
		band("… median, thousand", "… median, tusen", 110, 90, 130, median(20, 74, business)),
		band("tax of all income, %", "skatt av all inntekt, %", 25, 21.5, 28.5, func(s *survey.Survey) float64 { return taxShare(s, 1, 1<<40) }),
		band("… around 300 thousand, %", "… rundt 300 tusen, %", 17, 13, 20, func(s *survey.Survey) float64 { return taxShare(s, 280_000, 320_000) }),
		band("… around 600 thousand, %", "… rundt 600 tusen, %", 25, 21.5, 28, func(s *survey.Survey) float64 { return taxShare(s, 570_000, 630_000) }),
		band("… around 1200 thousand, %", "… rundt 1200 tusen, %", 33, 28.5, 37, func(s *survey.Survey) float64 { return taxShare(s, 1_100_000, 1_300_000) }),
	)
}

// taxShare is the tax on all taxable income of people within limits of it, in per cent.
func taxShare(s *survey.Survey, low, high int64) float64 {
	tax, sum := int64(0), int64(0)
	for _, p := range residents(s, 17, 130) {
		x := s.StatementOf(p, bandYear)
		if income := x.Work() + x.Taxable() + x.Capital.Sum(); income >= low && income <= high {
			r := s.TaxOf(p, bandYear, &x)
			tax, sum = tax+r.Assessed, sum+income
		}
	}
	return 100 * float64(tax) / float64(sum)
}

func benefitBands() (all []survey.Band) {
	of := func(k life.Benefit) func(s *survey.Survey, p int32) int64 {
		return func(s *survey.Survey, p int32) int64 { return s.BenefitAmount(p, k, bandYear) }
	}
	for _, b := range []struct {
		en, nb    string
		kind      life.Benefit
		published float64
	}{
		{"disability benefit", "uføretrygd", life.Disability, 290}, {"old-age pension", "alderspensjon", life.OldAge, 270},
		{"unemployment benefit", "dagpenger", life.Unemployment, 60}, {"social assistance", "sosialhjelp", life.SocialAssistance, 55},
	} {
		all = append(all, band(b.en+", median thousand", b.nb+", median i tusen", b.published, b.published*0.8, b.published*1.2, median(18, 130, of(b.kind))))
	}
	return append(all,
		band("work assessment allowance of a whole year, median thousand", "arbeidsavklaringspenger for et helt år, median i tusen", 260, 215, 305,
			median(18, 67, func(s *survey.Survey, p int32) int64 {
				if s.BenefitDays(p, life.WorkAssessment, bandYear) < 365 {
					return 0
				}
				return s.BenefitAmount(p, life.WorkAssessment, bandYear)
			})),
		band("child benefit per child, thousand", "barnetrygd per barn, tusen", 13, 11, 17.5, perChild),
		band("housing allowance, median thousand", "bostøtte, median i tusen", 30, 22, 38, median(18, 130, func(s *survey.Survey, p int32) int64 {
			a, _ := s.HousingAllowance(p, bandYear)
			return a.Sum
		})),
	)
}

func perChild(s *survey.Survey) float64 {
	sum, children := int64(0), 0
	for _, p := range residents(s, 0, 130) {
		sum += s.BenefitAmount(p, life.ChildBenefit, bandYear)
		if s.Age(p, calendar.Day(bandYear, 7, 1)) < 18 {
			children++
		}
	}
	return float64(sum) / float64(children) / 1000
}

// houses are the incomes after tax of households, in thousand kroner, and how many units share them.
func houses(s *survey.Survey, keep func(h *life.Households, k int32) bool) (income, perUnit []float64, persons []int) {
	v := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(bandYear), Stop: calendar.NewYear(bandYear+1) - 1})
	h, sum := v.NextHouseholds(), v.HouseholdIncome()
	for k := range int32(s.Persons()) {
		if h.House[k] == k && keep(h, k) {
			income = append(income, float64(sum[k])/1000)
			perUnit = append(perUnit, float64(sum[k])/100/float64(units(h, k, 10, 5, 3)))
			persons = append(persons, int(h.Members[k]))
		}
	}
	return income, perUnit, persons
}

func householdBands() []survey.Band {
	kind := func(t int) func(s *survey.Survey) float64 {
		return func(s *survey.Survey) float64 {
			x, _, _ := houses(s, func(h *life.Households, k int32) bool { return h.HouseholdType(k) == t })
			return survey.Median(x)
		}
	}
	any := func(*life.Households, int32) bool { return true }
	return []survey.Band{
		band("income after tax of households, median thousand", "husholdningers inntekt etter skatt, median i tusen", 605, 515, 695, func(s *survey.Survey) float64 {
			x, _, _ := houses(s, any)
			return survey.Median(x)
		}),
		band("… living alone", "… aleneboende", 340, 290, 390, kind(0)),
		band("… couples without children", "… par uten barn", 720, 610, 830, kind(1)),
		band("… couples with children", "… par med barn", 1050, 890, 1210, kind(2)),
		band("after tax per consumption unit, median of persons, thousand", "inntekt etter skatt per forbruksenhet, median for personer, tusen", 420, 357, 483, func(s *survey.Survey) float64 {
			m, _ := equivalent(s)
			return m
		}),
		band("… Gini coefficient, %", "… Gini-koeffisient, %", 26, 21.5, 30, func(s *survey.Survey) float64 {
			_, g := equivalent(s)
			return 100 * g
		}),
	}
}

// equivalent is the median and the Gini coefficient of persons' income per consumption unit.
func equivalent(s *survey.Survey) (median, gini float64) {
	_, perUnit, persons := houses(s, func(*life.Households, int32) bool { return true })
	var x []float64
	for i, n := range persons {
		for range n {
			x = append(x, max(perUnit[i], 0))
		}
	}
	slices.Sort(x)
	sum, weighted := 0.0, 0.0
	for i, v := range x {
		sum += v
		weighted += float64(float64(2*i+1-len(x)) * v)
	}
	return x[len(x)/2], weighted / sum / float64(len(x))
}

func wealthBands() []survey.Band {
	quantile := func(share float64) func(s *survey.Survey) float64 {
		return func(s *survey.Survey) float64 {
			x := amounts(s, 17, 130, func(p int32) int64 { return s.Pay.Wealth(p, bandYear) })
			slices.Sort(x)
			return x[int(share*float64(len(x)))] / 1000
		}
	}
	debt := func(from, to int) func(s *survey.Survey) float64 {
		return func(s *survey.Survey) float64 {
			sum, n := 0.0, 0
			for _, p := range residents(s, from, to) {
				a := s.Pay.Assets(p, bandYear)
				sum, n = sum+float64(a.Debt())/1e6, n+1
			}
			return sum / float64(n)
		}
	}
	return []survey.Band{
		band("gross wealth 17+, 1st decile, million", "bruttoformue 17 år og eldre, 1. desil, millioner", 0.05, 0.02, 0.09, quantile(0.1)),
		band("… 1st quartile", "… 1. kvartil", 0.4, 0.2, 0.6, quantile(0.25)),
		band("… median", "… median", 1.9, 1.6, 2.2, quantile(0.5)),
		band("… 3rd quartile", "… 3. kvartil", 4, 3.3, 4.7, quantile(0.75)),
		band("… 9th decile", "… 9. desil", 6.3, 5.3, 7.3, quantile(0.9)),
		band("… mean", "… gjennomsnitt", 2.9, 2.4, 3.4, func(s *survey.Survey) float64 {
			m, _ := survey.MeanSD(amounts(s, 17, 130, func(p int32) int64 { return s.Pay.Wealth(p, bandYear) }))
			return m / 1000
		}),
		band("debt, mean of ages 30–50, million", "gjeld, gjennomsnitt for 30–50 år, millioner", 1.1, 0.93, 1.27, debt(30, 50)),
		band("debt, mean of ages 68–72, million", "gjeld, gjennomsnitt for 68–72 år, millioner", 0.3, 0.22, 0.38, debt(68, 72)),
		band("with dividends, adults, %", "med aksjeutbytte, voksne, %", 6, 4.8, 7.2, having(18, 130, func(s *survey.Survey, p int32) int64 {
			a := s.Pay.Assets(p, bandYear)
			c := a.Capital(bandYear)
			return c.Dividends
		})),
	}
}
