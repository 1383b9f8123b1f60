package plan

import (
	"github.com/mdscript/mdscript/runtime/kernel"
)

// perTime tells whether a step that counts rows as units may do so although units have
// several rows: what it counts is of one date of a panel each, and the panel was made of
// rows that were distinct units.
func (v *verifier) perTime(s *Step) bool {
	if len(s.In) < 3 {
		return false
	}
	ordinals, groups := s.In[1], s.In[2]
	switch op := s.Op.(type) {
	case kernel.UnitSets, kernel.Describe:
		return v.byTime(groups, ordinals)
	case kernel.TableSets:
		return (op.Cells || v.byTime(groups, ordinals)) && (op.Rows || v.marginByTime(groups, "rows", ordinals)) &&
			(op.Columns || v.marginByTime(groups, "columns", ordinals))
	}
	return false
}

// disjoint tells whether the sets that a step joins have no unit in common: units have one
// row, or what is joined is of one date.
func (v *verifier) disjoint(s *Step, op kernel.MergeSets) bool {
	sets := &v.p.Steps[s.In[0]]
	if len(sets.In) < 2 {
		return false
	}
	ordinals := sets.In[1]
	return !v.facts[ordinals].repeats || v.marginByTime(s.In[1], op.Of, ordinals)
}

// byTime tells whether all rows of a group are of one date: groups by the time of a panel,
// and what is within them.
func (v *verifier) byTime(groups, ordinals Reg) bool {
	s := &v.p.Steps[groups]
	switch op := s.Op.(type) {
	case kernel.TimeGroups, kernel.Group:
		return v.timesOfRows(s.In[0], ordinals)
	case kernel.Cross, kernel.Combine:
		for _, in := range s.In {
			if v.byTime(in, ordinals) {
				return true
			}
		}
	case kernel.Margin:
		return v.marginByTime(s.In[0], op.Of, ordinals)
	}
	return false
}

// marginByTime is byTime for a margin of a table.
func (v *verifier) marginByTime(cells Reg, of string, ordinals Reg) bool {
	s := &v.p.Steps[cells]
	if _, ok := s.Op.(kernel.Cross); !ok || len(s.In) != 2 {
		return false
	}
	switch of {
	case "rows":
		return v.byTime(s.In[0], ordinals)
	case "columns":
		return v.byTime(s.In[1], ordinals)
	}
	return false
}

// timesOfRows tells whether a column is the times of the rows that ordinals are the
// protected units of: both made by one panel, and cut down in the same way since.
func (v *verifier) timesOfRows(times, ordinals Reg) bool {
	a, b := &v.p.Steps[times], &v.p.Steps[ordinals]
	switch op := a.Op.(type) {
	case kernel.Moments:
		panel, ok := b.Op.(repeatOrdinals)
		return ok && a.In[0] == b.In[1] && max(len(op.Values), len(op.Texts)) == panel.times && !v.facts[b.In[0]].repeats
	case kernel.Take:
		_, ok := b.Op.(kernel.Take)
		return ok && a.In[1] == b.In[1] && v.timesOfRows(a.In[0], b.In[0])
	}
	return false
}
