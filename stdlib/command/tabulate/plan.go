package tabulate

import (
	"strconv"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// layout is the groups of a table: its cells (for a one-way table its rows), margins and
// the whole.
type layout struct {
	rows, columns, cells, rowTotal, colTotal, total plan.Reg
}

// planTable lowers a call to one sheet, or with several summarised variables one each.
func planTable(b *plan.Builder, call *check.Call, o options, t table) {
	f := b.Frame(call.Active.Name)
	mask := b.Condition(f, call.If)
	l := layOut(b, f, t.vars, mask, o.Missing)
	if len(o.Summarize) == 0 {
		b.Release(f, sheet(b, f, t, o, l, nil), rule)
	}
	for _, v := range o.Summarize {
		b.Release(f, sheet(b, f, t, o, l, v), rule)
	}
}

// layOut groups the rows: columns by the second variable, rows by the first and the others.
func layOut(b *plan.Builder, f *plan.Frame, vars []*check.Variable, mask plan.Reg, missing bool) layout {
	single := make([]plan.Reg, len(vars))
	for i, v := range vars {
		single[i] = groupBy(b, f, v, mask, missing)
	}
	l := layout{columns: plan.NoReg, colTotal: plan.NoReg, rows: single[0]}
	if len(vars) > 2 {
		parts := append([]plan.Reg{single[0]}, single[2:]...)
		l.rows = b.Add(kernel.Combine{}, plan.TypeGroups, parts...)
	}
	if len(vars) == 1 {
		l.cells, l.rowTotal = l.rows, l.rows
		l.total = b.Add(kernel.Margin{Of: "total"}, plan.TypeGroups, l.rows)
		return l
	}
	l.columns = single[1]
	l.cells = b.Add(kernel.Cross{}, plan.TypeGroups, l.rows, l.columns)
	l.rowTotal = b.Add(kernel.Margin{Of: "rows"}, plan.TypeGroups, l.cells)
	l.colTotal = b.Add(kernel.Margin{Of: "columns"}, plan.TypeGroups, l.cells)
	l.total = b.Add(kernel.Margin{Of: "total"}, plan.TypeGroups, l.cells)
	return l
}

// groupBy groups by one variable. Codes that are flagged as missing count as missing
// values, unless missing is a category.
func groupBy(b *plan.Builder, f *plan.Frame, v *check.Variable, mask plan.Reg, missing bool) plan.Reg {
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

// sheet seals the evidence of the table, with the statistics of v when it is not nil.
func sheet(b *plan.Builder, f *plan.Frame, t table, o options, l layout, v *check.Variable) plan.Reg {
	op := seal{
		axes: axes(t.vars), twoWay: len(t.vars) > 1, stats: t.stats, chi2: o.Chi2,
		protects: f.Protects(), repeats: !f.OneRow,
	}
	anchors := false
	var m plan.Measured
	if v != nil {
		col := b.Fill(f, f.Var(v.Name))
		m = b.Measure(f, col, l.total, v.Kind == types.Boolean, t.stats...)
		op.measure, anchors = []disclosure.Measure{b.Disclose(m, v.Name, "")}, m.Anchors()
	}
	in := []plan.Reg{l.rows}
	if op.twoWay {
		in = append(in, l.columns)
	}
	for _, groups := range l.sets() {
		in = append(in, unitSets(b, f, l, groups, anchors))
	}
	if v != nil {
		for _, groups := range l.sets() {
			in = append(in, b.Describe(f, m, groups))
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

// unitSets counts the units of every set. Where no unit can have two rows, margins are the
// union of their cells; else they are counted on their own.
func unitSets(b *plan.Builder, f *plan.Frame, l layout, groups plan.Reg, anchors bool) plan.Reg {
	op := kernel.UnitSets{MayRepeat: !f.OneRow, Anchors: anchors || !f.OneRow}
	count := func(g plan.Reg) plan.Reg { return b.Add(op, plan.TypeSets, b.Keys(f), b.Ordinals(f), g) }
	if !f.OneRow || groups == l.cells {
		return count(groups)
	}
	of := map[plan.Reg]string{l.rowTotal: "rows", l.colTotal: "columns", l.total: "total"}[groups]
	return b.Add(kernel.MergeSets{Of: of}, plan.TypeSets, count(l.cells), l.cells)
}

// axis is what is known of a table variable before data are read.
type axis struct {
	variable *check.Variable
}

func axes(vars []*check.Variable) []axis {
	out := make([]axis, len(vars))
	for i, v := range vars {
		out[i] = axis{v}
	}
	return out
}

// empty is the axis without its categories.
func (a axis) empty() disclosure.Axis {
	return disclosure.Axis{Name: a.variable.Name, FreeText: a.variable.FreeText, FreeNumber: a.variable.FreeNumber()}
}

// of is the axis with the categories of a key column; category i is row i of the column.
func (a axis) of(keys *column.Column) disclosure.Axis {
	out := a.empty()
	for i := range keys.Len {
		out.Categories = append(out.Categories, a.category(keys, i))
	}
	return out
}

func (a axis) category(keys *column.Column, i int) disclosure.Category {
	if keys.Missing(i) {
		return disclosure.Category{Missing: true}
	}
	c := disclosure.Category{Code: CodeOf(keys, i), Number: keys.Kind != types.Text}
	if item, ok := a.variable.Labels.Find(c.Code); ok {
		c.Label, c.Missing = item.Label.NB, item.Missing
	}
	return c
}

// CodeOf is the canonical text of a category: text as it is, numbers in shortest form.
func CodeOf(keys *column.Column, i int) string {
	switch keys.Kind {
	case types.Text:
		return keys.Text(i)
	case types.Integer, types.Date:
		return strconv.FormatInt(keys.Ints[i], 10)
	}
	return check.FormatCode(keys.Float(i))
}
