package table

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// layout is the groups of a table: its cells (for a one-way table its rows), margins and
// the whole.
type layout struct {
	rows, columns, cells, rowTotal, colTotal, total plan.Reg
}

// Lower makes the steps of a table of the rows where mask is true (NoReg: of all), and
// releases it: one sheet, or with several summarised variables one each.
func Lower(b *plan.Builder, f *plan.Frame, mask plan.Reg, o Options, t Table) {
	l := layOut(b, f, t, mask, o.Missing)
	if len(o.Summarize) == 0 {
		b.Release(f, sheet(b, f, t, o, l, nil), Rule)
	}
	for _, v := range o.Summarize {
		b.Release(f, sheet(b, f, t, o, l, v), Rule)
	}
}

// LowerCells releases a two-way table of counts whose rows and columns are grouped already:
// row and column groups have the categories of the first and the second variable of t, and
// the rows of the dataset may be in a cell, or out of it, for reasons of their own.
func LowerCells(b *plan.Builder, f *plan.Frame, t Table, rows, columns plan.Reg, rule disclosure.Rule) {
	b.Release(f, sheet(b, f, t, Options{}, twoWay(b, rows, columns), nil), rule)
}

// layOut groups the rows: columns by the second variable, rows by the first and the others.
func layOut(b *plan.Builder, f *plan.Frame, t Table, mask plan.Reg, missing bool) layout {
	vars := t.Vars
	single := make([]plan.Reg, len(vars))
	for i, v := range vars {
		if v.Time() && len(t.Times) > 0 {
			single[i] = GroupTimes(b, f, t.Times, mask)
			continue
		}
		single[i] = GroupBy(b, f, v, mask, missing)
	}
	rows := single[0]
	if len(vars) > 2 {
		parts := append([]plan.Reg{single[0]}, single[2:]...)
		rows = b.Add(kernel.Combine{}, plan.TypeGroups, parts...)
	}
	if len(vars) == 1 {
		total := b.Add(kernel.Margin{Of: "total"}, plan.TypeGroups, rows)
		return layout{rows: rows, columns: plan.NoReg, cells: rows, rowTotal: rows, colTotal: plan.NoReg, total: total}
	}
	return twoWay(b, rows, single[1])
}

func twoWay(b *plan.Builder, rows, columns plan.Reg) layout {
	l := layout{rows: rows, columns: columns}
	l.cells = b.Add(kernel.Cross{}, plan.TypeGroups, l.rows, l.columns)
	l.rowTotal = b.Add(kernel.Margin{Of: "rows"}, plan.TypeGroups, l.cells)
	l.colTotal = b.Add(kernel.Margin{Of: "columns"}, plan.TypeGroups, l.cells)
	l.total = b.Add(kernel.Margin{Of: "total"}, plan.TypeGroups, l.cells)
	return l
}

// GroupBy groups the rows where mask is true by one variable. Codes that are flagged as
// missing count as missing values, unless missing is a category.
func GroupBy(b *plan.Builder, f *plan.Frame, v *check.Variable, mask plan.Reg, missing bool) plan.Reg {
	col := b.Fill(f, f.Var(v.Name))
	if !missing {
		mask = b.Unflagged(col, v, mask)
	}
	in := []plan.Reg{col}
	if mask != plan.NoReg {
		in = append(in, mask)
	}
	return b.Add(kernel.Group{Missing: missing}, plan.TypeGroups, in...)
}

// GroupTimes groups the rows where mask is true by the times of their panel, one group each.
func GroupTimes(b *plan.Builder, f *plan.Frame, times []check.Moment, mask plan.Reg) plan.Reg {
	in := []plan.Reg{f.Var(check.PanelTime)}
	if mask != plan.NoReg {
		in = append(in, mask)
	}
	kind := types.Integer
	if b.Type(in[0]) == types.Text.String() {
		kind = types.Text
	}
	values, texts := plan.TimesOf(kind, times)
	return b.Add(kernel.TimeGroups{Values: values, Texts: texts}, plan.TypeGroups, in...)
}

