// Package diag holds what the toolchain says when something is wrong: data, not text.
//
// In: a code, a place and arguments that are words of the script or the catalogue.
// Out: a diagnostic that the terminal, JSON and editors render from one catalogue of
// texts in English and bokmål.
//
//	p := diag.New("C0201", diag.Token("inntket"))
//	d := p.At(span)
//	messages.Message(d, text.English) // unknown variable 'inntket'
//
// Arguments have three sources only, so that no value read from data can enter a message:
// Token (the script's own words), Catalogue (metadata) and Shown (released by disclosure).
package diag

import (
	"sort"

	"github.com/mdscript/mdscript/lang/source"
)

// Code is stable: a letter for the stage and four digits. It is never reused or renumbered.
// S syntax, X expansion, C check, P plan, R run, D disclosure, T store, U usage, I internal.
type Code string

// Severity orders diagnostics by how much they matter.
type Severity uint8

// Only warnings can be silenced; errors stop the script.
const (
	Error Severity = iota
	Warning
	Info
)

// Arg is one argument of a message. It can only be made by Token, Catalogue or Shown.
type Arg struct{ text string }

// Token is a word of the user's own script.
func Token(s string) Arg { return Arg{s} }

// Catalogue is a word of the metadata or of the program itself: names, types, limits, dates of validity.
func Catalogue(s string) Arg { return Arg{s} }

// Shown is a value that disclosure has made fit to show. A test allows calls in package disclosure only.
func Shown(s string) Arg { return Arg{s} }

// Text is the argument as it is put into a message.
func (a Arg) Text() string { return a.text }

// Note points at a further place, such as "first given here". Its code names a text in the catalogue.
type Note struct {
	Code Code
	Span source.Span
	Args []Arg
}

// Edit replaces the text of a span. An empty span inserts.
type Edit struct {
	Span source.Span
	New  string
}

// Fix is a change a tool can apply; Args fill the title text of Code.
type Fix struct {
	Code  Code
	Args  []Arg
	Edits []Edit
}

// Problem is what went wrong without where: what packages below the plan return as an error.
type Problem struct {
	Code  Code
	Args  []Arg
	Cause error // for programs; never shown to a script's author
}

// New makes a problem.
func New(code Code, args ...Arg) *Problem { return &Problem{Code: code, Args: args} }

// Error names the code only: the text needs the catalogue.
func (p *Problem) Error() string { return "mdscript " + string(p.Code) }

// Unwrap gives the cause to errors.Is and errors.As.
func (p *Problem) Unwrap() error { return p.Cause }

// Because records the cause for programs; it is never shown.
func (p *Problem) Because(err error) *Problem {
	p.Cause = err
	return p
}

// At gives the problem a place and makes an error of it.
func (p *Problem) At(span source.Span) Diagnostic {
	return Diagnostic{Code: p.Code, Severity: Error, Span: span, Args: p.Args}
}

// Diagnostic is one finding. Suggestions are names in scope near to the one used, best first.
type Diagnostic struct {
	Code        Code
	Severity    Severity
	Span        source.Span
	Args        []Arg
	Suggestions []string
	Notes       []Note
	Fixes       []Fix
}

// WithSuggestions adds the nearest names in scope.
func (d Diagnostic) WithSuggestions(names ...string) Diagnostic {
	d.Suggestions = append(append([]string(nil), d.Suggestions...), names...)
	return d
}

// WithNote adds a further place.
func (d Diagnostic) WithNote(n Note) Diagnostic {
	d.Notes = append(append([]Note(nil), d.Notes...), n)
	return d
}

// List is the findings of one file.
type List []Diagnostic

// HasErrors tells whether any finding stops the script.
func (l List) HasErrors() bool {
	for _, d := range l {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Sort orders by place, then code, and keeps the order of equal ones.
func (l List) Sort() {
	sort.SliceStable(l, func(i, j int) bool {
		if l[i].Span.Start != l[j].Span.Start {
			return l[i].Span.Start < l[j].Span.Start
		}
		return l[i].Code < l[j].Code
	})
}
