package kernel

import (
	"fmt"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// PanelRows tells which row of a panel is a unit's row of a time.
type PanelRows struct {
	units, times int
	first        []uint32 // the first row of every unit; nil when no row is lacking
	rows         []uint32 // time by time, the row of every unit or None; nil when no row is lacking
	bufs         [2]*mem.Buffer
}

// Release gives the memory back.
func (p *PanelRows) Release() {
	p.bufs[0].Release()
	p.bufs[1].Release()
}

// Bytes is the memory it takes.
func (p *PanelRows) Bytes() int64 { return int64(len(p.first)+len(p.rows)) * 4 }

// FindPanelRows finds the rows of a panel from which rows may have been left out. The rows of
// a unit stand side by side, and no unit has two rows of a time. Times are as in Moments.
type FindPanelRows struct {
	Values []int64
	Texts  []string
}

// Name is the step's name.
func (FindPanelRows) Name() string { return "panel-rows" }

// Params are the times.
func (f FindPanelRows) Params() string { return fmt.Sprintf("%d %q", f.Values, f.Texts) }

func (f FindPanelRows) times() int { return max(len(f.Values), len(f.Texts)) }

// Run takes the units (any kind) and the times of the rows, and gives *PanelRows.
func (f FindPanelRows) Run(c *Context, in []any) (any, error) {
	units, at := in[0].(*column.Column), in[1].(*column.Column)
	if units.Const || at.Const || units.Len != at.Len || at.Valid != nil {
		return nil, errPanelShape
	}
	switch {
	case units.Codes != nil:
		return findRows(c, f, units.Codes, at)
	case units.Ints != nil:
		return findRows(c, f, units.Ints, at)
	case units.Bools != nil:
		return findRows(c, f, units.Bools, at)
	}
	return findRows(c, f, units.Floats, at)
}

func findRows[U comparable](c *Context, f FindPanelRows, units []U, at *column.Column) (*PanelRows, error) {
	p := &PanelRows{units: len(units) / f.times(), times: f.times()}
	place := timePlaces(f.Values, f.Texts, at)
	whole, err := lacksNoRow(c, p.times, units, place)
	if err != nil || whole {
		return p, err
	}
	starts, err := runStarts(c, units)
	if err != nil {
		return nil, err
	}
	p.units = starts[len(starts)-1]
	if err := listRows(c, p, units, place, starts); err != nil {
		p.Release()
		return nil, err
	}
	return p, nil
}

// lacksNoRow tells whether every unit has a row of every time, in the order of the times.
func lacksNoRow[U comparable](c *Context, times int, units []U, place func(out []uint32, lo, hi int)) (bool, error) {
	if len(units)%times != 0 {
		return false, nil
	}
	var lacks atomic.Bool
	err := c.Each(len(units)/times, func(_, lo, hi int) error {
		var scratch [blockRows]uint32
		if lacks.Load() {
			return nil
		}
		odd := false
		for row := lo * times; row < hi*times && !odd; {
			part := scratch[:min(blockRows, hi*times-row)]
			place(part, row, row+len(part))
			next := uint32(row % times)
			first := units[row-int(next)]
			for i, place := range part {
				if next == 0 {
					first = units[row+i]
					odd = odd || row+i > 0 && units[row+i-1] == first
				}
				odd = odd || place != next || units[row+i] != first
				if next++; int(next) == times {
					next = 0
				}
			}
			row += len(part)
		}
		if odd {
			lacks.Store(true)
		}
		return nil
	})
	return !lacks.Load(), err
}

// listRows notes the row of every unit and time.
func listRows[U comparable](c *Context, p *PanelRows, units []U, place func(out []uint32, lo, hi int), starts []int) (err error) {
	if p.first, p.bufs[0], err = mem.Alloc[uint32](c.Pool, p.units); err != nil {
		return err
	}
	if p.rows, p.bufs[1], err = mem.Alloc[uint32](c.Pool, p.units*p.times); err != nil {
		return err
	}
	err = c.Each(len(p.rows), func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			p.rows[i] = None
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Each(len(units), func(chunk, lo, hi int) error {
		var scratch [blockRows]uint32
		unit := starts[chunk] - 1 // the unit of the row before
		for row := lo; row < hi; {
			part := scratch[:min(blockRows, hi-row)]
			place(part, row, row+len(part))
			for _, t := range part {
				if row == 0 || units[row] != units[row-1] {
					unit++
					p.first[unit] = uint32(row)
				}
				if t == None {
					return errPanelShape
				}
				p.rows[int(t)*p.units+unit] = uint32(row)
				row++
			}
		}
		return nil
	})
}

// AtTime takes the values of one time out of a column of a panel: a row per unit, missing
// where the panel has no row. A boolean column becomes an integer one.
type AtTime struct{ Time int }

// Name is the step's name.
func (AtTime) Name() string { return "at-time" }

// Params is the place of the time.
func (a AtTime) Params() string { return fmt.Sprint(a.Time) }

// Run takes a column and *PanelRows and gives a column.
func (a AtTime) Run(c *Context, in []any) (any, error) {
	col, p := in[0].(*column.Column), in[1].(*PanelRows)
	if col.Const || a.Time >= p.times {
		return nil, errPanelShape
	}
	if p.rows != nil {
		return gather(c, col, p.rows[a.Time*p.units:(a.Time+1)*p.units], true)
	}
	if col.Kind == types.Boolean {
		wide, err := cast(c, col, types.Integer)
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		col = wide
	}
	return stride(c, col, a.Time, p.times, p.units)
}

// PanelUnits gives the units of a panel, each once, in the order of its rows.
type PanelUnits struct{}

// Name is the step's name.
func (PanelUnits) Name() string { return "panel-units" }

// Params is empty.
func (PanelUnits) Params() string { return "" }

// Run takes the units of the rows and *PanelRows and gives a column of the same kind.
func (PanelUnits) Run(c *Context, in []any) (any, error) {
	units, p := in[0].(*column.Column), in[1].(*PanelRows)
	if p.rows != nil {
		return gather(c, units, p.first, false)
	}
	return stride(c, units, 0, p.times, p.units)
}

// stride takes every times-th row of a column.
func stride(c *Context, col *column.Column, at, times, n int) (*column.Column, error) {
	out := &column.Column{Kind: col.Kind, Dict: col.Dict, Space: col.Space}
	switch {
	case col.Kind == types.Text || col.Kind == types.Key:
		return strideValues(c, col, col.Codes, at, times, n, out)
	case col.Kind == types.Boolean:
		return strideValues(c, col, col.Bools, at, times, n, out)
	case integral(col.Kind):
		return strideValues(c, col, col.Ints, at, times, n, out)
	}
	return strideValues(c, col, col.Floats, at, times, n, out)
}

func strideValues[T mem.Element](c *Context, col *column.Column, src []T, at, times, n int, to *column.Column) (*column.Column, error) {
	pick := func(out []T, lo int) {
		from := lo*times + at
		for i := range out {
			out[i] = src[from]
			from += times
		}
	}
	if col.Valid == nil {
		out, err := fillDense(c, n, func(out []T, lo, _ int) error { pick(out, lo); return nil })
		if err != nil {
			return nil, err
		}
		return finish(out, to), nil
	}
	out, err := fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		pick(out, lo)
		from := lo*times + at
		for w := range valid {
			word := uint64(0)
			for i := range min(hi-lo-w*64, 64) {
				word |= col.Valid[from>>6] >> (uint(from) & 63) & 1 << uint(i)
				from += times
			}
			valid[w] = word
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, to), nil
}
