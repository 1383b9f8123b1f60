package kernel

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Interleave makes a column of a panel out of one column per time, all of them with a row per
// unit: row u·Times + t is row u of the column of time t. A time without a column is missing.
// Texts may have different dictionaries.
type Interleave struct {
	Kind  types.Kind // of the result within the numeric family; Untyped for that of the inputs
	Times int
	At    []int // the time of every input, ascending
}

// Name is the step's name.
func (Interleave) Name() string { return "interleave" }

// Params is the kind and the times.
func (v Interleave) Params() string {
	at := make([]string, len(v.At))
	for i, t := range v.At {
		at[i] = fmt.Sprint(t)
	}
	return fmt.Sprintf("%s %s of %d", v.Kind, strings.Join(at, ","), v.Times)
}

var errPanelShape = errors.New("kernel: columns of a panel that do not belong together")

// Run takes the columns and gives one.
func (v Interleave) Run(c *Context, in []any) (any, error) {
	if len(in) != len(v.At) || len(in) == 0 {
		return nil, errPanelShape
	}
	cols := make([]*column.Column, len(in))
	for i := range in {
		cols[i] = in[i].(*column.Column)
	}
	kind := v.Kind
	for _, col := range cols {
		if kind == types.Untyped {
			kind = col.Kind
		}
	}
	if kind == types.Boolean {
		kind = types.Integer // a time may be missing, and booleans never are
	}
	out := &column.Column{Kind: kind}
	wide := make([]*column.Column, v.Times)
	for i, col := range cols {
		one, err := cast(c, col, kind)
		if err != nil {
			return nil, err
		}
		defer one.Release()
		if one.Const || one.Len != cols[0].Len {
			return nil, errPanelShape
		}
		if one.Space != "" {
			out.Space = one.Space
		}
		wide[v.At[i]] = one
	}
	n := cols[0].Len * v.Times
	switch {
	case kind == types.Text:
		dict, tables := commonDict(wide)
		out.Dict = dict
		return interleave(c, n, wide, func(a *column.Column) []uint32 { return a.Codes }, tables, out)
	case kind == types.Key:
		return interleave(c, n, wide, func(a *column.Column) []uint32 { return a.Codes }, nil, out)
	case integral(kind):
		return interleave(c, n, wide, func(a *column.Column) []int64 { return a.Ints }, nil, out)
	}
	return interleave(c, n, wide, func(a *column.Column) []float64 { return a.Floats }, nil, out)
}

// commonDict is a dictionary with the values of all columns and, where it is not that of a
// column, the column's codes in it.
func commonDict(cols []*column.Column) (*column.Dict, [][]uint32) {
	var dicts []*column.Dict
	var largest *column.Dict
	same := true
	for _, col := range cols {
		if col == nil {
			continue
		}
		dicts = append(dicts, col.Dict)
		same = same && col.Dict == dicts[0]
		if largest == nil || len(col.Dict.Values) > len(largest.Values) {
			largest = col.Dict
		}
	}
	if same {
		return largest, nil
	}
	tables := make([][]uint32, len(cols))
	within := true
	for t, col := range cols {
		if col != nil && col.Dict != largest {
			tables[t] = codesIn(largest, col.Dict)
			within = within && !hasNone(tables[t])
		}
	}
	if within {
		return largest, tables
	}
	var all []string
	for _, d := range dicts {
		all = append(all, d.Values...)
	}
	dict, codes := buildDict(all, nil)
	for t, col := range cols {
		if col != nil {
			tables[t], codes = codes[:len(col.Dict.Values)], codes[len(col.Dict.Values):]
		}
	}
	return dict, tables
}

