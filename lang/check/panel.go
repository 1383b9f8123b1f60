package check

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Moment is one time of a panel: a value that date@panel can have.
type Moment struct {
	// Value is what date@panel holds: the epoch day of an imported panel, the number of a
	// reshaped one, and the place among Times (from 0) when date@panel is alphanumeric.
	Value int64
	// Text is how the time is shown: the ISO date, the number, or the text itself.
	Text string
	// Suffix is what a column of this time ends in after reshape-from-panel: the day number
	// of an imported panel, else the suffix that reshape-to-panel found (01 stays 01).
	Suffix string
}

// A panel is a dataset of kind types.Panel. Its times stand in Dataset.Times, ascending and
// known without data; date@panel (PanelTime) is the first of its Vars. Commands that leave
// rows or variables out keep Times as they are: a panel may lack rows, or all rows of a time,
// but has no row at another time, and never two rows of one unit at one time. That holds
// because only two commands make panels, both from a dataset with one row per unit and with
// distinct times; because rows are left out but never added (outer_join is refused, and merge
// and aggregate keep the rows there are); and because no command changes date@panel.

// WithTimes makes a dataset with units a panel: date@panel of the given kind (Date, Integer
// or Text) stands before its other variables.
func (d *Dataset) WithTimes(kind types.Kind, times []Moment) *Dataset {
	out := *d
	out.Kind, out.Times = types.Panel, times
	out.Vars = append([]*Variable{{Name: PanelTime, Kind: kind, time: true}}, d.Vars...)
	return &out
}

// TimeVariable is date@panel, nil when the dataset is no panel.
func (d *Dataset) TimeVariable() *Variable {
	if v, ok := d.Var(PanelTime); ok && v.time {
		return v
	}
	return nil
}

// PanelColumn is one variable of a panel and where its values come from.
type PanelColumn struct {
	Result *Variable
	// Columns are the variables of the times, nil where there is none. Empty for a variable
	// that reshape-to-panel repeats.
	Columns []*Variable
}

// ToPanel is what reshape-to-panel does. Columns holds every variable of the panel but date@panel.
type ToPanel struct {
	Kind    types.Kind // of date@panel
	Times   []Moment
	Columns []PanelColumn
}

// ReshapeToPanel checks reshape-to-panel and makes the active dataset the panel: a column
// whose name is a prefix and a suffix without letters becomes the value of the prefix at the
// time that the suffix names; the longest prefix wins. All other variables are repeated.
func (s *Scope) ReshapeToPanel(op *syntax.Names) (*ToPanel, bool) {
	d := s.Active()
	if d == nil || d.Poison {
		return nil, false
	}
	prefixes := s.prefixes(op.List)
	matches, suffixes := match(d, prefixes)
	for _, p := range prefixes {
		if len(matches[p.name]) == 0 && p.name != "" {
			s.noColumns(d, p)
		}
	}
	out := &ToPanel{}
	out.Kind, out.Times = s.moments(suffixes)
	taken := map[string]prefix{}
	for _, p := range prefixes {
		for _, v := range matches[p.name] {
			taken[v.Name] = p
		}
	}
	made := map[string]bool{}
	rest := d.WithVars(nil)
	for _, v := range d.Vars {
		p, ok := taken[v.Name]
		switch {
		case !ok:
			out.Columns = append(out.Columns, PanelColumn{Result: v})
			rest = rest.WithVar(v)
		case !made[p.name]:
			made[p.name] = true
			out.Columns = append(out.Columns, s.panelColumn(p, matches[p.name], out.Times))
		}
	}
	for _, p := range prefixes {
		if made[p.name] {
			s.vacant(rest, p.name, p.span)
		}
	}
	s.vacant(rest, PanelTime, s.commandSpan())
	s.Update(out.dataset(d))
	return out, !s.Failed()
}

// dataset is the schema of the panel made from a cross-section.
func (p *ToPanel) dataset(d *Dataset) *Dataset {
	vars := make([]*Variable, 0, len(p.Columns)+1)
	for _, c := range p.Columns {
		if c.Result.Name != PanelTime {
			vars = append(vars, c.Result)
		}
	}
	return d.WithVars(vars).WithTimes(p.Kind, p.Times)
}

// prefix is an operand of reshape-to-panel.
type prefix struct {
	name string
	span source.Span
}

