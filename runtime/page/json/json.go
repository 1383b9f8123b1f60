// Package json renders a document as JSON: spec/results.md describes it, and
// spec/results.schema.json is its schema.
package json

import (
	"encoding/json"
	"io"

	"github.com/mdscript/mdscript/runtime/page"
)

// Render writes the document. The only errors are those of w.
func Render(w io.Writer, d *page.Document) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(d)
}
