package disclosure

import (
	"math"
	"slices"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/stretchr/testify/require"
)

func policyOf(t testing.TB, file string) Policy {
	p, err := ParsePolicy([]byte(file))
	require.NoError(t, err)
	return p
}

func microdataPolicy(t testing.TB) Policy {
	return policyOf(t, `{"policy":1,"register":"lab","profile":"microdata","identity":"PERSON"}`)
}

func layerOf(t testing.TB, r Ring, p Policy) *Layer {
	l, err := New(r, p)
	require.NoError(t, err)
	return l
}

func microdata(t testing.TB) *Layer { return layerOf(t, testRing(), microdataPolicy(t)) }

func open(t testing.TB) *Layer {
	return layerOf(t, Ring{}, policyOf(t, `{"policy":1,"register":"lab","profile":"open","identity":"PERSON"}`))
}

func requireCode(t testing.TB, code diag.Code, err error) {
	t.Helper()
	var p *diag.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, code, p.Code)
}

// sliceOrder is order statistics of sorted values.
type sliceOrder []float64

func sorted(x []float64) sliceOrder {
	x = slices.Clone(x)
	slices.Sort(x)
	return x
}

func (s sliceOrder) N() int { return len(s) }

func (s sliceOrder) Mean(lo, hi int) float64 {
	sum := 0.0
	for _, x := range s[lo : hi+1] {
		sum += x
	}
	return sum / float64(hi-lo+1)
}

// lab is a population of units 0 … n−1 with one row each, as a kernel would see it.
type lab struct {
	t    testing.TB
	l    *Layer
	keys *Keys
}

func newLab(t testing.TB, l *Layer, n int) lab { return lab{t, l, personKeys(t, l, n)} }

func (b lab) set(units []uint32) SetKey {
	var k [1]SetKey
	b.keys.Accumulate(k[:], nil, units)
	return k[0]
}

func (b lab) shown(k SetKey) int64 { return b.l.pass(ProtectsUnits).count(k) }

// showing finds n neighbouring units whose shown count is want.
func (b lab) showing(n int, want int64) []uint32 {
	all := ordinals(len(b.keys.rk))
	for lo := 0; lo+n <= len(all); lo++ {
		if b.shown(b.set(all[lo:lo+n])) == want {
			return all[lo : lo+n]
		}
	}
	require.FailNow(b.t, "no such set in the lab", "%d shown as %d", n, want)
	return nil
}

// values is the evidence of x[i] for units[i].
func (b lab) values(units []uint32, x []float64, bounds Bounds) Values {
	v := Values{
		Has:   EvidenceMoments | EvidenceGini | EvidenceOrder | EvidenceDeviants | EvidenceOnes | EvidenceExtremes,
		Units: b.set(units), Rows: int64(len(x)), Order: sorted(x),
	}
	if len(x) == 0 {
		return v
	}
	v.Min, v.Max = slices.Min(x), slices.Max(x)
	w := slices.Clone(x)
	for i := range w {
		v.Sum += x[i]
		if bounds.OK {
			w[i] = math.Min(math.Max(w[i], bounds.Lo), bounds.Hi)
		}
		v.Mean += w[i] / float64(len(w))
	}
	for _, y := range w {
		v.M2 += (y - v.Mean) * (y - v.Mean)
	}
	v.Gini = gini(w)
	v.Modal = modal(x)
	var deviants, ones []uint32
	for i := range x {
		if x[i] != v.Modal {
			deviants = append(deviants, units[i])
		}
		if x[i] == 1 {
			ones = append(ones, units[i])
		}
	}
	v.Deviants, v.Ones = b.set(deviants), b.set(ones)
	v.ManyDeviants = len(deviants) > 64
	return v
}

func gini(x []float64) float64 {
	x = sorted(x)
	sum, weighted := 0.0, 0.0
	for i, v := range x {
		sum += v
		weighted += v * float64(i+1)
	}
	n := float64(len(x))
	return 2*weighted/(n*sum) - (n+1)/n
}

