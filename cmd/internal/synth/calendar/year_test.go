package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The year of a day is the one of the standard library.
func TestYearOf(t *testing.T) {
	for d := int(NewYear(1880)); d < int(NewYear(2059)); d++ {
		require.Equal(t, time.Unix(int64(d)*86400, 0).UTC().Year(), YearOf(int16(d)))
	}
}
