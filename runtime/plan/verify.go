package plan

import (
	"fmt"
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Fault is why a plan was rejected. It is our own mistake, never the user's, and names
// steps and types only.
type Fault struct {
	Reg  Reg // NoReg for the plan as a whole
	Call int
	Rule string
}

// Error says what is wrong.
func (f *Fault) Error() string {
	if f.Reg == NoReg {
		return fmt.Sprintf("plan: call %d: %s", f.Call, f.Rule)
	}
	return fmt.Sprintf("plan: %%%d: %s", f.Reg, f.Rule)
}

// Verify proves that nothing protected reaches an output of the plan except through a
// release, and that the guards which must stand before a release do. It trusts the concrete
// operations and nothing else: flags, classes and hashes are worked out again. The error is
// a *Fault.
//
// What it proves is written in spec/plan.md.
func Verify(p *Plan) error {
	v := &verifier{p: p, facts: make([]facts, len(p.Steps)), rootAt: map[Reg]int{}, guards: map[Reg][]guardPlace{}, byCall: map[int][]Reg{}, approved: map[approval]bool{}}
	for _, check := range []func() *Fault{v.steps, v.roots, v.narrowings, v.gates, v.changes, v.outputs} {
		if f := check(); f != nil {
			return f
		}
	}
	return nil
}

type verifier struct {
	p        *Plan
	facts    []facts
	rootAt   map[Reg]int          // place of a step's first root
	guards   map[Reg][]guardPlace // of the population guards of an ordinals register
	byCall   map[int][]Reg        // roots
	approved map[approval]bool
}

// approval remembers that a gate is strict enough for what comes from some sources.
type approval struct {
	layer   *disclosure.Layer
	sources listKey
}

// guardPlace is where a population guard stands among the roots.
type guardPlace struct{ at, call int }

func (v *verifier) fault(r Reg, rule string) *Fault {
	return &Fault{Reg: r, Call: v.p.Steps[r].Call, Rule: rule}
}

// steps works out the facts of every step again and compares what the plan claims.
func (v *verifier) steps() *Fault {
	for i := range v.p.Steps {
		r, s := Reg(i), &v.p.Steps[i]
		hashes := make([]Hash, len(s.In))
		for k, in := range s.In {
			if in < 0 || in >= r {
				return v.fault(r, "an input is not an earlier step")
			}
			hashes[k] = v.p.Steps[in].Hash
		}
		v.facts[i] = flow(s, r, func(in Reg) facts { return v.facts[in] })
		switch {
		case s.Op == nil:
			return v.fault(r, "no operation")
		case s.Hash != hashStep(s.Op, s.Type, hashes):
			return v.fault(r, "the hash is not that of the step")
		case s.Class != classOf(s.Op):
			return v.fault(r, "the class is not that of the operation")
		case s.Public != v.facts[i].public:
			return v.fault(r, "the step is not as public as it says")
		case s.Narrow != v.facts[i].narrow:
			return v.fault(r, "the step does not tell that units are left out")
		}
		if f := v.shape(r, s); f != nil {
			return f
		}
	}
	return nil
}

// shape checks that steps of the gate have the inputs they need, and that keys, sheets and
// stored values are made and used by the operations that may.
func (v *verifier) shape(r Reg, s *Step) *Fault {
	typed := func(want string) bool { return s.Type == want }
	ok := true
	switch s.Op.(type) {
	case guardOp:
		ok = typed(TypeShown) && len(s.In) >= 1 && len(s.In) <= 2
	case releaseOp:
		ok = typed(TypeReleased) && len(s.In) >= 1 && len(s.In) <= 2 && v.p.Steps[s.In[0]].Type == TypeSheet
	case storeOp:
		ok = typed(TypeStored) && len(s.In) >= 1 && len(s.In) <= 2 && v.p.Steps[s.In[0]].Type == TypeSheet
	case keysStep, countKeys:
		ok = typed(TypeKeys)
	case protectStep:
		ok = typed(TypeOrdinals)
	case sameUnits:
		ok = typed(TypeOrdinals) && len(s.In) == 2 && v.tookUnits(s.In[0], s.In[1])
	case repeatOrdinals:
		ok = typed(TypeOrdinals) && v.isRepeated(s)
	case setKeyOp:
		ok = typed(TypeSetKey) && len(s.In) >= 2 && len(s.In) <= 3
	case restOp:
		ok = typed(TypeSetKey) && len(s.In) == 2
	case listedOp:
		ok = len(s.In) == 2 && v.isListing(s.In[1])
	default:
		ok = !typed(TypeShown) && !typed(TypeReleased) && !typed(TypeStored) && !typed(TypeKeys) && !typed(TypeSetKey)
	}
	if !ok {
		return v.fault(r, "the operation and its type or inputs do not belong together")
	}
	return v.uses(r, s)
}

// uses checks what the inputs of a step are used for.
func (v *verifier) uses(r Reg, s *Step) *Fault {
	keys, ordinals := false, false
	gate := s.Class != Pure
	for i, in := range s.In {
		switch v.p.Steps[in].Type {
		case TypeKeys:
			_, counts := v.p.Steps[in].Op.(countKeys)
			keys = keys || !counts
		case TypeOrdinals:
			ordinals = true
		case TypeSheet:
			if !gate || i != 0 {
				return v.fault(r, "a sheet is used by something else than a release")
			}
		}
	}
	if keys && !ordinals {
		return v.fault(r, "record keys are used without the ordinals of protected units")
	}
	if once(s.Op) && len(s.In) > 1 && v.facts[s.In[1]].repeats && !v.perTime(s) {
		return v.fault(r, "units with several rows are counted as if they had one")
	}
	if op, ok := s.Op.(kernel.MergeSets); ok && !v.disjoint(s, op) {
		return v.fault(r, "sets that share units are joined")
	}
	if _, ok := s.Op.(kernel.Division); ok && v.facts[s.In[0]].personal && v.facts[s.In[1]].counted {
		return v.fault(r, "cut points of protected units count rows")
	}
	if op, ok := s.Op.(part); ok {
		if _, stored := v.p.Steps[s.In[0]].Op.(storeOp); stored && op.i == 1 && s.Type != TypeSelection {
			return v.fault(r, "the operation and its type or inputs do not belong together")
		}
	}
	return nil
}

// once tells whether an operation counts every row as a unit of its own. Its inputs begin
// with keys and ordinals.
func once(op kernel.Op) bool {
	switch op := op.(type) {
	case setKeyOp:
		return !op.distinct
	case kernel.UnitSets:
		return !op.MayRepeat
	case kernel.Describe:
		return !op.MayRepeat
	case kernel.TableSets:
		return !op.Cells || !op.Rows || !op.Columns
	}
	return false
}

// roots checks that the roots are exactly the guards and releases, in script order.
func (v *verifier) roots() *Fault {
	last := -1
	for i, root := range v.p.Roots {
		if root.Reg < 0 || int(root.Reg) >= len(v.p.Steps) {
			return &Fault{Reg: NoReg, Call: root.Call, Rule: "a root is not a step"}
		}
		s := &v.p.Steps[root.Reg]
		switch {
		case s.Class != Guard && s.Class != Release:
			return v.fault(root.Reg, "a root is neither guard nor release")
		case root.Call < last || root.Call < s.Call:
			return v.fault(root.Reg, "roots are not in script order")
		}
		last = root.Call
		v.byCall[root.Call] = append(v.byCall[root.Call], root.Reg)
		if ordinals, ok := v.population(root.Reg); ok {
			v.guards[ordinals] = append(v.guards[ordinals], guardPlace{at: i, call: root.Call})
		}
		if _, ok := v.rootAt[root.Reg]; !ok {
			v.rootAt[root.Reg] = i
		}
	}
	for i := range v.p.Steps {
		s := &v.p.Steps[i]
		if _, ok := v.rootAt[Reg(i)]; !ok && (s.Class == Guard || s.Class == Release) {
			return v.fault(Reg(i), "a guard or release is not a root")
		}
	}
	return nil
}

// gates checks guards, releases and stored values one by one.
func (v *verifier) gates() *Fault {
	for i := range v.p.Steps {
		r, s := Reg(i), &v.p.Steps[i]
		var f *Fault
		switch op := s.Op.(type) {
		case guardOp:
			f = v.guard(r, s, op)
		case releaseOp:
			if op.rule.Kind == disclosure.RuleNone || op.rule.Kind == disclosure.RuleStored || op.rule.Kind == disclosure.RuleGuard {
				return v.fault(r, "the rule cannot release a sheet")
			}
			if f = v.layer(r, op.layer, s.In[:1]); f == nil {
				f = v.release(r, s, v.rootAt[r])
			}
		case storeOp:
			if op.rule.Kind != disclosure.RuleStored {
				return v.fault(r, "group values are stored by another rule than D1")
			}
			if f = v.layer(r, op.layer, s.In[:1]); f == nil {
				f = v.release(r, s, v.firstRootAfter(s.Call))
			}
		}
		if f != nil {
			return f
		}
	}
	return nil
}

// firstRootAfter is the place of the first root of a later call.
func (v *verifier) firstRootAfter(call int) int {
	for i, root := range v.p.Roots {
		if root.Call > call {
			return i
		}
	}
	return len(v.p.Roots)
}

// layer checks that the gate used is at least as strict as the policies of everything the
// inputs come from.
func (v *verifier) layer(r Reg, l *disclosure.Layer, in []Reg) *Fault {
	if l == nil {
		return v.fault(r, "no policy")
	}
	var sources []Reg
	open := false
	for _, x := range in {
		sources = union(sources, v.facts[x].sources)
		open = open || v.facts[x].openKeys
	}
	if open && needsSecret(l) {
		return v.fault(r, "keys that are public perturb a result that must be protected")
	}
	if len(sources) == 0 {
		return nil
	}
	key := approval{l, keyOf(sources)}
	if v.approved[key] {
		return nil
	}
	have := l.Policy()
	_, vars := governing(v.p, sources)
	for _, x := range sources {
		var from *disclosure.Layer
		switch op := v.p.Steps[x].Op.(type) {
		case sourceStep:
			from = op.layer
		case protectStep:
			from = op.layer
		}
		if from == nil {
			return v.fault(x, "no policy")
		}
		if disclosure.Strictest(have, from.Policy().For(vars...)).Hash() != l.PolicyHash() {
			return v.fault(r, "the policy is weaker than that of the data")
		}
	}
	v.approved[key] = true
	return nil
}

// release checks that a sheet about protected units counts them with keys, and that the
// population of everything it was made from was guarded before.
func (v *verifier) release(r Reg, s *Step, before int) *Fault {
	f := v.facts[s.In[0]]
	switch {
	case f.personal && !f.keyed:
		return v.fault(r, "a sheet about protected units has no keys")
	case (f.personal || f.keyed) && v.saysNobody(s.In[0]):
		return v.fault(r, "a sheet about protected units says that they protect nobody")
	case f.personal && f.counted:
		return v.fault(r, "a sheet about protected units counts rows")
	case f.personal && len(s.In) != 2:
		return v.fault(r, "a release does not wait for the guard of its population")
	case len(s.In) == 1:
		return nil
	}
	guarded, ok := v.population(s.In[1])
	if !ok || !covers(f.ordinals, []Reg{guarded}) {
		return v.fault(r, "a release waits for something else than the guard of its population")
	}
	for _, ordinals := range f.ordinals {
		if !v.guardedBefore(ordinals, before) {
			return v.fault(r, "a population it depends on is not guarded before it")
		}
	}
	return nil
}

// saysNobody tells whether the step that made a sheet says that its units protect nobody.
func (v *verifier) saysNobody(sheet Reg) bool {
	op, ok := v.p.Steps[sheet].Op.(Sheeter)
	return ok && op.Protects() == disclosure.ProtectsNobody
}

// population is the ordinals register that a step guards as a population.
func (v *verifier) population(r Reg) (Reg, bool) {
	s := &v.p.Steps[r]
	g, ok := s.Op.(guardOp)
	if !ok || g.kind != disclosure.GuardPopulation {
		return NoReg, false
	}
	if len(s.In) == 0 {
		return NoReg, false
	}
	set := &v.p.Steps[s.In[0]]
	if op, ok := set.Op.(setKeyOp); !ok || op.rest || len(set.In) != 2 {
		return NoReg, false
	}
	return set.In[1], true
}

func (v *verifier) guardedBefore(ordinals Reg, before int) bool {
	places := v.guards[ordinals]
	return len(places) > 0 && places[0].at < before
}

func (v *verifier) guard(r Reg, s *Step, op guardOp) *Fault {
	for _, in := range s.In {
		set := &v.p.Steps[in]
		if _, ok := set.Op.(restOp); ok {
			continue // held against the set below
		}
		if _, ok := set.Op.(setKeyOp); !ok {
			return v.fault(r, "a guard decides on something else than a set of units")
		}
		if v.p.Steps[set.In[1]].Type != TypeOrdinals && (op.kind != disclosure.GuardErrors || v.facts[in].personal) {
			return v.fault(r, "a guard decides on something else than a set of units")
		}
	}
	if op.protects == disclosure.ProtectsNobody {
		for _, in := range s.In {
			if v.facts[in].personal || v.facts[in].keyed {
				return v.fault(r, "a guard says that protected units protect nobody")
			}
		}
	}
	if (op.problem != nil) != (op.kind == disclosure.GuardErrors) {
		return v.fault(r, "only data errors have a text of their own")
	}
	if f := v.layer(r, op.layer, s.In); f != nil {
		return f
	}
	switch op.kind {
	case disclosure.GuardPopulation:
		if _, ok := v.population(r); !ok || len(s.In) != 1 {
			return v.fault(r, "a population guard looks at something else than all units")
		}
	case disclosure.GuardChange, disclosure.GuardSample:
		if !v.complementary(s) {
			return v.fault(r, "the two sets of a guard are not a set and its rest")
		}
	case disclosure.GuardErrors:
		if len(s.In) != 1 {
			return v.fault(r, "the operation and its type or inputs do not belong together")
		}
	default:
		return v.fault(r, "unknown guard")
	}
	return nil
}

// complementary tells whether a guard has a set and its rest within the same rows: both
// counted, or the rest taken from the population of the same rows.
func (v *verifier) complementary(s *Step) bool {
	if len(s.In) != 2 {
		return false
	}
	set, rest := &v.p.Steps[s.In[0]], &v.p.Steps[s.In[1]]
	a, ok := set.Op.(setKeyOp)
	if !ok || a.rest || len(set.In) != 3 {
		return false
	}
	if _, ok := rest.Op.(restOp); ok {
		all := &v.p.Steps[rest.In[0]]
		whole, ok := all.Op.(setKeyOp)
		return ok && !whole.rest && !whole.distinct && !a.distinct && rest.In[1] == s.In[0] &&
			len(all.In) == 2 && all.In[0] == set.In[0] && all.In[1] == set.In[1]
	}
	b, ok := rest.Op.(setKeyOp)
	return ok && b.rest && b.distinct == a.distinct && slices.Equal(set.In, rest.In)
}

// narrowings checks that every step that leaves out units is followed by the guard of the
// new population in its own call.
func (v *verifier) narrowings() *Fault {
	for i := range v.p.Steps {
		r := Reg(i)
		if !v.facts[i].narrow {
			continue
		}
		found := false
		for _, g := range v.guards[r] {
			found = found || g.call == v.p.Steps[i].Call
		}
		if !found {
			return v.fault(r, "units are left out and no guard follows")
		}
	}
	return nil
}

// changes checks that every conditional change, recode and sample has its guard, and that
// what is stored depends on the mask the guard looked at.
func (v *verifier) changes() *Fault {
	for i := range v.p.Calls {
		c := &v.p.Calls[i]
		kind := disclosure.GuardChange
		switch {
		case c.Protected == NoReg && !v.personalCall(c):
			continue
		case c.Command == "sample":
			kind = disclosure.GuardSample
		case c.Command == "recode", c.If && (c.Command == "generate" || c.Command == "replace"):
		default:
			continue
		}
		masks := v.masks(c.Index, kind)
		if len(masks) == 0 {
			return &Fault{Reg: NoReg, Call: c.Index, Rule: "a change of some units has no guard"}
		}
		for _, r := range c.Stored {
			if kind == disclosure.GuardChange && !v.changedBy(r, masks) {
				return &Fault{Reg: r, Call: c.Index, Rule: "the guard of a change looks at other rows than the change"}
			}
		}
	}
	return nil
}

// personalCall tells whether a call stored personal values, whatever it says of its dataset.
func (v *verifier) personalCall(c *Call) bool {
	for _, r := range c.Stored {
		if v.facts[r].personal {
			return true
		}
	}
	return false
}

// masks lists the masks of the guards of a kind in a call.
func (v *verifier) masks(call int, kind disclosure.GuardKind) map[Reg]bool {
	out := map[Reg]bool{}
	for _, root := range v.byCall[call] {
		s := &v.p.Steps[root]
		if g, ok := s.Op.(guardOp); ok && g.kind == kind {
			out[v.p.Steps[s.In[0]].In[2]] = true
		}
	}
	return out
}

// changedBy tells whether a register was made with one of the masks as the condition of a
// choice, or by a recode with one mask for each of its rules.
func (v *verifier) changedBy(r Reg, masks map[Reg]bool) bool {
	seen := map[Reg]bool{}
	var walk func(Reg) bool
	walk = func(x Reg) bool {
		if seen[x] {
			return false
		}
		seen[x] = true
		s := &v.p.Steps[x]
		if op, ok := s.Op.(kernel.Recode); ok {
			return v.everyRule(x, op, masks)
		}
		if n := len(s.In); n > 0 && masks[s.In[n-1]] && isChoice(s) {
			return true
		}
		for _, in := range s.In {
			if walk(in) {
				return true
			}
		}
		return false
	}
	return walk(r)
}

// everyRule tells whether each rule of a recode has a mask of its own among the masks.
func (v *verifier) everyRule(recoded Reg, op kernel.Recode, masks map[Reg]bool) bool {
	rules := map[int]bool{}
	for m := range masks {
		s := &v.p.Steps[m]
		if rule, ok := s.Op.(kernel.RecodeChanged); ok && len(s.In) == 1 && s.In[0] == recoded {
			rules[rule.Rule] = true
		}
	}
	for i := range op.Rules {
		if !rules[i] {
			return false
		}
	}
	return true
}

// isChoice tells whether the last input of a step is a condition that decides per row.
func isChoice(s *Step) bool {
	switch s.Op.(type) {
	case kernel.Where, kernel.IfElse:
		return true
	}
	return false
}

// outputs checks that everything an output could show is public, and was released.
func (v *verifier) outputs() *Fault {
	for _, o := range v.p.Outputs {
		bad := func(rule string) *Fault { return &Fault{Reg: NoReg, Call: o.Call, Rule: rule} }
		if o.Value < 0 || int(o.Value) >= len(v.p.Steps) || v.p.Steps[o.Value].Class != Release {
			return bad("an output shows something that was not released")
		}
		if at, ok := v.rootAt[o.Value]; !ok || v.p.Roots[at].Call > o.Call {
			return bad("an output shows something that is not a root of its call")
		}
		regs := append(append([]Reg{o.File, o.Rows}, o.Labels...), o.Messages...)
		for _, r := range regs {
			if r != NoReg && (r < 0 || int(r) >= len(v.p.Steps) || !v.facts[r].public) {
				return bad("an output field depends on protected data")
			}
		}
	}
	return nil
}
