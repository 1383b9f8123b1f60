package disclosure

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/stretchr/testify/require"
)

// C3: the same set gives the same shown count through every kind of sheet, and guards decide
// on it too.
func TestOneCountForOneSet(t *testing.T) {
	b := newLab(t, microdata(t), 1300)
	for _, n := range []int{1, 6, 37, 1100} {
		units := ordinals(n)
		set := b.set(units)
		want := b.shown(set)
		x := seq(n)
		v := b.values(units, x, Bounds{})

		table, r := b.table(b.grid(repeat("a", n), repeat("x", n)))
		require.Equal(t, float64(want), r.About().Population.Value())
		for _, row := range numbers(table) { // the cell and its margins are one set
			for _, shown := range row {
				require.Equal(t, float64(want), shown)
			}
		}
		table, _ = b.table(b.grid(repeat("a", n), nil))
		require.Equal(t, float64(want), table.Cell(len(table.Rows)-1, 0, 0).Value())
		d := b.describe(Measure{Name: "x", Fingerprint: "f"}, v, StatCount)
		require.Equal(t, float64(want), d[StatCount].Value())
		out, _, err := b.l.Release(NewLog(Log{Code: "R0001", Words: []diag.Arg{diag.Token("x")}, Counts: []SetKey{set}}), logRule)
		require.NoError(t, err)
		m, _ := out.Message()
		require.Equal(t, []string{"x", fmt.Sprint(want)}, []string{m.Args[0].Text(), m.Args[1].Text()})
		stored, _, err := b.l.Store(NewGroups(Groups{
			Measure: Measure{Fingerprint: "f"}, Stat: StatCount, Units: []SetKey{set}, Values: []Values{v}}), storeRule)
		require.NoError(t, err)
		require.Equal(t, want > 0, stored.Valid[0])
		require.Equal(t, want > 0, stored.Listed[0])
		require.Equal(t, float64(want), stored.Values[0])
		if want >= 1000 {
			g, err := b.l.Guard(GuardPopulation, GuardEvidence{Set: set})
			require.NoError(t, err)
			require.Equal(t, want, g.Count)
		}
	}
}

func TestMissingEvidenceIsRefused(t *testing.T) {
	b := newLab(t, microdata(t), 200)
	units, x := ordinals(100), seq(100)
	bounds := WinsorBounds(sorted(x))
	m := Measure{Name: "x", Fingerprint: "f", Bounds: bounds}
	full := b.values(units, x, bounds)
	all := []Statistic{StatMean, StatStd, StatCount, StatP25, StatGini, StatIQR}
	release := func(m Measure, v Values, r Rule, stats ...Statistic) error {
		_, _, err := b.l.Release(NewDescribed(Described{
			Population: full.Units, Measures: []Measure{m}, Values: []Values{v}, Stats: stats}), r)
		return err
	}
	require.NoError(t, release(m, full, descRule, all...))
	for name, change := range map[string]func(m *Measure, v *Values, r *Rule){
		"moments":     func(_ *Measure, v *Values, _ *Rule) { v.Has &^= EvidenceMoments },
		"gini":        func(_ *Measure, v *Values, _ *Rule) { v.Has &^= EvidenceGini },
		"deviants":    func(_ *Measure, v *Values, _ *Rule) { v.Has &^= EvidenceDeviants },
		"order":       func(_ *Measure, v *Values, _ *Rule) { v.Has &^= EvidenceOrder },
		"no order":    func(_ *Measure, v *Values, _ *Rule) { v.Order = nil },
		"ones":        func(m *Measure, v *Values, _ *Rule) { m.Binary = true; v.Has &^= EvidenceOnes },
		"anchor":      func(_ *Measure, v *Values, _ *Rule) { v.Units.a = 0 },
		"secret":      func(_ *Measure, v *Values, _ *Rule) { v.Units = SetKey{n: 100} },
		"fingerprint": func(m *Measure, _ *Values, _ *Rule) { m.Fingerprint = "" },
		"declaration": func(_ *Measure, _ *Values, r *Rule) { r.Evidence = EvidenceUnits | EvidenceMoments },
	} {
		m2, v2, r2 := m, full, descRule
		change(&m2, &v2, &r2)
		requireCode(t, codeNoEvidence, release(m2, v2, r2, all...))
		_ = name
	}
	requireCode(t, codeNotAllowed, release(m, full, descRule, StatMax))
	requireCode(t, codeNotAllowed, release(m, full, descRule, StatFreq))

	requireCode(t, codeWrongSheet, release(m, full, tableRule, all...))
	_, _, err := b.l.Release(nil, tableRule)
	requireCode(t, codeWrongSheet, err)
	_, _, err = b.l.Release(NewLog(Log{}), Rule{Kind: RuleNone})
	requireCode(t, codeWrongSheet, err)
	out, _, err := b.l.Release(nil, Rule{})
	require.NoError(t, err)
	require.Equal(t, KindNothing, out.Kind())
	_, _, err = b.l.Store(NewLog(Log{}), storeRule)
	requireCode(t, codeWrongSheet, err)

	for name, change := range map[string]func(g *Grid){
		"cells":   func(g *Grid) { g.Cells.Units = g.Cells.Units[:3] },
		"margin":  func(g *Grid) { g.ColTotal.Units = nil },
		"total":   func(g *Grid) { g.Total.Units = nil },
		"tuple":   func(g *Grid) { g.Tuples[0] = []int{9} },
		"stat":    func(g *Grid) { g.Stats = []Statistic{StatMean} },
		"stats":   func(g *Grid) { g.Stats = nil },
		"repeats": func(g *Grid) { g.MayRepeat = true },
		"values":  func(g *Grid) { g.Measures = []Measure{m} },
		"max":     func(g *Grid) { g.Stats = []Statistic{StatMax} },
		"one-way": func(g *Grid) { g.Column = nil; g.Stats = []Statistic{StatRowPct} },
		"chi2":    func(g *Grid) { g.Column = nil; g.Chi2 = true },
		"secret":  func(g *Grid) { g.Cells.Units[0].s = 0 },
	} {
		g := b.grid(repeat("a", 50, "b", 50), repeat("x", 20, "y", 80))
		change(&g)
		_, _, err := b.l.Release(NewGrid(g), tableRule)
		requireCode(t, codeNoEvidence, err)
		_ = name
	}
}

