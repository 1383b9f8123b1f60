package municipal

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	all := Variables()
	require.Len(t, all, 112)
	synthtest.Check(t, synthtest.World(t), all)
}

func year(w *life.World, y int) *life.View {
	return life.NewView(w, calendar.Period{Start: calendar.NewYear(y), Stop: calendar.NewYear(y+1) - 1})
}

// The municipalities of a year are those of its borders, under the codes that are valid.
func TestPlaces(t *testing.T) {
	w := synthtest.World(t)
	for y, want := range map[int]int{2017: 426, 2018: 422, 2020: 356, 2023: 356} {
		n := 0
		valid := map[string]bool{}
		for _, it := range w.Cat.Lists["kommune"] {
			from, _ := calendar.ParseDay(it[3])
			to, err := calendar.ParseDay(it[4])
			valid[it[0]] = valid[it[0]] || from <= calendar.NewYear(y) && (err != nil || to >= calendar.NewYear(y+1)-1)
		}
		v := year(w, y)
		for k, p := range places(v) {
			if p != nil {
				n++
				require.True(t, valid[w.Unit("KOMMUNE").Words[k]])
				require.Positive(t, p.residents)
			}
		}
		require.Equal(t, want, n, "municipalities of %d", y)
	}
}

// Accounts add up, and are near round figures of the country: about 50,000 kroner of wages and
// 100,000 of expenses per resident in 2023.
func TestAccounts(t *testing.T) {
	w := synthtest.World(t)
	v := year(w, 2023)
	var people, paid, spent int64
	oslo := int64(0)
	for k := range int32(w.Unit("KOMMUNE").Count) {
		c, ok := at(v, k)
		if !ok {
			continue
		}
		a := c.account()
		require.Equal(t, a.income-a.expenses, a.gross())
		require.Equal(t, a.income-a.expenses-a.finance-a.repaid+a.writeOff, a.net())
		require.Less(t, c.allWages(), a.expenses)
		people, paid, spent = people+c.residents, paid+c.allWages(), spent+a.expenses
		if w.Unit("KOMMUNE").Words[k] == "0301" {
			oslo = a.expenses
		}
	}
	require.InDelta(t, 5_550_000, people, 100_000)
	require.InDelta(t, 50_000, float64(paid)*1000/float64(people), 6_000)
	require.InDelta(t, 100_000, float64(spent)*1000/float64(people), 12_000)
	require.InDelta(t, 0.125, float64(oslo)/float64(spent), 0.03, "Oslo has an eighth of the people")
}

// Fields of work are the sums of their functions; a tax is the sum of its parts.
func TestSums(t *testing.T) {
	w := synthtest.World(t)
	value := map[string]map[synthtest.Row]int64{}
	for _, v := range Variables() {
		require.NoError(t, v.Complete(w.Cat))
		m := map[synthtest.Row]int64{}
		for _, r := range synthtest.Rows(w, &v) {
			x := r.Value
			r.Value = 0
			m[r] = x
		}
		value[v.Name] = m
	}
	const wages, tax = "SB12362_KOSTRA_LONNSUTGIFTER_", "SB12843_KOSTRA_EIENDOMSSKATT_"
	for row, sum := range value[wages+"F_BARNEVERN"] {
		require.Equal(t, sum, value[wages+"BARNEVERNTJENESTER"][row]+value[wages+"BARNEVERNSTILTAK_U_PLASSERING"][row]+value[wages+"BARNEVERNSTILTAK_M_PLASSERING"][row])
	}
	for row, sum := range value[tax+"I_ALT"] {
		require.Equal(t, sum, value[tax+"BOLIG_FRITIDSBOLIG"][row]+value[tax+"ANNEN_EIENDOM"][row])
	}
	for row, kg := range value["SB12241_KOSTRA_MATRIALGJENVINNING_AARSINNBYGGER"] {
		require.Less(t, kg, value["SB12241_KOSTRA_HUSHOLDNINGSAVFALL_AARSINNBYGGER"][row])
	}
}
