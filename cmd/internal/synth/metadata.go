package synth

import (
	"fmt"
	"sort"

	"github.com/mdscript/mdscript/lang/text"
)

// The stored metadata model of the public layout; see spec/store.md §3.
type (
	metadataAll struct {
		DataStore      dataStore   `json:"dataStore"`
		Languages      []language  `json:"languages"`
		DataStructures []structure `json:"dataStructures"`
	}
	dataStore struct {
		Name         string `json:"name"`
		Label        string `json:"label"`
		Description  string `json:"description"`
		LanguageCode string `json:"languageCode"`
	}
	language struct {
		Code  string `json:"code"`
		Label string `json:"label"`
	}
	structure struct {
		Name                  string     `json:"name"`
		Temporality           string     `json:"temporality"`
		LanguageCode          string     `json:"languageCode"`
		SensitivityLevel      string     `json:"sensitivityLevel"`
		PopulationDescription string     `json:"populationDescription"`
		SubjectFields         []string   `json:"subjectFields"`
		TemporalCoverage      span       `json:"temporalCoverage"`
		TemporalStatusDates   []int      `json:"temporalStatusDates,omitempty"`
		MeasureVariable       describe   `json:"measureVariable"`
		IdentifierVariables   []describe `json:"identifierVariables"`
		AttributeVariables    []describe `json:"attributeVariables"`
	}
	span struct {
		Start int `json:"start"`
		Stop  int `json:"stop"`
	}
	describe struct {
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
		Valid       openSpan    `json:"validPeriod"`
		Domain      valueDomain `json:"valueDomain"`
	}
	openSpan struct {
		Start int  `json:"start"`
		Stop  *int `json:"stop,omitempty"`
	}
	valueDomain struct {
		Description   string     `json:"description,omitempty"`
		UnitOfMeasure string     `json:"unitOfMeasure,omitempty"`
		CodeList      []codeItem `json:"codeList,omitempty"`
		MissingValues *[]string  `json:"missingValues,omitempty"`
	}
	codeItem struct {
		Category string `json:"category"`
		Code     string `json:"code"`
	}
)

// unitText describes a unit type; populationEN is the English of population.
type unitText struct{ key, nb, en, text, population, populationEN string }

var unitTexts = map[string]unitText{
	"PERSON": {"PERSONID_1", "Person", "Person", "Person i folkeregisteret", "Personer i den syntetiske befolkningen", "Persons of the synthetic population"},
	"FAMILIE": {"FAMILIE_ID", "Familie", "Family",
		"Familie, med eldste medlems nummer som nummer", "Familier i den syntetiske befolkningen", "Families of the synthetic population"},
	"JOBB": {"JOBBID_1", "Jobb", "Job", "Arbeidsforhold mellom en person og en virksomhet", "Jobber i den syntetiske befolkningen", "Jobs of the synthetic population"},
	"KURS": {"KURSID_1", "Kurs", "Course", "En persons deltakelse på et kurs eller utdanningstiltak",
		"Kurs tatt av personer i den syntetiske befolkningen", "Courses taken by persons of the synthetic population"},
	"KJORETOY": {"KJORETOY_ID", "Kjøretøy", "Vehicle", "Registrert kjøretøy", "Kjøretøy eid av personer i den syntetiske befolkningen", "Vehicles owned by persons of the synthetic population"},
	"KOMMUNE":  {"KOMMUNEID", "Kommune", "Municipality", "Kommune", "Kommuner", "Municipalities"},
}

// subjects of the catalogue in words.
var subjects = map[string]text.Text{
	"population": {NB: "Befolkning", EN: "Population"}, "family": {NB: "Familie og husholdning", EN: "Family and household"},
	"migration": {NB: "Inn- og utvandring", EN: "Migration"}, "income": {NB: "Inntekt og formue", EN: "Income and wealth"},
	"education": {NB: "Utdanning", EN: "Education"}, "courses": {NB: "Utdanning, kurs", EN: "Education, courses"},
	"job_seekers": {NB: "Arbeidssøkere", EN: "Job seekers"}, "work": {NB: "Sysselsetting", EN: "Employment"},
	"jobs": {NB: "Arbeidsforhold og lønn", EN: "Jobs and pay"}, "housing": {NB: "Boforhold", EN: "Housing"},
	"vehicles": {NB: "Kjøretøy", EN: "Vehicles"},
}

