package oracle

import (
	"math"
	"math/big"
	"time"

	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// call types a function call. The distribution functions are left out: they are formulas that
// package stat is tested for, and a row of them is a row of any other function.
func (x *reader) call(e *syntax.Call) (*expr, error) {
	args := make([]*expr, len(e.Args))
	for i, a := range e.Args {
		var err error
		if args[i], err = x.read(a); err != nil {
			return nil, err
		}
	}
	name := e.Func.Text
	f, ok := functions[name]
	if !ok {
		return nil, refuse("unknown function %s", name)
	}
	if len(args) < f.min || f.max >= 0 && len(args) > f.max {
		return nil, refuse("%s takes another number of arguments", name)
	}
	for _, a := range args {
		if f.takes == takesNumbers && a.kind == types.Text || f.takes == takesTexts && a.kind != types.Text && a.kind != types.Untyped {
			return nil, refuse("%s takes other arguments", name)
		}
	}
	return f.make(x, args)
}

type takes uint8

const (
	takesAnything takes = iota
	takesNumbers
	takesTexts
)

type function struct {
	min, max int // max < 0: any number
	takes    takes
	make     func(x *reader, args []*expr) (*expr, error)
}

var functions map[string]function

func init() {
	functions = map[string]function{}
	add := func(name string, min, max int, t takes, make func(x *reader, args []*expr) (*expr, error)) {
		functions[name] = function{min, max, t, make}
	}
	addDates(add)
	addMathematics(add)
	addRowWise(add)
	addTexts(add)
	addLogic(add)
	addLabels(add)
}

type adder func(name string, min, max int, t takes, make func(x *reader, args []*expr) (*expr, error))

// days numbers and civil dates, by the calendar of the standard library. Years beyond
// farYear are nobody's dates: the reference does not say how far a day number may go.
const farYear = 200_000

func (s *Session) civil(days int64) time.Time {
	s.doubt(days > farYear*365 || days < -farYear*365)
	if s.Unsure {
		days = 0
	}
	return time.Unix(0, 0).UTC().AddDate(0, 0, int(days))
}

func daysOf(t time.Time) int64 { return int64(math.Floor(float64(t.Unix()) / 86400)) }

// wholeArg is an argument as a whole number, floored.
func (s *Session) wholeArg(a *expr, r Row) Value { return s.to(a.at(r), a.kind, types.Integer) }

func addDates(add adder) {
	add("date", 3, 3, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
		return &expr{kind: types.Integer, at: func(r Row) Value {
			var n [3]int64
			for i, a := range args {
				v := x.s.wholeArg(a, r)
				if v.Missing {
					return none
				}
				n[i] = v.Int
			}
			if n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31 {
				return none
			}
			x.s.doubt(n[0] > farYear || n[0] < -farYear)
			if x.s.Unsure {
				return none
			}
			t := time.Date(int(n[0]), time.Month(n[1]), int(n[2]), 0, 0, 0, 0, time.UTC)
			if t.Day() != int(n[2]) {
				return none
			}
			return whole(daysOf(t))
		}}, nil
	})
	part := func(name string, kind types.Kind, f func(s *Session, t time.Time) Value) {
		add(name, 1, 1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
			return &expr{kind: kind, at: func(r Row) Value {
				v := x.s.wholeArg(args[0], r)
				if v.Missing {
					return none
				}
				return f(x.s, x.s.civil(v.Int))
			}}, nil
		})
	}
	number := func(name string, f func(t time.Time) int) {
		part(name, types.Integer, func(_ *Session, t time.Time) Value { return whole(int64(f(t))) })
	}
	part("isoformatdate", types.Text, func(s *Session, t time.Time) Value {
		s.doubt(t.Year() < 0 || t.Year() > 9999)
		return text(t.Format("2006-01-02"))
	})
	number("year", time.Time.Year)
	number("month", func(t time.Time) int { return int(t.Month()) })
	number("day", time.Time.Day)
	part("week", types.Integer, func(s *Session, t time.Time) Value {
		_, w := t.ISOWeek()
		if s.hurt("week from January") {
			w = (t.YearDay()-1)/7 + 1
		}
		return whole(int64(w))
	})
	number("quarter", func(t time.Time) int { return (int(t.Month())-1)/3 + 1 })
	number("halfyear", func(t time.Time) int {
		if t.Month() <= 6 {
			return 1
		}
		return 2
	})
	number("dow", func(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 })
	number("doy", time.Time.YearDay)
}

