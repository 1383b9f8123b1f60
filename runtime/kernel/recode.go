package kernel

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// RecodeRule is one rule of a recode. A row matches when any of its left sides does.
type RecodeRule struct {
	Any        bool         // *: every row, missing included
	Missing    bool         // missing or .
	Nonmissing bool         // any value that no earlier rule took
	Spans      []RecodeSpan // numeric values and closed intervals
	Texts      []string     // text values
	To         Literal      // the new value; Untyped is missing
}

// RecodeSpan is a closed interval of numbers; a single value has Lo = Hi. Where a bound is
// `min` or `max` the smallest or largest value of the column stands for it (`min` alone:
// LoMin and HiMin).
type RecodeSpan struct {
	Lo, Hi       float64
	LoMin, LoMax bool // Lo is min, max
	HiMin, HiMax bool // Hi is min, max
}

// Recode gives every row the value of the first rule that it matches; rows that match none
// keep theirs. Kind is the kind of the result: of the family of all right sides when every
// row is recoded, else of the column's.
type Recode struct {
	Rules []RecodeRule
	Kind  types.Kind
}

// Name is the step's name.
func (Recode) Name() string { return "recode" }

// Params are the rules.
func (r Recode) Params() string {
	var b strings.Builder
	b.WriteString(r.Kind.String())
	for _, rule := range r.Rules {
		b.WriteString(" (")
		if rule.Any {
			b.WriteString("* ")
		}
		if rule.Missing {
			b.WriteString("missing ")
		}
		if rule.Nonmissing {
			b.WriteString("nonmissing ")
		}
		for _, s := range rule.Spans {
			b.WriteString(s.bound(s.Lo, s.LoMin, s.LoMax) + "/" + s.bound(s.Hi, s.HiMin, s.HiMax) + " ")
		}
		for _, s := range rule.Texts {
			b.WriteString(strconv.Quote(s) + " ")
		}
		b.WriteString("= " + rule.To.Params() + ")")
	}
	return b.String()
}

