package oracle

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/types"
)

// Value is one cell. Which field counts is told by the kind of its variable: Int for
// boolean, integer and date, Float for decimal, Text for alphanumeric and keys.
type Value struct {
	Missing bool
	Int     int64
	Float   float64
	Err     float64 // how far Float may be from another right answer
	Text    string
}

var none = Value{Missing: true}

func whole(n int64) Value { return Value{Int: n} }

func truth(b bool) Value {
	if b {
		return Value{Int: 1}
	}
	return Value{}
}

func text(s string) Value { return Value{Text: s} }

// real is a decimal; what is no finite number is missing.
func real(x, err float64) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) || math.IsNaN(err) || math.IsInf(err, 0) {
		return none
	}
	return Value{Float: x, Err: err}
}

func isWhole(k types.Kind) bool { return k == types.Boolean || k == types.Integer || k == types.Date }

func numeric(k types.Kind) bool { return k != types.Text && k != types.Key }

// family tells whether two kinds can stand beside each other: numbers, or text; the kind of a
// lone `.` fits both.
func family(a, b types.Kind) bool {
	if a == types.Key || b == types.Key {
		return false
	}
	return a == types.Untyped || b == types.Untyped || (a == types.Text) == (b == types.Text)
}

// float is the number of a value that is not missing.
func (v Value) float(k types.Kind) float64 {
	if isWhole(k) {
		return float64(v.Int)
	}
	return v.Float
}

// to is the value as another kind of the numeric family.
func (s *Session) to(v Value, from, to types.Kind) Value {
	switch {
	case v.Missing || from == types.Untyped:
		return none
	case from == types.Text || from == types.Key:
		return v
	case isWhole(from) && isWhole(to):
		return v
	case isWhole(from):
		return Value{Float: float64(v.Int)}
	case isWhole(to):
		return s.floored(v)
	}
	return v
}

// floored is the largest whole number not above a decimal.
func (s *Session) floored(v Value) Value {
	s.doubt(v.Err > 0 && math.Floor(v.Float-v.Err) != math.Floor(v.Float+v.Err))
	return toWhole(math.Floor(v.Float))
}

func toWhole(x float64) Value {
	if !(x >= -(1<<63) && x < 1<<63) {
		return none
	}
	return whole(int64(x))
}

// code is the canonical text of a value: what names a category.
func (v Value) code(k types.Kind) string {
	switch {
	case v.Missing:
		return ""
	case k == types.Text || k == types.Key:
		return v.Text
	case isWhole(k):
		return strconv.FormatInt(v.Int, 10)
	}
	return plainNumber(v.Float)
}

// plainNumber is the shortest text that reads back as x, without exponent.
func plainNumber(x float64) string {
	if x == 0 {
		return "0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// doubt gives up when a number that may be off decides something.
func (s *Session) doubt(yes bool) {
	if yes {
		s.Unsure = true
	}
}

// order compares two numbers that are not missing.
func (s *Session) order(a Value, ka types.Kind, b Value, kb types.Kind) int {
	if isWhole(ka) && isWhole(kb) {
		switch {
		case a.Int < b.Int:
			return -1
		case a.Int > b.Int:
			return 1
		}
		return 0
	}
	x, y := a.float(ka), b.float(kb)
	if far := a.Err + b.Err; far > 0 {
		s.doubt(math.Abs(x-y) <= far)
	}
	// A whole number beyond 2^53 beside a decimal: the reference does not say how exactly.
	s.doubt(isWhole(ka) != isWhole(kb) && (math.Abs(x) > 1<<53 || math.Abs(y) > 1<<53) && x == y)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// isTrue is the truth value of a number: neither 0 nor missing.
func (s *Session) isTrue(v Value, k types.Kind) bool {
	if v.Missing || k == types.Untyped {
		return s.hurt("missing is true")
	}
	if isWhole(k) {
		return v.Int != 0
	}
	s.doubt(v.Err > 0 && math.Abs(v.Float) <= v.Err)
	return v.Float != 0
}

// equal tells whether two values that are not missing are the same.
func (s *Session) equal(a Value, ka types.Kind, b Value, kb types.Kind) bool {
	if ka == types.Text || kb == types.Text || ka == types.Key || kb == types.Key {
		return a.Text == b.Text
	}
	return s.order(a, ka, b, kb) == 0
}

// exactly is a rational result as a decimal: when it is no binary fraction, or the numbers
// behind it are so large that adding them up in another order would round, it may be off by
// a little in relation to size, the sum of the magnitudes that went into it.
func exactly(r *big.Rat, size float64, calm bool) Value {
	x, exact := r.Float64()
	if exact && calm {
		return real(x, 0)
	}
	return real(x, 1e-11*math.Max(size, math.Abs(x)))
}

// calm tells whether numbers can be added in any order without rounding.
func isCalm(list []float64) bool {
	for _, x := range list {
		if math.Abs(x) >= 1<<36 || math.Trunc(x*1024) != x*1024 {
			return false
		}
	}
	return len(list) < 1<<16
}

// readNumber reads a plain decimal number: a sign, digits with at most one point, perhaps an
// exponent.
func readNumber(s string) (float64, bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+")
	if len(s)-len(rest) > 1 {
		return 0, false
	}
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(rest), "e")
	before, after, _ := strings.Cut(mantissa, ".")
	if before+after == "" || !digitsOnly(before) || !digitsOnly(after) {
		return 0, false
	}
	if scientific {
		e := strings.TrimPrefix(strings.TrimPrefix(exponent, "-"), "+")
		if e == "" || !digitsOnly(e) || len(exponent)-len(e) > 1 {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

func digitsOnly(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
