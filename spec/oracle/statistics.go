package oracle

import (
	"math"
	"math/big"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
)

// total is a sum computed without rounding.
type total struct {
	rat   *big.Rat
	size  float64 // sum of the magnitudes
	off   float64 // what the addends may be off by
	calm  bool
	value Value
}

func sum(list []Value) total {
	t := total{rat: new(big.Rat)}
	xs := make([]float64, len(list))
	for i, v := range list {
		xs[i] = v.Float
		t.rat.Add(t.rat, new(big.Rat).SetFloat64(v.Float))
		t.size += math.Abs(v.Float)
		t.off += v.Err
	}
	t.calm = isCalm(xs)
	t.value = exactly(t.rat, t.size, t.calm)
	t.value.Err += t.off
	return t
}

// wholeSum adds whole numbers; a sum that does not fit is missing.
func (s *Session) wholeSum(list []Value) Value {
	n, reach := new(big.Int), new(big.Int)
	for _, v := range list {
		n.Add(n, big.NewInt(v.Int))
		reach.Add(reach, new(big.Int).Abs(big.NewInt(v.Int)))
	}
	// The sum fits, but adding in some order would not: the reference does not say.
	s.doubt(n.IsInt64() && !reach.IsInt64())
	return fit(n)
}

func mean(list []Value) Value {
	if len(list) == 0 {
		return none
	}
	t := sum(list)
	n := float64(len(list))
	out := exactly(t.rat.Quo(t.rat, new(big.Rat).SetInt64(int64(len(list)))), t.size/n, t.calm)
	out.Err += t.off / n
	return out
}

// deviation is the standard deviation with divisor n−1.
func (s *Session) deviation(list []Value) Value {
	n := len(list)
	if n < 2 {
		return none
	}
	m := mean(list)
	if m.Missing {
		return none
	}
	exact := sum(list).rat
	exact.Quo(exact, new(big.Rat).SetInt64(int64(n)))
	squares := new(big.Rat)
	size := 0.0
	for _, v := range list {
		d := new(big.Rat).Sub(new(big.Rat).SetFloat64(v.Float), exact)
		squares.Add(squares, new(big.Rat).Mul(d, d))
		size = math.Max(size, math.Abs(v.Float)+v.Err)
	}
	s.doubt(size > 1e140) // squares that overflow although their root would not
	divisor := int64(n - 1)
	if s.hurt("sd divides by n") {
		divisor = int64(n)
	}
	x, _ := squares.Quo(squares, new(big.Rat).SetInt64(divisor)).Float64()
	y := math.Sqrt(x)
	return real(y, 1e-12*y+1e-14*size+2*sum(list).off)
}

// percentile is the quantile of type 7: linear between the order statistics.
func (s *Session) percentile(list []Value, p *big.Rat) Value {
	n := len(list)
	if n == 0 {
		return none
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Value) int {
		switch {
		case a.Float < b.Float:
			return -1
		case a.Float > b.Float:
			return 1
		}
		return 0
	})
	h := new(big.Rat).Mul(p, new(big.Rat).SetInt64(int64(n-1)))
	if s.hurt("percentile type 6") {
		h = new(big.Rat).Sub(new(big.Rat).Mul(p, new(big.Rat).SetInt64(int64(n+1))), big.NewRat(1, 1))
		if h.Sign() < 0 {
			h.SetInt64(0)
		}
		if top := new(big.Rat).SetInt64(int64(n - 1)); h.Cmp(top) > 0 {
			h = top
		}
	}
	floor := new(big.Int).Div(h.Num(), h.Denom())
	i := int(floor.Int64())
	share := new(big.Rat).Sub(h, new(big.Rat).SetInt(floor))
	lo := sorted[i]
	if share.Sign() == 0 {
		return lo
	}
	hi := sorted[min(i+1, n-1)]
	if lo.Float == hi.Float {
		return real(lo.Float, math.Max(lo.Err, hi.Err))
	}
	between := new(big.Rat).Sub(new(big.Rat).SetFloat64(hi.Float), new(big.Rat).SetFloat64(lo.Float))
	y := between.Mul(between, share).Add(between, new(big.Rat).SetFloat64(lo.Float))
	size := math.Max(math.Abs(lo.Float), math.Abs(hi.Float))
	out := exactly(y, size, isCalm([]float64{lo.Float, hi.Float}))
	out.Err += math.Max(lo.Err, hi.Err)
	return out
}

