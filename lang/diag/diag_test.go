package diag

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/source"
	"github.com/mdscript/mdscript/lang/text"
)

func TestGeneralEntriesAreSound(t *testing.T) {
	m, err := NewMessages(General())
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Entries()) != len(General()) {
		t.Error("entries are missing")
	}
	for _, e := range m.Entries() {
		for _, s := range []text.Text{e.Message, e.Cause, e.Next} {
			if strings.Contains(s.NB, "'{") != strings.Contains(s.EN, "'{") && strings.Contains(s.NB, "'{") {
				t.Errorf("%s: bokmål quotes with «»: %s", e.Code, s.NB)
			}
			if strings.ContainsAny(s.EN, "«»") || strings.HasSuffix(s.EN, " ") {
				t.Errorf("%s: %s", e.Code, s.EN)
			}
		}
	}
}

func TestFaultyListsAreRefused(t *testing.T) {
	good := say("Q0001", [2]string{"a {0}", "b {0}"}, [2]string{}, [2]string{})
	for name, list := range map[string][]Entry{
		"twice":        {good, good},
		"no bokmål":    {say("Q0002", [2]string{"", "b"}, [2]string{}, [2]string{})},
		"half a cause": {say("Q0003", [2]string{"a", "b"}, [2]string{"c", ""}, [2]string{})},
		"arguments":    {say("Q0004", [2]string{"a {0}", "b {1}"}, [2]string{}, [2]string{})},
	} {
		if _, err := NewMessages(list); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"tabulate", "tabulate-panel", "summarize", "årslønn", "aarslonn2", "kjønn", "alder", "vekt1", "vekt2"}
	for word, want := range map[string][]string{
		"tabulat":   {"tabulate"},
		"arslonn":   {"årslønn"},
		"aarslønn":  {"årslønn"},
		"KJONN":     {"kjønn"},
		"aledr":     {"alder"},
		"vekt":      {"vekt1", "vekt2"},
		"xyz":       nil,
		"summarise": {"summarize"},
	} {
		if got := Nearest(word, names); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", word, got, want)
		}
	}
	if got := Nearest("a1", []string{"a2", "a3", "a4", "a5", "a6", "a2"}); len(got) != 4 || got[0] != "a2" {
		t.Errorf("ties: %v", got)
	}
}

