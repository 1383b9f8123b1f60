package oracle

import (
	"math/big"
	"slices"
	"sort"
	"strings"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Table is what tabulate or summarize shows: cells by row, column and statistic. A total is
// the last row or column. The table of summarize has a row for every variable and one column.
type Table struct {
	Rows, Columns []Head
	Stats         []string
	Cells         [][][]Value
	Population    int
	// Ownerless: some rows are of units whose person is not known. Who counts then is a rule of
	// disclosure control, not of the language.
	Ownerless bool
}

// Head is a row or column: a code for every variable; none for a total.
type Head struct {
	Codes []string
	Total bool
}

// tabled is a variable of a table.
type tabled struct {
	place int
	v     Variable
}

// category is the code of a value; false when the value takes no part.
func (s *Session) category(t tabled, v Value, missing bool) (string, bool) {
	if v.Missing {
		return "", missing || s.hurt("tabulate counts missing")
	}
	s.doubt(v.Err > 0)
	code := v.code(t.v.Kind)
	if l, ok := t.v.Labels.find(code); ok && l.Missing && !missing {
		return code, false
	}
	return code, true
}

func (s *Session) tabulate(c *syntax.Command) error {
	return s.table(c, c.Operands.(*syntax.Names).List)
}

// tabulatePanel is tabulate with the times as columns.
func (s *Session) tabulatePanel(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	list := slices.Clone(c.Operands.(*syntax.Names).List)
	for _, e := range list {
		if nameOf(e) == panelTime {
			return refuse("the times are there already")
		}
	}
	if d.Kind != types.Panel {
		return refuse("no panel")
	}
	return s.table(c, slices.Insert(list, 1, syntax.Expr(&syntax.Var{Prefix: "date", Name: "panel"})))
}

func (s *Session) table(c *syntax.Command, list []syntax.Expr) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	var axes []tabled
	for _, e := range list {
		place, err := d.plain(e)
		if err != nil {
			return err
		}
		s.span(d, place)
		axes = append(axes, tabled{place, d.at(place)})
	}
	rows := chosen(d.Rows, selected)
	measures, err := s.measures(d, c)
	if err != nil {
		return err
	}
	for _, o := range c.Options {
		switch o.Name.Text {
		case "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr":
			if len(measures) == 0 {
				return refuse("%s needs summarize()", o.Name.Text)
			}
		case "rowpct", "colpct":
			if len(list) < 2 {
				return refuse("%s needs two variables", o.Name.Text)
			}
		}
	}
	stats := tableStatistics(c, len(measures) > 0)
	t := s.grid(axes, rows, has(c, "missing"))
	if len(measures) == 0 {
		measures = []tabled{{place: -2}}
	}
	for _, m := range measures {
		table := s.fill(t, m, stats)
		table.Ownerless = s.ownerless(d)
		s.Tables = append(s.Tables, table)
	}
	return nil
}

func (s *Session) measures(d *Dataset, c *syntax.Command) (out []tabled, err error) {
	o, ok := option(c, "summarize")
	if !ok {
		return nil, nil
	}
	for _, e := range o.Args {
		place, err := d.plain(e)
		if err != nil {
			return nil, err
		}
		if d.at(place).Kind == types.Text {
			return nil, refuse("a summary of an alphanumeric variable")
		}
		out = append(out, tabled{place, d.at(place)})
	}
	return out, nil
}

// tableStatistics are the numbers of a cell: counts first and percentages as given; beside
// summarize exactly those given, in order, and the mean without any.
func tableStatistics(c *syntax.Command, volume bool) []string {
	var out []string
	for _, o := range c.Options {
		switch o.Name.Text {
		case "rowpct", "colpct", "cellpct", "mean", "std", "sum", "p25", "p50", "p75", "gini", "iqr":
			out = append(out, o.Name.Text)
		case "freq":
			if volume {
				out = append(out, "freq")
			}
		}
	}
	switch {
	case volume && len(out) == 0:
		return []string{"mean"}
	case !volume && (has(c, "freq") || len(out) == 0):
		return append([]string{"freq"}, out...)
	}
	return out
}

// grid is the categories of a table and the rows of every cell.
type grid struct {
	axes          []tabled
	rows, columns []Head
	cell          map[string][]Row
}

func key(row, column Head) string {
	out := ""
	for _, h := range []Head{row, column} {
		if h.Total {
			out += "total\x00"
		}
		for _, c := range h.Codes {
			out += c + "\x01"
		}
		out += "\x02"
	}
	return out
}

