package fn

import (
	"math"
	"slices"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// textOfWhole writes whole numbers with f, once for every number that occurs. Numbers of a
// small range, such as days, years and most codes, are told apart by a table.
func textOfWhole(c *kernel.Context, a *column.Column, f func(int64) (string, bool)) (*column.Column, error) {
	if a.Kind == types.Boolean || a.Const {
		return kernel.TextOfWhole(c, a, f)
	}
	lo, hi, err := bounds(c, a)
	if err != nil {
		return nil, err
	}
	if size := uint64(hi) - uint64(lo); lo <= hi && size < denseTuples {
		return tableText(c, a, lo, int(size)+1, f)
	}
	return kernel.TextOfWhole(c, a, f)
}

// bounds are the smallest and the largest number present; lo > hi when there is none.
func bounds(c *kernel.Context, a *column.Column) (lo, hi int64, err error) {
	type pair struct{ lo, hi int64 }
	parts := make([]pair, kernel.Chunks(a.Len))
	err = c.Each(a.Len, func(chunk, from, to int) error {
		p := pair{math.MaxInt64, math.MinInt64}
		for i, v := range a.Ints[from:to] {
			if !a.Missing(from + i) {
				p.lo, p.hi = min(p.lo, v), max(p.hi, v)
			}
		}
		parts[chunk] = p
		return nil
	})
	lo, hi = math.MaxInt64, math.MinInt64
	for _, p := range parts {
		lo, hi = min(lo, p.lo), max(hi, p.hi)
	}
	return lo, hi, err
}

// tableText marks the numbers lo … lo+size−1 that occur, writes them, and looks every row up.
func tableText(c *kernel.Context, a *column.Column, lo int64, size int, f func(int64) (string, bool)) (*column.Column, error) {
	table := make([]uint32, size)
	err := c.Each(a.Len, func(_, from, to int) error {
		for i, v := range a.Ints[from:to] {
			if !a.Missing(from+i) && atomic.LoadUint32(&table[v-lo]) == 0 {
				atomic.StoreUint32(&table[v-lo], 1)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	dict, holes := writeTable(table, lo, f)
	out, buf, err := mem.Alloc[uint32](c.Pool, a.Len)
	if err != nil {
		return nil, err
	}
	valid, validBuf, err := mem.Alloc[uint64](c.Pool, column.BitmapWords(a.Len))
	if err != nil {
		buf.Release()
		return nil, err
	}
	col := column.FromCodes(out, dict, valid).Own(buf, validBuf)
	err = c.Each(a.Len, func(_, from, to int) error {
		bits := column.Bitmap(valid[from>>6 : column.BitmapWords(to)])
		clear(bits)
		for i, v := range a.Ints[from:to] {
			out[from+i] = 0
			if a.Missing(from + i) {
				continue
			}
			if code := table[v-lo]; !holes || code != kernel.None {
				out[from+i] = code
				bits.Set(i)
			}
		}
		return nil
	})
	if err != nil {
		col.Release()
		return nil, err
	}
	return col, nil
}

// writeTable replaces the marks of a table by codes of a sorted dictionary, None where f
// gives no text.
func writeTable(table []uint32, lo int64, f func(int64) (string, bool)) (dict *column.Dict, holes bool) {
	type entry struct {
		text string
		at   int
	}
	var entries []entry
	for at, used := range table {
		if used == 0 {
			continue
		}
		s, ok := f(lo + int64(at))
		if !ok {
			table[at], holes = kernel.None, true
			continue
		}
		entries = append(entries, entry{s, at})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		switch {
		case a.text < b.text:
			return -1
		case a.text > b.text:
			return 1
		}
		return 0
	})
	dict = &column.Dict{Sorted: true}
	for i, e := range entries {
		if i == 0 || e.text != entries[i-1].text {
			dict.Values = append(dict.Values, e.text)
		}
		table[e.at] = uint32(len(dict.Values) - 1)
	}
	return dict, holes
}
