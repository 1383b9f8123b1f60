package stat

import "math"

// side is a distribution as the inverse functions see it.
type side struct {
	both    func(x float64) (lower, upper float64)
	density func(x float64) float64
}

// root finds x in (lo, hi) where the lower (or upper) tail has probability p: Newton's
// method on ln F, kept inside a shrinking bracket.
func (s side) root(p float64, upper bool, lo, hi, x float64) float64 {
	for range 400 {
		f, g := s.both(x)
		if upper {
			f = g
		}
		if math.IsNaN(f) {
			return math.NaN()
		}
		if f == p {
			return x
		}
		if (f < p) != upper {
			lo = x
		} else {
			hi = x
		}
		step := f * Log(f/p) / s.density(x)
		if upper {
			step = -step
		}
		next := x - step
		if !(next > lo && next < hi) {
			next = middle(lo, hi)
		}
		if math.Abs(next-x) <= 2*epsilon*math.Abs(next) || next == lo || next == hi {
			return next
		}
		x = next
	}
	return x
}

// middle halves a bracket, by ratio when it spans magnitudes.
func middle(lo, hi float64) float64 {
	if lo > 0 && hi > 4*lo {
		return math.Sqrt(lo) * math.Sqrt(hi)
	}
	return lo + float64((hi-lo)/2)
}

// Quantiles nearer to 0 are 0, and larger ones cannot be told.
const smallest, largest = 1e-300, 1e300

// quantile is the inverse on x ≥ 0 for a probability in [0, 1]: 0 at the lower end, NaN at
// the infinite one and for a quantile too large to tell. guess is a positive starting point.
func (s side) quantile(p float64, upper bool, guess float64) float64 {
	if !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	if p > 0.5 {
		p, upper = 1-p, !upper
	}
	if p == 0 {
		if upper {
			return math.NaN()
		}
		return 0
	}
	if !(guess > smallest && guess < largest) {
		guess = 1
	}
	if f, _ := s.both(guess); math.IsNaN(f) {
		return f
	}
	below := func(x float64) bool { // x lies below the root
		f, g := s.both(x)
		if upper {
			return g > p
		}
		return f < p
	}
	lo, hi := guess, guess
	for f := 2.0; !below(lo); f *= f {
		if lo == smallest {
			return 0
		}
		hi, lo = lo, math.Max(lo/f, smallest)
	}
	for f := 2.0; lo == hi || below(hi); f *= f {
		if hi == largest {
			return math.NaN()
		}
		lo, hi = hi, math.Min(hi*f, largest)
	}
	return s.root(p, upper, lo, hi, middle(lo, hi))
}

// InvChi2 is x with Chi2(v, x) = p.
func InvChi2(v, p float64) float64 { return invChi2(v, p, false) }

// InvChi2Tail is x with Chi2Tail(v, x) = p.
func InvChi2Tail(v, p float64) float64 { return invChi2(v, p, true) }

func invChi2(v, p float64, upper bool) float64 {
	if !positive(v) {
		return math.NaN()
	}
	s := side{func(x float64) (float64, float64) { return gammaPQ(v/2, x/2) }, func(x float64) float64 { return Chi2Den(v, x) }}
	return s.quantile(p, upper, wilsonHilferty(v, p, upper))
}

// wilsonHilferty is the cube of a normal approximation to a chi-square quantile.
func wilsonHilferty(v, p float64, upper bool) float64 {
	z := InvNormal(p)
	if upper {
		z = -z
	}
	c := 2 / (9 * v)
	t := 1 - c + float64(z*math.Sqrt(c))
	return v * t * t * t
}

// InvF is f with F(d1, d2, f) = p.
func InvF(d1, d2, p float64) float64 { return invF(d1, d2, p, false) }

// InvFTail is f with FTail(d1, d2, f) = p.
func InvFTail(d1, d2, p float64) float64 { return invF(d1, d2, p, true) }

func invF(d1, d2, p float64, upper bool) float64 {
	if !positive(d1, d2) {
		return math.NaN()
	}
	s := side{func(x float64) (float64, float64) { return fisher(d1, d2, x) }, func(x float64) float64 { return FDen(d1, d2, x) }}
	return s.quantile(p, upper, 1)
}

// InvBeta is x with Beta(a, b, x) = p.
func InvBeta(a, b, p float64) float64 { return invBeta(a, b, p, false) }

// InvBetaTail is x with BetaTail(a, b, x) = p.
func InvBetaTail(a, b, p float64) float64 { return invBeta(a, b, p, true) }

// invBeta solves for the odds x/(1−x), which are precise at both ends.
func invBeta(a, b, p float64, upper bool) float64 {
	if !positive(a, b) || !(p >= 0 && p <= 1) {
		return math.NaN()
	}
	if p == 0 || p == 1 {
		if (p == 0) == upper {
			return 1
		}
		return 0
	}
	odds := side{func(r float64) (float64, float64) { return betaIJ(a, b, r/(1+r), 1/(1+r)) },
		func(r float64) float64 { return betaPower(a, b, r/(1+r), 1/(1+r)) / r }}.quantile(p, upper, a/b)
	if math.IsNaN(odds) {
		return 1
	}
	return odds / (1 + odds)
}

// InvT is x with T(v, x) = p.
func InvT(v, p float64) float64 { return 0 - InvTTail(v, p) } // and no negative zero

// InvTTail is x with TTail(v, x) = p.
func InvTTail(v, p float64) float64 {
	switch {
	case !positive(v) || !(p > 0 && p < 1):
		return math.NaN()
	case p == 0.5:
		return 0
	case p > 0.5:
		return -InvTTail(v, 1-p)
	}
	s := side{func(x float64) (float64, float64) { q := tTail(v, x); return 1 - q, q }, func(x float64) float64 { return TDen(v, x) }}
	return s.quantile(p, true, -InvNormal(p))
}
