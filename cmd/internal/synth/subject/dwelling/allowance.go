package dwelling

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// allowances are of the one adult of a household who applied for a housing allowance in the
// year; amounts are there when at least one month was granted.
func allowances() []variable.Variable {
	count := func(name string, f func(v *life.View, p int32, a *life.Allowance) int) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.NumberValue, At: func(v *life.View, p int32) (int64, bool) {
			a, ok := v.HousingAllowance(p, v.Year)
			return int64(f(v, p, &a)), ok
		}}
	}
	amount := func(name string, f func(a *life.Allowance) int64) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.RealValue, Scale: 1, At: func(v *life.View, p int32) (int64, bool) {
			a, ok := v.HousingAllowance(p, v.Year)
			if !ok || a.Granted == 0 {
				return 0, false
			}
			return f(&a), true
		}}
	}
	return []variable.Variable{
		count("BOSTOTTE_ANT_SOKNAD", func(_ *life.View, _ int32, a *life.Allowance) int { return a.Granted + a.Refused }),
		count("BOSTOTTE_ANT_INNVILGET", func(_ *life.View, _ int32, a *life.Allowance) int { return a.Granted }),
		count("BOSTOTTE_ANT_AVSLATT", func(_ *life.View, _ int32, a *life.Allowance) int { return a.Refused }),
		{Name: "BOSTOTTE_HUSSTANDSMEDLEMMER", Kind: sheet.NumberValue, At: func(v *life.View, p int32) (int64, bool) {
			if _, ok := v.HousingAllowance(p, v.Year); !ok {
				return 0, false
			}
			h := v.NextHouseholds() // the day after 31 December
			if h.House[p] < 0 {
				return 1, true
			}
			return int64(h.Members[h.House[p]]), true
		}},
		{Name: "BOSTOTTE_OVERGANGSORDNING", Codes: variable.These("0", "1"), At: func(v *life.View, p int32) (int64, bool) {
			a, ok := v.HousingAllowance(p, v.Year)
			if a.Temporary {
				return 1, ok
			}
			return 0, ok
		}},
		amount("BOSTOTTE_SUM_BOSTOTTE", func(a *life.Allowance) int64 { return a.Sum }),
		amount("BOSTOTTE_BOSTOTTE_GJSNITT", func(a *life.Allowance) int64 { return a.Sum / int64(a.Granted) }),
		amount("BOSTOTTE_SUM_BOUTGIFTER", func(a *life.Allowance) int64 { return a.Rent * int64(a.Granted) }),
		amount("BOSTOTTE_BOUTGIFT_GJSNITT", func(a *life.Allowance) int64 { return a.Rent }),
		amount("BOSTOTTE_SISTE_BOUTGIFTER", func(a *life.Allowance) int64 { return a.LastRent }),
	}
}