func TestM0AndM4(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	wide := Bounds{Lo: 0, Hi: 1e9, OK: true}
	m := Measure{Name: "x", Fingerprint: "f", Bounds: wide}
	// 30 units with many deviants; the values 1 … 14 have the mean 7.5.
	for _, c := range []struct {
		shown int64
		kind  CellKind
	}{{9, CellLow}, {10, CellAmount}} {
		units := b.showing(14, c.shown)
		v := b.values(units, seq(14), wide)
		v.ManyDeviants = true // M8 apart
		got := b.describe(m, v, StatMean, StatStd, StatCount)
		require.Equal(t, c.kind, got[StatMean].Kind())
		require.Equal(t, c.kind, got[StatStd].Kind())
		require.Equal(t, float64(c.shown), got[StatCount].Value())
		if c.kind == CellLow {
			require.Equal(t, RuleM0, got[StatMean].Rule())
			continue
		}
		require.Equal(t, 7.5, got[StatMean].Value())
		require.Equal(t, 3, got[StatMean].Decimals())
		// Σ(x−7.5)² of 1 … 14 is 227.5; √(227.5/13) = 4.1833.
		require.Equal(t, 4.18, got[StatStd].Value())
	}
	// Without bounds the population was too small: no winsorised statistic.
	v := b.values(ordinals(100), seq(100), wide)
	m.Bounds = Bounds{}
	require.Equal(t, lowCell(RuleM1), b.describe(m, v, StatMean)[StatMean])
	require.Equal(t, lowCell(RuleM1), b.describe(m, v, StatStd)[StatStd])
}

func TestWinsorisedMeanByHand(t *testing.T) {
	// 1 … 11 and 1000 in 12 units: bounds 4 and 9 (TestWinsorByHand with 12 → 1000):
	// 4 4 4 4 5 6 7 8 9 9 9 9 → 78/12 = 6.5; Σ(x−6.5)² = 4·6.25+2.25+.25+.25+2.25+4·6.25 = 55.
	b := newLab(t, microdata(t), 2000)
	units := b.showing(12, 12)
	x := append(seq(11), 1000)
	bounds := WinsorBounds(sorted(x))
	v := b.values(units, x, bounds)
	v.ManyDeviants = true
	got := b.describe(Measure{Fingerprint: "f", Bounds: bounds}, v, StatMean, StatStd)
	require.Equal(t, 6.5, got[StatMean].Value())
	require.Equal(t, 2.24, got[StatStd].Value()) // √(55/11) = 2.236
}

