package syntax

import (
	"reflect"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/source"
)

func seeds(f *testing.F) {
	for n := 1; n <= 62; n++ {
		for _, text := range variants[n] {
			f.Add(text)
		}
	}
	for _, text := range brokenSeeds {
		f.Add(text)
	}
}

var brokenSeeds = []string{
	"", "\n", "\\", "\uFEFFuse a", "use a\r\nuse b\r\n", "use\u00A0a", "use 'a", "use 'a \\\nuse b // c'", "use a \\ \\", "\\\ntextblock\nuse a",
	"textblock", "textblock x\nendblock", "endblock", "end", "for i in 1\nend x", "for", "for i", "for i in", "for i,j in 1 2", "for i in 1...5\nend",
	"use a \\\n// c\n b", "use a \\\n# c\n b // d", "generate a\u030A = 1 if e\u0301 == 2", "generate x = ((((1", "generate x = 1 +", "generate x = a < b < c", "keep if a = 1",
	"drop a, b c(d, e", "regress y a#b##c", "drop a # b", "use \xff", "for \xff\nuse a\nend", "recode a (1 = 2", "define-labels g 1", "----", "let x = 2020-01-01", "generate x = 2020-01-01",
	"tabulate a, rowsort(", "collapse a, by(b)", "replace START@$v ++ 1 = 2", "use a if", "if", "use a,,b", "sample -1 -2", "for i in 1 2\nfor j in a b\nuse x\nend\nend // y", "generate x = -a ^ -2 ^ b",
}

// FuzzParse: no panic, and every place lies in the file.
func FuzzParse(f *testing.F) {
	seeds(f)
	commands := testCommands()
	f.Fuzz(func(t *testing.T, text string) {
		file := source.New("f", []byte(text))
		script, list := Parse(file, commands)
		for _, d := range list {
			checkSpan(t, file, d.Span, string(d.Code))
		}
		walk(reflect.ValueOf(script.Statements), func(s source.Span) { checkSpan(t, file, s, "tree") })
	})
}

func checkSpan(t *testing.T, file *source.File, s source.Span, what string) {
	t.Helper()
	if s.Start < 0 || s.End < s.Start || s.End > len(file.Text) {
		t.Fatalf("%s: span %v outside of the file of %d bytes", what, s, len(file.Text))
	}
}

// FuzzPrint: printing what was read from a printed script changes nothing, and the tree
// read from it is the same up to places.
func FuzzPrint(f *testing.F) {
	seeds(f)
	commands := testCommands()
	f.Fuzz(func(t *testing.T, text string) { checkFixedPoint(t, text, commands) })
}

func checkFixedPoint(t *testing.T, text string, commands Commands) {
	t.Helper()
	first, list := Parse(source.New("f", []byte(text)), commands)
	once := Print(first)
	second, again := Parse(source.New("f", []byte(once)), commands)
	if twice := Print(second); once != twice {
		t.Fatalf("not a fixed point\nfrom  %q\nonce  %q\ntwice %q", text, once, twice)
	}
	if len(list) > 0 {
		return
	}
	if len(again) > 0 {
		t.Fatalf("%q prints as %q, which has %v", text, once, again)
	}
	if a, b := dump(first), dump(second); a != b {
		t.Fatalf("%q prints as %q, which reads differently\n%s\n%s", text, once, a, b)
	}
}

func dump(s *Script) string {
	var b strings.Builder
	dumpValue(&b, reflect.ValueOf(s.Statements))
	return b.String()
}

func dumpValue(b *strings.Builder, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil ")
			return
		}
		dumpValue(b, v.Elem())
	case reflect.Slice:
		b.WriteString("[")
		for i := range v.Len() {
			dumpValue(b, v.Index(i))
		}
		b.WriteString("]")
	case reflect.Struct:
		if v.Type() == spanType {
			return
		}
		b.WriteString(v.Type().Name() + "{")
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				dumpValue(b, v.Field(i))
			}
		}
		b.WriteString("}")
	case reflect.String:
		b.WriteString("'" + v.String() + "' ")
	case reflect.Bool:
		if v.Bool() {
			b.WriteString("true ")
		}
	default:
	}
}

func walk(v reflect.Value, visit func(source.Span)) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), visit)
		}
	case reflect.Struct:
		if v.Type() == spanType {
			visit(v.Interface().(source.Span))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), visit)
			}
		}
	}
}
