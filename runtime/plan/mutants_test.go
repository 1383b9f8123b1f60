package plan

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// A mutant damages a copy of a good plan. After it, hashes and flags are worked out again
// (rehash), so that the damage is not found by bookkeeping but by what is wrong with it.
type mutant struct {
	name  string
	rule  string // part of the fault that must be reported
	raw   bool   // leave flags and hashes as the mutant left them
	apply func(m *Plan)
}

func copyPlan(p *Plan) *Plan {
	q := &Plan{Names: p.Names}
	for _, s := range p.Steps {
		s.In = append([]Reg(nil), s.In...)
		q.Steps = append(q.Steps, s)
	}
	q.Roots = append(q.Roots, p.Roots...)
	q.Outputs = append(q.Outputs, p.Outputs...)
	for _, c := range p.Calls {
		c.Stored = append([]Reg(nil), c.Stored...)
		q.Calls = append(q.Calls, c)
	}
	return q
}

func rehash(p *Plan) {
	known := make([]facts, len(p.Steps))
	for i := range p.Steps {
		s := &p.Steps[i]
		hashes := make([]Hash, len(s.In))
		for k, in := range s.In {
			if in < 0 || int(in) >= i {
				return
			}
			hashes[k] = p.Steps[in].Hash
		}
		s.Hash = hashStep(s.Op, s.Type, hashes)
		s.Class = classOf(s.Op)
		known[i] = flow(s, Reg(i), func(r Reg) facts { return known[r] })
		s.Public, s.Narrow = known[i].public, known[i].narrow
	}
}

// find gives the n-th step for which ok is true.
func (p *Plan) find(n int, ok func(s *Step) bool) Reg {
	for i := range p.Steps {
		if ok(&p.Steps[i]) {
			if n == 0 {
				return Reg(i)
			}
			n--
		}
	}
	panic("mutant does not fit the plan")
}

func isGuard(kind disclosure.GuardKind) func(*Step) bool {
	return func(s *Step) bool {
		g, ok := s.Op.(guardOp)
		return ok && g.kind == kind
	}
}

func isOp[T any](s *Step) bool {
	_, ok := s.Op.(T)
	return ok
}

// drop takes a step out of the roots.
func (p *Plan) drop(r Reg) {
	var roots []Root
	for _, root := range p.Roots {
		if root.Reg != r {
			roots = append(roots, root)
		}
	}
	p.Roots = roots
}

// remove makes a guard a step of no consequence.
func (p *Plan) remove(r Reg) {
	p.drop(r)
	p.Steps[r] = Step{Op: kernel.Literal{}, Type: "untyped", Call: p.Steps[r].Call}
	for i := range p.Steps {
		if n := len(p.Steps[i].In); n > 1 && p.Steps[i].In[n-1] == r {
			p.Steps[i].In = p.Steps[i].In[:n-1]
		}
	}
}

// append adds a step at the end.
func (p *Plan) append(s Step) Reg {
	p.Steps = append(p.Steps, s)
	return Reg(len(p.Steps) - 1)
}

// leak is an operation that a careless author could write.
type leak struct{ who disclosure.Protects }

func (leak) Name() string                                 { return "leak" }
func (leak) Params() string                               { return "" }
func (leak) Run(_ *kernel.Context, in []any) (any, error) { return in[0], nil }
func (l leak) Protects() disclosure.Protects              { return l.who }

func protectedColumn(p *Plan) Reg { return p.find(0, isOp[kernel.Where]) }

func release(p *Plan, n int) Reg { return p.find(n, isOp[releaseOp]) }

var openLayer = func() *disclosure.Layer {
	policy, err := disclosure.ParsePolicy([]byte(`{"policy": 1, "register": "x", "profile": "open", "identity": "PERSON", "synthetic": true}`))
	if err != nil {
		panic(err)
	}
	l, err := disclosure.New(disclosure.Ring{}, policy)
	if err != nil {
		panic(err)
	}
	return l
}()

