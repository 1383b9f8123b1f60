package main

import (
	"fmt"
	"runtime"
)

// report prints one policy beside DuckDB, which may be nil.
func report(o options, s *side, duck *duck) {
	what := fmt.Sprintf("%d residents", o.persons)
	if o.store != "" {
		what = o.store
	}
	fmt.Printf("\n%s, %d threads, policy %s, median of %d runs, seconds; %s/%s with %d processors\n\n",
		what, o.threads, s.profile, o.runs, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Printf("%-40s %8s %8s %8s %8s %8s %6s %8s %8s %8s\n", "work", "mdscript", "1 thread", "speed-up", "DuckDB", "Parquet", "ratio", "anon MB", "mapped", "DuckDB")
	var total, memory, parquet float64
	for _, l := range labels {
		r, d := s.rows[l.name], &row{}
		if duck != nil {
			d = duck.side.rows[l.name]
		}
		two, one, theirs, disk := median(r.two), median(r.one), median(d.two), median(d.parquet)
		fmt.Printf("(%s) %-36s %8.3f %8.3f %8.2f %8.3f %8.3f %6.1f %8d %8d %8d\n", l.name, l.text, two, one, ratio(one, two),
			theirs, disk, ratio(theirs, two), r.memory.Anonymous>>20, r.memory.Mapped>>20, d.memory.Anonymous>>20)
		total, memory, parquet = total+two, memory+theirs, parquet+disk
	}
	fmt.Printf("%-40s %8.3f %8s %8s %8.3f %8.3f %6.1f\n", "sum", total, "", "", memory, parquet, ratio(memory, total))
	if o.cold {
		fmt.Printf("%-40s %8.3f %26s %8.3f %6.1f\n", "sum, hot files not yet built", s.cold, "", parquet, ratio(parquet, s.cold))
	}
	fmt.Printf("%-40s %8.3f\n%-40s %8.3f\n", "open the store", median(s.open), "read or derive record keys", median(s.keys))
	for _, a := range s.again {
		fmt.Printf("%-40s %8.3f %d steps, %d bytes read; the first run took %.3f\n", "run again, last line edited", a.Seconds, a.Steps, a.Bytes, a.FirstSeconds)
	}
}
