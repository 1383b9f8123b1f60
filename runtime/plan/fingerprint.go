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
// rescaling by constants. Names, the rows that are held, conditions on them, the day of an
// import and the version of the bank take no part, so that a clone, a rename, a filter or a
// second import gives no second draw of noise.
//
// Nor do panels: a column of a panel has the lineage that the columns of its times share,
// whichever they were, and a column taken out of a panel that of the column which went in. So
// the same numbers of the same units are drawn for once, or where unlike columns were made
// one twice, however often they are reshaped and whatever stands beside them.
func (b *Builder) Fingerprint(r Reg) string {
	sum := b.lineage(r, anyRow)
	return hex.EncodeToString(sum[:12])
}

// moment is what the lineage of a column is asked for: all of it, or from 0 on its rows of one
// time of a panel.
type moment int

const anyRow moment = -1

// print is a memory of one answer.
type print struct {
	reg Reg
	at  moment
}

func (b *Builder) lineage(r Reg, at moment) Hash {
	if h, ok := b.prints[print{r, at}]; ok {
		return h
	}
	h := b.lineageOf(&b.plan.Steps[r], at)
	b.prints[print{r, at}] = h
	return h
}

func (b *Builder) lineageOf(s *Step, at moment) Hash {
	if from, ok := b.sameNumbers(s); ok {
		return b.lineage(from, at)
	}
	switch op := s.Op.(type) {
	case kernel.Repeat:
		return b.lineage(s.In[0], anyRow)
	case kernel.Interleave:
		return b.interleaved(s, op, at)
	case kernel.AtTime:
		return b.lineage(s.In[0], moment(op.Time))
	case kernel.Moments:
		return sha256.Sum256([]byte("moments"))
	case sourceStep:
		if op.value < 0 {
			return imported(op.of, "")
		}
	case part:
		from, ok := b.plan.Steps[s.In[0]].Op.(sourceStep)
		switch {
		case !ok:
		case from.of.Spells:
			if column, ok := spellColumns[op.i]; ok {
				return imported(from.of, column)
			}
		case from.value == op.i:
			return imported(from.of, "")
		}
	}
	in := make([]Hash, len(s.In))
	for i, x := range s.In {
		in[i] = b.lineage(x, at)
	}
	if op, ok := s.Op.(kernel.Binary); ok && commutes(op.Op) {
		slices.SortFunc(in, func(x, y Hash) int { return slices.Compare(x[:], y[:]) })
	}
	return hashStep(s.Op, "", in)
}

func imported(v Import, column string) Hash {
	return sha256.Sum256([]byte("import " + v.lineage() + column))
}

// interleaved is the lineage of a column of a panel: at one time that of the column of that
// time; else what its columns share. Where they do not share theirs there is one for all
// such columns, since each choice of columns would be a draw of its own.
func (b *Builder) interleaved(s *Step, op kernel.Interleave, at moment) Hash {
	var shared Hash
	for i, x := range s.In {
		if at >= 0 {
			if op.At[i] == int(at) {
				return b.lineage(x, anyRow)
			}
			continue
		}
		if one := b.lineage(x, anyRow); i == 0 {
			shared = one
		} else if one != shared {
			return sha256.Sum256([]byte("columns of several lineages"))
		}
	}
	return shared
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
