// Package text renders a document for a terminal or a plain text file.
//
// In: a document, or its blocks as they come. Out: aligned tables, with box drawing on a
// terminal and plain characters elsewhere. Widths are display widths, so that wide
// characters line up. What a rule did is told in full once; later tables name the rule.
//
//	p := text.NewPrinter(os.Stdout, text.Style{}, d.Language)
//	err := p.Blocks(d.Blocks)
package text

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

// Style chooses the characters of tables.
type Style struct {
	Box   bool // box drawing, for terminals
	Width int  // columns of the terminal; 0 means unlimited
}

// Render writes the document. The only errors are those of w.
func Render(w io.Writer, d *page.Document, s Style) error {
	lang, _ := text.Parse(d.Language)
	p := NewPrinter(w, s, lang)
	if err := p.Blocks(d.Blocks); err != nil {
		return err
	}
	if err := p.Problems(d.Problems); err != nil {
		return err
	}
	return p.Banks(d.Banks)
}

// Printer writes the parts of a document as they come. It knows which notes the reader has
// seen, and keeps one blank line between parts.
type Printer struct {
	w     io.Writer
	style Style
	lang  text.Lang
	told  page.Told
	wrote bool // anything yet
	close bool // the last part was a message: another may follow without a blank line
	banks map[string]bool
}

// NewPrinter starts a document, or a session.
func NewPrinter(w io.Writer, s Style, lang text.Lang) *Printer {
	return &Printer{w: w, style: s, lang: lang, banks: map[string]bool{}}
}

// Blocks writes blocks. The only errors are those of the writer.
func (p *Printer) Blocks(blocks []page.Block) error {
	for i := range blocks {
		b := &blocks[i]
		message := b.Kind == page.KindMessage
		if err := p.part(p.block(b), message); err != nil {
			return err
		}
	}
	return nil
}

// Banks says which of the banks are invented, each once; nothing when none is, or when
// nothing was written that could be taken for real. The only errors are those of the writer.
func (p *Printer) Banks(banks []page.Bank) error {
	if !p.wrote {
		return nil
	}
	var fresh []page.Bank
	for _, b := range banks {
		if !p.banks[b.String()] {
			p.banks[b.String()] = true
			fresh = append(fresh, b)
		}
	}
	if line := page.SyntheticLine(fresh, p.lang); line != "" {
		return p.part(line+"\n", false)
	}
	return nil
}

// Problems writes findings as a document holds them. The only errors are those of the writer.
func (p *Printer) Problems(list []page.Problem) error {
	for _, d := range list {
		s := fmt.Sprintf("%s: %s\n", d.Place(p.lang), d.Message)
		for _, more := range []string{d.Cause, d.Next} {
			if more != "" {
				s += "  = " + more + "\n"
			}
		}
		if err := p.part(s, false); err != nil {
			return err
		}
	}
	return nil
}

// part writes one part with the blank line it needs before it.
func (p *Printer) part(s string, message bool) error {
	if p.wrote && (!message || !p.close) {
		s = "\n" + s
	}
	p.wrote, p.close = true, message
	_, err := io.WriteString(p.w, s)
	return err
}

// block is the text of one block, ending in one line end.
func (p *Printer) block(b *page.Block) string {
	var out strings.Builder
	switch b.Kind {
	case page.KindText:
		out.WriteString(words(b.Text))
	case page.KindMessage:
		out.WriteString(b.Text + "\n")
	case page.KindRefusal:
		fmt.Fprintf(&out, "%s\n%s (%s)\n", b.Heading(), b.Text, b.Rule)
		p.footer(&out, b)
	case page.KindTable:
		out.WriteString(b.Heading() + "\n")
		switch {
		case b.Table.Hidden:
			out.WriteString(page.HiddenLine.In(p.lang) + "\n")
		case len(b.Table.Rows) == 0:
			out.WriteString(page.EmptyLine.In(p.lang) + "\n")
		default:
			out.WriteString(Table(b.Table, p.style))
		}
		p.footer(&out, b)
	}
	return out.String()
}

// wrap breaks a line between words so that it fits a terminal; what follows is indented.
func wrap(s string, width int) string {
	if width < 40 || widthOf(s) <= width {
		return s
	}
	var out strings.Builder
	used := 0
	for i, word := range strings.Split(s, " ") {
		w := widthOf(word)
		switch {
		case i > 0 && used+1+w > width:
			out.WriteString("\n  ")
			used = 2
		case i > 0:
			out.WriteByte(' ')
			used++
		}
		out.WriteString(word)
		used += w
	}
	return out.String()
}

// marks are the signs around bold words and code.
var marks = regexp.MustCompile("\\*\\*([^*\n]+)\\*\\*|`([^`\n]+)`")

// words is Markdown as it is, but for the signs around code and bold words: they are for
// other renderers.
func words(markdown string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimRight(markdown, "\n") + "\n") {
		if strings.TrimSpace(line) != "```" {
			out.WriteString(marks.ReplaceAllString(line, "$1$2"))
		}
	}
	return out.String()
}

func (p *Printer) footer(out *strings.Builder, b *page.Block) {
	if line := page.AboutLine(b, p.lang); line != "" {
		out.WriteString(line + "\n")
	}
	fresh, known := p.told.Split(b.Notes)
	for _, n := range fresh {
		out.WriteString(wrap("* "+n.String(), p.style.Width) + "\n")
	}
	if line := page.RulesLine(known, p.lang); line != "" {
		out.WriteString(line + "\n")
	}
}
