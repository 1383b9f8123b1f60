package session

import (
	"context"
	"runtime/debug"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
)

// Memory is what several runs share: the pool of buffers, and the results that are kept.
type Memory struct {
	Pool    *mem.Pool
	Results *exec.Cache // nil: nothing is kept
	units   map[string]string
}

// NewMemory makes the memory of a kit; keep tells whether results outlive their last use.
// Kept results take at most half of it.
func (k *Kit) NewMemory(keep bool) *Memory {
	m := &Memory{Pool: mem.NewPool(k.Memory), units: map[string]string{}}
	if keep {
		m.Results = exec.NewCache(k.Memory / 2)
	}
	return m
}

// Work is the calls of a script on their way: planned, proven, run and shown. It grows call
// by call and is used by one goroutine.
type Work struct {
	kit     *Kit
	memory  *Memory
	builder *plan.Builder
	calls   []*check.Call
	files   []*source.File // of every call
	roots   int            // roots that are done
	shown   int            // calls whose output was given out
	outputs int            // outputs of the plan that were given out
	touch   []plan.Reg     // further steps to compute; see Timed
	clock   bool
	keep    map[plan.Hash]bool // results worth keeping; nil: all
	fresh   check.CacheKinds   // results that are neither reused nor kept
}

// Sink takes the output of one call, in script order.
type Sink func(call *check.Call, blocks []page.Block)

// NewWork starts an empty script.
func (k *Kit) NewWork(memory *Memory) *Work {
	return &Work{kit: k, memory: memory, builder: plan.NewBuilder(k.env())}
}

// Plan is what was planned so far.
func (w *Work) Plan() *plan.Plan { return w.builder.Plan() }

// Add plans calls and proves the whole plan. Problems: D-codes of a bank's policy and
// secret, and internal ones.
func (w *Work) Add(file *source.File, calls []*check.Call) *Failure {
	for _, call := range calls {
		active := ""
		if call.Active != nil {
			active = call.Active.Name
		}
		w.builder.Begin(plan.Call{
			Index: len(w.calls), Command: call.Command.Declaration().Name, Span: call.Span(), If: call.If != nil,
		}, active)
		w.calls = append(w.calls, call)
		w.files = append(w.files, file)
		if cmd, ok := call.Command.(registry.Command); ok {
			cmd.Plan(w.builder, call)
			if w.kit.LogCounts {
				w.builder.LogValues()
			}
		}
		if err := w.builder.Err(); err != nil {
			return w.failure(err, call.Span(), nil)
		}
	}
	if err := plan.Verify(w.builder.Plan()); err != nil {
		f := w.failure(err, source.Span{}, nil)
		if fault, ok := err.(*plan.Fault); ok && fault.Call < len(w.calls) {
			f.Diagnostic.Span = w.calls[fault.Call].Span()
		}
		return f
	}
	return nil
}

// Run runs what was added since the last run and gives out its output call by call, up to
// the first that fails.
func (w *Work) Run(ctx context.Context, sink Sink) (exec.Counters, *Failure) {
	p := w.builder.Plan()
	if err := w.prepare(ctx, p); err != nil {
		return exec.Counters{}, w.failure(err, w.unprepared(ctx, p), ctx)
	}
	released := map[plan.Reg]any{}
	result := exec.Run(ctx, p, w.roots, exec.Options{
		Threads: w.kit.Threads, Pool: w.memory.Pool, Cache: w.memory.Results, Progress: w.kit.Progress,
		Touch: w.touch, Clock: w.clock, Keep: w.keep, Fresh: w.freshSteps(p),
		Done: func(done int, values map[plan.Reg]any) {
			for r, v := range values {
				released[r] = v
			}
			w.show(w.callOfRoot(p, done), released, sink)
		},
	})
	if result.Err != nil {
		w.show(w.callOfRoot(p, result.Done), released, sink)
		return result.Counters, w.runFailure(ctx, p, result)
	}
	w.roots = len(p.Roots)
	w.show(len(w.calls), released, sink)
	return result.Counters, nil
}

// freshSteps tells the steps whose results are not reused.
func (w *Work) freshSteps(p *plan.Plan) func(plan.Reg) bool {
	if w.fresh == 0 {
		return nil
	}
	return func(r plan.Reg) bool {
		kind := check.CacheResults
		if p.Reads(r) {
			kind = check.CacheImports
		}
		return w.fresh&kind != 0
	}
}

