package population

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// valuesOn gives a variable's values by person: of one day, or of all time when fixed.
func valuesOn(t *testing.T, w *life.World, day int16) func(name string) map[int32]int64 {
	byName := map[string]*variable.Variable{}
	all := Variables()
	for i := range all {
		require.NoError(t, all[i].Complete(w.Cat))
		byName[all[i].Name] = &all[i]
	}
	return func(name string) map[int32]int64 {
		v := *byName[name]
		if v.At != nil {
			v.When = variable.Clock{Periods: []calendar.Period{{Start: day, Stop: day}}}
		}
		out := map[int32]int64{}
		for _, r := range synthtest.Rows(w, &v) {
			out[r.Unit] = r.Value
		}
		require.NotEmpty(t, out, name)
		return out
	}
}

// Counting the rows of a family or household number gives the numbers of members that the
// other variables tell.
func TestGroupsAddUp(t *testing.T) {
	w, day := synthtest.World(t), calendar.NewYear(2020)
	of := valuesOn(t, w, day)
	household, family := of("BEFOLKNING_HUSHNR"), of("BEFOLKNING_REGSTAT_FAMNR")
	age := func(p int32) int64 { return int64(w.Age(p, day)) }
	type group struct{ members, minors, contacts, youngest, eldest int64 }
	contact, familyContact := of("BEFOLKNING_KONTAKT_HUSHNR"), of("BEFOLKNING_KONTAKT_REGSTAT_FAMNR")
	houses, families := map[int64]*group{}, map[int64]*group{}
	inHouse := map[int64]map[int64]bool{}
	add := func(m map[int64]*group, id, a, isContact int64) {
		g := m[id]
		if g == nil {
			g = &group{youngest: a}
			m[id] = g
		}
		g.members++
		g.contacts += isContact
		if a < 18 {
			g.minors++
		}
		g.youngest, g.eldest = min(g.youngest, a), max(g.eldest, a)
	}
	for p, id := range household {
		add(houses, id, age(p), contact[p])
		add(families, family[p], age(p), familyContact[p])
		if inHouse[id] == nil {
			inHouse[id] = map[int64]bool{}
		}
		inHouse[id][family[p]] = true
	}
	tell := func(members map[int64]*group, of map[int32]int64, id map[int32]int64, f func(g *group) int64, name string) {
		for p, x := range of {
			require.Equal(t, f(members[id[p]]), x, name)
		}
		require.Len(t, of, len(id), name)
	}
	tell(houses, of("BEFOLKNING_PERS_I_HUSHNR"), household, func(g *group) int64 { return g.members }, "members")
	tell(houses, of("BEFOLKNING_PERS17MIN_I_HUSHNR"), household, func(g *group) int64 { return g.minors }, "minors")
	tell(houses, of("BEFOLKNING_PERS18PLUS_I_HUSHNR"), household, func(g *group) int64 { return g.members - g.minors }, "grown-ups")
	tell(houses, of("BEFOLKNING_YNGST_I_HUSHNR"), household, func(g *group) int64 { return g.youngest }, "youngest")
	tell(houses, of("BEFOLKNING_ELDST_I_HUSHNR"), household, func(g *group) int64 { return g.eldest }, "eldest")
	tell(families, of("BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR"), family, func(g *group) int64 { return g.members }, "family")
	tell(families, of("BEFOLKNING_YNGST_I_REGSTAT_FAMNR"), family, func(g *group) int64 { return g.youngest }, "youngest of the family")
	tell(families, of("BEFOLKNING_ELDST_I_REGSTAT_FAMNR"), family, func(g *group) int64 { return g.eldest }, "eldest of the family")
	shared := 0
	for p, n := range of("BEFOLKNING_ANTREGSTAT_FAMNR_I_HUSHNR") {
		require.Equal(t, int64(len(inHouse[household[p]])), n)
		if n > 1 {
			shared++
		}
	}
	require.Greater(t, shared, 50, "some share a dwelling")
	for _, m := range []map[int64]*group{houses, families} {
		for _, g := range m {
			require.Equal(t, int64(1), g.contacts)
		}
	}
}

// Partners name each other; who has a spouse has no cohabitant; the number of children is
// that of the children told.
func TestCouplesAndChildren(t *testing.T) {
	w, day := synthtest.World(t), calendar.NewYear(2020)
	of := valuesOn(t, w, day)
	spouse, cohabitant := of("BEFOLKNING_EKT_FNR"), of("BEFOLKNING_SAMB_FNR")
	person := map[int64]int32{}
	for p, id := range w.Ids {
		person[id] = int32(p)
	}
	for _, m := range []map[int32]int64{spouse, cohabitant} {
		for p, id := range m {
			require.Equal(t, w.Ids[p], m[person[id]])
		}
	}
	for p := range spouse {
		require.NotContains(t, cohabitant, p)
	}
	family, child := of("BEFOLKNING_REGSTAT_FAMNR"), of("BEFOLKNING_BARN")
	count := map[int64]int64{}
	for p, yes := range child {
		count[family[p]] += yes
	}
	parent, siblings, kind := of("BEFOLKNING_FORELDREKODE"), of("BEFOLKNING_ANT_SOSKEN"), of("BEFOLKNING_SOSKENKODE")
	all := of("BEFOLKNING_BARN3_I_FAM")
	for p, n := range of("BEFOLKNING_BARN_I_REGSTAT_FAMNR") {
		require.Equal(t, count[family[p]], n)
		require.GreaterOrEqual(t, all[p], n)
		if child[p] == 1 {
			require.NotEqual(t, int64(4), parent[p])
			require.Equal(t, n-1, siblings[p])
			require.Equal(t, siblings[p] == 0, kind[p] == 0)
		}
	}
	for p, code := range parent {
		require.Less(t, w.Age(p, day), 18)
		if code == 0 {
			require.Contains(t, spouse, w.Mother[p])
		}
		if code == 1 {
			require.Contains(t, cohabitant, w.Mother[p])
		}
	}
}