func addMathematics(add adder) {
	// smooth functions are computed by others too: they may differ in the last bits.
	smooth := func(name string, f func(float64) float64) {
		add(name, 1, 1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Decimal, at: func(r Row) Value {
				v := x.s.to(args[0].at(r), args[0].kind, types.Decimal)
				if v.Missing {
					return none
				}
				// A function that swings leaves no bounds to a number that may be anywhere.
				x.s.doubt(v.Err > 1e-3 && (name == "sin" || name == "cos" || name == "tan"))
				out := x.s.around(f, v)
				out.Err += 1e-13*math.Abs(out.Float) + 1e-300
				return out
			}}, nil
		})
	}
	angle := func(f func(float64) float64) func(float64) float64 {
		return func(x float64) float64 {
			if x < -1 || x > 1 {
				return math.NaN()
			}
			return f(x)
		}
	}
	positive := func(f func(float64) float64) func(float64) float64 {
		return func(x float64) float64 {
			if x <= 0 {
				return math.NaN()
			}
			return f(x)
		}
	}
	smooth("acos", angle(math.Acos))
	smooth("asin", angle(math.Asin))
	smooth("atan", math.Atan)
	smooth("cos", math.Cos)
	smooth("sin", math.Sin)
	smooth("tan", math.Tan)
	smooth("exp", math.Exp)
	smooth("ln", positive(math.Log))
	smooth("log10", positive(math.Log10))
	smooth("sqrt", math.Sqrt)
	smooth("logit", func(p float64) float64 {
		if p <= 0 || p >= 1 {
			return math.NaN()
		}
		return math.Log(p / (1 - p))
	})
	smooth("lnfactorial", func(x float64) float64 {
		if math.Floor(x) < 0 {
			return math.NaN()
		}
		y, _ := math.Lgamma(math.Floor(x) + 1)
		return y
	})
	add("pi", 0, 0, takesNumbers, func(*reader, []*expr) (*expr, error) {
		return &expr{kind: types.Decimal, at: func(Row) Value { return real(math.Pi, 0) }}, nil
	})
	add("comb", 2, 2, takesNumbers, comb)
	add("abs", 1, 1, takesNumbers, absolute)
	rounding := func(name string, f func(s *Session, x float64) float64) {
		add(name, 1, 1, takesNumbers, func(x *reader, args []*expr) (*expr, error) {
			return &expr{kind: types.Integer, at: func(r Row) Value { return x.s.rounded(args[0], r, func(y float64) float64 { return f(x.s, y) }) }}, nil
		})
	}
	rounding("int", func(s *Session, x float64) float64 {
		if s.hurt("int rounds down") {
			return math.Floor(x)
		}
		return math.Trunc(x)
	})
	rounding("floor", func(_ *Session, x float64) float64 { return math.Floor(x) })
	rounding("ceil", func(_ *Session, x float64) float64 { return math.Ceil(x) })
	add("round", 1, 2, takesNumbers, round)
	add("quantile", 2, 2, takesNumbers, quantile)
}

// rounded applies a step function; whole numbers stay.
func (s *Session) rounded(a *expr, r Row, f func(float64) float64) Value {
	v := a.at(r)
	if v.Missing || a.kind == types.Untyped {
		return none
	}
	if isWhole(a.kind) {
		return whole(v.Int)
	}
	s.doubt(v.Err > 0 && f(v.Float-v.Err) != f(v.Float+v.Err))
	return toWhole(f(v.Float))
}

func comb(x *reader, args []*expr) (*expr, error) {
	return &expr{kind: types.Decimal, at: func(r Row) Value {
		n, k := x.s.to(args[0].at(r), args[0].kind, types.Decimal), x.s.to(args[1].at(r), args[1].kind, types.Decimal)
		if n.Missing || k.Missing {
			return none
		}
		x.s.doubt(n.Err > 0 || k.Err > 0)
		if math.Trunc(n.Float) != n.Float || math.Trunc(k.Float) != k.Float || k.Float < 0 || k.Float > n.Float {
			return none
		}
		if n.Float > 5000 {
			x.s.Unsure = true // too long to multiply out
			return none
		}
		y, _ := new(big.Float).SetInt(new(big.Int).Binomial(int64(n.Float), int64(k.Float))).Float64()
		if math.Abs(y) < 1<<53 {
			return real(y, 0)
		}
		x.s.doubt(y > 1e307)
		return real(y, 1e-11*y)
	}}, nil
}

