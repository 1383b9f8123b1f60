package cli

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/card"
	"github.com/mdscript/mdscript/lang/catalogue/search"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/engine"
)

// leaf is text that is written in the width of a terminal.
type leaf struct {
	strings.Builder
	width int
}

func (c *console) leaf() *leaf {
	l := &leaf{width: 80}
	if f, ok := c.out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w >= 40 {
			l.width = min(w, 120)
		}
	}
	return l
}

// entry writes a head and a text beside it, broken at blanks and indented as far as it began.
func (l *leaf) entry(head string, column int, body string) {
	line := head + strings.Repeat(" ", max(0, column-utf8.RuneCountInString(head)))
	at, fresh := utf8.RuneCountInString(line), true
	l.WriteString(line)
	for _, word := range strings.Fields(body) {
		n := utf8.RuneCountInString(word)
		switch {
		case fresh:
		case at+1+n > l.width:
			l.WriteString("\n" + strings.Repeat(" ", column))
			at = column
		default:
			l.WriteString(" ")
			at++
		}
		l.WriteString(word)
		at, fresh = at+n, false
	}
	l.WriteString("\n")
}

func (l *leaf) line(s string) { l.entry("", 0, s) }

// write sends a leaf to standard output.
func (c *console) write(l *leaf) error {
	if _, err := fmt.Fprint(c.out, l.String()); err != nil {
		return c.unwritten("-")
	}
	return nil
}

// overview says which banks there are and what they are about.
func (c *console) overview(cat catalogue.Catalogue, versions []catalogue.Version, all []search.Entry, asJSON bool) error {
	if asJSON {
		return c.writeJSON(overviewJSON(cat, versions, all))
	}
	l := c.leaf()
	for _, v := range versions {
		releases := 0
		if b, ok := cat.Bank(v.Bank()); ok {
			releases = len(b.Versions())
		}
		l.line(fmt.Sprintf("%s %s: %s, %s", v.Bank(), v, c.count(len(v.Names()), "variabel", "variabler", "variable", "variables"),
			c.count(releases, "versjon", "versjoner", "version", "versions")))
		c.subjects(l, v, all)
		l.WriteString("\n")
	}
	l.line(c.word("Søk: mdscript catalogue ORD. Alt om én variabel: mdscript catalogue VARIABEL. Filtre: --unit --subject --temporality --sensitivity --date.",
		"Search: mdscript catalogue WORDS. All about one variable: mdscript catalogue VARIABLE. Filters: --unit --subject --temporality --sensitivity --date."))
	return c.write(l)
}

// subjects counts the variables of each subject of a version.
func (c *console) subjects(l *leaf, v catalogue.Version, all []search.Entry) {
	count := map[string]int{}
	widest := 0
	for _, e := range all {
		if e.Version != v {
			continue
		}
		for _, s := range e.Variable.Subjects {
			name := s.In(c.lang)
			count[name]++
			widest = max(widest, utf8.RuneCountInString(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(count)) {
		fmt.Fprintf(l, "  %s%s%6d\n", name, strings.Repeat(" ", widest-utf8.RuneCountInString(name)), count[name])
	}
}

// count is a number with its noun.
func (c *console) count(n int, oneNB, manyNB, oneEN, manyEN string) string {
	if n == 1 {
		return "1 " + c.word(oneNB, oneEN)
	}
	return fmt.Sprint(n) + " " + c.word(manyNB, manyEN)
}

// find answers a search. Nothing found is exit 1.
func (c *console) find(index *search.Index, f *catalogueFlags, words string) error {
	query := search.Parse(words)
	found := index.Find(query)
	found.Hits = slices.DeleteFunc(found.Hits, func(h search.Hit) bool { return !f.filter.lets(h.Entry.Variable) })
	if f.json {
		if err := c.writeJSON(foundJSON(query, found, words, f.limit)); err != nil {
			return err
		}
	} else if err := c.listed(query, found, f.limit); err != nil {
		return err
	}
	if len(found.Hits) == 0 {
		return exitError(engine.ExitScript)
	}
	return nil
}

func (c *console) listed(query search.Query, found search.Found, limit int) error {
	l := c.leaf()
	for _, i := range found.Instead {
		l.line(fmt.Sprintf(c.word("«%s» står ingen steder; de nærmeste ordene: %s.", "'%s' stands nowhere; the nearest words: %s."), i.Word, strings.Join(i.Near, ", ")))
	}
	switch n := len(found.Hits); {
	case n == 0:
		l.line(c.word("Ingen variabler passer. Prøv færre ord, eller mdscript catalogue for emnene.", "No variable fits. Try fewer words, or mdscript catalogue for the subjects."))
		return c.write(l)
	case found.Part:
		l.line(c.word("Ingen variabel har alle ordene; disse har flest.", "No variable has all the words; these have most."))
	}
	shown := len(found.Hits)
	if limit > 0 {
		shown = min(shown, limit)
	}
	several := slices.ContainsFunc(found.Hits, func(h search.Hit) bool { return h.Entry.Version != found.Hits[0].Entry.Version })
	for _, h := range found.Hits[:shown] {
		c.hit(l, query, h, several)
	}
	if more := len(found.Hits) - shown; more > 0 {
		l.line(fmt.Sprintf(c.word("… og %d til; --limit 0 viser alle.", "… and %d more; --limit 0 shows all."), more))
	}
	return c.write(l)
}

// hit writes one variable of a list: name and title, then what it is, and where when the list
// is of several banks.
func (c *console) hit(l *leaf, query search.Query, h search.Hit, several bool) {
	v := h.Entry.Variable
	l.entry(v.Name+"  ", 4, v.Title.In(c.lang))
	facts := []string{v.Unit.Code, card.Temporality(v.Temporality).In(c.lang)}
	if v.Temporality != types.Fixed {
		facts = append(facts, types.ISODate(v.FirstDay())+c.word(" til ", " to ")+types.ISODate(v.LastDay()))
	}
	for _, s := range v.Subjects {
		facts = append(facts, s.In(c.lang))
	}
	if several {
		facts = append(facts, h.Entry.Version.Bank())
	}
	l.entry("", 4, strings.Join(facts, " · "))
	if h.Field != search.Label {
		return
	}
	if code, label := c.labelWith(v, query); label != "" {
		l.entry("", 4, c.word("kode ", "code ")+code+": "+label)
	}
}

// labelWith is the shortest label of the latest code list that has a word of the query, in
// the reader's language where that has it.
func (c *console) labelWith(v *catalogue.Variable, query search.Query) (code, label string) {
	for i := len(v.CodeLists) - 1; i >= 0 && label == ""; i-- {
		for _, it := range v.CodeLists[i].Codes {
			for _, words := range []string{it.Label.In(c.lang), it.Label.NB, it.Label.EN} {
				folded := search.Fold(words)
				if slices.ContainsFunc(query.Words, func(w string) bool { return strings.Contains(folded, w) }) {
					if label == "" || len(words) < len(label) {
						code, label = it.Code, words
					}
					break
				}
			}
		}
	}
	return code, label
}
