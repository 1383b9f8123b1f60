package kernel

import (
	"sync"
	"sync/atomic"
)

// Budget is the threads of a run, shared by the steps that run side by side and the chunks
// inside them. A step that runs holds one thread; its loops take idle ones while they last.
type Budget struct {
	free atomic.Int64
	wake chan struct{}
}

// NewBudget makes a budget of n threads.
func NewBudget(n int) *Budget {
	b := &Budget{wake: make(chan struct{}, 1)}
	b.free.Store(int64(max(n, 1)))
	return b
}

// Take takes a thread; false when none is idle.
func (b *Budget) Take() bool {
	for {
		free := b.free.Load()
		if free <= 0 {
			return false
		}
		if b.free.CompareAndSwap(free, free-1) {
			return true
		}
	}
}

// Give gives a thread back.
func (b *Budget) Give() {
	b.free.Add(1)
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Wake receives something after a thread was given back.
func (b *Budget) Wake() <-chan struct{} { return b.wake }

// Each runs body once for every chunk [lo, hi) of n rows on up to Threads workers and waits.
// Cancellation is checked once a chunk. The first error in chunk order is returned.
// A panic in a body is passed on to the caller's goroutine, so that the engine can catch it.
func (c *Context) Each(n int, body func(chunk, lo, hi int) error) error {
	return c.EachOf(Chunks(n), func(chunk int) error {
		lo := chunk * ChunkRows
		return body(chunk, lo, min(lo+ChunkRows, n))
	})
}

// EachOf runs body for every index below n on up to Threads workers and waits.
func (c *Context) EachOf(n int, body func(i int) error) error {
	l := &loop{c: c, n: n, body: body, firstAt: n}
	helpers := min(max(c.Threads, 1), n) - 1
	for !l.stop.Load() {
		// Threads may fall idle at any time, so a loop asks again before every index.
		for helpers > 0 && (c.Budget == nil || c.Budget.Take()) {
			helpers--
			l.wg.Add(1)
			go l.help()
		}
		if !l.one() {
			break
		}
	}
	l.wg.Wait()
	if l.panicked != nil {
		panic(l.panicked)
	}
	return l.firstErr
}

// loop is one call of EachOf.
type loop struct {
	c        *Context
	n        int
	body     func(i int) error
	next     atomic.Int64
	done     atomic.Int64
	stop     atomic.Bool
	wg       sync.WaitGroup
	mu       sync.Mutex
	firstAt  int
	firstErr error
	panicked any
}

func (l *loop) help() {
	defer l.wg.Done()
	if l.c.Budget != nil {
		defer l.c.Budget.Give()
	}
	for !l.stop.Load() && l.one() {
	}
}

// one runs the next index; false when there is none left.
func (l *loop) one() (more bool) {
	i := int(l.next.Add(1)) - 1
	if i >= l.n {
		return false
	}
	defer func() {
		if r := recover(); r != nil {
			l.stop.Store(true)
			l.mu.Lock()
			l.panicked = r
			l.mu.Unlock()
			more = false
		}
	}()
	err := l.c.Ctx.Err()
	if err == nil {
		err = l.body(i)
	}
	if err != nil {
		l.stop.Store(true)
		l.mu.Lock()
		if i < l.firstAt {
			l.firstAt, l.firstErr = i, err
		}
		l.mu.Unlock()
		return false
	}
	if done := l.done.Add(1); l.c.Progress != nil {
		l.c.Progress(int(done), l.n)
	}
	return true
}
