package population

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// originVariables tell where people come from, when and why.
func originVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_FODELAND", Codes: variable.List("land"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return w.CountryIndex[w.Country[p]], true
		}},
		{Name: "BEFOLKNING_LANDBAK3GEN", Codes: variable.List("land"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return w.CountryIndex[background(w, p)], true
		}},
		{Name: "BEFOLKNING_INVKAT", Codes: variable.These("A", "B", "C", "E", "F", "G"), Fixed: func(w *life.World, p int32) (int64, bool) {
			return categoryIndex(w.Category[p]), true
		}},
		{Name: "BEFOLKNING_FOEDEKOMMNR", Codes: variable.List("kommune"), Fixed: func(w *life.World, p int32) (int64, bool) {
			place, ok := w.BirthPlace(p)
			if !ok {
				return 0, false
			}
			return w.KommuneAt(place, w.Birth[p]), true
		}},
		{Name: "BEFOLKNING_FORSTDATO", Kind: sheet.AmountValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return calendar.Number(w.Entry[p]), w.Flags[p]&life.Abroad != 0
		}},
		{Name: "BEFOLKNING_INNALDER", Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			return int64(w.Age(p, w.Entry[p])), w.Flags[p]&life.Abroad != 0
		}},
		{Name: "BEFOLKNING_INNGRUNN1", Codes: variable.List("inngrunn"), Fixed: func(w *life.World, p int32) (int64, bool) {
			r, ok := w.ImmigrationReason(p)
			return int64(r), ok
		}},
	}
}

func categoryIndex(c uint8) int64 {
	switch c {
	case 'A', 'B', 'C':
		return int64(c - 'A')
	}
	return int64(c-'E') + 3
}

// background is the country a person, the parents or the grandparents were born in outside
// Norway: a person's own before the mother's before the father's. Those born abroad to two
// parents born in Norway count as Norwegian.
func background(w *life.World, p int32) uint8 {
	switch w.Category[p] {
	case 'B', 'E':
		return w.Country[p]
	case 'G':
		return life.Norway
	}
	parents := [2]int32{w.Mother[p], w.Father[p]}
	for _, q := range parents {
		if q >= 0 && w.Country[q] != life.Norway && w.Category[q] != 'G' {
			return w.Country[q]
		}
	}
	for _, q := range parents {
		if q < 0 {
			continue
		}
		for _, g := range [2]int32{w.Mother[q], w.Father[q]} {
			if g >= 0 && w.Country[g] != life.Norway && w.Category[g] != 'G' {
				return w.Country[g]
			}
		}
	}
	return life.Norway
}
