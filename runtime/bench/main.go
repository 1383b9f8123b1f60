// Program bench times mdscript beside DuckDB on the same Parquet files, at national size.
//
// In: the built binary and a synthetic store, made when it is not there. Out: a table of
// seconds, ratios, distance from the memory's bandwidth and peak memory for the jobs (a)–(l)
// of runtime/README.md, under both policies.
//
//	go run . -persons 5500000 -runs 3
//	go run . -smoke
//	go run . -store /data/synth55
//
// It is a module of its own, imports no package of the product, and runs the built binary.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
)

type options struct {
	binary, dir, store string
	persons, threads   int
	runs               int
	profile, only      string
	cold, duck, smoke  bool
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "../../bin/mdscript", "the built binary")
	flag.StringVar(&o.dir, "dir", filepath.Join(os.TempDir(), "mdscript-bench"), "where stores and caches are kept between runs")
	flag.StringVar(&o.store, "store", "", "a synthetic microdata store that is already there; -persons is then not used")
	flag.IntVar(&o.persons, "persons", 5_500_000, "residents of the synthetic store")
	flag.IntVar(&o.threads, "threads", 2, "threads for both")
	flag.IntVar(&o.runs, "runs", 3, "runs of each; the median is shown")
	flag.StringVar(&o.profile, "profile", "both", "policy of the store: microdata, open or both")
	flag.StringVar(&o.only, "only", "", "only these jobs, for example f,k,l")
	flag.BoolVar(&o.cold, "cold", true, "also measure with hot files not yet built")
	flag.BoolVar(&o.duck, "duckdb", true, "also run DuckDB")
	flag.BoolVar(&o.smoke, "smoke", false, "a minute with 20,000 residents: shows that it works, not how fast it is")
	flag.Parse()
	if o.smoke {
		o.persons, o.runs = 20_000, 1
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := bench(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// row is one job on one side: seconds and peak memory.
type row struct {
	two, one   []float64 // ours on all threads and on one; DuckDB uses two
	parquet    []float64 // DuckDB only
	memory     memory
	live, pool int64 // ours only: the datasets' columns, and all columns, at most
	atLeast    int64 // DuckDB only: see job
}

// side is everything measured of one program under one policy.
type side struct {
	profile    string
	rows       map[string]*row
	open, keys []float64
	cold       float64
	again      []again
}

func newSide(profile string) *side { return &side{profile: profile, rows: map[string]*row{}} }

func (s *side) row(name string) *row {
	if s.rows[name] == nil {
		s.rows[name] = &row{}
	}
	return s.rows[name]
}

func bench(ctx context.Context, o options) error {
	store, err := ensureStore(ctx, o)
	if err != nil {
		return err
	}
	profiles := []string{o.profile}
	if o.profile == "both" {
		profiles = []string{"microdata", "open"}
	}
	var ours []*contest
	for _, profile := range profiles {
		c, err := enter(ctx, o, store, profile)
		if err != nil {
			return err
		}
		ours = append(ours, c)
	}
	theirs := newSide("")
	var d *duck
	if o.duck {
		if d, err = openDuck(ctx, o, filepath.Join(store, bank)); err != nil {
			return err
		}
		defer d.close()
	}
	for _, j := range chosen(o.only) {
		if err := measure(ctx, o, j, ours, d, theirs); err != nil {
			return err
		}
	}
	speed := bandwidth(o.threads)
	for _, c := range ours {
		if o.only == "" {
			if err := c.runAgain(ctx, o); err != nil {
				return err
			}
		}
		report(o, c.side, theirs, speed)
	}
	return nil
}

// measure times a job, everybody in turn, so that a machine that slows down slows down all,
// and compares the results. Each reads what it needs once before it is timed.
func measure(ctx context.Context, o options, j *job, ours []*contest, d *duck, theirs *side) error {
	if d != nil {
		if err := d.load(ctx, j); err != nil {
			return err
		}
		bytes, err := d.atLeast(ctx, j)
		if err != nil {
			return err
		}
		theirs.row(j.name).atLeast = bytes
		if err := d.round(ctx, j, &row{}); err != nil {
			return err
		}
		for _, c := range ours {
			if c.profile == "open" {
				if err := agree(ctx, o, c, d, j); err != nil {
					return err
				}
			}
		}
	}
	for range o.runs {
		if d != nil {
			if err := d.round(ctx, j, theirs.row(j.name)); err != nil {
				return err
			}
		}
		for _, c := range ours {
			if err := c.hotRun(ctx, j); err != nil {
				return err
			}
		}
	}
	if d != nil {
		return d.unload(ctx, j)
	}
	return nil
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	return v[len(v)/2]
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
