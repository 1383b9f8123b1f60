package population

import (
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Streams of this package. The lives have 31 to 33 and 39, society the others up to 36.
const (
	addressLots = 37
	fewLots     = 38 // people on Svalbard by period, imputed students at step -1
)

// placeVariables tell where people live, from municipality to city district.
func placeVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "BEFOLKNING_KOMMNR_FORMELL", Since: firstYear, Codes: variable.List("kommune"), At: (*life.View).Municipality},
		{Name: "BEFOLKNING_KOMMNR_FAKTISK", Codes: variable.List("kommune"), At: (*life.View).ActualMunicipality},
		{Name: "BEFOLKNING_BYDEL", Since: 2004, Codes: variable.List("bydel"), At: district},
		{Name: "BEFOLKNING_TS_KODE", Since: firstYear, Codes: variable.These("T", "S"), At: func(v *life.View, p int32) (int64, bool) {
			word, place, ok := address(v, p)
			return flag(ok && !dense(v, word, place)), ok
		}},
		{Name: "BEFOLKNING_TETTNR", Codes: variable.These(settlementCodes()...), At: settlement},
		{Name: "BEFOLKNING_SVALBARD_KOMMNR", Codes: variable.List("svalbard"), At: svalbard},
		{Name: "BEFOLKNING_IMPUTERT", Codes: variable.These(imputedCodes...), At: imputed},
	}
}

// address draws where in an atom the family of a resident lives: the same for all of them,
// and until they move. It follows the woman of a couple, with whom the children stay.
func address(v *life.View, p int32) (word uint64, place uint16, ok bool) {
	f := v.Frame()
	if f.Head[p] < 0 {
		return 0, 0, false
	}
	place = v.Places()[p]
	who := f.Adult(p)
	if q := f.Partner[who]; q >= 0 && v.IsWoman(q) {
		who = q
	}
	return chance.NewStream(v.Seed, addressLots).At(who, int(place)), place, true
}

// denseShare is how many live in urban settlements by residents of the municipality, in 1/1000.
var denseShare = chance.Curve{{500, 180}, {2000, 330}, {5000, 500}, {10000, 640}, {25000, 790}, {60000, 890}, {150000, 960}, {700000, 995}}

type denseKey struct{}

func dense(v *life.View, word uint64, place uint16) bool {
	limits := life.OfWorld(v.World, denseKey{}, func() []int {
		out := make([]int, len(v.Geo.Atoms))
		for i := range out {
			out[i] = denseShare.At(v.Geo.Atoms[i].Size)
		}
		return out
	})
	return chance.Part(word, 0)%1000 < limits[place]
}

// settlementsPerAtom is how many urban settlements an atom has: a large and two small ones.
const settlementsPerAtom = 3

func settlementCodes() (codes []string) {
	for i := range life.AtomCount * settlementsPerAtom {
		codes = append(codes, fmt.Sprintf("%04d", 101+i))
	}
	return codes
}

// settlement is the number of the urban settlement of those who live in one.
func settlement(v *life.View, p int32) (int64, bool) {
	word, place, ok := address(v, p)
	if !ok || !dense(v, word, place) {
		return 0, false
	}
	k := 0
	switch r := chance.Part(word, 1) % 100; {
	case r >= 93:
		k = 2
	case r >= 78:
		k = 1
	}
	return int64(int(place)*settlementsPerAtom + k), true
}

// districtsOf are the city districts of a municipality code with their weights. Some old
// municipalities became a district of the city they were merged into.
var districtsOf = []struct {
	code    string
	weights []int // of the districts code01, code02, …
	merged  map[string]int
}{
	{"0301", []int{62, 65, 47, 40, 60, 35, 52, 54, 38, 28, 34, 50, 52, 54, 40, 2, 2}, nil},
	{"1201", []int{14, 43, 43, 30, 41, 30, 42, 42}, nil},
	{"4601", []int{14, 43, 43, 30, 41, 30, 42, 42}, nil},
	{"1103", []int{14, 16, 24, 21, 17, 20, 23}, map[string]int{"1141": 8, "1142": 9}},
	{"1601", []int{47, 50, 56, 34}, nil},
	{"5001", []int{47, 50, 56, 34}, map[string]int{"1662": 4}},
}

// atomDistricts are the districts of an atom on a day: their indices in the code list.
type atomDistricts struct {
	index   []int64
	weights []int
	total   int
}

type districtsKey struct{}

func district(v *life.View, p int32) (int64, bool) {
	word, place, ok := address(v, p)
	if !ok {
		return 0, false
	}
	d := life.OfView(v, districtsKey{}, func() []atomDistricts { return findDistricts(v) })[place]
	if d.total == 0 {
		return 0, false
	}
	return d.index[chance.Pick(chance.Mix(word), d.weights, d.total)], true
}

func findDistricts(v *life.View) []atomDistricts {
	at := map[string]int64{}
	for i, code := range v.Cat.Codes("bydel") {
		at[code] = int64(i)
	}
	out := make([]atomDistricts, len(v.Geo.Atoms))
	for i := range out {
		code := v.Geo.CodeAt(uint16(i), v.Day)
		for _, city := range districtsOf {
			if city.code != code {
				continue
			}
			d := &out[i]
			if k := city.merged[v.Geo.Atoms[i].Codes[0]]; k > 0 {
				d.index, d.weights, d.total = []int64{at[districtCode(code, k)]}, []int{1}, 1
				continue
			}
			for k, weight := range city.weights {
				d.index, d.weights, d.total = append(d.index, at[districtCode(code, k+1)]), append(d.weights, weight), d.total+weight
			}
		}
	}
	return out
}

func districtCode(municipality string, k int) string { return fmt.Sprintf("%s%02d", municipality, k) }

// svalbard is the place on Svalbard of the few who live there for some years; children go
// with their mother, else their father. Places are positions in the list svalbard.
func svalbard(v *life.View, p int32) (int64, bool) {
	if !v.Resident(p, v.Day) {
		return 0, false
	}
	who := p
	for v.Age(who, v.Day) < 19 {
		next := v.Mother[who]
		if next < 0 || !v.Resident(next, v.Day) {
			next = v.Father[who]
		}
		if next < 0 || !v.Resident(next, v.Day) {
			return 0, false
		}
		who = next
	}
	if v.Age(who, v.Day) >= 67 {
		return 0, false
	}
	word := chance.NewStream(v.Seed, fewLots).At(who, (v.Year+int(who)%5)/5)
	if chance.Scaled(word, 10_000) >= 5 {
		return 0, false
	}
	const longyearbyen, nyAalesund, svea, bjoernoeya, hopen = 1, 2, 3, 4, 5
	switch r := chance.Part(word, 0) % 100; {
	case r < 3 && who == p:
		return bjoernoeya, true
	case r < 5 && who == p:
		return hopen, true
	case r < 11:
		return nyAalesund, true
	case r < 21 && who == p && v.Day < calendar.NewYear(2017): // the mine was closed
		return svea, true
	}
	return longyearbyen, true
}

// imputedCodes are the ways in which a household was found for students who have not told
// the register that they moved.
var imputedCodes = []string{"1A", "1B", "2A", "2B", "2C", "2D", "2E", "2F", "3A", "3B", "3U", "3X", "3Y"}

var imputedWeights = []int{90, 30, 140, 90, 60, 30, 20, 10, 180, 150, 30, 110, 60}

func imputed(v *life.View, p int32) (int64, bool) {
	if _, away := v.AwayToStudy(p); !away {
		return 0, false
	}
	return int64(chance.Pick(chance.NewStream(v.Seed, fewLots).At(p, -1), imputedWeights, 1000)), true
}
