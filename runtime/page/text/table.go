package text

import (
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/mdscript/mdscript/runtime/page"
)

// strokes are the characters a table is drawn with.
type strokes struct{ h, v, cross string }

func (s Style) strokes() strokes {
	if s.Box {
		return strokes{h: "─", v: "│", cross: "┼"}
	}
	return strokes{h: "-", v: "|", cross: "+"}
}

// Table draws a table: stub columns and words left-aligned, numbers right-aligned, a line
// under the headings and above totals. A table wider than the style allows is cut into parts that
// repeat the stub.
func Table(t *page.Table, s Style) string {
	g := newGrid(t, s.Width)
	var out strings.Builder
	parts := g.parts(s.Width)
	for i, columns := range parts {
		if i > 0 {
			out.WriteString("\n")
		}
		g.draw(&out, columns, s.strokes())
	}
	return out.String()
}

// grid is the texts of a table with the width of every column.
type grid struct {
	table *page.Table
	limit int   // of row headings; 0 means none
	stub  []int // widths
	cells []int
	body  [][]string // formatted cells
}

func newGrid(t *page.Table, width int) *grid {
	g := &grid{table: t, stub: make([]int, len(t.Stub)), cells: make([]int, len(t.Columns))}
	for i, h := range t.Stub {
		g.stub[i] = widthOf(h.Label)
	}
	g.limit = labelLimit(width, len(t.Stub))
	for i, c := range t.Columns {
		g.cells[i] = widthOf(c.Label)
	}
	for _, r := range t.Rows {
		line := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			line[i] = c.Format()
		}
		for i, h := range r.Heads {
			g.stub[i] = max(g.stub[i], widthOf(g.cut(h.Label)))
		}
		g.body = append(g.body, line)
	}
	g.alignPoints()
	for _, line := range g.body {
		for i, s := range line {
			g.cells[i] = max(g.cells[i], widthOf(s))
		}
	}
	g.fitGroups()
	return g
}

// labelLimit is how wide a row heading may be on a terminal: all together take at most two
// thirds of it, and none is cut below what can be told apart.
func labelLimit(width, headings int) int {
	if width <= 0 || headings == 0 {
		return 0
	}
	return max(20, 2*width/(3*headings)-3)
}

// cut shortens a row heading to the limit.
func (g *grid) cut(label string) string {
	if g.limit == 0 {
		return label
	}
	return narrow().Truncate(label, g.limit, "…")
}

// alignPoints gives the numbers of a column of percentages blanks at the end, so that their
// points stand below each other: their decimals differ with the size of the base.
func (g *grid) alignPoints() {
	for i, c := range g.table.Columns {
		if c.Type != "ratio" {
			continue
		}
		most := 0
		for _, line := range g.body {
			most = max(most, afterPoint(line[i]))
		}
		for _, line := range g.body {
			line[i] += strings.Repeat(" ", most-afterPoint(line[i]))
		}
	}
}

// afterPoint is the width of the decimals with their point.
func afterPoint(s string) int {
	if at := strings.IndexByte(s, '.'); at >= 0 && len(s) > 1 {
		return len(s) - at
	}
	return 0
}

// fitGroups widens the last column of a group whose heading is longer than its columns.
func (g *grid) fitGroups() {
	for start := 0; start < len(g.cells); {
		end := g.groupEnd(start)
		width := 3 * (end - start - 1)
		for i := start; i < end; i++ {
			width += g.cells[i]
		}
		if need := widthOf(g.table.Columns[start].Group); need > width {
			g.cells[end-1] += need - width
		}
		start = end
	}
}

func (g *grid) groupEnd(start int) int {
	end := start + 1
	c := g.table.Columns
	for end < len(c) && c[end].Group == c[start].Group && c[end].Code == c[start].Code && c[end].Total == c[start].Total && c[start].Group != "" {
		end++
	}
	return end
}

// parts cuts the columns into runs that fit the width, at group borders where possible.
func (g *grid) parts(width int) [][2]int {
	n := len(g.cells)
	if width <= 0 || n == 0 {
		return [][2]int{{0, n}}
	}
	stub := 0
	for _, w := range g.stub {
		stub += w + 3
	}
	var out [][2]int
	for start := 0; start < n; {
		used, end := stub, start
		for end < n {
			next, w := g.groupEnd(end), 0
			for i := end; i < next; i++ {
				w += g.cells[i] + 3
			}
			if used+w > width && end > start {
				break
			}
			used, end = used+w, next
		}
		out = append(out, [2]int{start, end})
		start = end
	}
	return out
}

