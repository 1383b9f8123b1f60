package session

import (
	"context"
	"maps"
	"time"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/expand"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Timings is what a script took: making ready what its store has to, and then every call.
type Timings struct {
	Prepare time.Duration
	Calls   []Timing
}

// Timing is the time of one call, or of several computed as one, and the time that record
// keys took before it.
type Timing struct {
	Call       *check.Call // the first
	Took, Keys time.Duration
	Clock      map[string]time.Duration // by step
	Live       int64                    // bytes of the results that datasets and further steps needed, at most
	Peak       int64                    // bytes of all columns at most, so far
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

// MayTime is MayTell for all that a script reads, found by planning it: nothing is run. A
// script with mistakes is left to its run, which reports them.
func (k *Kit) MayTime(file *source.File) *Failure {
	calls, state, found := k.Read(file, expand.NewExpander(k.Evaluator), check.NewState())
	if found.HasErrors() {
		return nil
	}
	w := k.NewWork(k.NewMemory(false))
	if w.Add(file, calls) != nil {
		return nil
	}
	if f := k.mayTime(w.Plan()); f != nil {
		return f
	}
	return k.MayTell(state)
}

// mayTime is MayTell for what a plan reads, variable by variable: a script can forget its
// aliases, with clear or by linking them anew.
func (k *Kit) mayTime(p *plan.Plan) *Failure {
	for _, v := range p.Sources() {
		policy, err := k.Data.Policy(v.Bank)
		level, _ := disclosure.ParseSensitivity(v.Var.Sensitivity)
		own := policy.For(disclosure.Variable{Name: v.Var.Name, Sensitivity: level})
		if err != nil || !policy.Synthetic() && own.Profile() != disclosure.Open {
			return &Failure{Exit: ExitGuard, Diagnostic: diag.New(codeTimes, diag.Catalogue(v.Bank.Bank())).At(source.Span{})}
		}
	}
	return nil
}

// Timed runs a checked script call by call, each computed in full before the next, as if
// something needed every variable at once: what a benchmark measures. What no dataset holds
// any more is given back after every call. Time depends on data: it is for the owner of the
// data only. Calls from the given one on are computed as one, as a run does: what none of
// them leaves behind and no output needs is not made.
func (k *Kit) Timed(ctx context.Context, file *source.File, calls []*check.Call, together int, sink Sink) (Timings, *Failure) {
	memory := k.NewMemory(true)
	memory.Results = exec.NewCache(k.Memory)
	var out Timings
	start := time.Now()
	if f := k.prepareAll(ctx, memory, file, calls); f != nil {
		return out, f
	}
	out.Prepare = time.Since(start)
	w := k.NewWork(memory)
	w.clock = true
	for i := 0; i < len(calls); {
		next := i + 1
		if i >= together {
			next = len(calls)
		}
		before := w.builder.Live()
		if f := w.Add(file, calls[i:next]); f != nil {
			return out, f
		}
		if f := k.mayTime(w.Plan()); f != nil {
			return Timings{}, f
		}
		after := w.builder.Live()
		maps.Copy(before, after)
		memory.Results.Only(before)
		w.keep = after
		t := Timing{Call: calls[i]}
		f := w.timed(ctx, i, &t, sink)
		out.Calls = append(out.Calls, t)
		if f != nil {
			return out, f
		}
		i = next
	}
	return out, nil
}

// prepareAll lets the store make ready all that a script will read, as a run does before its
// first step.
func (k *Kit) prepareAll(ctx context.Context, memory *Memory, file *source.File, calls []*check.Call) *Failure {
	w := k.NewWork(memory)
	if f := w.Add(file, calls); f != nil {
		return f
	}
	if f := k.mayTime(w.Plan()); f != nil {
		return f
	}
	for _, c := range w.Plan().Calls {
		w.touch = append(w.touch, c.Stored...)
	}
	if err := w.prepare(ctx, w.Plan()); err != nil {
		return w.failure(err, w.firstUnshown(), ctx)
	}
	return nil
}

// timed runs the calls from the given one on: the record keys they need, then the rest.
func (w *Work) timed(ctx context.Context, first int, t *Timing, sink Sink) *Failure {
	start := time.Now()
	p := w.Plan()
	w.touch = w.stored(first)
	if err := w.prepare(ctx, p); err != nil {
		return w.failure(err, w.firstUnshown(), ctx)
	}
	prepared := time.Now()
	keys := exec.Run(ctx, p, len(p.Roots), exec.Options{
		Threads: w.kit.Threads, Pool: w.memory.Pool, Cache: w.memory.Results, Touch: p.KeysOf(w.roots, w.touch...),
	})
	if keys.Err != nil {
		return w.runFailure(ctx, p, keys)
	}
	t.Keys = time.Since(prepared)
	counters, f := w.Run(ctx, sink)
	t.Took, t.Clock = time.Since(start)-t.Keys, counters.Clock
	t.Live, t.Peak = counters.Live, counters.Peak
	return f
}

// stored lists what the calls from the given one on put into datasets, and the datasets hold
// still.
func (w *Work) stored(first int) []plan.Reg {
	var out []plan.Reg
	p := w.Plan()
	for _, c := range p.Calls {
		if c.Index < first {
			continue
		}
		for _, r := range c.Stored {
			if w.keep[p.Steps[r].Hash] {
				out = append(out, r)
			}
		}
	}
	return out
}
