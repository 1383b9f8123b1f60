package store

import (
	"sync"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// values is a column that is being filled, in memory of the pool.
type values struct {
	col   *column.Column
	valid column.Bitmap // cleared at first; nil when every row will have a value
	bufs  []*mem.Buffer
}

// newValues allocates n values of the view's kind; with gaps also a bitmap.
func (w *View) newValues(p *mem.Pool, n int, gaps bool) (*values, error) {
	v := &values{col: &column.Column{Kind: w.variable.Kind, Len: n, Dict: w.dict}}
	var buf *mem.Buffer
	var err error
	switch w.variable.Kind {
	case types.Integer, types.Date:
		v.col.Ints, buf, err = mem.Alloc[int64](p, n)
	case types.Decimal:
		v.col.Floats, buf, err = mem.Alloc[float64](p, n)
	case types.Key:
		v.col.Space = w.variable.Refers.Space
		v.col.Codes, buf, err = mem.Alloc[uint32](p, n)
	default:
		v.col.Codes, buf, err = mem.Alloc[uint32](p, n)
	}
	if err != nil {
		return nil, err
	}
	v.bufs = append(v.bufs, buf)
	if gaps {
		bits, buf, err := mem.AllocZero[uint64](p, column.BitmapWords(n))
		if err != nil {
			v.drop()
			return nil, err
		}
		v.valid = column.Bitmap(bits)
		v.bufs = append(v.bufs, buf)
	}
	return v, nil
}

func (v *values) drop() {
	for _, b := range v.bufs {
		b.Release()
	}
}

// done publishes the column. A bitmap without a gap is left out.
func (v *values) done() *column.Column {
	if v.valid != nil && v.valid.Count(v.col.Len) < v.col.Len {
		v.col.Valid = v.valid
	}
	return v.col.Own(v.bufs...)
}

// copyRows copies the values of rows of one part to positions from at on. Rows that are
// None are passed over: their bit stays clear.
func (w *View) copyRows(v *values, part, at int, rows []uint32) {
	h := w.parts[part]
	n := h.side.Rows
	switch w.variable.Kind {
	case types.Integer, types.Date:
		take(v, v.col.Ints[at:], view[int64](h, partValue, n), rows, at)
	case types.Decimal:
		take(v, v.col.Floats[at:], view[float64](h, partValue, n), rows, at)
	default:
		take(v, v.col.Codes[at:], view[uint32](h, partValue, n), rows, at)
		if part < len(w.codes) && w.codes[part] != nil {
			for i, r := range rows {
				if r != kernel.None {
					v.col.Codes[at+i] = w.codes[part][v.col.Codes[at+i]]
				}
			}
		}
	}
}

func take[T any](v *values, dst, src []T, rows []uint32, at int) {
	dst = dst[:len(rows)]
	if v.valid == nil {
		for i, r := range rows {
			dst[i] = src[r]
		}
		return
	}
	var zero T
	for i, r := range rows {
		if r == kernel.None {
			if !v.valid.Get(at + i) {
				dst[i] = zero // a fixed byte under a cleared bit keeps runs comparable
			}
			continue
		}
		dst[i] = src[r]
		v.valid.Set(at + i)
	}
}

// scratch is the row numbers of one chunk, reused between chunks and steps.
var scratch = sync.Pool{New: func() any { s := make([]uint32, 0, kernel.ChunkRows+1024); return &s }}