func (s *Scope) prefixes(list []syntax.Expr) []prefix {
	out := make([]prefix, 0, len(list))
	for _, e := range list {
		name, span, ok := s.Name(e)
		switch {
		case !ok || !s.legal(strings.TrimPrefix(strings.TrimPrefix(name, startPrefix), stopPrefix), span):
		case slices.ContainsFunc(out, func(p prefix) bool { return p.name == name }):
			s.Report(span, diag.New(CodeRepeatedVariable, diag.Token(name)))
		default:
			out = append(out, prefix{name, span})
		}
	}
	return out
}

// match gives every prefix its columns and lists the suffixes, each once.
func match(d *Dataset, prefixes []prefix) (matches map[string][]*Variable, suffixes []string) {
	matches = map[string][]*Variable{}
	for _, v := range d.Vars {
		best := ""
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(v.Name, p.name); ok && isSuffix(rest) && len(p.name) > len(best) {
				best = p.name
			}
		}
		if best == "" {
			continue
		}
		matches[best] = append(matches[best], v)
		if suffix := v.Name[len(best):]; !slices.Contains(suffixes, suffix) {
			suffixes = append(suffixes, suffix)
		}
	}
	return matches, suffixes
}

// isSuffix tells whether the end of a name can be a time: not empty, and without letters.
func isSuffix(text string) bool { return text != "" && !strings.ContainsFunc(text, unicode.IsLetter) }

// noColumns lists the columns there are, and the words that would have matched.
func (s *Scope) noColumns(d *Dataset, p prefix) {
	var stems []string
	for _, v := range d.Vars {
		if v.Poison {
			s.call.Failed = true
			return
		}
		stem := strings.TrimRightFunc(v.Name, func(r rune) bool { return !unicode.IsLetter(r) })
		if stem != v.Name && stem != "" && !slices.Contains(stems, stem) {
			stems = append(stems, stem)
		}
	}
	names := make([]string, 0, len(d.Vars))
	for _, v := range d.Vars {
		names = append(names, v.Name)
	}
	if len(names) > maxListed {
		names = append(names[:maxListed:maxListed], "…")
	}
	s.add(s.nearName(p.span, diag.New(CodeNoColumns, diag.Token(p.name), diag.Token(d.Name), diag.Token(strings.Join(names, ", "))), p.name, stems))
}

// maxListed bounds how many columns a message lists.
const maxListed = 30

// moments turns suffixes into times: numbers when every suffix is all digits, else texts.
func (s *Scope) moments(suffixes []string) (types.Kind, []Moment) {
	kind := types.Integer
	times := make([]Moment, len(suffixes))
	for i, suffix := range suffixes {
		n, err := strconv.ParseUint(suffix, 10, 63)
		if err != nil {
			kind = types.Text
		}
		times[i] = Moment{Value: int64(n), Text: strconv.FormatUint(n, 10), Suffix: suffix}
	}
	if kind == types.Text {
		slices.Sort(suffixes)
		for i, suffix := range suffixes {
			times[i] = Moment{Value: int64(i), Text: suffix, Suffix: suffix}
		}
		return kind, times
	}
	slices.SortFunc(times, func(a, b Moment) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Suffix, b.Suffix))
	})
	for i := 1; i < len(times); i++ {
		if times[i].Value == times[i-1].Value {
			s.Report(s.Span(), diag.New(CodeSameTime, diag.Token(times[i-1].Suffix), diag.Token(times[i].Suffix)))
		}
	}
	return kind, times
}

// panelColumn is the variable that the columns of a prefix make. Numbers take the wider of
// their types; anything else must be of one type. The code list is that of the latest time,
// with the codes that only earlier ones have.
func (s *Scope) panelColumn(p prefix, columns []*Variable, times []Moment) PanelColumn {
	out := PanelColumn{Columns: make([]*Variable, len(times))}
	for i, t := range times {
		for _, v := range columns {
			if v.Name == p.name+t.Suffix {
				out.Columns[i] = v
			}
		}
	}
	var made *Variable
	var lists []*CodeList
	for i := len(times) - 1; i >= 0; i-- {
		v := out.Columns[i]
		switch {
		case v == nil:
			continue
		case v.Poison:
			s.call.Failed = true
			out.Result = &Variable{Name: p.name, Poison: true}
			return out
		case v.Labels != nil:
			lists = append(lists, v.Labels)
		}
		if made == nil {
			made = v.Named(p.name)
			continue
		}
		kind, ok := panelKind(made, v)
		if !ok {
			latest := slices.IndexFunc(columns, func(o *Variable) bool { return o.Kind == made.Kind })
			s.Report(p.span, diag.New(CodePanelTypes, diag.Token(v.Name), diag.Token(columns[max(latest, 0)].Name)))
			out.Result = &Variable{Name: p.name, Poison: true}
			return out
		}
		made.Kind = kind
		made.Lineage, made.FreeText = made.Lineage || v.Lineage, made.FreeText || v.FreeText
		if made.Register != v.Register {
			made.Register, made.Day = nil, 0
		}
	}
	made.Kind = holed(made.Kind)
	made.Labels = mergedCodes(lists)
	out.Result = made
	return out
}

