// Package reshapetopanel declares the command reshape-to-panel.
//
// In: prefixes of column names in a cross-section. Out: a panel with one row per unit and
// suffix, in which pay19 and pay20 have become pay at the times 19 and 20.
//
//	reshape-to-panel pay hours
package reshapetopanel

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Command is reshape-to-panel.
var Command = registry.Define(registry.Typed[struct{}, *check.ToPanel]{
	Spec: command.Spec{
		Name:    "reshape-to-panel",
		Group:   command.Datasets,
		Syntax:  "reshape-to-panel prefix…",
		Summary: text.Text{NB: "Gjør kolonner per tidspunkt om til paneldata", EN: "Turn columns per time into panel data"},
		Help: text.Text{
			NB: "Kolonner som heter en av forstavelsene fulgt av en endelse uten bokstaver, slik som lønn19 og lønn20, blir én variabel med én rad per enhet og endelse; passer flere forstavelser, gjelder den lengste. Mangler en enhet kolonnen for en endelse, mangler verdien. Alle andre variabler gjentas. date@panel er endelsen: et tall når alle endelser er sifre, ellers teksten. Kolonnene av en forstavelse må ha samme type; tall av ulike typer får den videste. Kodelisten er den siste kolonnens, med koder som bare de andre har.",
			EN: "Columns named by one of the prefixes and a suffix without letters, such as pay19 and pay20, become one variable with one row per unit and suffix; where several prefixes fit, the longest one counts. Where there is no column for a suffix the value is missing. All other variables are repeated. date@panel is the suffix: a number when all suffixes are digits, else the text. The columns of a prefix must be of one type; numbers of different types take the widest. The code list is that of the last column, with the codes only others have.",
		},
		Grammar:  syntax.NamesOperands(1, 0),
		Needs:    command.CrossSection,
		Effect:   command.Changes,
		Examples: []string{"reshape_to_panel", "reshape_to_panel_suffixes", "reshape_to_panel_mistakes"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) *check.ToPanel {
		p, ok := s.ReshapeToPanel(call.Operands().(*syntax.Names))
		if !ok {
			return nil
		}
		return p
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, p *check.ToPanel) {
		f := b.Frame(call.Active.Name)
		panel := b.Panel(f, p.Kind, p.Times)
		for _, c := range p.Columns {
			name := c.Result.Name
			if len(c.Columns) == 0 {
				panel.Vars[name] = b.RepeatAt(f.Vars[name], len(p.Times))
				continue
			}
			columns := make([]plan.Reg, len(c.Columns))
			for t, v := range c.Columns {
				columns[t] = plan.NoReg
				if v != nil {
					columns[t] = f.Vars[v.Name]
				}
			}
			panel.Vars[name] = b.Interleave(f, c.Result.Kind, columns)
		}
		b.SetFrame(call.Active.Name, panel)
	},
})
