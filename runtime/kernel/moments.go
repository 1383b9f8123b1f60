package kernel

import (
	"fmt"
	"math"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

// Describe makes the evidence of one measure in every group: what package disclosure needs
// before it releases, or stores, a statistic. Needs is Layer.Needs of every statistic asked
// for, or-ed. Rows without a value take no part; MayRepeat as in UnitSets.
type Describe struct {
	Needs     disclosure.Evidence
	MayRepeat bool
}

// Name is the step's name.
func (Describe) Name() string { return "describe" }

// Params are the needs and the variant.
func (d Describe) Params() string { return fmt.Sprintf("%#x repeat=%t", uint32(d.Needs), d.MayRepeat) }

// Described is the evidence of one measure, one element per group. Orders stay alive with it.
type Described struct {
	Values []disclosure.Values
	orders *Orders
}

// Release gives the memory back.
func (d *Described) Release() {
	if d.orders != nil {
		d.orders.Release()
	}
}

// Run takes *disclosure.Keys, the column of protected units, *Groups, the numeric column,
// and optionally *disclosure.Bounds (nil: raw) and *Orders of the same groups and column
// (needed for EvidenceOrder and EvidenceGini; Gini needs them Sorted). It gives *Described.
func (d Describe) Run(c *Context, in []any) (any, error) {
	keys, units, g, values := in[0].(*disclosure.Keys), in[1].(*column.Column), in[2].(*Groups), in[3].(*column.Column)
	var bounds *disclosure.Bounds
	if len(in) > 4 && in[4] != nil {
		bounds = in[4].(*disclosure.Bounds)
	}
	var orders *Orders
	if len(in) > 5 && in[5] != nil {
		orders = in[5].(*Orders)
	}
	if d.Needs&(disclosure.EvidenceOrder|disclosure.EvidenceGini) != 0 && orders == nil {
		return nil, fmt.Errorf("kernel: describe needs ordered values")
	}
	values, done, err := withRows(c, values, g.Rows)
	if err != nil {
		return nil, err
	}
	defer done()
	valid := g
	if values.Valid != nil {
		if valid, err = groupsOfValid(c, g, values); err != nil {
			return nil, err
		}
		defer valid.Release()
	}
	e := &evidence{c: c, d: d, keys: keys, units: units, g: valid, values: values, out: make([]disclosure.Values, g.Count)}
	if err := e.collect(bounds, orders); err != nil {
		return nil, err
	}
	out := &Described{Values: e.out}
	if d.Needs&disclosure.EvidenceOrder != 0 {
		orders.buf.Retain()
		out.orders = orders
	}
	return out, nil
}

// groupsOfValid takes rows without a value out of their groups.
func groupsOfValid(c *Context, g *Groups, values *column.Column) (*Groups, error) {
	out, err := fillDense(c, g.Rows, func(out []uint32, lo, hi int) error {
		g.ids(out, lo, hi)
		for i := 0; i < len(out); i += 64 {
			w := values.Valid[(lo+i)>>6]
			if w == ^uint64(0) {
				continue
			}
			part := out[i:min(i+64, len(out))]
			for j := range part {
				part[j] |= uint32(w>>(uint(j)&63)&1) - 1
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &Groups{Count: g.Count, Rows: g.Rows, IDs: out.values, Buf: out.bufs[0]}, nil
}

// evidence is a Describe at work.
type evidence struct {
	c      *Context
	d      Describe
	keys   *disclosure.Keys
	units  *column.Column
	g      *Groups // of rows with a value
	values *column.Column
	out    []disclosure.Values
}

func (e *evidence) collect(bounds *disclosure.Bounds, orders *Orders) error {
	anchors := e.d.Needs&disclosure.EvidenceAnchor != 0
	sets, err := UnitSets{MayRepeat: e.d.MayRepeat, Anchors: anchors}.Run(e.c, []any{e.keys, e.units, e.g})
	if err != nil {
		return err
	}
	for i := range e.out {
		e.out[i].Has = e.d.Needs
		e.out[i].Units = sets.(*Sets).Keys[i]
		if e.d.MayRepeat {
			e.out[i].Repeats = sets.(*Sets).Repeats[i]
		}
	}
	moments, err := groupMoments(e.c, e.g, e.values, bounds, e.d.Needs&disclosure.EvidenceMoments != 0)
	if err != nil {
		return err
	}
	for i, m := range moments {
		v := &e.out[i]
		v.Rows, v.Mean, v.M2, v.Sum, v.Min, v.Max = m.rows, m.mean(), m.m2, m.raw, m.least, m.most
		if orders != nil {
			v.Order = orders.Group(i)
		}
	}
	if e.d.Needs&disclosure.EvidenceGini != 0 {
		err := e.c.EachOf(len(e.out), func(i int) error {
			e.out[i].Gini = orders.gini(i, bounds)
			return nil
		})
		if err != nil {
			return err
		}
	}
	if e.d.Needs&disclosure.EvidenceOnes != 0 {
		if err := e.ones(); err != nil {
			return err
		}
	}
	if e.d.Needs&disclosure.EvidenceDeviants != 0 {
		return e.deviants()
	}
	return nil
}

// ones makes the sets of units with the value 1.
func (e *evidence) ones() error {
	h, err := restrict(e.c, e.g, e.values)
	if err != nil {
		return err
	}
	defer h.Release()
	sets, err := UnitSets{MayRepeat: e.d.MayRepeat}.Run(e.c, []any{e.keys, e.units, h})
	if err != nil {
		return err
	}
	for i := range e.out {
		e.out[i].Ones = sets.(*Sets).Keys[i]
	}
	return nil
}

// moment is the sums of one group; values are cut to bounds except for raw, least and most.
type moment struct {
	rows        int64
	sum, raw    float64
	least, most float64
	m2          float64
}

func (m *moment) mean() float64 {
	if m.rows == 0 {
		return 0
	}
	return m.sum / float64(m.rows)
}

func (m *moment) merge(o *moment) {
	if o.rows == 0 {
		return
	}
	if m.rows == 0 {
		m.least, m.most = o.least, o.most
	}
	m.rows += o.rows
	m.sum += o.sum
	m.raw += o.raw
	m.least, m.most = min(m.least, o.least), max(m.most, o.most)
}

// groupMoments makes number, sum and extremes of every group in one pass and, when asked,
// the sum of squared deviations from the mean in a second one: exact where the mean is far
// from zero. Rows of g must have values.
func groupMoments(c *Context, g *Groups, values *column.Column, bounds *disclosure.Bounds, squares bool) ([]moment, error) {
	low, high := math.Inf(-1), math.Inf(1)
	if bounds != nil && bounds.OK {
		low, high = bounds.Lo, bounds.Hi
	}
	list, err := accumulate(c, g, (*moment).merge, func(acc []moment, w window, ids []uint32, lo, hi int) {
		read := newFloatReader(values)
		blocks(lo, hi, func(l, h int) {
			addMoments(acc, w, ids[l-lo:h-lo], read.block(l, h), low, high)
		})
	})
	if err != nil || !squares {
		return list, err
	}
	means := make([]float64, len(list))
	for i := range list {
		means[i] = list[i].mean()
	}
	sums, err := accumulate(c, g, func(into, from *float64) { *into += *from }, func(acc []float64, w window, ids []uint32, lo, hi int) {
		read := newFloatReader(values)
		blocks(lo, hi, func(l, h int) {
			addSquares(acc, w, ids[l-lo:h-lo], read.block(l, h), low, high, means[w.lo:w.hi])
		})
	})
	for i := range sums {
		list[i].m2 = sums[i]
	}
	return list, err
}

func addMoments(acc []moment, w window, ids []uint32, x []float64, low, high float64) {
	x = x[:len(ids)]
	for i, id := range ids {
		at, ok := w.at(id)
		if !ok {
			continue
		}
		m, v := &acc[at], x[i]
		if m.rows == 0 {
			m.least, m.most = v, v
		}
		m.rows++
		m.raw += v
		if v < m.least {
			m.least = v
		}
		if v > m.most {
			m.most = v
		}
		if v < low {
			v = low
		}
		if v > high {
			v = high
		}
		m.sum += v
	}
}

func addSquares(acc []float64, w window, ids []uint32, x []float64, low, high float64, means []float64) {
	x = x[:len(ids)]
	for i, id := range ids {
		at, ok := w.at(id)
		if !ok {
			continue
		}
		v := x[i]
		if v < low {
			v = low
		}
		if v > high {
			v = high
		}
		d := v - means[at]
		acc[at] += float64(d * d)
	}
}
