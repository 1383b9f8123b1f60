// Package tabulate declares the command tabulate.
//
// In: one or more categorical variables and perhaps numeric ones to summarise. Out: a
// protected table of counts, percentages or statistics.
//
//	tabulate level sex, freq rowpct
//	tabulate level sex, summarize(pay) mean p50
package tabulate

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

type options struct {
	Freq, RowPct, ColPct, CellPct, Missing, NoLabels, Chi2, Flatten bool
	Mean, Std, Sum, P25, P50, P75, Gini, IQR                        bool
	Summarize                                                       []*check.Variable
	RowSort, ColSort                                                registry.Codes
	Top, Bottom                                                     *float64
}

// table is the checked call: the table variables in written order and the statistics of
// the cells in display order.
type table struct {
	vars  []*check.Variable
	stats []disclosure.Statistic
}

// cellStatistics are the options that name a number of a cell, and which.
var cellStatistics = map[string]disclosure.Statistic{
	"freq": disclosure.StatFreq, "rowpct": disclosure.StatRowPct, "colpct": disclosure.StatColPct, "cellpct": disclosure.StatCellPct,
	"mean": disclosure.StatMean, "std": disclosure.StatStd, "sum": disclosure.StatSum, "p25": disclosure.StatP25,
	"p50": disclosure.StatP50, "p75": disclosure.StatP75, "gini": disclosure.StatGini, "iqr": disclosure.StatIQR,
}

var rule = disclosure.Rule{
	Kind: disclosure.RuleTable,
	Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats | disclosure.EvidenceMoments |
		disclosure.EvidenceGini | disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceOnes,
	IDs: []disclosure.RuleID{
		disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC4, disclosure.RuleC5, disclosure.RuleC6, disclosure.RuleC7,
		disclosure.RuleC8, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0, disclosure.RuleM1, disclosure.RuleM3,
		disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1, disclosure.RuleD5, disclosure.RuleD6,
	},
}

// Command is tabulate.
var Command = registry.Define(registry.Typed[options, table]{
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
	Rules:   []disclosure.Rule{rule},
	Fields:  fields(),
	Check:   checkTable,
	Plan:    planTable,
	Render:  render,
})

func tableOptions() []registry.Bound[options] {
	two := registry.MinVars(2)
	volume := registry.Needs("summarize")
	return []registry.Bound[options]{
		registry.Flag("freq", func(o *options) *bool { return &o.Freq }, text.Text{NB: "Antall", EN: "Counts"}),
		registry.Flag("rowpct", func(o *options) *bool { return &o.RowPct }, text.Text{NB: "Prosent av raden", EN: "Percent of the row"}, two),
		registry.Flag("colpct", func(o *options) *bool { return &o.ColPct }, text.Text{NB: "Prosent av kolonnen", EN: "Percent of the column"}, two),
		registry.Flag("cellpct", func(o *options) *bool { return &o.CellPct }, text.Text{NB: "Prosent av alle", EN: "Percent of all"}),
		registry.Flag("missing", func(o *options) *bool { return &o.Missing }, text.Text{NB: "Manglende verdi er en kategori", EN: "Missing is a category"}),
		registry.Flag("nolabels", func(o *options) *bool { return &o.NoLabels }, text.Text{NB: "Vis koder i stedet for etiketter", EN: "Show codes instead of labels"}),
		registry.Flag("chi2", func(o *options) *bool { return &o.Chi2 }, text.Text{NB: "Kjikvadrattest av uavhengighet", EN: "Chi-square test of independence"}, two),
		registry.Flag("flatten", func(o *options) *bool { return &o.Flatten }, text.Text{NB: "Rektangulær tabell, egnet for regneark", EN: "Rectangular table, suited to spreadsheets"}),
		registry.Variables("summarize", func(o *options) *[]*check.Variable { return &o.Summarize },
			text.Text{NB: "Numeriske variabler som oppsummeres i cellene", EN: "Numeric variables summarised in the cells"}),
		registry.Flag("mean", func(o *options) *bool { return &o.Mean }, text.Text{NB: "Gjennomsnitt", EN: "Mean"}, volume),
		registry.Flag("std", func(o *options) *bool { return &o.Std }, text.Text{NB: "Standardavvik", EN: "Standard deviation"}, volume),
		registry.Flag("sum", func(o *options) *bool { return &o.Sum }, text.Text{NB: "Sum", EN: "Sum"}, volume),
		registry.Flag("p25", func(o *options) *bool { return &o.P25 }, text.Text{NB: "Nedre kvartil", EN: "Lower quartile"}, volume),
		registry.Flag("p50", func(o *options) *bool { return &o.P50 }, text.Text{NB: "Median", EN: "Median"}, volume),
		registry.Flag("p75", func(o *options) *bool { return &o.P75 }, text.Text{NB: "Øvre kvartil", EN: "Upper quartile"}, volume),
		registry.Flag("gini", func(o *options) *bool { return &o.Gini }, text.Text{NB: "Ginikoeffisient", EN: "Gini coefficient"}, volume),
		registry.Flag("iqr", func(o *options) *bool { return &o.IQR }, text.Text{NB: "Kvartilavstand", EN: "Interquartile range"}, volume),
		registry.CodeList("rowsort", func(o *options) *registry.Codes { return &o.RowSort },
			text.Text{NB: "Sorter radene stigende etter totalen, eller etter kolonnen med denne koden", EN: "Sort the rows ascending by total, or by the column with this code"}),
		registry.CodeList("colsort", func(o *options) *registry.Codes { return &o.ColSort },
			text.Text{NB: "Sorter kolonnene stigende etter totalraden, eller etter raden med disse kodene", EN: "Sort the columns ascending by the total row, or by the row with these codes"}, two),
		registry.Number("top", func(o *options) **float64 { return &o.Top },
			text.Text{NB: "Bare de n første radene etter sortering (10 uten tall)", EN: "Only the first n rows after sorting (10 without a number)"}, registry.Empty(), registry.Conflicts("bottom")),
		registry.Number("bottom", func(o *options) **float64 { return &o.Bottom },
			text.Text{NB: "Bare de n siste radene etter sortering (10 uten tall)", EN: "Only the last n rows after sorting (10 without a number)"}, registry.Empty(), registry.Conflicts("top")),
	}
}

