package expand

import (
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// call computes a function of constants.
func (x *expansion) call(e *syntax.Call) Value {
	args := make([]Value, len(e.Args))
	for i, a := range e.Args {
		if args[i] = x.eval(a); args[i].Kind == Failed {
			return Value{}
		}
	}
	if syntax.IsBindingFunction(e.Func.Text) {
		return x.bindingFunction(e, args)
	}
	for i, a := range args {
		if a.Kind == Symbol {
			return x.fail(e.Args[i].Range(), "X0005", diag.Token(a.Text))
		}
	}
	if x.evaluator == nil {
		return x.fail(e.Func.Span, "X0013", diag.Token(e.Func.Text))
	}
	v, problem := x.evaluator.Call(e.Func.Text, args)
	if problem != nil {
		x.report(problem.At(e.Span))
		return Value{}
	}
	return v
}

// bindingFunction computes the five functions that make and read bindings.
func (x *expansion) bindingFunction(e *syntax.Call, args []Value) Value {
	name, lowest, highest := e.Func.Text, 1, 1
	if name == "date_fmt" {
		highest = 3
	}
	if len(args) < lowest || len(args) > highest {
		wanted := strconv.Itoa(lowest)
		if highest > lowest {
			wanted += "–" + strconv.Itoa(highest)
		}
		return x.fail(e.Span, "X0012", diag.Token(name), diag.Catalogue(strconv.Itoa(len(args))), diag.Catalogue(wanted))
	}
	switch name {
	case "date_fmt":
		return x.dateFmt(e, args)
	case "to_int":
		return x.toInt(e, args[0])
	case "to_str":
		return Str(args[0].Rendered())
	case "to_symbol":
		if args[0].Kind == Number || !legalName(args[0].Text) {
			return x.fail(e.Args[0].Range(), "X0003", diag.Token(args[0].Rendered()))
		}
		return Sym(args[0].Text)
	}
	if args[0].Kind == Number {
		return x.fail(e.Args[0].Range(), "X0011", diag.Token(name), diag.Token(args[0].Written()))
	}
	return x.lookup(args[0].Text, e.Args[0].Range())
}

func (x *expansion) toInt(e *syntax.Call, v Value) Value {
	if v.Kind == Number {
		return v
	}
	text := strings.TrimSpace(v.Text)
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return Integer(i)
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil && f-f == 0 && !strings.ContainsAny(text, "xXpP_nN") {
		return Float(f)
	}
	return x.fail(e.Args[0].Range(), "X0010", diag.Token(v.Written()))
}

// dateFmt writes year, month and day as YYYY-MM-DD; month and day are 1 when left out.
func (x *expansion) dateFmt(e *syntax.Call, args []Value) Value {
	part := [3]int{1, 1, 1}
	written := make([]string, len(args))
	ok := true
	for i, a := range args {
		written[i] = a.Written()
		ok = ok && a.Kind == Number && a.Integral && a.Int >= 0 && a.Int <= 9999
		part[i] = int(a.Int)
	}
	if !ok || !types.ValidDate(part[0], part[1], part[2]) {
		return x.fail(e.Span, "X0009", diag.Token(strings.Join(written, ", ")))
	}
	return Str(types.ISODate(types.DaysFromCivil(part[0], part[1], part[2])))
}
