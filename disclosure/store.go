package disclosure

import "github.com/mdscript/mdscript/lang/diag"

// Stored is a column of released group values, one per group in the sheet's order. A value
// that the rules hide is missing (Valid false, Values 0). Listed is false for a group that
// must not be seen to exist: its row belongs in no dataset.
type Stored struct {
	evidence
	Values []float64
	Valid  []bool
	Listed []bool
}

// Store releases group values for storage in a dataset (rule D1). The values stay in
// protected columns; what D1 adds is that they are already fit to show. Errors as Release.
func (l *Layer) Store(s *Sheet, r Rule) (Stored, Account, error) {
	if s == nil || s.groups == nil || r.Kind != RuleStored {
		return Stored{}, Account{}, diag.New(codeWrongSheet)
	}
	g := s.groups
	p := l.pass(g.Protects)
	p.declared(r, []Statistic{g.Stat}, []Measure{g.Measure}, g.MayRepeat, g.MayRepeat)
	if len(g.Units) != len(g.Values) {
		p.missing("values")
	}
	if g.Stat.ofCounts() {
		p.err = diag.New(codeNotAllowed, diag.Catalogue(g.Stat.String()))
	}
	out := p.store(g)
	if p.err != nil {
		return Stored{}, Account{}, p.err
	}
	return out, p.account(), nil
}

func (p *pass) store(g *Groups) Stored {
	if p.err != nil {
		return Stored{}
	}
	p.fire(RuleD1)
	n := len(g.Units)
	out := Stored{Values: make([]float64, n), Valid: make([]bool, n), Listed: make([]bool, n)}
	q := 0.0
	if g.MayRepeat {
		q = p.repeatLimit(g.Population, g.PopulationRepeats)
	}
	least := max(1, p.freeLeast(g.FreeText, g.FreeNumber))
	if least > 1 {
		p.fire(RuleD6)
	}
	rows := make([]int64, n)
	var all int64
	for i := range g.Units {
		out.Listed[i] = p.exact || p.count(g.Units[i]) >= least
		x := p.measure(&g.Measure, &g.Values[i], g.MayRepeat, q)
		rows[i] = x.rows
		all += x.rows
		if g.Stat == StatPercent {
			continue
		}
		c := x.statistic(g.Stat, g.MayRepeat)
		out.Values[i], out.Valid[i] = c.value, c.HasValue()
		if g.Stat == StatCount && !p.exact && x.rows == 0 {
			out.Valid[i] = false
		}
	}
	if g.Stat == StatPercent {
		p.storePercent(out, rows, all)
	}
	for i, listed := range out.Listed {
		if !listed { // not even an empty sum tells that the group exists
			out.Values[i], out.Valid[i] = 0, false
		}
	}
	return out
}

// storePercent is each group's shown number in percent of all shown numbers (C5).
func (p *pass) storePercent(out Stored, rows []int64, all int64) {
	for i, n := range rows {
		c := p.percent(n, all)
		out.Values[i], out.Valid[i] = c.value, c.HasValue() && (p.exact || n > 0)
	}
}
