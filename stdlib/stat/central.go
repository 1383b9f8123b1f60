package stat

import "math"

// positive tells whether all are positive and finite.
func positive(v ...float64) bool {
	for _, x := range v {
		if !(x > 0) || math.IsInf(x, 1) {
			return false
		}
	}
	return true
}

// Binomial is P(X ≤ k) for n trials with probability p; n and k are floored. NaN unless
// n ≥ 0 and 0 ≤ p ≤ 1.
func Binomial(n, k, p float64) float64 {
	n, k = math.Floor(n), math.Floor(k)
	switch {
	case !binomialDomain(n, k, p):
		return math.NaN()
	case k < 0:
		return 0
	case k >= n:
		return 1
	}
	i, _ := betaIJ(n-k, k+1, 1-p, p)
	return i
}

// BinomialTail is P(X ≥ k).
func BinomialTail(n, k, p float64) float64 {
	n, k = math.Floor(n), math.Floor(k)
	switch {
	case !binomialDomain(n, k, p):
		return math.NaN()
	case k <= 0:
		return 1
	case k > n:
		return 0
	}
	i, _ := betaIJ(k, n-k+1, p, 1-p)
	return i
}

// BinomialP is P(X = k).
func BinomialP(n, k, p float64) float64 {
	n, k = math.Floor(n), math.Floor(k)
	switch {
	case !binomialDomain(n, k, p):
		return math.NaN()
	case k < 0 || k > n:
		return 0
	case p == 0 && k == 0 || p == 1 && k == n:
		return 1
	case p == 0 || p == 1:
		return 0
	case k == 0:
		return Exp(n * Log1p(-p))
	case k == n:
		return Pow(p, n)
	}
	// C(n,k) p^k q^(n−k) = p^k q^(n−k)/B(k, n−k) · n/(k(n−k))
	return betaPower(k, n-k, p, 1-p) * (n / k / (n - k))
}

func binomialDomain(n, k, p float64) bool {
	return n >= 0 && p >= 0 && p <= 1 && !math.IsNaN(k) && n <= 1<<53
}

// Chi2 is the chi-square distribution function with v > 0 degrees of freedom.
func Chi2(v, x float64) float64 { p, _ := chi2(v, x); return p }

// Chi2Tail is its upper tail.
func Chi2Tail(v, x float64) float64 { _, q := chi2(v, x); return q }

func chi2(v, x float64) (p, q float64) {
	if !positive(v) || math.IsNaN(x) {
		return math.NaN(), math.NaN()
	}
	return gammaPQ(v/2, x/2)
}

// Chi2Den is its density, 0 for x < 0.
func Chi2Den(v, x float64) float64 {
	switch {
	case !positive(v) || math.IsNaN(x):
		return math.NaN()
	case x < 0:
		return 0
	case x == 0:
		return atZero(v/2, 0.5)
	}
	// x^(a−1)e^(−x)/Γ(a) = (x^a e^(−x)/Γ(a+1))·a/x
	return gammaPower(v/2, x/2) * v / 2 / x
}

// atZero is the limit of a density like c·x^(a−1) at 0.
func atZero(a, c float64) float64 {
	switch {
	case a > 1:
		return 0
	case a == 1:
		return c
	}
	return math.NaN()
}

// Beta is the beta distribution function I_x(a, b).
func Beta(a, b, x float64) float64 { i, _ := beta(a, b, x); return i }

// BetaTail is its upper tail.
func BetaTail(a, b, x float64) float64 { _, j := beta(a, b, x); return j }

func beta(a, b, x float64) (i, j float64) {
	if !positive(a, b) || math.IsNaN(x) {
		return math.NaN(), math.NaN()
	}
	return betaIJ(a, b, x, 1-x)
}

// BetaDen is its density, 0 outside [0, 1].
func BetaDen(a, b, x float64) float64 {
	switch {
	case !positive(a, b) || math.IsNaN(x):
		return math.NaN()
	case x < 0 || x > 1:
		return 0
	case x == 0:
		return atZero(a, b)
	case x == 1:
		return atZero(b, a)
	}
	return betaPower(a, b, x, 1-x) / x / (1 - x)
}

