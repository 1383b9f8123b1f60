package oracle

import (
	"math"
	"math/big"
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
)

// widest is the kind of the row-wise functions that keep whole numbers.
func widest(args []*expr) types.Kind {
	for _, a := range args {
		if a.kind == types.Decimal {
			return types.Decimal
		}
	}
	return types.Integer
}

// present are the values of a row's arguments that are not missing, as one kind.
func (x *reader) present(args []*expr, kind types.Kind, r Row) []Value {
	var out []Value
	for _, a := range args {
		if v := x.s.to(a.at(r), a.kind, kind); !v.Missing {
			out = append(out, v)
		}
	}
	return out
}

func addRowWise(add adder) {
	extreme := func(name string, sign int) {
		add(name, 1, -1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
			kind := widest(args)
			return &expr{kind: kind, at: func(r Row) Value {
				best := none
				for _, v := range x.present(args, kind, r) {
					if best.Missing || x.s.order(v, kind, best, kind)*sign > 0 {
						best = v
					}
				}
				return best
			}}, nil
		})
	}
	extreme("rowmax", 1)
	extreme("rowmin", -1)
	add("rowtotal", 1, -1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
		kind := widest(args)
		return &expr{kind: kind, at: func(r Row) Value {
			list := x.present(args, kind, r)
			if len(list) == 0 && x.s.hurt("rowtotal of none missing") {
				return none
			}
			if kind == types.Integer {
				return x.s.wholeSum(list)
			}
			return sum(list).value
		}}, nil
	})
	decimal := func(name string, f func(s *Session, list []Value) Value) {
		add(name, 1, -1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Decimal, at: func(r Row) Value {
				list := x.present(args, types.Decimal, r)
				if len(list) == 0 {
					return none
				}
				return f(x.s, list)
			}}, nil
		})
	}
	decimal("rowmean", func(_ *Session, list []Value) Value { return mean(list) })
	decimal("rowmedian", func(s *Session, list []Value) Value { return s.percentile(list, big.NewRat(1, 2)) })
	decimal("rowstd", func(s *Session, list []Value) Value { return s.deviation(list) })
	counting := func(name string, missing bool) {
		add(name, 1, -1, takesAnything, func(_ *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Integer, at: func(r Row) Value {
				n := int64(0)
				for _, a := range args {
					if a.at(r).Missing == missing {
						n++
					}
				}
				return whole(n)
			}}, nil
		})
	}
	counting("rowmissing", true)
	counting("rowvalid", false)
	add("rowconcat", 1, -1, takesTexts, func(_ *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Text, at: func(r Row) Value {
			all := ""
			for _, a := range args {
				if v := a.at(r); !v.Missing {
					all += v.Text
				}
			}
			return text(all)
		}}, nil
	})
}

const blanks = " \t\u00a0"

func addTexts(add adder) {
	add("length", 1, 1, takesTexts, func(_ *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Integer, at: func(r Row) Value {
			v := args[0].at(r)
			if v.Missing {
				return none
			}
			return whole(int64(len([]rune(v.Text))))
		}}, nil
	})
	add("string", 1, 1, takesAnything, func(x *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Text, at: func(r Row) Value {
			v := args[0].at(r)
			if v.Missing {
				return none
			}
			x.s.doubt(v.Err > 0)
			return text(v.code(args[0].kind))
		}}, nil
	})
	change := func(name string, f func(string) string) {
		add(name, 1, 1, takesTexts, func(_ *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Text, at: func(r Row) Value {
				v := args[0].at(r)
				if v.Missing {
					return none
				}
				return text(f(v.Text))
			}}, nil
		})
	}
	ascii := func(first, last rune, by rune) func(string) string {
		return func(s string) string {
			return strings.Map(func(c rune) rune {
				if c >= first && c <= last {
					return c + by
				}
				return c
			}, s)
		}
	}
	change("lower", ascii('A', 'Z', 'a'-'A'))
	change("upper", ascii('a', 'z', 'A'-'a'))
	change("trim", func(s string) string { return strings.Trim(s, blanks) })
	change("ltrim", func(s string) string { return strings.TrimLeft(s, blanks) })
	change("rtrim", func(s string) string { return strings.TrimRight(s, blanks) })
	add("substr", 2, 3, takesAnything, substr)
	affix := func(name string, f func(s, t string) bool) {
		add(name, 2, 2, takesTexts, func(_ *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Boolean, at: func(r Row) Value {
				a, b := args[0].at(r), args[1].at(r)
				return truth(!a.Missing && !b.Missing && f(a.Text, b.Text))
			}}, nil
		})
	}
	affix("startswith", strings.HasPrefix)
	affix("endswith", strings.HasSuffix)
}

// place is a position or a length in a text: beyond a billion it is beyond every text.
func (s *Session) place(a *expr, r Row) Value {
	v := s.to(a.at(r), a.kind, types.Decimal)
	if v.Missing {
		return none
	}
	v.Float = math.Max(-1e9, math.Min(v.Float, 1e9))
	return s.floored(v)
}

