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
