package energy

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

func TestMonths(t *testing.T) {
	var use, sun int64
	for i := range useMonths {
		use, sun = use+useMonths[i], sun+sunMonths[i]
	}
	require.EqualValues(t, 1000, use)
	require.EqualValues(t, 1000, sun)
	require.Equal(t, 41, life.MonthOf(calendar.Day(2023, 6, 30)))
}

// A person pays for one home at a time; a home that is left stops when the next begins.
func TestHomes(t *testing.T) {
	w := synthtest.World(t)
	last := map[int32]life.Meter{}
	moved := 0
	for _, m := range w.Meters() {
		if m.Use != life.MeterHome {
			continue
		}
		if before, ok := last[m.Holder]; ok {
			require.Less(t, before.To, m.From)
			moved++
		}
		last[m.Holder] = m
	}
	require.Greater(t, moved, 100)
}

// 12,000 kWh in a year with no chance: a twelfth part of January is 12 % of it, more or less
// the swing of 8 % and the cold of 2021.
func TestUse(t *testing.T) {
	w := synthtest.World(t)
	m := &life.Meter{Yearly: 12000}
	for k := range int32(100) {
		require.InDelta(t, 144_000*1.065, used(w, k, m, 12), 144_000*0.09)
		require.Less(t, used(w, k, m, 18), used(w, k, m, 12), "July below January")
	}
}
