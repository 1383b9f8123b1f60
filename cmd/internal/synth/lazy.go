package synth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/runtime/store"
)

// Version tells countries apart that are not alike for the same persons and seed: it rises
// when lives or variables change. A store that makes its data on first read names it, so
// that another program does not continue a country with parts of another.
const Version = "4"

// GeneratorName is the name of the Generator in a store's lazy.json.
const GeneratorName = "synth-" + Version

// historyRel is where a bank keeps the history its data are made from.
const historyRel = "history/life.bin"

// parameters is what lazy.json tells the Generator.
type parameters struct {
	Persons int    `json:"persons"`
	Seed    uint64 `json:"seed"`
	History string `json:"history"` // below the bank's folder
}

// lazyFile is the content of lazy.json (spec/store.md §3.8).
type lazyFile struct {
	Lazy       int                     `json:"lazy"`
	Generator  string                  `json:"generator"`
	Parameters parameters              `json:"parameters"`
	Variables  map[string]lazyVariable `json:"variables"`
}

type lazyVariable struct {
	File  string     `json:"file"`
	Rows  int        `json:"rows,omitempty"`
	From  *int16     `json:"from,omitempty"`
	To    any        `json:"to,omitempty"` // an openEnd or a day
	Years []lazyYear `json:"years,omitempty"`
}

type lazyYear struct {
	Year int   `json:"year"`
	From int16 `json:"from"`
	To   int16 `json:"to"`
}

// openEnd is written as null: some spell may still go on.
type openEnd struct{}

// MarshalJSON implements json.Marshaler.
func (openEnd) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

// history writes what the data of a bank are made from. All banks have it, under names of one
// file where the file system has links: each can be read, moved and checked without the others.
func (p *printer) history(first string) error {
	path := filepath.Join(p.bank, filepath.FromSlash(historyRel))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if p.bank == first || os.Link(filepath.Join(first, filepath.FromSlash(historyRel)), path) != nil {
		return p.Save(path)
	}
	return nil
}

// lazy lists the variables and what is known of their parts before they are made.
func (p *printer) lazy(o Options) lazyFile {
	f := lazyFile{1, GeneratorName, parameters{o.Persons, o.Seed, historyRel}, map[string]lazyVariable{}}
	largest := p.largest()
	for i := range p.variables {
		v := p.lazyVariable(&p.variables[i])
		v.Rows = largest[p.variables[i].Name]
		f.Variables[p.variables[i].Name] = v
	}
	return f
}

func (p *printer) lazyVariable(d *variable.Variable) lazyVariable {
	v := lazyVariable{File: d.DataName()}
	switch {
	case d.Fixed != nil:
		day := variable.DeliveryDay()
		v.From, v.To = &day, day
	case d.Spells != nil:
		v.From, v.To = &d.Span.Start, openEnd{}
	default:
		for _, when := range d.When.Periods {
			year := calendar.YearOf(when.Start)
			if n := len(v.Years); n > 0 && v.Years[n-1].Year == year {
				v.Years[n-1].To = max(v.Years[n-1].To, when.Stop)
				continue
			}
			v.Years = append(v.Years, lazyYear{year, when.Start, when.Stop})
		}
	}
	return v
}

// largest finds the FIXED variable with most values of every type of units, the first by name
// of several, and how many it has: readers number units by it. Other variables are counted as
// far as it takes to see that they have fewer, for some take long.
func (p *printer) largest() map[string]int {
	best, rows := map[string]string{}, map[string]int{} // by unit type
	for i := range p.variables {
		d := &p.variables[i]
		unit := p.Cat.ByName[d.Name].UnitType
		if u := p.Unit(unit); d.Fixed != nil && rows[unit] < u.Count {
			if n := p.fixedCount(d, u.Count, rows[unit]); n > rows[unit] {
				best[unit], rows[unit] = d.Name, n
			}
		}
	}
	of := map[string]int{}
	for unit, name := range best {
		of[name] = rows[unit]
	}
	return of
}

// fixedCount counts the units that have a value; 0 when they are no more than a number.
func (p *printer) fixedCount(d *variable.Variable, units, than int) int {
	missing := 0
	for k := range int32(units) {
		if _, ok := d.Fixed(p.World, k); !ok {
			if missing++; units-missing <= than {
				return 0
			}
		}
	}
	return units - missing
}

// Generator makes the data of synthetic banks when they are first read. It keeps one
// country open, the one that was asked for last. It is safe for concurrent use.
type Generator struct {
	mu    sync.Mutex
	open  *country
	units int // of a block of rows; 0 is as many as usual
	// threads is how many make a part; 0 is as many as there are processors
	threads int

	scratch sync.Pool
	rows    atomic.Int64
}

// country is an open history with the variables that follow from it.
type country struct {
	key   string
	kept  *life.Kept
	all   map[string]*variable.Variable
	users int  // running calls
	stale bool // another has taken its place
}

