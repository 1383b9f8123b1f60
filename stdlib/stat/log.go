package stat

import "math"

const (
	log10eHi = 0x1.bcb7b1526e50ep-2 // 1/ln 10
	log10eLo = 0x1.95355baaafad3p-57
)

// Log is the natural logarithm: −∞ at 0, NaN below.
func Log(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return logEdge(x)
	}
	hi, lo := logPair(x)
	return hi + lo
}

func logEdge(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	}
	return x
}

// Log10 is the logarithm to base 10, exact for powers of ten.
func Log10(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 1) {
		return logEdge(x)
	}
	hi, lo := logPair(x)
	p, e := product(hi, log10eHi)
	return p + (e + (float64(hi*log10eLo) + float64(lo*log10eHi)))
}

// Log1p is ln(1+x), accurate for small x.
func Log1p(x float64) float64 {
	u := 1 + x
	if !(u > 0) || math.IsInf(u, 1) {
		return logEdge(u)
	}
	hi, lo := logPair(u)
	return hi + (lo + (x-(u-1))/u)
}

// logPair is the logarithm of a positive finite x as a sum of two doubles, to about 2⁻⁶⁸.
// x = 2^k·m with m near 1, F the multiple of 1/128 nearest to m: ln x = k ln 2 + ln F +
// ln(1 + r), r = (m−F)/F, |r| < 2⁻⁷.
func logPair(x float64) (hi, lo float64) {
	m, k := math.Frexp(x) // [0.5, 1)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	j := int(math.Floor(float64((m-1)*128) + 0.5))
	f := 1 + float64(float64(j)/128)
	d := m - f // exact
	r := d / f
	p, e := product(r, f)
	rl := ((d - p) - e) / f
	s, sl := product(r, r)
	// r − r²/2 as a pair, then the rest of the series.
	a, al := twoSum(r, float64(-0.5*s))
	al += rl - float64(0.5*sl) - float64(r*rl)
	q := 1.0 / 9
	for n := 8.0; n >= 3; n-- {
		q = 1/n - float64(r*q)
	}
	al += float64(float64(s*r) * q)
	t := logTable[j+38]
	kf := float64(k)
	b, bl := twoSum(float64(kf*ln2Hi), t[0])
	hi, lo = twoSum(b, a)
	lo += bl + (al + (t[1] + float64(kf*ln2Lo)))
	return twoSum(hi, lo)
}

// product is a·b exactly, as a sum of two doubles (T. J. Dekker, 1971).
func product(a, b float64) (hi, lo float64) {
	hi = float64(a * b)
	if math.Abs(a) > 1e290 || math.Abs(b) > 1e290 {
		return hi, 0
	}
	ah, al := split(a)
	bh, bl := split(b)
	lo = float64(ah*bh) - hi
	lo += float64(ah * bl)
	lo += float64(al * bh)
	lo += float64(al * bl)
	return hi, lo
}

func split(a float64) (hi, lo float64) {
	c := float64(splitter * a)
	hi = c - (c - a)
	return hi, a - hi
}

// twoSum is a+b exactly, as a sum of two doubles (D. E. Knuth).
func twoSum(a, b float64) (hi, lo float64) {
	hi = a + b
	t := hi - a
	return hi, (a - (hi - t)) + (b - t)
}

// Pow is x^y: NaN for a negative base with a broken exponent and for zero to a negative
// power, infinite on overflow. Results that are representable come out exact.
func Pow(x, y float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	case y == 0 || x == 1:
		return 1
	case x == 0:
		if y < 0 {
			return math.NaN()
		}
		return 0
	case math.IsInf(x, 0) || math.IsInf(y, 0):
		return math.NaN()
	case x < 0:
		if y != math.Trunc(y) {
			return math.NaN()
		}
		if half := y / 2; half != math.Trunc(half) {
			return -Pow(-x, y)
		}
		return Pow(-x, y)
	}
	hi, lo := logPair(x)
	p := hi * y
	if p > 2*maxExp {
		return math.Inf(1)
	}
	if p < 2*minExp {
		return 0
	}
	p, e := product(hi, y)
	return expSum(p, e+float64(lo*y))
}

// Logit is ln(p/(1−p)) for 0 < p < 1, else NaN.
func Logit(p float64) float64 {
	if !(p > 0 && p < 1) {
		return math.NaN()
	}
	if p < 0.25 {
		return Log(p) - Log1p(-p)
	}
	return Log1p((p - (1 - p)) / (1 - p))
}
