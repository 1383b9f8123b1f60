package plan

import "github.com/mdscript/mdscript/runtime/kernel"

// isRepeated tells whether the protected units of a panel are those of the units it repeats.
func (v *verifier) isRepeated(s *Step) bool {
	if len(s.In) != 3 {
		return false
	}
	op, long := s.Op.(repeatOrdinals), &v.p.Steps[s.In[2]]
	repeat, ok := long.Op.(kernel.Repeat)
	ordinals := &v.p.Steps[s.In[0]]
	return ok && repeat.Times == op.times && long.In[0] == s.In[1] && ordinals.Type == TypeOrdinals && v.sameRows(s.In[0], s.In[1])
}

// sameRows tells whether ordinals are the protected units of the rows that units identify:
// found for them, or cut down in the same way from where they were.
func (v *verifier) sameRows(ordinals, units Reg) bool {
	a, b := &v.p.Steps[ordinals], &v.p.Steps[units]
	switch a.Op.(type) {
	case protectStep, sameUnits:
		return a.In[0] == units
	}
	_, ok := a.Op.(kernel.Take)
	_, ok2 := b.Op.(kernel.Take)
	return ok && ok2 && a.In[1] == b.In[1] && v.sameRows(a.In[0], b.In[0])
}

// tookUnits tells whether a register is rows taken from the units that ordinals are.
func (v *verifier) tookUnits(taken, ordinals Reg) bool {
	s := &v.p.Steps[taken]
	_, ok := s.Op.(kernel.Take)
	return ok && standsForItself(v.p, ordinals, s.In[0])
}

// isListing tells whether a register is the groups that a store step lets be seen.
func (v *verifier) isListing(r Reg) bool {
	s := &v.p.Steps[r]
	op, ok := s.Op.(part)
	if !ok || op.i != 1 {
		return false
	}
	_, ok = v.p.Steps[s.In[0]].Op.(storeOp)
	return ok
}
