// Package population declares the variables of population, family and where people live.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := population.Variables() // BEFOLKNING_KJOENN and others
package population

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(populationVariables(), familyVariables(), spellVariables())
}

func populationVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_KJOENN", Codes: variable.These("1", "2"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return int64(w.Flags[p] & life.Woman), true
		}},
		{Name: "BEFOLKNING_FOEDSELS_AAR_MND", Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return calendar.YearMonth(w.Birth[p]), true
		}},
		{Name: "BEFOLKNING_FODELAND", Codes: variable.List("land"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return w.CountryIndex[w.Country[p]], true
		}},
		{Name: "BEFOLKNING_INVKAT", Codes: variable.These("A", "B", "C", "E", "F", "G"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return categoryIndex(w.Category[p]), true
		}},
		{Name: "BEFOLKNING_MOR_FNR", Kind: sheet.AmountValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return w.ParentID(p, w.Mother[p], life.MotherHidden)
		}},
		{Name: "BEFOLKNING_FAR_FNR", Kind: sheet.AmountValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return w.ParentID(p, w.Father[p], life.FatherHidden)
		}},
		{Name: "BEFOLKNING_STATUSKODE", Codes: variable.These("1", "3", "5"),
			At: func(v *life.View, p int32) (int64, bool) { return v.Status(p), v.Entry[p] <= v.Day }},
		{Name: "BEFOLKNING_KOMMNR_FORMELL", Codes: variable.List("kommune"), At: (*life.View).Municipality},
		{Name: "BEFOLKNING_KOMMNR_FAKTISK", Codes: variable.List("kommune"), At: (*life.View).ActualMunicipality},
	}
}

func categoryIndex(c uint8) int64 {
	switch c {
	case 'A', 'B', 'C':
		return int64(c - 'A')
	}
	return int64(c-'E') + 3
}

// familyVariables hold on 1 January, for residents.
func familyVariables() []variable.Variable {
	count := func(f func(f *life.Frame, p int32) int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			if fr := v.Frame(); fr.Head[p] >= 0 {
				return f(fr, p), true
			}
			return 0, false
		}
	}
	kids := count(func(f *life.Frame, p int32) int64 { return int64(f.Kids[f.Head[p]]) })
	return []variable.Variable{
		{Name: "BEFOLKNING_REGSTAT_FAMNR", Kind: sheet.AmountValue,
			At: count(func(f *life.Frame, p int32) int64 { return f.Ids[f.Head[p]] })},
		{Name: "BEFOLKNING_REGSTAT_FAMTYP", Codes: variable.These(life.FamilyTypes...),
			At: count(func(f *life.Frame, p int32) int64 { return int64(f.FamilyType(p)) })},
		{Name: "BEFOLKNING_BARN_I_REGSTAT_FAMNR", Kind: sheet.NumberValue, At: kids},
		{Name: "BEFOLKNING_BARN_I_HUSH", Kind: sheet.NumberValue, At: kids},
		{Name: "BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR", Kind: sheet.NumberValue,
			At: count(func(f *life.Frame, p int32) int64 { return int64(f.Size[f.Head[p]]) })},
		{Name: "BEFOLKNING_PARSTATUS", Codes: variable.These(life.CoupleStatuses...),
			At: count(func(f *life.Frame, p int32) int64 { return int64(f.CoupleStatus(p)) })},
		{Name: "BEFOLKNING_REGSTAT_PERSONKODE", Codes: variable.These("1", "2", "3"),
			At: count(func(f *life.Frame, p int32) int64 { return int64(f.PersonCode(p)) })},
		{Name: "BEFOLKNING_SAMB_FNR", Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
			f := v.Frame()
			if q := f.Partner[p]; q >= 0 && !f.Married(p) {
				return f.Ids[q], true
			}
			return 0, false
		}},
	}
}

func spellVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "SIVSTANDFDT_SIVSTAND", Since: 1992, Codes: variable.List("sivilstand"), Spells: (*life.World).MaritalSpells},
		{Name: "BOSATTEFDT_BOSTED", Since: 1992, Codes: variable.List("kommune"), Spells: (*life.World).ResidenceSpells},
	}
}
