package fn

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// labels are looked up in the code list before any data is read: what runs is a constant
// or a membership in codes.
func labels() []registry.Function {
	lookup := func(name, form string, least, most int, summary t, rule typing, special registry.Special, lower lowering, examples ...string) registry.Function {
		f := declare(name, form, least, most, summary, rule, nil, examples...)
		f.Special, f.LowerSpecial = special, lower
		f.Spec.Examples[0].Given = "v: 0301 Oslo, 4601 Bergen, 5001 Trondheim, 9999 Over sjøen"
		return f
	}
	return []registry.Function{
		lookup("label_to_code", "label_to_code(v, 'label')", 2, 2,
			t{"Koden som har etiketten i variabelens kodeliste. Etiketten må finnes, på én kode bare.",
				"The code that has the label in the variable's code list. The label must exist, on one code only."},
			typing{args: []want{anything}, result: func(a []command.Argument) types.Kind { return codeKind(a[0].Kind) }, more: oneCode},
			registry.LabelToCode, lowerLabelToCode, "label_to_code(v, 'Bergen')", "'4601' '4601' '4601' '4601'"),
		lookup("inlabels", "inlabels(v, 'label', …)", 2, -1,
			t{"1 når verdien har en av etikettene, ellers 0. Alle etikettene må finnes i kodelisten; en manglende verdi gir 0.",
				"1 when the value has one of the labels, else 0. All labels must exist in the code list; a missing value gives 0."},
			takes(anything).gives(types.Boolean).and(knownLabels), registry.InLabels, lowerInLabels, "inlabels(v, 'Oslo', 'Bergen')", "1 1 0 0"),
		lookup("labelcontains", "labelcontains(v, 'part')", 2, 2,
			t{"1 når etiketten til verdien inneholder teksten, ellers 0. Store og små bokstaver er ulike; en manglende verdi gir 0.",
				"1 when the value's label contains the text, else 0. The case matters; a missing value gives 0."},
			takes(anything).gives(types.Boolean).and(labelTexts), registry.LabelContains, lowerLabelContains, "labelcontains(v, 'er')", "0 1 0 1"),
	}
}

// labelTexts demands a variable with a code list and quoted texts.
func labelTexts(name string, args []command.Argument) *command.ArgProblem {
	if !args[0].CodeList {
		return problem(0, codeCodeList, name)
	}
	for i, a := range args[1:] {
		if _, ok := constantText(a); !ok {
			return problem(i+1, codeLabel, name)
		}
	}
	return nil
}

func knownLabels(name string, args []command.Argument) *command.ArgProblem {
	if p := labelTexts(name, args); p != nil {
		return p
	}
	for i, a := range args[1:] {
		if label, _ := constantText(a); args[0].Labels(label) == 0 {
			return problem(i+1, codeNoLabel, name, label)
		}
	}
	return nil
}

func oneCode(name string, args []command.Argument) *command.ArgProblem {
	if p := knownLabels(name, args); p != nil {
		return p
	}
	if label, _ := constantText(args[1]); args[0].Labels(label) > 1 {
		return problem(1, codeManyLabels, label)
	}
	return nil
}

// lowering makes the steps of one call.
type lowering = func(b *plan.Builder, f *plan.Frame, call *check.Expr, args []plan.Reg, where plan.Reg) plan.Reg

// codeKind is the type of a code of a variable: a truth value may have other codes than 0 and 1.
func codeKind(k types.Kind) types.Kind {
	if k == types.Boolean {
		return types.Integer
	}
	return k
}

func lowerLabelToCode(b *plan.Builder, _ *plan.Frame, call *check.Expr, _ []plan.Reg, _ plan.Reg) plan.Reg {
	code := &check.Expr{Op: check.OpMissing}
	if call.Args[0].Kind == types.Untyped {
		return b.Literal(code) // of which type a code is will be settled with the variable
	}
	if found := CodesWithLabels(call.Args[0].Var, call.Args[1].Text); len(found) > 0 {
		code = found[0]
	}
	if kind := codeKind(call.Args[0].Kind); code.Kind != kind {
		return b.Add(kernel.Cast{To: kind}, kind.String(), b.Literal(code))
	}
	return b.Literal(code)
}

func lowerInLabels(b *plan.Builder, _ *plan.Frame, call *check.Expr, args []plan.Reg, _ plan.Reg) plan.Reg {
	var wanted []string
	for _, a := range call.Args[1:] {
		wanted = append(wanted, a.Text)
	}
	return member(b, args[0], CodesWithLabels(call.Args[0].Var, wanted...))
}

func lowerLabelContains(b *plan.Builder, _ *plan.Frame, call *check.Expr, args []plan.Reg, _ plan.Reg) plan.Reg {
	return member(b, args[0], CodesContaining(call.Args[0].Var, call.Args[1].Text))
}

// member is inlist of codes; without any, nothing matches.
func member(b *plan.Builder, x plan.Reg, codes []*check.Expr) plan.Reg {
	in := []plan.Reg{x}
	for _, code := range codes {
		in = append(in, b.Literal(code))
	}
	if len(codes) == 0 {
		in = append(in, b.Literal(&check.Expr{Op: check.OpMissing}))
	}
	return b.Add(kernel.InList{}, types.Boolean.String(), in...)
}

// CodesWithLabels are the codes of a variable that have exactly one of the labels, as
// constants of the variable's type.
func CodesWithLabels(v *check.Variable, labels ...string) []*check.Expr {
	return codesOf(v, func(l *check.CodeList) (items []check.CodeItem) {
		for _, label := range labels {
			items = append(items, l.WithLabel(label)...)
		}
		return items
	})
}

// CodesContaining are the codes of a variable whose label contains a text.
func CodesContaining(v *check.Variable, part string) []*check.Expr {
	return codesOf(v, func(l *check.CodeList) []check.CodeItem { return l.Containing(part) })
}

func codesOf(v *check.Variable, find func(*check.CodeList) []check.CodeItem) []*check.Expr {
	if v == nil || v.Labels == nil {
		return nil
	}
	list, ok := v.Labels.For(v.Kind)
	if !ok {
		return nil
	}
	var out []*check.Expr
	for _, item := range find(list) {
		switch whole := item.Number == float64(int64(item.Number)); {
		case !list.Numeric:
			out = append(out, &check.Expr{Op: check.OpText, Kind: types.Text, Text: item.Code})
		case whole && v.Kind != types.Decimal:
			out = append(out, &check.Expr{Op: check.OpNumber, Kind: types.Integer, Int: int64(item.Number), Float: item.Number})
		default:
			out = append(out, &check.Expr{Op: check.OpNumber, Kind: types.Decimal, Float: item.Number})
		}
	}
	return out
}
