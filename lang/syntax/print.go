package syntax

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/participle/v2/lexer"

	"github.com/mdscript/mdscript/lang/source"
)

// printWidth is the number of columns after which a statement is continued on a new line.
const printWidth = 100

// Print writes a script in its canonical layout: one blank between words, loops indented,
// long lines continued, at most one empty line in a row. Comments stay where they are;
// broken lines and text blocks are copied. Reading the result and printing it again gives
// the same text.
func Print(s *Script) string {
	p := &printer{file: s.File, comments: append([]Comment(nil), s.Comments...)}
	sort.SliceStable(p.comments, func(i, j int) bool { return p.comments[i].Span.Start < p.comments[j].Span.Start })
	p.statements(s.Statements)
	p.commentsBefore(len(s.File.Text) + 1)
	return p.out.String()
}

type printer struct {
	file     *source.File
	comments []Comment
	out      strings.Builder
	depth    int
	isRaw    bool // the next text was copied from the file
	last     int  // file line of what was printed last, 0 at the beginning
}

const indentation = "    "

func (p *printer) statements(list []Statement) {
	for _, s := range list {
		switch s := s.(type) {
		case *TextBlock:
			p.commentsBefore(s.Span.Start)
			p.block(s)
		case *For:
			p.code(s.Span, p.loopText(s))
			p.depth++
			p.statements(s.Body)
			p.closeLoop(s)
		case *Command:
			p.code(s.Span, p.commandText(s))
		}
	}
}

func (p *printer) closeLoop(f *For) {
	if f.endLine == nil {
		p.depth--
		return
	}
	p.commentsBefore(f.endLine.span.Start)
	p.depth--
	text := "end"
	if f.endBroken {
		text = p.raw(f.endLine.span)
	}
	p.code(f.endLine.span, text)
}

// gap keeps one empty line where the file has any.
func (p *printer) gap(offset int) {
	line := p.file.Position(offset).Line
	if p.last > 0 && line > p.last+1 {
		p.out.WriteByte('\n')
	}
}

func (p *printer) printed(offset int) { p.last = p.file.Position(offset).Line }

func (p *printer) indent() { p.out.WriteString(strings.Repeat(indentation, p.depth)) }

// commentsBefore prints the comments that stand before a place, each on a line.
func (p *printer) commentsBefore(offset int) {
	for len(p.comments) > 0 && p.comments[0].Span.Start < offset {
		c := p.comments[0]
		p.comments = p.comments[1:]
		p.gap(c.Span.Start)
		p.indent()
		p.out.WriteString(oneLine(c.Text))
		p.out.WriteByte('\n')
		p.printed(c.Span.End)
	}
}

func oneLine(s string) string {
	return strings.TrimRightFunc(strings.ToValidUTF8(s, "\uFFFD"), isBlank)
}

// code prints a statement. Comments inside it come before it; the one behind it stays.
// The text of a broken line contains its comments.
func (p *printer) code(span source.Span, text string) {
	if p.isRaw {
		p.commentsBefore(span.Start)
		for len(p.comments) > 0 && p.comments[0].Span.Start < span.End {
			p.comments = p.comments[1:]
		}
		p.isRaw = false
	}
	p.commentsBefore(span.End)
	p.gap(span.Start)
	p.indent()
	p.out.WriteString(text)
	p.printed(span.End)
	if len(p.comments) > 0 && p.file.Position(p.comments[0].Span.Start).Line == p.last {
		c := p.comments[0]
		p.comments = p.comments[1:]
		p.out.WriteString(" " + oneLine(c.Text))
	}
	p.out.WriteByte('\n')
}

