package kernel

import (
	"fmt"
	"math"
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

const (
	// wholeSort is the largest group that is simply sorted; a larger one is divided into
	// buckets of neighbouring values, of which only those asked for are sorted.
	wholeSort = 4096
	// wideGroup is the size from which the chunks of one group are handled side by side.
	wideGroup = 1 << 17
	// maxBucketBits is the logarithm of the largest number of buckets.
	maxBucketBits = 16
)

// Order arranges the values of every group so that order statistics can be taken. Missing
// values are left out. Percents are the percentages that will be asked for; others work
// but are slow on large groups. Exact narrows what is made ready to single ranks (profile
// open). Sorted sorts everything, which Gini coefficients need.
type Order struct {
	Percents []int
	Exact    bool
	Sorted   bool
}

// Name is the step's name.
func (Order) Name() string { return "order" }

// Params are the percentages and the variant.
func (o Order) Params() string { return fmt.Sprint(o.Percents, o.Exact, o.Sorted) }

// Orders are the order statistics of every group.
type Orders struct {
	op     Order
	starts []int
	keys   []uint64 // group by group
	large  map[int]*buckets
	buf    *mem.Buffer
}

// Release gives the memory back; what Group gave must not be asked any more.
func (o *Orders) Release() { o.buf.Release() }

// Group gives the order statistics of one group.
func (o *Orders) Group(g int) disclosure.OrderStats { return orderOf{o, g} }

type orderOf struct {
	o *Orders
	g int
}

func (s orderOf) N() int { return s.o.starts[s.g+1] - s.o.starts[s.g] }

func (s orderOf) Mean(lo, hi int) float64 {
	if b := s.o.large[s.g]; b != nil {
		return b.mean(lo, hi)
	}
	from := s.o.starts[s.g]
	var sum compensated
	for _, k := range s.o.keys[from+lo : from+hi+1] {
		sum.add(keyFloat(k))
	}
	return sum.total() / float64(hi-lo+1)
}

// kept is order statistics that outlive the memory they were made in: a sheet holds them
// until it is released. Of a group of more than wholeSort values it knows the ranks that
// its Order step was told of; for others the mean is NaN, which nothing prints.
type kept struct {
	n     int
	spans []span
}

func (k kept) N() int { return k.n }

func (k kept) Mean(lo, hi int) float64 {
	for _, s := range k.spans {
		if s.rank <= lo && hi < s.rank+len(s.keys) {
			var sum compensated
			for _, key := range s.keys[lo-s.rank : hi-s.rank+1] {
				sum.add(keyFloat(key))
			}
			return sum.total() / float64(hi-lo+1)
		}
	}
	return math.NaN()
}

// keep copies what may be asked for of every group.
func (o *Orders) keep() []disclosure.OrderStats {
	out := make([]disclosure.OrderStats, len(o.starts)-1)
	small := 0
	for g := range out {
		if n := o.starts[g+1] - o.starts[g]; n <= wholeSort {
			small += n
		}
	}
	store := make([]uint64, 0, small)
	for g := range out {
		n := o.starts[g+1] - o.starts[g]
		k := kept{n: n}
		if b := o.large[g]; b != nil && n > wholeSort {
			k.spans = b.spans()
			out[g] = k
			continue
		}
		part := o.keys[o.starts[g]:o.starts[g+1]]
		switch {
		case n <= wholeSort:
			at := len(store)
			store = append(store, part...)
			k.spans = []span{{0, store[at:]}}
		default:
			for _, r := range o.op.ranks(len(part)) {
				k.spans = append(k.spans, span{r[0], slices.Clone(part[r[0] : r[1]+1])})
			}
		}
		out[g] = k
	}
	return out
}

// compensated is a sum that carries its rounding error (Neumaier).
type compensated struct{ sum, lost float64 }

func (s *compensated) add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.lost += (s.sum - t) + x
	} else {
		s.lost += (x - t) + s.sum
	}
	s.sum = t
}

func (s *compensated) total() float64 { return s.sum + s.lost }

