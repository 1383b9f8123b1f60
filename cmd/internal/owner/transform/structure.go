package transform

import (
	"bytes"
	"encoding/json"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
)

// The stored form of a dataset's metadata: spec/store.md §3.2.
type (
	structure struct {
		Name                  string     `json:"name"`
		Temporality           string     `json:"temporality"`
		LanguageCode          string     `json:"languageCode"`
		SensitivityLevel      string     `json:"sensitivityLevel"`
		PopulationDescription string     `json:"populationDescription"`
		SubjectFields         []string   `json:"subjectFields"`
		TemporalCoverage      *Span      `json:"temporalCoverage,omitempty"`
		TemporalStatusDates   []int      `json:"temporalStatusDates,omitempty"`
		TemporalEnd           *end       `json:"temporalEnd,omitempty"`
		MeasureVariable       variable   `json:"measureVariable"`
		IdentifierVariables   []variable `json:"identifierVariables"`
		AttributeVariables    []variable `json:"attributeVariables"`
	}
	end struct {
		Description string   `json:"description"`
		Successors  []string `json:"successors,omitempty"`
	}
	variable struct {
		Name         string        `json:"name"`
		Label        string        `json:"label"`
		Role         string        `json:"variableRole"`
		DataType     string        `json:"dataType"`
		NotPseudonym bool          `json:"notPseudonym"`
		Format       string        `json:"format,omitempty"`
		KeyType      *keyType      `json:"keyType,omitempty"`
		Represented  []represented `json:"representedVariables"`
	}
	keyType struct {
		Name        string `json:"name"`
		Label       string `json:"label"`
		Description string `json:"description"`
	}
	represented struct {
		Description string      `json:"description"`
		ValidPeriod *period     `json:"validPeriod,omitempty"`
		ValueDomain valueDomain `json:"valueDomain"`
	}
	period struct {
		Start int  `json:"start"`
		Stop  *int `json:"stop,omitempty"`
	}
	valueDomain struct {
		Description   string    `json:"description,omitempty"`
		UnitOfMeasure string    `json:"unitOfMeasure,omitempty"`
		CodeList      *[]code   `json:"codeList,omitempty"`
		MissingValues *[]string `json:"missingValues,omitempty"`
	}
	code struct {
		Category string `json:"category"`
		Code     string `json:"code"`
	}
)

// Span is the time that data cover, in days since 1970-01-01.
type Span struct {
	Start int `json:"start"`
	Stop  int `json:"stop"`
}

// fixedSince is the first day of every FIXED dataset, 1900-01-01.
const fixedSince = -25567

// storedTypes are the data types by their delivered name.
var storedTypes = map[string]string{"STRING": "String", "LONG": "Long", "DOUBLE": "Double", "DATE": "Instant"}

// describe makes the stored structure. Without data cover is nil: periods that follow from the
// data are left out. Errors: O1205.
func describe(name string, m metadata.Metadata, t metadata.Texts, cover *Span, statusDates []int) ([]byte, error) {
	identifier, _ := unittype.Find(m.UnitType)
	s := structure{
		Name: name, Temporality: m.Temporality, LanguageCode: "no", SensitivityLevel: m.Sensitivity,
		PopulationDescription: t.Population.NO, TemporalCoverage: cover, SubjectFields: []string{},
		IdentifierVariables: []variable{key(identifier, cover)},
		AttributeVariables:  []variable{attribute("START", "Startdato", "Start", cover), attribute("STOP", "Stoppdato", "Stop", cover)},
	}
	for _, subject := range t.Subjects {
		s.SubjectFields = append(s.SubjectFields, subject.NO)
	}
	if m.Temporality == "STATUS" {
		s.TemporalStatusDates = statusDates
	}
	if t.End != nil {
		s.TemporalEnd = &end{t.End.About.NO, t.End.Successors}
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
func key(u unittype.Type, cover *Span) variable {
	v := unitVariable(u)
	v.Name, v.Label, v.Role = u.Key, u.Label.NB, "Identifier"
	v.Represented = described("Identifikator for "+u.Label.NB, "Identifikator for "+u.Label.NB, "", cover)
	return v
}

func unitVariable(u unittype.Type) variable {
	v := variable{
		DataType: storedTypes[u.DataType], NotPseudonym: !u.Pseudonymised, Format: u.Format,
		KeyType: &keyType{u.Name, u.Label.NB, u.Description.NB},
	}
	if u.Pseudonymised {
		v.DataType = "Long"
	}
	return v
}

func attribute(name, label, role string, cover *Span) variable {
	return variable{Name: name, Label: label, Role: role, DataType: "Instant", NotPseudonym: true,
		Represented: described(label+" for raden", "Dager siden 1970-01-01", "", cover)}
}

// measure describes the measure. A unit is a key variable; only of municipalities there is a
// central list of codes.
func measure(name string, m metadata.Metadata, t metadata.Texts, cover *Span) variable {
	v := variable{DataType: storedTypes[m.DataType], NotPseudonym: true, Format: t.Format}
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
func described(about, domain, unit string, cover *Span) []represented {
	if unit == "" {
		unit = "N/A"
	}
	r := represented{Description: about, ValueDomain: valueDomain{Description: domain, UnitOfMeasure: unit}}
	if cover != nil {
		stop := cover.Stop
		r.ValidPeriod = &period{cover.Start, &stop}
	}
	return []represented{r}
}

// listed is a code list: for each period the codes that are valid in it, and the codes for missing
// values, which always are.
func listed(about string, periods []metadata.Period, titles map[metadata.Code]string, sentinels []metadata.Code, sentinelTitles []metadata.Text) []represented {
	var out []represented
	for _, p := range periods {
		list, missing := make([]code, 0, len(p.Codes)+len(sentinels)), make([]string, 0, len(sentinels))
		for _, c := range p.Codes {
			list = append(list, code{titles[c], c.Value})
		}
		for i, c := range sentinels {
			list, missing = append(list, code{sentinelTitles[i].NO, c.Value}), append(missing, c.Value)
		}
		r := represented{Description: about, ValidPeriod: &period{Start: p.First}, ValueDomain: valueDomain{CodeList: &list, MissingValues: &missing}}
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
