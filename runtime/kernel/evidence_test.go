package kernel

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/stretchr/testify/require"
)

// labKeys are keys for n units under the published demo secret.
func labKeys(t testing.TB, n int) *disclosure.Keys {
	policy, err := disclosure.ParsePolicy(disclosure.DemoPolicy("lab"))
	require.NoError(t, err)
	layer, err := disclosure.New(disclosure.DemoRing(), policy)
	require.NoError(t, err)
	ids := make(disclosure.IntIds, n)
	for i := range ids {
		ids[i] = int64(i)
	}
	keys, err := layer.Keys(context.Background(), "PERSON", ids, 2)
	require.NoError(t, err)
	return keys
}

// setOf is the key of a set of units, one by one.
func setOf(keys *disclosure.Keys, units map[uint32]int, anchors bool) disclosure.SetKey {
	var list []uint32
	for u := range units {
		list = append(list, u)
	}
	dst := make([]disclosure.SetKey, 1)
	if anchors {
		keys.Accumulate(dst, nil, list)
	} else {
		keys.AccumulateCounts(dst, nil, list)
	}
	return dst[0]
}

type labGroup struct {
	units  map[uint32]int
	values []float64
	owners []uint32
}

func labGroups(g *Groups, units, values *column.Column) []labGroup {
	out := make([]labGroup, g.Count)
	for i := range out {
		out[i].units = map[uint32]int{}
	}
	for i := range g.Rows {
		id := uint32(0)
		if g.IDs != nil {
			id = g.IDs[i]
		}
		if id == None || values != nil && values.Missing(i) {
			continue
		}
		u := units.Codes[i]
		out[id].units[u]++
		if values != nil {
			out[id].values = append(out[id].values, values.Float(i))
			out[id].owners = append(out[id].owners, u)
		}
	}
	return out
}

func TestSetKeysAreThoseOfTheSets(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	keys := labKeys(t, 2*ChunkRows)
	for _, n := range testSizes {
		for _, repeat := range []bool{false, true} {
			units := make([]uint32, n)
			for i := range units {
				units[i] = uint32(i)
				if repeat {
					units[i] = uint32(i / 3)
				}
			}
			if n == 1000 { // rows in no order
				r.Shuffle(n, func(i, j int) { units[i], units[j] = units[j], units[i] })
			}
			ucol := column.FromKeys(units, "FNR", nil)
			a, b := randomColumn(r, types.Text, n), randomColumn(r, types.Boolean, n)
			forThreads(t, func(t *testing.T, c *Context) {
				ga, gb := groupsOf(t, c, Group{}, a), groupsOf(t, c, Group{}, b)
				g := groupsOf(t, c, Cross{}, ga, gb)
				out, err := UnitSets{MayRepeat: repeat, Anchors: true}.Run(c, []any{keys, ucol, g})
				require.NoError(t, err)
				sets := out.(*Sets)
				for i, want := range labGroups(g, ucol, nil) {
					require.Equal(t, setOf(keys, want.units, true), sets.Keys[i])
					if repeat {
						var hist disclosure.Repeats
						for _, rows := range want.units {
							for len(hist) < rows {
								hist = append(hist, 0)
							}
							hist[rows-1]++
						}
						require.Equal(t, hist, sets.Repeats[i])
					}
				}
				if repeat {
					return
				}
				rows, err := MergeSets{"rows"}.Run(c, []any{sets, g})
				require.NoError(t, err)
				for i, want := range labGroups(groupsOf(t, c, Margin{"rows"}, g), ucol, nil) {
					require.Equal(t, setOf(keys, want.units, true), rows.(*Sets).Keys[i])
				}
			})
		}
	}
}

