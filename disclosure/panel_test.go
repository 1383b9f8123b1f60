package disclosure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOneDateOfAPanelIsCountedAsACrossSection: columns are dates, at each of which a unit is
// once; rows and the total have it once a date.
func TestOneDateOfAPanelIsCountedAsACrossSection(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	first, second, both := b.set(ordinals(1500)), b.set(ordinals(2000)[800:]), b.set(ordinals(2000))
	g := Grid{
		MayRepeat: true, ColumnsOnce: true, Stats: []Statistic{StatFreq},
		Rows: []Axis{{Name: "r", Categories: []Category{{Code: "a"}}}}, Tuples: [][]int{{0}},
		Column:   &Axis{Name: "date", Categories: []Category{{Code: "1", Number: true}, {Code: "2", Number: true}}},
		Cells:    Cells{Units: []SetKey{first, second}},
		ColTotal: Cells{Units: []SetKey{first, second}},
		RowTotal: Cells{Units: []SetKey{both}, Repeats: []Repeats{{1300, 700}}},
		Total:    Cells{Units: []SetKey{both}, Repeats: []Repeats{{1300, 700}}},
	}
	table, _ := b.table(g)
	want := [][]float64{{float64(b.shown(first)), float64(b.shown(second)), 0}}
	// Every unit has a row at one date, 700 at two: 2700 rows for 2000 units, none cut.
	want[0][2] = float64(int64(float64(b.shown(both))*(2700.0/2000) + 0.5))
	require.Equal(t, [][]float64{want[0], want[0]}, numbers(table))
	for r := range 2 {
		require.Equal(t, RuleC1, table.Cell(r, 0, 0).Rule())
		require.Equal(t, RuleC9, table.Cell(r, 2, 0).Rule())
	}
	// What may repeat needs its evidence still: one date says nothing of all dates.
	bad := g
	bad.RowTotal.Repeats = nil
	_, _, err := b.l.Release(NewGrid(bad), tableRule)
	requireCode(t, codeNoEvidence, err)
	bad = g
	bad.ColumnsOnce = false
	_, _, err = b.l.Release(NewGrid(bad), tableRule)
	requireCode(t, codeNoEvidence, err)
	bad.RowsOnce = true // rows are of one date: columns are not
	_, _, err = b.l.Release(NewGrid(bad), tableRule)
	requireCode(t, codeNoEvidence, err)
}

// TestAGroupIsDescribedAsItsRowsAlone: every group is a population of its own.
func TestAGroupIsDescribedAsItsRowsAlone(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	stats := []Statistic{StatMean, StatCount, StatP50}
	group := func(from, to int) Described {
		units := ordinals(to)[from:]
		x := make([]float64, len(units))
		for i := range x {
			x[i] = float64(1000 + (from+i*37)%500)
		}
		bounds := WinsorBounds(sorted(x))
		return Described{Population: b.set(units), Stats: stats, Values: []Values{b.values(units, x, bounds)},
			Measures: []Measure{{Name: "pay", Fingerprint: "f", Bounds: bounds}}}
	}
	nobody := Described{Population: b.set(b.showing(2, 0)), Stats: stats, Values: []Values{{}}, Measures: []Measure{{Name: "pay", Fingerprint: "f"}}}
	all := DescribedBy{
		Population: b.set(ordinals(2000)), Axis: Axis{Name: "date@panel", Categories: []Category{
			{Code: "200", Number: true}, {Code: "1000", Number: true}, {Code: "30", Number: true}}},
		Groups: []Described{group(0, 1500), group(500, 2000), nobody},
	}
	r, acc, err := b.l.Release(NewDescribedBy(all), descRule)
	require.NoError(t, err)
	d, ok := r.Description()
	require.True(t, ok)
	require.Equal(t, "date@panel", d.By.Name)
	require.Equal(t, []Part{{Code: "200", Number: true}, {Code: "1000", Number: true}}, d.Groups, "by number, and without a group that shows nobody")
	require.Equal(t, float64(b.shown(all.Population)), r.About().Population.Value())
	require.Contains(t, acc.Rules, RuleC8)
	for g := range 2 {
		alone, _, err := b.l.Release(NewDescribed(all.Groups[g]), descRule)
		require.NoError(t, err)
		want, _ := alone.Description()
		for s := range stats {
			require.Equal(t, want.Cell(0, s), d.CellIn(0, g, s))
		}
	}
	all.Groups = all.Groups[:2]
	_, _, err = b.l.Release(NewDescribedBy(all), descRule)
	requireCode(t, codeNoEvidence, err)
}
