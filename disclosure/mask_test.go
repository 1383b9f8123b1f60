package disclosure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMaskAndRest: a set counted by mask has the key of its units, and what it leaves of the
// population has the key of the others.
func TestMaskAndRest(t *testing.T) {
	k := &Keys{rk: []uint64{10, 200, 3000, 40000}, ra: []uint64{4, 3, 2, 1}}
	ordinals := []uint32{3, 1, 0, 2}
	mask := []uint8{1, 0, 1, 0} // units 3 and 0
	var set SetKey
	k.AccumulateMask(&set, mask, ordinals)
	require.Equal(t, SetKey{n: 2, s: 40010}, set)
	all := make([]SetKey, 1)
	k.AccumulateCounts(all, nil, ordinals)
	require.Equal(t, SetKey{n: 2, s: 3200}, Rest(all[0], set))
	require.Equal(t, SetKey{}, Rest(set, all[0]), "no subset: nothing, rather than a wrapped number")

	var rows SetKey
	CountOnly().AccumulateMask(&rows, mask, ordinals)
	require.Equal(t, SetKey{n: 2}, rows)
}
