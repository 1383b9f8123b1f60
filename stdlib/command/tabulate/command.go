// Package tabulate declares the command tabulate.
//
// In: one or more categorical variables and perhaps numeric ones to summarise. Out: a
// protected table of counts, percentages or statistics.
//
//	tabulate level sex, freq rowpct
//	tabulate level sex, summarize(pay) mean p50
package tabulate

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/table"
)

type options struct {
	table.Options
	Flatten          bool
	RowSort, ColSort registry.Codes
	Top, Bottom      *float64
}

// Command is tabulate.
var Command = registry.Define(registry.Typed[options, table.Table]{
	Spec: command.Spec{
		Name:    "tabulate",
		Group:   command.Statistics,
		Syntax:  "tabulate var… [if condition] [, options]",
		Summary: text.Text{NB: "Frekvens- eller volumtabell", EN: "Frequency or volume table"},
		Help: text.Text{
			NB: "Én variabel gir en rad per kategori. Den andre variabelen gir kolonner; den tredje og de neste nøstes i radene. Rader som mangler verdi i en tabellvariabel er ikke med uten opsjonen missing. Med summarize(var) viser cellene gjennomsnitt eller andre mål i stedet for antall. Antall har støy, summer er ikke summen av cellene, og tynne tabeller skjules.",
			EN: "One variable gives a row per category. The second variable gives columns; the third and the following are nested in the rows. Rows without a value in a table variable are left out unless the option missing is given. With summarize(var) cells show means or other statistics instead of counts. Counts carry noise, totals are not the sum of the cells, and thin tables are hidden.",
		},
		Grammar: syntax.NamesOperands(1, 0),
		If:      true,
		Effect:  command.Releases,
		Problems: []diag.Entry{{
			Code:    kernel.CodeTooManyCells,
			Message: text.Text{NB: "Tabellen har for mange celler", EN: "The table has too many cells"},
			Cause:   text.Text{NB: "Variablene har svært mange ulike verdier.", EN: "The variables have very many different values."},
			Next:    text.Text{NB: "Slå sammen verdier med recode, eller bruk færre variabler.", EN: "Merge values with recode, or use fewer variables."},
		}},
		Examples: []string{"oneway", "twoway", "threeway", "volume", "missing", "sorted", "chi2"},
	},
	Options: tableOptions(),
	Rules:   []disclosure.Rule{table.Rule},
	Fields:  table.Fields(),
	Check: func(s *check.Scope, call *check.Call, o *options) table.Table {
		return table.Check(s, call, o.Options)
	},
	Plan: func(b *plan.Builder, call *check.Call, o options, t table.Table) {
		f := b.Frame(call.Active.Name)
		table.Lower(b, f, b.Condition(f, call.If), o.Options, t)
	},
	Render: render,
})

func tableOptions() []registry.Bound[options] {
	two := registry.MinVars(2)
	shared := func(o *options) *table.Options { return &o.Options }
	return slices.Concat(
		table.CountOptions(shared, 2),
		[]registry.Bound[options]{
			registry.Flag("flatten", func(o *options) *bool { return &o.Flatten }, text.Text{NB: "Rektangulær tabell, egnet for regneark", EN: "Rectangular table, suited to spreadsheets"}),
		},
		table.VolumeOptions(shared),
		[]registry.Bound[options]{
			registry.CodeList("rowsort", func(o *options) *registry.Codes { return &o.RowSort },
				text.Text{NB: "Sorter radene stigende etter totalen, eller etter kolonnen med denne koden", EN: "Sort the rows ascending by total, or by the column with this code"}),
			registry.CodeList("colsort", func(o *options) *registry.Codes { return &o.ColSort },
				text.Text{NB: "Sorter kolonnene stigende etter totalraden, eller etter raden med disse kodene", EN: "Sort the columns ascending by the total row, or by the row with these codes"}, two),
			registry.Number("top", func(o *options) **float64 { return &o.Top },
				text.Text{NB: "Bare de n første radene etter sortering (10 uten tall)", EN: "Only the first n rows after sorting (10 without a number)"}, registry.Empty(), registry.Whole(1, 1e6), registry.Conflicts("bottom")),
			registry.Number("bottom", func(o *options) **float64 { return &o.Bottom },
				text.Text{NB: "Bare de n siste radene etter sortering (10 uten tall)", EN: "Only the last n rows after sorting (10 without a number)"}, registry.Empty(), registry.Whole(1, 1e6), registry.Conflicts("top")),
		},
	)
}