// F is the F distribution function with d1 and d2 degrees of freedom.
func F(d1, d2, f float64) float64 { p, _ := fisher(d1, d2, f); return p }

// FTail is its upper tail.
func FTail(d1, d2, f float64) float64 { _, q := fisher(d1, d2, f); return q }

func fisher(d1, d2, f float64) (p, q float64) {
	if !positive(d1, d2) || math.IsNaN(f) {
		return math.NaN(), math.NaN()
	}
	if f <= 0 {
		return 0, 1
	}
	x, y := fShares(d1, d2, f)
	return betaIJ(d1/2, d2/2, x, y)
}

// fShares are d1·f/(d1·f + d2) and its complement.
func fShares(d1, d2, f float64) (x, y float64) {
	s := float64(d1*f) + d2
	if math.IsInf(s, 1) {
		return 1, 0
	}
	return d1 * f / s, d2 / s
}

// FDen is its density, 0 for f < 0.
func FDen(d1, d2, f float64) float64 {
	switch {
	case !positive(d1, d2) || math.IsNaN(f):
		return math.NaN()
	case f < 0:
		return 0
	case f == 0:
		return atZero(d1/2, 1)
	}
	x, y := fShares(d1, d2, f)
	return betaPower(d1/2, d2/2, x, y) / f
}

// T is Student's distribution function with v degrees of freedom.
func T(v, x float64) float64 {
	if x < 0 {
		return tTail(v, -x)
	}
	return 1 - tTail(v, x)
}

// TTail is its upper tail.
func TTail(v, x float64) float64 {
	if x < 0 {
		return 1 - tTail(v, -x)
	}
	return tTail(v, x)
}

// tTail is the upper tail for x ≥ 0.
func tTail(v, x float64) float64 {
	switch {
	case !positive(v) || math.IsNaN(x):
		return math.NaN()
	case v > manyDegrees:
		return normalTail(hill(v, x))
	}
	if x < 1 {
		d := v + float64(x*x)
		i, _ := betaIJ(v/2, 0.5, v/d, x*x/d)
		return i / 2
	}
	if x > 1e100 { // the first term of the series is all there is, and x² too large
		a := float64(v / 2)
		return Exp(float64(a*(Log(v)-float64(2*Log(x))))+LogGamma(a+0.5)-LogGamma(a+1)-0.5*logPi) / 2
	}
	r := v / x // x² could be too large
	i, _ := betaIJ(v/2, 0.5, r/(r+x), x/(r+x))
	return i / 2
}

// hill is the normal deviate with the same tail as Student's x ≥ 0 for many degrees of
// freedom. Source: G. W. Hill, Algorithm 395 (1970).
func hill(v, x float64) float64 {
	a := v - 0.5
	b := float64(48 * float64(a*a))
	y := float64(a * log1pRatio(x, v))
	z := math.Sqrt(y)
	inner := float64((float64((float64(-0.4*y)-3.3)*y)-24)*y) - 85.5
	inner = inner/(float64(0.8*float64(y*y))+100+b) + y + 3
	return z * (1 + inner/b)
}

// TDen is its density.
func TDen(v, x float64) float64 {
	switch {
	case !positive(v) || math.IsNaN(x):
		return math.NaN()
	case v > 1e18:
		return gauss(x) / sqrt2Pi
	}
	// 1/(√v B(v/2, ½)) · (1+x²/v)^(−(v+1)/2), the first factor by Stirling errors.
	a := float64(v / 2)
	c := Exp(stirlingError(a+0.5) - stirlingError(a) + float64(a*Log1p(0.5/a)) - 0.5)
	if a < 15 {
		c = Exp(LogGamma(a+0.5)-LogGamma(a)) / math.Sqrt(a)
	}
	return c / sqrt2Pi * Exp(-(v+1)/2*log1pRatio(x, v))
}

// log1pRatio is ln(1 + x²/v).
func log1pRatio(x, v float64) float64 {
	if math.Abs(x) > 1e150 {
		return 2*Log(math.Abs(x)) - Log(v)
	}
	return Log1p(x * x / v)
}
