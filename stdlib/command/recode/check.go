package recode

import (
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// side is one value or interval on the left, with what its type asks of a variable.
type side struct {
	kernel.RecodeSpan
	text     string
	family   types.Kind // Text, Integer for numbers, Untyped for neither
	interval bool
	span     source.Span
}

// rule is one rule as written, read once for all variables.
type rule struct {
	kernel.RecodeRule
	sides []side
	label *syntax.String
	flag  bool
	span  source.Span
}

func checkRecode(s *check.Scope, call *check.Call, o *options) []recoding {
	operands := call.Operands().(*syntax.Recode)
	rules, good := readRules(s, operands.Rules)
	all := call.If == nil && anyRow(rules)
	var out []recoding
	for _, v := range s.Analysable(operands.Vars) {
		to := o.prefix() + v.Var.Name
		if o.prefix() == "" && !s.Changeable(v) || o.prefix() != "" && !s.FreeName(to, v.Span) {
			continue
		}
		kind, ok := resultKind(s, v.Var, rules, all)
		if v.Var.Poison || !good || !ok || !fits(s, v.Var, rules) {
			if o.prefix() != "" {
				s.PoisonVariable(to)
			}
			continue
		}
		s.PutVariable(recoded(v.Var, to, kind, rules, all))
		out = append(out, recoding{v.Var.Name, to, kernel.Recode{Rules: plain(rules), Kind: kind}})
	}
	return out
}

// anyRow tells whether the rules leave no row as it was.
func anyRow(rules []rule) bool {
	for _, r := range rules {
		if r.Any {
			return true
		}
	}
	return false
}

// readRules reads the rules; false when one of them is wrong whatever the variable.
func readRules(s *check.Scope, written []syntax.RecodeRule) (out []rule, good bool) {
	good = true
	target := types.Untyped
	for _, w := range written {
		r := rule{label: w.Label, flag: w.FlagMiss, span: w.Span}
		r.Any = w.Any
		for _, from := range w.From {
			good = r.read(s, from) && good
		}
		to, ok := literal(s, w.To)
		good = good && ok
		r.To = to
		switch {
		case to.Kind == types.Untyped && ok && (w.Label != nil || w.FlagMiss):
			s.Warn(w.Span, diag.New(codeMissingLabel))
		case !types.SameFamily(target, to.Kind):
			s.Report(w.Span, diag.New(codeMixedTargets))
			good = false
		case target == types.Untyped:
			target = to.Kind
		}
		out = append(out, r)
	}
	return out, good
}

// read adds one item of a left side.
func (r *rule) read(s *check.Scope, from syntax.RecodeFrom) bool {
	switch {
	case from.Missing:
		r.Missing = true
		return true
	case from.NonMissing:
		r.Nonmissing = true
		return true
	}
	at := side{span: from.Span, family: types.Integer}
	at.interval = from.Min || from.Max || from.Low != nil && from.High != nil && from.Low.Range() != from.High.Range()
	at.LoMin, at.HiMax = from.Min, from.Max
	at.HiMin = from.Min && !from.Max && from.High == nil
	at.LoMax = from.Max && !from.Min && from.Low == nil
	ok := true
	if from.Low != nil {
		ok = at.bound(s, from.Low, &at.Lo)
	}
	if ok && from.High != nil {
		ok = at.bound(s, from.High, &at.Hi)
	}
	if ok && from.Low != nil && from.High != nil && at.Lo > at.Hi {
		s.Report(from.Span, diag.New(codeReversed, diag.Token(check.FormatCode(at.Lo)), diag.Token(check.FormatCode(at.Hi))))
		ok = false
	}
	r.sides = append(r.sides, at)
	return ok
}

// bound reads a value: a number, or a text that stands alone.
func (at *side) bound(s *check.Scope, e syntax.Expr, into *float64) bool {
	value, ok := literal(s, e)
	switch {
	case !ok:
		return false
	case value.Kind == types.Text && at.interval:
		s.Report(at.span, diag.New(codeTextInterval, diag.Token("'"+value.Text+"'")))
		return false
	case value.Kind == types.Text:
		at.family, at.text = types.Text, value.Text
		return true
	case value.Kind == types.Untyped: // a binding cannot hold it, and `.` is read as missing
		return false
	}
	*into = value.Float
	return true
}

// literal reads a number, a text or `.`.
func literal(s *check.Scope, e syntax.Expr) (kernel.Literal, bool) {
	switch e := check.Literal(e).(type) {
	case *syntax.Number:
		if e.Integral {
			return kernel.Literal{Kind: types.Integer, Int: e.Int, Float: e.Value}, true
		}
		return kernel.Literal{Kind: types.Decimal, Float: e.Value}, true
	case *syntax.String:
		return kernel.Literal{Kind: types.Text, Text: e.Value}, true
	case *syntax.Missing:
		return kernel.Literal{Kind: types.Untyped}, true
	}
	if v, ok := e.(*syntax.Var); ok && v != nil && v.Late == nil && v.Name != "" {
		s.Report(v.Span, diag.New(codeBareWord, diag.Token(v.Text())))
	} else {
		s.Number(e)
	}
	return kernel.Literal{}, false
}

// fits holds the left sides against the type of a variable.
func fits(s *check.Scope, v *check.Variable, rules []rule) bool {
	ok := true
	for _, r := range rules {
		for _, at := range r.sides {
			if types.SameFamily(v.Kind, at.family) {
				continue
			}
			code := codeTextRule
			if v.Kind == types.Text {
				code = codeNumberRule
			}
			s.Report(at.span, diag.New(code, diag.Token(v.Name)))
			ok = false
		}
	}
	return ok
}

// resultKind is the type of the result: that of the variable, widened by the new values; of
// the family of the new values when every row gets one.
func resultKind(s *check.Scope, v *check.Variable, rules []rule, all bool) (types.Kind, bool) {
	kind := v.Kind
	if v.Poison {
		return kind, false
	}
	if kind == types.Boolean {
		kind = types.Integer
	}
	for _, r := range rules {
		switch {
		case r.To.Kind == types.Untyped:
		case types.SameFamily(kind, r.To.Kind):
			kind = types.Wider(kind, r.To.Kind)
		case all:
			kind = r.To.Kind
		default:
			code := codeTextTarget
			if v.Kind == types.Text {
				code = codeNumberTarget
			}
			s.Report(r.span, diag.New(code, diag.Token(v.Name)))
			return kind, false
		}
	}
	return kind, true
}

// recoded is the schema of the result: role and free text as the type tells, and a private
// copy of the code list in which the labels of the rules are set.
func recoded(v *check.Variable, to string, kind types.Kind, rules []rule, all bool) *check.Variable {
	old := *v
	old.Lineage = v.Lineage && !all
	out := old.WithKind(kind)
	if out.Name != to {
		out.Name, out.Identifier = to, false
	}
	numeric := kind != types.Text
	if out.Labels != nil && kind != types.Untyped && out.Labels.Numeric != numeric {
		out.Labels = nil
	}
	for _, r := range rules {
		if r.To.Kind == types.Untyped || r.label == nil && !r.flag {
			continue
		}
		item := check.CodeItem{Code: r.To.Text}
		if numeric {
			item = check.NumericCode(r.To.Float)
		}
		if had, ok := out.Labels.Find(item.Code); ok {
			item.Label, item.Missing = had.Label, had.Missing
		}
		if r.label != nil {
			item.Label = text.Same(r.label.Value)
		}
		item.Missing = item.Missing || r.flag
		out.Labels = out.Labels.With(numeric, item)
	}
	return out
}

// plain is the rules as the kernel takes them.
func plain(rules []rule) []kernel.RecodeRule {
	out := make([]kernel.RecodeRule, len(rules))
	for i, r := range rules {
		out[i] = r.RecodeRule
		for _, at := range r.sides {
			if at.family == types.Text {
				out[i].Texts = append(out[i].Texts, at.text)
			} else {
				out[i].Spans = append(out[i].Spans, at.RecodeSpan)
			}
		}
	}
	return out
}
