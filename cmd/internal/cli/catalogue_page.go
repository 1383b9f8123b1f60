package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/card"
	"github.com/mdscript/mdscript/lang/catalogue/search"
	"github.com/mdscript/mdscript/lang/types"
)

// What a page shows of long code lists and of their changes, unless --codes asks for all.
const (
	mostCodes   = 30
	mostChanges = 3
	indent      = "  "
)

// pages shows all about a variable, once for each bank that has it.
func (c *console) pages(found []search.Entry, f *catalogueFlags, day int, dated bool) error {
	if f.json {
		return c.writeJSON(pagesJSON(found, day, dated))
	}
	l := c.leaf()
	for i, e := range found {
		if i > 0 {
			l.WriteString("\n")
		}
		at := e.Variable.LastDay()
		fits := dated && e.Variable.Holds(day)
		if fits {
			at = day
		}
		c.facts(l, e)
		if dated && !fits {
			l.line("")
			l.line(fmt.Sprintf(c.word("Kan ikke importeres %s; kodene er de som gjelder nærmest den dagen.", "It cannot be imported at %s; the codes are those valid nearest to that day."), types.ISODate(day)))
		}
		c.importLines(l, e, at)
		if dated {
			at = day
		}
		c.codeList(l, e.Variable, at, f.codes)
		c.codePeriods(l, e.Variable, f.codes)
	}
	return c.write(l)
}

func (c *console) facts(l *leaf, e search.Entry) {
	v := e.Variable
	l.line(v.Name)
	l.line(v.Title.In(c.lang))
	l.WriteString("\n")
	facts := card.Facts(v)
	bank := c.word("Database", "Database")
	widest := utf8.RuneCountInString(bank)
	for _, fact := range facts {
		widest = max(widest, utf8.RuneCountInString(fact.Label.In(c.lang)))
	}
	column := len(indent) + widest + 2
	l.entry(indent+bank, column, e.Version.Bank()+" "+e.Version.String())
	for _, fact := range facts {
		l.entry(indent+fact.Label.In(c.lang), column, fact.Value.In(c.lang))
	}
}

// importLines shows the lines of a script that bring the variable in.
func (c *console) importLines(l *leaf, e search.Entry, day int) {
	l.WriteString("\n" + indent + c.word("I et skript", "In a script") + "\n")
	for _, s := range scriptLines(e, day) {
		l.WriteString(indent + indent + s + "\n")
	}
}

// scriptLines are the lines that link the database and import the variable.
func scriptLines(e search.Entry, day int) []string {
	major, _, _ := strings.Cut(e.Version.String(), ".")
	return []string{"require " + e.Version.Bank() + ":" + major + " as db", "create-dataset data", e.Variable.ImportLine("db", day)}
}

func (c *console) codeList(l *leaf, v *catalogue.Variable, day int, all bool) {
	list := card.CodesAt(v, day)
	if list == nil {
		return
	}
	head := c.word("Koder", "Codes")
	if v.Temporality != types.Fixed {
		head += c.word(" den ", " at ") + types.ISODate(day)
	}
	l.WriteString("\n" + indent + head + "\n")
	codes := list.Codes
	if !all {
		codes = codes[:min(len(codes), mostCodes)]
	}
	widest := 0
	for _, code := range codes {
		widest = max(widest, utf8.RuneCountInString(code.Code))
	}
	for _, code := range codes {
		label := code.Label.In(c.lang)
		if code.Missing {
			label += c.word(" (manglende verdi)", " (missing value)")
		}
		l.entry(indent+indent+code.Code, 2*len(indent)+widest+2, label)
	}
	if more := len(list.Codes) - len(codes); more > 0 {
		l.WriteString(indent + indent + fmt.Sprintf(c.word("… og %d til; --codes viser alle.", "… and %d more; --codes shows all."), more) + "\n")
	}
}

// codePeriods tells when the code list changed, and how.
func (c *console) codePeriods(l *leaf, v *catalogue.Variable, all bool) {
	periods := card.Periods(v)
	if len(periods) < 2 {
		return
	}
	l.WriteString("\n" + indent + c.word("Kodelisten over tid", "The code list over time") + "\n")
	for _, p := range periods {
		to := c.word("nå", "now")
		if p.List.To != catalogue.NoEnd {
			to = types.ISODate(p.List.To)
		}
		parts := []string{card.Codes(len(p.List.Codes)).In(c.lang)}
		for _, change := range []struct {
			nb, en string
			codes  []catalogue.Code
		}{{"nye", "new", p.New}, {"utgått", "ended", p.Ended}, {"nytt navn", "renamed", p.Renamed}} {
			if len(change.codes) > 0 {
				parts = append(parts, fmt.Sprintf("%d %s: %s", len(change.codes), c.word(change.nb, change.en), c.some(change.codes, all)))
			}
		}
		l.entry(indent+indent+types.ISODate(p.List.From)+c.word(" til ", " to ")+to, 2*len(indent)+27, strings.Join(parts, "; "))
	}
}

// some names codes, the first few unless all are asked for.
func (c *console) some(codes []catalogue.Code, all bool) string {
	var names []string
	for i, code := range codes {
		if !all && i == mostChanges {
			names = append(names, "…")
			break
		}
		names = append(names, code.Code+" "+code.Label.In(c.lang))
	}
	return strings.Join(names, ", ")
}
