package description

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/stdlib/table"
)

// LowerTimes describes the variables at every time of a panel, in the rows where mask is true.
func LowerTimes(b *plan.Builder, f *plan.Frame, mask plan.Reg, o Options, vars []*check.Variable, times []check.Moment) {
	repeat := !f.OneRow && !f.OnePerTime
	op := sealTimes{seal: seal{stats: statistics(o), protects: f.Protects(), repeats: repeat}, axis: axisOf(b, f, times)}
	rows := table.GroupTimes(b, f, times, mask)
	in := []plan.Reg{
		b.SetKey(f, mask),
		b.Add(kernel.UnitSets{MayRepeat: repeat, Anchors: repeat}, plan.TypeSets, b.Keys(f), b.Ordinals(f), rows),
	}
	for _, v := range vars {
		col := b.Fill(f, f.Var(v.Name))
		groups := table.GroupTimes(b, f, times, b.Unflagged(col, v, mask))
		shape := plan.Shape{Binary: v.Kind == types.Boolean, Once: f.OnePerTime, Each: true}
		m := b.MeasureIn(f, col, groups, shape, op.stats...)
		op.measures = append(op.measures, b.Disclose(m, v.Name, ""))
		in = append(in, b.DescribeIn(f, m, groups, repeat))
		op.bounded = append(op.bounded, m.Bounds != plan.NoReg)
		if m.Bounds != plan.NoReg {
			in = append(in, m.Bounds)
		}
	}
	b.Release(f, b.Add(op, plan.TypeSheet, in...), Rule(disclosure.RuleC8))
}

func axisOf(b *plan.Builder, f *plan.Frame, times []check.Moment) disclosure.Axis {
	out := disclosure.Axis{Name: check.PanelTime}
	words := b.Type(f.Var(check.PanelTime)) == types.Text.String()
	for _, t := range times {
		c := disclosure.Category{Code: t.Text}
		if !words {
			c = disclosure.Category{Code: fmt.Sprint(t.Value), Number: true}
		}
		out.Categories = append(out.Categories, c)
	}
	return out
}

// sealTimes puts the evidence of a description of every time into a sheet. Inputs: the
// set key of all rows, the sets of every time, then per variable as seal.
type sealTimes struct {
	seal
	axis disclosure.Axis
}

// Params names the times too.
func (s sealTimes) Params() string {
	out := s.seal.Params() + " by"
	for _, c := range s.axis.Categories {
		out += fmt.Sprintf(" %q/%t", c.Code, c.Number)
	}
	return out
}

// Run gives *disclosure.Sheet.
func (s sealTimes) Run(_ *kernel.Context, in []any) (any, error) {
	all, ok := in[0].(disclosure.SetKey)
	sets, ok2 := in[1].(*kernel.Sets)
	groups := len(s.axis.Categories)
	if !ok || !ok2 || len(sets.Keys) != groups || s.repeats && len(sets.Repeats) != groups {
		return nil, errEvidence
	}
	found, err := s.evidence(in[2:], groups)
	if err != nil {
		return nil, err
	}
	out := disclosure.DescribedBy{Protects: s.protects, Population: all, Axis: s.axis}
	for g := range groups {
		d := disclosure.Described{Protects: s.protects, MayRepeat: s.repeats, Stats: s.stats, Population: sets.Keys[g]}
		if s.repeats {
			d.PopulationRepeats = sets.Repeats[g]
		}
		d.Measures, d.Values = found.of(g)
		out.Groups = append(out.Groups, d)
	}
	return disclosure.NewDescribedBy(out), nil
}
