// Package tabulatepanel declares the command tabulate-panel.
//
// In: a panel and one or more categorical variables, and perhaps numeric ones to summarise.
// Out: a protected table with the times of the panel as columns.
//
//	tabulate-panel status sex, freq rowpct
//	tabulate-panel status, summarize(pay) mean p50
package tabulatepanel

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/table"
)

const codeTimeIsThere diag.Code = "C1351"

// Command is tabulate-panel.
var Command = registry.Define(registry.Typed[table.Options, table.Table]{
	Spec: command.Spec{
		Name:    "tabulate-panel",
		Group:   command.Statistics,
		Syntax:  "tabulate-panel var… [if condition] [, options]",
		Summary: text.Text{NB: "Frekvens- eller volumtabell for hvert tidspunkt i et panel", EN: "Frequency or volume table for every time of a panel"},
		Help: text.Text{
			NB: "Viser variablene for hvert tidspunkt i paneldatasettet: tidspunktene er kolonner, variablene nøstes i radene. Tabellen er som tabulate v1 date@panel v2 …, med dato over kolonnene når panelet er importert. Tidspunkter uten rader er ikke med. Antall på ett tidspunkt er antall enheter; radtotaler og totalen teller rader over alle tidspunkter, så en enhet teller én gang per tidspunkt. Opsjonene er som i tabulate; sortering, top og bottom finnes ikke her.",
			EN: "Shows the variables at every time of the panel: times are the columns, variables are nested in the rows. The table is that of tabulate v1 date@panel v2 …, with dates over the columns when the panel was imported. Times without rows are left out. Counts of one time are counts of units; row totals and the total count rows of all times, so a unit counts once per time. Options are as in tabulate; there is no sorting, top or bottom here.",
		},
		Grammar: syntax.NamesOperands(1, 0),
		Needs:   command.PanelData,
		If:      true,
		Effect:  command.Releases,
		Problems: []diag.Entry{{
			Code:    codeTimeIsThere,
			Message: text.Text{NB: "date@panel er kolonnene i tabellen fra før", EN: "date@panel is the columns of the table already"},
			Cause:   text.Text{NB: "tabulate-panel viser alltid variablene for hvert tidspunkt.", EN: "tabulate-panel always shows variables at every time."},
			Next:    text.Text{NB: "Nevn bare de andre variablene, eller bruk tabulate.", EN: "Name the other variables only, or use tabulate."},
		}},
		Examples: []string{"times", "nested", "percent", "volume"},
	},
	Options: slices.Concat(table.CountOptions(shared, 0), table.VolumeOptions(shared)),
	Rules:   []disclosure.Rule{table.Rule},
	Fields:  table.Fields(),
	Check:   checkTable,
	Plan: func(b *plan.Builder, call *check.Call, o table.Options, t table.Table) {
		f := b.Frame(call.Active.Name)
		table.Lower(b, f, b.Condition(f, call.If), o, t)
	},
	Render: func(w *page.Writer, _ *check.Call, o table.Options, t table.Table, out []disclosure.Released) {
		table.Render(w, table.Style{Options: o}, t, out)
	},
})

func shared(o *table.Options) *table.Options { return o }

// checkTable puts time beside the first variable.
func checkTable(s *check.Scope, call *check.Call, o *table.Options) table.Table {
	t := table.Check(s, call, *o)
	d := s.Active()
	if d == nil || d.TimeVariable() == nil || len(t.Vars) == 0 {
		return t
	}
	if slices.ContainsFunc(t.Vars, (*check.Variable).Time) {
		s.Report(call.Span(), diag.New(codeTimeIsThere))
		return t
	}
	t.Vars = slices.Insert(t.Vars, 1, d.TimeVariable())
	t.Times = d.Times
	return t
}
