package kernel

import (
	"strconv"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/column"
)

// MaxCells bounds a table that Cross may lay out, empty cells included.
const MaxCells = 1 << 24

// CodeTooManyCells is the finding that a table would have more cells than MaxCells; the
// commands that lay out tables have its text.
const CodeTooManyCells diag.Code = "R1071"

// ErrTooManyCells means that a table would have more cells than MaxCells.
var ErrTooManyCells error = diag.New(CodeTooManyCells)

// Cross lays out a table: one group for every pair of a row and a column group, empty ones
// included; Width is the number of columns. It fails with ErrTooManyCells.
type Cross struct{}

// Name is the step's name.
func (Cross) Name() string { return "cross" }

// Params is empty.
func (Cross) Params() string { return "" }

// Run takes two *Groups and gives *Groups.
func (Cross) Run(c *Context, in []any) (any, error) {
	a, b := in[0].(*Groups), in[1].(*Groups)
	if uint64(a.Count)*uint64(b.Count) > MaxCells {
		return nil, ErrTooManyCells
	}
	if a.from != nil && b.from != nil {
		return &Groups{Count: a.Count * b.Count, Rows: a.Rows, Width: b.Count, High: a.Count, from: deriveCross(a, b)}, nil
	}
	for _, g := range []*Groups{a, b} {
		if err := g.Settle(c); err != nil {
			return nil, err
		}
	}
	out, err := fillDense(c, a.Rows, func(out []uint32, lo, hi int) error {
		crossIDs(out, a, b, lo, hi)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Groups{Count: a.Count * b.Count, Rows: a.Rows, Width: b.Count, High: a.Count, IDs: out.values, Buf: out.bufs[0]}, nil
}

// Margin merges the cells of a Cross: "rows", "columns", or "total" (also of other groups).
type Margin struct{ Of string }

// Name is the step's name.
func (Margin) Name() string { return "margin" }

// Params is the kind of margin.
func (m Margin) Params() string { return m.Of }

// Run takes *Groups and gives *Groups over the same rows.
func (m Margin) Run(c *Context, in []any) (any, error) {
	g := in[0].(*Groups)
	into, count := g.margin(m.Of)
	out, err := fillDense(c, g.Rows, func(out []uint32, lo, hi int) error {
		g.ids(out, lo, hi)
		for i, id := range out {
			if id != None {
				out[i] = into[id]
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Groups{Count: count, Rows: g.Rows, IDs: out.values, Buf: out.bufs[0]}, nil
}

// margin gives the margin that every group falls into, and how many there are.
func (g *Groups) margin(of string) (into []uint32, count int) {
	into = make([]uint32, g.Count)
	switch of {
	case "rows":
		for i := range into {
			into[i] = uint32(i / g.Width)
		}
		return into, g.High
	case "columns":
		for i := range into {
			into[i] = uint32(i % g.Width)
		}
		return into, g.Width
	}
	return into, 1
}

// All puts the rows where a condition is true into one group. Inputs: a row carrier and
// optionally the condition.
type All struct{}

// Name is the step's name.
func (All) Name() string { return "all" }

// Params is empty.
func (All) Params() string { return "" }

// Run gives *Groups with one group.
func (All) Run(c *Context, in []any) (any, error) {
	g := &Groups{Count: 1, Rows: in[0].(*column.Column).Len}
	if len(in) < 2 || in[1] == nil {
		return g, nil
	}
	return restrict(c, g, in[1].(*column.Column))
}

// Restrict takes the rows where a condition is false, or a value missing, out of their
// groups; the groups stay. A second input of any kind but boolean and with Valid set is
// looked at for missing values only.
type Restrict struct{ Valid bool }

// Name is the step's name.
func (Restrict) Name() string { return "restrict" }

// Params tells a condition from validity.
func (r Restrict) Params() string {
	if r.Valid {
		return "valid"
	}
	return ""
}

// Run takes *Groups and a column and gives *Groups.
func (r Restrict) Run(c *Context, in []any) (any, error) {
	g, col := in[0].(*Groups), in[1].(*column.Column)
	if r.Valid {
		present, err := IsMissing(c, col)
		if err != nil {
			return nil, err
		}
		defer present.Release()
		if col, err = not(c, present); err != nil {
			return nil, err
		}
		defer col.Release()
	}
	return restrict(c, g, col)
}

func restrict(c *Context, g *Groups, mask *column.Column) (*Groups, error) {
	out, err := fillDense(c, g.Rows, func(out []uint32, lo, hi int) error {
		var scratch []uint8
		g.ids(out, lo, hi)
		maskSlots(out, mask, lo, hi, &scratch)
		return nil
	})
	if err != nil {
		return nil, err
	}
	h := &Groups{Count: g.Count, Rows: g.Rows, Width: g.Width, High: g.High, Parts: g.Parts, IDs: out.values, Buf: out.bufs[0]}
	for _, k := range g.Keys {
		h.Keys = append(h.Keys, shared(k))
	}
	return h, nil
}

// MapGroups gives every row the value of its group: missing for rows without one. A boolean
// column becomes an integer one.
type MapGroups struct{}

// Name is the step's name.
func (MapGroups) Name() string { return "broadcast" }

// Params is empty.
func (MapGroups) Params() string { return "" }

// Run takes a column with one row per group and *Groups and gives a column.
func (MapGroups) Run(c *Context, in []any) (any, error) {
	col := in[0].(*column.Column)
	g, err := settled(c, in[1])
	if err != nil {
		return nil, err
	}
	ids := g.IDs
	if ids == nil {
		ids = make([]uint32, g.Rows)
	}
	return gather(c, col, ids, true)
}

// GroupKey is the column of one grouping variable, one row per group.
type GroupKey struct{ Variable int }

// Name is the step's name.
func (GroupKey) Name() string { return "group-key" }

// Params is the number of the variable.
func (k GroupKey) Params() string { return strconv.Itoa(k.Variable) }

// Run takes *Groups and gives a column.
func (k GroupKey) Run(_ *Context, in []any) (any, error) {
	return shared(in[0].(*Groups).Keys[k.Variable]), nil
}
