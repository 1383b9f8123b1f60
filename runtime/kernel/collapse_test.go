package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

// groupStat lowers one statistic the way collapse does.
func groupStat(t *testing.T, c *Context, stat string, g *Groups, values *column.Column) *column.Column {
	t.Helper()
	result := func(op Op, in ...any) any {
		out, err := op.Run(c, in)
		require.NoError(t, err)
		return out
	}
	switch stat {
	case "min", "max":
		return run(t, c, GroupExtreme{Max: stat == "max"}, g, values)
	case "median", "iqr", "gini":
		return run(t, c, GroupStat{stat}, result(Order{Exact: true, Sorted: stat == "gini", Percents: []int{25, 50, 75}}, g, values))
	case "sd", "semean":
		s := result(Totals{}, g, values)
		return run(t, c, GroupStat{stat}, s, result(Squares{}, g, values, s))
	}
	return run(t, c, GroupStat{stat}, result(Totals{}, g, values))
}

var groupStats = []string{"count", "sum", "mean", "min", "max", "median", "sd", "semean", "sebinomial", "percent", "iqr", "gini"}

func TestGroupStatisticsWorkedByHand(t *testing.T) {
	c := testContext(1)
	// Group 0 has 1 2 3 4 (functions: gini .25, quartiles 1.75 2.5 3.25, sd √(5/3)); group 1
	// has no value, group 2 one.
	g := &Groups{Count: 3, Rows: 7, IDs: []uint32{0, 0, 0, 0, 1, 2, None}}
	x := column.FromInts([]int64{4, 1, 3, 2, 99, 1, 50}, column.BitmapOf(true, true, true, true, false, true, true))
	sd := math.Sqrt(5.0 / 3)
	for stat, want := range map[string][]any{
		"count": {int64(4), int64(0), int64(1)}, "sum": {int64(10), int64(0), int64(1)}, "mean": {2.5, nil, 1.0},
		"min": {int64(1), nil, int64(1)}, "max": {int64(4), nil, int64(1)}, "median": {2.5, nil, 1.0}, "iqr": {1.5, nil, 0.0},
		"sd": {sd, nil, nil}, "semean": {sd / 2, nil, nil}, "percent": {80.0, 0.0, 20.0}, "gini": {0.25, nil, 0.0},
		"sebinomial": {nil, nil, 0.0},
	} {
		require.Equal(t, want, cells(groupStat(t, c, stat, g, x), 3), stat)
	}
	wide := column.FromInts([]int64{math.MaxInt64, 1, -1, 0, 5, math.MinInt64, 0}, nil)
	require.Equal(t, []any{int64(math.MaxInt64), int64(5), int64(math.MinInt64)}, cells(groupStat(t, c, "sum", g, wide), 3), "back in range")
	wide = column.FromInts([]int64{math.MaxInt64, 1, 0, 0, 5, math.MinInt64, 0}, nil)
	require.Equal(t, []any{nil, int64(5), int64(math.MinInt64)}, cells(groupStat(t, c, "sum", g, wide), 3))
	dates := groupStat(t, c, "max", g, column.FromDates([]int64{1, 2, 3, 4, 5, 6, 7}, nil))
	require.Equal(t, types.Date, dates.Kind)
	require.Equal(t, []any{int64(4), int64(4), int64(4), int64(4), int64(5), int64(6), nil}, cells(run(t, c, MapGroups{}, dates, g), 7))
}

func TestGroupStatisticsAgainstDefinitions(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	for _, n := range testSizes {
		// few groups take the way by chunks, many (beyond partialCells) the way by windows
		for _, groups := range []int{3, partialCells/2 + 1} {
			if groups > 3 && n < ChunkRows {
				continue
			}
			ids := make([]uint32, n)
			for i := range ids {
				ids[i] = uint32(r.IntN(min(groups, n/2+1)))
			}
			values := randomColumn(r, types.Decimal, n)
			for i := range values.Floats {
				if values.Floats[i] > 1e300 {
					values.Floats[i] = 7
				}
			}
			g := &Groups{Count: groups, Rows: n, IDs: ids}
			var first [][]float64
			for _, threads := range []int{1, 8} {
				c := testContext(threads)
				var all [][]float64
				for _, stat := range groupStats {
					if col := groupStat(t, c, stat, g, values); col.Floats != nil {
						all = append(all, slices.Clone(col.Floats))
						if stat == "mean" {
							checkMeans(t, g, values, col)
						}
					}
				}
				if first == nil {
					first = all
				}
				for k := range first {
					require.True(t, slices.Equal(first[k], all[k]), "same bits")
				}
			}
		}
	}
}

func checkMeans(t *testing.T, g *Groups, values, means *column.Column) {
	sums, rows := make([]float64, g.Count), make([]float64, g.Count)
	for i := range g.Rows {
		if !values.Missing(i) {
			sums[g.IDs[i]] += values.Floats[i]
			rows[g.IDs[i]]++
		}
	}
	for i := range sums {
		if means.Missing(i) != (rows[i] == 0) || rows[i] > 0 && math.Abs(sums[i]/rows[i]-means.Floats[i]) > 1e-12 {
			t.Fatalf("mean of group %d", i)
		}
	}
}
