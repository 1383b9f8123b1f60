package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/exec"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/runtime/session"
	"github.com/mdscript/mdscript/runtime/store"
)

// opened is a dataset as the engine holds it after one call: a column of units and the
// columns of its variables, copied into plain values.
type opened struct {
	units *cells
	vars  map[string]*cells
	regs  map[string]plan.Reg // what holds them
}

// cells is a column. text holds texts and the ids of units.
type cells struct {
	kind    types.Kind
	missing []bool
	ints    []int64
	floats  []float64
	text    []string
}

// ran is what a run of the engine gave.
type ran struct {
	after  []map[string]opened // of every call, the datasets asked for
	tables [][]disclosure.Released
	failed int // index of the call that failed, -1 when none did
	code   diag.Code
	err    error
}

// runner plans and runs checked calls of scripts on one store.
type runner struct {
	kit   *session.Kit
	store *store.Store
	mu    sync.Mutex
	layer *disclosure.Layer
}

func (r *runner) gate(banks []catalogue.Version) (*disclosure.Layer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.layer == nil {
		p, err := r.kit.Data.Policy(banks[0])
		if err != nil {
			return nil, err
		}
		if r.layer, err = disclosure.New(disclosure.DemoRing(), p); err != nil {
			return nil, err
		}
	}
	return r.layer, nil
}

// run plans the calls, proves the plan and runs it. wanted names the datasets to look at
// after every call; with last only those after the last call are computed, so that the plan
// may drop what nobody needs.
func (r *runner) run(calls []*check.Call, wanted func(call int) []string, threads int, last bool) (out *ran) {
	defer func() {
		if p := recover(); p != nil {
			out = &ran{failed: -1, err: fmt.Errorf("panic: %v", p)}
			if inner, ok := p.(*exec.Panic); ok {
				out.err = fmt.Errorf("panic in step %s: %v\n%s", inner.Step, inner.Value, inner.Stack)
			}
		}
	}()
	functions := map[string]registry.Function{}
	for _, f := range r.kit.Functions {
		functions[f.Spec.Name] = f
	}
	b := plan.NewBuilder(plan.Env{
		Source: r.kit.Data, Layer: r.gate,
		Function: func(name string) (plan.Evaluator, bool) { f, ok := functions[name]; return f, ok },
	})
	out = &ran{failed: -1, tables: make([][]disclosure.Released, len(calls)), after: make([]map[string]opened, len(calls))}
	fetch := &fetching{at: map[plan.Reg]int{}}
	for i, call := range calls {
		active := ""
		if call.Active != nil {
			active = call.Active.Name
		}
		b.Begin(plan.Call{Index: i, Command: call.Command.Declaration().Name, Span: call.Span(), If: call.If != nil}, active)
		call.Command.(registry.Command).Plan(b, call)
		if out.err = b.Err(); out.err != nil {
			return out
		}
		if !last || i == len(calls)-1 {
			out.after[i] = fetch.frames(b, wanted(i))
		}
	}
	if out.err = plan.Verify(b.Plan()); out.err != nil {
		return out
	}
	r.execute(b, fetch, threads, out)
	return out
}

func (r *runner) execute(b *plan.Builder, fetch *fetching, threads int, out *ran) {
	op := &copying{ids: r.ids}
	touch := []plan.Reg{}
	if len(fetch.regs) > 0 {
		touch = append(touch, b.Add(op, plan.TypeTuple, fetch.regs...))
	}
	p := b.Plan()
	c := &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 30), Threads: threads}
	if imports := p.Imports(0, touch...); len(imports) > 0 {
		if out.err = r.kit.Data.Prepare(c, imports); out.err != nil {
			return
		}
	}
	result := exec.Run(c.Ctx, p, 0, exec.Options{Threads: threads, Pool: c.Pool, Touch: touch})
	if result.Err != nil {
		out.failed, out.err = len(out.after), result.Err
		if result.Done < len(p.Roots) {
			out.failed = p.Roots[result.Done].Call
		}
		var problem *diag.Problem
		if errors.As(result.Err, &problem) {
			out.code, out.err = problem.Code, nil
		}
	}
	for _, o := range p.Outputs {
		if released, ok := result.Values[o.Value].(disclosure.Released); ok && !o.Aside && released.Kind() != disclosure.KindMessage {
			out.tables[o.Call] = append(out.tables[o.Call], released)
		}
	}
	fetch.fill(out, op.copies)
	if live := c.Pool.Live(); live != 0 {
		out.err = fmt.Errorf("%d bytes were not given back", live)
	}
}

