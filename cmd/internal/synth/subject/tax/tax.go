// Package tax declares the variables of tax returns.
//
// In: nothing. Out: declarations as functions of a life history. People without an amount have
// no row. What is assessed is the sum of the taxes less what is taken off, but for the tax to
// the county and the national insurance contribution, which no variable shows.
//
//	all := tax.Variables() // SKATT_FASTSATT_SKATT and others
package tax

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(returnVariables(), incomeVariables(), wealthVariables(), earlyVariables())
}

// perkStream draws benefits in kind.
const perkStream = 76

// amount declares a number of kroner; no row where it is nothing.
func amount(name string, value func(v *life.View, p int32) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
		if !v.LivedIn(p) {
			return 0, false
		}
		x := value(v, p)
		return x, x != 0
	}}
}

// of takes a part of a whole tax return.
func of(part func(r *life.Return) int64) func(v *life.View, p int32) int64 {
	return func(v *life.View, p int32) int64 {
		s := v.TaxedOf(p, v.Year)
		r := v.TaxOf(p, v.Year, &s)
		return part(&r)
	}
}

// personal takes a part that follows from personal income alone.
func personal(part func(r *life.Return) int64) func(v *life.View, p int32) int64 {
	return func(v *life.View, p int32) int64 {
		r := v.PersonalOf(p, v.Year)
		return part(&r)
	}
}

// credit takes what is taken off the tax, of those for whom it is possible.
func credit(c life.Credit, part func(r *life.Return) int64) func(v *life.View, p int32) int64 {
	whole := of(part)
	return func(v *life.View, p int32) int64 {
		if !v.May(c, p, v.Year) {
			return 0
		}
		switch c {
		case life.ForeignCredit:
			if a := v.Pay.Assets(p, v.Year); a.Abroad == 0 {
				return 0
			}
		case life.ResearchCredit:
			if v.Pay.Business(p, v.Year) == 0 {
				return 0
			}
		}
		return whole(v, p)
	}
}

// deduction takes one of the deductions that belong to wages.
func deduction(which int) func(v *life.View, p int32) int64 {
	return func(v *life.View, p int32) int64 {
		union, travel, board := v.WorkDeductions(p, v.Year, v.Pay.Wages(p, v.Year))
		return [...]int64{union, travel, board}[which]
	}
}

func returnVariables() []variable.Variable {
	special := of(func(r *life.Return) int64 { return r.Special })
	bracket := personal(func(r *life.Return) int64 { return r.Bracket })
	return []variable.Variable{
		amount("SKATT_ANVENDT_SAERFRADRAG", func(v *life.View, p int32) int64 {
			if !v.MaySpecial(p, v.Year) {
				return 0
			}
			return special(v, p)
		}),
		amount("SKATT_BRUTTOINNTEKT", of(func(r *life.Return) int64 { return r.Gross })),
		amount("SKATT_FELLESSKATT", of(func(r *life.Return) int64 { return r.Common })),
		amount("SKATT_FRADR_BSU", credit(life.SavingCredit, func(r *life.Return) int64 { return r.Saving })),
		amount("SKATT_FRADR_FAGFORENING", deduction(0)),
		amount("SKATT_FRADR_FINNMARK", credit(life.NorthCredit, func(r *life.Return) int64 { return r.North })),
		amount("SKATT_FRADR_FOU", credit(life.ResearchCredit, func(r *life.Return) int64 { return r.Research })),
		amount("SKATT_FRADR_LAV_INNTEKT", credit(life.LowIncomeCredit, func(r *life.Return) int64 { return r.LowIncome })),
		amount("SKATT_FRADR_LITEN_SKATTEEVNE", credit(life.LowAbilityCredit, func(r *life.Return) int64 { return r.LowAbility })),
		amount("SKATT_FRADR_REISEUTGIFTER", deduction(1)),
		amount("SKATT_FRADR_UTENLANDSSKATT", credit(life.ForeignCredit, func(r *life.Return) int64 { return r.Foreign })),
		amount("SKATT_INNTEKTSFRADRAG", of(func(r *life.Return) int64 { return r.Deductions })),
		amount("SKATT_INNTEKT_KOMMUNE", of(func(r *life.Return) int64 { return r.Municipal })),
		amount("SKATT_INNTEKT_STAT", of((*life.Return).State)),
		amount("SKATT_MERUTG_KOST_LOSJI", deduction(2)),
		amount("SKATT_MINSTEFRADRAG", personal(func(r *life.Return) int64 { return r.Standard })),
		amount("SKATT_PI_ANNEN_NAERING", personal(func(r *life.Return) int64 { return r.Trade })),
		amount("SKATT_PI_FF_FAMB", personal(func(r *life.Return) int64 { return r.Fishing })),
		amount("SKATT_PI_LONN", personal(func(r *life.Return) int64 { return r.Pay })),
		amount("SKATT_PI_PENSJONER", personal(func(r *life.Return) int64 { return r.Pension })),
		amount("SKATT_PI_UFORE", personal(func(r *life.Return) int64 { return r.Disabled })),
		amount("SKATT_TOPPSKATT", bracket), amount("SKATT_TRINNSKATT", bracket),
	}
}

