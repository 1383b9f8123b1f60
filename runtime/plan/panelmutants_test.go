package plan

import (
	"testing"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// panelMutants damage a plan that makes a panel, leaves rows out, and takes it apart again.
var panelMutants = []mutant{
	{name: "population guard of the panel removed", rule: "does not wait", apply: func(p *Plan) {
		p.remove(p.find(0, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard of the filtered panel removed", rule: "no guard follows", apply: func(p *Plan) {
		p.remove(p.find(1, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "population guard of the panel taken apart removed", rule: "does not wait", apply: func(p *Plan) {
		p.remove(p.find(2, isGuard(disclosure.GuardPopulation)))
	}},
	{name: "rows of a panel counted as units", rule: "as if they had one", apply: func(p *Plan) {
		r := p.find(0, func(s *Step) bool {
			op, ok := s.Op.(setKeyOp)
			return ok && op.distinct
		})
		p.Steps[r].Op = setKeyOp{}
	}},
	{name: "protected units of other rows", rule: "belong together", apply: func(p *Plan) {
		r := p.find(0, isOp[repeatOrdinals])
		other := p.append(Step{Op: kernel.Repeat{Times: 3}, Type: "key", In: []Reg{p.find(0, isOp[kernel.Moments])}})
		s := p.Steps[r]
		s.In = []Reg{s.In[0], s.In[1], other}
		p.append(s)
	}},
	{name: "protected units of another number of times", rule: "belong together", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[repeatOrdinals])].Op = repeatOrdinals{2}
	}},
	{name: "protected units of a column", rule: "belong together", apply: func(p *Plan) {
		s := &p.Steps[p.find(0, isOp[repeatOrdinals])]
		s.In = []Reg{s.In[1], s.In[1], s.In[2]}
	}},
	{name: "protected units repeated by another operation", rule: "", apply: func(p *Plan) {
		p.Steps[p.find(0, isOp[repeatOrdinals])].Op = kernel.Repeat{Times: 3}
	}},
	{name: "protected units found for the rows of a panel as if they were distinct", rule: "as if they had one", apply: func(p *Plan) {
		found := p.find(0, isOp[protectStep])
		r := p.find(0, isOp[repeatOrdinals])
		p.Steps[r].Op, p.Steps[r].In = p.Steps[found].Op, []Reg{p.Steps[r].In[2]}
		for i := range p.Steps {
			if _, ok := p.Steps[i].Op.(setKeyOp); ok {
				p.Steps[i].Op = setKeyOp{}
			}
		}
	}},
}

// CheckPanelMutants lets the external tests run them.
func CheckPanelMutants(t *testing.T, good *Plan) { rejectAll(t, good, panelMutants) }