func (s *Session) gini(list []Value) Value {
	n := len(list)
	if n == 0 {
		return none
	}
	t := sum(list)
	s.doubt(t.off > 0 && math.Abs(t.value.Float) <= 1e-6*t.size || t.size > 1e290)
	if t.rat.Sign() == 0 {
		return real(0, 1e-12)
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, func(a, b Value) int {
		return new(big.Float).SetFloat64(a.Float).Cmp(new(big.Float).SetFloat64(b.Float))
	})
	weighted := new(big.Rat)
	size := 0.0
	for i, v := range sorted {
		weighted.Add(weighted, new(big.Rat).Mul(new(big.Rat).SetInt64(int64(i+1)), new(big.Rat).SetFloat64(v.Float)))
		size += float64(i+1) * math.Abs(v.Float)
	}
	weighted.Mul(weighted, big.NewRat(2, 1))
	weighted.Quo(weighted, new(big.Rat).Mul(t.rat, new(big.Rat).SetInt64(int64(n))))
	weighted.Sub(weighted, big.NewRat(int64(n+1), int64(n)))
	y, _ := weighted.Float64()
	scale := size / math.Abs(t.value.Float)
	return real(y, 1e-11*(1+scale)*(1+t.size/math.Abs(t.value.Float))+4*t.off*(1+scale)/math.Abs(t.value.Float))
}

// statistic computes one statistic of the values of a group; all is the number of values of
// all groups. The values are not missing.
func (s *Session) statistic(name string, list []Value, kind types.Kind, all int) Value {
	n := len(list)
	switch name {
	case "count":
		return whole(int64(n))
	case "min", "max":
		return s.extreme(name, list, kind)
	case "sum":
		if n == 0 && s.hurt("sum of none missing") {
			return none
		}
		if isWhole(kind) || kind == types.Untyped {
			return s.wholeSum(list)
		}
		return sum(list).value
	}
	numbers := make([]Value, n)
	for i, v := range list {
		numbers[i] = s.to(v, kind, types.Decimal)
	}
	return s.decimalStatistic(name, numbers, all)
}

func (s *Session) extreme(name string, list []Value, kind types.Kind) Value {
	best := none
	for _, v := range list {
		if best.Missing {
			best = v
			continue
		}
		c := s.order(v, kind, best, kind)
		if name == "min" && c < 0 || name == "max" && c > 0 {
			best = v
		}
	}
	return best
}

func (s *Session) decimalStatistic(name string, list []Value, all int) Value {
	n := float64(len(list))
	quarter := func(i int64) Value { return s.percentile(list, big.NewRat(i, 4)) }
	switch name {
	case "mean":
		return mean(list)
	case "median":
		return quarter(2)
	case "sd", "std":
		return s.deviation(list)
	case "semean":
		v := s.deviation(list)
		if v.Missing {
			return none
		}
		return real(v.Float/math.Sqrt(n), v.Err/math.Sqrt(n)+1e-14*v.Float)
	case "sebinomial":
		v := mean(list)
		if v.Missing {
			return none
		}
		out := s.around(func(p float64) float64 { return math.Sqrt(p * (1 - p) / n) }, v)
		out.Err += 1e-13 * math.Abs(out.Float)
		return out
	case "percent":
		if all == 0 {
			return none
		}
		return exactly(big.NewRat(int64(100*len(list)), int64(all)), 100, true)
	case "iqr":
		hi, lo := quarter(3), quarter(1)
		if hi.Missing {
			return none
		}
		return s.calculate("-", hi, lo)
	case "gini":
		return s.gini(list)
	case "p25":
		return quarter(1)
	case "p50":
		return quarter(2)
	case "p75":
		return quarter(3)
	case "p1", "p99":
		return s.percentile(list, big.NewRat(map[string]int64{"p1": 1, "p99": 99}[name], 100))
	}
	panic("oracle: no statistic " + name)
}
