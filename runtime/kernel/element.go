package kernel

import (
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// The helpers of this file are for authors of functions: one Go function per element,
// applied chunk-parallel. The functions they take must be pure and are called from several
// goroutines. A false second result means "no value"; an infinite or NaN result becomes
// missing by itself. When all arguments are constant the result is constant.

// Func is a plan step made from a function of columns: the way a function of the language
// lowers. Apply must not keep or return an argument (share with Same when it must).
type Func struct {
	Label  string // what explain shows
	Detail string // canonical parameters: constants of the call, code lists …
	Apply  func(c *Context, in []*column.Column) (*column.Column, error)
}

// Name is the label.
func (f Func) Name() string { return f.Label }

// Params is the detail.
func (f Func) Params() string { return f.Detail }

// Run calls Apply with the inputs as columns.
func (f Func) Run(c *Context, in []any) (any, error) {
	cols := make([]*column.Column, len(in))
	for i, v := range in {
		cols[i] = v.(*column.Column)
	}
	return f.Apply(c, cols)
}

// Same is a result that shares its values with an argument.
func Same(a *column.Column) *column.Column { return shared(a) }

// Map1 applies f to the values of a numeric column: a decimal column, missing where a is.
func Map1(c *Context, a *column.Column, f func(float64) (float64, bool)) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fill(c, n, func(out []float64, valid []uint64, lo, hi int) error {
		andValid(valid, lo, a)
		ra := newFloatReader(a)
		blocks(lo, hi, func(l, h int) {
			x := ra.block(l, h)
			for i := range x {
				at := l - lo + i
				if valid[at>>6]>>(uint(at)&63)&1 == 0 {
					continue
				}
				y, ok := f(x[i])
				if out[at] = y + 0; !ok || !finite(y) { // + 0: no negative zero
					valid[at>>6] &^= 1 << (uint(at) & 63)
				}
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Decimal, Const: constant}), nil
}

// MapInt applies f to the values of a numeric column and gives a column of kind Integer or
// Date, missing where a is.
func MapInt(c *Context, kind types.Kind, a *column.Column, f func(float64) (int64, bool)) (*column.Column, error) {
	return mapTo(c, kind, a, func() blockReader[float64] { return newFloatReader(a) }, f)
}

// blockReader reads the values of rows [lo, hi) of a column as one type.
type blockReader[T any] interface{ block(lo, hi int) []T }

// mapTo is MapInt and MapWhole: they differ in how the values are read.
func mapTo[T any](c *Context, kind types.Kind, a *column.Column, reader func() blockReader[T], f func(T) (int64, bool)) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fill(c, n, func(out []int64, valid []uint64, lo, hi int) error {
		andValid(valid, lo, a)
		ra := reader()
		blocks(lo, hi, func(l, h int) {
			x := ra.block(l, h)
			for i := range x {
				at := l - lo + i
				if valid[at>>6]>>(uint(at)&63)&1 == 0 {
					continue
				}
				y, ok := f(x[i])
				if out[at] = y; !ok {
					valid[at>>6] &^= 1 << (uint(at) & 63)
				}
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

// Truncate gives the whole part of the values of a numeric column, as integers: missing where
// a is, and where the value does not fit.
func Truncate(c *Context, a *column.Column) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fill(c, n, func(out []int64, valid []uint64, lo, hi int) error {
		andValid(valid, lo, a)
		ra := newFloatReader(a)
		blocks(lo, hi, func(l, h int) {
			part := out[l-lo : h-lo]
			for i, x := range ra.block(l, h) {
				part[i] = int64(x)
				if !(x >= -(1<<63) && x < 1<<63) {
					part[i] = 0
					at := l - lo + i
					valid[at>>6] &^= 1 << (uint(at) & 63)
				}
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Integer, Const: constant}), nil
}

// MapWhole applies f to the values of an integer, date or boolean column without passing
// through floating point: a column of kind Integer or Date, missing where a is.
func MapWhole(c *Context, kind types.Kind, a *column.Column, f func(int64) (int64, bool)) (*column.Column, error) {
	return mapTo(c, kind, a, func() blockReader[int64] { return newIntReader(a) }, f)
}

// Map2 applies f to two numeric columns: decimal, missing where either is.
func Map2(c *Context, a, b *column.Column, f func(x, y float64) (float64, bool)) (*column.Column, error) {
	return MapN(c, []*column.Column{a, b}, func(x []float64) (float64, bool) { return f(x[0], x[1]) })
}

// Map3 applies f to three numeric columns: decimal, missing where any is.
func Map3(c *Context, a, b, d *column.Column, f func(x, y, z float64) (float64, bool)) (*column.Column, error) {
	return MapN(c, []*column.Column{a, b, d}, func(x []float64) (float64, bool) { return f(x[0], x[1], x[2]) })
}

// eachTuple calls body for every row of the chunk whose values are all present. The slice
// it passes is reused.
func eachTuple(cols []*column.Column, valid []uint64, lo, hi int, body func(at int, x []float64)) {
	andValid(valid, lo, cols...)
	readers := make([]*floatReader, len(cols))
	for k, col := range cols {
		readers[k] = newFloatReader(col)
	}
	args := make([]float64, len(cols))
	views := make([][]float64, len(cols))
	blocks(lo, hi, func(l, h int) {
		for k := range readers {
			views[k] = readers[k].block(l, h)
		}
		for i := 0; i < h-l; i++ {
			at := l - lo + i
			if valid[at>>6]>>(uint(at)&63)&1 == 0 {
				continue
			}
			for k := range args {
				args[k] = views[k][i]
			}
			body(at, args)
		}
	})
}

// MapN applies f to the values of numeric columns: decimal, missing where any is. f must
// not keep the slice.
func MapN(c *Context, cols []*column.Column, f func(x []float64) (float64, bool)) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fill(c, n, func(out []float64, valid []uint64, lo, hi int) error {
		eachTuple(cols, valid, lo, hi, func(at int, x []float64) {
			y, ok := f(x)
			if out[at] = y + 0; !ok || !finite(y) {
				valid[at>>6] &^= 1 << (uint(at) & 63)
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Decimal, Const: constant}), nil
}

// MapIntN is MapN with a column of kind Integer or Date as its result.
func MapIntN(c *Context, kind types.Kind, cols []*column.Column, f func(x []float64) (int64, bool)) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fill(c, n, func(out []int64, valid []uint64, lo, hi int) error {
		eachTuple(cols, valid, lo, hi, func(at int, x []float64) {
			y, ok := f(x)
			if out[at] = y; !ok {
				valid[at>>6] &^= 1 << (uint(at) & 63)
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

// MapBoolN applies a condition to numeric columns: false where any is missing.
func MapBoolN(c *Context, cols []*column.Column, f func(x []float64) bool) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		clear(out)
		valid := make([]uint64, column.BitmapWords(hi-lo))
		for i := range valid {
			valid[i] = ^uint64(0)
		}
		eachTuple(cols, valid, lo, hi, func(at int, x []float64) {
			if f(x) {
				out[at] = 1
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

// Reduce applies f to the values that a row has among the columns (none is possible):
// decimal. f may reorder the slice but not keep it.
func Reduce(c *Context, cols []*column.Column, f func(present []float64) (float64, bool)) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fill(c, n, func(out []float64, valid []uint64, lo, hi int) error {
		eachPresent(cols, lo, hi, func(at int, x []float64) {
			y, ok := f(x)
			if out[at] = y + 0; !ok || !finite(y) {
				valid[at>>6] &^= 1 << (uint(at) & 63)
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Decimal, Const: constant}), nil
}

// ReduceWhole is Reduce for integer, date and boolean columns without floating point; the
// result is of kind Integer or Date.
func ReduceWhole(c *Context, kind types.Kind, cols []*column.Column, f func(present []int64) (int64, bool)) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fill(c, n, func(out []int64, valid []uint64, lo, hi int) error {
		readers := make([]*intReader, 0, len(cols))
		for _, col := range cols {
			if col.Kind != types.Untyped {
				readers = append(readers, newIntReader(col))
			}
		}
		views := make([][]int64, len(readers))
		args := make([]int64, 0, len(readers))
		blocks(lo, hi, func(l, h int) {
			for k := range readers {
				views[k] = readers[k].block(l, h)
			}
			for i := 0; i < h-l; i++ {
				args = args[:0]
				for k, r := range readers {
					if !r.c.Missing(l + i) {
						args = append(args, views[k][i])
					}
				}
				at := l - lo + i
				y, ok := f(args)
				if out[at] = y; !ok {
					valid[at>>6] &^= 1 << (uint(at) & 63)
				}
			}
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

// eachPresent calls body for every row of a chunk with the values that are not missing.
func eachPresent(cols []*column.Column, lo, hi int, body func(at int, present []float64)) {
	readers := make([]*floatReader, 0, len(cols))
	for _, col := range cols {
		if col.Kind != types.Untyped {
			readers = append(readers, newFloatReader(col))
		}
	}
	views := make([][]float64, len(readers))
	args := make([]float64, 0, len(readers))
	blocks(lo, hi, func(l, h int) {
		for k := range readers {
			views[k] = readers[k].block(l, h)
		}
		for i := 0; i < h-l; i++ {
			args = args[:0]
			for k, r := range readers {
				if !r.c.Missing(l + i) {
					args = append(args, views[k][i])
				}
			}
			body(l-lo+i, args)
		}
	})
}

// CountMissing counts, row by row, how many of the columns have no value; any kinds. With
// present set it counts those that have one.
func CountMissing(c *Context, cols []*column.Column, present bool) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fillDense(c, n, func(out []int64, lo, hi int) error {
		start := int64(0)
		if present {
			start = int64(len(cols))
		}
		for i := range out {
			out[i] = start
		}
		step := int64(1)
		if present {
			step = -1
		}
		for _, col := range cols {
			for i := range out {
				if col.Kind == types.Untyped || col.Missing(lo+i) {
					out[i] += step
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Integer, Const: constant}), nil
}

// IsMissing is 1 where a column of any kind has no value.
func IsMissing(c *Context, a *column.Column) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fillDense(c, n, func(out []uint8, lo, _ int) error {
		switch {
		case a.Kind == types.Untyped:
			for i := range out {
				out[i] = 1
			}
		case a.Valid == nil:
			clear(out)
		default:
			for i := range out {
				at := lo + i
				out[i] = uint8(^a.Valid[at>>6] >> (uint(at) & 63) & 1)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}
