package disclosure

import (
	"math"
	"strconv"
)

// maxDecimals is what a renderer can be asked to print.
const maxDecimals = 17

// significant rounds to a number of significant digits, half to even on the exact decimal
// value, and tells how many decimals print them. digits 0 means as many as there are.
func significant(x float64, digits int) (value float64, decimals int8) {
	if digits <= 0 || x == 0 {
		if x == 0 {
			return 0, 0
		}
		return x, -1
	}
	s := strconv.FormatFloat(x, 'e', digits-1, 64)
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return x, -1
	}
	exponent := 0
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == 'e' {
			exponent, _ = strconv.Atoi(s[i+1:])
			break
		}
	}
	return value, int8(min(max(digits-1-exponent, 0), maxDecimals))
}

// fixed rounds to a number of decimals.
func fixed(x float64, decimals int) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', decimals, 64), 64)
	if err != nil || v == 0 {
		return 0
	}
	return v
}

// amount makes a cell of a number with significant digits; a number that is none is missing.
func amount(kind CellKind, x float64, digits int, rule RuleID) Cell {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Cell{kind: CellMissing, rule: rule}
	}
	v, decimals := significant(x, digits)
	return Cell{kind: kind, value: v, decimals: decimals, rule: rule}
}

func countCell(n int64, rule RuleID) Cell {
	return Cell{kind: CellCount, value: float64(n), rule: rule}
}

func lowCell(rule RuleID) Cell     { return Cell{kind: CellLow, rule: rule} }
func missingCell(rule RuleID) Cell { return Cell{kind: CellMissing, rule: rule} }
