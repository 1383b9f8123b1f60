package population

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// inFamily is a value of a resident's family.
func inFamily(f func(f *life.Frame, p int32) int64) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		if fr := v.Frame(); fr.Head[p] >= 0 {
			return f(fr, p), true
		}
		return 0, false
	}
}

// inHousehold is a value of a resident's household.
func inHousehold(f func(h *life.Households, p int32) int64) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		if h := v.Households(); h.House[p] >= 0 {
			return f(h, p), true
		}
		return 0, false
	}
}

// partner is the other one of a couple that is married, or is not.
func partner(married bool) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		f := v.Frame()
		if q := f.Partner[p]; q >= 0 && f.Married(p) == married {
			return f.Ids[q], true
		}
		return 0, false
	}
}

// familyVariables hold on 1 January, for residents.
func familyVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_EKT_FNR", Since: firstYear, Kind: sheet.AmountValue, At: partner(true)},
		{Name: "BEFOLKNING_SAMB_FNR", Since: firstYear, Kind: sheet.AmountValue, At: partner(false)},
		{Name: "BEFOLKNING_REGSTAT_FAMNR", Kind: sheet.AmountValue,
			At: inFamily(func(f *life.Frame, p int32) int64 { return f.Ids[f.Head[p]] })},
		{Name: "BEFOLKNING_REGSTAT_FAMTYP", Codes: variable.These(life.FamilyTypes...),
			At: inFamily(func(f *life.Frame, p int32) int64 { return int64(f.FamilyType(p)) })},
		{Name: "BEFOLKNING_REGSTAT_PERSONKODE", Codes: variable.These("1", "2", "3"),
			At: inFamily(func(f *life.Frame, p int32) int64 { return int64(f.PersonCode(p)) })},
		{Name: "BEFOLKNING_PARSTATUS", Codes: variable.These(life.CoupleStatuses...),
			At: inFamily(coupleStatus)},
		{Name: "BEFOLKNING_KONTAKT_REGSTAT_FAMNR", Codes: yesNo,
			At: inFamily(func(f *life.Frame, p int32) int64 { return flag(f.Head[p] == p) })},
		{Name: "BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR", Kind: sheet.NumberValue,
			At: inFamily(func(f *life.Frame, p int32) int64 { return int64(f.Size[f.Head[p]]) })},
		{Name: "BEFOLKNING_BARN_I_REGSTAT_FAMNR", Kind: sheet.NumberValue,
			At: inFamily(func(f *life.Frame, p int32) int64 { return int64(f.Kids[f.Head[p]]) })},
		{Name: "BEFOLKNING_BARN3_I_FAM", Kind: sheet.NumberValue,
			At: inFamily(func(f *life.Frame, p int32) int64 { return childrenOf(f, p) })},
		{Name: "BEFOLKNING_YNGST_I_REGSTAT_FAMNR", Kind: sheet.NumberValue, At: inFamily(youngest)},
		{Name: "BEFOLKNING_ELDST_I_REGSTAT_FAMNR", Kind: sheet.NumberValue,
			At: inFamily(func(f *life.Frame, p int32) int64 { return int64(f.Oldest[f.Head[p]]) })},
	}
}

// coupleStatus adds that some new cohabitants moved in on different days.
func coupleStatus(f *life.Frame, p int32) int64 {
	const sameDay, otherDay = 4, 5 // positions in life.CoupleStatuses
	k := f.CoupleStatus(p)
	if k == sameDay && chance.Part(chance.NewStream(f.Seed, fewLots).At(f.Union[p], -2), 0)%100 < 55 {
		return otherDay
	}
	return int64(k)
}

// childrenOf counts the children of all ages in a family: who is not one of its adults.
func childrenOf(f *life.Frame, p int32) int64 {
	n := int64(f.Size[f.Head[p]]) - 1
	if f.Partner[f.Adult(p)] >= 0 {
		n--
	}
	return n
}

// youngest is the age of the youngest member: a child, else the younger adult.
func youngest(f *life.Frame, p int32) int64 {
	if young := f.Young[f.Head[p]]; young != 255 {
		return int64(young)
	}
	age := f.Age(p, f.Day)
	if q := f.Partner[p]; q >= 0 {
		age = min(age, f.Age(q, f.Day))
	}
	return int64(min(age, 120))
}

