package fn

import (
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/stretchr/testify/require"
)

func timeOf(days int) time.Time { return time.Unix(int64(days)*86400, 0).UTC() }

// sample makes columns of every kind with holes, longer than a chunk.
func sample(n int, seed int64) map[types.Kind]*column.Column {
	r := rand.New(rand.NewSource(seed))
	valid := func() column.Bitmap {
		b := column.NewBitmap(n)
		for i := range n {
			if r.Intn(8) != 0 {
				b.Set(i)
			}
		}
		return b
	}
	ints, floats, bools, codes := make([]int64, n), make([]float64, n), make([]uint8, n), make([]uint32, n)
	dict := &column.Dict{Values: strings.Fields("0301 1103 4601 5001 æøå"), Sorted: true}
	for i := range n {
		ints[i], floats[i], bools[i], codes[i] = int64(r.Intn(40000)-10000), r.NormFloat64()*3, uint8(r.Intn(2)), uint32(r.Intn(5))
	}
	return map[types.Kind]*column.Column{
		types.Integer: column.FromInts(ints, valid()), types.Date: column.FromDates(ints, valid()),
		types.Decimal: column.FromFloats(floats, valid()), types.Boolean: column.FromBools(bools),
		types.Text:    column.FromCodes(codes, dict, valid()),
		types.Untyped: {Kind: types.Untyped, Len: n, Floats: make([]float64, n), Valid: column.NewBitmap(n)},
	}
}

// row is row i as constants.
func row(cols []*column.Column, i int) []*column.Column {
	out := make([]*column.Column, len(cols))
	for k, c := range cols {
		d := &column.Column{Kind: c.Kind, Len: 1, Const: true}
		if c.Missing(i) {
			d.Valid = column.NewBitmap(1)
		}
		switch c.Kind {
		case types.Integer, types.Date:
			d.Ints = c.Ints[i : i+1]
		case types.Boolean:
			d.Bools = c.Bools[i : i+1]
		case types.Text:
			d.Codes, d.Dict = c.Codes[i:i+1], c.Dict
		default:
			d.Floats = c.Floats[i : i+1]
		}
		out[k] = d
	}
	return out
}

// TestColumnsAgreeWithConstants evaluates every function on columns of many kinds, and each
// of some rows as constants: the same values, and no NaN or infinity stored.
func TestColumnsAgreeWithConstants(t *testing.T) {
	const n = kernel.ChunkRows + 700
	a, b := sample(n, 1), sample(n, 2)
	numeric := []types.Kind{types.Integer, types.Decimal, types.Boolean, types.Date, types.Untyped}
	for _, f := range All() {
		if f.Eval == nil || f.Spec.Min == 0 {
			continue
		}
		for variant := range 5 {
			var cols []*column.Column
			for k := range max(f.Spec.Min, min(f.Spec.Max, 3)) {
				kind := numeric[(variant+k)%len(numeric)]
				if w := wantOf(f.Spec.Name, k); w == words || w == anything && variant == 0 {
					kind = types.Text
				}
				if k%2 == 0 {
					cols = append(cols, a[kind])
				} else {
					cols = append(cols, b[kind])
				}
			}
			if f.Spec.Group == "probability" && variant > 1 {
				continue
			}
			out, err := f.Eval(newContext(), cols)
			require.NoError(t, err, f.Spec.Name)
			require.False(t, out.Const, f.Spec.Name)
			require.Equal(t, n, out.Len, f.Spec.Name)
			for i := variant; i < n; i += 1931 {
				one, err := f.Eval(newContext(), row(cols, i))
				require.NoError(t, err)
				require.True(t, one.Const, f.Spec.Name)
				require.Equal(t, one.Kind, out.Kind, f.Spec.Name)
				require.Equal(t, shown(one, 0), shown(out, i), "%s row %d variant %d", f.Spec.Name, i, variant)
				if out.Kind == types.Decimal && !out.Missing(i) {
					require.Zero(t, out.Floats[i]-out.Floats[i], f.Spec.Name)
				}
			}
		}
	}
}

