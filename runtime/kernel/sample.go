package kernel

import (
	"fmt"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// Sample keeps the rows with the smallest sort keys (rule P-3), ties by row, in row order.
// Count rows are kept when it is positive, else round(Fraction·rows), halves away from zero.
type Sample struct {
	Count    int
	Fraction float64
}

// Name is the step's name.
func (Sample) Name() string { return "sample" }

// Params is the size.
func (s Sample) Params() string { return fmt.Sprintf("%d %g", s.Count, s.Fraction) }

// SortKeys are the keys that disclosure made, one per row.
type SortKeys []uint64

// Release is there for the engine.
func (SortKeys) Release() {}

// Run takes SortKeys and gives a *Selection.
func (s Sample) Run(c *Context, in []any) (any, error) {
	keys := in[0].(SortKeys)
	n := s.Count
	if n <= 0 {
		n = int(float64(s.Fraction*float64(len(keys))) + 0.5)
	}
	n = min(n, len(keys))
	border, ties, err := smallest(c, keys, n)
	if err != nil {
		return nil, err
	}
	take, err := fillDense(c, len(keys), func(out []uint8, lo, hi int) error {
		for i, k := range keys[lo:hi] {
			out[i] = 0
			if k < border {
				out[i] = 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := 0; ties > 0 && i < len(keys); i++ {
		if keys[i] == border {
			take.values[i] = 1
			ties--
		}
	}
	mask := finish(take, &column.Column{Kind: types.Boolean})
	defer mask.Release()
	return Select{}.Run(c, []any{mask})
}

// smallest gives the border of the n smallest keys: all below it, and the first ties of
// those equal to it.
func smallest(c *Context, keys []uint64, n int) (border uint64, ties int, err error) {
	if n == 0 || len(keys) == 0 {
		return 0, 0, nil
	}
	const shift = 48 // sort keys are uniform: their first 16 bits divide them evenly
	partial := make([][]uint32, partsOf(c, len(keys)))
	_, err = inParts(c, len(keys), func(p, lo, hi int) error {
		counts := make([]uint32, 1<<(64-shift))
		for _, k := range keys[lo:hi] {
			counts[k>>shift]++
		}
		partial[p] = counts
		return c.Ctx.Err()
	})
	if err != nil {
		return 0, 0, err
	}
	rest, at := n, uint64(0)
	for ; ; at++ {
		here := 0
		for _, counts := range partial {
			here += int(counts[at])
		}
		if here >= rest {
			break
		}
		rest -= here
	}
	var list []uint64
	for _, k := range keys {
		if k>>shift == at {
			list = append(list, k)
		}
	}
	slices.Sort(list)
	border = list[rest-1]
	first, _ := slices.BinarySearch(list, border)
	return border, rest - first, nil
}

// Division gives every row the number of cut points below its value (the function quantile,
// with the cut points of rule D2). Missing stays missing.
type Division struct{}

// Name is the step's name.
func (Division) Name() string { return "division" }

// Params is empty.
func (Division) Params() string { return "" }

// CutPoints ascend; nil means that there are none and every row is missing.
type CutPoints []float64

// Release is there for the engine.
func (CutPoints) Release() {}

// Run takes a numeric column and CutPoints and gives an integer column.
func (Division) Run(c *Context, in []any) (any, error) {
	x, points := in[0].(*column.Column), in[1].(CutPoints)
	return MapInt(c, types.Integer, x, func(v float64) (int64, bool) {
		k := int64(0)
		for _, p := range points {
			if v > p {
				k++
			}
		}
		return k, points != nil
	})
}
