package check

import (
	"slices"
	"strings"
)

// maxSuggestions bounds how many names a diagnostic offers.
const maxSuggestions = 3

// nearest gives the candidates most like a name, best first: at most a third of the name's
// letters may differ, a swap of neighbours counting once; differing case alone is nearest.
// Source: restricted Damerau–Levenshtein distance (optimal string alignment).
func nearest(name string, candidates []string) []string {
	type scored struct {
		name string
		d    int
	}
	var found []scored
	want := []rune(strings.ToLower(name))
	limit := max(1, (len(want)+1)/3)
	for _, c := range candidates {
		if c == name || c == "" {
			continue
		}
		got := []rune(strings.ToLower(c))
		if abs(len(got)-len(want)) > limit {
			continue
		}
		if d := distance(want, got); d <= limit && d < max(len(want), len(got)) {
			found = append(found, scored{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		if a.d != b.d {
			return a.d - b.d
		}
		return strings.Compare(a.name, b.name)
	})
	out := make([]string, 0, maxSuggestions)
	for _, f := range found {
		if len(out) == maxSuggestions {
			break
		}
		out = append(out, f.name)
	}
	return out
}

func distance(a, b []rune) int {
	prev2 := make([]int, len(b)+1)
	prev := make([]int, len(b)+1)
	cur := make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
