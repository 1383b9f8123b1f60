// Package vehicles declares the variables of vehicles.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := vehicles.Variables() // KJORETOY_KJT_GRUP and others
package vehicles

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	owned := func(f func(v *life.View, o *life.OwnedVehicle) int64) func(v *life.View, k int32) (int64, bool) {
		return func(v *life.View, k int32) (int64, bool) {
			o := &v.Cars[k]
			if int(o.From) > v.Year || v.Year > int(o.To) {
				return 0, false
			}
			return f(v, o), true
		}
	}
	return []variable.Variable{
		{Name: "KJORETOY_KJORETOYID_FNR", Kind: sheet.AmountValue, At: owned(func(v *life.View, o *life.OwnedVehicle) int64 { return v.Ids[o.Owner] })},
		{Name: "KJORETOY_KJT_GRUP", Codes: variable.These(life.VehicleGroups...), At: owned(func(_ *life.View, o *life.OwnedVehicle) int64 { return int64(o.Group) })},
		{Name: "KJORETOY_DRIVSTOFF_OMK", Codes: variable.These(life.Fuels...), At: owned(func(_ *life.View, o *life.OwnedVehicle) int64 { return int64(o.Fuel) })},
	}
}
