// Package importing declares the command import.
//
// In: a register variable and, unless it is fixed, a date. Out: a variable with one value
// per unit. The first import decides the population; later ones keep the rows there are.
//
//	import db/INNTEKT_WLONN 2020-12-31 as pay
package importing

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

type options struct{ Outer bool }

// imported is the check result; the register variable is nil after an error.
type imported struct {
	*check.Imported
	dataset string
}

var (
	dated   = text.Text{NB: "%s: %s (%s)", EN: "%s: %s (%s)"}
	undated = text.Text{NB: "%s: %s", EN: "%s: %s"}
)

// Command is import.
var Command = registry.Define(registry.Typed[options, imported]{
	Spec: command.Spec{
		Name:    "import",
		Group:   command.Preparation,
		Syntax:  "import alias/VARIABLE [date] [as name] [, outer_join]",
		Summary: text.Text{NB: "Hent en registervariabel", EN: "Import a register variable"},
		Help: text.Text{
			NB: "Den første importen i et datasett bestemmer populasjonen: alle enheter med verdi. Senere importer beholder radene som finnes, og enheter uten verdi mangler verdi. Alle variabler unntatt faste trenger en dato: en måledato for tverrsnitt, en dag i perioden for akkumulerte, en dag i forløpet ellers.",
			EN: "The first import into a dataset decides the population: all units with a value. Later imports keep the rows there are; units without a value are missing. All variables but fixed ones need a date: a measurement date for status variables, a day within the period for accumulated ones, a day of the spell otherwise.",
		},
		Grammar:  syntax.ImportOperands(),
		Needs:    command.AnyDataset,
		Effect:   command.Changes,
		Examples: []string{"import", "import_outer"},
	},
	Options: []registry.Bound[options]{
		registry.Flag("outer_join", func(o *options) *bool { return &o.Outer },
			text.Text{NB: "Legg også til enheter som datasettet ikke har", EN: "Also add units that the dataset does not have"}),
	},
	Rules:  plan.PopulationRules(),
	Fields: registry.PopulationFields(),
	Check: func(s *check.Scope, call *check.Call, o *options) imported {
		i, ok := s.Import(call.Operands().(*syntax.Import), o.Outer)
		if !ok {
			return imported{}
		}
		return imported{i, s.Active().Name}
	},
	Plan: planImport,
	Render: func(w *page.Writer, _ *check.Call, _ options, i imported, out []disclosure.Released) {
		title := i.Register.Title.In(w.Lang)
		if i.Register.Temporality == types.Fixed {
			w.Message(fmt.Sprintf(undated.In(w.Lang), i.Result.Name, title))
		} else {
			w.Message(fmt.Sprintf(dated.In(w.Lang), i.Result.Name, title, types.ISODate(i.Day)))
		}
		w.Logs(out)
	},
})

func planImport(b *plan.Builder, call *check.Call, _ options, i imported) {
	f := b.Frame(i.dataset)
	v := plan.Import{Bank: i.Version, Var: i.Register, Day: i.Day, Dated: i.Register.Temporality != types.Fixed}
	switch {
	case i.First:
		f.Units, f.Vars[i.Result.Name] = b.Population(v)
		f.Key = i.Register.Unit.Identifier
		b.Protect(f, i.Register.Unit, i.Version)
	case i.Outer:
		f = outer(b, f, v, i)
	default:
		f.Vars[i.Result.Name] = b.Join(f.Units, v)
		b.SetFrame(i.dataset, f)
		return
	}
	b.GuardPopulation(f)
	b.SetFrame(i.dataset, f)
	b.LogPopulation(f, i.dataset)
}

// outer widens the population: every earlier variable is gathered through the row that
// each new row had before, and is missing for the units that are new.
func outer(b *plan.Builder, f *plan.Frame, v plan.Import, i imported) *plan.Frame {
	units, rows, value := b.Outer(f.Units, v)
	g := f.Clone()
	g.Units = units
	for name, r := range f.Vars {
		g.Vars[name] = b.Add(kernel.Gather{}, b.Type(r), r, rows)
	}
	g.Vars[i.Result.Name] = value
	b.Protect(g, i.Register.Unit, i.Version)
	return g
}
