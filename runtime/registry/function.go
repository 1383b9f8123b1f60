package registry

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Special marks the functions that the planner lowers in its own way.
type Special uint8

const (
	// None is an element-wise function: Eval does all of it.
	None Special = iota
	// Quantile looks at the whole column: disclosure gives the cut points, then bins are told.
	Quantile
	// LabelToCode is a constant found in the code list of its first argument.
	LabelToCode
	// InLabels is membership in the codes that have one of the given labels.
	InLabels
	// LabelContains is membership in the codes whose label contains a text.
	LabelContains
	// Binding is evaluated before anything else, on constants; it never sees a column.
	Binding
)

// Function joins a function's declaration with its evaluation.
type Function struct {
	Spec command.Function
	// Eval computes whole columns. Constants arrive as Const columns, the literal `.` as an
	// Untyped one; when all inputs are Const the result is too. Keys never arrive. It is nil
	// for every Special but None.
	Eval    func(c *kernel.Context, args []*column.Column) (*column.Column, error)
	Special Special
	// LowerSpecial makes the steps of a function that Eval cannot do alone; nil for Special None.
	LowerSpecial func(b *plan.Builder, f *plan.Frame, call *check.Expr, args []plan.Reg, where plan.Reg) plan.Reg
}

// CheckFunctions gives the checker its view of a list of functions.
func CheckFunctions(functions []Function) []command.Function {
	out := make([]command.Function, len(functions))
	for i, f := range functions {
		out[i] = f.Spec
	}
	return out
}
