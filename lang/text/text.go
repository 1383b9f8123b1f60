// Package text holds what a user reads in two languages.
//
// In: a Norwegian bokmål and an English wording. Out: the one the reader asked for.
//
//	greeting := text.Text{NB: "Hei", EN: "Hello"}
//	greeting.In(text.Bokmaal) // "Hei"
package text

import "strings"

// Lang is the language of user-facing text.
type Lang uint8

// The languages every user-facing text exists in. English is the zero value.
const (
	English Lang = iota
	Bokmaal
)

// String gives the tag used by --lang and in HTML: "en" or "nb".
func (l Lang) String() string {
	if l == Bokmaal {
		return "nb"
	}
	return "en"
}

// Parse reads a language tag or a locale name: "nb", "no", "nn_NO.UTF-8", "en", "C".
// The second result is false when the tag names neither language.
func Parse(tag string) (Lang, bool) {
	base := strings.ToLower(tag)
	if i := strings.IndexAny(base, "_-.@"); i >= 0 {
		base = base[:i]
	}
	switch base {
	case "nb", "no", "nn":
		return Bokmaal, true
	case "en", "c", "posix", "":
		return English, true
	}
	return English, false
}

// Text is one wording in both languages. Both must be given; tests check it.
type Text struct {
	NB string
	EN string
}

// In returns the wording in the language asked for.
func (t Text) In(l Lang) string {
	if l == Bokmaal {
		return t.NB
	}
	return t.EN
}

// Complete tells whether both wordings are present.
func (t Text) Complete() bool { return t.NB != "" && t.EN != "" }

// Same is a text that reads alike in both languages, such as a name.
func Same(s string) Text { return Text{NB: s, EN: s} }
