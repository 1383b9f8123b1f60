package plan

import (
	"fmt"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// Narrow makes the frame of the rows in a selection, with its population guard. Every
// variable is taken when something needs it.
func (b *Builder) Narrow(f *Frame, selection Reg) *Frame {
	g := f.Clone()
	g.Units = b.Take(f.Units, selection)
	for _, name := range sortedNames(f.Vars) {
		g.Vars[name] = b.Take(f.Vars[name], selection)
	}
	switch {
	case f.Protected == NoReg:
	case standsForItself(b.plan, f.Protected, f.Units):
		g.Protected = b.Add(sameUnits{}, TypeOrdinals, g.Units, f.Protected)
	default:
		g.Protected = b.Take(f.Protected, selection)
	}
	b.GuardPopulation(g)
	return g
}

// sameUnits gives the ordinals of rows that were taken from units who are protected
// themselves: the column of the units, without taking their ordinals a second time. Inputs:
// the units that were taken, and the ordinals of all of them.
type sameUnits struct{}

func (sameUnits) Name() string   { return "protected" }
func (sameUnits) Params() string { return "the same units" }

func (sameUnits) Run(_ *kernel.Context, in []any) (any, error) { return in[0], nil }

// standsForItself tells whether ordinals are the units themselves.
func standsForItself(p *Plan, ordinals, units Reg) bool {
	s := &p.Steps[ordinals]
	switch op := s.Op.(type) {
	case protectStep:
		return op.oneRow && s.In[0] == units
	case sameUnits:
		return s.In[0] == units
	}
	return false
}

// Select makes the selection of the rows of the frame where mask is true.
func (b *Builder) Select(f *Frame, mask Reg) Reg {
	return b.Add(kernel.Select{}, TypeSelection, mask, f.Units)
}

// Take keeps the rows of a column that are in a selection.
func (b *Builder) Take(r, selection Reg) Reg {
	if r == NoReg {
		return NoReg
	}
	return b.Add(kernel.Take{}, b.Type(r), r, selection)
}

// Gather gives every row the value of the row that it matches, missing without one. A truth
// value that can be missing is a whole number.
func (b *Builder) Gather(r, matches Reg) Reg {
	return b.Add(kernel.Gather{}, holed(b.Type(r)), r, matches)
}

// holed is the type of a column in which values may be missing.
func holed(typ string) string {
	if typ == types.Boolean.String() {
		return types.Integer.String()
	}
	return typ
}

// Fill gives a column the rows of the frame when it is constant; other columns stay as
// they are.
func (b *Builder) Fill(f *Frame, r Reg) Reg {
	if f.Units == NoReg || len(b.facts[r].sources) > 0 {
		return r
	}
	return b.Add(kernel.Fill{}, b.Type(r), r, f.Units)
}

// Condition gives the mask of a condition, a boolean register, or NoReg for nil.
func (b *Builder) Condition(f *Frame, e *check.Expr) Reg {
	if e == nil {
		return NoReg
	}
	return b.Truth(b.Expr(f, e, NoReg))
}

// Truth gives a boolean register: non-zero is true, missing is false.
func (b *Builder) Truth(r Reg) Reg {
	if b.Type(r) == types.Boolean.String() {
		return r
	}
	return b.Add(kernel.Truth{}, types.Boolean.String(), r)
}

// Expr makes the steps of an expression on the rows of a frame, one per node. where is the
// mask of the statement's condition for quantile(), or NoReg. The result may be a constant
// column: see Fill.
func (b *Builder) Expr(f *Frame, e *check.Expr, where Reg) Reg {
	switch e.Op {
	case check.OpNumber, check.OpText, check.OpMissing:
		return b.Literal(e)
	case check.OpVar:
		if r := f.Var(e.Name); r != NoReg {
			return r
		}
		b.Fail(fmt.Errorf("plan: no register for a checked variable"))
		return b.Literal(&check.Expr{Op: check.OpMissing})
	}
	args := make([]Reg, len(e.Args))
	for i, a := range e.Args {
		args[i] = b.Expr(f, a, where)
	}
	if e.Op == check.OpCall {
		fn, ok := b.env.Function(e.Name)
		if !ok {
			b.Fail(fmt.Errorf("plan: function %s has no evaluation", e.Name))
			return b.Literal(&check.Expr{Op: check.OpMissing})
		}
		return fn.Lower(b, f, e, args, where)
	}
	if e.Op == check.OpUnary {
		op := e.Name
		if op == "neg" {
			op = "-"
		}
		return b.Add(kernel.Unary{Op: op}, e.Kind.String(), args...)
	}
	return b.Add(kernel.Binary{Op: e.Name}, e.Kind.String(), args...)
}

// Literal is a constant of the script as a constant column.
func (b *Builder) Literal(e *check.Expr) Reg {
	l := kernel.Literal{Kind: e.Kind, Int: e.Int, Float: e.Float, Text: e.Text}
	switch {
	case e.Op == check.OpMissing:
		l = kernel.Literal{Kind: types.Untyped}
	case e.Op == check.OpText:
		l.Kind = types.Text
	}
	return b.Add(l, l.Kind.String())
}
