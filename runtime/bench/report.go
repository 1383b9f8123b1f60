package main

import (
	"fmt"
	"runtime"
)

// report prints one policy beside DuckDB, which may not have been measured, and the least
// time that moving a job's bytes takes.
func report(o options, s, theirs *side, bandwidth float64) {
	what := fmt.Sprintf("%d residents", o.persons)
	if o.store != "" {
		what = o.store
	}
	fmt.Printf("\n%s, %d threads, policy %s, median of %d runs, seconds; %s/%s with %d processors; copying moves %.1f GB/s\n\n",
		what, o.threads, s.profile, o.runs, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), bandwidth/1e9)
	fmt.Printf("%-42s %8s %8s %8s %8s %8s %6s %6s %8s %8s %6s %8s %8s %6s %8s %6s %8s\n", "job", "mdscript", "1 thread", "speed-up",
		"DuckDB", "Parquet", "ratio", "target", "least MB", "bound", "times", "live MB", "columns", "ratio", "anon MB", "ratio", "DuckDB")
	var total, memory, parquet float64
	for _, j := range chosen(o.only) {
		r, d := s.row(j.name), theirs.row(j.name)
		two, one, native, disk := median(r.two), median(r.one), median(d.two), median(d.parquet)
		bound := float64(d.atLeast) / bandwidth
		fmt.Printf("(%s) %-38s %8.3f %8.3f %8.2f %8.3f %8.3f %6.1f %6.1f %8d %8.4f %6.1f %8d %8d %6.2f %8d %6.2f %8d\n", j.name, j.text, two, one, ratio(one, two),
			native, disk, ratio(native, two), j.target, d.atLeast/1e6, bound, ratio(two, bound),
			r.live/1e6, r.pool/1e6, ratio(float64(r.pool), float64(r.live)), r.memory.Anonymous/1e6, ratio(float64(r.memory.Anonymous), float64(r.live)), d.memory.Anonymous/1e6)
		total, memory, parquet = total+two, memory+native, parquet+disk
	}
	fmt.Printf("%-42s %8.3f %8s %8s %8.3f %8.3f %6.1f\n", "sum", total, "", "", memory, parquet, ratio(memory, total))
	if o.cold {
		fmt.Printf("%-42s %8.3f\n", "building hot files for all of them", s.cold)
	}
	fmt.Printf("%-42s %8.3f\n%-42s %8.3f\n", "open the store", median(s.open), "read or derive record keys", median(s.keys))
	for _, a := range s.again {
		fmt.Printf("%-42s %8.3f %d steps, %d bytes read; the first run took %.3f\n", "run again, last line edited", a.Seconds, a.Steps, a.Bytes, a.FirstSeconds)
	}
}
