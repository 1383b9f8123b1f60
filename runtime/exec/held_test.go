package exec

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// A column taken out of a tuple outlives it alone: what nobody takes is given back.
func TestPartOutlivesItsTuple(t *testing.T) {
	pool := mem.NewPool(1 << 20)
	made := func(n int) *column.Column {
		v, buf, err := mem.Alloc[int64](pool, n)
		require.NoError(t, err)
		return column.FromInts(v, nil).Own(buf)
	}
	used, unused := made(1000), made(3000)
	tuple := hold([]any{used, unused}, nil)
	part := hold(used, []*held{tuple})
	require.Zero(t, tuple.live(), "its parts are counted")
	require.Equal(t, int64(8000), part.live())
	tuple.release()
	require.InDelta(t, 8000, pool.Live(), 512)
	part.release()
	require.Zero(t, pool.Live())
}
