package kernel

import (
	"errors"
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

const (
	// runRows is how many rows a scan of units hands on at a time: their groups and units fit
	// the second-level cache, and there are enough of them to be counted without a branch.
	runRows = 1 << 13
	// waitingPairs is how many pairs of a set and a unit are collected before they are added up.
	waitingPairs = 1 << 12
	// fewRows is the number of rows of a unit from which it is counted in a list that grows.
	fewRows = 16
	// manySets is the number of sets from which all units are.
	manySets = 1 << 16
)

// runCounter counts, in rows that come unit by unit, the distinct units of every set and
// their rows. It is used by one goroutine.
type runCounter struct {
	keys  *disclosure.Keys
	none  uint32   // the set of rows that are in none
	count []uint32 // rows of the current unit in every set, that of no set included
	seen  []uint32 // the sets the current unit is in: the first n
	n     int
	// The row before was of this unit and this set, as were so many before it.
	unit, last, rows uint32
	disorder         bool // a smaller unit came after a larger one

	// Pairs of a set and a unit that wait to be added up, and the units of each set by their
	// rows: few by how many, the others in repeats.
	units, sets []uint32
	pairs       int
	out         []disclosure.SetKey
	few         [][fewRows]uint32 // nil where there are very many sets
	repeats     []disclosure.Repeats

	// With total set, the same of all sets together.
	total        bool
	everybody    []uint32
	persons      int
	totalOut     [1]disclosure.SetKey
	fewTotal     [fewRows]uint32
	totalRepeats disclosure.Repeats
}

func newRunCounter(keys *disclosure.Keys, sets int, total bool) *runCounter {
	r := &runCounter{
		keys: keys, none: uint32(sets), count: make([]uint32, sets+1), seen: make([]uint32, 8), total: total,
		units: make([]uint32, waitingPairs), sets: make([]uint32, waitingPairs),
		out: make([]disclosure.SetKey, sets), repeats: make([]disclosure.Repeats, sets),
	}
	if sets <= manySets {
		r.few = make([][fewRows]uint32, sets)
	}
	if total {
		r.everybody = make([]uint32, waitingPairs)
	}
	return r
}

// add takes the sets and the units of rows. A unit often stays in its set from row to row:
// such rows are only counted.
func (r *runCounter) add(sets, units []uint32) {
	units = units[:len(sets)]
	unit, last, rows := r.unit, r.last, r.rows
	for i, u := range units {
		s := min(sets[i], r.none)
		if (u^unit)|(s^last) == 0 {
			rows++
			continue
		}
		r.note(last, rows)
		if u != unit {
			r.disorder = r.disorder || u < unit
			r.unit = unit
			r.close()
			unit = u
		}
		last, rows = s, 1
	}
	r.unit, r.last, r.rows = unit, last, rows
}

// note adds rows of the current unit to a set.
func (r *runCounter) note(set, rows uint32) {
	c := r.count[set]
	r.count[set] = c + rows
	r.seen[r.n] = set
	fresh := 0
	if c == 0 && rows > 0 {
		fresh = 1
	}
	if r.n += fresh; r.n == len(r.seen) {
		r.seen = append(r.seen, r.seen...)
	}
}

// close ends the rows of a unit.
func (r *runCounter) close() {
	rows := uint32(0)
	for _, s := range r.seen[:r.n] {
		n := r.count[s]
		r.count[s] = 0
		if s == r.none {
			continue
		}
		rows += n
		r.sets[r.pairs], r.units[r.pairs] = s, r.unit
		if r.pairs++; r.pairs == waitingPairs {
			r.flush()
		}
		if n < fewRows && r.few != nil {
			r.few[s][n]++
		} else {
			r.repeats[s] = countRows(r.repeats[s], n)
		}
	}
	r.n = 0
	if !r.total || rows == 0 {
		return
	}
	r.everybody[r.persons] = r.unit
	if r.persons++; r.persons == waitingPairs {
		r.flushTotal()
	}
	if rows < fewRows {
		r.fewTotal[rows]++
	} else {
		r.totalRepeats = countRows(r.totalRepeats, rows)
	}
}

func countRows(h disclosure.Repeats, rows uint32) disclosure.Repeats {
	for uint32(len(h)) < rows {
		h = append(h, 0)
	}
	h[rows-1]++
	return h
}

// addFewRows adds units by their small numbers of rows to a histogram.
func addFewRows(h disclosure.Repeats, few *[fewRows]uint32) disclosure.Repeats {
	for rows, units := range few {
		if units > 0 {
			for len(h) < rows {
				h = append(h, 0)
			}
			h[rows-1] += units
		}
	}
	return h
}

func (r *runCounter) flush() {
	r.keys.Accumulate(r.out, r.sets[:r.pairs], r.units[:r.pairs])
	r.pairs = 0
}

func (r *runCounter) flushTotal() {
	r.keys.Accumulate(r.totalOut[:], nil, r.everybody[:r.persons])
	r.persons = 0
}

// finish ends the last unit; errDisorder when units did not ascend.
func (r *runCounter) finish() error {
	r.note(r.last, r.rows)
	r.rows = 0
	r.close()
	r.flush()
	for i := range r.few {
		r.repeats[i] = addFewRows(r.repeats[i], &r.few[i])
	}
	if r.total {
		r.flushTotal()
		r.totalRepeats = addFewRows(r.totalRepeats, &r.fewTotal)
	}
	if r.disorder {
		return errDisorder
	}
	return nil
}

// mergeRuns joins what was counted in ranges that no unit spans.
func mergeRuns(parts []*runCounter, sets int) *Sets {
	out := &Sets{Keys: make([]disclosure.SetKey, sets), Repeats: make([]disclosure.Repeats, sets)}
	for _, p := range parts {
		if p == nil {
			continue
		}
		disclosure.Merge(out.Keys, p.out)
		for i, r := range p.repeats {
			out.Repeats[i] = addRows(out.Repeats[i], r)
		}
	}
	return out
}

// mergeTotals joins the totals.
func mergeTotals(parts []*runCounter) *Sets {
	out := &Sets{Keys: make([]disclosure.SetKey, 1), Repeats: make([]disclosure.Repeats, 1)}
	for _, p := range parts {
		if p != nil {
			disclosure.Merge(out.Keys, p.totalOut[:])
			out.Repeats[0] = addRows(out.Repeats[0], p.totalRepeats)
		}
	}
	return out
}

func addRows(into, r disclosure.Repeats) disclosure.Repeats {
	for len(into) < len(r) {
		into = append(into, 0)
	}
	for k, n := range r {
		into[k] += n
	}
	return into
}

// errDisorder tells that rows do not come unit by unit.
var errDisorder = errors.New("kernel: units in no order")

// runScan hands out rows unit by unit: their groups and their units.
type runScan struct {
	scan *unitScan
	g    *Groups
}

// scanRuns runs body for ranges of rows that no unit spans. Rows are tried as they stand: a
// body that meets a smaller unit after a larger one gives errDisorder, and all is begun again
// with the rows brought into order. begin is called at each beginning with the number of ranges.
func scanRuns(c *Context, units *column.Column, g *Groups, begin func(parts int), body func(s *runScan, part, lo, hi int) error) error {
	if units.Valid == nil && !units.Const {
		s := &runScan{&unitScan{units: units}, g}
		begin(partsOf(c, units.Len))
		err := s.scan.inParts(c, func(part, lo, hi int) error {
			if lo > 0 && units.Codes[lo-1] > units.Codes[lo] {
				return errDisorder
			}
			return body(s, part, lo, hi)
		})
		if !errors.Is(err, errDisorder) {
			return err
		}
	}
	scan, err := newUnitScan(c, units)
	if err != nil {
		return err
	}
	if err := g.Settle(c); err != nil { // rows are looked at in another order than they stand in
		return err
	}
	begin(partsOf(c, scan.len()))
	s := &runScan{scan, g}
	return scan.inParts(c, func(part, lo, hi int) error { return body(s, part, lo, hi) })
}

// each hands on the rows [lo, hi) of the scan, some at a time. Both slices may be overwritten
// by the next call.
func (s *runScan) each(c *Context, lo, hi int, body func(groups, units []uint32)) error {
	ids, ordinals := make([]uint32, runRows), make([]uint32, runRows)
	for ; lo < hi; lo += runRows {
		if err := c.Ctx.Err(); err != nil {
			return err
		}
		to := min(lo+runRows, hi)
		body(s.rows(ids[:to-lo], lo, to), s.units(ordinals[:to-lo], lo, to))
	}
	return nil
}

func (s *runScan) rows(out []uint32, lo, hi int) []uint32 {
	switch {
	case s.scan.order == nil:
		s.g.ids(out, lo, hi)
	case s.g.IDs == nil:
		clear(out)
	default:
		for i, row := range s.scan.order[lo:hi] {
			out[i] = s.g.IDs[row]
		}
	}
	return out
}

func (s *runScan) units(out []uint32, lo, hi int) []uint32 {
	codes := s.scan.units.Codes
	if s.scan.order == nil {
		return codes[lo:hi]
	}
	for i, row := range s.scan.order[lo:hi] {
		out[i] = codes[row]
	}
	return out
}

// repeatedSets is for datasets in which a unit may have several rows.
func repeatedSets(c *Context, keys *disclosure.Keys, units *column.Column, g *Groups) (*Sets, error) {
	var parts []*runCounter
	err := scanRuns(c, units, g, func(n int) { parts = make([]*runCounter, n) }, func(s *runScan, part, lo, hi int) error {
		r := newRunCounter(keys, g.Count, false)
		parts[part] = r
		if err := s.each(c, lo, hi, r.add); err != nil {
			return err
		}
		return r.finish()
	})
	if err != nil {
		return nil, err
	}
	return mergeRuns(parts, g.Count), nil
}

// TableSets counts the units of a two-way table in which units may have several rows: of its
// cells, its rows, its columns and the whole, in one pass. The fields tell in which of them a
// unit may be several times; where it may not be, as in those of one date of a panel, it
// is not looked for. In cells where it may not, it may not in the rows or not in the columns.
type TableSets struct {
	Cells, Rows, Columns bool
	Anchors              bool // of cells in which no unit repeats; the others have them
}

// Name is the step's name.
func (TableSets) Name() string { return "table-sets" }

// Params tells the variant.
func (t TableSets) Params() string {
	return fmt.Sprintf("repeat=%t/%t/%t anchors=%t", t.Cells, t.Rows, t.Columns, t.Anchors)
}

// tableCounter counts one range of rows.
type tableCounter struct {
	t             TableSets
	keys          *disclosure.Keys
	once          []disclosure.SetKey // of cells in which no unit repeats
	cells         *runCounter
	rows, columns *runCounter
	rowOf, colOf  []uint32 // the row and the column of a cell
	x, y          []uint32
	width         uint32
}

// Run takes *disclosure.Keys, the column of protected units and *Groups made by Cross, and
// gives []any of four *Sets: cells, rows, columns, total.
func (t TableSets) Run(c *Context, in []any) (any, error) {
	keys, g := in[0].(*disclosure.Keys), in[2].(*Groups)
	if !t.Rows && !t.Columns {
		return nil, errors.New("kernel: units repeat in the whole of a table, and in no part of it")
	}
	units, err := unitCodes(c, in[1].(*column.Column))
	if err != nil {
		return nil, err
	}
	defer units.Release()
	rowOf, _ := g.margin("rows")
	colOf, _ := g.margin("columns")
	rowOf, colOf = append(rowOf, None), append(colOf, None)
	var parts []*tableCounter
	err = scanRuns(c, units, g, func(n int) { parts = make([]*tableCounter, n) }, func(s *runScan, part, lo, hi int) error {
		p := t.counter(keys, g)
		p.rowOf, p.colOf = rowOf, colOf
		parts[part] = p
		add := func(ids, owners []uint32) { p.add(ids, p.margin(p.x, ids, rowOf), p.margin(p.y, ids, colOf), owners) }
		if d := g.from; d != nil && d.left != nil && s.scan.order == nil {
			at := lo
			add = func(ids, owners []uint32) {
				p.axes(d, ids, at)
				at += len(ids)
				p.add(ids, p.x[:len(ids)], p.y[:len(ids)], owners)
			}
			s = &runScan{s.scan, &Groups{Rows: g.Rows}} // the axes are read below, once
		}
		if err := s.each(c, lo, hi, add); err != nil {
			return err
		}
		return p.finish()
	})
	if err != nil {
		return nil, err
	}
	return t.merge(parts, g), nil
}

// axes reads the row, the column and the cell of rows from lo on.
func (p *tableCounter) axes(d *derived, ids []uint32, lo int) {
	width := p.width
	var a, b [blockRows]uint32
	for at := 0; at < len(ids); at += blockRows {
		end := min(at+blockRows, len(ids))
		xs, ys := d.left.view(lo+at, lo+end, a[:]), d.right.view(lo+at, lo+end, b[:])
		out, x, y := ids[at:end], p.x[at:end], p.y[at:end]
		xs, ys, x, y = xs[:len(out)], ys[:len(out)], x[:len(out)], y[:len(out)]
		switch {
		case p.columns == nil:
			for i, v := range xs {
				w := ys[i]
				gone := uint32(int32(v|w) >> 31) // only None has the top bit
				out[i], x[i] = (v*width+w)|gone, v|gone
			}
		case p.rows == nil:
			for i, v := range xs {
				w := ys[i]
				gone := uint32(int32(v|w) >> 31)
				out[i], y[i] = (v*width+w)|gone, w|gone
			}
		default:
			for i, v := range xs {
				w := ys[i]
				gone := uint32(int32(v|w) >> 31)
				out[i], x[i], y[i] = (v*width+w)|gone, v|gone, w|gone
			}
		}
	}
}

func (t TableSets) counter(keys *disclosure.Keys, g *Groups) *tableCounter {
	p := &tableCounter{t: t, keys: keys, x: make([]uint32, runRows), y: make([]uint32, runRows), width: uint32(g.Width)}
	if t.Cells {
		p.cells = newRunCounter(keys, g.Count, false)
	} else {
		p.once = make([]disclosure.SetKey, g.Count)
	}
	if t.Rows {
		p.rows = newRunCounter(keys, g.High, true)
	}
	if t.Columns {
		p.columns = newRunCounter(keys, g.Width, !t.Rows)
	}
	return p
}

func (p *tableCounter) add(ids, rows, columns, units []uint32) {
	p.count(ids, units)
	if p.rows != nil {
		p.rows.add(rows, units)
	}
	if p.columns != nil {
		p.columns.add(columns, units)
	}
}

// count counts the cells.
func (p *tableCounter) count(ids, units []uint32) {
	switch {
	case p.cells != nil:
		p.cells.add(ids, units)
	case p.t.Anchors:
		p.keys.Accumulate(p.once, ids, units)
	default:
		p.keys.AccumulateCounts(p.once, ids, units)
	}
}

// margin is the row or column of every cell.
func (p *tableCounter) margin(out, ids, into []uint32) []uint32 {
	out, none := out[:len(ids)], uint32(len(into)-1)
	for i, id := range ids {
		out[i] = into[min(id, none)]
	}
	return out
}

func (p *tableCounter) finish() error {
	for _, r := range []*runCounter{p.cells, p.rows, p.columns} {
		if r != nil {
			if err := r.finish(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t TableSets) merge(parts []*tableCounter, g *Groups) []any {
	pick := func(of func(*tableCounter) *runCounter) (list []*runCounter) {
		for _, p := range parts {
			if p != nil {
				list = append(list, of(p))
			}
		}
		return list
	}
	rows := pick(func(p *tableCounter) *runCounter { return p.rows })
	columns := pick(func(p *tableCounter) *runCounter { return p.columns })
	var cells *Sets
	if t.Cells {
		cells = mergeRuns(pick(func(p *tableCounter) *runCounter { return p.cells }), g.Count)
	} else {
		cells = &Sets{Keys: make([]disclosure.SetKey, g.Count)}
		for _, p := range parts {
			if p != nil {
				disclosure.Merge(cells.Keys, p.once)
			}
		}
	}
	total := rows
	if !t.Rows {
		total = columns
	}
	return []any{cells, marginSets(rows, cells, g, "rows", t.Rows), marginSets(columns, cells, g, "columns", t.Columns), mergeTotals(total)}
}

// marginSets is a margin that was counted, or that is the union of its cells.
func marginSets(parts []*runCounter, cells *Sets, g *Groups, of string, counted bool) *Sets {
	into, count := g.margin(of)
	if counted {
		return mergeRuns(parts, count)
	}
	out := &Sets{Keys: make([]disclosure.SetKey, count)}
	disclosure.MergeBy(out.Keys, into, cells.Keys)
	return out
}
