package kernel

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Select turns a condition into the rows where it is true; a missing condition is false.
// Inputs: the condition and, when it may be constant, a row carrier. Drop selects with !.
type Select struct{}

// Name is the step's name.
func (Select) Name() string { return "select" }

// Params is empty.
func (Select) Params() string { return "" }

// Run gives a *Selection.
func (Select) Run(c *Context, in []any) (any, error) {
	mask := in[0].(*column.Column)
	n := mask.Len
	if mask.Const {
		n = in[1].(*column.Column).Len
	}
	starts, err := countTrue(c, mask, n)
	if err != nil {
		return nil, err
	}
	rows, buf, err := mem.Alloc[uint32](c.Pool, starts[len(starts)-1])
	if err != nil {
		return nil, err
	}
	err = c.Each(n, func(chunk, lo, hi int) error {
		var scratch []uint8
		out := rows[starts[chunk]:starts[chunk+1]]
		if len(out) == 0 {
			return nil
		}
		k := 0
		m := truthOf(mask, lo, hi, &scratch)
		for i, b := range m {
			// The slot is overwritten until a row is taken; past the last one it stays.
			if k == len(out) {
				break
			}
			out[k] = uint32(lo + i)
			k += int(b)
		}
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	return &Selection{Of: n, Rows: rows, Buf: buf}, nil
}

// countTrue gives the running number of true rows at every chunk border.
func countTrue(c *Context, mask *column.Column, n int) ([]int, error) {
	starts := make([]int, Chunks(n)+1)
	err := c.Each(n, func(chunk, lo, hi int) error {
		var scratch []uint8
		total := 0
		for _, b := range truthOf(mask, lo, hi, &scratch) {
			total += int(b)
		}
		starts[chunk+1] = total
		return nil
	})
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	return starts, err
}

// Compose applies a second selection to the rows that a first one kept.
type Compose struct{}

// Name is the step's name.
func (Compose) Name() string { return "compose" }

// Params is empty.
func (Compose) Params() string { return "" }

// Run takes two *Selection, the second over the rows of the first, and gives one over the
// rows of the first one's origin.
func (Compose) Run(c *Context, in []any) (any, error) {
	first, second := in[0].(*Selection), in[1].(*Selection)
	rows, buf, err := mem.Alloc[uint32](c.Pool, len(second.Rows))
	if err != nil {
		return nil, err
	}
	err = c.Each(len(rows), func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			rows[i] = first.Rows[second.Rows[i]]
		}
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	return &Selection{Of: first.Of, Rows: rows, Buf: buf}, nil
}

// Take gathers the selected rows of a column of any kind. A constant stays a constant; when
// every row is kept the column is shared.
type Take struct{}

// Name is the step's name.
func (Take) Name() string { return "take" }

// Params is empty.
func (Take) Params() string { return "" }

// Run takes a column and a *Selection and gives a column.
func (Take) Run(c *Context, in []any) (any, error) {
	col, sel := in[0].(*column.Column), in[1].(*Selection)
	if col.Const || len(sel.Rows) == sel.Of {
		return shared(col), nil
	}
	return gather(c, col, sel.Rows, false)
}

// gather picks rows by index. With holes an index may be None, which gives missing, and a
// boolean column becomes an integer one whether or not a hole occurs: kinds never depend
// on data.
func gather(c *Context, col *column.Column, rows []uint32, holes bool) (*column.Column, error) {
	out := &column.Column{Kind: col.Kind, Dict: col.Dict, Space: col.Space}
	if holes && col.Kind == types.Boolean {
		wide, err := cast(c, col, types.Integer)
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		col, out.Kind = wide, types.Integer
	}
	switch {
	case col.Kind == types.Text || col.Kind == types.Key:
		return gatherValues(c, col, col.Codes, rows, holes, out)
	case col.Kind == types.Boolean:
		return gatherValues(c, col, col.Bools, rows, holes, out)
	case integral(col.Kind):
		return gatherValues(c, col, col.Ints, rows, holes, out)
	}
	return gatherValues(c, col, col.Floats, rows, holes, out)
}

func gatherValues[T mem.Element](c *Context, col *column.Column, src []T, rows []uint32, holes bool, to *column.Column) (*column.Column, error) {
	if !holes && col.Valid == nil {
		out, err := fillDense(c, len(rows), func(out []T, lo, hi int) error {
			for i, r := range rows[lo:hi] {
				out[i] = src[r]
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		return finish(out, to), nil
	}
	out, err := fill(c, len(rows), func(out []T, valid []uint64, lo, hi int) error {
		if holes {
			blocks(lo, hi, func(l, h int) { gatherHoles(out[l-lo:h-lo], rows[l:h], src) })
		}
		for w := range valid {
			part := rows[lo+w*64 : min(lo+w*64+64, hi)]
			if holes {
				valid[w] = validHoles(part, col.Valid)
			} else {
				valid[w] = gatherWord(out[w*64:], part, src, col.Valid)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, to), nil
}

func gatherWord[T mem.Element](out []T, rows []uint32, src []T, valid column.Bitmap) (word uint64) {
	out = out[:len(rows)]
	for i, r := range rows {
		out[i] = src[r]
		word |= valid[r>>6] >> (r & 63) & 1 << (uint(i) & 63)
	}
	return word
}

// inCache is how many values the first-level cache holds beside what a loop reads in passing.
const inCache = 1 << 11

// gatherHoles fetches the values of a block of rows; what None gets does not count. Rows are
// put together first: the more of the loop's turns miss the cache, the more misses the
// processor has under way at a time. Which rows are None is as good as random, so there is
// no branch on it.
func gatherHoles[T mem.Element](out []T, rows []uint32, src []T) {
	if n := len(src); n > 0 && n <= inCache {
		out = out[:len(rows)]
		for i, r := range rows {
			out[i] = src[r&present(r)]
		}
		return
	}
	clear(out)
	if len(src) == 0 {
		return
	}
	var to [blockRows]uint16
	var from [blockRows]uint32
	k := 0
	for i, r := range rows {
		to[k&(blockRows-1)], from[k&(blockRows-1)] = uint16(i), r
		k += int(present(r) & 1)
	}
	for j, r := range from[:k] {
		out[to[j]] = src[r]
	}
}

// validHoles is the validity of up to 64 gathered rows.
func validHoles(rows []uint32, valid column.Bitmap) (word uint64) {
	if valid == nil {
		for i, r := range rows {
			word |= uint64(present(r)&1) << (uint(i) & 63)
		}
		return word
	}
	if len(valid) == 0 { // no rows to gather from
		return 0
	}
	for i, r := range rows {
		there := present(r)
		at := r & there
		word |= valid[at>>6] >> (at & 63) & uint64(there) & 1 << (uint(i) & 63)
	}
	return word
}

// present is 0 for None and all ones for a row.
func present(r uint32) uint32 { return uint32((uint64(r)+1)>>32) - 1 }

// Count is the number of rows that a selection keeps; protected like all else, it serves
// limits that look at rows.
func (s *Selection) Count() int { return len(s.Rows) }
