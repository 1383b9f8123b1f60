package stat

import (
	"math"
	"math/bits"
)

const (
	piHalf1   = 0x1.921fb54p+0 // π/2 to 27 bits: n·piHalf1 is exact for n < 2²⁶
	piHalf2   = 0x1.10b461p-30
	piHalf3   = 0x1.a62633145c06ep-58
	piHalfHi  = 0x1.921fb54442d18p+0
	piHalfLo  = 0x1.1a62633145c07p-54
	twoByPi   = 2 / math.Pi
	easyAngle = 1 << 20 // below it three parts of π/2 are enough
)

// Sin is the sine of x radians; NaN for an infinite x.
func Sin(x float64) float64 {
	q, r, e := reduce(x)
	switch q & 3 {
	case 0:
		return sinSmall(r, e)
	case 1:
		return cosSmall(r, e)
	case 2:
		return -sinSmall(r, e)
	}
	return -cosSmall(r, e)
}

// Cos is the cosine of x radians; NaN for an infinite x.
func Cos(x float64) float64 {
	q, r, e := reduce(x)
	switch q & 3 {
	case 0:
		return cosSmall(r, e)
	case 1:
		return -sinSmall(r, e)
	case 2:
		return -cosSmall(r, e)
	}
	return sinSmall(r, e)
}

// Tan is the tangent of x radians; NaN for an infinite x.
func Tan(x float64) float64 {
	q, r, e := reduce(x)
	s, c := sinSmall(r, e), cosSmall(r, e)
	if q&1 == 0 {
		return s / c
	}
	return -c / s
}

// reduce writes x = q·π/2 + (r + e) with |r| ≤ π/4 and e far below r; q is told modulo 4.
func reduce(x float64) (q int, r, e float64) {
	a := math.Abs(x)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return 0, math.NaN(), 0
	case a <= math.Pi/4:
		return 0, x, 0
	case a < easyAngle:
		n := math.Floor(float64(x*twoByPi) + 0.5)
		// n·piHalf1 and n·piHalf2 are exact, and so is the first difference.
		first := x - float64(n*piHalf1)
		h, l := twoSum(first, -float64(n*piHalf2))
		l -= float64(n * piHalf3)
		r, e = twoSum(h, l)
		return int(n), r, e
	}
	return reduceLarge(x)
}

// reduceLarge multiplies the 53 bits of x by as many binary digits of 2/π as matter: the
// integer part modulo 4 and 128 bits of the fraction (M. H. Payne and R. N. Hanek, 1983).
func reduceLarge(x float64) (q int, r, e float64) {
	b := math.Float64bits(math.Abs(x))
	m := b&(1<<52-1) | 1<<52
	shift := int(b>>52) - 1075 // |x| = m·2^shift, shift > −33
	// The product of m and the digits from position shift−2 on: all before are multiples of 4·m.
	from := max(shift-2, 0)
	w := func(k int) uint64 { return digits(from + 64*k) }
	h3, _ := bits.Mul64(m, w(3))
	h2, l2 := bits.Mul64(m, w(2))
	h1, l1 := bits.Mul64(m, w(1))
	l0 := m * w(0)
	// Words of m·0.w0w1w2… from the top; what overflows the first word are multiples of 2^(from).
	f2, c := bits.Add64(l2, h3, 0)
	f1, c := bits.Add64(l1, h2, c)
	f0, _ := bits.Add64(l0, h1, c)
	h0, _ := bits.Mul64(m, w(0))
	top := h0 + carryInto(l0, h1, c)
	// The product is top.f0f1f2…; times 2^(shift−from), modulo 4.
	var whole uint64
	if s := shift - from; s >= 0 {
		whole = top<<uint(s) | f0>>uint(64-s)
		f0, f1 = f0<<uint(s)|f1>>uint(64-s), f1<<uint(s)|f2>>uint(64-s)
	} else {
		whole = top >> uint(-s)
		f0, f1 = top<<uint(64+s)|f0>>uint(-s), f0<<uint(64+s)|f1>>uint(-s)
	}
	if f0>>63 != 0 { // a fraction above one half: the next quarter turn, and back
		whole++
		f0, f1 = ^f0, ^f1
		r, e = angle(f0, f1)
		r, e = -r, -e
	} else {
		r, e = angle(f0, f1)
	}
	q = int(whole & 3)
	if x < 0 {
		return -q, -r, -e
	}
	return q, r, e
}

func carryInto(a, b, c uint64) uint64 {
	_, carry := bits.Add64(a, b, c)
	return carry
}