// A grandmother is the mother's mother; siblings share a number, that of the eldest; the
// children of a mother are numbered without gaps.
func TestRelatives(t *testing.T) {
	w := synthtest.World(t)
	of := valuesOn(t, w, 0)
	mother, father := of("BEFOLKNING_MOR_FNR"), of("BEFOLKNING_FAR_FNR")
	person := map[int64]int32{}
	for p, id := range w.Ids {
		person[id] = int32(p)
	}
	for name, steps := range map[string][2]map[int32]int64{"BEFOLKNING_MORMOR_FNR": {mother, mother}, "BEFOLKNING_MORFAR_FNR": {mother, father},
		"BEFOLKNING_FARMOR_FNR": {father, mother}, "BEFOLKNING_FARFAR_FNR": {father, father}} {
		m := of(name)
		for p, id := range m {
			require.Equal(t, steps[1][person[steps[0][p]]], id)
			require.Greater(t, int(w.Birth[p])-int(w.Birth[person[id]]), 28*365)
		}
	}
	type parents struct{ mother, father int64 }
	group := map[parents]int64{}
	for p, id := range of("BEFOLKNING_SOESKEN_FNR") {
		both := parents{mother[p], father[p]}
		if before, ok := group[both]; ok {
			require.Equal(t, before, id)
		}
		group[both] = id
		require.LessOrEqual(t, w.Birth[person[id]], w.Birth[p])
		require.Equal(t, both, parents{mother[person[id]], father[person[id]]})
	}
	number := map[int64]map[int64]bool{}
	for p, n := range of("BEFOLKNING_PARITET") {
		if number[mother[p]] == nil {
			number[mother[p]] = map[int64]bool{}
		}
		require.False(t, number[mother[p]][n], "two children with one number")
		number[mother[p]][n] = true
	}
	for _, seen := range number {
		for k := range seen {
			require.LessOrEqual(t, k, int64(len(seen)))
		}
	}
}

// Places agree: people of a family share the settlement and district of their municipality;
// immigrants come at the age they have at the first stay.
func TestPlacesAgree(t *testing.T) {
	w, day := synthtest.World(t), calendar.NewYear(2021)
	of := valuesOn(t, w, day)
	municipality, district := of("BEFOLKNING_KOMMNR_FORMELL"), of("BEFOLKNING_BYDEL")
	codes, districts := w.Cat.Codes("kommune"), w.Cat.Codes("bydel")
	cities := map[string]bool{"0301": true, "4601": true, "1103": true, "5001": true}
	for p, k := range municipality {
		d, ok := district[p]
		require.Equal(t, cities[codes[k]], ok)
		if ok {
			require.Equal(t, codes[k], districts[d][:4])
		}
	}
	dense, settlement := of("BEFOLKNING_TS_KODE"), of("BEFOLKNING_TETTNR")
	for p, s := range dense {
		_, ok := settlement[p]
		require.Equal(t, s == 0, ok)
	}
	first, age := of("BEFOLKNING_FORSTDATO"), of("BEFOLKNING_INNALDER")
	require.Len(t, age, len(first))
	for p, d := range first {
		require.InDelta(t, float64(d/10000)-float64(w.BornYear(p)), float64(age[p]), 1)
	}
	reason, category := of("BEFOLKNING_INNGRUNN1"), of("BEFOLKNING_INVKAT")
	for p := range reason {
		require.Equal(t, int64(1), category[p])
		require.GreaterOrEqual(t, first[p], int64(19900101))
	}
	for p, c := range of("BEFOLKNING_LANDBAK3GEN") {
		if category[p] == 1 {
			require.Equal(t, w.CountryIndex[w.Country[p]], c)
		}
		if category[p] == 2 {
			require.NotEqual(t, w.CountryIndex[life.Norway], c)
		}
	}
}

// A divorce comes after a separation and before another wedding; nobody is divorced from a
// union that lasts.
func TestMaritalOrder(t *testing.T) {
	w := synthtest.World(t)
	for p := range int32(w.Persons()) {
		last := int64(-1)
		w.MaritalSpells(p, func(code int64, start, stop int16) {
			if code == 4 {
				require.Equal(t, int64(5), last)
			}
			if code == 2 {
				require.NotEqual(t, int64(5), last, "married while separated")
			}
			last = code
		})
	}
	v := life.NewView(w, calendar.Period{Start: calendar.NewYear(2020), Stop: calendar.NewYear(2020)})
	f := v.Frame()
	agree, n := 0, 0
	for p := range int32(w.Persons()) {
		if f.Partner[p] < 0 || !f.Married(p) {
			continue
		}
		n++
		w.MaritalSpells(p, func(code int64, start, stop int16) {
			if start <= v.Day && v.Day <= stop && code == 2 {
				agree++
			}
		})
	}
	require.Equal(t, n, agree, "who lives with a spouse is married")
}