var mutants = []mutant{
	{name: "population guard of the import removed", rule: "does not wait", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard of a filter removed", rule: "no guard follows", apply: func(p *Plan) {
		p.remove(p.find(1, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard is not a root", rule: "not a root", apply: func(p *Plan) {
		p.drop(p.find(1, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "change guard removed", rule: "has no guard", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardChange)))
	}},
	{name: "guard of the second rule of a recode removed", rule: "other rows", apply: func(p *Plan) {
		p.remove(p.find(2, isGuard(disclosure.GuardChange)))
	}},
	{name: "guards of a recode removed", rule: "has no guard", apply: func(p *Plan) {
		p.remove(p.find(1, isGuard(disclosure.GuardChange)))
		p.remove(p.find(1, isGuard(disclosure.GuardChange)))
	}},
	{name: "sample guard removed", rule: "has no guard", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardSample)))
	}},
	{name: "release is not a root", rule: "not a root", apply: func(p *Plan) { p.drop(release(p, 0)) }},
	{name: "release without its guard", rule: "does not wait", apply: func(p *Plan) {
		s := &p.Steps[release(p, 0)]
		s.In = s.In[:1]
	}},
	{name: "release waits for a guard of another kind", rule: "something else", apply: func(p *Plan) {
		p.Steps[release(p, 0)].In[1] = p.find(0, isGuard(disclosure.GuardChange))
	}},
	{name: "release bypassed by a pure step", rule: "not released", apply: func(p *Plan) {
		p.Outputs[0].Value = p.append(Step{Op: leak{}, Type: "integer", In: []Reg{protectedColumn(p)}})
	}},
	{name: "sheet shown as it is", rule: "not released", apply: func(p *Plan) {
		p.Outputs[0].Value = p.Steps[release(p, 0)].In[0]
	}},
	{name: "sheet opened by a pure step", rule: "something else than a release", apply: func(p *Plan) {
		p.append(Step{Op: leak{}, Type: "integer", In: []Reg{p.Steps[release(p, 0)].In[0]}})
	}},
	{name: "step dressed up as a release", rule: "belong together", apply: func(p *Plan) {
		p.Outputs[0].Value = p.append(Step{Op: leak{}, Type: TypeReleased, In: []Reg{protectedColumn(p)}})
	}},
	{name: "pure step with the class of a release", rule: "class", raw: true, apply: func(p *Plan) {
		r := p.find(0, isOp[kernel.Where])
		p.Steps[r].Class = Release
	}},
	{name: "release with the class of a pure step", rule: "class", raw: true, apply: func(p *Plan) {
		p.Steps[release(p, 0)].Class = Pure
	}},
	{name: "public flag on a protected column", rule: "public", raw: true, apply: func(p *Plan) {
		p.Steps[protectedColumn(p)].Public = true
	}},
	{name: "public flag on a sheet", rule: "public", raw: true, apply: func(p *Plan) {
		p.Steps[p.Steps[release(p, 0)].In[0]].Public = true
	}},
	{name: "narrow flag cleared", rule: "left out", raw: true, apply: func(p *Plan) {
		p.Steps[p.find(0, func(s *Step) bool { return s.Narrow })].Narrow = false
	}},
	{name: "hash of another step", rule: "hash", raw: true, apply: func(p *Plan) {
		p.Steps[release(p, 0)].Hash = p.Steps[0].Hash
	}},
	{name: "protected column in a label", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].Labels = []Reg{protectedColumn(p)}
	}},
	{name: "protected column in an error text", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].Messages = []Reg{protectedColumn(p)}
	}},
	{name: "set key in a message", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].Messages = []Reg{p.find(0, isOp[setKeyOp])}
	}},
	{name: "protected column in a file name", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].File = protectedColumn(p)
	}},
	{name: "protected column decides the number of rows", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].Rows = protectedColumn(p)
	}},
	{name: "group keys decide the number of rows", rule: "output field", apply: func(p *Plan) {
		p.Outputs[0].Rows = p.find(0, isOp[listedOp])
	}},
	{name: "label field left at register 0", rule: "output field", apply: func(p *Plan) { p.Outputs[0].File = 0 }},
	{name: "weaker policy in a release", rule: "weaker", apply: func(p *Plan) {
		r := release(p, 0)
		op := p.Steps[r].Op.(releaseOp)
		op.layer = openLayer
		p.Steps[r].Op = op
	}},
	{name: "weaker policy in a guard", rule: "weaker", apply: func(p *Plan) {
		r := p.find(0, isGuard(disclosure.GuardPopulation))
		op := p.Steps[r].Op.(guardOp)
		op.layer = openLayer
		p.Steps[r].Op = op
	}},
	{name: "weaker policy in stored values", rule: "weaker", apply: func(p *Plan) {
		r := p.find(0, isOp[storeOp])
		op := p.Steps[r].Op.(storeOp)
		op.layer = openLayer
		p.Steps[r].Op = op
	}},
	{name: "no policy", rule: "no policy", apply: func(p *Plan) {
		r := release(p, 0)
		op := p.Steps[r].Op.(releaseOp)
		op.layer = nil
		p.Steps[r].Op = op
	}},
	{name: "keys made with the public key", rule: "keys that are public", apply: func(p *Plan) {
		r := p.find(0, isOp[keysStep])
		op := p.Steps[r].Op.(keysStep)
		op.secret = false
		p.Steps[r].Op = op
	}},
	{name: "keys that only count", rule: "", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[keysStep])].Op = countKeys{}
	}},
	{name: "rule none", rule: "cannot release", apply: func(p *Plan) {
		r := release(p, 0)
		op := p.Steps[r].Op.(releaseOp)
		op.rule = disclosure.Rule{Kind: disclosure.RuleNone}
		p.Steps[r].Op = op
	}},
	{name: "stored values under a rule for tables", rule: "another rule than D1", apply: func(p *Plan) {
		r := p.find(0, isOp[storeOp])
		op := p.Steps[r].Op.(storeOp)
		op.rule.Kind = disclosure.RuleTable
		p.Steps[r].Op = op
	}},
	{name: "stored values replaced by raw ones", rule: "belong together", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[storeOp])].Op = leak{}
	}},
	{name: "group keys listed by a selection of one's own", rule: "belong together", apply: func(p *Plan) {
		own := p.find(0, func(s *Step) bool { return s.Type == TypeSelection && isOp[kernel.Select](s) })
		p.Steps[p.find(0, isOp[listedOp])].In[1] = own
	}},
	{name: "sheet without keys", rule: "no keys", apply: func(p *Plan) {
		r := p.append(Step{Op: leak{who: disclosure.ProtectsUnits}, Type: TypeSheet, In: []Reg{protectedColumn(p)}})
		release := p.append(Step{Op: p.Steps[release(p, 0)].Op, Type: TypeReleased, In: []Reg{r}})
		p.Roots = append(p.Roots, Root{Call: len(p.Calls), Reg: release})
	}},
	{name: "sheet that says nobody is protected", rule: "nobody", apply: func(p *Plan) {
		s := &p.Steps[p.Steps[release(p, 0)].In[0]]
		s.Op = logOp{protects: disclosure.ProtectsNobody, code: "R0900"}
	}},
	{name: "guard that says nobody is protected", rule: "nobody", apply: func(p *Plan) {
		r := p.find(0, isGuard(disclosure.GuardPopulation))
		op := p.Steps[r].Op.(guardOp)
		op.protects = disclosure.ProtectsNobody
		p.Steps[r].Op = op
	}},
	{name: "keys used without ordinals", rule: "without the ordinals", apply: func(p *Plan) {
		p.append(Step{Op: leak{}, Type: "integer", In: []Reg{p.find(0, isOp[keysStep])}})
	}},
	{name: "population guard looks at the rows of a condition", rule: "does not wait", apply: func(p *Plan) {
		g := p.find(0, isGuard(disclosure.GuardPopulation))
		change := p.find(0, isGuard(disclosure.GuardChange))
		p.move(g, p.Steps[change].In[0])
	}},
	{name: "change guard without the rest", rule: "a set and its rest", apply: func(p *Plan) {
		s := &p.Steps[p.find(0, isGuard(disclosure.GuardChange))]
		s.In = s.In[:1]
	}},
	{name: "rest taken from another population", rule: "a set and its rest", apply: func(p *Plan) {
		sample := p.find(0, isGuard(disclosure.GuardSample))
		change := p.find(0, isGuard(disclosure.GuardChange))
		p.Steps[p.Steps[sample].In[1]].In[0] = p.Steps[p.Steps[change].In[1]].In[0]
	}},
	{name: "population guard decides on a rest", rule: "does not wait", apply: func(p *Plan) {
		g := p.find(0, isGuard(disclosure.GuardPopulation))
		p.move(g, p.Steps[p.find(0, isGuard(disclosure.GuardChange))].In[1])
	}},
	{name: "change guard looks at another condition", rule: "other rows", apply: func(p *Plan) {
		g := p.find(0, isGuard(disclosure.GuardChange))
		p.Steps[p.Steps[g].In[0]].In[2] = p.find(0, isOp[kernel.Literal])
	}},
	{name: "guards after the releases", rule: "script order", apply: func(p *Plan) {
		g := p.find(1, isGuard(disclosure.GuardPopulation))
		p.drop(g)
		p.Roots = append(p.Roots, Root{Call: p.Steps[g].Call, Reg: g})
	}},
	{name: "guard moved to a later call", rule: "no guard follows", apply: func(p *Plan) {
		g := p.find(1, isGuard(disclosure.GuardPopulation))
		p.drop(g)
		p.Roots = append(p.Roots, Root{Call: len(p.Calls), Reg: g})
	}},
	{name: "pure step as a root", rule: "neither guard nor release", apply: func(p *Plan) {
		p.Roots = append(p.Roots, Root{Call: len(p.Calls), Reg: protectedColumn(p)})
	}},
	{name: "input from later", rule: "not an earlier step", raw: true, apply: func(p *Plan) {
		r := protectedColumn(p)
		p.Steps[r].In[0] = r + 1
	}},
	{name: "column as a set of units", rule: "belong together", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[setKeyOp])].Op = leak{}
	}},
	{name: "guard decides on a column", rule: "", apply: func(p *Plan) {
		p.Steps[p.find(0, isGuard(disclosure.GuardPopulation))].In[0] = 0
	}},
	{name: "message of an error on a guard that has none", rule: "text of their own", apply: func(p *Plan) {
		r := p.find(0, isGuard(disclosure.GuardPopulation))
		op := p.Steps[r].Op.(guardOp)
		op.problem = diag.New("R0001")
		p.Steps[r].Op = op
	}},
	{name: "dataset that says nobody is protected", rule: "has no guard", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardChange)))
		for i := range p.Calls {
			p.Calls[i].Protected = NoReg
		}
	}},
}

// move gives a guard another set, which may come later: the guard is moved to the end.
func (p *Plan) move(g, set Reg) {
	s := p.Steps[g]
	s.In = []Reg{set}
	p.remove(g)
	r := p.append(s)
	p.Roots = append(p.Roots, Root{Call: len(p.Calls), Reg: r})
}

func testMutants(t *testing.T, good *Plan) {
	require.GreaterOrEqual(t, len(mutants), 30)
	rejectAll(t, good, mutants)
}

// rejectAll damages a good plan in every way and wants each found.
func rejectAll(t *testing.T, good *Plan, mutants []mutant) {
	require.NoError(t, Verify(good))
	for _, m := range mutants {
		t.Run(m.name, func(t *testing.T) {
			p := copyPlan(good)
			m.apply(p)
			if !m.raw {
				rehash(p)
			}
			err := Verify(p)
			require.Error(t, err, "this plan must be rejected")
			require.Contains(t, err.Error(), m.rule)
		})
	}
	require.NoError(t, Verify(good), "the good plan was not touched")
}

// CheckMutants lets the external tests, which can build a plan, run the mutants.
var CheckMutants = testMutants
