package plan

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// codePopulation is the log line of every command that changes who is in a dataset.
const codePopulation diag.Code = "R0101"

// Entries lists the texts of the codes this package gives.
func Entries() []diag.Entry {
	return []diag.Entry{{
		Code:    codePopulation,
		Message: text.Text{NB: "{0} har nå {1} enheter", EN: "{0} now has {1} units"},
		Cause:   text.Text{NB: "Antallet er vernet som alle andre antall.", EN: "The number is protected like every other count."},
		Next:    text.Text{NB: "Ingenting å gjøre.", EN: "Nothing to do."},
	}}
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
