// Package dwelling declares the variables of dwellings.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := dwelling.Variables() // BOFORHOLD_BYGGEAAR and others
package dwelling

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	home := func(f func(d life.Dwelling) int64) func(v *life.View, p int32) (int64, bool) {
		return func(v *life.View, p int32) (int64, bool) {
			fr := v.Frame()
			h := fr.Head[p]
			if h < 0 {
				return 0, false
			}
			return f(v.DwellingOf(v.HomeLots, h, v.Places()[h], v.Year, int(fr.Size[h]))), true
		}
	}
	return []variable.Variable{
		{Name: "BOFORHOLD_BRUKSAREAL", Kind: sheet.NumberValue, At: home(func(d life.Dwelling) int64 { return int64(d.Area) })},
		{Name: "BOFORHOLD_BYGGEAAR", Kind: sheet.NumberValue, At: home(func(d life.Dwelling) int64 { return int64(d.Built) })},
		{Name: "BOFORHOLD_BYGNINGSTYPE", Codes: variable.These(life.DwellingKinds...), At: home(func(d life.Dwelling) int64 { return int64(d.Kind) })},
	}
}
