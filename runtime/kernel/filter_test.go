package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

var allKinds = []types.Kind{types.Boolean, types.Integer, types.Decimal, types.Date, types.Text, types.Key}

func TestSelectTakeCompose(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for _, n := range testSizes {
		mask := randomColumn(r, types.Integer, n)
		var want []int
		for i := range n {
			if truth(cell(mask, i)) {
				want = append(want, i)
			}
		}
		second := randomColumn(r, types.Boolean, len(want))
		cols := make([]*column.Column, len(allKinds))
		for k, kind := range allKinds {
			cols[k] = randomColumn(r, kind, n)
		}
		forThreads(t, func(t *testing.T, c *Context) {
			out, err := Select{}.Run(c, []any{mask})
			require.NoError(t, err)
			sel := out.(*Selection)
			require.Equal(t, len(want), len(sel.Rows))
			for i, row := range want {
				equal(t, uint32(row), sel.Rows[i])
			}
			for _, col := range cols {
				got := run(t, c, Take{}, col, sel)
				require.Equal(t, col.Kind, got.Kind)
				for i, row := range want {
					equal(t, cell(col, row), cell(got, i))
				}
			}
			out, err = Select{}.Run(c, []any{second})
			require.NoError(t, err)
			out, err = Compose{}.Run(c, []any{sel, out})
			require.NoError(t, err)
			k := 0
			for i, row := range want {
				if second.Bools[i] != 0 {
					equal(t, uint32(row), out.(*Selection).Rows[k])
					k++
				}
			}
			require.Equal(t, k, out.(*Selection).Count())
		})
	}
}

func TestIndexMatchGather(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	for _, n := range testSizes {
		for _, kind := range []types.Kind{types.Key, types.Text, types.Integer} {
			source, target := randomColumn(r, kind, min(n, 40)), randomColumn(r, kind, n)
			if kind == types.Key && r.IntN(2) == 0 {
				for i := range source.Codes {
					source.Codes[i] = uint32(3 * i)
				}
				source.Valid = nil
			}
			rowsOf := map[any][]int{}
			for i := range source.Len {
				if v := cell(source, i); v != nil {
					rowsOf[v] = append(rowsOf[v], i)
				}
			}
			forThreads(t, func(t *testing.T, c *Context) {
				index, err := BuildIndex{}.Run(c, []any{source})
				require.NoError(t, err)
				m, err := Match{}.Run(c, []any{index, target})
				require.NoError(t, err)
				twice, hit := run(t, c, Duplicates{}, source), run(t, c, Matched{}, m)
				for i := range source.Len {
					v := cell(source, i)
					equal(t, v != nil && len(rowsOf[v]) > 1, cell(twice, i))
				}
				for _, k := range allKinds {
					values := randomColumn(r, k, source.Len)
					got := run(t, c, Gather{}, values, m)
					for i := range n {
						rows := rowsOf[cell(target, i)]
						equal(t, cell(target, i) != nil && len(rows) == 1, cell(hit, i))
						var want any
						if cell(target, i) != nil && len(rows) == 1 {
							want = cell(values, rows[0])
						}
						if k == types.Boolean {
							checkNumber(t, want, got, i)
						} else {
							equal(t, want, cell(got, i))
						}
					}
				}
			})
		}
	}
}

func TestJoinSorted(t *testing.T) {
	r := rand.New(rand.NewPCG(25, 26))
	for _, n := range testSizes {
		var ordinals []uint32
		value := map[uint32]float64{}
		floats := []float64{}
		for u := range uint32(2 * n) {
			if r.IntN(3) == 0 {
				ordinals = append(ordinals, u)
				value[u] = r.Float64()
				floats = append(floats, value[u])
			}
		}
		units := make([]uint32, n)
		for i := range units {
			units[i] = uint32(2 * i)
		}
		if n == 1000 {
			r.Shuffle(n, func(i, j int) { units[i], units[j] = units[j], units[i] })
		}
		forThreads(t, func(t *testing.T, c *Context) {
			got, err := JoinSorted(c, column.FromKeys(units, "FNR", nil), ordinals, column.FromFloats(floats, nil))
			require.NoError(t, err)
			for i, u := range units {
				var want any
				if v, ok := value[u]; ok {
					want = v
				}
				equal(t, want, cell(got, i))
			}
		})
	}
}

func TestUnionOfUnits(t *testing.T) {
	c := testContext(1)
	for _, test := range []struct{ a, b, want, left, right []uint32 }{
		// ascending left rows: 1, 3, 5 with 2, 3, 9
		{[]uint32{1, 3, 5}, []uint32{2, 3, 9}, []uint32{1, 2, 3, 5, 9}, []uint32{0, None, 1, 2, None}, []uint32{None, 0, 1, None, 2}},
		// not ascending: new units follow, ascending
		{[]uint32{5, 1}, []uint32{9, 2, 1}, []uint32{5, 1, 2, 9}, []uint32{0, 1, None, None}, []uint32{None, 2, 1, 0}},
		{nil, []uint32{4}, []uint32{4}, []uint32{None}, []uint32{0}},
	} {
		out, err := Union{}.Run(c, []any{column.FromKeys(test.a, "FNR", nil), column.FromKeys(test.b, "FNR", nil)})
		require.NoError(t, err)
		u := out.(*United)
		require.Equal(t, test.want, u.Units.Codes)
		require.Equal(t, test.left, u.Left.Rows)
		require.Equal(t, test.right, u.Right.Rows)
		require.Equal(t, test.want, run(t, c, UnionPart{"units"}, u).Codes)
	}
}
