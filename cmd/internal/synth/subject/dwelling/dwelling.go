// Package dwelling declares the variables of dwellings and of the housing allowance.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := dwelling.Variables() // BOFORHOLD_BYGGEAAR and others
package dwelling

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	return slices.Concat(sizes(), kinds(), links(), allowances())
}

// dwelt gives a value to residents whose household is linked to a dwelling.
func dwelt(f func(d *life.Dwelling) int) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		d, ok := v.Homes().HomeOf(p)
		if !ok || d.Link != life.Linked {
			return 0, false
		}
		return int64(f(&d)), true
	}
}

// resident gives a value to all residents.
func resident(f func(v *life.View, p int32, d *life.Dwelling) int) func(v *life.View, p int32) (int64, bool) {
	return func(v *life.View, p int32) (int64, bool) {
		d, ok := v.Homes().HomeOf(p)
		if !ok {
			return 0, false
		}
		return int64(f(v, p, &d)), true
	}
}

func sizes() []variable.Variable {
	number := func(name string, f func(d *life.Dwelling) int) variable.Variable {
		return variable.Variable{Name: name, Kind: sheet.NumberValue, At: dwelt(f)}
	}
	return []variable.Variable{
		number("BOFORHOLD_BRUKSAREAL", func(d *life.Dwelling) int { return d.Area }),
		number("BOFORHOLD_P_AREAL", func(d *life.Dwelling) int { return d.Area * (84 + lot(d, 0, 14)) / 100 }),
		number("BOFORHOLD_BYGGEAAR", func(d *life.Dwelling) int { return d.Built }),
		number("BOFORHOLD_ANTALL_ROM", func(d *life.Dwelling) int { return d.Rooms }),
		number("BOFORHOLD_ANTALL_BAD", baths),
		number("BOFORHOLD_ANTALL_WC", toilets),
		number("BOFORHOLD_ANTALL_ETASJER", floors),
		number("BOFORHOLD_ANTALL_BOLIGER", homesInBuilding),
	}
}

// lot draws a number below n for a dwelling; each use has its own step.
func lot(d *life.Dwelling, step uint64, n int) int {
	return chance.Scaled(chance.Mix(d.Word+16+step), n)
}

func baths(d *life.Dwelling) int {
	switch r := lot(d, 1, 100); {
	case d.Area > 190 && r < 25:
		return 3
	case d.Area > 120 && r < 55, d.Area > 90 && r < 15:
		return 2
	}
	return 1
}

// toilets are those in the bathrooms and some more in large homes.
func toilets(d *life.Dwelling) int {
	n := baths(d)
	if d.Kind < life.Flat && lot(d, 2, 100) < 62 || d.Area > 85 && lot(d, 2, 100) < 20 {
		n++
	}
	return n
}

// floors of the building.
func floors(d *life.Dwelling) int {
	switch life.DwellingKinds[d.Kind] {
	case "141":
		return 2
	case "142", "145":
		return 3 + lot(d, 3, 2)
	case "143", "146":
		return 5 + lot(d, 3, 6)
	case "152", "159":
		return 2 + lot(d, 3, 4)
	}
	return 1 + lot(d, 3, 5)*2/5 + lot(d, 4, 10)/8
}

func homesInBuilding(d *life.Dwelling) int {
	switch {
	case d.Kind == 1:
		return 2 // a house with a flat in the basement
	case d.Kind < life.Semi:
		return 1
	case d.Kind < life.Row:
		return 2
	case d.Kind < life.Flat:
		return 3 + lot(d, 5, 7)
	}
	return floors(d) * (2 + lot(d, 5, 6))
}

func kinds() []variable.Variable {
	coded := func(name string, f func(d *life.Dwelling) int, codes ...string) variable.Variable {
		return variable.Variable{Name: name, Codes: variable.These(codes...), At: dwelt(f)}
	}
	return []variable.Variable{
		coded("BOFORHOLD_BYGNINGSTYPE", func(d *life.Dwelling) int { return d.Kind }, life.DwellingKinds...),
		coded("BOFORHOLD_BYGNINGSTYPE_AGGR", group, "01", "02", "03", "04", "05"),
		coded("BOFORHOLD_BRUKSENHETSTYPE", func(d *life.Dwelling) int {
			switch r := lot(d, 6, 1000); {
			case r < 18:
				return 1
			case r < 26:
				return 2
			}
			return 0
		}, "B", "S", "I"),
		coded("BOFORHOLD_KJOKKENKODE", func(d *life.Dwelling) int {
			r := lot(d, 7, 1000)
			switch {
			case d.Kind >= life.Students && r < 420:
				return 1
			case d.Area < 45 && r < 60:
				return 2
			case r > 975:
				return 3
			}
			return 0
		}, "B", "F", "G", "A"),
		coded("BOFORHOLD_BOLETA", storey, "1", "2", "3", "4", "9"),
		coded("BOFORHOLD_EIE_LEIE", func(d *life.Dwelling) int { return d.Tenure }, "1", "2", "3"),
		coded("BOFORHOLD_EIEFORM", owner, owners...),
	}
}

