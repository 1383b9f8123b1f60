package text_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"

	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/text"
)

// columns is the width of a line on a western terminal, whatever the environment says.
func columns(s string) int {
	return (&runewidth.Condition{StrictEmojiNeutral: true}).StringWidth(s)
}

func number(v float64) page.Cell { return page.Cell{State: page.Value, Value: v} }

func simple(rows ...string) *page.Table {
	t := &page.Table{Stub: []page.Head{{Name: "a", Label: "a"}}, Columns: []page.Column{{Name: "freq", Label: "Count", Type: "count"}}}
	for i, r := range rows {
		t.Rows = append(t.Rows, page.Row{Heads: []page.RowHead{{Label: r}}, Cells: []page.Cell{number(float64(10 * (i + 1)))}})
	}
	return t
}

func result(source string, t *page.Table, notes ...page.Note) page.Block {
	return page.Block{
		Kind: page.KindTable, Origin: page.Origin{Command: "tabulate", Line: 1, Source: source}, Table: t,
		Population: &page.Cell{State: page.Value, Value: 12345}, Policy: &page.Policy{Profile: "microdata", Hash: "0123456789"}, Notes: notes,
	}
}

var (
	c1   = page.Note{Rule: "C1", Text: "Counts have noise."}
	c4   = page.Note{Rule: "C4", Text: "Totals have noise of their own."}
	chi2 = page.Note{Text: "Chi-square(1) = 3"}
)

func print(t *testing.T, lang langtext.Lang, blocks ...page.Block) string {
	t.Helper()
	var out bytes.Buffer
	p := text.NewPrinter(&out, text.Style{}, lang)
	for i := range blocks { // one by one, as they come
		require.NoError(t, p.Blocks(blocks[i:i+1]))
	}
	return out.String()
}

func TestNotesAreToldInFullOnce(t *testing.T) {
	blocks := []page.Block{
		result("one", simple("x"), c1), result("two", simple("x"), chi2, c1, c4), result("three", simple("x"), chi2, c1, c4),
	}
	got := print(t, langtext.English, blocks...)
	require.Equal(t, 1, strings.Count(got, c1.Text))
	require.Equal(t, 1, strings.Count(got, c4.Text))
	require.Equal(t, 2, strings.Count(got, chi2.Text), "what is about one table is told every time")
	require.Contains(t, got, "* C4: Totals have noise of their own.\nRules: C1, see above.\n")
	require.Contains(t, got, "\nRules: C1 C4, see above.\n")
	require.Contains(t, print(t, langtext.Bokmaal, blocks...), "\nRegler: C1 C4, se over.\n")
}

func TestANoteWithOtherLimitsIsAnotherNote(t *testing.T) {
	other := page.Note{Rule: "C1", Text: "Counts have more noise."}
	require.Contains(t, print(t, langtext.English, result("one", simple("x"), c1), result("two", simple("x"), other)), other.Text)
}

func TestOneBlankLineBetweenParts(t *testing.T) {
	say := func(s string) page.Block { return page.Block{Kind: page.KindMessage, Text: s} }
	got := print(t, langtext.English,
		page.Block{Kind: page.KindText, Text: "Words\n\n"}, say("a"), say("b"), result("one", simple("x")), say("c"))
	require.Equal(t, strings.Join([]string{
		"Words", "", "a", "b", "", "one", "a | Count", "--+------", "x |    10",
		"Population: 12\u202f345 units. Policy: microdata 01234567.", "", "c", "",
	}, "\n"), got)
}

func TestHiddenEmptyAndRefused(t *testing.T) {
	hidden := simple()
	hidden.Hidden = true
	refused := page.Block{Kind: page.KindRefusal, Origin: page.Origin{Source: "tabulate a"}, Text: "Not shown.", Rule: "D5", Policy: &page.Policy{Profile: "strict", Hash: "ff"}}
	got := print(t, langtext.English, result("h", hidden), result("e", simple()), refused)
	require.Contains(t, got, "h\nThe table is hidden.\nPopulation:")
	require.Contains(t, got, "e\nThe table has no rows.\nPopulation:")
	require.Contains(t, got, "tabulate a\nNot shown. (D5)\nPolicy: strict ff.\n")
	require.Contains(t, print(t, langtext.Bokmaal, result("h", hidden)), "Tabellen er skjult.")
}

func TestEveryStateOfACellHasItsMark(t *testing.T) {
	tab := simple("value", "low", "suppressed", "missing", "word")
	for i, c := range []page.Cell{number(3.5), {State: page.Low}, {State: page.Suppressed}, {State: page.Missing}, page.TextCell("hei")} {
		c.Decimals = -1
		tab.Rows[i].Cells[0] = c
	}
	require.Equal(t, strings.Join([]string{
		"a          | Count", "-----------+------", "value      |   3.5", "low        |     –", "suppressed |     –", "missing    |     .", "word       |   hei", "",
	}, "\n"), text.Table(tab, text.Style{}))
}

// wide is a table of ten groups with two statistics each, and a total row.
func wide() *page.Table {
	t := simple("漢字", "b", "Total")
	t.Spanner, t.Columns = "group", nil
	for g := range 10 {
		for _, s := range []string{"Count", "Row %"} {
			code := string(rune('a' + g))
			t.Columns = append(t.Columns, page.Column{Name: code + "." + s, Group: "Category " + code, Code: code, Label: s, Type: "count"})
		}
	}
	for i := range t.Rows {
		t.Rows[i].Cells = nil
		t.Rows[i].Total = i == 2
		for range t.Columns {
			t.Rows[i].Cells = append(t.Rows[i].Cells, number(1234567))
		}
	}
	return t
}

