// Package sample declares the command sample.
//
// In: a number or a share of rows, and a seed. Out: the active dataset with a simple random
// sample of its rows; the same seed and size on the same data give the same rows.
//
//	sample 0.25 4711
package sample

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

const (
	codeSize diag.Code = "C1401"
	codeSeed diag.Code = "C1402"
)

// drawing is a checked call.
type drawing struct {
	size kernel.Sample
	seed int64
}

// Command is sample.
var Command = registry.Define(registry.Typed[struct{}, drawing]{
	Spec: command.Spec{
		Name:    "sample",
		Group:   command.Preparation,
		Syntax:  "sample count|fraction seed",
		Summary: text.Text{NB: "Trekk et tilfeldig utvalg av radene", EN: "Draw a random sample of the rows"},
		Help: text.Text{
			NB: "Et helt tall er antall rader som beholdes; et tall mellom 0 og 1 er andelen. Frøet er et positivt heltall: samme frø, størrelse og data gir samme utvalg. Utvalget må ha minst 1000 enheter og utelate minst 5 prosent og minst 50.",
			EN: "A whole number is how many rows are kept; a number between 0 and 1 is the share. The seed is a positive integer: the same seed, size and data give the same sample. The sample must have at least 1000 units and leave out at least 5 percent and at least 50.",
		},
		Grammar:  syntax.ValuesOperands(2, 2),
		Effect:   command.Changes,
		Examples: []string{"sample", "sample_all", "sample_mistakes"},
		Problems: []diag.Entry{
			{
				Code:    codeSize,
				Message: text.Text{NB: "Utvalget kan ikke ha størrelsen {0}", EN: "A sample cannot have the size {0}"},
				Cause:   text.Text{NB: "Størrelsen er et positivt antall rader, eller en andel mellom 0 og 1.", EN: "The size is a positive number of rows, or a share between 0 and 1."},
				Next:    text.Text{NB: "Skriv for eksempel sample 5000 1 eller sample 0.1 1.", EN: "Write sample 5000 1 or sample 0.1 1, for example."},
			},
			{
				Code:    codeSeed,
				Message: text.Text{NB: "Frøet kan ikke være {0}", EN: "The seed cannot be {0}"},
				Cause:   text.Text{NB: "Frøet er et heltall fra 1 og opp.", EN: "The seed is an integer from 1 up."},
				Next:    text.Text{NB: "Velg et tall og behold det, så blir utvalget det samme neste gang.", EN: "Choose a number and keep it, so that the sample is the same next time."},
			},
		},
	},
	Rules:  plan.PopulationRules(disclosure.RuleP3),
	Fields: registry.PopulationFields(),
	Check:  checkSample,
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, d drawing) {
		name := call.Active.Name
		f := b.Frame(name)
		kept := b.Add(d.size, plan.TypeSelection, b.SampleOrder(f, d.seed))
		b.GuardSample(f, kept)
		f = b.Narrow(f, kept)
		b.SetFrame(name, f)
		b.LogPopulation(f, name)
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, _ drawing, out []disclosure.Released) { w.Logs(out) },
})

func checkSample(s *check.Scope, call *check.Call, _ *struct{}) drawing {
	var d drawing
	list := call.Operands().(*syntax.Values).List
	if len(list) != 2 || !s.Filter() {
		return d
	}
	if n, ok := s.Number(list[0]); ok {
		switch {
		case n.Integral && n.Int >= 1:
			d.size.Count = int(min(n.Int, 1<<31-1))
		case n.Value > 0 && n.Value < 1:
			d.size.Fraction = n.Value
		default:
			s.Report(list[0].Range(), diag.New(codeSize, diag.Token(n.Text)))
		}
	}
	if n, ok := s.Number(list[1]); ok {
		if d.seed = n.Int; !n.Integral || n.Int < 1 {
			s.Report(list[1].Range(), diag.New(codeSeed, diag.Token(n.Text)))
		}
	}
	return d
}
