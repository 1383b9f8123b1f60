package fn

import (
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// want is what an argument must be.
type want uint8

const (
	number want = iota
	words       // alphanumeric
	anything
)

// typing is the type rule of a function: what the arguments must be (the last one stands
// for all that follow), what the result is, and a further rule.
type typing struct {
	args   []want
	result func(args []command.Argument) types.Kind
	more   func(name string, args []command.Argument) *command.ArgProblem
}

func takes(args ...want) typing { return typing{args: args} }

// gives sets a fixed result.
func (r typing) gives(k types.Kind) typing {
	r.result = func([]command.Argument) types.Kind { return k }
	return r
}

// widest makes the result decimal when an argument is, else integer.
func (r typing) widest() typing {
	r.result = func(args []command.Argument) types.Kind {
		for _, a := range args {
			if a.Kind == types.Decimal {
				return types.Decimal
			}
		}
		return types.Integer
	}
	return r
}

func (r typing) and(more func(name string, args []command.Argument) *command.ArgProblem) typing {
	r.more = more
	return r
}

// want is what argument i must be.
func (r typing) want(i int) want {
	if len(r.args) == 0 {
		return anything
	}
	return r.args[min(i, len(r.args)-1)]
}

// of is the rule as the checker calls it.
func (r typing) of(name, form string) func([]command.Argument) (types.Kind, *command.ArgProblem) {
	return func(args []command.Argument) (types.Kind, *command.ArgProblem) {
		for i, a := range args {
			code := diag.Code("")
			switch w := r.want(i); {
			case w == number && !a.Kind.Numeric():
				code = codeWantsNumber
			case w == words && a.Kind != types.Text && a.Kind != types.Untyped:
				code = codeWantsText
			}
			if code != "" {
				return types.Untyped, problem(i, code, name, strconv.Itoa(i+1), form, actual(name, args))
			}
		}
		if r.more != nil {
			if p := r.more(name, args); p != nil {
				return types.Untyped, p
			}
		}
		return r.result(args), nil
	}
}

// problem points at an argument; what follows the code are facts of the language.
func problem(arg int, code diag.Code, words ...string) *command.ArgProblem {
	args := make([]diag.Arg, len(words))
	for i, w := range words {
		args[i] = diag.Catalogue(w)
	}
	return &command.ArgProblem{Arg: arg, Problem: diag.New(code, args...)}
}

// actual writes the call by the families of its arguments: substr(N, A). The letters stand
// for the same words in both languages.
func actual(name string, args []command.Argument) string {
	var b strings.Builder
	b.WriteString(name + "(")
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		switch a.Kind {
		case types.Text:
			b.WriteString("A")
		case types.Untyped:
			b.WriteString(".")
		default:
			b.WriteString("N")
		}
	}
	return b.String() + ")"
}

// sameFamily demands that all arguments are numeric or all alphanumeric.
func sameFamily(name string, args []command.Argument) *command.ArgProblem {
	for i, a := range args {
		if !types.SameFamily(args[0].Kind, a.Kind) {
			return problem(i, codeMixed, name, strconv.Itoa(i+1), actual(name, args))
		}
	}
	return nil
}

// constantText is the value of a quoted argument.
func constantText(a command.Argument) (string, bool) {
	s, ok := a.Literal.(*syntax.String)
	if !ok {
		return "", false
	}
	return s.Value, true
}
