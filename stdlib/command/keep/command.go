// Package keep declares the command keep.
//
// In: a list of variables, or a condition. Out: the active dataset with these variables or rows only.
//
//	keep if age >= 18 & age < 67
package keep

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

const codeOneOf diag.Code = "C1001"

// Command is keep.
var Command = registry.Define(registry.Typed[struct{}, []check.VarAt]{
	Spec: command.Spec{
		Name:    "keep",
		Group:   command.Preparation,
		Syntax:  "keep var… | keep if condition",
		Summary: text.Text{NB: "Behold variabler eller rader", EN: "Keep variables or rows"},
		Help: text.Text{
			NB: "keep var… beholder disse variablene; enhetsnøkkelen følger alltid med. keep if betingelse beholder radene der betingelsen er sann; en manglende betingelse er ikke sann. Populasjonen må fortsatt ha minst 1000 enheter.",
			EN: "keep var… keeps these variables; the unit key always stays. keep if condition keeps the rows where the condition is true; a missing condition is not true. The population must still have at least 1000 units.",
		},
		Grammar:  syntax.NamesOperands(0, 0),
		If:       true,
		Effect:   command.Changes,
		Examples: []string{"keep"},
		Problems: []diag.Entry{
			{
				Code:    codeOneOf,
				Message: text.Text{NB: "keep tar enten variabler eller en betingelse", EN: "keep takes either variables or a condition"},
				Cause:   text.Text{NB: "Rader og kolonner velges hver for seg.", EN: "Rows and columns are chosen one at a time."},
				Next:    text.Text{NB: "Skriv to linjer: keep var… og keep if betingelse.", EN: "Write two lines: keep var… and keep if condition."},
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
		s.KeepVariables(vars)
		return vars
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, vars []check.VarAt) {
		name := call.Active.Name
		f := b.Frame(name)
		if call.If == nil {
			b.SetFrame(name, keepOnly(f, call.After))
			return
		}
		f = b.Narrow(f, b.Select(f, b.Condition(f, call.If)))
		b.SetFrame(name, f)
		b.LogPopulation(f, name)
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ []check.VarAt, out []disclosure.Released) {
		w.Logs(out)
	},
})

// keepOnly forgets the registers of variables that the dataset no longer has.
func keepOnly(f *plan.Frame, after *check.Dataset) *plan.Frame {
	for name := range f.Vars {
		if _, ok := after.Var(name); !ok {
			delete(f.Vars, name)
		}
	}
	return f
}
