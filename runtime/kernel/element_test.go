package kernel

import (
	"context"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/stretchr/testify/require"
)

func testContext(threads int) *Context {
	return &Context{Ctx: context.Background(), Pool: mem.NewPool(8 << 30), Threads: threads}
}

// sizes of test columns: empty, one, around a word, across chunk borders.
var testSizes = []int{0, 1, 63, 65, ChunkRows + 77}

func randomValid(r *rand.Rand, n int) column.Bitmap {
	if r.IntN(3) == 0 {
		return nil
	}
	b := column.NewBitmap(n)
	for i := range n {
		if r.IntN(5) != 0 {
			b.Set(i)
		}
	}
	return b
}

// randomColumn makes a column with few distinct values, some missing.
func randomColumn(r *rand.Rand, kind types.Kind, n int) *column.Column {
	valid := randomValid(r, n)
	switch kind {
	case types.Integer, types.Date:
		v := make([]int64, n)
		for i := range v {
			v[i] = int64(r.IntN(21) - 10)
			if r.IntN(50) == 0 {
				v[i] = math.MaxInt64 - int64(r.IntN(3))
			}
		}
		if kind == types.Date {
			return column.FromDates(v, valid)
		}
		return column.FromInts(v, valid)
	case types.Boolean:
		v := make([]uint8, n)
		for i := range v {
			v[i] = uint8(r.IntN(2))
		}
		return column.FromBools(v)
	case types.Text:
		letters := []string{"a", "b", "", "æ", "bb", "0301"}
		r.Shuffle(len(letters), func(i, j int) { letters[i], letters[j] = letters[j], letters[i] })
		v := make([]string, n)
		for i := range v {
			v[i] = letters[r.IntN(4)]
		}
		return column.FromTexts(v, valid)
	case types.Key:
		v := make([]uint32, n)
		for i := range v {
			v[i] = uint32(r.IntN(50))
		}
		return column.FromKeys(v, "FNR", valid)
	}
	v := make([]float64, n)
	for i := range v {
		v[i] = float64(r.IntN(41)-20) / 4
		if r.IntN(50) == 0 {
			v[i] = 1e308
		}
	}
	return column.FromFloats(v, valid)
}

// cell is one value in a form that compares exactly: nil when missing.
func cell(c *column.Column, i int) any {
	if c.Kind == types.Untyped || c.Missing(i) {
		return nil
	}
	if c.Const {
		i = 0
	}
	switch c.Kind {
	case types.Integer, types.Date:
		return c.Ints[i]
	case types.Boolean:
		return c.Bools[i] != 0
	case types.Text:
		return c.Text(i)
	case types.Key:
		return c.Codes[i]
	}
	return c.Floats[i]
}

func cells(c *column.Column, n int) []any {
	out := make([]any, n)
	for i := range out {
		out[i] = cell(c, i)
	}
	return out
}

// forThreads runs a test body for 1, 2 and 8 threads.
func forThreads(t *testing.T, body func(t *testing.T, c *Context)) {
	for _, threads := range []int{1, 2, 8} {
		body(t, testContext(threads))
	}
}

func TestElementHelpers(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range testSizes {
		a, b := randomColumn(r, types.Integer, n), randomColumn(r, types.Decimal, n)
		s := randomColumn(r, types.Text, n)
		forThreads(t, func(t *testing.T, c *Context) {
			got, err := Map2(c, a, b, func(x, y float64) (float64, bool) { return x * y, y != 0 })
			require.NoError(t, err)
			length, err := MapDictInt(c, types.Integer, s, func(v string) (int64, bool) { return int64(len(v)), v != "bb" })
			require.NoError(t, err)
			upper, err := MapDict(c, s, func(v string) (string, bool) { return strings.ToUpper(v[:min(1, len(v))]), v != "a" })
			require.NoError(t, err)
			text, err := TextOf(c, b, func(v float64) (string, bool) { return strconv.FormatFloat(v, 'g', -1, 64), v != 1 })
			require.NoError(t, err)
			sum, err := Reduce(c, []*column.Column{a, b}, func(x []float64) (float64, bool) {
				total := 0.0
				for _, v := range x {
					total += v
				}
				return total, len(x) > 0
			})
			require.NoError(t, err)
			missing, err := CountMissing(c, []*column.Column{a, b, s}, false)
			require.NoError(t, err)
			for i := range n {
				var want any
				if !a.Missing(i) && !b.Missing(i) && b.Float(i) != 0 && finite(a.Float(i)*b.Float(i)) {
					want = a.Float(i) * b.Float(i)
				}
				equal(t, want, cell(got, i))
				var wantLen, wantUpper, wantText, wantSum any
				if !s.Missing(i) {
					if s.Text(i) != "bb" {
						wantLen = int64(len(s.Text(i)))
					}
					if v := s.Text(i); v != "a" {
						wantUpper = strings.ToUpper(v[:min(1, len(v))])
					}
				}
				if !b.Missing(i) && b.Float(i) != 1 {
					wantText = strconv.FormatFloat(b.Float(i), 'g', -1, 64)
				}
				count, total := int64(0), 0.0
				for _, col := range []*column.Column{a, b} {
					if col.Missing(i) {
						count++
					} else {
						total += col.Float(i)
					}
				}
				if count < 2 {
					wantSum = total
				}
				if s.Missing(i) {
					count++
				}
				equal(t, []any{wantLen, wantUpper, wantText, wantSum, count},
					[]any{cell(length, i), cell(upper, i), cell(text, i), cell(sum, i), cell(missing, i)})
			}
			require.True(t, upper.Dict.Sorted)
		})
	}
}

func TestConstantArgumentsGiveConstants(t *testing.T) {
	c := testContext(2)
	two := &column.Column{Kind: types.Integer, Const: true, Ints: []int64{2}}
	got, err := Map1(c, two, func(x float64) (float64, bool) { return x / 4, true })
	require.NoError(t, err)
	require.True(t, got.Const)
	equal(t, 0.5, got.Float(99))
	none, err := Map2(c, two, &column.Column{Kind: types.Untyped, Const: true, Floats: []float64{0}}, func(x, y float64) (float64, bool) { return x, true })
	require.NoError(t, err)
	require.True(t, none.Const && none.Missing(5))
}

// equal is require.Equal for single cells and rows of cells, quick enough for long columns.
func equal(t *testing.T, want, got any) {
	t.Helper()
	a, ok := want.([]any)
	if !ok {
		if want != got {
			t.Fatalf("want %v, got %v", want, got)
		}
		return
	}
	b := got.([]any)
	if len(a) != len(b) {
		t.Fatalf("want %d values, got %d", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("value %d: want %v, got %v", i, a[i], b[i])
		}
	}
}
