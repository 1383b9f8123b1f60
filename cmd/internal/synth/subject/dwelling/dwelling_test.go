package dwelling

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

func newYear(w *life.World, year int) *life.View {
	return life.NewView(w, calendar.Period{Start: calendar.NewYear(year), Stop: calendar.NewYear(year)})
}

// All members of a household live in one dwelling, and what is said of it fits together.
func TestDwellings(t *testing.T) {
	w := synthtest.World(t)
	v := newYear(w, 2023)
	homes := v.Homes()
	first := map[int32]life.Dwelling{}
	for p := range int32(w.Persons()) {
		d, ok := homes.HomeOf(p)
		require.Equal(t, w.Resident(p, v.Day), ok)
		if !ok {
			continue
		}
		if e, ok := first[homes.House[p]]; ok {
			require.Equal(t, e, d)
		}
		first[homes.House[p]] = d
		require.LessOrEqual(t, d.Built, 2023)
		require.LessOrEqual(t, d.Rooms*10, d.Area)
		require.GreaterOrEqual(t, toilets(&d), baths(&d))
		require.GreaterOrEqual(t, homesInBuilding(&d), 1)
		if d.Kind < life.Semi {
			require.NotEqual(t, life.Shared, d.Tenure, "a cooperative of detached houses")
		}
		if storey(&d) == 3 {
			require.GreaterOrEqual(t, floors(&d), 5)
		}
		require.Equal(t, d.Link == life.Linked, level(&d) < 2)
	}
}

// Few change their dwelling from one year to the next; those who stay see it unchanged.
func TestStaying(t *testing.T) {
	w := synthtest.World(t)
	a, b := newYear(w, 2021).Homes(), newYear(w, 2022).Homes()
	stayed, all := 0, 0
	for p := range int32(w.Persons()) {
		d, ok := a.HomeOf(p)
		e, still := b.HomeOf(p)
		if !ok || !still {
			continue
		}
		if all++; d.Word == e.Word {
			stayed++
			require.Equal(t, d.Built, e.Built)
		}
	}
	require.Greater(t, stayed*100, all*80)
	require.Less(t, stayed, all)
}

// Rooms and persons: worked out by hand.
func TestRoom(t *testing.T) {
	w := synthtest.World(t)
	v := newYear(w, 2022)
	h := v.Households()
	for p := range int32(w.Persons()) {
		if h.House[p] < 0 || h.Members[h.House[p]] != 4 {
			continue
		}
		require.Equal(t, 0, Room(v, p, &life.Dwelling{Area: 99, Rooms: 3}), "three rooms for four, less than 100 m2")
		require.Equal(t, 1, Room(v, p, &life.Dwelling{Area: 100, Rooms: 3}), "25 m2 each")
		require.Equal(t, 1, Room(v, p, &life.Dwelling{Area: 199, Rooms: 7}))
		require.Equal(t, 2, Room(v, p, &life.Dwelling{Area: 200, Rooms: 7}))
		require.Equal(t, 3, Room(v, p, &life.Dwelling{Area: 200, Rooms: 7, Link: life.NotLinked}))
		return
	}
	t.Fatal("no household of four")
}

// Amounts and months of the housing allowance add up, and nobody who works gets any.
func TestAllowance(t *testing.T) {
	w := synthtest.World(t)
	n := 0
	for p := range int32(w.Persons()) {
		a, ok := w.HousingAllowance(p, 2022)
		if !ok {
			require.Zero(t, a)
			continue
		}
		n++
		require.False(t, w.Works(p, 2022))
		require.Positive(t, a.Granted+a.Refused)
		require.LessOrEqual(t, a.Granted+a.Refused, 12)
		require.LessOrEqual(t, a.Sum, a.Rent*int64(a.Granted), "more than the dwelling costs")
		require.Equal(t, a.Granted > 0, a.Sum > 0)
	}
	require.Greater(t, n, 50)
}
