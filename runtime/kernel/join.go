package kernel

import (
	"math"
	"math/bits"
	"sort"
	"sync/atomic"
	"unsafe"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// Index finds the row of a source dataset by its identifier. A key that has several rows,
// and a missing one, has none: whether that is an error is decided by a guard.
type Index struct {
	kind  types.Kind
	rows  []uint32 // by unit ordinal or dictionary code
	ranks []ranked // in place of rows when the units ascend: 30 times smaller, so that it stays in the cache
	dict  *column.Dict
	plain map[uint64]uint32 // by number
	buf   *mem.Buffer
}

// ranked is 64 neighbouring units: which of them have a row, and how many rows lie before.
type ranked struct{ units, before uint64 }

// Release gives the memory back.
func (x *Index) Release() { x.buf.Release() }

// BuildIndex makes an Index of a unit column: a key, or the plain codes (text or numeric)
// of an ad-hoc unit.
type BuildIndex struct{}

// Name is the step's name.
func (BuildIndex) Name() string { return "index" }

// Params is empty.
func (BuildIndex) Params() string { return "" }

// Run takes a column and gives an *Index.
func (BuildIndex) Run(c *Context, in []any) (any, error) {
	units := in[0].(*column.Column)
	if units.Kind == types.Key || units.Kind == types.Text {
		return indexCodes(c, units)
	}
	x := &Index{kind: units.Kind, plain: make(map[uint64]uint32, units.Len)}
	err := serially(c, units.Len, func(lo, hi int) {
		eachNumber(units, units.Kind, lo, hi, func(i int, k uint64) {
			if _, twice := x.plain[k]; twice {
				x.plain[k] = None
			} else {
				x.plain[k] = uint32(i)
			}
		})
	})
	return x, err
}

// eachNumber calls body with the identity of every present number of rows [lo, hi), as one
// of the kind that an index holds: 64 bits of an integer, or of a decimal (−0 is 0).
func eachNumber(a *column.Column, kind types.Kind, lo, hi int, body func(i int, k uint64)) {
	for i := lo; i < hi; i++ {
		switch {
		case a.Kind == types.Untyped || a.Missing(i):
		case integral(kind) && integral(a.Kind):
			if a.Kind == types.Boolean {
				body(i, uint64(a.Bools[i]))
			} else {
				body(i, uint64(a.Ints[i]))
			}
		case integral(kind):
			if v, ok := Floor(a.Floats[i]); ok && float64(v) == a.Floats[i] {
				body(i, uint64(v))
			}
		default:
			body(i, math.Float64bits(a.Float(i)+0))
		}
	}
}

// serially runs a body over chunks in order on the calling goroutine, and can be cancelled.
func serially(c *Context, n int, body func(lo, hi int)) error {
	one := *c
	one.Threads = 1
	return one.Each(n, func(_, lo, hi int) error {
		body(lo, hi)
		return nil
	})
}

func indexCodes(c *Context, units *column.Column) (*Index, error) {
	if units.Kind == types.Key && !units.Const && units.Len > 0 {
		if ascending, err := increasing(c, units, true); err != nil || ascending {
			return indexRanks(c, units, err)
		}
	}
	top, err := maxCode(c, units)
	if err != nil {
		return nil, err
	}
	rows, buf, err := mem.Alloc[uint32](c.Pool, top+1)
	if err != nil {
		return nil, err
	}
	x := &Index{kind: units.Kind, rows: rows, dict: units.Dict, buf: buf}
	err = c.Each(len(rows), func(_, lo, hi int) error {
		for i := lo; i < hi; i++ {
			rows[i] = None
		}
		return nil
	})
	if err == nil {
		err = indexAny(c, units, rows)
	}
	if err != nil {
		buf.Release()
		return nil, err
	}
	return x, nil
}

// indexRanks makes the index of units that ascend: the row of a unit is the number of units
// before it. The last entry has no unit, so that it can stand for all beyond.
func indexRanks(c *Context, units *column.Column, err error) (*Index, error) {
	if err != nil {
		return nil, err
	}
	codes := units.Codes
	words := int(codes[len(codes)-1])>>6 + 2
	flat, buf, err := mem.Alloc[uint64](c.Pool, 2*words)
	if err != nil {
		return nil, err
	}
	ranks := unsafe.Slice((*ranked)(unsafe.Pointer(&flat[0])), words)
	err = c.Each(words, func(_, lo, hi int) error {
		row := sort.Search(len(codes), func(i int) bool { return int(codes[i])>>6 >= lo })
		for w := lo; w < hi; w++ {
			r := ranked{before: uint64(row)}
			for ; row < len(codes) && int(codes[row])>>6 == w; row++ {
				r.units |= 1 << (codes[row] & 63)
			}
			ranks[w] = r
		}
		return nil
	})
	if err != nil {
		buf.Release()
		return nil, err
	}
	return &Index{kind: units.Kind, ranks: ranks, buf: buf}, nil
}

func indexAny(c *Context, units *column.Column, rows []uint32) error {
	twice := column.NewBitmap(len(rows))
	return serially(c, units.Len, func(lo, hi int) {
		for i, u := range units.Codes[lo:hi] {
			switch {
			case units.Missing(lo + i):
			case twice.Get(int(u)):
			case rows[u] != None:
				rows[u] = None
				twice.Set(int(u))
			default:
				rows[u] = uint32(lo + i)
			}
		}
	})
}

// maxCode is the largest code of a key or text column, −1 when there is none.
func maxCode(c *Context, a *column.Column) (int, error) {
	if a.Kind == types.Text {
		return len(a.Dict.Values) - 1, nil
	}
	tops := make([]int, Chunks(a.Len))
	err := c.Each(a.Len, func(chunk, lo, hi int) error {
		top := -1
		if a.Valid == nil {
			for _, u := range a.Codes[lo:hi] {
				top = max(top, int(u))
			}
		} else {
			for i, u := range a.Codes[lo:hi] {
				if a.Valid.Get(lo + i) {
					top = max(top, int(u))
				}
			}
		}
		tops[chunk] = top
		return nil
	})
	top := -1
	for _, v := range tops {
		top = max(top, v)
	}
	return top, err
}

// increasing tells whether the codes ascend from row to row, strictly or not, with none
// missing.
func increasing(c *Context, a *column.Column, strictly bool) (bool, error) {
	if a.Valid != nil || a.Const {
		return false, nil
	}
	var broken atomic.Bool
	err := c.Each(a.Len, func(_, lo, hi int) error {
		if broken.Load() {
			return nil
		}
		codes := a.Codes[max(lo-1, 0):hi]
		bad := false
		if strictly {
			for i := 1; i < len(codes); i++ {
				bad = bad || codes[i-1] >= codes[i]
			}
		} else {
			for i := 1; i < len(codes); i++ {
				bad = bad || codes[i-1] > codes[i]
			}
		}
		if bad {
			broken.Store(true)
		}
		return nil
	})
	return !broken.Load(), err
}

// Duplicates marks the rows whose unit has more than one row: the evidence for a merge
// source that must be unique. Missing units are not marked.
type Duplicates struct{}

// Name is the step's name.
func (Duplicates) Name() string { return "duplicates" }

// Params is empty.
func (Duplicates) Params() string { return "" }

// Run takes a unit column (key, text or numeric) and gives a boolean column.
func (Duplicates) Run(c *Context, in []any) (any, error) {
	units := in[0].(*column.Column)
	built, err := BuildIndex{}.Run(c, in)
	if err != nil {
		return nil, err
	}
	x := built.(*Index)
	defer x.Release()
	m, err := matchRows(c, x, units)
	if err != nil {
		return nil, err
	}
	defer m.Release()
	out, err := fillDense(c, units.Len, func(out []uint8, lo, _ int) error {
		for i := range out {
			out[i] = 0
			if m.Rows[lo+i] == None && !units.Missing(lo+i) {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean}), nil
}

// Matches gives for every target row the source row it is joined with, or None.
type Matches struct {
	Rows []uint32
	Buf  *mem.Buffer
}

// Release gives the memory back.
func (m *Matches) Release() { m.Buf.Release() }

// Match looks up the keys of a target dataset in an index of the source. A missing key
// matches nothing.
type Match struct{}

// Name is the step's name.
func (Match) Name() string { return "match" }

// Params is empty.
func (Match) Params() string { return "" }

// Run takes an *Index and a column of the same kind and gives *Matches.
func (Match) Run(c *Context, in []any) (any, error) {
	return matchRows(c, in[0].(*Index), in[1].(*column.Column))
}

func matchRows(c *Context, x *Index, keys *column.Column) (*Matches, error) {
	var table []uint32
	if keys.Kind == types.Text && x.dict != nil {
		table = codesIn(x.dict, keys.Dict)
	}
	out, err := fillDense(c, keys.Len, func(out []uint32, lo, hi int) error {
		switch {
		case x.plain != nil:
			for i := range out {
				out[i] = None
			}
			eachNumber(keys, x.kind, lo, hi, func(i int, k uint64) {
				if row, ok := x.plain[k]; ok {
					out[i-lo] = row
				}
			})
		case table == nil:
			x.find(out, keys.Codes[lo:hi])
			if keys.Valid == nil {
				return nil
			}
			for i := 0; i < len(out); i += 64 {
				word := keys.Valid[(lo+i)>>6]
				part := out[i:min(i+64, len(out))]
				for j := range part {
					part[j] |= uint32(word>>(uint(j)&63)&1) - 1
				}
			}
		default:
			for i, u := range keys.Codes[lo:hi] {
				out[i] = None
				if keys.Missing(lo + i) {
					continue
				}
				if u = table[u]; int(u) < len(x.rows) {
					out[i] = x.rows[u]
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Matches{Rows: out.values, Buf: out.bufs[0]}, nil
}

// find looks the rows of codes up, in a loop without branches that depend on data: the
// processor then has many cache misses under way at a time.
func (x *Index) find(out, codes []uint32) {
	out = out[:len(codes)]
	switch {
	case len(x.ranks) > 0:
		last := uint32(len(x.ranks) - 1)
		for i, u := range codes {
			r := &x.ranks[min(u>>6, last)]
			there := uint32(r.units >> (u & 63) & 1)
			out[i] = uint32(r.before+uint64(bits.OnesCount64(r.units&(1<<(u&63)-1)))) | (there - 1)
		}
	case len(x.rows) > 0:
		last := uint32(len(x.rows) - 1)
		for i, u := range codes {
			beyond := uint32((uint64(last) - uint64(u)) >> 32) // all ones for a unit that the index does not reach
			out[i] = x.rows[min(u, last)] | beyond
		}
	default:
		for i := range out {
			out[i] = None
		}
	}
}

// Gather fetches a source column for the target rows: missing where nothing matched. A
// boolean column becomes an integer one.
type Gather struct{}

// Name is the step's name.
func (Gather) Name() string { return "gather" }

// Params is empty.
func (Gather) Params() string { return "" }

// Run takes a column and *Matches and gives a column.
func (Gather) Run(c *Context, in []any) (any, error) {
	col, m := in[0].(*column.Column), in[1].(*Matches)
	if col.Const {
		wide, err := broadcast(c, col, rowsNeeded(m.Rows))
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		col = wide
	}
	return gather(c, col, m.Rows, true)
}

func rowsNeeded(rows []uint32) int {
	n := 0
	for _, r := range rows {
		if r != None {
			n = max(n, int(r)+1)
		}
	}
	return n
}

// Matched is 1 where a target row has a source row.
type Matched struct{}

// Name is the step's name.
func (Matched) Name() string { return "matched" }

// Params is empty.
func (Matched) Params() string { return "" }

// Run takes *Matches and gives a boolean column.
func (Matched) Run(c *Context, in []any) (any, error) {
	m := in[0].(*Matches)
	out, err := fillDense(c, len(m.Rows), func(out []uint8, lo, hi int) error {
		for i, r := range m.Rows[lo:hi] {
			out[i] = 0
			if r != None {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean}), nil
}
