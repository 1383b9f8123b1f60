package disclosure

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/stretchr/testify/require"
)

// 12 persons: sex 1 1 1 1 1 2 2 2 2 2 2 2 by level b a a c a, c c b c c a c.
func twelve(b lab) Grid {
	g := b.grid(repeat("1", 5, "2", 7), []string{"b", "a", "a", "c", "a", "c", "c", "b", "c", "c", "a", "c"})
	g.Rows[0].Categories[0].Number, g.Rows[0].Categories[1].Number = true, true
	return g
}

func TestOpenTableByHand(t *testing.T) {
	b := lab{t, open(t), CountOnly()}
	g := twelve(b)
	table, r := b.table(g)
	// Columns in code order although b came first.
	require.Equal(t, [][]float64{{3, 1, 1, 5}, {1, 1, 5, 7}, {4, 2, 6, 12}}, numbers(table))
	require.Equal(t, "a", table.Columns[0].Parts[0].Code)
	require.Equal(t, "label a", table.Columns[0].Parts[0].Label)
	require.True(t, table.Columns[3].Total)
	require.Equal(t, 12.0, r.About().Population.Value())
	require.Equal(t, Open, r.About().Profile)
	require.Equal(t, []RuleID{Exact}, []RuleID{r.About().Notes[0].Rule})
	require.Len(t, r.About().Notes, 1)

	g.Stats = []Statistic{StatRowPct, StatFreq, StatColPct, StatCellPct}
	g.Chi2 = true
	table, _ = b.table(g)
	cell := func(row, col int) (out []float64) {
		for s := range table.Stats {
			out = append(out, table.Cell(row, col, s).Value())
		}
		return out
	}
	require.Equal(t, []float64{60, 3, 75, 25}, cell(0, 0))
	require.InDeltaSlice(t, []float64{100, 7, 700.0 / 12, 700.0 / 12}, cell(1, 3), 1e-12)
	require.InDeltaSlice(t, []float64{400.0 / 12, 4, 100, 400.0 / 12}, cell(2, 0), 1e-12)
	require.Equal(t, []float64{100, 12, 100, 100}, cell(2, 3))
	// E = 5/3 5/6 5/2 / 7/3 7/6 7/2: χ² = 16/15 + 1/30 + 9/10 + 16/21 + 1/42 + 9/14, df 2.
	want := 16.0/15 + 1.0/30 + 0.9 + 16.0/21 + 1.0/42 + 9.0/14
	require.InDelta(t, want, table.Chi2.Statistic.Value(), 1e-12)
	require.Equal(t, 2, table.Chi2.DF)
}

func TestVolumeTableByHand(t *testing.T) {
	b := lab{t, open(t), CountOnly()}
	g := b.grid(repeat("a", 2, "b", 3), nil)
	m := []Measure{{Name: "x"}, {Name: "y"}}
	values := func(ord []uint32, x ...float64) Values { return b.values(ord, x, Bounds{}) }
	g.Measures, g.Stats = m, []Statistic{StatMean, StatFreq, StatSum}
	g.RowTotal.Values = [][]Values{
		{values(ordinals(2), 1, 3), values(ordinals(3), 2, 2, 5)},
		{values(ordinals(1), 8), values(nil)},
	}
	g.Total.Values = [][]Values{{values(ordinals(5), 1, 3, 2, 2, 5)}, {values(ordinals(1), 8)}}
	table, _ := b.table(g)
	var heads []string
	for _, h := range table.Stats {
		heads = append(heads, h.Stat.String()+" "+h.Measure.Name)
	}
	require.Equal(t, []string{"mean x", "freq ", "sum x", "mean y", "sum y"}, heads)
	require.Equal(t, [][]float64{{2, 2, 4, 8, 8}, {3, 3, 9, 0, 0}, {2.6, 5, 13, 8, 8}}, numbers(table))
	require.Equal(t, CellMissing, table.Cell(1, 0, 3).Kind())
	require.Equal(t, CellAmount, table.Cell(1, 0, 4).Kind()) // the sum of none is 0
}

