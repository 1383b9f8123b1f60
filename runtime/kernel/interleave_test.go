package kernel_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

func panelContext(threads int) *kernel.Context {
	return &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 32), Threads: threads}
}

func step(t testing.TB, c *kernel.Context, op kernel.Op, in ...any) any {
	t.Helper()
	out, err := op.Run(c, in)
	require.NoError(t, err)
	return out
}

// cells writes a column out, a point for a missing value.
func cells(c *column.Column) []string {
	out := make([]string, c.Len)
	for i := range out {
		switch {
		case c.Missing(i):
			out[i] = "."
		case c.Kind == types.Text:
			out[i] = c.Text(i)
		case c.Kind == types.Key:
			out[i] = fmt.Sprint("u", c.Codes[i])
		default:
			out[i] = fmt.Sprint(c.Float(i))
		}
	}
	return out
}

func TestInterleaveDealsColumnsOut(t *testing.T) {
	c := panelContext(1)
	a := column.FromInts([]int64{1, 2, 3}, column.BitmapOf(true, false, true))
	b := column.FromBools([]uint8{1, 0, 1})
	d := column.FromFloats([]float64{0.5, 1.5, 2.5}, nil)
	out := step(t, c, kernel.Interleave{Kind: types.Decimal, Times: 4, At: []int{0, 1, 3}}, a, b, d).(*column.Column)
	require.Equal(t, types.Decimal, out.Kind)
	require.Equal(t, []string{"1", "1", ".", "0.5", ".", "0", ".", "1.5", "3", "1", ".", "2.5"}, cells(out))

	x := column.FromTexts([]string{"b", "a", ""}, column.BitmapOf(true, true, false))
	y := column.FromTexts([]string{"c", "b", "b"}, nil)
	out = step(t, c, kernel.Interleave{Times: 2, At: []int{0, 1}}, x, y).(*column.Column)
	require.Equal(t, []string{"b", "c", "a", "b", ".", "b"}, cells(out))
	require.True(t, out.Dict.Sorted)

	flags := step(t, c, kernel.Interleave{Times: 2, At: []int{1}}, b).(*column.Column)
	require.Equal(t, types.Integer, flags.Kind)
	require.Equal(t, []string{".", "1", ".", "0", ".", "1"}, cells(flags))

	keys := step(t, c, kernel.Interleave{Times: 1, At: []int{0}}, column.FromKeys([]uint32{7, 9}, "FNR", nil)).(*column.Column)
	require.Equal(t, "FNR", keys.Space)
	require.Equal(t, []string{"u7", "u9"}, cells(keys))

	_, err := kernel.Interleave{Times: 2, At: []int{0, 1}}.Run(c, []any{a, column.FromInts([]int64{1}, nil)})
	require.Error(t, err, "columns of different lengths")
}

func TestRepeatAndMoments(t *testing.T) {
	c := panelContext(1)
	out := step(t, c, kernel.Repeat{Times: 3}, column.FromTexts([]string{"x", "", "y"}, column.BitmapOf(true, false, true))).(*column.Column)
	require.Equal(t, []string{"x", "x", "x", ".", ".", ".", "y", "y", "y"}, cells(out))

	units := column.FromKeys([]uint32{4, 8}, "FNR", nil)
	days := step(t, c, kernel.Moments{Kind: types.Date, Values: []int64{10, 20, 30}}, units).(*column.Column)
	require.Equal(t, []string{"10", "20", "30", "10", "20", "30"}, cells(days))
	texts := step(t, c, kernel.Moments{Kind: types.Text, Texts: []string{"1_a", "2"}}, units).(*column.Column)
	require.Equal(t, []string{"1_a", "2", "1_a", "2"}, cells(texts))
}

// TestPanelThereAndBack makes a large panel of every kind of column, leaves rows out, and
// compares what comes back with the columns row by row. The result may not depend on threads.
func TestPanelThereAndBack(t *testing.T) {
	for _, times := range []int{1, 3, 7, 8, 64} {
		for _, drop := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d times, rows left out %t", times, drop), func(t *testing.T) {
				n := 3*kernel.ChunkRows/times + 77
				var first [][]string
				for _, threads := range []int{1, 4} {
					got := thereAndBack(t, panelContext(threads), n, times, drop)
					if first == nil {
						first = got
					}
					require.True(t, equalCells(first, got), "threads")
				}
			})
		}
	}
}

func equalCells(a, b [][]string) bool {
	for i := range a {
		for k := range a[i] {
			if a[i][k] != b[i][k] {
				return false
			}
		}
	}
	return len(a) == len(b)
}

