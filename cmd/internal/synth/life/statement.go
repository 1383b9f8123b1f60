package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Transfers is what somebody is paid in a year without working for it, in kroner.
type Transfers struct {
	OldAge, Disability, Survivor     int64 // pensions of the national insurance
	AFPPublic, AFPPrivate            int64
	Occupational                     int64
	Unemployment, Sickness, Parental int64
	Assessment                       int64 // work assessment allowance, rehabilitation before
	Programmes                       int64 // qualification, introduction, transitional benefit
	Child, Cash, Housing, Social     int64 // free of tax, from here on
	Study, Extra, Other              int64 // study grant; basic and attendance; single parents, supplementary
}

// Insurance are the pensions of the national insurance.
func (t *Transfers) Insurance() int64 { return t.OldAge + t.Disability + t.Survivor }

// AFP are the contractual early retirement pensions.
func (t *Transfers) AFP() int64 { return t.AFPPublic + t.AFPPrivate }

// Taxable are the transfers that are taxed.
func (t *Transfers) Taxable() int64 {
	return t.Insurance() + t.AFP() + t.Occupational + t.Unemployment + t.Sickness + t.Parental + t.Assessment + t.Programmes
}

// Free are the transfers that are not taxed.
func (t *Transfers) Free() int64 {
	return t.Child + t.Cash + t.Housing + t.Social + t.Study + t.Extra + t.Other
}

// add puts an amount where it belongs.
func (t *Transfers) add(kind Benefit, x int64) {
	switch kind {
	case OldAge:
		t.OldAge += x
	case AFPPublic:
		t.AFPPublic += x
	case AFPPrivate:
		t.AFPPrivate += x
	case Disability, ProvisionalDisability, TimedDisability:
		t.Disability += x
	case WorkAssessment, Rehabilitation:
		t.Assessment += x
	case Unemployment:
		t.Unemployment += x
	case Sickness:
		t.Sickness += x
	case Parental:
		t.Parental += x
	case ChildBenefit:
		t.Child += x
	case CashForCare:
		t.Cash += x
	case BasicBenefit, AttendanceBenefit:
		t.Extra += x
	case Qualification, Introduction, SingleTransitional:
		t.Programmes += x
	case SurvivorSpouse, SurvivorChild, FamilyCarer:
		t.Survivor += x
	default:
		t.Other += x
	}
}

// BenefitsOf gives the transfers of a year from 1993 on that come as benefits in spells: all but
// occupational pension, social assistance, housing allowance and study grants.
func (w *World) BenefitsOf(p int32, y int) (t Transfers) {
	w.amounts(p, y, 0, benefitKinds, t.add)
	return t
}

// TaxedTransfers are the transfers of a year that are taxed, and those that come with them.
func (w *World) TaxedTransfers(p int32, y int) (t Transfers) {
	t = w.BenefitsOf(p, y)
	if y-w.BornYear(p) >= 61 && y >= calendar.WorkYear {
		t.Occupational = w.Occupational(p, y)
	}
	return t
}

// TransfersOf gives all a person is paid in a year from 1993 on.
func (w *World) TransfersOf(p int32, y int) (t Transfers) {
	if y < calendar.WorkYear || y >= calendar.LastYear {
		return t
	}
	t = w.TaxedTransfers(p, y)
	age := y - w.BornYear(p)
	if age >= 16 && age < 46 {
		t.Study = w.StudyGrant(p, y)
	}
	if age >= 18 {
		t.Social = w.socialAmount(p, y)
		t.Housing = w.housingSum(p, y)
	}
	return t
}

// housingSum is the housing allowance of a year.
func (w *World) housingSum(p int32, y int) int64 {
	a, _ := w.HousingAllowance(p, y)
	return a.Sum
}

// Occupational is the pension from earlier employers: with the old-age pension, of most who
// worked in the public sector and of fewer others.
func (w *World) Occupational(p int32, y int) int64 {
	c := &w.careersOf()[p]
	if c.pension >= calendar.NewYear(y+1) {
		return 0
	}
	word := w.Pay.allowanceLots.At(p, 1)
	public := w.PublicShare(p)
	covered := 420 + public*45/100
	if c.disabled != calendar.None {
		covered /= 2
	}
	if thousand(word, 0) >= covered {
		return 0
	}
	from, to := max(c.pension, calendar.NewYear(y), w.Entry[p]), min(calendar.NewYear(y+1), w.Gone(p))
	if from >= to {
		return 0
	}
	x := chance.Normal(chance.Mix(word))*620/1024 + int(w.Ability[p])*120/1024 + int(w.Level[p])*50
	return chance.Grow(72_000*int64(WageIndex.At(y))/1230, x) * int64(to-from) / 365
}

