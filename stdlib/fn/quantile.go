package fn

import (
	"errors"
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// lowerQuantile divides the selected rows: their values are arranged, the gate gives the
// cut points (rule D2), and every selected row is told its bin. The rows outside the
// condition are missing.
func lowerQuantile(b *plan.Builder, f *plan.Frame, call *check.Expr, args []plan.Reg, where plan.Reg) plan.Reg {
	parts := int(call.Args[1].Float)
	if call.Args[1].Kind == types.Integer {
		parts = int(call.Args[1].Int)
	}
	x := b.Fill(f, args[0])
	fingerprint := b.Fingerprint(x)
	all := []plan.Reg{f.Units}
	if where != plan.NoReg {
		mask := b.Fill(f, where)
		all = append(all, mask)
		x = b.Add(kernel.Where{}, b.Type(x), x, mask)
	}
	layer := b.LayerOf(f, x, f.Units)
	if layer == nil {
		return b.Literal(&check.Expr{Op: check.OpMissing})
	}
	groups := b.Add(kernel.Restrict{Valid: true}, plan.TypeGroups, b.Add(kernel.All{}, plan.TypeGroups, all...), x)
	sets := b.Add(kernel.UnitSets{MayRepeat: !f.OneRow, Anchors: true}, plan.TypeSets, b.Keys(f), b.Ordinals(f), groups)
	order := b.Add(arrangement(parts, layer.Exact(f.Protects())), plan.TypeOrder, groups, x)
	cuts := b.Add(cutPoints{parts, fingerprint, layer, f.Protects()}, "cut-points", sets, order)
	return b.Add(kernel.Division{}, types.Integer.String(), x, cuts)
}

// arrangement makes the wanted ranks ready; where they are no whole percentages, all are.
func arrangement(parts int, exact bool) kernel.Order {
	if 100%parts != 0 {
		return kernel.Order{Exact: exact, Sorted: true}
	}
	o := kernel.Order{Exact: exact}
	for j := 1; j < parts; j++ {
		o.Percents = append(o.Percents, j*100/parts)
	}
	return o
}

// cutPoints asks the gate for the cut points of one group. Inputs: *kernel.Sets, *kernel.Orders.
type cutPoints struct {
	parts       int
	fingerprint string
	layer       *disclosure.Layer
	protects    disclosure.Protects
}

func (cutPoints) Name() string { return "cut-points" }

func (q cutPoints) Params() string {
	return fmt.Sprintf("parts=%d protects=%d policy=%s column=%s", q.parts, q.protects, q.layer.PolicyHash(), q.fingerprint)
}

var errShape = errors.New("fn: a step was given something else than it takes")

func (q cutPoints) Run(_ *kernel.Context, in []any) (any, error) {
	sets, ok := in[0].(*kernel.Sets)
	orders, ok2 := in[1].(*kernel.Orders)
	if !ok || !ok2 || len(sets.Keys) != 1 {
		return nil, errShape
	}
	points, ok, err := q.layer.CutPoints(disclosure.Cuts{
		Protects: q.protects, Fingerprint: q.fingerprint, Units: sets.Keys[0], Order: orders.Group(0), Parts: q.parts,
	})
	if err != nil || !ok {
		return kernel.CutPoints(nil), err
	}
	return kernel.CutPoints(points), nil
}
