// Package synth makes a synthetic Norway and writes it as a store in the public
// on-disk layout.
//
// In: a number of residents and a seed. Out: a store root with the banks of the country,
// MAJOR versions 1 to 60 of each on the same data files (spec/store.md).
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
//	// /tmp/demo/no.ssb.fdb now holds about 210,000 persons, dead and emigrated included,
//	// /tmp/demo/no.fhi.npr their stays in hospital.
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
	"slices"
	"sync"
	"time"

	"github.com/apache/arrow-go/v18/arrow"

	"github.com/mdscript/mdscript/lang/text"
)

// Options of Generate.
type Options struct {
	Persons  int    // residents on 1 January 2025; exact, from 1,000 to 6,000,000
	Out      string // store root; created when absent
	Seed     uint64
	Profile  string                              // disclosure profile: "" or "microdata", or "open"
	All      bool                                // write all data, not what makes them on first read
	Threads  int                                 // at most so many files at a time; 0 = number of processors, at most 4
	Progress func(step text.Text, share float64) // may be nil; share of the whole from 0 to 1

	Only map[string]bool // the variables of the catalogue to write, for tests; nil is all
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

// ErrExists tells that the store root already holds a bank of a country.
var ErrExists = errors.New("the store already exists")

// Generate writes a synthetic store: with All its data, else the history they are made from
// when they are first read (see Generator). On error or cancellation it leaves nothing
// behind; the banks appear at the end, Bank as the last (see publish). It fails with
// ErrExists when Bank is there already, or another bank of another country.
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
	if err := o.check(); err != nil {
		return res, err
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
	all, err := declarations(w.Cat)
	if err != nil {
		return res, err
	}
	if o.Only != nil {
		all = slices.DeleteFunc(all, func(v variable.Variable) bool { return !o.Only[v.Name] })
	}
	res.world = w
	printers := printersOf(w, all, tmp, &report)
	for _, p := range printers {
		if err := p.write(ctx, o, printers[0].bank); err != nil {
			return res, err
		}
		res.Rows, res.Bytes = res.Rows+p.rows, res.Bytes+p.bytes()
	}
	if err := ctx.Err(); err != nil {
		return res, err
	}
	report.to(stepFiles, 1)
	return res, publish(tmp, o.Out)
}

// check refuses what no store can be made from, and a place where one is.
func (o Options) check() error {
	if o.Persons < MinPersons || o.Persons > MaxPersons {
		return fmt.Errorf("persons must be from %d to %d, not %d", MinPersons, MaxPersons, o.Persons)
	}
	if o.Profile != "" && o.Profile != "microdata" && o.Profile != "open" {
		return fmt.Errorf("unknown disclosure profile %q: microdata or open", o.Profile)
	}
	final := filepath.Join(o.Out, Bank)
	if _, err := os.Lstat(final); err == nil {
		return fmt.Errorf("%s: %w", final, ErrExists)
	}
	return nil
}

// printersOf gives each bank that has variables what writes it.
func printersOf(w *life.World, all []variable.Variable, root string, report *reporter) (list []*printer) {
	done := 0
	for _, b := range databanks {
		of := b.variables(w.Cat, all)
		if len(of) == 0 {
			continue
		}
		from := done
		done += len(of)
		list = append(list, &printer{World: w, databank: b, bank: filepath.Join(root, b.name), variables: of, sums: map[string]datafile.Sum{},
			report: func(share float64) {
				report.to(stepFiles, 0.2+float64(0.79*(float64(from)+float64(share*float64(len(of))))/float64(len(all))))
			}})
	}
	return list
}

// write writes a bank: the data, or the history they are made from later, and what describes
// them. first is the folder of the bank that is written first.
func (p *printer) write(ctx context.Context, o Options, first string) error {
	var err error
	if o.All {
		err = p.data(ctx, o.threads())
	} else {
		err = p.history(first)
	}
	if err != nil {
		return err
	}
	if err := p.store(o); err != nil {
		return err
	}
	if err := seal(p.bank); err != nil {
		return err
	}
	return os.Chmod(p.bank, 0o755)
}

// bytes is the size of all data files.
func (p *printer) bytes() (n int64) {
	for _, s := range p.sums {
		n += s.Bytes
	}
	return n
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

// printer writes a bank.
type printer struct {
	*life.World
	databank
	bank      string // the folder
	workers   int    // how many threads find the rows of a file; 0 is one
	units     int    // of a block of rows; 0 is blockUnits
	variables []variable.Variable
	report    func(share float64) // of this bank

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
				if err := p.files(ctx, t, s); err != nil {
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

func (p *printer) files(ctx context.Context, t task, s *sheet.Scratch) error {
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
	p.report(share)
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
