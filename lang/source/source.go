// Package source holds script text and where things are in it.
//
// In: the bytes of a file. Out: byte spans, and their lines and columns in runes
// (for people) or UTF-16 units (for editors). Everything inside the toolchain
// speaks byte offsets; only what is shown is converted.
//
//	f := source.New("a.mdscript", []byte("use kjønn\nuse b"))
//	f.Position(9) // line 1, column 9 (ø is one column)
package source

import (
	"sort"
	"unicode/utf8"
)

// File is the text of one script. It is immutable.
type File struct {
	Name  string
	Text  string
	lines []int // byte offset of the start of every line
}

// New makes a file of the given name. A byte order mark is kept in Text; offsets count it.
func New(name string, content []byte) *File {
	f := &File{Name: name, Text: string(content), lines: []int{0}}
	for i := 0; i < len(f.Text); i++ {
		if f.Text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// Span is a half-open range of byte offsets in a file: [Start, End).
type Span struct {
	Start, End int
}

// Join is the smallest span that covers both.
func (s Span) Join(t Span) Span {
	return Span{Start: min(s.Start, t.Start), End: max(s.End, t.End)}
}

// Position is a place as a person counts it: line and column from 1, the column in runes.
type Position struct {
	Line, Column int
}

// Position converts a byte offset. Offsets outside the file are clamped to its ends.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
	start := f.lines[line-1]
	return Position{Line: line, Column: utf8.RuneCountInString(f.Text[start:offset]) + 1}
}

// UTF16 converts a byte offset to the zero-based line and UTF-16 column editors use.
func (f *File) UTF16(offset int) (line, column int) {
	offset = min(max(offset, 0), len(f.Text))
	line = sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset }) - 1
	for _, r := range f.Text[f.lines[line]:offset] {
		column++
		if r > 0xFFFF {
			column++
		}
	}
	return line, column
}

// Lines is the number of lines; a final newline opens an empty last line.
func (f *File) Lines() int { return len(f.lines) }

// Line returns the text of a line, counted from 1, without its line end.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	text := f.Text[f.lines[n-1]:end]
	if len(text) > 0 && text[len(text)-1] == '\r' {
		text = text[:len(text)-1]
	}
	return text
}

// LineStart is the byte offset at which a line, counted from 1, begins.
func (f *File) LineStart(n int) int {
	if n < 1 || n > len(f.lines) {
		return len(f.Text)
	}
	return f.lines[n-1]
}
