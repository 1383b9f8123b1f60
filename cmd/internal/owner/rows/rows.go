// Package rows checks the data file of a delivered dataset: every row, and the rows of a unit
// against each other.
//
// In: a semicolon-separated file without a header, identifier;value;start;stop;unused, and the
// rules the metadata gives. Out: how many rows broke which rule, the first of them with their
// lines, and the span of time the file covers.
//
//	rules := rows.Rules{Temporality: "EVENT", IDType: "STRING", DataType: "STRING", Codes: []string{"1", "2"}}
//	result, err := rows.Check(ctx, open, rules, rows.Options{Limit: 20})
//	// "00000000001;3;2020-01-01;;\n" gives the code O0603 on line 1
//
// The file is read once, in blocks, by as many goroutines as there are processors. What has to
// be known of all rows of a unit is kept as 24 bytes a row and spilled to a temporary file, so
// that memory is bounded whatever the file holds. A row with an unreadable cell is left out of
// the rules that need the cell. A quoted field may not contain a line break.
package rows

import (
	"cmp"
	"context"
	"hash"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// Rules are what the metadata says about the rows. An empty Temporality leaves the periods
// unchecked, an empty DataType the values; Codes nil is no code list.
type Rules struct {
	Temporality string // FIXED, STATUS, ACCUMULATED or EVENT
	IDType      string // STRING or LONG
	DataType    string // STRING, LONG, DOUBLE or DATE
	Codes       []string
}

// Options bound the work. Zero values are sensible.
type Options struct {
	Limit    int                 // findings kept per code
	Memory   int64               // bytes of rows kept before they are spilled
	Temp     string              // folder of the temporary file; empty is the system's
	Workers  int                 // goroutines
	Progress func(share float64) // called from any goroutine, with the share read and checked
	Size     int64               // of the file, for Progress
	Hash     hash.Hash           // is given the bytes of the file; nil is none

	chunk   int  // records that are kept or spilled together
	careful bool // no short cut for the usual line
}

const (
	defaultLimit  = 20
	defaultMemory = 192 << 20
	// maxLine bounds a row; blockSize is what one goroutine takes at a time.
	maxLine   = 1 << 20
	blockSize = maxLine
)

// Result is what a file is like. Findings holds at most Limit per code, by code and line;
// Counts holds all. First and Last span all starts and stops, LastStop the stops alone (days
// since 1970-01-01; meaningless when HasDates and HasStops are false). StatusDates are the
// distinct starts.
type Result struct {
	Rows        int64
	Findings    []finding.Finding
	Counts      map[diag.Code]int64
	First, Last int
	LastStop    int
	HasDates    bool
	HasStops    bool
	StatusDates []int
}

// Check reads a file and checks it. The error is of the system (reading, temporary space) or
// the context's; whatever is wrong with the file is a finding.
func Check(ctx context.Context, open func() (io.ReadCloser, error), rules Rules, o Options) (Result, error) {
	o = o.filled()
	units, err := newUnits(o)
	if err != nil {
		return Result{}, err
	}
	defer units.close()
	c := &checker{rules: rules, options: o, units: units, codes: newCodeSet(rules)}
	if err := c.read(ctx, open); err != nil {
		return Result{}, err
	}
	result := c.result()
	clashes, err := units.clashes(ctx, rules.Temporality)
	if err != nil {
		return Result{}, err
	}
	across, err := describe(ctx, open, rules, clashes.first)
	if err != nil {
		return Result{}, err
	}
	if clashes.count > 0 {
		result.Counts[acrossCode(rules.Temporality)] = clashes.count
		result.Findings = append(result.Findings, across...)
	}
	return result, nil
}

func (o Options) filled() Options {
	if o.Limit <= 0 {
		o.Limit = defaultLimit
	}
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.chunk <= 0 {
		o.chunk = chunkRecords
	}
	if o.Progress == nil {
		o.Progress = func(float64) {}
	}
	return o
}

// checker reads one file with several workers.
type checker struct {
	rules   Rules
	options Options
	units   *units
	codes   *codeSet
	workers []*worker
	empty   bool
	tooMany bool
}

// readShare is how much of the time reading takes, for the progress bar.
const readShare = 0.8

func (c *checker) read(ctx context.Context, open func() (io.ReadCloser, error)) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	blocks, free := make(chan *block, c.options.Workers), make(chan *block, 2*c.options.Workers+1)
	for range cap(free) {
		free <- &block{}
	}
	var group sync.WaitGroup
	var failed atomic.Pointer[error]
	for range c.options.Workers {
		w := newWorker(c)
		c.workers = append(c.workers, w)
		group.Go(func() {
			for b := range blocks {
				if failed.Load() == nil {
					if err := w.check(b); err != nil {
						failed.CompareAndSwap(nil, &err)
						cancel()
					}
				}
				free <- b
			}
		})
	}
	b := &blockReader{in: interruptible{ctx, f, c.options.Hash}}
	err = c.feed(ctx, b, blocks, free)
	close(blocks)
	group.Wait()
	if at := failed.Load(); at != nil {
		return *at
	}
	c.empty, c.tooMany = b.total == 0, b.tooMany
	return err
}

func (c *checker) feed(ctx context.Context, in *blockReader, blocks, free chan *block) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b := <-free:
			more, err := in.next(b)
			if err != nil || !more {
				return err
			}
			blocks <- b
			if c.options.Size > 0 {
				c.options.Progress(readShare * min(1, float64(in.total)/float64(c.options.Size)))
			}
		}
	}
}

// result joins what the workers found. Each saw its blocks in the order of the file, so its
// first findings of a code hold the first of the file.
func (c *checker) result() Result {
	r := Result{Counts: map[diag.Code]int64{}}
	var s span
	found := map[diag.Code][]finding.Finding{}
	for _, w := range c.workers {
		r.Rows += w.rows
		s.join(&w.span)
		for code, n := range w.counts {
			r.Counts[code] += n
		}
		for code, list := range w.found {
			found[code] = append(found[code], list...)
		}
	}
	for _, f := range c.whole(&s) {
		r.Counts[f.Code]++
		found[f.Code] = append(found[f.Code], f)
	}
	for code, list := range found {
		slices.SortFunc(list, func(a, b finding.Finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})
		found[code] = list[:min(len(list), c.options.Limit)]
	}
	codes := make([]diag.Code, 0, len(found))
	for code := range found {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		r.Findings = append(r.Findings, found[code]...)
	}
	r.HasDates, r.HasStops = s.hasStart || s.hasStop, s.hasStop
	r.First, r.Last, r.LastStop = int(s.first), int(s.last), int(s.lastStop)
	r.StatusDates = s.dates()
	return r
}

// whole gives the findings about the file as a whole.
func (c *checker) whole(s *span) []finding.Finding {
	var out []finding.Finding
	const message = "Could not read data in "
	if c.empty {
		return []finding.Finding{{Code: finding.EmptyFile, Upstream: "Empty CSV file"}}
	}
	if c.tooMany {
		out = append(out, finding.Finding{Code: finding.TooManyRows, Args: []string{maxRowsText}, Upstream: "More than " + maxRowsText + " lines"})
	}
	if c.rules.Temporality == "" {
		return out
	}
	if !s.hasStart && c.rules.Temporality != "FIXED" {
		out = append(out, finding.Finding{Code: finding.NoStarts, Upstream: message + "third column (Start date). Is this column empty?"})
	}
	if !s.hasStop {
		out = append(out, finding.Finding{Code: finding.NoStops, Upstream: message + "fourth column (Stop date). Is this column empty?"})
	}
	return out
}
