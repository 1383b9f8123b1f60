package kernel

// partialCells is the largest number of partial results (groups × chunks) kept at a time.
const partialCells = 1 << 20

// window is the groups that one pass over the rows is in charge of.
type window struct{ lo, hi uint32 }

// at is the index of a group in the window; false for other groups and for None.
func (w window) at(id uint32) (uint32, bool) {
	i := id - w.lo
	return i, i < w.hi-w.lo
}

// accumulate adds up something per group. body adds the rows [lo, hi) of one chunk, ids
// being their groups, to the accumulators of a window of groups; merge adds a later partial
// result to an earlier one. With few groups every chunk has accumulators of its own, merged
// in chunk order; with many, each worker walks all rows for its share of the groups, or, where
// rows lie in the order of their groups, the rows of its share. Which
// way is taken depends on the numbers of rows and groups only, and neither depends on
// the number of workers.
func accumulate[A any](c *Context, g *Groups, merge func(into, from *A),
	body func(acc []A, w window, ids []uint32, lo, hi int),
) ([]A, error) {
	acc := make([]A, g.Count)
	chunks := Chunks(g.Rows)
	if g.Count == 0 || chunks == 0 {
		return acc, c.Ctx.Err()
	}
	ids := func(lo, hi int) []uint32 { return g.IDs[lo:hi] }
	if g.IDs == nil {
		zeros := make([]uint32, min(g.Rows, ChunkRows))
		ids = func(lo, hi int) []uint32 { return zeros[:hi-lo] }
	}
	if g.Count*chunks > partialCells {
		if runs, err := inRuns(c, g); err != nil || runs {
			if err == nil {
				err = accumulateRuns(c, g, acc, body)
			}
			return acc, err
		}
		workers := max(c.Threads, 1)
		err := c.EachOf(workers, func(p int) error {
			w := window{uint32(g.Count * p / workers), uint32(g.Count * (p + 1) / workers)}
			return serially(c, g.Rows, func(lo, hi int) { body(acc[w.lo:w.hi], w, ids(lo, hi), lo, hi) })
		})
		return acc, err
	}
	partial := make([]A, g.Count*chunks)
	w := window{0, uint32(g.Count)}
	err := c.Each(g.Rows, func(chunk, lo, hi int) error {
		body(partial[chunk*g.Count:(chunk+1)*g.Count], w, ids(lo, hi), lo, hi)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for chunk := range chunks {
		for i := range acc {
			merge(&acc[i], &partial[chunk*g.Count+i])
		}
	}
	return acc, nil
}

// inParts splits rows into one range of whole chunks per thread: for results whose merging
// order does not matter, when a partial result per chunk would cost too much.
func inParts(c *Context, n int, body func(part, lo, hi int) error) (parts int, err error) {
	chunks := Chunks(n)
	parts = min(max(c.Threads, 1), max(chunks, 1))
	err = c.EachOf(parts, func(p int) error {
		return body(p, chunks*p/parts*ChunkRows, min(chunks*(p+1)/parts*ChunkRows, n))
	})
	return parts, err
}

func partsOf(c *Context, n int) int { return min(max(c.Threads, 1), max(Chunks(n), 1)) }
