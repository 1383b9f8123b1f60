package fn

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

// blanks are what trim removes: space, tab and no-break space.
const blanks = " \t\u00a0"

func texts() []registry.Function {
	edit := func(name string, summary t, f func(string) string, examples ...string) registry.Function {
		return declare(name, name+"(s)", 1, 1, summary, takes(words).gives(types.Text),
			func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
				return kernel.MapDict(c, args[0], func(s string) (string, bool) { return f(s), true })
			}, examples...)
	}
	test := func(name string, summary t, f func(s, t string) bool, examples ...string) registry.Function {
		return declare(name, name+"(s, t)", 2, 2, summary, takes(words).gives(types.Boolean), textTest(f), examples...)
	}
	return []registry.Function{
		declare("length", "length(s)", 1, 1, t{"Antall tegn i teksten.", "The number of characters of a text."},
			takes(words).gives(types.Integer), length, "length('æøå1')", "4"),
		declare("string", "string(x)", 1, 1, t{"Tallet som tekst: hele tall uten desimaler, andre så kort som mulig. Tekst blir stående.",
			"A number as text: whole numbers without decimals, others as short as possible. Text stays as it is."},
			takes(anything).gives(types.Text), stringOf, "string(301)", "'301'", "string(2.5)", "'2.5'", "string('0301')", "'0301'"),
		edit("lower", t{"Teksten med A–Z som små bokstaver; andre tegn blir stående.", "The text with A–Z in lower case; other characters stay."},
			func(s string) string { return ascii(s, 'A', 'Z', 'a'-'A') }, "lower('ABÅ')", "'abÅ'"),
		edit("upper", t{"Teksten med a–z som store bokstaver; andre tegn blir stående.", "The text with a–z in upper case; other characters stay."},
			func(s string) string { return ascii(s, 'a', 'z', 'A'-'a') }, "upper('abÅc')", "'ABÅC'", "upper('ås')", "'åS'"),
		edit("trim", t{"Teksten uten blanke tegn på endene.", "The text without blanks at either end."},
			func(s string) string { return strings.Trim(s, blanks) }, "trim(' x ')", "'x'"),
		edit("ltrim", t{"Teksten uten blanke tegn i begynnelsen.", "The text without blanks at the start."},
			func(s string) string { return strings.TrimLeft(s, blanks) }, "ltrim(' x ')", "'x '"),
		edit("rtrim", t{"Teksten uten blanke tegn på slutten.", "The text without blanks at the end."},
			func(s string) string { return strings.TrimRight(s, blanks) }, "rtrim(' x ')", "' x'"),
		declare("substr", "substr(s, p [, n])", 2, 3,
			t{"n tegn av teksten fra plass p, eller resten av den. Første tegn har plass 1, siste −1; utenfor teksten blir resultatet tomt.",
				"n characters of the text from position p, or the rest of it. The first character has position 1, the last −1; outside the text the result is empty."},
			takes(words, number).gives(types.Text), substring,
			"substr('45678',2,3)", "'567'", "substr('45678',-2,2)", "'78'", "substr('45678',4)", "'78'", "substr('45678',0,2)", "''"),
		test("startswith", t{"1 når teksten begynner med t, ellers 0. Store og små bokstaver er ulike; en manglende tekst gir 0.",
			"1 when the text starts with t, else 0. The case matters; a missing text gives 0."}, strings.HasPrefix, "startswith('0301','03')", "1"),
		test("endswith", t{"1 når teksten slutter med t, ellers 0. Store og små bokstaver er ulike; en manglende tekst gir 0.",
			"1 when the text ends with t, else 0. The case matters; a missing text gives 0."}, strings.HasSuffix, "endswith('0301','03')", "0"),
	}
}

func length(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	return kernel.MapDictInt(c, types.Integer, args[0], func(s string) (int64, bool) {
		return int64(utf8.RuneCountInString(s)), true
	})
}

func stringOf(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	a := args[0]
	switch {
	case a.Kind == types.Text:
		return kernel.Same(a), nil
	case whole(a.Kind):
		return textOfWhole(c, a, func(n int64) (string, bool) { return strconv.FormatInt(n, 10), true })
	}
	return kernel.TextOf(c, a, func(x float64) (string, bool) {
		if x == 0 { // also for a negative zero
			return "0", true
		}
		return strconv.FormatFloat(x, 'f', -1, 64), true
	})
}

// ascii shifts the letters between first and last.
func ascii(s string, first, last byte, shift int) string {
	out := []byte(s)
	for i, b := range out {
		if b >= first && b <= last {
			out[i] = byte(int(b) + shift)
		}
	}
	return string(out)
}

func substring(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	for _, a := range args {
		if a.Kind == types.Untyped || a.Const && a.Missing(0) {
			return kernel.MapDict(c, args[0], func(string) (string, bool) { return "", false })
		}
	}
	if args[1].Const && (len(args) == 2 || args[2].Const) {
		p, n := args[1].Float(0), 0.0
		if len(args) == 3 {
			n = args[2].Float(0)
		}
		return kernel.MapDict(c, args[0], func(s string) (string, bool) { return cut(s, p, n, len(args) == 2), true })
	}
	return kernel.MapRowsText(c, args, func(r kernel.Row) (string, bool) {
		n := 0.0
		for k := range args {
			if r.Missing(k) {
				return "", false
			}
		}
		if len(args) == 3 {
			n = r.Float(2)
		}
		return cut(r.Text(0), r.Float(1), n, len(args) == 2), true
	})
}

// cut is n characters from position p (from 1, negative from the end), or all that follow.
// Broken positions and lengths lose their decimals.
func cut(s string, p, n float64, rest bool) string {
	size := utf8.RuneCountInString(s)
	if !(p >= -float64(size) && p <= float64(size)) || !rest && !(n >= 1) {
		return ""
	}
	start := int(p)
	switch {
	case start == 0:
		return ""
	case start < 0:
		start += size
	default:
		start--
	}
	end := size
	if !rest && n < float64(size-start) {
		end = start + int(n)
	}
	if size == len(s) {
		return s[start:end]
	}
	from := offset(s, start)
	return s[from : from+offset(s[from:], end-start)]
}

// offset is the byte where character n starts.
func offset(s string, n int) int {
	at := 0
	for ; n > 0; n-- {
		_, w := utf8.DecodeRuneInString(s[at:])
		at += w
	}
	return at
}

// textTest works on the dictionary of the argument that varies; row by row when both do.
func textTest(f func(s, t string) bool) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		s, t := args[0], args[1]
		missing := func(a *column.Column) bool { return a.Kind == types.Untyped || a.Const && a.Missing(0) }
		switch {
		case missing(t):
			return kernel.MapDictBool(c, s, func(string) bool { return false })
		case missing(s):
			return kernel.MapDictBool(c, t, func(string) bool { return false })
		case t.Const:
			return kernel.MapDictBool(c, s, func(v string) bool { return f(v, t.Text(0)) })
		case s.Const:
			return kernel.MapDictBool(c, t, func(v string) bool { return f(s.Text(0), v) })
		}
		return kernel.MapRowsBool(c, args, func(r kernel.Row) bool {
			return !r.Missing(0) && !r.Missing(1) && f(r.Text(0), r.Text(1))
		})
	}
}
