package plantest

import (
	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Script lowers lines of a tiny language by hand, each as one call, on one dataset.
type Script struct {
	B       *plan.Builder
	Dataset string
	calls   int
}

// NewScript starts a script on a dataset "p".
func NewScript(env plan.Env) *Script { return &Script{B: plan.NewBuilder(env), Dataset: "p"} }

// Line lowers a line by a function of your own.
func (s *Script) Line(command string, cond *check.Expr, lower func(b *plan.Builder, f *plan.Frame) *plan.Frame) {
	s.B.Begin(plan.Call{Index: s.calls, Command: command, If: cond != nil}, s.Dataset)
	s.calls++
	if f := lower(s.B, s.B.Frame(s.Dataset)); f != nil {
		s.B.SetFrame(s.Dataset, f)
	}
}

// Import imports a variable under a name; the first one makes the population.
func (s *Script) Import(v plan.Import, name string) {
	s.Line("import", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		if f.Units != plan.NoReg {
			f.Vars[name] = b.Join(f.Units, v)
			return f
		}
		f.Units, f.Vars[name] = b.Population(v)
		f.Key = v.Var.Unit.Identifier
		b.Protect(f, v.Var.Unit, v.Bank)
		b.GuardPopulation(f)
		return f
	})
}

// ImportEvent makes the dataset one of the spells of a period, under a name.
func (s *Script) ImportEvent(v plan.Import, name string, first, last int) {
	v.Spells, v.Day, v.Last = true, first, last
	s.Line("import-event", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		e := b.Events(f.Units, v)
		f.Units, f.Vars[name], f.Vars["START@"+name], f.Vars["STOP@"+name] = e.Units, e.Value, e.Start, e.Stop
		b.Protect(f, v.Var.Unit, v.Bank)
		b.GuardPopulation(f)
		return f
	})
}

// Generate makes or replaces a variable, where a condition holds.
func (s *Script) Generate(name string, e, cond *check.Expr) {
	s.Line("generate", cond, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		mask := b.Condition(f, cond)
		r := b.Fill(f, b.Expr(f, e, mask))
		if mask != plan.NoReg {
			b.GuardChange(f, mask)
			r = b.Add(kernel.Where{}, b.Type(r), r, mask)
		}
		f.Vars[name] = r
		return f
	})
}

// Keep keeps the rows where a condition holds.
func (s *Script) Keep(cond *check.Expr) {
	s.Line("keep", cond, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		return b.Narrow(f, b.Select(f, b.Condition(f, cond)))
	})
}

// Recode gives values of a variable new ones, one rule per pair.
func (s *Script) Recode(name string, pairs ...[2]int64) {
	s.Line("recode", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		op := kernel.Recode{Kind: types.Integer}
		for _, p := range pairs {
			op.Rules = append(op.Rules, kernel.RecodeRule{
				Spans: []kernel.RecodeSpan{{Lo: float64(p[0]), Hi: float64(p[0])}},
				To:    kernel.Literal{Kind: types.Integer, Int: p[1]},
			})
		}
		recoded := b.Add(op, "recoded", f.Vars[name])
		for i := range pairs {
			b.GuardChange(f, b.Add(kernel.RecodeChanged{Rule: i}, types.Boolean.String(), recoded))
		}
		f.Vars[name] = b.Add(kernel.RecodedColumn{}, types.Integer.String(), recoded)
		return f
	})
}

// Sample keeps the rows where a condition holds, as if by lot.
func (s *Script) Sample(cond *check.Expr) {
	s.Line("sample", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		mask := b.Condition(f, cond)
		b.GuardSample(f, mask)
		return b.Narrow(f, b.Select(f, mask))
	})
}

// CountCode is the message Count gives: one shown count.
const CountCode diag.Code = "R0900"

// Count shows how many units a condition holds for; nil for all.
func (s *Script) Count(cond *check.Expr) {
	s.Line("tabulate", cond, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		b.Log(f, CountCode, nil, b.SetKey(f, b.Condition(f, cond)))
		return nil
	})
}

// Collapse stores the released mean of a variable by another one and makes the dataset one
// of ad-hoc units that protect nobody.
func (s *Script) Collapse(by, of string) {
	s.Line("collapse", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		groups := b.Add(op{name: "group", run: group}, plan.TypeTuple, f.Vars[by])
		sheet := b.Add(MeanByGroup{Who: f.Protects()}, plan.TypeSheet,
			b.Keys(f), b.Ordinals(f), b.Part(groups, 0, plan.TypeGroups), f.Vars[of])
		values, listed := b.Store(f, sheet, disclosure.Rule{
			Kind: disclosure.RuleStored, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleD1, disclosure.RuleC1},
		})
		g := plan.NewFrame()
		g.Key, g.Layer, g.OneRow = by, f.Layer, true
		g.Units = b.Listed(b.Part(groups, 1, b.Type(f.Vars[by])), listed)
		g.Vars[by] = g.Units
		g.Vars[of] = b.Take(values, listed)
		return g
	})
}

// Num is an integer literal.
func Num(n int64) *check.Expr {
	return &check.Expr{Op: check.OpNumber, Kind: types.Integer, Int: n, Float: float64(n)}
}

// Var is an integer variable.
func Var(name string) *check.Expr {
	return &check.Expr{Op: check.OpVar, Kind: types.Integer, Name: name}
}

// Bin is an operator on two expressions.
func Bin(x *check.Expr, op string, y *check.Expr) *check.Expr {
	kind := types.Integer
	switch op {
	case "==", "!=", "<", "<=", ">", ">=", "&", "|":
		kind = types.Boolean
	case "/":
		kind = types.Decimal
	}
	return &check.Expr{Op: check.OpBinary, Kind: kind, Name: op, Args: []*check.Expr{x, y}}
}
