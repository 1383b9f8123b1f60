// Package summarize declares the command summarize.
//
// In: numeric variables and perhaps a condition. Out: a protected row of statistics per
// variable.
//
//	summarize pay age, gini iqr
package summarize

import (
	"errors"
	"fmt"
	"strings"

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

type options struct{ Gini, IQR bool }

var rule = disclosure.Rule{
	Kind: disclosure.RuleDescription,
	Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats | disclosure.EvidenceMoments |
		disclosure.EvidenceGini | disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceOnes,
	IDs: []disclosure.RuleID{
		disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0, disclosure.RuleM1,
		disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1, disclosure.RuleD5,
	},
}

// Command is summarize.
var Command = registry.Define(registry.Typed[options, []*check.Variable]{
	Spec: command.Spec{
		Name:    "summarize",
		Group:   command.Statistics,
		Syntax:  "summarize [var…] [if condition] [, gini iqr]",
		Summary: text.Text{NB: "Oppsummer numeriske variabler", EN: "Summarise numeric variables"},
		Help: text.Text{
			NB: "Viser gjennomsnitt, standardavvik, antall gyldige og 1, 25, 50, 75 og 99 prosents persentiler. Uten variabler vises alle numeriske. Verdier utenfor 1 og 99 prosent kuttes før gjennomsnitt og standardavvik regnes ut; persentiler er jevnet ut. Minste og største verdi vises aldri.",
			EN: "Shows mean, standard deviation, valid count and the 1, 25, 50, 75 and 99 percent points. Without variables all numeric ones are shown. Values beyond the 1 and 99 percent points are cut before mean and standard deviation are computed; percentiles are smoothed. The smallest and largest value are never shown.",
		},
		Grammar:  syntax.NamesOperands(0, 0),
		If:       true,
		Effect:   command.Releases,
		Examples: []string{"summarize", "all", "gini"},
	},
	Options: []registry.Bound[options]{
		registry.Flag("gini", func(o *options) *bool { return &o.Gini }, text.Text{NB: "Ginikoeffisient", EN: "Gini coefficient"}),
		registry.Flag("iqr", func(o *options) *bool { return &o.IQR }, text.Text{NB: "Kvartilavstand", EN: "Interquartile range"}),
	},
	Rules: []disclosure.Rule{rule},
	Fields: []registry.Field{
		{Name: "population", Rule: disclosure.RuleC1, Count: true},
		{Name: "mean", Rule: disclosure.RuleM4}, {Name: "std", Rule: disclosure.RuleM5}, {Name: "count", Rule: disclosure.RuleC1, Count: true},
		{Name: "p1", Rule: disclosure.RuleQ1}, {Name: "p25", Rule: disclosure.RuleQ1}, {Name: "p50", Rule: disclosure.RuleQ1},
		{Name: "p75", Rule: disclosure.RuleQ1}, {Name: "p99", Rule: disclosure.RuleQ1},
		{Name: "gini", Rule: disclosure.RuleM5, With: "gini"}, {Name: "iqr", Rule: disclosure.RuleM5, With: "iqr"},
	},
	Check: func(s *check.Scope, call *check.Call, _ *options) []*check.Variable {
		if !s.Units() {
			return nil
		}
		var vars []*check.Variable
		for _, v := range s.Numeric(call.Operands().(*syntax.Names).List) {
			vars = append(vars, v.Var)
		}
		return vars
	},
	Plan:   planSummary,
	Render: render,
})

func statistics(o options) []disclosure.Statistic {
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

func planSummary(b *plan.Builder, call *check.Call, o options, vars []*check.Variable) {
	f := b.Frame(call.Active.Name)
	mask := b.Condition(f, call.If)
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
	b.Release(f, b.Add(op, plan.TypeSheet, in...), rule)
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

// seal puts the evidence of a description into a sheet. Inputs: the population's set key, or
// its sets where units repeat, then per variable its evidence and, where bounded, its bounds.
type seal struct {
	measures []disclosure.Measure
	bounded  []bool
	stats    []disclosure.Statistic
	protects disclosure.Protects
	repeats  bool
}

var errEvidence = errors.New("summarize: evidence of another shape than the description")

// Name is the step's name.
func (seal) Name() string { return "description" }

// Protects tells the verifier whom the sheet says it protects.
func (s seal) Protects() disclosure.Protects { return s.protects }

// Params names the variables and the statistics; no data.
func (s seal) Params() string {
	var out strings.Builder
	fmt.Fprint(&out, s.stats, s.protects, s.repeats, s.bounded)
	for _, m := range s.measures {
		fmt.Fprintf(&out, " %q %s %t", m.Name, m.Fingerprint, m.Binary)
	}
	return out.String()
}

// Run gives *disclosure.Sheet.
func (s seal) Run(_ *kernel.Context, in []any) (any, error) {
	d := disclosure.Described{Protects: s.protects, MayRepeat: s.repeats, Stats: s.stats}
	switch population := in[0].(type) {
	case disclosure.SetKey:
		d.Population = population
	case *kernel.Sets:
		if len(population.Keys) != 1 || len(population.Repeats) != 1 {
			return nil, errEvidence
		}
		d.Population, d.PopulationRepeats = population.Keys[0], population.Repeats[0]
	default:
		return nil, errEvidence
	}
	in = in[1:]
	for i, m := range s.measures {
		found, ok := in[0].(*kernel.Described)
		if !ok || len(found.Values) != 1 {
			return nil, errEvidence
		}
		in = in[1:]
		if s.bounded[i] {
			bounds, ok := in[0].(*disclosure.Bounds)
			if !ok {
				return nil, errEvidence
			}
			m.Bounds = *bounds
			in = in[1:]
		}
		d.Measures = append(d.Measures, m)
		d.Values = append(d.Values, found.Values[0])
	}
	return disclosure.NewDescribed(d), nil
}

func render(w *page.Writer, _ *check.Call, _ options, _ []*check.Variable, out []disclosure.Released) {
	for _, r := range out {
		if refusal, ok := r.Refusal(); ok {
			w.Refusal(refusal, r.About())
		}
		if d, ok := r.Description(); ok {
			w.Released("", page.DescriptionOf(d, w.Lang), r.About())
		}
	}
}
