package search

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// shown is how many of the words that stand in for another are named.
const shown = 5

// near lists the words of the catalogue spelt most like a word, by the fewest letters
// changed, left out, added or swapped: one in three letters of the shorter, three at most.
// Words may go on where the searched word ends. Ones further away are left out.
func (x *Index) near(w string) []int {
	if !ascii(w) {
		return nil // folding leaves no letters of the languages of a catalogue
	}
	best := min(len(w)/3, 3)
	var found []int
	var d distances
	for t, word := range x.vocab {
		if best == 0 {
			break
		}
		if !ascii(word) || len(word) < len(w)-best {
			continue
		}
		switch gap := d.prefix(w, word, best); {
		case gap > best:
		case gap < best:
			best, found = gap, append(found[:0], t)
		default:
			found = append(found, t)
		}
	}
	return found
}

// closest names the first of some words, those of the nearest length first.
func (x *Index) closest(ids []int, length int) []string {
	ids = slices.Clone(ids)
	slices.SortStableFunc(ids, func(a, b int) int { return cmp.Compare(gap(x.vocab[a], length), gap(x.vocab[b], length)) })
	var out []string
	for _, id := range ids[:min(len(ids), shown)] {
		out = append(out, x.as[id])
	}
	return out
}

func gap(word string, length int) int { return max(len(word)-length, length-len(word)) }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// distances holds the rows of the computation between words.
type distances struct{ rows [3][maxLetter + 8]int8 }

// prefix is the optimal string alignment distance between a word and that beginning of
// another which is nearest to it, or more than the bound.
func (d *distances) prefix(a, b string, bound int) int {
	b = b[:min(len(b), len(a)+bound)]
	if len(a)+bound >= len(d.rows[0]) {
		return bound + 1
	}
	before, last, row := &d.rows[0], &d.rows[1], &d.rows[2]
	for j := 0; j <= len(b); j++ {
		last[j] = int8(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = int8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			cost := int8(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			v := min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				v = min(v, before[j-2]+1)
			}
			row[j] = v
			least = min(least, v)
		}
		if int(least) > bound {
			return bound + 1
		}
		before, last, row = last, row, before
	}
	best := int8(127)
	for j := max(0, len(a)-bound); j <= len(b); j++ {
		best = min(best, last[j])
	}
	return int(best)
}
