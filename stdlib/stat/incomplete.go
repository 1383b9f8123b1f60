package stat

import "math"

const (
	epsilon     = 1.0 / (1 << 53)
	tiny        = 1e-300
	maxTerms    = 20_000 // bounds the work of one value; what needs more is NaN
	manyDegrees = 2e4
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
	case a > manyDegrees:
		return gammaUniform(a, x)
	case x < a+1:
		term, sum := 1.0, 1.0
		for n := a + 1; term > sum*epsilon; n++ {
			term = float64(term * (x / n))
			sum += term
			if n-a > maxTerms {
				return math.NaN(), math.NaN()
			}
		}
		p = float64(gammaPower(a, x) * sum)
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
		delta := float64(d * c)
		h *= delta
		if !(math.Abs(delta-1) > 2*epsilon) {
			break
		}
		if i > maxTerms {
			return math.NaN(), math.NaN()
		}
	}
	q = float64(gammaPower(a, x) * a * h)
	return 1 - q, q
}

// gammaUniform is gammaPQ for large a: the first two terms of N. M. Temme's uniform
// expansion (NIST DLMF 8.12), whose relative error is about 1/(1000·a²).
func gammaUniform(a, x float64) (p, q float64) {
	mu := (x - a) / a
	half := deviance(a, x) / a // η²/2 = μ − ln(1+μ)
	eta := math.Sqrt(2 * half)
	if mu < 0 {
		eta = -eta
	}
	var c0, c1 float64
	if math.Abs(eta) < 0.05 {
		c0 = -1.0/3 + float64(eta*(1.0/12+float64(eta*(-2.0/135+float64(eta*(1.0/864+float64(eta*(1.0/2835))))))))
		c1 = -1.0/540 + float64(eta*(-1.0/288+float64(eta*(1.0/378))))
	} else {
		c0 = 1/mu - 1/eta
		c1 = 1/(eta*eta*eta) - 1/(mu*mu*mu) - 1/(mu*mu) - 1/(12*mu)
	}
	r := float64(Exp(-a*half) / (sqrt2Pi * math.Sqrt(a)) * (c0 + c1/a))
	z := eta * math.Sqrt(a)
	return Normal(z) - r, Normal(-z) + r
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
// Source: NIST DLMF 8.17.8 (series); betaFraction.
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
		i = front * betaFraction(a, b, x, y)
	}
	return i, 1 - i
}

// betaSeries is Σ (a+b)_n/(a+1)_n xⁿ: all terms are positive.
func betaSeries(a, b, x float64) float64 {
	term, sum := 1.0, 1.0
	for n := 0.0; ; n++ {
		ratio := float64((a + b + n) / (a + 1 + n) * x)
		term = float64(term * ratio)
		sum += term
		if ratio < 1 && term < float64(sum*epsilon)*(1-ratio) {
			return sum
		}
		if n > maxTerms {
			return math.NaN()
		}
	}
}

// betaFraction is the continued fraction of I_x(a, b)·B(a, b)/(x^a y^b) below the mean. Its
// terms are positive and its first one holds the distance from the mean, so that nothing
// cancels however near to 1 x is. Source: A. R. DiDonato and A. H. Morris, Algorithm 708
// (1992), equation 9.
func betaFraction(a, b, x, y float64) float64 {
	distance := a - float64((a+b)*x)
	if x > 0.5 {
		distance = float64((a+b)*y) - b
	}
	distance = math.Max(distance, -1)
	c, c0, c1 := 1+distance, b/a, 1+1/a
	p, s := 1.0, a+1
	an, bn, an1, bn1 := 0.0, 1.0, 1.0, c/c1
	r := c1 / c
	for n := 1.0; n < maxTerms; n++ {
		t, w := n/a, n*(b-n)*x
		e := a / s
		alpha := p * (p + c0) * e * e * (w * x)
		e = (1 + t) / (c1 + float64(2*t))
		beta := n + w/s + float64(e*(c+float64(n*(1+y))))
		p, s = 1+t, s+2
		an, an1 = an1, float64(alpha*an)+float64(beta*an1)
		bn, bn1 = bn1, float64(alpha*bn)+float64(beta*bn1)
		before := r
		r = an1 / bn1
		if !(math.Abs(r-before) > 2*epsilon*r) {
			return r
		}
		an, bn, an1, bn1 = an/bn1, bn/bn1, r, 1
	}
	return math.NaN()
}
