package registry

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
)

// Detail refines an option's declaration.
type Detail func(*command.Option)

// Conflicts names options that may not stand beside this one.
func Conflicts(names ...string) Detail {
	return func(o *command.Option) { o.Conflicts = append(o.Conflicts, names...) }
}

// Needs names options of which one must stand beside this one.
func Needs(names ...string) Detail {
	return func(o *command.Option) { o.Needs = append(o.Needs, names...) }
}

// MinVars demands a number of operands.
func MinVars(n int) Detail { return func(o *command.Option) { o.MinVars = n } }

// Whole demands an integer between two bounds, both included.
func Whole(low, high float64) Detail {
	return func(o *command.Option) { o.Whole, o.Low, o.High = true, low, high }
}

// Empty allows the option without arguments.
func Empty() Detail { return func(o *command.Option) { o.Empty = true } }

func bind[O any](o command.Option, details []Detail, set func(*O, check.OptionValue)) Bound[O] {
	for _, d := range details {
		d(&o)
	}
	return Bound[O]{Option: o, set: set}
}

// Flag is an option without arguments.
func Flag[O any](name string, field func(*O) *bool, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Help: help}, details, func(o *O, _ check.OptionValue) { *field(o) = true })
}

// Number is an option with one number.
func Number[O any](name string, field func(*O) **float64, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Args: command.Number, Min: 1, Max: 1, Help: help}, details,
		func(o *O, v check.OptionValue) {
			if len(v.Args) == 1 {
				if n, ok := v.Args[0].(*syntax.Number); ok {
					value := n.Value
					*field(o) = &value
				}
			} else if len(v.Args) == 0 {
				*field(o) = new(float64)
			}
		})
}

// Word is an option with one quoted or bare word.
func Word[O any](name string, field func(*O) *string, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Args: command.Word, Min: 1, Max: 1, Help: help}, details,
		func(o *O, v check.OptionValue) {
			if len(v.Args) != 1 {
				return
			}
			if _, refused := v.Args[0].(*syntax.Number); !refused {
				*field(o) = wordOf(v.Args[0])
			}
		})
}

// Variable is an option with exactly one variable.
func Variable[O any](name string, field func(*O) **check.Variable, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Args: command.Variable, Min: 1, Max: 1, Help: help}, details,
		func(o *O, v check.OptionValue) {
			if len(v.Vars) == 1 {
				*field(o) = v.Vars[0]
			}
		})
}

// Variables is an option with one or more variables.
func Variables[O any](name string, field func(*O) *[]*check.Variable, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Args: command.Variables, Min: 1, Help: help}, details,
		func(o *O, v check.OptionValue) { *field(o) = v.Vars })
}

// Codes is what rowsort and colsort were given.
type Codes struct {
	Given bool
	List  []string // canonical code texts, empty for "by total"
}

// CodeList is an option with category codes, or with none.
func CodeList[O any](name string, field func(*O) *Codes, help text.Text, details ...Detail) Bound[O] {
	return bind(command.Option{Name: name, Args: command.Codes, Help: help, Empty: true}, details,
		func(o *O, v check.OptionValue) {
			c := Codes{Given: true}
			for _, a := range v.Args {
				c.List = append(c.List, wordOf(a))
			}
			*field(o) = c
		})
}

// Order is which flag options were given, in written order: cell statistics are shown so.
func Order(call *check.Call, names ...string) []string {
	var out []string
	for _, v := range call.Options {
		for _, n := range names {
			if v.Spec.Name == n {
				out = append(out, n)
			}
		}
	}
	return out
}

// wordOf is the text of a word, string or number argument; numbers lose leading zeros.
func wordOf(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.String:
		return e.Value
	case *syntax.Var:
		return e.Text()
	case *syntax.Number:
		return syntax.FormatNumber(e.Value)
	}
	return ""
}
