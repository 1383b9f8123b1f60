package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// Rows in the order of their groups give the same bits as the same rows with groups numbered
// in any other way, which go through bands and windows.
func TestRunsOfGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	const rows, count = 7*ChunkRows - 1000, 170_000
	require.Greater(t, count*Chunks(rows), partialCells)
	ids := make([]uint32, rows)
	for i := range ids {
		ids[i] = uint32(i * count / rows)
	}
	for i := 100_000; i < 240_000; i++ {
		ids[i] = ids[100_000] // a group of more than two chunks
	}
	mixed, other := r.Perm(count), make([]uint32, rows)
	for i, id := range ids {
		other[i] = uint32(mixed[id])
	}
	for _, kind := range []types.Kind{types.Integer, types.Decimal, types.Boolean} {
		values := randomColumn(r, kind, rows)
		forThreads(t, func(t *testing.T, c *Context) {
			for name, op := range map[string]func(g *Groups) *column.Column{
				"min": func(g *Groups) *column.Column { return run(t, c, GroupExtreme{}, g, values) },
				"max": func(g *Groups) *column.Column { return run(t, c, GroupExtreme{Max: true}, g, values) },
				"sum": func(g *Groups) *column.Column {
					total, err := Totals{}.Run(c, []any{g, values})
					require.NoError(t, err)
					return run(t, c, GroupStat{Stat: "sum"}, total)
				},
				"sd": func(g *Groups) *column.Column {
					total, err := Totals{}.Run(c, []any{g, values})
					require.NoError(t, err)
					squares, err := Squares{}.Run(c, []any{g, values, total})
					require.NoError(t, err)
					return run(t, c, GroupStat{Stat: "sd"}, total, squares)
				},
			} {
				a := op(&Groups{Count: count, Rows: rows, IDs: ids})
				b := op(&Groups{Count: count, Rows: rows, IDs: other})
				for g := range count {
					if cell(a, g) != cell(b, mixed[g]) {
						t.Fatalf("%s of %s in group %d", name, kind, g)
					}
				}
			}
		})
	}
}

// A key column in the order of its units is grouped as any other is.
func TestGroupOfAscendingKeys(t *testing.T) {
	r := rand.New(rand.NewPCG(93, 94))
	for _, n := range testSizes {
		codes := make([]uint32, n)
		last := uint32(0)
		for i := range codes {
			last += uint32(r.IntN(3))
			codes[i] = last
		}
		mixed := make([]uint32, n)
		for i, j := range r.Perm(n) {
			mixed[i] = codes[j]
		}
		forThreads(t, func(t *testing.T, c *Context) {
			a, err := Group{}.Run(c, []any{column.FromKeys(codes, "FNR", nil)})
			require.NoError(t, err)
			b, err := Group{}.Run(c, []any{column.FromKeys(mixed, "FNR", nil)})
			require.NoError(t, err)
			x, y := a.(*Groups), b.(*Groups)
			require.Equal(t, y.Count, x.Count)
			for g := range x.Count {
				require.Equal(t, y.Keys[0].Codes[g], x.Keys[0].Codes[g])
			}
			for i, id := range x.IDs {
				require.Equal(t, codes[i], x.Keys[0].Codes[id])
			}
		})
	}
}