// interleave deals the rows of the columns out in turn. A block of rows of the result stays
// in the cache while the columns are gone through.
func interleave[T mem.Element](c *Context, n int, cols []*column.Column, values func(*column.Column) []T, tables [][]uint32, to *column.Column) (*column.Column, error) {
	times := len(cols)
	out, err := fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		blocks(lo, hi, func(l, h int) {
			for t, col := range cols {
				first := rowFrom(l, t, times)
				if col == nil {
					continue
				}
				part := out[l-lo : h-lo]
				at := first*times + t - l
				if tables != nil && tables[t] != nil {
					dealCodes(any(part).([]uint32), col.Codes[first:], tables[t], at, times)
				} else {
					deal(part, values(col)[first:], at, times)
				}
			}
		})
		for t, col := range cols {
			first, after := rowFrom(lo, t, times), rowFrom(hi, t, times)
			switch {
			case col == nil:
				for at := first*times + t - lo; at < hi-lo; at += times {
					valid[at>>6] &^= 1 << (uint(at) & 63)
				}
			case col.Valid != nil:
				dealMissing(valid, col.Valid, first, after, first*times+t-lo, times)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, to), nil
}

// rowFrom is the first row of a column of a time that stands at or after a row of the panel.
func rowFrom(row, t, times int) int { return max(row-t+times-1, 0) / times }

func deal[T mem.Element](out, src []T, at, step int) {
	for i := 0; at < len(out); i++ {
		out[at] = src[i]
		at += step
	}
}

func dealCodes(out, src, table []uint32, at, step int) {
	for i := 0; at < len(out); i++ {
		code := src[i]
		if int(code) < len(table) { // the code of a missing row may be anything
			code = table[code]
		}
		out[at] = code
		at += step
	}
}

// dealMissing clears the bits of rows without a value: rows [first, after) of a column, of
// which the first stands at bit at.
func dealMissing(valid []uint64, src column.Bitmap, first, after, at, step int) {
	for row := first; row < after; {
		w := row >> 6
		next := min((w+1)<<6, after)
		missing := ^src[w] >> (uint(row) & 63)
		if width := next - row; width < 64 {
			missing &= 1<<uint(width) - 1
		}
		for ; missing != 0; missing &= missing - 1 {
			bit := at + bits.TrailingZeros64(missing)*step
			valid[bit>>6] &^= 1 << (uint(bit) & 63)
		}
		at += (next - row) * step
		row = next
	}
}

// Repeat gives every row of a column Times times, side by side: what a panel says of a unit
// at all times. A constant stays one.
type Repeat struct{ Times int }

// Name is the step's name.
func (Repeat) Name() string { return "repeat" }

// Params is the number of times.
func (r Repeat) Params() string { return fmt.Sprint(r.Times) }

// Run takes a column and gives one.
func (r Repeat) Run(c *Context, in []any) (any, error) {
	col := in[0].(*column.Column)
	if col.Const {
		return shared(col), nil
	}
	out := &column.Column{Kind: col.Kind, Dict: col.Dict, Space: col.Space}
	switch {
	case col.Kind == types.Text || col.Kind == types.Key:
		return repeat(c, col, col.Codes, r.Times, out)
	case col.Kind == types.Boolean:
		return repeat(c, col, col.Bools, r.Times, out)
	case integral(col.Kind):
		return repeat(c, col, col.Ints, r.Times, out)
	}
	return repeat(c, col, col.Floats, r.Times, out)
}

func repeat[T mem.Element](c *Context, col *column.Column, src []T, times int, to *column.Column) (*column.Column, error) {
	n := col.Len * times
	spread := func(out []T, lo, hi int) {
		row, left := lo/times, times-lo%times
		for at := 0; at < len(out); row++ {
			part := out[at:min(at+left, len(out))]
			v := src[row]
			for i := range part {
				part[i] = v
			}
			at, left = at+left, times
		}
	}
	if col.Valid == nil {
		out, err := fillDense(c, n, func(out []T, lo, hi int) error { spread(out, lo, hi); return nil })
		if err != nil {
			return nil, err
		}
		return finish(out, to), nil
	}
	out, err := fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		spread(out, lo, hi)
		for row := lo / times; row*times < hi; row++ {
			if col.Valid.Get(row) {
				continue
			}
			for at := max(row*times, lo); at < min((row+1)*times, hi); at++ {
				valid[(at-lo)>>6] &^= 1 << (uint(at) & 63)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, to), nil
}

// Moments is date@panel: the same times for every unit, in turn. Values are the times as
// numbers; a panel whose times are texts has Texts instead, ascending, and the column holds
// their places. Both come from the script, not from data.
type Moments struct {
	Kind   types.Kind // Integer, Date or Text
	Values []int64
	Texts  []string
}

// Name is the step's name.
func (Moments) Name() string { return "moments" }

// Params are the times.
func (m Moments) Params() string { return fmt.Sprintf("%s %d %q", m.Kind, m.Values, m.Texts) }

// Run takes a column with a row per unit and gives one with a row per unit and time.
func (m Moments) Run(c *Context, in []any) (any, error) {
	units := in[0].(*column.Column)
	if m.Kind == types.Text {
		places := make([]uint32, len(m.Texts))
		for i := range places {
			places[i] = uint32(i)
		}
		return inTurn(c, places, units.Len, &column.Column{Kind: m.Kind, Dict: &column.Dict{Values: m.Texts, Sorted: true}})
	}
	return inTurn(c, m.Values, units.Len, &column.Column{Kind: m.Kind})
}

func inTurn[T mem.Element](c *Context, values []T, units int, to *column.Column) (*column.Column, error) {
	times := len(values)
	out, err := fillDense(c, units*times, func(out []T, lo, _ int) error {
		at := 0
		for k := lo % times; at < min(times, len(out)); at++ {
			out[at] = values[k]
			if k++; k == times {
				k = 0
			}
		}
		// What is there is a whole turn, so copies of it go on as it began.
		for at > 0 && at < len(out) {
			at += copy(out[at:], out[:at-at%times])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, to), nil
}
