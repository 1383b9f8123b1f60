// Package synth makes a synthetic Norway and writes it as a store in the public
// on-disk layout.
//
// In: a number of residents and a seed. Out: a store root with the bank no.ssb.fdb,
// MAJOR versions 1 to 60 on the same data files (spec/store.md).
//
// One population is simulated through time: people are born to parents, move,
// study, work, meet, marry, part, emigrate and die. Every variable is a function
// of that history, so all variables agree with each other. Nothing about real
// people goes in; the figures that steer it are round numbers (facts.go).
//
// The same options give the same bytes on every machine and with any number of
// threads: random numbers are addressed by (seed, unit, step), arithmetic that
// reaches output is in integers or in single rounded products, and results are
// never reduced in an order that depends on scheduling.
//
//	err := synth.Generate(ctx, synth.Options{Persons: 150_000, Out: "/tmp/demo", Seed: 1})
//	// /tmp/demo/no.ssb.fdb now holds about 210,000 persons, dead and emigrated included.
package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/datafile"
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mdscript/mdscript/lang/text"
)

// Bank is the name of the databank Generate writes.
const Bank = "no.ssb.fdb"

// Options of Generate.
type Options struct {
	Persons  int    // residents on 1 January 2025; exact, from 1,000 to 6,000,000
	Out      string // store root; created when absent
	Seed     uint64
	Profile  string                              // disclosure profile: "" or "microdata", or "open"
	All      bool                                // write all data, not what makes them on first read
	Threads  int                                 // at most so many files at a time; 0 = number of processors, at most 4
	Progress func(step text.Text, share float64) // may be nil; share of the whole from 0 to 1
}

// Limits of Options.Persons.
const (
	MinPersons = 1_000
	MaxPersons = 6_000_000
)

// Steps reported to Progress.
var (
	stepPeople = text.Text{NB: "Lager en syntetisk befolkning", EN: "Making a synthetic population"}
	stepFiles  = text.Text{NB: "Skriver variablene", EN: "Writing the variables"}
)

// ErrExists tells that the store root already holds the bank.
var ErrExists = errors.New("the store already exists")

// Generate writes a synthetic store: with All its data, else the history they are made from
// when they are first read (see Generator). On error or cancellation it leaves nothing
// behind; the bank appears in one rename at the end. It fails with ErrExists when
// the bank is there already.
func Generate(ctx context.Context, o Options) error {
	_, err := generate(ctx, o)
	return err
}

// Write is Generate that tells how much data it wrote.
func Write(ctx context.Context, o Options) (Written, error) {
	res, err := generate(ctx, o)
	return res.Written, err
}

// Written is how much data was written.
type Written struct{ Rows, Bytes int64 }

// Result says what was written.
type result struct {
	world *life.World
	Written
}

func generate(ctx context.Context, o Options) (res result, err error) {
	if o.Persons < MinPersons || o.Persons > MaxPersons {
		return res, fmt.Errorf("persons must be from %d to %d, not %d", MinPersons, MaxPersons, o.Persons)
	}
	if o.Profile != "" && o.Profile != "microdata" && o.Profile != "open" {
		return res, fmt.Errorf("unknown disclosure profile %q: microdata or open", o.Profile)
	}
	final := filepath.Join(o.Out, Bank)
	if _, err := os.Lstat(final); err == nil {
		return res, fmt.Errorf("%s: %w", final, ErrExists)
	}
	if err := os.MkdirAll(o.Out, 0o755); err != nil {
		return res, err
	}
	sweep(o.Out)
	tmp, err := os.MkdirTemp(o.Out, ".synth-*")
	if err != nil {
		return res, err
	}
	defer func() {
		if e := os.RemoveAll(tmp); err == nil {
			err = e
		}
	}()
	report := reporter{f: o.Progress}
	w, err := simulate(ctx, o.Persons, o.Seed, func(share float64) { report.to(stepPeople, share*0.2) })
	if err != nil {
		return res, err
	}
	bank := filepath.Join(tmp, Bank)
	all, err := declarations(w.Cat)
	if err != nil {
		return res, err
	}
	p := &printer{World: w, bank: bank, variables: all, report: &report, sums: map[string]datafile.Sum{}}
	if err := p.content(ctx, o); err != nil {
		return res, err
	}
	if err := p.store(o); err != nil {
		return res, err
	}
	if err := seal(bank); err != nil {
		return res, err
	}
	if err := os.Chmod(bank, 0o755); err != nil {
		return res, err
	}
	if err := ctx.Err(); err != nil {
		return res, err
	}
	report.to(stepFiles, 1)
	return result{w, Written{p.rows, p.bytes()}}, moveInto(bank, final)
}

