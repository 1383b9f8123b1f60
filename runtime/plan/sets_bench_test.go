package plan

import (
	"context"
	"testing"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
)

// BenchmarkSetKey counts 5.5 million persons: all of them, and those of a condition with its rest.
func BenchmarkSetKey(b *testing.B) {
	const n = 5_500_000
	ids := make(disclosure.IntIds, n)
	ordinals := make([]uint32, n)
	mask := make([]uint8, n)
	for i := range ids {
		ids[i], ordinals[i], mask[i] = int64(i), uint32(i), uint8(i*2654435761>>13&1)
	}
	policy, err := disclosure.ParsePolicy(disclosure.DemoPolicy("x"))
	if err != nil {
		b.Fatal(err)
	}
	layer, err := disclosure.New(disclosure.DemoRing(), policy)
	if err != nil {
		b.Fatal(err)
	}
	keys, err := layer.Keys(context.Background(), "PERSON", ids, 2)
	if err != nil {
		b.Fatal(err)
	}
	c := &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 30), Threads: 2}
	units, bools := column.FromKeys(ordinals, "FNR", nil), column.FromBools(mask)
	for name, in := range map[string][]any{"all": {keys, units}, "mask": {keys, units, bools}} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if _, err := (setKeyOp{}).Run(c, in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
