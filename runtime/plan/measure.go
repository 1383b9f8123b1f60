package plan

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Measured is a numeric variable on its way to a sheet: what a command asks of it, and the
// steps that the population decides.
type Measured struct {
	Value  Reg // the numeric column
	Binary bool
	Stats  []disclosure.Statistic
	Bounds Reg // winsor bounds of the population; NoReg when values leave exactly
	exact  bool
	needs  disclosure.Evidence
	whole  Reg // the population as one group
}

// Measure prepares the evidence of a variable for statistics about the rows of a frame.
// population is the groups with exactly one group: the rows that pass the condition and
// have every table variable. binary tells that the variable can only be 0 or 1.
func (b *Builder) Measure(f *Frame, value, population Reg, binary bool, stats ...disclosure.Statistic) Measured {
	return b.MeasureIn(f, value, population, Shape{Binary: binary}, stats...)
}

// Shape is what the kind of a variable and of a dataset say of a measure.
type Shape struct {
	Binary bool // the variable can only be 0 or 1
	// Once: some of the sets are of one date of a panel, so that no unit is twice in them.
	Once bool
	// Each: the population is several groups, each a population of its own.
	Each bool
}

// MeasureIn is Measure where units may repeat in some sets and not in others.
func (b *Builder) MeasureIn(f *Frame, value, population Reg, shape Shape, stats ...disclosure.Statistic) Measured {
	m := Measured{Value: value, Binary: shape.Binary, Stats: stats, Bounds: NoReg, whole: population}
	layer := b.layerOf(f, value, population, f.Units)
	if layer == nil {
		return m
	}
	m.exact = layer.Exact(f.Protects())
	for _, s := range stats {
		m.needs |= layer.Needs(s, f.Protects(), shape.Binary && f.OneRow)
		if shape.Once {
			m.needs |= layer.Needs(s, f.Protects(), shape.Binary)
		}
	}
	if !m.exact && m.needs&(disclosure.EvidenceMoments|disclosure.EvidenceGini) != 0 || m.extremes() {
		m.Bounds = boundsFollow
		m.Bounds = b.Add(kernel.WinsorBounds{Each: shape.Each}, TypeBounds, b.order(m, population))
	}
	return m
}

// extremes tells whether stored extremes are replaced by bounds (rule Q2).
func (m Measured) extremes() bool {
	return !m.exact && (slices.Contains(m.Stats, disclosure.StatMin) || slices.Contains(m.Stats, disclosure.StatMax))
}

// order arranges the values of groups. The population is arranged once, for its bounds and
// for its percentiles.
func (b *Builder) order(m Measured, groups Reg) Reg {
	list := percents(m.Stats)
	if groups == m.whole && m.Bounds != NoReg {
		list = append([]int{1, 99}, list...)
	}
	op := kernel.Order{Percents: list, Exact: m.exact, Sorted: m.needs&disclosure.EvidenceGini != 0}
	return b.Add(op, TypeOrder, groups, m.Value)
}

// Anchors tells whether unit sets of the measure's groups need anchors (rule Q1).
func (m Measured) Anchors() bool { return m.needs&disclosure.EvidenceAnchor != 0 }

// Unflagged narrows a mask to the rows whose code is not flagged as missing by the
// variable's code list; mask may be NoReg, and is returned when no code is flagged.
func (b *Builder) Unflagged(col Reg, v *check.Variable, mask Reg) Reg {
	in := []Reg{col}
	if v.Labels != nil {
		for _, item := range v.Labels.Items {
			switch {
			case item.Missing && v.Labels.Numeric && v.Kind != types.Text:
				in = append(in, b.Literal(&check.Expr{Op: check.OpNumber, Kind: types.Decimal, Float: item.Number}))
			case item.Missing && !v.Labels.Numeric && v.Kind == types.Text:
				in = append(in, b.Literal(&check.Expr{Op: check.OpText, Kind: types.Text, Text: item.Code}))
			}
		}
	}
	if len(in) == 1 {
		return mask
	}
	shown := b.Add(kernel.Unary{Op: "!"}, types.Boolean.String(), b.Add(kernel.InList{}, types.Boolean.String(), in...))
	if mask == NoReg {
		return shown
	}
	return b.Add(kernel.Binary{Op: "&"}, types.Boolean.String(), mask, shown)
}

// Describe makes the evidence of the variable in every group: a *kernel.Described.
func (b *Builder) Describe(f *Frame, m Measured, groups Reg) Reg {
	return b.DescribeIn(f, m, groups, !f.OneRow)
}

// DescribeIn is Describe for groups in which a unit may, or may not, have several rows.
func (b *Builder) DescribeIn(f *Frame, m Measured, groups Reg, repeat bool) Reg {
	in := []Reg{b.Keys(f), b.Ordinals(f), groups, m.Value}
	switch {
	case m.Bounds != NoReg:
		in = append(in, m.Bounds)
	case m.needs&(disclosure.EvidenceOrder|disclosure.EvidenceGini) != 0:
		in = append(in, b.Add(noBounds{}, TypeBounds))
	}
	if m.needs&(disclosure.EvidenceOrder|disclosure.EvidenceGini) != 0 {
		in = append(in, b.order(m, groups))
	}
	return b.Add(kernel.Describe{Needs: m.needs, MayRepeat: repeat}, TypeDescribed, in...)
}

// Disclose gives the measure as evidence names it, without its bounds: those are known when
// the steps have run.
func (b *Builder) Disclose(m Measured, name, label string) disclosure.Measure {
	return disclosure.Measure{Name: name, Label: label, Binary: m.Binary, Fingerprint: b.Fingerprint(m.Value)}
}

// percents are the percentiles that statistics ask for.
func percents(stats []disclosure.Statistic) []int {
	var out []int
	for _, s := range stats {
		switch s {
		case disclosure.StatP1:
			out = append(out, 1)
		case disclosure.StatP25:
			out = append(out, 25)
		case disclosure.StatP50:
			out = append(out, 50)
		case disclosure.StatP75:
			out = append(out, 75)
		case disclosure.StatP99:
			out = append(out, 99)
		case disclosure.StatIQR:
			out = append(out, 25, 75)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// noBounds stands where a kernel takes bounds and values leave exactly.
type noBounds struct{}

func (noBounds) Name() string   { return "no-bounds" }
func (noBounds) Params() string { return "" }
func (noBounds) Run(*kernel.Context, []any) (any, error) {
	return (*disclosure.Bounds)(nil), nil
}

// boundsFollow marks a measure whose bounds are being made.
const boundsFollow Reg = -2

// Types of the registers a measure goes through.
const (
	TypeOrder     = "order"
	TypeBounds    = "bounds"
	TypeDescribed = "described"
	TypeSets      = "sets"
)
