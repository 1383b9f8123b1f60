// Program bench times mdscript beside DuckDB on the same Parquet files, at national size.
//
// In: the built binary and a synthetic store, made when it is not there. Out: a table of
// seconds, ratios and peak memory for the five works (a)–(e) of runtime/README.md, under
// both policies.
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
	profile            string
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

// labels are the works in order.
var labels = []struct{ name, script, text string }{
	{"a", "scripts/a_import.mdscript", "import 6 variables"},
	{"b", "scripts/b_chain.mdscript", "chain of 10 and filter"},
	{"c", "scripts/c_tabulate.mdscript", "two two-way tables"},
	{"d", "scripts/d_summarize.mdscript", "summarize 4, median by municipality"},
	{"e", "scripts/e_collapse.mdscript", "collapse by family, merge back"},
}

// row is one work on one side: seconds and peak memory.
type row struct {
	two, one []float64 // ours on all threads and on one; DuckDB uses two
	parquet  []float64 // DuckDB only
	memory   memory
}

// side is everything measured of one program under one policy.
type side struct {
	profile    string
	rows       map[string]*row
	open, keys []float64
	cold       float64
	again      []again
}

func newSide(profile string) *side {
	s := &side{profile: profile, rows: map[string]*row{}}
	for _, l := range labels {
		s.rows[l.name] = &row{}
	}
	return s
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
	duck, done, err := startDuck(ctx, o, filepath.Join(store, bank))
	if err != nil {
		return err
	}
	defer done()
	if err := rounds(ctx, o, ours, duck); err != nil {
		return err
	}
	for _, c := range ours {
		if err := c.runAgain(ctx, o); err != nil {
			return err
		}
		report(o, c.side, duck)
	}
	return nil
}

// rounds measures everybody in turn, so that a machine that slows down slows down all.
func rounds(ctx context.Context, o options, ours []*contest, duck *duck) error {
	for range o.runs {
		if duck != nil {
			if err := duck.round(ctx); err != nil {
				return err
			}
		}
		for _, c := range ours {
			for _, l := range labels {
				if err := c.hotRun(ctx, l.name, l.script); err != nil {
					return err
				}
			}
		}
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
