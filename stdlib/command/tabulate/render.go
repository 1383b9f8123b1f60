package tabulate

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
)

var (
	chiSquare = text.Text{NB: "Kjikvadrat(%d) = %s, p %s", EN: "Chi-square(%d) = %s, p %s"}
	noRow     = text.Text{NB: "Ingen rad i tabellen har koden %s; radene står i koderekkefølge.", EN: "No row of the table has the code %s; columns are in code order."}
	noColumn  = text.Text{NB: "Ingen kolonne i tabellen har koden %s; radene står i koderekkefølge.", EN: "No column of the table has the code %s; rows are in code order."}
)

// defaultRows is how many rows top() and bottom() keep without a number.
const defaultRows = 10

func render(w *page.Writer, _ *check.Call, o options, t table, out []disclosure.Released) {
	for i, r := range out {
		if refusal, ok := r.Refusal(); ok {
			w.Refusal(refusal, r.About())
			continue
		}
		if result, ok := r.Table(); ok {
			renderTable(w, o, t, result, r.About(), measureOf(o, i))
		}
	}
}

// measureOf names the variable a table is about when a call makes several.
func measureOf(o options, i int) string {
	if len(o.Summarize) < 2 {
		return ""
	}
	return o.Summarize[i].Name
}

func renderTable(w *page.Writer, o options, t table, result disclosure.TableResult, about disclosure.About, measure string) {
	result, notes := arrange(w.Lang, o, result)
	p := page.TableOf(result, w.Lang, relabel(w.Lang, o, t))
	if measure != "" {
		for i := range p.Columns {
			p.Columns[i].Label = measure + ": " + p.Columns[i].Label
		}
	}
	p.Flat = o.Flatten || o.RowSort.Given || o.ColSort.Given
	w.Released("", p, about)
	if c := result.Chi2; c != nil {
		notes = append(notes, fmt.Sprintf(chiSquare.In(w.Lang), c.DF, page.CellOf(c.Statistic).Format(), probability(page.CellOf(c.P))))
	}
	for _, n := range notes {
		w.Note(n)
	}
}

// smallestP is the smallest probability that is told apart from 0.
const smallestP = 0.0001

func probability(p page.Cell) string {
	if p.State == page.Value && p.Value < smallestP {
		return "< " + page.FormatNumber(smallestP, 4)
	}
	return "= " + p.Format()
}

// arrange sorts and cuts the table on what it shows.
func arrange(lang text.Lang, o options, t disclosure.TableResult) (disclosure.TableResult, []string) {
	var notes []string
	if o.RowSort.Given {
		sorted, ok := sortRows(o.RowSort, t)
		if !ok {
			notes = append(notes, fmt.Sprintf(noColumn.In(lang), o.RowSort.List[0]))
		}
		t = sorted
	}
	if o.ColSort.Given {
		sorted, ok := sortColumns(o.ColSort, t)
		if !ok {
			notes = append(notes, fmt.Sprintf(noRow.In(lang), o.ColSort.List[0]))
		}
		t = sorted
	}
	if o.Top != nil {
		t = t.Top(count(*o.Top))
	}
	if o.Bottom != nil {
		t = t.Bottom(count(*o.Bottom))
	}
	return t, notes
}

func sortRows(c registry.Codes, t disclosure.TableResult) (disclosure.TableResult, bool) {
	if len(c.List) == 0 {
		return t.RowSortTotal(), true
	}
	return t.RowSort(c.List[0])
}

func sortColumns(c registry.Codes, t disclosure.TableResult) (disclosure.TableResult, bool) {
	if len(c.List) == 0 {
		return t.ColSortTotal(), true
	}
	return t.ColSort(c.List...)
}

func count(n float64) int {
	if n < 1 {
		return defaultRows
	}
	return int(n)
}

// relabel gives the label of a category in the reader's language.
func relabel(lang text.Lang, o options, t table) page.Labels {
	return func(variable, code string) string {
		if o.NoLabels {
			return ""
		}
		for _, v := range t.vars {
			if v.Name == variable {
				if item, ok := v.Labels.Find(code); ok {
					return item.Label.In(lang)
				}
			}
		}
		return ""
	}
}
