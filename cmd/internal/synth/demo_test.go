package synth

import (
	"context"
	"os"
	"testing"
	"time"
)

// TestBuild builds a store of SYNTH_PERSONS residents in SYNTH_OUT and prints what it took.
func TestBuild(t *testing.T) {
	out := os.Getenv("SYNTH_OUT")
	if out == "" {
		t.Skip("SYNTH_OUT not set")
	}
	n := 150000
	t0 := time.Now()
	w, err := simulate(context.Background(), n, 1, func(float64) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("simulate", time.Since(t0), w.Persons(), len(w.unions), len(w.jobs), len(w.taken), len(w.cars), len(w.menPaths.day)+len(w.womenPaths.day))
	t0 = time.Now()
	r, err := generate(context.Background(), Options{Persons: n, Seed: 1, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	t.Log("all", time.Since(t0), r.rows)
}
