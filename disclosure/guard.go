package disclosure

import (
	"strconv"

	"github.com/mdscript/mdscript/lang/diag"
)

// GuardKind is one limit that can stop a script.
type GuardKind uint8

// The guards.
const (
	// GuardPopulation is P-1: Set is the dataset's units after the step.
	GuardPopulation GuardKind = iota + 1
	// GuardChange is P-2: Set is the changed, Rest the unchanged units of a generate or
	// replace with `if`, or of one recode rule. Without `if` there is no guard step.
	GuardChange
	// GuardSample is P-3: Set is the units kept, Rest the units left out.
	GuardSample
	// GuardErrors is D3: Set is the units whose values the command cannot take.
	GuardErrors
)

const (
	sampleRestPercent = 5  // P-3
	sampleRestLeast   = 50 // P-3
	fewErrors         = 10 // D3
)

// GuardEvidence is what a guard decides on.
type GuardEvidence struct {
	evidence
	Protects  Protects
	Set, Rest SetKey
	// Problem is the error of GuardErrors; it names variable and kind, never a value.
	Problem *diag.Problem
}

// Shown is the public outcome of a guard that let the script go on. Count is the shown
// count of Set and may be printed in the log line; after GuardErrors and GuardChange it is
// 0. SetMissing: the offending values are to be set to missing without a word (D3); it is
// true after every GuardErrors that passes, whether or not there were any.
type Shown struct {
	Count      int64
	SetMissing bool
}

// Guard decides on shown counts whether the script may go on. A refusal is a *diag.Problem:
// D0101 population, D0102 change, D0103 sample rest, or the evidence's own (D0104 when it
// has none) for GuardErrors.
func (l *Layer) Guard(kind GuardKind, e GuardEvidence) (Shown, error) {
	p := l.pass(e.Protects)
	var out Shown
	var refusal *diag.Problem
	switch kind {
	case GuardPopulation:
		out.Count, refusal = p.guardPopulation(e)
	case GuardChange:
		refusal = p.guardChange(e)
	case GuardSample:
		out.Count, refusal = p.guardSample(e)
	case GuardErrors:
		out.SetMissing = true
		refusal = p.guardErrors(e)
	default:
		refusal = diag.New(codeWrongSheet)
	}
	if p.err != nil {
		return Shown{}, p.err
	}
	if refusal != nil {
		return Shown{}, refusal
	}
	return out, nil
}

func (p *pass) guardPopulation(e GuardEvidence) (int64, *diag.Problem) {
	n := p.count(e.Set)
	least := p.l.policy.minimum.Population
	if !p.exact && n < int64(least) {
		return 0, diag.New(codePopulation, diag.Catalogue(strconv.Itoa(least)))
	}
	return n, nil
}

func (p *pass) guardChange(e GuardEvidence) *diag.Problem {
	least := int64(p.l.policy.minimum.Change)
	few := func(k SetKey) bool {
		n := p.quiet(k)
		return n > 0 && n < least
	}
	changed, unchanged := few(e.Set), few(e.Rest)
	if !p.exact && (changed || unchanged) {
		return diag.New(codeChange, diag.Catalogue(strconv.FormatInt(least, 10)))
	}
	return nil
}

func (p *pass) guardSample(e GuardEvidence) (int64, *diag.Problem) {
	n, rest, all := p.count(e.Set), p.quiet(e.Rest), p.quiet(e.Set.plus(e.Rest))
	if !p.exact && (rest < sampleRestLeast || rest*100 < sampleRestPercent*all) {
		return 0, diag.New(codeSample,
			diag.Catalogue(strconv.Itoa(sampleRestPercent)), diag.Catalogue(strconv.Itoa(sampleRestLeast)))
	}
	return n, nil
}

func (p *pass) guardErrors(e GuardEvidence) *diag.Problem {
	limit := int64(fewErrors)
	if p.exact {
		limit = 1
	}
	if p.quiet(e.Set) < limit {
		return nil
	}
	if e.Problem != nil {
		return e.Problem
	}
	return diag.New(codeDataError)
}