// content writes the data, or the history they are made from later.
func (p *printer) content(ctx context.Context, o Options) error {
	if o.All {
		return p.data(ctx, o.threads())
	}
	return p.history()
}

// bytes is the size of all data files.
func (p *printer) bytes() (n int64) {
	for _, s := range p.sums {
		n += s.Bytes
	}
	return n
}

// moveInto puts the finished bank in its place; somebody else may have been faster.
func moveInto(bank, final string) error {
	err := os.Rename(bank, final)
	if err == nil {
		return nil
	}
	if _, e := os.Lstat(final); e == nil {
		return fmt.Errorf("%s: %w", final, ErrExists)
	}
	return err
}

// sweep removes what a killed generation left in a store root more than a day ago.
func sweep(root string) {
	left, err := filepath.Glob(filepath.Join(root, ".synth-*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		if info, err := os.Lstat(dir); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(dir) // in use or not ours: it stays, and harms nobody
		}
	}
}

func (o Options) threads() int {
	if o.Threads > 0 {
		return o.Threads
	}
	return min(runtime.GOMAXPROCS(0), 4)
}

// Simulate makes the population Generate would write, without writing it.
func Simulate(ctx context.Context, persons int, seed uint64) (*life.History, error) {
	w, err := simulate(ctx, persons, seed, func(float64) {})
	if err != nil {
		return nil, err
	}
	return w.History, nil
}

// simulate makes a population and all that is known about it.
func simulate(ctx context.Context, persons int, seed uint64, progress func(float64)) (*life.World, error) {
	cat, err := names.ReadCatalogue()
	if err != nil {
		return nil, err
	}
	return life.Simulate(ctx, persons, seed, cat, progress)
}

// reporter passes progress on, from many goroutines, never backwards.
type reporter struct {
	mu   sync.Mutex
	last float64
	f    func(step text.Text, share float64)
}

func (r *reporter) to(step text.Text, share float64) {
	if r.f == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if share >= r.last {
		r.last = share
		r.f(step, min(share, 1))
	}
}

// printer writes data files.
type printer struct {
	*life.World
	bank      string
	variables []variable.Variable
	report    *reporter

	mu    sync.Mutex
	sums  map[string]datafile.Sum
	rows  int64
	done  int
	tasks []task
}

// task is what one worker writes at a time: the files of one period of one unit type.
type task struct {
	unit   string
	period calendar.Period
	vars   []*variable.Variable
	codes  []arrow.Array
}

// manyPersons is the register size from which a finished view is collected at once:
// views are garbage as large as parts of the history, and the collector would
// otherwise let twice the memory pile up. The arrays hold no pointers, so it costs
// milliseconds.
const manyPersons = 1_000_000

// plan groups the variables so that those of one period share a view.
func (p *printer) plan(all []variable.Variable) error {
	at := map[string]int{}
	for i := range all {
		v := &all[i]
		unit := p.Cat.ByName[v.Name].UnitType
		if p.Unit(unit) == nil {
			return fmt.Errorf("variable %s: no units of type %s", v.Name, unit)
		}
		codes := p.codesOf(v)
		if v.At == nil {
			p.tasks = append(p.tasks, task{unit, calendar.Period{}, []*variable.Variable{v}, []arrow.Array{codes}})
			continue
		}
		for _, when := range v.When.Periods {
			key := fmt.Sprint(unit, when)
			k, ok := at[key]
			if !ok {
				k = len(p.tasks)
				at[key] = k
				p.tasks = append(p.tasks, task{unit: unit, period: when})
			}
			p.tasks[k].vars, p.tasks[k].codes = append(p.tasks[k].vars, v), append(p.tasks[k].codes, codes)
		}
	}
	return nil
}

// codesOf is the dictionary of a variable's values, nil for numbers.
func (p *printer) codesOf(v *variable.Variable) arrow.Array {
	if v.Kind != sheet.CodeValue {
		return nil
	}
	return datafile.StringArray(v.Codes.Resolve(p.Cat))
}

// data writes all data files with a number of workers; the first error stops them.
func (p *printer) data(ctx context.Context, workers int) error {
	if err := p.plan(p.variables); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	queue := make(chan task)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			s := sheet.NewScratch()
			for t := range queue {
				if err := p.write(ctx, t, s); err != nil {
					cancel(err)
				}
			}
		})
	}
feed:
	for _, t := range p.tasks {
		select {
		case queue <- t:
		case <-ctx.Done():
			break feed
		}
	}
	close(queue)
	wg.Wait()
	return context.Cause(ctx)
}

