// Package income declares the variables of income and wealth.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := income.Variables() // INNTEKT_WLONN and others
package income

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	wages := func(v *life.View, p int32) (int64, bool) {
		x := v.Earns(p, func() int64 { return v.Pay.Wages(p, v.Year) })
		return x, x > 0
	}
	wealth := func(share int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			if v.Age(p, v.Stop) < 17 || !v.Resident(p, v.Stop) {
				return 0, false
			}
			return v.Pay.Wealth(p, v.Year) * share / 100, true
		}
	}
	return []variable.Variable{
		{Name: "INNTEKT_WLONN", Kind: sheet.AmountValue, At: wages},
		{Name: "INNTEKT_LONN", Kind: sheet.RealValue, Scale: 1, At: wages},
		{Name: "INNTEKT_WYRKINNT", Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
			x := v.Earns(p, func() int64 { return v.Pay.Wages(p, v.Year) + v.Pay.Business(p, v.Year) })
			return x, x > 0
		}},
		{Name: "INNTEKT_BRUTTOFORM", Kind: sheet.AmountValue, At: wealth(42)},
		{Name: "INNTEKT_BER_BRFORM", Kind: sheet.AmountValue, At: wealth(100)},
		{Name: "INNTEKT_SOSIAL", Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
			x := v.Earns(p, func() int64 { return v.Pay.SocialAssistance(p, v.Year) })
			return x, x > 0
		}},
		{Name: "INNTEKT_HUSH_IES", Kind: sheet.RealValue, Scale: 1, At: func(v *life.View, p int32) (int64, bool) {
			if f := v.NextFrame(); f.Head[p] >= 0 {
				return v.FamilyIncome()[f.Head[p]], true
			}
			return 0, false
		}},
	}
}