// Run takes *Groups and a numeric column and gives *Orders.
func (o Order) Run(c *Context, in []any) (any, error) {
	g, values := in[0].(*Groups), in[1].(*column.Column)
	if err := g.Settle(c); err != nil {
		return nil, err
	}
	values, done, err := withRows(c, values, g.Rows)
	if err != nil {
		return nil, err
	}
	defer done()
	if out, ok, err := o.counted(c, g, values); ok || err != nil {
		return out, err
	}
	out, err := partition(c, g, values)
	if err != nil {
		return nil, err
	}
	out.op = o
	if err := o.arrange(c, out); err != nil {
		out.Release()
		return nil, err
	}
	return out, nil
}

// withRows gives a constant as many rows as needed.
func withRows(c *Context, col *column.Column, n int) (*column.Column, func(), error) {
	if !col.Const {
		return col, func() {}, nil
	}
	wide, err := broadcast(c, col, n)
	if err != nil {
		return nil, nil, err
	}
	return wide, wide.Release, nil
}

// partition collects the keys of the values group by group. Where a value lies within its
// group depends on the number of threads; it is sorted before anybody looks.
func partition(c *Context, g *Groups, values *column.Column) (*Orders, error) {
	if g.Count == 1 {
		return partitionOne(c, g, values)
	}
	counts := make([][]uint32, partsOf(c, g.Rows))
	zeros := make([]uint32, ChunkRows)
	ids := func(lo, hi int) []uint32 {
		if g.IDs == nil {
			return zeros[:hi-lo]
		}
		return g.IDs[lo:hi]
	}
	_, err := inParts(c, g.Rows, func(p, from, to int) error {
		n := make([]uint32, g.Count)
		counts[p] = n
		for lo := from; lo < to; lo += ChunkRows {
			for i, id := range ids(lo, min(lo+ChunkRows, to)) {
				if id != None && (values.Valid == nil || values.Valid.Get(lo+i)) {
					n[id]++
				}
			}
			if err := c.Ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	o := &Orders{starts: make([]int, g.Count+1), large: map[int]*buckets{}}
	at := uint32(0)
	for i := range g.Count {
		for _, n := range counts {
			if n != nil {
				n[i], at = at, at+n[i]
			}
		}
		o.starts[i+1] = int(at)
	}
	if o.keys, o.buf, err = mem.Alloc[uint64](c.Pool, int(at)); err != nil {
		return nil, err
	}
	_, err = inParts(c, g.Rows, func(p, from, to int) error {
		next := counts[p]
		read := newFloatReader(values)
		for lo := from; lo < to; lo += ChunkRows {
			blocks(lo, min(lo+ChunkRows, to), func(l, h int) {
				x := read.block(l, h)
				for i, id := range ids(l, h) {
					if id != None && (values.Valid == nil || values.Valid.Get(l+i)) {
						at := &next[id]
						o.keys[*at] = floatKey(x[i])
						*at++
					}
				}
			})
			if err := c.Ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.buf.Release()
		return nil, err
	}
	return o, nil
}

// partitionOne collects the keys of a single group in row order.
func partitionOne(c *Context, g *Groups, values *column.Column) (*Orders, error) {
	starts := make([]int, Chunks(g.Rows)+1)
	err := c.Each(g.Rows, func(chunk, lo, hi int) error {
		_, starts[chunk+1] = rowMask(g, values, lo, hi, make([]uint64, column.BitmapWords(hi-lo)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	n := starts[len(starts)-1]
	o := &Orders{starts: []int{0, n}, large: map[int]*buckets{}}
	if o.keys, o.buf, err = mem.Alloc[uint64](c.Pool, n); err != nil {
		return nil, err
	}
	err = denseChunks(c, g, nil, values, func(chunk int, _ []uint32, x []float64) error {
		out := o.keys[starts[chunk]:starts[chunk+1]]
		for i, v := range x[:len(out)] {
			out[i] = floatKey(v)
		}
		return nil
	})
	if err != nil {
		o.buf.Release()
		return nil, err
	}
	return o, nil
}

// arrange sorts what is small, and makes ready what is large.
func (o Order) arrange(c *Context, out *Orders) error {
	groups := len(out.starts) - 1
	list := make([]*buckets, groups)
	for g := range groups {
		if out.starts[g+1]-out.starts[g] <= wideGroup {
			continue
		}
		if err := o.divide(c, out, list, g); err != nil {
			return err
		}
	}
	tasks := taskBorders(out.starts)
	alone := *c
	alone.Threads = 1
	err := c.EachOf(len(tasks)-1, func(t int) error {
		var scratch []uint64
		for g := tasks[t]; g < tasks[t+1]; g++ {
			part := out.keys[out.starts[g]:out.starts[g+1]]
			if len(part) > wideGroup {
				continue
			}
			if len(part) > wholeSort && !o.Sorted {
				if err := o.divide(&alone, out, list, g); err != nil {
					return err
				}
				continue
			}
			if len(scratch) < len(part) {
				scratch = make([]uint64, max(len(part), 4096))
			}
			radixSort(part, scratch)
		}
		return nil
	})
	for g, b := range list {
		if b != nil {
			out.large[g] = b
		}
	}
	return err
}

// divide handles a group that is too large to be sorted just like that.
func (o Order) divide(c *Context, out *Orders, list []*buckets, g int) error {
	n := out.starts[g+1] - out.starts[g]
	b, err := newBuckets(c, out.keys[out.starts[g]:out.starts[g+1]])
	if err != nil {
		return err
	}
	if o.Sorted {
		return b.sortAll(c)
	}
	list[g] = b
	return b.ready(c, o.ranks(n))
}

// taskBorders cuts a list of groups into runs of about a chunk of values each.
func taskBorders(starts []int) []int {
	tasks := []int{0}
	last := 0
	for g := 1; g < len(starts); g++ {
		if starts[g]-last >= ChunkRows/2 || g == len(starts)-1 || g-tasks[len(tasks)-1] >= ChunkRows {
			tasks = append(tasks, g)
			last = starts[g]
		}
	}
	return tasks
}

// ranks are the intervals of ranks that percentiles and winsor bounds will look at.
func (o Order) ranks(n int) [][2]int {
	var out [][2]int
	for _, p := range o.Percents {
		centre, half, shift := disclosure.QuantileWindow(p, 100, n)
		if o.Exact {
			at := p * (n - 1) / 100
			out = append(out, [2]int{at, min(at+1, n-1)})
			continue
		}
		out = append(out, [2]int{max(0, centre-half-shift), min(n-1, centre+half+shift)})
	}
	if !o.Exact {
		k := (n + 99) / 100
		out = append(out, [2]int{k, k + 5}, [2]int{n - k - 6, n - k - 1})
	}
	return out
}

// gini is the Gini coefficient of a group's values cut to bounds (commands.md §0.7); the
// group must be sorted. 0 when the values add up to 0 or there are none.
func (o *Orders) gini(g int, bounds *disclosure.Bounds) float64 {
	part := o.keys[o.starts[g]:o.starts[g+1]]
	var sum, weighted compensated
	for i, k := range part {
		x := cut(keyFloat(k), bounds)
		sum.add(x)
		weighted.add(float64(float64(i+1) * x))
	}
	n := float64(len(part))
	total := sum.total()
	if total == 0 {
		return 0
	}
	return 2*weighted.total()/(n*total) - (n+1)/n
}

// cut is a value cut to bounds; nil bounds, and bounds that are not there, change nothing.
func cut(x float64, b *disclosure.Bounds) float64 {
	if b == nil || !b.OK {
		return x
	}
	return min(max(x, b.Lo), b.Hi)
}

// WinsorBounds are the bounds of rule M1 for the population that its input arranges as
// one group, or with Each for every group as a population of its own.
type WinsorBounds struct{ Each bool }

// Name is the step's name.
func (WinsorBounds) Name() string { return "winsor-bounds" }

// Params tells the variant.
func (w WinsorBounds) Params() string {
	if w.Each {
		return "each"
	}
	return ""
}

// Run takes *Orders and gives *disclosure.Bounds, or *BoundsEach.
func (w WinsorBounds) Run(_ *Context, in []any) (any, error) {
	orders := in[0].(*Orders)
	if w.Each {
		out := &BoundsEach{Bounds: make([]disclosure.Bounds, len(orders.starts)-1)}
		for g := range out.Bounds {
			out.Bounds[g] = disclosure.WinsorBounds(orders.Group(g))
		}
		return out, nil
	}
	b := disclosure.WinsorBounds(orders.Group(0))
	return &b, nil
}
