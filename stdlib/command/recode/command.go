// Package recode declares the command recode.
//
// In: variables and rules (old values = new value). Out: the variables with new values, in
// place or under names with a prefix; every row takes the first rule it matches.
//
//	recode level (1/3 = 1 'Low')(4/max = 2 'High')(missing = 9 missing)
package recode

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

type options struct{ Prefix, Generate string }

// prefix is what stands before the names of the results; empty recodes in place.
func (o *options) prefix() string {
	if o.Prefix != "" {
		return o.Prefix
	}
	return o.Generate
}

// recoding is one variable, the name of the result and how it is made.
type recoding struct {
	from, to string
	op       kernel.Recode
}

// typeRecoded is the register between a recode and its column.
const typeRecoded = "recoded"

// Command is recode.
var Command = registry.Define(registry.Typed[options, []recoding]{
	Spec: command.Spec{
		Name:    "recode",
		Group:   command.Preparation,
		Syntax:  "recode var… (values = value ['label'] [missing]) … [if condition] [, prefix(p) | generate(p)]",
		Summary: text.Text{NB: "Gi verdier nye koder", EN: "Give values new codes"},
		Help: text.Text{
			NB: "Hver rad får verdien fra den første regelen som passer; rader som ingen regel passer for, beholder sin. Til venstre står enkeltverdier, lukkede intervaller a/b med min og max som grenser, missing, nonmissing eller * for alt. Til høyre står den nye verdien, eventuelt med en etikett og ordet missing, som gjør at analyser regner koden som manglende. Etikettene på andre koder beholdes. Med prefix eller generate lages nye variabler. En regel som endrer svært få enheter, avvises.",
			EN: "Every row takes the value of the first rule that fits; rows that no rule fits keep theirs. On the left stand single values, closed intervals a/b with min and max as bounds, missing, nonmissing, or * for everything. On the right stands the new value, perhaps with a label and the word missing, which makes analyses treat the code as missing. Labels of other codes stay. With prefix or generate new variables are made. A rule that changes very few units is refused.",
		},
		Grammar:  syntax.RecodeOperands(),
		If:       true,
		Effect:   command.Changes,
		Examples: []string{"recode", "recode_text", "recode_new", "recode_bounds", "recode_mistakes"},
		Problems: problems(),
	},
	Options: []registry.Bound[options]{
		registry.Word("prefix", func(o *options) *string { return &o.Prefix },
			text.Text{NB: "Lag nye variabler med denne forstavelsen", EN: "Make new variables with this prefix"}, registry.Conflicts("generate")),
		registry.Word("generate", func(o *options) *string { return &o.Generate },
			text.Text{NB: "Det samme som prefix", EN: "The same as prefix"}, registry.Conflicts("prefix")),
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleP2}}},
	Check: checkRecode,
	Plan:  planRecode,
})

func planRecode(b *plan.Builder, call *check.Call, _ options, list []recoding) {
	f := b.Frame(call.Active.Name)
	mask := b.Condition(f, call.If)
	for _, r := range list {
		in := []plan.Reg{b.Fill(f, f.Var(r.from))}
		if mask != plan.NoReg {
			in = append(in, mask)
		}
		recoded := b.Add(r.op, typeRecoded, in...)
		for i := range r.op.Rules {
			b.GuardChange(f, b.Add(kernel.RecodeChanged{Rule: i}, types.Boolean.String(), recoded))
		}
		f.Vars[r.to] = b.Add(kernel.RecodedColumn{}, r.op.Kind.String(), recoded)
	}
	b.SetFrame(call.Active.Name, f)
}
