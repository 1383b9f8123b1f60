package synth

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
)

// TestBands holds the population to round figures of the real country.
func TestBands(t *testing.T) {
	w, err := simulate(context.Background(), 60_000, 7, func(float64) {})
	require.NoError(t, err)
	s := survey.New(w)
	require.Equal(t, 60_000, s.Residents, "residents on 1 January are exactly the number asked for")
	for _, b := range bands() {
		got := b.Measure(s)
		t.Logf("%-55s %8.2f   (%g to %g)", b.Name.EN, got, b.Low, b.High)
		if got < b.Low || got > b.High {
			t.Errorf("%s: %.2f is outside %g to %g", b.Name.EN, got, b.Low, b.High)
		}
	}
}
