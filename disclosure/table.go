package disclosure

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

const (
	thinCell      = 5  // C7: a listed cell below this is thin
	freeTextLeast = 50 // D6
	// freeNumberLeast is D6 for numbers: like M8, a value is told when so many share it.
	freeNumberLeast = 10
	// exactDigits of a p-value are the same on every machine; logarithms and exponentials
	// agree to about 15.
	exactDigits = 9
	fewExpected = 20 // C6: times the standard deviation of the noise
)

// tableau is a grid on its way out: shown counts of cells, margins and total, for the rows
// and columns that are listed.
type tableau struct {
	p       *pass
	g       *Grid
	q       float64
	rows    []int // listed tuples, sorted by code
	columns []int // listed column categories, sorted by code; empty when one-way
	width   int   // column categories in the evidence

	units    [4][]int64 // shown units of cells, row totals, column totals, total
	counts   [4][]int64 // shown numbers to print: units, or rows where units may repeat
	measured [4][][]measured
}

// The four kinds of sets of a table.
const (
	inCells = iota
	inRows
	inColumns
	inTotal
)

func (p *pass) releaseGrid(g *Grid) Released {
	t := &tableau{p: p, g: g}
	if g.Column != nil {
		t.width = len(g.Column.Categories)
	}
	if !t.complete() {
		return Released{}
	}
	out := Released{kind: KindTable}
	out.about.Population = countCell(p.count(g.Total.Units[0]), p.countRule())
	if g.MayRepeat {
		t.q = p.repeatLimit(g.Total.Units[0], g.Total.Repeats[0])
	}
	t.count()
	t.list()
	out.table = t.headings()
	if t.tooThin() {
		p.fire(RuleC7)
		out.table.Hidden = true
		return out
	}
	t.fillCells(&out.table)
	if g.Chi2 {
		out.table.Chi2 = t.chiSquare()
	}
	return out
}

// complete checks that the evidence has the table's shape.
func (t *tableau) complete() bool {
	g := t.g
	shape := func(kind, sets int) bool {
		c := t.part(kind)
		if len(c.Units) != sets || len(c.Values) != len(g.Measures) || t.repeats(kind) && len(c.Repeats) != sets {
			return false
		}
		for _, v := range c.Values {
			if len(v) != sets {
				return false
			}
		}
		return true
	}
	ok := len(g.Rows) > 0 && len(g.Stats) > 0 && shape(inRows, len(g.Tuples)) && shape(inTotal, 1)
	if g.Column != nil {
		ok = ok && shape(inCells, len(g.Tuples)*t.width) && shape(inColumns, t.width)
	}
	for _, tuple := range g.Tuples {
		ok = ok && len(tuple) == len(g.Rows)
		for i, c := range tuple {
			ok = ok && i < len(g.Rows) && c >= 0 && c < len(g.Rows[i].Categories)
		}
	}
	for _, s := range g.Stats {
		ok = ok && s != 0 && s <= StatIQR && (s.ofCounts() || len(g.Measures) > 0)
		if (s == StatRowPct || s == StatColPct) && g.Column == nil {
			ok = false
		}
	}
	if g.Chi2 && g.Column == nil || !ok {
		t.p.missing("table")
		return false
	}
	return true
}

func (t *tableau) part(kind int) *Cells {
	switch kind {
	case inCells:
		return &t.g.Cells
	case inRows:
		return &t.g.RowTotal
	case inColumns:
		return &t.g.ColTotal
	default:
		return &t.g.Total
	}
}

// repeats tells whether a unit may be in a set of this kind several times.
func (t *tableau) repeats(kind int) bool {
	switch kind {
	case inCells:
		return t.g.MayRepeat && !t.g.RowsOnce && !t.g.ColumnsOnce
	case inRows:
		return t.g.MayRepeat && !t.g.RowsOnce
	case inColumns:
		return t.g.MayRepeat && !t.g.ColumnsOnce
	default:
		return t.g.MayRepeat
	}
}

