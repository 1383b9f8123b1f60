package kernel

import (
	"fmt"

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

// Described is the evidence of one measure, one element per group. It lives outside the
// pool: a sheet made of it may be released later than every step that led to it.
type Described struct{ Values []disclosure.Values }

// Release is there for the engine.
func (*Described) Release() {}

// Run takes *disclosure.Keys, the column of protected units, *Groups, the numeric column,
// and optionally *disclosure.Bounds (nil: raw), or *BoundsEach with those of every group, and
// *Orders of the same groups and column (needed for EvidenceOrder and EvidenceGini; Gini needs them Sorted). It gives *Described.
func (d Describe) Run(c *Context, in []any) (any, error) {
	keys, g, values := in[0].(*disclosure.Keys), in[2].(*Groups), in[3].(*column.Column)
	if err := g.Settle(c); err != nil {
		return nil, err
	}
	units, err := UnitNumbers(c, in[1].(*column.Column))
	if err != nil {
		return nil, err
	}
	defer units.Release()
	var bounds cuts
	if len(in) > 4 && in[4] != nil {
		bounds = cutsOf(in[4])
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
	e := &evidence{c: c, d: d, keys: keys, units: units, g: g, values: values, out: make([]disclosure.Values, g.Count)}
	defer e.release()
	if err := e.collect(bounds, orders); err != nil {
		return nil, err
	}
	return &Described{Values: e.out}, nil
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
	g      *Groups // with rows that lack a value, until restrict was called
	valid  bool    // whether it was
	values *column.Column
	out    []disclosure.Values
}

func (e *evidence) collect(bounds cuts, orders *Orders) error {
	for i := range e.out {
		e.out[i].Has = e.d.Needs
	}
	if e.d.Needs&disclosure.EvidenceOrder != 0 {
		for i, k := range orders.keep() {
			e.out[i].Order = k
		}
	}
	sums := e.one
	if len(e.out) != 1 || e.d.MayRepeat || e.units.Valid != nil {
		sums = e.many
	}
	if err := sums(bounds, orders); err != nil {
		return err
	}
	if e.d.Needs&disclosure.EvidenceGini != 0 {
		err := e.c.EachOf(len(e.out), func(i int) error {
			e.out[i].Gini = orders.gini(i, bounds.of(i))
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

// restrict takes the rows without a value out of their groups.
func (e *evidence) restrict() error {
	if e.valid || e.values.Valid == nil {
		return nil
	}
	g, err := groupsOfValid(e.c, e.g, e.values)
	if err == nil {
		e.g, e.valid = g, true
	}
	return err
}

// release gives back what restrict made.
func (e *evidence) release() {
	if e.valid {
		e.g.Release()
	}
}

// onlyRanks tells that nothing but order statistics is asked for.
func (e *evidence) onlyRanks(orders *Orders) bool {
	const sums = disclosure.EvidenceMoments | disclosure.EvidenceExtremes | disclosure.EvidenceDeviants | disclosure.EvidenceGini
	return orders != nil && e.d.Needs&sums == 0
}

// many makes set keys and sums of any number of groups.
func (e *evidence) many(bounds cuts, orders *Orders) error {
	if err := e.restrict(); err != nil {
		return err
	}
	anchors := e.d.Needs&disclosure.EvidenceAnchor != 0
	sets, err := UnitSets{MayRepeat: e.d.MayRepeat, Anchors: anchors}.Run(e.c, []any{e.keys, e.units, e.g})
	if err != nil {
		return err
	}
	for i := range e.out {
		e.out[i].Units = sets.(*Sets).Keys[i]
		if e.d.MayRepeat {
			e.out[i].Repeats = sets.(*Sets).Repeats[i]
		}
	}
	if e.onlyRanks(orders) {
		for i := range e.out {
			e.out[i].Rows = int64(orders.Group(i).N())
		}
		return nil
	}
	moments, err := groupMoments(e.c, e.g, e.values, bounds, e.d.Needs&disclosure.EvidenceMoments != 0)
	for i, m := range moments {
		m.describe(&e.out[i])
	}
	return err
}

func (m *moment) describe(v *disclosure.Values) {
	v.Rows, v.Mean, v.M2, v.Sum, v.Min, v.Max = m.rows, m.mean(), m.m2, m.raw, m.least, m.most
}

// one makes the set key and the sums of a single group of distinct units.
func (e *evidence) one(bounds cuts, orders *Orders) error {
	low, high := limits(bounds.of(0))
	chunks := Chunks(e.g.Rows)
	sets, sums := make([]disclosure.SetKey, chunks), make([]moment, chunks)
	add := e.keys.AccumulateCounts
	if e.d.Needs&disclosure.EvidenceAnchor != 0 {
		add = e.keys.Accumulate
	}
	count := e.onlyRanks(orders)
	err := denseChunks(e.c, e.g, e.units, e.values, func(chunk int, units []uint32, x []float64) error {
		add(sets[chunk:chunk+1], nil, units)
		if sums[chunk].rows = int64(len(x)); !count {
			sums[chunk].addAll(x, low, high)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var total moment
	var set [1]disclosure.SetKey
	for i := range sums {
		disclosure.Merge(set[:], sets[i:i+1])
		total.merge(&sums[i])
	}
	if e.d.Needs&disclosure.EvidenceMoments != 0 && total.rows > 0 {
		squares, mean := make([]float64, chunks), total.mean()
		err = denseChunks(e.c, e.g, nil, e.values, func(chunk int, _ []uint32, x []float64) error {
			squares[chunk] = squaresAround(x, low, high, mean)
			return nil
		})
		for _, s := range squares {
			total.m2 += s
		}
	}
	e.out[0].Units = set[0]
	total.describe(&e.out[0])
	return err
}

// addAll sets the sums of a slice of values.
func (m *moment) addAll(x []float64, low, high float64) {
	if len(x) == 0 {
		return
	}
	m.rows = int64(len(x))
	least, most := x[0], x[0]
	raw, sum := 0.0, 0.0
	for _, v := range x {
		raw += v
		if v < least {
			least = v
		}
		if v > most {
			most = v
		}
		if v < low {
			v = low
		}
		if v > high {
			v = high
		}
		sum += v
	}
	m.raw, m.sum, m.least, m.most = raw, sum, least, most
}

func squaresAround(x []float64, low, high, mean float64) float64 {
	total := 0.0
	for _, v := range x {
		if v < low {
			v = low
		}
		if v > high {
			v = high
		}
		d := v - mean
		total += float64(d * d)
	}
	return total
}

// ones makes the sets of units with the value 1.
func (e *evidence) ones() error {
	if err := e.restrict(); err != nil {
		return err
	}
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
func groupMoments(c *Context, g *Groups, values *column.Column, bounds cuts, squares bool) ([]moment, error) {
	low, high := limits(bounds.one)
	list, err := accumulate(c, g, (*moment).merge, func(acc []moment, w window, ids []uint32, lo, hi int) {
		read := newFloatReader(values)
		blocks(lo, hi, func(l, h int) {
			if bounds.each != nil {
				addMomentsEach(acc, w, ids[l-lo:h-lo], read.block(l, h), bounds.each[w.lo:w.hi])
				return
			}
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
			if bounds.each != nil {
				addSquaresEach(acc, w, ids[l-lo:h-lo], read.block(l, h), bounds.each[w.lo:w.hi], means[w.lo:w.hi])
				return
			}
			addSquares(acc, w, ids[l-lo:h-lo], read.block(l, h), low, high, means[w.lo:w.hi])
		})
	})
	for i := range sums {
		list[i].m2 = sums[i]
	}
	return list, err
}

// inWindow puts the rows of a block that a window is in charge of together: their groups,
// counted from its first, and their values. Which rows these are is as good as random, so
// there is no branch on it.
func inWindow(ids []uint32, x []float64, w window, groups *[blockRows]uint32, values *[blockRows]float64) ([]uint32, []float64) {
	x = x[:len(ids)]
	k := 0
	for i, id := range ids {
		at := id - w.lo
		groups[k&(blockRows-1)], values[k&(blockRows-1)] = at, x[i]
		k += int((uint64(at) - uint64(w.hi-w.lo)) >> 63)
	}
	return groups[:k], values[:k]
}

func addMoments(acc []moment, w window, ids []uint32, x []float64, low, high float64) {
	var groups [blockRows]uint32
	var values [blockRows]float64
	ids, x = inWindow(ids, x, w, &groups, &values)
	for i, at := range ids {
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
	var groups [blockRows]uint32
	var values [blockRows]float64
	ids, x = inWindow(ids, x, w, &groups, &values)
	for i, at := range ids {
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
