package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/stored"
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

import (
	"fmt"
	"sort"

	"github.com/mdscript/mdscript/lang/text"
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
	"HUSHOLDNING": {"HUSHOLDNING_ID", "Husholdning", "Household", "Husholdning, med eldste medlems nummer som nummer",
		"Husholdninger i den syntetiske befolkningen", "Households of the synthetic population"},
	"SOESKEN": {"SOESKEN_ID", "Søsken", "Siblings", "Søskenflokk, med eldste medlems nummer som nummer",
		"Søskenflokker i den syntetiske befolkningen", "Siblings of the synthetic population"},
	"FORETAK": {"FORETAK_ID", "Foretak", "Enterprise", "Foretak", "Oppdiktede foretak", "Invented enterprises"},
	"VIRKSOMHET": {"VIRKSOMHET_ID", "Virksomhet", "Establishment", "Virksomhet, en lokal enhet av et foretak",
		"Oppdiktede virksomheter", "Invented establishments"},
	"MALEPUNKT": {"MALEPUNKT_ID", "Målepunkt", "Metering point", "Målepunkt for strøm", "Målepunkter i den syntetiske befolkningen", "Metering points of the synthetic population"},
	"TRAFIKKULYKKE": {"TRAFIKKULYKKE_ID", "Trafikkulykke", "Road traffic accident", "Trafikkulykke med personskade",
		"Oppdiktede trafikkulykker", "Invented road traffic accidents"},
	"TRAFIKKULYKKE_PERSON": {"PERSON_TRAFIKKULYKKE_ID", "Person i trafikkulykke", "Person in road traffic accident", "En person i en trafikkulykke",
		"Personer i oppdiktede trafikkulykker", "Persons in invented road traffic accidents"},
	"NPR_SYKEHUSOPPHOLD": {"NPR_SYKEHUSOPPHOLDID", "Sykehusopphold NPR", "Hospital stay NPR", "Et opphold på sykehus",
		"Sykehusopphold i den syntetiske befolkningen", "Hospital stays of the synthetic population"},
}

// subjectTexts are the subjects of the catalogue in words.
var subjectTexts = map[string]text.Text{
	"population": {NB: "Befolkning", EN: "Population"}, "family": {NB: "Familie og husholdning", EN: "Family and household"},
	"migration": {NB: "Inn- og utvandring", EN: "Migration"}, "income": {NB: "Inntekt og formue", EN: "Income and wealth"},
	"education": {NB: "Utdanning", EN: "Education"}, "courses": {NB: "Utdanning, kurs", EN: "Education, courses"},
	"job_seekers": {NB: "Arbeidssøkere", EN: "Job seekers"}, "work": {NB: "Sysselsetting", EN: "Employment"},
	"jobs": {NB: "Arbeidsforhold og lønn", EN: "Jobs and pay"}, "housing": {NB: "Boforhold", EN: "Housing"},
	"vehicles": {NB: "Kjøretøy", EN: "Vehicles"}, "benefits": {NB: "Trygd og stønader", EN: "Benefits"},
	"child_welfare": {NB: "Barnevern", EN: "Child welfare"}, "crime": {NB: "Kriminalitet", EN: "Crime"},
	"elections": {NB: "Valg", EN: "Elections"}, "energy": {NB: "Energi", EN: "Energy"}, "grades": {NB: "Karakterer og prøver", EN: "Grades and tests"},
	"health": {NB: "Helse", EN: "Health"}, "housing_allowance": {NB: "Bostøtte", EN: "Housing allowance"},
	"integration": {NB: "Integrering", EN: "Integration"}, "labour_status": {NB: "Arbeidsmarkedsstatus", EN: "Labour market status"},
	"municipal_environment": {NB: "Kommunal klima og miljø", EN: "Municipal environment"}, "municipal_finance": {NB: "Kommuneregnskap", EN: "Municipal finance"},
	"sick_leave": {NB: "Sykefravær", EN: "Sick leave"}, "student_finance": {NB: "Studiefinansiering", EN: "Student finance"},
	"tax": {NB: "Skatt", EN: "Tax"}, "traffic_accidents": {NB: "Trafikkulykker", EN: "Road traffic accidents"},
}

// measures are the units of numbers.
var measures = map[string]text.Text{
	"NOK": {NB: "Kroner", EN: "NOK"}, "HOURS": {NB: "Timer", EN: "Hours"}, "PERCENT": {NB: "Prosent", EN: "Percent"},
	"COUNT": {NB: "Antall", EN: "Count"}, "M2": {NB: "Kvadratmeter", EN: "Square metres"},
	"NOK_1000": {NB: "1000 kroner", EN: "NOK 1000"}, "POINTS": {NB: "Poeng", EN: "Points"}, "YEARS": {NB: "År", EN: "Years"},
	"SEMESTERS": {NB: "Semestre", EN: "Semesters"}, "KG": {NB: "Kilogram", EN: "Kilograms"}, "FACTOR": {NB: "Faktor", EN: "Factor"},
	"DAYS": {NB: "Dager", EN: "Days"}, "KWH": {NB: "Kilowattimer", EN: "Kilowatt hours"}, "CM": {NB: "Centimeter", EN: "Centimetres"},
	"KM": {NB: "Kilometer", EN: "Kilometres"}, "WEEKS": {NB: "Uker", EN: "Weeks"}, "RATIO": {NB: "Forholdstall", EN: "Ratio"},
	"G_PER_KM": {NB: "Gram per kilometer", EN: "Grams per kilometre"}, "L_PER_10KM": {NB: "Liter per mil", EN: "Litres per 10 kilometres"},
	"WEIGHT": {NB: "Vekt", EN: "Weight"},
}

