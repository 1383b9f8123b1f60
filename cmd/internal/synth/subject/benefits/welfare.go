package benefits

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// loanStream draws loans and second municipalities of social assistance.
const loanStream = 73

// welfareVariables are yearly figures of social assistance and the qualification programme.
func welfareVariables() []variable.Variable {
	amount := func(v *life.View, p int32) (int64, bool) {
		x := v.BenefitAmount(p, life.SocialAssistance, v.Year)
		return x, x > 0
	}
	loan := func(v *life.View, p int32) (int64, bool) {
		x := Loan(v, p)
		return x, x > 0
	}
	programme := func(v *life.View, p int32) (int64, bool) {
		x := v.BenefitAmount(p, life.Qualification, v.Year)
		return x, x > 0
	}
	return []variable.Variable{
		{Name: "SOSHJELP_BIDRAG", Kind: sheet.RealValue, At: amount},
		{Name: "SOSHJELP_LAAN", Kind: sheet.RealValue, At: loan},
		{Name: "SOSHJELP_KOMMUNE", Codes: variable.List("kommune"), At: func(v *life.View, p int32) (int64, bool) {
			if v.BenefitAmount(p, life.SocialAssistance, v.Year) == 0 {
				return 0, false
			}
			return v.Municipality(p)
		}},
		{Name: "SOSHJLPZFDT_BIDB", Kind: sheet.AmountValue, At: amount},
		{Name: "SOSHJLPZFDT_LAAN", Kind: sheet.AmountValue, At: loan},
		{Name: "SOSHJLPZFDT_MNDUTBET", Kind: sheet.NumberValue, At: func(v *life.View, p int32) (int64, bool) {
			n := v.SocialMonths(p, v.Year)
			return int64(n), n > 0
		}},
		{Name: "SOSHJLPZFDT_ANTKOM", Kind: sheet.NumberValue, At: payers(amount)},
		{Name: "KVALIFSTZFDT_ANT_KOM", Kind: sheet.NumberValue, At: payers(programme)},
		{Name: "KVALIFSTZFDT_KVP_STONAD", Kind: sheet.AmountValue, At: programme},
	}
}

// payers is the number of municipalities that paid: two for a few who moved.
func payers(amount func(v *life.View, p int32) (int64, bool)) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		if _, ok := amount(v, p); !ok {
			return 0, false
		}
		if chance.Part(chance.NewStream(v.Seed, loanStream).At(p, v.Year), 0)%100 < 4 {
			return 2, true
		}
		return 1, true
	}
}

// Loan is what a recipient of social assistance was lent beside it in the year, mostly
// nothing; in kroner.
func Loan(v *life.View, p int32) int64 {
	if v.BenefitAmount(p, life.SocialAssistance, v.Year) == 0 {
		return 0
	}
	word := chance.NewStream(v.Seed, loanStream).At(p, v.Year)
	if chance.Part(word, 1)%100 >= 9 {
		return 0
	}
	return chance.Grow(9000*int64(life.WageIndex.At(v.Year))/1230, chance.Normal(chance.Mix(word))*700/1024)
}