func (RecodeSpan) bound(v float64, low, high bool) string {
	switch {
	case low:
		return "min"
	case high:
		return "max"
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Recoded is the result of a Recode before it is taken apart by RecodedColumn and
// RecodeChanged.
type Recoded struct {
	col  *column.Column
	rule []uint16 // 1 + the rule that changed the row's value; 0: unchanged
	buf  *mem.Buffer
}

// Release gives the memory back.
func (r *Recoded) Release() {
	r.col.Release()
	r.buf.Release()
}

// RecodedColumn takes the new column out of a *Recoded.
type RecodedColumn struct{}

// Name is the step's name.
func (RecodedColumn) Name() string { return "recoded" }

// Params is empty.
func (RecodedColumn) Params() string { return "" }

// Run gives a column.
func (RecodedColumn) Run(_ *Context, in []any) (any, error) { return shared(in[0].(*Recoded).col), nil }

// RecodeChanged marks the rows whose value rule number Rule (from 0) changed: matched by it,
// and another value than before.
type RecodeChanged struct{ Rule int }

// Name is the step's name.
func (RecodeChanged) Name() string { return "recode-changed" }

// Params is the number of the rule.
func (r RecodeChanged) Params() string { return strconv.Itoa(r.Rule) }

// Run takes *Recoded and gives a boolean column.
func (r RecodeChanged) Run(c *Context, in []any) (any, error) {
	rec, want := in[0].(*Recoded), uint16(r.Rule+1)
	out, err := fillDense(c, len(rec.rule), func(out []uint8, lo, hi int) error {
		for i, rule := range rec.rule[lo:hi] {
			out[i] = 0
			if rule == want {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Boolean}), nil
}

// Run takes a column and optionally a condition (the other rows stay), and gives *Recoded.
func (r Recode) Run(c *Context, in []any) (any, error) {
	x := in[0].(*column.Column)
	var mask *column.Column
	if len(in) > 1 && in[1] != nil {
		mask = in[1].(*column.Column)
	}
	if len(r.Rules) >= math.MaxUint16 {
		return nil, fmt.Errorf("kernel: too many recode rules")
	}
	if x.Const && mask != nil && !mask.Const {
		wide, err := broadcast(c, x, mask.Len)
		if err != nil {
			return nil, err
		}
		defer wide.Release()
		x = wide
	}
	match, err := r.matcher(c, x)
	if err != nil {
		return nil, err
	}
	n, constant := RowsOf(x)
	rules, err := fillDense(c, n, func(out []uint16, lo, hi int) error {
		match(out, lo, hi)
		if mask != nil {
			var scratch []uint8
			for i, b := range truthOf(mask, lo, hi, &scratch) {
				out[i] &= -uint16(b)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := &Recoded{rule: rules.values, buf: rules.bufs[0]}
	if r.Kind == types.Text {
		out.col, err = r.texts(c, x, out.rule, constant)
	} else {
		out.col, err = r.numbers(c, x, out.rule, constant)
	}
	if err != nil {
		rules.release()
		return nil, err
	}
	return out, nil
}

// matcher gives a function that writes 1 + the first rule that each row matches, or 0.
func (r Recode) matcher(c *Context, x *column.Column) (func(out []uint16, lo, hi int), error) {
	absent := r.first(func(rule *RecodeRule) bool { return rule.Any || rule.Missing })
	if x.Kind == types.Untyped {
		return func(out []uint16, _, _ int) {
			for i := range out {
				out[i] = absent
			}
		}, nil
	}
	var match func(out []uint16, lo, hi int)
	if x.Kind == types.Text {
		table := make([]uint16, len(x.Dict.Values)+1)
		for code, s := range x.Dict.Values {
			table[code] = r.first(func(rule *RecodeRule) bool {
				return rule.Any || rule.Nonmissing || slices.Contains(rule.Texts, s)
			})
		}
		match = func(out []uint16, lo, hi int) {
			for i, code := range x.Codes[lo:hi] {
				out[i] = table[min(int(code), len(table)-1)]
			}
		}
	} else {
		var err error
		if match, err = r.numberMatcher(c, x); err != nil {
			return nil, err
		}
	}
	return func(out []uint16, lo, hi int) {
		match(out, lo, hi)
		if x.Valid == nil {
			return
		}
		if x.Const {
			if x.Missing(0) {
				out[0] = absent
			}
			return
		}
		for i := range out {
			miss := uint16(x.Valid[(lo+i)>>6]>>(uint(lo+i)&63)&1) - 1
			out[i] = out[i]&^miss | absent&miss
		}
	}, nil
}

// first is 1 + the first rule that a predicate accepts, or 0.
func (r Recode) first(accepts func(*RecodeRule) bool) uint16 {
	for i := range r.Rules {
		if accepts(&r.Rules[i]) {
			return uint16(i + 1)
		}
	}
	return 0
}

// holds tells whether a number lies in a rule whose bounds are resolved.
func (rule *RecodeRule) holds(v float64) bool {
	if rule.Any || rule.Nonmissing {
		return true
	}
	for _, s := range rule.Spans {
		if s.Lo <= v && v <= s.Hi {
			return true
		}
	}
	return false
}

// numberMatcher resolves min and max, and cuts the number line at the bounds of all rules:
// within a piece, and at a bound, one rule holds. Small ranges of integers use a table.
func (r Recode) numberMatcher(c *Context, x *column.Column) (func(out []uint16, lo, hi int), error) {
	low, high, err := numberRange(c, x)
	if err != nil {
		return nil, err
	}
	resolved := r.resolve(low, high)
	const exact = 1 << 53 // beyond it a float is not the integer it came from
	if integral(x.Kind) && high-low < ChunkRows && low > -exact && high < exact {
		return resolved.tableMatcher(x, int64(low), int(high-low)+1), nil
	}
	var points []float64
	for _, rule := range resolved.Rules {
		for _, s := range rule.Spans {
			if s.Lo <= s.Hi {
				points = append(points, s.Lo, s.Hi)
			}
		}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	// at[2k+1] is the rule of point k, at[2k] that of the gap before it.
	at := make([]uint16, 2*len(points)+1)
	for k, p := range points {
		at[2*k+1] = resolved.first(func(rule *RecodeRule) bool { return rule.holds(p) })
		before := math.Inf(-1)
		if k > 0 {
			before = points[k-1]
		}
		at[2*k] = resolved.gap(before, p)
	}
	last := math.Inf(-1)
	if len(points) > 0 {
		last = points[len(points)-1]
	}
	at[2*len(points)] = resolved.gap(last, math.Inf(1))
	return func(out []uint16, lo, hi int) {
		read := newFloatReader(x)
		blocks(lo, hi, func(l, h int) {
			for i, v := range read.block(l, h) {
				k, found := slices.BinarySearch(points, v)
				if found {
					out[l-lo+i] = at[2*k+1]
				} else {
					out[l-lo+i] = at[2*k]
				}
			}
		})
	}, nil
}

// gap is the rule of the numbers strictly between two neighbouring points.
func (r Recode) gap(after, before float64) uint16 {
	return r.first(func(rule *RecodeRule) bool {
		if rule.Any || rule.Nonmissing {
			return true
		}
		for _, s := range rule.Spans {
			if s.Lo <= after && before <= s.Hi && s.Lo <= s.Hi {
				return true
			}
		}
		return false
	})
}

func (r Recode) resolve(low, high float64) Recode {
	pick := func(v float64, isMin, isMax bool) float64 {
		switch {
		case isMin:
			return low
		case isMax:
			return high
		}
		return v
	}
	out := Recode{Kind: r.Kind, Rules: slices.Clone(r.Rules)}
	for i := range out.Rules {
		spans := slices.Clone(out.Rules[i].Spans)
		for k := range spans {
			s := &spans[k]
			s.Lo, s.Hi = pick(s.Lo, s.LoMin, s.LoMax), pick(s.Hi, s.HiMin, s.HiMax)
		}
		out.Rules[i].Spans = spans
	}
	return out
}

func (r Recode) tableMatcher(x *column.Column, low int64, span int) func(out []uint16, lo, hi int) {
	table := make([]uint16, span)
	for i := range table {
		v := float64(low + int64(i))
		table[i] = r.first(func(rule *RecodeRule) bool { return rule.holds(v) })
	}
	return func(out []uint16, lo, hi int) {
		read := newIntReader(x)
		blocks(lo, hi, func(l, h int) {
			for i, v := range read.block(l, h) {
				out[l-lo+i] = table[min(uint64(v-low), uint64(span-1))]
			}
		})
	}
}

// numberRange is the smallest and largest value; 0, 0 when there is none.
func numberRange(c *Context, x *column.Column) (low, high float64, err error) {
	if x.Const {
		if x.Missing(0) {
			return 0, 0, nil
		}
		return x.Float(0), x.Float(0), nil
	}
	if integral(x.Kind) {
		lo, hi, err := intRange(c, x)
		return float64(lo), float64(hi), err
	}
	g := &Groups{Count: 1, Rows: x.Len}
	if x.Valid != nil {
		if g, err = groupsOfValid(c, g, x); err != nil {
			return 0, 0, err
		}
		defer g.Release()
	}
	m, err := groupMoments(c, g, x, cuts{}, false)
	if err != nil {
		return 0, 0, err
	}
	return m[0].least, m[0].most, nil
}

// numbers makes the new column of a numeric kind and clears the rule of rows whose value
// stays the same.
func (r Recode) numbers(c *Context, x *column.Column, rules []uint16, constant bool) (*column.Column, error) {
	old := x
	if !x.Kind.Numeric() {
		old = allMissing(r.Kind) // every row is recoded
	}
	kind := r.Kind
	if kind == types.Boolean {
		kind = types.Integer
	}
	old, err := cast(c, old, kind)
	if err != nil {
		return nil, err
	}
	defer old.Release()
	changed := x.Kind.Numeric()
	to := make([]*column.Column, len(r.Rules))
	for i, rule := range r.Rules {
		lit, err := rule.To.Run(c, nil)
		if err != nil {
			return nil, err
		}
		if to[i], err = cast(c, lit.(*column.Column), kind); err != nil {
			return nil, err
		}
		defer to[i].Release()
	}
	if kind == types.Decimal || kind == types.Untyped {
		out, err := recodeValues(c, old, rules, to, changed, func(a *column.Column) func(lo, hi int) []float64 { return newFloatReader(a).block })
		if err != nil {
			return nil, err
		}
		return finish(out, &column.Column{Kind: kind, Const: constant}), nil
	}
	out, err := recodeValues(c, old, rules, to, changed, func(a *column.Column) func(lo, hi int) []int64 { return newIntReader(a).block })
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind, Const: constant}), nil
}

func recodeValues[T int64 | float64](c *Context, old *column.Column, rules []uint16, to []*column.Column, compareOld bool,
	reader func(*column.Column) func(lo, hi int) []T,
) (*filled[T], error) {
	values, none := make([]T, len(to)+1), make([]bool, len(to)+1)
	for i, col := range to {
		if none[i+1] = col.Missing(0) || col.Kind == types.Untyped; !none[i+1] {
			values[i+1] = reader(col)(0, 1)[0]
		}
	}
	plain := compareOld && old.Valid == nil && old.Kind != types.Untyped && !slices.Contains(none, true)
	return fill(c, len(rules), func(out []T, valid []uint64, lo, hi int) error {
		andValid(valid, lo, old)
		read := reader(old)
		blocks(lo, hi, func(l, h int) {
			was := read(l, h)
			if plain {
				recodePlain(out[l-lo:h-lo], was, rules[l:h], values)
				return
			}
			for i, rule := range rules[l:h] {
				at := l - lo + i
				if rule == 0 {
					out[at] = was[i]
					continue
				}
				w, bit := &valid[at>>6], uint64(1)<<(uint(at)&63)
				had := *w&bit != 0
				if compareOld && (had && !none[rule] && was[i] == values[rule] || !had && none[rule]) {
					rules[l+i] = 0
				}
				out[at] = values[rule]
				if none[rule] {
					*w &^= bit
				} else {
					*w |= bit
				}
			}
		})
		return nil
	})
}

// recodePlain is recodeValues where nothing is missing before or after.
func recodePlain[T int64 | float64](out, was []T, rules []uint16, values []T) {
	was, rules = was[:len(out)], rules[:len(out)]
	for i := range out {
		v := was[i]
		if rules[i] != 0 {
			v = values[rules[i]]
		}
		if v == was[i] {
			rules[i] = 0
		}
		out[i] = v
	}
}

// texts makes the new column of kind Text.
func (r Recode) texts(c *Context, x *column.Column, rules []uint16, constant bool) (*column.Column, error) {
	old, changed := x, x.Kind == types.Text
	if !changed {
		old = allMissing(types.Text)
	}
	values := slices.Clone(old.Dict.Values)
	for _, rule := range r.Rules {
		values = append(values, rule.To.Text)
	}
	use := make([]bool, len(values))
	for i := range use {
		use[i] = i < len(old.Dict.Values) || r.Rules[i-len(old.Dict.Values)].To.Kind == types.Text
	}
	dict, codes := buildDict(values, use)
	was, to := codes[:len(old.Dict.Values)], codes[len(old.Dict.Values):]
	table := r.textTable(was, to, changed)
	out, err := fill(c, len(rules), func(out []uint32, valid []uint64, lo, hi int) error {
		andValid(valid, lo, old)
		if table != nil && !old.Const {
			table.apply(out, valid, rules[lo:hi], old.Codes[lo:hi])
			return nil
		}
		for i, rule := range rules[lo:hi] {
			at := lo + i
			if old.Const {
				at = 0
			}
			w, bit := &valid[i>>6], uint64(1)<<(uint(i)&63)
			had := *w&bit != 0
			code := None
			if had {
				code = was[old.Codes[at]]
			}
			if rule != 0 {
				if changed && to[rule-1] == code {
					rules[lo+i] = 0
				}
				code = to[rule-1]
			}
			if code == None {
				*w &^= bit
				code = 0
			} else {
				*w |= bit
			}
			out[i] = code
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Text, Dict: dict, Const: constant}), nil
}
