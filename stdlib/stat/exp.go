package stat

import "math"

const (
	ln2Hi    = 0x1.62e42feep-1 // ln 2 to 32 bits, so that k·ln2Hi is exact for |k| < 2²¹
	ln2Lo    = 0x1.a39ef35793c76p-33
	log2e32  = 32 / math.Ln2
	maxExp   = 709.782712893384
	minExp   = -745.1332191019412
	ln2Hi32  = ln2Hi / 32
	ln2Lo32  = ln2Lo / 32
	splitter = 1<<27 + 1
)

// Exp is e^x: infinite above 709.78, 0 below −745.13.
func Exp(x float64) float64 { return expSum(x, 0) }

// expSum is e^(x+tail) for a tail that is small beside x.
func expSum(x, tail float64) float64 {
	switch {
	case math.IsNaN(x):
		return x
	case x > maxExp:
		return math.Inf(1)
	case x < minExp:
		return 0
	}
	k := math.Floor(float64(x*log2e32) + 0.5)
	hi := x - float64(k*ln2Hi32)
	lo := tail - float64(k*ln2Lo32)
	r := hi + lo
	// e^r − 1 by its Taylor series: |r| < 0.011, the next term is below 2⁻⁶⁴·r.
	p := 1.0/720 + float64(r*(1.0/5040))
	p = 1.0/120 + float64(r*p)
	p = 1.0/24 + float64(r*p)
	p = 1.0/6 + float64(r*p)
	p = 0.5 + float64(r*p)
	em1 := ((hi - r) + lo + float64(float64(r*r)*p)) + r
	n := int(k)
	t := expTable[n&31]
	return math.Ldexp(t[0]+(t[1]+float64(t[0]*em1)), n>>5)
}

// Expm1 is e^x − 1, accurate for small x.
func Expm1(x float64) float64 {
	if math.Abs(x) > 0.5 {
		return Exp(x) - 1
	}
	// x + x²/2 + … : 16 terms reach 2⁻⁶⁰ at one half.
	term, sum := x, 0.0
	for n := 2.0; n < 18; n++ {
		term = term * x / n
		sum += term
	}
	return x + sum
}
