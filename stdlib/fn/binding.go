package fn

import (
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/registry"
)

// bindings are computed by package expand before anything is checked: what the checker sees
// of them is their value, or, with a column as argument, the call that cannot be computed.
func bindings() []registry.Function {
	bind := func(name, form string, most int, summary t, result types.Kind, examples ...string) registry.Function {
		f := declare(name, form, 1, most, summary, takes(anything).gives(result).and(constants), nil, examples...)
		f.Spec.Binding, f.Special = true, registry.Binding
		return f
	}
	list := []registry.Function{
		bind("date_fmt", "date_fmt(y [, m [, d]])", 3,
			t{"Datoen på formen ÅÅÅÅ-MM-DD; måned og dag er 1 når de ikke er gitt. Datoen må finnes.",
				"The date in the form YYYY-MM-DD; month and day are 1 when not given. The date must exist."},
			types.Text, "date_fmt(2022,5)", "'2022-05-01'"),
		bind("to_int", "to_int(s)", 1, t{"Teksten som tall. Andre tekster gir feil.", "The text as a number. Other texts are an error."},
			types.Decimal, "to_int('12')", "12"),
		bind("to_str", "to_str(x)", 1, t{"Tallet eller symbolet som tekst.", "The number or symbol as text."}, types.Text, "to_str(abc)", "'abc'"),
		bind("to_symbol", "to_symbol(s)", 1, t{"Teksten som symbol, det vil si et navn. Andre tekster enn navn gir feil.",
			"The text as a symbol, that is a name. Texts that are not names are an error."}, types.Text, "to_symbol('v1')", "v1"),
		bind("bind", "bind(name)", 1, t{"Verdien til bindingen med dette navnet, som oftest satt sammen med ++.",
			"The value of the binding with this name, mostly put together with ++."}, types.Untyped, "bind(k ++ 7)", "70"),
	}
	list[len(list)-1].Spec.Examples[0].Given = "let k7 = 70"
	return list
}

func constants(name string, args []command.Argument) *command.ArgProblem {
	for i, a := range args {
		switch a.Literal.(type) {
		case *syntax.Number, *syntax.String:
		default:
			return problem(i, codeBinding, name)
		}
	}
	return nil
}