// wantOf tells from the type rule what argument k of a function may be.
func wantOf(name string, k int) want {
	texts := map[string]int{"length": 9, "lower": 9, "upper": 9, "trim": 9, "ltrim": 9, "rtrim": 9, "substr": 1, "startswith": 9, "endswith": 9, "rowconcat": 9}
	switch m, ok := texts[name]; {
	case ok && k < m:
		return words
	case name == "inlist" || name == "sysmiss" || name == "string" || name == "rowmissing" || name == "rowvalid":
		return anything
	}
	return number
}

func TestRowConcatWaysAgree(t *testing.T) {
	n := kernel.ChunkRows + 99
	a, b := sample(n, 3)[types.Text], sample(n, 4)[types.Text]
	dash := column.FromTexts([]string{"-"}, nil)
	dash.Const = true
	args := []*column.Column{a, dash, b, a}
	j := newJoiner(args)
	require.True(t, j.fits)
	require.Equal(t, uint64(6*6*6), j.tuples)
	dense, err := j.dense(newContext(), n)
	require.NoError(t, err)
	sparse, err := j.sparse(newContext(), n)
	require.NoError(t, err)
	require.Equal(t, dense.Dict.Values, sparse.Dict.Values)
	require.Equal(t, dense.Codes, sparse.Codes)
	for i := 0; i < n; i += 13 {
		want := ""
		for _, c := range args {
			if !c.Missing(i) {
				want += c.Text(i)
			}
		}
		require.Equal(t, want, dense.Text(i))
	}
}

func BenchmarkFunctions(b *testing.B) {
	const n = 5_500_000
	a, d := sample(n, 1), sample(n, 2)
	number := func(x float64) *column.Column {
		c := column.FromFloats([]float64{x}, nil)
		c.Const = true
		return c
	}
	for _, c := range []struct {
		name string
		args []*column.Column
	}{
		{"year", []*column.Column{a[types.Date]}}, {"int", []*column.Column{a[types.Decimal]}}, {"ln", []*column.Column{a[types.Decimal]}},
		{"exp", []*column.Column{a[types.Decimal]}}, {"normal", []*column.Column{a[types.Decimal]}}, {"round", []*column.Column{a[types.Decimal], number(0.1)}},
		{"substr", []*column.Column{a[types.Text], number(1), number(2)}}, {"rowmax", []*column.Column{a[types.Integer], d[types.Integer], a[types.Date]}},
		{"rowconcat", []*column.Column{a[types.Text], d[types.Text]}}, {"inlist", []*column.Column{a[types.Integer], number(1), number(2)}},
		{"sysmiss", []*column.Column{a[types.Decimal]}}, {"chi2tail", []*column.Column{number(4), a[types.Decimal]}}, {"string", []*column.Column{a[types.Integer]}},
	} {
		f := find(b, c.name)
		b.Run(c.name, func(b *testing.B) {
			ctx := newContext()
			for range b.N {
				out, err := f.Eval(ctx, c.args)
				if err != nil {
					b.Fatal(err)
				}
				out.Release()
			}
		})
	}
}

func TestTextOfWholeWaysAgree(t *testing.T) {
	a := sample(kernel.ChunkRows+33, 5)[types.Integer]
	f := func(n int64) (string, bool) { return string(rune('a' + n%7 + 7)), n%3 != 0 }
	quick, err := textOfWhole(newContext(), a, f)
	require.NoError(t, err)
	plain, err := kernel.TextOfWhole(newContext(), a, f)
	require.NoError(t, err)
	require.Equal(t, plain.Dict.Values, quick.Dict.Values)
	for i := range a.Len {
		require.Equal(t, shown(plain, i), shown(quick, i))
	}
}
