package plantest

import (
	"slices"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// group gives (groups, one key per group) of an integer column.
func group(_ *kernel.Context, in []any) (any, error) {
	c := in[0].(*column.Column)
	keys := slices.Compact(slices.Sorted(slices.Values(c.Ints)))
	ids := make([]uint32, c.Len)
	for i, v := range c.Ints {
		at, _ := slices.BinarySearch(keys, v)
		ids[i] = uint32(at)
	}
	return []any{&kernel.Groups{Count: len(keys), Rows: c.Len, IDs: ids}, column.FromInts(keys, nil)}, nil
}

// MeanByGroup seals the count of an integer column by group.
type MeanByGroup struct{ Who disclosure.Protects }

// Name is the step's name.
func (MeanByGroup) Name() string { return "group-counts" }

// Params is empty.
func (MeanByGroup) Params() string { return "" }

// Protects tells whom the sheet says it protects.
func (m MeanByGroup) Protects() disclosure.Protects { return m.Who }

// Run takes keys, ordinals, groups and a column.
func (m MeanByGroup) Run(c *kernel.Context, in []any) (any, error) {
	keys, ordinals, groups := in[0].(*disclosure.Keys), in[1].(*column.Column), in[2].(*kernel.Groups)
	if err := groups.Settle(c); err != nil {
		return nil, err
	}
	units := make([]disclosure.SetKey, groups.Count)
	keys.Accumulate(units, groups.IDs, ordinals.Codes)
	values := make([]disclosure.Values, groups.Count)
	for i := range values {
		values[i] = disclosure.Values{Has: disclosure.EvidenceUnits, Units: units[i]}
	}
	for _, g := range groups.IDs {
		values[g].Rows++
	}
	return disclosure.NewGroups(disclosure.Groups{
		Protects: m.Who, Stat: disclosure.StatCount, Units: units, Values: values,
	}), nil
}
