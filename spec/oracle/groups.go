package oracle

import (
	"strings"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// groups are the rows of a dataset by the value of one column.
type groups struct {
	of     []int // of every row; -1 for a missing value
	values []Value
}

func (s *Session) group(d *Dataset, place int, missing bool) groups {
	kind := d.at(place).Kind
	g := groups{of: make([]int, len(d.Rows))}
	s.span(d, place)
	number := map[string]int{}
	for i, r := range d.Rows {
		v := r.at(place)
		s.doubt(v.Err > 0)
		if v.Missing && !missing {
			g.of[i] = -1
			continue
		}
		code := v.code(kind)
		if v.Missing {
			code = "\x00missing"
		}
		n, ok := number[code]
		if !ok {
			n = len(g.values)
			number[code] = n
			g.values = append(g.values, v)
		}
		g.of[i] = n
	}
	return g
}

// span gives up on columns that hold whole numbers from one end of 64 bits to the other: the
// engine groups such numbers by their distance from the smallest.
func (s *Session) span(d *Dataset, place int) {
	if !isWhole(d.at(place).Kind) {
		return
	}
	for _, r := range d.Rows {
		v := r.at(place)
		s.doubt(!v.Missing && (v.Int > 1<<62 || v.Int < -1<<62))
	}
}

// aggregation is one statistic of one column.
type aggregation struct {
	stat   string
	place  int
	result Variable
}

// statistics are what collapse and aggregate can compute.
var statistics = map[string]bool{
	"mean": true, "min": true, "max": true, "median": true, "count": true, "sum": true, "semean": true, "sebinomial": true,
	"sd": true, "percent": true, "iqr": true, "gini": true,
}

// by finds the by-variable.
func by(d *Dataset, c *syntax.Command) (int, error) {
	o, ok := option(c, "by")
	if !ok || len(o.Args) != 1 {
		return 0, refuse("by() takes one variable")
	}
	return d.variable(o.Args[0])
}

func aggregations(d *Dataset, c *syntax.Command, named bool) (out []aggregation, err error) {
	for _, item := range c.Operands.(*syntax.Aggregate).Items {
		a := aggregation{stat: item.Stat.Text}
		if a.place, err = d.plain(item.Source); err != nil {
			return nil, err
		}
		source := d.at(a.place)
		switch {
		case !statistics[a.stat]:
			return nil, refuse("unknown statistic")
		case a.stat != "count" && source.Kind == types.Text:
			return nil, refuse("%s of an alphanumeric variable", a.stat)
		case named && item.Target == nil:
			return nil, refuse("aggregate needs a name")
		}
		name := source.Name
		if item.Target != nil {
			if name = nameOf(item.Target); strings.HasPrefix(name, "date@") {
				return nil, refuse("no name for a result")
			}
		}
		if named {
			if _, ok := d.Find(name); ok {
				return nil, refuse("%s exists", name)
			}
		}
		for _, b := range out {
			if b.result.Name == name {
				return nil, refuse("a result twice")
			}
		}
		a.result = aggregated(a.stat, source, name)
		out = append(out, a)
	}
	return out, nil
}

func aggregated(stat string, v Variable, name string) Variable {
	out := Variable{Name: name, Kind: types.Decimal}
	kind := v.Kind
	if kind == types.Boolean || kind == types.Untyped {
		kind = types.Integer
	}
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

// compute gives the statistics of every group.
func (s *Session) compute(d *Dataset, by Variable, g groups, a aggregation) []Value {
	kind := d.at(a.place).Kind
	personal := by.Refers != nil && by.Refers.Pseudonymous && by.Refers.Space != "ORGNR"
	lists := make([][]Value, len(g.values))
	all := 0
	for i, r := range d.Rows {
		v := r.at(a.place)
		if g.of[i] < 0 || v.Missing && !(s.hurt("count counts rows") && a.stat == "count") {
			continue
		}
		// Values of groups that are nobody's pass the gate of disclosure control, which counts in
		// floating point.
		s.doubt(!personal && isWhole(kind) && a.stat != "count" && (v.Int > 1<<50 || v.Int < -1<<50))
		lists[g.of[i]] = append(lists[g.of[i]], v)
		all++
	}
	out := make([]Value, len(lists))
	for i, list := range lists {
		out[i] = s.statistic(a.stat, list, kind, all)
	}
	return out
}

func (s *Session) collapse(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	if c.If != nil {
		return refuse("collapse takes no condition")
	}
	place, err := by(d, c)
	if err != nil {
		return err
	}
	list, err := aggregations(d, c, false)
	if err != nil {
		return err
	}
	key := d.at(place)
	out := &Dataset{Name: d.Name, Kind: types.CrossSection, Units: true, Key: key}
	switch {
	case place < 0:
		out.Unit = d.Unit
	case key.Refers != nil:
		out.Unit = *key.Refers
	default:
		kind := key.Kind
		if kind == types.Untyped {
			kind = types.Integer
		}
		out.Unit = types.Unit{Identifier: key.Name, Kind: kind}
	}
	out.Key.Identifier = true
	if out.Unit.Code != "" {
		unit := out.Unit
		out.Key.Refers = &unit
	}
	g := s.group(d, place, s.hurt("collapse keeps missing"))
	for _, v := range g.values {
		out.Rows = append(out.Rows, Row{Key: v})
	}
	for _, a := range list {
		if a.result.Name == key.Name {
			return refuse("the result is the by-variable")
		}
		out.Vars = append(out.Vars, a.result)
		for i, v := range s.compute(d, key, g, a) {
			out.Rows[i].Cells = append(out.Rows[i].Cells, v)
		}
	}
	s.Datasets[d.Name] = out
	return nil
}

func (s *Session) aggregate(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	if c.If != nil {
		return refuse("aggregate takes no condition")
	}
	place, err := by(d, c)
	if err != nil {
		return err
	}
	list, err := aggregations(d, c, true)
	if err != nil {
		return err
	}
	g := s.group(d, place, s.hurt("aggregate fills missing"))
	out := d.copy()
	for _, a := range list {
		values := s.compute(d, d.at(place), g, a)
		cells := make([]Value, len(d.Rows))
		for i := range d.Rows {
			cells[i] = none
			if g.of[i] >= 0 {
				cells[i] = values[g.of[i]]
			}
		}
		out.put(a.result, cells)
	}
	s.Datasets[d.Name] = out
	return nil
}

// domain is what the values of a column identify.
func domain(v Variable) string {
	switch {
	case v.Refers != nil && v.Refers.Pseudonymous:
		return v.Refers.Space
	case v.Kind == types.Text:
		return "plain text"
	}
	return "plain number"
}

func (s *Session) merge(c *syntax.Command) error {
	o := c.Operands.(*syntax.Merge)
	d, err := s.filled()
	if err != nil {
		return err
	}
	target, err := s.dataset(o.Into)
	if err != nil {
		return err
	}
	if target == d || !target.Units || d.Kind == types.Event || d.Kind == types.Panel || len(o.On) > 1 {
		return refuse("source, target or key of merge")
	}
	on, source := -1, -1
	if len(o.On) == 0 {
		if !sameUnit(d.Unit, target.Unit) {
			return refuse("different units")
		}
	} else if on, source, err = mergeKey(d, target, o.On[0]); err != nil {
		return err
	}
	var places []int
	for _, e := range o.Vars {
		place, err := d.variable(e)
		if err != nil {
			return err
		}
		if _, ok := target.Find(nameOf(e)); ok || place < 0 {
			return refuse("%s cannot be merged", nameOf(e))
		}
		for _, p := range places {
			if p == place {
				return refuse("a variable twice")
			}
		}
		places = append(places, place)
	}
	return s.join(d, target, places, on, source)
}

// mergeKey finds the columns of target and source that meet.
func mergeKey(d, target *Dataset, e syntax.Expr) (on, source int, err error) {
	if on, err = target.variable(e); err != nil {
		return 0, 0, err
	}
	fits := func(place int) bool {
		// Plain numbers of any kind are one family.
		return domain(target.at(on)) == domain(d.at(place))
	}
	if fits(-1) {
		return on, -1, nil
	}
	if own, ok := d.Find(nameOf(e)); ok && fits(own) {
		return on, own, nil
	}
	return 0, 0, refuse("the keys do not fit")
}

func (s *Session) join(d, target *Dataset, places []int, on, source int) error {
	kind := d.at(source).Kind
	row := map[string]int{}
	for i, r := range d.Rows {
		v := r.at(source)
		if v.Missing {
			continue
		}
		s.doubt(v.Err > 0)
		if _, twice := row[v.code(kind)]; twice {
			return &Broken{"the source is not unique"}
		}
		row[v.code(kind)] = i
	}
	out := target.copy()
	for _, place := range places {
		cells := make([]Value, len(out.Rows))
		for i, r := range out.Rows {
			cells[i] = none
			v := r.at(on)
			if v.Missing {
				continue
			}
			s.doubt(v.Err > 0)
			if from, ok := row[v.code(target.at(on).Kind)]; ok {
				cells[i] = d.Rows[from].Cells[place]
			}
		}
		out.put(d.Vars[place], cells)
	}
	if s.hurt("merge inner") {
		rows := out.Rows
		out.Rows = nil
		for _, r := range rows {
			if _, ok := row[r.at(on).code(target.at(on).Kind)]; ok {
				out.Rows = append(out.Rows, r)
			}
		}
	}
	s.Datasets[target.Name] = out
	return nil
}
