// Package table is what the commands that make a table of categories share: tabulate,
// tabulate-panel and transitions-panel.
//
// In: checked variables and the options of a call. Out: the steps that group the rows and
// count the protected units of every cell and margin, one sealed sheet per table, and the page
// made of what was released.
//
//	table.Lower(b, f, mask, options, table.Table{Vars: vars, Stats: stats})
//	table.Render(w, options, t, out, nil)
//
// The second variable makes the columns, the others are nested in the rows. Where the
// variable of time, date@panel, is on one axis of a panel, the cells and the margin of that
// axis are of one date each: no unit is in one of them twice, so they are counted as a
// cross-section is. The other margin and the total count every unit once.
package table

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Options are the options that tables have in common.
type Options struct {
	Freq, RowPct, ColPct, CellPct, Missing, NoLabels, Chi2 bool
	Mean, Std, Sum, P25, P50, P75, Gini, IQR               bool
	Summarize                                              []*check.Variable
}

// CountOptions are the options about counts and categories; at finds the options of a call
// among those of its command, vars is how many variables a table needs to have columns.
func CountOptions[O any](at func(*O) *Options, vars int) []registry.Bound[O] {
	two := registry.MinVars(vars)
	return []registry.Bound[O]{
		registry.Flag("freq", func(o *O) *bool { return &at(o).Freq }, text.Text{NB: "Antall", EN: "Counts"}),
		registry.Flag("rowpct", func(o *O) *bool { return &at(o).RowPct }, text.Text{NB: "Prosent av raden", EN: "Percent of the row"}, two),
		registry.Flag("colpct", func(o *O) *bool { return &at(o).ColPct }, text.Text{NB: "Prosent av kolonnen", EN: "Percent of the column"}, two),
		registry.Flag("cellpct", func(o *O) *bool { return &at(o).CellPct }, text.Text{NB: "Prosent av alle", EN: "Percent of all"}),
		registry.Flag("missing", func(o *O) *bool { return &at(o).Missing }, text.Text{NB: "Manglende verdi er en kategori", EN: "Missing is a category"}),
		registry.Flag("nolabels", func(o *O) *bool { return &at(o).NoLabels }, text.Text{NB: "Vis koder i stedet for etiketter", EN: "Show codes instead of labels"}),
		registry.Flag("chi2", func(o *O) *bool { return &at(o).Chi2 }, text.Text{NB: "Kjikvadrattest av uavhengighet", EN: "Chi-square test of independence"}, two),
	}
}

// VolumeOptions are summarize() and the statistics of the variables in it.
func VolumeOptions[O any](at func(*O) *Options) []registry.Bound[O] {
	volume := registry.Needs("summarize")
	return []registry.Bound[O]{
		registry.Variables("summarize", func(o *O) *[]*check.Variable { return &at(o).Summarize },
			text.Text{NB: "Numeriske variabler som oppsummeres i cellene", EN: "Numeric variables summarised in the cells"}),
		registry.Flag("mean", func(o *O) *bool { return &at(o).Mean }, text.Text{NB: "Gjennomsnitt", EN: "Mean"}, volume),
		registry.Flag("std", func(o *O) *bool { return &at(o).Std }, text.Text{NB: "Standardavvik", EN: "Standard deviation"}, volume),
		registry.Flag("sum", func(o *O) *bool { return &at(o).Sum }, text.Text{NB: "Sum", EN: "Sum"}, volume),
		registry.Flag("p25", func(o *O) *bool { return &at(o).P25 }, text.Text{NB: "Nedre kvartil", EN: "Lower quartile"}, volume),
		registry.Flag("p50", func(o *O) *bool { return &at(o).P50 }, text.Text{NB: "Median", EN: "Median"}, volume),
		registry.Flag("p75", func(o *O) *bool { return &at(o).P75 }, text.Text{NB: "Øvre kvartil", EN: "Upper quartile"}, volume),
		registry.Flag("gini", func(o *O) *bool { return &at(o).Gini }, text.Text{NB: "Ginikoeffisient", EN: "Gini coefficient"}, volume),
		registry.Flag("iqr", func(o *O) *bool { return &at(o).IQR }, text.Text{NB: "Kvartilavstand", EN: "Interquartile range"}, volume),
	}
}

// Rule is the disclosure rule of a table with all options.
var Rule = disclosure.Rule{
	Kind: disclosure.RuleTable,
	Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats | disclosure.EvidenceMoments |
		disclosure.EvidenceGini | disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceOnes,
	IDs: []disclosure.RuleID{
		disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC4, disclosure.RuleC5, disclosure.RuleC6, disclosure.RuleC7,
		disclosure.RuleC8, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0, disclosure.RuleM1, disclosure.RuleM3,
		disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1, disclosure.RuleD5, disclosure.RuleD6,
	},
}

// Fields are the declared parts of a table with all options.
func Fields() []registry.Field {
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
