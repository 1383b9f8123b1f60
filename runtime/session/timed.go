package session

import (
	"context"
	"time"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Timing is the time of one call, and the part of it that read or derived record keys.
type Timing struct {
	Call       *check.Call
	Took, Keys time.Duration
	Clock      map[string]time.Duration // by step
}

// MayTell refuses to time a script on a bank that is neither open nor synthetic.
func (k *Kit) MayTell(state *check.State) *Failure {
	for _, alias := range check.SortedAliases(state.Aliases) {
		v := state.Aliases[alias]
		if p, err := k.Data.Policy(v); err != nil || !p.Synthetic() && p.Profile() != disclosure.Open {
			return &Failure{Exit: ExitGuard, Diagnostic: diag.New(codeTimes, diag.Catalogue(v.Bank())).At(source.Span{})}
		}
	}
	return nil
}

// Timed runs a checked script call by call, each computed in full before the next, as if
// something needed every variable at once: what a benchmark measures. What no dataset holds
// any more is given back after every call. Time depends on data: it is for the owner of the
// data only.
func (k *Kit) Timed(ctx context.Context, file *source.File, calls []*check.Call, sink Sink) ([]Timing, *Failure) {
	memory := k.NewMemory(true)
	memory.Results = exec.NewCache(k.Memory)
	w := k.NewWork(memory)
	var out []Timing
	for i := range calls {
		if f := w.Add(file, calls[i:i+1]); f != nil {
			return out, f
		}
		w.touch, w.clock = w.stored(i), true
		memory.Results.Only(w.builder.Live())
		start := time.Now()
		counters, f := w.Run(ctx, sink)
		out = append(out, Timing{Call: calls[i], Took: time.Since(start), Keys: counters.Clock["keys"], Clock: counters.Clock})
		if f != nil {
			return out, f
		}
	}
	return out, nil
}

// stored lists what a call put into datasets.
func (w *Work) stored(call int) []plan.Reg {
	for _, c := range w.Plan().Calls {
		if c.Index == call {
			return c.Stored
		}
	}
	return nil
}
