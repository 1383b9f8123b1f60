package jobs

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Three dozen variables have a hundred months each; a few of them show the same rules.
func TestRows(t *testing.T) {
	w, all := synthtest.World(t), Variables()
	for i := range all {
		require.NoError(t, all[i].Complete(w.Cat))
		if n := len(all[i].When.Periods); n > 0 && all[i].Name != "ARBLONN_LONN_SLUTTVEDERLAG" { // hardly anybody gets that
			all[i].When = thinned(all[i].When, n/4)
		}
	}
	synthtest.Check(t, w, all)
}

// thinned keeps the first period and every one that lies a step after, and the months of 2021
// in which holidays are paid for and worked on.
func thinned(c variable.Clock, step int) (few variable.Clock) {
	for i, p := range c.Periods {
		if i%step == 0 || slices.Contains([]int64{202105, 202106}, calendar.YearMonth(p.Start)) {
			few.Periods = append(few.Periods, p)
		}
	}
	return few
}