// block copies a text block; its content is never changed.
func (p *printer) block(b *TextBlock) {
	p.gap(b.Span.Start)
	p.out.WriteString("textblock")
	if len(p.comments) > 0 && p.file.Position(p.comments[0].Span.Start).Line == p.file.Position(b.Span.Start).Line {
		p.out.WriteString(" " + oneLine(p.comments[0].Text))
		p.comments = p.comments[1:]
	}
	p.out.WriteByte('\n')
	p.out.WriteString(b.Text)
	if !b.Open {
		p.out.WriteString("endblock")
		p.printed(b.Span.End)
		if len(p.comments) > 0 && p.file.Position(p.comments[0].Span.Start).Line == p.last {
			p.out.WriteString(" " + oneLine(p.comments[0].Text))
			p.comments = p.comments[1:]
		}
		p.out.WriteByte('\n')
	}
	p.printed(b.Span.End)
}

// raw is the text of a line that cannot be laid out, on one line.
func (p *printer) raw(span source.Span) string {
	p.isRaw = true
	return p.file.Text[span.Start:span.End]
}

func (p *printer) commandText(c *Command) string {
	if c.Broken || c.line == nil {
		return p.brokenText(c.line, c.Span)
	}
	// Words that were cut off by hand, such as the second of coefplot, keep their hyphens.
	_, end := commandWord(c.line.text, 0)
	head := append([]string{c.Name.Text}, strings.FieldsFunc(c.line.text[end:c.at], isBlank)...)
	in := &Line{text: c.line.text, at: c.at}
	return p.layout(head, in, c.mode)
}

// brokenText copies a line that has an error. One that was written over several lines
// is copied as it stands, since joining it might give it another meaning.
func (p *printer) brokenText(l *logical, span source.Span) string {
	if l == nil || l.raw {
		return p.raw(span)
	}
	return strings.TrimFunc(l.text, isBlank)
}

func (p *printer) loopText(f *For) string {
	if f.Broken {
		return p.brokenText(f.line, f.Span)
	}
	_, end := commandWord(f.line.text, 0)
	return p.layout([]string{"for"}, &Line{text: f.line.text, at: end}, Plain)
}

// layout prints tokens with canonical blanks and wraps the line.
func (p *printer) layout(words []string, in *Line, mode Mode) string {
	lex := in.Tokens(mode)
	var word strings.Builder
	var before *lexer.Token
	depth := 0
	for t := lex.Next(); !t.EOF(); t = lex.Next() {
		if t.Type == tokOp && t.Value == ")" {
			depth--
		}
		if before == nil && !(t.Type == tokOp && (t.Value == "," || t.Value == ")")) || before != nil && blankBetween(in.text, before, t, depth, mode) {
			words = append(words, word.String())
			word.Reset()
		}
		if t.Type == tokOp && t.Value == "(" {
			depth++
		}
		word.WriteString(t.Value)
		before = t
	}
	words = append(words, word.String())
	return wrap(words, p.depth)
}

// blankBetween decides whether a blank stands between two tokens. Where adjacency has a
// meaning, or taste is the author's (++, /, signs), what was written is kept.
func blankBetween(text string, a, b *lexer.Token, depth int, mode Mode) bool {
	written := tokenSpan(a).End < b.Pos.Offset
	op := func(t *lexer.Token) string {
		if t.Type == tokOp {
			return t.Value
		}
		return ""
	}
	switch x, y := op(a), op(b); {
	case y == "," || y == ")" || y == ";" || x == "(":
		return false
	case x == "," || x == ";" || x == "=" || y == "=" || x == "->" || y == "->":
		return true
	case isComparison(x) || isComparison(y) || x == "&" || y == "&" || x == "|" || y == "|":
		return true
	case x == ")" && (y == "(" || b.Type != tokOp):
		return true
	}
	return written
}

func isComparison(op string) bool { return levelOf(op) == levelCompare }

// wrap joins words and continues the line before the word that would not fit.
func wrap(words []string, depth int) string {
	var b strings.Builder
	column := depth * len(indentation)
	first := true
	for _, w := range words {
		if w == "" {
			continue
		}
		width := utf8.RuneCountInString(w)
		switch {
		case first:
		case column+1+width > printWidth-2:
			b.WriteString(" \\\n" + strings.Repeat(indentation, depth+1))
			column = (depth + 1) * len(indentation)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(w)
		column += width
		first = false
	}
	return b.String()
}
