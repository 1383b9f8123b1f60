package metadata

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// Period is a span of days with the codes valid in all of it. Last is the last day; an open
// period has none.
type Period struct {
	First, Last int
	Open        bool
	Codes       []Code
}

// Periods cuts time where a code begins or ends. A closed code never belongs to the open
// period; days without codes are a period too.
func Periods(codes []Code) []Period {
	open := slices.ContainsFunc(codes, func(c Code) bool { return c.Open })
	cuts := cuts(codes)
	var out []Period
	for i, first := range cuts {
		p := Period{First: first, Open: i == len(cuts)-1}
		if p.Open && !open {
			break
		}
		if !p.Open {
			p.Last = cuts[i+1] - 1
		}
		out = append(out, p)
	}
	fillPeriods(out, codes)
	return out
}

// cuts are the days on which the set of valid codes may change.
func cuts(codes []Code) []int {
	var days []int
	for _, c := range codes {
		days = append(days, c.From)
		if !c.Open {
			days = append(days, c.Until+1)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// fillPeriods sweeps the periods once with the codes in order of their beginning.
func fillPeriods(periods []Period, codes []Code) {
	sorted := slices.Clone(codes)
	slices.SortStableFunc(sorted, func(a, b Code) int { return a.From - b.From })
	var live []Code
	next := 0
	for i := range periods {
		p := &periods[i]
		for ; next < len(sorted) && sorted[next].From <= p.First; next++ {
			live = append(live, sorted[next])
		}
		live = slices.DeleteFunc(live, func(c Code) bool { return !c.Open && (p.Open || c.Until < p.Last) })
		p.Codes = slices.Clone(live)
	}
}

// codeLists checks the measure's codes and then its missing values. The first list with a
// finding ends the check.
func codeLists(m Metadata) []finding.Finding {
	if !m.Enumerated {
		return nil
	}
	found := twiceValid(m.Codes)
	if m.DataType != "" {
		found = append(found, mismatch(finding.CodeType, "codelist", m.Codes, m.DataType)...)
	}
	if len(found) > 0 || m.DataType == "" {
		return found
	}
	return mismatch(finding.SentinelType, "sentinel- and missing values list", m.Sentinels, m.DataType)
}

// maxTwice bounds the findings about one list: beyond it the list is nonsense.
const maxTwice = 10_000

// twiceValid sweeps time: a code enters at its first day and leaves after its last one.
func twiceValid(codes []Code) []finding.Finding {
	enter, leave := map[int][]Code{}, map[int][]Code{}
	for _, c := range codes {
		enter[c.From] = append(enter[c.From], c)
		if !c.Open {
			leave[c.Until+1] = append(leave[c.Until+1], c)
		}
	}
	var found []finding.Finding
	count, twice := map[string]int{}, map[string]Code{}
	change := func(c Code, by int) {
		if key := repr(c); c.Open || c.From <= c.Until {
			if count[key] += by; count[key] > 1 {
				twice[key] = c
			} else {
				delete(twice, key)
			}
		}
	}
	for _, day := range cuts(codes) {
		for _, c := range leave[day] {
			change(c, -1)
		}
		for _, c := range enter[day] {
			change(c, 1)
		}
		if len(twice) > 0 && len(found) < maxTwice {
			found = append(found, twiceFrom(day, slices.Collect(maps.Values(twice))))
		}
	}
	return found
}

func twiceFrom(day int, twice []Code) finding.Finding {
	slices.SortFunc(twice, func(a, b Code) int { return strings.Compare(a.Value, b.Value) })
	list := reprs(twice)
	return finding.Finding{
		Code: finding.TwiceValid, Path: "measureVariables[0].valueDomain.codeList",
		Args:     []string{strings.Trim(list, "[]"), time.Unix(int64(day)*secondsOfDay, 0).UTC().Format(time.DateOnly)},
		Upstream: "Duplicate codes for same time period: " + list,
	}
}

// shownCodes is how many codes a message lists.
const shownCodes = 5

func mismatch(code diag.Code, list string, codes []Code, dataType string) []finding.Finding {
	var wrong []Code
	for _, c := range codes {
		if typeOf(c) != dataType {
			wrong = append(wrong, c)
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	shown := reprs(wrong[:min(len(wrong), shownCodes)])
	if len(wrong) > shownCodes {
		shown = strings.TrimSuffix(shown, "]") + ", '...']"
	}
	at := "measureVariables[0].valueDomain.codeList"
	if code == finding.SentinelType {
		at = "measureVariables[0].valueDomain.sentinelAndMissingValues"
	}
	return []finding.Finding{{
		Code: code, Path: at, Args: []string{dataType, typeOf(wrong[0]), strings.Trim(shown, "[]")},
		Upstream: "Specified data type for measure (" + dataType + ") does not match the data type within the " + list +
			" (" + typeOf(wrong[0]) + "). Codes with mismatching data type are: " + shown,
	}}
}

func typeOf(c Code) string {
	if c.Integer {
		return "LONG"
	}
	return "STRING"
}

func reprs(codes []Code) string {
	var words []string
	for _, c := range codes {
		words = append(words, repr(c))
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// repr writes a code as the public tools do: texts in single quotes, in double ones when they
// hold a single quote and no double one.
func repr(c Code) string {
	if c.Integer {
		return c.Value
	}
	quote := '\''
	if strings.Contains(c.Value, "'") && !strings.Contains(c.Value, `"`) {
		quote = '"'
	}
	var b strings.Builder
	b.WriteRune(quote)
	for _, r := range c.Value {
		switch {
		case r == quote || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteRune(unicode.ReplacementChar)
		}
	}
	b.WriteRune(quote)
	return b.String()
}
