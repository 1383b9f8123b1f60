package synth

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/runtime/store"
)

// TestSpeed makes every variable of the demo alone, as its first reader does, and prints the
// slowest; without SYNTH_SPEED it does nothing. SYNTH_SPEED=NAME makes one variable.
//
//	SYNTH_SPEED=1 go test -run TestSpeed -timeout 1h -v ./cmd/internal/synth
//
// "cold" has all that variables share found anew, "warm" is a second time in the same program.
// SYNTH_PERSONS=N makes another country, and the variables one after the other in one program:
//
//	SYNTH_PERSONS=5500000 SYNTH_SPEED=NAME,NAME go test -run TestSpeed -timeout 1h -v ./cmd/internal/synth
func TestSpeed(t *testing.T) {
	only := os.Getenv("SYNTH_SPEED")
	if only == "" {
		t.Skip("SYNTH_SPEED not set")
	}
	persons, together := publishedPersons, os.Getenv("SYNTH_PERSONS") != ""
	if together {
		_, err := fmt.Sscan(os.Getenv("SYNTH_PERSONS"), &persons)
		require.NoError(t, err)
	}
	begun := time.Now()
	w, err := simulate(t.Context(), persons, publishedSeed, func(float64) {})
	require.NoError(t, err)
	bank := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(bank, "history"), 0o755))
	require.NoError(t, w.Save(filepath.Join(bank, historyRel)))
	w = nil
	runtime.GC()
	t.Logf("history of %d residents: %.1f s", persons, time.Since(begun).Seconds())
	shared := NewGenerator()
	type took struct {
		name       string
		cold, warm time.Duration
		rows       int64
	}
	var all []took
	for _, v := range declared(t) {
		if only != "1" && !slices.Contains(strings.Split(only, ","), v.Name) {
			continue
		}
		g, start := NewGenerator(), time.Now()
		if together {
			before := shared.rows.Load()
			require.NoError(t, makeAll(t, shared, bank, persons, &v))
			all = append(all, took{name: v.Name, cold: time.Since(start), rows: shared.rows.Load() - before})
			continue
		}
		require.NoError(t, makeAll(t, g, bank, persons, &v))
		x := took{name: v.Name, cold: time.Since(start), rows: g.rows.Load()}
		start = time.Now()
		require.NoError(t, makeAll(t, g, bank, persons, &v))
		x.warm = time.Since(start)
		require.NoError(t, g.Close())
		all = append(all, x)
	}
	slices.SortFunc(all, func(a, b took) int { return cmp.Compare(b.cold, a.cold) })
	var cold, warm time.Duration
	var rows int64
	for i, x := range all {
		cold, warm, rows = cold+x.cold, warm+x.warm, rows+x.rows
		if i < 20 || x.warm > time.Second {
			t.Logf("%-32s cold %6.2f s, warm %6.2f s, %9d rows", x.name, x.cold.Seconds(), x.warm.Seconds(), x.rows)
		}
	}
	require.NoError(t, shared.Close())
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d MB from the system", m.Sys>>20)
	t.Logf("%d variables: cold %.0f s, warm %.0f s, %d rows", len(all), cold.Seconds(), warm.Seconds(), rows)
}

// makeAll makes all parts of a variable.
func makeAll(t *testing.T, g *Generator, bank string, persons int, v *variable.Variable) error {
	t.Helper()
	dir := t.TempDir()
	defer func() { _ = os.RemoveAll(dir) }() // before the next one
	r := store.Request{Bank: bank, Parameters: fmt.Appendf(nil, `{"persons":%d,"seed":%d,"history":%q}`, persons, publishedSeed, historyRel), Variable: v.Name}
	if v.At == nil {
		r.Out = filepath.Join(dir, v.DataName())
		return g.Generate(context.Background(), r)
	}
	for _, p := range v.When.Periods {
		if y := calendar.YearOf(p.Start); y != r.Year {
			r.Year, r.Out = y, filepath.Join(dir, fmt.Sprint(y))
			if err := os.Mkdir(r.Out, 0o755); err != nil {
				return err
			}
			if err := g.Generate(context.Background(), r); err != nil {
				return err
			}
			if err := os.RemoveAll(r.Out); err != nil { // the disk need not hold a whole variable
				return err
			}
		}
	}
	return nil
}
