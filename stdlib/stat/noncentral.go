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

// mixture is a family of central distributions, one for every index j: chi-square with
// 2(a+j) degrees of freedom at 2x, or beta with parameters a+j and b at x = 1−y. It is no
// set of functions, since that would cost every row an allocation.
type mixture struct {
	beta       bool
	a, b, x, y float64
}

// tails are those of index j.
func (m mixture) tails(j float64) (lower, upper float64) {
	if m.beta {
		return betaIJ(m.a+j, m.b, m.x, m.y)
	}
	return gammaPQ(m.a+j, m.x)
}

// drop is what the lower tail falls by from index j to j+1.
func (m mixture) drop(j float64) float64 {
	if m.beta {
		return betaPower(m.a+j, m.b, m.x, m.y) / (m.a + j)
	}
	return gammaPower(m.a+j, m.x)
}

// ratio is drop(j+1)/drop(j).
func (m mixture) ratio(j float64) float64 {
	if m.beta {
		return m.x * (m.a + j + m.b) / (m.a + j + 1)
	}
	return m.x / (m.a + j + 1)
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

func nchi2(v, x float64) mixture { return mixture{a: float64(v / 2), x: float64(x / 2)} }

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
	return mixture{beta: true, a: float64(d1 / 2), b: float64(d2 / 2), x: x, y: y}
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
