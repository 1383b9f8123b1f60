package kernel

import (
	"math"

	"github.com/mdscript/mdscript/disclosure"
)

// BoundsEach is the winsor bounds of a list of groups, each a population of its own.
type BoundsEach struct{ Bounds []disclosure.Bounds }

// Release is there for the engine.
func (*BoundsEach) Release() {}

// cuts are what the values of groups are cut to: one pair of bounds for all of them, one for
// each, or, as the zero value, none.
type cuts struct {
	one  *disclosure.Bounds
	each []limit
	list []disclosure.Bounds
}

// limit is a pair of bounds, infinite where there are none.
type limit struct{ low, high float64 }

// cutsOf reads an input of Describe.
func cutsOf(in any) cuts {
	switch b := in.(type) {
	case *disclosure.Bounds:
		return cuts{one: b}
	case *BoundsEach:
		c := cuts{list: b.Bounds, each: make([]limit, len(b.Bounds))}
		for i := range c.each {
			c.each[i].low, c.each[i].high = limits(&b.Bounds[i])
		}
		return c
	}
	return cuts{}
}

// of is the bounds of a group, nil when there are none.
func (c cuts) of(group int) *disclosure.Bounds {
	if c.list != nil {
		return &c.list[group]
	}
	return c.one
}

// limits are winsor bounds, or infinities where there are none.
func limits(bounds *disclosure.Bounds) (low, high float64) {
	if bounds != nil && bounds.OK {
		return bounds.Lo, bounds.Hi
	}
	return math.Inf(-1), math.Inf(1)
}

// addMomentsEach is addMoments where every group has bounds of its own.
func addMomentsEach(acc []moment, w window, ids []uint32, x []float64, bounds []limit) {
	x = x[:len(ids)]
	for i, id := range ids {
		at, ok := w.at(id)
		if !ok {
			continue
		}
		m, v, b := &acc[at], x[i], &bounds[at]
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
		if v < b.low {
			v = b.low
		}
		if v > b.high {
			v = b.high
		}
		m.sum += v
	}
}

// addSquaresEach is addSquares where every group has bounds of its own.
func addSquaresEach(acc []float64, w window, ids []uint32, x []float64, bounds []limit, means []float64) {
	x = x[:len(ids)]
	for i, id := range ids {
		at, ok := w.at(id)
		if !ok {
			continue
		}
		v, b := x[i], &bounds[at]
		if v < b.low {
			v = b.low
		}
		if v > b.high {
			v = b.high
		}
		d := v - means[at]
		acc[at] += float64(d * d)
	}
}