// grid sorts rows into cells. Columns are the second variable, rows the others in order.
func (s *Session) grid(axes []tabled, rows []Row, missing bool) *grid {
	g := &grid{axes: axes, cell: map[string][]Row{}}
	rowSeen, columnSeen := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		row, column, part := Head{}, Head{}, true
		for i, a := range axes {
			code, ok := s.category(a, r.at(a.place), missing)
			if r.at(a.place).Missing {
				code = "."
			}
			part = part && ok
			if i == 1 {
				column.Codes = []string{code}
			} else {
				row.Codes = append(row.Codes, code)
			}
		}
		if !part {
			continue
		}
		for _, rh := range []Head{row, {Total: true}} {
			for _, ch := range []Head{column, {Total: true}} {
				g.cell[key(rh, ch)] = append(g.cell[key(rh, ch)], r)
			}
		}
		if !rowSeen[key(row, Head{})] {
			rowSeen[key(row, Head{})] = true
			g.rows = append(g.rows, row)
		}
		if !columnSeen[key(column, Head{})] {
			columnSeen[key(column, Head{})] = true
			g.columns = append(g.columns, column)
		}
	}
	rowAxes := axes
	if len(axes) > 1 {
		rowAxes = append([]tabled{axes[0]}, axes[2:]...)
		sort.SliceStable(g.columns, func(i, j int) bool { return headBefore(g.columns[i], g.columns[j], axes[1:2]) })
		g.columns = append(g.columns, Head{Total: true})
	} else {
		g.columns = []Head{{Total: true}}
	}
	sort.SliceStable(g.rows, func(i, j int) bool { return headBefore(g.rows[i], g.rows[j], rowAxes) })
	g.rows = append(g.rows, Head{Total: true})
	return g
}

// headBefore is code order; what is missing comes last, flagged codes too.
func headBefore(a, b Head, axes []tabled) bool {
	for i := range a.Codes {
		x, y := a.Codes[i], b.Codes[i]
		if x == y {
			continue
		}
		numeric := axes[i].v.Kind != types.Text
		if p, q := axes[i].missing(x), axes[i].missing(y); p != q {
			return q
		}
		if x == "." || y == "." { // beside flagged codes
			return (y == ".") == numeric
		}
		return before(x, y, numeric)
	}
	return false
}

func (t tabled) missing(code string) bool {
	l, ok := t.v.Labels.find(code)
	return code == "." || ok && l.Missing
}

// fill computes the statistics of every cell.
func (s *Session) fill(g *grid, m tabled, stats []string) Table {
	t := Table{Rows: g.rows, Columns: g.columns, Stats: stats, Population: len(g.cell[key(Head{Total: true}, Head{Total: true})])}
	for _, row := range g.rows {
		var line [][]Value
		for _, column := range g.columns {
			var cells []Value
			for _, name := range stats {
				cells = append(cells, s.tableCell(g, m, name, row, column))
			}
			line = append(line, cells)
		}
		t.Cells = append(t.Cells, line)
	}
	return t
}

func (s *Session) tableCell(g *grid, m tabled, stat string, row, column Head) Value {
	all := Head{Total: true}
	rows := g.cell[key(row, column)]
	of := map[string]int{"rowpct": len(g.cell[key(row, all)]), "colpct": len(g.cell[key(all, column)]), "cellpct": len(g.cell[key(all, all)])}
	switch n, percent := of[stat]; {
	case stat == "freq":
		return real(float64(len(rows)), 0)
	case percent && n == 0:
		return none
	case percent:
		return exactly(big.NewRat(int64(100*len(rows)), int64(n)), 100, true)
	}
	return s.number(stat, present(rows, m.place), m.v.Kind)
}

func present(rows []Row, place int) []Value {
	var out []Value
	for _, r := range rows {
		if v := r.at(place); !v.Missing {
			out = append(out, v)
		}
	}
	return out
}

// number is a statistic as it is shown: a decimal.
func (s *Session) number(stat string, list []Value, kind types.Kind) Value {
	numbers := make([]Value, len(list))
	for i, v := range list {
		numbers[i] = s.to(v, kind, types.Decimal)
	}
	switch stat {
	case "count":
		return real(float64(len(list)), 0)
	case "sum":
		return sum(numbers).value
	}
	return s.decimalStatistic(stat, numbers, 0)
}

