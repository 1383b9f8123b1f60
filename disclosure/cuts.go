package disclosure

import "github.com/mdscript/mdscript/lang/diag"

// Cuts is the evidence of a whole-column function such as quantile(x, n): the valid values
// of the column, whose cut points divide them into Parts groups.
type Cuts struct {
	evidence
	Protects    Protects
	Fingerprint string // of the column, see Measure
	Units       SetKey // distinct protected units with a valid value, with anchor
	Order       OrderStats
	Parts       int // at least 2
}

// CutPoints gives the Parts−1 cut points p = 1/Parts, 2/Parts, … ascending (rule D2): each
// by Q1, type 7 where results are exact. ok is false when the column has too few units for
// one of them, or none: every row then gets missing. The cut points stay in protected
// columns. Errors as Release.
func (l *Layer) CutPoints(c Cuts) (points []float64, ok bool, err error) {
	p := l.pass(c.Protects)
	if c.Parts < 2 {
		return nil, false, diag.New(codeNotAllowed, diag.Catalogue("cut points"))
	}
	if c.Order == nil || !p.exact && c.Fingerprint == "" {
		return nil, false, diag.New(codeNoEvidence, diag.Catalogue("cut points"))
	}
	if c.Order.N() == 0 || !p.exact && p.quiet(c.Units) < beyondQuantile*int64(c.Parts) {
		return nil, false, p.err
	}
	var draw uint64
	if !p.exact {
		draw = p.anchor("q:"+c.Fingerprint, c.Units)
	}
	if p.err != nil {
		return nil, false, p.err
	}
	for part := 1; part < c.Parts; part++ {
		if p.exact {
			points = append(points, quantile7(c.Order, part, c.Parts))
			continue
		}
		v, _ := significant(quantileQ1(c.Order, part, c.Parts, draw), quantileDigits)
		points = append(points, v)
	}
	return points, true, nil
}