func TestM3SumFromPrintedMean(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	wide := Bounds{Lo: 0, Hi: 1e9, OK: true}
	m := Measure{Name: "x", Fingerprint: "f", Bounds: wide}
	units := b.showing(300, 303)
	x := seq(300)
	x[0] = 1234.56
	stored, _, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: StatSum,
		Units: []SetKey{b.set(units)}, Values: []Values{b.values(units, x, wide)}}), storeRule)
	require.NoError(t, err)
	// Mean (45150 − 1 + 1234.56)/300 = 154.6119 → 154.6; · 303 = 46843.8 → 46840.
	require.Equal(t, 46840.0, stored.Values[0])
}

func TestD1GroupsThatAreNotListedHoldNothing(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	wide := Bounds{Lo: 0, Hi: 1e9, OK: true}
	m := Measure{Name: "x", Fingerprint: "f", Bounds: wide}
	unseen := b.showing(1, 0)
	for _, s := range []Statistic{StatSum, StatCount, StatMean, StatPercent} {
		stored, _, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: s, Units: []SetKey{b.set(unseen), {}},
			Values: []Values{b.values(unseen, []float64{7}, wide), {}}}), storeRule)
		require.NoError(t, err)
		require.Equal(t, []bool{false, false}, stored.Listed, s.String())
		require.Equal(t, []bool{false, false}, stored.Valid, s.String())
	}
}

func TestM8ThinColumns(t *testing.T) {
	b := newLab(t, microdata(t), 6000)
	wide := Bounds{Lo: 0, Hi: 1e9, OK: true}
	m := Measure{Name: "x", Fingerprint: "f", Bounds: wide}
	units := ordinals(500)
	base := b.set(units)
	for _, c := range []struct {
		deviants int64
		constant bool
	}{{9, true}, {10, false}} {
		few := b.showing(11, c.deviants)
		x := make([]float64, 500)
		for i := range x {
			x[i] = 3
		}
		v := b.values(units, x, wide)
		v.Mean, v.M2 = 40.25, 8000
		v.Deviants, v.Units = b.set(few), base
		got := b.describe(m, v, StatMean, StatStd)
		if c.constant {
			require.Equal(t, 3.0, got[StatMean].Value())
			require.Equal(t, RuleM8, got[StatMean].Rule())
			require.Zero(t, got[StatStd].Value())
		} else {
			require.Equal(t, 40.25, got[StatMean].Value())
			require.Equal(t, 4.0, got[StatStd].Value()) // √(8000/499) = 4.004
		}
	}
	// 12 units with 12 values: fewer than 10 differ by the shown count, and fewer than 10
	// share the modal value: nothing is said.
	for n := 12; n < 14; n++ {
		units := b.showing(n, 12)
		v := b.values(units, seq(n), wide)
		v.Deviants = b.set(b.showing(11, 9))
		got := b.describe(m, v, StatMean)
		require.Equal(t, CellLow, got[StatMean].Kind())
	}
}

func TestBinaryMeanIsARatioOfShownCounts(t *testing.T) {
	b := newLab(t, microdata(t), 6000)
	units := b.showing(200, 198)
	ones := b.showing(60, 63)
	x := make([]float64, 200)
	for i := range 60 {
		x[i] = 1
	}
	v := b.values(units, x, Bounds{})
	v.Ones, v.Deviants = b.set(ones), b.set(ones)
	got := b.describe(Measure{Fingerprint: "f", Binary: true}, v, StatMean, StatStd, StatGini)
	require.Equal(t, 0.3182, got[StatMean].Value()) // 63/198
	require.Equal(t, 0.467, got[StatStd].Value())   // √(p(1−p)·198/197)
	require.Equal(t, 0.682, got[StatGini].Value())  // 1 − p
	stored, _, err := b.l.Store(NewGroups(Groups{Measure: Measure{Fingerprint: "f", Binary: true}, Stat: StatSum,
		Units: []SetKey{v.Units}, Values: []Values{v}}), storeRule)
	require.NoError(t, err)
	require.Equal(t, 63.0, stored.Values[0])
}