// incomeVariables are single kinds of income in the return.
func incomeVariables() []variable.Variable {
	benefit := func(k life.Benefit) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 { return v.BenefitAmount(p, k, v.Year) }
	}
	perk := func(value func(v *life.View, p int32, wages int64) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			if wages := v.Pay.Wages(p, v.Year); wages > 0 {
				return value(v, p, wages)
			}
			return 0
		}
	}
	return []variable.Variable{
		amount("SKATT_BA_AAP", benefit(life.WorkAssessment)), amount("SKATT_BA_AFP_OFFENTLIG", benefit(life.AFPPublic)),
		amount("SKATT_BA_AFP_PRIVAT", benefit(life.AFPPrivate)), amount("SKATT_BA_ALDERSPENSJ_FOLKETR", benefit(life.OldAge)),
		amount("SKATT_BA_DAGPENGER", benefit(life.Unemployment)),
		amount("SKATT_TJENESTEPENSJON", func(v *life.View, p int32) int64 { return v.Occupational(p, v.Year) }),
		amount("SKATT_BA_EL_KOMMUNIKASJON", perk(func(v *life.View, p int32, wages int64) int64 {
			if wages > 200_000 && lot(v, p, 0) < 420 {
				return min(4392, wages/200)
			}
			return 0
		})),
		amount("SKATT_BA_FRIBIL", perk(func(v *life.View, p int32, wages int64) int64 {
			if wages > 500_000 && lot(v, p, 1) < 45 {
				return min(wages/6, int64(62_000+lot(v, p, 2)*75))
			}
			return 0
		})),
		amount("SKATT_BA_SKPL_FORSIKRING", perk(func(v *life.View, p int32, wages int64) int64 {
			if wages > 100_000 && lot(v, p, 3) < 510 {
				return min(int64(350+lot(v, p, 2)*14/10), wages/100)
			}
			return 0
		})),
	}
}

// lot is a lasting number 0–999 of a person.
func lot(v *life.View, p int32, lane int) int {
	return chance.Part(chance.NewStream(v.Seed, perkStream).At(p, 0), lane) * 1000 >> 16
}

// earlyVariables reach back to 1967. Before 1993 only pay is known.
func earlyVariables() []variable.Variable {
	early := func(name string, before func(wages, index int64) int64, part func(r *life.Return) int64) variable.Variable {
		x := amount(name, func(v *life.View, p int32) int64 {
			if v.Year >= 1993 {
				return of(part)(v, p)
			}
			return before(v.Pay.EarlyWages(p, v.Year), int64(life.WageIndex.At(v.Year)))
		})
		x.Since = 1967
		return x
	}
	return []variable.Variable{
		early("SKATT_ALMINNELIG_INNTEKT", general, func(r *life.Return) int64 { return r.General }),
		early("SKATT_FASTSATT_SKATT", func(wages, index int64) int64 {
			x := general(wages, index)
			return max(0, x-45_000*index/1230)*300/1000 + max(0, x-450_000*index/1230)*150/1000
		}, func(r *life.Return) int64 { return r.Assessed }),
	}
}

// general is pay less the standard deduction.
func general(wages, index int64) int64 { return wages - min(wages*20/100, 60_000*index/1230) }
