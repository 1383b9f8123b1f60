package stat

import "math"

// Normal is Φ(z), the standard normal distribution function, accurate in both tails.
func Normal(z float64) float64 {
	if math.IsNaN(z) {
		return z
	}
	if z > 0 {
		return 1 - normalTail(z)
	}
	return normalTail(-z)
}

// normalTail is P(Z > z) for z ≥ 0.
func normalTail(z float64) float64 {
	if z > 39 {
		return 0
	}
	return tailRatio(z) * gauss(z)
}

// tailRatio is P(Z > z)/e^(−z²/2) for z ≥ 0: ½ erfcx(z/√2).
func tailRatio(z float64) float64 {
	x := float64(z * (math.Sqrt2 / 2))
	t := (x - 3.75) / (x + 3.75)
	b0, b1 := 0.0, 0.0
	for k := len(erfcxSeries) - 1; k > 0; k-- {
		b0, b1 = (erfcxSeries[k]+float64(2*t*b0))-b1, b0
	}
	s := (erfcxSeries[0] + float64(t*b0)) - b1
	return 0.5 * s / (x + 1)
}

// gauss is e^(−z²/2) without the rounding of z².
func gauss(z float64) float64 {
	if math.Abs(z) > 39 {
		return 0
	}
	p, e := product(z, z)
	return expSum(-0.5*p, -0.5*e)
}

// NormalDen is the density of the normal distribution; NaN unless sigma > 0.
func NormalDen(x, mu, sigma float64) float64 {
	if !(sigma > 0) || math.IsInf(sigma, 0) {
		return math.NaN()
	}
	return gauss((x-mu)/sigma) / (sigma * sqrt2Pi)
}

// InvNormal is z with Φ(z) = p for 0 < p < 1, else NaN.
func InvNormal(p float64) float64 {
	if !(p > 0 && p < 1) {
		return math.NaN()
	}
	if p > 0.5 {
		return -InvNormal(1 - p)
	}
	// Start from Abramowitz and Stegun 26.2.23 (4.5e-4), then Newton on ln Φ.
	t := math.Sqrt(-2 * Log(p))
	z := t - (2.515517+float64(t*(0.802853+float64(t*0.010328))))/
		(1+float64(t*(1.432788+float64(t*(0.189269+float64(t*0.001308))))))
	for range 4 {
		f := normalTail(math.Max(z, 0))
		h := f * Log(f/p) / (gauss(z) / sqrt2Pi)
		z = math.Max(z+h, 0)
	}
	return -z
}
