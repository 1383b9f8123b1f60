package kernel

import (
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

	units, sets []uint32 // pairs that wait to be added up
	out         []disclosure.SetKey
	repeats     []disclosure.Repeats

	// With total set, the same of all sets together.
	total        bool
	everybody    []uint32
	totalOut     [1]disclosure.SetKey
	totalRepeats disclosure.Repeats
}

func newRunCounter(keys *disclosure.Keys, sets int, total bool) *runCounter {
	return &runCounter{
		keys: keys, none: uint32(sets), count: make([]uint32, sets+1), seen: make([]uint32, 8), total: total,
		units: make([]uint32, 0, waitingPairs), sets: make([]uint32, 0, waitingPairs),
		out: make([]disclosure.SetKey, sets), repeats: make([]disclosure.Repeats, sets),
	}
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
		r.repeats[s] = countRows(r.repeats[s], n)
		r.sets, r.units = append(r.sets, s), append(r.units, r.unit)
		if len(r.sets) == waitingPairs {
			r.flush()
		}
	}
	r.n = 0
	if r.total && rows > 0 {
		r.totalRepeats = countRows(r.totalRepeats, rows)
		if r.everybody = append(r.everybody, r.unit); len(r.everybody) == waitingPairs {
			r.flushTotal()
		}
	}
}

func countRows(h disclosure.Repeats, rows uint32) disclosure.Repeats {
	for uint32(len(h)) < rows {
		h = append(h, 0)
	}
	h[rows-1]++
	return h
}

func (r *runCounter) flush() {
	r.keys.Accumulate(r.out, r.sets, r.units)
	r.sets, r.units = r.sets[:0], r.units[:0]
}

func (r *runCounter) flushTotal() {
	r.keys.Accumulate(r.totalOut[:], nil, r.everybody)
	r.everybody = r.everybody[:0]
}

// finish ends the last unit.
func (r *runCounter) finish() {
	r.note(r.last, r.rows)
	r.rows = 0
	r.close()
	r.flush()
	r.flushTotal()
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

// runScan hands out rows unit by unit: their groups and their units. Both may be overwritten
// by the next call.
type runScan struct {
	scan *unitScan
	g    *Groups
}

func newRunScan(c *Context, units *column.Column, g *Groups) (*runScan, error) {
	scan, err := newUnitScan(c, units)
	if err == nil && scan.order != nil {
		err = g.Settle(c) // rows are looked at in another order than they stand in
	}
	return &runScan{scan, g}, err
}

// inParts runs body for ranges of rows that no unit spans; next gives the rows of the range.
func (s *runScan) inParts(c *Context, body func(part int, next func() (groups, units []uint32, err error)) error) error {
	return s.scan.inParts(c, func(part, lo, hi int) error {
		ids, ordinals := make([]uint32, runRows), make([]uint32, runRows)
		return body(part, func() ([]uint32, []uint32, error) {
			from, to := lo, min(lo+runRows, hi)
			lo = to
			if from == to {
				return nil, nil, nil
			}
			return s.rows(ids[:to-from], from, to), s.units(ordinals[:to-from], from, to), c.Ctx.Err()
		})
	})
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
	scan, err := newRunScan(c, units, g)
	if err != nil {
		return nil, err
	}
	parts := make([]*runCounter, partsOf(c, scan.scan.len()))
	err = scan.inParts(c, func(part int, next func() ([]uint32, []uint32, error)) error {
		r := newRunCounter(keys, g.Count, false)
		parts[part] = r
		for {
			ids, owners, err := next()
			if err != nil || ids == nil {
				r.finish()
				return err
			}
			r.add(ids, owners)
		}
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
	rowOf, colOf  []uint32
	scratch       []uint32
}

// Run takes *disclosure.Keys, the column of protected units and *Groups made by Cross, and
// gives []any of four *Sets: cells, rows, columns, total.
func (t TableSets) Run(c *Context, in []any) (any, error) {
	keys, g := in[0].(*disclosure.Keys), in[2].(*Groups)
	if !t.Rows && !t.Columns {
		return nil, fmt.Errorf("kernel: units repeat in the whole of a table, and in no part of it")
	}
	units, err := unitCodes(c, in[1].(*column.Column))
	if err != nil {
		return nil, err
	}
	defer units.Release()
	scan, err := newRunScan(c, units, g)
	if err != nil {
		return nil, err
	}
	parts := make([]*tableCounter, partsOf(c, scan.scan.len()))
	rowOf, _ := g.margin("rows")
	colOf, _ := g.margin("columns")
	rowOf, colOf = append(rowOf, None), append(colOf, None)
	err = scan.inParts(c, func(part int, next func() ([]uint32, []uint32, error)) error {
		p := t.counter(keys, g)
		p.rowOf, p.colOf = rowOf, colOf
		parts[part] = p
		for {
			ids, owners, err := next()
			if err != nil || ids == nil {
				p.finish()
				return err
			}
			p.add(ids, owners)
		}
	})
	if err != nil {
		return nil, err
	}
	return t.merge(parts, g), nil
}

func (t TableSets) counter(keys *disclosure.Keys, g *Groups) *tableCounter {
	p := &tableCounter{t: t, keys: keys, scratch: make([]uint32, runRows)}
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

func (p *tableCounter) add(ids, units []uint32) {
	switch {
	case p.cells != nil:
		p.cells.add(ids, units)
	case p.t.Anchors:
		p.keys.Accumulate(p.once, ids, units)
	default:
		p.keys.AccumulateCounts(p.once, ids, units)
	}
	if p.rows != nil {
		p.rows.add(p.margin(ids, p.rowOf), units)
	}
	if p.columns != nil {
		p.columns.add(p.margin(ids, p.colOf), units)
	}
}

// margin is the row or column of every cell.
func (p *tableCounter) margin(ids, into []uint32) []uint32 {
	out, none := p.scratch[:len(ids)], uint32(len(into)-1)
	for i, id := range ids {
		out[i] = into[min(id, none)]
	}
	return out
}

func (p *tableCounter) finish() {
	for _, r := range []*runCounter{p.cells, p.rows, p.columns} {
		if r != nil {
			r.finish()
		}
	}
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
