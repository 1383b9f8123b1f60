package plan_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
	"github.com/mdscript/mdscript/runtime/plan/plantest"
)

// spellBank has two spells of every person, on day i and from then on, and a sex.
func spellBank(policy string) *plantest.Bank {
	k := bank(policy)
	var units []uint32
	var value, start, stop []int64
	for i := range k.N {
		for j := range int64(2) {
			units = append(units, uint32(i))
			value, start, stop = append(value, j), append(start, int64(i)+j), append(stop, int64(i)+1000*j)
		}
	}
	k.Spells("civil", units, value, start, stop)
	return k
}

// spellScript reads spells of all and of units that are there, counts them, and describes a
// value of theirs.
func spellScript(k *plantest.Bank) *plantest.Script {
	s := plantest.NewScript(k.Env())
	s.ImportEvent(k.Import("civil"), "civil", 0, 9000)
	s.Count(bin(va("civil"), "==", num(1)))
	s.Line("summarize", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		whole := b.Add(kernel.Group{}, plan.TypeGroups, f.Vars["civil"])
		m := b.Measure(f, f.Vars["START@civil"], b.Add(kernel.Margin{Of: "total"}, plan.TypeGroups, whole), false, disclosure.StatMean)
		sheet := b.Add(seal{}, plan.TypeSheet, b.Describe(f, m, whole), b.Add(kernel.UnitSets{MayRepeat: !f.OneRow}, plan.TypeSets, b.Keys(f), b.Ordinals(f), whole))
		b.Release(f, sheet, disclosure.Rule{Kind: disclosure.RuleDescription, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleM4}})
		return nil
	})
	s.Keep(bin(va("civil"), "==", num(1)))
	s.Count(nil)
	s.Dataset = "chosen"
	s.Import(k.Import("sex"), "sex")
	s.Line("drop", nil, func(_ *plan.Builder, f *plan.Frame) *plan.Frame { delete(f.Vars, "sex"); return f })
	s.ImportEvent(k.Import("civil"), "civil", 10, 20)
	s.Count(nil)
	return s
}

// seal stands for a command's operation that seals a sheet; these plans are never run.
type seal struct{}

func (seal) Name() string                            { return "seal" }
func (seal) Params() string                          { return "" }
func (seal) Run(*kernel.Context, []any) (any, error) { return nil, nil }
func (seal) Protects() disclosure.Protects           { return disclosure.ProtectsUnits }

func TestEventMutants(t *testing.T) {
	s := spellScript(spellBank(plantest.Microdata))
	require.NoError(t, s.B.Err())
	plan.CheckEventMutants(t, s.B.Plan())
}

// Another period, and other units, are other rows of the same numbers: no second draw of noise.
func TestSpellsHaveOneLineage(t *testing.T) {
	k := spellBank(plantest.Microdata)
	s := spellScript(k)
	all, chosen := s.B.Frame("p"), s.B.Frame("chosen")
	require.False(t, all.OneRow)
	prints := map[string]bool{}
	for _, name := range []string{"civil", "START@civil", "STOP@civil"} {
		require.NotEqual(t, all.Vars[name], chosen.Vars[name])
		require.Equal(t, s.B.Fingerprint(all.Vars[name]), s.B.Fingerprint(chosen.Vars[name]))
		prints[s.B.Fingerprint(all.Vars[name])] = true
	}
	require.Len(t, prints, 3)
	fixed := plantest.NewScript(k.Env())
	fixed.Import(k.Import("civil"), "civil")
	require.False(t, prints[fixed.B.Fingerprint(fixed.B.Frame("p").Vars["civil"])])
}

// A row per unit again after a collapse; spells of what protects nobody are counted as rows.
func TestWhereSpellsRepeat(t *testing.T) {
	k := spellBank(plantest.Microdata)
	s := spellScript(k)
	s.Dataset = "p"
	s.Line("collapse", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		aggs := []check.Aggregation{{Stat: "count", Source: &check.Variable{Name: "civil", Kind: types.Integer}, Result: &check.Variable{Name: "n", Kind: types.Integer}}}
		person, _ := types.UnitByCode("PERSON")
		g := b.Regrouped(f, b.GroupValues(f, f.Units, true, aggs, nil), f.Key, person, nil, aggs)
		b.Protect(g, person, k)
		b.GuardPopulation(g)
		require.True(t, g.OneRow)
		return g
	})
	s.Count(nil)
	require.NoError(t, s.B.Err())
	require.NoError(t, plan.Verify(s.B.Plan()))
}
