package oracle

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// record is one line of a register. open: the spell has not ended.
type record struct {
	unit        string
	value       Value
	start, stop int64
	open        bool
}

// register is a register variable as the script sees it.
type register struct {
	*storetest.Variable
	unit    types.Unit
	column  Variable // kind, reference
	records []record
	first   int64 // validity
	last    int64
}

func dayOf(s string) (int64, bool) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, false
	}
	return daysOf(t), true
}

// lookup finds alias/VAR.
func (s *Session) lookup(v syntax.RegisterVar) (*register, error) {
	bank := s.aliases[v.Alias]
	if bank == nil {
		return nil, refuse("unknown alias %s", v.Alias)
	}
	for i := range bank.Variables {
		if bank.Variables[i].Name == v.Name {
			return read(&bank.Variables[i]), nil
		}
	}
	return nil, refuse("unknown register variable %s", v.Name)
}

func read(v *storetest.Variable) *register {
	r := &register{Variable: v}
	r.unit, _ = types.UnitByCode(v.Unit)
	kinds := map[string]types.Kind{"text": types.Text, "integer": types.Integer, "decimal": types.Decimal, "date": types.Date}
	r.column.Kind = kinds[v.Type]
	if to, ok := strings.CutPrefix(v.Type, "key:"); ok {
		unit, _ := types.UnitByCode(to)
		r.column.Refers, r.column.Kind = &unit, types.Text
		if unit.Pseudonymous {
			r.column.Kind = types.Key
		}
	}
	days := []int64{}
	for _, row := range v.Rows {
		rec := record{unit: row.Unit, value: cell(row, v.Type, r.column.Kind)}
		rec.start, _ = dayOf(row.Start)
		stop := row.Stop
		if stop == "" && v.Temporality == "STATUS" {
			stop = row.Start
		}
		rec.open = stop == ""
		rec.stop, _ = dayOf(stop)
		r.records = append(r.records, rec)
		days = append(days, rec.start)
		if !rec.open {
			days = append(days, rec.stop)
		}
	}
	if len(days) > 0 {
		r.first, r.last = slices.Min(days), slices.Max(days)
	}
	if v.Coverage[0] != "" {
		r.first, _ = dayOf(v.Coverage[0])
		r.last, _ = dayOf(v.Coverage[1])
	}
	return r
}

// cell reads a stored value; an empty text is missing.
func cell(row storetest.Row, written string, k types.Kind) Value {
	switch {
	case row.NoValue || row.Value == "":
		return none
	case written == "date":
		d, _ := dayOf(row.Value)
		return whole(d)
	case k == types.Integer:
		n, _ := strconv.ParseInt(row.Value, 10, 64)
		return whole(n)
	case k == types.Decimal:
		x, _ := strconv.ParseFloat(row.Value, 64)
		return real(x, 0)
	}
	return text(row.Value)
}

// day checks the date of an import. Fixed variables need none.
func (r *register) day(at syntax.Expr) (int64, error) {
	if r.Temporality == "FIXED" {
		return 0, nil
	}
	d, ok := at.(*syntax.Date)
	if !ok {
		return 0, refuse("%s needs a date", r.Name)
	}
	day, ok := dayOf(d.Text)
	if !ok {
		return 0, refuse("no such date")
	}
	switch r.Temporality {
	case "STATUS":
		if !slices.ContainsFunc(r.records, func(rec record) bool { return rec.start == day }) {
			return 0, refuse("not a measurement date")
		}
	case "ACCUMULATED":
		if yearOf(day) < yearOf(r.first) || yearOf(day) > yearOf(r.last) {
			return 0, refuse("outside the window")
		}
	default:
		if day < r.first || day > r.last {
			return 0, refuse("outside the window")
		}
	}
	return day, nil
}

func yearOf(day int64) int { return time.Unix(day*86400, 0).UTC().Year() }

// at is the value of every unit on a day, missing values left out.
func (s *Session) at(r *register, day int64) map[string]Value {
	out := map[string]Value{}
	for _, rec := range r.records {
		holds := true
		switch r.Temporality {
		case "STATUS":
			holds = rec.start == day
		case "ACCUMULATED":
			holds = yearOf(rec.start) == yearOf(day)
		case "EVENT":
			holds = rec.start <= day && (rec.open || day <= rec.stop)
			if s.hurt("spell excludes its last day") {
				holds = rec.start <= day && (rec.open || day < rec.stop)
			}
		}
		if holds && (!rec.value.Missing || s.hurt("first import keeps missing")) {
			out[rec.unit] = rec.value
		}
	}
	return out
}

