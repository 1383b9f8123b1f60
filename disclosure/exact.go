package disclosure

import (
	"math"

	"github.com/mdscript/mdscript/lang/diag"
)

// exactly makes a statistic without any protection: profile open, and units that protect
// nobody. Nothing of nothing is missing, but the sum of nothing is 0.
func (x *measured) exactly(s Statistic) Cell {
	n := float64(x.v.Rows)
	if x.v.Rows == 0 {
		if s == StatSum {
			return Cell{kind: CellAmount, rule: Exact}
		}
		return missingCell(Exact)
	}
	if needs(s, true, false)&EvidenceOrder != 0 && x.v.Order.N() == 0 {
		return missingCell(Exact)
	}
	kind, value := CellAmount, 0.0
	switch s {
	case StatMean:
		value = x.v.Mean
	case StatSum:
		value = x.v.Sum
	case StatStd:
		value = x.exactStd()
	case StatSEMean:
		value = x.exactStd() / math.Sqrt(n)
	case StatSEBinomial:
		value = math.Sqrt(float64(x.v.Mean*(1-x.v.Mean)) / n)
	case StatGini:
		value = x.v.Gini
	case StatIQR:
		value = quantile7(x.v.Order, 75, 100) - quantile7(x.v.Order, 25, 100)
	case StatMin:
		kind, value = CellQuantile, x.v.Min
	case StatMax:
		kind, value = CellQuantile, x.v.Max
	case StatP1, StatP25, StatP50, StatP75, StatP99:
		kind, value = CellQuantile, quantile7(x.v.Order, percentOf(s), 100)
	default:
		x.p.err = diag.New(codeNotAllowed, diag.Catalogue(s.String()))
	}
	return amount(kind, value, 0, Exact)
}

func (x *measured) exactStd() float64 {
	if x.v.Rows < 2 {
		return math.NaN()
	}
	return math.Sqrt(x.v.M2 / float64(x.v.Rows-1))
}
