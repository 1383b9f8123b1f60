// Package income declares the variables of income and wealth.
//
// In: nothing. Out: declarations as functions of a life history. People without an amount have
// no row; the parts of a sum add up to it.
//
//	all := income.Variables() // INNTEKT_WLONN and others
package income

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(workVariables(), transferVariables(), wealthVariables(), totalVariables(), householdVariables())
}

type at = func(v *life.View, p int32) (int64, bool)

// amount declares a number of kroner; no row where it is nothing.
func amount(name string, value func(v *life.View, p int32) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.AmountValue, At: some(value)}
}

// real is amount for variables that are stored as numbers with decimals.
func real(name string, value func(v *life.View, p int32) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.RealValue, Scale: 1, At: some(value)}
}

func some(value func(v *life.View, p int32) int64) at {
	return func(v *life.View, p int32) (int64, bool) {
		if !v.LivedIn(p) {
			return 0, false
		}
		x := value(v, p)
		return x, x != 0
	}
}

func workVariables() []variable.Variable {
	wages := func(v *life.View, p int32) int64 { return v.Pay.Wages(p, v.Year) }
	business := func(v *life.View, p int32) int64 { return v.Pay.Business(p, v.Year) }
	work := func(v *life.View, p int32) int64 { return v.Pay.Wages(p, v.Year) + v.Pay.Business(p, v.Year) }
	return []variable.Variable{
		amount("INNTEKT_WLONN", wages), real("INNTEKT_LONN", wages),
		amount("INNTEKT_WNARINNT", business), amount("INNTEKT_NARINNT", business),
		amount("INNTEKT_WYRKINNT", work), real("INNTEKT_YRKINNT", work),
		{Name: "INNTEKT_PGIVINNT", Kind: sheet.AmountValue, Since: 1967, At: some(func(v *life.View, p int32) int64 {
			if v.Year < 1993 {
				return v.Pay.EarlyWages(p, v.Year)
			}
			return v.Pensionable(p, v.Year)
		})},
	}
}

// benefit is what is paid of some benefits.
func benefit(kinds ...life.Benefit) func(v *life.View, p int32) int64 {
	return func(v *life.View, p int32) (sum int64) {
		for _, k := range kinds {
			sum += v.BenefitAmount(p, k, v.Year)
		}
		return sum
	}
}

func transferVariables() []variable.Variable {
	of := func(part func(t *life.Transfers) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			t := v.TransfersOf(p, v.Year)
			return part(&t)
		}
	}
	taxed := func(part func(t *life.Transfers) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			t := v.TaxedTransfers(p, v.Year)
			return part(&t)
		}
	}
	taxable := taxed((*life.Transfers).Taxable)
	all := of(func(t *life.Transfers) int64 { return t.Taxable() + t.Free() })
	return []variable.Variable{
		amount("INNTEKT_AFP_OFF", benefit(life.AFPPublic)), amount("INNTEKT_AFP_PRIV", benefit(life.AFPPrivate)),
		amount("INNTEKT_AFP_SUM", benefit(life.AFPPublic, life.AFPPrivate)),
		amount("INNTEKT_ALDERSP_FOLKETR", benefit(life.OldAge)),
		amount("INNTEKT_KODE218", benefit(life.Disability, life.ProvisionalDisability, life.TimedDisability)),
		amount("INNTEKT_FTRYG", taxed((*life.Transfers).Insurance)),
		amount("INNTEKT_TJENPEN", func(v *life.View, p int32) int64 { return v.Occupational(p, v.Year) }),
		amount("INNTEKT_ARBLED", benefit(life.Unemployment)), real("INNTEKT_SYKEPENGER", benefit(life.Sickness)),
		amount("INNTEKT_FORELDREPENGER", benefit(life.Parental)), amount("INNTEKT_SUM_ARBAVKL", benefit(life.WorkAssessment)),
		amount("INNTEKT_BARNETRYGD", benefit(life.ChildBenefit)), amount("INNTEKT_KONTANTSTOTTE", benefit(life.CashForCare)),
		real("INNTEKT_GRUNN_HJELP", benefit(life.BasicBenefit, life.AttendanceBenefit)),
		amount("INNTEKT_BOSTOTTE", func(v *life.View, p int32) int64 { a, _ := v.HousingAllowance(p, v.Year); return a.Sum }),
		amount("INNTEKT_SOSIAL", benefit(life.SocialAssistance)),
		real("INNTEKT_STUDIESTIPEND", func(v *life.View, p int32) int64 { return v.StudyGrant(p, v.Year) }),
		amount("INNTEKT_FORSORGERFRADRAG", dependants),
		amount("INNTEKT_WSKPLOVF", taxable), real("INNTEKT_SKPLOVF", taxable),
		real("INNTEKT_WSKFROVF", of((*life.Transfers).Free)),
		amount("INNTEKT_WOVERFOR", all), real("INNTEKT_OVERFOR", all),
	}
}

// dependants is the tax allowance of parents until 2000: an amount for each child.
func dependants(v *life.View, p int32) int64 {
	children, ok := v.OnBenefit(p, life.ChildBenefit, v.Stop)
	if !ok {
		return 0
	}
	return 1820*children + 720*max(0, children-2)
}

func totalVariables() []variable.Variable {
	of := func(part func(v *life.View, p int32, s *life.Statement) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			s := v.StatementOf(p, v.Year)
			return part(v, p, &s)
		}
	}
	assessed := func(v *life.View, p int32) (tax, wages int64) {
		s := v.TaxedOf(p, v.Year)
		r := v.TaxOf(p, v.Year, &s)
		return r.Assessed, s.Wages
	}
	return []variable.Variable{
		amount("INNTEKT_WSAMINNT", of(func(_ *life.View, _ int32, s *life.Statement) int64 { return s.Total() })),
		amount("INNTEKT_UTSKATT", func(v *life.View, p int32) int64 { x, _ := assessed(v, p); return x }),
		amount("INNTEKT_WSKATOVF", func(v *life.View, p int32) int64 {
			x, wages := assessed(v, p)
			return x + v.Contributions(p, v.Year, wages)
		}),
		amount("INNTEKT_WIES", func(v *life.View, p int32) int64 { return v.AfterTax(p, v.Year) }),
		amount("INNTEKT_FORMUESKATT", func(v *life.View, p int32) int64 {
			a := v.Pay.Assets(p, v.Year)
			return life.WealthTax(v.Year, &a)
		}),
	}
}
