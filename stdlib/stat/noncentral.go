package stat

import "math"

// A non-central distribution is a Poisson mixture of central ones. Its lower tail is summed
// from the highest index down and its upper tail from the lowest index up: in these
// directions the central tails grow by positive terms, so both keep their relative accuracy.

// negligible is the share of the largest Poisson weight below which weights are left out.
const negligible = 1e-22

// poisson is the weight e^−m m^j/j! for m > 0.
func poisson(j, m float64) float64 {
	if j == 0 {
		return Exp(-m)
	}
	return gammaPower(j, m)
}

// weightRange are the indices whose weights are not negligible beside the largest.
func weightRange(m float64) (low, high float64) {
	mode := math.Floor(m)
	top := poisson(mode, m)
	low, high = mode, mode
	for w := top; low > 0 && w > top*negligible; low-- {
		w *= low / m
	}
	for w := top; w > top*negligible; high++ {
		w *= m / (high + 1)
	}
	return low, high
}

// mixture is a family of central distributions whose lower tail falls by drop(j) from
// index j to j+1; ratio(j) is drop(j+1)/drop(j).
type mixture struct {
	tails       func(j float64) (lower, upper float64)
	drop, ratio func(j float64) float64
}

// vanishing is where a recurrence would start from nothing and the value is computed anew.
const vanishing = 1e-280

// lower is Σ Pois(j; m)·lower(j).
func (x mixture) lower(m float64) float64 {
	low, high := weightRange(m)
	f, _ := x.tails(high)
	w := poisson(high, m)
	sum := float64(w * f)
	drop := 0.0
	for j := high - 1; j >= 0; j-- {
		if drop = drop / x.ratio(j); !(drop > vanishing) {
			drop = x.drop(j)
		}
		f += drop
		w *= (j + 1) / m
		sum += float64(w * f)
		if j < low && !(w > sum*epsilon*0.01) {
			break
		}
	}
	return math.Min(sum, 1)
}

// upper is Σ Pois(j; m)·upper(j).
func (x mixture) upper(m float64) float64 {
	low, high := weightRange(m)
	_, f := x.tails(low)
	w := poisson(low, m)
	sum := float64(w * f)
	drop := x.drop(low)
	for j := low; ; {
		f += drop
		if drop *= x.ratio(j); !(drop > vanishing) {
			drop = x.drop(j + 1)
		}
		j++
		w *= m / j
		sum += float64(w * f)
		if j > high && !(w > sum*epsilon*0.01) {
			return math.Min(sum, 1)
		}
	}
}

// NChi2 is the distribution function of the non-central chi-square with v degrees of
// freedom and non-centrality 0 ≤ lambda ≤ 10⁸.
func NChi2(v, lambda, x float64) float64 {
	if bad(lambda, x) || lambda == 0 || x <= 0 || !positive(v) {
		return edge(Chi2(v, x), lambda, x)
	}
	return nchi2(v, x).lower(lambda / 2)
}

// NChi2Tail is its upper tail.
func NChi2Tail(v, lambda, x float64) float64 {
	if bad(lambda, x) || lambda == 0 || x <= 0 || !positive(v) {
		return edge(Chi2Tail(v, x), lambda, x)
	}
	return nchi2(v, x).upper(lambda / 2)
}

// maxLambda bounds the non-centrality: the sums have about 20·√λ terms.
const maxLambda = 1e8

func bad(lambda, x float64) bool {
	return !(lambda >= 0 && lambda <= maxLambda) || math.IsNaN(x) || math.IsInf(x, 0)
}

// edge is the central value where the mixture has nothing to add, NaN outside the domain.
func edge(central, lambda, x float64) float64 {
	if bad(lambda, x) {
		return math.NaN()
	}
	return central
}

func nchi2(v, x float64) mixture {
	a, h := float64(v/2), float64(x/2)
	return mixture{
		tails: func(j float64) (float64, float64) { return gammaPQ(a+j, h) },
		drop:  func(j float64) float64 { return gammaPower(a+j, h) },
		ratio: func(j float64) float64 { return h / (a + j + 1) },
	}
}

// NChi2Den is the density of the non-central chi-square.
func NChi2Den(v, lambda, x float64) float64 {
	if bad(lambda, x) || lambda == 0 || x <= 0 || !positive(v) {
		return edge(Chi2Den(v, x)*weightZero(lambda, x), lambda, x)
	}
	a, h := float64(v/2), float64(x/2)
	return sumDensity(lambda/2, func(j float64) float64 { return Chi2Den(v+float64(2*j), x) },
		func(j float64) float64 { return h / (a + j) })
}

// weightZero is the weight of index 0: all that remains of a mixture at x = 0.
func weightZero(lambda, x float64) float64 {
	if x == 0 {
		return Exp(-lambda / 2)
	}
	return 1
}

