// Package drop declares the command drop.
//
// In: a list of variables, or a condition. Out: the active dataset without these variables or rows.
//
//	drop if age >= 18 & age < 67
package drop

import (
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

const codeOneOf diag.Code = "C1011"

// Command is drop.
var Command = registry.Define(registry.Typed[struct{}, []check.VarAt]{
	Spec: command.Spec{
		Name:    "drop",
		Group:   command.Preparation,
		Syntax:  "drop var… | drop if condition",
		Summary: text.Text{NB: "Fjern variabler eller rader", EN: "Remove variables or rows"},
		Help: text.Text{
			NB: "drop var… fjerner disse variablene. drop if betingelse fjerner radene der betingelsen er sann. Populasjonen må fortsatt ha minst 1000 enheter.",
			EN: "drop var… removes these variables. drop if condition removes the rows where the condition is true. The population must still have at least 1000 units.",
		},
		Grammar:  syntax.NamesOperands(0, 0),
		If:       true,
		Effect:   command.Changes,
		Examples: []string{"drop"},
		Problems: []diag.Entry{
			{
				Code:    codeOneOf,
				Message: text.Text{NB: "drop tar enten variabler eller en betingelse", EN: "drop takes either variables or a condition"},
				Cause:   text.Text{NB: "Rader og kolonner velges hver for seg.", EN: "Rows and columns are chosen one at a time."},
				Next:    text.Text{NB: "Skriv to linjer: drop var… og drop if betingelse.", EN: "Write two lines: drop var… and drop if condition."},
			},
		},
	},
	Rules:  plan.PopulationRules(),
	Fields: registry.PopulationFields(),
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) []check.VarAt {
		list := call.Operands().(*syntax.Names).List
		if (len(list) == 0) == (call.If == nil) {
			s.Report(s.Span(), diag.New(codeOneOf))
			return nil
		}
		if call.If != nil {
			s.Filter()
			return nil
		}
		vars := s.Variables(list)
		s.DropVariables(vars)
		return vars
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, vars []check.VarAt) {
		name := call.Active.Name
		f := b.Frame(name)
		if call.If == nil {
			b.SetFrame(name, without(f, vars))
			return
		}
		stays := b.Add(kernel.Unary{Op: "!"}, types.Boolean.String(), b.Condition(f, call.If))
		f = b.Narrow(f, b.Select(f, stays))
		b.SetFrame(name, f)
		b.LogPopulation(f, name)
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ []check.VarAt, out []disclosure.Released) {
		w.Logs(out)
	},
})

// without forgets the registers of the dropped variables.
func without(f *plan.Frame, vars []check.VarAt) *plan.Frame {
	for _, v := range vars {
		delete(f.Vars, v.Var.Name)
	}
	return f
}
