package store

import (
	"cmp"
	"slices"

	"github.com/mdscript/mdscript/runtime/kernel"
)

// arrange sorts rows by ordinal and start. Most files list their units in one order, so
// the sort is a count by ordinal and a gather; starts within a unit are nearly always in
// order already.
func (r *rows) arrange(c *kernel.Context, units int) error {
	if r.inOrder() {
		return nil
	}
	order := r.order(units)
	if err := r.gather(c, order); err != nil {
		return err
	}
	if r.inOrder() {
		return nil
	}
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(r.ords[a], r.ords[b]), cmp.Compare(r.startOf(a), r.startOf(b)),
			cmp.Compare(r.stopOf(a), r.stopOf(b)), cmp.Compare(a, b))
	})
	return r.gather(c, order)
}

func (r *rows) startOf(i uint32) int32 {
	if r.start == nil {
		return 0
	}
	return r.start[i]
}

func (r *rows) stopOf(i uint32) int32 {
	if r.stop == nil {
		return 0
	}
	return r.stop[i]
}

func (r *rows) inOrder() bool {
	for i := 1; i < r.n; i++ {
		if r.ords[i] < r.ords[i-1] {
			return false
		}
		if r.ords[i] == r.ords[i-1] && r.start != nil && r.start[i] < r.start[i-1] {
			return false
		}
	}
	return true
}

// order gives the source row of every row of the arrangement by ordinal; rows of one unit
// keep their order.
func (r *rows) order(units int) []uint32 {
	order := make([]uint32, r.n)
	if r.n < units/16 {
		for i := range order {
			order[i] = uint32(i)
		}
		slices.SortStableFunc(order, func(a, b uint32) int { return cmp.Compare(r.ords[a], r.ords[b]) })
		return order
	}
	next := make([]uint32, units+1)
	for _, o := range r.ords {
		next[o+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	for i, o := range r.ords {
		order[next[o]] = uint32(i)
		next[o]++
	}
	return order
}

func (r *rows) gather(c *kernel.Context, order []uint32) error {
	var jobs []func() error
	jobs = append(jobs, func() error { return pick(c, &r.ords, order) })
	jobs = append(jobs, func() error { return pick(c, &r.ints, order) })
	jobs = append(jobs, func() error { return pick(c, &r.floats, order) })
	jobs = append(jobs, func() error { return pick(c, &r.codes, order) })
	jobs = append(jobs, func() error { return pick(c, &r.valid, order) })
	jobs = append(jobs, func() error { return pick(c, &r.start, order) })
	jobs = append(jobs, func() error { return pick(c, &r.stop, order) })
	for _, job := range jobs {
		if err := job(); err != nil {
			return err
		}
	}
	return nil
}

func pick[T any](c *kernel.Context, column *[]T, order []uint32) error {
	src := *column
	if src == nil {
		return nil
	}
	dst := make([]T, len(src))
	err := c.Each(len(order), func(_, lo, hi int) error {
		for i, from := range order[lo:hi] {
			dst[lo+i] = src[from]
		}
		return nil
	})
	*column = dst
	return err
}

// disjoint tells whether no unit can have two rows on one day.
func (r *rows) disjoint() bool {
	for i := 1; i < r.n; i++ {
		if r.ords[i] == r.ords[i-1] && (r.start == nil || r.stop[i-1] >= r.start[i]) {
			return false
		}
	}
	return true
}
