package exec

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Narrowing a cache gives columns back and keeps counts.
func TestOnlyKeepsWhatHoldsNoMemory(t *testing.T) {
	c := NewCache(1 << 20)
	var wanted, other, count, later plan.Hash
	wanted[0], other[0], count[0], later[0] = 1, 2, 3, 4
	c.put(wanted, hold(column.FromInts([]int64{1, 2}, nil), nil))
	c.put(other, hold(column.FromInts([]int64{3, 4}, nil), nil))
	c.put(count, hold(7, nil))
	c.Only(map[plan.Hash]bool{wanted: true})
	require.NotNil(t, c.get(wanted))
	require.Nil(t, c.get(other))
	require.NotNil(t, c.get(count))
	c.put(later, hold(column.FromInts([]int64{5}, nil), nil))
	require.Nil(t, c.get(later), "from now on, too")
}