func TestRepeatsWorkedByHand(t *testing.T) {
	// Units 7 7 9 7 9 8 in groups a a a b b b: in a unit 7 has two rows and 9 one; in b all
	// three have one.
	c, keys := testContext(2), labKeys(t, 10)
	units := column.FromKeys([]uint32{7, 7, 9, 7, 9, 8}, "FNR", nil)
	g := &Groups{Count: 2, Rows: 6, IDs: []uint32{0, 0, 0, 1, 1, 1}}
	out, err := UnitSets{MayRepeat: true}.Run(c, []any{keys, units, g})
	require.NoError(t, err)
	require.Equal(t, []disclosure.Repeats{{1, 1}, {3}}, out.(*Sets).Repeats)
}

// naiveValues is the evidence of a group, straight from its definition.
func naiveValues(t *testing.T, keys *disclosure.Keys, lab labGroup, bounds *disclosure.Bounds, v disclosure.Values) {
	t.Helper()
	n := len(lab.values)
	require.Equal(t, setOf(keys, lab.units, true), v.Units)
	require.Equal(t, int64(n), v.Rows)
	if n == 0 {
		return
	}
	cutValues := make([]float64, n)
	sum, raw := 0.0, 0.0
	for i, x := range lab.values {
		cutValues[i] = cut(x, bounds)
		sum += cutValues[i]
		raw += x
	}
	mean, m2 := sum/float64(n), 0.0
	for _, x := range cutValues {
		m2 += (x - mean) * (x - mean)
	}
	require.InEpsilon(t, 1+math.Abs(mean), 1+math.Abs(v.Mean), 1e-12)
	require.InEpsilon(t, 1+m2, 1+v.M2, 1e-10)
	require.InEpsilon(t, 1+math.Abs(raw), 1+math.Abs(v.Sum), 1e-12)
	sorted := slices.Clone(lab.values)
	slices.Sort(sorted)
	require.Equal(t, sorted[0], v.Min)
	require.Equal(t, sorted[n-1], v.Max)
	require.Equal(t, n, v.Order.N())
	asked := [][2]int{{0, 0}, {n / 2, n / 2}, {n / 4, n - 1}, {0, n - 1}}
	if n > wholeSort { // only what Order was told of, and the neighbourhood of winsor bounds
		asked = [][2]int{{(n + 99) / 100, (n+99)/100 + 4}}
	}
	for _, at := range asked {
		total := 0.0
		for _, x := range sorted[at[0] : at[1]+1] {
			total += x
		}
		want := total / float64(at[1]-at[0]+1)
		require.InDelta(t, want, v.Order.Mean(at[0], at[1]), 1e-9*(1+math.Abs(want)))
	}
	slices.Sort(cutValues)
	weighted := 0.0
	for i, x := range cutValues {
		weighted += float64(i+1) * x
	}
	if sum != 0 {
		require.InDelta(t, 2*weighted/(float64(n)*sum)-float64(n+1)/float64(n), v.Gini, 1e-8)
	}
	naiveDeviants(t, keys, lab, v)
}

func naiveDeviants(t *testing.T, keys *disclosure.Keys, lab labGroup, v disclosure.Values) {
	t.Helper()
	times := map[float64]int{}
	for _, x := range lab.values {
		times[x]++
	}
	modal := lab.values[0]
	for x, k := range times {
		if k > times[modal] || k == times[modal] && x < modal {
			modal = x
		}
	}
	units, ones := map[uint32]int{}, map[uint32]int{}
	for i, x := range lab.values {
		if x != modal {
			units[lab.owners[i]]++
		}
		if x != 0 {
			ones[lab.owners[i]]++
		}
	}
	require.Equal(t, len(units) > manyDeviants, v.ManyDeviants)
	if !v.ManyDeviants {
		require.Equal(t, modal, v.Modal)
		require.Equal(t, setOf(keys, units, true), v.Deviants)
	}
}