func TestQ1NeedsTenBeyond(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	m := Measure{Name: "x", Fingerprint: "f"}
	for _, c := range []struct {
		n     int
		shown int64
		stat  Statistic
		kind  CellKind
	}{
		{39, 39, StatP25, CellLow}, {41, 40, StatP25, CellQuantile},
		{20, 19, StatP50, CellLow}, {20, 20, StatP50, CellQuantile},
		{1000, 999, StatP99, CellLow}, {1000, 1000, StatP99, CellQuantile}, {1000, 999, StatP1, CellLow},
	} {
		v := b.values(b.showing(c.n, c.shown), seq(c.n), Bounds{})
		got := b.describe(m, v, c.stat)[c.stat]
		require.Equal(t, c.kind, got.Kind(), "%+v", c)
		require.Equal(t, RuleQ1, got.Rule())
	}
	// 3 digits, and the same draw for a clone, another for another column.
	units := b.showing(1000, 1000)
	v := b.values(units, seq(1000), Bounds{})
	d := int(b.l.mac.hasher().anchor("q:f", v.Units)%5) - 2
	got := b.describe(m, v, StatP50, StatP25, StatP75, StatIQR)
	require.Equal(t, float64(501+d), got[StatP50].Value()) // rank 500 + d is the value 501 + d
	require.Equal(t, got[StatP75].Value()-got[StatP25].Value(), got[StatIQR].Value())
	require.Equal(t, got[StatP50], b.describe(Measure{Name: "clone", Fingerprint: "f"}, v, StatP50)[StatP50])
	draws := map[float64]bool{}
	for i := range 40 {
		draws[b.describe(Measure{Fingerprint: fmt.Sprint(i)}, v, StatP50)[StatP50].Value()] = true
	}
	require.Len(t, draws, 5)
}

func TestStoredGroupValues(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	wide := Bounds{Lo: 0, Hi: 1e9, OK: true}
	m := Measure{Name: "x", Fingerprint: "f", Bounds: wide}
	big, empty := b.showing(150, 150), b.showing(2, 0)
	vBig := b.values(big, seq(150), wide)
	vSmall := b.values(empty, []float64{5e6, 7e6}, wide)
	store := func(s Statistic) Stored {
		out, acc, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: s,
			Units: []SetKey{b.set(big), b.set(empty)}, Values: []Values{vBig, vSmall}}), storeRule)
		require.NoError(t, err)
		require.Contains(t, acc.Rules, RuleD1)
		require.Equal(t, []bool{true, false}, out.Listed)
		return out
	}
	for s, want := range map[Statistic]float64{
		StatMean: 75.5, StatCount: 150, StatSum: 11320, // 75.5 · 150 = 11325 → 4 digits, half to even
		StatStd: 43.4, StatSEMean: 3.54, // √(281237.5/149) = 43.45; 43.4/√150 = 3.544
		StatMin:     5,                    // k = 2: mean of 3 … 7
		StatMax:     146,                  // mean of 144 … 148
		StatPercent: 100, StatGini: 0.331, // (n²−1)/(3n·(n+1)) = 0.3311
	} {
		out := store(s)
		require.Equal(t, want, out.Values[0], s.String())
		require.True(t, out.Valid[0])
		if s != StatSum { // the sum of none shown is 0
			require.False(t, out.Valid[1], s.String())
		}
		require.Zero(t, out.Values[1], s.String())
	}
	for _, s := range []Statistic{StatP50, StatIQR} {
		out := store(s)
		require.True(t, out.Valid[0])
		require.False(t, out.Valid[1])
	}
	_, _, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: StatFreq}), storeRule)
	requireCode(t, codeNotAllowed, err)
}

