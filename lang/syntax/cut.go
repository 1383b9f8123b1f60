package syntax

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/types"
)

// logical is one logical line: continuations joined, comments gone, text in NFC.
type logical struct {
	text  string
	marks []mark      // empty when text is the file's own text from span.Start on
	span  source.Span // in the file, without comments and outer blanks
	raw   bool        // a broken line is copied from the file when printed
}

// mark ties a place in the text of a logical line to the file. Between two marks both
// advance alike, unless the piece was rewritten: then all of it lies at its file range.
type mark struct {
	at, file, fileEnd int
	rewritten         bool
}

// start maps the first byte of something in the line to the file.
func (l *logical) start(at int) int {
	m := l.markAt(at)
	if m.rewritten {
		return m.file
	}
	return min(m.file+at-m.at, m.fileEnd)
}

// end maps the byte after something in the line to the file.
func (l *logical) end(at int) int {
	if at == 0 {
		return l.start(0)
	}
	m := l.markAt(at - 1)
	if m.rewritten {
		return m.fileEnd
	}
	return min(m.file+at-m.at, m.fileEnd)
}

func (l *logical) markAt(at int) mark {
	if len(l.marks) == 0 {
		return mark{file: l.span.Start, fileEnd: l.span.End}
	}
	i := sort.Search(len(l.marks), func(i int) bool { return l.marks[i].at > at })
	return l.marks[max(i-1, 0)]
}

// fileSpan maps a span of the line to the file.
func (l *logical) fileSpan(s source.Span) source.Span {
	start := l.start(s.Start)
	if s.End <= s.Start {
		// An empty span at the end of the line points behind the last word.
		start = l.end(s.Start)
		return source.Span{Start: start, End: start}
	}
	return source.Span{Start: start, End: max(start, l.end(s.End))}
}

// physical is one line of the file without its line end and comment.
type physical struct {
	start, end int // code in the file, outer blanks removed
	comment    source.Span
	openQuote  int // offset of a quote that does not end on the line, or -1
	next       int // start of the following line
	invalid    int // offset of the first byte of the code that is not UTF-8, or -1
	garbled    int // the same in the comment
}

func (p *physical) empty() bool { return p.start >= p.end }

// readPhysical reads the line that begins at a place. It looks at each byte once and
// copies nothing.
func readPhysical(text string, at int) physical {
	p := physical{openQuote: -1, invalid: -1, garbled: -1}
	lineEnd := len(text)
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		lineEnd = at + i
		p.next = lineEnd + 1
	} else {
		p.next = len(text)
	}
	p.end = lineEnd
	p.scan(text, at, lineEnd)
	p.start = skipBlank(text, at, p.end)
	p.end = trimBlank(text, p.start, p.end)
	return p
}

// scan finds the comment, an unclosed quote and bytes that are not UTF-8.
func (p *physical) scan(text string, at, lineEnd int) {
	var quote rune
	quoteAt := -1
	for i := at; i < lineEnd; {
		c := text[i]
		if c < utf8.RuneSelf && c != '\'' && c != '"' && c != '/' {
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && n <= 1 && p.invalid < 0 {
				p.invalid = i
			}
		}
		switch class := quoteClass(r); {
		case class != 0 && quote == 0:
			quote, quoteAt = class, i
		case class != 0 && class == quote:
			quote, quoteAt = 0, -1
		case quote == 0 && strings.HasPrefix(text[i:lineEnd], "//"):
			p.setComment(text, i, lineEnd)
			return
		}
		i += n
	}
	p.openQuote = quoteAt
}

func (p *physical) setComment(text string, at, lineEnd int) {
	p.end = at
	p.comment = source.Span{Start: at, End: trimBlank(text, at, lineEnd)}
	if i := invalidUTF8(text[at:lineEnd]); i >= 0 {
		p.garbled = at + i
	}
}

func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

func skipBlank(text string, at, end int) int {
	for at < end {
		r, n := utf8.DecodeRuneInString(text[at:end])
		if !isBlank(r) {
			break
		}
		at += n
	}
	return at
}

func trimBlank(text string, start, end int) int {
	for end > start {
		r, n := utf8.DecodeLastRuneInString(text[start:end])
		if !isBlank(r) {
			break
		}
		end -= n
	}
	return end
}

// hashComment makes a comment of a line whose first character is #.
func (p *physical) hashComment(text string) {
	if p.empty() || text[p.start] != '#' {
		return
	}
	end := p.end
	if p.comment.End > end {
		end = p.comment.End
	}
	p.comment = source.Span{Start: p.start, End: end}
	if p.invalid >= 0 {
		p.garbled, p.invalid = p.invalid, -1
	}
	p.end = p.start
	p.openQuote = -1
}

// piece is a part of a continued line.
type piece struct{ start, end int }

// beginning is a line that cannot be read; only for and end matter then, since they hold
// the loop together.
func beginning(text string, span source.Span) *logical {
	head := text[span.Start:min(span.End, span.Start+8)]
	start, end := commandWord(head, 0)
	l := &logical{span: span, raw: true}
	if word := strings.ToLower(head[start:end]); word == "for" || word == "end" {
		l.text = word
	}
	return l
}

// joined makes a logical line of pieces, each cut before its backslash.
func joined(text string, pieces []piece) *logical {
	first, last := pieces[0], pieces[len(pieces)-1]
	l := &logical{span: source.Span{Start: first.start, End: last.end}}
	if len(pieces) == 1 && norm.NFC.IsNormalString(text[first.start:first.end]) {
		l.text = text[first.start:first.end]
		return l
	}
	var b strings.Builder
	for i, p := range pieces {
		if i > 0 {
			l.marks = append(l.marks, mark{at: b.Len(), file: p.start, fileEnd: p.start, rewritten: true})
			b.WriteByte(' ')
		}
		l.normalise(&b, text, p)
	}
	l.text = b.String()
	return l
}

// normalise appends a piece in NFC and records where rewritten runs lie.
func (l *logical) normalise(b *strings.Builder, text string, p piece) {
	part := text[p.start:p.end]
	if norm.NFC.IsNormalString(part) {
		l.marks = append(l.marks, mark{at: b.Len(), file: p.start, fileEnd: p.end})
		b.WriteString(part)
		return
	}
	plain := p.start // begin of the run that is copied as it stands
	flush := func(end int) {
		if end > plain {
			l.marks = append(l.marks, mark{at: b.Len(), file: plain, fileEnd: end})
			b.WriteString(text[plain:end])
		}
	}
	for i := 0; i < len(part); {
		n := norm.NFC.NextBoundaryInString(part[i:], true)
		if n <= 0 {
			n = len(part) - i
		}
		segment := part[i : i+n]
		if !norm.NFC.IsNormalString(segment) {
			flush(p.start + i)
			l.marks = append(l.marks, mark{at: b.Len(), file: p.start + i, fileEnd: p.start + i + n, rewritten: true})
			b.WriteString(norm.NFC.String(segment))
			plain = p.start + i + n
		}
		i += n
	}
	flush(p.end)
}

// tooLong tells whether a logical line of some bytes is beyond the limit.
func tooLong(bytes int) bool { return bytes > types.MaxLine }