// count makes the shown counts of all sets; a margin is the count of its own set (C4).
func (t *tableau) count() {
	for kind := inCells; kind <= inTotal; kind++ {
		c := t.part(kind)
		if t.g.Column == nil && (kind == inCells || kind == inColumns) {
			continue
		}
		t.units[kind] = make([]int64, len(c.Units))
		t.counts[kind] = t.units[kind]
		for i, k := range c.Units {
			t.units[kind][i] = t.p.count(k)
		}
		if t.repeats(kind) {
			t.counts[kind] = make([]int64, len(c.Units))
			for i, k := range c.Units {
				t.counts[kind][i] = t.p.rows(t.units[kind][i], k, c.Repeats[i], t.q)
			}
		}
		t.measured[kind] = make([][]measured, len(t.g.Measures))
		for m := range t.g.Measures {
			list := make([]measured, len(c.Units))
			for i := range list {
				list[i] = t.p.measure(&t.g.Measures[m], &c.Values[m][i], t.repeats(kind), t.q)
			}
			t.measured[kind][m] = list
		}
	}
	if !t.p.exact {
		t.p.fire(RuleC4)
	}
}

// list chooses rows and columns by the shown counts of their own margins (C8), orders them by
// code, and leaves out free text that too few units share (D6).
func (t *tableau) list() {
	least := int64(1)
	if !t.p.exact {
		t.p.fire(RuleC8)
		least = max(least, int64(t.p.l.policy.categoryMin))
		t.fireFree()
	}
	for i, tuple := range t.g.Tuples {
		need := least
		for a := range t.g.Rows {
			need = max(need, t.free(&t.g.Rows[a], tuple[a]))
		}
		if t.units[inRows][i] >= need {
			t.rows = append(t.rows, i)
		}
	}
	slices.SortStableFunc(t.rows, func(i, j int) int {
		for a := range t.g.Rows {
			c := t.g.Rows[a].Categories
			if o := compareCodes(&c[t.g.Tuples[i][a]], &c[t.g.Tuples[j][a]]); o != 0 {
				return o
			}
		}
		return 0
	})
	if t.g.Column == nil {
		return
	}
	c := t.g.Column.Categories
	for j := range c {
		if t.units[inColumns][j] >= max(least, t.free(t.g.Column, j)) {
			t.columns = append(t.columns, j)
		}
	}
	slices.SortStableFunc(t.columns, func(i, j int) int { return compareCodes(&c[i], &c[j]) })
}

// free is how many units must share a category that no code list names (D6). A number with a
// label is a word of the code list or of the script.
func (t *tableau) free(a *Axis, category int) int64 {
	c := &a.Categories[category]
	if c.Missing {
		return 0
	}
	return t.p.freeLeast(a.FreeText, a.FreeNumber && c.Label == "")
}

// freeLeast is rule D6: free text is listed from 50 units, numbers of their own from 10.
func (p *pass) freeLeast(text, number bool) int64 {
	switch {
	case p.exact || !text && !number:
		return 0
	case text:
		return freeTextLeast
	default:
		return freeNumberLeast
	}
}

// fireFree tells that D6 was at work, by what the axes are and never by whom they hold: a
// note about a category that is not listed would say that somebody is in it.
func (t *tableau) fireFree() {
	axes := t.g.Rows
	if t.g.Column != nil {
		axes = append(axes[:len(axes):len(axes)], *t.g.Column)
	}
	for i := range axes {
		if t.p.freeLeast(axes[i].FreeText, axes[i].FreeNumber) > 0 {
			t.p.fire(RuleD6)
		}
	}
}

// compareCodes orders numbers by size, then texts by their bytes, then missing ones.
func compareCodes(a, b *Category) int {
	if a.Missing != b.Missing {
		return boolOrder(a.Missing)
	}
	if a.Number != b.Number {
		return -boolOrder(a.Number)
	}
	if a.Number {
		x, _ := strconv.ParseFloat(a.Code, 64)
		y, _ := strconv.ParseFloat(b.Code, 64)
		if o := cmp.Compare(x, y); o != 0 {
			return o
		}
	}
	return cmp.Compare(a.Code, b.Code)
}

