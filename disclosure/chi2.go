package disclosure

import "math"

type chiTest struct {
	statistic, p, meanExpected float64
	df                         int
}

// pearson is χ² = Σ(O−E)²/E over the rows and columns with a positive sum, less the part that
// noise of the given variance adds: V·((r−1)(c−1)/(rc))·Σ1/E, at 0 at least. No continuity
// correction. False when fewer than two rows or columns are left.
func pearson(table [][]float64, variance float64) (chiTest, bool) {
	var rowSum, colSum []float64
	total := 0.0
	for r, row := range table {
		rowSum = append(rowSum, 0)
		if colSum == nil {
			colSum = make([]float64, len(row))
		}
		for c, o := range row {
			rowSum[r] += o
			colSum[c] += o
			total += o
		}
	}
	rows, columns := positive(rowSum), positive(colSum)
	if rows < 2 || columns < 2 {
		return chiTest{}, false
	}
	chi, inverse := 0.0, 0.0
	for r, row := range table {
		for c, o := range row {
			e := float64(rowSum[r]*colSum[c]) / total
			if e > 0 {
				chi += float64((o-e)*(o-e)) / e
				inverse += 1 / e
			}
		}
	}
	df := (rows - 1) * (columns - 1)
	if variance > 0 {
		correction := float64(variance*float64(df)/float64(rows*columns)) * inverse
		chi = math.Max(0, chi-correction)
	}
	return chiTest{
		statistic: chi, df: df, p: chiSquareTail(chi, df),
		meanExpected: total / float64(rows*columns),
	}, true
}

func positive(sums []float64) int {
	n := 0
	for _, s := range sums {
		if s > 0 {
			n++
		}
	}
	return n
}

// chiSquareTail is P(X ≥ x) of a chi-square variable: the regularised upper incomplete gamma
// function Q(df/2, x/2).
func chiSquareTail(x float64, df int) float64 {
	if x <= 0 {
		return 1
	}
	return upperGamma(float64(df)/2, x/2)
}

// upperGamma is Q(a, x) by the power series of P below a+1 and by Lentz's continued fraction
// above (Abramowitz & Stegun 6.5.29 and 6.5.31). Relative error below 1e-9.
func upperGamma(a, x float64) float64 {
	lg, _ := math.Lgamma(a)
	front := math.Exp(float64(a*math.Log(x)) - x - lg)
	if x < a+1 {
		term, sum := 1/a, 1/a
		for k := 1; k < 100_000; k++ {
			term = float64(term * (x / (a + float64(k))))
			sum += term
			if term < sum*1e-17 {
				break
			}
		}
		return math.Max(0, 1-float64(front*sum))
	}
	const tiny = 1e-300
	b := x + 1 - a
	c, d := 1/tiny, 1/b
	h := d
	for k := 1; k < 100_000; k++ {
		an := float64(-float64(k) * (float64(k) - a))
		b += 2
		d = float64(an*d) + b
		if math.Abs(d) < tiny {
			d = tiny
		}
		c = b + an/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		d = 1 / d
		step := float64(d * c)
		h *= step
		if math.Abs(step-1) < 1e-16 {
			break
		}
	}
	return float64(front * h)
}
