// Package html renders a document as one self-contained HTML file: no scripts, no
// outside resources.
//
// In: a document. Out: a page that prints well and follows the reader's light or dark theme.
//
//	err := html.Render(os.Stdout, result.Document)
package html

import (
	_ "embed"
	"html/template"
	"io"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

//go:embed page.html
var source string

// Render writes the document. Text blocks are Markdown; raw HTML in them is left out.
// The only other errors are those of w.
func Render(w io.Writer, d *page.Document) error {
	lang, _ := text.Parse(d.Language)
	var told page.Told
	t, err := template.New("page").Funcs(template.FuncMap{
		"markdown":  markdown,
		"groups":    groups,
		"grouped":   func(t *page.Table) bool { return len(groups(t)) > 0 },
		"single":    single,
		"hidden":    func() string { return page.HiddenLine.In(lang) },
		"empty":     func() string { return page.EmptyLine.In(lang) },
		"above":     func() string { return above.In(lang) },
		"about":     func(b page.Block) string { return page.AboutLine(&b, lang) },
		"heading":   func(b page.Block) string { return b.Heading() },
		"place":     func(p page.Problem) string { return p.Place(lang) },
		"synthetic": func() string { return page.SyntheticLine(d.Banks, lang) },
		"words": func(t *page.Table, column int) string {
			if column < len(t.Columns) && t.Columns[column].Type == "text" {
				return "word"
			}
			return ""
		},
		"split": func(notes []page.Note) (parts struct{ Fresh, Known []page.Note }) {
			parts.Fresh, parts.Known = told.Split(notes)
			return parts
		},
	}).Parse(source)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}

var above = text.Text{NB: "Regler, se over:", EN: "Rules, see above:"}

// markdown is a text block as HTML. Raw HTML is left out, and so are pictures: the file must
// not load anything.
func markdown(s string) (template.HTML, error) {
	m := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(inside{}, 0))))
	var out strings.Builder
	err := m.Convert([]byte(s), &out)
	return template.HTML(out.String()), err // goldmark leaves raw HTML out by default
}

// inside replaces what would load something from outside by its words.
type inside struct{}

// Transform changes pictures into their descriptions. Links stay: nothing follows them by
// itself.
func (inside) Transform(doc *ast.Document, _ gmtext.Reader, _ parser.Context) {
	var pictures []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == ast.KindImage {
			pictures = append(pictures, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range pictures {
		words := ast.NewEmphasis(1)
		for c := n.FirstChild(); c != nil; c = n.FirstChild() {
			words.AppendChild(words, c)
		}
		n.Parent().ReplaceChild(n.Parent(), n, words)
	}
}

// single tells whether a group heading stands over every column, so that the statistic need
// not be named.
func single(t *page.Table) bool {
	g := groups(t)
	return len(g) > 0 && len(g) == len(t.Columns)
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
