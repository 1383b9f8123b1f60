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
	more  bool          // something is there already: fill gaps only
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
// None keep what an earlier part gave.
func (w *View) copyRows(v *values, part, at int, rows []uint32) {
	h := w.parts[part]
	n := h.side.Rows
	first := part == 0 && at%64 == 0 && !v.more
	switch w.variable.Kind {
	case types.Integer, types.Date:
		take(v, v.col.Ints[at:], view[int64](h, partValue, n), rows, at, first)
	case types.Decimal:
		take(v, v.col.Floats[at:], view[float64](h, partValue, n), rows, at, first)
	default:
		take(v, v.col.Codes[at:], view[uint32](h, partValue, n), rows, at, first)
		if part < len(w.codes) && w.codes[part] != nil {
			for i, r := range rows {
				if r != kernel.None {
					v.col.Codes[at+i] = w.codes[part][v.col.Codes[at+i]]
				}
			}
		}
	}
}

// take copies values by row. first says that nothing was there before and that the rows
// begin at a word of the bitmap.
func take[T uint32 | int64 | float64](v *values, dst, src []T, rows []uint32, at int, first bool) {
	dst = dst[:len(rows)]
	switch {
	case v.valid == nil:
		for i, r := range rows {
			dst[i] = src[r]
		}
	case len(src) == 0:
		if first {
			clear(dst)
		}
	case first:
		for lo := 0; lo < len(rows); lo += 64 {
			hi := min(lo+64, len(rows))
			v.valid[(at+lo)/64] = takeWord(dst[lo:hi], src, rows[lo:hi])
		}
	default:
		for i, r := range rows {
			if r != kernel.None {
				dst[i] = src[r]
				v.valid.Set(at + i)
			}
		}
	}
}

// takeWord copies up to 64 values and gives their bits. Half the rows of an import may be
// None in no order, so there is no branch on it: row 0 stands in, and zero is stored.
func takeWord[T uint32 | int64 | float64](dst, src []T, rows []uint32) (bits uint64) {
	dst = dst[:len(rows)]
	for i, r := range rows {
		has := 1 - (uint64(r)+1)>>32
		x := src[r&uint32(-int32(has))]
		var zero T
		if has == 0 {
			x = zero
		}
		dst[i] = x
		bits |= has << i
	}
	return bits
}

// scratch is the row numbers of one chunk, reused between chunks and steps.
var scratch = sync.Pool{New: func() any { s := make([]uint32, 0, kernel.ChunkRows+1024); return &s }}
