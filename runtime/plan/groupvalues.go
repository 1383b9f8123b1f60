package plan

import (
	"errors"
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Grouped is the statistics of groups, as collapse and aggregate take them: one row per
// group.
type Grouped struct {
	Groups Reg   // *kernel.Groups: which group every row of the frame belongs to
	Key    Reg   // the value that made each group
	Values []Reg // one column per statistic, of the kind of its result
	Listed Reg   // the groups that may be seen to exist; NoReg when all of them may
}

// PersonBound tells whether statistics of groups made by a unit stay raw (rule D1): the
// unit is a pseudonym of a person or of something that belongs to one. It is decided by
// what the key identifies, never by counting groups.
func PersonBound(unit types.Unit) bool { return unit.Pseudonymous && unit.Space != "ORGNR" }

// GroupValues makes the statistics of groups of the rows of a frame. Rows without a value of
// by are in no group. raw keeps the values as they are; else they are released (rule D1) and
// a value that the rules hide is missing. named is the variable whose values name the groups
// from now on (rule D6), nil where no row is named by them.
func (b *Builder) GroupValues(f *Frame, by Reg, raw bool, aggs []check.Aggregation, named *check.Variable) Grouped {
	groups := b.Add(kernel.Group{}, TypeGroups, by)
	g := Grouped{Groups: groups, Key: b.Add(kernel.GroupKey{}, b.Type(by), groups), Listed: NoReg}
	sources, asked := make([]Reg, len(aggs)), map[Reg][]disclosure.Statistic{}
	for i, a := range aggs {
		sources[i] = b.Fill(f, b.columnOf(f, a.Source))
		if b.Type(sources[i]) == types.Untyped.String() {
			sources[i] = b.Add(kernel.Cast{To: types.Integer}, types.Integer.String(), sources[i])
		}
		asked[sources[i]] = append(asked[sources[i]], storedStatistics[a.Stat])
	}
	for i, a := range aggs {
		source := sources[i]
		if raw {
			g.Values = append(g.Values, b.as(b.rawValue(groups, source, a.Stat), a.Result.Storage()))
			continue
		}
		values, listed := b.releasedValue(f, groups, source, asked[source], a, named)
		g.Listed = listed
		g.Values = append(g.Values, b.as(values, a.Result.Storage()))
	}
	return g
}

func (b *Builder) columnOf(f *Frame, v *check.Variable) Reg {
	if v.Identifier {
		return f.Units
	}
	return f.Var(v.Name)
}

// as gives values the kind that the checker promised.
func (b *Builder) as(values Reg, kind types.Kind) Reg {
	switch {
	case b.Type(values) == kind.String():
		return values
	case b.Type(values) == types.Decimal.String() && kind != types.Decimal:
		return b.Add(nearest{kind}, kind.String(), values)
	}
	return b.Add(kernel.Cast{To: kind}, kind.String(), values)
}

// rawValue is one statistic without any protection, for groups whose rows stay protected.
func (b *Builder) rawValue(groups, source Reg, stat string) Reg {
	decimal, whole := types.Decimal.String(), types.Integer.String()
	switch stat {
	case "min", "max":
		kind := b.Type(source)
		if kind == types.Boolean.String() {
			kind = whole
		}
		return b.Add(kernel.GroupExtreme{Max: stat == "max"}, kind, groups, source)
	case "median", "iqr", "gini":
		op := kernel.Order{Percents: map[string][]int{"median": {50}, "iqr": {25, 75}}[stat], Exact: true, Sorted: stat == "gini"}
		return b.Add(kernel.GroupStat{Stat: stat}, decimal, b.Add(op, TypeOrder, groups, source))
	}
	totals := b.Add(kernel.Totals{}, "totals", groups, source)
	in := []Reg{totals}
	kind := decimal
	switch {
	case stat == "sd" || stat == "semean":
		in = append(in, b.Add(kernel.Squares{}, "squares", groups, source, totals))
	case stat == "count", stat == "sum" && b.Type(source) != decimal:
		kind = whole
	}
	return b.Add(kernel.GroupStat{Stat: stat}, kind, in...)
}

// storedStatistics are the statistics of groups as package disclosure knows them.
var storedStatistics = map[string]disclosure.Statistic{
	"mean": disclosure.StatMean, "min": disclosure.StatMin, "max": disclosure.StatMax, "median": disclosure.StatP50,
	"count": disclosure.StatCount, "sum": disclosure.StatSum, "semean": disclosure.StatSEMean,
	"sebinomial": disclosure.StatSEBinomial, "sd": disclosure.StatStd, "percent": disclosure.StatPercent,
	"iqr": disclosure.StatIQR, "gini": disclosure.StatGini,
}

// StoredRule is the disclosure rule of stored group values (D1).
func StoredRule() disclosure.Rule {
	return disclosure.Rule{
		Kind: disclosure.RuleStored,
		Evidence: disclosure.EvidenceUnits | disclosure.EvidenceAnchor | disclosure.EvidenceRepeats | disclosure.EvidenceMoments |
			disclosure.EvidenceGini | disclosure.EvidenceOrder | disclosure.EvidenceDeviants | disclosure.EvidenceOnes | disclosure.EvidenceExtremes,
		IDs: []disclosure.RuleID{
			disclosure.RuleC1, disclosure.RuleC3, disclosure.RuleC5, disclosure.RuleC9, disclosure.RuleC10, disclosure.RuleM0,
			disclosure.RuleM1, disclosure.RuleM3, disclosure.RuleM4, disclosure.RuleM5, disclosure.RuleM8, disclosure.RuleQ1,
			disclosure.RuleQ2, disclosure.RuleD1, disclosure.RuleD6,
		},
	}
}

// releasedValue is one statistic as rule D1 lets it be stored. The evidence is gathered once
// for all that are asked of a source.
func (b *Builder) releasedValue(f *Frame, groups, source Reg, asked []disclosure.Statistic, a check.Aggregation, named *check.Variable) (values, listed Reg) {
	whole := b.Add(kernel.Margin{Of: "total"}, TypeGroups, groups)
	stat := storedStatistics[a.Stat]
	m := b.Measure(f, source, whole, a.Source.Kind == types.Boolean, asked...)
	op := groupSeal{
		measure: b.Disclose(m, a.Source.Name, ""), stat: stat, protects: f.Protects(), repeats: !f.OneRow, bounded: m.Bounds != NoReg,
	}
	if named != nil {
		op.freeText, op.freeNumber = named.FreeText, named.FreeNumber()
	}
	sets := kernel.UnitSets{MayRepeat: op.repeats, Anchors: op.repeats}
	in := []Reg{b.Add(sets, TypeSets, b.Keys(f), b.Ordinals(f), groups), b.Describe(f, m, groups)}
	if op.repeats {
		in = append(in, b.Add(sets, TypeSets, b.Keys(f), b.Ordinals(f), whole))
	}
	if op.bounded {
		in = append(in, m.Bounds)
	}
	return b.Store(f, b.Add(op, TypeSheet, in...), StoredRule())
}

// groupSeal seals the values of groups. Inputs: the units of every group, the evidence of the
// measure, the units of all groups where they may repeat, and the bounds where there are any.
type groupSeal struct {
	measure              disclosure.Measure
	stat                 disclosure.Statistic
	protects             disclosure.Protects
	repeats              bool
	bounded              bool
	freeText, freeNumber bool // of the values that name the groups (rule D6)
}

func (groupSeal) Name() string { return "group-values" }

// Protects tells the verifier whom the sheet says it protects.
func (s groupSeal) Protects() disclosure.Protects { return s.protects }

func (s groupSeal) Params() string {
	return fmt.Sprintf("%q %s %t %s %d %t %t %t", s.measure.Name, s.measure.Fingerprint, s.measure.Binary, s.stat, s.protects, s.repeats, s.freeText, s.freeNumber)
}

var errGroupEvidence = errors.New("plan: evidence of another shape than the groups")

func (s groupSeal) Run(_ *kernel.Context, in []any) (any, error) {
	units, ok := in[0].(*kernel.Sets)
	found, ok2 := in[1].(*kernel.Described)
	if !ok || !ok2 {
		return nil, errGroupEvidence
	}
	g := disclosure.Groups{Protects: s.protects, MayRepeat: s.repeats, Measure: s.measure, Stat: s.stat, Units: units.Keys, Values: found.Values,
		FreeText: s.freeText, FreeNumber: s.freeNumber}
	in = in[2:]
	if s.repeats {
		all, ok := in[0].(*kernel.Sets)
		if !ok || len(all.Keys) != 1 {
			return nil, errGroupEvidence
		}
		g.Population = all.Keys[0]
		if len(all.Repeats) == 1 {
			g.PopulationRepeats = all.Repeats[0]
		}
		in = in[1:]
	}
	if s.bounded {
		bounds, ok := in[0].(*disclosure.Bounds)
		if !ok {
			return nil, errGroupEvidence
		}
		g.Measure.Bounds = *bounds
	}
	return disclosure.NewGroups(g), nil
}

// nearest rounds released values to whole numbers or days, halves away from zero.
type nearest struct{ to types.Kind }

func (nearest) Name() string     { return "round" }
func (n nearest) Params() string { return n.to.String() }

func (n nearest) Run(c *kernel.Context, in []any) (any, error) {
	x, ok := in[0].(*column.Column)
	if !ok {
		return nil, errShape
	}
	return kernel.MapInt(c, n.to, x, func(v float64) (int64, bool) {
		if v < 0 {
			below, ok := kernel.Floor(0.5 - v)
			return -below, ok
		}
		return kernel.Floor(v + 0.5)
	})
}

// Regrouped makes the frame of groups: one row per listed group, with its key and values
// under the names of the results. Groups that stand for protected units get a population
// guard; the others protect nobody, since D1 has released what they hold.
func (b *Builder) Regrouped(f *Frame, g Grouped, name string, unit types.Unit, banks []catalogue.Version, aggs []check.Aggregation) *Frame {
	out := &Frame{Units: g.Key, Protected: NoReg, OneRow: true, Vars: map[string]Reg{}, Layer: f.Layer}
	listed := func(r Reg) Reg { return b.Take(r, g.Listed) }
	if g.Listed != NoReg {
		out.Units = b.Listed(g.Key, g.Listed)
	} else {
		listed = func(r Reg) Reg { return r }
	}
	for i, a := range aggs {
		out.Vars[a.Result.Name] = listed(g.Values[i])
	}
	if unit.Pseudonymous && len(banks) > 0 {
		b.ProtectAmong(out, unit, banks)
	}
	out.Key = name
	b.GuardPopulation(out)
	return out
}

// owned tells whether a bank names the person behind a unit.
func (b *Builder) owned(unit types.Unit, bank catalogue.Version) bool {
	_, space, _, ok := b.env.Source.Protected(unit, bank)
	return ok && space != unit.Space
}
