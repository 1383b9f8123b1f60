package kernel

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/column"
)

// Whole numbers are counted, decimals divided and sorted: the same numbers give the same bits.
func TestCountedOrderIsTheSortedOne(t *testing.T) {
	forThreads(t, func(t *testing.T, c *Context) {
		const n = 3*wideGroup + 77
		r := rand.New(rand.NewPCG(1, 2))
		ints, floats := make([]int64, n), make([]float64, n)
		valid, mask := column.NewBitmap(n), make([]uint8, n)
		for i := range ints {
			ints[i] = 190001 + r.Int64N(120)*100 + r.Int64N(12) - 30
			if r.IntN(10) > 0 {
				valid.Set(i)
			} else {
				ints[i] = -1 << 60
			}
			floats[i] = float64(ints[i])
			mask[i] = uint8(r.IntN(2))
		}
		carrier := column.FromInts(ints, valid)
		for _, in := range [][]any{{carrier}, {carrier, column.FromBools(mask)}} {
			g := groupsOf(t, c, All{}, in...)
			o := Order{Percents: []int{1, 25, 50, 75, 99}}
			counted, err := o.Run(c, []any{g, carrier})
			require.NoError(t, err)
			require.NotNil(t, counted.(*Orders).large[0])
			require.True(t, counted.(*Orders).large[0].counted)
			sorted, err := o.Run(c, []any{g, column.FromFloats(floats, valid)})
			require.NoError(t, err)
			a, b := counted.(*Orders).Group(0), sorted.(*Orders).Group(0)
			require.Equal(t, b.N(), a.N())
			keptA, keptB := counted.(*Orders).keep()[0], sorted.(*Orders).keep()[0]
			for _, rank := range o.ranks(a.N()) {
				require.Equal(t, keptB.Mean(rank[0], rank[1]), keptA.Mean(rank[0], rank[1]))
			}
			for range 50 {
				lo := r.IntN(a.N() - 8)
				require.Equal(t, b.Mean(lo, lo+7), a.Mean(lo, lo+7))
			}
			counted.(*Orders).Release()
			sorted.(*Orders).Release()
		}
	})
}
