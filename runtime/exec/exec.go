// Package exec runs a plan.
//
// In: a verified plan and the first root to run. Out: the public results of its roots, in
// script order, up to the first that fails.
//
//	result := exec.Run(ctx, p, 0, exec.Options{Threads: 2, Pool: pool})
//	released := result.Values[p.Outputs[0].Value].(disclosure.Released)
//
// Only steps that a root needs are run. Steps that do not need each other run side by side,
// and the chunks inside a step too, on one budget of threads; what comes out does not depend
// on it. The memory of a result is given back after its last use, or kept by a session's
// cache. Output ends at the first failing root whatever ran beside it: a step is only given
// up when it comes after the failing one in the order of the script.
package exec

import (
	"context"
	"errors"
	"maps"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Options is what a run may use.
type Options struct {
	Threads int
	Pool    *mem.Pool
	Cache   *Cache // nil: nothing is kept after its last use
	// Progress is told about long steps: the name of the step and the share of its chunks
	// that are done. It is called from any goroutine.
	Progress func(step string, share float64)
	// Touch are further steps to compute, after the roots: what a line put into datasets. The
	// cache decides whether they are kept. See package session, Timed.
	Touch []plan.Reg
	// Keep narrows the cache to these results as soon as the run has taken out of it what it
	// needs: the others are given back after their last use. nil narrows nothing.
	Keep map[plan.Hash]bool
	// Fresh names steps that are run although an earlier result is at hand, and whose results
	// are not kept; nil names none.
	Fresh func(plan.Reg) bool
	// Clock makes Counters tell the seconds of steps: for the owner only, since time depends
	// on data.
	Clock bool
	// Done is told how many roots, from the first of the plan, are done for good: nothing
	// that fails later can come before them. It is called on the goroutine of Run, with the
	// results of the roots that are new.
	Done func(done int, values map[plan.Reg]any)
}

// Counters tell what a run did. They are for tests and the owner, not for authors.
type Counters struct {
	Steps  map[string]int           // executed steps by name
	Cached int                      // results taken from the cache
	Clock  map[string]time.Duration // time of steps by name, side by side counted apart; nil without Options.Clock
	Bytes  int64                    // read from stores
	// Peak is the most that the pool had handed out at a time, and Live the most that results
	// took which a step, a cache or the caller still needed: all else is work space.
	Peak, Live int64
}

// Total is the number of executed steps.
func (c Counters) Total() int {
	n := 0
	for _, k := range c.Steps {
		n += k
	}
	return n
}

// Result is what a run gave.
type Result struct {
	Values   map[plan.Reg]any // disclosure.Released or disclosure.Shown of the roots that are done
	Done     int              // number of roots, from the first of the plan, that are done
	Err      error            // why the next root is not done; nil when all are
	Failed   plan.Reg         // the step that failed; NoReg when none did
	Counters Counters
}

// Panic is a panic of a step, passed on to the caller of Run.
type Panic struct {
	Step  string
	Value any
	Stack []byte
}

// Run runs the roots of a plan from the given one on. The plan must have passed Verify. It
// returns when every step it started has ended, also when ctx is cancelled.
func Run(ctx context.Context, p *plan.Plan, from int, opt Options) *Result {
	r := newRun(ctx, p, from, opt)
	r.loop()
	if r.panicked != nil {
		r.drop()
		panic(r.panicked)
	}
	return r.finish()
}

// ahead is how many roots beyond the first that is not done steps may work for. Threads that
// ran further ahead would fill the memory with what is needed much later; the chunks of the
// steps at hand keep them busy.
const ahead = 2

// node is one step that has to run.
type node struct {
	reg     plan.Reg
	root    int // the first root that needs it, counted from the first of the run; touched steps come last
	order   int // place in the order of the script: all that a root needs comes before the next root
	waiting int // inputs not yet computed
	users   []*node
	uses    int // users that have not run, and one for a root
	value   *held
	cached  bool
	retried bool
}

type run struct {
	ctx      context.Context
	p        *plan.Plan
	from     int
	opt      Options
	budget   *kernel.Budget
	nodes    map[plan.Reg]*node
	list     []*node
	ready    heap
	running  map[*node]context.CancelFunc
	done     chan outcome
	limit    int // order of the first failing node; nodes after it are not needed
	failed   *node
	err      error
	panicked *Panic
	bytes    atomic.Int64
	counters Counters
	told     int   // roots told to Done
	live     int64 // bytes of the results of this run that a step still needs
	adding   int   // the root whose steps are being added
	front    int   // the first root of the run that is not done
}

type outcome struct {
	n     *node
	took  time.Duration
	value any
	err   error
	panic *Panic
}

func newRun(ctx context.Context, p *plan.Plan, from int, opt Options) *run {
	opt.Threads = max(opt.Threads, 1)
	r := &run{
		ctx: ctx, p: p, from: from, opt: opt, budget: kernel.NewBudget(opt.Threads),
		nodes: map[plan.Reg]*node{}, running: map[*node]context.CancelFunc{},
		done: make(chan outcome, opt.Threads), counters: Counters{Steps: map[string]int{}}, told: from,
	}
	for i, root := range p.Roots[from:] {
		r.adding = i
		r.need(root.Reg).uses++
	}
	r.adding = len(p.Roots) - from
	for _, reg := range opt.Touch {
		r.need(reg)
	}
	if opt.Keep != nil && opt.Cache != nil {
		opt.Cache.Only(opt.Keep)
		idle, seen := maps.Clone(opt.Keep), map[any]bool{}
		for _, n := range r.list {
			delete(idle, p.Steps[n.reg].Hash)
			if n.cached {
				seen[identity(n.value.value)] = true
			}
		}
		r.live += opt.Cache.size(idle, seen)
	}
	r.counters.Live = r.live
	if opt.Clock {
		r.counters.Clock = map[string]time.Duration{}
	}
	r.limit = len(r.list)
	for _, n := range r.list {
		if !n.cached && n.waiting == 0 {
			r.ready.push(n)
		}
	}
	return r
}

// need adds a step and what it needs, deepest first.
func (r *run) need(reg plan.Reg) *node {
	if n, ok := r.nodes[reg]; ok {
		return n
	}
	n := &node{reg: reg, root: r.adding}
	r.nodes[reg] = n
	s := &r.p.Steps[reg]
	if n.value = r.cacheOf(reg).get(s.Hash); n.value != nil {
		n.cached = true
		r.counters.Cached++
		r.live += n.value.live()
	} else {
		seen := map[plan.Reg]bool{}
		for _, in := range s.In {
			if seen[in] {
				continue
			}
			seen[in] = true
			m := r.need(in)
			m.uses++
			m.users = append(m.users, n)
			if !m.cached {
				n.waiting++
			}
		}
	}
	n.order = len(r.list)
	r.list = append(r.list, n)
	return n
}

// cacheOf is where the result of a step is looked for and kept; nil for fresh ones.
func (r *run) cacheOf(reg plan.Reg) *Cache {
	if r.opt.Fresh != nil && r.opt.Fresh(reg) {
		return nil
	}
	return r.opt.Cache
}

// loop starts what is ready while threads are idle, and takes in what has ended.
func (r *run) loop() {
	r.tell()
	for {
		for r.startable() && r.budget.Take() {
			r.start(r.ready.pop())
		}
		if len(r.running) == 0 {
			return
		}
		select {
		case o := <-r.done:
			r.ended(o)
		case <-r.budget.Wake():
		}
	}
}

// startable tells whether a step may start; steps that are no longer needed are dropped.
func (r *run) startable() bool {
	if r.ctx.Err() != nil || r.panicked != nil {
		return false
	}
	for len(r.ready) > 0 && r.ready[0].order >= r.limit {
		r.ready.pop()
	}
	if len(r.ready) == 0 {
		return false
	}
	roots := r.p.Roots[r.from:]
	for r.front < len(roots) && r.nodes[roots[r.front].Reg].value != nil {
		r.front++
	}
	if r.ready[0].root > r.front+ahead {
		return false
	}
	// A step that ran out of memory waits until it is alone.
	return !r.ready[0].retried || len(r.running) == 0
}

func (r *run) start(n *node) {
	ctx, cancel := context.WithCancel(r.ctx)
	r.running[n] = cancel
	s := &r.p.Steps[n.reg]
	in := make([]any, len(s.In))
	for i, x := range s.In {
		in[i] = r.nodes[x].value.value
	}
	c := &kernel.Context{
		Ctx: ctx, Pool: r.opt.Pool, Threads: r.opt.Threads, Budget: r.budget,
		Read: func(bytes int64) { r.bytes.Add(bytes) },
	}
	if r.opt.Progress != nil {
		name := s.Op.Name()
		c.Progress = func(done, total int) { r.opt.Progress(name, float64(done)/float64(max(total, 1))) }
	}
	go func() {
		o := outcome{n: n}
		defer func() {
			if p := recover(); p != nil {
				o = outcome{n: n, panic: &Panic{Step: s.Op.Name(), Value: p, Stack: debug.Stack()}}
			}
			r.done <- o
		}()
		start := time.Now()
		o.value, o.err = s.Op.Run(c, in)
		o.took = time.Since(start)
	}()
}

// ended takes in the outcome of a step.
func (r *run) ended(o outcome) {
	r.running[o.n]()
	delete(r.running, o.n)
	r.budget.Give()
	n := o.n
	switch {
	case o.panic != nil:
		r.panicked = o.panic
		r.cancelFrom(0)
		return
	case o.err != nil:
		r.failure(n, o.err)
		return
	}
	s := &r.p.Steps[n.reg]
	r.counters.Steps[s.Op.Name()]++
	n.value = hold(o.value, r.values(s.In))
	r.live += n.value.live()
	r.counters.Live = max(r.counters.Live, r.live)
	if r.opt.Clock {
		r.counters.Clock[s.Op.Name()] += o.took
	}
	r.cacheOf(n.reg).put(s.Hash, n.value)
	if n.uses == 0 {
		r.forget(n)
	}
	r.letGo(s.In)
	for _, user := range n.users {
		if user.waiting--; user.waiting == 0 {
			r.ready.push(user)
		}
	}
	r.tell()
}

// tell reports the roots that are done with all before them.
func (r *run) tell() {
	if r.opt.Done == nil {
		return
	}
	var values map[plan.Reg]any
	before := r.told
	for _, root := range r.p.Roots[r.told:] {
		n := r.nodes[root.Reg]
		if n.value == nil || n.order >= r.limit {
			break
		}
		if values == nil {
			values = map[plan.Reg]any{}
		}
		values[root.Reg] = n.value.value
		r.told++
	}
	if r.told > before {
		r.opt.Done(r.told, values)
	}
}

func (r *run) values(in []plan.Reg) []*held {
	out := make([]*held, len(in))
	for i, x := range in {
		out[i] = r.nodes[x].value
	}
	return out
}

// letGo counts down the uses of a step's inputs and gives back what has none left.
func (r *run) letGo(in []plan.Reg) {
	for i, x := range in {
		if contains(in[:i], x) {
			continue
		}
		m := r.nodes[x]
		if m.uses--; m.uses == 0 {
			r.forget(m)
		}
	}
}

// forget gives a result back that no step needs any more.
func (r *run) forget(n *node) {
	if r.opt.Cache == nil || !r.opt.Keep[r.p.Steps[n.reg].Hash] {
		r.live -= n.value.live()
	}
	n.value.release()
	n.value = nil
}

func contains(list []plan.Reg, r plan.Reg) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}

