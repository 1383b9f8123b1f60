package syntax

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/source"
)

func parseText(text string) (*Script, diag.List) {
	return Parse(source.New("t", []byte(text)), testCommands())
}

func condition(t *testing.T, text string) Expr {
	t.Helper()
	s, list := parseText("keep if " + text)
	if len(list) > 0 {
		t.Fatalf("%s: %v", text, list)
	}
	return s.Statements[0].(*Command).If
}

// grouped writes an expression with every operation in parentheses.
func grouped(e Expr) string {
	switch e := e.(type) {
	case *Binary:
		return "(" + grouped(e.X) + e.Op + grouped(e.Y) + ")"
	case *Unary:
		return "(" + e.Op + grouped(e.X) + ")"
	case *Paren:
		return grouped(e.X)
	case *Concat:
		var parts []string
		for _, p := range e.Parts {
			parts = append(parts, grouped(p))
		}
		return "[" + strings.Join(parts, "++") + "]"
	case *Call:
		var parts []string
		for _, p := range e.Args {
			parts = append(parts, grouped(p))
		}
		return e.Func.Text + "(" + strings.Join(parts, ",") + ")"
	}
	return Format(e)
}

func TestPrecedence(t *testing.T) {
	for text, want := range map[string]string{
		"a | b & c":                       "(a|(b&c))",
		"a & b | c & d":                   "((a&b)|(c&d))",
		"a >= 1 & a < 9":                  "((a>=1)&(a<9))",
		"a + b > 50":                      "((a+b)>50)",
		"a - b - c":                       "((a-b)-c)",
		"a / b * c":                       "((a/b)*c)",
		"a + b * c ^ d":                   "(a+(b*(c^d)))",
		"a ^ b ^ c":                       "(a^(b^c))",
		"a ** b":                          "(a^b)",
		"-a^2":                            "(-(a^2))",
		"2^-1":                            "(2^(-1))",
		"- - a":                           "(-(-a))",
		"!a == b":                         "((!a)==b)",
		"!a^b":                            "((!a)^b)",
		"!!f(x)":                          "(!(!f(x)))",
		"x ++ $y - 2000 ++ \"_2\" == '1'": "([x++($y-2000)++'_2']=='1')",
		"v_ ++ $y + 2 == 1":               "([v_++($y+2)]==1)",
		"a * -b":                          "(a*(-b))",
		"(a | b) & c":                     "((a|b)&c)",
		"f ( a , -1 , . )":                "f(a,(-1),.)",
		"pi() > START@x++$y":              "(pi()>[START@x++$y])",
		"Start@x < panel@date":            "(START@x<date@panel)",
		"a-1":                             "(a-1)",
		"a == -1 | !b":                    "((a==(-1))|(!b))",
		"$yr-3 == 2":                      "(($yr-3)==2)",
	} {
		if got := grouped(condition(t, text)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestFormatReadsBackTheSame(t *testing.T) {
	for _, text := range []string{"(a + b) * c", "a - (b - c)", "-(a + b)", "!(a & b)", "(a ^ b) ^ c", "f(a, 'x') ++ $b == START@$c", "-(-a)"} {
		e := condition(t, text)
		if got, want := grouped(condition(t, Format(e))), grouped(e); got != want {
			t.Errorf("%s prints as %s: %s, want %s", text, Format(e), got, want)
		}
	}
}

// mistakes are one example of every syntax error, with the text its place must cover.
var mistakes = []struct {
	text string
	code diag.Code
	at   string
}{
	{"use \xff", "S0001", "\xff"},
	{"use a§", "S0003", "§"},
	{"keep if a == 'x", "S0004", "'"},
	{"use 18år", "S0005", "18år"},
	{"generate x = 1.2.3", "S0005", "1.2.3"},
	{"for i in 1...5\nend", "S0005", "1...5"},
	{"for i in 1 ... 5\nend", "S0006", "..."},
	{"keep if a.b == 1", "S0007", "."},
	{"use $ a", "S0008", "$"},
	{"keep if a && b", "S0009", "&&"},
	{"keep if a ≥ b", "S0009", "≥"},
	{"keep if a % 2 == 1", "S0010", "%"},
	{"keep if a[1] == 2", "S0011", "["},
	{"use a \\ b", "S0012", "\\"},
	{"drop a \\\n// c\nb", "S0013", "// c"},
	{"endblock", "S0020", "endblock"},
	{"textblock\nx", "S0021", "textblock"},
	{"textblock x\nendblock", "S0022", "x"},
	{"end", "S0023", "end"},
	{"for i in 1", "S0024", "for"},
	{"for i in 1\nend x", "S0025", "x"},
	{"--- x", "S0101", "---"},
	{"tabulat x", "S0102", "tabulat"},
	{"gen x = 1", "S0103", "gen"},
	{"list x", "S0104", "list"},
	{"sort x", "S0105", "sort"},
	{"x = 1", "S0106", "x"},
	{"weibull e t", "S0107", "weibull"},
	{"drop a ; b", "S0201", ";"},
	{"recode a ()", "S0201", ")"},
	{"keep if a == 1 and b == 2", "S0009", "and"},
	{"keep if a in (1, 2)", "S0009", "in"},
	{"generate x 5", "S0202", "5"},
	{"generate x", "S0203", ""},
	{"keep if a + * b", "S0204", "*"},
	{"keep if a +", "S0205", ""},
	{"keep if", "S0205", ""},
	{"keep if (a", "S0206", "("},
	{"tabulate a, top(1", "S0206", "("},
	{"drop a)", "S0207", ")"},
	{"keep if a < b < c", "S0208", "<"},
	{"keep if a = 5", "S0209", "="},
	{"keep if (a = 5)", "S0209", "="},
	{"generate x = 2020-01-31", "S0210", "2020-01-31"},
	{"let x = 2020-01-31", "S0211", "2020-01-31"},
	{"keep if START@ x", "S0214", "START@"},
	{"regress y a # b", "S0214", "#"},
	{"keep if i.a", "S0215", "i."},
	{"use d, by(()", "S0217", "("},
	{"merge a into if", "S0218", "if"},
	{"collapse pay, by(x)", "S0202", "pay"},
	{"generate x = 1e999", "S0219", "1e999"},
	{"tabulate a, rowsort(2020-01-31)", "S0220", "2020-01-31"},
	{"tabulate a, 5", "S0301", "5"},
	{"keep if a if b", "S0304", "if"},
	{"use", "S0305", ""},
	{"use a b", "S0306", "b"},
	{"clear a", "S0307", "a"},
	{"import INNTEKT", "S0308", "INNTEKT"},
	{"let $a = 1", "S0309", "$a"},
	{"recode a", "S0310", ""},
	{"recode a (x = 1)", "S0311", "x"},
	{"define-labels g 1 a 2", "S0312", "2"},
	{"recode a (max/min = 1)", "S0313", "max/min"},
	{"for i 1 2\nend", "S0401", "1"},
	{"for 1 in 2\nend", "S0402", "1"},
	{"for i, j in 1 2\nend", "S0403", "i, j in 1 2"},
	{"for i in\nend", "S0404", "in"},
	{"for i, i in 1, 2\nend", "S0405", "i"},
}

func TestEveryMistakeHasItsDiagnostic(t *testing.T) {
	for _, m := range mistakes {
		_, list := parseText(m.text)
		if len(list) != 1 {
			t.Errorf("%q: got %d errors %v", m.text, len(list), list)
			continue
		}
		d := list[0]
		if at := m.text[d.Span.Start:d.Span.End]; d.Code != m.code || at != m.at {
			t.Errorf("%q: got %s at %q, want %s at %q", m.text, d.Code, at, m.code, m.at)
		}
	}
}

func TestManyMistakesAreAllReported(t *testing.T) {
	var b strings.Builder
	var want []diag.Code
	for _, m := range mistakes {
		if strings.HasPrefix(m.text, "for") || strings.HasPrefix(m.text, "end") || strings.HasPrefix(m.text, "textblock\n") {
			continue // these reach beyond their lines
		}
		b.WriteString(m.text + "\nuse fine\n")
		want = append(want, m.code)
	}
	script, list := parseText(b.String())
	var got []diag.Code
	for _, d := range list {
		got = append(got, d.Code)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	fine := 0
	for _, s := range script.Statements {
		if c, ok := s.(*Command); ok && !c.Broken && c.Name.Text == "use" {
			fine++
		}
	}
	if fine != len(want) {
		t.Errorf("%d of %d good lines survive", fine, len(want))
	}
}

func TestEveryCodeHasATextAndNoOther(t *testing.T) {
	known := map[diag.Code]bool{codeGrammar: true, noteFirst: true, codeLongLine: true, codeTooDeep: true, codeTooLong: true}
	for _, m := range mistakes {
		known[m.code] = true
	}
	for _, e := range diag.General() {
		if e.Code[0] == 'S' && !known[e.Code] {
			t.Errorf("%s has a text but no example", e.Code)
		}
		delete(known, e.Code)
	}
	for code := range known {
		t.Errorf("%s has no text", code)
	}
}

func TestSuggestions(t *testing.T) {
	for text, want := range map[string]string{
		"tabulat x":       "tabulate",
		"gnerate x = 1":   "generate",
		"gen x = 1":       "generate",
		"foreach x in a":  "for",
		"reshape long":    "reshape-to-panel reshape-from-panel",
		"keep if a && b":  "&",
		"keep if a <> b":  "!=",
		"qwertyuiop":      "",
		"x = 1":           "generate replace let",
		"predict x":       "regress-predict",
		"import-evnt d/V": "import-event",
	} {
		_, list := parseText(text)
		if len(list) == 0 || strings.Join(list[0].Suggestions, " ") != want {
			t.Errorf("%q: got %v, want %q", text, list, want)
		}
	}
}

func TestPlacesThroughJoinedAndNormalisedLines(t *testing.T) {
	// a + combining ring is å in NFC: two bytes instead of three.
	text := "\uFEFFgenerate a\u030Ar = \\\r\n\t  e\u0301 + \u00A0 bad§ // note\r\nuse b\r\n"
	_, list := parseText(text)
	if len(list) != 1 || text[list[0].Span.Start:list[0].Span.End] != "§" {
		t.Fatalf("got %v", list)
	}
	text = strings.Replace(text, "bad§", "bad", 1)
	script, list := parseText(text)
	if len(list) != 0 {
		t.Fatal(list)
	}
	c := script.Statements[0].(*Command)
	a := c.Operands.(*Assign)
	v, sum := a.Target.(*Var), a.Value.(*Binary)
	if v.Name != "år" || text[v.Span.Start:v.Span.End] != "a\u030Ar" {
		t.Errorf("target %q at %q", v.Name, text[v.Span.Start:v.Span.End])
	}
	if got := text[sum.X.Range().Start:sum.X.Range().End]; got != "e\u0301" {
		t.Errorf("left at %q", got)
	}
	if got := text[sum.Y.Range().Start:sum.Y.Range().End]; got != "bad" {
		t.Errorf("right at %q", got)
	}
	if len(script.Comments) != 1 || script.Comments[0].Text != "// note" {
		t.Errorf("comments %v", script.Comments)
	}
	if use := script.Statements[1].(*Command); text[use.Span.Start:use.Span.End] != "use b" {
		t.Errorf("use at %v", use.Span)
	}
}

func TestTextBlocksAreVerbatim(t *testing.T) {
	content := "# Title\n\nfor 'x \\ // $a\n  endblock here\n"
	script, list := parseText("textblock\n" + content + "  ENDBLOCK // done\nuse a")
	if len(list) > 0 || script.Statements[0].(*TextBlock).Text != content {
		t.Fatalf("%v %q", list, script.Statements[0].(*TextBlock).Text)
	}
}

func TestBrokenLinesKeepWhatWasRead(t *testing.T) {
	for text, want := range map[string]string{
		"merge a b into":                "Merge",
		"import db/V 2010-01-01 as":     "Import",
		"tabulate a b, rowpct top(1":    "Names",
		"collapse (sum) a -> b (max":    "Aggregate",
		"generate x = a +":              "Assign",
		"recode a (1 = 2)(3 = ":         "Recode",
		"define-labels g 1 'a' 2":       "Labels",
		"keep if a ==":                  "Names",
		"regress y i.":                  "Terms",
		"require no.ssb.fdb:30":         "Require",
		"import-event d/V 2010-01-01 t": "ImportEvent",
	} {
		script, list := parseText(text)
		c := script.Statements[0].(*Command)
		if len(list) == 0 || !c.Broken || c.Operands == nil {
			t.Errorf("%q: %v %+v", text, list, c)
			continue
		}
		if got := reflect.TypeOf(c.Operands).Elem().Name(); got != want {
			t.Errorf("%q: got %s", text, got)
		}
	}
	script, _ := parseText("tabulate a b, rowpct top(1")
	c := script.Statements[0].(*Command)
	if len(c.Options) != 2 || len(c.Options[1].Args) != 1 || len(c.Operands.(*Names).List) != 2 {
		t.Errorf("kept %+v", c)
	}
}

func TestBadInputIsRefusedQuickly(t *testing.T) {
	parens := "generate x = " + strings.Repeat("(", 10_000) + "1" + strings.Repeat(")", 10_000)
	inputs := map[diag.Code]string{
		"S0001": "use \xc3\x28 'x",
		"S0002": "generate x = " + strings.Repeat("a + ", 10<<18) + "a",
		"S0212": parens,
		"S0213": "generate x = a" + strings.Repeat(" + a", 100_000),
	}
	for code, text := range inputs {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, list := parseText(text + "\nuse a")
		runtime.ReadMemStats(&after)
		if len(list) != 1 || list[0].Code != code {
			t.Errorf("%s: got %d errors, first %v", code, len(list), list[:min(1, len(list))])
		}
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%s took %v", code, d)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 300 {
			t.Errorf("%s allocated %d MB", code, mb)
		}
	}
	for _, text := range []string{
		"generate x = " + strings.Repeat("!", 10_000) + "a", "generate x = " + strings.Repeat("-", 10_000) + "a",
		"generate x = " + strings.Repeat("2^", 10_000) + "a", "generate x = " + strings.Repeat("f(", 10_000) + "a",
		"drop " + strings.Repeat("START@", 10_000) + "a",
		strings.Repeat("for i in 1\n", 1000) + strings.Repeat("end\n", 1000),
	} {
		if _, list := parseText(text); len(list) == 0 || list[0].Code != "S0212" {
			t.Errorf("%.30q…: got %v", text, list[:min(1, len(list))])
		}
	}
}

func TestResultDoesNotDependOnThreads(t *testing.T) {
	file := source.New("t", []byte(longScript(2000)))
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	one, list := Parse(file, testCommands())
	runtime.GOMAXPROCS(8)
	many, again := Parse(file, testCommands())
	if !reflect.DeepEqual(list, again) || dump(one) != dump(many) {
		t.Error("differs")
	}
}

func TestCacheGivesEveryLineItsOwnPlaces(t *testing.T) {
	p := NewParser(testCommands())
	text := "keep if a == 1\n\nkeep if a == 1\nkeep if §\nkeep if §"
	for range 2 {
		script, list := p.Parse(source.New("t", []byte(text)))
		a, b := script.Statements[0].(*Command), script.Statements[1].(*Command)
		if a.If.Range().Start == b.If.Range().Start || len(list) != 2 || list[0].Span == list[1].Span {
			t.Fatalf("%v %v %v", a.If.Range(), b.If.Range(), list)
		}
	}
}

// longScript is a script of n lines with the mix of real ones.
func longScript(n int) string {
	lines := []string{
		"generate årslønn%d = 12 * lønn if alder >= 18 & alder < 67 // yearly",
		"replace x%d = 3 if inlist(kommune, '0301', '1103') | sysmiss(y)",
		"import db/INNTEKT_WLONN date_fmt($year, 12, 31) as lonn%d, outer_join",
		"recode nus%d (0/2 9 = 1 'Lower, basic')(3 4 5 = 2 \"Upper\")(6/max = 3)(* = .)",
		"tabulate kjønn nus%d if alder > 20, rowpct freq missing summarize(lonn, formue) top(10)",
		"collapse (mean) lonn -> snitt%d (sum) formue barn (count) alder -> n, by(famnr)",
		"# comment %d",
		"drop a++$year b ++ $year - 1 ++ \"_%d\"",
		"merge snitt n into personer%d on famnr",
		"generate z%d = (a + b * c ^ 2 - ln(d / 100)) * (substr(nace, 1, 2) == '47')",
	}
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, lines[i%len(lines)]+"\n", i)
	}
	return b.String()
}

func BenchmarkParse1000Lines(b *testing.B) {
	file := source.New("t", []byte(longScript(1000)))
	commands := testCommands()
	if _, list := Parse(file, commands); len(list) > 0 {
		b.Fatal(list)
	}
	b.ReportAllocs()
	for b.Loop() {
		Parse(file, commands)
	}
}

// BenchmarkParseEdited parses again with one line changed, as an editor does.
func BenchmarkParseEdited(b *testing.B) {
	text := longScript(1000)
	p := NewParser(testCommands())
	p.Parse(source.New("t", []byte(text)))
	i := 0
	for b.Loop() {
		i++
		p.Parse(source.New("t", fmt.Appendf(nil, "use d%d\n%s", i, text)))
	}
}

func TestIncompleteInputIsTold(t *testing.T) {
	for text, want := range map[string]bool{
		"use a": false, "use a \\": true, "use a \\ // x": true, "for i in 1 2": true, "for i in 1 2\nuse a": true, "for i in 1\nend": false,
		"for i in 1\nfor j in 2\nend": true, "textblock": true, "textblock\nfor x": true, "textblock\nfor\nendblock": false, "": false,
		"use 'a": false, "end": false, "// for i in 1": false, "FOR i in 1": true, "forget": false, "use a \\\n": false,
	} {
		if got := Incomplete(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

// TestShapesCopiedByHandAreCopiedWhole compares with the copy by reflection.
func TestShapesCopiedByHandAreCopiedWhole(t *testing.T) {
	l := &logical{span: source.Span{Start: 1000, End: 2000}}
	for _, list := range variants {
		for _, text := range list {
			script, _ := parseText(text)
			for _, s := range script.Statements {
				if c, ok := s.(*Command); ok && c.Operands != nil {
					fast, slow := l.operands(c.Operands), l.value(reflect.ValueOf(c.Operands)).Interface()
					if !reflect.DeepEqual(fast, slow) {
						t.Errorf("%s: %+v, want %+v", text, fast, slow)
					}
				}
			}
		}
	}
}

// TestCommandsThatAreNotBuilt: a command of the language that this build lacks is told from
// a misspelt one, and nothing else is suggested in its place.
func TestCommandsThatAreNotBuilt(t *testing.T) {
	few := table{}
	for text, lacking := range map[string]string{"regress y a": "regress", "Cox e t a": "cox", "reg y a": "regress", "barchart(mean) pay": "barchart", "scatter a b": "hexbin"} {
		_, list := Parse(source.New("v", []byte(text)), few)
		if len(list) != 1 || list[0].Code != "S0107" || list[0].Args[0].Text() != lacking || len(list[0].Suggestions) > 0 {
			t.Errorf("%q: got %v", text, list)
		}
	}
	if n := len(strings.Fields(announced)); n != 36 {
		t.Errorf("%d commands for analyses, graphics, regression and survival, not 36", n)
	}
}
