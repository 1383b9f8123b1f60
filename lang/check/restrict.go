package check

import (
	"slices"
	"strconv"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// RestrictCodes checks the codes that values(…) names: they stand in the code list the
// register variable has on the day of the import. The import then sees the register as if
// it held these codes only.
func (s *Scope) RestrictCodes(i *Imported, args []syntax.Expr, span source.Span) {
	list := s.RegisterCodes(i.Register, i.Day)
	if list == nil || i.Result.IsKey() {
		s.Report(span, diag.New(CodeNoCodeList, diag.Catalogue(i.Register.Name)))
		return
	}
	for _, e := range args {
		item, ok := s.listed(i.Register, list, e)
		switch {
		case !ok:
		case slices.ContainsFunc(i.Codes, func(o CodeItem) bool { return o.Code == item.Code }):
			s.Report(e.Range(), diag.New(CodeRepeatedCode, diag.Token(item.Code)))
		default:
			i.Codes = append(i.Codes, item)
		}
	}
}

// listed finds a code, as a script writes it, in the list of a register variable.
func (s *Scope) listed(v *catalogue.Variable, list *CodeList, e syntax.Expr) (CodeItem, bool) {
	code := ""
	switch c := Literal(e).(type) {
	case *syntax.Number:
		code = c.Text
	case *syntax.String:
		code = c.Value
	default:
		w, ok := e.(*syntax.Var)
		if !ok || isLate(w) {
			s.call.Failed = true
			return CodeItem{}, false
		}
		code = w.Text()
	}
	if x, err := strconv.ParseFloat(code, 64); err == nil && list.Numeric {
		code = FormatCode(x)
	}
	if item, ok := list.Find(code); ok {
		return item, true
	}
	var near []string
	for _, item := range list.WithLabel(code) {
		near = append(near, item.Code)
	}
	if len(near) == 0 {
		codes := make([]string, len(list.Items))
		for i, item := range list.Items {
			codes[i] = item.Code
		}
		near = diag.Nearest(code, codes)
	}
	s.Report(e.Range(), diag.New(CodeUnknownCode, diag.Token(code), diag.Catalogue(v.Name)), near[:min(len(near), maxSuggestions)]...)
	return CodeItem{}, false
}

// RestrictUnits checks the dataset that values_from(…) names: it holds units of the register
// variable's type. The import then sees the register as if it held these units only.
func (s *Scope) RestrictUnits(i *Imported, e syntax.Expr) {
	if t, ok := e.(*syntax.String); ok {
		e = &syntax.Var{Name: t.Value, Span: t.Span}
	}
	d, ok := s.Dataset(e)
	if before := s.call.Active; ok && before != nil && before.Name == d.Name {
		d = before // the import itself gives a first dataset its units
	}
	if !ok || !s.HasUnits(d, e.Range()) {
		return
	}
	if !d.Unit.Same(i.Register.Unit) {
		s.restrictClash(i.Register.Unit, i.Register.Name, d, e.Range())
		return
	}
	i.From = d
	active := s.Active()
	for _, b := range d.Banks {
		active = active.WithBank(b)
	}
	s.Update(active)
}

func (s *Scope) restrictClash(unit types.Unit, name string, d *Dataset, span source.Span) {
	out := diag.New(CodeRestrictUnits, diag.Token(d.Name), diag.Catalogue(unitName(d.Unit)),
		diag.Token(name), diag.Catalogue(unitName(unit))).At(span)
	s.add(s.withBridge(out, d.Unit, unit, span))
}
