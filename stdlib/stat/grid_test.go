package stat

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The grid that R recorded, with tails and edges: testdata/grid.R and grid.py say how.
//
//go:embed testdata/grid.tsv
var grid string

// inverses are checked to 1e-8, as the non-central functions are; all others to 1e-10.
var inverses = map[string]any{
	"invnormal": InvNormal, "invchi2": InvChi2, "invchi2tail": InvChi2Tail, "invF": InvF, "invFtail": InvFTail,
	"invibeta": InvBeta, "invibetatail": InvBetaTail, "invt": InvT, "invttail": InvTTail,
	"invnFtail": InvNFTail, "invnttail": InvNTTail,
	"qgamma": func(a, p float64) float64 { return InvChi2(2*a, p) / 2 },
}

// further are functions of the grid that no function of the language is called after.
var further = map[string]any{
	"normalden": NormalDen,
	"pgamma":    func(a, x float64) float64 { p, _ := gammaPQ(a, x); return p },
	"ppois":     func(m, k float64) float64 { _, q := gammaPQ(k+1, m); return q },
}

// least is the size below which a value is as good as 0: sums of subnormals lose digits.
const least = 1e-290

type worstCase struct {
	err  float64
	line string
	rows int
}

func TestDistributionsAgainstR(t *testing.T) {
	worst := map[string]*worstCase{}
	failed := map[string]int{}
	for line := range strings.Lines(grid) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSpace(line), "\t")
		name, bound := cells[0], 1e-10
		f, ok := families[name]
		if !ok {
			f = further[name]
		}
		if strings.HasPrefix(name, "n") && !strings.HasPrefix(name, "normal") {
			bound = 1e-8
		}
		if inverse, ok := inverses[name]; ok {
			f, bound = inverse, 1e-8
		}
		require.NotNil(t, f, name)
		values := make([]float64, 0, 6)
		for _, c := range cells[1:] {
			values = append(values, number(t, c))
		}
		args := arity(f)
		want, got := values[len(values)-1], call(f, values[:args])
		require.Contains(t, []int{args + 1, args + 2}, len(values), line)
		w := worst[name]
		if w == nil {
			w = &worstCase{}
			worst[name] = w
		}
		w.rows++
		diff := math.Abs(got - want)
		if math.Abs(want) > least {
			if diff /= math.Abs(want); !(diff <= w.err) {
				w.err, w.line = diff, strings.TrimSpace(line)
			}
		} else if diff <= least {
			diff = 0
		}
		if !(diff <= bound) {
			if failed[name]++; failed[name] <= 6 {
				t.Errorf("%s: got %v, off by %.2g", strings.TrimSpace(line), got, diff)
			}
		}
	}
	require.GreaterOrEqual(t, len(worst), 36)
	names := make([]string, 0, len(worst))
	for name := range worst {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w := worst[name]
		t.Logf("%-13s %5d values, largest relative error %.1e at %s (%d wrong)", name, w.rows, w.err, w.line, failed[name])
	}
}

func arity(f any) int {
	switch f.(type) {
	case func(float64) float64:
		return 1
	case func(a, b float64) float64:
		return 2
	case func(a, b, c float64) float64:
		return 3
	}
	return 4
}