// measures are the units of numbers.
var measures = map[string]text.Text{
	"NOK": {NB: "Kroner", EN: "NOK"}, "HOURS": {NB: "Timer", EN: "Hours"}, "PERCENT": {NB: "Prosent", EN: "Percent"},
	"COUNT": {NB: "Antall", EN: "Count"}, "M2": {NB: "Kvadratmeter", EN: "Square metres"},
}

// coverage is the first and last day a variable has data for.
func (v *variable) coverage() span {
	switch {
	case v.spells != nil:
		return span{int(v.span.start), int(v.span.stop)}
	case v.at != nil:
		s := span{int(v.when.periods[0].start), int(v.when.periods[0].stop)}
		for _, p := range v.when.periods {
			s.Start, s.Stop = min(s.Start, int(p.start)), max(s.Stop, int(p.stop))
		}
		return s
	}
	return span{int(day(1900, 1, 1)), int(deliveryDay())}
}

// deliveryDay is the stop date of FIXED rows.
func deliveryDay() int16 { return newYear(lastYear) }

// structure describes one variable.
func (c *catalogue) structure(v *variable) (structure, error) {
	f := c.byName[v.name]
	if f == nil {
		return structure{}, fmt.Errorf("variable %s is not in the embedded catalogue", v.name)
	}
	unit, ok := unitTexts[f.UnitType]
	if !ok {
		return structure{}, fmt.Errorf("variable %s: unit type %s has no description", v.name, f.UnitType)
	}
	cov := v.coverage()
	s := structure{Name: v.name, Temporality: f.Temporality, LanguageCode: "no", SensitivityLevel: "PERSON_GENERAL",
		PopulationDescription: unit.population, SubjectFields: []string{subjects[f.Subject].NB}, TemporalCoverage: cov}
	if f.Sensitivity == "PERSON_SPECIAL_CATEGORY" {
		s.SensitivityLevel = "PERSON_SPECIAL"
	}
	if f.Temporality == "STATUS" {
		for _, p := range v.when.periods {
			s.TemporalStatusDates = append(s.TemporalStatusDates, int(p.start))
		}
		sort.Ints(s.TemporalStatusDates)
	}
	s.MeasureVariable = c.measure(v, f, cov)
	s.IdentifierVariables = []describe{{Name: unit.key, Label: unit.nb, Role: "Identifier", DataType: "Long", Format: "RandomUInt48",
		KeyType: keyOf(f.UnitType), Represented: plain("Pseudonym for "+unit.nb, "N/A", cov)}}
	s.AttributeVariables = []describe{
		{Name: "START", Label: "Startdato", Role: "Start", DataType: "Instant", NotPseudonym: true, Represented: plain("Startdato/måletidspunktet for hendelsen", "N/A", cov)},
		{Name: "STOP", Label: "Stoppdato", Role: "Stop", DataType: "Instant", NotPseudonym: true, Represented: plain("Stoppdato/sluttdato for hendelsen", "N/A", cov)},
	}
	return s, nil
}

func keyOf(unit string) *keyType {
	u := unitTexts[unit]
	return &keyType{Name: unit, Label: u.nb, Description: u.text}
}

func plain(text, unit string, cov span) []represented {
	stop := cov.Stop
	return []represented{{text, openSpan{cov.Start, &stop}, valueDomain{Description: text, UnitOfMeasure: unit}}}
}

func (c *catalogue) measure(v *variable, f *fact, cov span) describe {
	types := map[string]string{"STRING": "String", "LONG": "Long", "DOUBLE": "Double", "DATE": "Instant"}
	d := describe{Name: v.name, Label: f.Title, Role: "Measure", DataType: types[f.DataType], NotPseudonym: true}
	switch f.Encoding {
	case "yyyymm":
		d.Format = "YYYYMM"
	case "yyyy":
		d.Format = "YYYY"
	case "pseudonym":
		d.Format, d.NotPseudonym = "RandomUInt48", false
	}
	if f.RefersTo != "" {
		d.KeyType = keyOf(f.RefersTo)
	}
	text := f.Title + ". Syntetiske data."
	if f.CodeList != "" {
		d.Represented = c.periods(f.CodeList, text, cov)
		return d
	}
	unit := measures[f.Measure].NB
	if unit == "" {
		unit = "N/A"
	}
	d.Represented = plain(text, unit, cov)
	return d
}

