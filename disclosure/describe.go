package disclosure

import (
	"slices"

	"github.com/mdscript/mdscript/lang/diag"
)

func (p *pass) releaseDescribed(d *Described) Released {
	out := Released{kind: KindDescription}
	out.about.Population = countCell(p.count(d.Population), p.countRule())
	out.describe = DescriptionResult{Variables: variablesOf(d.Measures), Stats: slices.Clone(d.Stats), cells: p.described(d)}
	if p.err != nil {
		return Released{}
	}
	return out
}

func variablesOf(measures []Measure) []Heading {
	var out []Heading
	for i := range measures {
		out = append(out, Heading{measures[i].Name, measures[i].Label})
	}
	return out
}

// described makes the numbers of a description: variable, statistic.
func (p *pass) described(d *Described) []Cell {
	if len(d.Values) != len(d.Measures) {
		p.missing("values")
		return nil
	}
	q := 0.0
	if d.MayRepeat {
		q = p.repeatLimit(d.Population, d.PopulationRepeats)
	}
	var out []Cell
	for i := range d.Measures {
		x := p.measure(&d.Measures[i], &d.Values[i], d.MayRepeat, q)
		for _, s := range d.Stats {
			if s.ofCounts() || s >= StatMin {
				p.err = diag.New(codeNotAllowed, diag.Catalogue(s.String()))
				return nil
			}
			out = append(out, x.statistic(s, d.MayRepeat))
		}
	}
	return out
}

// releaseDescribedBy describes the same variables in several groups. A group is listed when
// the shown count of its own population is positive (C8).
func (p *pass) releaseDescribedBy(d *DescribedBy) Released {
	if len(d.Groups) == 0 || len(d.Groups) != len(d.Axis.Categories) {
		p.missing("groups")
		return Released{}
	}
	out := Released{kind: KindDescription}
	out.about.Population = countCell(p.count(d.Population), p.countRule())
	first := &d.Groups[0]
	out.describe = DescriptionResult{
		Variables: variablesOf(first.Measures), Stats: slices.Clone(first.Stats), By: Heading{d.Axis.Name, d.Axis.Label},
	}
	var columns [][]Cell
	for _, g := range p.listedGroups(d) {
		group := &d.Groups[g]
		if !slices.Equal(group.Stats, first.Stats) || len(group.Measures) != len(first.Measures) {
			p.missing("groups")
		}
		columns = append(columns, p.described(group))
		out.describe.Groups = append(out.describe.Groups, partOf(&d.Axis.Categories[g]))
	}
	if p.err != nil {
		return Released{}
	}
	stats := len(first.Stats)
	for v := range first.Measures {
		for _, cells := range columns {
			out.describe.cells = append(out.describe.cells, cells[v*stats:(v+1)*stats]...)
		}
	}
	return out
}

// listedGroups are the groups that are listed, sorted by code.
func (p *pass) listedGroups(d *DescribedBy) []int {
	least := int64(1)
	if !p.exact {
		p.fire(RuleC8)
		least = max(least, int64(p.l.policy.categoryMin))
		if p.freeLeast(d.Axis.FreeText, d.Axis.FreeNumber) > 0 {
			p.fire(RuleD6)
		}
	}
	var out []int
	for i := range d.Groups {
		need := least
		if c := &d.Axis.Categories[i]; !c.Missing {
			need = max(need, p.freeLeast(d.Axis.FreeText, d.Axis.FreeNumber && c.Label == ""))
		}
		if p.count(d.Groups[i].Population) >= need {
			out = append(out, i)
		}
	}
	c := d.Axis.Categories
	slices.SortStableFunc(out, func(i, j int) int { return compareCodes(&c[i], &c[j]) })
	return out
}
