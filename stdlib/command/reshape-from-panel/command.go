// Package reshapefrompanel declares the command reshape-from-panel.
//
// In: a panel. Out: a cross-section with one row per unit and one column per variable and
// time, named by both.
//
//	reshape-from-panel
package reshapefrompanel

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is reshape-from-panel.
var Command = registry.Define(registry.Typed[struct{}, *check.FromPanel]{
	Spec: command.Spec{
		Name:    "reshape-from-panel",
		Group:   command.Datasets,
		Syntax:  "reshape-from-panel",
		Summary: text.Text{NB: "Gjør paneldata om til kolonner per tidspunkt", EN: "Turn panel data into columns per time"},
		Help: text.Text{
			NB: "Hver variabel, også de som er like ved alle tidspunkter, blir én kolonne per tidspunkt. Kolonnen heter variabelens navn fulgt av tidspunktet: dagnummeret i et importert panel (inntekt17897), endelsen som reshape-to-panel fant ellers. Det blir én rad per enhet, og date@panel forsvinner. Rader som er tatt bort, gir manglende verdier. Etikettene følger hver kolonne.",
			EN: "Every variable, also those that are the same at all times, becomes one column per time. The column is named by the variable followed by the time: the day number in an imported panel (income17897), the suffix that reshape-to-panel found otherwise. There is one row per unit, and date@panel is gone. Rows that were left out give missing values. Labels follow each column.",
		},
		Grammar:  syntax.NoOperands(),
		Needs:    command.PanelData,
		Effect:   command.Changes,
		Examples: []string{"reshape_from_panel", "reshape_from_panel_filtered", "reshape_from_panel_mistakes"},
	},
	Rules: []disclosure.Rule{{Kind: disclosure.RuleGuard, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleP1}}},
	Check: func(s *check.Scope, _ *check.Call, _ *struct{}) *check.FromPanel {
		p, ok := s.ReshapeFromPanel()
		if !ok {
			return nil
		}
		return p
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, p *check.FromPanel) {
		name := call.Active.Name
		panel := b.Frame(name)
		w := b.FromPanel(panel, call.Active, p.Kind, p.Times)
		for _, v := range p.Columns {
			for t, c := range v.Columns {
				w.Vars[c.Name] = b.At(w, panel.Vars[v.Variable.Name], t, c.Kind)
			}
		}
		b.GuardPopulation(w.Frame)
		b.SetFrame(name, w.Frame)
	},
})