func (g *grid) draw(out *strings.Builder, part [2]int, k strokes) {
	t := g.table
	grouped := false
	for _, c := range t.Columns[part[0]:part[1]] {
		grouped = grouped || c.Group != ""
	}
	single := g.singleStatistic(part)
	if t.Spanner != "" && grouped {
		g.spannerLine(out, k)
	}
	if grouped {
		g.groupLine(out, part, k, single)
	}
	if !single || !grouped {
		g.headLine(out, part, k)
	}
	g.rule(out, part, k)
	var previous []page.RowHead
	for r, row := range t.Rows {
		if row.Total && len(t.Rows) > 1 {
			g.rule(out, part, k)
		}
		g.row(out, part, k, r, row, previous)
		previous = row.Heads
	}
}

// singleStatistic tells whether every group has one column, so that the group is heading enough.
func (g *grid) singleStatistic(part [2]int) bool {
	for i := part[0]; i < part[1]; i = g.groupEnd(i) {
		if g.groupEnd(i)-i > 1 {
			return false
		}
	}
	return true
}

func (g *grid) spannerLine(out *strings.Builder, k strokes) {
	var cells []string
	for _, w := range g.stub {
		cells = append(cells, strings.Repeat(" ", w))
	}
	writeLine(out, append(cells, g.table.Spanner), k)
}

func (g *grid) groupLine(out *strings.Builder, part [2]int, k strokes, last bool) {
	var cells []string
	for i, w := range g.stub {
		label := ""
		if last {
			label = g.table.Stub[i].Label
		}
		cells = append(cells, padRight(label, w))
	}
	for i := part[0]; i < part[1]; {
		end := g.groupEnd(i)
		width := 3 * (end - i - 1)
		for j := i; j < end; j++ {
			width += g.cells[j]
		}
		if end-i == 1 {
			cells = append(cells, padLeft(g.table.Columns[i].Group, width))
		} else {
			cells = append(cells, padRight(g.table.Columns[i].Group, width))
		}
		i = end
	}
	writeLine(out, cells, k)
}

func (g *grid) headLine(out *strings.Builder, part [2]int, k strokes) {
	var cells []string
	for i, w := range g.stub {
		cells = append(cells, padRight(g.table.Stub[i].Label, w))
	}
	for i := part[0]; i < part[1]; i++ {
		cells = append(cells, g.pad(i, g.table.Columns[i].Label))
	}
	writeLine(out, cells, k)
}

func (g *grid) row(out *strings.Builder, part [2]int, k strokes, r int, row page.Row, previous []page.RowHead) {
	var cells []string
	same := !g.table.Flat
	for i, w := range g.stub {
		label := g.cut(row.Heads[i].Label)
		same = same && i < len(g.stub)-1 && previous != nil && previous[i] == row.Heads[i] && !row.Total
		if same {
			label = ""
		}
		cells = append(cells, padRight(label, w))
	}
	for i := part[0]; i < part[1]; i++ {
		cells = append(cells, g.pad(i, g.body[r][i]))
	}
	writeLine(out, cells, k)
}

func (g *grid) rule(out *strings.Builder, part [2]int, k strokes) {
	var cells []string
	for _, w := range g.stub {
		cells = append(cells, strings.Repeat(k.h, w))
	}
	for i := part[0]; i < part[1]; i++ {
		cells = append(cells, strings.Repeat(k.h, g.cells[i]))
	}
	out.WriteString(strings.Join(cells, k.h+k.cross+k.h) + "\n")
}

func writeLine(out *strings.Builder, cells []string, k strokes) {
	out.WriteString(strings.TrimRight(strings.Join(cells, " "+k.v+" "), " ") + "\n")
}

// pad puts words to the left of their column and numbers to the right.
func (g *grid) pad(column int, s string) string {
	if g.table.Columns[column].Type == "text" {
		return padRight(s, g.cells[column])
	}
	return padLeft(s, g.cells[column])
}

func padRight(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-widthOf(s)))
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-widthOf(s))) + s
}

// narrow measures characters of unclear width as one column, whatever the environment says:
// the same document is the same text on every machine.
func narrow() *runewidth.Condition { return &runewidth.Condition{StrictEmojiNeutral: true} }

func widthOf(s string) int { return narrow().StringWidth(s) }
