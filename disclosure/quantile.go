package disclosure

import "math"

// innerValues is how many values a winsor bound is the mean of.
const innerValues = 5

// WinsorBounds are the bounds of rule M1 for a set of valid values: k = max(1, ⌈0.01 n⌉)
// values per tail are replaced by the mean of the 5 nearest remaining inner values (all of
// them if fewer). OK is false when the set is smaller than 2k+1.
func WinsorBounds(set OrderStats) Bounds {
	if set == nil {
		return Bounds{}
	}
	n := set.N()
	k := max(1, (n+99)/100)
	inner := n - 2*k
	if inner < 1 {
		return Bounds{}
	}
	m := min(innerValues, inner)
	lo := set.Mean(k, k+m-1)
	hi := set.Mean(n-k-m, n-k-1)
	return Bounds{Lo: lo, Hi: max(lo, hi), OK: true}
}

// QuantileWindow is the window of ranks of rule Q1 before its shift: the centre, the half
// width, and the largest shift to either side, for p = part/whole and n values. A kernel that
// cannot keep all order statistics keeps ranks centre ± (half + shift).
func QuantileWindow(part, whole, n int) (centre, half, shift int) {
	half = max(5, (n+199)/200)
	return (2*part*(n-1) + whole) / (2 * whole), half, half / 2
}

// quantileQ1 is the mean of the order statistics in a window around the rank of p =
// part/whole, shifted by a draw that near copies of a set share. Not rounded.
func quantileQ1(set OrderStats, part, whole int, draw uint64) float64 {
	n := set.N()
	r, w, most := QuantileWindow(part, whole, n)
	d := int(draw%uint64(2*most+1)) - most
	return set.Mean(min(max(0, r+d-w), n-1), max(min(n-1, r+d+w), 0))
}

// quantile7 interpolates between neighbouring values (type 7); for exact results only.
func quantile7(set OrderStats, part, whole int) float64 {
	n := set.N()
	product := part * (n - 1)
	k := product / whole
	share := float64(product%whole) / float64(whole)
	low := set.Mean(k, k)
	if share == 0 || k+1 >= n {
		return low
	}
	return low + float64(share*(set.Mean(k+1, k+1)-low))
}

// repeatsOrder makes order statistics of a histogram of rows per unit.
type repeatsOrder Repeats

func (r repeatsOrder) N() int {
	n := 0
	for _, units := range r {
		n += int(units)
	}
	return n
}

func (r repeatsOrder) Mean(lo, hi int) float64 {
	sum, rank := 0.0, 0
	for k, units := range r {
		from, to := max(lo, rank), min(hi+1, rank+int(units))
		if to > from {
			sum += float64(float64(to-from) * float64(k+1))
		}
		rank += int(units)
	}
	return sum / float64(hi-lo+1)
}

// cut is Σ min(r(u), q) over the units.
func (r repeatsOrder) cut(q float64) float64 {
	sum := 0.0
	for k, units := range r {
		sum += float64(float64(units) * math.Min(float64(k+1), q))
	}
	return sum
}

// rows is Σ r(u).
func (r repeatsOrder) rows() int64 {
	var sum int64
	for k, units := range r {
		sum += int64(units) * int64(k+1)
	}
	return sum
}
