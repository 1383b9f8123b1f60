package plan

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Builder grows a plan call by call. It is not safe for concurrent use.
type Builder struct {
	env    Env
	plan   *Plan
	facts  []facts
	byHash map[Hash]Reg
	frames map[string]*Frame
	guards map[Reg]Reg // population guard of an ordinals register
	layers map[string]*disclosure.Layer
	known  map[listKey]*disclosure.Layer
	prints map[print]Hash // fingerprints
	err    error
	call   int
	values []stored // what the call has put into datasets
}

// stored is a variable that a call gave new values.
type stored struct{ dataset, name string }

// NewBuilder starts an empty plan.
func NewBuilder(env Env) *Builder {
	return &Builder{
		env:    env,
		plan:   &Plan{Names: map[Reg]string{}},
		byHash: map[Hash]Reg{},
		frames: map[string]*Frame{},
		guards: map[Reg]Reg{},
		layers: map[string]*disclosure.Layer{},
		known:  map[listKey]*disclosure.Layer{},
		prints: map[print]Hash{},
	}
}

// Begin starts a call. Package engine calls it before the command's Plan; active is the
// name of the active dataset, or empty.
func (b *Builder) Begin(call Call, active string) {
	call.Protected, call.Stored = NoReg, nil
	if f, ok := b.frames[active]; ok {
		call.Protected = f.Protected
	}
	b.call = call.Index
	b.values = nil
	b.plan.Calls = append(b.plan.Calls, call)
}

// Plan is what was built so far. It must not be changed.
func (b *Builder) Plan() *Plan { return b.plan }

// Err is the first failure: no policy or secret for a bank. Planning goes on after it.
func (b *Builder) Err() error { return b.err }

// Fail records a failure of planning, such as a *diag.Problem of the gate.
func (b *Builder) Fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// Frame is a copy of the current frame of a dataset: change it and publish it with
// SetFrame. A dataset that is not known yet has an empty one.
func (b *Builder) Frame(dataset string) *Frame {
	if f, ok := b.frames[dataset]; ok {
		return f.Clone()
	}
	return NewFrame()
}

