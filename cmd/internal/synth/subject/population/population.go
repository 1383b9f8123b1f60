// Package population declares the variables of population, family, household and where
// people live.
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
	return slices.Concat(personVariables(), relativeVariables(), originVariables(), placeVariables(),
		familyVariables(), childVariables(), householdVariables(), spellVariables())
}

// firstYear is the first year on whose first day the register's people and the codes of
// municipalities are known.
const firstYear = 1992

var yesNo = variable.These("0", "1")

// flag is the index of a condition in yesNo.
func flag(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

func personVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_KJOENN", Codes: variable.These("1", "2"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return int64(w.Flags[p] & life.Woman), true
		}},
		{Name: "BEFOLKNING_FOEDSELS_AAR_MND", Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return calendar.YearMonth(w.Birth[p]), true
		}},
		{Name: "BEFOLKNING_DOEDS_DATO", Kind: sheet.AmountValue, Fixed: deathDate},
		{Name: "BEFOLKNING_MRK_FNR", Codes: variable.These("0", "1"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return flag(guest(w, p)), true
		}},
		{Name: "BEFOLKNING_STATUSKODE", Since: firstYear, Codes: variable.These("1", "3", "5"),
			At: func(v *life.View, p int32) (int64, bool) { return v.Status(p), v.Entry[p] <= v.Day }},
		{Name: "BEFOLKNING_STATUSKODE_FNR_SAMORD", Codes: variable.These("0", "1", "9"), At: coordinatedStatus},
	}
}

// deathDate is known for those who died in the country.
func deathDate(w *life.World, p int32) (int64, bool) {
	d := w.Death[p]
	if d >= calendar.NewYear(calendar.LastYear) || d > w.Exit[p] {
		return 0, false
	}
	return calendar.Number(d), true
}

// guest tells whether an immigrant stayed too short to need more than a D-number.
func guest(w *life.World, p int32) bool {
	return w.Flags[p]&life.ImmigrantFlag != 0 && w.Exit[p] != calendar.None && int(w.Exit[p])-int(w.Entry[p]) < 400
}

// coordinatedStatus is 0 active, 1 not active, 2 unknown: where guests are after they left.
func coordinatedStatus(v *life.View, p int32) (int64, bool) {
	switch {
	case v.Entry[p] > v.Day:
		return 0, false
	case v.Status(p) == 0:
		return 0, true
	case v.Status(p) == 1 && guest(v.World, p):
		return 2, true
	}
	return 1, true
}

// relativeVariables name parents, grandparents and siblings.
func relativeVariables() []variable.Variable {
	mother := func(w *life.World, p int32) (int32, uint8) { return w.Mother[p], life.MotherHidden }
	father := func(w *life.World, p int32) (int32, uint8) { return w.Father[p], life.FatherHidden }
	type step func(w *life.World, p int32) (int32, uint8)
	line := func(steps ...step) func(w *life.World, p int32) (int64, bool) {
		return func(w *life.World, p int32) (id int64, ok bool) {
			for _, next := range steps {
				q, hidden := next(w, p)
				if id, ok = w.ParentID(p, q, hidden); !ok {
					return 0, false
				}
				p = q
			}
			return id, ok
		}
	}
	return []variable.Variable{
		{Name: "BEFOLKNING_MOR_FNR", Kind: sheet.AmountValue, Fixed: line(mother)},
		{Name: "BEFOLKNING_FAR_FNR", Kind: sheet.AmountValue, Fixed: line(father)},
		{Name: "BEFOLKNING_MORMOR_FNR", Kind: sheet.AmountValue, Fixed: line(mother, mother)},
		{Name: "BEFOLKNING_MORFAR_FNR", Kind: sheet.AmountValue, Fixed: line(mother, father)},
		{Name: "BEFOLKNING_FARMOR_FNR", Kind: sheet.AmountValue, Fixed: line(father, mother)},
		{Name: "BEFOLKNING_FARFAR_FNR", Kind: sheet.AmountValue, Fixed: line(father, father)},
		{Name: "BEFOLKNING_SOESKEN_FNR", Kind: sheet.AmountValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			if q := w.Siblings().Eldest[p]; q >= 0 {
				return w.Ids[q], true
			}
			return 0, false
		}},
		{Name: "BEFOLKNING_PARITET", Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			n := w.Siblings().Parity[p]
			return int64(n), n > 0
		}},
	}
}

func spellVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "SIVSTANDFDT_SIVSTAND", Since: firstYear, Codes: variable.List("sivilstand"), Spells: (*life.World).MaritalSpells},
		{Name: "BOSATTEFDT_BOSTED", Since: firstYear, Codes: variable.List("kommune"), Spells: (*life.World).ResidenceSpells},
	}
}
