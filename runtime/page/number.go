package page

import (
	"math"
	"strconv"
	"strings"
)

// ThinSpace groups the digits of shown numbers in threes, in both languages.
const ThinSpace = "\u202f"

// shownDigits is how many significant digits people are shown of an exact number.
const shownDigits = 7

// FormatNumber writes a number for people: with a point, thin grouping and the given
// decimals; below 0 a whole number prints in full and another one with seven significant
// digits. Minus is U+2212.
func FormatNumber(v float64, decimals int) string {
	if decimals < 0 && v != math.Trunc(v) && math.Abs(v) >= 1e-6 && math.Abs(v) < 1e15 {
		if short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', shownDigits, 64), 64); err == nil {
			v = short
		}
	}
	s := PlainNumber(v, decimals)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "\u2212", s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	if strings.ContainsAny(whole, "eIN") {
		return sign + s
	}
	var out strings.Builder
	out.WriteString(sign)
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 && len(whole) > 4 {
			out.WriteString(ThinSpace)
		}
		out.WriteRune(d)
	}
	if frac != "" {
		out.WriteByte('.')
		out.WriteString(frac)
	}
	return out.String()
}

// PlainNumber writes a number with a point and no grouping, as in JSON.
func PlainNumber(v float64, decimals int) string {
	if v == 0 {
		v = 0 // no negative zero
	}
	if decimals >= 0 {
		s := strconv.FormatFloat(v, 'f', decimals, 64)
		if strings.Trim(s, "-0.") == "" {
			return strings.TrimPrefix(s, "-")
		}
		return s
	}
	if math.Abs(v) < 1e15 && (math.Abs(v) >= 1e-6 || v == 0) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Format is the text of a cell for people: a number, a word, or a mark.
func (c Cell) Format() string {
	switch c.State {
	case Value:
		return FormatNumber(c.Value, c.Decimals)
	case TextValue:
		return c.Text
	case Low, Suppressed:
		return "–"
	}
	return "."
}
