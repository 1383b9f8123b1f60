package page_test

import (
	"bytes"
	stdjson "encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/page"
	"github.com/mdscript/mdscript/runtime/page/html"
	"github.com/mdscript/mdscript/runtime/page/json"
	"github.com/mdscript/mdscript/runtime/page/md"
	"github.com/mdscript/mdscript/runtime/page/text"
)

func TestNumbersHaveAPointAndThinGroups(t *testing.T) {
	thin := page.ThinSpace
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {999, 0, "999"}, {2019, 0, "2019"}, {12345, 0, "12" + thin + "345"},
		{1234567.891, 2, "1" + thin + "234" + thin + "567.89"}, {-0.04, 1, "0.0"}, {-12345.5, 1, "\u221212" + thin + "345.5"},
		{0.1, -1, "0.1"}, {436881.56565656565, -1, "436" + thin + "881.6"}, {2.0 / 3, -1, "0.6666667"}, {344.0712589073634, -1, "344.0713"}, {1e18, -1, "1e+18"}, {-3, 0, "\u22123"},
	} {
		require.Equal(t, c.want, page.FormatNumber(c.v, c.decimals))
	}
	require.Equal(t, "1234567.89", page.PlainNumber(1234567.891, 2))
}

// document is a two-way table with a wide label, a hidden cell and a total, and a text.
func document() *page.Document {
	n := func(v float64) page.Cell { return page.Cell{State: page.Value, Value: v, Rule: "C1"} }
	return &page.Document{Script: "a.mdscript", Language: "en", Engine: "test", Blocks: []page.Block{
		{Kind: page.KindText, Text: "# Heading\n<script>alert(1)</script>\n"},
		{Kind: page.KindTable, Origin: page.Origin{Command: "tabulate", Line: 3, Source: "tabulate a b"}, Table: &page.Table{
			Stub:    []page.Head{{Name: "a", Label: "a"}},
			Spanner: "b",
			Columns: []page.Column{{Name: "1.freq", Group: "Æ|x", Code: "1", Label: "Count", Type: "count"}, {Name: "total.freq", Group: "Total", Label: "Count", Type: "count", Total: true}},
			Rows: []page.Row{
				{Heads: []page.RowHead{{Code: "1", Label: "漢字"}}, Cells: []page.Cell{n(12345), n(12345)}},
				{Heads: []page.RowHead{{Code: "2", Label: "Two"}}, Cells: []page.Cell{{State: page.Low, Rule: "M0"}, n(7)}},
				{Heads: []page.RowHead{{Label: "Total"}}, Cells: []page.Cell{n(12345), n(12352)}, Total: true},
			},
		}, Policy: &page.Policy{Profile: "microdata", Hash: "0123456789abcdef"}, Notes: []page.Note{{Rule: "C1", Text: "Counts carry noise."}}},
	},
		Banks:    []page.Bank{{Name: "no.ssb.fdb", Version: "30.0.0", Synthetic: true, Profile: "microdata"}, {Name: "no.real.db", Version: "1.0.0"}},
		Problems: []page.Problem{{Code: "D0101", Severity: "error", Line: 3, Column: 1, Message: "too few", Next: "widen the population"}},
	}
}

func TestTextLinesUpWideCharacters(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, text.Render(&out, document(), text.Style{}))
	thin := page.ThinSpace
	require.Equal(t, strings.Join([]string{
		"# Heading", "<script>alert(1)</script>", "",
		"tabulate a b",
		"      | b",
		"a     |    Æ|x |  Total",
		"------+--------+-------",
		"漢字  | 12" + thin + "345 | 12" + thin + "345",
		"Two   |      – |      7",
		"------+--------+-------",
		"Total | 12" + thin + "345 | 12" + thin + "352",
		"Policy: microdata 01234567.",
		"* C1: Counts carry noise.", "",
		"error D0101, line 3: too few",
		"  = widen the population", "",
		"Synthetic data: no.ssb.fdb 30.0.0.", "",
	}, "\n"), out.String())
}

func TestMarkdownEscapesPipes(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, md.Render(&out, document()))
	require.Contains(t, out.String(), `| a | Æ\|x · Count | Total · Count |`)
	require.Contains(t, out.String(), "| **Total** |")
}

