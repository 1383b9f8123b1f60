package page_test

import (
	"bytes"
	stdjson "encoding/json"
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
		{0.1, -1, "0.1"}, {1e18, -1, "1e+18"}, {-3, 0, "\u22123"},
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
	}}
}

func TestTextLinesUpWideCharacters(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, text.Render(&out, document(), text.Style{}))
	thin := page.ThinSpace
	require.Equal(t, strings.Join([]string{
		"# Heading", "<script>alert(1)</script>", "", "",
		"tabulate a b",
		"      | b",
		"a     |    Æ|x |  Total",
		"------+--------+-------",
		"漢字  | 12" + thin + "345 | 12" + thin + "345",
		"Two   |      – |      7",
		"------+--------+-------",
		"Total | 12" + thin + "345 | 12" + thin + "352",
		"Policy: microdata 01234567.",
		"* C1: Counts carry noise.", "", "",
	}, "\n"), out.String())
}

func TestTextCutsWideTablesAndRepeatsTheStub(t *testing.T) {
	doc := document()
	parts := text.Table(doc.Blocks[1].Table, text.Style{Width: 20})
	require.Equal(t, 2, strings.Count(parts, "漢字"))
}

func TestMarkdownEscapesPipes(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, md.Render(&out, document()))
	require.Contains(t, out.String(), `| a | Æ\|x · Count | Total · Count |`)
	require.Contains(t, out.String(), "| **Total** |")
}

func TestHTMLIsSelfContainedAndEscaped(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, html.Render(&out, document()))
	require.NotContains(t, out.String(), "<script>")
	for _, outside := range []string{"http:", "https:", "src=", "href="} {
		require.NotContains(t, out.String(), outside)
	}
	require.Contains(t, out.String(), `<th colspan="1">Æ|x</th>`)
}

func TestJSONHasNumbersWithoutGrouping(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, json.Render(&out, document()))
	var back map[string]any
	require.NoError(t, stdjson.Unmarshal(out.Bytes(), &back))
	require.Contains(t, out.String(), `"value": 12345`)
	require.Contains(t, out.String(), `"state": "low"`)
}
