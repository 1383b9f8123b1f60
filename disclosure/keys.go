package disclosure

import (
	"context"
	"encoding/binary"
	"sync"
)

// keyChunk is how many units a worker takes at a time, and how often it looks at ctx.
const keyChunk = 1 << 14

// Keys derives the record keys of all units of a domain ("PERSON", "FORETAK", …), on
// threads goroutines. It stops early, with ctx's error, when ctx is done. Where the policy
// releases exact numbers nothing is derived: the keys only count.
func (l *Layer) Keys(ctx context.Context, domain string, ids Ids, threads int) (*Keys, error) {
	if l.Exact(ProtectsUnits) {
		return CountOnly(), nil
	}
	n := ids.Len()
	k := &Keys{rk: make([]uint64, n), ra: make([]uint64, n)}
	prefix := unitPrefix(domain)
	err := inChunks(ctx, n, threads, func() func(lo, hi int) {
		h := l.mac.hasher()
		buf := make([]byte, 0, 128)
		return func(lo, hi int) {
			for i := lo; i < hi; i++ {
				buf = ids.AppendID(append(buf[:0], prefix...), i)
				sum := h.mac(buf)
				k.rk[i] = binary.LittleEndian.Uint64(sum)
				k.ra[i] = binary.LittleEndian.Uint64(sum[8:])
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return k, nil
}

func unitPrefix(domain string) []byte {
	return append(append([]byte("unit/1\x00"), domain...), 0)
}

// inChunks runs a worker's function over [0, n) in chunks; start is called once per worker.
// What a chunk writes depends on its borders only, so the number of threads changes nothing.
func inChunks(ctx context.Context, n, threads int, start func() func(lo, hi int)) error {
	threads = min(max(threads, 1), max((n+keyChunk-1)/keyChunk, 1))
	var next int
	var mu sync.Mutex
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		lo := next
		next += keyChunk
		return lo, lo < n
	}
	var wg sync.WaitGroup
	for range threads {
		wg.Go(func() {
			work := start()
			for ctx.Err() == nil {
				lo, ok := take()
				if !ok {
					return
				}
				work(lo, min(lo+keyChunk, n))
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
