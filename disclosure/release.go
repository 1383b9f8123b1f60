package disclosure

import (
	"slices"

	"github.com/mdscript/mdscript/lang/diag"
)

// Release turns a sheet into what may leave. Errors are *diag.Problem and mistakes of the
// program, never of the script: I0701 the sheet is not of the rule's kind, I0702 evidence is
// missing, I0703 no rule covers a statistic. RuleNone takes a nil sheet and gives the zero
// Released.
func (l *Layer) Release(s *Sheet, r Rule) (Released, Account, error) {
	if r.Kind == RuleNone && s == nil {
		return Released{}, Account{}, nil
	}
	if s == nil {
		return Released{}, Account{}, diag.New(codeWrongSheet)
	}
	var p *pass
	var out Released
	switch {
	case r.Kind == RuleTable && s.grid != nil:
		p = l.pass(s.grid.Protects)
		p.declared(r, s.grid.Stats, s.grid.Measures, s.grid.MayRepeat, s.grid.MayRepeat && !s.grid.RowsOnce && !s.grid.ColumnsOnce)
		out = p.releaseGrid(s.grid)
	case r.Kind == RuleDescription && s.describe != nil:
		p = l.pass(s.describe.Protects)
		p.declared(r, s.describe.Stats, s.describe.Measures, s.describe.MayRepeat, s.describe.MayRepeat)
		out = p.releaseDescribed(s.describe)
	case r.Kind == RuleDescription && s.describeBy != nil:
		p = l.pass(s.describeBy.Protects)
		for i := range s.describeBy.Groups {
			g := &s.describeBy.Groups[i]
			p.declared(r, g.Stats, g.Measures, g.MayRepeat, g.MayRepeat)
		}
		out = p.releaseDescribedBy(s.describeBy)
	case r.Kind == RuleMessage && s.log != nil:
		p = l.pass(s.log.Protects)
		out = p.releaseLog(s.log)
	default:
		return Released{}, Account{}, diag.New(codeWrongSheet)
	}
	if p.err != nil {
		return Released{}, Account{}, p.err
	}
	out.about.Profile, out.about.PolicyHash = l.policy.profile, l.hash
	if out.kind != KindMessage {
		out.about.Notes = p.notes()
	}
	return out, p.account(), nil
}

// declared refuses a statistic whose evidence the command did not declare. Units may repeat
// in some of the sets, or in all.
func (p *pass) declared(r Rule, stats []Statistic, measures []Measure, some, all bool) {
	have := r.Evidence
	want := EvidenceUnits
	if some {
		want |= EvidenceRepeats
	}
	for _, s := range stats {
		want |= needs(s, p.exact, false) &^ EvidenceAnchor
	}
	for i := range measures {
		if measures[i].Binary && !p.exact && !all && slices.ContainsFunc(stats, func(s Statistic) bool {
			return needs(s, false, true)&EvidenceOnes != 0
		}) {
			want |= EvidenceOnes
		}
	}
	if want&^have != 0 {
		p.missing("declaration")
	}
}

func (p *pass) account() Account {
	a := Account{Shown: p.shown}
	for _, r := range ruleOrder {
		if p.fired[r] {
			a.Rules = append(a.Rules, r)
		}
	}
	return a
}

func (p *pass) releaseLog(g *Log) Released {
	p.fire(RuleT1)
	args := append([]diag.Arg(nil), g.Words...)
	for _, k := range g.Counts {
		args = append(args, diag.Shown(formatCount(p.count(k))))
	}
	return Released{kind: KindMessage, message: Message{Code: g.Code, Args: args}}
}
