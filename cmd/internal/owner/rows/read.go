package rows

import (
	"context"
	"errors"
	"io"
	"math"
	"strconv"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// Row is a row as it is stored. Its slices are valid until Row returns.
type Row struct {
	ID                []byte  // trimmed; a number in its shortest form
	Text              []byte  // of a STRING, trimmed
	Code              int32   // the first place of Text in Rules.Codes, when there are codes
	Int               int64   // of a LONG; of a DATE the days since 1970-01-01
	Real              float64 // of a DOUBLE
	Start, Stop       int16   // days since 1970-01-01; 0 when absent
	HasStart, HasStop bool
}

// Taker takes the rows of one block after the other, in one goroutine.
type Taker[B any] interface {
	// Row takes a row.
	Row(r *Row) error
	// Block gives what the rows since the last call made.
	Block() (B, error)
}

// ErrUnlike means that a file breaks a rule that it did not break when it was checked.
var ErrUnlike = errors.New("rows: the file is not as it was checked")

// Read reads a file that Check found in order. Each goroutine has a taker of its own; what they
// make is given to join in the order of the file, in one goroutine, and no more of it exists at a
// time than there are blocks in work. Of the options Workers, Size, Progress and Hash count.
func Read[B any](ctx context.Context, open func() (io.ReadCloser, error), rules Rules, o Options, taker func() Taker[B], join func(B) error) error {
	f, err := open()
	if err != nil {
		return err
	}
	defer f.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	o = o.filled()
	c := &checker{rules: rules, options: o, codes: newCodeSet(rules)}
	r := &reading[B]{
		checker: c, blocks: make(chan numbered[B], o.Workers), free: make(chan *block, 3*o.Workers), made: make(chan numbered[B], 3*o.Workers),
	}
	for range cap(r.free) {
		r.free <- &block{}
	}
	in := &blockReader{in: interruptible{ctx, f, o.Hash}}
	var group sync.WaitGroup
	group.Go(func() {
		defer close(r.blocks)
		if err := r.number(ctx, in); err != nil {
			cancel(err)
		}
	})
	for range o.Workers {
		w := &worker{checker: c, counts: map[diag.Code]int64{}, found: map[diag.Code][]finding.Finding{}}
		t := taker()
		w.take = w.convert(t.Row)
		group.Go(func() { r.work(ctx, w, t, cancel) })
	}
	go func() {
		group.Wait()
		close(r.made)
	}()
	r.inOrder(ctx, join, cancel)
	return context.Cause(ctx)
}

// reading is what the goroutines of Read share.
type reading[B any] struct {
	*checker
	blocks chan numbered[B]
	free   chan *block
	made   chan numbered[B]
}

// numbered is a block with its place in the file, and what was made of it.
type numbered[B any] struct {
	at    int
	block *block
	made  B
}

// number cuts the file.
func (r *reading[B]) number(ctx context.Context, in *blockReader) error {
	for at := 0; ; at++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b := <-r.free:
			more, err := in.next(b)
			switch {
			case err != nil:
				return err
			case in.tooMany:
				return ErrUnlike
			case !more:
				return nil
			}
			r.blocks <- numbered[B]{at: at, block: b}
			if r.options.Size > 0 {
				r.options.Progress(min(1, float64(in.total)/float64(r.options.Size)))
			}
		}
	}
}

func (r *reading[B]) work(ctx context.Context, w *worker, t Taker[B], cancel context.CancelCauseFunc) {
	for n := range r.blocks {
		if ctx.Err() != nil {
			continue
		}
		err := w.check(n.block)
		if err == nil && len(w.counts) > 0 {
			err = ErrUnlike
		}
		if err == nil {
			n.made, err = t.Block()
		}
		if err != nil {
			cancel(err)
			continue
		}
		r.made <- n
	}
}

// inOrder joins what was made in the order of the file. A block is free when it was joined, which
// bounds how far one goroutine may run ahead of another.
func (r *reading[B]) inOrder(ctx context.Context, join func(B) error, cancel context.CancelCauseFunc) {
	waiting := map[int]numbered[B]{}
	next := 0
	for n := range r.made {
		waiting[n.at] = n
		for ctx.Err() == nil {
			n, ok := waiting[next]
			if !ok {
				break
			}
			delete(waiting, next)
			next++
			if err := join(n.made); err != nil {
				cancel(err)
				break
			}
			r.free <- n.block
		}
	}
}

// convert makes a row of its cells.
func (w *worker) convert(take func(*Row) error) func(rawID, value []byte, start, stop cell) error {
	var r Row
	return func(rawID, value []byte, start, stop cell) error {
		id, known := w.identifier(rawID)
		if !known || start.bad || stop.bad || !w.period(id, start, stop) || !w.stored(&r, value) {
			return ErrUnlike
		}
		r.ID = id
		r.Start, r.HasStart, r.Stop, r.HasStop = start.day, start.there, stop.day, stop.there
		return take(&r)
	}
}

// stored reads the value; false is one that breaks a rule.
func (w *worker) stored(r *Row, b []byte) (ok bool) {
	switch w.rules.DataType {
	case "STRING":
		r.Text = trim(b)
		if w.codes != nil {
			r.Code, ok = w.codes.find(r.Text)
			return ok
		}
		return len(r.Text) > 0
	case "LONG":
		r.Int, ok = integer(b)
		return ok && (w.codes == nil || w.codes.numbers[r.Int])
	case "DATE":
		days, ok := date(b)
		r.Int = int64(days)
		return ok
	case "DOUBLE":
		r.Real, ok = decimal(b)
		return ok
	}
	return false
}

// exact are the powers of ten that a float64 holds exactly.
var exact = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// decimal reads what isNumber accepts. Up to 15 digits the quotient of two exact numbers is the
// nearest float64 to what is written.
func decimal(b []byte) (float64, bool) {
	b = trimBlank(b)
	if !isNumber(b) {
		return 0, false
	}
	var digits int64
	after, count := -1, 0
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9':
			digits = 10*digits + int64(c-'0')
			count++
			if after >= 0 {
				after++
			}
		case c == '.':
			after = 0
		case c != '-' || i > 0:
			count = math.MaxInt32
		}
		if count >= len(exact) {
			v, err := strconv.ParseFloat(string(b), 64)
			return v + 0, err == nil // minus zero is zero
		}
	}
	v := float64(digits) / exact[max(after, 0)]
	if b[0] == '-' {
		v = 0 - v // minus zero is zero
	}
	return v, true
}
