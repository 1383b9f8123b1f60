package fn

import (
	"context"
	"strconv"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Codes of package expand that fit here too.
const (
	codeCount      diag.Code = "X0012" // function, given, wanted
	codeUnknown    diag.Code = "X0013" // function
	codeNoValue    diag.Code = "X0016" // function
	codeNoConstant diag.Code = "X0018" // function
)

// constantMemory is far more than columns of one row need.
const constantMemory = 1 << 20

// evaluator has the functions by name.
type evaluator struct{ byName map[string]registry.Function }

// Evaluator computes functions of constants for bindings, with the code that computes them
// on columns. It may be used by many goroutines.
func Evaluator() expand.Evaluator {
	e := &evaluator{byName: map[string]registry.Function{}}
	for _, f := range All() {
		e.byName[f.Spec.Name] = f
	}
	return e
}

// Call gives the value, or the problem: an unknown function, wrong arguments, a function
// that needs a variable, no value.
func (e *evaluator) Call(name string, args []expand.Value) (expand.Value, *diag.Problem) {
	f, ok := e.byName[name]
	if !ok {
		for _, h := range habits {
			if h.name == name {
				return expand.Value{}, diag.New(h.code, diag.Token(name))
			}
		}
		return expand.Value{}, diag.New(codeUnknown, diag.Token(name))
	}
	if len(args) < f.Spec.Min || f.Spec.Max >= 0 && len(args) > f.Spec.Max {
		return expand.Value{}, diag.New(codeCount, diag.Token(name), diag.Catalogue(strconv.Itoa(len(args))), diag.Catalogue(arity(f.Spec)))
	}
	if f.Eval == nil {
		return expand.Value{}, diag.New(codeNoConstant, diag.Token(name))
	}
	typed, cols := make([]command.Argument, len(args)), make([]*column.Column, len(args))
	for i, a := range args {
		typed[i], cols[i] = constantOf(a)
	}
	if _, bad := f.Spec.Typing(typed); bad != nil {
		return expand.Value{}, bad.Problem
	}
	out, err := f.Eval(&kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(constantMemory), Threads: 1}, cols)
	if err != nil {
		return expand.Value{}, diag.New(codeNoValue, diag.Token(name)).Because(err)
	}
	if out.Kind == types.Untyped || out.Missing(0) {
		return expand.Value{}, diag.New(codeNoValue, diag.Token(name))
	}
	switch out.Kind {
	case types.Text:
		return expand.Str(out.Text(0)), nil
	case types.Integer, types.Date:
		return expand.Integer(out.Ints[0]), nil
	}
	return expand.Float(out.Float(0)), nil
}

// arity is how many arguments a function takes: 2, 1–3 or 1 –.
func arity(f command.Function) string {
	switch least := strconv.Itoa(f.Min); {
	case f.Max < 0:
		return "≥ " + least
	case f.Max > f.Min:
		return least + "–" + strconv.Itoa(f.Max)
	default:
		return least
	}
}

// constantOf is a constant as an argument and as a column.
func constantOf(v expand.Value) (command.Argument, *column.Column) {
	var col *column.Column
	a := command.Argument{}
	switch {
	case v.Kind != expand.Number:
		a.Kind, a.Literal = types.Text, &syntax.String{Value: v.Text}
		col = column.FromTexts([]string{v.Text}, nil)
	case v.Integral:
		a.Kind, a.Literal = types.Integer, &syntax.Number{Value: v.Num, Int: v.Int, Integral: true}
		col = column.FromInts([]int64{v.Int}, nil)
	default:
		a.Kind, a.Literal = types.Decimal, &syntax.Number{Value: v.Num}
		col = column.FromFloats([]float64{v.Num}, nil)
	}
	col.Const = true
	return a, col
}
