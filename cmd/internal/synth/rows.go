package synth

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// blockUnits is how many units a block of rows is of.
const blockUnits = 1 << 13

// rowsOf adds the rows of all units. Several threads find the rows of blocks of units, and
// this one writes them in order, so that a file has the same bytes however many there are.
func (p *printer) rowsOf(ctx context.Context, u *life.UnitType, d *variable.Variable, v *life.View, out *sheet.Sheet) error {
	fill := func(k int, b *sheet.Rows) {
		from, to := int32(k*p.blockSize()), int32(min(u.Count, (k+1)*p.blockSize()))
		switch {
		case v != nil:
			viewRows(v, u, d, b, from, to)
		case d.Spells != nil:
			p.spellRows(u, d, b, from, to)
		default:
			p.fixedRows(u, d, b, from, to)
		}
	}
	blocks := (u.Count + p.blockSize() - 1) / p.blockSize()
	if p.workers > 1 && blocks > 1 {
		return inOrder(ctx, min(p.workers, blocks), blocks, fill, out.AddRows)
	}
	var b sheet.Rows
	for k := range blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		b.Reset()
		fill(k, &b)
		if err := out.AddRows(&b); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) blockSize() int {
	if p.units != 0 {
		return p.units
	}
	return blockUnits
}

func (p *printer) fixedRows(u *life.UnitType, d *variable.Variable, b *sheet.Rows, from, to int32) {
	for k := from; k < to; k++ {
		if x, ok := d.Fixed(p.World, k); ok {
			b.Add(u.ID(k), x)
		}
	}
}

func viewRows(v *life.View, u *life.UnitType, d *variable.Variable, b *sheet.Rows, from, to int32) {
	for k := from; k < to; k++ {
		if x, ok := d.At(v, k); ok {
			b.Add(u.ID(k), x)
		}
	}
}

func (p *printer) spellRows(u *life.UnitType, d *variable.Variable, b *sheet.Rows, from, to int32) {
	var id int64
	emit := func(value int64, start, stop int16) { addWithin(b, id, value, start, stop, d.Span) }
	for k := from; k < to; k++ {
		id = u.ID(k)
		d.Spells(p.World, k, emit)
	}
}

// addWithin adds a spell cut to the window the variable covers: a spell that goes on
// after the window is open.
func addWithin(b *sheet.Rows, id, value int64, start, stop int16, window calendar.Period) {
	if start > window.Stop || stop < window.Start || stop < start {
		return
	}
	if stop > window.Stop {
		stop = calendar.None
	}
	b.AddSpell(id, value, max(start, window.Start), stop)
}

// job is a block that a worker fills.
type job struct {
	k    int
	rows *sheet.Rows
	done chan error
}

// inOrder fills n blocks on several threads and uses them one after the other, in their order,
// on this one. No more blocks are in memory than there are workers, and two. It returns when
// all workers have stopped, with the first error in the order of the blocks.
func inOrder(ctx context.Context, workers, n int, fill func(k int, b *sheet.Rows), use func(b *sheet.Rows) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel()
	free, jobs, order := make(chan *sheet.Rows, workers+2), make(chan job), make(chan job, workers+2)
	for range cap(free) {
		free <- &sheet.Rows{}
	}
	all.Go(func() {
		defer close(order)
		defer close(jobs)
		for k := range n {
			select {
			case b := <-free:
				j := job{k, b, make(chan error, 1)}
				order <- j
				select {
				case jobs <- j:
				case <-ctx.Done():
					j.done <- ctx.Err()
					return
				}
			case <-ctx.Done():
				return
			}
		}
	})
	for range workers {
		all.Go(func() {
			for j := range jobs {
				j.rows.Reset()
				j.done <- filled(j, fill)
			}
		})
	}
	for j := range order {
		err := <-j.done
		if err == nil {
			err = use(j.rows)
		}
		if err != nil {
			return err
		}
		free <- j.rows
	}
	return ctx.Err()
}

// filled makes an error of a panic: one of a variable, or a fault of the system because a
// history was cut while it is mapped.
func filled(j job, fill func(k int, b *sheet.Rows)) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("block %d: %w", j.k, failed(r))
		}
	}()
	fill(j.k, j.rows)
	return nil
}
