package income

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// wealthVariables are what people own and owe at the end of a year, and what it yields in it.
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
	flow := func(part func(c *life.Capital) int64) func(v *life.View, p int32) int64 {
		return func(v *life.View, p int32) int64 {
			a := v.Pay.Assets(p, v.Year)
			c := a.Capital(v.Year)
			return part(&c)
		}
	}
	return []variable.Variable{
		{Name: "INNTEKT_BER_BRFORM", Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
			if v.Age(p, v.Stop) < 17 || !v.Resident(p, v.Stop) {
				return 0, false
			}
			return v.Pay.Wealth(p, v.Year), true
		}},
		real("INNTEKT_BER_REALKAP", stock(func(a *life.Assets, _ int) int64 { return a.Real() })),
		amount("INNTEKT_PRIM_MARK", stock(func(a *life.Assets, _ int) int64 { return a.Home })),
		real("INNTEKT_SEK_MARK", stock(func(a *life.Assets, _ int) int64 { return a.Second })),
		amount("INNTEKT_BANKINNSK", stock(func(a *life.Assets, _ int) int64 { return a.Bank })),
		amount("INNTEKT_FOND", stock(func(a *life.Assets, _ int) int64 { return a.Funds })),
		amount("INNTEKT_ASK_MARK", stock(func(a *life.Assets, _ int) int64 { return a.Account })),
		amount("INNTEKT_VERDIPAPIR", stock(func(a *life.Assets, _ int) int64 { return a.Securities() })),
		amount("INNTEKT_FORMUE_UTLAND", stock(func(a *life.Assets, _ int) int64 { return a.Abroad })),
		real("INNTEKT_REAL", stock((*life.Assets).TaxableReal)),
		amount("INNTEKT_BRUTTO_FINANSKAPITAL", stock(func(a *life.Assets, _ int) int64 { return a.Financial() })),
		amount("INNTEKT_BRUTTOFORM", stock((*life.Assets).TaxableWealth)),
		amount("INNTEKT_GJELD", stock(func(a *life.Assets, _ int) int64 { return a.Debt() })),
		amount("INNTEKT_USIKRET_GJELD", stock(func(a *life.Assets, _ int) int64 { return a.Unsecured })),
		amount("INNTEKT_RENTINNT", flow(func(c *life.Capital) int64 { return c.Interest })),
		amount("INNTEKT_RENTUT", flow(func(c *life.Capital) int64 { return c.Paid })),
		real("INNTEKT_AKSJEUTBYTTE", flow(func(c *life.Capital) int64 { return c.Dividends })),
		real("INNTEKT_REALISASJONSGEVINST", flow(func(c *life.Capital) int64 { return c.Gains })),
		amount("INNTEKT_REALISASJONSTAP", flow(func(c *life.Capital) int64 { return c.Losses })),
		amount("INNTEKT_ANDREKAPINNT", flow(func(c *life.Capital) int64 { return c.Other })),
		amount("INNTEKT_WKAPINNT", flow((*life.Capital).Sum)),
	}
}
