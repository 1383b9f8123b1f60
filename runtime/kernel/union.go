package kernel

import (
	"fmt"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// United is the full union of the units of two datasets (outer_join). Left and Right give
// the row of each origin for every row of the union, or None.
type United struct {
	Units       *column.Column
	Left, Right *Matches
}

// Release gives the memory back.
func (u *United) Release() {
	u.Units.Release()
	u.Left.Release()
	u.Right.Release()
}

// Union unites two key columns of one identifier space. The left rows all stay, in order.
// When they ascend by unit the new units are merged in by ordinal, else they follow at the
// end, ascending; right units are taken once. Missing right keys add nothing.
type Union struct{}

// Name is the step's name.
func (Union) Name() string { return "union" }

// Params is empty.
func (Union) Params() string { return "" }

// Run takes two key columns and gives *United.
func (Union) Run(c *Context, in []any) (any, error) {
	a, b := in[0].(*column.Column), in[1].(*column.Column)
	if a.Kind != types.Key || b.Kind != types.Key {
		return nil, fmt.Errorf("kernel: union of %s and %s", a.Kind, b.Kind)
	}
	index, err := indexCodes(c, b)
	if err != nil {
		return nil, err
	}
	defer index.Release()
	fresh := freshUnits(a, b)
	sorted, err := increasing(c, a, false)
	if err != nil {
		return nil, err
	}
	if err := c.Ctx.Err(); err != nil {
		return nil, err
	}
	return unite(c, a, index, fresh, sorted)
}

// freshUnits is the distinct units of b that a lacks, ascending.
func freshUnits(a, b *column.Column) []uint32 {
	top := 0
	for i, u := range a.Codes {
		if !a.Missing(i) {
			top = max(top, int(u)+1)
		}
	}
	for i, u := range b.Codes {
		if !b.Missing(i) {
			top = max(top, int(u)+1)
		}
	}
	seen := column.NewBitmap(top)
	for i, u := range a.Codes {
		if !a.Missing(i) {
			seen.Set(int(u))
		}
	}
	var fresh []uint32
	for i, u := range b.Codes {
		if !b.Missing(i) && !seen.Get(int(u)) {
			seen.Set(int(u))
			fresh = append(fresh, u)
		}
	}
	if !slices.IsSorted(fresh) {
		slices.Sort(fresh)
	}
	return fresh
}

func unite(c *Context, a *column.Column, index *Index, fresh []uint32, sorted bool) (*United, error) {
	n := a.Len + len(fresh)
	codes, cb, err := mem.Alloc[uint32](c.Pool, n)
	if err != nil {
		return nil, err
	}
	left, lb, err := mem.Alloc[uint32](c.Pool, n)
	if err != nil {
		cb.Release()
		return nil, err
	}
	valid := column.NewBitmap(n)
	at, next := 0, 0
	put := func(code, row uint32, missing bool) {
		codes[at], left[at] = code, row
		if !missing {
			valid.Set(at)
		}
		at++
	}
	for i, u := range a.Codes {
		for sorted && next < len(fresh) && fresh[next] < u {
			put(fresh[next], None, false)
			next++
		}
		put(u, uint32(i), a.Missing(i))
	}
	for ; next < len(fresh); next++ {
		put(fresh[next], None, false)
	}
	if valid.Count(n) == n {
		valid = nil
	}
	units := column.FromKeys(codes, a.Space, valid).Own(cb)
	right, err := matchRows(c, index, units)
	if err != nil {
		units.Release()
		lb.Release()
		return nil, err
	}
	return &United{Units: units, Left: &Matches{Rows: left, Buf: lb}, Right: right}, nil
}

// UnionPart takes "units", "left" or "right" out of a union.
type UnionPart struct{ Part string }

// Name is the step's name.
func (UnionPart) Name() string { return "union-part" }

// Params is the part.
func (p UnionPart) Params() string { return p.Part }

// Run takes *United and gives a key column or *Matches.
func (p UnionPart) Run(_ *Context, in []any) (any, error) {
	u := in[0].(*United)
	switch p.Part {
	case "units":
		return shared(u.Units), nil
	case "left":
		return &Matches{Rows: u.Left.Rows, Buf: u.Left.Buf.Retain()}, nil
	case "right":
		return &Matches{Rows: u.Right.Rows, Buf: u.Right.Buf.Retain()}, nil
	}
	return nil, fmt.Errorf("kernel: a union has no part %q", p.Part)
}