// words turns facts of the catalogue into the metadata of a store.
type words struct{ *names.Catalogue }

// structure describes one variable.
func (c words) structure(v *variable.Variable) (stored.Structure, error) {
	f := c.ByName[v.Name]
	if f == nil {
		return stored.Structure{}, fmt.Errorf("variable %s is not in the embedded catalogue", v.Name)
	}
	unit, ok := unitTexts[f.UnitType]
	if !ok {
		return stored.Structure{}, fmt.Errorf("variable %s: unit type %s has no description", v.Name, f.UnitType)
	}
	first, last := v.Coverage()
	cov := stored.Span{Start: int(first), Stop: int(last)}
	s := stored.Structure{Name: v.Name, Temporality: f.Temporality, LanguageCode: "no", SensitivityLevel: "PERSON_GENERAL",
		PopulationDescription: unit.population, SubjectFields: []string{subjectTexts[f.Subject].NB}, TemporalCoverage: &cov}
	switch {
	case f.Sensitivity == "PERSON_SPECIAL_CATEGORY":
		s.SensitivityLevel = "PERSON_SPECIAL"
	case f.UnitType == "KOMMUNE":
		s.SensitivityLevel = "PUBLIC"
	}
	if f.Temporality == "STATUS" {
		for _, p := range v.When.Periods {
			s.TemporalStatusDates = append(s.TemporalStatusDates, int(p.Start))
		}
		sort.Ints(s.TemporalStatusDates)
	}
	s.MeasureVariable = c.measure(v, f, cov)
	s.IdentifierVariables = []stored.Variable{c.identifier(f.UnitType, cov)}
	s.AttributeVariables = []stored.Variable{
		{Name: "START", Label: "Startdato", Role: "Start", DataType: "Instant", NotPseudonym: true, Represented: plain("Startdato/måletidspunktet for hendelsen", "N/A", cov)},
		{Name: "STOP", Label: "Stoppdato", Role: "Stop", DataType: "Instant", NotPseudonym: true, Represented: plain("Stoppdato/sluttdato for hendelsen", "N/A", cov)},
	}
	return s, nil
}

// identifier describes the units of a type; municipalities have their codes, others pseudonyms.
func (c words) identifier(unitType string, cov stored.Span) stored.Variable {
	unit := unitTexts[unitType]
	d := stored.Variable{Name: unit.key, Label: unit.nb, Role: "Identifier", DataType: "Long", Format: "RandomUInt48",
		KeyType: keyOf(unitType), Represented: plain("Pseudonym for "+unit.nb, "N/A", cov)}
	if unitType == "KOMMUNE" {
		d.DataType, d.Format, d.NotPseudonym = "String", "", true
		d.Represented = plain("Kommunenummer", "N/A", cov) // the list a hundred times over would be most of the metadata
	}
	return d
}

func keyOf(unit string) *stored.KeyType {
	u := unitTexts[unit]
	return &stored.KeyType{Name: unit, Label: u.nb, Description: u.text}
}

func plain(text, unit string, cov stored.Span) []stored.Represented {
	stop := cov.Stop
	return []stored.Represented{{Description: text, ValidPeriod: &stored.Period{Start: cov.Start, Stop: &stop}, ValueDomain: stored.ValueDomain{Description: text, UnitOfMeasure: unit}}}
}

func (c words) measure(v *variable.Variable, f *names.Fact, cov stored.Span) stored.Variable {
	types := map[string]string{"STRING": "String", "LONG": "Long", "DOUBLE": "Double", "DATE": "Instant"}
	d := stored.Variable{Name: v.Name, Label: f.Title, Role: "Measure", DataType: types[f.DataType], NotPseudonym: true}
	switch f.Encoding {
	case "yyyymm":
		d.Format = "YYYYMM"
	case "yyyymmdd":
		d.Format = "YYYYMMDD"
	case "yyyy":
		d.Format = "YYYY"
	case "hhmm":
		d.Format = "HHMM"
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
func (c words) periods(list, text string, cov stored.Span) []stored.Represented {
	items := c.Lists[list]
	cuts := map[int]bool{cov.Start: true}
	at := func(iso string, open int) int {
		d, err := calendar.ParseDay(iso)
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
	var out []stored.Represented
	for i, from := range starts {
		r, codes := stored.Represented{Description: text, ValidPeriod: &stored.Period{Start: from}}, []stored.Code{}
		if i+1 < len(starts) {
			stop := starts[i+1] - 1
			r.ValidPeriod.Stop = &stop
		}
		for _, it := range items {
			if at(it[3], -never) <= from && at(it[4], never) >= from {
				codes = append(codes, stored.Code{Category: it[1], Code: it[0]})
			}
		}
		r.ValueDomain.CodeList, r.ValueDomain.MissingValues = &codes, &[]string{}
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

func (c words) english(b databank, all []variable.Variable) texts {
	t := texts{1, "en", map[string]string{"label": b.label.EN, "description": b.text.EN}, map[string]variableText{},
		map[string]string{}, map[string]string{}, map[string]map[string]string{}}
	for u, x := range unitTexts {
		t.KeyTypes[u], t.Phrases[x.population] = x.en, x.populationEN
	}
	for _, list := range []map[string]text.Text{subjectTexts, measures} {
		for _, x := range list {
			t.Phrases[x.NB] = x.EN
		}
	}
	for i := range all {
		f := c.ByName[all[i].Name]
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
func (c words) wholeMonths(all []variable.Variable) (d dates, ok bool) {
	d = dates{1, map[string]variableDates{}}
	for i := range all {
		if f := c.ByName[all[i].Name]; f.AnyDay && f.Temporality == "STATUS" {
			d.Variables[f.Name] = variableDates{true}
		}
	}
	return d, len(d.Variables) > 0
}