func render(t *testing.T, content string, d Diagnostic, l text.Lang, color bool) string {
	t.Helper()
	m, err := NewMessages(General())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Render(&b, source.New("a.mdscript", []byte(content)), List{d}, m, l, color); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRenderInBothLanguages(t *testing.T) {
	content := "use a\n\ttabulat x\n"
	d := New("S0102", Token("tabulat")).At(source.Span{Start: 7, End: 14}).WithSuggestions("tabulate", "tabulate-panel").
		WithNote(Note{Code: "S0901", Span: source.Span{Start: 0, End: 3}})
	want := `a.mdscript:2:2: error S0102: Unknown command 'tabulat'
   2 |     tabulat x
     |     ^^^^^^^
  = Did you mean 'tabulate' or 'tabulate-panel'?
  = Type help for a list of the commands.
  a.mdscript:1:1: note: first given here
`
	if got := render(t, content, d, text.English, false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want = `a.mdscript:2:2: feil S0102: Ukjent kommando «tabulat»
   2 |     tabulat x
     |     ^^^^^^^
  = Mente du «tabulate» eller «tabulate-panel»?
  = Skriv help for en liste over kommandoene.
  a.mdscript:1:1: se også: først oppgitt her
`
	if got := render(t, content, d, text.Bokmaal, false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	plain := strings.NewReplacer(red, "", blue, "", bold, "", reset, "").Replace(render(t, content, d, text.Bokmaal, true))
	if plain != want {
		t.Error("colour changes the text")
	}
}

func TestCaretStandsUnderWideCharacters(t *testing.T) {
	content := "use '日本' ø\t§x"
	at := strings.Index(content, "§")
	lines := strings.Split(render(t, content, New("S0003", Token("§")).At(source.Span{Start: at, End: at + 2}), text.English, false), "\n")
	column := runewidth.StringWidth(lines[1][:strings.Index(lines[1], "§")])
	if caret := strings.Index(lines[2], "^"); caret != column {
		t.Errorf("caret at %d, character at %d\n%s\n%s", caret, column, lines[1], lines[2])
	}
}

func TestLongLinesAndControlCharactersAreTamed(t *testing.T) {
	content := strings.Repeat("a", 5<<20) + "§\x1b[2J" + strings.Repeat("b", 5<<20)
	at := 5 << 20
	out := render(t, content, New("S0003", Token("\x1b[2J"+strings.Repeat("x", 500))).At(source.Span{Start: at, End: at + 2}), text.English, false)
	if len(out) > 1200 || strings.Contains(out, "\x1b") {
		t.Errorf("%d bytes: %.300q", len(out), out)
	}
	lines := strings.Split(out, "\n")
	if runewidth.StringWidth(lines[1][:strings.Index(lines[1], "§")]) != strings.Index(lines[2], "^") {
		t.Errorf("caret\n%s\n%s", lines[1], lines[2])
	}
}

func TestArgumentsAreNotSearchedAgain(t *testing.T) {
	if got := fill("{0} and {1}", []Arg{Token("{1}"), Token("x")}); got != "{1} and x" {
		t.Error(got)
	}
}

func TestJSON(t *testing.T) {
	m, err := NewMessages(General())
	if err != nil {
		t.Fatal(err)
	}
	file := source.New("a", []byte("use ø\nend"))
	d := New("S0023").At(source.Span{Start: 7, End: 10})
	var b strings.Builder
	if err := RenderJSON(&b, file, List{d}, m, text.English); err != nil {
		t.Fatal(err)
	}
	var doc Document
	if err := json.Unmarshal([]byte(b.String()), &doc); err != nil {
		t.Fatal(err)
	}
	f := doc.Diagnostics[0]
	if f.Code != "S0023" || f.Severity != "error" || f.Line != 2 || f.Column != 1 || f.EndColumn != 4 || f.Message != "end without for" {
		t.Errorf("got %+v", f)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("use a\tæ日", 2, 5)
	m, err := NewMessages(General())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content string, start, end int) {
		file := source.New("a", []byte(content))
		start = min(max(start, 0), len(content))
		end = min(max(end, start), len(content))
		var b strings.Builder
		d := New("S0201", Token(content)).At(source.Span{Start: start, End: end})
		if err := Render(&b, file, List{d}, m, text.English, false); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\x00\r") {
			t.Fatalf("control characters in %q", b.String())
		}
	})
}

func TestTextsOfAllPackagesAreSentences(t *testing.T) {
	c, err := NewMessages([]Entry{
		{Code: "D0001", Message: text.Same("the file {0} is open"), Cause: text.Same("anyone may read it"), Next: text.Same("run: chmod 600 FILE")},
		{Code: "C0001", Message: text.Same("keep takes a list"), Cause: text.Same("datastore/x.json is missing"), Next: text.Same("Really?")},
	})
	require.NoError(t, err)
	d := New("D0001", Token("a.key")).At(source.Span{})
	require.Equal(t, "The file a.key is open", c.Message(d, text.English))
	require.Equal(t, "Anyone may read it.", c.Cause(d, text.English))
	require.Equal(t, "Run: chmod 600 FILE.", c.Next(d, text.English))
	d = New("C0001").At(source.Span{})
	require.Equal(t, "keep takes a list", c.Message(d, text.English), "a word of the language stays as it is")
	require.Equal(t, "datastore/x.json is missing.", c.Cause(d, text.English))
	require.Equal(t, "Really?", c.Next(d, text.English))
}