// angle is π/2 times the fraction f0 f1.
func angle(f0, f1 uint64) (hi, lo float64) {
	if f0 == 0 && f1 == 0 {
		return 0, 0
	}
	z := bits.LeadingZeros64(f0)
	if z == 64 {
		f0, f1 = f1, 0
		z = 64 + bits.LeadingZeros64(f0)
	}
	s := uint(z & 63)
	if s > 0 {
		f0, f1 = f0<<s|f1>>(64-s), f1<<s
	}
	a := math.Ldexp(float64(f0&^(1<<11-1)), -64-z)
	b := math.Ldexp(float64((f0&(1<<11-1))<<53|f1>>11), -64-z-53)
	p, pe := product(a, piHalfHi)
	return twoSum(p, pe+(float64(a*piHalfLo)+float64(b*piHalfHi)))
}

// digits are the 64 binary digits of 2/π that follow the first n.
func digits(n int) uint64 {
	i, s := n>>6, uint(n&63)
	w := twoOverPi[i] << s
	if s > 0 && i+1 < len(twoOverPi) {
		w |= twoOverPi[i+1] >> (64 - s)
	}
	return w
}

// sinSmall is sin(r+e) for |r| ≤ π/4 by its Taylor series to r¹⁷.
func sinSmall(r, e float64) float64 {
	z := r * r
	p := 1.0 / 355687428096000
	p = -1.0/1307674368000 + float64(z*p)
	p = 1.0/6227020800 + float64(z*p)
	p = -1.0/39916800 + float64(z*p)
	p = 1.0/362880 + float64(z*p)
	p = -1.0/5040 + float64(z*p)
	p = 1.0/120 + float64(z*p)
	// sin(r+e) ≈ sin r + e·(1 − r²/2)
	return r + (float64(float64(z*r)*(-1.0/6+float64(z*p))) + float64(e*(1-float64(0.5*z))))
}

// cosSmall is cos(r+e) for |r| ≤ π/4 by its Taylor series to r¹⁸.
func cosSmall(r, e float64) float64 {
	z := r * r
	p := -1.0 / 6402373705728000
	p = 1.0/20922789888000 + float64(z*p)
	p = -1.0/87178291200 + float64(z*p)
	p = 1.0/479001600 + float64(z*p)
	p = -1.0/3628800 + float64(z*p)
	p = 1.0/40320 + float64(z*p)
	p = -1.0/720 + float64(z*p)
	p = 1.0/24 + float64(z*p)
	h := float64(0.5 * z)
	w := 1 - h
	return w + (((1 - w) - h) + (float64(float64(z*z)*p) - float64(r*e)))
}

// Atan is the angle in (−π/2, π/2) whose tangent is x.
func Atan(x float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x < 0:
		return -Atan(-x)
	case math.IsInf(x, 1):
		return piHalfHi
	case x > 1:
		hi, lo := atanPair(1, x)
		h, l := twoSum(piHalfHi, -hi)
		return h + (l + (piHalfLo - lo))
	}
	hi, lo := atanPair(x, 1)
	return hi + lo
}

// atanPair is atan(a/b) for 0 ≤ a ≤ b: with c = j/16 near a/b it is atan c + atan t,
// t = (a − c·b)/(b + c·a), |t| ≤ 1/31.
func atanPair(a, b float64) (hi, lo float64) {
	j := int(math.Floor(float64(a/b*16) + 0.5))
	c := float64(j) / 16
	var t float64
	if j == 0 {
		t = a / b
	} else {
		p, e := product(c, b)
		t = ((a - p) - e) / (b + float64(c*a))
	}
	z := t * t
	p := 1.0 / 13
	p = -1.0/11 + float64(z*p)
	p = 1.0/9 + float64(z*p)
	p = -1.0/7 + float64(z*p)
	p = 1.0/5 + float64(z*p)
	p = -1.0/3 + float64(z*p)
	hi, lo = twoSum(atanTable[j][0], t)
	return hi, lo + (atanTable[j][1] + float64(float64(z*t)*p))
}

// Asin is the angle in [−π/2, π/2] whose sine is x; NaN outside [−1, 1].
func Asin(x float64) float64 {
	if !(x >= -1 && x <= 1) {
		return math.NaN()
	}
	return angleOf(math.Abs(x), math.Sqrt((1-math.Abs(x))*(1+math.Abs(x))), x < 0)
}

// Acos is the angle in [0, π] whose cosine is x; NaN outside [−1, 1].
func Acos(x float64) float64 {
	if !(x >= -1 && x <= 1) {
		return math.NaN()
	}
	return 2 * angleOf(math.Sqrt(1-x), math.Sqrt(1+x), false)
}

// angleOf is atan(a/b) for a, b ≥ 0, with a sign.
func angleOf(a, b float64, negative bool) float64 {
	var y float64
	if a <= b {
		hi, lo := atanPair(a, b)
		y = hi + lo
	} else {
		hi, lo := atanPair(b, a)
		h, l := twoSum(piHalfHi, -hi)
		y = h + (l + (piHalfLo - lo))
	}
	if negative {
		return -y
	}
	return y
}
