package synth

import (
	"context"
	"flag"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
)

var updatePage = flag.Bool("update", false, "write the page of the published report")

// The country of the demo database: the published report is about it.
const (
	publishedPersons = 150_000
	publishedSeed    = 1
	publishedPage    = "../../../spec/synthetic.md"
)

// TestPublishedReport holds the country of the demo to round figures of the real one, and the
// page that says so to the country.
func TestPublishedReport(t *testing.T) {
	figures, err := Report(context.Background(), publishedPersons, publishedSeed, nil)
	require.NoError(t, err)
	for _, f := range figures {
		if !f.Name.Complete() || !f.Section.Complete() {
			t.Errorf("%s: a name in one language only", f.Name.EN)
		}
		if !f.Inside() {
			t.Errorf("%s: %s is outside %s to %s", f.Name.EN, Digits(f.Got), Digits(f.Low), Digits(f.High))
		}
	}
	page := Page(figures, publishedPersons, publishedSeed, text.English)
	if *updatePage {
		require.NoError(t, os.WriteFile(publishedPage, []byte(page), 0o644))
	}
	kept, err := os.ReadFile(publishedPage)
	require.NoError(t, err)
	require.Equal(t, string(kept), page, "go test ./cmd/internal/synth -run PublishedReport -update writes the page anew")
}

func TestDigits(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 12.345: "12.3", 1.5: "1.5", 0.012345: "0.0123", 123456: "123456", -2: "-2", 100: "100"} {
		require.Equal(t, want, Digits(x))
	}
}
