package plan

import "github.com/mdscript/mdscript/disclosure"

// Imports lists the register variables that live steps from the given root on, and those
// of further registers, will read, in order of first use: what a store can prepare before
// anything runs.
func (p *Plan) Imports(from int, further ...Reg) []Import {
	var out []Import
	live := p.liveFrom(from, further...)
	for i := range p.Steps {
		if op, ok := p.Steps[i].Op.(sourceStep); ok && live[i] {
			v := op.of
			v.Call = p.Steps[i].Call
			out = append(out, v)
		}
	}
	return out
}

// KeySteps gives the content hashes of the steps that read record keys or ids, by identifier
// space: they give more when the store has learnt of more units.
func (p *Plan) KeySteps() map[string][]Hash {
	out := map[string][]Hash{}
	for i := range p.Steps {
		switch op := p.Steps[i].Op.(type) {
		case keysStep:
			out[op.space] = append(out[op.space], p.Steps[i].Hash)
		case idsStep:
			out[op.space] = append(out[op.space], p.Steps[i].Hash)
		}
	}
	return out
}

// KeysOf lists the steps that read record keys among those that live roots from the given one
// on, and further registers, need.
func (p *Plan) KeysOf(from int, further ...Reg) []Reg {
	var out []Reg
	live := p.liveFrom(from, further...)
	for i := range p.Steps {
		if _, ok := p.Steps[i].Op.(keysStep); ok && live[i] {
			out = append(out, Reg(i))
		}
	}
	return out
}

// GuardKind tells which limit a step is; false when it is not a guard.
func (p *Plan) GuardKind(r Reg) (disclosure.GuardKind, bool) {
	g, ok := p.Steps[r].Op.(guardOp)
	return g.kind, ok
}

// Live tells for every step whether a root needs it. The others never run.
func (p *Plan) Live() []bool { return p.liveFrom(0) }

func (p *Plan) liveFrom(from int, further ...Reg) []bool {
	live := make([]bool, len(p.Steps))
	for _, r := range further {
		live[r] = true
	}
	for _, root := range p.Roots[from:] {
		live[root.Reg] = true
	}
	for i := len(p.Steps) - 1; i >= 0; i-- {
		if live[i] {
			for _, in := range p.Steps[i].In {
				live[in] = true
			}
		}
	}
	return live
}

// Sources lists every register variable that a step of the plan reads, run or not, in order
// of first use.
func (p *Plan) Sources() []Import {
	var out []Import
	for i := range p.Steps {
		if op, ok := p.Steps[i].Op.(sourceStep); ok {
			out = append(out, op.of)
		}
	}
	return out
}
