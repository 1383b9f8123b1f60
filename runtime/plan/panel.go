package plan

import (
	"fmt"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Types of the registers that panels go through.
const (
	TypeUnitSet   = "unit-set"   // *kernel.UnitSet
	TypePanelRows = "panel-rows" // *kernel.PanelRows
)

// UnitsWithAny makes the steps that read the units with a value in at least one of the
// imports, all of one unit type, ascending. No values are read.
func (b *Builder) UnitsWithAny(imports []Import) Reg {
	in := make([]Reg, len(imports))
	for i, v := range imports {
		in[i] = b.source(b.env.Source.UnitsWith(v), TypeUnitSet, v, -1)
	}
	return b.Add(kernel.UniteSets{}, unitType(imports[0].Var.Unit), in...)
}

// Panel makes the frame of a panel without variables but date@panel: every row of a frame
// with one row per unit, once for every time. The rows of a unit stand side by side, in the
// order of the times, and units in the order they had. Nobody joins or leaves, so the guard
// of the frame's population holds for the panel too.
func (b *Builder) Panel(f *Frame, kind types.Kind, times []check.Moment) *Frame {
	long := f.Clone()
	long.Vars = map[string]Reg{}
	long.Units = b.RepeatAt(f.Units, len(times))
	long.OneRow, long.OnePerTime = false, f.OneRow
	if f.Protected != NoReg {
		long.Protected = b.add(Step{Op: repeatOrdinals{len(times)}, Type: TypeOrdinals, In: []Reg{f.Protected, f.Units, long.Units}})
		if guard, ok := b.guards[f.Protected]; ok {
			b.guards[long.Protected] = guard
		}
	}
	values, texts := TimesOf(kind, times)
	long.Vars[check.PanelTime] = b.Add(kernel.Moments{Kind: kind, Values: values, Texts: texts}, kind.String(), f.Units)
	return long
}

// TimesOf gives the times of a panel as kernels take them: texts where date@panel is of kind
// Text, numbers else.
func TimesOf(kind types.Kind, times []check.Moment) (values []int64, texts []string) {
	for _, t := range times {
		if kind == types.Text {
			texts = append(texts, t.Text)
		} else {
			values = append(values, t.Value)
		}
	}
	return values, texts
}

// RepeatAt gives a column of a frame with one row per unit the rows of its panel.
func (b *Builder) RepeatAt(r Reg, times int) Reg {
	if len(b.facts[r].sources) == 0 {
		return r // a constant fits any number of rows
	}
	return b.Add(kernel.Repeat{Times: times}, b.Type(r), r)
}

// Interleave makes a column of a panel out of the columns of its times, NoReg where a time has
// none, on the rows of a frame with one row per unit. kind is that of the result.
func (b *Builder) Interleave(f *Frame, kind types.Kind, columns []Reg) Reg {
	op := kernel.Interleave{Times: len(columns)}
	if kind.Numeric() {
		op.Kind = kind
	}
	var in []Reg
	for t, r := range columns {
		if r != NoReg {
			op.At, in = append(op.At, t), append(in, b.Fill(f, r))
		}
	}
	return b.Add(op, kind.String(), in...)
}

// Wide is a panel taken apart: a frame with one row per unit that the panel has rows of.
type Wide struct {
	*Frame
	long *Frame
	rows Reg
}

// FromPanel makes the frame of the units of a panel, without variables; its population must
// be guarded when the frame is complete. The rows of a unit must stand side by side, as
// Panel makes them and filters leave them.
func (b *Builder) FromPanel(long *Frame, d *check.Dataset, kind types.Kind, times []check.Moment) Wide {
	values, texts := TimesOf(kind, times)
	rows := b.Add(kernel.FindPanelRows{Values: values, Texts: texts}, TypePanelRows, long.Units, long.Vars[check.PanelTime])
	f := long.Clone()
	f.Vars = map[string]Reg{}
	f.Units = b.Add(kernel.PanelUnits{}, b.Type(long.Units), long.Units, rows)
	f.Protected, f.OneRow, f.OnePerTime = NoReg, true, false
	if d.Unit.Pseudonymous && len(d.Banks) > 0 {
		b.ProtectAmong(f, d.Unit, d.Banks)
	}
	f.Key = long.Key
	return Wide{Frame: f, long: long, rows: rows}
}

// At takes the values of one time, by its place, out of a variable of the panel: missing for
// units of which the panel has no such row. kind is that of the result.
func (b *Builder) At(w Wide, r Reg, time int, kind types.Kind) Reg {
	return b.Add(kernel.AtTime{Time: time}, kind.String(), b.Fill(w.long, r), w.rows)
}

// repeatOrdinals gives the protected units of a panel's rows. Inputs: those of the frame it is
// made from, the units of that frame, and the units of the panel. Where units protect
// themselves the column is there already.
type repeatOrdinals struct{ times int }

func (repeatOrdinals) Name() string     { return "repeat-protected" }
func (r repeatOrdinals) Params() string { return fmt.Sprint(r.times) }

func (r repeatOrdinals) Run(c *kernel.Context, in []any) (any, error) {
	ordinals, ok := in[0].(*column.Column)
	units, ok2 := in[1].(*column.Column)
	long, ok3 := in[2].(*column.Column)
	if !ok || !ok2 || !ok3 {
		return nil, errShape
	}
	if ordinals == units {
		return long, nil
	}
	return kernel.Repeat{Times: r.times}.Run(c, in[:1])
}
