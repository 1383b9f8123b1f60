package stat

import "math"

// maxDelta bounds the non-centrality of t: the sums have about 20·δ terms.
const maxDelta = 1e3

func ntOutside(v, delta, x float64) bool {
	return !positive(v) || math.IsNaN(x) || math.IsInf(x, 0) || !(math.Abs(delta) <= maxDelta)
}

// NT is the distribution function of the non-central t with v degrees of freedom and
// non-centrality |delta| ≤ 1000.
func NT(v, delta, x float64) float64 { lower, _ := nt(v, delta, x); return lower }

// NTTail is its upper tail.
func NTTail(v, delta, x float64) float64 { _, upper := nt(v, delta, x); return upper }

// nt gives both tails, each accurate by itself.
func nt(v, delta, x float64) (lower, upper float64) {
	switch {
	case ntOutside(v, delta, x):
		return math.NaN(), math.NaN()
	case delta*delta == 0:
		return T(v, x), TTail(v, x)
	case x < 0:
		upper, lower = nt(v, -delta, -x)
		return lower, upper
	case x > 1e100: // x² is too large for the series
		return ntIntegral(v, delta, x, below), ntIntegral(v, delta, x, above)
	}
	upper = ntUpper(v, delta, x)
	if lower = 1 - upper; !(lower > 0.1) {
		lower = ntIntegral(v, delta, x, below)
	}
	if delta < 0 && !(upper > 0.1) { // the terms have both signs
		upper = ntIntegral(v, delta, x, above)
	}
	return lower, upper
}

// ntUpper is P(T > x) for x ≥ 0: ½ Σ p_j·J(j+½) + q_j·J(j+1), J the upper beta tail at
// x²/(v+x²), p_j and q_j the Poisson weights of whole and half index with mean δ²/2; for a
// negative δ the half weights count negative. Source: R. V. Lenth, Algorithm AS 243 (1989).
func ntUpper(v, delta, x float64) float64 {
	m := delta * delta / 2
	d := v + float64(x*x)
	xs, ys := x*x/d, v/d
	drop := func(a float64) float64 {
		if x == 0 {
			return 0
		}
		return betaPower(a, v/2, xs, ys) / a
	}
	// grow is the next drop: by recurrence, anew when that would start from nothing.
	grow := func(before, a float64) float64 {
		if next := before * xs * (a + float64(v/2)) / (a + 1); next > vanishing {
			return next
		}
		return drop(a + 1)
	}
	low, high := weightRange(m)
	_, even := betaIJ(low+0.5, v/2, xs, ys)
	_, odd := betaIJ(low+1, v/2, xs, ys)
	dropEven, dropOdd := drop(low+0.5), drop(low+1)
	p := poisson(low, m)
	q := gammaPower(low+0.5, m)
	if delta < 0 {
		q = -q
	}
	sum := float64(p*even) + float64(q*odd)
	for j := low; ; {
		even, odd = even+dropEven, odd+dropOdd
		dropEven, dropOdd = grow(dropEven, j+0.5), grow(dropOdd, j+1)
		j++
		p *= m / j
		q *= m / (j + 0.5)
		sum += float64(p*even) + float64(q*odd)
		if j > high && !(p > math.Abs(sum)*epsilon*0.01) {
			return math.Min(math.Max(sum/2, 0), 1)
		}
	}
}

// part is what of a normal variable with mean δ an integral over the scale takes.
type part uint8

const (
	below part = iota // P(Z + δ ≤ xw)
	above             // P(Z + δ > xw)
	at                // the density of (Z + δ)/w at x
)

// ntIntegral is a tail or the density of the non-central t as the mean over w, the root of
// chi-square by its degrees of freedom: nothing cancels, however small the result. With
// w = e^u the integrand is analytic and has one peak, so that the trapezoidal rule around it
// converges exponentially (L. N. Trefethen and J. A. C. Weideman, 2014).
func ntIntegral(v, delta, x float64, p part) float64 {
	a := float64(v / 2)
	g := func(u float64) float64 {
		w := Exp(u)
		z := float64(x*w) - delta
		scale := Exp(-a * (Expm1(2*u) - float64(2*u)))
		switch p {
		case below:
			return scale * Normal(z)
		case above:
			return scale * Normal(-z)
		}
		return scale * w * gauss(z) / sqrt2Pi
	}
	peak := ntPeak(v, delta, x, p)
	w := Exp(peak)
	h := math.Min(0.125, 0.5/math.Sqrt(1+float64(2*v*w*w)+float64(x*w*x*w)))
	rate, flat := v, -20-math.Max(0, Log(math.Abs(x))) // where neither w² nor xw matters
	if p == at {
		rate = v + 1
	} else {
		flat -= 20
	}
	sum := trapezoid(g, peak, h, flat, rate)
	for range 6 {
		h /= 2
		finer := trapezoid(g, peak, h, flat, rate)
		if math.Abs(finer-sum) <= 1e-12*finer {
			sum = finer
			break
		}
		sum = finer
	}
	// 2·a^a e^−a/Γ(a) = 2a·(a^a e^−a/Γ(a+1))
	return math.Min(2*a*gammaPower(a, a)*sum, limit(p))
}