// group is the kind of building in five classes.
func group(d *life.Dwelling) int {
	switch {
	case d.Kind < life.Semi:
		return 0
	case d.Kind < life.Row:
		return 1
	case d.Kind < life.Flat:
		return 2
	case d.Kind < life.Students:
		return 3
	}
	return 4
}

// storey is where in the building the home lies: below ground, first floor, up to the fourth,
// above, unknown.
func storey(d *life.Dwelling) int {
	n := floors(d)
	switch at := lot(d, 8, n); {
	case lot(d, 9, 1000) < 15:
		return 4
	case d.Kind < life.Flat:
		if d.Kind == 1 && d.Tenure == life.Rented && d.Area < 120 {
			return 0
		}
		return 1
	case at == 0:
		return 1
	case at < 4:
		return 2
	}
	return 3
}

// owners are the codes of who owns a dwelling.
var owners = []string{"A", "B", "C", "D", "E", "F", "H", "I"}

func owner(d *life.Dwelling) int {
	switch d.Tenure {
	case life.Freehold:
		return 0
	case life.Shared:
		return 2
	}
	weights := []int{560, 150, 30, 170, 8, 22, 45, 15}
	if d.Kind >= life.Students {
		weights = []int{20, 250, 20, 380, 20, 60, 240, 10}
	}
	return chance.Pick(chance.Mix(d.Word+26), weights, 1000)
}

// links tell how households and dwellings were brought together, and how they fit.
func links() []variable.Variable {
	coded := func(name string, f func(v *life.View, p int32, d *life.Dwelling) int, codes ...string) variable.Variable {
		return variable.Variable{Name: name, Codes: variable.These(codes...), At: resident(f)}
	}
	return []variable.Variable{
		coded("BOFORHOLD_BOLIG_HUSH", func(_ *life.View, _ int32, d *life.Dwelling) int { return d.Link }, "HMB", "HUB", "AND"),
		coded("BOFORHOLD_HUSHTYPE", func(_ *life.View, _ int32, d *life.Dwelling) int {
			if d.Link == life.Institution {
				return 1
			}
			return 0
		}, "P", "A"),
		coded("BOFORHOLD_KILDE_KOBL", func(_ *life.View, _ int32, d *life.Dwelling) int { return source(d) },
			"ENEN", "FLER", "NN01", "NN02", "STUD", "ANDR", "UKFL", "UKHU"),
		coded("BOFORHOLD_KOBLNIVAA_HUSH_BOLIG", func(_ *life.View, _ int32, d *life.Dwelling) int { return level(d) }, "1", "2", "9"),
		coded("BOFORHOLD_TRANGBODD", func(v *life.View, p int32, d *life.Dwelling) int { return Room(v, p, d) }, "1", "2", "3", "9"),
	}
}

// source is the index of how a household was linked to its dwelling.
func source(d *life.Dwelling) int {
	r := lot(d, 11, 1000)
	switch {
	case d.Link == life.Institution:
		return 5
	case d.Link == life.NotLinked && r < 400:
		return 6
	case d.Link == life.NotLinked:
		return 7
	case d.Kind == life.Students:
		return 4
	case r < 880:
		return 0
	case r < 925:
		return 1
	case r < 975:
		return 2
	}
	return 3
}

// level is 0 linked directly, 1 linked by statistical means, 2 not linked.
func level(d *life.Dwelling) int {
	switch source(d) {
	case 0, 1, 4:
		return 0
	case 2, 3:
		return 1
	}
	return 2
}

// Room is 0 for people who live in a small space, 1 for those in between, 2 for those with much
// space, 3 when it is not known. Small: fewer rooms than persons or one room alone, and less
// than 25 m2 each. Much: three rooms more than persons, and at least 50 m2 each.
func Room(v *life.View, p int32, d *life.Dwelling) int {
	if d.Link != life.Linked {
		return 3
	}
	h := v.Households()
	n := int(h.Members[h.House[p]])
	switch {
	case (d.Rooms < n || d.Rooms == 1) && d.Area < 25*n:
		return 0
	case d.Rooms >= n+3 && d.Area >= 50*n:
		return 2
	}
	return 1
}
