// Package md renders a document as Markdown with pipe tables.
//
// In: a document. Out: text that any Markdown reader shows; words of the script are escaped,
// except in text blocks, which are Markdown themselves.
//
//	err := md.Render(os.Stdout, result.Document)
package md

import (
	"fmt"
	"io"
	"strings"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

// Render writes the document. The only errors are those of w.
func Render(w io.Writer, d *page.Document) error {
	lang, _ := text.Parse(d.Language)
	r := renderer{lang: lang}
	if !titled(d) {
		r.paragraph("# " + escape(d.Script))
	}
	if line := page.SyntheticLine(d.Banks, lang); line != "" {
		r.paragraph("*" + escape(line) + "*")
	}
	for i := range d.Blocks {
		r.block(&d.Blocks[i])
	}
	for _, p := range d.Problems {
		r.problem(p)
	}
	_, err := io.WriteString(w, strings.TrimRight(r.out.String(), "\n")+"\n")
	return err
}

// titled tells whether the script brings a heading of its own.
func titled(d *page.Document) bool {
	return len(d.Blocks) > 0 && d.Blocks[0].Kind == page.KindText && strings.HasPrefix(d.Blocks[0].Text, "# ")
}

// renderer writes the blocks of one document.
type renderer struct {
	out  strings.Builder
	lang text.Lang
	told page.Told
}

func (r *renderer) paragraph(s string) { r.out.WriteString(s + "\n\n") }

func (r *renderer) block(b *page.Block) {
	switch b.Kind {
	case page.KindText:
		r.paragraph(strings.TrimRight(b.Text, "\n"))
	case page.KindMessage:
		r.paragraph(escape(b.Text))
	case page.KindRefusal:
		r.paragraph(code(b))
		r.paragraph(fmt.Sprintf("%s (%s)", escape(b.Text), b.Rule))
		r.footer(b)
	case page.KindTable:
		r.paragraph(code(b))
		switch {
		case b.Table.Hidden:
			r.paragraph(page.HiddenLine.In(r.lang))
		case len(b.Table.Rows) == 0:
			r.paragraph(page.EmptyLine.In(r.lang))
		default:
			table(&r.out, b.Table)
		}
		r.footer(b)
	}
}

// code is the heading of a block as code; a title is words.
func code(b *page.Block) string {
	if b.Title != "" {
		return "**" + escape(b.Title) + "**"
	}
	words, fence := oneLine(b.Heading()), "`"
	for strings.Contains(words, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		words = " " + words + " "
	}
	return fence + words + fence
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func table(out *strings.Builder, t *page.Table) {
	var head, rule []string
	for _, s := range t.Stub {
		head, rule = append(head, escape(s.Label)), append(rule, ":--")
	}
	for _, c := range t.Columns {
		label := c.Label
		if c.Group != "" {
			label = c.Group + " · " + c.Label
		}
		side := "--:"
		if c.Type == "text" {
			side = ":--"
		}
		head, rule = append(head, escape(label)), append(rule, side)
	}
	line(out, head)
	line(out, rule)
	for _, r := range t.Rows {
		var cells []string
		for _, h := range r.Heads {
			cells = append(cells, emphasis(escape(h.Label), r.Total))
		}
		for _, c := range r.Cells {
			cells = append(cells, emphasis(escape(c.Format()), r.Total))
		}
		line(out, cells)
	}
	out.WriteString("\n")
}

func emphasis(s string, on bool) string {
	if on && s != "" {
		return "**" + s + "**"
	}
	return s
}

func line(out *strings.Builder, cells []string) {
	out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func (r *renderer) footer(b *page.Block) {
	if line := page.AboutLine(b, r.lang); line != "" {
		r.paragraph(escape(line))
	}
	fresh, known := r.told.Split(b.Notes)
	for _, n := range fresh {
		fmt.Fprintf(&r.out, "- %s\n", escape(n.String()))
	}
	if len(fresh) > 0 {
		r.out.WriteString("\n")
	}
	if line := page.RulesLine(known, r.lang); line != "" {
		r.paragraph(line)
	}
}

func (r *renderer) problem(p page.Problem) {
	words := []string{"**" + escape(p.Place(r.lang)) + "**: " + escape(p.Message) + "."}
	for _, more := range []string{p.Cause, p.Next} {
		if more != "" {
			words = append(words, escape(more))
		}
	}
	r.paragraph("> " + strings.Join(words, " "))
}

var escaper = strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "<", "&lt;", "\n", " ")

func escape(s string) string { return escaper.Replace(s) }
