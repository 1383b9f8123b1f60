package accidents

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

// People in accidents are alive and in the country, each is in an accident once, and what is
// said of an accident fits those who were in it.
func TestPeople(t *testing.T) {
	w := synthtest.World(t)
	a := w.Accidents()
	n := 0
	for k := range int32(len(a.All)) {
		x := &a.All[k]
		of := a.Of(k)
		n += len(of)
		require.NotEmpty(t, of)
		require.GreaterOrEqual(t, x.Vehicles, uint8(1))
		seen := map[int32]bool{}
		walkers, drivers := 0, 0
		for _, i := range of {
			require.Equal(t, k, i.Accident)
			require.True(t, w.Resident(i.Person, x.Day))
			require.False(t, seen[i.Person])
			seen[i.Person] = true
			switch i.Role {
			case life.Pedestrian:
				walkers++
				require.EqualValues(t, life.WithoutVehicle, i.Vehicle)
			case life.Driver:
				drivers++
				require.GreaterOrEqual(t, w.Age(i.Person, x.Day), 16)
			case life.Cyclist:
				drivers++
			case life.BackPassenger:
				require.Less(t, w.Age(i.Person, x.Day), 18)
			}
		}
		require.LessOrEqual(t, drivers, int(x.Vehicles))
		if walkers > 0 {
			require.EqualValues(t, life.WithPedestrian, x.Kind)
		}
	}
	require.Equal(t, len(a.Hurt), n)
}

// No snow in July.
func TestConditions(t *testing.T) {
	w := synthtest.World(t)
	snow := 0
	for k := range int32(len(w.Accidents().All)) {
		a := &w.Accidents().All[k]
		surface, _ := conditions(w, k, a)
		month := calendar.YearMonth(a.Day) % 100
		if surface == 2 {
			snow++
			require.False(t, month >= 5 && month <= 9, "snow in month %d", month)
		}
	}
	require.Positive(t, snow)
}
