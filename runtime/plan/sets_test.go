package plan

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// TestOneSetOneKey: however a set is described, its key is the same (rule C3).
func TestOneSetOneKey(t *testing.T) {
	const n = 150_000 // three chunks
	policy, err := disclosure.ParsePolicy(disclosure.DemoPolicy("x"))
	require.NoError(t, err)
	layer, err := disclosure.New(disclosure.DemoRing(), policy)
	require.NoError(t, err)
	ids := make(disclosure.IntIds, n)
	ordinals, mask := make([]uint32, n), make([]uint8, n)
	valid := column.NewBitmap(n)
	for i := range ids {
		ids[i], ordinals[i] = int64(1000+i), uint32(n-1-i)
		if i%7 == 0 {
			mask[i] = 1
		}
		if i%5 != 0 {
			valid.Set(i)
		}
	}
	keys, err := layer.Keys(context.Background(), "PERSON", ids, 2)
	require.NoError(t, err)
	c := &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 28), Threads: 2}
	run := func(op kernel.Op, in ...any) disclosure.SetKey {
		v, err := op.Run(c, in)
		require.NoError(t, err)
		return v.(disclosure.SetKey)
	}
	for name, units := range map[string]*column.Column{
		"all known": column.FromKeys(ordinals, "FNR", nil), "some belong to nobody": column.FromKeys(ordinals, "FNR", valid),
	} {
		bools := column.FromBools(mask)
		selection, err := kernel.Select{}.Run(c, []any{bools})
		require.NoError(t, err)
		all := run(setKeyOp{}, keys, units)
		set := run(setKeyOp{}, keys, units, bools)
		require.NotEqual(t, all, set, name)
		require.Equal(t, all, run(setKeyOp{distinct: true}, keys, units), name)
		require.Equal(t, set, run(setKeyOp{}, keys, units, selection), name)
		require.Equal(t, set, run(setKeyOp{distinct: true}, keys, units, bools), name)
		require.Equal(t, set, run(setKeyOp{distinct: true}, keys, units, selection), name)
		require.Equal(t, run(restOp{}, all, set), run(setKeyOp{distinct: true, rest: true}, keys, units, bools), name)
		always := &column.Column{Kind: bools.Kind, Len: 1, Const: true, Bools: []uint8{1}}
		require.Equal(t, all, run(setKeyOp{}, keys, units, always), name)
	}

	twice := column.FromKeys(append(append([]uint32(nil), ordinals...), ordinals...), "FNR", nil)
	once := run(setKeyOp{}, keys, column.FromKeys(ordinals, "FNR", nil))
	require.Equal(t, once, run(setKeyOp{distinct: true}, keys, twice), "a unit with two rows counts once")
	nobody := &column.Column{Kind: 1, Len: 1, Const: true, Bools: []uint8{0}}
	require.Equal(t, disclosure.SetKey{}, run(setKeyOp{}, keys, twice, nobody))
}
