package diag

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/text"
)

// Messages is the catalogue: it holds the text of every code. It is immutable and joined once, by the program,
// from General and the lists of the packages that have codes of their own.
type Messages struct {
	entries map[Code]Entry
	codes   []Code
}

// NewMessages joins lists of entries. It refuses a code given twice, a text that lacks a
// language, and a text whose languages use different arguments; the error names all of them.
func NewMessages(lists ...[]Entry) (*Messages, error) {
	c := &Messages{entries: map[Code]Entry{}}
	var faults []error
	for _, list := range lists {
		for _, e := range list {
			if _, twice := c.entries[e.Code]; twice {
				faults = append(faults, fmt.Errorf("code %s is given twice", e.Code))
			}
			faults = append(faults, e.faults()...)
			c.entries[e.Code] = e.sentences()
		}
	}
	for code := range c.entries {
		c.codes = append(c.codes, code)
	}
	sort.Slice(c.codes, func(i, j int) bool { return c.codes[i] < c.codes[j] })
	return c, errors.Join(faults...)
}

// sentences writes the texts of all packages alike: cause and next step are sentences, and
// so is a message, unless it may begin with a word of the language or is a note's.
func (e Entry) sentences() Entry {
	each := func(t text.Text, f func(string) string) text.Text { return text.Text{NB: f(t.NB), EN: f(t.EN)} }
	if strings.HasPrefix(string(e.Code), "D") || strings.HasPrefix(string(e.Code), "T") || strings.HasPrefix(string(e.Code), "I") {
		e.Message = each(e.Message, capital)
	}
	e.Cause = each(e.Cause, func(s string) string { return stop(capital(s)) })
	e.Next = each(e.Next, func(s string) string { return stop(capital(s)) })
	return e
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if first, _, _ := strings.Cut(s, " "); n == 0 || strings.ContainsAny(first, "/_.") {
		return s // a name, such as a file's
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func stop(s string) string {
	if s == "" || strings.ContainsRune(".?!:…", rune(s[len(s)-1])) {
		return s
	}
	return s + "."
}

func (e Entry) faults() []error {
	var out []error
	if !e.Message.Complete() {
		out = append(out, fmt.Errorf("code %s lacks its message in a language", e.Code))
	}
	for part, t := range map[string]text.Text{"message": e.Message, "cause": e.Cause, "next": e.Next} {
		if (t.NB == "") != (t.EN == "") {
			out = append(out, fmt.Errorf("code %s lacks its %s in a language", e.Code, part))
		}
		if nb, en := placeholders(t.NB), placeholders(t.EN); nb != en {
			out = append(out, fmt.Errorf("code %s: the %s uses %q in bokmål and %q in English", e.Code, part, nb, en))
		}
	}
	return out
}

// placeholders lists the arguments a text uses, each once, in order of number.
func placeholders(s string) string {
	var found []string
	for i := 0; i < 10; i++ {
		if p := "{" + strconv.Itoa(i) + "}"; strings.Contains(s, p) {
			found = append(found, p)
		}
	}
	return strings.Join(found, "")
}

// Entry finds a code.
func (c *Messages) Entry(code Code) (Entry, bool) {
	e, ok := c.entries[code]
	return e, ok
}

// Entries are all entries by code: what the generated page of diagnostics is made of.
func (c *Messages) Entries() []Entry {
	out := make([]Entry, len(c.codes))
	for i, code := range c.codes {
		out[i] = c.entries[code]
	}
	return out
}

// Message is the first sentence of a diagnostic.
func (c *Messages) Message(d Diagnostic, l text.Lang) string { return c.message(d.Code, d.Args, l) }

// Problem is the message of a problem that has no place.
func (c *Messages) Problem(p *Problem, l text.Lang) string { return c.message(p.Code, p.Args, l) }

// Note is the text of a note.
func (c *Messages) Note(n Note, l text.Lang) string { return c.message(n.Code, n.Args, l) }

// Fix is the title of a fix.
func (c *Messages) Fix(f Fix, l text.Lang) string { return c.message(f.Code, f.Args, l) }

// Cause says what is likely wrong; empty when the message says it all.
func (c *Messages) Cause(d Diagnostic, l text.Lang) string {
	return fill(c.entries[d.Code].Cause.In(l), d.Args)
}

// Next says what to do; empty when that is plain.
func (c *Messages) Next(d Diagnostic, l text.Lang) string {
	return fill(c.entries[d.Code].Next.In(l), d.Args)
}

func (c *Messages) message(code Code, args []Arg, l text.Lang) string {
	e, ok := c.entries[code]
	if !ok {
		// A code without entry is a mistake in the program; the code still helps to report it.
		return "mdscript " + string(code)
	}
	return fill(e.Message.In(l), args)
}

// fill puts arguments into a text, in one pass: an argument is never searched again.
func fill(s string, args []Arg) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '{')
		if i < 0 || i+2 >= len(s) {
			break
		}
		b.WriteString(s[:i])
		n := int(s[i+1] - '0')
		if s[i+2] != '}' || n < 0 || n > 9 {
			b.WriteByte('{')
			s = s[i+1:]
			continue
		}
		if n < len(args) {
			b.WriteString(clean(args[n].text))
		}
		s = s[i+3:]
	}
	b.WriteString(s)
	return b.String()
}

// maxArgument bounds how much of an argument is shown, in characters.
const maxArgument = 80

// clean makes an argument fit to show: control characters and broken encoding are
// replaced, so that a script cannot command the terminal, and long ones are cut.
func clean(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] >= ' ' && s[i] < 0x7F
	}
	if plain && len(s) <= maxArgument {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == maxArgument {
			b.WriteString("…")
			break
		}
		b.WriteRune(visible(r))
		n++
	}
	return b.String()
}

func visible(r rune) rune {
	if r == utf8.RuneError || unicode.IsControl(r) || !unicode.IsGraphic(r) {
		return '\uFFFD'
	}
	return r
}