// limit is the largest value that a part can have.
func limit(p part) float64 {
	if p == at {
		return math.Inf(1)
	}
	return 1
}

// ntPeak is where the integrand of ntIntegral is largest: the only root of its logarithm's
// derivative, since that logarithm is concave in w.
func ntPeak(v, delta, x float64, p part) float64 {
	falls := func(u float64) bool { // times w, so that nothing overflows near 0
		w := Exp(u)
		z := float64(x*w) - delta
		slope := float64(-v * Expm1(2*u))
		switch p {
		case below:
			slope += float64(x * w * mills(z))
		case above:
			slope -= float64(x * w * mills(-z))
		default:
			slope += 1 - float64(x*w*z)
		}
		return !(slope > 0)
	}
	lo, hi := -740.0, 350.0
	for range 50 {
		if mid := lo + float64((hi-lo)/2); falls(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return (lo + hi) / 2
}

// mills is φ(z)/Φ(z).
func mills(z float64) float64 {
	if z > 0 {
		return gauss(z) / sqrt2Pi / Normal(z)
	}
	return 1 / (sqrt2Pi * tailRatio(-z))
}

// trapezoid sums h·g over the points of a grid through the peak until nothing is added. Left
// of flat, g falls by e^(−v·h) a step, which may be slow: that rest is a geometric series.
func trapezoid(g func(float64) float64, peak, h, flat, v float64) float64 {
	sum := g(peak)
	for k := 1.0; k < maxTerms; k++ {
		term := g(peak + float64(k*h))
		if sum += term; !(term > sum*epsilon*0.01) {
			break
		}
	}
	for k := 1.0; k < maxTerms; k++ {
		u := peak - float64(k*h)
		term := g(u)
		sum += term
		if u < flat {
			sum += term / Expm1(v*h)
			break
		}
		if !(term > sum*epsilon*0.01) {
			break
		}
	}
	return h * sum
}

// NTDen is the density of the non-central t: the power series in δ·x where its terms add up,
// elsewhere an integral.
func NTDen(v, delta, x float64) float64 {
	if ntOutside(v, delta, x) {
		return math.NaN()
	}
	if delta == 0 {
		return TDen(v, x)
	}
	if math.Abs(x) > 1e100 {
		return ntIntegral(v, delta, x, at)
	}
	// e^(−δ²/2) · t density · Σ (δ·x·√(2/(v+x²)))^j Γ((v+1+j)/2)/(Γ((v+1)/2) j!)
	z := delta * x * math.Sqrt(2/(v+float64(x*x)))
	a := float64((v + 1) / 2)
	if size := z * math.Sqrt(a); size < -1 || size > 50 || math.Abs(delta) > 30 {
		return ntIntegral(v, delta, x, at)
	}
	c := TDen(v, x)
	if c == 0 {
		return 0
	}
	// Two interleaved series, by the recurrence Γ(a+1) = aΓ(a); scaled by e^(−δ²/2) at the end.
	even, odd := 1.0, float64(z*gammaRatio(a))
	sum := even + odd
	scale := 0.0
	for k := 0.0; k < maxTerms; k++ {
		j := k + k
		even = even * z * z * (a + k) / ((j + 1) * (j + 2))
		odd = odd * z * z * (a + 0.5 + k) / ((j + 2) * (j + 3))
		sum += even + odd
		if sum > 1e200 {
			even, odd, sum = even/1e200, odd/1e200, sum/1e200
			scale += 200 * math.Ln10
		}
		if float64(z*z)*(a+k) < (j+1)*(j+2) && math.Abs(even)+math.Abs(odd) <= math.Abs(sum)*epsilon*0.01 {
			return math.Max(c*sum, 0) * Exp(scale-float64(delta*delta/2))
		}
	}
	return math.NaN()
}

// gammaRatio is Γ(a+½)/Γ(a).
func gammaRatio(a float64) float64 {
	if a < 15 {
		return Exp(LogGamma(a+0.5) - LogGamma(a))
	}
	return math.Sqrt(a) * Exp(stirlingError(a+0.5)-stirlingError(a)+float64(a*Log1p(0.5/a))-0.5)
}

// InvNTTail is x with NTTail(v, delta, x) = p for 0 < p < 1, else NaN.
func InvNTTail(v, delta, p float64) float64 {
	if ntOutside(v, delta, 0) || !(p > 0 && p < 1) {
		return math.NaN()
	}
	if delta*delta == 0 {
		return InvTTail(v, p)
	}
	switch zero := Normal(delta); { // the upper tail at 0
	case p == zero:
		return 0
	case p < zero:
		return ntQuantile(v, delta, p, true)
	}
	return 0 - ntQuantile(v, -delta, p, false)
}

// ntQuantile is a quantile above 0.
func ntQuantile(v, delta, p float64, upper bool) float64 {
	s := side{func(x float64) (float64, float64) { return nt(v, delta, x) },
		func(x float64) float64 { return NTDen(v, delta, x) }}
	return s.quantile(p, upper, math.Max(delta, 1))
}
