package kernel

import (
	"math"
	"math/bits"
	"slices"
	"sync"

	"github.com/mdscript/mdscript/runtime/mem"
)

// buckets is a large group divided into ranges of values, of which a few are sorted. The
// ranges are equally wide between two values that a sample of the group says hold most of
// it between them; the first and the last take what lies outside.
type buckets struct {
	keys []uint64
	// counted: the buckets are single whole numbers from low on, and there are no keys.
	counted bool
	low     int64
	lo, hi  float64
	scale   float64
	last    int
	cum     []uint32 // how many keys lie in earlier buckets
	mu      sync.Mutex
	sorted  []span // what was asked for so far
}

// of is the bucket of a key: it never falls when the value rises.
func (b *buckets) of(k uint64) int {
	x := keyFloat(k)
	if x < b.lo {
		return 0
	}
	if x > b.hi {
		return b.last
	}
	return 1 + int((x-b.lo)*b.scale)
}

// scaleTo looks at a sample of the keys. Where it lies changes the buckets, never a result.
func (b *buckets) scaleTo() {
	size := min(max(len(b.keys)/64, 200), 1024)
	step := max(len(b.keys)/size, 1)
	sample := make([]uint64, 0, 2*size)
	for i := 0; i < len(b.keys); i += step {
		sample = append(sample, b.keys[i])
	}
	slices.Sort(sample)
	b.lo, b.hi = keyFloat(sample[len(sample)/200]), keyFloat(sample[len(sample)-1-len(sample)/200])
	if width := b.hi - b.lo; width > 0 && finite(width) && finite(float64(b.last)/width) {
		b.scale = float64(b.last-2) / width * (1 - 1e-9)
	}
}

func newBuckets(c *Context, keys []uint64) (*buckets, error) {
	b := &buckets{keys: keys, last: 1<<min(max(bits.Len(uint(len(keys)))-4, 8), maxBucketBits) - 1}
	b.scaleTo()
	partial := make([][]uint32, partsOf(c, len(keys)))
	_, err := inParts(c, len(keys), func(p, lo, hi int) error {
		counts := make([]uint32, b.last+1)
		for _, k := range keys[lo:hi] {
			counts[b.of(k)]++
		}
		partial[p] = counts
		return c.Ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	b.cum = make([]uint32, b.last+2)
	for i := range b.last + 1 {
		b.cum[i+1] = b.cum[i]
		for _, counts := range partial {
			b.cum[i+1] += counts[i]
		}
	}
	return b, nil
}

// find is the bucket that holds a rank.
func (b *buckets) find(rank int) int {
	at, _ := slices.BinarySearch(b.cum, uint32(rank)+1)
	return at - 1
}

// stretch is neighbouring buckets that are asked for together.
type stretch struct{ first, last int }

// runs are the buckets that intervals of ranks touch.
func (b *buckets) runs(ranks [][2]int) []stretch {
	slices.SortFunc(ranks, func(x, y [2]int) int { return x[0] - y[0] })
	var out []stretch
	for _, r := range ranks {
		next := stretch{b.find(r[0]), b.find(r[1])}
		if k := len(out) - 1; k >= 0 && (next.first <= out[k].last || k == math.MaxUint8-1) {
			out[k].last = max(out[k].last, next.last)
			continue
		}
		out = append(out, next)
	}
	return out
}

// ready sorts the buckets that intervals of ranks touch, after one pass over the keys.
func (b *buckets) ready(c *Context, ranks [][2]int) error {
	runs := b.runs(ranks)
	slot := make([]uint8, b.last+1)
	for j, r := range runs {
		for i := r.first; i <= r.last; i++ {
			slot[i] = uint8(j + 1)
		}
	}
	lists := make([][][]uint64, partsOf(c, len(b.keys)))
	_, err := inParts(c, len(b.keys), func(p, from, to int) error {
		mine := make([][]uint64, len(runs)+1)
		for j, r := range runs {
			n := int(b.cum[r.last+1] - b.cum[r.first])
			if len(lists) > 1 {
				n = n/len(lists) + n/16 + 64
			}
			mine[j+1] = make([]uint64, 0, n)
		}
		lists[p] = mine
		for lo := from; lo < to; lo += ChunkRows {
			if err := c.Ctx.Err(); err != nil {
				return err
			}
			for _, k := range b.keys[lo:min(lo+ChunkRows, to)] {
				if s := slot[b.of(k)]; s != 0 {
					mine[s] = append(mine[s], k)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.EachOf(len(runs), func(j int) error {
		all := lists[0][j+1]
		for _, mine := range lists[1:] {
			all = append(all, mine[j+1]...)
		}
		radixSort(all, make([]uint64, len(all)))
		b.mu.Lock()
		defer b.mu.Unlock()
		b.sorted = append(b.sorted, span{int(b.cum[runs[j].first]), all})
		return nil
	})
}

// span is a sorted piece of the group that starts at a rank.
type span struct {
	rank int
	keys []uint64
}

// ranks gives the sorted keys of ranks lo to hi, both included, sorting what is not
// ready yet.
func (b *buckets) ranks(lo, hi int) []uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sorted {
		if s.rank <= lo && hi < s.rank+len(s.keys) {
			return s.keys[lo-s.rank : hi-s.rank+1]
		}
	}
	if b.counted {
		list := b.expand(lo, hi)
		b.sorted = append(b.sorted, span{lo, list})
		return list
	}
	first, last := b.find(lo), b.find(hi)
	list := make([]uint64, 0, b.cum[last+1]-b.cum[first])
	for _, k := range b.keys {
		if i := b.of(k); i >= first && i <= last {
			list = append(list, k)
		}
	}
	radixSort(list, make([]uint64, len(list)))
	s := span{int(b.cum[first]), list}
	b.sorted = append(b.sorted, s)
	return list[lo-s.rank : hi-s.rank+1]
}

// spans is what has been sorted so far.
func (b *buckets) spans() []span {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.sorted)
}

func (b *buckets) mean(lo, hi int) float64 {
	var sum compensated
	for _, k := range b.ranks(lo, hi) {
		sum.add(keyFloat(k))
	}
	return sum.total() / float64(hi-lo+1)
}

// sortAll sorts the whole group in place: neighbouring buckets make up about 256 pieces,
// the keys are dealt out to them, and the pieces are sorted side by side.
func (b *buckets) sortAll(c *Context) error {
	n := len(b.keys)
	piece := make([]uint32, b.last+1)
	var starts []int
	size := max(n/256, 1)
	for i := range piece {
		if len(starts) == 0 || int(b.cum[i])-starts[len(starts)-1] >= size {
			starts = append(starts, int(b.cum[i]))
		}
		piece[i] = uint32(len(starts) - 1)
	}
	starts = append(starts, n)
	dealt, buf, err := mem.Alloc[uint64](c.Pool, n)
	if err != nil {
		return err
	}
	defer buf.Release()
	next := slices.Clone(starts)
	err = serially(c, n, func(lo, hi int) {
		for _, k := range b.keys[lo:hi] {
			p := &next[piece[b.of(k)]]
			dealt[*p] = k
			*p++
		}
	})
	if err != nil {
		return err
	}
	return c.EachOf(len(starts)-1, func(p int) error {
		part := dealt[starts[p]:starts[p+1]]
		radixSort(part, b.keys[starts[p]:starts[p+1]])
		copy(b.keys[starts[p]:], part)
		return nil
	})
}