// minorChild tells whether somebody is a child under 18 who lives with a parent.
func minorChild(f *life.Frame, p int32) bool { return f.Parent[p] >= 0 && f.Age(p, f.Day) < 18 }

// ofMinors is a value of people under 18.
func ofMinors(f func(f *life.Frame, p int32) int64) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		if fr := v.Frame(); fr.Head[p] >= 0 && fr.Age(p, fr.Day) < 18 {
			return f(fr, p), true
		}
		return 0, false
	}
}

type siblingKindsKey struct{}

// childVariables tell how children live.
func childVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_BARN", Codes: yesNo, At: inFamily(func(f *life.Frame, p int32) int64 { return flag(minorChild(f, p)) })},
		{Name: "BEFOLKNING_FORELDREKODE", Codes: variable.These("1", "2", "3", "4", "9"), At: ofMinors(parentCode)},
		{Name: "BEFOLKNING_ANT_SOSKEN", Kind: sheet.NumberValue, At: ofMinors(func(f *life.Frame, p int32) int64 {
			if !minorChild(f, p) {
				return 0
			}
			return int64(f.Kids[f.Head[p]]) - 1
		})},
		{Name: "BEFOLKNING_SOSKENKODE", Codes: variable.These("9", "1", "2", "3"), At: func(v *life.View, p int32) (int64, bool) {
			f := v.Frame()
			if f.Head[p] < 0 || f.Age(p, f.Day) >= 18 {
				return 0, false
			}
			kind := life.OfView(v, siblingKindsKey{}, f.SiblingKinds)[p]
			if kind == 255 {
				return 0, true
			}
			return int64(kind), true
		}},
	}
}

// parentCode is 0 with two married parents, 1 with two who are not, 2 with the mother, 3 with
// the father, 4 otherwise. A new partner of the mother or father is no parent.
func parentCode(f *life.Frame, p int32) int64 {
	adult := f.Parent[p]
	if adult < 0 {
		return 4
	}
	other := f.Mother[p]
	if adult == other {
		other = f.Father[p]
	}
	switch {
	case other >= 0 && f.Partner[adult] == other && f.Married(adult):
		return 0
	case other >= 0 && f.Partner[adult] == other:
		return 1
	case f.IsWoman(adult):
		return 2
	}
	return 3
}

// householdVariables hold on 1 January, for residents.
func householdVariables() []variable.Variable {
	number := func(name string, f func(h *life.Households, k int32) uint8) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.NumberValue,
			At: inHousehold(func(h *life.Households, p int32) int64 { return int64(f(h, h.House[p])) })}
	}
	return []variable.Variable{
		{Name: "BEFOLKNING_HUSHNR", Kind: sheet.AmountValue,
			At: inHousehold(func(h *life.Households, p int32) int64 { return h.Ids[h.House[p]] })},
		{Name: "BEFOLKNING_REGSTAT_HUSHTYP", Codes: variable.These("1", "2", "3", "4", "5"),
			At: inHousehold(func(h *life.Households, p int32) int64 { return int64(h.HouseholdType(p)) })},
		{Name: "BEFOLKNING_KONTAKT_HUSHNR", Codes: yesNo,
			At: inHousehold(func(h *life.Households, p int32) int64 { return flag(h.House[p] == p) })},
		number("BEFOLKNING_PERS_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Members[k] }),
		number("BEFOLKNING_PERS17MIN_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Minors[k] }),
		number("BEFOLKNING_PERS18PLUS_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Members[k] - h.Minors[k] }),
		number("BEFOLKNING_BARN_I_HUSH", func(h *life.Households, k int32) uint8 { return h.MinorChildren[k] }),
		number("BEFOLKNING_BARN3_I_HUSH", func(h *life.Households, k int32) uint8 { return h.Children[k] }),
		number("BEFOLKNING_ANTREGSTAT_FAMNR_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Families[k] }),
		number("BEFOLKNING_YNGST_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Youngest[k] }),
		number("BEFOLKNING_ELDST_I_HUSHNR", func(h *life.Households, k int32) uint8 { return h.Eldest[k] }),
	}
}
