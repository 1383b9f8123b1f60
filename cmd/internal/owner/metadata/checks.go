package metadata

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/lang/diag"
)

// path is a place in the document: as we show it, and as the public tools do.
type path struct{ shown, upstream string }

func (p path) key(name string) path {
	if p.shown == "" {
		return path{name, name}
	}
	return path{p.shown + "." + name, p.upstream + "->" + name}
}

func (p path) index(i int) path { return path{p.shown + "[" + strconv.Itoa(i) + "]", p.upstream} }

type check func(v any, p path)

type field struct {
	name     string
	required bool
	check    check
}

func (r *reader) add(p path, code diag.Code, upstream string, args ...string) {
	shown, at := p.shown, p.upstream+": "
	if shown == "" {
		shown, at = "{}", ""
	}
	r.found = append(r.found, finding.Finding{Code: code, Path: shown, Args: args, Upstream: at + upstream})
}

// value is a finding about an object as a whole.
func (r *reader) value(p path, code diag.Code, upstream string, args ...string) {
	r.add(p, code, "Value error, "+upstream, args...)
}

// object checks the fields in their order, then, if closed, that there are no others.
func (r *reader) object(v any, p path, closed bool, fields []field) {
	o, ok := v.(*object)
	if !ok {
		r.add(p, finding.NotObject, "Input should be a valid dictionary")
		return
	}
	known := map[string]bool{}
	for _, f := range fields {
		known[f.name] = true
		v, there := o.values[f.name]
		switch {
		case !there && f.required:
			r.add(p.key(f.name), finding.Required, "Field required")
		case there && (v != nil || f.required):
			f.check(v, p.key(f.name))
		}
	}
	for _, name := range o.keys {
		if closed && !known[name] {
			r.add(p.key(name), finding.ExtraKey, "Extra inputs are not permitted")
		}
	}
}

// list checks a list of least to most items; most 0 is no limit. A list that is too long is
// one finding, whatever is in it.
func (r *reader) list(least, most int, item check) check {
	return func(v any, p path) {
		list, ok := v.([]any)
		switch {
		case !ok:
			r.add(p, finding.NotList, "Input should be a valid list")
		case most > 0 && len(list) > most:
			n := strconv.Itoa(len(list))
			r.add(p, finding.TooMany, "List should have at most "+strconv.Itoa(most)+" item after validation, not "+n, n)
		case len(list) < least:
			r.add(p, finding.TooFew, "List should have at least "+strconv.Itoa(least)+" item after validation, not "+strconv.Itoa(len(list)))
		}
		if most > 0 && len(list) > most {
			return
		}
		for i, v := range list {
			item(v, p.index(i))
		}
	}
}

func (r *reader) text(least int) check {
	return func(v any, p path) {
		s, ok := v.(string)
		switch {
		case !ok:
			r.add(p, finding.NotText, "Input should be a valid string")
		case len(s) < least:
			r.add(p, finding.EmptyText, "String should have at least 1 character")
		}
	}
}

func (r *reader) oneOf(allowed []string, into *string) check {
	return func(v any, p path) {
		s, ok := v.(string)
		if !ok || !slices.Contains(allowed, s) {
			r.add(p, finding.NotOneOf, "Input should be "+choice(allowed, " or "), choice(allowed, " or "), choice(allowed, " eller "))
			return
		}
		*into = s
	}
}

// choice is 'A', 'B' or 'C'.
func choice(words []string, or string) string {
	last := len(words) - 1
	return "'" + strings.Join(words[:last], "', '") + "'" + or + "'" + words[last] + "'"
}
