package fn

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// denseTuples is how many combinations of codes may be told apart by a table.
const denseTuples = 1 << 21

// rowConcat joins texts without building one per row: a row is a tuple of dictionary
// codes, numbered in a mixed radix, and only the tuples that occur are written out.
func rowConcat(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	j := newJoiner(args)
	n, constant := kernel.RowsOf(args...)
	if constant {
		out := column.FromTexts([]string{j.text(0)}, nil)
		out.Const = true
		return out, nil
	}
	if !j.fits {
		return kernel.MapRowsText(c, args, func(r kernel.Row) (string, bool) {
			var b strings.Builder
			for k := range args {
				if !r.Missing(k) {
					b.WriteString(r.Text(k))
				}
			}
			return b.String(), true
		})
	}
	if j.tuples <= denseTuples {
		return j.dense(c, n)
	}
	return j.sparse(c, n)
}

// joiner turns tuples of codes into texts. The parts are either constant or a column.
type joiner struct {
	parts  []part
	tuples uint64
	fits   bool // the tuples can be numbered in 64 bits
}

type part struct {
	col   *column.Column // nil for a constant
	fixed string
	radix uint64 // dictionary size and one for missing
}

func newJoiner(args []*column.Column) *joiner {
	j := &joiner{tuples: 1, fits: true}
	for _, a := range args {
		if a.Kind != types.Text {
			continue
		}
		if a.Const {
			if !a.Missing(0) {
				j.parts = append(j.parts, part{fixed: a.Text(0)})
			}
			continue
		}
		p := part{col: a, radix: uint64(len(a.Dict.Values)) + 1}
		if j.tuples > 1<<62/p.radix {
			j.fits = false
		}
		j.tuples *= p.radix
		j.parts = append(j.parts, p)
	}
	return j
}

// number gives the tuples of rows [lo, hi).
func (j *joiner) number(out []uint64, lo int) {
	clear(out)
	for _, p := range j.parts {
		if p.col == nil {
			continue
		}
		codes := p.col.Codes[lo : lo+len(out)]
		if p.col.Valid == nil {
			for i, code := range codes {
				out[i] = out[i]*p.radix + uint64(code)
			}
			continue
		}
		for i := 0; i < len(out); i += 64 {
			word := p.col.Valid[(lo+i)>>6]
			end := min(i+64, len(out))
			for k, code := range codes[i:end] {
				// The code of a missing row may be any number; there is no branch on it.
				miss := word>>(uint(k)&63)&1 - 1
				out[i+k] = out[i+k]*p.radix + (uint64(code)&^miss | (p.radix-1)&miss)
			}
		}
	}
}

// text is what a tuple reads.
func (j *joiner) text(tuple uint64) string {
	words := make([]string, len(j.parts))
	for i := len(j.parts) - 1; i >= 0; i-- {
		p := j.parts[i]
		words[i] = p.fixed
		if p.col == nil {
			continue
		}
		if digit := tuple % p.radix; digit < p.radix-1 {
			words[i] = p.col.Dict.Values[digit]
		}
		tuple /= p.radix
	}
	return strings.Join(words, "")
}

// dictionary sorts the texts of tuples and gives the code of each.
func (j *joiner) dictionary(tuples []uint64) (*column.Dict, []uint32) {
	words := make([]string, len(tuples))
	for i, t := range tuples {
		words[i] = j.text(t)
	}
	values := slices.Clone(words)
	slices.Sort(values)
	values = slices.Compact(values)
	codes := make([]uint32, len(words))
	for i, w := range words {
		at, _ := slices.BinarySearch(values, w)
		codes[i] = uint32(at)
	}
	return &column.Dict{Values: values, Sorted: true}, codes
}

// blockRows is how many rows are numbered at a time.
const blockRows = 2048

func blocks(lo, hi int, body func(lo, hi int)) {
	for at := lo; at < hi; at += blockRows {
		body(at, min(at+blockRows, hi))
	}
}

// dense writes the tuples and marks those that occur in a table of all, which then holds
// their codes.
func (j *joiner) dense(c *kernel.Context, n int) (*column.Column, error) {
	out, buf, err := mem.Alloc[uint32](c.Pool, n)
	if err != nil {
		return nil, err
	}
	table := make([]uint32, j.tuples)
	err = c.Each(n, func(_, lo, hi int) error {
		numbers := make([]uint64, blockRows)
		blocks(lo, hi, func(lo, hi int) {
			j.number(numbers[:hi-lo], lo)
			part := out[lo:hi]
			for i, t := range numbers[:hi-lo] {
				part[i] = uint32(t)
				if atomic.LoadUint32(&table[t]) == 0 {
					atomic.StoreUint32(&table[t], 1)
				}
			}
		})
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	var tuples []uint64
	for t, used := range table {
		if used != 0 {
			tuples = append(tuples, uint64(t))
		}
	}
	dict, codes := j.dictionary(tuples)
	for i, t := range tuples {
		table[t] = codes[i]
	}
	err = c.Each(n, func(_, lo, hi int) error {
		for i, t := range out[lo:hi] {
			out[lo+i] = table[t]
		}
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	return column.FromCodes(out, dict, nil).Own(buf), nil
}

// sparse collects the tuples of each chunk and unites them.
func (j *joiner) sparse(c *kernel.Context, n int) (*column.Column, error) {
	local := make([][]uint64, kernel.Chunks(n))
	err := c.Each(n, func(chunk, lo, hi int) error {
		numbers := make([]uint64, hi-lo)
		j.number(numbers, lo)
		slices.Sort(numbers)
		local[chunk] = slices.Clone(slices.Compact(numbers))
		return nil
	})
	if err != nil {
		return nil, err
	}
	tuples := slices.Concat(local...)
	slices.Sort(tuples)
	tuples = slices.Compact(tuples)
	dict, codes := j.dictionary(tuples)
	at := make(map[uint64]uint32, len(tuples))
	for i, t := range tuples {
		at[t] = codes[i]
	}
	return j.write(c, n, dict, func(t uint64) uint32 { return at[t] })
}

// write makes the column; the result is never missing.
func (j *joiner) write(c *kernel.Context, n int, dict *column.Dict, code func(uint64) uint32) (*column.Column, error) {
	out, buf, err := mem.Alloc[uint32](c.Pool, n)
	if err != nil {
		return nil, err
	}
	err = c.Each(n, func(_, lo, hi int) error {
		numbers := make([]uint64, blockRows)
		blocks(lo, hi, func(lo, hi int) {
			j.number(numbers[:hi-lo], lo)
			for i, t := range numbers[:hi-lo] {
				out[lo+i] = code(t)
			}
		})
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	return column.FromCodes(out, dict, nil).Own(buf), nil
}
