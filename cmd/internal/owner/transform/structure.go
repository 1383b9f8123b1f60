package transform

import (
	"bytes"
	"encoding/json"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
	"github.com/mdscript/mdscript/cmd/internal/stored"
)

// Span is the time that data cover, in days since 1970-01-01.
type Span = stored.Span

// fixedSince is the first day of every FIXED dataset, 1900-01-01.
const fixedSince = -25567

// storedTypes are the data types by their delivered name.
var storedTypes = map[string]string{"STRING": "String", "LONG": "Long", "DOUBLE": "Double", "DATE": "Instant"}

// describe makes the stored structure. Without data cover is nil: periods that follow from the
// data are left out. Errors: O1205.
func describe(name string, m metadata.Metadata, t metadata.Texts, cover *Span, statusDates []int) ([]byte, error) {
	identifier, _ := unittype.Find(m.UnitType)
	s := stored.Structure{
		Name: name, Temporality: m.Temporality, LanguageCode: "no", SensitivityLevel: m.Sensitivity,
		PopulationDescription: t.Population.NO, TemporalCoverage: cover, SubjectFields: []string{},
		IdentifierVariables: []stored.Variable{key(identifier, cover)},
		AttributeVariables:  []stored.Variable{attribute("START", "Startdato", "Start", cover), attribute("STOP", "Stoppdato", "Stop", cover)},
	}
	for _, subject := range t.Subjects {
		s.SubjectFields = append(s.SubjectFields, subject.NO)
	}
	if m.Temporality == "STATUS" {
		s.TemporalStatusDates = statusDates
	}
	if t.End != nil {
		s.TemporalEnd = &stored.End{Description: t.End.About.NO, Successors: t.End.Successors}
	}
	s.MeasureVariable = measure(name, m, t, cover)
	if len(s.MeasureVariable.Represented) == 0 {
		return nil, finding.Refuse(finding.NoPeriod, name)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(s)
	return bytes.TrimSpace(b.Bytes()), err
}

// key describes an identifier: everything about it but its unit type is defined centrally.
func key(u unittype.Type, cover *Span) stored.Variable {
	v := unitVariable(u)
	v.Name, v.Label, v.Role = u.Key, u.Label.NB, "Identifier"
	v.Represented = described("Identifikator for "+u.Label.NB, "Identifikator for "+u.Label.NB, "", cover)
	return v
}

func unitVariable(u unittype.Type) stored.Variable {
	v := stored.Variable{
		DataType: storedTypes[u.DataType], NotPseudonym: !u.Pseudonymised, Format: u.Format,
		KeyType: &stored.KeyType{Name: u.Name, Label: u.Label.NB, Description: u.Description.NB},
	}
	if u.Pseudonymised {
		v.DataType = "Long"
	}
	return v
}

func attribute(name, label, role string, cover *Span) stored.Variable {
	return stored.Variable{Name: name, Label: label, Role: role, DataType: "Instant", NotPseudonym: true,
		Represented: described(label+" for raden", "Dager siden 1970-01-01", "", cover)}
}

// measure describes the measure. A unit is a key variable; only of municipalities there is a
// central list of codes.
func measure(name string, m metadata.Metadata, t metadata.Texts, cover *Span) stored.Variable {
	v := stored.Variable{DataType: storedTypes[m.DataType], NotPseudonym: true, Format: t.Format}
	about := t.About.NO
	switch u, isUnit := unittype.Find(m.MeasureUnit); {
	case isUnit && m.MeasureUnit == "KOMMUNE":
		v = unitVariable(u)
		codes, titles := municipalities()
		v.Represented = listed(about, meeting(metadata.Periods(codes), cover), titles, nil, nil)
	case isUnit:
		v = unitVariable(u)
		v.Represented = described(about, u.Description.NB, "", cover)
	case m.Enumerated:
		titles := map[metadata.Code]string{}
		for i, c := range m.Codes {
			titles[c] = t.Codes[i].NO
		}
		v.Represented = listed(about, metadata.Periods(m.Codes), titles, m.Sentinels, t.Sentinels)
	default:
		v.Represented = described(about, t.Domain.NO, t.Unit.NO, cover)
	}
	v.Name, v.Label, v.Role = name, t.Label.NO, "Measure"
	return v
}

// described is a value domain in words, which holds for the time of the data.
func described(about, domain, unit string, cover *Span) []stored.Represented {
	if unit == "" {
		unit = "N/A"
	}
	r := stored.Represented{Description: about, ValueDomain: stored.ValueDomain{Description: domain, UnitOfMeasure: unit}}
	if cover != nil {
		stop := cover.Stop
		r.ValidPeriod = &stored.Period{Start: cover.Start, Stop: &stop}
	}
	return []stored.Represented{r}
}

// listed is a code list: for each period the codes that are valid in it, and the codes for missing
// values, which always are.
func listed(about string, periods []metadata.Period, titles map[metadata.Code]string, sentinels []metadata.Code, sentinelTitles []metadata.Text) []stored.Represented {
	var out []stored.Represented
	for _, p := range periods {
		list, missing := make([]stored.Code, 0, len(p.Codes)+len(sentinels)), make([]string, 0, len(sentinels))
		for _, c := range p.Codes {
			list = append(list, stored.Code{Category: titles[c], Code: c.Value})
		}
		for i, c := range sentinels {
			list, missing = append(list, stored.Code{Category: sentinelTitles[i].NO, Code: c.Value}), append(missing, c.Value)
		}
		r := stored.Represented{Description: about, ValidPeriod: &stored.Period{Start: p.First}, ValueDomain: stored.ValueDomain{CodeList: &list, MissingValues: &missing}}
		if !p.Open {
			stop := p.Last
			r.ValidPeriod.Stop = &stop
		}
		out = append(out, r)
	}
	return out
}

func municipalities() (codes []metadata.Code, titles map[metadata.Code]string) {
	titles = map[metadata.Code]string{}
	for _, m := range unittype.Municipalities() {
		c := metadata.Code{Value: m.Code, From: m.From, Until: m.Until, Open: m.Open}
		codes, titles[c] = append(codes, c), m.Name
	}
	return codes, titles
}

// meeting leaves out the periods that the data do not touch: the central list has been changed
// some sixty times since 1838, and each period holds hundreds of codes.
func meeting(periods []metadata.Period, cover *Span) []metadata.Period {
	if cover == nil {
		return periods
	}
	var out []metadata.Period
	for _, p := range periods {
		if p.First <= cover.Stop && (p.Open || p.Last >= cover.Start) {
			out = append(out, p)
		}
	}
	return out
}

// English is what the delivery says in English, for the texts beside the metadata: spec/store.md
// §3.6. Codes are by code, KeyTypes by unit type, Phrases by the Norwegian wording.
type English struct {
	Label       string
	Description string
	Codes       map[string]string
	KeyTypes    map[string]string
	Phrases     map[string]string
}

// english collects the English texts. Of a code with several titles the latest counts.
func english(m metadata.Metadata, t metadata.Texts) English {
	e := English{Label: t.Label.EN, Description: t.About.EN, Codes: map[string]string{}, KeyTypes: map[string]string{}, Phrases: map[string]string{}}
	latest := map[string]int{}
	for i, c := range m.Codes {
		if from, known := latest[c.Value]; t.Codes[i].EN != "" && (!known || c.From >= from) {
			e.Codes[c.Value], latest[c.Value] = t.Codes[i].EN, c.From
		}
	}
	for i, c := range m.Sentinels {
		if t.Sentinels[i].EN != "" {
			e.Codes[c.Value] = t.Sentinels[i].EN
		}
	}
	for _, name := range []string{m.UnitType, m.MeasureUnit} {
		if u, ok := unittype.Find(name); ok {
			e.KeyTypes[name] = u.Label.EN
		}
	}
	for _, p := range append([]metadata.Text{t.Population, t.Unit}, t.Subjects...) {
		if p.NO != "" && p.EN != "" {
			e.Phrases[p.NO] = p.EN
		}
	}
	return e
}
