package disclosure

import (
	"math"

	"github.com/mdscript/mdscript/lang/diag"
)

// measured is one measure in one set, on its way out.
type measured struct {
	p    *pass
	m    *Measure
	v    *Values
	n    int64 // shown units with a valid value
	rows int64 // shown valid values: n where units cannot repeat
}

// measure makes the shown counts of one measure in one set.
func (p *pass) measure(m *Measure, v *Values, mayRepeat bool, q float64) measured {
	x := measured{p: p, m: m, v: v}
	if p.exact {
		x.n, x.rows = int64(v.Units.n), v.Rows
		p.shown = append(p.shown, x.n)
		p.fire(Exact)
		return x
	}
	x.n = p.count(v.Units)
	x.rows = x.n
	if mayRepeat {
		x.rows = p.rows(x.n, v.Units, v.Repeats, q)
	}
	return x
}

// binary: the 0/1 rule works on units, so it needs one row per unit.
func (x *measured) binary(mayRepeat bool) bool { return x.m.Binary && !mayRepeat }

// needs is the evidence of a statistic under the rules that are on.
func needs(s Statistic, exact, binary bool) Evidence {
	switch s {
	case StatFreq, StatRowPct, StatColPct, StatCellPct, StatCount, StatPercent:
		return EvidenceUnits
	case StatP1, StatP25, StatP50, StatP75, StatP99, StatIQR:
		return EvidenceUnits | EvidenceAnchor | EvidenceOrder
	case StatMin, StatMax:
		if exact {
			return EvidenceUnits | EvidenceExtremes
		}
		return EvidenceUnits | EvidenceOrder | EvidenceDeviants
	}
	e := EvidenceUnits
	if s == StatGini {
		e |= EvidenceGini
	} else {
		e |= EvidenceMoments
	}
	if exact {
		return e
	}
	if binary {
		e = EvidenceUnits | EvidenceOnes
	}
	return e | EvidenceDeviants
}

// perValues is the evidence that Values.Has speaks of; the rest shows in the set keys.
const perValues = EvidenceMoments | EvidenceGini | EvidenceOrder | EvidenceDeviants | EvidenceOnes | EvidenceExtremes

// statistic makes one number of the set. Sets without a unit need no evidence: what is shown
// for them is what is shown for sets that are too small.
func (x *measured) statistic(s Statistic, mayRepeat bool) Cell {
	if s == StatCount {
		return countCell(x.rows, x.p.countRule())
	}
	if x.v.Units.n > 0 {
		want := needs(s, x.p.exact, x.binary(mayRepeat)) & perValues
		if want&^x.v.Has != 0 || want&EvidenceOrder != 0 && x.v.Order == nil {
			x.p.missing("values")
			return Cell{}
		}
	}
	if x.p.exact {
		return x.exactly(s)
	}
	if s == StatSum {
		return x.sum(mayRepeat)
	}
	if x.v.Units.n == 0 || x.n < int64(x.p.l.policy.minimum.Describe) {
		return lowCell(x.p.fire(RuleM0))
	}
	switch s {
	case StatP1, StatP25, StatP50, StatP75, StatP99:
		return x.quantile(percentOf(s))
	case StatIQR:
		return x.iqr()
	case StatMin, StatMax:
		return x.extreme(s)
	}
	return x.moment(s, mayRepeat)
}

func percentOf(s Statistic) int {
	switch s {
	case StatP1:
		return 1
	case StatP25:
		return 25
	case StatP75:
		return 75
	case StatP99:
		return 99
	default:
		return 50
	}
}

// thin is rule M8: constant tells that the set counts as having one value, its modal one;
// low that too few units share even that.
func (x *measured) thin() (constant, low bool) {
	if x.v.ManyDeviants || x.p.quiet(x.v.Deviants) >= thinColumn {
		return false, false
	}
	x.p.fire(RuleM8)
	modal := x.p.quiet(x.v.Units.minus(x.v.Deviants))
	return modal >= thinColumn, modal < thinColumn
}

// share is k'/n' of a 0/1 variable.
func (x *measured) share() float64 {
	return float64(min(x.p.count(x.v.Ones), x.n)) / float64(x.n)
}

