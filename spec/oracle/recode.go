package oracle

import (
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// side is one item on the left of a recode rule.
type side struct {
	missing, nonmissing bool
	text                *string
	lo, hi              *float64 // nil: the smallest or largest value
	loMax, hiMin        bool     // max alone, min alone
}

type recodeRule struct {
	any   bool
	sides []side
	to    *expr
	label *string
	flag  bool
}

func (s *Session) recode(c *syntax.Command) error {
	o := c.Operands.(*syntax.Recode)
	d, err := s.filled()
	if err != nil {
		return err
	}
	selected, err := s.selection(d, c.If)
	if err != nil {
		return err
	}
	rules, everything, err := s.rules(d, o.Rules)
	if err != nil {
		return err
	}
	prefix := wordOption(c, "prefix") + wordOption(c, "generate")
	out := d.copy()
	for _, e := range o.Vars {
		if err := s.recodeOne(out, e, prefix, rules, selected, everything && c.If == nil); err != nil {
			return err
		}
	}
	s.Datasets[d.Name] = out
	return nil
}

// rules reads the rules; everything tells that one of them is `*`.
func (s *Session) rules(d *Dataset, list []syntax.RecodeRule) (out []recodeRule, everything bool, err error) {
	kind := types.Untyped
	for _, w := range list {
		to, err := (&reader{s: s, d: d}).read(w.To)
		if err != nil || to.variable != nil {
			return nil, false, refuse("no value on the right")
		}
		if !family(kind, to.kind) {
			return nil, false, refuse("targets of two families")
		}
		if to.kind != types.Untyped {
			kind = to.kind
		}
		r := recodeRule{any: w.Any, to: to, flag: w.FlagMiss}
		if w.Label != nil {
			r.label = &w.Label.Value
		}
		everything = everything || w.Any
		for _, f := range w.From {
			item, err := readSide(f)
			if err != nil {
				return nil, false, err
			}
			r.sides = append(r.sides, item)
		}
		out = append(out, r)
	}
	return out, everything, nil
}

func readSide(f syntax.RecodeFrom) (side, error) {
	out := side{missing: f.Missing, nonmissing: f.NonMissing}
	if f.Missing || f.NonMissing {
		return out, nil
	}
	// min alone is the smallest value, max alone the largest.
	out.hiMin = f.Min && !f.Max && f.High == nil
	out.loMax = f.Max && !f.Min && f.Low == nil
	for i, e := range []syntax.Expr{f.Low, f.High} {
		if e == nil {
			continue
		}
		switch e := literal(e).(type) {
		case *syntax.Number:
			if i == 0 {
				out.lo = &e.Value
			} else {
				out.hi = &e.Value
			}
		case *syntax.String:
			if f.Low == nil || f.High == nil || f.Low.Range() != f.High.Range() {
				return out, refuse("an interval of texts")
			}
			out.text = &e.Value
		default:
			return out, refuse("no value on the left")
		}
	}
	if out.lo != nil && out.hi != nil && *out.lo > *out.hi {
		return out, refuse("reversed interval")
	}
	return out, nil
}

// literal is a constant, with its sign.
func literal(e syntax.Expr) syntax.Expr {
	if u, ok := e.(*syntax.Unary); ok {
		if n, ok := u.X.(*syntax.Number); ok && u.Op == "-" {
			return &syntax.Number{Value: -n.Value, Int: -n.Int, Integral: n.Integral}
		}
	}
	return e
}

func (s *Session) recodeOne(d *Dataset, e syntax.Expr, prefix string, rules []recodeRule, selected []bool, all bool) error {
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
	old := v.Kind
	if prefix != "" {
		if err := d.free(prefix + v.Name); err != nil {
			return err
		}
		v.Name, v.Identifier = prefix+v.Name, false
	}
	if v.Kind, err = recodedKind(old, rules, all); err != nil {
		return err
	}
	if v.Kind != old && !(old == types.Boolean && v.Kind == types.Integer) {
		v.Refers = nil
	}
	v.Labels = v.Labels.as(v.Kind)
	for _, r := range rules {
		if r.to.kind != types.Untyped && (r.label != nil || r.flag) {
			v.Labels = v.Labels.with(r.to.at(Row{}).code(r.to.kind), v.Kind, r.label, r.flag)
		}
	}
	lo, hi := none, none
	for _, r := range d.Rows {
		x := r.at(place)
		if x.Missing || !numeric(old) {
			continue
		}
		if lo.Missing || s.order(x, old, lo, old) < 0 {
			lo = x
		}
		if hi.Missing || s.order(x, old, hi, old) > 0 {
			hi = x
		}
	}
	cells := make([]Value, len(d.Rows))
	for i, r := range d.Rows {
		x := r.at(place)
		cells[i] = s.to(x, old, v.Kind)
		if old == types.Untyped {
			cells[i] = none
		}
		matched := false
		for _, rule := range rules {
			if selected[i] && s.matches(rule, x, old, lo, hi) {
				cells[i] = s.to(rule.to.at(Row{}), rule.to.kind, v.Kind)
				matched = true
				if !s.hurt("last rule wins") {
					break
				}
			}
		}
		if !matched && selected[i] && s.hurt("recode unmatched missing") {
			cells[i] = none
		}
	}
	d.put(v, cells)
	return nil
}

// recodedKind is the kind of the result: wide enough for the new values; of their family when
// every row gets one.
func recodedKind(kind types.Kind, rules []recodeRule, all bool) (types.Kind, error) {
	for _, r := range rules {
		for _, f := range r.sides {
			if f.missing || f.nonmissing {
				continue
			}
			if (f.text != nil) != (kind == types.Text) && kind != types.Untyped {
				return kind, refuse("a rule of another family")
			}
		}
	}
	if kind == types.Boolean {
		kind = types.Integer
	}
	for _, r := range rules {
		switch {
		case r.to.kind == types.Untyped:
		case family(kind, r.to.kind):
			kind = wider(kind, r.to.kind)
		case all:
			kind = r.to.kind
		default:
			return kind, refuse("a target of another family")
		}
	}
	return kind, nil
}

func (s *Session) matches(rule recodeRule, x Value, k types.Kind, lo, hi Value) bool {
	if rule.any {
		return true
	}
	for _, f := range rule.sides {
		switch {
		case f.missing:
			if x.Missing {
				return true
			}
		case x.Missing:
		case f.nonmissing:
			return true
		case f.text != nil:
			if x.Text == *f.text {
				return true
			}
		case s.within(f, x, k, lo, hi):
			return true
		}
	}
	return false
}

func (s *Session) within(f side, x Value, k types.Kind, lo, hi Value) bool {
	bound := func(p *float64, extreme Value) (Value, types.Kind) {
		if p != nil {
			return real(*p, 0), types.Decimal
		}
		return extreme, k
	}
	from, fk := bound(f.lo, lo)
	to, tk := bound(f.hi, hi)
	if f.hiMin {
		to, tk = lo, k
	}
	if f.loMax {
		from, fk = hi, k
	}
	return s.order(x, k, from, fk) >= 0 && s.order(x, k, to, tk) <= 0
}
