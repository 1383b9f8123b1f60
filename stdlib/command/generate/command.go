// Package generate declares the command generate.
//
// In: a new name, an expression and perhaps a condition. Out: a variable of the
// expression's type; rows where the condition is false are missing.
//
//	generate age = 2020 - int(born / 100)
package generate

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// assignment is the variable to make and its value.
type assignment struct {
	variable *check.Variable
	value    *check.Expr
}

// Command is generate.
var Command = registry.Define(registry.Typed[struct{}, assignment]{
	Spec: command.Spec{
		Name:    "generate",
		Group:   command.Preparation,
		Syntax:  "generate name = expression [if condition]",
		Summary: text.Text{NB: "Lag en ny variabel", EN: "Make a new variable"},
		Help: text.Text{
			NB: "Variabelen får uttrykkets type. Med if får bare radene der betingelsen er sann en verdi; de andre mangler verdi. Sammenligninger gir 0 og 1.",
			EN: "The variable gets the type of the expression. With if only rows where the condition is true get a value; the others are missing. Comparisons give 0 and 1.",
		},
		Grammar:  syntax.AssignOperands(),
		If:       true,
		Effect:   command.Changes,
		Examples: []string{"generate"},
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleP2}}},
	Check: checkAssignment,
	Plan:  planAssignment,
})

func checkAssignment(s *check.Scope, call *check.Call, _ *struct{}) assignment {
	o := call.Operands().(*syntax.Assign)
	name, _, ok := s.NewName(o.Target)
	value := s.Expr(o.Value)
	if !ok || !s.Units() {
		return assignment{}
	}
	if value.Poison {
		s.PoisonVariable(name)
		return assignment{}
	}
	v := s.Result(name, value)
	if call.If != nil && v.Kind == types.Boolean {
		w := *v
		w.Kind = types.Integer
		v = &w
	}
	s.PutVariable(v)
	return assignment{v, value}
}

func planAssignment(b *plan.Builder, call *check.Call, _ struct{}, a assignment) {
	f := b.Frame(call.Active.Name)
	mask := b.Condition(f, call.If)
	value := b.Expr(f, a.value, mask)
	if mask != plan.NoReg {
		value = b.Add(kernel.Where{}, a.variable.Kind.String(), value, mask)
		b.GuardChange(f, mask)
	}
	f.Vars[a.variable.Name] = b.Fill(f, value)
	b.SetFrame(call.Active.Name, f)
}