func boolOrder(later bool) int {
	if later {
		return 1
	}
	return -1
}

// tooThin is rule C7, over the listed interior cells.
func (t *tableau) tooThin() bool {
	if t.p.exact {
		return false
	}
	cells, thin := 0, 0
	look := func(n int64) {
		cells++
		if n < thinCell {
			thin++
		}
	}
	for _, i := range t.rows {
		if t.g.Column == nil {
			look(t.units[inRows][i])
		}
		for _, j := range t.columns {
			look(t.units[inCells][i*t.width+j])
		}
	}
	return 2*thin > cells
}

func (t *tableau) headings() TableResult {
	var out TableResult
	for _, a := range t.g.Rows {
		out.RowAxes = append(out.RowAxes, Heading{a.Name, a.Label})
	}
	if t.g.Column != nil {
		out.Column = Heading{t.g.Column.Name, t.g.Column.Label}
	}
	t.eachStat(func(m int, s Statistic) {
		head := StatHead{Stat: s}
		if m >= 0 {
			head.Measure = Heading{t.g.Measures[m].Name, t.g.Measures[m].Label}
		}
		out.Stats = append(out.Stats, head)
	})
	return out
}

// eachStat walks the statistics of a cell: measure by measure, each in the order asked for;
// those of the cell itself come once, in the first block, with measure −1.
func (t *tableau) eachStat(f func(m int, s Statistic)) {
	for m := range max(1, len(t.g.Measures)) {
		for _, s := range t.g.Stats {
			switch {
			case !s.ofCounts():
				f(m, s)
			case m == 0:
				f(-1, s)
			}
		}
	}
}

func partOf(c *Category) Part {
	return Part{Code: c.Code, Number: c.Number, Label: c.Label, Missing: c.Missing}
}

func (t *tableau) fillCells(out *TableResult) {
	for _, i := range t.rows {
		var h Head
		for a, c := range t.g.Tuples[i] {
			h.Parts = append(h.Parts, partOf(&t.g.Rows[a].Categories[c]))
		}
		out.Rows = append(out.Rows, h)
	}
	out.Rows = append(out.Rows, Head{Total: true})
	for _, j := range t.columns {
		out.Columns = append(out.Columns, Head{Parts: []Part{partOf(&t.g.Column.Categories[j])}})
	}
	out.Columns = append(out.Columns, Head{Total: true})
	sums := t.sums()
	for _, r := range append(upTo(len(t.rows)), -1) { // the totals come last
		for _, c := range append(upTo(len(t.columns)), -1) {
			t.eachStat(func(m int, s Statistic) { out.cells = append(out.cells, t.cell(r, c, m, s, sums)) })
		}
	}
}

// where finds the set of a listed row and column; −1 is the total.
func (t *tableau) where(r, c int) (kind, index int) {
	switch {
	case r < 0 && c < 0:
		return inTotal, 0
	case r < 0:
		return inColumns, t.columns[c]
	case c < 0:
		return inRows, t.rows[r]
	default:
		return inCells, t.rows[r]*t.width + t.columns[c]
	}
}

func (t *tableau) shown(r, c int) int64 {
	kind, i := t.where(r, c)
	return t.counts[kind][i]
}

func (t *tableau) cell(r, c, m int, s Statistic, sums *tableSums) Cell {
	kind, i := t.where(r, c)
	if m >= 0 {
		return t.measured[kind][m][i].statistic(s, t.repeats(kind))
	}
	n := t.counts[kind][i]
	switch s {
	case StatRowPct:
		if c < 0 {
			return t.p.percent(sums.of(sums.row, r, sums.allColumns), sums.of(sums.row, r, sums.allColumns))
		}
		return t.p.percent(n, sums.of(sums.row, r, sums.allColumns))
	case StatColPct:
		if r < 0 {
			return t.p.percent(sums.of(sums.column, c, sums.allRows), sums.of(sums.column, c, sums.allRows))
		}
		return t.p.percent(n, sums.of(sums.column, c, sums.allRows))
	case StatCellPct:
		return t.p.percent(sums.cellPart(r, c, n))
	}
	rule := t.p.countRule()
	if t.repeats(kind) && !t.p.exact {
		rule = RuleC9
	}
	return countCell(n, rule)
}

