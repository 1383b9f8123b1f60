package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/types"
)

// unit is what the first pass cuts a file into: a logical line or a text block.
type unit struct {
	line  *logical
	block *TextBlock
	bad   *diag.Diagnostic // the line has an error that makes all others in it doubtful
}

// cutter cuts a file into units, in one pass over its bytes.
type cutter struct {
	file     *source.File
	at       int
	units    []unit
	comments []Comment
	list     diag.List
}

const byteOrderMark = "\uFEFF"

func cut(file *source.File) *cutter {
	c := &cutter{file: file}
	// Files that were joined from others may begin with several.
	for strings.HasPrefix(file.Text[c.at:], byteOrderMark) {
		c.at += len(byteOrderMark)
	}
	for c.at < len(file.Text) {
		c.logicalLine()
	}
	return c
}

// comment keeps the comment of a line. One that is not UTF-8 is an error of its own and
// does no harm to the line.
func (c *cutter) comment(p physical) {
	if p.garbled >= 0 {
		c.list = append(c.list, encodingError(c.file.Text, p.garbled))
	}
	if s := p.comment; s.End > s.Start {
		c.comments = append(c.comments, Comment{Span: s, Text: c.file.Text[s.Start:s.End]})
	}
}

func (c *cutter) logicalLine() {
	text := c.file.Text
	p := readPhysical(text, c.at)
	p.hashComment(text)
	c.at = p.next
	if p.empty() {
		c.comment(p)
		return
	}
	if isWordAlone(text[p.start:p.end], "textblock") {
		c.textBlock(p)
		return
	}
	c.statement(p)
}

// isWordAlone tells whether a line begins with a block word as a word of its own.
func isWordAlone(line, word string) bool {
	if len(line) < len(word) || !strings.EqualFold(line[:len(word)], word) {
		return false
	}
	if len(line) == len(word) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(line[len(word):])
	return !isWord(r) && r != '-'
}

// statement joins continued lines. A comment right after a continued line is an error,
// an empty line ends the statement.
func (c *cutter) statement(p physical) {
	text := c.file.Text
	var pieces []piece
	size, invalid, open := 0, -1, -1
	for {
		if p.invalid >= 0 && invalid < 0 {
			invalid = p.invalid
		}
		if p.openQuote >= 0 && open < 0 {
			open = p.openQuote
		}
		c.comment(p)
		end := p.end
		for end > p.start && text[end-1] == '\\' {
			end = trimBlank(text, p.start, end-1)
		}
		continued := end < p.end
		pieces = append(pieces, piece{p.start, end})
		size += end - p.start + 1
		if !continued || c.at >= len(text) {
			break
		}
		if p = c.continuation(); p.empty() {
			break
		}
	}
	c.add(pieces, size, invalid, open)
}

// continuation reads the line after a backslash and passes over comment lines, which do
// not belong there.
func (c *cutter) continuation() physical {
	for {
		p := readPhysical(c.file.Text, c.at)
		p.hashComment(c.file.Text)
		if !p.empty() || p.comment.End == p.comment.Start || c.at >= len(c.file.Text) {
			c.at = p.next
			return p
		}
		c.at = p.next
		c.comment(p)
		c.list = append(c.list, diag.New(codeCommentInside).At(p.comment))
	}
}

func (c *cutter) add(pieces []piece, size, invalid, open int) {
	text := c.file.Text
	for n := len(pieces); n > 1 && pieces[n-1].start == pieces[n-1].end; n-- {
		pieces = pieces[:n-1]
	}
	span := source.Span{Start: pieces[0].start, End: pieces[len(pieces)-1].end}
	bad := func(d diag.Diagnostic, l *logical) { c.units = append(c.units, unit{line: l, bad: &d}) }
	switch {
	case len(pieces) == 1 && span.End == span.Start: // nothing but backslashes
	case invalid >= 0:
		bad(encodingError(text, invalid), beginning(text, span))
	case tooLong(size):
		word := source.Span{Start: span.Start, End: span.Start + wordLength(text[span.Start:min(span.End, span.Start+80)])}
		bad(diag.New(codeLongLine, diag.Catalogue(strconv.Itoa(types.MaxLine))).At(word), beginning(text, span))
	case open >= 0:
		_, n := utf8.DecodeRuneInString(text[open:])
		l := joined(text, pieces)
		l.raw = true
		bad(diag.New(codeOpenString).At(source.Span{Start: open, End: open + n}), l)
	default:
		l := joined(text, pieces)
		l.raw = len(pieces) > 1
		c.units = append(c.units, unit{line: l})
	}
}

func encodingError(text string, at int) diag.Diagnostic {
	return diag.New(codeUTF8).At(source.Span{Start: at, End: min(at+1, len(text))})
}

// textBlock takes everything up to a line that is endblock and nothing else.
func (c *cutter) textBlock(open physical) {
	text := c.file.Text
	word := source.Span{Start: open.start, End: open.start + len("textblock")}
	c.comment(open)
	if open.end > word.End {
		rest := source.Span{Start: skipBlank(text, word.End, open.end), End: open.end}
		c.list = append(c.list, diag.New(codeAfterTextblock, diag.Token("textblock")).At(rest))
	}
	from := c.at
	for c.at < len(text) {
		start := c.at
		p := readPhysical(text, c.at)
		c.at = p.next
		if strings.EqualFold(text[p.start:p.end], "endblock") {
			c.comment(p)
			c.block(word, from, start, p.end, false)
			return
		}
	}
	c.block(word, from, len(text), len(text), true)
	c.list = append(c.list, diag.New(codeOpenTextblock).At(word))
}

func (c *cutter) block(word source.Span, from, to, end int, open bool) {
	content := strings.ReplaceAll(c.file.Text[from:to], "\r\n", "\n")
	if i := invalidUTF8(content); i >= 0 {
		c.list = append(c.list, encodingError(c.file.Text, from+invalidUTF8(c.file.Text[from:to])))
		content = strings.ToValidUTF8(content, "\uFFFD")
	}
	c.units = append(c.units, unit{block: &TextBlock{Text: content, Open: open, Span: source.Span{Start: word.Start, End: end}}})
}
