// Package card words what the catalogue says about one register variable.
//
// In: a variable of a version. Out: labelled facts in both languages, its measurement dates
// in short, its code list on a day and over time, and a line that imports it. No data.
//
//	for _, f := range card.Facts(variable) {
//		fmt.Println(f.Label.EN, f.Value.EN) // Unit PERSON, identified by PERSONID_1
//	}
//	variable.ImportLine("db", variable.LastDay()) // import db/INNTEKT_WLONN 2023-12-31
package card

import (
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// Fact is one line about a variable. Name is for machines.
type Fact struct {
	Name  string
	Label text.Text
	Value text.Text
}

// Facts are all that applies to a variable but its name, title and codes, in the order in
// which people ask.
func Facts(v *catalogue.Variable) []Fact {
	var out []Fact
	add := func(name, nb, en string, value text.Text) {
		if value.Complete() {
			out = append(out, Fact{name, text.Text{NB: nb, EN: en}, value})
		}
	}
	if v.Description.NB != v.Title.NB { // else the title said it
		add("description", "Beskrivelse", "Description", v.Description)
	}
	add("unit", "Enhetstype", "Unit", unit(v.Unit))
	add("population", "Populasjon", "Population", v.Population)
	add("values", "Verdier", "Values", Values(v))
	add("temporality", "Temporalitet", "Temporality", temporality(v))
	add("validity", "Gyldighet", "Validity", validity(v))
	add("dates", "Måletidspunkt", "Dates", dates(v))
	add("subjects", "Emner", "Subjects", list(v.Subjects))
	add("sensitivity", "Sensitivitet", "Sensitivity", Sensitivity(v.Sensitivity))
	return out
}

func unit(u types.Unit) text.Text {
	if u.Identifier == "" {
		return text.Same(u.Code)
	}
	return text.Text{NB: u.Code + ", identifisert ved " + u.Identifier, EN: u.Code + ", identified by " + u.Identifier}
}

var kinds = map[types.Kind]text.Text{
	types.Boolean: {NB: "sannhetsverdi", EN: "truth value"}, types.Integer: {NB: "heltall", EN: "integer"},
	types.Decimal: {NB: "desimaltall", EN: "decimal number"}, types.Date: {NB: "dato", EN: "date"},
	types.Text: {NB: "tekst", EN: "alphanumeric"}, types.Key: {NB: "nøkkel", EN: "key"},
}

// Values says what the values are: type, unit of measure, what a key points at, codes.
func Values(v *catalogue.Variable) text.Text {
	out := kinds[v.Kind]
	if v.Refers != nil {
		out.NB += ", peker på " + v.Refers.Code
		out.EN += ", refers to " + v.Refers.Code
	}
	if v.Measure.Complete() {
		out.NB += ", " + v.Measure.NB
		out.EN += ", " + v.Measure.EN
	}
	if n := len(v.CodeLists); n > 0 {
		codes := Codes(len(v.CodeLists[n-1].Codes))
		out.NB += ", " + codes.NB
		out.EN += ", " + codes.EN
	} else if v.FreeText {
		out.NB += ", uten kodeliste"
		out.EN += ", no code list"
	}
	return out
}

// Codes counts codes in words.
func Codes(n int) text.Text {
	if n == 1 {
		return text.Text{NB: "1 kode", EN: "1 code"}
	}
	return text.Text{NB: strconv.Itoa(n) + " koder", EN: strconv.Itoa(n) + " codes"}
}

var temporalities = map[types.Temporality]struct{ word, use text.Text }{
	types.Fixed: {text.Text{NB: "fast", EN: "fixed"},
		text.Text{NB: "én verdi per enhet, importeres uten dato", EN: "one value per unit, imported without a date"}},
	types.Status: {text.Text{NB: "tverrsnitt", EN: "status"},
		text.Text{NB: "importeres på et måletidspunkt", EN: "imported at a measurement date"}},
	types.Accumulated: {text.Text{NB: "akkumulert", EN: "accumulated"},
		text.Text{NB: "sum over en periode, importeres med en dag i den", EN: "total of a period, imported by a day inside it"}},
	types.EventSpells: {text.Text{NB: "forløp", EN: "event"},
		text.Text{NB: "verdier fra og til en dag, importeres på en dag eller som forløp", EN: "values from a day to a day, imported at a day or as spells"}},
}

// Temporality is the word for a temporality.
func Temporality(t types.Temporality) text.Text { return temporalities[t].word }

func temporality(v *catalogue.Variable) text.Text {
	t := temporalities[v.Temporality]
	use := t.use
	if v.Temporality == types.Status && v.WholeMonth {
		use = text.Text{NB: "importeres på en hvilken som helst dag i måneden", EN: "imported at any day of the month"}
	}
	return text.Text{NB: t.word.NB + ": " + use.NB, EN: t.word.EN + ": " + use.EN}
}

func validity(v *catalogue.Variable) text.Text {
	if v.Temporality == types.Fixed {
		return text.Text{}
	}
	from, to := types.ISODate(v.FirstDay()), types.ISODate(v.LastDay())
	return text.Text{NB: from + " til " + to, EN: from + " to " + to}
}

var sensitivities = map[string]text.Text{
	"PERSON_GENERAL": {NB: "alminnelige personopplysninger (PERSON_GENERAL)", EN: "general personal data (PERSON_GENERAL)"},
	"PERSON_SPECIAL": {NB: "særlige kategorier av personopplysninger (PERSON_SPECIAL)", EN: "special categories of personal data (PERSON_SPECIAL)"},
	"PUBLIC":         {NB: "offentlig (PUBLIC)", EN: "public (PUBLIC)"},
	"NONPUBLIC":      {NB: "ikke offentlig (NONPUBLIC)", EN: "not public (NONPUBLIC)"},
}

// Sensitivity words a level of the metadata model; one it does not have is shown as it is.
func Sensitivity(level string) text.Text {
	if t, ok := sensitivities[level]; ok {
		return t
	}
	return text.Same(level)
}

// Sensitivities are the levels of the metadata model, the least sensitive first.
func Sensitivities() []string {
	return []string{"PUBLIC", "NONPUBLIC", "PERSON_GENERAL", "PERSON_SPECIAL"}
}

func list(of []text.Text) (out text.Text) {
	nb, en := make([]string, len(of)), make([]string, len(of))
	for i, t := range of {
		nb[i], en[i] = t.NB, t.EN
	}
	return text.Text{NB: strings.Join(nb, "; "), EN: strings.Join(en, "; ")}
}