func TestDescribeAgainstDefinitions(t *testing.T) {
	r := rand.New(rand.NewPCG(43, 44))
	keys := labKeys(t, 2*ChunkRows)
	for _, n := range testSizes {
		for _, repeat := range []bool{false, true} {
			units := make([]uint32, n)
			x := make([]float64, n)
			for i := range units {
				units[i] = uint32(i)
				if repeat {
					units[i] = uint32(i / 2)
				}
				switch x[i] = math.Floor(r.ExpFloat64() * 1000); i % 3 {
				case 0: // a nearly constant group
					x[i] = 5
					if r.IntN(max(n/60, 2)) == 0 {
						x[i] = 6
					}
				case 1: // two values, neither a majority for sure
					x[i] = float64(r.IntN(2))
				}
			}
			ids := make([]uint32, n)
			for i := range ids {
				ids[i] = uint32(i % 3)
			}
			ucol, values := column.FromKeys(units, "FNR", nil), column.FromFloats(x, randomValid(r, n))
			bounds := &disclosure.Bounds{Lo: 1, Hi: 2500, OK: true}
			var first []disclosure.Values
			forThreads(t, func(t *testing.T, c *Context) {
				g := &Groups{Count: 3, Rows: n, IDs: ids}
				orders, err := Order{Sorted: true}.Run(c, []any{g, values})
				require.NoError(t, err)
				needs := disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceMoments | disclosure.EvidenceGini |
					disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceExtremes
				out, err := Describe{Needs: needs, MayRepeat: repeat}.Run(c, []any{keys, ucol, g, values, bounds, orders})
				require.NoError(t, err)
				orders.(*Orders).Release()
				clear(orders.(*Orders).keys) // as if somebody else had the memory now
				got := out.(*Described).Values
				for i, lab := range labGroups(g, ucol, values) {
					naiveValues(t, keys, lab, bounds, got[i])
					got[i].Order = nil
				}
				if first == nil {
					first = got
				}
				require.Equal(t, first, got, "the same bits for any number of threads")
			})
		}
	}
}

func TestLargeGroupsGiveExactOrderStatistics(t *testing.T) {
	r := rand.New(rand.NewPCG(45, 46))
	n := wideGroup + 4*ChunkRows + 11
	x := make([]float64, n)
	for i := range x {
		switch i % 4 {
		case 0:
			x[i] = 0
		case 1:
			x[i] = -math.Floor(r.Float64() * 50)
		default:
			x[i] = math.Exp(r.NormFloat64()*0.6 + 13)
		}
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	values := column.FromFloats(x, nil)
	var seen []float64
	forThreads(t, func(t *testing.T, c *Context) {
		var got []float64
		for _, op := range []Order{{Percents: []int{1, 25, 50, 75, 99}}, {Sorted: true, Percents: []int{50}}, {Exact: true, Percents: []int{50}}} {
			out, err := op.Run(c, []any{&Groups{Count: 1, Rows: n}, values})
			require.NoError(t, err)
			o := out.(*Orders).Group(0)
			for _, p := range []int{1, 25, 50, 75, 99} {
				centre, half, _ := disclosure.QuantileWindow(p, 100, n)
				lo, hi := max(0, centre-half), min(n-1, centre+half)
				var want compensated
				for _, v := range sorted[lo : hi+1] {
					want.add(v)
				}
				require.Equal(t, want.total()/float64(hi-lo+1), o.Mean(lo, hi))
				got = append(got, o.Mean(lo, hi))
			}
			if !op.Exact && len(op.Percents) > 0 || op.Sorted {
				stats := out.(*Orders).keep()[0]
				for _, p := range op.Percents {
					centre, half, shift := disclosure.QuantileWindow(p, 100, n)
					lo, hi := max(0, centre-half-shift), min(n-1, centre+half+shift)
					require.Equal(t, o.Mean(lo, hi), stats.Mean(lo, hi))
				}
				require.Equal(t, disclosure.WinsorBounds(o), disclosure.WinsorBounds(stats))
			}
			require.Equal(t, sorted[0], o.Mean(0, 0))
			require.Equal(t, sorted[n-1], o.Mean(n-1, n-1))
			bounds, err := WinsorBounds{}.Run(c, []any{out})
			require.NoError(t, err)
			require.True(t, bounds.(*disclosure.Bounds).OK)
		}
		if seen == nil {
			seen = got
		}
		require.Equal(t, seen, got)
	})
}
