package variables

import (
	"strconv"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/card"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/page"
)

// mostCodes is how many codes are shown with a variable; list-labels shows longer lists.
const mostCodes = 50

var (
	headFact     = text.Text{NB: "Egenskap", EN: "Property"}
	headSays     = text.Text{NB: "Katalogen sier", EN: "The catalogue says"}
	headCode     = text.Text{NB: "Kode", EN: "Code"}
	headLabel    = text.Text{NB: "Etikett", EN: "Label"}
	headFrom     = text.Text{NB: "Fra", EN: "From"}
	headTo       = text.Text{NB: "Til", EN: "To"}
	wordImport   = text.Text{NB: "Import", EN: "Import"}
	wordCodes    = text.Text{NB: "Koder", EN: "Codes"}
	titleCodes   = text.Text{NB: "koder", EN: "codes"}
	wordOverTime = text.Text{NB: " over tid, se list-labels ", EN: " over time, see list-labels "}
)

// render writes all the catalogue says about one variable.
func (e entry) render(w *page.Writer) {
	v := e.variable
	name, day := e.alias+"/"+v.Name, v.LastDay()
	t := page.Table{
		Stub:    []page.Head{{Name: "property", Label: headFact.In(w.Lang)}},
		Columns: []page.Column{{Name: "value", Label: headSays.In(w.Lang), Type: "text"}},
	}
	row := func(name, label, value string) {
		t.Rows = append(t.Rows, page.Row{Heads: []page.RowHead{{Code: name, Label: label}}, Cells: []page.Cell{page.TextCell(value)}})
	}
	about := ""
	for _, f := range card.Facts(v) {
		if f.Name == "description" {
			about = f.Value.In(w.Lang) // a text of any length, so below the table
			continue
		}
		row(f.Name, f.Label.In(w.Lang), f.Value.In(w.Lang))
	}
	spans := card.Spans(v)
	if n := len(spans); n > mostCodes {
		at := ""
		if v.Temporality != types.Fixed {
			at = " " + types.ISODate(day)
		}
		row("codes", wordCodes.In(w.Lang), strconv.Itoa(n)+wordOverTime.In(w.Lang)+name+at)
	}
	row("import", wordImport.In(w.Lang), v.ImportLine(e.alias, day))
	w.Table(name+": "+v.Title.In(w.Lang), t)
	if about != "" {
		w.Note(about)
	}
	if n := len(spans); n > 0 && n <= mostCodes {
		w.Table(name+": "+titleCodes.In(w.Lang), codes(spans, len(v.CodeLists) > 1, w.Lang))
	}
}

// codes is the table of a code list, with the days between which each code was valid when
// the list changed.
func codes(spans []card.Span, changed bool, lang text.Lang) page.Table {
	t := page.Table{
		Stub:    []page.Head{{Name: "code", Label: headCode.In(lang)}},
		Columns: []page.Column{{Name: "label", Label: headLabel.In(lang), Type: "text"}},
		Flat:    true,
	}
	if changed {
		t.Columns = append(t.Columns, page.Column{Name: "from", Label: headFrom.In(lang), Type: "text"},
			page.Column{Name: "to", Label: headTo.In(lang), Type: "text"})
	}
	for _, s := range spans {
		cells := []page.Cell{page.TextCell(s.Label.In(lang))}
		if changed {
			to := ""
			if s.To != catalogue.NoEnd {
				to = types.ISODate(s.To)
			}
			cells = append(cells, page.TextCell(types.ISODate(s.From)), page.TextCell(to))
		}
		t.Rows = append(t.Rows, page.Row{Heads: []page.RowHead{{Code: s.Code.Code, Label: s.Code.Code}}, Cells: cells})
	}
	return t
}
