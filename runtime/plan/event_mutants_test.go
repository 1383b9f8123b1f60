package plan

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// eventMutants damage a plan that reads spells and counts them.
var eventMutants = []mutant{
	{name: "population guard of spells removed", rule: "no guard follows", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard of the spells of chosen units removed", rule: "no guard follows", apply: func(p *Plan) {
		p.remove(p.find(3, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard of spells in a later call", rule: "no guard follows", apply: func(p *Plan) {
		g := p.find(3, isGuard(disclosure.GuardPopulation))
		p.drop(g)
		p.Roots = append(p.Roots, Root{Call: len(p.Calls), Reg: g})
	}},
	{name: "spells counted as units", rule: "as if they had one", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[setKeyOp])].Op = setKeyOp{}
	}},
	{name: "spells among those of a table counted as units", rule: "as if they had one", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[kernel.UnitSets])].Op = kernel.UnitSets{}
	}},
	{name: "values of spells described as those of units", rule: "as if they had one", apply: func(p *Plan) {
		s := &p.Steps[p.find(0, isOp[kernel.Describe])]
		op := s.Op.(kernel.Describe)
		op.MayRepeat = false
		s.Op = op
	}},
	{name: "population guard of kept spells removed", rule: "no guard follows", apply: func(p *Plan) {
		p.remove(p.find(1, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "ordinals of kept spells that are another column", rule: "belong together", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[sameUnits])].In[0] = p.find(1, isOp[kernel.Take])
	}},
	{name: "ordinals of kept spells that are all of them", rule: "belong together", apply: func(p *Plan) {
		s := &p.Steps[p.find(0, isOp[sameUnits])]
		s.In[0] = p.Steps[s.In[0]].In[0]
	}},
	{name: "spells that are public", rule: "", apply: func(p *Plan) {
		p.Outputs[0].Messages = append(p.Outputs[0].Messages, p.find(0, func(s *Step) bool {
			op, ok := s.Op.(part)
			return ok && op.i == spellStart
		}))
	}},
}

// CheckEventMutants runs the mutants of a plan about spells.
func CheckEventMutants(t *testing.T, good *Plan) {
	require.NoError(t, Verify(good))
	for _, m := range eventMutants {
		t.Run(m.name, func(t *testing.T) {
			p := copyPlan(good)
			m.apply(p)
			rehash(p)
			err := Verify(p)
			require.Error(t, err, "this plan must be rejected")
			require.Contains(t, err.Error(), m.rule)
		})
	}
	require.NoError(t, Verify(good), "the good plan was not touched")
}
