package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Fingerprint is the canonical lineage of a column register, for disclosure.Measure: two
// columns have the same one when they hold the same numbers per unit up to a linear
// rescaling by constants. Names, the rows that are held, conditions on them, and the
// version of the bank take no part, so that a clone, a rename, a filter or a second import
// gives no second draw of noise.
func (b *Builder) Fingerprint(r Reg) string {
	sum := b.lineage(r)
	return hex.EncodeToString(sum[:12])
}

func (b *Builder) lineage(r Reg) Hash {
	if h, ok := b.prints[r]; ok {
		return h
	}
	h := b.lineageOf(&b.plan.Steps[r])
	b.prints[r] = h
	return h
}

func (b *Builder) lineageOf(s *Step) Hash {
	if from, ok := b.sameNumbers(s); ok {
		return b.lineage(from)
	}
	switch op := s.Op.(type) {
	case sourceStep:
		if op.value < 0 {
			return sha256.Sum256([]byte("import " + op.of.lineage()))
		}
	case part:
		from, ok := b.plan.Steps[s.In[0]].Op.(sourceStep)
		switch {
		case !ok:
		case from.of.Spells:
			if column, ok := spellColumns[op.i]; ok {
				return sha256.Sum256([]byte("import " + from.of.lineage() + column))
			}
		case from.value == op.i:
			return sha256.Sum256([]byte("import " + from.of.lineage()))
		}
	}
	in := make([]Hash, len(s.In))
	for i, x := range s.In {
		in[i] = b.lineage(x)
	}
	if op, ok := s.Op.(kernel.Binary); ok && commutes(op.Op) {
		slices.SortFunc(in, func(x, y Hash) int { return slices.Compare(x[:], y[:]) })
	}
	return hashStep(s.Op, "", in)
}

// sameNumbers finds the input that a step passes on, up to rows and linear rescaling.
func (b *Builder) sameNumbers(s *Step) (Reg, bool) {
	switch op := s.Op.(type) {
	case kernel.Take, kernel.Gather, kernel.Fill, kernel.Where, listedOp:
		return s.In[0], true
	case kernel.Cast:
		return s.In[0], op.To == types.Decimal || b.Type(s.In[0]) != types.Decimal.String()
	case kernel.Unary:
		return s.In[0], op.Op != "!"
	case kernel.Binary:
		x, y := s.In[0], s.In[1]
		switch op.Op {
		case "+", "-", "*":
			if b.facts[y].public {
				return x, true
			}
			return y, b.facts[x].public
		case "/":
			return x, b.facts[y].public
		}
	}
	return NoReg, false
}

func commutes(op string) bool {
	switch op {
	case "+", "*", "==", "!=", "&", "|":
		return true
	}
	return false
}
