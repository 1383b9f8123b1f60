package income

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// institutionStream draws who lives in an institution.
const institutionStream = 75

// householdVariables speak of the households of 31 December, which are those of the next day.
func householdVariables() []variable.Variable {
	shared := func(name string, first, adult, child int64) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.RealValue, Scale: 1, At: func(v *life.View, p int32) (int64, bool) {
			h := v.NextHouseholds()
			k := h.House[p]
			if k < 0 {
				return 0, false
			}
			return v.HouseholdIncome()[k] * 10 / units(h, k, first, adult, child), true
		}}
	}
	flag := func(name string, holds func(v *life.View, h *life.Households, p int32) bool) variable.Variable {
		return variable.Variable{Name: name, Codes: variable.List("ja_nei"), At: func(v *life.View, p int32) (int64, bool) {
			h := v.NextHouseholds()
			if h.House[p] < 0 {
				return 0, false
			}
			if holds(v, h, p) {
				return 1, true
			}
			return 0, true
		}}
	}
	return []variable.Variable{
		shared("INNTEKT_HUSH_IES", 10, 0, 0),
		shared("INNTEKT_HUSH_IES_EU", 10, 5, 3),
		shared("INNTEKT_HUSH_IES_OECD", 10, 7, 5),
		{Name: "INNTEKT_HUSHNR", Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
			if k := v.NextHouseholds().House[p]; k >= 0 {
				return v.Ids[k], true
			}
			return 0, false
		}},
		flag("INNTEKT_KODE_PRIVATHUSH1", func(v *life.View, h *life.Households, p int32) bool { return private(v, h, p, 0) }),
		flag("INNTEKT_KODE_PRIVATHUSH2", func(v *life.View, h *life.Households, p int32) bool { return private(v, h, p, 40) }),
		flag("INNTEKT_STUDENTHUSH", student),
	}
}

// units are the consumption units of a household in tenths.
func units(h *life.Households, k int32, first, adult, child int64) int64 {
	children := int64(h.Minors[k])
	adults := int64(h.Members[k]) - children
	if adults == 0 {
		return first + (children-1)*child
	}
	return first + (adults-1)*adult + children*child
}

// private tells whether somebody lives in a private household: some of the very old who live
// alone are in an institution. less is how many in 1000 of them a wider rule counts in.
func private(v *life.View, h *life.Households, p int32, less int) bool {
	age := h.Age(p, h.Day)
	if age < 76 || h.Members[h.House[p]] > 1 {
		return true
	}
	limit := (age - 74) * 18
	return chance.Part(chance.NewStream(v.Seed, institutionStream).At(p, 0), 0)*1000>>16 >= max(0, limit-less)
}

// student tells whether the oldest of a household takes higher education and is young.
func student(v *life.View, h *life.Households, p int32) bool {
	k := h.House[p]
	return h.Eldest[k] < 32 && v.Enrolment().Degrees(k, v.Year) && !(v.Works(k, v.Year) && h.Eldest[k] > 26)
}
