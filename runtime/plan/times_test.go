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

// timed is what a line has at hand: the frame of a panel that was filtered, the frame before
// the filter, and groups of its rows.
type timed struct {
	b                  *plan.Builder
	f, before          *plan.Frame
	times, other, both plan.Reg
}

func (x *timed) groups(op kernel.Op, in ...plan.Reg) plan.Reg {
	return x.b.Add(op, plan.TypeGroups, in...)
}

func (x *timed) sets(op kernel.Op, groups plan.Reg) plan.Reg {
	return x.b.Add(op, plan.TypeSets, x.b.Keys(x.f), x.b.Ordinals(x.f), groups)
}

// released plans a script that makes a panel, filters it and seals what a line counts.
func released(t *testing.T, count func(x *timed) plan.Reg) error {
	t.Helper()
	k := bank(plantest.Microdata)
	s := plantest.NewScript(k.Env())
	s.Import(k.Import("sex"), "sex")
	moments := []check.Moment{{Value: 100}, {Value: 465}}
	s.Line("reshape-to-panel", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		long := b.Panel(f, types.Date, moments)
		long.Vars["sex"] = b.RepeatAt(f.Vars["sex"], len(moments))
		return long
	})
	var before *plan.Frame
	s.Line("keep", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		before = f
		return b.Narrow(f, b.Select(f, b.Condition(f, bin(va("sex"), "==", num(1)))))
	})
	s.Line("tabulate-panel", nil, func(b *plan.Builder, f *plan.Frame) *plan.Frame {
		x := &timed{b: b, f: f, before: before}
		x.times = x.groups(kernel.TimeGroups{Values: []int64{100, 465}}, f.Vars[check.PanelTime])
		x.other = x.groups(kernel.Group{}, f.Vars["sex"])
		x.both = x.groups(kernel.Cross{}, x.other, x.times)
		sheet := b.Add(seal{}, plan.TypeSheet, count(x))
		b.Release(f, sheet, disclosure.Rule{Kind: disclosure.RuleTable, Evidence: disclosure.EvidenceUnits, IDs: []disclosure.RuleID{disclosure.RuleC1}})
		return nil
	})
	require.NoError(t, s.B.Err())
	return plan.Verify(s.B.Plan())
}

// TestOneTimeMayBeCountedAsACrossSection: only what is of one time of the very rows that are
// counted.
func TestOneTimeMayBeCountedAsACrossSection(t *testing.T) {
	for name, count := range map[string]func(x *timed) plan.Reg{
		"times": func(x *timed) plan.Reg { return x.sets(kernel.UnitSets{}, x.times) },
		"cells": func(x *timed) plan.Reg { return x.sets(kernel.UnitSets{}, x.both) },
		"values as groups": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.Group{}, x.f.Vars[check.PanelTime]))
		},
		"columns": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.Margin{Of: "columns"}, x.both))
		},
		"combined": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.Combine{}, x.other, x.times))
		},
		"joined": func(x *timed) plan.Reg {
			return x.b.Add(kernel.MergeSets{Of: "columns"}, plan.TypeSets, x.sets(kernel.UnitSets{}, x.both), x.both)
		},
		"one pass":    func(x *timed) plan.Reg { return x.sets(kernel.TableSets{Rows: true}, x.both) },
		"every thing": func(x *timed) plan.Reg { return x.sets(kernel.UnitSets{MayRepeat: true}, x.other) },
	} {
		require.NoError(t, released(t, count), name)
	}
	for name, count := range map[string]func(x *timed) plan.Reg{
		"another variable": func(x *timed) plan.Reg { return x.sets(kernel.UnitSets{}, x.other) },
		"rows of all times": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.Margin{Of: "rows"}, x.both))
		},
		"all times": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.Margin{Of: "total"}, x.both))
		},
		"times that are a variable": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.TimeGroups{Values: []int64{1, 2}}, x.f.Vars["sex"]))
		},
		"times of other rows": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.TimeGroups{Values: []int64{100, 465}}, x.before.Vars[check.PanelTime]))
		},
		"the next time": func(x *timed) plan.Reg {
			return x.sets(kernel.UnitSets{}, x.groups(kernel.NextGroups{}, x.f.Units, x.times, x.other))
		},
		"in one pass, rows": func(x *timed) plan.Reg { return x.sets(kernel.TableSets{Columns: true}, x.both) },
		"in one pass, cells": func(x *timed) plan.Reg {
			return x.sets(kernel.TableSets{Rows: true, Columns: true}, x.groups(kernel.Cross{}, x.other, x.other))
		},
	} {
		err := released(t, count)
		require.ErrorContains(t, err, "as if they had one", name)
	}
	for _, of := range []string{"rows", "total"} {
		err := released(t, func(x *timed) plan.Reg {
			return x.b.Add(kernel.MergeSets{Of: of}, plan.TypeSets, x.sets(kernel.UnitSets{}, x.both), x.both)
		})
		require.ErrorContains(t, err, "share units", of)
	}
}
