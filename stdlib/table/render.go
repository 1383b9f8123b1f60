package table

import (
	"fmt"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
)

var chiSquare = text.Text{NB: "Kjikvadrat(%d) = %s, p %s", EN: "Chi-square(%d) = %s, p %s"}

// Style is how a command shows its tables.
type Style struct {
	Options Options
	Flat    bool // a line per row with all its codes
	// Arrange sorts or cuts a table and tells what it could not do; nil leaves it in code order.
	Arrange func(disclosure.TableResult) (disclosure.TableResult, []string)
	// Spanner is the heading over all columns; the name of the column variable when empty.
	Spanner string
	Title   string // what the axes are, for formats without a heading over all columns
}

// Render puts released tables on the page. The times of a table that has them are headed by
// their texts.
func Render(w *page.Writer, style Style, t Table, out []disclosure.Released) {
	for i, r := range out {
		if refusal, ok := r.Refusal(); ok {
			w.Refusal(refusal, r.About())
			continue
		}
		if result, ok := r.Table(); ok {
			style.table(w, t, result, r.About(), i)
		}
	}
}

// measure names the variable a table is about when a call makes several.
func (s Style) measure(i int) string {
	if len(s.Options.Summarize) < 2 {
		return ""
	}
	return s.Options.Summarize[i].Name
}

func (s Style) table(w *page.Writer, t Table, result disclosure.TableResult, about disclosure.About, i int) {
	var notes []string
	if s.Arrange != nil {
		result, notes = s.Arrange(result)
	}
	p := page.TableOf(result, w.Lang, s.labels(w.Lang, t))
	if measure := s.measure(i); measure != "" {
		for c := range p.Columns {
			p.Columns[c].Label = measure + ": " + p.Columns[c].Label
		}
	}
	if s.Spanner != "" {
		p.Spanner = s.Spanner
	}
	p.Flat = s.Flat
	w.Released(s.Title, p, about)
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

// labels gives the label of a category in the reader's language, and the text of a time.
func (s Style) labels(lang text.Lang, t Table) page.Labels {
	times := TimeTexts(t.Times)
	return func(variable, code string) string {
		if when := times[code]; when != "" && variable == check.PanelTime {
			return when
		}
		if s.Options.NoLabels {
			return ""
		}
		for _, v := range t.Vars {
			if v.Name == variable {
				if item, ok := v.Labels.Find(code); ok {
					return item.Label.In(lang)
				}
			}
		}
		return ""
	}
}

// TimeTexts gives the text of a time of a panel by its code: the ISO date of an imported
// panel by its day number. Times whose code is their text are not in it.
func TimeTexts(times []check.Moment) map[string]string {
	out := map[string]string{}
	for _, t := range times {
		if code := fmt.Sprint(t.Value); code == t.Suffix && code != t.Text {
			out[code] = t.Text
		}
	}
	return out
}