// SetFrame publishes the frame of a dataset.
func (b *Builder) SetFrame(dataset string, f *Frame) {
	old := b.frames[dataset]
	var changed []string
	for name, r := range f.Vars {
		if r != NoReg && (old == nil || old.Var(name) != r) {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	sameRows := old == nil || old.Units == NoReg || old.Units == f.Units
	for _, name := range changed {
		r := f.Vars[name]
		if sameRows {
			b.values = append(b.values, stored{dataset, name})
		}
		if _, named := b.plan.Names[r]; !named {
			b.plan.Names[r] = name
		}
		if n := len(b.plan.Calls); n > 0 {
			c := &b.plan.Calls[n-1]
			c.Stored = append(c.Stored, r)
		}
	}
	b.frames[dataset] = f.Clone()
}

// DropFrame forgets a dataset.
func (b *Builder) DropFrame(dataset string) { delete(b.frames, dataset) }

// Add adds a pure step. Equal steps are one: the register of the first is returned. It
// panics when an input is absent, which package engine reports as an internal error.
func (b *Builder) Add(op kernel.Op, typ string, in ...Reg) Reg {
	return b.add(Step{Op: op, In: in, Type: typ})
}

func (b *Builder) add(s Step) Reg {
	hashes := make([]Hash, len(s.In))
	for i, r := range s.In {
		hashes[i] = b.plan.Steps[r].Hash
	}
	s.Hash = hashStep(s.Op, s.Type, hashes)
	if r, ok := b.byHash[s.Hash]; ok {
		return r
	}
	s.In = slices.Clone(s.In)
	s.Class = classOf(s.Op)
	s.Call = b.call
	r := Reg(len(b.plan.Steps))
	facts := flow(&s, r, func(in Reg) facts { return b.facts[in] })
	s.Public, s.Narrow = facts.public, facts.narrow
	b.plan.Steps = append(b.plan.Steps, s)
	b.facts = append(b.facts, facts)
	b.byHash[s.Hash] = r
	return r
}

func (b *Builder) root(r Reg) { b.plan.Roots = append(b.plan.Roots, Root{Call: b.call, Reg: r}) }

// Type is the type of a register.
func (b *Builder) Type(r Reg) string { return b.plan.Steps[r].Type }

// Part takes one element of a tuple.
func (b *Builder) Part(tuple Reg, i int, typ string) Reg {
	return b.Add(part{i}, typ, tuple)
}

// Population makes the steps that read all units with a value, and their values.
func (b *Builder) Population(v Import) (units, value Reg) {
	t := b.source(b.env.Source.Population(v), TypeTuple, v, 1)
	return b.Part(t, 0, types.Key.String()), b.Part(t, 1, v.Var.Kind.String())
}

// Join makes the step that gives a row the value of its unit (left join).
func (b *Builder) Join(units Reg, v Import) Reg {
	return b.source(b.env.Source.Join(v), v.Var.Kind.String(), v, -1, units)
}

// Outer makes the steps of an outer join: the units of the union, the row of the old
// dataset that each new row had (matches), and the value.
func (b *Builder) Outer(units Reg, v Import) (union, rows, value Reg) {
	t := b.source(b.env.Source.Outer(v), TypeTuple, v, 2, units)
	return b.Part(t, 0, types.Key.String()), b.Part(t, 1, TypeMatches), b.Part(t, 2, v.Var.Kind.String())
}

// Protect finds the protected unit of every row: it sets Protected, Space, OneRow and Key of a
// frame whose Units are set, and the Layer when it has none. Call it after the first import
// and whenever Units changed.
func (b *Builder) Protect(f *Frame, unit types.Unit, bank catalogue.Version) {
	layer, err := b.env.Layer([]catalogue.Version{bank})
	if err != nil {
		b.Fail(err)
	}
	if f.Layer == nil {
		f.Layer = layer
	}
	f.Key = unit.Identifier
	op, space, oneRow, ok := b.env.Source.Protected(unit, bank)
	if !ok {
		f.Protected, f.Space, f.OneRow = NoReg, "", !b.facts[f.Units].repeats
		return
	}
	f.Protected = b.add(Step{Op: protectStep{op: op, bank: bank, layer: layer, oneRow: oneRow}, Type: TypeOrdinals, In: []Reg{f.Units}})
	f.Space, f.OneRow = space, oneRow && !b.facts[f.Units].repeats
}

// source wraps a step of the store, so that its result is protected and its policy known.
func (b *Builder) source(op kernel.Op, typ string, v Import, value int, in ...Reg) Reg {
	layer, err := b.env.Layer([]catalogue.Version{v.Bank})
	if err != nil {
		b.Fail(err)
	}
	return b.add(Step{Op: sourceStep{op: op, of: v, layer: layer, value: value}, Type: typ, In: in})
}

// Keys makes the step that gives the record keys of the frame's protected units, made with
// the secret unless all that the frame holds may leave exactly.
func (b *Builder) Keys(f *Frame) Reg {
	if f.Protected == NoReg {
		return b.add(Step{Op: countKeys{}, Type: TypeKeys})
	}
	layer := f.Layer
	if !needsSecret(layer) {
		// Every bank seen so far may leave exactly; a single variable may still be stricter.
		regs := append(make([]Reg, 0, len(f.Vars)+2), f.Units, f.Protected)
		for _, r := range f.Vars {
			regs = append(regs, r)
		}
		layer = b.layerOf(f, regs...)
	}
	op := b.env.Source.Keys(layer, f.Space)
	return b.add(Step{Op: keysStep{op: op, space: f.Space, secret: needsSecret(layer)}, Type: TypeKeys})
}

// needsSecret tells whether results under a layer are perturbed.
func needsSecret(l *disclosure.Layer) bool { return l == nil || !l.Exact(disclosure.ProtectsUnits) }

// Mark is a place in the life of a builder.
type Mark struct {
	steps, roots, outputs, calls int
	frames                       map[string]*Frame
	guards                       map[Reg]Reg
	err                          error
}

// Mark remembers where the builder stands, so that a failing line can be undone.
func (b *Builder) Mark() Mark {
	m := Mark{
		steps: len(b.plan.Steps), roots: len(b.plan.Roots), outputs: len(b.plan.Outputs), calls: len(b.plan.Calls),
		frames: make(map[string]*Frame, len(b.frames)), guards: make(map[Reg]Reg, len(b.guards)), err: b.err,
	}
	for k, v := range b.frames {
		m.frames[k] = v // frames are never changed once published
	}
	for k, v := range b.guards {
		m.guards[k] = v
	}
	return m
}

// Undo goes back to a mark.
func (b *Builder) Undo(m Mark) {
	for i := m.steps; i < len(b.plan.Steps); i++ {
		delete(b.byHash, b.plan.Steps[i].Hash)
		delete(b.plan.Names, Reg(i))
	}
	for p := range b.prints {
		if int(p.reg) >= m.steps {
			delete(b.prints, p)
		}
	}
	b.plan.Steps = b.plan.Steps[:m.steps:m.steps]
	b.facts = b.facts[:m.steps:m.steps]
	b.plan.Roots = b.plan.Roots[:m.roots:m.roots]
	b.plan.Outputs = b.plan.Outputs[:m.outputs:m.outputs]
	b.plan.Calls = b.plan.Calls[:m.calls:m.calls]
	b.frames, b.guards, b.err = m.frames, m.guards, m.err
}

func sortedNames(vars map[string]Reg) []string {
	names := make([]string, 0, len(vars))
	for name := range vars {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
