// Package collapse declares the command collapse.
//
// In: statistics of variables and the variable that makes the groups. Out: the active
// dataset with one row per group: its key and the statistics.
//
//	collapse (sum) pay -> family_pay (count) pay -> members, by(family)
package collapse

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

type options struct{ By *check.Variable }

// Command is collapse.
var Command = registry.Define(registry.Typed[options, []check.Aggregation]{
	Spec: command.Spec{
		Name:    "collapse",
		Group:   command.Preparation,
		Syntax:  "collapse (statistic) var [-> name] … , by(var)",
		Summary: text.Text{NB: "Slå sammen rader til én per gruppe", EN: "Turn rows into one per group"},
		Help: text.Text{
			NB: "Datasettet erstattes av én rad per verdi av by-variabelen, som blir enheten. En statistikk gjelder alle variablene fram til den neste. Statistikkene er mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr og gini; alle unntatt count krever tall, og manglende verdier er ikke med. Uten -> beholdes navnet. Er by-variabelen ikke en person, familie eller annet som hører til en person, lagres bare verdier som også kunne vært vist.",
			EN: "The dataset is replaced by one row per value of the by-variable, which becomes the unit. A statistic holds for all variables up to the next one. The statistics are mean, min, max, median, count, sum, sd, semean, sebinomial, percent, iqr and gini; all but count need numbers, and missing values take no part. Without -> the name stays. When the by-variable is not a person, a family or something that belongs to a person, only values that could be shown as well are stored.",
		},
		Grammar:  syntax.AggregateOperands(),
		Effect:   command.Changes,
		Examples: []string{"collapse", "collapse_statistics", "collapse_area"},
	},
	Options: []registry.Bound[options]{
		registry.Variable("by", func(o *options) **check.Variable { return &o.By },
			text.Text{NB: "Variabelen som lager gruppene", EN: "The variable that makes the groups"},
			func(o *command.Option) { o.Required, o.Keys = true, true }),
	},
	Rules:  append(plan.PopulationRules(), plan.StoredRule()),
	Fields: registry.PopulationFields(),
	Check: func(s *check.Scope, call *check.Call, o *options) []check.Aggregation {
		aggs := s.Aggregations(call.Operands().(*syntax.Aggregate), o.By, false)
		s.Collapse(o.By, aggs)
		return aggs
	},
	Plan: func(b *plan.Builder, call *check.Call, o options, aggs []check.Aggregation) {
		f, unit := b.Frame(call.Active.Name), call.After.Unit
		by := f.Var(o.By.Name)
		if o.By.Identifier {
			by = f.Units
		}
		g := b.GroupValues(f, b.Fill(f, by), plan.PersonBound(unit), aggs, o.By)
		f = b.Regrouped(f, g, call.After.Key, unit, call.Active.Banks, aggs)
		b.SetFrame(call.Active.Name, f)
		b.LogPopulation(f, call.Active.Name)
	},
	Render: func(w *page.Writer, _ *check.Call, _ options, _ []check.Aggregation, out []disclosure.Released) {
		w.Logs(out)
	},
})