func TestMarkdownIsComplete(t *testing.T) {
	d := document()
	d.Blocks = append(d.Blocks, d.Blocks[1])
	var out bytes.Buffer
	require.NoError(t, md.Render(&out, d))
	got := out.String()
	require.True(t, strings.HasPrefix(got, "*Synthetic data: no.ssb.fdb 30.0.0.*\n"), "the script has a heading of its own")
	require.Contains(t, got, "`tabulate a b`")
	require.Equal(t, 1, strings.Count(got, "- C1: Counts carry noise."))
	require.Contains(t, got, "Rules: C1, see above.")
	require.Contains(t, got, "> **error D0101, line 3**: too few. widen the population")
	d.Blocks = d.Blocks[1:]
	out.Reset()
	require.NoError(t, md.Render(&out, d))
	require.True(t, strings.HasPrefix(out.String(), "# a.mdscript\n"))
}

func TestMarkdownOfAwkwardLines(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, md.Render(&out, &page.Document{Script: "a_b.mdscript", Blocks: []page.Block{
		{Kind: page.KindRefusal, Origin: page.Origin{Source: "tabulate a, \\\n  label('`')"}, Text: "no*", Rule: "D5"},
		{Kind: page.KindTable, Title: "*stars*", Table: &page.Table{}},
	}}))
	require.Contains(t, out.String(), "`` tabulate a, \\ label('`') ``")
	require.Contains(t, out.String(), `no\* (D5)`)
	require.Contains(t, out.String(), `**\*stars\***`)
	require.Contains(t, out.String(), "The table has no rows.")
}

// parsed reads a page as a browser would and fails when it is not well nested.
func parsed(t *testing.T, d *page.Document) (text string, elements map[string]int) {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, html.Render(&out, d))
	for _, outside := range []string{"<script", "http:", "https:", "src=", "@import", "url("} {
		require.NotContains(t, out.String(), outside)
	}
	x := xml.NewDecoder(&out)
	x.Strict, x.AutoClose, x.Entity = true, nil, xml.HTMLEntity
	elements = map[string]int{}
	var words strings.Builder
	for {
		token, err := x.Token()
		if err == io.EOF {
			return words.String(), elements
		}
		require.NoError(t, err)
		switch v := token.(type) {
		case xml.StartElement:
			elements[v.Name.Local]++
		case xml.CharData:
			words.Write(v)
		}
	}
}

func TestHTMLIsSelfContainedAndComplete(t *testing.T) {
	d := document()
	again := d.Blocks[1]
	hidden, empty := again, again
	hidden.Table, empty.Table = &page.Table{Hidden: true}, &page.Table{}
	d.Blocks = append(d.Blocks, again, hidden, empty)
	words, elements := parsed(t, d)
	require.Equal(t, 2, elements["table"])
	require.Equal(t, 4, elements["section"])
	require.Equal(t, 1, elements["h1"])
	for _, want := range []string{
		"a.mdscript", "Æ|x", "漢字", "Synthetic data: no.ssb.fdb 30.0.0.", "error D0101, line 3", "widen the population",
		"The table is hidden.", "The table has no rows.", "Policy: microdata 01234567.", "Rules, see above:",
	} {
		require.Equal(t, 1, min(1, strings.Count(words, want)), want)
	}
	require.Equal(t, 1, strings.Count(words, "Counts carry noise."))
	require.Equal(t, 1, strings.Count(words, "Synthetic data"))
}

func TestHTMLShowsNoPicturesOfOthers(t *testing.T) {
	words, elements := parsed(t, &page.Document{Language: "nb", Blocks: []page.Block{
		{Kind: page.KindText, Text: "![alt *words*](//example.org/x.png)\n\n<img src=x onerror=y>\n\n[run](javascript:alert)\n"},
		{Kind: page.KindMessage, Text: "</p><b>bold"},
	}})
	require.Zero(t, elements["img"]+elements["b"])
	require.Contains(t, words, "alt words")
	require.Contains(t, words, "</p><b>bold")
}

func TestJSONHasNumbersWithoutGrouping(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, json.Render(&out, document()))
	var back map[string]any
	require.NoError(t, stdjson.Unmarshal(out.Bytes(), &back))
	require.Contains(t, out.String(), `"value": 12345`)
	require.Contains(t, out.String(), `"state": "low"`)
}