// ids gives the ids of the units of a space.
func (r *runner) ids(space string) (func(ordinal int) string, error) {
	u, err := r.store.Units(space)
	if err != nil {
		return nil, err
	}
	return func(ordinal int) string { return string(u.AppendID(nil, ordinal)) }, nil
}

// fetching collects the registers to look at.
type fetching struct {
	regs []plan.Reg
	at   map[plan.Reg]int
}

func (f *fetching) reg(r plan.Reg) {
	if _, ok := f.at[r]; !ok && r != plan.NoReg {
		f.at[r] = len(f.regs)
		f.regs = append(f.regs, r)
	}
}

func (f *fetching) frames(b *plan.Builder, names []string) map[string]opened {
	out := map[string]opened{}
	for _, name := range names {
		frame := b.Frame(name)
		o := opened{regs: map[string]plan.Reg{"": frame.Units}, vars: map[string]*cells{}}
		f.reg(frame.Units)
		for v, r := range frame.Vars {
			o.regs[v] = r
			f.reg(r)
		}
		out[name] = o
	}
	return out
}

func (f *fetching) fill(out *ran, copies []*cells) {
	if len(copies) < len(f.regs) {
		return // a root failed before
	}
	for _, datasets := range out.after {
		for name, o := range datasets {
			for v, r := range o.regs {
				switch {
				case r == plan.NoReg:
				case v == "":
					o.units = copies[f.at[r]]
				default:
					o.vars[v] = copies[f.at[r]]
				}
			}
			datasets[name] = o
		}
	}
}

// copying is a step that copies columns out of the engine.
type copying struct {
	ids    func(space string) (func(int) string, error)
	copies []*cells
}

func (*copying) Name() string   { return "test-copy" }
func (*copying) Params() string { return "" }

// Run takes columns.
func (c *copying) Run(_ *kernel.Context, in []any) (any, error) {
	for _, x := range in {
		col, ok := x.(*column.Column)
		if !ok {
			return nil, fmt.Errorf("a variable is held by %T", x)
		}
		one, err := c.copy(col)
		if err != nil {
			return nil, err
		}
		c.copies = append(c.copies, one)
	}
	return []any{}, nil
}

func (c *copying) copy(col *column.Column) (*cells, error) {
	if col.Const {
		return nil, errors.New("a variable is held by a constant")
	}
	out := &cells{kind: col.Kind, missing: make([]bool, col.Len), ints: slices.Clone(col.Ints), floats: slices.Clone(col.Floats)}
	var id func(int) string
	if col.Kind == types.Key {
		var err error
		if id, err = c.ids(col.Space); err != nil {
			return nil, err
		}
	}
	for i := range col.Len {
		out.missing[i] = col.Missing(i)
		switch {
		case col.Kind == types.Boolean:
			out.ints = append(out.ints, int64(col.Bools[i]))
		case col.Kind == types.Text && !out.missing[i]:
			out.text = append(out.text, col.Text(i))
		case col.Kind == types.Key && !out.missing[i]:
			out.text = append(out.text, id(int(col.Codes[i])))
		case col.Kind == types.Text || col.Kind == types.Key:
			out.text = append(out.text, "")
		}
	}
	return out, nil
}
