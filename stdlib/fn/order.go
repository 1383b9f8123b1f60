package fn

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

// inOrder gives distribution functions their argument order. They are declared in Stata's:
// the parameters first, the value or probability last. In the other order the value comes
// first; what is shown of them changes with it.
func inOrder(list []registry.Function, stata bool) []registry.Function {
	if stata {
		return list
	}
	out := slices.Clone(list)
	for i, f := range out {
		eval := f.Eval
		out[i].Eval = func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
			return eval(c, append(slices.Clone(args[1:]), args[0]))
		}
		out[i].Spec.Syntax = valueFirst(f.Spec.Syntax)
		out[i].Spec.Examples = slices.Clone(f.Spec.Examples)
		for k, e := range f.Spec.Examples {
			out[i].Spec.Examples[k] = command.Example{Call: valueFirst(e.Call), Given: e.Given, Value: e.Value}
		}
	}
	return out
}

// valueFirst moves the last argument of a call to the front; an optional one keeps its brackets.
func valueFirst(call string) string {
	name, args, _ := strings.Cut(strings.TrimSuffix(call, ")"), "(")
	cut := strings.LastIndexAny(args, ", ") + 1
	rest := strings.TrimRight(args[:cut], ", ")
	rest = strings.Replace(rest, ", [lambda,]", " [, lambda]", 1)
	return name + "(" + args[cut:] + ", " + rest + ")"
}
