package oracle

import (
	"sort"
	"strconv"
	"unicode"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// moment is a time of a panel: a value of date@panel, and what columns of that time end in.
type moment struct {
	value  Value
	suffix string
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }

// reshapeToPanel makes one row of every unit and suffix.
func (s *Session) reshapeToPanel(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	if d.Kind != types.CrossSection {
		return refuse("no cross-section")
	}
	if _, ok := d.Find(panelTime); ok {
		return refuse("date@panel exists")
	}
	var prefixes []string
	for _, e := range c.Operands.(*syntax.Names).List {
		for _, p := range prefixes {
			if p == nameOf(e) {
				return refuse("a prefix twice")
			}
		}
		prefixes = append(prefixes, nameOf(e))
	}
	of := make([]string, len(d.Vars))     // the prefix of a column, the longest that fits
	suffix := make([]string, len(d.Vars)) // and the rest of its name
	for i, v := range d.Vars {
		for _, p := range prefixes {
			if rest, ok := suffixed(v.Name, p); ok && len(p) > len(of[i]) {
				of[i], suffix[i] = p, rest
			}
		}
	}
	times, kind, err := moments(suffix)
	if err != nil {
		return err
	}
	out := &Dataset{Name: d.Name, Kind: types.Panel, Unit: d.Unit, Units: true, Key: d.Key, times: times}
	out.Vars = []Variable{{Name: panelTime, Kind: kind}}
	var fixed []int
	for i, v := range d.Vars {
		if of[i] == "" {
			fixed = append(fixed, i)
			out.Vars = append(out.Vars, v)
		}
	}
	columns := make([]map[string]int, len(prefixes)) // by suffix
	for k, p := range prefixes {
		columns[k] = map[string]int{}
		for i := range d.Vars {
			if of[i] == p {
				columns[k][suffix[i]] = i
			}
		}
		v, err := panelVariable(d, p, columns[k], times)
		if err != nil {
			return err
		}
		for _, other := range out.Vars {
			if other.Name == p {
				return refuse("%s exists", p)
			}
		}
		if p == out.Key.Name || p == out.Unit.Identifier {
			return refuse("%s exists", p)
		}
		out.Vars = append(out.Vars, v)
	}
	for _, r := range d.Rows {
		for _, t := range times {
			row := Row{Key: r.Key, Cells: []Value{t.value}}
			for _, i := range fixed {
				row.Cells = append(row.Cells, r.Cells[i])
				if s.hurt("reshape drops fixed") {
					row.Cells[len(row.Cells)-1] = none
				}
			}
			for k := range prefixes {
				cell := none
				if i, ok := columns[k][t.suffix]; ok {
					cell = s.to(r.Cells[i], d.Vars[i].Kind, out.Vars[1+len(fixed)+k].Kind)
				}
				row.Cells = append(row.Cells, cell)
			}
			out.Rows = append(out.Rows, row)
		}
	}
	s.Datasets[d.Name] = out
	return nil
}

// moments sorts suffixes into times: numbers when all of them are digits, else texts.
func moments(suffixes []string) ([]moment, types.Kind, error) {
	kind := types.Integer
	seen := map[string]bool{}
	for _, x := range suffixes {
		if x != "" {
			seen[x] = true
			if !digitsOnly(x) {
				kind = types.Text
			}
		}
	}
	var out []moment
	numbers := map[int64]bool{}
	for x := range seen {
		m := moment{text(x), x}
		if kind == types.Integer {
			n, err := strconv.ParseInt(x, 10, 64)
			if err != nil || numbers[n] {
				return nil, kind, refuse("a time too large, or twice")
			}
			numbers[n] = true
			m.value = whole(n)
		}
		out = append(out, m)
	}
	sort.Slice(out, func(i, j int) bool {
		if kind == types.Integer {
			return out[i].value.Int < out[j].value.Int
		}
		return out[i].suffix < out[j].suffix
	})
	return out, kind, nil
}

// panelVariable is the column that the columns of a prefix become.
func panelVariable(d *Dataset, prefix string, columns map[string]int, times []moment) (Variable, error) {
	if len(columns) == 0 {
		return Variable{}, refuse("no column begins with %s", prefix)
	}
	out := Variable{Name: prefix}
	first := true
	for _, t := range times {
		i, ok := columns[t.suffix]
		if !ok {
			continue
		}
		v := d.Vars[i]
		switch {
		case first:
			out.Kind, out.Refers, out.Labels = v.Kind, v.Refers, v.Labels
			first = false
			continue
		case v.Kind == types.Key && out.Kind == types.Untyped || out.Kind == types.Key && v.Kind == types.Untyped:
			return out, refuse("a key beside no type")
		case v.Kind != out.Kind && v.Kind != types.Untyped && out.Kind != types.Untyped && !(plainNumbers(v.Kind) && plainNumbers(out.Kind)):
			return out, refuse("the columns of %s have several types", prefix)
		case v.Kind != types.Untyped && out.Kind != types.Untyped && referred(v) != referred(out):
			return out, refuse("the columns of %s identify different units", prefix)
		}
		if v.Kind != types.Key {
			out.Kind = wider(out.Kind, v.Kind)
		}
		out.Refers, out.Labels = v.Refers, merged(out.Labels, v.Labels)
	}
	if out.Kind == types.Boolean {
		out.Kind = types.Integer // a truth value that can be missing
	}
	return out, nil
}

// plainNumbers are the kinds that count as one type: a date is another.
func plainNumbers(k types.Kind) bool {
	return k == types.Boolean || k == types.Integer || k == types.Decimal
}

// referred is the unit type that the values of a variable identify, "" for none.
func referred(v Variable) string {
	if v.Refers == nil {
		return ""
	}
	return v.Refers.Code
}

// reshapeFromPanel makes one row of every unit, with a column of every variable and time.
func (s *Session) reshapeFromPanel(*syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	if d.Kind != types.Panel {
		return refuse("no panel")
	}
	out := &Dataset{Name: d.Name, Kind: types.CrossSection, Unit: d.Unit, Units: true, Key: d.Key}
	time, _ := d.Find(panelTime)
	kind := d.Vars[time].Kind
	var from []int
	var at []moment
	for i, v := range d.Vars {
		if i == time {
			continue
		}
		for _, t := range d.times {
			w := v
			w.Name += t.suffix
			if w.Kind == types.Boolean {
				w.Kind = types.Integer // a truth value that can be missing
			}
			if _, ok := out.Find(w.Name); ok {
				return refuse("%s exists", w.Name)
			}
			out.Vars = append(out.Vars, w)
			from, at = append(from, i), append(at, t)
		}
	}
	place := map[string]int{}
	for _, r := range d.Rows {
		i, ok := place[r.Key.code(d.Key.Kind)]
		if !ok {
			i = len(out.Rows)
			place[r.Key.code(d.Key.Kind)] = i
			row := Row{Key: r.Key}
			for range out.Vars {
				row.Cells = append(row.Cells, none)
			}
			out.Rows = append(out.Rows, row)
		}
		for j := range out.Vars {
			if s.equal(r.Cells[time], kind, at[j].value, kind) {
				out.Rows[i].Cells[j] = r.Cells[from[j]]
			}
		}
	}
	s.Datasets[d.Name] = out
	return nil
}