// sheet seals the evidence of the table, with the statistics of v when it is not nil.
func sheet(b *plan.Builder, f *plan.Frame, t Table, o Options, l layout, v *check.Variable) plan.Reg {
	op := seal{
		axes: axes(t.Vars), twoWay: len(t.Vars) > 1, stats: t.Stats, chi2: o.Chi2,
		protects: f.Protects(), repeats: repeatsOf(f, t.Vars),
	}
	anchors := false
	var m plan.Measured
	if v != nil {
		col := b.Fill(f, f.Var(v.Name))
		m = b.MeasureIn(f, col, l.total, plan.Shape{Binary: v.Kind == types.Boolean, Once: op.repeats.once()}, t.Stats...)
		op.measure, anchors = []disclosure.Measure{b.Disclose(m, v.Name, "")}, m.Anchors()
	}
	in := []plan.Reg{l.rows}
	if op.twoWay {
		in = append(in, l.columns)
	}
	sets := l.sets()
	in = append(in, unitSets(b, f, l, op.repeats, anchors)...)
	if v != nil {
		for i, groups := range sets {
			in = append(in, b.DescribeIn(f, m, groups, op.repeats.kinds(len(sets))[i]))
		}
		if m.Bounds != plan.NoReg {
			in = append(in, m.Bounds)
		}
	}
	return b.Add(op, plan.TypeSheet, in...)
}

// sets are the groupings of the table whose cells are shown, in the order seal takes them.
func (l layout) sets() []plan.Reg {
	if l.columns == plan.NoReg {
		return []plan.Reg{l.rowTotal, l.total}
	}
	return []plan.Reg{l.cells, l.rowTotal, l.colTotal, l.total}
}

// repeats tells in which sets of a table a unit may have several rows.
type repeats struct{ any, rowsOnce, columnsOnce bool }

// repeatsOf decides that by the kind of the dataset: where time is an axis of a panel, what
// is of one date has every unit once.
func repeatsOf(f *plan.Frame, vars []*check.Variable) repeats {
	r := repeats{any: !f.OneRow}
	if r.any && f.OnePerTime {
		at := slices.IndexFunc(vars, (*check.Variable).Time)
		r.columnsOnce, r.rowsOnce = at == 1, at >= 0 && at != 1
	}
	return r
}

// once tells that some sets have every unit once although not all have.
func (r repeats) once() bool { return r.rowsOnce || r.columnsOnce }

// kinds are the answers for the sets of a table as sets lists them.
func (r repeats) kinds(sets int) []bool {
	if sets == 2 {
		return []bool{r.any && !r.rowsOnce, r.any}
	}
	return []bool{r.any && !r.once(), r.any && !r.rowsOnce, r.any && !r.columnsOnce, r.any}
}

// unitSets counts the units of every set. Where no unit can have two rows, margins are the
// union of their cells; else cells and margins are counted on their own, in one pass.
func unitSets(b *plan.Builder, f *plan.Frame, l layout, r repeats, anchors bool) (out []plan.Reg) {
	sets := l.sets()
	kinds := r.kinds(len(sets))
	if r.any && len(sets) > 2 {
		op := kernel.TableSets{Cells: kinds[0], Rows: kinds[1], Columns: kinds[2], Anchors: anchors}
		all := b.Add(op, plan.TypeTuple, b.Keys(f), b.Ordinals(f), l.cells)
		for i := range sets {
			out = append(out, b.Part(all, i, plan.TypeSets))
		}
		return out
	}
	names := map[plan.Reg]string{l.total: "total"}
	if l.columns != plan.NoReg {
		names[l.rowTotal], names[l.colTotal] = "rows", "columns"
	}
	for i, groups := range sets {
		op := kernel.UnitSets{MayRepeat: kinds[i], Anchors: anchors || kinds[i]}
		if kinds[i] || groups == l.cells {
			out = append(out, b.Add(op, plan.TypeSets, b.Keys(f), b.Ordinals(f), groups))
			continue
		}
		cells := b.Add(op, plan.TypeSets, b.Keys(f), b.Ordinals(f), l.cells)
		out = append(out, b.Add(kernel.MergeSets{Of: names[groups]}, plan.TypeSets, cells, l.cells))
	}
	return out
}
