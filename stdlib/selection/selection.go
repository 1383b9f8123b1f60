// Package selection is what keep and drop are alike in: one chooses what stays, the other
// what goes.
//
// In: the words of a command's declaration, and whether what the line names stays. Out: the
// whole command.
//
//	var Command = selection.Define(command.Spec{Name: "keep", …}, "C1001", true)
package selection

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Define makes keep or drop. spec holds its name and words; oneOf is the code for a line
// with both variables and a condition, or with neither.
func Define(spec command.Spec, oneOf diag.Code, stays bool) registry.Command {
	spec.Group = command.Preparation
	spec.Syntax = fmt.Sprintf("%s var… | %s if condition", spec.Name, spec.Name)
	spec.Grammar = syntax.NamesOperands(0, 0)
	spec.If = true
	spec.Effect = command.Changes
	spec.Problems = []diag.Entry{{
		Code:    oneOf,
		Message: text.Text{NB: spec.Name + " tar enten variabler eller en betingelse", EN: spec.Name + " takes either variables or a condition"},
		Cause:   text.Text{NB: "Rader og kolonner velges hver for seg.", EN: "Rows and columns are chosen one at a time."},
		Next: text.Text{
			NB: fmt.Sprintf("Skriv to linjer: %s var… og %s if betingelse.", spec.Name, spec.Name),
			EN: fmt.Sprintf("Write two lines: %s var… and %s if condition.", spec.Name, spec.Name),
		},
	}}
	return registry.Define(registry.Typed[struct{}, struct{}]{
		Spec:   spec,
		Rules:  plan.PopulationRules(),
		Fields: registry.PopulationFields(),
		Check: func(s *check.Scope, call *check.Call, _ *struct{}) struct{} {
			choose(s, call, oneOf, stays)
			return struct{}{}
		},
		Plan: func(b *plan.Builder, call *check.Call, _ struct{}, _ struct{}) {
			name := call.Active.Name
			f := b.Frame(name)
			if call.If == nil {
				b.SetFrame(name, known(f, call.After))
				return
			}
			rows := b.Condition(f, call.If)
			if !stays {
				rows = b.Add(kernel.Unary{Op: "!"}, types.Boolean.String(), rows)
			}
			f = b.Narrow(f, b.Select(f, rows))
			b.SetFrame(name, f)
			b.LogPopulation(f, name)
		},
		Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ struct{}, out []disclosure.Released) {
			w.Logs(out)
		},
	})
}

func choose(s *check.Scope, call *check.Call, oneOf diag.Code, stays bool) {
	list := call.Operands().(*syntax.Names).List
	conditional := call.Stmt.Command != nil && call.Stmt.Command.If != nil
	switch {
	case (len(list) == 0) == !conditional:
		s.Report(s.Span(), diag.New(oneOf))
	case conditional:
		s.Filter()
	case stays:
		s.KeepVariables(s.Variables(list))
	default:
		s.DropVariables(s.Variables(list))
	}
}

// known forgets the registers of variables that the dataset no longer has.
func known(f *plan.Frame, after *check.Dataset) *plan.Frame {
	for name := range f.Vars {
		if _, ok := after.Var(name); !ok {
			delete(f.Vars, name)
		}
	}
	return f
}
