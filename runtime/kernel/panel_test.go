package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

// timesOf gives the numbers of groups of times.
func timesOf(t *testing.T, c *Context, op TimeGroups, in ...any) *Groups {
	t.Helper()
	out, err := op.Run(c, in)
	require.NoError(t, err)
	g := out.(*Groups)
	require.NoError(t, g.Settle(c))
	return g
}

func TestTimesAreGroupsWhetherTheyHaveRowsOrNot(t *testing.T) {
	c := testContext(2)
	days := column.FromDates([]int64{17897, 18262, 17897, 99999, 18628}, column.BitmapOf(true, true, true, true, false))
	g := timesOf(t, c, TimeGroups{Values: []int64{17532, 17897, 18262, 18628}}, days)
	require.Equal(t, 4, g.Count)
	require.Equal(t, []uint32{1, 2, 1, None, None}, g.IDs)
	require.Equal(t, []int64{17532, 17897, 18262, 18628}, g.Keys[0].Ints)
	g = timesOf(t, c, TimeGroups{Values: []int64{17532, 17897, 18262, 18628}}, days, column.FromBools([]uint8{0, 1, 1, 1, 1}))
	require.Equal(t, []uint32{None, 2, 1, None, None}, g.IDs)
	g = timesOf(t, c, TimeGroups{Values: []int64{-1 << 40, 5, 1 << 40}}, column.FromInts([]int64{5, 1 << 40, 6, -1 << 40, -1 << 40}, nil))
	require.Equal(t, []uint32{1, 2, None, 0, 0}, g.IDs)
	words := column.FromCodes([]uint32{2, 0, 1}, &column.Dict{Values: []string{"b", "x", "a"}}, nil)
	g = timesOf(t, c, TimeGroups{Texts: []string{"a", "b", "c"}}, words)
	require.Equal(t, []uint32{0, 1, None}, g.IDs)
	require.Equal(t, "c", g.Keys[0].Text(2))
}

// TestNextWorkedByHand: unit 7 has times 0, 1 and 3, unit 8 all four, unit 9 only time 2.
func TestNextWorkedByHand(t *testing.T) {
	units := column.FromKeys([]uint32{7, 7, 7, 8, 8, 8, 8, 9}, "PERSON", nil)
	times := &Groups{Count: 4, Rows: 8, IDs: []uint32{0, 1, 3, 0, 1, 2, 3, 2}}
	values := &Groups{Count: 3, Rows: 8, IDs: []uint32{0, 1, 2, 2, None, 1, 0, 0}, Keys: []*column.Column{column.FromInts([]int64{10, 20, 30}, nil)}}
	forThreads(t, func(t *testing.T, c *Context) {
		out, err := NextGroups{}.Run(c, []any{units, times, values})
		require.NoError(t, err)
		// A gap gives no pair, and a row without a group is the next of nobody.
		require.Equal(t, []uint32{1, None, None, None, 1, 0, None, None}, out.(*Groups).IDs)
		require.Equal(t, []int64{10, 20, 30}, out.(*Groups).Keys[0].Ints)
	})
}

// TestNextAgainstDefinition shuffles the rows of a panel with holes.
func TestNextAgainstDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for _, shuffled := range []bool{false, true} {
		type place struct{ unit, time uint32 }
		var places []place
		for u := range uint32(30_000) {
			for when := range uint32(5) {
				if r.IntN(4) > 0 {
					places = append(places, place{u * 3, when})
				}
			}
		}
		if shuffled {
			r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
		}
		units, when, ids := make([]uint32, len(places)), make([]uint32, len(places)), make([]uint32, len(places))
		at := map[place]uint32{}
		for i, p := range places {
			units[i], when[i], ids[i] = p.unit, p.time, uint32(r.IntN(4))
			if ids[i] == 3 {
				ids[i] = None
			}
			at[p] = ids[i]
		}
		want := make([]uint32, len(places))
		for i, p := range places {
			want[i] = None
			if id, ok := at[place{p.unit, p.time + 1}]; ok {
				want[i] = id
			}
		}
		forThreads(t, func(t *testing.T, c *Context) {
			in := []any{column.FromKeys(slices.Clone(units), "PERSON", nil), &Groups{Count: 5, Rows: len(when), IDs: when}, &Groups{Count: 3, Rows: len(ids), IDs: ids}}
			out, err := NextGroups{}.Run(c, in)
			require.NoError(t, err)
			require.Equal(t, want, out.(*Groups).IDs, fmt.Sprint("shuffled: ", shuffled))
		})
	}
}

