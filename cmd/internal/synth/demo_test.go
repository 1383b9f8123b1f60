package synth

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
)

// TestBuild builds a store of SYNTH_PERSONS residents in SYNTH_OUT and prints what it
// took; without SYNTH_OUT it does nothing.
//
//	SYNTH_PERSONS=150000 SYNTH_OUT=/tmp/demo go test -run TestBuild -v ./cmd/internal/synth
func TestBuild(t *testing.T) {
	out := os.Getenv("SYNTH_OUT")
	if out == "" {
		t.Skip("SYNTH_OUT not set")
	}
	n, err := strconv.Atoi(os.Getenv("SYNTH_PERSONS"))
	require.NoError(t, err)
	start := time.Now()
	var written time.Duration
	r, err := generate(context.Background(), Options{Persons: n, Seed: 1, Out: out, All: true, Progress: func(step text.Text, _ float64) {
		if step == stepFiles && written == 0 {
			written = time.Since(start)
		}
	}})
	require.NoError(t, err)
	all := time.Since(start)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d residents, %d persons, %d rows; first files after %.1f s, all %.1f s, %.1f million rows a second; %d MB from the system",
		n, r.world.Persons(), r.Rows, written.Seconds(), all.Seconds(), float64(r.Rows)/all.Seconds()/1e6, m.Sys>>20)
}
