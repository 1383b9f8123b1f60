package tax

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// wealthVariables are what is owned and owed at the end of the year by tax values, the tax on
// it, and what it yielded.
func wealthVariables() []variable.Variable {
	stock := func(part func(a *life.Assets, y int) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			if !v.Resident(p, v.Stop) {
				return 0
			}
			a := v.Pay.Assets(p, v.Year)
			return part(&a, v.Year)
		}
	}
	flow := func(part func(a *life.Assets, c *life.Capital) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			a := v.Pay.Assets(p, v.Year)
			c := a.Capital(v.Year)
			return part(&a, &c)
		}
	}
	duty := func(part func(r *life.Return) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			a := v.Pay.Assets(p, v.Year)
			r := life.WealthDuty(v.Year, &a)
			return part(&r)
		}
	}
	return []variable.Variable{
		amount("SKATT_ARV_GAVER", func(v *life.View, p int32) int64 { return v.Inheritance(p, v.Year) }),
		amount("SKATT_ASK", stock(func(a *life.Assets, _ int) int64 { return a.Account })),
		amount("SKATT_BANKINNSKUDD", stock(func(a *life.Assets, _ int) int64 { return a.Bank })),
		amount("SKATT_BRUTTOFORMUE", stock((*life.Assets).TaxableWealth)),
		amount("SKATT_BRUTTO_FINANSKAPITAL", stock(func(a *life.Assets, _ int) int64 { return a.Financial() })),
		amount("SKATT_GJELD", stock(func(a *life.Assets, _ int) int64 { return a.Debt() })),
		amount("SKATT_NETTOFORMUE", stock(func(a *life.Assets, y int) int64 { return max(0, a.TaxableWealth(y)-a.Debt()) })),
		amount("SKATT_PRIMAERBOLIG", stock(func(a *life.Assets, _ int) int64 { return a.TaxableHome() })),
		amount("SKATT_REALKAPITAL", stock((*life.Assets).TaxableReal)),
		amount("SKATT_SEKUNDAERBOLIG", stock((*life.Assets).TaxableSecond)),
		amount("SKATT_FORMUESKATT", duty((*life.Return).Wealth)),
		amount("SKATT_FORMUE_KOMMUNE", duty(func(r *life.Return) int64 { return r.WealthMunicipal })),
		amount("SKATT_FORMUE_STAT", duty(func(r *life.Return) int64 { return r.WealthState })),
		amount("SKATT_RENTEINNTEKTER", flow(func(_ *life.Assets, c *life.Capital) int64 { return c.Interest })),
		amount("SKATT_RENTEUTGIFTER", flow(func(_ *life.Assets, c *life.Capital) int64 { return c.Paid })),
		amount("SKATT_SKPL_GEVINST_VERDIPAPIR", flow(func(_ *life.Assets, c *life.Capital) int64 { return c.Gains })),
		amount("SKATT_UTBYTTE", flow(func(_ *life.Assets, c *life.Capital) int64 { return c.Dividends })),
		amount("SKATT_SKFRI_UTBYTE_GEVINST", flow(func(a *life.Assets, c *life.Capital) int64 {
			return min(c.Dividends, a.Shares*8/1000)
		})),
	}
}
