package life

// children are lists of each person's children through the arrays of mothers and fathers.
type children struct {
	first            []int32 // first child of a person, −1 none
	byMother, father []int32 // next child of the same mother, of the same father, −1 none
}

func (w *World) childrenOf() *children {
	w.benefit.childrenOnce.Do(func() {
		n := w.Persons()
		c := children{filled(n), filled(n), filled(n)}
		for p := int32(n) - 1; p >= 0; p-- {
			if m := w.Mother[p]; m >= 0 {
				c.byMother[p], c.first[m] = c.first[m], p
			}
			if f := w.Father[p]; f >= 0 {
				c.father[p], c.first[f] = c.first[f], p
			}
		}
		w.benefit.children = c
	})
	return &w.benefit.children
}

// Children gives the children of a person, those known to nobody else included, in the
// order they entered the register (brothers and sisters who immigrate together may come in
// any order of age). At most maxChildren are given.
func (w *World) Children(p int32, out *[maxChildren]int32) []int32 {
	c, n := w.childrenOf(), 0
	next := c.father
	if w.IsWoman(p) {
		next = c.byMother
	}
	for k := c.first[p]; k >= 0 && n < maxChildren; k = next[k] {
		out[n] = k
		n++
	}
	return out[:n]
}

const maxChildren = 24

// carer is the parent a child lives with on a day by the rule of the register's families: the
// mother, or the father where she is gone or the parents live apart nearby; −1 for neither.
func (w *World) carer(child int32, d int16) int32 {
	mo, fa := w.Mother[child], w.Father[child]
	moHere, faHere := mo >= 0 && w.Resident(mo, d), fa >= 0 && w.Resident(fa, d)
	switch {
	case faHere && !moHere:
		return fa
	case faHere && w.Flags[child]&keptByFather != 0 && w.home[mo] == w.home[fa]:
		if u := w.UnionAt(mo, d); u == nil || u.Man != fa {
			return fa
		}
		return mo
	case moHere:
		return mo
	}
	return -1
}

// unionDays adds the first days of the months after a person's unions begin and end, of those
// between two days.
func (w *World) unionDays(p int32, from, to int16, add func(d int16)) {
	for k := w.lastUnion[p]; k >= 0; {
		u := &w.unions[k]
		for _, d := range [2]int16{u.start, u.end} {
			if d >= from && d < to {
				add(nextMonth(d))
			}
		}
		k = u.before(p)
	}
}
