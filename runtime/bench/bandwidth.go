package main

import (
	"sync"
	"time"
)

// bandwidth measures how many bytes a second the machine reads and writes when threads copy
// memory that no cache holds: a copied byte is read once and written once. The best of a few
// rounds counts, as that is what the machine can do.
func bandwidth(threads int) float64 {
	const size, rounds = 128 << 20, 6
	from, to := make([][]byte, threads), make([][]byte, threads)
	for i := range from {
		from[i], to[i] = make([]byte, size), make([]byte, size)
		for j := 0; j < size; j += 4096 {
			from[i][j], to[i][j] = 1, 1
		}
	}
	best := 0.0
	for range rounds {
		var wait sync.WaitGroup
		start := time.Now()
		for i := range from {
			wait.Go(func() { copy(to[i], from[i]) })
		}
		wait.Wait()
		best = max(best, 2*float64(threads)*size/time.Since(start).Seconds())
	}
	return best
}
