package stat

// Quantile is the part/whole quantile of ascending values by linear interpolation (type 7 of
// R. J. Hyndman and Y. Fan, 1996): position (n−1)·part/whole. Needs one value at least.
func Quantile(ascending []float64, part, whole int) float64 {
	at := (len(ascending) - 1) * part
	k, rest := at/whole, at%whole
	low := ascending[k]
	if rest == 0 {
		return low
	}
	return low + float64(float64(rest)/float64(whole)*(ascending[k+1]-low))
}

// Cuts are the k−1 quantiles that divide ascending values into k groups; nil without values.
func Cuts(ascending []float64, k int) []float64 {
	if len(ascending) == 0 {
		return nil
	}
	out := make([]float64, 0, k-1)
	for j := 1; j < k; j++ {
		out = append(out, Quantile(ascending, j, k))
	}
	return out
}
