package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// united is the column of the units of one view.
func united(t *testing.T, w *View) *column.Column {
	t.Helper()
	set, err := w.Units(run())
	require.NoError(t, err)
	col, err := kernel.UniteSets{}.Run(run(), []any{set})
	require.NoError(t, err)
	return col.(*column.Column)
}

// TestUnitsAreThoseOfThePopulation compares with what an import would read, on every day on
// which a record begins or ends, and the days beside it.
func TestUnitsAreThoseOfThePopulation(t *testing.T) {
	s, v := opened(t, four)
	for _, name := range v.Names() {
		queries := []Query{At(0)}
		if variable(t, v, name).Temporality == types.Fixed {
			queries = []Query{Whole()}
		}
		for _, date := range []string{"1979-12-31", "1990-01-01", "1995-06-01", "2001-07-01", "2019-01-01", "2019-12-31", "2020-01-01", "2021-01-01"} {
			queries = append(queries, At(day(t, date)), At(day(t, date)+1))
		}
		for _, q := range queries {
			want, _, err := viewed(t, s, v, name, q).Population(run())
			require.NoError(t, err)
			got := united(t, viewed(t, s, v, name, q))
			require.Equal(t, want.Kind, got.Kind, name)
			require.Equal(t, want.Space, got.Space, name)
			if want.Kind == types.Text {
				require.Equal(t, show(want), show(got), name)
			} else {
				require.Equal(t, want.Codes[:want.Len], got.Codes[:got.Len], "%s %v", name, q)
			}
		}
	}
}

// TestUnitsOfLargeFiles has more units than a chunk of rows, several records of a unit, records
// without a value, and several part files.
func TestUnitsOfLargeFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	pay := storetest.Variable{Name: "PAY", Title: "Pay", TitleEN: "Pay", Unit: "PERSON", Temporality: "ACCUMULATED", Type: "integer"}
	civil := storetest.Variable{Name: "CIVIL", Title: "Civil", TitleEN: "Civil", Unit: "PERSON", Temporality: "EVENT", Type: "text", Coverage: [2]string{"2000-01-01", "2021-12-31"}}
	for k := range kernel.ChunkRows + 5000 {
		id := fmt.Sprint(k * 3)
		for y := 2018; y <= 2020; y++ {
			if r.IntN(3) > 0 {
				pay.Rows = append(pay.Rows, storetest.Row{Unit: id, Value: "1", NoValue: r.IntN(5) == 0,
					Start: fmt.Sprintf("%d-01-01", y), Stop: fmt.Sprintf("%d-12-31", y)})
			}
		}
		if r.IntN(2) > 0 {
			civil.Rows = append(civil.Rows, storetest.Row{Unit: id, Value: "1", Start: "2000-01-01", Stop: "2019-06-30"},
				storetest.Row{Unit: id, Value: "2", Start: "2019-07-01", NoValue: r.IntN(3) == 0})
		}
	}
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{pay, civil}})
	s, v := reopened(t, dir, t.TempDir())
	for _, name := range v.Names() {
		for _, date := range []string{"2018-06-30", "2019-06-30", "2020-06-30"} {
			want, _, err := viewed(t, s, v, name, At(day(t, date))).Population(run())
			require.NoError(t, err)
			require.Positive(t, want.Len)
			got := united(t, viewed(t, s, v, name, At(day(t, date))))
			require.Equal(t, want.Codes[:want.Len], got.Codes[:got.Len], "%s %s", name, date)
		}
	}
}
