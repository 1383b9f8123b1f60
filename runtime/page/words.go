package page

import (
	"fmt"
	"strings"

	"github.com/mdscript/mdscript/lang/text"
)

// Words that every picture of a document uses.
var (
	HiddenLine = text.Text{NB: "Tabellen er skjult.", EN: "The table is hidden."}
	EmptyLine  = text.Text{NB: "Tabellen har ingen rader.", EN: "The table has no rows."}

	rulesAbove = text.Text{NB: "Regler: %s, se over.", EN: "Rules: %s, see above."}
	synthetic  = text.Text{NB: "Syntetiske data: %s.", EN: "Synthetic data: %s."}
	population = text.Text{NB: "Populasjon: %s enheter. Policy: %s %s.", EN: "Population: %s units. Policy: %s %s."}
	policyOnly = text.Text{NB: "Policy: %s %s.", EN: "Policy: %s %s."}
	lineWord   = text.Text{NB: "linje", EN: "line"}
	severities = map[string]text.Text{
		"error": {NB: "feil", EN: "error"}, "warning": {NB: "advarsel", EN: "warning"}, "info": {NB: "merknad", EN: "info"},
	}
)

// Told remembers which notes a reader has seen in full. The zero value has told nothing.
type Told struct{ seen map[Note]bool }

// Split parts the notes of a block into those to be told in full, which are then told, and
// those told before. A note without a rule is about its table alone and always told.
func (t *Told) Split(notes []Note) (fresh, known []Note) {
	if t.seen == nil {
		t.seen = map[Note]bool{}
	}
	for _, n := range notes {
		if n.Rule != "" && t.seen[n] {
			known = append(known, n)
			continue
		}
		t.seen[n] = true
		fresh = append(fresh, n)
	}
	return fresh, known
}

// RulesLine names the rules of notes told before; empty without any.
func RulesLine(known []Note, lang text.Lang) string {
	if len(known) == 0 {
		return ""
	}
	ids := make([]string, len(known))
	for i, n := range known {
		ids[i] = n.Rule
	}
	return fmt.Sprintf(rulesAbove.In(lang), strings.Join(ids, " "))
}

// AboutLine says what a result is about and under which policy it was made; empty for facts
// of the catalogue.
func AboutLine(b *Block, lang text.Lang) string {
	switch {
	case b.Policy == nil:
		return ""
	case b.Population == nil:
		return fmt.Sprintf(policyOnly.In(lang), b.Policy.Profile, b.Policy.Short())
	}
	return fmt.Sprintf(population.In(lang), b.Population.Format(), b.Policy.Profile, b.Policy.Short())
}

// SyntheticLine names the banks with invented data; empty without any.
func SyntheticLine(banks []Bank, lang text.Lang) string {
	var names []string
	for _, b := range banks {
		if b.Synthetic {
			names = append(names, b.String())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(synthetic.In(lang), strings.Join(names, ", "))
}

// String is the bank's name and version.
func (b Bank) String() string { return b.Name + " " + b.Version }

// String is the note with its rule before it.
func (n Note) String() string {
	if n.Rule == "" {
		return n.Text
	}
	return n.Rule + ": " + n.Text
}

// Short is the beginning of the policy's hash, enough to cite it.
func (p Policy) Short() string { return p.Hash[:min(8, len(p.Hash))] }

// Heading is the title of the block, else the line it comes from, with the turn of a loop.
func (b *Block) Heading() string {
	switch {
	case b.Title != "":
		return b.Title
	case b.Turn != "":
		return b.Source + "  (" + b.Turn + ")"
	}
	return b.Source
}

// Place says how grave a problem is, and where: "error T0006, line 3".
func (p Problem) Place(lang text.Lang) string {
	s := severities[p.Severity].In(lang) + " " + p.Code
	if p.Line > 0 {
		s += fmt.Sprintf(", %s %d", lineWord.In(lang), p.Line)
	}
	return s
}