func TestOpenIsExact(t *testing.T) {
	b := lab{t, open(t), CountOnly()}
	x := []float64{3, 1, 2, 10}
	v := b.values(ordinals(4), x, Bounds{})
	m := Measure{Name: "x"}
	got := b.describe(m, v, StatMean, StatStd, StatCount, StatSum, StatP25, StatP50, StatP75, StatIQR, StatGini)
	require.Equal(t, 4.0, got[StatMean].Value())
	require.Equal(t, math.Sqrt(50.0/3), got[StatStd].Value()) // 1 + 9 + 4 + 36
	require.Equal(t, -1, got[StatStd].Decimals())
	require.Equal(t, 4.0, got[StatCount].Value())
	require.Equal(t, 16.0, got[StatSum].Value())
	require.Equal(t, 1.75, got[StatP25].Value())
	require.Equal(t, 2.5, got[StatP50].Value())
	require.Equal(t, 3.0, got[StatIQR].Value()) // 4.75 − 1.75
	require.InDelta(t, 2*54.0/(4*16)-5.0/4, got[StatGini].Value(), 1e-15)
	store := func(s Statistic, vs ...Values) Stored {
		units := make([]SetKey, len(vs))
		out, _, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: s, Units: units, Values: vs}), storeRule)
		require.NoError(t, err)
		return out
	}
	one := b.values(ordinals(1), []float64{7}, Bounds{})
	none := b.values(nil, nil, Bounds{})
	for s, want := range map[Statistic][3]float64{
		StatMin: {1, 7, 0}, StatMax: {10, 7, 0}, StatCount: {4, 1, 0}, StatSum: {16, 7, 0}, StatP50: {2.5, 7, 0},
		StatStd: {math.Sqrt(50.0 / 3), 0, 0}, StatSEMean: {math.Sqrt(50.0/3) / 2, 0, 0}, StatPercent: {80, 20, 0},
	} {
		out := store(s, v, one, none)
		require.Equal(t, want[:], out.Values, s.String())
		require.True(t, out.Valid[0])
		require.Equal(t, s == StatCount || s == StatSum || s == StatPercent, out.Valid[2], s.String())
		require.Equal(t, s != StatStd && s != StatSEMean, out.Valid[1], s.String())
	}
	half := b.values(ordinals(4), []float64{0, 1, 1, 0}, Bounds{})
	require.Equal(t, 0.25, store(StatSEBinomial, half).Values[0]) // √(.25/4)
}

func TestNobodyIsExactUnderEveryProfile(t *testing.T) {
	l := microdata(t)
	b := lab{t, l, CountOnly()}
	g := b.grid(repeat("a", 2, "b", 1), nil)
	_, _, err := l.Release(NewGrid(g), tableRule)
	requireCode(t, codeNoEvidence, err) // such keys must not pass where units are protected
	g.Protects = ProtectsNobody
	table, _ := b.table(g)
	require.Equal(t, [][]float64{{2}, {1}, {3}}, numbers(table))
	shown, err := l.Guard(GuardPopulation, GuardEvidence{Protects: ProtectsNobody, Set: g.Total.Units[0]})
	require.NoError(t, err)
	require.EqualValues(t, 3, shown.Count)
}

func TestGuards(t *testing.T) {
	b := newLab(t, microdata(t), 6000)
	set := func(n int, shown int64) SetKey { return b.set(b.showing(n, shown)) }
	none := SetKey{}

	_, err := b.l.Guard(GuardPopulation, GuardEvidence{Set: set(1002, 999)})
	requireCode(t, codePopulation, err)
	ok, err := b.l.Guard(GuardPopulation, GuardEvidence{Set: set(998, 1000)})
	require.NoError(t, err)
	require.EqualValues(t, 1000, ok.Count)

	for _, c := range []struct {
		set, rest SetKey
		refused   bool
	}{
		{none, set(500, 500), false}, {set(2, 0), set(500, 500), false}, {set(4, 5), set(500, 500), true},
		{set(11, 9), set(500, 500), true}, {set(8, 10), set(500, 500), false}, {set(500, 500), set(11, 9), true},
		{set(500, 500), set(8, 10), false}, {set(500, 500), none, false}, {set(500, 500), set(2, 0), false},
	} {
		out, err := b.l.Guard(GuardChange, GuardEvidence{Set: c.set, Rest: c.rest})
		require.Equal(t, Shown{}, out)
		if c.refused {
			requireCode(t, codeChange, err)
		} else {
			require.NoError(t, err)
		}
	}

	// 5 % of all: of about 2000 at least 100 must stay out, of few at least 50.
	all := ordinals(2000)
	sample := func(rest int) error {
		_, err := b.l.Guard(GuardSample, GuardEvidence{Set: b.set(all[rest:]), Rest: b.set(all[:rest])})
		return err
	}
	requireCode(t, codeSample, sample(0))
	requireCode(t, codeSample, sample(90))
	require.NoError(t, sample(110))
	few := func(rest SetKey) error {
		_, err := b.l.Guard(GuardSample, GuardEvidence{Set: b.set(ordinals(500)), Rest: rest})
		return err
	}
	requireCode(t, codeSample, few(set(51, 49)))
	require.NoError(t, few(set(49, 50)))

	problem := diag.New("R0042", diag.Token("x"))
	out, err := b.l.Guard(GuardErrors, GuardEvidence{Set: set(11, 9), Problem: problem})
	require.NoError(t, err)
	require.Equal(t, Shown{SetMissing: true}, out)
	_, err = b.l.Guard(GuardErrors, GuardEvidence{Set: set(8, 10), Problem: problem})
	require.Equal(t, error(problem), err)
	_, err = b.l.Guard(GuardErrors, GuardEvidence{Set: set(8, 10)})
	requireCode(t, codeDataError, err)

	o := open(t)
	_, err = o.Guard(GuardErrors, GuardEvidence{Set: SetKey{n: 1}, Problem: problem})
	require.Equal(t, error(problem), err)
	for _, kind := range []GuardKind{GuardPopulation, GuardChange, GuardSample, GuardErrors} {
		_, err = o.Guard(kind, GuardEvidence{Rest: SetKey{n: 1}})
		require.NoError(t, err)
	}
	_, err = b.l.Guard(GuardPopulation, GuardEvidence{Set: SetKey{n: 5000}})
	requireCode(t, codeNoEvidence, err)
	_, err = b.l.Guard(99, GuardEvidence{})
	requireCode(t, codeWrongSheet, err)
}

