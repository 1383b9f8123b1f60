package vehicles

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

// A vehicle has one owner at a time, in order of time, and stays the same vehicle.
func TestOwners(t *testing.T) {
	w := synthtest.World(t)
	several := 0
	for k := range int32(w.Vehicles()) {
		all := w.Owners(k)
		require.NotEmpty(t, all)
		for i, o := range all {
			require.Equal(t, k, o.Unit)
			require.LessOrEqual(t, o.From, o.To)
			require.LessOrEqual(t, o.New, o.From, "owned before it was made")
			require.GreaterOrEqual(t, int(o.From)-w.BornYear(o.Owner), 16)
			if i > 0 {
				before := all[i-1]
				require.Less(t, before.To, o.From)
				require.Equal(t, []any{before.New, before.Group, before.Fuel}, []any{o.New, o.Group, o.Fuel})
				several++
			}
		}
	}
	require.Greater(t, several, w.Vehicles()/2)
}

// What is said of a vehicle fits together.
func TestBuild(t *testing.T) {
	w := synthtest.World(t)
	for k := range int32(w.Vehicles()) {
		o := &w.Owners(k)[0]
		b := buildOf(w, k, o)
		require.Greater(t, b.gross, b.kerb)
		require.GreaterOrEqual(t, b.axles, b.driven)
		require.GreaterOrEqual(t, b.seats, b.front)
		if o.Fuel == life.Electric {
			require.Contains(t, []int{0, -1}, b.co2, "an electric vehicle has no exhaust")
			require.Contains(t, []int{0}, b.litres()*max(b.co2, 0))
			require.True(t, b.plug)
		}
		if life.IsCar(o.Group) && o.Fuel <= life.Diesel {
			require.Greater(t, b.co2, 60)
			require.False(t, b.plug)
		}
		if b.braked > 0 {
			require.Equal(t, b.gross+b.braked, b.train())
		}
		require.GreaterOrEqual(t, b.class, -1)
		require.Less(t, b.class, len(euClasses))
	}
}

// 120 g of CO2 come from 5.02 litres of petrol or 4.55 litres of diesel in 100 km.
func TestLitres(t *testing.T) {
	b := build{co2: 120}
	require.Equal(t, 50, b.litres())
	b.fuel = life.Diesel
	require.Equal(t, 45, b.litres())
}

// The odometer never runs backwards, and the mean is what it shows by the time passed.
func TestOdometer(t *testing.T) {
	w := synthtest.World(t)
	n := 0
	for k := range int32(w.Vehicles()) {
		o, last := &w.Owners(k)[0], reading{}
		for y := int(o.New); y <= 2024; y++ {
			r, ok := lastReading(w, k, o, y)
			require.Equal(t, ok && y-int(o.New) >= 4, ok)
			if !ok {
				continue
			}
			n++
			require.LessOrEqual(t, r.year, y)
			require.GreaterOrEqual(t, r.km, last.km)
			last = r
		}
	}
	require.Greater(t, n, 1000)
}
