package owner

import (
	"cmp"
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// once are the rules about which the public tools say one thing, however often they are broken.
var once = map[diag.Code]bool{finding.SameUnit: true, finding.SameDate: true}

// reading are the findings of the reader: the first in the file is all that is said.
var reading = []diag.Code{finding.FieldCount, finding.NotConverted, finding.LongLine, finding.NotUTF8}

// firstStage keeps what the public tools would say: the findings of the first stage that has
// any. Of the stages of the data each rule is a stage of its own.
func (v *validation) firstStage() {
	found := slices.DeleteFunc(v.report.Findings, func(f finding.Finding) bool { return f.Upstream == "" })
	if len(found) > 0 {
		switch first := found[0]; {
		case first.Stage() < 5:
			found = slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Stage() != first.Stage() })
		default:
			found = firstRule(found)
		}
	}
	if len(found) > 0 && found[0].Stage() == 2 {
		found = found[:1]
	}
	v.report.Findings, v.report.Counts = found, map[diag.Code]int64{}
	for _, f := range found {
		v.report.Counts[f.Code]++
	}
}

func firstRule(found []finding.Finding) []finding.Finding {
	var failed []finding.Finding
	for _, f := range found {
		if slices.Contains(reading, f.Code) {
			failed = append(failed, f)
		}
	}
	if len(failed) > 0 && found[0].Code != finding.EmptyFile {
		return []finding.Finding{slices.MinFunc(failed, func(a, b finding.Finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
		})}
	}
	code := found[0].Code
	found = slices.DeleteFunc(found, func(f finding.Finding) bool { return f.Code != code })
	if found[0].Stage() == 5 || once[code] {
		return found[:1]
	}
	return found[:min(len(found), upstreamLimit)]
}

// Messages are the findings in the words of the public tools.
func (r Report) Messages() []string {
	out := []string{}
	for _, f := range r.Findings {
		if f.Upstream != "" {
			out = append(out, f.Upstream)
		}
	}
	return out
}
