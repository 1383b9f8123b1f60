package check

import (
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/types"
)

// Join is how merge finds the row of the source for every row of the target.
type Join struct {
	Source, Target *Dataset // as they were before
	Result         *Dataset // the target with the variables added
	Vars           []*Variable
	On             *Variable // column of the target; its key column without `on`
	// By is the source's column that must equal On: its key column, or the variable of
	// the same name when the key's domain does not fit.
	By *Variable
}

// Merge checks `merge vars into target [on v]` and adds the variables to the target. Keys
// may be carried; the key column of the source may not.
func (s *Scope) Merge(op *syntax.Merge) (*Join, bool) {
	src := s.Active()
	vars := s.mergedVariables(op.Vars)
	target, ok := s.Dataset(op.Into)
	if !ok {
		return nil, false
	}
	if len(op.On) > 1 {
		s.Report(spanOf(op.On[1:], s.Span()), diag.New(CodeMergeOnSeveral))
	}
	if src.Poison || target.Poison {
		return nil, false
	}
	span := op.Into.Range()
	if target.Name == src.Name {
		s.Report(span, diag.New(CodeMergeSelf, diag.Token(src.Name)))
		return nil, false
	}
	j := &Join{Source: src, Target: target}
	okJoin := s.sourceUnique(src) && s.joinKeys(j, op.On, span)
	j.Result = target
	for _, b := range src.Banks {
		j.Result = j.Result.WithBank(b)
	}
	for _, v := range vars {
		if v.Var.Name == "" {
			continue
		}
		if v.Var.Poison || s.vacant(target, v.Var.Name, v.Span) {
			j.Vars = append(j.Vars, v.Var)
			j.Result = j.Result.WithVar(v.Var)
		}
	}
	s.state = s.state.WithDataset(j.Result)
	return j, okJoin && !s.Failed()
}

func (s *Scope) mergedVariables(list []syntax.Expr) []VarAt {
	out := make([]VarAt, 0, len(list))
	for _, v := range s.Variables(list) {
		if v.Var.Identifier {
			s.Report(v.Span, diag.New(CodeMergeKey, diag.Token(v.Var.Name)))
			continue
		}
		out = append(out, v)
	}
	return out
}

// sourceUnique refuses a source with several rows per unit before any data are read.
func (s *Scope) sourceUnique(src *Dataset) bool {
	if src.Kind != types.Event && src.Kind != types.Panel {
		return true
	}
	s.Report(s.commandSpan(), diag.New(CodeMergeSource, diag.Token(src.Name)))
	return false
}

// joinKeys settles On and By.
func (s *Scope) joinKeys(j *Join, on []syntax.Expr, span source.Span) bool {
	if !j.Target.Units {
		s.call.Failed = true
		if !j.Target.mayHaveUnits() {
			s.Report(span, diag.New(CodeMergeEmpty, diag.Token(j.Target.Name)))
		}
		return false
	}
	if j.Source.KeyVar == nil {
		s.call.Failed = true
		return false
	}
	j.By = j.Source.KeyVar
	if len(on) == 0 {
		j.On = j.Target.KeyVar
		if j.Target.Unit.Same(j.Source.Unit) {
			return true
		}
		d := diag.New(CodeMergeUnits, diag.Token(j.Source.Name), diag.Catalogue(unitName(j.Source.Unit)),
			diag.Token(j.Target.Name), diag.Catalogue(unitName(j.Target.Unit))).At(span)
		if d.Suggestions = joinable(j.Target, domainOf(j.By)); len(d.Suggestions) == 0 {
			d = s.withBridge(d, j.Source.Unit, j.Target.Unit, span)
		}
		s.add(d)
		return false
	}
	return s.joinOn(j, on[0])
}

// joinOn settles `on v`: v is a variable of the target and meets the source's key; when
// their domains do not fit and the source has a variable of that name too, v meets that.
func (s *Scope) joinOn(j *Join, e syntax.Expr) bool {
	name, span, ok := s.Name(e)
	if !ok {
		return false
	}
	v, ok := j.Target.Lookup(name)
	if !ok {
		if !s.run.excused(name) {
			s.add(s.nearName(span, diag.New(CodeMergeOnUnknown, diag.Token(name), diag.Token(j.Target.Name)), name, j.Target.Names()))
		}
		s.call.Failed = true
		return false
	}
	if v.Poison {
		s.call.Failed = true
		return false
	}
	j.On = v
	if domainOf(v) == domainOf(j.By) {
		return true
	}
	if own, ok := j.Source.Lookup(name); ok && domainOf(own) == domainOf(v) {
		j.By = own
		return true
	}
	s.Report(span, diag.New(CodeMergeDomain, diag.Token(name), diag.Token(j.Source.Name), diag.Token(j.Source.Key)),
		joinable(j.Target, domainOf(j.By))...)
	return false
}

// domain is what values of a column identify: pseudonyms of a space, or plain codes of a
// type family. Two columns can be joined when their domains are equal.
type domain struct {
	space string // empty for plain codes
	text  bool
}

func domainOf(v *Variable) domain {
	if v.Refers != nil && v.Refers.Pseudonymous {
		return domain{space: v.Refers.Space}
	}
	return domain{text: v.Kind == types.Text}
}

// joinable lists the target's columns of a domain, for `on`; plain codes are too many to guess among.
func joinable(target *Dataset, d domain) []string {
	var out []string
	for _, v := range target.Vars {
		if !v.Poison && d.space != "" && domainOf(v) == d && len(out) < maxSuggestions {
			out = append(out, v.Name)
		}
	}
	if target.KeyVar != nil && d.space != "" && domainOf(target.KeyVar) == d && len(out) < maxSuggestions {
		out = append(out, target.Key)
	}
	return out
}
