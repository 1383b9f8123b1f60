// Package rename declares the command rename.
//
// In: a variable and a new name. Out: the variable under the new name, with its labels,
// type and key role.
//
//	rename kjonn sex
package rename

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// names are the dataset and the old and new name in it; key marks the key column.
type names struct {
	dataset, from, to string
	key               bool
}

// Command is rename.
var Command = registry.Define(registry.Typed[struct{}, names]{
	Spec: command.Spec{
		Name:    "rename",
		Group:   command.Preparation,
		Syntax:  "rename old new",
		Summary: text.Text{NB: "Gi en variabel nytt navn", EN: "Rename a variable"},
		Help: text.Text{
			NB: "Verdier, etiketter, type og nøkkelrolle følger med. Ett par om gangen.",
			EN: "Values, labels, type and key role stay with it. One pair at a time.",
		},
		Grammar:  syntax.PairOperands(),
		Effect:   command.Changes,
		Examples: []string{"rename"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) names {
		pair := call.Operands().(*syntax.Pair)
		from := s.Variable(pair.First)
		to, _, ok := s.NewName(pair.Second)
		if !ok || from.Var.Poison {
			return names{}
		}
		s.Rename(from, to)
		return names{s.Active().Name, from.Var.Name, to, from.Var.Identifier}
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, n names) {
		f := b.Frame(n.dataset)
		if n.key {
			f.Key = n.to
		} else {
			f.Vars[n.to] = f.Vars[n.from]
			delete(f.Vars, n.from)
		}
		b.SetFrame(n.dataset, f)
	},
})
