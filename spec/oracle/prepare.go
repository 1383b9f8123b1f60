package oracle

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// condition reads an `if`: nil selects every row.
func (s *Session) condition(d *Dataset, e syntax.Expr) (func(Row) bool, error) {
	if e == nil {
		return func(Row) bool { return true }, nil
	}
	x, err := (&reader{s: s, d: d, selected: d.Rows}).read(e)
	if err != nil {
		return nil, err
	}
	if err := operand(x); err != nil {
		return nil, err
	}
	return func(r Row) bool { return s.isTrue(x.at(r), x.kind) }, nil
}

// selection is which rows an `if` selects.
func (s *Session) selection(d *Dataset, e syntax.Expr) ([]bool, error) {
	cond, err := s.condition(d, e)
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(d.Rows))
	for i, r := range d.Rows {
		out[i] = cond(r)
	}
	return out, nil
}

func chosen(rows []Row, selected []bool) []Row {
	var out []Row
	for i, r := range rows {
		if selected[i] {
			out = append(out, r)
		}
	}
	return out
}

func (s *Session) generate(c *syntax.Command) error {
	o := c.Operands.(*syntax.Assign)
	d, err := s.filled()
	if err != nil {
		return err
	}
	name, err := d.newName(o.Target)
	if err != nil {
		return err
	}
	if strings.Contains(name, "@") {
		return refuse("no @ in a new name")
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	x, err := (&reader{s: s, d: d, selected: chosen(d.Rows, selected)}).read(o.Value)
	if err != nil {
		return err
	}
	kind := x.kind
	if kind == types.Boolean && c.If != nil {
		kind = types.Integer // a truth value that can be missing
	}
	cells := make([]Value, len(d.Rows))
	for i, r := range d.Rows {
		switch {
		case selected[i]:
			cells[i] = x.at(r)
		case s.hurt("generate leaves zero"):
		default:
			cells[i] = none
		}
	}
	out := d.copy()
	out.put(Variable{Name: name, Kind: kind}, cells)
	s.Datasets[d.Name] = out
	return nil
}

func (s *Session) replace(c *syntax.Command) error {
	o := c.Operands.(*syntax.Assign)
	d, err := s.filled()
	if err != nil {
		return err
	}
	place, err := d.changeable(o.Target)
	if err != nil {
		return err
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	x, err := (&reader{s: s, d: d, selected: chosen(d.Rows, selected)}).read(o.Value)
	if err != nil {
		return err
	}
	v := d.Vars[place]
	old := v.Kind
	switch {
	case x.kind == types.Untyped:
	case c.If == nil:
		v.Kind = x.kind
	case !family(old, x.kind):
		return refuse("replace across families")
	default:
		v.Kind = wider(old, x.kind)
	}
	if v.Kind != old {
		v.Refers = nil
		v.Labels = v.Labels.as(v.Kind)
	}
	cells := make([]Value, len(d.Rows))
	for i, r := range d.Rows {
		switch {
		case selected[i]:
			cells[i] = s.to(x.at(r), x.kind, v.Kind)
		case s.hurt("replace forgets"):
			cells[i] = none
		default:
			cells[i] = s.to(r.Cells[place], old, v.Kind)
		}
	}
	out := d.copy()
	out.put(v, cells)
	s.Datasets[d.Name] = out
	return nil
}

// wider is the kind of a variable after values of both kinds were stored in it: boolean <
// integer < decimal, a date stays a date.
func wider(a, b types.Kind) types.Kind {
	rank := map[types.Kind]int{types.Untyped: 0, types.Boolean: 1, types.Integer: 2, types.Decimal: 3, types.Date: 4, types.Text: 5}
	if rank[b] > rank[a] {
		return b
	}
	return a
}

func (s *Session) rename(c *syntax.Command) error {
	o := c.Operands.(*syntax.Pair)
	d, err := s.active()
	if err != nil {
		return err
	}
	place, err := d.variable(o.First)
	if err != nil {
		return err
	}
	name, err := d.newName(o.Second)
	if err != nil {
		return err
	}
	if strings.Contains(name, "@") || d.timeAt(place) {
		return refuse("no rename of date@panel or to a name with @")
	}
	out := d.copy()
	if place < 0 {
		out.Key.Name = name
	} else {
		out.Vars[place].Name = name
	}
	s.Datasets[d.Name] = out
	return nil
}

func (s *Session) cloneVariables(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	prefix, suffix := wordOption(c, "prefix"), wordOption(c, "suffix")
	out := d.copy()
	for _, item := range c.Operands.(*syntax.Clones).Items {
		place, err := d.variable(item.Source)
		if err != nil {
			return err
		}
		v := d.at(place)
		name := nameOf(item.Target)
		if item.Target == nil {
			if prefix+suffix == "" {
				return refuse("no name for the copy")
			}
			name = prefix + v.Name + suffix
		}
		if err := out.free(name); err != nil {
			return err
		}
		v.Name, v.Identifier = name, false
		cells := make([]Value, len(d.Rows))
		for i, r := range d.Rows {
			cells[i] = r.at(place)
		}
		out.put(v, cells)
	}
	s.Datasets[d.Name] = out
	return nil
}

// option finds an option.
func option(c *syntax.Command, name string) (*syntax.Option, bool) {
	for _, o := range c.Options {
		if o.Name.Text == name {
			return o, true
		}
	}
	return nil, false
}

func has(c *syntax.Command, name string) bool {
	_, ok := option(c, name)
	return ok
}

// wordOption is the argument of an option, bare or quoted; "" without it.
func wordOption(c *syntax.Command, name string) string {
	o, ok := option(c, name)
	if !ok || len(o.Args) == 0 {
		return ""
	}
	if t, ok := o.Args[0].(*syntax.String); ok {
		return t.Value
	}
	return nameOf(o.Args[0])
}

func (s *Session) drop(c *syntax.Command) error { return s.filter(c, false) }

func (s *Session) keep(c *syntax.Command) error { return s.filter(c, true) }

// filter keeps or drops columns or rows; the key and date@panel always stay.
func (s *Session) filter(c *syntax.Command, keep bool) error {
	list := c.Operands.(*syntax.Names).List
	if (len(list) > 0) == (c.If != nil) {
		return refuse("variables or a condition")
	}
	d, err := s.filled()
	if err != nil {
		return err
	}
	if c.If != nil {
		return s.filterRows(d, c.If, keep)
	}
	named := map[int]bool{}
	for _, e := range list {
		place, err := d.variable(e)
		if err != nil {
			return err
		}
		if !keep && (place < 0 || d.timeAt(place)) {
			return refuse("the key and date@panel stay")
		}
		named[place] = true
	}
	gone := map[int]bool{}
	for i := range d.Vars {
		gone[i] = named[i] != keep && !d.timeAt(i)
	}
	out := d.copy()
	out.without(gone)
	s.Datasets[d.Name] = out
	return nil
}

func (s *Session) filterRows(d *Dataset, e syntax.Expr, keep bool) error {
	selected, err := s.selection(d, e)
	if err != nil {
		return err
	}
	if s.hurt("keep if missing") {
		if x, err := (&reader{s: s, d: d, selected: d.Rows}).read(e); err == nil {
			for i, r := range d.Rows {
				selected[i] = selected[i] || x.at(r).Missing
			}
		}
	}
	out := d.copy()
	out.Rows = nil
	for i, r := range d.copy().Rows {
		if selected[i] == keep {
			out.Rows = append(out.Rows, r)
		}
	}
	s.Datasets[d.Name] = out
	return nil
}

func (s *Session) destring(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	prefix, ignore := wordOption(c, "prefix"), wordOption(c, "ignore")
	read := func(t string) (float64, bool, bool) { // number, is one, is empty
		t = strings.Map(func(r rune) rune {
			if strings.ContainsRune(ignore, r) {
				return -1
			}
			return r
		}, t)
		t = strings.Trim(t, blanks)
		if t == "" {
			return 0, false, true
		}
		if has(c, "dpcomma") {
			if strings.Contains(t, ".") {
				return 0, false, false
			}
			t = strings.ReplaceAll(t, ",", ".")
		}
		x, ok := readNumber(t)
		return x, ok, false
	}
	out := d.copy()
	broken := false
	for _, e := range c.Operands.(*syntax.Names).List {
		place, err := d.plain(e)
		if err != nil {
			return err
		}
		if prefix == "" {
			if place, err = d.changeable(e); err != nil {
				return err
			}
		}
		v := d.at(place)
		if v.Kind != types.Text {
			return refuse("%s is numeric", v.Name)
		}
		if prefix != "" {
			if err := out.free(prefix + v.Name); err != nil {
				return err
			}
		}
		v.Name, v.Kind, v.Refers, v.Identifier = prefix+v.Name, types.Decimal, nil, false
		v.Labels = v.Labels.read(read)
		cells := make([]Value, len(d.Rows))
		for i, r := range d.Rows {
			x, ok, empty := 0.0, false, true
			if !r.at(place).Missing {
				x, ok, empty = read(r.at(place).Text)
			}
			broken = broken || !ok && !empty && !has(c, "force")
			switch {
			case ok:
				cells[i] = real(x, 0)
			case s.hurt("destring empty is zero"):
				cells[i] = real(0, 0)
			default:
				cells[i] = none
			}
		}
		out.put(v, cells)
	}
	if broken {
		s.doubt(s.ownerless(d)) // rows of nobody do not count as wrong
		return &Broken{"text that is no number"}
	}
	s.Datasets[d.Name] = out
	return nil
}

// sample keeps the rows with the smallest keyed hashes of seed, unit and row within the unit.
func (s *Session) sample(c *syntax.Command) error {
	d, err := s.filled()
	if err != nil {
		return err
	}
	list := c.Operands.(*syntax.Values).List
	size, ok1 := literal(list[0]).(*syntax.Number)
	seed, ok2 := literal(list[1]).(*syntax.Number)
	if !ok1 || !ok2 || !seed.Integral || seed.Int < 1 {
		return refuse("size and seed")
	}
	n := len(d.Rows)
	switch {
	case size.Integral && size.Int >= 1:
		n = min(n, int(size.Int))
	case size.Value > 0 && size.Value < 1:
		n = int(math.Floor(size.Value*float64(n) + 0.5))
	default:
		return refuse("size")
	}
	// The hash is of the protected unit: persons of jobs and rows of areas are not looked for.
	s.doubt(d.Unit.Space != "FNR" && d.Unit.Space != "ORGNR")
	type ranked struct {
		row  int
		hash uint64
	}
	order := make([]ranked, len(d.Rows))
	within := map[string]int{}
	for i, r := range d.Rows {
		id := r.Key.code(d.Key.Kind)
		h := hmac.New(sha256.New, make([]byte, 32))
		h.Write([]byte("sample/1\x00" + strconv.FormatInt(seed.Int, 10) + "\x00" + id + "\x00" + strconv.Itoa(within[id])))
		within[id]++
		order[i] = ranked{i, binary.LittleEndian.Uint64(h.Sum(nil))}
	}
	sort.SliceStable(order, func(i, j int) bool { return order[i].hash < order[j].hash })
	kept := make([]int, 0, n)
	for _, o := range order[:n] {
		kept = append(kept, o.row)
	}
	slices.Sort(kept)
	out := d.copy()
	rows := out.Rows
	out.Rows = nil
	for _, i := range kept {
		out.Rows = append(out.Rows, rows[i])
	}
	s.Datasets[d.Name] = out
	return nil
}