func absolute(x *reader, args []*expr) (*expr, error) {
	kind := types.Integer
	if args[0].kind == types.Decimal {
		kind = types.Decimal
	}
	return &expr{kind: kind, at: func(r Row) Value {
		v := x.s.to(args[0].at(r), args[0].kind, kind)
		switch {
		case v.Missing:
			return none
		case kind == types.Decimal:
			return real(math.Abs(v.Float), v.Err)
		}
		return fit(new(big.Int).Abs(big.NewInt(v.Int)))
	}}, nil
}

// halfAway rounds to the nearest whole number, halves away from zero.
func (s *Session) halfAway(x float64) float64 {
	if s.hurt("round half to even") {
		return math.RoundToEven(x)
	}
	if x < 0 {
		return -s.halfAway(-x)
	}
	lower := math.Floor(x)
	if x-lower >= 0.5 {
		return lower + 1
	}
	return lower
}

func round(x *reader, args []*expr) (*expr, error) {
	if len(args) == 1 {
		return &expr{kind: types.Integer, at: func(r Row) Value { return x.s.rounded(args[0], r, x.s.halfAway) }}, nil
	}
	return &expr{kind: types.Decimal, at: func(r Row) Value {
		v, u := x.s.to(args[0].at(r), args[0].kind, types.Decimal), x.s.to(args[1].at(r), args[1].kind, types.Decimal)
		if v.Missing || u.Missing {
			return none
		}
		x.s.doubt(u.Err > 0)
		if u.Float == 0 {
			return v
		}
		return x.s.nearest(v, math.Abs(u.Float))
	}}, nil
}

// nearest is the multiple of a unit nearest to a number; the unit counts as the decimal
// fraction it is written as, so that the result has no binary noise.
func (s *Session) nearest(v Value, unit float64) Value {
	u, ok := new(big.Rat).SetString(plainNumber(unit))
	if !ok {
		s.Unsure = true
		return none
	}
	x := new(big.Rat).SetFloat64(v.Float)
	q, _ := new(big.Rat).Quo(x, u).Float64()
	if math.Abs(q) > 1<<52 {
		s.Unsure = true // no digit of the number is left to round
		return v
	}
	// Just beside a half the reference does not say whether the number or its digits decide.
	half := math.Abs(q-math.Floor(q)-0.5) * unit
	s.doubt(half > 0 && half <= 1e-12*math.Abs(v.Float) || v.Err > 0 && half <= 2*v.Err)
	k := new(big.Rat).SetFloat64(s.halfAway(q))
	y, _ := k.Mul(k, u).Float64()
	return real(y, 1e-15*math.Abs(y))
}

// quantile numbers the groups of the selected rows: the number of cut points below x.
func quantile(x *reader, args []*expr) (*expr, error) {
	n := args[1].number
	if n == nil || n.Value != math.Trunc(n.Value) || n.Value < 2 || n.Value > 100 {
		return nil, refuse("quantile takes 2 to 100 parts")
	}
	a := args[0]
	k := int(n.Value)
	var cuts []Value
	done := false
	return &expr{kind: types.Integer, at: func(r Row) Value {
		if !done {
			done = true
			var list []Value
			for _, row := range x.selected {
				if v := x.s.to(a.at(row), a.kind, types.Decimal); !v.Missing {
					list = append(list, v)
				}
			}
			for j := 1; j < k && len(list) > 0; j++ {
				cuts = append(cuts, x.s.percentile(list, big.NewRat(int64(j), int64(k))))
			}
		}
		v := x.s.to(a.at(r), a.kind, types.Decimal)
		if v.Missing || len(cuts) == 0 {
			return none
		}
		group := int64(0)
		for _, c := range cuts {
			o := x.s.order(v, types.Decimal, c, types.Decimal)
			if o > 0 || o == 0 && x.s.hurt("quantile closed on the left") {
				group++
			}
		}
		return whole(group)
	}}, nil
}
