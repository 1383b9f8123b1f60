package plan

// Live gives the content hashes of the registers that datasets hold now, and of the keys
// their units are counted with.
func (b *Builder) Live() map[Hash]bool {
	live := map[Hash]bool{}
	add := func(r Reg) {
		if r != NoReg {
			live[b.plan.Steps[r].Hash] = true
		}
	}
	for _, f := range b.frames {
		add(f.Units)
		add(f.Protected)
		for _, r := range f.Vars {
			add(r)
		}
	}
	for _, hashes := range b.plan.KeySteps() {
		for _, h := range hashes {
			live[h] = true
		}
	}
	return live
}
