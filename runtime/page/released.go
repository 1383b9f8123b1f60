package page

import (
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/text"
)

// statistics are the headings and machine names of statistics.
var statistics = map[disclosure.Statistic]struct {
	machine string
	kind    string
	label   text.Text
}{
	disclosure.StatFreq:       {"freq", "count", text.Text{NB: "Antall", EN: "Count"}},
	disclosure.StatRowPct:     {"rowpct", "ratio", text.Text{NB: "Rad %", EN: "Row %"}},
	disclosure.StatColPct:     {"colpct", "ratio", text.Text{NB: "Kolonne %", EN: "Column %"}},
	disclosure.StatCellPct:    {"cellpct", "ratio", text.Text{NB: "Celle %", EN: "Cell %"}},
	disclosure.StatMean:       {"mean", "amount", text.Text{NB: "Gjennomsnitt", EN: "Mean"}},
	disclosure.StatStd:        {"std", "amount", text.Text{NB: "Std.avvik", EN: "Std. dev."}},
	disclosure.StatSum:        {"sum", "amount", text.Text{NB: "Sum", EN: "Sum"}},
	disclosure.StatP1:         {"p1", "quantile", text.Same("1 %")},
	disclosure.StatP25:        {"p25", "quantile", text.Same("25 %")},
	disclosure.StatP50:        {"p50", "quantile", text.Same("50 %")},
	disclosure.StatP75:        {"p75", "quantile", text.Same("75 %")},
	disclosure.StatP99:        {"p99", "quantile", text.Same("99 %")},
	disclosure.StatGini:       {"gini", "amount", text.Same("Gini")},
	disclosure.StatIQR:        {"iqr", "quantile", text.Text{NB: "Kvartilavstand", EN: "IQR"}},
	disclosure.StatCount:      {"count", "count", text.Text{NB: "Antall gyldige", EN: "Valid"}},
	disclosure.StatMin:        {"min", "amount", text.Text{NB: "Minimum", EN: "Minimum"}},
	disclosure.StatMax:        {"max", "amount", text.Text{NB: "Maksimum", EN: "Maximum"}},
	disclosure.StatSEMean:     {"semean", "amount", text.Text{NB: "Standardfeil", EN: "Std. error"}},
	disclosure.StatSEBinomial: {"sebinomial", "amount", text.Text{NB: "Standardfeil (binomisk)", EN: "Std. error (binomial)"}},
	disclosure.StatPercent:    {"percent", "ratio", text.Text{NB: "Prosent", EN: "Percent"}},
}

var total = text.Text{NB: "I alt", EN: "Total"}
var missing = text.Text{NB: "Mangler", EN: "Missing"}

// Labels gives the label of a category from the code list of a variable, "" when there is
// none or codes are asked for.
type Labels func(variable, code string) string

// words is how categories are written.
type words struct {
	lang   text.Lang
	labels Labels
}

// TableOf arranges a released table: one row per listed tuple, and for every listed
// column one column of cells per statistic.
func TableOf(t disclosure.TableResult, lang text.Lang, labels Labels) Table {
	words := words{lang, labels}
	out := Table{Spanner: headingLabel(t.Column), Hidden: t.Hidden}
	for _, a := range t.RowAxes {
		out.Stub = append(out.Stub, Head{Name: a.Name, Label: headingLabel(a)})
	}
	severalMeasures := countMeasures(t.Stats) > 1
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, words.columnsOf(c, t, severalMeasures)...)
	}
	for r, row := range t.Rows {
		line := Row{Total: row.Total, Heads: words.rowHeads(row, t.RowAxes)}
		for c := range t.Columns {
			for s := range t.Stats {
				line.Cells = append(line.Cells, CellOf(t.Cell(r, c, s)))
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

// columnsOf is the columns of cells under one listed category.
func (w words) columnsOf(c disclosure.Head, t disclosure.TableResult, severalMeasures bool) []Column {
	oneWay := t.Column.Name == "" && len(t.Columns) == 1
	group := Column{Total: c.Total && !oneWay}
	if !oneWay {
		group.Group, group.Code = w.heading(c, t.Column), partsCode(c)
	}
	var out []Column
	for _, s := range t.Stats {
		col := group
		info := statistics[s.Stat]
		col.Type, col.Label, col.Name = info.kind, info.label.In(w.lang), info.machine
		if s.Measure.Name != "" {
			col.Name = s.Measure.Name + "." + info.machine
			if severalMeasures {
				col.Label = headingLabel(s.Measure) + ": " + col.Label
			}
		}
		switch {
		case oneWay:
		case c.Total:
			col.Name = "total." + col.Name
		default:
			col.Name = col.Code + "." + col.Name
		}
		out = append(out, col)
	}
	return out
}

func countMeasures(stats []disclosure.StatHead) int {
	seen := map[string]bool{}
	for _, s := range stats {
		if s.Measure.Name != "" {
			seen[s.Measure.Name] = true
		}
	}
	return len(seen)
}

func (w words) rowHeads(h disclosure.Head, axes []disclosure.Heading) []RowHead {
	out := make([]RowHead, len(axes))
	if h.Total {
		out[0].Label = total.In(w.lang)
		return out
	}
	for i, p := range h.Parts {
		out[i] = RowHead{Code: p.Code, Label: w.category(p, axes[i])}
	}
	return out
}

// category is the label of a released category: empty code and label mean a missing value.
func (w words) category(p disclosure.Part, axis disclosure.Heading) string {
	if p.Missing && p.Code == "" {
		return missing.In(w.lang)
	}
	if label := w.labels(axis.Name, p.Code); label != "" {
		return label
	}
	return p.Code
}

func (w words) heading(h disclosure.Head, axis disclosure.Heading) string {
	if h.Total {
		return total.In(w.lang)
	}
	return w.category(h.Parts[0], axis)
}

func partsCode(h disclosure.Head) string {
	codes := make([]string, len(h.Parts))
	for i, p := range h.Parts {
		codes[i] = p.Code
	}
	return strings.Join(codes, "|")
}

func headingLabel(h disclosure.Heading) string {
	if h.Label != "" {
		return h.Label
	}
	return h.Name
}

// DescriptionOf arranges a released description: one row per variable, or per variable and
// group, whose label is that of its category.
func DescriptionOf(d disclosure.DescriptionResult, lang text.Lang, labels Labels) Table {
	out := Table{Stub: []Head{{Name: "variable", Label: text.Text{NB: "Variabel", EN: "Variable"}.In(lang)}}}
	for _, s := range d.Stats {
		info := statistics[s]
		out.Columns = append(out.Columns, Column{Name: info.machine, Label: info.label.In(lang), Type: info.kind})
	}
	if d.By.Name != "" {
		out.Stub = append(out.Stub, Head{Name: d.By.Name, Label: headingLabel(d.By)})
	}
	words := words{lang, labels}
	for v, name := range d.Variables {
		head := RowHead{Code: name.Name, Label: name.Name}
		if d.By.Name == "" {
			out.Rows = append(out.Rows, descriptionRow(d, v, head))
			continue
		}
		for g, part := range d.Groups {
			in := RowHead{Code: part.Code, Label: words.category(part, d.By)}
			out.Rows = append(out.Rows, descriptionRow(d, v*len(d.Groups)+g, head, in))
		}
	}
	return out
}

func descriptionRow(d disclosure.DescriptionResult, row int, heads ...RowHead) Row {
	out := Row{Heads: heads}
	for s := range d.Stats {
		out.Cells = append(out.Cells, CellOf(d.Cell(row, s)))
	}
	return out
}
