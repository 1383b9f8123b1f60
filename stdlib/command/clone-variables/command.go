// Package clonevariables declares the command clone-variables.
//
// In: variables, each with the name of its copy or with a prefix or suffix for all. Out:
// copies with the values, labels, type and key role of the originals.
//
//	clone-variables pay -> pay_before age, prefix(old_)
package clonevariables

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

const (
	codeUnnamed diag.Code = "C1051"
	codeTime    diag.Code = "C1052"
)

type options struct{ Prefix, Suffix string }

// cloned is a variable and the name of its copy.
type cloned struct {
	from *check.Variable
	to   string
}

// Command is clone-variables.
var Command = registry.Define(registry.Typed[options, []cloned]{
	Spec: command.Spec{
		Name:    "clone-variables",
		Group:   command.Preparation,
		Syntax:  "clone-variables var [-> name] [var [-> name] …] [, prefix(p) suffix(s)]",
		Summary: text.Text{NB: "Kopier variabler", EN: "Copy variables"},
		Help: text.Text{
			NB: "Kopien har de samme verdiene, etikettene og typen, og er en nøkkel om originalen er det. Navnet etter -> gjelder; uten -> er det prefix, variabelens navn og suffix.",
			EN: "The copy has the same values, labels and type, and is a key when the original is one. The name after -> counts; without -> it is the prefix, the name of the variable and the suffix.",
		},
		Grammar:  syntax.ClonesOperands(),
		Effect:   command.Changes,
		Examples: []string{"clone_variables", "clone_variables_key"},
		Problems: []diag.Entry{
			{
				Code:    codeUnnamed,
				Message: text.Text{NB: "kopien av {0} har ikke noe navn", EN: "the copy of {0} has no name"},
				Cause:   text.Text{NB: "To variabler kan ikke hete det samme.", EN: "Two variables cannot have the same name."},
				Next:    text.Text{NB: "Skriv {0} -> nytt_navn, eller gi valget prefix(…) eller suffix(…).", EN: "Write {0} -> new_name, or give the option prefix(…) or suffix(…)."},
			},
			{
				Code:    codeTime,
				Message: text.Text{NB: "date@panel kan ikke kopieres", EN: "date@panel cannot be copied"},
				Cause:   text.Text{NB: "Den skiller tidspunktene i et paneldatasett, og det kan bare én variabel gjøre.", EN: "It tells the times of a panel dataset apart, and only one variable can do that."},
				Next:    text.Text{NB: "Lag en vanlig variabel med generate navn = date@panel.", EN: "Make an ordinary variable with generate name = date@panel."},
			},
		},
	},
	Options: []registry.Bound[options]{
		registry.Word("prefix", func(o *options) *string { return &o.Prefix }, text.Text{NB: "Sett dette foran navnene", EN: "Put this before the names"}),
		registry.Word("suffix", func(o *options) *string { return &o.Suffix }, text.Text{NB: "Sett dette bak navnene", EN: "Put this after the names"}),
	},
	Check: checkClones,
	Plan: func(b *plan.Builder, call *check.Call, _ options, list []cloned) {
		f := b.Frame(call.Active.Name)
		for _, c := range list {
			r := f.Var(c.from.Name)
			if c.from.Identifier {
				r = f.Units
			}
			f.Vars[c.to] = r
		}
		b.SetFrame(call.Active.Name, f)
	},
})

func checkClones(s *check.Scope, call *check.Call, o *options) []cloned {
	items := call.Operands().(*syntax.Clones).Items
	// All originals are found before the first copy is made: a name made on this line is
	// not one of them.
	originals := make([]check.VarAt, len(items))
	for i, item := range items {
		originals[i] = s.Variable(item.Source)
	}
	var out []cloned
	for i, item := range items {
		v := originals[i]
		name, span, ok := copyName(s, item, v, o)
		switch {
		case !ok || v.Var.Name == "":
		case v.Var.Time():
			s.Report(v.Span, diag.New(codeTime))
		case !s.FreeName(name, span):
		case v.Var.Poison:
			s.PoisonVariable(name)
		default:
			made := v.Var.Named(name)
			made.Identifier = false
			s.PutVariable(made)
			out = append(out, cloned{v.Var, name})
		}
	}
	return out
}

// copyName is the name of a copy and where it is given.
func copyName(s *check.Scope, item syntax.Clone, v check.VarAt, o *options) (string, source.Span, bool) {
	if item.Target != nil {
		return s.Name(item.Target)
	}
	if o.Prefix == "" && o.Suffix == "" {
		if !v.Var.Poison {
			s.Report(v.Span, diag.New(codeUnnamed, diag.Token(v.Var.Name)))
		}
		return "", v.Span, false
	}
	return o.Prefix + v.Var.Name + o.Suffix, v.Span, true
}
