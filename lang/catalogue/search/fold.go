package search

import (
	"strings"
	"unicode"
)

// Fold gives the letters by which words are compared: lower case, without accents, with
// every spelling of a Norwegian letter alike. å, aa and a are one, as are ø, oe and o; æ is
// ae. Runs are folded as a whole, so that sjøen, sjoeen and sjoen agree. Fold(Fold(s)) is
// Fold(s).
func Fold(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	last := byte(0) // the letter written last, when it swallows another a or an e
	plain := func(ch byte) {
		switch {
		case ch == 'a' && last == 'a', ch == 'e' && last == 'o':
			return
		case ch == 'a', ch == 'o':
			last = ch
		default:
			last = 0
		}
		out.WriteByte(ch)
	}
	for _, r := range s {
		switch {
		case r < 0x80:
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			plain(byte(r))
			continue
		case r >= 0x300 && r <= 0x36F: // accents that stand on their own, as macOS writes them
			continue
		}
		r = unicode.ToLower(r)
		if letters, ok := plainLetters[r]; ok {
			for i := range len(letters) {
				plain(letters[i])
			}
			continue
		}
		last = 0
		out.WriteRune(r)
	}
	return out.String()
}

// plainLetters are the letters with accents that Norwegian and Sami texts use.
var plainLetters = map[rune]string{
	'å': "a", 'ø': "o", 'æ': "ae", 'ö': "o", 'ä': "ae", 'á': "a", 'à': "a", 'â': "a", 'ã': "a", 'é': "e", 'è': "e",
	'ê': "e", 'ë': "e", 'í': "i", 'ï': "i", 'ó': "o", 'ò': "o", 'ô': "o", 'õ': "o", 'ú': "u", 'ü': "u", 'ý': "y",
	'ñ': "n", 'ç': "c", 'č': "c", 'š': "s", 'ž': "z", 'đ': "d", 'ŋ': "n", 'ŧ': "t",
}

// words cuts a text into folded words: letters and digits belong to a word, all else parts.
func words(s string) []string { return parted(Fold(s)) }

func parted(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
