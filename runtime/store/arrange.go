package store

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/mdscript/mdscript/runtime/kernel"
)

// arrange sorts rows by ordinal and start. Files list their units in one order, which the
// unit map knows, so there is hardly ever anything to sort by comparison; starts within a
// unit are nearly always in order already.
func (r *rows) arrange(c *kernel.Context, x *index) error {
	if r.inOrder() {
		return nil
	}
	order := r.inFileOrder(x)
	if order == nil {
		order = r.order(x.units.Len())
	}
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

// inFileOrder is order for a file that lists its units as the map remembers: one look-up a
// unit instead of several a row. It gives nil for another file.
func (r *rows) inFileOrder(x *index) []uint32 {
	base := x.units.base
	if len(x.place) != base || base == 0 || r.n < base/16 {
		return nil
	}
	first := make([]uint32, base+1) // row where the rows of a place begin
	at, before := 0, kernel.None
	for i, o := range r.ords {
		if o == before {
			continue
		}
		if int(o) >= base {
			return nil
		}
		before = o
		p := int(x.place[o])
		if p < at {
			return nil
		}
		for ; at <= p; at++ {
			first[at] = uint32(i)
		}
	}
	for ; at <= base; at++ {
		first[at] = uint32(r.n)
	}
	order := make([]uint32, 0, r.n)
	for _, p := range x.place {
		for row := first[p]; row < first[p+1]; row++ {
			order = append(order, row)
		}
	}
	return order
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

// gather brings every column into order. The old memory of one column serves the next.
func (r *rows) gather(c *kernel.Context, order []uint32) error {
	spare := make([]uint32, r.n)
	for _, column := range []*[]uint32{&r.ords, &r.codes, days32(&r.start), days32(&r.stop)} {
		if *column == nil {
			continue
		}
		if err := pick(c, spare, *column, order); err != nil {
			return err
		}
		spare, *column = *column, spare
	}
	if err := pickNew(c, &r.ints, order); err != nil {
		return err
	}
	if err := pickNew(c, &r.floats, order); err != nil {
		return err
	}
	return pickNew(c, &r.valid, order)
}

// days32 views a column of days as the unsigned numbers of the same width.
func days32(days *[]int32) *[]uint32 { return (*[]uint32)(unsafe.Pointer(days)) }

func pickNew[T any](c *kernel.Context, column *[]T, order []uint32) error {
	if *column == nil {
		return nil
	}
	dst := make([]T, len(*column))
	err := pick(c, dst, *column, order)
	*column = dst
	return err
}

func pick[T any](c *kernel.Context, dst, src []T, order []uint32) error {
	return c.Each(len(order), func(_, lo, hi int) error {
		for i, from := range order[lo:hi] {
			dst[lo+i] = src[from]
		}
		return nil
	})
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
