package description

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// seal puts the evidence of a description into a sheet. Inputs: the population's set key, or
// its sets where units repeat, then per variable its evidence and, where bounded, its bounds.
type seal struct {
	measures []disclosure.Measure
	bounded  []bool
	stats    []disclosure.Statistic
	protects disclosure.Protects
	repeats  bool
}

var errEvidence = errors.New("description: evidence of another shape than the description")

// Name is the step's name.
func (seal) Name() string { return "description" }

// Protects tells the verifier whom the sheet says it protects.
func (s seal) Protects() disclosure.Protects { return s.protects }

// Params names the variables and the statistics; no data.
func (s seal) Params() string {
	var out strings.Builder
	fmt.Fprint(&out, s.stats, s.protects, s.repeats, s.bounded)
	for _, m := range s.measures {
		fmt.Fprintf(&out, " %q %s %t", m.Name, m.Fingerprint, m.Binary)
	}
	return out.String()
}

// Run gives *disclosure.Sheet.
func (s seal) Run(_ *kernel.Context, in []any) (any, error) {
	d := disclosure.Described{Protects: s.protects, MayRepeat: s.repeats, Stats: s.stats}
	switch population := in[0].(type) {
	case disclosure.SetKey:
		d.Population = population
	case *kernel.Sets:
		if len(population.Keys) != 1 || len(population.Repeats) != 1 {
			return nil, errEvidence
		}
		d.Population, d.PopulationRepeats = population.Keys[0], population.Repeats[0]
	default:
		return nil, errEvidence
	}
	found, err := s.evidence(in[1:], 1)
	if err != nil {
		return nil, err
	}
	d.Measures, d.Values = found.of(0)
	return disclosure.NewDescribed(d), nil
}

// found is the evidence of every variable, by group.
type found struct {
	measures []disclosure.Measure
	values   [][]disclosure.Values
	bounds   [][]disclosure.Bounds // nil where a variable has none
}

// evidence reads the inputs after the population: those of every variable in turn.
func (s seal) evidence(in []any, groups int) (found, error) {
	out := found{measures: s.measures}
	for i := range s.measures {
		d, ok := in[0].(*kernel.Described)
		if !ok || len(d.Values) != groups {
			return found{}, errEvidence
		}
		out.values = append(out.values, d.Values)
		in = in[1:]
		var bounds []disclosure.Bounds
		if s.bounded[i] {
			if bounds, ok = boundsOf(in[0], groups); !ok {
				return found{}, errEvidence
			}
			in = in[1:]
		}
		out.bounds = append(out.bounds, bounds)
	}
	return out, nil
}

func boundsOf(in any, groups int) ([]disclosure.Bounds, bool) {
	switch b := in.(type) {
	case *disclosure.Bounds:
		return []disclosure.Bounds{*b}, groups == 1
	case *kernel.BoundsEach:
		return b.Bounds, len(b.Bounds) == groups
	}
	return nil, false
}

// of is the measures and their evidence in one group.
func (f found) of(group int) ([]disclosure.Measure, []disclosure.Values) {
	measures := append([]disclosure.Measure(nil), f.measures...)
	values := make([]disclosure.Values, len(measures))
	for i := range measures {
		values[i] = f.values[i][group]
		if f.bounds[i] != nil {
			measures[i].Bounds = f.bounds[i][group]
		}
	}
	return measures, values
}