// failure ends the run at a step, unless an earlier one failed or its memory can be found.
func (r *run) failure(n *node, err error) {
	if n.order >= r.limit {
		return
	}
	if errors.Is(err, mem.ErrBudget) && r.ctx.Err() == nil {
		alone := len(r.running) == 0
		if !alone || r.opt.Cache.Clear() || !n.retried {
			n.retried = true
			r.ready.push(n)
			return
		}
	}
	r.limit, r.failed, r.err = n.order, n, err
	r.cancelFrom(n.order)
}

// cancelFrom stops the running steps that come later than a place in the script.
func (r *run) cancelFrom(order int) {
	for n, cancel := range r.running {
		if n.order >= order {
			cancel()
		}
	}
}

// finish collects the results of the roots that are done and gives everything else back.
func (r *run) finish() *Result {
	out := &Result{Values: map[plan.Reg]any{}, Done: r.from, Failed: plan.NoReg, Err: r.err}
	for _, root := range r.p.Roots[r.from:] {
		n := r.nodes[root.Reg]
		if n.value == nil || n.order >= r.limit {
			break
		}
		out.Values[root.Reg] = n.value.value
		out.Done++
	}
	if r.failed != nil {
		out.Failed = r.failed.reg
	}
	if out.Done < len(r.p.Roots) && r.ctx.Err() != nil {
		out.Err, out.Failed = r.ctx.Err(), plan.NoReg
	}
	r.drop()
	r.counters.Bytes, r.counters.Peak = r.bytes.Load(), r.opt.Pool.Peak()
	out.Counters = r.counters
	return out
}

// drop gives back whatever is still held. Results of roots are plain values and stay good.
func (r *run) drop() {
	for _, n := range r.list {
		if n.value != nil {
			n.value.release()
			n.value = nil
		}
	}
}
