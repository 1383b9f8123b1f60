package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
)

var moments = []check.Moment{{Value: 1, Text: "1", Suffix: "1"}, {Value: 2, Text: "2", Suffix: "2"}, {Value: 3, Text: "3", Suffix: "3"}}

// importPanel makes a panel of one variable whose values of three times are variables of the bank.
func importPanel(s *plantest.Script, imports ...plan.Import) {
	s.Line("import-panel", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		f.Units = b.UnitsWithAny(imports)
		b.Protect(f, imports[0].Var.Unit, imports[0].Bank)
		b.GuardPopulation(f)
		panel := b.Panel(f, types.Integer, moments)
		var columns []plan.Reg
		for _, v := range imports {
			columns = append(columns, b.Join(f.Units, v))
		}
		panel.Vars["x"] = b.Interleave(f, types.Integer, columns)
		return panel
	})
}

// toPanel is reshape-to-panel of columns to one variable.
func toPanel(s *plantest.Script, to string, columns ...string) {
	s.Line("reshape-to-panel", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		panel := b.Panel(f, types.Integer, moments[:len(columns)])
		var regs []plan.Reg
		for _, c := range columns {
			regs = append(regs, f.Vars[c])
		}
		panel.Vars[to] = b.Interleave(f, types.Integer, regs)
		return panel
	})
}

// fromPanel is reshape-from-panel of a variable to columns.
func fromPanel(s *plantest.Script, k *plantest.Bank, from string, to ...string) {
	s.Line("reshape-from-panel", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		unit, _ := types.UnitByCode("PERSON")
		d := &check.Dataset{Unit: unit, Banks: []catalogue.Version{k}}
		w := b.FromPanel(f, d, types.Integer, moments[:len(to)])
		for i, name := range to {
			w.Vars[name] = b.At(w, f.Vars[from], i, types.Integer)
		}
		b.GuardPopulation(w.Frame)
		return w.Frame
	})
}

func TestPanelMutants(t *testing.T) {
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	importPanel(s, k.Import("sex"), k.Import("age"), k.Import("pay"))
	require.False(t, s.B.Frame("p").OneRow)
	require.True(t, s.B.Frame("p").OnePerTime)
	s.Count(bin(va("x"), ">", num(0)))
	s.Keep(bin(va("x"), ">", num(0)))
	s.Count(nil)
	fromPanel(s, k, "x", "x1", "x2", "x3")
	require.True(t, s.B.Frame("p").OneRow)
	s.Count(bin(va("x1"), ">", num(0)))
	require.NoError(t, s.B.Err())
	plan.CheckPanelMutants(t, s.B.Plan())
}

// fingerprint is the lineage of a variable now.
func fingerprint(s *plantest.Script, name string) (out string) {
	s.Line("generate", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		out = b.Fingerprint(f.Vars[name])
		return nil
	})
	return out
}

// TestPanelsGiveNoFurtherDraw follows the lineage of a column through panels: what decides
// over a draw of noise may not depend on what else is in the panel.
func TestPanelsGiveNoFurtherDraw(t *testing.T) {
	k := bank(plantest.Microdata)
	at := func(day int) plan.Import {
		v := k.Import("pay")
		v.Day, v.Dated = day, true
		return v
	}
	panel := func(days ...int) string {
		s := plantest.NewScript(k.Env())
		importPanel(s, at(days[0]), at(days[1]), at(days[2]))
		return fingerprint(s, "x")
	}
	one := panel(100, 200, 300)
	require.Equal(t, one, panel(100, 400, 500), "other dates")

	wide := func() *plantest.Script {
		s := plantest.NewScript(k.Env())
		for i, name := range []string{"pay1", "pay2", "pay3"} {
			s.Import(at(100*(i+1)), name)
		}
		s.Import(k.Import("age"), "age")
		return s
	}
	s := wide()
	first := fingerprint(s, "pay1")
	second := fingerprint(s, "pay2")
	require.Equal(t, one, first, "the day takes no part")
	require.Equal(t, one, second)
	toPanel(s, "x", "pay1", "pay2")
	require.Equal(t, one, fingerprint(s, "x"), "reshaped as imported")
	s.Keep(bin(va("x"), ">", num(10)))
	require.Equal(t, one, fingerprint(s, "x"))
	s.Generate("z", bin(va("x"), "*", va("x")), nil)
	squared := fingerprint(s, "z")
	fromPanel(s, k, "x", "a1", "a2")
	require.Equal(t, first, fingerprint(s, "a1"), "there and back")
	require.Equal(t, second, fingerprint(s, "a2"))
	toPanel(s, "x", "a2", "a1")
	require.Equal(t, one, fingerprint(s, "x"), "and there again")

	s = wide()
	s.Generate("z1", bin(va("pay1"), "*", va("pay1")), nil)
	s.Generate("z2", bin(va("pay2"), "*", va("pay2")), nil)
	before := fingerprint(s, "z1")
	toPanel(s, "z", "z1", "z2")
	require.Equal(t, squared, fingerprint(s, "z"), "computed before or in the panel")
	fromPanel(s, k, "z", "z1", "z2")
	require.Equal(t, before, fingerprint(s, "z1"))

	s = wide()
	s.Generate("b", bin(va("age"), "*", va("age")), nil)
	toPanel(s, "x", "pay1", "age")
	mixed := fingerprint(s, "x")
	require.NotEqual(t, one, mixed)
	fromPanel(s, k, "x", "c1", "c2")
	require.Equal(t, one, fingerprint(s, "c1"), "what went in comes out")
	s = wide()
	s.Generate("b", bin(va("age"), "*", va("age")), nil)
	toPanel(s, "x", "pay1", "b")
	require.Equal(t, mixed, fingerprint(s, "x"), "whatever stands beside a column")
}