// Statement is all income of a person in a year, in kroner.
type Statement struct {
	Wages, Business int64
	Transfers
	Capital
	Assets
}

// StatementOf gives the income of a year from 1993 on of somebody who lived in the country some
// day of it; of others nothing.
func (w *World) StatementOf(p int32, y int) (s Statement) {
	if !w.livedIn(p, y) {
		return s
	}
	s.Transfers = w.TransfersOf(p, y)
	w.earned(&s, p, y)
	return s
}

// TaxedOf is StatementOf with the transfers that matter for tax only.
func (w *World) TaxedOf(p int32, y int) (s Statement) {
	if !w.livedIn(p, y) {
		return s
	}
	s.Transfers = w.TaxedTransfers(p, y)
	w.earned(&s, p, y)
	return s
}

// earned adds what comes from work and wealth.
func (w *World) earned(s *Statement, p int32, y int) {
	if y-w.BornYear(p) < 15 {
		return
	}
	s.Wages, s.Business = w.Pay.Wages(p, y), w.Pay.Business(p, y)
	s.Assets = w.Pay.Assets(p, y)
	s.Capital = s.Assets.Capital(y)
}

// LivedIn tells whether somebody lived in the country some day of the view's period.
func (v *View) LivedIn(p int32) bool { return v.Entry[p] <= v.Stop && v.Gone(p) > v.Day }

// Pensionable is the income that earns a pension: from work, and what replaces it.
func (w *World) Pensionable(p int32, y int) int64 {
	x := w.Pay.Wages(p, y) + w.Pay.Business(p, y)
	for _, k := range [...]Benefit{Unemployment, Sickness, Parental, WorkAssessment} {
		x += w.BenefitAmount(p, k, y)
	}
	return x
}

func (w *World) livedIn(p int32, y int) bool {
	return w.Entry[p] < calendar.NewYear(y+1) && w.Gone(p) > calendar.NewYear(y)
}

// Work is income from work.
func (s *Statement) Work() int64 { return s.Wages + s.Business }

// Total is all income before tax.
func (s *Statement) Total() int64 { return s.Work() + s.Capital.Sum() + s.Taxable() + s.Free() }

// Contributions are transfers paid: to occupational pensions in the public sector, and support
// of children who live elsewhere.
func (w *World) Contributions(p int32, y int, wages int64) int64 {
	if wages == 0 {
		return 0
	}
	word := w.Pay.taxLots.At(p, 0)
	sum := int64(0)
	if thousand(word, 0) < w.PublicShare(p) {
		sum = wages * 12 / 1000
	}
	if age := y - w.BornYear(p); !w.IsWoman(p) && age >= 25 && age < 55 && thousand(word, 1) < 45 {
		sum += 28_000 * int64(WageIndex.At(y)) / 1230
	}
	return sum
}

// AfterTax is all income of a person in a year, less tax and contributions.
func (w *World) AfterTax(p int32, y int) int64 {
	s := w.StatementOf(p, y)
	r := w.TaxOf(p, y, &s)
	return s.Total() - r.Assessed - w.Contributions(p, y, s.Wages)
}

type afterTax struct{}

// AfterTaxes is the income after tax of the view's year by person, in kroner.
func (v *View) AfterTaxes() []int32 {
	return OfView(v, afterTax{}, func() []int32 {
		x := make([]int32, v.Persons())
		parallel(len(x), func(from, to int) {
			for p := from; p < to; p++ {
				x[p] = int32(max(-1<<31, min(1<<31-1, v.AfterTax(int32(p), v.Year))))
			}
		})
		return x
	})
}

type houseIncome struct{}

// HouseholdIncome is the income after tax of the year of the households of the next 1 January, by their oldest member.
func (v *View) HouseholdIncome() []int64 {
	return OfView(v, houseIncome{}, func() []int64 { return sumBy(v.AfterTaxes(), v.NextHouseholds().House) })
}

// sumBy adds up by group; −1 belongs to none.
func sumBy(x, group []int32) []int64 {
	sum := make([]int64, len(x))
	for p, g := range group {
		if g >= 0 {
			sum[g] += int64(x[p])
		}
	}
	return sum
}
