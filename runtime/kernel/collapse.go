package kernel

import (
	"fmt"
	"math"
	"math/bits"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
)

// Totals counts and adds up the values of every group. Integers are added exactly; a sum
// that does not fit is missing. Rows without a value, or without a group, take no part.
type Totals struct{}

// Name is the step's name.
func (Totals) Name() string { return "totals" }

// Params is empty.
func (Totals) Params() string { return "" }

// Summed is the number and the sum of the values of every group.
type Summed struct {
	whole  bool
	rows   []uint32
	ints   []int64
	wide   column.Bitmap   // groups whose integer sum does not fit
	beyond map[int]float64 // the sums of those groups, rounded
	floats []float64
}

// Release is there for the engine.
func (*Summed) Release() {}

// mean is the mean of a group that has values.
func (s *Summed) mean(g int) float64 {
	if sum, wide := s.beyond[g]; wide {
		return sum / float64(s.rows[g])
	}
	if s.whole {
		return float64(s.ints[g]) / float64(s.rows[g])
	}
	return s.floats[g] / float64(s.rows[g])
}

type intTotal struct {
	sum  int64
	rows uint32
	wide uint32
}

type floatTotal struct {
	sum, lost float64
	rows      uint32
}

// Run takes *Groups and a numeric column (any kind when only the count is asked for) and
// gives *Summed.
func (Totals) Run(c *Context, in []any) (any, error) {
	g, values := in[0].(*Groups), in[1].(*column.Column)
	if err := g.Settle(c); err != nil {
		return nil, err
	}
	values, done, err := withRows(c, values, g.Rows)
	if err != nil {
		return nil, err
	}
	defer done()
	switch {
	case integral(values.Kind):
		return intTotals(c, g, values)
	case values.Kind == types.Text || values.Kind == types.Key:
		return countOnly(c, g, values)
	}
	return floatTotals(c, g, values)
}

