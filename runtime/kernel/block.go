package kernel

import (
	"math"
	"math/bits"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// blockRows is how many rows an inner loop handles at a time: a multiple of 64 that keeps
// three operands in the first-level cache. It divides ChunkRows.
const blockRows = 1024

// RowsOf is the number of rows that columns have together: that of the first one that is
// not constant. When all are constant, or there is none, constant is true and n is 1.
func RowsOf(cols ...*column.Column) (n int, constant bool) {
	for _, c := range cols {
		if c != nil && !c.Const {
			return c.Len, false
		}
	}
	return 1, true
}

// filled is one value slice with its bitmap while an op writes it.
type filled[T mem.Element] struct {
	n      int
	values []T
	valid  column.Bitmap // nil when every row has a value
	bufs   [2]*mem.Buffer
}

func (f *filled[T]) release() {
	f.bufs[0].Release()
	f.bufs[1].Release()
}

// fill computes n values chunk by chunk. body writes out and the validity words of its
// chunk, which start out as all ones; bits beyond the last row are cleared afterwards.
func fill[T mem.Element](c *Context, n int, body func(out []T, valid []uint64, lo, hi int) error) (*filled[T], error) {
	values, vb, err := mem.Alloc[T](c.Pool, n)
	if err != nil {
		return nil, err
	}
	words, wb, err := mem.Alloc[uint64](c.Pool, column.BitmapWords(n))
	if err != nil {
		vb.Release()
		return nil, err
	}
	f := &filled[T]{n: n, values: values, valid: words, bufs: [2]*mem.Buffer{vb, wb}}
	var holes atomic.Bool
	err = c.Each(n, func(_, lo, hi int) error {
		valid := words[lo>>6 : column.BitmapWords(hi)]
		for i := range valid {
			valid[i] = ^uint64(0)
		}
		if err := body(values[lo:hi], valid, lo, hi); err != nil {
			return err
		}
		if trim(valid, hi-lo) {
			holes.Store(true)
		}
		return nil
	})
	if err != nil {
		f.release()
		return nil, err
	}
	if !holes.Load() {
		wb.Release()
		f.valid, f.bufs[1] = nil, nil
	}
	return f, nil
}

// trim clears the bits beyond n rows and tells whether any row lacks a value.
func trim(valid []uint64, n int) (holes bool) {
	all := ^uint64(0)
	for i := range valid {
		want := all
		if rest := n - i*64; rest < 64 {
			want = 1<<uint(rest) - 1
			valid[i] &= want
		}
		if valid[i] != want {
			holes = true
		}
	}
	return holes
}

// fillDense is fill for values that are never missing: no bitmap is made.
func fillDense[T mem.Element](c *Context, n int, body func(out []T, lo, hi int) error) (*filled[T], error) {
	values, vb, err := mem.Alloc[T](c.Pool, n)
	if err != nil {
		return nil, err
	}
	err = c.Each(n, func(_, lo, hi int) error { return body(values[lo:hi], lo, hi) })
	if err != nil {
		vb.Release()
		return nil, err
	}
	return &filled[T]{n: n, values: values, bufs: [2]*mem.Buffer{vb}}, nil
}

// finish makes a column of what was filled.
func finish[T mem.Element](f *filled[T], col *column.Column) *column.Column {
	col.Len, col.Valid = f.n, f.valid
	switch v := any(f.values).(type) {
	case []int64:
		col.Ints = v
	case []float64:
		col.Floats = v
	case []uint8:
		col.Bools, col.Valid = v, nil
	case []uint32:
		col.Codes = v
	}
	return col.Own(f.bufs[0], f.bufs[1])
}

// validWord is word w of the validity of c, for constants too.
func validWord(c *column.Column, w int) uint64 {
	if c.Valid == nil {
		return ^uint64(0)
	}
	if c.Const {
		if c.Valid[0]&1 != 0 {
			return ^uint64(0)
		}
		return 0
	}
	return c.Valid[w]
}

// andValid intersects the validity words of rows [lo, …) with those of the columns.
func andValid(valid []uint64, lo int, cols ...*column.Column) {
	for _, c := range cols {
		switch {
		case c.Kind == types.Untyped:
			clear(valid)
		case c.Valid == nil:
		case c.Const:
			if c.Valid[0]&1 == 0 {
				clear(valid)
			}
		default:
			src := c.Valid[lo>>6:]
			for i := range valid {
				valid[i] &= src[i]
			}
		}
	}
}

// floatReader gives the numeric values of a column block by block; values of missing rows
// are unspecified but finite or not as stored.
type floatReader struct {
	c   *column.Column
	buf []float64
}

func newFloatReader(c *column.Column) *floatReader {
	r := &floatReader{c: c}
	if c.Const {
		r.buf = make([]float64, blockRows)
		v := 0.0
		if !c.Missing(0) && c.Kind != types.Untyped {
			v = c.Float(0)
		}
		for i := range r.buf {
			r.buf[i] = v
		}
	}
	return r
}

// block returns rows [lo, hi), at most blockRows of them.
func (r *floatReader) block(lo, hi int) []float64 {
	if r.c.Const {
		return r.buf[:hi-lo]
	}
	if r.c.Kind == types.Decimal {
		return r.c.Floats[lo:hi]
	}
	if r.buf == nil {
		r.buf = make([]float64, blockRows)
	}
	out := r.buf[:hi-lo]
	switch r.c.Kind {
	case types.Integer, types.Date:
		for i, v := range r.c.Ints[lo:hi] {
			out[i] = float64(v)
		}
	case types.Boolean:
		for i, v := range r.c.Bools[lo:hi] {
			out[i] = float64(v)
		}
	default:
		clear(out)
	}
	return out
}

// intReader gives the values of an integer, date or boolean column block by block.
type intReader struct {
	c   *column.Column
	buf []int64
}

func newIntReader(c *column.Column) *intReader {
	r := &intReader{c: c}
	if c.Const {
		r.buf = make([]int64, blockRows)
		v := int64(0)
		if c.Kind == types.Boolean {
			v = int64(c.Bools[0])
		} else if !c.Missing(0) {
			v = c.Ints[0]
		}
		for i := range r.buf {
			r.buf[i] = v
		}
	}
	return r
}

func (r *intReader) block(lo, hi int) []int64 {
	if r.c.Const {
		return r.buf[:hi-lo]
	}
	if r.c.Kind != types.Boolean {
		return r.c.Ints[lo:hi]
	}
	if r.buf == nil {
		r.buf = make([]int64, blockRows)
	}
	out := r.buf[:hi-lo]
	for i, v := range r.c.Bools[lo:hi] {
		out[i] = int64(v)
	}
	return out
}

// blocks walks rows [lo, hi) in blocks; lo is a multiple of blockRows.
func blocks(lo, hi int, body func(lo, hi int)) {
	for at := lo; at < hi; at += blockRows {
		body(at, min(at+blockRows, hi))
	}
}

// integral tells whether a kind is computed with as int64.
func integral(k types.Kind) bool {
	return k == types.Integer || k == types.Date || k == types.Boolean
}

// finite tells whether x is a number that may be stored.
func finite(x float64) bool { return math.Float64bits(x)<<1 < 0x7ff<<53 }

// nonFinite is 1 for an infinity or NaN, else 0, without a branch.
func nonFinite(x float64) uint64 {
	_, carry := bits.Add64(math.Float64bits(x)<<1, 1<<53, 0)
	return carry
}

// shared is the same column for another owner.
func shared(c *column.Column) *column.Column {
	d := &column.Column{Kind: c.Kind, Len: c.Len, Const: c.Const, Ints: c.Ints, Floats: c.Floats, Bools: c.Bools,
		Codes: c.Codes, Valid: c.Valid, Dict: c.Dict, Space: c.Space}
	return d.Share(c)
}
