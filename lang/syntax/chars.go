package syntax

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// isBlank counts tabs, no-break spaces and the other Unicode blanks as blanks, and the mark
// that begins some files wherever it stands: it has no width.
func isBlank(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r == '\t' || r == '\r' || r == '\v' || r == '\f' || r == '\n'
	}
	return unicode.IsSpace(r) || r == '\uFEFF'
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
	}
	return r != utf8.RuneError && unicode.IsLetter(r)
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return isLetter(r) || isDigit(r)
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.Is(unicode.Nd, r))
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(rune(s[i])) {
			return false
		}
	}
	return true
}

// quoteClass is ' or " for a straight or typographic quote, and 0 for anything else.
func quoteClass(r rune) rune {
	switch r {
	case '\'', '‘', '’', '‚':
		return '\''
	case '"', '“', '”', '„':
		return '"'
	}
	return 0
}

// IsIdentifier tells whether a text is a legal name: letters, digits and _, not first a
// digit, and not the reserved word if.
func IsIdentifier(s string) bool {
	if s == "" || s == "if" || !utf8.ValidString(s) {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(s); !isLetter(r) {
		return false
	}
	return wordLength(s) == len(s)
}

// IsBindingFunction tells whether a name is one of the five functions that may be called
// in name and time positions.
func IsBindingFunction(name string) bool {
	switch name {
	case "bind", "date_fmt", "to_int", "to_str", "to_symbol":
		return true
	}
	return false
}

// showRune makes a character fit for a message: what cannot be seen is named by its number.
func showRune(r rune) string {
	if unicode.IsGraphic(r) && r != utf8.RuneError {
		return string(r)
	}
	return fmt.Sprintf("U+%04X", r)
}
