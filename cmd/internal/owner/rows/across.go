package rows

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// clash is two rows of a unit that cannot both be.
type clash struct{ a, b record }

func (c clash) line() int64 { return min(c.a.line(), c.b.line()) }

// clashes are the units with a clash: how many, and the first clash of those that come first
// in the file.
type clashes struct {
	count int64
	first []clash
}

// partRecords is how many records of a part are looked at in one go; a part with more is read
// several times. Two buffers of this length are needed for each worker.
const partRecords = 1 << 21

// clashes looks at every unit.
func (u *units) clashes(ctx context.Context, temporality string) (clashes, error) {
	var mu sync.Mutex
	var all clashes
	var next, done atomic.Int64
	var failed error
	var group sync.WaitGroup
	for range u.options.Workers {
		group.Go(func() {
			mine, err := u.walk(ctx, temporality, &next, &done)
			mu.Lock()
			defer mu.Unlock()
			all.count += mine.count
			all.first = append(all.first, mine.first...)
			if err != nil {
				failed = err
			}
		})
	}
	group.Wait()
	all.keep(u.options.Limit)
	return all, failed
}

// keep drops all but the first clashes of the file.
func (c *clashes) keep(limit int) {
	slices.SortFunc(c.first, func(a, b clash) int { return cmp.Compare(a.line(), b.line()) })
	c.first = c.first[:min(len(c.first), limit)]
}

func (u *units) walk(ctx context.Context, temporality string, next, done *atomic.Int64) (clashes, error) {
	l := &looker{units: u, meets: meets(temporality)}
	for {
		part := int(next.Add(1) - 1)
		if part >= parts || l.meets == nil {
			return l.clashes, nil
		}
		passes := 1 + int(u.size(part))/(partRecords*3/4)
		for pass := range passes {
			if err := ctx.Err(); err != nil {
				return l.clashes, err
			}
			if err := l.look(part, pass, passes); err != nil {
				return l.clashes, err
			}
		}
		u.options.Progress(readShare + (1-readShare)*float64(done.Add(1))/parts)
	}
}

// meets is when a row clashes with the next row of its unit in order of start; nil is never.
func meets(temporality string) func(a, b record) bool {
	switch temporality {
	case "FIXED":
		return func(record, record) bool { return true }
	case "STATUS":
		return func(a, b record) bool { return a.start() == b.start() }
	case "ACCUMULATED", "EVENT":
		return func(a, b record) bool { return a.open() || a.stop() >= b.start() }
	}
	return nil
}

// looker looks at parts, one after the other.
type looker struct {
	clashes
	units         *units
	meets         func(a, b record) bool
	rows, scratch []record
	full          int // rows that make thinning worth while
}

// look finds the clashes of a part, or of those of its units that belong to one pass.
func (l *looker) look(part, pass, passes int) error {
	l.rows, l.full = l.rows[:0], partRecords
	err := l.units.each(part, func(r record) {
		if passes > 1 && int(l.units.spread(r)&0xFFFF)%passes != pass {
			return
		}
		if len(l.rows) >= l.full {
			l.thin()
			l.full = max(partRecords, 2*len(l.rows))
		}
		l.rows = append(l.rows, r)
	})
	if err != nil {
		return err
	}
	if cap(l.scratch) < len(l.rows) {
		l.scratch = make([]record, cap(l.rows))
	}
	sorted := l.units.order(l.rows, l.scratch[:len(l.rows)])
	eachUnit(sorted, func(unit []record) {
		if i := l.firstClash(unit); i >= 0 {
			l.count++
			l.first = append(l.first, clash{unit[i], unit[i+1]})
			if len(l.first) > 2*l.units.options.Limit {
				l.keep(l.units.options.Limit)
			}
		}
	})
	return nil
}

func (l *looker) firstClash(unit []record) int {
	for i := range len(unit) - 1 {
		if l.meets(unit[i], unit[i+1]) {
			return i
		}
	}
	return -1
}

func eachUnit(sorted []record, visit func(unit []record)) {
	for from := 0; from < len(sorted); {
		to := from + 1
		for to < len(sorted) && sorted[to].sameUnit(sorted[from]) {
			to++
		}
		if to-from > 1 {
			visit(sorted[from:to])
		}
		from = to
	}
}

// thin drops rows that cannot change a unit's first clash: those after it, in order of start.
// A unit without a clash has at most one row per day that can be stored, 65,536.
func (l *looker) thin() {
	slices.SortFunc(l.rows, compare)
	kept := l.rows[:0]
	for from := 0; from < len(l.rows); {
		to := from + 1
		for to < len(l.rows) && l.rows[to].sameUnit(l.rows[from]) {
			to++
		}
		unit := l.rows[from:to]
		if i := l.firstClash(unit); i >= 0 {
			unit = unit[:i+2]
		}
		kept = append(kept, unit...)
		from = to
	}
	l.rows = kept
}

func acrossCode(temporality string) diag.Code {
	switch temporality {
	case "FIXED":
		return finding.SameUnit
	case "STATUS":
		return finding.SameDate
	}
	return finding.Overlap
}

// describe words the clashes. It reads the file once more, for the identifiers.
func describe(ctx context.Context, open func() (io.ReadCloser, error), rules Rules, found []clash) ([]finding.Finding, error) {
	if len(found) == 0 {
		return nil, nil
	}
	ids := map[int64]string{}
	for _, c := range found {
		ids[c.a.line()] = ""
	}
	if err := identifiers(ctx, open, rules, ids); err != nil {
		return nil, err
	}
	var out []finding.Finding
	for _, c := range found {
		f := finding.Finding{Code: acrossCode(rules.Temporality), Line: c.a.line(), Column: 1}
		id, other := ids[c.a.line()], strconv.FormatInt(c.b.line(), 10)
		switch f.Code {
		case finding.SameUnit:
			f.Args, f.Upstream = []string{id, other}, "Duplicate identifiers in #1 column"
		case finding.SameDate:
			f.Args, f.Upstream = []string{id, dateText(int(c.a.start())), other}, "Same unit_id (#1 Column) has duplicate dates (#3 and #4 column)"
		default:
			f.Args = []string{id, c.a.timespan(), c.b.timespan(), other}
			f.Upstream = `Invalid overlapping timespans for identifier "` + finding.Visible(id) + `": timespan: ` + f.Args[1] + " overlaps with timespan: " + f.Args[2]
		}
		out = append(out, f)
	}
	return out, nil
}

func (r record) timespan() string {
	stop := ""
	if !r.open() {
		stop = dateText(int(r.stop()))
	}
	return "(" + dateText(int(r.start())) + " - " + stop + ")"
}

// identifiers fills in the identifiers of some lines.
func identifiers(ctx context.Context, open func() (io.ReadCloser, error), rules Rules, ids map[int64]string) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	in, b := &blockReader{in: interruptible{ctx, f, nil}}, &block{}
	for left := len(ids); left > 0; {
		more, err := in.next(b)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || !more {
			return err
		}
		if b.long {
			continue
		}
		at := b.line
		for line := range bytes.Lines(b.data) {
			if _, wanted := ids[at]; wanted {
				ids[at] = identifierOf(bytes.TrimRight(line, "\r\n"), rules)
				left--
			}
			at++
		}
	}
	return nil
}

func identifierOf(line []byte, rules Rules) string {
	var f [fields][]byte
	splitQuoted(line, &f)
	if n, ok := integer(f[0]); ok && rules.IDType == "LONG" {
		return strconv.FormatInt(n, 10)
	}
	return string(trim(f[0]))
}
