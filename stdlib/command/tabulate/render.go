package tabulate

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/registry"
	"github.com/mdscript/mdscript/stdlib/table"
)

var (
	noRow    = text.Text{NB: "Ingen rad i tabellen har koden %s; radene står i koderekkefølge.", EN: "No row of the table has the code %s; columns are in code order."}
	noColumn = text.Text{NB: "Ingen kolonne i tabellen har koden %s; radene står i koderekkefølge.", EN: "No column of the table has the code %s; rows are in code order."}
)

// defaultRows is how many rows top() and bottom() keep without a number.
const defaultRows = 10

func render(w *page.Writer, _ *check.Call, o options, t table.Table, out []disclosure.Released) {
	table.Render(w, table.Style{
		Options: o.Options,
		Flat:    o.Flatten || o.RowSort.Given || o.ColSort.Given,
		Arrange: func(t disclosure.TableResult) (disclosure.TableResult, []string) { return arrange(w.Lang, o, t) },
	}, t, out)
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