func modal(x []float64) float64 {
	x = sorted(x)
	best, most, run := x[0], 0, 0
	for i := range x {
		if i == 0 || x[i] != x[i-1] {
			run = 0
		}
		if run++; run > most {
			best, most = x[i], run
		}
	}
	return best
}

var (
	tableRule = Rule{Kind: RuleTable, Evidence: math.MaxUint32}
	descRule  = Rule{Kind: RuleDescription, Evidence: math.MaxUint32}
	storeRule = Rule{Kind: RuleStored, Evidence: math.MaxUint32}
	logRule   = Rule{Kind: RuleMessage, Evidence: math.MaxUint32}
)

// describe releases statistics of one measure in one set.
func (b lab) describe(m Measure, v Values, stats ...Statistic) map[Statistic]Cell {
	b.t.Helper()
	r, _, err := b.l.Release(NewDescribed(Described{
		Population: v.Units, Measures: []Measure{m}, Values: []Values{v}, Stats: stats,
	}), descRule)
	require.NoError(b.t, err)
	d, ok := r.Description()
	require.True(b.t, ok)
	out := map[Statistic]Cell{}
	for i, s := range stats {
		out[s] = d.Cell(0, i)
	}
	return out
}

// grid is a count table of codes by unit: rows and, unless columns is nil, columns.
func (b lab) grid(rows, columns []string) Grid {
	var g Grid
	tuple, rowIndex := codes(rows)
	var rowAxis Axis
	rowAxis.Name, rowAxis.Categories = "r", tuple
	g.Rows = []Axis{rowAxis}
	for i := range tuple {
		g.Tuples = append(g.Tuples, []int{i})
	}
	g.Stats = []Statistic{StatFreq}
	ord := ordinals(len(rows))
	g.RowTotal.Units = make([]SetKey, len(tuple))
	b.keys.Accumulate(g.RowTotal.Units, rowIndex, ord)
	g.Total.Units = make([]SetKey, 1)
	b.keys.Accumulate(g.Total.Units, nil, ord)
	if columns == nil {
		return g
	}
	cats, colIndex := codes(columns)
	g.Column = &Axis{Name: "c", Categories: cats}
	cell := make([]uint32, len(rows))
	for i := range cell {
		cell[i] = rowIndex[i]*uint32(len(cats)) + colIndex[i]
	}
	g.ColTotal.Units = make([]SetKey, len(cats))
	b.keys.Accumulate(g.ColTotal.Units, colIndex, ord)
	g.Cells.Units = make([]SetKey, len(tuple)*len(cats))
	b.keys.Accumulate(g.Cells.Units, cell, ord)
	return g
}

// codes lists categories by first appearance, which Release must not keep.
func codes(x []string) (out []Category, index []uint32) {
	at := map[string]uint32{}
	for _, c := range x {
		if _, ok := at[c]; !ok {
			at[c] = uint32(len(out))
			out = append(out, Category{Code: c, Label: "label " + c})
		}
		index = append(index, at[c])
	}
	return out, index
}

func (b lab) table(g Grid) (TableResult, Released) {
	b.t.Helper()
	r, _, err := b.l.Release(NewGrid(g), tableRule)
	require.NoError(b.t, err)
	table, ok := r.Table()
	require.True(b.t, ok)
	return table, r
}

// print writes the values of a table row by row.
func numbers(t TableResult) [][]float64 {
	var out [][]float64
	for r := range t.Rows {
		var row []float64
		for c := range t.Columns {
			for s := range t.Stats {
				row = append(row, t.Cell(r, c, s).Value())
			}
		}
		out = append(out, row)
	}
	return out
}

func rowCodes(t TableResult) (out []string) {
	for _, h := range t.Rows {
		code := "="
		for _, p := range h.Parts {
			code += p.Code
		}
		out = append(out, code)
	}
	return out
}

func repeat(parts ...any) (out []string) {
	for i := 0; i < len(parts); i += 2 {
		for range parts[i+1].(int) {
			out = append(out, parts[i].(string))
		}
	}
	return out
}

func seq(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i + 1)
	}
	return out
}