// periods gives one represented variable for each time in which a list is constant,
// from the start of the coverage on.
func (c *catalogue) periods(list, text string, cov span) []represented {
	items := c.Lists[list]
	cuts := map[int]bool{cov.Start: true}
	at := func(iso string, open int) int {
		d, err := parseDay(iso)
		if err != nil { // empty: no limit
			return open
		}
		return int(d)
	}
	const never = 1 << 20
	for _, it := range items {
		for _, d := range []int{at(it[3], cov.Start), at(it[4], never-1) + 1} {
			if d > cov.Start && d <= cov.Stop {
				cuts[d] = true
			}
		}
	}
	var starts []int
	for d := range cuts {
		starts = append(starts, d)
	}
	sort.Ints(starts)
	var out []represented
	for i, from := range starts {
		r := represented{Description: text, Valid: openSpan{Start: from}}
		if i+1 < len(starts) {
			stop := starts[i+1] - 1
			r.Valid.Stop = &stop
		}
		for _, it := range items {
			if at(it[3], -never) <= from && at(it[4], never) >= from {
				r.Domain.CodeList = append(r.Domain.CodeList, codeItem{it[1], it[0]})
			}
		}
		r.Domain.MissingValues = &[]string{}
		out = append(out, r)
	}
	return out
}

// texts is the content of texts_en__M_m_p.json.
type texts struct {
	Texts        int                          `json:"texts"`
	LanguageCode string                       `json:"languageCode"`
	DataStore    map[string]string            `json:"dataStore"`
	Variables    map[string]variableText      `json:"variables"`
	KeyTypes     map[string]string            `json:"keyTypes"`
	Phrases      map[string]string            `json:"phrases"`
	CodeLists    map[string]map[string]string `json:"codeLists"`
}

type variableText struct {
	Label       string `json:"label"`
	Description string `json:"description"`
	Codes       string `json:"codes,omitempty"`
}

func (c *catalogue) english(all []variable) texts {
	t := texts{1, "en", map[string]string{"label": bankLabel.EN, "description": bankText.EN}, map[string]variableText{},
		map[string]string{}, map[string]string{}, map[string]map[string]string{}}
	for u, x := range unitTexts {
		t.KeyTypes[u], t.Phrases[x.population] = x.en, x.populationEN
	}
	for _, list := range []map[string]text.Text{subjects, measures} {
		for _, x := range list {
			t.Phrases[x.NB] = x.EN
		}
	}
	for i := range all {
		f := c.byName[all[i].name]
		labels := map[string]string{}
		for _, it := range c.Lists[f.CodeList] {
			if it[2] != "" {
				labels[it[0]] = it[2]
			}
		}
		v := variableText{Label: f.TitleEN, Description: f.TitleEN + ". Synthetic data."}
		if len(labels) > 0 {
			v.Codes = f.CodeList
			t.CodeLists[f.CodeList] = labels
		}
		t.Variables[f.Name] = v
	}
	return t
}

// dates is the content of dates__M_m_p.json.
type dates struct {
	Dates     int                      `json:"dates"`
	Variables map[string]variableDates `json:"variables"`
}

type variableDates struct {
	WholeMonth bool `json:"wholeMonth"`
}

// wholeMonths lists the status variables that hold for the whole month of their dates; ok is
// false when there are none.
func (c *catalogue) wholeMonths(all []variable) (d dates, ok bool) {
	d = dates{1, map[string]variableDates{}}
	for i := range all {
		if f := c.byName[all[i].name]; f.AnyDay && f.Temporality == "STATUS" {
			d.Variables[f.Name] = variableDates{true}
		}
	}
	return d, len(d.Variables) > 0
}
