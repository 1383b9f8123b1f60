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

type options struct {
	Outer, Inner bool
	Values       registry.Codes
	From         string
}

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
		Syntax:  "import alias/VARIABLE [date] [as name] [, outer_join | inner_join] [, values(code…)] [, values_from(dataset)]",
		Summary: text.Text{NB: "Hent en registervariabel", EN: "Import a register variable"},
		Help: text.Text{
			NB: "Den første importen i et datasett bestemmer populasjonen: alle enheter med verdi. Senere importer beholder radene som finnes, og enheter uten verdi mangler verdi. Alle variabler unntatt faste trenger en dato: en måledato for tverrsnitt, en dag i perioden for akkumulerte, en dag i forløpet ellers. Med values og values_from er det som om registeret bare hadde disse kodene eller enhetene: en første import tar bare dem, og senere importer gir de andre enhetene ingen verdi.",
			EN: "The first import into a dataset decides the population: all units with a value. Later imports keep the rows there are; units without a value are missing. All variables but fixed ones need a date: a measurement date for status variables, a day within the period for accumulated ones, a day of the spell otherwise. With values and values_from it is as if the register held these codes or units only: a first import takes only them, and later imports leave the other units without a value.",
		},
		Grammar:  syntax.ImportOperands(),
		Needs:    command.AnyDataset,
		Effect:   command.Changes,
		Examples: []string{"import", "import_outer", "import_inner", "import_values", "import_values_from"},
	},
	Options: []registry.Bound[options]{
		registry.Flag("outer_join", func(o *options) *bool { return &o.Outer },
			text.Text{NB: "Legg også til enheter som datasettet ikke har", EN: "Also add units that the dataset does not have"},
			registry.Conflicts("inner_join")),
		registry.Flag("inner_join", func(o *options) *bool { return &o.Inner },
			text.Text{NB: "Behold bare enheter som får en verdi", EN: "Keep only units that get a value"}),
		registry.CodeList("values", func(o *options) *registry.Codes { return &o.Values },
			text.Text{NB: "Ta bare disse kodene", EN: "Take these codes only"},
			func(o *command.Option) { o.Min, o.Empty = 1, false }),
		registry.Word("values_from", func(o *options) *string { return &o.From },
			text.Text{NB: "Ta bare enhetene i dette datasettet", EN: "Take the units of this dataset only"}),
	},
	Rules:  plan.PopulationRules(disclosure.RuleP2),
	Fields: registry.PopulationFields(),
	Check:  checkImport,
	Plan:   planImport,
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

func checkImport(s *check.Scope, call *check.Call, o *options) imported {
	i, ok := s.Import(call.Operands().(*syntax.Import), o.Outer)
	if !ok {
		return imported{}
	}
	if v, given := call.Options.Get("values"); given {
		s.RestrictCodes(i, v.Args, v.Span)
	}
	if v, given := call.Options.Get("values_from"); given && len(v.Args) == 1 {
		s.RestrictUnits(i, v.Args[0])
	}
	return imported{i, s.Active().Name}
}

func planImport(b *plan.Builder, _ *check.Call, o options, i imported) {
	f := b.Frame(i.dataset)
	v := plan.Import{Bank: i.Version, Var: i.Register, Day: i.Day, Dated: i.Register.Temporality != types.Fixed}
	switch {
	case i.First:
		f = first(b, f, v, i)
	case i.Outer:
		f = outer(b, f, v, i)
	default:
		value, taken := restricted(b, f, b.Join(f.Units, v), i)
		f.Vars[i.Result.Name] = value
		if !o.Inner {
			b.GuardChange(f, taken)
			b.SetFrame(i.dataset, f)
			return
		}
		missing := b.Add(kernel.SysMissing{}, types.Boolean.String(), value)
		f = b.Narrow(f, b.Select(f, b.Add(kernel.Unary{Op: "!"}, types.Boolean.String(), missing)))
	}
	b.SetFrame(i.dataset, f)
	b.LogPopulation(f, i.dataset)
}

// first makes the population: all units with a value, or those of the codes and units that
// are taken.
func first(b *plan.Builder, f *plan.Frame, v plan.Import, i imported) *plan.Frame {
	f.Units, f.Vars[i.Result.Name] = b.Population(v)
	f.Key = i.Register.Unit.Identifier
	b.Protect(f, i.Register.Unit, i.Version)
	b.GuardPopulation(f)
	if _, taken := restricted(b, f, f.Vars[i.Result.Name], i); taken != plan.NoReg {
		return b.Narrow(f, b.Select(f, taken))
	}
	return f
}

// restricted makes the values missing that are not of the codes and units that are taken.
// taken is the mask of the others; NoReg when everything is taken.
func restricted(b *plan.Builder, f *plan.Frame, value plan.Reg, i imported) (kept, taken plan.Reg) {
	taken = plan.NoReg
	if len(i.Codes) > 0 {
		in := []plan.Reg{value}
		for _, item := range i.Codes {
			in = append(in, b.Literal(constant(item, i.Result.Kind)))
		}
		taken = b.Add(kernel.InList{}, types.Boolean.String(), in...)
	}
	if i.From != nil {
		units := b.Frame(i.From.Name).Units
		if i.From.Kind == types.Event || i.From.Kind == types.Panel {
			// An index knows only units that have one row.
			units = b.Add(kernel.GroupKey{}, b.Type(units), b.Add(kernel.Group{}, plan.TypeGroups, units))
		}
		index := b.Add(kernel.BuildIndex{}, plan.TypeIndex, units)
		matches := b.Add(kernel.Match{}, plan.TypeMatches, index, f.Units)
		there := b.Add(kernel.Matched{}, types.Boolean.String(), matches)
		if taken != plan.NoReg {
			there = b.Add(kernel.Binary{Op: "&"}, types.Boolean.String(), taken, there)
		}
		taken = there
	}
	if taken == plan.NoReg {
		return value, taken
	}
	return b.Add(kernel.Where{}, b.Type(value), value, taken), taken
}

// constant is a code as a literal of the variable's type.
func constant(item check.CodeItem, kind types.Kind) *check.Expr {
	switch kind {
	case types.Text:
		return &check.Expr{Op: check.OpText, Kind: kind, Text: item.Code}
	case types.Decimal:
		return &check.Expr{Op: check.OpNumber, Kind: kind, Float: item.Number}
	}
	return &check.Expr{Op: check.OpNumber, Kind: types.Integer, Int: int64(item.Number), Float: item.Number}
}

// outer widens the population: every earlier variable is gathered through the row that
// each new row had before, and is missing for the units that are new. Of these only the
// ones whose value is taken are added.
func outer(b *plan.Builder, f *plan.Frame, v plan.Import, i imported) *plan.Frame {
	units, rows, value := b.Outer(f.Units, v)
	g := f.Clone()
	g.Units = units
	for name, r := range f.Vars {
		g.Vars[name] = b.Gather(r, rows)
	}
	b.Protect(g, i.Register.Unit, i.Version)
	value, taken := restricted(b, g, value, i)
	g.Vars[i.Result.Name] = value
	b.GuardPopulation(g)
	if taken == plan.NoReg {
		return g
	}
	before := b.Add(kernel.Matched{}, types.Boolean.String(), rows)
	stays := b.Select(g, b.Add(kernel.Binary{Op: "|"}, types.Boolean.String(), before, taken))
	g = b.Narrow(g, stays)
	b.GuardChange(g, b.Take(taken, stays))
	return g
}
