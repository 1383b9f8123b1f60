package registry

import (
	"errors"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Lower makes the step of one call of an element-wise function. The others have a Special
// that says how their folder lowers them; see LowerSpecial.
func (f Function) Lower(b *plan.Builder, frame *plan.Frame, call *check.Expr, args []plan.Reg, where plan.Reg) plan.Reg {
	if f.LowerSpecial != nil {
		return f.LowerSpecial(b, frame, call, args, where)
	}
	return b.Add(evalOp{name: f.Spec.Name, eval: f.Eval}, call.Kind.String(), args...)
}

// evalOp is one call of an element-wise function.
type evalOp struct {
	name string
	eval func(*kernel.Context, []*column.Column) (*column.Column, error)
}

func (e evalOp) Name() string { return e.name }
func (evalOp) Params() string { return "function" }

var errNotAColumn = errors.New("registry: a function was given something that is not a column")

func (e evalOp) Run(c *kernel.Context, in []any) (any, error) {
	args := make([]*column.Column, len(in))
	for i, v := range in {
		col, ok := v.(*column.Column)
		if !ok {
			return nil, errNotAColumn
		}
		args[i] = col
	}
	return e.eval(c, args)
}
