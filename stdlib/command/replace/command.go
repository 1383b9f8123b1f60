// Package replace declares the command replace.
//
// In: a variable, an expression and perhaps a condition. Out: the variable with new values
// where the condition is true; the other rows are as they were.
//
//	replace pay = 0 if sysmiss(pay)
package replace

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

// assignment is the variable as it will be and its new value.
type assignment struct {
	variable *check.Variable
	value    *check.Expr
}

// Command is replace.
var Command = registry.Define(registry.Typed[struct{}, assignment]{
	Spec: command.Spec{
		Name:    "replace",
		Group:   command.Preparation,
		Syntax:  "replace name = expression [if condition]",
		Summary: text.Text{NB: "Endre verdiene i en variabel", EN: "Change the values of a variable"},
		Help: text.Text{
			NB: "Uttrykket ser de gamle verdiene. Med if endres bare radene der betingelsen er sann, og verdien må være av variabelens familie, numerisk eller alfanumerisk. Uten if kan variabelen skifte type.",
			EN: "The expression sees the old values. With if only rows where the condition is true change, and the value must be of the variable's family, numeric or alphanumeric. Without if the variable may change its type.",
		},
		Grammar:  syntax.AssignOperands(),
		If:       true,
		Effect:   command.Changes,
		Examples: []string{"replace"},
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleP2}}},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) assignment {
		o := call.Operands().(*syntax.Assign)
		old := s.Variable(o.Target)
		value := s.Expr(o.Value)
		v := s.Replaced(old, value, call.If != nil, o.Value.Range())
		if old.Var.Poison || s.Failed() {
			return assignment{}
		}
		s.PutVariable(v)
		return assignment{v, value}
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, a assignment) {
		f := b.Frame(call.Active.Name)
		mask := b.Condition(f, call.If)
		value := b.Expr(f, a.value, mask)
		if mask != plan.NoReg {
			old, kind := f.Vars[a.variable.Name], a.variable.Kind
			if truth := types.Boolean.String(); kind == types.Boolean && (b.Type(value) != truth || b.Type(old) != truth) {
				kind = types.Integer // a truth value that can be missing
			}
			value = b.Add(kernel.IfElse{Kind: kind}, kind.String(), value, old, mask)
			b.GuardChange(f, mask)
		} else if kind := a.variable.Kind; a.value.Kind == types.Untyped && kind != types.Untyped {
			// A column of the variable's type, so that later steps find what the schema says.
			if kind == types.Boolean {
				kind = types.Integer // a truth value is never missing
			}
			value = b.Add(kernel.Cast{To: kind}, kind.String(), value)
		}
		f.Vars[a.variable.Name] = b.Fill(f, value)
		b.SetFrame(call.Active.Name, f)
	},
})
