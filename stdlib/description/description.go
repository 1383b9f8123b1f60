// Package description is what the commands that describe numeric variables share: summarize
// and summarize-panel.
//
// In: checked variables and the options of a call. Out: the steps that make the evidence of
// every variable, of all rows or of every time of a panel, sealed in one sheet, and the page
// made of what was released.
//
//	description.Lower(b, f, mask, options, vars)
//	description.Render(w, nil, out)
//
// A time of a panel is a population of its own: it shows what a description of its rows
// alone would show.
package description

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Options are the options of a description.
type Options struct{ Gini, IQR bool }

// Bind declares the options.
func Bind() []registry.Bound[Options] {
	return []registry.Bound[Options]{
		registry.Flag("gini", func(o *Options) *bool { return &o.Gini }, text.Text{NB: "Ginikoeffisient", EN: "Gini coefficient"}),
		registry.Flag("iqr", func(o *Options) *bool { return &o.IQR }, text.Text{NB: "Kvartilavstand", EN: "Interquartile range"}),
	}
}

// Rule is the disclosure rule of a description; more are the rules that a command adds.
func Rule(more ...disclosure.RuleID) disclosure.Rule {
	return disclosure.Rule{
		Kind: disclosure.RuleDescription,
		Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats | disclosure.EvidenceMoments |
			disclosure.EvidenceGini | disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceOnes,
		IDs: append([]disclosure.RuleID{
			disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0, disclosure.RuleM1,
			disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1, disclosure.RuleD5,
		}, more...),
	}
}

// Fields are the declared parts of a description.
func Fields() []registry.Field {
	return []registry.Field{
		{Name: "population", Rule: disclosure.RuleC1, Count: true},
		{Name: "mean", Rule: disclosure.RuleM4}, {Name: "std", Rule: disclosure.RuleM5}, {Name: "count", Rule: disclosure.RuleC1, Count: true},
		{Name: "p1", Rule: disclosure.RuleQ1}, {Name: "p25", Rule: disclosure.RuleQ1}, {Name: "p50", Rule: disclosure.RuleQ1},
		{Name: "p75", Rule: disclosure.RuleQ1}, {Name: "p99", Rule: disclosure.RuleQ1},
		{Name: "gini", Rule: disclosure.RuleM5, With: "gini"}, {Name: "iqr", Rule: disclosure.RuleM5, With: "iqr"},
	}
}

func statistics(o Options) []disclosure.Statistic {
	stats := []disclosure.Statistic{
		disclosure.StatMean, disclosure.StatStd, disclosure.StatCount, disclosure.StatP1, disclosure.StatP25,
		disclosure.StatP50, disclosure.StatP75, disclosure.StatP99,
	}
	if o.Gini {
		stats = append(stats, disclosure.StatGini)
	}
	if o.IQR {
		stats = append(stats, disclosure.StatIQR)
	}
	return stats
}

// Lower describes the variables in the rows where mask is true (NoReg: in all).
func Lower(b *plan.Builder, f *plan.Frame, mask plan.Reg, o Options, vars []*check.Variable) {
	op := seal{stats: statistics(o), protects: f.Protects(), repeats: !f.OneRow}
	in := []plan.Reg{population(b, f, mask)}
	for _, v := range vars {
		col := b.Fill(f, f.Var(v.Name))
		whole := group(b, f, b.Unflagged(col, v, mask))
		m := b.Measure(f, col, whole, v.Kind == types.Boolean, op.stats...)
		op.measures = append(op.measures, b.Disclose(m, v.Name, ""))
		in = append(in, b.Describe(f, m, whole))
		op.bounded = append(op.bounded, m.Bounds != plan.NoReg)
		if m.Bounds != plan.NoReg {
			in = append(in, m.Bounds)
		}
	}
	b.Release(f, b.Add(op, plan.TypeSheet, in...), Rule())
}

// population counts the units of the rows of a mask; where a unit may have several rows,
// with the numbers of rows.
func population(b *plan.Builder, f *plan.Frame, mask plan.Reg) plan.Reg {
	if f.OneRow {
		return b.SetKey(f, mask)
	}
	return b.Add(kernel.UnitSets{MayRepeat: true, Anchors: true}, plan.TypeSets, b.Keys(f), b.Ordinals(f), group(b, f, mask))
}

// group is the rows of a mask as one group.
func group(b *plan.Builder, f *plan.Frame, mask plan.Reg) plan.Reg {
	in := []plan.Reg{f.Units}
	if mask != plan.NoReg {
		in = append(in, mask)
	}
	return b.Add(kernel.All{}, plan.TypeGroups, in...)
}

// Render puts released descriptions on the page; label gives the text of a group, such as the
// date of a day number, or nothing. It may be nil where there are no groups.
func Render(w *page.Writer, label page.Labels, out []disclosure.Released) {
	for _, r := range out {
		if refusal, ok := r.Refusal(); ok {
			w.Refusal(refusal, r.About())
		}
		if d, ok := r.Description(); ok {
			w.Released("", page.DescriptionOf(d, w.Lang, label), r.About())
		}
	}
}
