package plan

// Reads tells whether a register is read from a store rather than computed: values, units,
// owners and record keys.
func (p *Plan) Reads(r Reg) bool {
	switch s := &p.Steps[r]; s.Op.(type) {
	case sourceStep, protectStep, keysStep:
		return true
	case part:
		return p.Reads(s.In[0])
	}
	return false
}
