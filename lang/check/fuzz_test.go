package check_test

import (
	"testing"

	"github.com/mdscript/mdscript/lang/check"
	"github.com/mdscript/mdscript/lang/text"
)

// FuzzCheck: no script makes the checker panic; every finding has a place in the file and
// words in both languages.
func FuzzCheck(f *testing.F) {
	for _, c := range mistakes {
		f.Add(c.script)
	}
	f.Add(fifteen)
	language, cat := testLanguage(), testCatalogue()
	f.Fuzz(func(t *testing.T, script string) {
		file, program, _ := expanded(t, start+script)
		if len(program.Statements) > 500 {
			return
		}
		_, found := check.Check(program, language, cat, nil)
		m := messages(t)
		for _, d := range found {
			if d.Span.Start < 0 || d.Span.End > len(file.Text) || d.Span.Start > d.Span.End {
				t.Fatalf("%s stands outside the file: %v", d.Code, d.Span)
			}
			if m.Message(d, text.English) == "" || m.Message(d, text.Bokmaal) == "" {
				t.Fatalf("%s has no message", d.Code)
			}
		}
	})
}
