package check

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// ImportDay checks the date of an import against the variable's temporality and gives the
// day to read: the measurement date itself for a status that holds for a whole month, the
// date as written otherwise, 0 for Fixed variables. span is the variable, for findings
// about a date that is not there. When ok is false the day is the nearest legal one, for
// code lists.
//
//	Fixed        no date; one given is ignored with a warning
//	Status       one of the measurement dates; any day of its month where the catalogue says so
//	Accumulated  a day inside a period with data; for yearly variables only the year matters
//	Event        any day of the validity window
func (s *Scope) ImportDay(v *catalogue.Variable, at syntax.Expr, span source.Span) (day int, ok bool) {
	if at == nil {
		if v.Temporality == types.Fixed {
			return 0, true
		}
		s.missingDate(v, span)
		return v.LastDay(), false
	}
	day, ok = s.Date(at)
	if v.Temporality == types.Fixed {
		if ok {
			s.Warn(at.Range(), diag.New(CodeFixedDate, diag.Token(v.Name)))
		}
		return 0, ok
	}
	if !ok {
		return v.LastDay(), false
	}
	return s.DayInData(v, day, at.Range())
}

func (s *Scope) missingDate(v *catalogue.Variable, span source.Span) {
	first, last := v.FirstDay(), v.LastDay()
	s.Report(span, diag.New(CodeMissingDate, diag.Token(v.Name), isoArg(first), isoArg(last)), types.ISODate(last))
}

// DayInData checks one date against the data a variable that is not Fixed has.
func (s *Scope) DayInData(v *catalogue.Variable, day int, span source.Span) (int, bool) {
	first, last := v.FirstDay(), v.LastDay()
	if !v.Within(day) {
		s.outside(v, day, span)
		return clamp(day, first, last), false
	}
	if d, ok := v.Measured(day); ok {
		return d, true
	}
	near := nearestDates(v.StatusDates, day)
	texts := make([]string, len(near))
	for i, d := range near {
		texts[i] = types.ISODate(d)
	}
	s.Report(span, diag.New(CodeOffGrid, diag.Token(v.Name), isoArg(day), diag.Catalogue(strings.Join(texts, ", "))), texts...)
	return near[0], false
}

func (s *Scope) outside(v *catalogue.Variable, day int, span source.Span) {
	s.Report(span, diag.New(CodeOutsideWindow, diag.Token(v.Name), isoArg(day), isoArg(v.FirstDay()), isoArg(v.LastDay())))
}

// Date reads a date from a time position, reporting one that does not exist in the calendar.
func (s *Scope) Date(e syntax.Expr) (days int, ok bool) {
	if e == nil || isLate(e) {
		s.call.Failed = true
		return 0, false
	}
	written := exprText(e)
	switch e := e.(type) {
	case *syntax.Date:
		written = e.Text
	case *syntax.String:
		written = e.Value
	}
	if days, ok = types.ParseISODate(written); ok {
		return days, true
	}
	if written == "" {
		s.call.Failed = true
		return 0, false
	}
	s.Report(e.Range(), diag.New(CodeInvalidDate, diag.Token(written)))
	return 0, false
}

// Window checks the period of import-event: in order, on a variable with spells, and
// touching the data. A period that only sticks out gives a warning.
func (s *Scope) Window(v *catalogue.Variable, at source.Span, from, to syntax.Expr) (first, last int, ok bool) {
	first, okFrom := s.Date(from)
	last, okTo := s.Date(to)
	if v.Temporality != types.EventSpells {
		s.Report(at, diag.New(CodeNotEventful, diag.Token(v.Name)))
		return first, last, false
	}
	if !okFrom || !okTo {
		return first, last, false
	}
	span := from.Range().Join(to.Range())
	switch {
	case last < first:
		s.Report(span, diag.New(CodeReversedPeriod, isoArg(first), isoArg(last)))
		return first, last, false
	case last < v.ValidFrom || first > v.ValidTo:
		s.Report(span, diag.New(CodePeriodMisses, diag.Token(v.Name), isoArg(v.ValidFrom), isoArg(v.ValidTo)))
		return first, last, false
	case first < v.ValidFrom || last > v.ValidTo:
		s.Warn(span, diag.New(CodePeriodSticksOut, diag.Token(v.Name), isoArg(v.ValidFrom), isoArg(v.ValidTo)))
	}
	return first, last, true
}

// nearestDates gives the measurement dates before and after a day, the nearer first.
func nearestDates(dates []int, day int) []int {
	i, _ := slices.BinarySearch(dates, day)
	var out []int
	if i > 0 {
		out = append(out, dates[i-1])
	}
	if i < len(dates) {
		out = append(out, dates[i])
	}
	if len(out) == 2 && out[1]-day < day-out[0] {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

func clamp(day, lo, hi int) int { return max(lo, min(day, hi)) }

func isoArg(day int) diag.Arg { return diag.Catalogue(types.ISODate(day)) }
