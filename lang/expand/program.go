package expand

import (
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/syntax"
)

// Program is a straight line of statements without loops, bindings or late-bound names.
type Program struct {
	File       *source.File
	Statements []*Statement
}

// Statement is one line as it will run. Exactly one of Command and Text is set.
type Statement struct {
	Command *syntax.Command   // every name and value in it is plain
	Text    *syntax.TextBlock // verbatim Markdown
	Origin  Origin
}

// Span is where the statement stands in the file.
func (s *Statement) Span() source.Span {
	if s.Command != nil {
		return s.Command.Span
	}
	return s.Text.Span
}

// Origin remembers which turns of which loops a statement comes from, outermost first.
type Origin struct{ Turns []Turn }

// Turn is one iterator of a loop and the value it had, as the script would write it.
type Turn struct {
	Name  string
	Value string
	Loop  source.Span // the header of the for
}
