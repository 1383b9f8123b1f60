package plan

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// The log lines of counts: who is in a dataset, for every command that changes it, and the
// units with and without a value of a variable, where these are asked for.
const (
	codePopulation diag.Code = "R0101"
	codeValues     diag.Code = "R0102"
)

// Entries lists the texts of the codes this package gives.
func Entries() []diag.Entry {
	return []diag.Entry{{
		Code:    codePopulation,
		Message: text.Text{NB: "{0} har nå {1} enheter", EN: "{0} now has {1} units"},
		Cause:   text.Text{NB: "Antallet er vernet som alle andre antall.", EN: "The number is protected like every other count."},
		Next:    text.Text{NB: "Ingenting å gjøre.", EN: "Nothing to do."},
	}, {
		Code:    codeValues,
		Message: text.Text{NB: "{0}: {1} enheter har verdi, {2} mangler", EN: "{0}: {1} units have a value, {2} are missing"},
		Cause:   text.Text{NB: "Antallene er vernet hver for seg, så de summerer ikke alltid.", EN: "The counts are protected one by one, so they do not always add up."},
		Next:    text.Text{NB: "Ingenting å gjøre.", EN: "Nothing to do."},
	}}
}

// LogValues releases, for every variable that the call gave new values on the rows there
// were, the units with a value and the units without. Where a unit has several rows it may
// be among both. The outputs are marked, since no command shows them itself.
func (b *Builder) LogValues() {
	for _, v := range b.values {
		f := b.frames[v.dataset]
		if f == nil || f.Units == NoReg {
			continue
		}
		missing := b.Add(kernel.SysMissing{}, types.Boolean.String(), b.Fill(f, f.Vars[v.name]))
		valid := b.Add(kernel.Unary{Op: "!"}, types.Boolean.String(), missing)
		b.Log(f, codeValues, []diag.Arg{diag.Token(v.name)}, b.SetKey(f, valid), b.SetKey(f, missing))
		b.plan.Outputs[len(b.plan.Outputs)-1].Aside = true
	}
}

// LogPopulation releases the line that tells how many protected units a dataset now has.
func (b *Builder) LogPopulation(f *Frame, dataset string) Reg {
	return b.Log(f, codePopulation, []diag.Arg{diag.Token(dataset)})
}

// PopulationRules are the rules of a command that changes who is in a dataset: the smallest
// population, with further guards, and the released number of its log line.
func PopulationRules(further ...disclosure.RuleID) []disclosure.Rule {
	return []disclosure.Rule{
		{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: append([]disclosure.RuleID{disclosure.RuleP1}, further...)},
		{Kind: disclosure.RuleMessage, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleC1, disclosure.RuleC3}},
	}
}
