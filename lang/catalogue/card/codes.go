package card

import (
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
)

// CodesAt is the code list of a variable on a day, for Fixed variables the latest: the one
// an import at that day attaches. nil when the variable has none.
func CodesAt(v *catalogue.Variable, day int) *catalogue.CodeList {
	if len(v.CodeLists) == 0 {
		return nil
	}
	if v.Temporality == types.Fixed {
		return &v.CodeLists[len(v.CodeLists)-1]
	}
	return v.CodesAt(day)
}

// Period is a time in which a code list is constant, and how it differs from the one before.
type Period struct {
	List       *catalogue.CodeList
	New, Ended []catalogue.Code
	Renamed    []catalogue.Code // with the later label
}

// Periods tells how a code list changed, the earliest period first. The first has no
// changes.
func Periods(v *catalogue.Variable) []Period {
	var out []Period
	before := map[string]catalogue.Code{}
	for i := range v.CodeLists {
		p := Period{List: &v.CodeLists[i]}
		now := map[string]catalogue.Code{}
		for _, c := range p.List.Codes {
			now[c.Code] = c
			switch old, known := before[c.Code]; {
			case i == 0:
			case !known:
				p.New = append(p.New, c)
			case old.Label != c.Label:
				p.Renamed = append(p.Renamed, c)
			}
		}
		if i > 0 {
			for _, c := range v.CodeLists[i-1].Codes {
				if _, still := now[c.Code]; !still {
					p.Ended = append(p.Ended, c)
				}
			}
		}
		before = now
		out = append(out, p)
	}
	return out
}

// Span is a code with one label for as long as it had both.
type Span struct {
	catalogue.Code
	From, To int // epoch days, inclusive; To is catalogue.NoEnd when still valid
}

// Spans lists all codes a variable ever had in the order of the latest list that has them,
// ended ones after those still valid. A code that was away comes twice.
func Spans(v *catalogue.Variable) []Span {
	var open, ended []Span
	for i := range v.CodeLists {
		l := &v.CodeLists[i]
		before := map[string]Span{}
		for _, s := range open {
			before[s.Code.Code] = s
		}
		now := make([]Span, 0, len(l.Codes))
		for _, c := range l.Codes {
			s, known := before[c.Code]
			if !known || s.Code != c || s.To != l.From-1 {
				s = Span{Code: c, From: l.From}
			} else {
				delete(before, c.Code)
			}
			s.To = l.To
			now = append(now, s)
		}
		for _, s := range open {
			if _, left := before[s.Code.Code]; left {
				ended = append(ended, s)
			}
		}
		open = now
	}
	return append(open, ended...)
}
