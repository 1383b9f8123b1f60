package kernel

import (
	"errors"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
)

const (
	// runRows is how many rows a scan of units hands on at a time: their groups and units fit
	// the second-level cache, and there are enough of them to be counted without a branch.
	runRows = 1 << 13
	// waitingPairs is how many pairs of a set and a unit are collected before they are added up.
	waitingPairs = 1 << 12
	// fewRows is the number of rows of a unit from which it is counted in a list that grows.
	fewRows = 16
	// manySets is the number of sets from which all units are.
	manySets = 1 << 16
)

// runCounter counts, in rows that come unit by unit, the distinct units of every set and
// their rows. It is used by one goroutine.
type runCounter struct {
	keys  *disclosure.Keys
	none  uint32   // the set of rows that are in none
	count []uint32 // rows of the current unit in every set, that of no set included
	seen  []uint32 // the sets the current unit is in: the first n
	n     int
	// The row before was of this unit and this set, as were so many before it.
	unit, last, rows uint32
	disorder         bool // a smaller unit came after a larger one

	// Pairs of a set and a unit that wait to be added up, and the units of each set by their
	// rows: few by how many, the others in repeats.
	units, sets []uint32
	pairs       int
	out         []disclosure.SetKey
	few         [][fewRows]uint32 // nil where there are very many sets
	repeats     []disclosure.Repeats

	// With total set, the same of all sets together.
	total        bool
	everybody    []uint32
	persons      int
	totalOut     [1]disclosure.SetKey
	fewTotal     [fewRows]uint32
	totalRepeats disclosure.Repeats
}

func newRunCounter(keys *disclosure.Keys, sets int, total bool) *runCounter {
	r := &runCounter{
		keys: keys, none: uint32(sets), count: make([]uint32, sets+1), seen: make([]uint32, 8), total: total,
		units: make([]uint32, waitingPairs), sets: make([]uint32, waitingPairs),
		out: make([]disclosure.SetKey, sets), repeats: make([]disclosure.Repeats, sets),
	}
	if sets <= manySets {
		r.few = make([][fewRows]uint32, sets)
	}
	if total {
		r.everybody = make([]uint32, waitingPairs)
	}
	return r
}

// add takes the sets and the units of rows. A unit often stays in its set from row to row:
// such rows are only counted.
func (r *runCounter) add(sets, units []uint32) {
	units = units[:len(sets)]
	unit, last, rows := r.unit, r.last, r.rows
	for i, u := range units {
		s := min(sets[i], r.none)
		if (u^unit)|(s^last) == 0 {
			rows++
			continue
		}
		r.note(last, rows)
		if u != unit {
			r.disorder = r.disorder || u < unit
			r.unit = unit
			r.close()
			unit = u
		}
		last, rows = s, 1
	}
	r.unit, r.last, r.rows = unit, last, rows
}

// note adds rows of the current unit to a set.
func (r *runCounter) note(set, rows uint32) {
	c := r.count[set]
	r.count[set] = c + rows
	r.seen[r.n] = set
	fresh := 0
	if c == 0 && rows > 0 {
		fresh = 1
	}
	if r.n += fresh; r.n == len(r.seen) {
		r.seen = append(r.seen, r.seen...)
	}
}

// close ends the rows of a unit.
func (r *runCounter) close() {
	rows := uint32(0)
	for _, s := range r.seen[:r.n] {
		n := r.count[s]
		r.count[s] = 0
		if s == r.none {
			continue
		}
		rows += n
		r.sets[r.pairs], r.units[r.pairs] = s, r.unit
		if r.pairs++; r.pairs == waitingPairs {
			r.flush()
		}
		if n < fewRows && r.few != nil {
			r.few[s][n]++
		} else {
			r.repeats[s] = countRows(r.repeats[s], n)
		}
	}
	r.n = 0
	if !r.total || rows == 0 {
		return
	}
	r.everybody[r.persons] = r.unit
	if r.persons++; r.persons == waitingPairs {
		r.flushTotal()
	}
	if rows < fewRows {
		r.fewTotal[rows]++
	} else {
		r.totalRepeats = countRows(r.totalRepeats, rows)
	}
}

func countRows(h disclosure.Repeats, rows uint32) disclosure.Repeats {
	for uint32(len(h)) < rows {
		h = append(h, 0)
	}
	h[rows-1]++
	return h
}

// addFewRows adds units by their small numbers of rows to a histogram.
func addFewRows(h disclosure.Repeats, few *[fewRows]uint32) disclosure.Repeats {
	for rows, units := range few {
		if units > 0 {
			for len(h) < rows {
				h = append(h, 0)
			}
			h[rows-1] += units
		}
	}
	return h
}

func (r *runCounter) flush() {
	r.keys.Accumulate(r.out, r.sets[:r.pairs], r.units[:r.pairs])
	r.pairs = 0
}

func (r *runCounter) flushTotal() {
	r.keys.Accumulate(r.totalOut[:], nil, r.everybody[:r.persons])
	r.persons = 0
}