func TestWideTablesAreCutToTheTerminal(t *testing.T) {
	for _, width := range []int{1, 20, 60, 80, 132} {
		got := text.Table(wide(), text.Style{Box: true, Width: width})
		parts := strings.Split(got, "\n\n")
		require.Equal(t, len(parts), strings.Count(got, "漢字"), "every part has its row headings")
		for g := range 10 {
			require.Equal(t, 1, strings.Count(got, "Category "+string(rune('a'+g))), "a group is not torn apart")
		}
		for _, line := range strings.Split(got, "\n") {
			if width >= 60 {
				require.LessOrEqual(t, columns(line), width)
			}
		}
	}
	require.NotContains(t, text.Table(wide(), text.Style{}), "\n\n", "without a width nothing is cut")
}

func TestLongRowHeadingsAreCutOnATerminalOnly(t *testing.T) {
	tab := simple(strings.Repeat("long heading ", 20))
	for _, line := range strings.Split(text.Table(tab, text.Style{Width: 60}), "\n") {
		require.LessOrEqual(t, columns(line), 60)
	}
	require.Contains(t, text.Table(tab, text.Style{Width: 60}), "long headi…")
	require.NotContains(t, text.Table(tab, text.Style{}), "…")
}

func TestBoxDrawing(t *testing.T) {
	require.Equal(t, "a │ Count\n──┼──────\nx │    10\n", text.Table(simple("x"), text.Style{Box: true}))
}

func TestWordsStandLeft(t *testing.T) {
	tab := simple("x", "y")
	tab.Columns[0] = page.Column{Name: "unit", Label: "Unit", Type: "text"}
	tab.Rows[0].Cells[0], tab.Rows[1].Cells[0] = page.TextCell("PERSON"), page.TextCell("JOB")
	require.Equal(t, "a | Unit\n--+-------\nx | PERSON\ny | JOB\n", text.Table(tab, text.Style{}))
}

func TestPointsOfPercentagesStandBelowEachOther(t *testing.T) {
	tab := simple("a", "b", "c", "d")
	tab.Columns[0] = page.Column{Name: "rowpct", Label: "%", Type: "ratio"}
	for i, c := range []page.Cell{{State: page.Value, Value: 7.5, Decimals: 1}, {State: page.Value, Value: 73.1, Decimals: 2}, {State: page.Missing}, {State: page.Low}} {
		tab.Rows[i].Cells[0] = c
	}
	require.Equal(t, "a |     %\n--+------\na |  7.5\nb | 73.10\nc |  .\nd |  –\n", text.Table(tab, text.Style{}))
}

func TestResultsOfLoopsNameTheTurn(t *testing.T) {
	b := result("tabulate $v", simple("x"))
	b.Turn = "v = sex"
	require.Contains(t, print(t, langtext.English, b), "tabulate $v  (v = sex)\n")
}

func TestRepeatedHeadingsAreLeftOutUnlessFlat(t *testing.T) {
	tab := simple("x", "x")
	tab.Stub = append(tab.Stub, page.Head{Name: "b", Label: "b"})
	for i := range tab.Rows {
		tab.Rows[i].Heads = append(tab.Rows[i].Heads, page.RowHead{Label: string(rune('1' + i))})
	}
	require.Contains(t, text.Table(tab, text.Style{}), "\n  | 2 |")
	tab.Flat = true
	require.Contains(t, text.Table(tab, text.Style{}), "\nx | 2 |")
}

func TestMarkupOfWordsIsLeftOut(t *testing.T) {
	require.Equal(t, "keep Choose: a * b ** c\n", print(t, langtext.English, page.Block{Kind: page.KindText, Text: "**keep** `Choose`: a * b ** c"}))
}

func TestFencesAroundCodeAreLeftOut(t *testing.T) {
	require.Equal(t, "Use:\n    keep if a\n", print(t, langtext.English, page.Block{Kind: page.KindText, Text: "Use:\n```\n    keep if a\n```\n"}))
}

func TestNotesFitTheTerminal(t *testing.T) {
	var out bytes.Buffer
	p := text.NewPrinter(&out, text.Style{Width: 40}, langtext.English)
	long := page.Note{Rule: "C1", Text: strings.TrimSpace(strings.Repeat("noise 12\u202f345 ", 12))}
	require.NoError(t, p.Blocks([]page.Block{result("one", simple("x"), long)}))
	_, notes, _ := strings.Cut(out.String(), "* ")
	require.Greater(t, strings.Count(notes, "\n  "), 2)
	require.Contains(t, notes, "12\u202f345", "a number is not broken")
	for _, line := range strings.Split(notes, "\n") {
		require.LessOrEqual(t, columns(line), 40)
	}
}

func TestInventedDataAreMarkedOnce(t *testing.T) {
	var out bytes.Buffer
	p := text.NewPrinter(&out, text.Style{}, langtext.English)
	banks := []page.Bank{{Name: "no.ssb.fdb", Version: "30.0.0", Synthetic: true}, {Name: "no.real.db", Version: "1.0.0"}}
	require.NoError(t, p.Banks(banks))
	require.Empty(t, out.String(), "nothing to be taken for real")
	require.NoError(t, p.Blocks([]page.Block{{Kind: page.KindMessage, Text: "a"}}))
	require.NoError(t, p.Banks(banks))
	require.NoError(t, p.Banks(banks))
	require.Equal(t, "a\n\nSynthetic data: no.ssb.fdb 30.0.0.\n", out.String())
}
