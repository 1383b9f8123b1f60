package diag

import (
	"encoding/json"
	"io"
	"unicode"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
)

// Document is the JSON form of the findings of one file. Lines and columns count from 1,
// columns in characters; offsets count bytes.
type Document struct {
	File        string    `json:"file"`
	Language    string    `json:"language"`
	Diagnostics []Finding `json:"diagnostics"`
}

// Finding is one diagnostic in JSON.
type Finding struct {
	Code        Code     `json:"code"`
	Severity    string   `json:"severity"` // error, warning or info in every language
	Message     string   `json:"message"`
	Cause       string   `json:"cause,omitempty"`
	Next        string   `json:"next,omitempty"`
	Suggestions []string `json:"suggestions,omitempty"`
	Place
	Notes []FindingNote `json:"notes,omitempty"`
	Fixes []FindingFix  `json:"fixes,omitempty"`
}

// Place is a span in JSON.
type Place struct {
	Line      int `json:"line"`
	Column    int `json:"column"`
	EndLine   int `json:"endLine"`
	EndColumn int `json:"endColumn"`
	Start     int `json:"start"`
	End       int `json:"end"`
}

// FindingNote is a further place in JSON.
type FindingNote struct {
	Message string `json:"message"`
	Place
}

// FindingFix is a change a tool can apply, in JSON.
type FindingFix struct {
	Title string        `json:"title"`
	Edits []FindingEdit `json:"edits"`
}

// FindingEdit replaces a span by a text, in JSON.
type FindingEdit struct {
	Place
	New string `json:"new"`
}

// NewDocument makes the JSON form of findings.
func NewDocument(file *source.File, list List, c *Messages, l text.Lang) Document {
	doc := Document{File: file.Name, Language: l.String(), Diagnostics: make([]Finding, 0, len(list))}
	for _, d := range list {
		f := Finding{Code: d.Code, Severity: severityText(d.Severity).EN, Message: c.Message(d, l), Cause: c.Cause(d, l),
			Next: c.Next(d, l), Suggestions: d.Suggestions, Place: placeOf(file, d.Span)}
		for _, n := range d.Notes {
			f.Notes = append(f.Notes, FindingNote{Message: c.Note(n, l), Place: placeOf(file, n.Span)})
		}
		for _, fix := range d.Fixes {
			out := FindingFix{Title: c.Fix(fix, l)}
			for _, e := range fix.Edits {
				out.Edits = append(out.Edits, FindingEdit{Place: placeOf(file, e.Span), New: e.New})
			}
			f.Fixes = append(f.Fixes, out)
		}
		doc.Diagnostics = append(doc.Diagnostics, f)
	}
	return doc
}

// RenderJSON writes the JSON form, indented, with a final line end.
func RenderJSON(w io.Writer, file *source.File, list List, c *Messages, l text.Lang) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(NewDocument(file, list, c, l))
}

func placeOf(file *source.File, s source.Span) Place {
	from, to := file.Position(s.Start), file.Position(s.End)
	return Place{Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column, Start: s.Start, End: s.End}
}

// isMark tells whether a rune combines with the one before it and so has no width.
func isMark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me) }

// visibleInLine keeps marks, which visible keeps too, and blanks of any kind.
func visibleInLine(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return visible(r)
}
