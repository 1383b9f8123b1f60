// Package mem hands out the memory of columns and counts it.
//
// In: a number of elements. Out: a slice that starts on a cache line, from a pool whose
// total is charged to a budget. Freed buffers are handed out again, which saves the page
// faults that otherwise dominate column work.
//
//	pool := mem.NewPool(4 << 30)
//	values, buf, err := mem.Alloc[int64](pool, rows)
//	defer buf.Release()
package mem

import (
	"errors"
	"sync"
	"sync/atomic"
	"unsafe"
)

// ErrBudget means that a run asked for more memory than it may have.
var ErrBudget = errors.New("mem: budget spent")

// Pool owns the buffers of one session. It is safe for concurrent use.
type Pool struct {
	limit int64
	live  atomic.Int64
	peak  atomic.Int64
	mu    sync.Mutex
	free  map[int][][]uint64 // by size class, in words; no list is empty
	kept  int64              // bytes waiting in free
}

// NewPool makes a pool with a budget in bytes.
func NewPool(limit int64) *Pool {
	return &Pool{limit: limit, free: map[int][][]uint64{}}
}

// Live is the number of bytes handed out and not yet released.
func (p *Pool) Live() int64 { return p.live.Load() }

// Peak is the largest Live so far.
func (p *Pool) Peak() int64 { return p.peak.Load() }

// Trim gives the buffers that wait for reuse back to the garbage collector.
func (p *Pool) Trim() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free, p.kept = map[int][][]uint64{}, 0
}

// Buffer is one piece of memory, shared by reference count.
type Buffer struct {
	pool  *Pool
	words []uint64
	refs  atomic.Int32
}

// Retain adds an owner.
func (b *Buffer) Retain() *Buffer {
	if b != nil {
		b.refs.Add(1)
	}
	return b
}

// Release drops an owner; the last one gives the memory back. A nil buffer is allowed.
func (b *Buffer) Release() {
	if b == nil || b.refs.Add(-1) > 0 {
		return
	}
	b.pool.live.Add(-int64(len(b.words)) * 8)
	b.pool.keep(b.words)
	b.words = nil
}

// keep lets memory wait for reuse.
func (p *Pool) keep(words []uint64) {
	size := int64(len(words)) * 8
	p.mu.Lock()
	defer p.mu.Unlock()
	if size > 0 && p.kept+size <= p.limit/4 {
		p.free[len(words)] = append(p.free[len(words)], words)
		p.kept += size
	}
}

// classWords rounds up so that columns of nearly the same length share a size class.
func classWords(bytes int) int {
	words := (bytes + 7) / 8
	step := 8
	for step*32 < words {
		step *= 2
	}
	return (words + step - 1) / step * step
}

func (p *Pool) get(bytes int) (*Buffer, error) {
	words := classWords(bytes)
	b := &Buffer{pool: p, words: p.reuse(words)}
	b.refs.Store(1)
	if b.words != nil {
		words = len(b.words)
	}
	size := int64(words) * 8
	live := p.live.Add(size)
	if live > p.limit {
		p.live.Add(-size)
		p.keep(b.words)
		return nil, ErrBudget
	}
	for {
		peak := p.peak.Load()
		if live <= peak || p.peak.CompareAndSwap(peak, live) {
			break
		}
	}
	if b.words == nil {
		b.words = make([]uint64, words)
	}
	return b, nil
}

// reuse takes the smallest waiting buffer that is long enough and less than twice as long:
// the columns before and after a filter then share memory. nil when there is none.
func (p *Pool) reuse(words int) []uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	best := 0
	for class := range p.free {
		if class >= words && class < 2*words && (best == 0 || class < best) {
			best = class
		}
	}
	if best == 0 {
		return nil
	}
	list := p.free[best]
	found := list[len(list)-1]
	if list = list[:len(list)-1]; len(list) == 0 {
		delete(p.free, best)
	} else {
		p.free[best] = list
	}
	p.kept -= int64(best) * 8
	return found
}

// Element is what a column buffer may hold.
type Element interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int8 | ~int16 | ~int32 | ~int64 | ~float32 | ~float64
}

// Alloc returns n elements of undefined content.
func Alloc[T Element](p *Pool, n int) ([]T, *Buffer, error) {
	var zero T
	b, err := p.get(max(n, 1) * int(unsafe.Sizeof(zero)))
	if err != nil {
		return nil, nil, err
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b.words[0])), max(n, 1))[:n:n], b, nil
}

// AllocZero returns n zeros.
func AllocZero[T Element](p *Pool, n int) ([]T, *Buffer, error) {
	s, b, err := Alloc[T](p, n)
	if err == nil {
		clear(s)
	}
	return s, b, err
}
