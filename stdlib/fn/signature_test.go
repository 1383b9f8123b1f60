package fn

import (
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/stretchr/testify/require"
)

// signatures are the number of arguments (least, most; − for any number more), what they must
// be (n number, t text, a anything; the last stands for the rest) and the kind of the
// result, as the function reference lists them.
const signatures = `
3 3 n integer: date
1 1 n alphanumeric: isoformatdate
1 1 n integer: year month day week quarter halfyear dow doy
3 3 n decimal: binomial binomialp binomialtail nchi2 nchi2den nchi2tail Fden invF invFtail betaden ibeta ibetatail invibeta invibetatail nt ntden nttail invnttail
3 4 n decimal: F Ftail
4 4 n decimal: nF nFden nFtail invnFtail
2 2 n decimal: chi2 chi2den chi2tail invchi2 invchi2tail t tden ttail invt invttail comb
1 1 n decimal: normal acos asin atan cos sin tan exp ln log10 lnfactorial logit sqrt
1 3 n decimal: normalden
0 0 n decimal: pi
1 1 n integer: int floor ceil
1 - n decimal: rowmean rowmedian rowstd
1 - a integer: rowmissing rowvalid
1 - t alphanumeric: rowconcat
1 1 t integer: length
1 1 a alphanumeric: string
1 1 t alphanumeric: lower upper trim ltrim rtrim
2 2 t boolean: startswith endswith
3 3 n boolean: inrange
1 1 a boolean: sysmiss
`

func TestSignatures(t *testing.T) {
	seen := map[string]bool{"abs": true, "round": true, "rowmax": true, "rowmin": true, "rowtotal": true, // TestKindsThatFollowTheArguments
		"substr": true, "inlist": true, "quantile": true, "label_to_code": true, "inlabels": true, "labelcontains": true} // TestTypingSaysWhichArgumentIsWrong
	for _, line := range strings.Split(strings.TrimSpace(signatures), "\n") {
		head, names, _ := strings.Cut(line, ": ")
		h := strings.Fields(head)
		for _, name := range strings.Fields(names) {
			seen[name] = true
			f := find(t, name).Spec
			most := f.Max
			require.Equal(t, h[0], digit(f.Min), name)
			require.Equal(t, h[1], digit(most), name)
			for count := f.Min; count <= max(f.Min, min(most, 4)); count++ {
				right := map[string]types.Kind{"n": types.Decimal, "t": types.Text, "a": types.Integer}[h[2]]
				args := make([]command.Argument, count)
				for i := range args {
					args[i].Kind = right
				}
				kind, bad := f.Typing(args)
				require.Nil(t, bad, name)
				require.Equal(t, h[3], kind.String(), name)
				if h[2] == "a" {
					continue
				}
				for i := range args {
					args[i].Kind = map[string]types.Kind{"n": types.Text, "t": types.Integer}[h[2]]
					_, bad := f.Typing(args)
					require.NotNil(t, bad, name)
					require.Equal(t, i, bad.Arg, name)
					args[i].Kind = types.Untyped // . fits everywhere
					_, bad = f.Typing(args)
					require.Nil(t, bad, name)
					args[i].Kind = right
				}
			}
		}
	}
	for _, f := range All() {
		require.True(t, seen[f.Spec.Name] || f.Special == registry.Binding, f.Spec.Name)
	}
}

func digit(n int) string {
	if n < 0 {
		return "-"
	}
	return string(rune('0' + n))
}

// Numbers stay whole unless an argument is decimal, dates and truth values are whole numbers.
func TestKindsThatFollowTheArguments(t *testing.T) {
	kind := func(name string, kinds ...types.Kind) types.Kind {
		args := make([]command.Argument, len(kinds))
		for i, k := range kinds {
			args[i].Kind = k
		}
		out, bad := find(t, name).Spec.Typing(args)
		require.Nil(t, bad)
		return out
	}
	for _, name := range []string{"rowmax", "rowmin", "rowtotal"} {
		require.Equal(t, types.Integer, kind(name, types.Integer, types.Date, types.Boolean, types.Untyped))
		require.Equal(t, types.Decimal, kind(name, types.Integer, types.Decimal))
	}
	require.Equal(t, types.Integer, kind("abs", types.Date))
	require.Equal(t, types.Decimal, kind("abs", types.Decimal))
	require.Equal(t, types.Integer, kind("round", types.Decimal))
	require.Equal(t, types.Decimal, kind("round", types.Integer, types.Integer))
	require.Equal(t, types.Text, kind("substr", types.Text, types.Integer, types.Integer))
	require.Equal(t, types.Boolean, kind("inlist", types.Text, types.Text))
}

// TestNoRowCostsAnAllocation runs every function over some rows: what it allocates must not
// grow with the rows. Numbers written as text cost one for every different number.
func TestNoRowCostsAnAllocation(t *testing.T) {
	const n = 2000
	cols := sample(n, 7)
	c := newContext()
	c.Threads = 1
	for _, f := range All() {
		if f.Eval == nil || f.Spec.Min == 0 {
			continue
		}
		var args []*column.Column
		for k := range max(f.Spec.Min, min(f.Spec.Max, 3)) {
			kind := types.Decimal
			if w := wantOf(f.Spec.Name, k); w == words {
				kind = types.Text
			} else if f.Spec.Name == "string" || f.Spec.Name == "isoformatdate" {
				kind = types.Boolean
			}
			args = append(args, cols[kind])
		}
		got := testing.AllocsPerRun(1, func() {
			out, err := f.Eval(c, args)
			require.NoError(t, err)
			out.Release()
		})
		if got >= n/8.0 {
			t.Errorf("%s: %v allocations for %d rows", f.Spec.Name, got, n)
		}
	}
}
