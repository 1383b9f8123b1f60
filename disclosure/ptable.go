package disclosure

import (
	"errors"
	"math"
)

// noiseParams are the parameters of a perturbation table (rule C1): the noise is at most D,
// its variance V, and the targets 1 … JS never occur.
type noiseParams struct {
	D  int
	V  float64
	JS int
}

//go:generate go test -run TestMicrodataTableIsComputed -update .

// microdataParams are those of profile microdata.
var microdataParams = noiseParams{D: 5, V: 6.25, JS: 4}

// maxNoise bounds D: more than ManyDeviants units must never be shown as fewer than 10 (M8).
const maxNoise = ManyDeviants + 1 - thinColumn

var errInfeasible = errors.New("disclosure: no table has these parameters")

// feasible: a row i ≤ js must reach from 0 to js+1, so its variance is at least i(js+1−i),
// which is largest in the middle.
func (p noiseParams) feasible() bool {
	least := float64((p.JS + 1) * (p.JS + 1) / 4)
	return p.D >= 1 && p.D <= maxNoise && p.JS >= 0 && p.D >= p.JS &&
		p.V >= least && p.V > 0 && p.V <= float64(p.D*p.D) && !math.IsNaN(p.V)
}

// noiseTable has for every true count the targets and the upper limits of their cumulative
// probabilities on 2^32. Counts above the last row share it, shifted.
type noiseTable struct {
	params noiseParams
	rows   []noiseRow
}

// noiseRow: noise[k] is drawn when limit[k] is the first limit greater than the draw.
type noiseRow struct {
	noise []int64
	limit []uint64
}

// newTable computes the table. For every true count i the noise v = j − i has the largest
// entropy of all distributions with targets j in max(0, i−D) … i+D outside 1 … JS, mean 0
// and variance V, or, when the mean-zero optimum has a smaller variance than V, that one.
func newTable(p noiseParams) (*noiseTable, error) {
	if p == microdataParams {
		return microdataTable(), nil
	}
	return computeTable(p)
}

func computeTable(p noiseParams) (*noiseTable, error) {
	if !p.feasible() {
		return nil, errInfeasible
	}
	t := &noiseTable{params: p}
	for i := 0; i <= p.D+p.JS+1; i++ {
		noise := support(p, i)
		probability, err := maxEntropy(noise, p.V)
		if err != nil {
			return nil, err
		}
		t.rows = append(t.rows, noiseRow{noise: noise, limit: limits(probability)})
	}
	return t, nil
}

// support lists the possible noises of a true count, ascending.
func support(p noiseParams, i int) []int64 {
	if i == 0 {
		return []int64{0}
	}
	var out []int64
	for j := max(0, i-p.D); j <= i+p.D; j++ {
		if j == 0 || j > p.JS {
			out = append(out, int64(j-i))
		}
	}
	return out
}

// limits rounds cumulative probabilities to integers on 2^32; the last is 2^32 itself.
func limits(p []float64) []uint64 {
	out := make([]uint64, len(p))
	sum := 0.0
	for k, x := range p {
		sum += x
		out[k] = uint64(math.Round(sum * (1 << 32)))
	}
	out[len(out)-1] = 1 << 32
	return out
}

// shown is the count after noise, for the 64-bit draw of its set.
func (t *noiseTable) shown(n, u uint64) uint64 {
	row := &t.rows[min(n, uint64(len(t.rows)-1))]
	x := u >> 32
	for k, limit := range row.limit {
		if limit > x {
			return uint64(int64(n) + row.noise[k])
		}
	}
	return n
}

// maxEntropy solves p(v) ∝ exp(−αv − βv²) for mean 0 and variance V by damped Newton steps
// on the dual, first with β = 0: when that optimum already has less variance than V it is
// the answer.
func maxEntropy(noise []int64, variance float64) ([]float64, error) {
	if len(noise) == 1 {
		return []float64{1}, nil
	}
	d := dual{noise: noise, variance: variance}
	if err := d.solve(false); err != nil {
		return nil, err
	}
	if d.m2 > variance {
		if err := d.solve(true); err != nil {
			return nil, err
		}
	}
	return d.p, nil
}

type dual struct {
	noise          []int64
	variance       float64
	alpha, beta    float64
	p              []float64
	m1, m2, m3, m4 float64 // raw moments of p
}

func (d *dual) evaluate(alpha, beta float64) {
	d.alpha, d.beta = alpha, beta
	exponent := make([]float64, len(d.noise))
	top := math.Inf(-1)
	for k, v := range d.noise {
		x := float64(v)
		exponent[k] = float64(-alpha*x) - float64(beta*float64(x*x))
		top = max(top, exponent[k])
	}
	d.p = exponent
	sum := 0.0
	for k := range d.p {
		d.p[k] = exp(exponent[k] - top)
		sum += d.p[k]
	}
	d.m1, d.m2, d.m3, d.m4 = 0, 0, 0, 0
	for k, v := range d.noise {
		d.p[k] /= sum
		x := float64(v)
		w := float64(d.p[k] * x)
		d.m1 += w
		w = float64(w * x)
		d.m2 += w
		w = float64(w * x)
		d.m3 += w
		d.m4 += float64(w * x)
	}
}

// miss is the squared distance from the wanted moments, on the scale of the noise.
func (d *dual) miss(both bool) float64 {
	e := float64(d.m1 * d.m1)
	if both {
		g := (d.m2 - d.variance) / d.variance
		e += float64(g * g)
	}
	return e
}

func (d *dual) solve(both bool) error {
	d.evaluate(d.alpha, d.beta)
	for range 500 {
		before := d.miss(both)
		if before < 1e-28 {
			return nil
		}
		alpha, beta := d.alpha, d.beta
		da, db := d.step(both)
		damping := 1.0
		for d.evaluate(alpha+float64(damping*da), beta+float64(damping*db)); d.miss(both) >= before; {
			if damping /= 2; damping < 1e-12 {
				d.evaluate(alpha, beta)
				return converged(before)
			}
			d.evaluate(alpha+float64(damping*da), beta+float64(damping*db))
		}
	}
	return converged(d.miss(both))
}

// converged accepts what is far below the step of the integer limits.
func converged(miss float64) error {
	if miss < 1e-24 {
		return nil
	}
	return errInfeasible
}

// step is the Newton step: the covariance of (v, v²) times it is the miss in (mean, variance).
func (d *dual) step(both bool) (da, db float64) {
	c11 := d.m2 - float64(d.m1*d.m1)
	if !both {
		return d.m1 / c11, 0
	}
	c12 := d.m3 - float64(d.m1*d.m2)
	c22 := d.m4 - float64(d.m2*d.m2)
	g1, g2 := d.m1, d.m2-d.variance
	det := float64(c11*c22) - float64(c12*c12)
	return (float64(c22*g1) - float64(c12*g2)) / det, (float64(c11*g2) - float64(c12*g1)) / det
}

// exp is e^x by halving the logarithm of two and a Taylor sum: the same bits on every
// machine, which math.Exp does not promise. The error is below 2 units in the last place.
func exp(x float64) float64 {
	const ln2Hi, ln2Lo = 6.93147180369123816490e-01, 1.90821492927058770002e-10
	if x < -700 {
		return 0
	}
	k := math.Floor(x/math.Ln2 + 0.5)
	r := x - float64(k*ln2Hi) - float64(k*ln2Lo)
	sum := 1.0
	for i := 18; i >= 1; i-- {
		sum = 1 + float64(float64(r/float64(i))*sum)
	}
	return math.Ldexp(sum, int(k))
}