// tableSums are sums of shown counts of listed cells: what percentages are taken of (C5).
type tableSums struct {
	row, column         []int64 // of the cells of a row, of a column
	allRows, allColumns int64   // of the row totals, of the column totals
	all                 int64   // of all cells
}

func (t *tableau) sums() *tableSums {
	s := &tableSums{row: make([]int64, len(t.rows)), column: make([]int64, len(t.columns))}
	for r := range t.rows {
		s.allRows += t.shown(r, -1)
		for c := range t.columns {
			n := t.shown(r, c)
			s.row[r] += n
			s.column[c] += n
			s.all += n
		}
	}
	for c := range t.columns {
		s.allColumns += t.shown(-1, c)
	}
	return s
}

func (s *tableSums) of(list []int64, i int, total int64) int64 {
	if i < 0 {
		return total
	}
	return list[i]
}

// cellPart is part and whole of a cell percentage: a cell is part of all cells, a margin of
// the margins of its kind, the total of itself.
func (s *tableSums) cellPart(r, c int, n int64) (part, whole int64) {
	switch {
	case r < 0 && c < 0:
		return n, n
	case r < 0:
		return n, s.allColumns
	case c < 0:
		return n, s.allRows
	default:
		return n, s.all
	}
}

// percent is rule C5: one decimal, two when the whole is above 10 000.
func (p *pass) percent(part, whole int64) Cell {
	if !p.exact {
		p.fire(RuleC5)
	}
	if whole <= 0 {
		return missingCell(RuleC5)
	}
	x := float64(part) * 100 / float64(whole) // one rounding: 7 of 25 is 28
	if p.exact {
		return Cell{kind: CellRatio, value: x, decimals: -1, rule: Exact}
	}
	decimals := 1
	if whole > fewForDigits {
		decimals = 2
	}
	return Cell{kind: CellRatio, value: fixed(x, decimals), decimals: int8(decimals), rule: RuleC5}
}

// chiSquare is Pearson's test on the shown cells; under noise it is corrected for it (C6).
func (t *tableau) chiSquare() *ChiSquare {
	var table [][]float64
	for r := range t.rows {
		row := make([]float64, len(t.columns))
		for c := range t.columns {
			row[c] = float64(t.shown(r, c))
		}
		table = append(table, row)
	}
	variance, rule := 0.0, Exact
	if !t.p.exact && t.p.l.table != nil {
		variance, rule = t.p.l.table.params.V, t.p.fire(RuleC6)
	}
	test, ok := pearson(table, variance)
	if !ok {
		return &ChiSquare{Statistic: missingCell(rule), P: missingCell(rule)}
	}
	if rule == RuleC6 && test.meanExpected < fewExpected*math.Sqrt(variance) {
		hidden := Cell{kind: CellSuppressed, rule: rule}
		return &ChiSquare{Statistic: hidden, P: hidden, DF: test.df}
	}
	if rule == Exact {
		return &ChiSquare{
			DF:        test.df,
			Statistic: amount(CellAmount, test.statistic, 0, rule),
			P:         amount(CellAmount, test.p, exactDigits, rule),
		}
	}
	return &ChiSquare{
		DF:        test.df,
		Statistic: Cell{kind: CellAmount, value: fixed(test.statistic, 2), decimals: 2, rule: rule},
		P:         Cell{kind: CellAmount, value: fixed(test.p, 4), decimals: 4, rule: rule},
	}
}

// formatCount writes a shown count as results write it: thin spaces between thousands from
// five digits.
func formatCount(n int64) string {
	s := strconv.FormatInt(n, 10)
	if len(s) < 5 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + thinSpace + s[i:]
	}
	return s
}

const thinSpace = "\u202f"