// sumDensity is Σ Pois(j; m)·density(j), where ratio(j) = density(j+1)/density(j). The terms
// rise to one peak and fall: the sum starts there and follows them both ways.
func sumDensity(m float64, density, ratio func(j float64) float64) float64 {
	rises := func(j float64) bool { return m/(j+1)*ratio(j) > 1 }
	low, high := -1.0, 1.0
	for rises(high) && high < 1e15 {
		low, high = high, high*2
	}
	for high-low > 1 {
		if mid := math.Floor((low + high) / 2); rises(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	top := poisson(high, m) * density(high)
	sum := top
	for t, j := top, high; t > sum*epsilon*0.01; j++ {
		t = float64(t * (m / (j + 1) * ratio(j)))
		sum += t
	}
	for t, j := top, high-1; j >= 0 && t > sum*epsilon*0.01; j-- {
		t = float64(t / (m / (j + 1) * ratio(j)))
		sum += t
	}
	return sum
}

// NF is the distribution function of the non-central F.
func NF(d1, d2, lambda, f float64) float64 {
	if bad(lambda, f) || lambda == 0 || f <= 0 || !positive(d1, d2) {
		return edge(F(d1, d2, f), lambda, f)
	}
	return nf(d1, d2, f).lower(lambda / 2)
}

// NFTail is its upper tail.
func NFTail(d1, d2, lambda, f float64) float64 {
	if bad(lambda, f) || lambda == 0 || f <= 0 || !positive(d1, d2) {
		return edge(FTail(d1, d2, f), lambda, f)
	}
	return nf(d1, d2, f).upper(lambda / 2)
}

func nf(d1, d2, f float64) mixture {
	x, y := fShares(d1, d2, f)
	a, b := float64(d1/2), float64(d2/2)
	return mixture{
		tails: func(j float64) (float64, float64) { return betaIJ(a+j, b, x, y) },
		drop:  func(j float64) float64 { return betaPower(a+j, b, x, y) / (a + j) },
		ratio: func(j float64) float64 { return x * (a + j + b) / (a + j + 1) },
	}
}

// NFDen is the density of the non-central F.
func NFDen(d1, d2, lambda, f float64) float64 {
	if bad(lambda, f) || lambda == 0 || f <= 0 || !positive(d1, d2) {
		return edge(FDen(d1, d2, f)*weightZero(lambda, f), lambda, f)
	}
	x, y := fShares(d1, d2, f)
	a, b := float64(d1/2), float64(d2/2)
	return sumDensity(lambda/2, func(j float64) float64 { return betaPower(a+j, b, x, y) },
		func(j float64) float64 { return x * (a + j + b) / (a + j) }) / f
}

// InvNFTail is f with NFTail(d1, d2, lambda, f) = p.
func InvNFTail(d1, d2, lambda, p float64) float64 {
	if !positive(d1, d2) || bad(lambda, 1) {
		return math.NaN()
	}
	s := side{func(x float64) (float64, float64) { return NF(d1, d2, lambda, x), NFTail(d1, d2, lambda, x) },
		func(x float64) float64 { return NFDen(d1, d2, lambda, x) }}
	return s.quantile(p, true, 1+lambda/d1)
}

// NT is the distribution function of the non-central t with v degrees of freedom and
// non-centrality delta. Source: R. V. Lenth, Algorithm AS 243 (1989).
func NT(v, delta, x float64) float64 {
	if ntOutside(v, delta, x) {
		return math.NaN()
	}
	if delta == 0 {
		return T(v, x)
	}
	if x < 0 {
		return ntUpper(v, -delta, -x)
	}
	return 1 - ntUpper(v, delta, x)
}

// NTTail is its upper tail.
func NTTail(v, delta, x float64) float64 {
	if ntOutside(v, delta, x) {
		return math.NaN()
	}
	if delta == 0 {
		return TTail(v, x)
	}
	if x < 0 {
		return 1 - ntUpper(v, -delta, -x)
	}
	return ntUpper(v, delta, x)
}

// maxDelta bounds the non-centrality of t: the sums have about 20·δ terms.
const maxDelta = 1e3

func ntOutside(v, delta, x float64) bool {
	return !positive(v) || math.IsNaN(x) || math.IsInf(x, 0) || !(math.Abs(delta) <= maxDelta)
}

// ntUpper is P(T > x) for x ≥ 0: ½ Σ p_j·J(j+½) + q_j·J(j+1), J the upper beta tail at
// x²/(v+x²), p_j and q_j the Poisson weights of whole and half index with mean δ²/2; for a
// negative δ the half weights count negative.
func ntUpper(v, delta, x float64) float64 {
	m := delta * delta / 2
	if m == 0 {
		return TTail(v, x)
	}
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

// NTDen is the density of the non-central t. Source: the difference formula of functions of
// v and v+2 degrees of freedom, and near 0, where it cancels, the power series in δ·x.
func NTDen(v, delta, x float64) float64 {
	if ntOutside(v, delta, x) {
		return math.NaN()
	}
	if delta == 0 {
		return TDen(v, x)
	}
	// e^(−δ²/2) · t density · Σ (δ·x·√(2/(v+x²)))^j Γ((v+1+j)/2)/(Γ((v+1)/2) j!)
	z := delta * x * math.Sqrt(2/(v+float64(x*x)))
	if z < -8 || z > 50 {
		return math.Max(v/x*(NT(v+2, delta, x*math.Sqrt(1+2/v))-NT(v, delta, x)), 0)
	}
	c := TDen(v, x)
	if c == 0 {
		return 0
	}
	// Two interleaved series, by the recurrence Γ(a+1) = aΓ(a); scaled by e^(−δ²/2) at the end.
	a := float64((v + 1) / 2)
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
	if delta == 0 {
		return InvTTail(v, p)
	}
	s := side{func(x float64) (float64, float64) { return NT(v, delta, x), NTTail(v, delta, x) },
		func(x float64) float64 { return NTDen(v, delta, x) }}
	width := 1.0
	lo, hi := delta-width, delta+width
	for ; NTTail(v, delta, lo) < p; width *= 2 {
		if lo -= width; width > 1e300 {
			return math.NaN()
		}
	}
	for width = 1; NTTail(v, delta, hi) > p; width *= 2 {
		if hi += width; width > 1e300 {
			return math.NaN()
		}
	}
	return s.root(p, true, lo, hi, lo+float64((hi-lo)/2))
}