func countOnly(c *Context, g *Groups, values *column.Column) (*Summed, error) {
	rows, err := accumulate(c, g, func(into, from *uint32) { *into += *from }, func(acc []uint32, w window, ids []uint32, lo, _ int) {
		for i, id := range ids {
			if at, ok := w.at(id); ok && !values.Missing(lo+i) {
				acc[at]++
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return &Summed{whole: true, rows: rows, ints: make([]int64, len(rows)), wide: column.NewBitmap(len(rows))}, nil
}

// intTotals keeps a 128-bit sum in the rare case that 64 bits do not do: it counts how often
// the sum wrapped around in either direction.
func intTotals(c *Context, g *Groups, values *column.Column) (*Summed, error) {
	merge := func(into, from *intTotal) {
		into.add(from.sum)
		into.wide += from.wide
		into.rows += from.rows
	}
	acc, err := sumUp(c, g, values, readInts, nil, merge, func(acc []intTotal, ids []uint32, x []int64) {
		x = x[:len(ids)]
		for i, id := range ids {
			if int(id) < len(acc) {
				t := &acc[id]
				t.add(x[i])
				t.rows++
			}
		}
	})
	if err != nil {
		return nil, err
	}
	s := &Summed{whole: true, rows: make([]uint32, len(acc)), ints: make([]int64, len(acc)), wide: column.NewBitmap(len(acc))}
	var wide atomic.Bool
	err = c.Each(len(acc), func(_, lo, hi int) error {
		for i, t := range acc[lo:hi] {
			s.rows[lo+i], s.ints[lo+i] = t.rows, t.sum
			if t.wide != 0 {
				s.wide.Set(lo + i)
				wide.Store(true)
			}
		}
		return nil
	})
	if wide.Load() {
		s.beyond = map[int]float64{}
		for i, t := range acc {
			if t.wide != 0 {
				s.beyond[i] = float64(float64(int32(t.wide))*(1<<64)) + float64(t.sum)
			}
		}
	}
	return s, err
}

func (t *intTotal) add(v int64) {
	sum, _ := bits.Add64(uint64(t.sum), uint64(v), 0)
	if (t.sum^int64(sum))&(v^int64(sum)) < 0 {
		// Up counts 1, down counts −1: 0 in the end means that the sum fits.
		t.wide += uint32(1 | v>>63)
	}
	t.sum = int64(sum)
}

func floatTotals(c *Context, g *Groups, values *column.Column) (*Summed, error) {
	merge := func(into, from *floatTotal) {
		into.add(from.sum)
		into.lost += from.lost
		into.rows += from.rows
	}
	acc, err := sumUp(c, g, values, readFloats, nil, merge, func(acc []floatTotal, ids []uint32, x []float64) {
		x = x[:len(ids)]
		for i, id := range ids {
			if int(id) < len(acc) {
				t := &acc[id]
				t.add(x[i])
				t.rows++
			}
		}
	})
	if err != nil {
		return nil, err
	}
	s := &Summed{rows: make([]uint32, len(acc)), floats: make([]float64, len(acc))}
	for i, t := range acc {
		s.rows[i], s.floats[i] = t.rows, t.sum+t.lost
	}
	return s, nil
}

// add carries the rounding error along, as compensated does.
func (t *floatTotal) add(x float64) {
	sum := t.sum + x
	if math.Abs(t.sum) >= math.Abs(x) {
		t.lost += (t.sum - sum) + x
	} else {
		t.lost += (x - sum) + t.sum
	}
	t.sum = sum
}

// Squares adds up squared deviations from the group means: the evidence of sd and semean.
type Squares struct{}

// Name is the step's name.
func (Squares) Name() string { return "squares" }

// Params is empty.
func (Squares) Params() string { return "" }

// Deviations is the sum of squared deviations of every group.
type Deviations struct{ m2 []float64 }

// Release is there for the engine.
func (*Deviations) Release() {}

// Run takes *Groups, the numeric column and its *Summed, and gives *Deviations.
func (Squares) Run(c *Context, in []any) (any, error) {
	g, values, s := in[0].(*Groups), in[1].(*column.Column), in[2].(*Summed)
	if err := g.Settle(c); err != nil {
		return nil, err
	}
	values, done, err := withRows(c, values, g.Rows)
	if err != nil {
		return nil, err
	}
	defer done()
	type deviation struct{ mean, m2 float64 }
	start := func(group int) deviation {
		if s.rows[group] == 0 {
			return deviation{}
		}
		return deviation{mean: s.mean(group)}
	}
	merge := func(into, from *deviation) { into.m2 += from.m2 }
	acc, err := sumUp(c, g, values, readFloats, start, merge, func(acc []deviation, ids []uint32, x []float64) {
		x = x[:len(ids)]
		for i, id := range ids {
			if int(id) < len(acc) {
				d := x[i] - acc[id].mean
				acc[id].m2 += float64(d * d)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	out := &Deviations{m2: make([]float64, len(acc))}
	for i, a := range acc {
		out.m2[i] = a.m2
	}
	return out, nil
}

// GroupExtreme is the smallest or largest value of every group, of the kind of its source
// (a boolean counts as an integer); missing for a group without values.
type GroupExtreme struct{ Max bool }

// Name is the step's name.
func (GroupExtreme) Name() string { return "group-extreme" }

// Params is min or max.
func (e GroupExtreme) Params() string {
	if e.Max {
		return "max"
	}
	return "min"
}

// Run takes *Groups and a numeric column and gives a column with one row per group.
func (e GroupExtreme) Run(c *Context, in []any) (any, error) {
	g, values := in[0].(*Groups), in[1].(*column.Column)
	if err := g.Settle(c); err != nil {
		return nil, err
	}
	values, done, err := withRows(c, values, g.Rows)
	if err != nil {
		return nil, err
	}
	defer done()
	if integral(values.Kind) {
		kind := values.Kind
		if kind == types.Boolean {
			kind = types.Integer
		}
		return extremes(c, g, values, kind, e.Max, func(a *column.Column) func(lo, hi int) []int64 { return newIntReader(a).block })
	}
	return extremes(c, g, values, values.Kind, e.Max, func(a *column.Column) func(lo, hi int) []float64 { return newFloatReader(a).block })
}

type extreme[T int64 | float64] struct {
	v   T
	any bool
}

func extremes[T int64 | float64](c *Context, g *Groups, values *column.Column, kind types.Kind, most bool,
	reader func(*column.Column) func(lo, hi int) []T,
) (*column.Column, error) {
	put := func(e *extreme[T], v T) {
		if !e.any || (v > e.v) == most && v != e.v {
			e.v, e.any = v, true
		}
	}
	if runs, err := inRuns(c, g); err != nil {
		return nil, err
	} else if runs && values.Kind != types.Untyped {
		out, err := extremeRuns(c, g, values, most, reader)
		if err != nil {
			return nil, err
		}
		return finish(out, &column.Column{Kind: kind}), nil
	}
	acc, err := accumulate(c, g, func(into, from *extreme[T]) {
		if from.any {
			put(into, from.v)
		}
	}, func(acc []extreme[T], w window, ids []uint32, lo, hi int) {
		read := reader(values)
		blocks(lo, hi, func(l, h int) {
			x := read(l, h)
			for i, id := range ids[l-lo : h-lo] {
				if at, ok := w.at(id); ok && values.Kind != types.Untyped && !values.Missing(l+i) {
					put(&acc[at], x[i])
				}
			}
		})
	})
	if err != nil {
		return nil, err
	}
	out, err := fill(c, len(acc), func(out []T, valid []uint64, lo, hi int) error {
		for i, e := range acc[lo:hi] {
			if out[i] = e.v; !e.any {
				valid[i>>6] &^= 1 << (uint(i) & 63)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: kind}), nil
}

// GroupStat makes one column of group values, raw: count, sum, mean, percent and sebinomial
// from *Summed; sd and semean from *Summed and *Deviations; median, iqr, p25, p75 and gini
// from *Orders (made with Exact, and Sorted for gini). min and max are GroupExtreme. Groups
// without values have count 0, sum 0 and percent 0, else missing; sd of fewer than two
// values is missing. percent is the group's share of all valid values.
type GroupStat struct{ Stat string }

// Name is the step's name.
func (GroupStat) Name() string { return "group-stat" }

// Params is the statistic.
func (s GroupStat) Params() string { return s.Stat }

// Run gives a column with one row per group: an integer for count and for a sum of integers,
// else a decimal.
func (s GroupStat) Run(c *Context, in []any) (any, error) {
	if o, ok := in[0].(*Orders); ok {
		return s.ordered(c, o)
	}
	t := in[0].(*Summed)
	switch {
	case s.Stat == "count":
		return groupInts(c, len(t.rows), func(g int) (int64, bool) { return int64(t.rows[g]), true })
	case s.Stat == "sum" && t.whole:
		return groupInts(c, len(t.rows), func(g int) (int64, bool) { return t.ints[g], !t.wide.Get(g) })
	case s.Stat == "sum":
		return groupFloats(c, len(t.rows), func(g int) (float64, bool) { return t.floats[g], true })
	case s.Stat == "mean":
		return groupFloats(c, len(t.rows), func(g int) (float64, bool) {
			return t.mean(g), t.rows[g] > 0
		})
	case s.Stat == "percent":
		var all atomic.Int64
		for _, n := range t.rows {
			all.Add(int64(n))
		}
		total := float64(all.Load())
		return groupFloats(c, len(t.rows), func(g int) (float64, bool) { return 100 * float64(t.rows[g]) / total, total > 0 })
	case s.Stat == "sebinomial":
		return groupFloats(c, len(t.rows), func(g int) (float64, bool) {
			p := t.mean(g)
			v := float64(p*(1-p)) / float64(t.rows[g])
			return math.Sqrt(v), t.rows[g] > 0 && v >= 0
		})
	case s.Stat == "sd" || s.Stat == "semean":
		d := in[1].(*Deviations)
		return groupFloats(c, len(t.rows), func(g int) (float64, bool) {
			n := float64(t.rows[g])
			v := math.Sqrt(d.m2[g] / (n - 1))
			if s.Stat == "semean" {
				v /= math.Sqrt(n)
			}
			return v, n > 1
		})
	}
	return nil, fmt.Errorf("kernel: unknown group statistic %q", s.Stat)
}

// ordered makes the statistics of order.
func (s GroupStat) ordered(c *Context, o *Orders) (*column.Column, error) {
	n := len(o.starts) - 1
	quantile := func(g, percent int) float64 {
		st := orderOf{o, g}
		product := percent * (st.N() - 1)
		k, rest := product/100, float64(product%100)/100
		low := st.Mean(k, k)
		if rest == 0 {
			return low
		}
		return low + float64(rest*(st.Mean(k+1, k+1)-low))
	}
	value := map[string]func(g int) float64{
		"median": func(g int) float64 { return quantile(g, 50) },
		"p25":    func(g int) float64 { return quantile(g, 25) },
		"p75":    func(g int) float64 { return quantile(g, 75) },
		"iqr":    func(g int) float64 { return quantile(g, 75) - quantile(g, 25) },
		"gini":   func(g int) float64 { return o.gini(g, nil) },
	}[s.Stat]
	if value == nil {
		return nil, fmt.Errorf("kernel: unknown group statistic %q", s.Stat)
	}
	return groupFloats(c, n, func(g int) (float64, bool) {
		if o.starts[g] == o.starts[g+1] {
			return 0, false
		}
		return value(g), true
	})
}

func groupInts(c *Context, n int, f func(g int) (int64, bool)) (*column.Column, error) {
	out, err := fill(c, n, func(out []int64, valid []uint64, lo, hi int) error {
		for i := range out {
			v, ok := f(lo + i)
			if out[i] = v; !ok {
				valid[i>>6] &^= 1 << (uint(i) & 63)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Integer}), nil
}

func groupFloats(c *Context, n int, f func(g int) (float64, bool)) (*column.Column, error) {
	out, err := fill(c, n, func(out []float64, valid []uint64, lo, hi int) error {
		for i := range out {
			v, ok := f(lo + i)
			if out[i] = v; !ok || !finite(v) {
				out[i] = 0
				valid[i>>6] &^= 1 << (uint(i) & 63)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return finish(out, &column.Column{Kind: types.Decimal}), nil
}
