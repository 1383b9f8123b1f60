// Package merge declares the command merge.
//
// In: variables of the active dataset and a target dataset. Out: the target with these
// variables, joined from the left on its unit or on a variable that names one.
//
//	merge family_pay into people on family
package merge

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

const codeDuplicates diag.Code = "R1031"

// Command is merge.
var Command = registry.Define(registry.Typed[struct{}, *check.Join]{
	Spec: command.Spec{
		Name:    "merge",
		Group:   command.Preparation,
		Syntax:  "merge var… into dataset [on var]",
		Summary: text.Text{NB: "Koble variabler til et annet datasett", EN: "Join variables to another dataset"},
		Help: text.Text{
			NB: "Variablene går fra det aktive datasettet til målet. Uten on kobles det på enheten, som må være den samme. Med on kobles målets variabel, for eksempel en foreldre- eller familiereferanse, til enheten i det aktive datasettet. Målet beholder alle radene sine; rader uten treff mangler verdi.",
			EN: "The variables go from the active dataset to the target. Without on the join is on the unit, which must be the same. With on, the target's variable, such as a parent or family reference, is joined to the unit of the active dataset. The target keeps all its rows; rows without a match are missing.",
		},
		Grammar:  syntax.MergeOperands(),
		Effect:   command.Changes,
		Examples: []string{"merge", "merge_on", "merge_generations"},
		Problems: []diag.Entry{{
			Code:    codeDuplicates,
			Message: text.Text{NB: "{0} har flere rader med samme {1}", EN: "{0} has several rows with the same {1}"},
			Cause:   text.Text{NB: "En kobling må finne høyst én rad for hver enhet.", EN: "A join must find at most one row for every unit."},
			Next:    text.Text{NB: "Bruk collapse på datasettet først.", EN: "Collapse the dataset first."},
		}},
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleD3}}},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) *check.Join {
		join, ok := s.Merge(call.Operands().(*syntax.Merge))
		if !ok {
			return nil
		}
		return join
	},
	Plan: func(b *plan.Builder, _ *check.Call, _ struct{}, j *check.Join) {
		source, target := b.Frame(j.Source.Name), b.Frame(j.Target.Name)
		by := column(source, j.By)
		if !unique(j) {
			twice := b.Add(kernel.Duplicates{}, types.Boolean.String(), by)
			b.GuardErrors(source, twice, diag.New(codeDuplicates, diag.Token(j.Source.Name), diag.Token(j.By.Name)))
		}
		index := b.Add(kernel.BuildIndex{}, plan.TypeIndex, by)
		matches := b.Add(kernel.Match{}, plan.TypeMatches, index, column(target, j.On))
		for _, v := range j.Vars {
			target.Vars[v.Name] = b.Gather(b.Fill(source, source.Var(v.Name)), matches)
		}
		b.SetFrame(j.Target.Name, target)
	},
})

// column is the register of a variable or of the key column, whatever name it was given.
func column(f *plan.Frame, v *check.Variable) plan.Reg {
	if v.Identifier {
		return f.Units
	}
	return f.Var(v.Name)
}

// unique tells whether the source cannot have two rows with the same value: joined on its
// own unit, and one row per unit.
func unique(j *check.Join) bool { return j.By.Identifier && j.Source.Kind == types.CrossSection }