// panelKind is the type of a column made of two: the wider of numbers, else the same type,
// and for keys the same unit.
func panelKind(a, b *Variable) (types.Kind, bool) {
	number := func(k types.Kind) bool { return k == types.Boolean || k == types.Integer || k == types.Decimal }
	switch {
	case a.Kind == types.Untyped || b.Kind == types.Untyped:
		kind := types.Wider(a.Kind, b.Kind)
		return kind, kind != types.Key || a.Refers != nil
	case number(a.Kind) && number(b.Kind):
		return types.Wider(a.Kind, b.Kind), true
	case (a.Refers == nil) != (b.Refers == nil) || a.Refers != nil && !a.Refers.Same(*b.Refers):
		return a.Kind, false
	}
	return a.Kind, a.Kind == b.Kind
}

// holed is the type of a column in which rows may be missing: a boolean has no missing value.
func holed(k types.Kind) types.Kind {
	if k == types.Boolean {
		return types.Integer
	}
	return k
}

// mergedCodes is the first list with the codes that only later ones have; nil without lists.
// Lists of the other family cannot name its values and are left out.
func mergedCodes(lists []*CodeList) *CodeList {
	if len(lists) == 0 {
		return nil
	}
	out := lists[0]
	seen := make(map[string]bool, len(out.Items))
	for _, it := range out.Items {
		seen[it.Code] = true
	}
	items := out.Items
	for _, l := range lists[1:] {
		if l == out || l.Numeric != out.Numeric {
			continue
		}
		for _, it := range l.Items {
			if !seen[it.Code] {
				seen[it.Code] = true
				items = append(items[:len(items):len(items)], it)
			}
		}
	}
	if len(items) == len(out.Items) {
		return out
	}
	return NewCodeList("", out.Numeric, items)
}

// FromPanel is what reshape-from-panel does: every variable of the panel with its columns,
// one per time.
type FromPanel struct {
	Kind    types.Kind // of date@panel
	Times   []Moment
	Columns []Spread
}

// Spread is a variable of a panel and the columns that its times make.
type Spread struct {
	Variable *Variable
	Columns  []*Variable
}

// ReshapeFromPanel checks reshape-from-panel and makes the active dataset the cross-section
// with one row per unit: every variable becomes a column per time, named with its suffix.
func (s *Scope) ReshapeFromPanel() (*FromPanel, bool) {
	d := s.Active()
	if d == nil || d.Poison {
		return nil, false
	}
	out := &FromPanel{Times: d.Times, Kind: types.Date}
	if v := d.TimeVariable(); v != nil {
		out.Kind = v.Kind
	}
	wide := d.WithVars(nil)
	wide.Kind, wide.Times, wide.DayNamed = types.CrossSection, nil, out.Kind == types.Date
	from := map[string]string{}
	for _, v := range d.Vars {
		if v.Time() {
			continue
		}
		one := Spread{Variable: v}
		for _, t := range d.Times {
			made := v.Named(v.Name + t.Suffix)
			made.Kind = holed(made.Kind)
			if other, ok := from[made.Name]; ok {
				s.Report(s.commandSpan(), diag.New(CodeSameColumn, diag.Token(made.Name), diag.Token(other), diag.Token(v.Name)))
			} else if s.vacant(wide, made.Name, s.commandSpan()) {
				wide = wide.WithVar(made)
			}
			from[made.Name] = v.Name
			one.Columns = append(one.Columns, made)
		}
		out.Columns = append(out.Columns, one)
	}
	s.Update(wide)
	return out, !s.Failed()
}
