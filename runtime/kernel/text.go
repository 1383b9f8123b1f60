package kernel

import (
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// eachValue calls body once for every distinct value of a dictionary, in parallel when it
// is long.
func eachValue(c *Context, d *column.Dict, body func(code int, value string)) error {
	return c.Each(len(d.Values), func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			body(i, d.Values[i])
		}
		return nil
	})
}

// buildDict makes a sorted dictionary of the values for which use is true and the code of
// every value in it, None where use is false.
func buildDict(values []string, use []bool) (*column.Dict, []uint32) {
	order := make([]uint32, 0, len(values))
	for i := range values {
		if use == nil || use[i] {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int {
		switch {
		case values[a] < values[b]:
			return -1
		case values[a] > values[b]:
			return 1
		}
		return 0
	})
	codes := make([]uint32, len(values))
	for i := range codes {
		codes[i] = None
	}
	dict := &column.Dict{Sorted: true}
	for i, v := range order {
		if i == 0 || values[v] != values[order[i-1]] {
			dict.Values = append(dict.Values, values[v])
		}
		codes[v] = uint32(len(dict.Values) - 1)
	}
	return dict, codes
}

// recodeTo maps every code of a text column through table; None means missing.
func recodeTo(c *Context, a *column.Column, table []uint32, dict *column.Dict) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fill(c, n, func(out []uint32, valid []uint64, lo, hi int) error {
		andValid(valid, lo, a)
		throughTable(out, a.Codes[lo:hi], table)
		if !slices.Contains(table, None) {
			return nil
		}
		for w := range valid {
			part := out[w*64 : min(w*64+64, len(out))]
			for i, code := range part {
				none := (uint64(code) + 1) >> 32 // 1 for None, without a branch
				valid[w] &^= none << (uint(i) & 63)
				part[i] = code & (uint32(none) - 1)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Text, Const: constant, Dict: dict}), nil
}

// throughTable looks codes up. The code of a missing row may be any number: it is cut to
// the last entry, and what it gives does not count.
func throughTable[T mem.Element](out []T, codes []uint32, table []T) {
	if len(table) == 0 {
		clear(out)
		return
	}
	last := uint32(len(table) - 1)
	codes = codes[:len(out)]
	for i, code := range codes {
		out[i] = table[min(code, last)]
	}
}

// allMissing is a constant without a value.
func allMissing(kind types.Kind) *column.Column {
	col := &column.Column{Kind: kind, Len: 1, Const: true, Valid: column.NewBitmap(1)}
	switch kind {
	case types.Text:
		col.Codes, col.Dict = make([]uint32, 1), &column.Dict{Sorted: true}
	case types.Key:
		col.Codes = make([]uint32, 1)
	case types.Integer, types.Date:
		col.Ints = make([]int64, 1)
	case types.Boolean:
		col.Bools, col.Valid = make([]uint8, 1), nil
	default:
		col.Floats = make([]float64, 1)
	}
	return col
}

// MapDict applies f to a text column, once for every distinct value: text, missing where a
// is or where f says false. The result's dictionary is sorted and without duplicates.
func MapDict(c *Context, a *column.Column, f func(string) (string, bool)) (*column.Column, error) {
	if a.Kind == types.Untyped {
		return allMissing(types.Text), nil
	}
	values := make([]string, len(a.Dict.Values))
	use := make([]bool, len(values))
	err := eachValue(c, a.Dict, func(i int, s string) { values[i], use[i] = f(s) })
	if err != nil {
		return nil, err
	}
	dict, codes := buildDict(values, use)
	return recodeTo(c, a, codes, dict)
}

// MapDictFloat applies f to a text column, once for every distinct value: decimal, missing
// where a is or where f says false.
func MapDictFloat(c *Context, a *column.Column, f func(string) (float64, bool)) (*column.Column, error) {
	if a.Kind == types.Untyped {
		return allMissing(types.Decimal), nil
	}
	values := make([]float64, len(a.Dict.Values))
	use := make([]bool, len(values))
	err := eachValue(c, a.Dict, func(i int, s string) {
		v, ok := f(s)
		values[i], use[i] = v, ok && finite(v)
	})
	if err != nil {
		return nil, err
	}
	return lookup(c, a, values, use, &column.Column{Kind: types.Decimal})
}

// MapDictInt applies f to a text column, once for every distinct value: a column of kind
// Integer or Date, missing where a is or where f says false.
func MapDictInt(c *Context, kind types.Kind, a *column.Column, f func(string) (int64, bool)) (*column.Column, error) {
	if a.Kind == types.Untyped {
		return allMissing(kind), nil
	}
	values := make([]int64, len(a.Dict.Values))
	use := make([]bool, len(values))
	err := eachValue(c, a.Dict, func(i int, s string) { values[i], use[i] = f(s) })
	if err != nil {
		return nil, err
	}
	return lookup(c, a, values, use, &column.Column{Kind: kind})
}

// lookup gives every row the value of its code; use tells which codes have one.
func lookup[T int64 | float64](c *Context, a *column.Column, values []T, use []bool, col *column.Column) (*column.Column, error) {
	n, constant := RowsOf(a)
	holes := slices.Contains(use, false)
	out, err := fill(c, n, func(out []T, valid []uint64, lo, hi int) error {
		andValid(valid, lo, a)
		throughTable(out, a.Codes[lo:hi], values)
		if !holes {
			return nil
		}
		for i, code := range a.Codes[lo:hi] {
			if int(code) >= len(use) || !use[code] {
				valid[i>>6] &^= 1 << (uint(i) & 63)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	col.Const = constant
	return finish(out, col), nil
}

// MapDictBool applies a condition to a text column, once for every distinct value; a
// missing value gives 0.
func MapDictBool(c *Context, a *column.Column, f func(string) bool) (*column.Column, error) {
	if a.Kind == types.Untyped {
		return &column.Column{Kind: types.Boolean, Len: 1, Const: true, Bools: make([]uint8, 1)}, nil
	}
	table := make([]uint8, len(a.Dict.Values))
	err := eachValue(c, a.Dict, func(i int, s string) {
		if f(s) {
			table[i] = 1
		}
	})
	if err != nil {
		return nil, err
	}
	return codeBool(c, a, table)
}

// codeBool gives every row the entry of its code, 0 when missing.
func codeBool(c *Context, a *column.Column, table []uint8) (*column.Column, error) {
	n, constant := RowsOf(a)
	out, err := fillDense(c, n, func(out []uint8, lo, hi int) error {
		throughTable(out, a.Codes[lo:hi], table)
		if a.Valid == nil {
			return nil
		}
		for i := 0; i < len(out); i += 64 {
			word := a.Valid[(lo+i)>>6]
			if word == ^uint64(0) {
				continue
			}
			for j := range out[i:min(i+64, len(out))] {
				out[i+j] &= uint8(word >> (uint(j) & 63) & 1)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

// Row is one row of a few columns, for functions whose arguments vary in more ways than a
// dictionary can hold. Constant columns have the same value in every row.
type Row struct {
	cols []*column.Column
	at   int
}

// Missing tells whether argument k has no value.
func (r Row) Missing(k int) bool {
	return r.cols[k].Kind == types.Untyped || r.cols[k].Missing(r.at)
}

// Float is the value of numeric argument k; not to be asked for when missing.
func (r Row) Float(k int) float64 { return r.cols[k].Float(r.at) }

// Text is the value of text argument k; not to be asked for when missing.
func (r Row) Text(k int) string { return r.cols[k].Text(r.at) }

// MapRowsBool applies a condition row by row to columns of any kind.
func MapRowsBool(c *Context, cols []*column.Column, f func(Row) bool) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	out, err := fillDense(c, n, func(out []uint8, lo, _ int) error {
		for i := range out {
			out[i] = 0
			if f(Row{cols, lo + i}) {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean, Const: constant}), nil
}

// MapRowsText applies f row by row to columns of any kind: text, missing where f says
// false. Use MapDict when only one argument varies.
func MapRowsText(c *Context, cols []*column.Column, f func(Row) (string, bool)) (*column.Column, error) {
	n, constant := RowsOf(cols...)
	return collectTexts(c, n, constant, func(lo, hi int, emit func(i int, s string), skip func(i int)) {
		for i := lo; i < hi; i++ {
			if s, ok := f(Row{cols, i}); ok {
				emit(i-lo, s)
			} else {
				skip(i - lo)
			}
		}
	})
}

// TextOf turns a numeric column into text; f is called about once for every distinct value
// of a chunk. Missing stays missing.
func TextOf(c *Context, a *column.Column, f func(float64) (string, bool)) (*column.Column, error) {
	if a.Kind == types.Untyped {
		return allMissing(types.Text), nil
	}
	n, constant := RowsOf(a)
	type answer struct {
		s  string
		ok bool
	}
	return collectTexts(c, n, constant, func(lo, hi int, emit func(i int, s string), skip func(i int)) {
		known := make(map[float64]answer, 256)
		for i := lo; i < hi; i++ {
			if a.Missing(i) {
				skip(i - lo)
				continue
			}
			v := a.Float(i)
			t, seen := known[v]
			if !seen {
				t.s, t.ok = f(v)
				known[v] = t
			}
			if t.ok {
				emit(i-lo, t.s)
			} else {
				skip(i - lo)
			}
		}
	})
}

// TextOfWhole is TextOf for integer, date and boolean columns beyond 2^53.
func TextOfWhole(c *Context, a *column.Column, f func(int64) (string, bool)) (*column.Column, error) {
	n, constant := RowsOf(a)
	type answer struct {
		s  string
		ok bool
	}
	return collectTexts(c, n, constant, func(lo, hi int, emit func(i int, s string), skip func(i int)) {
		known := make(map[int64]answer, 256)
		read := newIntReader(a)
		blocks(lo, hi, func(l, h int) {
			for j, v := range read.block(l, h) {
				i := l + j - lo
				if a.Missing(l + j) {
					skip(i)
					continue
				}
				t, seen := known[v]
				if !seen {
					t.s, t.ok = f(v)
					known[v] = t
				}
				if t.ok {
					emit(i, t.s)
				} else {
					skip(i)
				}
			}
		})
	})
}

// collectTexts builds a text column whose values come one by one: every chunk has a
// dictionary of its own, and they are united at the end.
func collectTexts(c *Context, n int, constant bool, produce func(lo, hi int, emit func(i int, s string), skip func(i int))) (*column.Column, error) {
	local := make([][]string, Chunks(n))
	out, err := fill(c, n, func(out []uint32, valid []uint64, lo, hi int) error {
		index := make(map[string]uint32, 256)
		var values []string
		produce(lo, hi, func(i int, s string) {
			code, seen := index[s]
			if !seen {
				code = uint32(len(values))
				index[s] = code
				values = append(values, s)
			}
			out[i] = code
		}, func(i int) {
			out[i] = 0
			valid[i>>6] &^= 1 << (uint(i) & 63)
		})
		local[lo/ChunkRows] = values
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []string
	seen := map[string]bool{}
	for _, values := range local {
		for _, s := range values {
			if !seen[s] {
				seen[s] = true
				all = append(all, s)
			}
		}
	}
	slices.Sort(all)
	index := make(map[string]uint32, len(all))
	for i, s := range all {
		index[s] = uint32(i)
	}
	err = c.Each(n, func(chunk, lo, hi int) error {
		values := local[chunk]
		table := make([]uint32, max(len(values), 1))
		for i, s := range values {
			table[i] = index[s]
		}
		codes := out.values[lo:hi]
		for i, code := range codes {
			codes[i] = table[code]
		}
		return nil
	})
	if err != nil {
		out.release()
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Text, Const: constant, Dict: &column.Dict{Values: all, Sorted: true}}), nil
}
