package search

import (
	"strings"
	"unicode/utf8"
)

// Limits of a query. What exceeds them is left out.
const (
	maxWords  = 12
	maxLetter = 64 // bytes of one word
)

// Query is what somebody looks for: folded words that must all be found, the first one
// written first, each once; and the same words as they were written.
type Query struct{ Words, Written []string }

// Parse reads search words. Everything that is neither letter nor digit parts words, so
// names may be written with their underscores. Any text is a query; one without words finds
// everything.
func Parse(s string) Query {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	var q Query
	seen := map[string]bool{}
	folded, written := words(s), parted(strings.ToLower(s))
	if len(written) != len(folded) { // accents on their own part words
		written = folded
	}
	for i, w := range folded {
		for len(w) > maxLetter {
			_, size := utf8.DecodeLastRuneInString(w)
			w = w[:len(w)-size]
		}
		if seen[w] || len(q.Words) == maxWords {
			continue
		}
		seen[w] = true
		q.Words, q.Written = append(q.Words, w), append(q.Written, written[i])
	}
	return q
}
