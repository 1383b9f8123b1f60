// Package vehicles declares the variables of vehicles.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := vehicles.Variables() // KJORETOY_KJT_GRUP and others
package vehicles

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject. All hold on 31 December, for vehicles that
// somebody owns then.
func Variables() []variable.Variable {
	return slices.Concat(registered(), technical(), driven())
}

// value is what a function of a variable gives for a vehicle with its owner.
type value func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool)

func owned(f value) func(v *life.View, k int32) (int64, bool) {
	return func(v *life.View, k int32) (int64, bool) {
		if o := v.OwnedIn(k, v.Year); o != nil {
			return f(v, k, o)
		}
		return 0, false
	}
}

// of is a value that every vehicle has.
func of(f func(v *life.View, k int32, o *life.OwnedVehicle) int64) func(v *life.View, k int32) (int64, bool) {
	return owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) { return f(v, k, o), true })
}

// measured is a number about the build of a vehicle; vehicles without it have no row.
func measured(name string, f func(b *build) int) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.NumberValue, Since: life.FleetYear,
		At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
			b := buildOf(v.World, k, o)
			x := f(&b)
			return int64(x), x > 0
		})}
}

// registered is what the register says of a vehicle and its owner.
func registered() []variable.Variable {
	yes := func(b bool) int64 {
		if b {
			return 1
		}
		return 0
	}
	return []variable.Variable{
		{Name: "KJORETOY_KJORETOYID_FNR", Kind: sheet.AmountValue, Since: life.FleetYear,
			At: of(func(v *life.View, _ int32, o *life.OwnedVehicle) int64 { return v.Ids[o.Owner] })},
		{Name: "KJORETOY_KJT_GRUP", Codes: variable.These(life.VehicleGroups...), Since: life.FleetYear,
			At: of(func(_ *life.View, _ int32, o *life.OwnedVehicle) int64 { return int64(o.Group) })},
		{Name: "KJORETOY_DRIVSTOFF_OMK", Codes: variable.These(life.Fuels...), Since: life.FleetYear,
			At: owned(func(_ *life.View, _ int32, o *life.OwnedVehicle) (int64, bool) {
				return int64(o.Fuel), o.Fuel != life.NoFuel
			})},
		{Name: "KJORETOY_FREG_AR", Kind: sheet.NumberValue, Since: life.FleetYear,
			At: of(func(_ *life.View, _ int32, o *life.OwnedVehicle) int64 { return int64(o.New) })},
		{Name: "KJORETOY_BRUKTIMP", Codes: variable.These("0", "1"), Since: life.FleetYear,
			At: of(func(v *life.View, k int32, _ *life.OwnedVehicle) int64 { return yes(importedUsed(v.World, k)) })},
		{Name: "KJORETOY_KJ_ART", Codes: variable.These("01", "02", "03", "04"), Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				return useOf(v, k, o), o.Fuel != life.NoFuel
			})},
		{Name: "KJORETOY_LADBAR", Codes: variable.These("0", "1"), Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				b := buildOf(v.World, k, o)
				return yes(b.plug), o.Fuel != life.NoFuel
			})},
	}
}

// technical is how a vehicle is built.
func technical() []variable.Variable {
	eu := variable.These(euClasses...)
	return []variable.Variable{
		measured("KJORETOY_AKSLER", func(b *build) int { return b.axles }),
		measured("KJORETOY_BREDDE", func(b *build) int { return b.width }),
		measured("KJORETOY_LENGDE", func(b *build) int { return b.length }),
		measured("KJORETOY_EG_VEKT", func(b *build) int { return b.kerb }),
		measured("KJORETOY_TOT_VEKT", func(b *build) int { return b.gross }),
		measured("KJORETOY_TEKN_AKSLER_DRIFT", func(b *build) int { return b.driven }),
		measured("KJORETOY_TEKN_ANTALL_DORER", func(b *build) int { return b.doors }),
		measured("KJORETOY_TEKN_SITTEPL_FORAN", func(b *build) int { return b.front }),
		measured("KJORETOY_TEKN_SITTEPL_TOTALT", func(b *build) int { return b.seats }),
		measured("KJORETOY_TEKN_THV_M_BREMS", func(b *build) int { return b.braked }),
		measured("KJORETOY_TEKN_THV_U_BREMS", func(b *build) int { return b.unbraked }),
		measured("KJORETOY_TEKN_VOGNTOGVEKT", func(b *build) int { return b.train() }),
		{Name: "KJORETOY_TEKN_TKNAVN", Codes: eu, Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				b := buildOf(v.World, k, o)
				return int64(b.class), b.class >= 0
			})},
		{Name: "KJORETOY_TEKN_CO2_UTSLIPP", Kind: sheet.RealValue, Scale: 1, Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				b := buildOf(v.World, k, o)
				return int64(b.co2), b.co2 >= 0
			})},
		{Name: "KJORETOY_TEKN_DRIVSTOFF_FORBRUK", Kind: sheet.RealValue, Scale: 100, Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				b := buildOf(v.World, k, o)
				return int64(b.litres()), b.co2 >= 0
			})},
	}
}

// driven is what the odometer showed at the last inspection.
func driven() []variable.Variable {
	at := func(name string, kind sheet.StoredType, f func(r reading) int64) variable.Variable {
		return variable.Variable{Name: name, Kind: kind, Since: life.FleetYear,
			At: owned(func(v *life.View, k int32, o *life.OwnedVehicle) (int64, bool) {
				r, ok := lastReading(v.World, k, o, v.Year)
				if !ok {
					return 0, false
				}
				return f(r), true
			})}
	}
	return []variable.Variable{
		at("KJORETOY_MAALERAVLESNING_AARMND", sheet.NumberValue, func(r reading) int64 { return int64(r.year*100 + r.month) }),
		at("KJORETOY_MAALERAVLESNING_KM", sheet.AmountValue, func(r reading) int64 { return r.km }),
		at("KJORETOY_KJORELENGDE_GJSNITT_AAR", sheet.AmountValue, func(r reading) int64 { return r.km * 12 / int64(r.months) }),
	}
}

// useOf tells what a vehicle is used for: mostly by its owner alone. Taxis belong to people
// with a business of their own.
func useOf(v *life.View, k int32, o *life.OwnedVehicle) int64 {
	word := lots(v.World, useStream).At(k, int(o.From))
	lot := int(word % 1000)
	age := int(o.From) - v.BornYear(o.Owner)
	switch {
	case !life.IsCar(o.Group) && lot < 60 && age < 70:
		return 3
	case lot < 6 && age < 68 && age > 24 && v.Year-int(o.New) < 9:
		return 1
	case lot < 9:
		return 2
	case lot < 17 && age < 70:
		return 3
	}
	return 0
}

// importedUsed tells whether a vehicle came into the country used. Nobody had it here before
// its first owner.
func importedUsed(w *life.World, k int32) bool {
	first := w.Owners(k)[0]
	return first.From > first.New && int(first.New) > life.FleetYear-8 && lots(w, importStream).At(k, 0)%1000 < 620
}