// codesAt is the code list valid on a day, the latest for fixed variables.
func (r *register) codesAt(day int64) *Labels {
	if len(r.Codes) == 0 {
		return nil
	}
	if r.Temporality == "FIXED" {
		day = 1 << 40
	}
	out := &Labels{Numeric: r.column.Kind != types.Text && r.column.Kind != types.Key}
	for _, c := range r.Codes {
		from, to, closed := strings.Cut(c.Period, ":")
		if first, ok := dayOf(from); ok && day < first {
			continue
		}
		if last, ok := dayOf(to); ok && closed && day > last {
			continue
		}
		item := Label{Code: c.Code, Text: c.Label, Missing: c.Missing}
		if out.Numeric {
			x, ok := readNumber(c.Code)
			if !ok {
				continue
			}
			item.Code = plainNumber(x)
		}
		out.Items = append(out.Items, item)
	}
	return out.sorted()
}

func (r *register) variable(name string, day int64) Variable {
	v := r.column
	v.Name, v.Labels = name, r.codesAt(day)
	return v
}

func keyColumn(u types.Unit) Variable {
	kind := types.Text
	if u.Pseudonymous {
		kind = types.Key
	}
	return Variable{Name: u.Identifier, Kind: kind, Refers: &u, Identifier: true}
}

func sortedUnits[T any](m map[string]T) []string {
	out := make([]string, 0, len(m))
	for u := range m {
		out = append(out, u)
	}
	sort.Strings(out)
	return out
}

func (s *Session) importAt(c *syntax.Command) error {
	o := c.Operands.(*syntax.Import)
	d, err := s.active()
	if err != nil {
		return err
	}
	r, err := s.lookup(o.Var)
	if err != nil {
		return err
	}
	name := o.Var.Name
	if o.As != nil {
		name = nameOf(o.As)
	}
	if _, ok := d.Find(name); ok || strings.Contains(name, "@") {
		return refuse("%s exists", name)
	}
	day, err := r.day(o.Time)
	if err != nil {
		return err
	}
	outer := has(c, "outer_join")
	switch {
	case d.Kind == types.Event:
		return refuse("import into event data")
	case d.Kind == types.Panel && (r.Temporality != "FIXED" || outer):
		return refuse("import into a panel")
	case d.Units && !sameUnit(d.Unit, r.unit):
		return refuse("another unit")
	}
	values, err := s.restricted(s.at(r, day), r, r.codesAt(day), c)
	if err != nil {
		return err
	}
	out := d.copy()
	if !d.Units {
		out.Kind, out.Unit, out.Units, out.Key = types.CrossSection, r.unit, true, keyColumn(r.unit)
		out.Rows = nil
		for _, u := range sortedUnits(values) {
			out.Rows = append(out.Rows, Row{Key: text(u)})
		}
	} else if outer && !s.hurt("outer join is left") {
		out.Rows = append(out.Rows, others(d, values)...)
	}
	cells := make([]Value, len(out.Rows))
	for i, row := range out.Rows {
		cells[i] = none
		if v, ok := values[row.Key.Text]; ok {
			cells[i] = v
		}
	}
	out.put(r.variable(name, day), cells)
	if d.Units && has(c, "inner_join") {
		rows := out.Rows
		out.Rows = nil
		for i, row := range rows {
			if !cells[i].Missing {
				out.Rows = append(out.Rows, row)
			}
		}
	}
	s.Datasets[d.Name] = out
	return nil
}

// restricted leaves the codes of values() and the units of values_from(), as if the register
// held no others.
func (s *Session) restricted(values map[string]Value, r *register, list *Labels, c *syntax.Command) (map[string]Value, error) {
	if has(c, "outer_join") && has(c, "inner_join") {
		return nil, refuse("outer and inner")
	}
	if o, ok := option(c, "values"); ok {
		codes := map[string]bool{}
		for _, a := range o.Args {
			code := nameOf(a)
			switch a := literal(a).(type) {
			case *syntax.Number:
				code = plainNumber(a.Value)
			case *syntax.String:
				code = a.Value
			}
			if _, known := list.find(code); !known || codes[code] {
				return nil, refuse("values of codes that are not in the list, or twice")
			}
			codes[code] = true
		}
		for u, v := range values {
			if !codes[v.code(r.column.Kind)] {
				delete(values, u)
			}
		}
	}
	if has(c, "values_from") {
		from := s.Datasets[wordOption(c, "values_from")]
		if from == nil || !from.Units || !sameUnit(from.Unit, r.unit) {
			return nil, refuse("values_from another unit")
		}
		known := map[string]bool{}
		for _, row := range from.Rows {
			known[row.Key.Text] = true
		}
		for u := range values {
			if !known[u] {
				delete(values, u)
			}
		}
	}
	return values, nil
}

// others are rows for the units that a dataset does not have, with nothing in them.
func others(d *Dataset, values map[string]Value) []Row {
	had := map[string]bool{}
	for _, r := range d.Rows {
		had[r.Key.Text] = true
	}
	var out []Row
	for _, u := range sortedUnits(values) {
		if had[u] {
			continue
		}
		row := Row{Key: text(u)}
		for range d.Vars {
			row.Cells = append(row.Cells, none)
		}
		out = append(out, row)
	}
	return out
}

func sameUnit(a, b types.Unit) bool {
	if a.Code != "" || b.Code != "" {
		return a.Code == b.Code
	}
	return a.Identifier == b.Identifier && a.Kind == b.Kind
}

