package example

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/runtime/page"
)

var number = regexp.MustCompile(`[-−]?\d+(\.\d+)?`)

// checkByHand demands the answers on lines that begin with = in what was released, and the
// diagnostics on lines that begin with !.
func (x *Example) checkByHand(t testing.TB, got Outcome, demanded bool) {
	t.Helper()
	answers := x.checkProblems(t, got) + x.checkReleased(t, got.Released)
	if demanded {
		require.Positive(t, answers, "%s: answers worked out by hand stand beside what was released", x.Path)
	}
}

func (x *Example) checkProblems(t testing.TB, got Outcome) int {
	t.Helper()
	var want, found []string
	for _, line := range strings.Split(x.ByHand, "\n") {
		if p, ok := strings.CutPrefix(line, "! "); ok {
			want = append(want, p)
		}
	}
	for i, p := range got.Problems {
		here := string(p.Code) + " " + x.Script[p.Span.Start:p.Span.End]
		if i < len(want) && !strings.Contains(want[i], " ") {
			here = string(p.Code)
		}
		found = append(found, here)
	}
	if want != nil {
		require.Equal(t, want, found, x.Path)
	}
	return len(want)
}

func (x *Example) checkReleased(t testing.TB, released string) (answers int) {
	t.Helper()
	plain := strings.ReplaceAll(released, page.ThinSpace, "")
	for _, line := range strings.Split(x.ByHand, "\n") {
		answer, ok := strings.CutPrefix(line, "= ")
		if !ok {
			continue
		}
		if label, cells, row := strings.Cut(answer, " | "); row {
			require.True(t, hasRow(plain, label, strings.Fields(strings.ReplaceAll(cells, "|", " "))),
				"%s: no row was released as worked out by hand: %s\n%s", x.Path, answer, released)
			answers++
			continue
		}
		if head, cells, column := strings.Cut(answer, ": "); column {
			require.True(t, hasColumn(plain, head, strings.Fields(cells)),
				"%s: no column was released as worked out by hand: %s\n%s", x.Path, answer, released)
			answers++
			continue
		}
		shown := number.FindAllString(plain, -1)
		for _, want := range number.FindAllString(answer, -1) {
			require.True(t, slices.ContainsFunc(shown, func(got string) bool { return same(want, got) }),
				"%s: %s, worked out by hand (%s), was not released\n%s", x.Path, want, line, released)
			answers++
		}
	}
	return answers
}

// hasRow tells whether a table has a row that begins with a label and these cells.
func hasRow(released, label string, cells []string) bool {
	for _, line := range strings.Split(released, "\n") {
		got := strings.Split(line, "|")
		for i := range got {
			got[i] = strings.TrimSpace(got[i])
		}
		if len(got) > len(cells) && got[0] == strings.TrimSpace(label) && slices.EqualFunc(cells, got[1:len(cells)+1], same) {
			return true
		}
	}
	return false
}

// hasColumn tells whether a table has a first column of numbers with this head and just
// these cells above its total.
func hasColumn(released, head string, cells []string) bool {
	lines := strings.Split(released, "\n")
	for i, line := range lines {
		_, above, ok := strings.Cut(line, "|")
		above, _, _ = strings.Cut(above, "|")
		above = strings.TrimSpace(above)
		if !ok || above != head && above != head+": Mean" || i+2 >= len(lines) {
			continue
		}
		var got []string
		for _, row := range lines[i+2:] {
			parts := strings.Split(row, "|")
			if len(parts) < 2 {
				break
			}
			got = append(got, strings.TrimSpace(parts[1]))
		}
		if slices.EqualFunc(cells, got, same) {
			return true
		}
	}
	return false
}

// same compares a cell worked out by hand with one released: whole numbers and words
// exactly, other numbers as rounded to the decimals they are written with.
func same(want, got string) bool {
	w, wrong := parse(want)
	g, notNumber := parse(got)
	if wrong || notNumber {
		return want == got
	}
	_, decimals, _ := strings.Cut(want, ".")
	reach := 0.0
	if len(decimals) > 0 {
		reach = 0.5000001 * math.Pow10(-len(decimals))
	}
	return math.Abs(w-g) <= reach
}

func parse(s string) (x float64, wrong bool) {
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "−", "-"), 64)
	return x, err != nil
}
