// Program bench times mdscript beside DuckDB on the same Parquet files, at national size.
//
// In: the built binary and a synthetic store, made when it is not there. Out: a table of
// seconds, ratios and peak memory for the five works (a)–(e) of runtime/README.md.
//
//	go run . -persons 5500000 -runs 3
//
// It is a module of its own, imports no package of the product, and runs the built binary.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
)

type options struct {
	binary, dir      string
	persons, threads int
	runs             int
	profile          string
	cold, duck       bool
}

func main() {
	var o options
	flag.StringVar(&o.binary, "binary", "../../bin/mdscript", "the built binary")
	flag.StringVar(&o.dir, "dir", filepath.Join(os.TempDir(), "mdscript-bench"), "where stores and caches are kept between runs")
	flag.IntVar(&o.persons, "persons", 5_500_000, "residents of the synthetic store")
	flag.IntVar(&o.threads, "threads", 2, "threads for both")
	flag.IntVar(&o.runs, "runs", 3, "runs of each; the median is shown")
	flag.StringVar(&o.profile, "profile", "microdata", "policy of the store: microdata or open")
	flag.BoolVar(&o.cold, "cold", true, "also measure with hot files not yet built")
	flag.BoolVar(&o.duck, "duckdb", true, "also run DuckDB")
	flag.Parse()
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

// row is one work: seconds of each side, median of the runs.
type row struct {
	ours, one, duckMemory, duckParquet float64
	memory                             memory
}

func bench(ctx context.Context, o options) error {
	store, err := ensureStore(ctx, o)
	if err != nil {
		return err
	}
	r := runner{binary: o.binary, store: store, cache: filepath.Join(o.dir, "cache-"+o.profile), threads: o.threads}
	rows := map[string]*row{}
	for _, l := range labels {
		rows[l.name] = &row{}
	}
	var cold float64
	if o.cold {
		if cold, err = coldRun(ctx, r); err != nil {
			return err
		}
	}
	if err := measureOurs(ctx, o, r, rows); err != nil {
		return err
	}
	if o.duck {
		if err := measureDuck(ctx, o, filepath.Join(store, "no.ssb.fdb"), rows); err != nil {
			return err
		}
	}
	report(o, rows, cold)
	return nil
}

// ensureStore makes the synthetic store once.
func ensureStore(ctx context.Context, o options) (string, error) {
	dir := filepath.Join(o.dir, fmt.Sprintf("store-%s-%d", o.profile, o.persons))
	if _, err := os.Stat(filepath.Join(dir, "no.ssb.fdb", "datastore", "datastore_versions.json")); err == nil {
		return dir, nil
	}
	fmt.Fprintf(os.Stderr, "making a synthetic store of %d residents in %s ...\n", o.persons, dir)
	cmd := exec.CommandContext(ctx, o.binary, "synth", "--persons", strconv.Itoa(o.persons), "--profile", o.profile, "--out", dir)
	cmd.Stderr = os.Stderr
	return dir, cmd.Run()
}

// coldRun is the sum of (a)–(e) when no hot file exists yet.
func coldRun(ctx context.Context, r runner) (float64, error) {
	if err := os.RemoveAll(r.cache); err != nil {
		return 0, err
	}
	var total float64
	for _, l := range labels {
		result, err := r.script(ctx, l.script)
		if err != nil {
			return 0, err
		}
		s, err := result.seconds(l.script)
		if err != nil {
			return 0, err
		}
		total += s
	}
	return total, nil
}

func measureOurs(ctx context.Context, o options, r runner, rows map[string]*row) error {
	single := r
	single.threads = 1
	for _, l := range labels {
		var two, one []float64
		for range o.runs {
			result, err := r.script(ctx, l.script)
			if err != nil {
				return err
			}
			s, err := result.seconds(l.script)
			if err != nil {
				return err
			}
			two = append(two, s)
			m := &rows[l.name].memory
			m.Anonymous, m.Mapped = max(m.Anonymous, result.Memory.Anonymous), max(m.Mapped, result.Memory.Mapped)
			alone, err := single.script(ctx, l.script)
			if err != nil {
				return err
			}
			if s, err = alone.seconds(l.script); err != nil {
				return err
			}
			one = append(one, s)
			fmt.Fprintf(os.Stderr, "(%s) %.3f s on %d threads, %.3f s on one; open %.3f s, keys %.3f s\n",
				l.name, two[len(two)-1], o.threads, s, result.Timings.OpenSeconds, result.Timings.KeysSeconds)
		}
		rows[l.name].ours, rows[l.name].one = median(two), median(one)
	}
	return nil
}

func measureDuck(ctx context.Context, o options, bank string, rows map[string]*row) error {
	d, err := openDuck(ctx, bank, o.threads)
	if err != nil {
		return err
	}
	defer d.db.Close()
	if err := d.load(ctx); err != nil {
		return err
	}
	for range o.runs {
		if err := d.round(ctx, rows); err != nil {
			return err
		}
	}
	for _, r := range rows {
		r.duckMemory, r.duckParquet = median(d.memory[r]), median(d.parquet[r])
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

func report(o options, rows map[string]*row, cold float64) {
	fmt.Printf("%d residents, %d threads, policy %s, median of %d runs, seconds\n\n", o.persons, o.threads, o.profile, o.runs)
	fmt.Printf("%-40s %8s %8s %8s %9s %9s %7s %9s %9s\n", "work", "mdscript", "1 thread", "speed-up", "DuckDB", "DuckDB pq", "ratio", "anon MB", "mapped MB")
	var ours, duck, parquet float64
	for _, l := range labels {
		r := rows[l.name]
		fmt.Printf("(%s) %-36s %8.3f %8.3f %8.2f %9.3f %9.3f %7.1f %9d %9d\n", l.name, l.text, r.ours, r.one, ratio(r.one, r.ours),
			r.duckMemory, r.duckParquet, ratio(r.duckMemory, r.ours), r.memory.Anonymous>>20, r.memory.Mapped>>20)
		ours, duck, parquet = ours+r.ours, duck+r.duckMemory, parquet+r.duckParquet
	}
	fmt.Printf("%-40s %8.3f %8s %8s %9.3f %9.3f %7.1f\n", "sum", ours, "", "", duck, parquet, ratio(duck, ours))
	if o.cold {
		fmt.Printf("%-40s %8.3f %27s %9.3f %7.1f\n", "sum, hot files not yet built", cold, "", parquet, ratio(parquet, cold))
	}
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
