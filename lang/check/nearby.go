package check

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/types"
)

// notImported words an unknown variable that a required bank has, under this name or one
// spelt nearly alike, and that the dataset could import: with the line that does so. near is
// false to look for the very name only, whatever its case.
func (s *Scope) notImported(d *Dataset, name string, span source.Span, near bool) (diag.Diagnostic, bool) {
	for _, alias := range SortedAliases(s.state.Aliases) {
		version := s.state.Aliases[alias]
		// The names of a bank are upper case; a script names its own as it likes.
		found := []string{strings.ToUpper(name)}
		if near {
			found = diag.Nearest(name, version.Names())
		}
		found = slices.DeleteFunc(found, func(n string) bool {
			v, ok := version.Variable(n)
			return !ok || !d.takes(v) || len(d.importedAs(n)) > 0
		})
		if len(found) == 0 {
			continue
		}
		v, _ := version.Variable(found[0])
		out := diag.New(CodeNotImported, diag.Token(name), diag.Token(d.Name), diag.Catalogue(alias+"/"+v.Name),
			diag.Catalogue(importLine(alias, v, name))).At(span)
		for _, n := range found[:min(len(found), maxSuggestions)] {
			out.Suggestions = append(out.Suggestions, alias+"/"+n)
		}
		return out, true
	}
	return diag.Diagnostic{}, false
}

// importedAs lists the variables that came from a register variable of a name, in whatever
// case it is written.
func (d *Dataset) importedAs(name string) (out []string) {
	for _, v := range d.Vars {
		if v.Register != nil && strings.EqualFold(v.Register.Name, name) {
			out = append(out, v.Name)
		}
	}
	return out
}

// takes tells whether an import of a register variable would be right in a dataset.
func (d *Dataset) takes(v *catalogue.Variable) bool {
	switch {
	case !d.Units:
		return true
	case d.Kind == types.Event, d.Kind == types.Panel && v.Temporality != types.Fixed:
		return false
	}
	return d.Unit.Same(v.Unit)
}

// importLine is a line that imports a variable under a name, at its latest date.
func importLine(alias string, v *catalogue.Variable, name string) string {
	line := v.ImportLine(alias, v.LastDay())
	if name != v.Name {
		line += " as " + name
	}
	return line
}

// unitClash says how to bridge two units: by collapse over a variable of the register's unit
// that refers to the dataset's, or, where the dataset's unit refers to the register's, by a
// merge on that reference.
func (s *Scope) unitClash(v *catalogue.Variable, d *Dataset, span source.Span) {
	code := CodeUnitClash
	args := []diag.Arg{diag.Token(v.Name), diag.Catalogue(unitName(v.Unit)), diag.Token(d.Name), diag.Catalogue(unitName(d.Unit))}
	up := s.bridge(v.Unit, d.Unit)
	if up == "" {
		if on := s.reference(d, v.Unit); on != "" {
			code, args = CodeUnitClashBelow, append(args, diag.Catalogue(on))
		}
	}
	out := diag.New(code, args...).At(span)
	if up != "" {
		out = s.withBridge(out, v.Unit, d.Unit, span)
	}
	s.add(out)
}

// reference is a variable that leads from the units of a dataset to those of another type:
// one the dataset has, else one of the register.
func (s *Scope) reference(d *Dataset, to types.Unit) string {
	for _, v := range d.Vars {
		if !v.Poison && v.Refers != nil && v.Refers.Same(to) {
			return v.Name
		}
	}
	return s.bridge(d.Unit, to)
}
