package stat

import (
	"math"
	"testing"
)

// A parameter outside the domain gives NaN at once: these sums would never end on it.
func TestNoncentralTailsOutsideTheDomain(t *testing.T) {
	for name, v := range map[string]float64{
		"chi-square, no degrees of freedom": NChi2Tail(0, 3, 1), "chi-square, negative": NChi2Tail(-998, 3.5, 1),
		"chi-square, lower tail": NChi2(-998, 3.5, 1), "F": NFTail(-1, 4, 2, 1), "t": NTTail(-1, 2, 1),
	} {
		if !math.IsNaN(v) {
			t.Errorf("%s: %v", name, v)
		}
	}
}
