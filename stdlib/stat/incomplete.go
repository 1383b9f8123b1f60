package stat

import "math"

const (
	epsilon  = 1.0 / (1 << 53)
	tiny     = 1e-300
	maxTerms = 2_000_000
)

// gammaPQ are the regularised incomplete gamma functions P(a, x) and Q(a, x) for a > 0,
// x ≥ 0, each accurate by itself. NaN when the series does not settle.
// Source: NIST DLMF 8.7.1 (series) and 8.9.2 (continued fraction, by Lentz's method).
func gammaPQ(a, x float64) (p, q float64) {
	switch {
	case x <= 0:
		return 0, 1
	case math.IsInf(x, 1):
		return 1, 0
	case x < a+1:
		term, sum := 1.0, 1.0
		for n := a + 1; term > sum*epsilon; n++ {
			term *= x / n
			sum += term
			if n-a > maxTerms {
				return math.NaN(), math.NaN()
			}
		}
		p = gammaPower(a, x) * sum
		return p, 1 - p
	}
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for i := 1.0; ; i++ {
		an := -i * (i - a)
		b += 2
		d = 1 / away(float64(an*d)+b)
		c = away(b + an/c)
		delta := d * c
		h *= delta
		if math.Abs(delta-1) <= 2*epsilon {
			break
		}
		if i > maxTerms {
			return math.NaN(), math.NaN()
		}
	}
	q = gammaPower(a, x) * a * h
	return 1 - q, q
}

// away keeps a denominator of a continued fraction from zero.
func away(v float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// betaIJ are I_x(a, b) and its complement for a, b > 0 and x + y = 1, each accurate by
// itself. Both x and y are given, since one of them may be too near to 1 to tell the other.
// Source: NIST DLMF 8.17.8 (series) and 8.17.22 (continued fraction).
func betaIJ(a, b, x, y float64) (i, j float64) {
	switch {
	case x <= 0:
		return 0, 1
	case y <= 0:
		return 1, 0
	case x > (a+1)/(a+b+2):
		j, i = betaLower(b, a, y, x)
		return i, j
	}
	return betaLower(a, b, x, y)
}

// betaLower is betaIJ where x lies below the mean, about.
func betaLower(a, b, x, y float64) (i, j float64) {
	front := betaPower(a, b, x, y)
	if float64((a+b)*x) <= float64(0.7*(a+1)) || float64(b*x) < 20 && x < 0.7 {
		i = front / a * betaSeries(a, b, x)
	} else {
		i = front * betaFraction(a, b, x)
	}
	return i, 1 - i
}

// betaSeries is Σ (a+b)_n/(a+1)_n xⁿ: all terms are positive.
func betaSeries(a, b, x float64) float64 {
	term, sum := 1.0, 1.0
	for n := 0.0; ; n++ {
		ratio := (a + b + n) / (a + 1 + n) * x
		term *= ratio
		sum += term
		if ratio < 1 && term < float64(sum*epsilon)*(1-ratio) {
			return sum
		}
		if n > maxTerms {
			return math.NaN()
		}
	}
}

// betaFraction is the continued fraction of I_x(a, b)·B(a, b)/(x^a y^b).
func betaFraction(a, b, x float64) float64 {
	c := 1.0
	d := 1 / away(1-(a+b)*x/(a+1))
	h := d
	for m := 1.0; ; m++ {
		k := a + 2*m
		step := m * (b - m) * x / ((k - 1) * k)
		d = 1 / away(1+float64(step*d))
		c = away(1 + step/c)
		h *= d * c
		step = -(a + m) * (a + b + m) * x / (k * (k + 1))
		d = 1 / away(1+float64(step*d))
		c = away(1 + step/c)
		delta := d * c
		h *= delta
		if math.Abs(delta-1) <= 2*epsilon {
			return h / a
		}
		if m > maxTerms {
			return math.NaN()
		}
	}
}
