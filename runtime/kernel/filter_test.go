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
