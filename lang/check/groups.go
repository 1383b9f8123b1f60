package check

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Statistics are the statistics of collapse and aggregate, in the order of the reference.
var statistics = [...]string{"mean", "min", "max", "median", "count", "sum", "semean", "sebinomial", "sd", "percent", "iqr", "gini"}

// Statistics lists the statistics of collapse and aggregate.
func Statistics() []string { return statistics[:] }

// Aggregation is one statistic of one variable per group.
type Aggregation struct {
	Stat   string
	Source *Variable
	Result *Variable
}

// Aggregations checks the items of collapse or aggregate. named tells that every item
// needs a -> name that is new in the dataset (aggregate); else the name of the source is
// the default and names need only differ from each other and from by (collapse).
func (s *Scope) Aggregations(op *syntax.Aggregate, by *Variable, named bool) []Aggregation {
	out := make([]Aggregation, 0, len(op.Items))
	taken := map[string]bool{}
	for _, item := range op.Items {
		known := s.statistic(item.Stat)
		source := s.Variable(item.Source)
		name, span, ok := source.Var.Name, source.Span, true
		switch {
		case item.Target != nil && named:
			name, span, ok = s.NewName(item.Target)
		case item.Target != nil:
			name, span, ok = s.Name(item.Target)
			ok = ok && s.legal(strings.TrimPrefix(strings.TrimPrefix(name, "START@"), "STOP@"), span)
		case named:
			s.Report(span, diag.New(CodeResultUnnamed, diag.Token(name)))
			ok = false
		}
		if !ok || name == "" {
			continue
		}
		switch {
		case taken[name]:
			s.Report(span, diag.New(CodeResultTwice, diag.Token(name)))
			continue
		case by != nil && !by.Poison && name == by.Name:
			s.Report(span, diag.New(CodeResultIsBy, diag.Token(name)))
			continue
		}
		taken[name] = true
		result := &Variable{Name: name, Poison: true}
		if known && s.aggregable(item.Stat, source) {
			result = Aggregated(item.Stat.Text, source.Var, name)
		}
		out = append(out, Aggregation{Stat: item.Stat.Text, Source: source.Var, Result: result})
	}
	return out
}

func (s *Scope) statistic(stat syntax.Name) bool {
	if slices.Contains(statistics[:], stat.Text) {
		return true
	}
	s.add(s.nearName(stat.Span, diag.New(CodeUnknownStatistic, diag.Token(stat.Text)), stat.Text, statistics[:]))
	return false
}

// aggregable checks a source: no key, numeric unless counted; the latest STOP@ of spells
// leaves out the spells that have not ended.
func (s *Scope) aggregable(stat syntax.Name, v VarAt) bool {
	switch {
	case v.Var.Poison:
		return false
	case !s.NotKey(v):
		return false
	case stat.Text != "count" && !v.Var.Kind.Numeric():
		s.Report(v.Span, diag.New(CodeNumericStatistic, diag.Token(stat.Text), diag.Token(v.Var.Name)))
		return false
	case stat.Text == "max" && v.Var.OpenEnd():
		s.Warn(v.Span, diag.New(CodeMaxOpenSpell, diag.Token(v.Var.Name)))
	}
	return true
}

// Aggregated is the variable a statistic makes. count is integer; min and max have the type
// and the code list of the source; sum is integer or decimal as the source; all others are
// decimal. A boolean source counts as integer, and so does one that only held `.`.
func Aggregated(stat string, v *Variable, name string) *Variable {
	kind := v.Kind
	if kind == types.Boolean || kind == types.Untyped {
		kind = types.Integer
	}
	out := &Variable{Name: name, Kind: types.Decimal, Lineage: v.Lineage && stat != "count"}
	switch stat {
	case "count":
		out.Kind = types.Integer
	case "min", "max":
		out.Kind, out.Labels = kind, v.Labels
	case "sum":
		if kind != types.Decimal {
			out.Kind = types.Integer
		}
	}
	return out
}

// Collapse replaces the active dataset by one row per value of by. The new unit is what by
// refers to, the old unit when by is the key itself, else an ad-hoc unit of its own.
func (s *Scope) Collapse(by *Variable, aggs []Aggregation) {
	d := s.Active()
	if d == nil || d.Poison {
		return
	}
	if by == nil || by.Poison {
		s.Update(&Dataset{Name: d.Name, Poison: true})
		s.call.Failed = true
		return
	}
	out := &Dataset{Name: d.Name, Kind: types.CrossSection, Unit: groupUnit(d, by), Units: true, Key: by.Name, Banks: d.Banks}
	key := *by
	key.Identifier, key.time = true, false
	unit := out.Unit
	if by.Refers != nil || by.Identifier || unit.Code != "" {
		key.Refers = &unit
	}
	key.Plain = !unit.Pseudonymous
	out.KeyVar = &key
	for _, a := range aggs {
		out.Vars = append(out.Vars, a.Result)
	}
	s.Update(out)
}

func groupUnit(d *Dataset, by *Variable) types.Unit {
	switch {
	case by.Identifier:
		return d.Unit
	case by.Refers != nil:
		return *by.Refers
	}
	return types.Unit{Identifier: by.Name, Kind: by.Storage()}
}

// AddAggregates adds the results of aggregate to every row of the active dataset.
func (s *Scope) AddAggregates(aggs []Aggregation) {
	for _, a := range aggs {
		s.PutVariable(a.Result)
	}
}
