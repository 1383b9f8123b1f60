// Package html renders a document as one self-contained HTML file: no scripts, no
// outside resources.
package html

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

//go:embed page.html
var source string

var (
	hidden     = text.Text{NB: "Tabellen er skjult.", EN: "The table is hidden."}
	population = text.Text{NB: "Populasjon", EN: "Population"}
)

// Render writes the document. Text blocks are Markdown; raw HTML in them is left out.
// The only other errors are those of w.
func Render(w io.Writer, d *page.Document) error {
	lang, _ := text.Parse(d.Language)
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	t, err := template.New("page").Funcs(template.FuncMap{
		"markdown": func(s string) (template.HTML, error) {
			var out strings.Builder
			err := markdown.Convert([]byte(s), &out)
			return template.HTML(out.String()), err // goldmark escapes raw HTML by default
		},
		"groups":     groups,
		"hidden":     func() string { return hidden.In(lang) },
		"population": func() string { return population.In(lang) },
		"short":      func(s string) string { return s[:min(8, len(s))] },
		"grouped":    func(t *page.Table) bool { return len(groups(t)) > 0 },
	}).Parse(source)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

// group is a run of columns under one category.
type group struct {
	Label string
	Span  int
}

// groups is the upper heading line; empty when no column has a group.
func groups(t *page.Table) []group {
	var out []group
	any := false
	for i, c := range t.Columns {
		any = any || c.Group != ""
		if i > 0 && c.Group == t.Columns[i-1].Group && c.Code == t.Columns[i-1].Code && c.Total == t.Columns[i-1].Total {
			out[len(out)-1].Span++
			continue
		}
		out = append(out, group{Label: c.Group, Span: 1})
	}
	if !any {
		return nil
	}
	return out
}
