package hospital

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

// The conditions are those of the code list.
func TestConditions(t *testing.T) {
	w := synthtest.World(t)
	for i, code := range w.Cat.Codes("icd10_3") {
		require.Equal(t, code, life.Conditions[i].Code)
	}
}

// Patients live in the country from the first to the last day; women who have a child are in
// hospital on its birthday, and only they for that; breast cancer is a disease of women.
func TestStays(t *testing.T) {
	w := synthtest.World(t)
	type day struct {
		mother int32
		born   int16
	}
	births, first := map[day]bool{}, calendar.NewYear(life.StayYear)
	for p := range int32(w.Persons()) {
		births[day{w.Mother[p], w.Birth[p]}] = true
	}
	given, of := 0, map[string]int{}
	women, men := map[int32]bool{}, map[int32]bool{}
	for k := range w.Stays() {
		a := &w.Stays()[k]
		out, at := a.Out(details(w, int32(k)))
		require.GreaterOrEqual(t, a.In, first)
		require.True(t, w.Resident(a.Person, a.In))
		require.True(t, w.Resident(a.Person, out))
		require.GreaterOrEqual(t, out, a.In)
		require.Less(t, at, 24*60)
		if out == a.In {
			require.GreaterOrEqual(t, at, int(a.From))
		} else {
			require.EqualValues(t, life.Inpatient, a.Level)
		}
		of[life.Conditions[a.Main].Code]++
		switch life.Conditions[a.Main].Code {
		case "O80":
			given++
			require.True(t, births[day{a.Person, a.In}], "a birth without a child")
		case "C50":
			if w.IsWoman(a.Person) {
				women[a.Person] = true
			} else {
				men[a.Person] = true
			}
		}
	}
	require.Greater(t, given, 30)
	all := len(w.Stays())
	for code, n := range of {
		require.True(t, code == "Z00" || 100*n < 12*all, "%s: %d of %d stays", code, n, all)
	}
	require.Greater(t, len(women), 10*len(men), "breast cancer is a disease of women")
}