// C4, C5, C8 and the frozen answer of one small table under microdata: every shown number
// follows from shown numbers.
func TestMicrodataTable(t *testing.T) {
	b := newLab(t, microdata(t), 400)
	rows := repeat("b", 150, "a", 100, "c", 2, "d", 148)
	cols := make([]string, 400)
	for i := range cols {
		cols[i] = strconv.Itoa(i * 7 % 3)
	}
	g := b.grid(rows, cols)
	for i := range g.Column.Categories {
		g.Column.Categories[i].Number = true
	}
	table, r := b.table(g)
	last := len(table.Rows) - 1
	for i, units := range map[int]SetKey{0: g.RowTotal.Units[1], 1: g.RowTotal.Units[0], last: g.Total.Units[0]} {
		require.Equal(t, float64(b.shown(units)), table.Cell(i, 3, 0).Value())
	}
	require.Equal(t, microdataAnswer, numbers(table))
	require.Equal(t, RuleC1, table.Cell(0, 0, 0).Rule())
	require.Equal(t, float64(b.shown(g.Total.Units[0])), r.About().Population.Value())
	shown := numbers(table)
	g.Stats = []Statistic{StatRowPct, StatColPct, StatCellPct}
	pct, _ := b.table(g)
	sum := shown[0][0] + shown[0][1] + shown[0][2]
	got := pct.Cell(0, 0, 0)
	require.Equal(t, fixed(100*shown[0][0]/sum, 1), got.Value())
	require.Equal(t, 1, got.Decimals())
	require.Equal(t, RuleC5, got.Rule())
	require.Equal(t, 100.0, pct.Cell(0, 3, 0).Value())
	require.Equal(t, 100.0, pct.Cell(len(pct.Rows)-1, 1, 1).Value())
	require.Equal(t, r.About().PolicyHash, b.l.Policy().Hash())
}

// microdataAnswer is frozen: the same secret, ids and sets give these numbers for ever. True
// are 34 33 33 100 / 50 50 50 150 / 0 1 1 2 / 50 49 49 148 / 134 133 133 400.
var microdataAnswer = [][]float64{
	{32, 35, 34, 103}, {50, 51, 48, 154}, {0, 0, 6, 5}, {49, 50, 48, 149}, {135, 134, 134, 401},
}

func TestPercentDecimals(t *testing.T) {
	p := microdata(t).pass(ProtectsUnits)
	require.Equal(t, 1, p.percent(1, 10_000).Decimals())
	require.Equal(t, 2, p.percent(1, 10_001).Decimals())
	require.Equal(t, 33.33, p.percent(10_000, 30_000).Value())
	require.Equal(t, CellMissing, p.percent(0, 0).Kind())
}

func TestC7ThinTables(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	// Two rows of 500 by two columns: cells with a shown count of 0 are made of two units.
	thin, thick := b.showing(2, 0), ordinals(500)
	table := func(cells ...[]uint32) TableResult {
		g := b.grid(repeat("a", 1, "b", 1), repeat("x", 1, "y", 1))
		g.Cells.Units = nil
		for _, c := range cells {
			g.Cells.Units = append(g.Cells.Units, b.set(c))
		}
		margin := b.set(ordinals(600))
		g.RowTotal.Units, g.ColTotal.Units = []SetKey{margin, margin}, []SetKey{margin, margin}
		out, _ := b.table(g)
		return out
	}
	require.False(t, table(thin, thick, thick, thin).Hidden) // half is not more than half
	hidden := table(thin, thick, thin, thin)
	require.True(t, hidden.Hidden)
	require.Empty(t, hidden.Rows)
	require.Empty(t, hidden.cells)
	require.Equal(t, "r", hidden.RowAxes[0].Name)
	require.False(t, table(thick, b.showing(3, 5), b.showing(3, 5), thick).Hidden) // 5 is not thin
	require.Equal(t, hidden, hidden.RowSortTotal().ColSortTotal().Top(3))
}

func TestC8ListsByShownMargin(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	g := b.grid(repeat("10", 1, "9", 1, "b", 1, "a", 1, "", 1, "x", 1), nil)
	for i := range 2 {
		g.Rows[0].Categories[i].Number = true
	}
	g.Rows[0].Categories[4].Missing = true
	g.RowTotal.Units = []SetKey{b.set(b.showing(3, 5)), b.set(ordinals(30)), b.set(ordinals(40)), b.set(ordinals(50)),
		b.set(ordinals(60)), b.set(b.showing(5, 0))}
	table, _ := b.table(g)
	require.Equal(t, []string{"=9", "=10", "=a", "=b", "=", "="}, rowCodes(table)) // x shows 0
	require.True(t, table.Rows[4].Parts[0].Missing)
	require.True(t, table.Rows[5].Total)

	// An owner's smallest category, just inside and just outside.
	p := microdataPolicy(t)
	p.variables = map[string]VariablePolicy{"DX": {Profile: Microdata, CategoryMin: 50}}
	strict, err := b.l.Under(p)
	require.NoError(t, err)
	strict, err = strict.For(Variable{"DX", Nonpublic})
	require.NoError(t, err)
	g.RowTotal.Units = []SetKey{b.set(b.showing(48, 49)), b.set(b.showing(51, 50)), {}, {}, {}, {}}
	r, _, err := strict.Release(NewGrid(g), tableRule)
	require.NoError(t, err)
	out, _ := r.Table()
	require.Equal(t, []string{"=9", "="}, rowCodes(out))
}