// unitsOnly tells whether a dataset is empty or holds just units.
func (s *Session) unitsOnly() (*Dataset, error) {
	d, err := s.active()
	if err == nil && (len(d.Vars) > 0 || d.Kind == types.Event || d.Kind == types.Panel) {
		err = refuse("%s has variables", d.Name)
	}
	return d, err
}

// importEvent makes one row of every spell that touches the period. First and last days are
// those of the spell.
func (s *Session) importEvent(c *syntax.Command) error {
	o := c.Operands.(*syntax.ImportEvent)
	d, err := s.unitsOnly()
	if err != nil {
		return err
	}
	r, err := s.lookup(o.Var)
	if err != nil {
		return err
	}
	from, ok1 := o.From.(*syntax.Date)
	to, ok2 := o.To.(*syntax.Date)
	if !ok1 || !ok2 || r.Temporality != "EVENT" {
		return refuse("no spells, or no period")
	}
	t1, ok1 := dayOf(from.Text)
	t2, ok2 := dayOf(to.Text)
	if !ok1 || !ok2 || t2 < t1 || t2 < r.first || t1 > r.last {
		return refuse("the period")
	}
	if d.Units && !sameUnit(d.Unit, r.unit) {
		return refuse("another unit")
	}
	name := o.Var.Name
	if o.As != nil {
		name = nameOf(o.As)
	}
	out := d.copy()
	among := map[string]bool{}
	for _, row := range d.Rows {
		among[row.Key.Text] = true
	}
	if !d.Units {
		out.Unit, out.Units, out.Key = r.unit, true, keyColumn(r.unit)
	}
	if name == "" || name == out.Key.Name || name == r.unit.Identifier {
		return refuse("%s exists", name)
	}
	out.Kind, out.Rows = types.Event, nil
	out.Vars = []Variable{r.variable(name, t2), {Name: "START@" + name, Kind: types.Date}, {Name: "STOP@" + name, Kind: types.Date}}
	for _, rec := range r.records {
		if rec.value.Missing || rec.start > t2 || !rec.open && rec.stop < t1 || d.Units && !among[rec.unit] {
			continue
		}
		start, stop := whole(rec.start), whole(rec.stop)
		if rec.open {
			stop = none
		}
		if s.hurt("spells clipped") && rec.start < t1 {
			start = whole(t1)
		}
		out.Rows = append(out.Rows, Row{Key: text(rec.unit), Cells: []Value{rec.value, start, stop}})
	}
	s.Datasets[d.Name] = out
	return nil
}

// importPanel makes one row of every unit and time: of the units there are, else of all units
// with a value at some time.
func (s *Session) importPanel(c *syntax.Command) error {
	o := c.Operands.(*syntax.ImportPanel)
	d, err := s.unitsOnly()
	if err != nil {
		return err
	}
	var days []int64
	for _, e := range o.Times {
		date, ok := e.(*syntax.Date)
		if !ok {
			return refuse("no date")
		}
		day, ok := dayOf(date.Text)
		if !ok || slices.Contains(days, day) {
			return refuse("no date, or twice")
		}
		days = append(days, day)
	}
	slices.Sort(days)
	out := d.copy()
	out.Kind, out.Vars, out.Rows = types.Panel, []Variable{{Name: panelTime, Kind: types.Date}}, nil
	units := map[string]bool{}
	for _, row := range d.Rows {
		units[row.Key.Text] = true
	}
	values := make([][]map[string]Value, len(o.Vars)) // variable, time
	for i, written := range o.Vars {
		r, err := s.lookup(written)
		if err != nil {
			return err
		}
		if !out.Units {
			out.Unit, out.Units, out.Key = r.unit, true, keyColumn(r.unit)
		}
		if !sameUnit(out.Unit, r.unit) {
			return refuse("another unit")
		}
		if _, ok := out.Find(written.Name); ok {
			return refuse("%s exists", written.Name)
		}
		for _, day := range days {
			if _, err := r.day(&syntax.Date{Text: types.ISODate(int(day))}); err != nil {
				return err
			}
			at := s.at(r, day)
			values[i] = append(values[i], at)
			for u := range at {
				if !d.Units {
					units[u] = true
				}
			}
		}
		out.Vars = append(out.Vars, r.variable(written.Name, days[len(days)-1]))
	}
	out.times = nil
	for _, day := range days {
		out.times = append(out.times, moment{whole(day), strconv.FormatInt(day, 10)})
	}
	for _, u := range sortedUnits(units) {
		for t, day := range days {
			row := Row{Key: text(u), Cells: []Value{whole(day)}}
			any := false
			for i := range o.Vars {
				v, ok := values[i][t][u]
				if !ok {
					v = none
				}
				any = any || ok
				row.Cells = append(row.Cells, v)
			}
			if any || !s.hurt("panel unbalanced") {
				out.Rows = append(out.Rows, row)
			}
		}
	}
	s.Datasets[d.Name] = out
	return nil
}
