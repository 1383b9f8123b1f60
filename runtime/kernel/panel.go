package kernel

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// TimeGroups groups the rows of a panel by its times: group i is the rows of time i, and
// there is one for every time, rows or none. Values are the times as numbers, Texts those of a
// panel whose date@panel is alphanumeric. Both come from the script, not from data.
type TimeGroups struct {
	Values []int64
	Texts  []string
}

// Name is the step's name.
func (TimeGroups) Name() string { return "group-times" }

// Params are the times.
func (t TimeGroups) Params() string { return fmt.Sprintf("%d %q", t.Values, t.Texts) }

// Run takes the column of times and optionally a condition that picks the rows, and gives
// *Groups with one key column. A row of another time, or of none, belongs to no group.
func (t TimeGroups) Run(_ *Context, in []any) (any, error) {
	col := in[0].(*column.Column)
	if col.Const {
		return nil, fmt.Errorf("kernel: the times of a panel are a constant")
	}
	var mask *column.Column
	if len(in) > 1 && in[1] != nil {
		mask = in[1].(*column.Column)
	}
	number, keys := timePlaces(t.Values, t.Texts, col), t.keys(col.Kind)
	d := &derived{cols: []*column.Column{shared(col)}}
	d.read = func(out []uint32, lo, hi int) {
		number(out, lo, hi)
		if mask != nil {
			var buf [blockRows]uint8
			scratch := buf[:]
			maskSlots(out, mask, lo, hi, &scratch)
		}
	}
	if mask != nil {
		d.cols = append(d.cols, shared(mask))
	}
	return &Groups{Count: keys.Len, Rows: col.Len, Keys: []*column.Column{keys}, from: d}, nil
}

// keys is the times as a column of a kind.
func (t TimeGroups) keys(kind types.Kind) *column.Column {
	if kind != types.Text {
		return &column.Column{Kind: kind, Len: len(t.Values), Ints: slices.Clone(t.Values)}
	}
	keys := &column.Column{Kind: kind, Len: len(t.Texts), Dict: &column.Dict{Values: t.Texts}, Codes: make([]uint32, len(t.Texts))}
	for i := range keys.Codes {
		keys.Codes[i] = uint32(i)
	}
	return keys
}

// timePlaces gives the place of the time of rows [lo, hi) among the times of a panel, None for
// another time or none: texts where the column is one of texts, numbers else.
func timePlaces(values []int64, texts []string, col *column.Column) func(out []uint32, lo, hi int) {
	if col.Kind != types.Text {
		find := placesOf(values)
		return func(out []uint32, lo, hi int) {
			find(out, col.Ints[lo:hi])
			if col.Valid != nil {
				withMissing(out, out, col.Valid, lo, None)
			}
		}
	}
	place := make([]uint32, len(col.Dict.Values))
	for code, text := range col.Dict.Values {
		place[code] = None
		if at := slices.Index(texts, text); at >= 0 {
			place[code] = uint32(at)
		}
	}
	return func(out []uint32, lo, hi int) {
		for i, code := range col.Codes[lo:hi] {
			if out[i] = None; !col.Missing(lo + i) {
				out[i] = place[code]
			}
		}
	}
}

// timeSpan is the range of times that is looked up in a table: eleven years of days. The
// table is an array, so that looking up is one load.
const timeSpan = 1 << 12

// placesOf looks numbers up in a list of them: in a table where their range is small.
func placesOf(values []int64) func(out []uint32, x []int64) {
	if len(values) == 0 {
		return func(out []uint32, x []int64) {
			for i := range x {
				out[i] = None
			}
		}
	}
	low, high := slices.Min(values), slices.Max(values)
	if uint64(high)-uint64(low) < timeSpan {
		table := new([timeSpan + 1]uint32)
		for i := range table {
			table[i] = None
		}
		for i, v := range values {
			table[v-low] = uint32(i)
		}
		return func(out []uint32, x []int64) {
			out = out[:len(x)]
			for i, v := range x {
				out[i] = table[min(uint64(v)-uint64(low), timeSpan)]
			}
		}
	}
	places := make(map[int64]uint32, len(values))
	for i, v := range values {
		places[v] = uint32(i)
	}
	return func(out []uint32, x []int64) {
		at, last := None, int64(0)
		for i, v := range x {
			if i == 0 || v != last {
				last, at = v, None
				if p, ok := places[v]; ok {
					at = p
				}
			}
			out[i] = at
		}
	}
}

