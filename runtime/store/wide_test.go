package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPseudonymsOf63Bits: the largest, the smallest, neighbours beyond 2^53 (which a double would
// take for one), and thousands that are spread over all 63 bits, as package owner makes them; as
// units and as values of a key variable.
func TestPseudonymsOf63Bits(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 3))
	pseudonyms := []int64{1<<63 - 1, 0, 1 << 48, 1<<48 - 1, 1<<62 + 1, 1<<62 + 2, 1<<53 + 1, 1 << 53}
	for range 6000 {
		pseudonyms = append(pseudonyms, r.Int64())
	}
	var b strings.Builder
	b.WriteString("bank no.test.reg open\nvariable AGE PERSON FIXED integer\n")
	for i, id := range pseudonyms {
		fmt.Fprintf(&b, "%d;%d\n", id, i)
	}
	b.WriteString("variable NEXT PERSON FIXED key:PERSON\n")
	for i, id := range pseudonyms {
		fmt.Fprintf(&b, "%d;%d\n", id, pseudonyms[(i+1)%len(pseudonyms)])
	}
	s, v := opened(t, b.String())
	units, age, err := viewed(t, s, v, "AGE", Whole()).Population(run())
	require.NoError(t, err)
	sorted := slices.Clone(pseudonyms)
	slices.Sort(sorted)
	place := map[int64]int{}
	for i, id := range pseudonyms {
		place[id] = i
	}
	got := strings.Fields(ids(t, s, units))
	require.Len(t, got, len(pseudonyms))
	for i, id := range sorted {
		require.Equal(t, fmt.Sprint(id), got[i])
		require.EqualValues(t, place[id], age.Ints[i])
	}
	next, err := viewed(t, s, v, "NEXT", Whole()).Join(run(), units)
	require.NoError(t, err)
	for i, id := range strings.Fields(ids(t, s, next)) {
		require.Equal(t, fmt.Sprint(pseudonyms[(place[sorted[i]]+1)%len(pseudonyms)]), id)
	}
}