func TestD6FreeText(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	g := b.grid(repeat("rare", 1, "usual", 1), repeat("x", 1, "y", 1))
	g.Rows[0].FreeText = true
	g.RowTotal.Units = []SetKey{b.set(b.showing(51, 49)), b.set(b.showing(49, 50))}
	g.ColTotal.Units = []SetKey{b.set(ordinals(100)), b.set(ordinals(90))}
	g.Cells.Units = []SetKey{b.set(ordinals(30)), b.set(ordinals(20)), b.set(ordinals(25)), b.set(ordinals(24))}
	table, r := b.table(g)
	require.Equal(t, []string{"=usual", "="}, rowCodes(table))
	require.True(t, slices.ContainsFunc(r.About().Notes, func(n Note) bool { return n.Rule == RuleD6 }))
	g.Rows[0].FreeText = false
	table, _ = b.table(g)
	require.Len(t, table.Rows, 3)
	g.Column.FreeText = true
	g.ColTotal.Units[1] = b.set(b.showing(51, 49))
	table, _ = b.table(g)
	require.Len(t, table.Columns, 2)
}

// A number that no code list names is a person's own value: it is listed from 10 units.
func TestD6Numbers(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	g := b.grid(repeat("600001", 1, "600002", 1), repeat("x", 1, "y", 1))
	g.RowTotal.Units = []SetKey{b.set(b.showing(12, 9)), b.set(b.showing(12, 10))}
	g.ColTotal.Units = []SetKey{b.set(ordinals(100)), b.set(ordinals(90))}
	g.Cells.Units = []SetKey{b.set(ordinals(30)), b.set(ordinals(20)), b.set(ordinals(25)), b.set(ordinals(24))}
	table, _ := b.table(g)
	require.Len(t, table.Rows, 3)
	g.Rows[0].FreeNumber = true
	g.Rows[0].Categories[0].Label, g.Rows[0].Categories[1].Label = "", ""
	table, r := b.table(g)
	require.Equal(t, []string{"=600002", "="}, rowCodes(table))
	require.True(t, slices.ContainsFunc(r.About().Notes, func(n Note) bool { return n.Rule == RuleD6 }))
	g.Rows[0].Categories[0].Label = "half a million"
	table, _ = b.table(g)
	require.Len(t, table.Rows, 3, "the script knows the number")
}

// The values that name groups become public with their dataset (D1), so D6 holds for them.
func TestD6NamesOfGroups(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	listed := func(text, number bool) []bool {
		units := []SetKey{b.set(b.showing(12, 9)), b.set(b.showing(12, 10)), b.set(b.showing(51, 49)), b.set(b.showing(49, 50)), {}}
		out, _, err := b.l.Store(NewGroups(Groups{
			Measure: Measure{Name: "x", Fingerprint: "f"}, Stat: StatCount, Units: units, Values: make([]Values, len(units)),
			FreeText: text, FreeNumber: number,
		}), storeRule)
		require.NoError(t, err)
		return out.Listed
	}
	require.Equal(t, []bool{true, true, true, true, false}, listed(false, false))
	require.Equal(t, []bool{false, true, true, true, false}, listed(false, true))
	require.Equal(t, []bool{false, false, false, true, false}, listed(true, false))
}

func TestC6ChiSquare(t *testing.T) {
	// Mean expected at least 20·√6.25 = 50: four cells need 200 in all.
	for _, c := range []struct {
		n    int
		kind CellKind
	}{{180, CellSuppressed}, {230, CellAmount}} {
		b := newLab(t, microdata(t), c.n)
		rows, cols := make([]string, c.n), make([]string, c.n)
		for i := range rows {
			rows[i], cols[i] = strconv.Itoa(i%2), strconv.Itoa(i/2%2)
		}
		g := b.grid(rows, cols)
		g.Chi2 = true
		table, r := b.table(g)
		require.Equal(t, c.kind, table.Chi2.Statistic.Kind())
		require.Equal(t, 1, table.Chi2.DF)
		require.True(t, slices.ContainsFunc(r.About().Notes, func(n Note) bool { return n.Rule == RuleC6 }))
		if c.kind == CellAmount {
			s := numbers(table)
			want, _ := pearson([][]float64{s[0][:2], s[1][:2]}, 6.25)
			require.Equal(t, fixed(want.statistic, 2), table.Chi2.Statistic.Value())
			require.Equal(t, fixed(want.p, 4), table.Chi2.P.Value())
		}
	}
}

