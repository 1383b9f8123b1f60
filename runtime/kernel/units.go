package kernel

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

// Sets is the evidence on the protected units of a list of groups.
type Sets struct {
	Keys    []disclosure.SetKey
	Repeats []disclosure.Repeats // rows per unit; only where units may repeat
}

// Release is there for the engine: set keys live outside the pool.
func (*Sets) Release() {}

// UnitSets makes the set keys of the distinct protected units of every group. With
// MayRepeat a unit may have several rows (the dataset's kind says so): each counts once per
// group and Repeats is filled. Anchors, which percentiles and repeats need, cost a little.
// Rows without a protected unit count nowhere.
type UnitSets struct {
	MayRepeat bool
	Anchors   bool
}

// Name is the step's name.
func (UnitSets) Name() string { return "unit-sets" }

// Params tells the variant.
func (u UnitSets) Params() string { return fmt.Sprintf("repeat=%t anchors=%t", u.MayRepeat, u.Anchors) }

// Run takes *disclosure.Keys, the column of protected units (key) and *Groups, and gives
// *Sets with one entry per group.
func (u UnitSets) Run(c *Context, in []any) (any, error) {
	keys, g := in[0].(*disclosure.Keys), in[2].(*Groups)
	units, err := UnitNumbers(c, in[1].(*column.Column))
	if err != nil {
		return nil, err
	}
	defer units.Release()
	if u.MayRepeat {
		return repeatedSets(c, keys, units, g)
	}
	list, err := distinctSets(c, keys, units, g, u.Anchors)
	if err != nil {
		return nil, err
	}
	return &Sets{Keys: list}, nil
}

// distinctSets is for rows that are distinct units.
func distinctSets(c *Context, keys *disclosure.Keys, units *column.Column, g *Groups, anchors bool) ([]disclosure.SetKey, error) {
	add := keys.AccumulateCounts
	if anchors {
		add = keys.Accumulate
	}
	partial := make([][]disclosure.SetKey, partsOf(c, g.Rows))
	_, err := inParts(c, g.Rows, func(p, from, to int) error {
		dst := make([]disclosure.SetKey, g.Count)
		partial[p] = dst
		var scratch []uint32
		for lo := from; lo < to; lo += ChunkRows {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			hi := min(lo+ChunkRows, to)
			add(dst, presentIDs(g, units, lo, hi, &scratch), units.Codes[lo:hi])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	total := make([]disclosure.SetKey, g.Count)
	for _, dst := range partial {
		if dst != nil {
			disclosure.Merge(total, dst)
		}
	}
	return total, nil
}

// presentIDs is the groups of rows [lo, hi), None where the unit is missing; nil when all
// rows are in group 0.
func presentIDs(g *Groups, units *column.Column, lo, hi int, scratch *[]uint32) []uint32 {
	if units.Valid == nil {
		if g.IDs == nil && g.from == nil {
			return nil
		}
		if g.from == nil {
			return g.IDs[lo:hi]
		}
		if all := g.from.done.Load(); all != nil {
			return (*all)[lo:hi]
		}
	}
	if *scratch == nil {
		*scratch = make([]uint32, ChunkRows)
	}
	out := (*scratch)[:hi-lo]
	g.ids(out, lo, hi)
	if units.Valid != nil {
		withMissing(out, out, units.Valid, lo, None)
	}
	return out
}

// unitScan walks rows in the order of their units. A nil order means that rows are in that
// order already.
type unitScan struct {
	units *column.Column
	order []uint32
}

func newUnitScan(c *Context, units *column.Column) (*unitScan, error) {
	sorted, err := increasing(c, units, false)
	if err != nil || sorted {
		return &unitScan{units: units}, err
	}
	top, err := maxCode(c, units)
	if err != nil {
		return nil, err
	}
	starts := make([]uint32, top+2)
	present := 0
	for i, u := range units.Codes {
		if !units.Missing(i) {
			starts[u+1]++
			present++
		}
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	order := make([]uint32, present)
	for i, u := range units.Codes {
		if !units.Missing(i) {
			order[starts[u]] = uint32(i)
			starts[u]++
		}
	}
	return &unitScan{units: units, order: order}, c.Ctx.Err()
}

func (s *unitScan) len() int {
	if s.order != nil {
		return len(s.order)
	}
	return s.units.Len
}

func (s *unitScan) row(i int) int {
	if s.order != nil {
		return int(s.order[i])
	}
	return i
}

func (s *unitScan) unit(i int) uint32 { return s.units.Codes[s.row(i)] }

// cut moves a border forward to the next one between units.
func (s *unitScan) cut(at int) int {
	for at > 0 && at < s.len() && s.unit(at) == s.unit(at-1) {
		at++
	}
	return at
}

// inParts splits the scan into ranges that no unit spans.
func (s *unitScan) inParts(c *Context, body func(part, lo, hi int) error) error {
	_, err := inParts(c, s.len(), func(p, lo, hi int) error {
		lo, hi = s.cut(lo), s.cut(hi)
		if lo >= hi {
			return nil
		}
		return body(p, lo, hi)
	})
	return err
}

// MergeSets gives the sets of a margin of a Cross ("rows", "columns", "total") from those of
// its cells. It is for rows that are distinct units only; where units repeat, a unit may be
// in two cells, and UnitSets of the Margin must be used.
type MergeSets struct{ Of string }

// Name is the step's name.
func (MergeSets) Name() string { return "merge-sets" }

// Params is the kind of margin.
func (m MergeSets) Params() string { return m.Of }

// Run takes *Sets and the *Groups they belong to, and gives *Sets.
func (m MergeSets) Run(_ *Context, in []any) (any, error) {
	sets, g := in[0].(*Sets), in[1].(*Groups)
	if sets.Repeats != nil {
		return nil, fmt.Errorf("kernel: sets of units that repeat cannot be merged")
	}
	into, count := g.margin(m.Of)
	out := &Sets{Keys: make([]disclosure.SetKey, count)}
	disclosure.MergeBy(out.Keys, into, sets.Keys)
	return out, nil
}

// Units is the key of the first set, for lists of one such as the population of a dataset.
func (s *Sets) Units() disclosure.SetKey { return s.Keys[0] }

// Ascending tells whether the units of a key column never fall from row to row, none
// missing: a scan then meets every unit once.
func Ascending(c *Context, units *column.Column) (bool, error) { return increasing(c, units, false) }

// UnitNumbers gives a column whose codes stand for the units: a numeric identifier, which
// only units that protect nobody have, is numbered by value.
func UnitNumbers(c *Context, units *column.Column) (*column.Column, error) {
	if units.Codes != nil || units.Len == 0 {
		return shared(units), nil
	}
	out, err := Group{Missing: true}.Run(c, []any{units})
	if err != nil {
		return nil, err
	}
	g, err := settled(c, out)
	if err != nil {
		return nil, err
	}
	defer g.Release()
	return column.FromKeys(g.IDs, "", units.Valid).Own(g.Buf.Retain()), nil
}
