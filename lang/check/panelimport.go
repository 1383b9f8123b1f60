package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// ImportedPanel is what one import-panel does.
type ImportedPanel struct {
	Times []Moment
	Vars  []ImportedSeries
	// First tells that the variables bring the units; else the units of the dataset are kept.
	First bool
}

// ImportedSeries is one variable of import-panel.
type ImportedSeries struct {
	Register *catalogue.Variable
	Version  catalogue.Version
	Days     []int // normalised import day of every time; nil for a Fixed variable
	Result   *Variable
}

// dated is a date that import-panel names.
type dated struct {
	day  int
	span source.Span
}

// ImportPanel checks import-panel as a whole and makes the active dataset the panel. Times
// are sorted; every variable must have data at each of them, but for Fixed ones, which are
// repeated. The code list is that of the latest time, with the codes only earlier ones have.
func (s *Scope) ImportPanel(op *syntax.ImportPanel) (*ImportedPanel, bool) {
	d := s.Active()
	if d == nil {
		return nil, false
	}
	out := &ImportedPanel{First: !d.Units}
	dates := s.panelDates(op.Times)
	for _, t := range dates {
		suffix := strings.Replace(strconv.Itoa(t.day), "-", "_", 1) // a name has no minus sign
		out.Times = append(out.Times, Moment{Value: int64(t.day), Text: types.ISODate(t.day), Suffix: suffix})
	}
	for i, r := range op.Vars {
		v, version, ok := s.RegisterVariable(r)
		if slices.ContainsFunc(op.Vars[:i], func(o syntax.RegisterVar) bool { return o.Name == r.Name }) {
			s.Report(r.Span, diag.New(CodeRepeatedVariable, diag.Token(r.Name)))
			continue
		}
		made := &Variable{Name: r.Name, Poison: true}
		if ok {
			one := ImportedSeries{Register: v, Version: version}
			d, made = s.series(d, &one, dates, r.Span, i > 0)
			out.Vars = append(out.Vars, one)
		}
		d = d.WithVar(made)
	}
	s.Update(d.WithTimes(types.Date, out.Times))
	return out, !s.Failed()
}

// panelDates reads the dates, ascending. A date given twice is an error.
func (s *Scope) panelDates(list []syntax.Expr) []dated {
	var out []dated
	for _, e := range list {
		day, ok := s.Date(e)
		switch {
		case !ok:
		case slices.ContainsFunc(out, func(o dated) bool { return o.day == day }):
			s.Report(e.Range(), diag.New(CodeRepeatedDate, isoArg(day)))
		default:
			out = append(out, dated{day, e.Range()})
		}
	}
	slices.SortFunc(out, func(a, b dated) int { return a.day - b.day })
	return out
}

// series checks one variable at all dates, and gives the dataset with its unit and bank and
// the variable it makes. further tells that findings about the dates may have been made for
// an earlier variable: they stand at both words then, since a place is spoken of once.
func (s *Scope) series(d *Dataset, one *ImportedSeries, dates []dated, span source.Span, further bool) (*Dataset, *Variable) {
	v := one.Register
	fits := s.legal(v.Name, span)
	switch {
	case d.Poison:
	case !d.Units:
		d = d.WithUnits(types.CrossSection, v.Unit)
	case !d.Unit.Same(v.Unit):
		s.unitClash(v, d, span)
		fits = false
	}
	if !d.Poison && fits && (v.Name == d.Key || v.Name == d.Unit.Identifier) {
		s.Report(span, diag.New(CodeKeyName, diag.Token(v.Name)))
		fits = false
	}
	latest := 0
	var lists []*CodeList
	for _, t := range dates {
		if v.Temporality == types.Fixed {
			break
		}
		at := t.span
		if further {
			at = span.Join(at)
		}
		day, ok := s.DayInData(v, t.day, at)
		fits = fits && ok
		one.Days, latest = append(one.Days, day), day
		if l := s.RegisterCodes(v, day); l != nil {
			lists = append([]*CodeList{l}, lists...)
		}
	}
	if !fits {
		return d, &Variable{Name: v.Name, Poison: true}
	}
	one.Result = s.RegisterColumn(v, v.Name, latest)
	if len(lists) > 0 {
		one.Result.Labels = mergedCodes(lists)
	}
	return d.WithBank(one.Version), one.Result
}
