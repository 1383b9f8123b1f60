package syntax

import (
	"errors"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

// Failure is why a line could not be read, with the place inside that line. Spans count
// bytes of the logical line (continuations joined); the parser maps them to the file.
type Failure struct {
	Problem     *diag.Problem
	Span        source.Span
	Suggestions []string
	Notes       []diag.Note // spans inside the line
}

// Fail makes a failure at a place of the line.
func Fail(span source.Span, code diag.Code, args ...diag.Arg) *Failure {
	return &Failure{Problem: diag.New(code, args...), Span: span}
}

// Error names the code only: the text needs the catalogue.
func (f *Failure) Error() string { return f.Problem.Error() }

// Unwrap gives the problem.
func (f *Failure) Unwrap() error { return f.Problem }

// asFailure finds a failure inside an error of participle; nil when there is none.
func asFailure(err error) *Failure {
	var f *Failure
	if errors.As(err, &f) {
		return f
	}
	return nil
}
