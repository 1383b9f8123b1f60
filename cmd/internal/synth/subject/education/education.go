// Package education declares the variables of education and courses.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := education.Variables() // NUDB_BU and others
package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return []variable.Variable{
		{Name: "NUDB_SOSBAK", Codes: variable.These("1", "2", "3", "4", "9"), Fixed: (*life.World).SocialBackground},
		{Name: "NUDB_AAR_FORSTE_FULLF_HOV", Kind: sheet.NumberValue, Fixed: (*life.World).FirstMaster},
		{Name: "NUDB_BU", Codes: variable.List("nus2000"), Spells: (*life.World).EducationSpells},
		{Name: "NUDB_KURS_FNR", Kind: sheet.AmountValue, Fixed: func(w *life.World, k int32) (int64, bool) { return w.Ids[w.Taken[k].Person], true }},
		{Name: "NUDB_KURS_NUS", Codes: variable.List("nus2000"),
			Spells: func(w *life.World, k int32, emit life.EmitSpell) {
				c := &w.Taken[k]
				emit(int64(c.Code), c.Start, c.Stop)
			}},
	}
}
