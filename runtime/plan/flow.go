package plan

import (
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// facts is what is known of a register without running anything: how secret it is and where
// it comes from. The builder and the verifier compute it with the same function, so that a
// flag written into a plan by hand convinces nobody.
type facts struct {
	public   bool
	personal bool  // holds values of protected units that no release has passed on
	keyed    bool  // record keys of protected units took part
	openKeys bool  // record keys made with the public key of profile open took part
	counted  bool  // keys that only count took part
	repeats  bool  // a protected unit may have several rows
	fewer    bool  // units were left out since the ordinals it was made from
	narrow   bool  // ordinals of fewer units than its input had
	sources  []Reg // steps that read a store, ascending: whose policies govern
	ordinals []Reg // ordinals registers it was made with, ascending
}

// classOf is the class of an operation by its concrete type, never by a flag.
func classOf(op any) Class {
	switch op.(type) {
	case guardOp:
		return Guard
	case releaseOp:
		return Release
	case storeOp:
		return Store
	}
	return Pure
}

// flow derives the facts of a step from those of its inputs.
func flow(s *Step, self Reg, of func(Reg) facts) facts {
	var out facts
	out.public = true
	for _, r := range s.In {
		in := of(r)
		out.public = out.public && in.public
		out.personal = out.personal || in.personal
		out.keyed = out.keyed || in.keyed
		out.openKeys = out.openKeys || in.openKeys
		out.counted = out.counted || in.counted
		out.repeats = out.repeats || in.repeats
		out.fewer = out.fewer || in.fewer
		out.sources = union(out.sources, in.sources)
		out.ordinals = union(out.ordinals, in.ordinals)
	}
	switch op := s.Op.(type) {
	case kernel.Literal:
		return facts{public: true}
	case sourceStep:
		out.public = false
		out.personal = out.personal || op.of.Var.Unit.Pseudonymous
		out.sources = union(out.sources, []Reg{self})
		if op.of.Spells {
			// A unit has a row per spell, and those without one are gone.
			out.repeats, out.fewer = true, true
		}
	case protectStep:
		out.public, out.personal = false, true
		out.repeats = out.repeats || !op.oneRow
		out.sources = union(out.sources, []Reg{self})
	case keysStep:
		return facts{keyed: true, openKeys: !op.secret}
	case countKeys:
		return facts{counted: true}
	case guardOp, releaseOp:
		return facts{public: true}
	case storeOp:
		// D1 has released the values; what policy governs them stays known.
		return facts{sources: out.sources}
	case listedOp:
		// The key values of groups that may be seen to exist.
		return facts{sources: out.sources}
	case kernel.GroupKey, rowNumbers:
		out.repeats = false // every value once
	case kernel.Division:
		// The cut points are made: how their population was counted says nothing of what the
		// values are counted with later. Verify looks at it where they are divided.
		out.counted = false
	case unitNumbers:
		out.repeats = false // of nobody who is protected: how rows are counted protects nobody
	case kernel.Take:
		// A selection has every row at most once, so units repeat only where they did before,
		// whatever the condition was computed from.
		out.repeats = len(s.In) > 0 && of(s.In[0]).repeats
	case kernel.FindPanelRows, kernel.PanelUnits:
		out.repeats = false // one row per unit
	case kernel.Repeat:
		// Of a column of units: every unit has several rows from now on.
		out.repeats = out.repeats || s.Type == types.Key.String()
	case repeatOrdinals:
		// The units of a panel are those it was made from, so their guard holds: verify sees
		// to it that the inputs belong together.
		out.repeats, out.fewer = true, false
		return out
	default:
		if len(s.In) == 0 {
			out.public = false // unknown origin: assume the worst
		}
	}
	if s.Type == TypeOrdinals {
		out.narrow = len(s.In) > 0 && narrows(s, of) || out.fewer
		out.fewer = false
		// Ordinals made from ordinals stand for themselves: the earlier ones were guarded
		// where they were made, and the verifier asks for that separately.
		out.ordinals = union(out.ordinals, []Reg{self})
	}
	return out
}

// narrows tells whether ordinals were made from other ordinals: rows were left out.
func narrows(s *Step, of func(Reg) facts) bool {
	for _, r := range s.In {
		if len(of(r).ordinals) > 0 {
			return true
		}
	}
	return false
}

// union merges two ascending lists; the result may share memory with either.
func union(a, b []Reg) []Reg {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	if covers(a, b) {
		return a
	}
	if covers(b, a) {
		return b
	}
	out := make([]Reg, 0, len(a)+len(b))
	out = append(append(out, a...), b...)
	slices.Sort(out)
	return slices.Compact(out)
}

// covers tells whether a holds all of b; both ascend.
func covers(a, b []Reg) bool {
	if len(b) > len(a) {
		return false
	}
	i := 0
	for _, r := range b {
		for i < len(a) && a[i] < r {
			i++
		}
		if i == len(a) || a[i] != r {
			return false
		}
	}
	return true
}
