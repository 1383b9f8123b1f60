// Package importevent declares the command import-event.
//
// In: an event variable and a period. Out: a dataset with one row per spell that holds on
// some day of the period: the value, and the first and last day of the spell as registered.
//
//	import-event db/SIVSTANDFDT_SIVSTAND 2010-01-01 to 2019-12-31 as civil
package importevent

import (
	"fmt"

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

var imported = text.Text{NB: "%s: %s (%s til %s)", EN: "%s: %s (%s to %s)"}

// Command is import-event.
var Command = registry.Define(registry.Typed[struct{}, *check.ImportedEvents]{
	Spec: command.Spec{
		Name:    "import-event",
		Group:   command.Preparation,
		Syntax:  "import-event alias/VARIABLE date to date [as name]",
		Summary: text.Text{NB: "Hent alle forløp i en periode", EN: "Import all spells of a period"},
		Help: text.Text{
			NB: "Datasettet får én rad for hvert forløp som varer minst én dag i perioden, med verdien og datoene START@navn og STOP@navn slik de er registrert, også utenfor perioden. Et forløp som ikke er avsluttet, mangler STOP@navn. Datasettet må være tomt, eller bare ha enheter (clone-units): da hentes forløpene til disse, og enheter uten forløp faller ut. Andre variabler kobles på med merge, og collapse med by() gjør radene om til én per enhet.",
			EN: "The dataset gets one row for every spell that holds on at least one day of the period, with the value and the dates START@name and STOP@name as registered, also outside the period. A spell that has not ended lacks STOP@name. The dataset must be empty, or hold only units (clone-units): then the spells of these are fetched, and units without any leave. Other variables are added with merge, and collapse with by() turns the rows into one per unit.",
		},
		Grammar:  syntax.ImportEventOperands(),
		Needs:    command.OnlyUnits,
		Effect:   command.Changes,
		Examples: []string{"spells", "spells_of_units", "spells_by_reference", "spells_of_jobs"},
	},
	Rules:  plan.PopulationRules(),
	Fields: registry.PopulationFields(),
	Check: func(s *check.Scope, call *check.Call, _ *struct{}) *check.ImportedEvents {
		i, ok := s.ImportEvent(call.Operands().(*syntax.ImportEvent))
		if !ok {
			return nil
		}
		return i
	},
	Plan: func(b *plan.Builder, call *check.Call, _ struct{}, i *check.ImportedEvents) {
		name := call.Active.Name
		f := b.Frame(name)
		e := b.Events(f.Units, plan.Import{Bank: i.Version, Var: i.Register, Spells: true, Day: i.From, Last: i.To})
		f.Units = e.Units
		f.Vars[i.Value.Name], f.Vars[i.Start.Name], f.Vars[i.Stop.Name] = e.Value, e.Start, e.Stop
		key := f.Key
		b.ProtectAmong(f, i.Register.Unit, call.After.Banks)
		if !i.First {
			f.Key = key
		}
		b.GuardPopulation(f)
		b.SetFrame(name, f)
		b.LogPopulation(f, name)
	},
	Render: func(w *page.Writer, _ *check.Call, _ struct{}, i *check.ImportedEvents, out []disclosure.Released) {
		w.Message(fmt.Sprintf(imported.In(w.Lang), i.Value.Name, i.Register.Title.In(w.Lang), types.ISODate(i.From), types.ISODate(i.To)))
		w.Logs(out)
	},
})
