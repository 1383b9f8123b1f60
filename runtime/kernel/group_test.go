package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

func lessCell(a, b any) bool {
	switch {
	case a == nil || b == nil:
		return a != nil && b == nil
	}
	switch a := a.(type) {
	case string:
		return a < b.(string)
	case uint32:
		return a < b.(uint32)
	case int64:
		return a < b.(int64)
	case bool:
		return !a && b.(bool)
	}
	return a.(float64) < b.(float64)
}

// naiveGroups numbers the distinct values of the rows that take part.
func naiveGroups(col *column.Column, mask *column.Column, n int, missing bool) (ids []uint32, keys []any) {
	number := map[any]int{}
	take := func(i int) (any, bool) {
		v := cell(col, i)
		if f, ok := v.(float64); ok && f == 0 {
			v = 0.0
		}
		return v, (v != nil || missing) && (mask == nil || truth(cell(mask, i)))
	}
	for i := range n {
		if v, ok := take(i); ok {
			if _, seen := number[v]; !seen {
				number[v] = 0
				keys = append(keys, v)
			}
		}
	}
	slices.SortFunc(keys, func(a, b any) int {
		switch {
		case lessCell(a, b):
			return -1
		case lessCell(b, a):
			return 1
		}
		return 0
	})
	for i, v := range keys {
		number[v] = i
	}
	ids = make([]uint32, n)
	for i := range ids {
		ids[i] = None
		if v, ok := take(i); ok {
			ids[i] = uint32(number[v])
		}
	}
	return ids, keys
}

func groupsOf(t *testing.T, c *Context, op Op, in ...any) *Groups {
	t.Helper()
	out, err := op.Run(c, in)
	require.NoError(t, err)
	require.NoError(t, out.(*Groups).Settle(c))
	return out.(*Groups)
}

func TestGroupAgainstRowAtATime(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for _, n := range testSizes {
		for _, kind := range allKinds {
			col := randomColumn(r, kind, n)
			if kind == types.Text && n > 0 {
				col.Dict = &column.Dict{Values: []string{"z", "b", "y", "a"}}
			}
			var mask *column.Column
			if r.IntN(2) == 0 {
				mask = randomColumn(r, types.Integer, n)
			}
			for _, missing := range []bool{false, true} {
				ids, keys := naiveGroups(col, mask, n, missing)
				forThreads(t, func(t *testing.T, c *Context) {
					in := []any{col}
					if mask != nil {
						in = append(in, mask)
					}
					g := groupsOf(t, c, Group{Missing: missing}, in...)
					require.Equal(t, len(keys), g.Count, kind.String())
					require.True(t, slices.Equal(ids, g.IDs))
					equal(t, keys, cells(g.Keys[0], g.Count))
					require.Equal(t, kind, g.Keys[0].Kind)
				})
			}
		}
	}
}

func TestCombineAndCross(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for _, n := range testSizes {
		a, b, d := randomColumn(r, types.Text, n), randomColumn(r, types.Integer, n), randomColumn(r, types.Boolean, n)
		forThreads(t, func(t *testing.T, c *Context) {
			ga, gb, gd := groupsOf(t, c, Group{}, a), groupsOf(t, c, Group{Missing: true}, b), groupsOf(t, c, Group{}, d)
			g := groupsOf(t, c, Combine{}, ga, gb, gd)
			seen := map[string]bool{}
			for i := range n {
				if ga.IDs[i] == None || gb.IDs[i] == None || gd.IDs[i] == None {
					require.Equal(t, None, g.IDs[i])
					continue
				}
				id := g.IDs[i]
				seen[fmt.Sprint(cell(a, i), cell(b, i), cell(d, i))] = true
				equal(t, []any{cell(a, i), cell(b, i), cell(d, i)}, []any{cell(g.Keys[0], int(id)), cell(g.Keys[1], int(id)), cell(g.Keys[2], int(id))})
			}
			require.Len(t, seen, g.Count)
			for i := 1; i < g.Count; i++ {
				require.Negative(t, slices.Compare([]uint32{g.Parts[0][i-1], g.Parts[1][i-1], g.Parts[2][i-1]}, []uint32{g.Parts[0][i], g.Parts[1][i], g.Parts[2][i]}))
			}
			x := groupsOf(t, c, Cross{}, ga, gb)
			require.Equal(t, ga.Count*gb.Count, x.Count)
			rows, cols, total := groupsOf(t, c, Margin{"rows"}, x), groupsOf(t, c, Margin{"columns"}, x), groupsOf(t, c, Margin{"total"}, x)
			for i := range n {
				if ga.IDs[i] == None || gb.IDs[i] == None {
					equal(t, []any{None, None, None, None}, []any{x.IDs[i], rows.IDs[i], cols.IDs[i], total.IDs[i]})
					continue
				}
				equal(t, []any{ga.IDs[i], gb.IDs[i], uint32(0), ga.IDs[i]*uint32(gb.Count) + gb.IDs[i]}, []any{rows.IDs[i], cols.IDs[i], total.IDs[i], x.IDs[i]})
			}
		})
	}
}

func TestManyGroupsCombineByKey(t *testing.T) {
	// 20,000 × 20,000 combinations are beyond a bitmap: the sorted-key way must agree.
	n := 20000
	a, b := make([]int64, n), make([]float64, n)
	for i := range a {
		a[i], b[i] = int64(i/2), float64(n-i)
	}
	c := testContext(2)
	ga, gb := groupsOf(t, c, Group{}, column.FromInts(a, nil)), groupsOf(t, c, Group{}, column.FromFloats(b, nil))
	g := groupsOf(t, c, Combine{}, ga, gb)
	require.Equal(t, n, g.Count)
	// rows 0 and 1 share a = 0 and have b = 20000 and 19999: row 1 comes first
	require.Equal(t, []uint32{1, 0, 3, 2}, g.IDs[:4])
	require.Equal(t, 19999.0, g.Keys[1].Floats[0])
}