// NewGenerator gives a Generator without a country.
func NewGenerator() *Generator { return &Generator{} }

// Close closes the country. No call may be running.
func (g *Generator) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == nil {
		return nil
	}
	c := g.open
	g.open = nil
	return c.kept.Close()
}

var (
	errParameters = errors.New("lazy.json asks for a country that its history does not hold")
	errOutside    = errors.New("lazy.json asks for a history outside of its bank")
)

// Generate implements store.Generator.
func (g *Generator) Generate(ctx context.Context, r store.Request) (err error) {
	var of parameters
	if err := json.Unmarshal(r.Parameters, &of); err != nil {
		return err
	}
	if !filepath.IsLocal(filepath.FromSlash(of.History)) {
		return errOutside
	}
	c, err := g.acquire(filepath.Join(r.Bank, filepath.FromSlash(of.History)), of.Seed)
	if err != nil {
		return err
	}
	defer g.release(c)
	d := c.all[r.Variable]
	if d == nil {
		return fmt.Errorf("no variable %s", r.Variable)
	}
	p := &printer{World: c.kept.World, workers: g.threads, units: g.units}
	if p.workers == 0 {
		p.workers = min(runtime.GOMAXPROCS(0), maxWorkers)
	}
	t := task{unit: p.Cat.ByName[d.Name].UnitType}
	if p.Unit(t.unit) == nil {
		return fmt.Errorf("variable %s: no units of type %s", d.Name, t.unit)
	}
	if r.Year == 0 {
		if d.At != nil {
			return fmt.Errorf("variable %s has years", d.Name)
		}
		return g.write(ctx, p, t, d, r.Out)
	}
	return g.year(ctx, p, t, d, r)
}

// maxWorkers is how many threads make a part at most.
const maxWorkers = 8

// year writes the periods that start in a year, side by side: threads that have no period of
// their own help with the rows of one.
func (g *Generator) year(ctx context.Context, p *printer, t task, d *variable.Variable, r store.Request) error {
	var periods []calendar.Period
	for _, when := range d.When.Periods {
		if d.At != nil && calendar.YearOf(when.Start) == r.Year {
			periods = append(periods, when)
		}
	}
	if len(periods) == 0 {
		return fmt.Errorf("variable %s has no year %d", d.Name, r.Year)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	limit := make(chan struct{}, min(p.workers, 4))
	p.workers = max(1, p.workers/min(len(periods), cap(limit)))
	var all sync.WaitGroup
	for _, when := range periods {
		at := t
		at.period = when
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			if err := g.write(ctx, p, at, d, filepath.Join(r.Out, d.PartName(when))); err != nil {
				cancel(err)
			}
		})
	}
	all.Wait()
	return context.Cause(ctx)
}

// write writes one file. Reading a history that was cut while it is mapped is a fault of the
// system, which becomes an error here.
func (g *Generator) write(ctx context.Context, p *printer, t task, d *variable.Variable, path string) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	s, _ := g.scratch.Get().(*sheet.Scratch)
	if s == nil {
		s = sheet.NewScratch()
	}
	defer g.scratch.Put(s)
	var v *life.View
	if d.At != nil {
		v = life.NewView(p.World, t.period)
	}
	_, rows, err := p.sheet(ctx, path, t, d, p.codesOf(d), v, s)
	g.rows.Add(rows)
	return err
}

// acquire gives the country of a history file, opening it when it is not the open one: that of
// another bank of the country is as good.
func (g *Generator) acquire(path string, seed uint64) (*country, error) {
	print, err := life.Fingerprint(path)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(print, seed)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open == nil || g.open.key != key {
		c, err := openCountry(path, key, seed)
		if err != nil {
			return nil, err
		}
		if old := g.open; old != nil {
			old.stale = true
			old.closeUnused()
		}
		g.open = c
	}
	g.open.users++
	return g.open, nil
}

func (g *Generator) release(c *country) {
	g.mu.Lock()
	defer g.mu.Unlock()
	c.users--
	c.closeUnused()
}

// closeUnused closes a country nobody will ask for again.
func (c *country) closeUnused() {
	if c.stale && c.users == 0 {
		_ = c.kept.Close() // it was only read
	}
}

func openCountry(path, key string, seed uint64) (*country, error) {
	cat, err := names.ReadCatalogue()
	if err != nil {
		return nil, err
	}
	kept, err := life.Open(path, cat)
	if err != nil {
		return nil, err
	}
	all, err := declarations(cat)
	if err == nil && kept.Seed != seed {
		err = errParameters
	}
	if err != nil {
		return nil, errors.Join(err, kept.Close())
	}
	c := &country{key: key, kept: kept, all: map[string]*variable.Variable{}}
	for i := range all {
		c.all[all[i].Name] = &all[i]
	}
	return c, nil
}
