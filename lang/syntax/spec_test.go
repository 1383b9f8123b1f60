package syntax

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/diag"
)

var fence = regexp.MustCompile("(?ms)^```mdscript( error (\\w+))?\n(.*?)^```$")

// TestLanguageDocument reads every block of script in the language document.
func TestLanguageDocument(t *testing.T) {
	doc, err := os.ReadFile("../../spec/language.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := fence.FindAllStringSubmatch(string(doc), -1)
	if len(blocks) < 10 {
		t.Fatalf("only %d blocks", len(blocks))
	}
	for _, b := range blocks {
		_, list := parseText(b[3])
		switch {
		case b[2] == "" && len(list) > 0:
			t.Errorf("%s\n%v", b[3], list)
		case b[2] != "" && (len(list) != 1 || list[0].Code != diag.Code(b[2])):
			t.Errorf("%s\nwant %s, got %v", b[3], b[2], list)
		}
	}
}

// TestGrammarIsClosed holds that every production of the published grammar is defined
// once and used.
func TestGrammarIsClosed(t *testing.T) {
	text, err := os.ReadFile("../../spec/grammar.ebnf")
	if err != nil {
		t.Fatal(err)
	}
	plain := regexp.MustCompile(`(?s)\(\*.*?\*\)|"[^"]*"|\?[^?]*\?`).ReplaceAllString(string(text), " ")
	defined, used := map[string]bool{}, map[string]bool{"script": true}
	for _, rule := range strings.Split(plain, ";") {
		name, body, ok := strings.Cut(rule, "=")
		name = strings.TrimSpace(name)
		if !ok {
			continue
		}
		if defined[name] {
			t.Errorf("%s is defined twice", name)
		}
		defined[name] = true
		for _, w := range regexp.MustCompile(`\w+`).FindAllString(body, -1) {
			used[w] = true
		}
	}
	for w := range used {
		if !defined[w] {
			t.Errorf("%s is used but not defined", w)
		}
	}
	for w := range defined {
		if !used[w] {
			t.Errorf("%s is defined but not used", w)
		}
	}
}
