package plan

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// SampleOrder makes the sort keys of rule P-3, one per row of the frame, from the secret,
// the seed and the unit: a sample keeps the rows with the smallest keys, ties by row.
func (b *Builder) SampleOrder(f *Frame, seed int64) Reg {
	layer := b.layerOf(f, f.Units, f.Protected)
	ids := b.Add(rowIds{}, "ids", f.Units)
	if f.Protected != NoReg {
		ids = b.add(Step{Op: idsStep{op: b.env.Source.Ids(f.Space), space: f.Space}, Type: "ids"})
	}
	op := orderOp{layer: layer, seed: seed, repeats: !f.OneRow}
	return b.Add(op, "sample-order", ids, b.Ordinals(f))
}

// idsStep reads the unit ids of an identifier space.
type idsStep struct {
	op    kernel.Op
	space string
}

func (s idsStep) Name() string                                 { return s.op.Name() }
func (s idsStep) Params() string                               { return s.space }
func (s idsStep) Run(c *kernel.Context, in []any) (any, error) { return s.op.Run(c, in) }

// rowIds numbers the rows of a dataset in which nobody is protected.
type rowIds struct{}

func (rowIds) Name() string   { return "row-ids" }
func (rowIds) Params() string { return "" }

func (rowIds) Run(_ *kernel.Context, in []any) (any, error) {
	units, ok := in[0].(*column.Column)
	if !ok {
		return nil, errShape
	}
	ids := make(disclosure.IntIds, units.Len)
	for i := range ids {
		ids[i] = int64(i)
	}
	return ids, nil
}

// orderOp gives the sort keys of a sample. Inputs: ids and ordinals.
type orderOp struct {
	layer   *disclosure.Layer
	seed    int64
	repeats bool
}

func (orderOp) Name() string { return "sample-order" }

func (o orderOp) Params() string {
	return fmt.Sprintf("%d %t %s", o.seed, o.repeats, policyOf(o.layer))
}

func (o orderOp) Run(c *kernel.Context, in []any) (any, error) {
	ids, ok := in[0].(disclosure.Ids)
	ordinals, ok2 := in[1].(*column.Column)
	if !ok || !ok2 || o.layer == nil {
		return nil, errShape
	}
	rows := ordinals.Codes
	repeats := o.repeats
	if ids.Len() == 0 { // every row is nobody's in particular
		list := make(disclosure.IntIds, len(rows))
		rows = make([]uint32, len(rows))
		for i := range list {
			list[i], rows[i] = int64(i), uint32(i)
		}
		ids, repeats = list, false
	} else if ordinals.Valid != nil {
		// Rows of nobody in particular share the last id: any order will do for them.
		rows = make([]uint32, len(ordinals.Codes))
		for i, u := range ordinals.Codes {
			if rows[i] = u; !ordinals.Valid.Get(i) {
				rows[i] = uint32(max(ids.Len()-1, 0))
			}
		}
	}
	var within []uint32
	if repeats {
		seen := make([]uint32, ids.Len())
		within = make([]uint32, len(rows))
		for i, u := range rows {
			within[i] = seen[u]
			seen[u]++
		}
	}
	keys, err := o.layer.SampleOrder(c.Ctx, o.seed, ids, rows, within, c.Threads)
	return kernel.SortKeys(keys), err
}