func fields() []registry.Field {
	return []registry.Field{
		{Name: "population", Rule: disclosure.RuleC1, Count: true},
		{Name: "freq", Rule: disclosure.RuleC1, Count: true},
		{Name: "rowpct", Rule: disclosure.RuleC5, With: "rowpct"},
		{Name: "colpct", Rule: disclosure.RuleC5, With: "colpct"},
		{Name: "cellpct", Rule: disclosure.RuleC5, With: "cellpct"},
		{Name: "chi2", Rule: disclosure.RuleC6, With: "chi2"},
		{Name: "mean", Rule: disclosure.RuleM4, With: "summarize"},
		{Name: "std", Rule: disclosure.RuleM5, With: "std"},
		{Name: "sum", Rule: disclosure.RuleM3, With: "sum"},
		{Name: "p25", Rule: disclosure.RuleQ1, With: "p25"},
		{Name: "p50", Rule: disclosure.RuleQ1, With: "p50"},
		{Name: "p75", Rule: disclosure.RuleQ1, With: "p75"},
		{Name: "gini", Rule: disclosure.RuleM5, With: "gini"},
		{Name: "iqr", Rule: disclosure.RuleM5, With: "iqr"},
	}
}

func checkTable(s *check.Scope, call *check.Call, o *options) table {
	var t table
	for _, v := range s.Analysable(call.Operands().(*syntax.Names).List) {
		t.vars = append(t.vars, v.Var)
	}
	sum, _ := call.Options.Get("summarize")
	for i, v := range sum.Vars {
		at := check.VarAt{Var: v, Span: sum.Args[i].Range()}
		if s.NotKey(at) {
			s.IsNumeric(at)
		}
	}
	t.stats = statistics(call, o)
	return t
}

// statistics are the numbers of a cell: counts first and then percentages as given, or
// exactly the statistics given beside summarize, the mean without any.
func statistics(call *check.Call, o *options) []disclosure.Statistic {
	names := registry.Order(call, "rowpct", "colpct", "cellpct", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr")
	if len(o.Summarize) > 0 {
		names = registry.Order(call, "freq", "rowpct", "colpct", "cellpct", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr")
		if len(names) == 0 {
			names = []string{"mean"}
		}
	} else if o.Freq || len(names) == 0 {
		names = append([]string{"freq"}, names...)
	}
	out := make([]disclosure.Statistic, len(names))
	for i, n := range names {
		out[i] = cellStatistics[n]
	}
	return out
}