func TestC9RowsAreNotUnits(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	all := ordinals(2000)
	cell := b.showing(100, 98)
	g := b.grid(repeat("a", 1, "b", 1), nil)
	g.MayRepeat = true
	g.Total = Cells{Units: []SetKey{b.set(all)}, Repeats: []Repeats{{1900, 0, 100}}}
	g.RowTotal = Cells{Units: []SetKey{b.set(cell), b.set(b.showing(2, 0))},
		Repeats: []Repeats{{80, 0, 0, 0, 0, 0, 0, 0, 0, 20}, {0, 2}}}
	table, r := b.table(g)
	// The 99 % point of rows per unit is 3 (ranks about 1979 of 1900 ones, then threes):
	// 98 · (80·1 + 20·3)/100 = 137.2 → 137. The second row shows 0 units, so it is not listed.
	require.Equal(t, 137.0, table.Cell(0, 0, 0).Value())
	require.Equal(t, RuleC9, table.Cell(0, 0, 0).Rule())
	require.Len(t, table.Rows, 2)
	require.True(t, slices.ContainsFunc(r.About().Notes, func(n Note) bool { return n.Rule == RuleC9 }))
	// Evidence that does not add up to the units is refused.
	g.RowTotal.Repeats[0] = Repeats{99}
	_, _, err := b.l.Release(NewGrid(g), tableRule)
	requireCode(t, codeNoEvidence, err)

	o := lab{t, open(t), CountOnly()}
	og := o.grid(repeat("a", 2), nil)
	og.MayRepeat = true
	og.RowTotal.Repeats, og.Total.Repeats = []Repeats{{1, 1}}, []Repeats{{1, 1}}
	table, _ = o.table(og)
	require.Equal(t, [][]float64{{3}, {3}}, numbers(table))
}

func TestSmallPopulationsHaveARepeatLimitToo(t *testing.T) {
	b := newLab(t, microdata(t), 3000)
	p := b.l.pass(ProtectsUnits)
	require.Equal(t, 1.0, p.repeatLimit(b.set(b.showing(19, 19)), Repeats{0, 0, 19}))
	require.Equal(t, 3.0, p.repeatLimit(b.set(b.showing(20, 20)), Repeats{0, 0, 20}))
	require.NoError(t, p.err)
}

func TestTablesDoNotDependOnOrder(t *testing.T) {
	b := newLab(t, microdata(t), 900)
	rows, cols := make([]string, 900), make([]string, 900)
	for i := range rows {
		rows[i], cols[i] = strconv.Itoa(i*i%5), strconv.Itoa(i%4)
	}
	want, _ := b.table(b.grid(rows, cols))
	// Another order of first appearance of the categories.
	g := b.grid(rows, cols)
	slices.Reverse(g.Tuples)
	slices.Reverse(g.RowTotal.Units)
	width := len(g.Column.Categories)
	var cells []SetKey
	for r := len(g.Tuples) - 1; r >= 0; r-- {
		cells = append(cells, g.Cells.Units[r*width:(r+1)*width]...)
	}
	g.Cells.Units = cells
	got, _ := b.table(g)
	require.Equal(t, want, got)
}

func TestNestedRows(t *testing.T) {
	b := lab{t, open(t), CountOnly()}
	g := b.grid(repeat("1", 1, "2", 1, "3", 1), nil)
	cats := []Category{{Code: "2", Number: true}, {Code: "1", Number: true}}
	g.Rows = []Axis{{Name: "a", Categories: cats}, {Name: "b", Categories: cats}}
	g.Tuples = [][]int{{0, 1}, {1, 0}, {0, 0}}
	table, _ := b.table(g)
	require.Equal(t, []string{"=12", "=21", "=22", "="}, rowCodes(table))
}

