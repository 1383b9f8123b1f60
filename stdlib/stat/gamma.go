package stat

import "math"

const (
	halfLog2Pi = 0.9189385332046727 // ½ ln 2π
	logPi      = 1.1447298858494002
	sqrt2Pi    = 2.5066282746310005
)

// factorials are 0! … 170!; from 23! on they are rounded.
var factorials = func() (f [171]float64) {
	f[0] = 1
	for n := 1; n < len(f); n++ {
		f[n] = f[n-1] * float64(n)
	}
	return f
}()

// LogGamma is ln Γ(x) for x > 0, else NaN. Source: Stirling's series, shifted up below 15.
func LogGamma(x float64) float64 {
	switch {
	case !(x > 0):
		return math.NaN()
	case math.IsInf(x, 1):
		return x
	case x <= 171 && x == math.Floor(x):
		return Log(factorials[int(x)-1])
	case x < 15:
		shift := 1.0
		y := x
		for ; y < 15; y++ {
			shift *= y
		}
		return LogGamma(y) - Log(shift)
	}
	hi, lo := logPair(x)
	p, e := product(x-0.5, hi)
	return (p - x) + (e + (float64((x-0.5)*lo) + (halfLog2Pi + stirlingSeries(x))))
}

// stirlingSeries is ln Γ(x) − ((x−½) ln x − x + ½ ln 2π) for x ≥ 15: Bernoulli numbers.
func stirlingSeries(x float64) float64 {
	z := 1 / float64(x*x)
	p := -691.0/360360 + float64(z*(1.0/156))
	p = 1.0/1188 + float64(z*p)
	p = -1.0/1680 + float64(z*p)
	p = 1.0/1260 + float64(z*p)
	p = -1.0/360 + float64(z*p)
	p = 1.0/12 + float64(z*p)
	return p / x
}

// stirlingError is ln Γ(x+1) − ((x+½) ln x − x + ½ ln 2π), x > 0: what Stirling's formula
// for x! lacks. Densities built on it keep their accuracy for large parameters
// (C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000).
func stirlingError(x float64) float64 {
	if x >= 15 {
		return stirlingSeries(x)
	}
	return LogGamma(x+1) - float64((x+0.5)*Log(x)) + x - halfLog2Pi
}

// deviance is x ln(x/m) + m − x for x, m > 0 without cancellation near x = m.
func deviance(x, m float64) float64 {
	d := x - m
	if !(math.Abs(d) < float64(0.1*(x+m))) {
		if r := x / m; r < math.MaxFloat64 {
			return float64(x*Log(r)) + m - x
		}
		return float64(x*(Log(x)-Log(m))) + m - x
	}
	v := d / (x + m)
	s := d * v
	term := 2 * x * v
	for j := 3.0; j < 99; j += 2 {
		term = term * v * v
		next := s + term/j
		if next == s {
			break
		}
		s = next
	}
	return s
}

// LnFactorial is ln n! of the whole part of n; NaN for n < 0.
func LnFactorial(n float64) float64 {
	if !(n >= 0) {
		return math.NaN()
	}
	return LogGamma(math.Floor(n) + 1)
}

// Comb is n over k for whole 0 ≤ k ≤ n, else NaN. It is exact below 2⁵³.
func Comb(n, k float64) float64 {
	if n != math.Floor(n) || k != math.Floor(k) || !(k >= 0 && k <= n) || n > 1<<53 {
		return math.NaN()
	}
	k = math.Min(k, n-k)
	c := 1.0
	for i := 1.0; i <= k; i++ {
		// The product of i successive numbers divides by i!: every step is whole.
		if f := n - k + i; c < (1<<53)/f {
			c = c * f / i
		} else {
			c = c / i * f
		}
		if math.IsInf(c, 0) {
			return c
		}
	}
	if c < 1<<53 {
		return math.Floor(c + 0.5)
	}
	return c
}

// gammaPower is x^a e^−x / Γ(a+1) for a, x > 0.
func gammaPower(a, x float64) float64 {
	return Exp(-stirlingError(a)-deviance(a, x)) / (sqrt2Pi * math.Sqrt(a))
}

// betaPower is x^a y^b / B(a, b) for a, b > 0 and x + y = 1.
func betaPower(a, b, x, y float64) float64 {
	n := a + b
	e := stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n*x) - deviance(b, n*y)
	return Exp(e) * math.Sqrt(a/n*b) / sqrt2Pi
}
