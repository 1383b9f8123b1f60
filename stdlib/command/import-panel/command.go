// Package importpanel declares the command import-panel.
//
// In: register variables and dates. Out: a panel: one row per unit and date, with one column
// per variable, missing where a unit has no value at a date.
//
//	import-panel db/INNTEKT_WLONN db/SIVSTANDFDT_SIVSTAND 2018-12-31 2019-12-31 2020-12-31
package importpanel

import (
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

var (
	fixed  = text.Text{NB: "%s: %s", EN: "%s: %s"}
	listed = text.Text{NB: "%s: %s (%s)", EN: "%s: %s (%s)"}
	many   = text.Text{NB: "%s: %s (%d datoer fra %s til %s)", EN: "%s: %s (%d dates from %s to %s)"}
)

// most is how many dates a log line lists.
const most = 4

// Command is import-panel.
var Command = registry.Define(registry.Typed[struct{}, *check.ImportedPanel]{
	Spec: command.Spec{
		Name:    "import-panel",
		Group:   command.Preparation,
		Syntax:  "import-panel alias/VARIABLE… date…",
		Summary: text.Text{NB: "Hent registervariabler ved flere datoer som paneldata", EN: "Import register variables at several dates as panel data"},
		Help: text.Text{
			NB: "Panelet får én rad per enhet og dato, ordnet etter enhet og så dato, og én kolonne per variabel med registernavnet. date@panel er datoen som dagnummer. I et tomt datasett kommer alle enheter med som har en verdi av minst én av variablene ved minst én av datoene; i et datasett med bare enheter, fra clone-units, beholdes disse. Verdier som ikke finnes, mangler. Datoene følger de samme reglene som i import; faste variabler gjentas.",
			EN: "The panel has one row per unit and date, ordered by unit and then date, and one column per variable under its register name. date@panel is the date as a day number. Into an empty dataset come all units with a value of at least one of the variables on at least one of the dates; in a dataset of units alone, from clone-units, these are kept. Values that do not exist are missing. Dates follow the same rules as in import; fixed variables are repeated.",
		},
		Grammar:  syntax.ImportPanelOperands(),
		Needs:    command.OnlyUnits,
		Effect:   command.Changes,
		Examples: []string{"import_panel", "import_panel_units", "import_panel_areas", "import_panel_rows", "import_panel_mistakes"},
	},
	Rules:  plan.PopulationRules(),
	Fields: registry.PopulationFields(),
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) *check.ImportedPanel {
		p, ok := s.ImportPanel(call.Operands().(*syntax.ImportPanel))
		if !ok {
			return nil
		}
		return p
	},
	Plan: planPanel,
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, p *check.ImportedPanel, out []disclosure.Released) {
		for _, v := range p.Vars {
			w.Message(line(w.Lang, v, p.Times))
		}
		w.Logs(out)
	},
})

func line(lang text.Lang, v check.ImportedSeries, times []check.Moment) string {
	title := v.Register.Title.In(lang)
	switch {
	case v.Days == nil:
		return fmt.Sprintf(fixed.In(lang), v.Result.Name, title)
	case len(times) > most:
		return fmt.Sprintf(many.In(lang), v.Result.Name, title, len(times), times[0].Text, times[len(times)-1].Text)
	}
	dates := make([]string, len(times))
	for i, t := range times {
		dates[i] = t.Text
	}
	return fmt.Sprintf(listed.In(lang), v.Result.Name, title, strings.Join(dates, ", "))
}

func planPanel(b *plan.Builder, call *check.Call, _ struct{}, p *check.ImportedPanel) {
	name := call.Active.Name
	f := b.Frame(name)
	if p.First {
		var all []plan.Import
		for _, v := range p.Vars {
			all = append(all, imports(v)...)
		}
		f.Units = b.UnitsWithAny(all)
		b.ProtectAmong(f, call.After.Unit, call.After.Banks)
	}
	b.GuardPopulation(f)
	panel := b.Panel(f, types.Date, p.Times)
	for _, v := range p.Vars {
		// Every date is read for the units as import reads it, so that an import of the same
		// variable and date elsewhere in the script shares it.
		var columns []plan.Reg
		for _, i := range imports(v) {
			columns = append(columns, b.Join(f.Units, i))
		}
		if v.Days == nil {
			panel.Vars[v.Result.Name] = b.RepeatAt(columns[0], len(p.Times))
		} else {
			panel.Vars[v.Result.Name] = b.Interleave(f, v.Result.Kind, columns)
		}
	}
	b.SetFrame(name, panel)
	b.LogPopulation(f, name)
}

// imports are what a variable reads: once when it is fixed, else once per time.
func imports(v check.ImportedSeries) []plan.Import {
	if v.Days == nil {
		return []plan.Import{{Bank: v.Version, Var: v.Register}}
	}
	out := make([]plan.Import, len(v.Days))
	for i, day := range v.Days {
		out[i] = plan.Import{Bank: v.Version, Var: v.Register, Day: day, Dated: true}
	}
	return out
}
