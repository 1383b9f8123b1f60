// Package md renders a document as Markdown with pipe tables.
package md

import (
	"fmt"
	"io"
	"strings"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

var hidden = text.Text{NB: "Tabellen er skjult.", EN: "The table is hidden."}

// Render writes the document. The only errors are those of w.
func Render(w io.Writer, d *page.Document) error {
	lang, _ := text.Parse(d.Language)
	for i := range d.Blocks {
		if _, err := io.WriteString(w, block(&d.Blocks[i], lang)); err != nil {
			return err
		}
	}
	return nil
}

func block(b *page.Block, lang text.Lang) string {
	var out strings.Builder
	switch b.Kind {
	case page.KindText:
		return strings.TrimRight(b.Text, "\n") + "\n\n"
	case page.KindMessage:
		return escape(b.Text) + "\n\n"
	case page.KindRefusal:
		fmt.Fprintf(&out, "`%s`\n\n%s (%s)\n\n", code(b), escape(b.Text), b.Rule)
	case page.KindTable:
		fmt.Fprintf(&out, "`%s`\n\n", code(b))
		if b.Table.Hidden {
			out.WriteString(hidden.In(lang) + "\n\n")
		} else {
			table(&out, b.Table)
		}
	}
	notes(&out, b)
	return out.String()
}

func code(b *page.Block) string {
	if b.Title != "" {
		return strings.ReplaceAll(b.Title, "`", "'")
	}
	return strings.ReplaceAll(b.Source, "`", "'")
}

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
		head, rule = append(head, escape(label)), append(rule, "--:")
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

func notes(out *strings.Builder, b *page.Block) {
	if b.Policy != nil {
		hash := b.Policy.Hash[:min(8, len(b.Policy.Hash))]
		if b.Population != nil {
			fmt.Fprintf(out, "N = %s · %s %s\n\n", b.Population.Format(), b.Policy.Profile, hash)
		} else {
			fmt.Fprintf(out, "%s %s\n\n", b.Policy.Profile, hash)
		}
	}
	for _, n := range b.Notes {
		fmt.Fprintf(out, "- %s\n", escape(noteText(n)))
	}
	if len(b.Notes) > 0 {
		out.WriteString("\n")
	}
}

func noteText(n page.Note) string {
	if n.Rule == "" {
		return n.Text
	}
	return n.Rule + ": " + n.Text
}

var escaper = strings.NewReplacer("|", `\|`, "*", `\*`, "_", `\_`, "<", "&lt;", "\n", " ")

func escape(s string) string { return escaper.Replace(s) }
