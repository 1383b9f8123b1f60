// Package transitionspanel declares the command transitions-panel.
//
// In: a panel and one or more categorical variables. Out: per variable a protected table of
// how often one value is followed by another at the next time.
//
//	transitions-panel status
package transitionspanel

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/table"
)

// Rows are never one unit's: from one time to the next a unit may do the same again.
var rule = disclosure.Rule{
	Kind:     disclosure.RuleTable,
	Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats,
	IDs: []disclosure.RuleID{
		disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC4, disclosure.RuleC5, disclosure.RuleC7,
		disclosure.RuleC8, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleD5, disclosure.RuleD6,
	},
}

var (
	next  = text.Text{NB: "%s ved neste tidspunkt", EN: "%s at the next time"}
	title = text.Text{NB: "%s: radene er ett tidspunkt, kolonnene det neste", EN: "%s: rows are one time, columns the next"}
)

// Command is transitions-panel.
var Command = registry.Define(registry.Typed[struct{}, []table.Table]{
	Spec: command.Spec{
		Name:    "transitions-panel",
		Group:   command.Analysis,
		Syntax:  "transitions-panel var… [if condition]",
		Summary: text.Text{NB: "Overganger mellom verdier fra ett tidspunkt til det neste i et panel", EN: "Transitions between values from one time of a panel to the next"},
		Help: text.Text{
			NB: "Viser for hver variabel en tabell med verdien på ett tidspunkt i radene og verdien på neste tidspunkt i kolonnene, for alle par av tidspunkter som følger hverandre i panelet. Cellene har antall overganger og prosent av raden. Et par er med bare når enheten har en verdi på begge tidspunktene; mangler enheten et tidspunkt, regnes ikke overgangen forbi hullet. Med if må begge radene i paret oppfylle betingelsen.",
			EN: "Shows per variable a table with the value at one time in the rows and the value at the next time in the columns, for all pairs of times that follow each other in the panel. Cells have the number of transitions and percent of the row. A pair takes part only when the unit has a value at both times; where a unit lacks a time, no transition is counted across the gap. With if, both rows of a pair must meet the condition.",
		},
		Grammar:  syntax.NamesOperands(1, 0),
		Needs:    command.PanelData,
		If:       true,
		Effect:   command.Releases,
		Examples: []string{"transitions", "condition"},
	},
	Rules: []disclosure.Rule{rule},
	Fields: []registry.Field{
		{Name: "population", Rule: disclosure.RuleC1, Count: true},
		{Name: "freq", Rule: disclosure.RuleC9, Count: true},
		{Name: "rowpct", Rule: disclosure.RuleC5},
	},
	Check:  checkTables,
	Plan:   planTables,
	Render: render,
})

func checkTables(s *check.Scope, call *check.Call, _ *struct{}) []table.Table {
	var out []table.Table
	for _, v := range s.Analysable(call.Operands().(*syntax.Names).List) {
		out = append(out, table.Table{
			Vars: []*check.Variable{v.Var, v.Var}, Stats: []disclosure.Statistic{disclosure.StatFreq, disclosure.StatRowPct},
		})
	}
	return out
}

// planTables groups the rows by value, and again by the value at the next time: both ends of
// a pair must have one and meet the condition.
func planTables(b *plan.Builder, call *check.Call, _ struct{}, tables []table.Table) {
	f := b.Frame(call.Active.Name)
	mask := b.Condition(f, call.If)
	times := table.GroupTimes(b, f, call.Active.Times, plan.NoReg)
	for _, t := range tables {
		now := table.GroupBy(b, f, t.Vars[0], mask, false)
		then := b.Add(kernel.NextGroups{}, plan.TypeGroups, f.Units, times, now)
		table.LowerCells(b, f, t, now, then, rule)
	}
}

func render(w *page.Writer, _ *check.Call, _ struct{}, tables []table.Table, out []disclosure.Released) {
	for i, r := range out {
		name := tables[i].Vars[0].Name
		style := table.Style{Spanner: fmt.Sprintf(next.In(w.Lang), name), Title: fmt.Sprintf(title.In(w.Lang), name)}
		table.Render(w, style, tables[i], []disclosure.Released{r})
	}
}
