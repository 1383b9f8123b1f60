package fn

import (
	"sort"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

// All is every function of the language, by name.
func All() []registry.Function {
	var out []registry.Function
	for _, group := range []struct {
		name string
		list func() []registry.Function
	}{
		{"date", dates}, {"probability", distributions}, {"mathematics", mathematics}, {"row-wise", rowWise},
		{"string", texts}, {"logic", logic}, {"labels", labels}, {"bindings", bindings},
	} {
		for _, f := range group.list() {
			f.Spec.Group = group.name
			out = append(out, f)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Spec.Name < out[j].Spec.Name })
	return out
}

// evaluation is a function of whole columns.
type evaluation = func(c *kernel.Context, args []*column.Column) (*column.Column, error)

// t is a pair of texts, bokmål first.
type t = [2]string

// declare makes a function without a special lowering; examples are pairs of call and value.
func declare(name, syntax string, least, most int, summary t, typing typing, eval evaluation, examples ...string) registry.Function {
	spec := command.Function{
		Name: name, Syntax: syntax, Summary: text.Text{NB: summary[0], EN: summary[1]}, Min: least, Max: most,
	}
	spec.Typing = typing.of(name, syntax)
	for i := 0; i+1 < len(examples); i += 2 {
		spec.Examples = append(spec.Examples, command.Example{Call: examples[i], Value: examples[i+1]})
	}
	f := registry.Function{Spec: spec}
	if eval != nil {
		f.Eval = settled(typing, eval)
	}
	return f
}

// settled gives `.`, and variables that hold nothing else, the kind the function takes, and
// sees to it that the result is constant only when all arguments are.
func settled(r typing, eval evaluation) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		in := make([]*column.Column, len(args))
		for i, a := range args {
			in[i] = a
			if a.Kind != types.Untyped || r.want(i) == anything {
				continue
			}
			to := types.Integer
			if r.want(i) == words {
				to = types.Text
			}
			cast, err := run(c, kernel.Cast{To: to}, a)
			if err != nil {
				return nil, err
			}
			defer cast.Release()
			in[i] = cast
		}
		out, err := eval(c, in)
		if err != nil || !out.Const {
			return out, err
		}
		for _, a := range in {
			if !a.Const {
				defer out.Release()
				return run(c, kernel.Fill{}, out, a)
			}
		}
		return out, nil
	}
}

// run is an operation of package kernel on columns.
func run(c *kernel.Context, op kernel.Op, in ...*column.Column) (*column.Column, error) {
	args := make([]any, len(in))
	for i, a := range in {
		args[i] = a
	}
	out, err := op.Run(c, args)
	if err != nil {
		return nil, err
	}
	return out.(*column.Column), nil
}