func TestArrange(t *testing.T) {
	b := lab{t, open(t), CountOnly()}
	table, _ := b.table(b.grid(repeat("a", 3, "b", 1, "c", 3, "d", 2),
		[]string{"x", "y", "y", "x", "x", "x", "y", "y", "y"}))
	require.Equal(t, [][]float64{{1, 2, 3}, {1, 0, 1}, {2, 1, 3}, {0, 2, 2}, {4, 5, 9}}, numbers(table))
	byTotal := table.RowSortTotal()
	require.Equal(t, []string{"=b", "=d", "=a", "=c", "="}, rowCodes(byTotal)) // a and c tie: by code
	require.Equal(t, []string{"=a", "=c", "="}, rowCodes(byTotal.Bottom(2)))
	require.Equal(t, []string{"=b", "="}, rowCodes(byTotal.Top(1)))
	require.Equal(t, []string{"=b", "=d", "=a", "=c", "="}, rowCodes(byTotal.Top(99)))
	require.Equal(t, []string{"="}, rowCodes(byTotal.Top(-1)))
	require.Equal(t, 9.0, byTotal.Top(1).Cell(1, 2, 0).Value()) // the total speaks of the whole table
	byX, ok := table.RowSort("x")
	require.True(t, ok)
	require.Equal(t, []string{"=d", "=a", "=b", "=c", "="}, rowCodes(byX))
	columns, ok := table.ColSort("c")
	require.True(t, ok)
	require.Equal(t, []float64{1, 2, 3}, numbers(columns)[2])
	require.Equal(t, "y", columns.Columns[0].Parts[0].Code)
	require.Equal(t, "x", table.ColSortTotal().Columns[0].Parts[0].Code)
	_, ok = table.RowSort("z")
	require.False(t, ok)
	_, ok = table.ColSort("c", "d")
	require.False(t, ok)
	require.Equal(t, []string{"=a", "=b", "=c", "=d", "="}, rowCodes(table)) // untouched
}

func TestDescriptionShape(t *testing.T) {
	b := newLab(t, microdata(t), 2000)
	x := seq(1200)
	bounds := WinsorBounds(sorted(x))
	stats := []Statistic{StatMean, StatStd, StatCount, StatP1, StatP25, StatP50, StatP75, StatP99}
	v := b.values(ordinals(1200), x, bounds)
	r, acc, err := b.l.Release(NewDescribed(Described{
		Population: b.set(ordinals(1300)), Measures: []Measure{{Name: "pay", Label: "Pay", Fingerprint: "f", Bounds: bounds},
			{Name: "empty", Fingerprint: "e"}}, Values: []Values{v, {}}, Stats: stats}), descRule)
	require.NoError(t, err)
	d, _ := r.Description()
	require.Equal(t, Heading{"pay", "Pay"}, d.Variables[0])
	for i := range stats {
		require.True(t, d.Cell(0, i).HasValue(), stats[i].String())
		require.Equal(t, i == 2, d.Cell(1, i).HasValue()) // only the count: 0
	}
	require.Len(t, acc.Shown, 3)
	require.Contains(t, acc.Rules, RuleQ1)
	require.Contains(t, acc.Rules, RuleC1)
	_, isTable := r.Table()
	require.False(t, isTable)
}

func TestTextsAreComplete(t *testing.T) {
	seen := map[diag.Code]bool{}
	placeholder := regexp.MustCompile(`\{[^}]*\}`)
	list := Diagnostics()
	require.True(t, sort.SliceIsSorted(list, func(i, j int) bool { return list[i].Code < list[j].Code }))
	for _, e := range list {
		require.False(t, seen[e.Code], e.Code)
		seen[e.Code] = true
		require.True(t, e.Message.Complete() && e.Cause.Complete() && e.Next.Complete(), e.Code)
		require.Equal(t, placeholder.FindAllString(e.Message.EN, -1), placeholder.FindAllString(e.Message.NB, -1))
		require.Equal(t, strings.HasPrefix(string(e.Code), "D01"), IsGuard(e.Code))
	}
	p := microdata(t).pass(ProtectsUnits)
	for _, r := range ruleOrder {
		p.fire(r)
	}
	notes := p.notes()
	require.Len(t, notes, 16)
	nobody := microdata(t).pass(ProtectsNobody)
	nobody.fire(Exact)
	require.Equal(t, RuleD1, nobody.notes()[0].Rule, "areas are exact, but what they hold was not")
	for _, n := range notes {
		require.True(t, n.Text.Complete(), n.Rule)
		require.NotContains(t, n.Text.EN+n.Text.NB, "{")
	}
	for s := StatFreq; s <= StatPercent; s++ {
		require.NotEmpty(t, s.String())
	}
	require.Empty(t, Statistic(200).String())
}