// Utility goals of profile microdata: mean absolute difference at most 2.1 and no bias.
func TestUtilityOfCounts(t *testing.T) {
	const units, trials = 3000, 400
	var absolute, large, bias, all float64
	for trial := range trials {
		l := layerOf(t, ringOf(uint64(trial)), microdataPolicy(t))
		k, err := l.Keys(context.Background(), "PERSON", personIDs(units), 1)
		require.NoError(t, err)
		p := l.pass(ProtectsUnits)
		lo := 0
		for _, n := range []int{1, 2, 3, 5, 8, 12, 20, 40, 60, 75, 90, 120, 160, 200, 250, 300, 400, 500} {
			var set [1]SetKey
			k.Accumulate(set[:], nil, ordinals(units)[lo:lo+n])
			lo += n
			d := float64(p.count(set[0]) - int64(n))
			bias += d
			all++
			if n >= 40 {
				absolute += math.Abs(d)
				large++
			}
		}
	}
	require.LessOrEqual(t, absolute/large, 2.1)
	require.InDelta(t, 0, bias/all, 0.05)
}

// Another secret moves the counts; the same secret does not.
func TestKeySwap(t *testing.T) {
	a := newLab(t, layerOf(t, ringOf(1), microdataPolicy(t)), 400)
	b := newLab(t, layerOf(t, ringOf(2), microdataPolicy(t)), 400)
	moved := 0
	for n := 40; n < 400; n++ {
		x, y := a.shown(a.set(ordinals(n))), b.shown(b.set(ordinals(n)))
		require.InDelta(t, n, x, 5)
		require.InDelta(t, n, y, 5)
		if x != y {
			moved++
		}
	}
	require.Greater(t, moved, 280)
}

func TestCutPoints(t *testing.T) {
	b := newLab(t, microdata(t), 4000)
	cuts := func(n int, shown int64, parts int) Cuts {
		return Cuts{Fingerprint: "f", Units: b.set(b.showing(n, shown)), Order: sliceOrder(seq(n)), Parts: parts}
	}
	_, ok, err := b.l.CutPoints(cuts(40, 39, 4))
	require.NoError(t, err)
	require.False(t, ok)
	c := cuts(40, 40, 4)
	points, ok, err := b.l.CutPoints(c)
	require.NoError(t, err)
	require.True(t, ok)
	// w = 5; ranks ⌊k·39/4 + ½⌋ = 10, 20, 29 shifted by one draw.
	d := float64(int(b.l.mac.hasher().anchor("q:f", c.Units)%5) - 2)
	require.Equal(t, []float64{11 + d, 21 + d, 30 + d}, points)
	// The median is the one summarize shows.
	median := b.describe(Measure{Fingerprint: "f"}, b.values(ordinals(500), seq(500), Bounds{}), StatP50)[StatP50].Value()
	points, _, err = b.l.CutPoints(Cuts{Fingerprint: "f", Units: b.set(ordinals(500)), Order: sliceOrder(seq(500)), Parts: 2})
	require.NoError(t, err)
	require.Equal(t, []float64{median}, points)

	c.Fingerprint = ""
	_, _, err = b.l.CutPoints(c)
	requireCode(t, codeNoEvidence, err)
	c = cuts(40, 40, 1)
	_, _, err = b.l.CutPoints(c)
	requireCode(t, codeNotAllowed, err)
	c = cuts(40, 40, 2)
	c.Units.a = 0
	_, _, err = b.l.CutPoints(c)
	requireCode(t, codeNoEvidence, err)

	points, ok, err = open(t).CutPoints(Cuts{Order: sliceOrder{10, 20, 30, 40}, Parts: 4})
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, []float64{17.5, 25, 32.5}, points)
	_, ok, err = open(t).CutPoints(Cuts{Order: sliceOrder{}, Parts: 4})
	require.NoError(t, err)
	require.False(t, ok)
}

