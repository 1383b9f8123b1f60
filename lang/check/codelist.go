package check

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// NewCodeList makes a list in code order: numeric ascending, text by code point.
// The caller sees to it that codes are unique.
func NewCodeList(name string, numeric bool, items []CodeItem) *CodeList {
	l := &CodeList{Name: name, Numeric: numeric, Items: slices.Clone(items)}
	slices.SortStableFunc(l.Items, l.compare)
	return l
}

func (l *CodeList) compare(a, b CodeItem) int {
	if l.Numeric {
		switch {
		case a.Number < b.Number:
			return -1
		case a.Number > b.Number:
			return 1
		}
		return 0
	}
	return strings.Compare(a.Code, b.Code)
}

// NumericCode is the item of a numeric code; its text is canonical: 1, not 01 or 1.0.
func NumericCode(x float64) CodeItem { return CodeItem{Code: FormatCode(x), Number: x} }

// FormatCode writes a numeric code as it is kept: without decimals when integral.
func FormatCode(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1<<53 {
		return strconv.FormatInt(int64(x), 10)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// Find is the item of a code; false when the list does not have it.
func (l *CodeList) Find(code string) (CodeItem, bool) {
	if l == nil {
		return CodeItem{}, false
	}
	for _, it := range l.Items {
		if it.Code == code {
			return it, true
		}
	}
	return CodeItem{}, false
}

// WithLabel lists the codes that have exactly this label: a Norwegian one, else an English
// one, whatever language the results are shown in.
func (l *CodeList) WithLabel(label string) []CodeItem {
	return l.where(func(s string) bool { return s == label })
}

// Containing lists the codes whose Norwegian label contains the text, and when there are
// none, those whose English label does; the case matters.
func (l *CodeList) Containing(part string) []CodeItem {
	return l.where(func(s string) bool { return strings.Contains(s, part) })
}

func (l *CodeList) where(match func(string) bool) []CodeItem {
	if l == nil {
		return nil
	}
	for _, lang := range []text.Lang{text.Bokmaal, text.English} {
		var out []CodeItem
		for _, it := range l.Items {
			if match(it.Label.In(lang)) {
				out = append(out, it)
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// With is a private, anonymous copy in which an item is added or replaced, as recode needs it.
// A nil list is an empty one of the item's kind.
func (l *CodeList) With(numeric bool, item CodeItem) *CodeList {
	out := &CodeList{Numeric: numeric}
	if l != nil {
		out.Numeric = l.Numeric
		out.Items = slices.Clone(l.Items)
	}
	if i := slices.IndexFunc(out.Items, func(it CodeItem) bool { return out.compare(it, item) == 0 }); i >= 0 {
		out.Items[i] = item
		return out
	}
	out.Items = append(out.Items, item)
	slices.SortStableFunc(out.Items, out.compare)
	return out
}

// For is the list with codes of a variable's type: '1' becomes 1 and back. It is nil and
// false when a code cannot be converted without loss, so that '01' is not taken for 1.
func (l *CodeList) For(k types.Kind) (*CodeList, bool) {
	numeric := k != types.Text && k != types.Key
	if k == types.Untyped || numeric == l.Numeric {
		return l, true
	}
	out := &CodeList{Name: l.Name, Numeric: numeric, Items: make([]CodeItem, len(l.Items))}
	for i, it := range l.Items {
		if numeric {
			x, err := strconv.ParseFloat(it.Code, 64)
			if err != nil || FormatCode(x) != it.Code {
				return nil, false
			}
			it.Number = x
		} else {
			it.Number = 0
		}
		out.Items[i] = it
	}
	slices.SortStableFunc(out.Items, out.compare)
	return out, true
}

// Destrung is the list after destring: codes become numbers and leading zeros vanish;
// codes that are no numbers are left out. When two codes meet, the first in code order stays.
func (l *CodeList) Destrung(number func(code string) (float64, bool)) *CodeList {
	if l == nil || l.Numeric {
		return l
	}
	var items []CodeItem
	seen := map[float64]bool{}
	for _, it := range l.Items {
		x, ok := number(it.Code)
		if !ok || seen[x] {
			continue
		}
		seen[x] = true
		n := NumericCode(x)
		n.Label, n.Missing = it.Label, it.Missing
		items = append(items, n)
	}
	return NewCodeList("", true, items)
}

// registerCodes turns a catalogue code list into ours. Numeric variables get numeric
// codes; a code that is no number is left out then, since no value can equal it.
func registerCodes(list *catalogue.CodeList, k types.Kind) *CodeList {
	numeric := k != types.Text && k != types.Key
	items := make([]CodeItem, 0, len(list.Codes))
	for _, c := range list.Codes {
		it := CodeItem{Code: c.Code}
		if numeric {
			x, err := strconv.ParseFloat(c.Code, 64)
			if err != nil {
				continue
			}
			it = NumericCode(x)
		}
		it.Label, it.Missing = c.Label, c.Missing
		items = append(items, it)
	}
	return NewCodeList("", numeric, items)
}