// NextGroups gives every row of a panel the group that its unit is in at the next time: the
// one after the row's own among all times of the panel. A row whose unit has no row at that
// time, or one without a group, has none.
type NextGroups struct{}

// Name is the step's name.
func (NextGroups) Name() string { return "next-groups" }

// Params is empty.
func (NextGroups) Params() string { return "" }

// Run takes the column of units, *Groups by time (TimeGroups of all rows) and *Groups, and
// gives *Groups with the keys of the latter. Rows may come in any order; a unit has at most
// one row per time.
func (NextGroups) Run(c *Context, in []any) (any, error) {
	units, err := UnitNumbers(c, in[0].(*column.Column))
	if err != nil {
		return nil, err
	}
	defer units.Release()
	times := in[1].(*Groups)
	g, err := settled(c, in[2])
	if err != nil {
		return nil, err
	}
	out, err := fillDense(c, g.Rows, func([]uint32, int, int) error { return nil })
	if err != nil {
		return nil, err
	}
	ordered, err := nextInOrder(c, out.values, units, times, g)
	if err == nil && !ordered {
		err = nextByUnit(c, out.values, units, times, g)
	}
	if err != nil {
		out.release()
		return nil, err
	}
	h := &Groups{Count: g.Count, Rows: g.Rows, IDs: out.values, Buf: out.bufs[0]}
	for _, k := range g.Keys {
		h.Keys = append(h.Keys, shared(k))
	}
	return h, nil
}

// group is the group of a row.
func (g *Groups) group(row int) uint32 {
	if g.IDs == nil {
		return 0
	}
	return g.IDs[row]
}

// nextInOrder handles rows that ascend by unit and time, where the next time is the next row
// or nowhere; false when they do not.
func nextInOrder(c *Context, out []uint32, units *column.Column, times, g *Groups) (bool, error) {
	var disorder atomic.Bool
	err := c.Each(g.Rows, func(_, lo, hi int) error {
		var scratch [blockRows + 1]uint32
		blocks(lo, hi, func(l, h int) {
			end := min(h+1, g.Rows)
			when := scratch[:end-l]
			times.ids(when[:h-l], l, h)
			if end > h {
				times.ids(when[h-l:], h, end)
			}
			for i := l; i < h; i++ {
				out[i] = None
				if i+1 == g.Rows || units.Missing(i) || units.Missing(i+1) {
					continue
				}
				switch a, b := when[i-l], when[i-l+1]; {
				case units.Codes[i] > units.Codes[i+1], units.Codes[i] == units.Codes[i+1] && a >= b:
					disorder.Store(true)
				case units.Codes[i] == units.Codes[i+1] && a+1 == b:
					out[i] = g.group(i + 1)
				}
			}
		})
		return nil
	})
	return !disorder.Load(), err
}

// nextByUnit collects the rows of every unit first.
func nextByUnit(c *Context, out []uint32, units *column.Column, times, g *Groups) error {
	if err := times.Settle(c); err != nil {
		return err
	}
	for i := range out {
		out[i] = None
	}
	scan, err := newUnitScan(c, units)
	if err != nil {
		return err
	}
	return scan.inParts(c, func(_, lo, hi int) error {
		at := make([]uint32, times.Count) // row of the unit at every time, from 1; 0 is none
		for i := lo; i < hi; {
			end := i
			for ; end < hi && scan.unit(end) == scan.unit(i); end++ {
				row := scan.row(end)
				if t := times.group(row); t != None && !units.Missing(row) {
					at[t] = uint32(row) + 1
				}
			}
			for t := 0; t+1 < len(at); t++ {
				if at[t] != 0 && at[t+1] != 0 {
					out[at[t]-1] = g.group(int(at[t+1] - 1))
				}
			}
			clear(at)
			i = end
		}
		return nil
	})
}