// finish ends the last unit; errDisorder when units did not ascend.
func (r *runCounter) finish() error {
	r.note(r.last, r.rows)
	r.rows = 0
	r.close()
	r.flush()
	for i := range r.few {
		r.repeats[i] = addFewRows(r.repeats[i], &r.few[i])
	}
	if r.total {
		r.flushTotal()
		r.totalRepeats = addFewRows(r.totalRepeats, &r.fewTotal)
	}
	if r.disorder {
		return errDisorder
	}
	return nil
}

// mergeRuns joins what was counted in ranges that no unit spans.
func mergeRuns(parts []*runCounter, sets int) *Sets {
	out := &Sets{Keys: make([]disclosure.SetKey, sets), Repeats: make([]disclosure.Repeats, sets)}
	for _, p := range parts {
		if p == nil {
			continue
		}
		disclosure.Merge(out.Keys, p.out)
		for i, r := range p.repeats {
			out.Repeats[i] = addRows(out.Repeats[i], r)
		}
	}
	return out
}

// mergeTotals joins the totals.
func mergeTotals(parts []*runCounter) *Sets {
	out := &Sets{Keys: make([]disclosure.SetKey, 1), Repeats: make([]disclosure.Repeats, 1)}
	for _, p := range parts {
		if p != nil {
			disclosure.Merge(out.Keys, p.totalOut[:])
			out.Repeats[0] = addRows(out.Repeats[0], p.totalRepeats)
		}
	}
	return out
}

func addRows(into, r disclosure.Repeats) disclosure.Repeats {
	for len(into) < len(r) {
		into = append(into, 0)
	}
	for k, n := range r {
		into[k] += n
	}
	return into
}

// errDisorder tells that rows do not come unit by unit.
var errDisorder = errors.New("kernel: units in no order")

// runScan hands out rows unit by unit: their groups and their units.
type runScan struct {
	scan *unitScan
	g    *Groups
}

// scanRuns runs body for ranges of rows that no unit spans. Rows are tried as they stand: a
// body that meets a smaller unit after a larger one gives errDisorder, and all is begun again
// with the rows brought into order. begin is called at each beginning with the number of ranges.
func scanRuns(c *Context, units *column.Column, g *Groups, begin func(parts int), body func(s *runScan, part, lo, hi int) error) error {
	if units.Valid == nil && !units.Const {
		s := &runScan{&unitScan{units: units}, g}
		begin(partsOf(c, units.Len))
		err := s.scan.inParts(c, func(part, lo, hi int) error {
			if lo > 0 && units.Codes[lo-1] > units.Codes[lo] {
				return errDisorder
			}
			return body(s, part, lo, hi)
		})
		if !errors.Is(err, errDisorder) {
			return err
		}
	}
	scan, err := newUnitScan(c, units)
	if err != nil {
		return err
	}
	if err := g.Settle(c); err != nil { // rows are looked at in another order than they stand in
		return err
	}
	begin(partsOf(c, scan.len()))
	s := &runScan{scan, g}
	return scan.inParts(c, func(part, lo, hi int) error { return body(s, part, lo, hi) })
}

// each hands on the rows [lo, hi) of the scan, some at a time. Both slices may be overwritten
// by the next call.
func (s *runScan) each(c *Context, lo, hi int, body func(groups, units []uint32)) error {
	ids, ordinals := make([]uint32, runRows), make([]uint32, runRows)
	for ; lo < hi; lo += runRows {
		if err := c.Ctx.Err(); err != nil {
			return err
		}
		to := min(lo+runRows, hi)
		body(s.rows(ids[:to-lo], lo, to), s.units(ordinals[:to-lo], lo, to))
	}
	return nil
}

func (s *runScan) rows(out []uint32, lo, hi int) []uint32 {
	switch {
	case s.scan.order == nil:
		s.g.ids(out, lo, hi)
	case s.g.IDs == nil:
		clear(out)
	default:
		for i, row := range s.scan.order[lo:hi] {
			out[i] = s.g.IDs[row]
		}
	}
	return out
}

func (s *runScan) units(out []uint32, lo, hi int) []uint32 {
	codes := s.scan.units.Codes
	if s.scan.order == nil {
		return codes[lo:hi]
	}
	for i, row := range s.scan.order[lo:hi] {
		out[i] = codes[row]
	}
	return out
}

// repeatedSets is for datasets in which a unit may have several rows.
func repeatedSets(c *Context, keys *disclosure.Keys, units *column.Column, g *Groups) (*Sets, error) {
	var parts []*runCounter
	err := scanRuns(c, units, g, func(n int) { parts = make([]*runCounter, n) }, func(s *runScan, part, lo, hi int) error {
		r := newRunCounter(keys, g.Count, false)
		parts[part] = r
		if err := s.each(c, lo, hi, r.add); err != nil {
			return err
		}
		return r.finish()
	})
	if err != nil {
		return nil, err
	}
	return mergeRuns(parts, g.Count), nil
}
