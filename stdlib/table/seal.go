package table

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

var errEvidence = errors.New("table: evidence of another shape than the table")

// seal puts the evidence of a table into a sheet. Inputs: the row groups, the column groups
// when two-way, the unit sets of cells, rows, columns and total (rows and total when
// one-way), then with a measure its evidence in the same order and its bounds when there
// are any.
type seal struct {
	axes     []axis
	twoWay   bool
	stats    []disclosure.Statistic
	chi2     bool
	protects disclosure.Protects
	repeats  repeats
	measure  []disclosure.Measure // none or one
}

// Name is the step's name.
func (seal) Name() string { return "table" }

// Protects tells the verifier whom the sheet says it protects.
func (s seal) Protects() disclosure.Protects { return s.protects }

// Params names the variables, their labels' list and the statistics; no data.
func (s seal) Params() string {
	var out strings.Builder
	for _, a := range s.axes {
		fmt.Fprintf(&out, "%q free=%t/%t ", a.variable.Name, a.variable.FreeText, a.variable.FreeNumber())
		if l := a.variable.Labels; l != nil {
			for _, item := range l.Items {
				fmt.Fprintf(&out, "%q=%q/%t ", item.Code, item.Label.NB, item.Missing)
			}
		}
	}
	fmt.Fprint(&out, s.stats, s.chi2, s.protects, s.repeats)
	for _, m := range s.measure {
		fmt.Fprintf(&out, " %q %s %t", m.Name, m.Fingerprint, m.Binary)
	}
	return out.String()
}

// Run gives *disclosure.Sheet.
func (s seal) Run(_ *kernel.Context, in []any) (any, error) {
	g := disclosure.Grid{
		Protects: s.protects, MayRepeat: s.repeats.any, RowsOnce: s.repeats.rowsOnce, ColumnsOnce: s.repeats.columnsOnce,
		Stats: s.stats, Chi2: s.chi2,
	}
	rows, ok := in[0].(*kernel.Groups)
	if !ok || len(rows.Keys) == 0 {
		return nil, errEvidence
	}
	in = in[1:]
	rowAxes := s.axes
	if s.twoWay {
		columns, ok := in[0].(*kernel.Groups)
		if !ok {
			return nil, errEvidence
		}
		column := s.axes[1].of(columns.Keys[0])
		g.Column = &column
		rowAxes = append([]axis{s.axes[0]}, s.axes[2:]...)
		in = in[1:]
	}
	if err := s.rowHeads(&g, rows, rowAxes); err != nil {
		return nil, err
	}
	return s.cells(&g, in)
}

// rowHeads fills in the row axes and, per table row, the category of each.
func (s seal) rowHeads(g *disclosure.Grid, rows *kernel.Groups, axes []axis) error {
	if len(rows.Keys) != len(axes) {
		return errEvidence
	}
	g.Tuples = make([][]int, rows.Count)
	for r := range g.Tuples {
		g.Tuples[r] = make([]int, len(axes))
	}
	for a := range axes {
		keys := rows.Keys[a]
		first, place := distinct(keys, rows, a)
		out := axes[a].empty()
		for _, row := range first {
			out.Categories = append(out.Categories, axes[a].category(keys, row))
		}
		for r := range g.Tuples {
			g.Tuples[r][a] = place[r]
		}
		g.Rows = append(g.Rows, out)
	}
	return nil
}

// distinct numbers the values of a key column: first has a row of each, place the number
// of every row.
func distinct(keys *column.Column, rows *kernel.Groups, a int) (first, place []int) {
	place = make([]int, rows.Count)
	seen := map[uint32]int{}
	for r := range rows.Count {
		part := uint32(r)
		if len(rows.Parts) > 0 {
			part = rows.Parts[a][r]
		}
		n, ok := seen[part]
		if !ok {
			n = len(first)
			seen[part] = n
			first = append(first, r)
		}
		place[r] = n
	}
	return first, place
}

// cells fills in the evidence of every set and seals.
func (s seal) cells(g *disclosure.Grid, in []any) (any, error) {
	sets := []*disclosure.Cells{&g.RowTotal, &g.Total}
	if s.twoWay {
		sets = []*disclosure.Cells{&g.Cells, &g.RowTotal, &g.ColTotal, &g.Total}
	}
	for i, c := range sets {
		units, ok := in[0].(*kernel.Sets)
		if !ok {
			return nil, errEvidence
		}
		c.Units = units.Keys
		if s.repeats.kinds(len(sets))[i] {
			c.Repeats = units.Repeats
		}
		in = in[1:]
	}
	if len(s.measure) == 0 {
		return disclosure.NewGrid(*g), nil
	}
	for _, c := range sets {
		d, ok := in[0].(*kernel.Described)
		if !ok {
			return nil, errEvidence
		}
		c.Values = [][]disclosure.Values{d.Values}
		in = in[1:]
	}
	m := s.measure[0]
	if len(in) > 0 {
		bounds, ok := in[0].(*disclosure.Bounds)
		if !ok {
			return nil, errEvidence
		}
		m.Bounds = *bounds
	}
	g.Measures = []disclosure.Measure{m}
	return disclosure.NewGrid(*g), nil
}