// mean is rule M4; the cell is what is printed.
func (x *measured) mean(mayRepeat bool) Cell {
	digits := x.p.l.policy.meanDigits
	constant, low := x.thin()
	switch {
	case low:
		return lowCell(RuleM8)
	case constant:
		return amount(CellAmount, x.v.Modal, digits, RuleM8)
	case x.binary(mayRepeat):
		return amount(CellAmount, x.share(), digits, x.p.fire(RuleM4))
	case !x.m.Bounds.OK:
		return lowCell(x.p.fire(RuleM1))
	}
	x.p.fire(RuleM1)
	return amount(CellAmount, x.v.Mean, digits, x.p.fire(RuleM4))
}

// sum is rule M3: the printed mean times the shown number of values. It follows the count
// rule: no smallest set of its own, but thin columns stay hidden.
func (x *measured) sum(mayRepeat bool) Cell {
	x.p.fire(RuleM3)
	if x.rows == 0 || x.v.Units.n == 0 {
		return Cell{kind: CellAmount, rule: RuleM3}
	}
	mean := x.mean(mayRepeat)
	if !mean.HasValue() {
		return mean
	}
	if x.binary(mayRepeat) && mean.rule == RuleM4 {
		return Cell{kind: CellAmount, value: float64(min(x.p.quiet(x.v.Ones), x.n)), rule: RuleM3}
	}
	return amount(CellAmount, float64(mean.value*float64(x.rows)), x.p.l.policy.meanDigits, RuleM3)
}

// moment is everything that rests on the winsorised values.
func (x *measured) moment(s Statistic, mayRepeat bool) Cell {
	mean := x.mean(mayRepeat)
	if s == StatMean || !mean.HasValue() {
		return mean
	}
	x.p.fire(RuleM5)
	rule, n := RuleM5, float64(x.rows)
	constant := mean.rule == RuleM8
	var value float64
	switch {
	case s == StatSEBinomial:
		value = math.Sqrt(float64(mean.value*(1-mean.value)) / n)
	case constant:
		value = 0
		rule = RuleM8
	case s == StatStd:
		return x.std(mayRepeat)
	case s == StatSEMean:
		value = x.std(mayRepeat).value / math.Sqrt(n)
	case s == StatGini && x.binary(mayRepeat):
		if mean.value == 0 {
			return missingCell(RuleM5)
		}
		value = 1 - mean.value
	case s == StatGini:
		value = x.v.Gini
	default:
		x.p.err = diag.New(codeNotAllowed, diag.Catalogue(s.String()))
	}
	return amount(CellAmount, value, dispersionDigits, rule)
}

func (x *measured) std(mayRepeat bool) Cell {
	if x.binary(mayRepeat) {
		p, n := x.share(), float64(x.n)
		return amount(CellAmount, math.Sqrt(float64(p*(1-p))*n/(n-1)), dispersionDigits, RuleM5)
	}
	if x.v.Rows < 2 {
		return missingCell(RuleM5)
	}
	return amount(CellAmount, math.Sqrt(x.v.M2/float64(x.v.Rows-1)), dispersionDigits, RuleM5)
}

// quantile is rule Q1.
func (x *measured) quantile(percent int) Cell {
	x.p.fire(RuleQ1)
	if int64(min(percent, 100-percent))*x.n < 100*beyondQuantile {
		return lowCell(RuleQ1)
	}
	if x.m.Fingerprint == "" {
		x.p.missing("fingerprint")
		return Cell{}
	}
	if x.v.Order.N() == 0 {
		return lowCell(RuleQ1)
	}
	value := quantileQ1(x.v.Order, percent, 100, x.p.anchor("q:"+x.m.Fingerprint, x.v.Units))
	return amount(CellQuantile, value, quantileDigits, RuleQ1)
}

// iqr is the difference of the shown quartiles.
func (x *measured) iqr() Cell {
	lo, hi := x.quantile(25), x.quantile(75)
	if !lo.HasValue() || !hi.HasValue() {
		return lowCell(RuleQ1)
	}
	return amount(CellAmount, hi.value-lo.value, dispersionDigits, x.p.fire(RuleM5))
}

// extreme is rule Q2: the winsor bound of the set itself stands for its minimum or maximum.
func (x *measured) extreme(s Statistic) Cell {
	x.p.fire(RuleQ2)
	constant, low := x.thin()
	if low {
		return lowCell(RuleM8)
	}
	if constant {
		return amount(CellQuantile, x.v.Modal, quantileDigits, RuleM8)
	}
	b := WinsorBounds(x.v.Order)
	if !b.OK {
		return lowCell(x.p.fire(RuleM1))
	}
	if s == StatMin {
		return amount(CellQuantile, b.Lo, quantileDigits, RuleQ2)
	}
	return amount(CellQuantile, b.Hi, quantileDigits, RuleQ2)
}
