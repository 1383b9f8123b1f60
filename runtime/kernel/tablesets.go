package kernel

import (
	"errors"
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

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
	units, err := UnitNumbers(c, in[1].(*column.Column))
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