func thereAndBack(t *testing.T, c *kernel.Context, n, times int, drop bool) [][]string {
	r := rand.New(rand.NewPCG(1, uint64(times)))
	units := make([]uint32, n)
	for i := range units {
		units[i] = uint32(3 * i)
	}
	base := column.FromKeys(units, "FNR", nil)
	moments := make([]int64, times)
	for i := range moments {
		moments[i] = int64(i*i + 5)
	}
	cols := make([]any, times)
	want := make([][]string, times)
	at := make([]int, times)
	for i := range cols {
		at[i] = i
		ints, valid := make([]int64, n), column.NewBitmap(n)
		for k := range ints {
			ints[k] = r.Int64N(1000)
			if r.IntN(3) > 0 {
				valid.Set(k)
			}
		}
		if i%3 == 2 {
			valid = nil
		}
		col := column.FromInts(ints, valid)
		cols[i], want[i] = col, cells(col)
	}
	long := step(t, c, kernel.Interleave{Times: times, At: at}, cols...).(*column.Column)
	who := step(t, c, kernel.Repeat{Times: times}, base).(*column.Column)
	when := step(t, c, kernel.Moments{Kind: types.Integer, Values: moments}, base).(*column.Column)
	left := make([]bool, n)
	if drop {
		keep := make([]uint8, n*times)
		for i := range keep {
			if r.IntN(2*times) > 0 && i/times%5 != 3 {
				keep[i] = 1
				left[i/times] = true
			} else {
				want[i%times][i/times] = "."
			}
		}
		sel := step(t, c, kernel.Select{}, column.FromBools(keep), who)
		long = step(t, c, kernel.Take{}, long, sel).(*column.Column)
		who = step(t, c, kernel.Take{}, who, sel).(*column.Column)
		when = step(t, c, kernel.Take{}, when, sel).(*column.Column)
	} else {
		for i := range left {
			left[i] = true
		}
	}
	rows := step(t, c, kernel.FindPanelRows{Values: moments}, who, when)
	back := step(t, c, kernel.PanelUnits{}, who, rows).(*column.Column)
	out := [][]string{cells(back)}
	k := 0
	for i := range left {
		if left[i] {
			require.Equal(t, units[i], back.Codes[k])
			k++
		}
	}
	require.Equal(t, k, back.Len)
	for i := range times {
		got := cells(step(t, c, kernel.AtTime{Time: i}, long, rows).(*column.Column))
		k := 0
		for u := range left {
			if left[u] {
				if want[i][u] != got[k] {
					t.Fatalf("time %d unit %d: %s, not %s", i, u, got[k], want[i][u])
				}
				k++
			}
		}
		out = append(out, got)
	}
	return out
}

func TestPanelRowsOfPlainCodes(t *testing.T) {
	c := panelContext(1)
	who := column.FromTexts([]string{"0301", "0301", "1103"}, nil)
	when := column.FromTexts([]string{"2_b", "3_a", "3_a"}, nil)
	rows := step(t, c, kernel.FindPanelRows{Texts: []string{"1_c", "2_b", "3_a"}}, who, when)
	require.Equal(t, []string{"0301", "1103"}, cells(step(t, c, kernel.PanelUnits{}, who, rows).(*column.Column)))
	x := column.FromBools([]uint8{1, 0, 1})
	require.Equal(t, []string{".", "."}, cells(step(t, c, kernel.AtTime{Time: 0}, x, rows).(*column.Column)))
	require.Equal(t, []string{"1", "."}, cells(step(t, c, kernel.AtTime{Time: 1}, x, rows).(*column.Column)))
	last := step(t, c, kernel.AtTime{Time: 2}, x, rows).(*column.Column)
	require.Equal(t, []string{"0", "1"}, cells(last))
	require.Equal(t, types.Integer, last.Kind)

	none := step(t, c, kernel.FindPanelRows{Values: []int64{1, 2}}, column.FromKeys(nil, "FNR", nil), column.FromInts(nil, nil))
	require.Zero(t, step(t, c, kernel.PanelUnits{}, column.FromKeys(nil, "FNR", nil), none).(*column.Column).Len)
}

func TestUniteSets(t *testing.T) {
	c := panelContext(1)
	a := &kernel.UnitSet{Bits: column.NewBitmap(70), Space: "FNR"}
	a.Add([]uint32{3, 5, 64, 69})
	b := &kernel.UnitSet{Bits: column.NewBitmap(130), Space: "FNR"}
	b.Add([]uint32{5, 129})
	require.Equal(t, []string{"u3", "u5", "u64", "u69", "u129"}, cells(step(t, c, kernel.UniteSets{}, a, b).(*column.Column)))

	towns := &kernel.UnitSet{Bits: column.NewBitmap(2), Dict: &column.Dict{Values: []string{"0301", "1103"}, Sorted: true}}
	towns.Add([]uint32{1})
	require.Equal(t, []string{"1103"}, cells(step(t, c, kernel.UniteSets{}, towns).(*column.Column)))
	_, err := kernel.UniteSets{}.Run(c, []any{a, towns})
	require.Error(t, err)
}

func BenchmarkPanel(b *testing.B) {
	const n, times = 1 << 20, 8
	cols := make([]any, times)
	at := make([]int, times)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range cols {
		at[i] = i
		v, valid := make([]int64, n), column.NewBitmap(n)
		for k := range v {
			v[k] = r.Int64N(1000)
			if r.IntN(4) > 0 {
				valid.Set(k)
			}
		}
		cols[i] = column.FromInts(v, valid)
	}
	units := column.FromKeys(make([]uint32, n), "FNR", nil)
	for i := range units.Codes {
		units.Codes[i] = uint32(i)
	}
	c := panelContext(1)
	values := []int64{1, 2, 3, 4, 5, 6, 7, 8}
	long := step(b, c, kernel.Interleave{Times: times, At: at}, cols...)
	who := step(b, c, kernel.Repeat{Times: times}, units)
	when := step(b, c, kernel.Moments{Kind: types.Date, Values: values}, units)
	rows := step(b, c, kernel.FindPanelRows{Values: values}, who, when)
	bench := func(name string, op kernel.Op, in ...any) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if out, ok := step(b, c, op, in...).(interface{ Release() }); ok {
					out.Release()
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*times), "ns/row")
		})
	}
	bench("interleave", kernel.Interleave{Times: times, At: at}, cols...)
	bench("repeat", kernel.Repeat{Times: times}, units)
	bench("moments", kernel.Moments{Kind: types.Date, Values: values}, units)
	bench("panel-rows", kernel.FindPanelRows{Values: values}, who, when)
	bench("at-time", kernel.AtTime{Time: 3}, long, rows)
}