func TestNeedsTellKernelsWhatReleaseAsksFor(t *testing.T) {
	l, o := microdata(t), open(t)
	require.Equal(t, EvidenceUnits|EvidenceMoments|EvidenceDeviants, l.Needs(StatMean, ProtectsUnits, false))
	require.Equal(t, EvidenceUnits|EvidenceOnes|EvidenceDeviants, l.Needs(StatStd, ProtectsUnits, true))
	require.Equal(t, EvidenceUnits|EvidenceAnchor|EvidenceOrder, l.Needs(StatP50, ProtectsUnits, true))
	require.Equal(t, EvidenceUnits|EvidenceMoments, o.Needs(StatMean, ProtectsUnits, true))
	require.Equal(t, EvidenceUnits|EvidenceExtremes, l.Needs(StatMax, ProtectsNobody, false))
	require.Equal(t, EvidenceUnits|EvidenceOrder|EvidenceDeviants, l.Needs(StatMax, ProtectsUnits, false))
	require.Equal(t, "PERSON FORETAK JOBBID_1", Domain("FNR")+" "+Domain("ORGNR")+" "+Domain("JOBBID_1"))
}

func TestThinColumnsHaveNoExtremes(t *testing.T) {
	b := newLab(t, microdata(t), 6000)
	m := Measure{Fingerprint: "f", Bounds: Bounds{Lo: 0, Hi: 1e9, OK: true}}
	units := ordinals(50)
	x := make([]float64, 50)
	x[49] = 8_000_000 // one person's
	v := b.values(units, x, m.Bounds)
	store := func(s Statistic, v Values) (float64, bool) {
		out, _, err := b.l.Store(NewGroups(Groups{Measure: m, Stat: s, Units: []SetKey{v.Units}, Values: []Values{v}}), storeRule)
		require.NoError(t, err)
		return out.Values[0], out.Valid[0]
	}
	for _, s := range []Statistic{StatMax, StatMin, StatMean, StatSum, StatStd, StatSEMean, StatGini, StatSEBinomial} {
		value, valid := store(s, v)
		require.True(t, valid, s.String())
		require.Zero(t, value, s.String())
	}
	// Where nothing is common either, there is nothing: eleven persons, each with another value.
	few := b.values(b.showing(11, 11), seq(11), m.Bounds)
	few.Deviants = b.set(b.showing(10, 9))
	for _, s := range []Statistic{StatMax, StatMean, StatSum} {
		_, valid := store(s, few)
		require.False(t, valid, s.String())
	}
	// A sum is not exempt: the value of one person shown as a set of 5 must not get out.
	one := b.showing(1, 5)
	_, valid := store(StatSum, b.values(one, []float64{612_345}, m.Bounds))
	require.False(t, valid)
}

func TestStoredShareAndItsError(t *testing.T) {
	b := newLab(t, microdata(t), 6000)
	units := b.showing(400, 400)
	x := make([]float64, 400)
	for i := range 100 {
		x[i] = 1
	}
	v := b.values(units, x, Bounds{})
	v.Ones = b.set(b.showing(100, 100))
	out, _, err := b.l.Store(NewGroups(Groups{Measure: Measure{Binary: true}, Stat: StatSEBinomial,
		Units: []SetKey{v.Units}, Values: []Values{v}}), storeRule)
	require.NoError(t, err)
	require.Equal(t, 0.0217, out.Values[0]) // √(.25·.75/400) = 0.02165
}
