package check

import (
	"strings"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
)

// Scope is what a command's Check works with: it looks names up, types expressions,
// records effects on the session and reports findings. A Scope belongs to one call and is
// used by one goroutine.
//
// Methods that can fail report the finding themselves; the caller just goes on or returns.
// A variable, dataset or expression that came from a wrong line is poison: it fits
// everywhere and causes no further findings.
type Scope struct {
	run   *run
	state *State
	call  *Call
	found diag.List
}

// State is the session as the effects recorded so far have left it.
func (s *Scope) State() *State { return s.state }

// Call is the statement being checked.
func (s *Scope) Call() *Call { return s.call }

// Span is where the statement stands, for findings about the whole of it.
func (s *Scope) Span() source.Span { return s.call.Span() }

// Failed tells whether an error was found in this statement.
func (s *Scope) Failed() bool { return s.call.Failed }

// Report records an error at a place, with names in scope that may have been meant.
func (s *Scope) Report(span source.Span, p *diag.Problem, suggestions ...string) {
	d := p.At(span)
	d.Suggestions = suggestions
	s.add(d)
}

// ReportDiagnostic records a finding that carries notes or fixes.
func (s *Scope) ReportDiagnostic(d diag.Diagnostic) { s.add(d) }

// Warn records a finding that does not stop the script.
func (s *Scope) Warn(span source.Span, p *diag.Problem) {
	d := p.At(span)
	d.Severity = diag.Warning
	s.add(d)
}

// add drops what was said already: the turns of a loop repeat the finding of the first
// turn at the same place.
func (s *Scope) add(d diag.Diagnostic) {
	if d.Severity == diag.Error {
		s.call.Failed = true
	}
	if s.run.said(d.Code, d.Span) {
		return
	}
	if note, ok := s.call.Stmt.Origin.Note(); ok {
		d = d.WithNote(note)
	}
	s.found = append(s.found, d)
}

// maxSuggestions bounds how many names a diagnostic offers.
const maxSuggestions = 3

// nearName words an unknown name with the nearest of the candidates and a fix that puts
// the best one in its place.
func (s *Scope) nearName(span source.Span, p *diag.Problem, name string, candidates []string) diag.Diagnostic {
	d := p.At(span)
	d.Suggestions = diag.Nearest(name, candidates)
	if len(d.Suggestions) > 0 && span.End > span.Start {
		best := d.Suggestions[0]
		d.Fixes = append(d.Fixes, diag.Fix{Code: CodeFixName, Args: []diag.Arg{diag.Token(best)},
			Edits: []diag.Edit{{Span: span, New: best}}})
	}
	return d
}

// Active is the dataset the command acts on. Nil only for commands that do not require one.
func (s *Scope) Active() *Dataset { return s.state.ActiveDataset() }

// Name reads a plain name from a name position: the text as written and its place. False
// when the line was so broken that there is none; that was reported already.
func (s *Scope) Name(e syntax.Expr) (string, source.Span, bool) {
	if e == nil || isLate(e) {
		s.call.Failed = true
		return "", s.Span(), false
	}
	v, ok := e.(*syntax.Var)
	if !ok {
		s.Report(e.Range(), diag.New(CodeIllegalName, s.word(e)))
		return "", e.Range(), false
	}
	return canonical(v), v.Span, true
}

// canonical is the name under which a variable is kept: Start@x is START@x, panel@date is date@panel.
func canonical(v *syntax.Var) string {
	switch {
	case v.Prefix == "":
		return v.Name
	case v.Prefix == "panel" && v.Name == "date":
		return PanelTime
	case strings.EqualFold(v.Prefix, "start") || strings.EqualFold(v.Prefix, "stop"):
		return strings.ToUpper(v.Prefix) + "@" + v.Name
	}
	return v.Text()
}

// isLate tells whether expansion left the expression as it was, which it does only after
// reporting an error.
func isLate(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.Concat, *syntax.Binding:
		return true
	case *syntax.Var:
		return e == nil || e.Late != nil || e.Name == ""
	}
	return false
}

// word is an expression as a message shows it: its value when it is a word, else what the
// script has there, shortened.
func (s *Scope) word(e syntax.Expr) diag.Arg {
	if t := exprText(e); t != "" {
		return diag.Token(t)
	}
	span := e.Range()
	if f := s.run.file; f != nil && span.Start >= 0 && span.Start < span.End && span.End <= len(f.Text) {
		if t := f.Text[span.Start:span.End]; len(t) <= maxQuoted && !strings.ContainsAny(t, "\r\n") {
			return diag.Token(t)
		}
	}
	return diag.Token("…")
}

// maxQuoted bounds how many bytes of an expression a message repeats.
const maxQuoted = 40

// exprText is the word of a leaf for a message; empty for anything longer.
func exprText(e syntax.Expr) string {
	switch e := e.(type) {
	case *syntax.Number:
		return e.Text
	case *syntax.String:
		return "'" + e.Value + "'"
	case *syntax.Missing:
		return "."
	case *syntax.Date:
		return e.Text
	case *syntax.Var:
		return e.Text()
	case *syntax.Call:
		return e.Func.Text + "()"
	case *syntax.Paren:
		return exprText(e.X)
	case *syntax.Unary:
		if t := exprText(e.X); t != "" {
			return e.Op + t
		}
	}
	return ""
}
