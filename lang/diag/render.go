package diag

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
)

// The words around a message.
func severityText(s Severity) text.Text {
	switch s {
	case Warning:
		return text.Text{NB: "advarsel", EN: "warning"}
	case Info:
		return text.Text{NB: "merknad", EN: "info"}
	}
	return text.Text{NB: "feil", EN: "error"}
}

// Render writes findings for a terminal: place, code and message, the line with a caret,
// the cause, the next step, suggestions and notes. Colour adds nothing that is not there
// without it. The error is that of the writer.
func Render(w io.Writer, file *source.File, list List, c *Messages, l text.Lang, color bool) error {
	r := renderer{file: file, catalogue: c, lang: l, color: color}
	for i, d := range list {
		if i > 0 {
			r.out.WriteByte('\n')
		}
		r.diagnostic(d)
		if r.out.Len() > 1<<16 {
			if _, err := io.WriteString(w, r.out.String()); err != nil {
				return err
			}
			r.out.Reset()
		}
	}
	_, err := io.WriteString(w, r.out.String())
	return err
}

type renderer struct {
	file      *source.File
	catalogue *Messages
	lang      text.Lang
	color     bool
	out       strings.Builder
}

const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

func (r *renderer) paint(color, s string) string {
	if !r.color {
		return s
	}
	return color + s + reset
}

func (r *renderer) colorOf(s Severity) string {
	switch s {
	case Warning:
		return yellow
	case Info:
		return blue
	}
	return red
}

func (r *renderer) diagnostic(d Diagnostic) {
	head := severityText(d.Severity).In(r.lang) + " " + string(d.Code)
	fmt.Fprintf(&r.out, "%s: %s: %s\n", r.place(d.Span), r.paint(r.colorOf(d.Severity), head), r.paint(bold, r.catalogue.Message(d, r.lang)))
	r.excerpt(d.Span, r.colorOf(d.Severity))
	r.line(r.catalogue.Cause(d, r.lang))
	r.line(Suggest(d.Suggestions, r.lang))
	r.line(r.catalogue.Next(d, r.lang))
	for _, n := range d.Notes {
		label := text.Text{NB: "se også", EN: "note"}.In(r.lang)
		fmt.Fprintf(&r.out, "  %s: %s: %s\n", r.place(n.Span), r.paint(blue, label), r.catalogue.Note(n, r.lang))
	}
}

func (r *renderer) line(s string) {
	if s != "" {
		r.out.WriteString("  = " + s + "\n")
	}
}

func (r *renderer) place(s source.Span) string {
	p := r.file.Position(s.Start)
	if r.file.Name == "" { // typed, not read
		return fmt.Sprintf("%d:%d", p.Line, p.Column)
	}
	return fmt.Sprintf("%s:%d:%d", r.file.Name, p.Line, p.Column)
}

// Suggest words the question "did you mean …?"; empty without names.
func Suggest(names []string, l text.Lang) string {
	if len(names) == 0 {
		return ""
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = text.Text{NB: "«" + clean(n) + "»", EN: "'" + clean(n) + "'"}.In(l)
	}
	last := len(quoted) - 1
	list := quoted[last]
	if last > 0 {
		list = strings.Join(quoted[:last], ", ") + text.Text{NB: " eller ", EN: " or "}.In(l) + quoted[last]
	}
	return text.Text{NB: "Mente du " + list + "?", EN: "Did you mean " + list + "?"}.In(l)
}

// The excerpt shows at most this many columns of a line, around the place.
const excerptWidth = 100

// tabWidth is the distance of tab stops in the excerpt.
const tabWidth = 4

// widths measures runes alike in every locale.
func widths() *runewidth.Condition { return &runewidth.Condition{StrictEmojiNeutral: true} }

// excerpt shows the first line of a span with carets under it.
func (r *renderer) excerpt(s source.Span, color string) {
	p := r.file.Position(s.Start)
	start := r.file.LineStart(p.Line)
	line := r.file.Line(p.Line)
	from, to := min(s.Start-start, len(line)), min(s.End-start, len(line))
	shown, before, under := layout(line, from, to)
	number := fmt.Sprintf("%4d", p.Line)
	fmt.Fprintf(&r.out, "%s | %s\n", number, shown)
	fmt.Fprintf(&r.out, "%s | %s%s\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", before), r.paint(color, strings.Repeat("^", under)))
}

// glyph is one character of the excerpt as shown.
type glyph struct {
	text  string
	width int
	at    int // byte offset in the line
}

// layout prepares a line for showing and finds the columns before and under the span. Of
// a long line the neighbourhood of the span is shown.
func layout(line string, from, to int) (shown string, before, under int) {
	glyphs := glyphsOf(line, from)
	for _, g := range glyphs {
		switch {
		case g.at < from:
			before += g.width
		case g.at < to:
			under += g.width
		}
	}
	under = max(under, 1)
	var b strings.Builder
	column := 0
	if before > excerptWidth*2/3 || len(glyphs) > 0 && glyphs[0].at > 0 {
		for len(glyphs) > 0 && before > excerptWidth/3 && glyphs[0].at < from {
			before -= glyphs[0].width
			glyphs = glyphs[1:]
		}
		b.WriteString("…")
		before++
		column = 1
	}
	for i, g := range glyphs {
		if column+g.width > excerptWidth && i < len(glyphs)-1 {
			b.WriteString("…")
			under = max(min(under, column-before+1), 1)
			break
		}
		b.WriteString(g.text)
		column += g.width
	}
	return strings.TrimRight(b.String(), " "), before, under
}

// glyphsOf turns the part of a line that can be shown into characters.
func glyphsOf(line string, from int) []glyph {
	const reach = 8 * excerptWidth
	start := max(0, from-reach)
	for start > 0 && start < len(line) && !utf8.RuneStart(line[start]) {
		start++
	}
	w := widths()
	var out []glyph
	column := 0
	for i := start; i < len(line) && i < from+reach; {
		r, n := utf8.DecodeRuneInString(line[i:])
		text, width := cell(w, r, column)
		out = append(out, glyph{text, width, i})
		column += width
		i += n
	}
	return out
}

func cell(w *runewidth.Condition, r rune, column int) (string, int) {
	if r == '\t' {
		n := tabWidth - column%tabWidth
		return strings.Repeat(" ", n), n
	}
	if r == '\u00A0' {
		return " ", 1
	}
	if w.RuneWidth(r) == 0 && !isMark(r) {
		return "\uFFFD", 1
	}
	r = visibleInLine(r)
	return string(r), w.RuneWidth(r)
}