func (s *Session) summarize(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	var vars []tabled
	for _, e := range c.Operands.(*syntax.Names).List {
		place, err := d.plain(e)
		if err != nil {
			return err
		}
		if d.at(place).Kind == types.Text {
			return refuse("a summary of an alphanumeric variable")
		}
		vars = append(vars, tabled{place, d.at(place)})
	}
	if len(vars) == 0 {
		for i, v := range d.Vars {
			if numeric(v.Kind) && !d.timeAt(i) {
				vars = append(vars, tabled{i, v})
			}
		}
	}
	if len(vars) == 0 {
		return refuse("no numeric variables")
	}
	t := Table{Columns: []Head{{Total: true}}, Stats: []string{"mean", "std", "count", "p1", "p25", "p50", "p75", "p99"}}
	for _, extra := range []string{"gini", "iqr"} {
		if has(c, extra) {
			t.Stats = append(t.Stats, extra)
		}
	}
	rows := chosen(d.Rows, selected)
	t.Population, t.Ownerless = len(rows), s.ownerless(d)
	if strings.HasSuffix(strings.ToLower(c.Name.Text), "-panel") {
		return s.summarizeTimes(d, vars, rows, t)
	}
	s.describe(&t, vars, rows, "")
	s.Tables = []Table{t}
	return nil
}

// summarizeTimes describes the rows of every time that has some.
func (s *Session) summarizeTimes(d *Dataset, vars []tabled, rows []Row, t Table) error {
	if d.Kind != types.Panel {
		return refuse("no panel")
	}
	time, _ := d.Find(panelTime)
	for _, v := range vars {
		for _, m := range d.times {
			var now []Row
			for _, r := range rows {
				if s.equal(r.Cells[time], d.Vars[time].Kind, m.value, d.Vars[time].Kind) {
					now = append(now, r)
				}
			}
			if len(now) > 0 {
				s.describe(&t, []tabled{v}, now, m.suffix)
			}
		}
	}
	s.Tables = []Table{t}
	return nil
}

// transitions counts the pairs of values at neighbouring times of the panel.
func (s *Session) transitions(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	if d.Kind != types.Panel {
		return refuse("no panel")
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	time, _ := d.Find(panelTime)
	kind := d.Vars[time].Kind
	at := map[string]Row{}
	for i, r := range d.Rows {
		if selected[i] {
			at[r.Key.code(d.Key.Kind)+"\x00"+r.Cells[time].code(kind)] = r
		}
	}
	for _, e := range c.Operands.(*syntax.Names).List {
		place, err := d.plain(e)
		if err != nil {
			return err
		}
		s.span(d, place)
		var pairs []Row
		for i, r := range d.Rows {
			for k := 0; selected[i] && k+1 < len(d.times); k++ {
				if !s.equal(r.Cells[time], kind, d.times[k].value, kind) {
					continue
				}
				if next, ok := at[r.Key.code(d.Key.Kind)+"\x00"+d.times[k+1].value.code(kind)]; ok {
					pairs = append(pairs, Row{Cells: []Value{r.at(place), next.at(place)}})
				}
			}
		}
		v := d.at(place)
		table := s.fill(s.grid([]tabled{{0, v}, {1, v}}, pairs, false), tabled{place: -2}, []string{"freq", "rowpct"})
		table.Ownerless = s.ownerless(d)
		s.Tables = append(s.Tables, table)
	}
	return nil
}

// describe adds a row of numbers for every variable.
func (s *Session) describe(t *Table, vars []tabled, rows []Row, time string) {
	for _, v := range vars {
		list := present(rows, v.place)
		list = slices.DeleteFunc(list, func(x Value) bool {
			if v.v.Labels == nil {
				return false
			}
			_, ok := s.category(v, x, false)
			return !ok
		})
		var cells []Value
		for _, stat := range t.Stats {
			cells = append(cells, s.number(stat, list, v.v.Kind))
		}
		t.Rows = append(t.Rows, Head{Codes: []string{v.v.Name, time}})
		t.Cells = append(t.Cells, [][]Value{cells})
	}
}

// ownerless tells whether a dataset holds units that belong to persons, such as jobs, and for
// some of them the register does not say to whom.
func (s *Session) ownerless(d *Dataset) bool {
	if d.Unit.Code == "" || !d.Unit.Pseudonymous || d.Unit.Space == "FNR" || d.Unit.Space == "ORGNR" {
		return false
	}
	owned := map[string]bool{}
	known := false
	for _, b := range s.banks {
		for i := range b.Variables {
			r := read(&b.Variables[i])
			if r.Temporality == "FIXED" && r.Unit == d.Unit.Code && r.column.Refers != nil && r.column.Refers.Space == "FNR" {
				known = true
				for _, rec := range r.records {
					owned[rec.unit] = true
				}
			}
		}
	}
	for _, r := range d.Rows {
		if !owned[r.Key.Text] {
			return known
		}
	}
	return false
}
