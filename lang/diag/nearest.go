package diag

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// maxShown bounds how many equally near names are shown.
const maxShown = 4

// Nearest gives the candidates nearest to a word by edit distance, in alphabetical order:
// all of them when several are equally near, since guessing one would mislead, and none
// when no name is near enough. Case does not count, and æ/ae, ø/o, å/aa are alike. A
// swap of neighbouring letters counts as one edit.
func Nearest(word string, candidates []string) []string {
	target := []rune(fold(word))
	best := limit(len(target))
	var found []string
	for _, c := range candidates {
		if c == word {
			continue
		}
		if gap := utf8.RuneCountInString(c) - len(target); gap > best+2 || -gap > best+2 {
			continue
		}
		d := distance(target, []rune(fold(c)), best)
		switch {
		case d > best:
		case d < best:
			best, found = d, append(found[:0], c)
		default:
			found = append(found, c)
		}
	}
	sort.Strings(found)
	found = unique(found)
	if len(found) > maxShown {
		found = found[:maxShown]
	}
	return found
}

// limit is how many edits may lie between a word and a suggestion: about one in three letters.
func limit(length int) int { return min(max(length/3, 1), 3) }

var folding = strings.NewReplacer("æ", "ae", "ø", "o", "å", "aa", "Æ", "ae", "Ø", "o", "Å", "aa")

func fold(s string) string { return strings.ToLower(folding.Replace(s)) }

// distance is the optimal string alignment distance, or something above the bound.
func distance(a, b []rune, bound int) int {
	if gap := len(a) - len(b); gap > bound || -gap > bound {
		return bound + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func unique(sorted []string) []string {
	out := sorted[:0]
	for i, s := range sorted {
		if i == 0 || s != sorted[i-1] {
			out = append(out, s)
		}
	}
	return out
}
