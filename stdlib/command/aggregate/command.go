// Package aggregate declares the command aggregate.
//
// In: statistics of variables with new names, and the variable that makes the groups. Out:
// the active dataset, every row with the statistics of its group.
//
//	aggregate (mean) pay -> mean_pay, by(municipality)
package aggregate

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/command"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

type options struct{ By *check.Variable }

// Command is aggregate.
var Command = registry.Define(registry.Typed[options, []check.Aggregation]{
	Spec: command.Spec{
		Name:    "aggregate",
		Group:   command.Preparation,
		Syntax:  "aggregate (statistic) var -> name … , by(var)",
		Summary: text.Text{NB: "Gi hver rad statistikk om gruppen sin", EN: "Give every row statistics of its group"},
		Help: text.Text{
			NB: "Som collapse, men datasettet beholder alle radene, og hver rad får gruppens verdi i en ny variabel. Navnet etter -> må være nytt. Rader uten by-verdi får manglende.",
			EN: "Like collapse, but the dataset keeps all its rows, and every row gets the value of its group in a new variable. The name after -> must be new. Rows without a by-value become missing.",
		},
		Grammar:  syntax.AggregateOperands(),
		Effect:   command.Changes,
		Examples: []string{"aggregate"},
	},
	Options: []registry.Bound[options]{
		registry.Variable("by", func(o *options) **check.Variable { return &o.By },
			text.Text{NB: "Variabelen som lager gruppene", EN: "The variable that makes the groups"},
			func(o *command.Option) { o.Required, o.Keys = true, true }),
	},
	Rules: []disclosure.Rule{plan.StoredRule()},
	Check: func(s *check.Scope, call *check.Call, o *options) []check.Aggregation {
		aggs := s.Aggregations(call.Operands().(*syntax.Aggregate), o.By, true)
		s.AddAggregates(aggs)
		return aggs
	},
	Plan: func(b *plan.Builder, call *check.Call, o options, aggs []check.Aggregation) {
		f := b.Frame(call.Active.Name)
		by := f.Var(o.By.Name)
		if o.By.Identifier {
			by = f.Units
		}
		g := b.GroupValues(f, b.Fill(f, by), plan.PersonBound(unitOf(call.Active, o.By)), aggs, nil)
		for i, a := range aggs {
			f.Vars[a.Result.Name] = b.Add(kernel.MapGroups{}, a.Result.Storage().String(), g.Values[i], g.Groups)
		}
		b.SetFrame(call.Active.Name, f)
	},
})

// unitOf is what the by-variable identifies: the unit of the dataset, another unit, or an
// ordinary value.
func unitOf(d *check.Dataset, by *check.Variable) types.Unit {
	switch {
	case by.Identifier:
		return d.Unit
	case by.Refers != nil:
		return *by.Refers
	}
	return types.Unit{}
}