func (p *printer) write(ctx context.Context, t task, s *sheet.Scratch) error {
	var v *life.View
	if t.vars[0].At != nil {
		v = life.NewView(p.World, t.period)
	}
	for i, d := range t.vars {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := p.file(ctx, t, d, t.codes[i], v, s); err != nil {
			return fmt.Errorf("%s: %w", d.Name, err)
		}
	}
	if p.Persons() > manyPersons {
		runtime.GC()
	}
	p.mu.Lock()
	p.done++
	share := float64(p.done) / float64(len(p.tasks))
	p.mu.Unlock()
	p.report.to(stepFiles, 0.2+float64(0.79*share))
	return nil
}

// unitWords is the dictionary of identifiers that are no numbers, nil for the others.
func unitWords(u *life.UnitType) arrow.Array {
	if u.Words == nil {
		return nil
	}
	return datafile.StringArray(u.Words)
}

// file writes one variable in one period into the bank.
func (p *printer) file(ctx context.Context, t task, d *variable.Variable, codes arrow.Array, v *life.View, s *sheet.Scratch) error {
	rel := "data/" + d.Name + "/" + d.DataName()
	if v != nil {
		rel += fmt.Sprintf("/start_year=%d/%s", calendar.YearOf(t.period.Start), d.PartName(t.period))
	}
	sum, rows, err := p.sheet(ctx, filepath.Join(p.bank, filepath.FromSlash(rel)), t, d, codes, v, s)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sums[rel] = sum
	p.rows += rows
	return nil
}

// sheet writes one variable in one period to a path. The Parquet library panics on some
// write errors; they come out as errors here.
func (p *printer) sheet(ctx context.Context, path string, t task, d *variable.Variable, codes arrow.Array, v *life.View, s *sheet.Scratch) (sum datafile.Sum, rows int64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = failed(r)
		}
	}()
	u := p.Unit(t.unit)
	one := [2]int16{calendar.None, variable.DeliveryDay()}
	if v != nil {
		one = [2]int16{t.period.Start, t.period.Stop}
	}
	out, err := sheet.NewSheet(path,
		sheet.Layout{Kind: d.Kind, Codes: codes, Scale: d.Scale, Units: unitWords(u), Spells: d.Spells != nil, One: one}, s)
	if err != nil {
		return sum, 0, err
	}
	if err := p.rowsOf(ctx, u, d, v, out); err != nil {
		_, _ = out.Close() // the first error counts; the folder is removed
		return sum, 0, err
	}
	sum, err = out.Close()
	return sum, out.Rows(), err
}

// failed makes an error of a panic.
func failed(r any) error {
	if err, ok := r.(error); ok {
		return fmt.Errorf("writing failed: %w", err)
	}
	return fmt.Errorf("writing failed: %v", r)
}

// rowsOf adds the rows of all units, looking for cancellation now and then.
func (p *printer) rowsOf(ctx context.Context, u *life.UnitType, d *variable.Variable, v *life.View, out *sheet.Sheet) error {
	rows := p.fixedRows
	switch {
	case v != nil:
		rows = func(u *life.UnitType, d *variable.Variable, out *sheet.Sheet, from, to int32) error {
			return viewRows(v, u, d, out, from, to)
		}
	case d.Spells != nil:
		rows = p.spellRows
	}
	const step = 1 << 16
	for from := 0; from < u.Count; from += step {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := rows(u, d, out, int32(from), int32(min(u.Count, from+step))); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) fixedRows(u *life.UnitType, d *variable.Variable, out *sheet.Sheet, from, to int32) error {
	for k := from; k < to; k++ {
		if x, ok := d.Fixed(p.World, k); ok {
			if err := out.Add(u.ID(k), x); err != nil {
				return err
			}
		}
	}
	return nil
}

func viewRows(v *life.View, u *life.UnitType, d *variable.Variable, out *sheet.Sheet, from, to int32) error {
	for k := from; k < to; k++ {
		if x, ok := d.At(v, k); ok {
			if err := out.Add(u.ID(k), x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *printer) spellRows(u *life.UnitType, d *variable.Variable, out *sheet.Sheet, from, to int32) (err error) {
	var id int64
	emit := func(value int64, start, stop int16) {
		if err == nil {
			err = addWithin(out, id, value, start, stop, d.Span)
		}
	}
	for k := from; k < to && err == nil; k++ {
		id = u.ID(k)
		d.Spells(p.World, k, emit)
	}
	return err
}

// addWithin adds a spell cut to the window the variable covers: a spell that goes on
// after the window is open.
func addWithin(out *sheet.Sheet, id, value int64, start, stop int16, window calendar.Period) error {
	if start > window.Stop || stop < window.Start || stop < start {
		return nil
	}
	if stop > window.Stop {
		stop = calendar.None
	}
	return out.AddSpell(id, value, max(start, window.Start), stop)
}