// TestATableIsCountedInOnePass holds the counts of a table against those of its parts, for
// rows that come unit by unit and in no order, dates on either axis, and none.
func TestATableIsCountedInOnePass(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	const people, dates = 20_000, 5
	keys := labKeys(t, people)
	for _, shuffled := range []bool{false, true} {
		var units, when, what []uint32
		for u := range uint32(people) {
			for d := range uint32(dates) {
				if r.IntN(5) > 0 {
					units, when, what = append(units, u), append(when, d), append(what, uint32(r.IntN(4)))
				}
			}
		}
		if shuffled {
			r.Shuffle(len(units), func(i, j int) {
				units[i], units[j], when[i], when[j], what[i], what[j] = units[j], units[i], when[j], when[i], what[j], what[i]
			})
		}
		for i := range what {
			if what[i] == 3 {
				what[i] = None
			}
		}
		ucol := column.FromKeys(units, "PERSON", nil)
		values, times := &Groups{Count: 3, Rows: len(what), IDs: what}, &Groups{Count: dates, Rows: len(when), IDs: when}
		other := &Groups{Count: dates, Rows: len(when), IDs: slices.Clone(when)}
		r.Shuffle(len(when), func(i, j int) { other.IDs[i], other.IDs[j] = other.IDs[j], other.IDs[i] })
		for _, x := range []struct {
			rows, columns *Groups
			op            TableSets
		}{
			{values, times, TableSets{Rows: true}}, {times, values, TableSets{Columns: true}},
			{values, other, TableSets{Cells: true, Rows: true, Columns: true}}, {values, times, TableSets{Rows: true, Anchors: true}},
		} {
			forThreads(t, func(t *testing.T, c *Context) {
				cells := groupsOf(t, c, Cross{}, x.rows, x.columns)
				out, err := x.op.Run(c, []any{keys, ucol, cells})
				require.NoError(t, err)
				for i, of := range []string{"cells", "rows", "columns", "total"} {
					got, g := out.([]any)[i].(*Sets), cells
					if of != "cells" {
						g = groupsOf(t, c, Margin{of}, cells)
					}
					repeat := []bool{x.op.Cells, x.op.Rows, x.op.Columns, true}[i]
					want, err := UnitSets{MayRepeat: repeat, Anchors: x.op.Anchors || repeat}.Run(c, []any{keys, ucol, g})
					require.NoError(t, err)
					require.Equal(t, want, got, of)
				}
			})
		}
	}
	_, err := TableSets{}.Run(testContext(1), []any{keys, nil, &Groups{}})
	require.Error(t, err)
}

// TestManyRowsOfAUnit: unit 3 has 40 rows in one set and 2 in the other, unit 5 has 16 and 15.
func TestManyRowsOfAUnit(t *testing.T) {
	keys := labKeys(t, 10)
	var units, ids []uint32
	put := func(unit, set uint32, rows int) {
		for range rows {
			units, ids = append(units, unit), append(ids, set)
		}
	}
	put(3, 0, 40)
	put(3, 1, 2)
	put(5, 1, 15)
	put(5, 0, 16)
	want := []disclosure.Repeats{make(disclosure.Repeats, 40), make(disclosure.Repeats, 15)}
	want[0][39], want[0][15], want[1][1], want[1][14] = 1, 1, 1, 1
	for _, sets := range []int{2, manySets + 1} {
		g := &Groups{Count: sets, Rows: len(ids), IDs: ids}
		out, err := UnitSets{MayRepeat: true}.Run(testContext(2), []any{keys, column.FromKeys(units, "PERSON", nil), g})
		require.NoError(t, err)
		require.Equal(t, want, out.(*Sets).Repeats[:2])
		require.Equal(t, setOf(keys, map[uint32]int{3: 1, 5: 1}, true), out.(*Sets).Keys[0])
	}
	cells := groupsOf(t, testContext(1), Cross{}, &Groups{Count: 1, Rows: len(ids)}, &Groups{Count: 2, Rows: len(ids), IDs: ids})
	out, err := TableSets{Cells: true, Rows: true, Columns: true}.Run(testContext(1), []any{keys, column.FromKeys(units, "PERSON", nil), cells})
	require.NoError(t, err)
	total := make(disclosure.Repeats, 42)
	total[41], total[30] = 1, 1
	require.Equal(t, []disclosure.Repeats{total}, out.([]any)[3].(*Sets).Repeats)
	require.Equal(t, want, out.([]any)[2].(*Sets).Repeats)
}