// prepare lets the store make ready what the run will read. Keys that were read before the
// store knew all its units are read again.
func (w *Work) prepare(ctx context.Context, p *plan.Plan) error {
	imports := p.Imports(w.roots, w.touch...)
	if len(imports) == 0 {
		return nil
	}
	c := &kernel.Context{Ctx: ctx, Pool: w.memory.Pool, Threads: w.kit.Threads}
	if w.kit.Progress != nil {
		c.Progress = func(done, total int) { w.kit.Progress("prepare", float64(done)/float64(max(total, 1))) }
	}
	if err := w.kit.Data.Prepare(c, imports); err != nil {
		return err
	}
	for space, steps := range p.KeySteps() {
		version, err := w.kit.Data.UnitsVersion(space)
		if err != nil {
			return err
		}
		if w.memory.units[space] != version {
			w.memory.units[space] = version
			for _, h := range steps {
				w.memory.Results.Forget(h)
			}
		}
	}
	return nil
}

// unprepared finds the line whose import cannot be made ready, by trying them one by one.
func (w *Work) unprepared(ctx context.Context, p *plan.Plan) source.Span {
	c := &kernel.Context{Ctx: ctx, Pool: w.memory.Pool, Threads: w.kit.Threads}
	for _, v := range p.Imports(w.roots, w.touch...) {
		if ctx.Err() == nil && v.Call < len(w.calls) && w.kit.Data.Prepare(c, []plan.Import{v}) != nil {
			return w.calls[v.Call].Span()
		}
	}
	return w.firstUnshown()
}

// callOfRoot is the call of the first root that is not done: all before it can be shown.
func (w *Work) callOfRoot(p *plan.Plan, done int) int {
	if done < len(p.Roots) {
		return p.Roots[done].Call
	}
	return len(w.calls)
}

// show renders the calls before a place that were not shown yet.
func (w *Work) show(before int, released map[plan.Reg]any, sink Sink) {
	p := w.builder.Plan()
	for ; w.shown < before; w.shown++ {
		call := w.calls[w.shown]
		var out, aside []disclosure.Released
		// Outputs are in the order of their calls.
		for ; w.outputs < len(p.Outputs) && p.Outputs[w.outputs].Call <= w.shown; w.outputs++ {
			o := p.Outputs[w.outputs]
			switch r, ok := released[o.Value].(disclosure.Released); {
			case ok && o.Aside:
				aside = append(aside, r)
			case ok:
				out = append(out, r)
			}
		}
		cmd, ok := call.Command.(registry.Command)
		if !ok {
			continue
		}
		writer := page.NewWriter(w.kit.Lang, w.kit.Messages, w.origin(w.shown))
		cmd.Render(writer, call, out)
		writer.Logs(aside)
		if sink != nil {
			sink(call, writer.Blocks())
		}
	}
}

// origin is the line a call comes from.
func (w *Work) origin(index int) page.Origin {
	call, file := w.calls[index], w.files[index]
	span := call.Span()
	o := page.Origin{Command: call.Command.Declaration().Name, Line: file.Position(span.Start).Line}
	if _, text := call.Stmt.Command, call.Stmt.Text; text == nil && span.End <= len(file.Text) {
		o.Source = file.Text[span.Start:span.End]
	}
	var turns []string
	for _, t := range call.Stmt.Origin.Turns {
		turns = append(turns, t.Name+" = "+t.Value)
	}
	o.Turn = strings.Join(turns, ", ")
	return o
}

func (w *Work) firstUnshown() source.Span {
	if w.shown < len(w.calls) {
		return w.calls[w.shown].Span()
	}
	return source.Span{}
}

// mark and undo take back a line that failed.
type mark struct {
	plan         plan.Mark
	calls, roots int
	shown        int
	outputs      int
}

func (w *Work) mark() mark {
	return mark{plan: w.builder.Mark(), calls: len(w.calls), roots: w.roots, shown: w.shown, outputs: w.outputs}
}

func (w *Work) undo(m mark) {
	w.builder.Undo(m.plan)
	w.calls, w.files = w.calls[:m.calls:m.calls], w.files[:m.calls:m.calls]
	w.roots, w.shown, w.outputs = m.roots, m.shown, m.outputs
}

// Guarded runs body and turns a panic into an internal error. The value of the panic could
// hold data: it is dropped, and only the stack is told, to tests.
func (k *Kit) Guarded(body func() *Failure) (f *Failure) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		stack := debug.Stack()
		if inner, ok := p.(*exec.Panic); ok {
			stack = inner.Stack
		}
		if k.Panicked != nil {
			k.Panicked(stack)
		}
		f = &Failure{Exit: ExitInternal, Diagnostic: diag.New(codeInternal).At(source.Span{})}
	}()
	return body()
}
