package expand

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var fence = regexp.MustCompile("(?ms)^```expand\n(.*?)^=>\n(.*?)^```$")

// TestLanguageDocument expands the examples of the language document.
func TestLanguageDocument(t *testing.T) {
	doc, err := os.ReadFile("../../spec/language.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := fence.FindAllStringSubmatch(string(doc), -1)
	if len(blocks) < 5 {
		t.Fatalf("only %d blocks", len(blocks))
	}
	for _, b := range blocks {
		want := strings.Join(strings.Split(strings.TrimSpace(strings.ReplaceAll(b[2], "db/", "")), "\n"), "; ")
		if got := expanded(t, b[1]); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", b[1], got, want)
		}
	}
}