func substr(x *reader, args []*expr) (*expr, error) {
	if args[0].kind != types.Text && args[0].kind != types.Untyped {
		return nil, refuse("substr of a number")
	}
	for _, a := range args[1:] {
		if a.kind == types.Text {
			return nil, refuse("substr takes numbers")
		}
	}
	return &expr{kind: types.Text, at: func(r Row) Value {
		v, p := args[0].at(r), x.s.place(args[1], r)
		if v.Missing || p.Missing {
			return none
		}
		runes := []rune(v.Text)
		for _, a := range args[1:] { // the reference has whole numbers only
			y := x.s.to(a.at(r), a.kind, types.Decimal).Float
			x.s.doubt(y != math.Trunc(y))
		}
		start := p.Int - 1
		if p.Int < 0 {
			start = int64(len(runes)) + p.Int
		}
		if x.s.hurt("substr from zero") {
			start++
		}
		end := int64(len(runes))
		if len(args) == 3 {
			n := x.s.place(args[2], r)
			if n.Missing {
				return none
			}
			if n.Int < end-start {
				end = start + n.Int
			}
		}
		if p.Int == 0 || start < 0 || start >= int64(len(runes)) || end <= start {
			return text("")
		}
		return text(string(runes[start:end]))
	}}, nil
}

func addLogic(add adder) {
	add("inlist", 2, -1, takesAnything, func(x *reader, args []*expr) (*expr, error) {
		for i, a := range args {
			for _, b := range args[:i] {
				if !family(a.kind, b.kind) {
					return nil, refuse("inlist mixes numbers and texts")
				}
			}
		}
		return &expr{kind: types.Boolean, at: func(r Row) Value {
			v := args[0].at(r)
			if v.Missing {
				return truth(false)
			}
			for _, a := range args[1:] {
				if b := a.at(r); !b.Missing && x.s.equal(v, args[0].kind, b, a.kind) {
					return truth(true)
				}
			}
			return truth(false)
		}}, nil
	})
	add("inrange", 3, 3, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Boolean, at: func(r Row) Value {
			v, lo, hi := args[0].at(r), args[1].at(r), args[2].at(r)
			if v.Missing || lo.Missing || hi.Missing {
				return truth(false)
			}
			return truth(x.s.order(v, args[0].kind, lo, args[1].kind) >= 0 && x.s.order(v, args[0].kind, hi, args[2].kind) <= 0)
		}}, nil
	})
	add("sysmiss", 1, 1, takesAnything, func(_ *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Boolean, at: func(r Row) Value { return truth(args[0].at(r).Missing) }}, nil
	})
}

// labelled is the code list of a label function's first argument, with the texts after it.
func labelled(args []*expr) (*Labels, []string, error) {
	v := args[0].variable
	if v == nil || v.Labels == nil {
		return nil, nil, refuse("no code list")
	}
	var texts []string
	for _, a := range args[1:] {
		if a.literal == nil {
			return nil, nil, refuse("a label is a literal")
		}
		texts = append(texts, *a.literal)
	}
	return v.Labels, texts, nil
}

func addLabels(add adder) {
	add("label_to_code", 2, 2, takesAnything, func(x *reader, args []*expr) (*expr, error) {
		list, texts, err := labelled(args)
		if err != nil {
			return nil, err
		}
		var found []Label
		for _, l := range list.Items {
			if l.Text == texts[0] {
				found = append(found, l)
			}
		}
		if len(found) != 1 {
			return nil, refuse("no such label, or several")
		}
		kind := args[0].kind
		if kind == types.Boolean {
			kind = types.Integer // other codes than 0 and 1 have labels too
		}
		v := text(found[0].Code)
		if kind != types.Text {
			n, _ := readNumber(found[0].Code)
			v = real(n, 0)
			if isWhole(kind) {
				v = toWhole(n)
			}
		}
		if kind == types.Untyped { // nobody has said yet of which type the code is
			v = none
		}
		// A list of texts on a number names none of its values: which number a code is, nobody says.
		return &expr{kind: kind, at: func(Row) Value { x.s.doubt(kind != types.Untyped && list.Numeric != (kind != types.Text)); return v }}, nil
	})
	add("inlabels", 2, -1, takesAnything, func(x *reader, args []*expr) (*expr, error) {
		list, texts, err := labelled(args)
		if err != nil {
			return nil, err
		}
		for _, t := range texts {
			if !slices.ContainsFunc(list.Items, func(l Label) bool { return l.Text == t }) {
				return nil, refuse("unknown label")
			}
		}
		return x.ofLabel(args[0], list, func(label string) bool { return slices.Contains(texts, label) }), nil
	})
	add("labelcontains", 2, 2, takesAnything, func(x *reader, args []*expr) (*expr, error) {
		list, texts, err := labelled(args)
		if err != nil {
			return nil, err
		}
		return x.ofLabel(args[0], list, func(label string) bool { return strings.Contains(label, texts[0]) }), nil
	})
}

// ofLabel tells whether the label of a value is such a one; 0 for a missing value and for a
// code that is not in the list.
func (x *reader) ofLabel(a *expr, list *Labels, such func(label string) bool) *expr {
	return &expr{kind: types.Boolean, at: func(r Row) Value {
		v := a.at(r)
		if v.Missing {
			return truth(false)
		}
		x.s.doubt(v.Err > 0)
		l, ok := list.find(v.code(a.kind))
		// The codes of a list that does not have the type of the variable match nothing.
		return truth(ok && list.Numeric == (a.kind != types.Text) && such(l.Text))
	}}
}
