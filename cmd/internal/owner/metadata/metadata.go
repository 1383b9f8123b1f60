// Package metadata reads the metadata of a delivered dataset and checks it against the model
// of the public format.
//
// In: the bytes of NAME.json. Out: what the data check needs to know, and findings.
//
//	m, found := metadata.Read("X.json", []byte(`{"temporalityType": "EVENT"}`))
//	m.Temporality    // EVENT
//	found[0].Upstream // sensitivityLevel: Field required
//
// A field that is wrong is left empty, so that a caller can still check what does not need it.
package metadata

import (
	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
)

// Metadata is what a delivery says about itself. MeasureUnit is empty unless the measure is a
// unit key; DataType is then that unit type's. Enumerated tells that there is a code list;
// it is false too when the list was not readable.
type Metadata struct {
	Temporality string // FIXED, STATUS, ACCUMULATED or EVENT
	Sensitivity string
	UnitType    string
	MeasureUnit string
	DataType    string // STRING, LONG, DOUBLE or DATE
	Enumerated  bool
	Codes       []Code
	Sentinels   []Code
}

// Code is one item of a code list. From and Until are days since 1970-01-01, Until included.
type Code struct {
	Value   string
	Integer bool // written as a number in the metadata
	From    int
	Until   int
	Open    bool // no last day
}

// Limits of a metadata file: far above any real one.
const (
	MaxBytes = 64 << 20
	maxDepth = 64
)

var (
	temporalities = []string{"FIXED", "STATUS", "ACCUMULATED", "EVENT"}
	sensitivities = []string{"PERSON_GENERAL", "PERSON_SPECIAL", "PUBLIC", "NONPUBLIC"}
	languages     = []string{"no", "nb", "nn", "en"}
	dataTypes     = []string{"STRING", "LONG", "DATE", "DOUBLE"}
)

// Read checks the model, and then the code lists where they could be read. The findings are in
// the order of the public tools: all of the model in order of its fields (stage 3), then those
// of the first code list that has any (stage 4).
func Read(file string, content []byte) (Metadata, []finding.Finding) {
	root, broken := parse(file, content)
	if broken != nil {
		return Metadata{}, []finding.Finding{*broken}
	}
	r := &reader{}
	r.root(root)
	if r.meta.MeasureUnit != "" {
		u, _ := unittype.Find(r.meta.MeasureUnit)
		r.meta.DataType = u.DataType
	}
	return r.meta, append(r.found, codeLists(r.meta)...)
}

// reader walks the document and collects findings.
type reader struct {
	meta  Metadata
	found []finding.Finding
}

func (r *reader) root(v any) {
	p := path{}
	r.object(v, p, false, []field{
		{"temporalityType", true, r.oneOf(temporalities, &r.meta.Temporality)},
		{"sensitivityLevel", true, r.oneOf(sensitivities, &r.meta.Sensitivity)},
		{"populationDescription", true, r.multilingual},
		{"spatialCoverageDescription", false, r.multilingual},
		{"subjectFields", true, r.list(1, 0, r.multilingual)},
		{"dataRevision", true, r.revision},
		{"identifierVariables", true, r.list(1, 1, r.identifier)},
		{"measureVariables", true, r.list(1, 1, r.measure)},
	})
}

func (r *reader) multilingual(v any, p path) {
	r.list(1, 0, func(v any, p path) {
		r.object(v, p, false, []field{
			{"languageCode", true, r.oneOf(languages, new(string))},
			{"value", true, r.text(1)},
		})
	})(v, p)
}

func (r *reader) revision(v any, p path) {
	r.object(v, p, true, []field{
		{"description", true, r.multilingual},
		{"temporalEnd", false, func(v any, p path) {
			r.object(v, p, false, []field{
				{"description", true, r.multilingual},
				{"successors", false, r.list(1, 0, r.text(0))},
			})
		}},
	})
}

func (r *reader) identifier(v any, p path) {
	r.object(v, p, true, []field{{"unitType", true, r.oneOf(unittype.Names(), &r.meta.UnitType)}})
}

func (r *reader) measure(v any, p path) {
	if o, ok := v.(*object); ok && r.measureForm(o, p) {
		return
	}
	domain := func(v any, p path) { r.domain(v, p) }
	r.object(v, p, false, []field{
		{"name", true, r.multilingual},
		{"description", true, r.multilingual},
		{"dataType", false, r.oneOf(dataTypes, &r.meta.DataType)},
		{"valueDomain", false, domain},
		{"unitType", false, r.oneOf(unittype.Names(), &r.meta.MeasureUnit)},
		{"format", false, r.text(0)},
		{"uriDefinition", false, r.list(0, 0, r.text(0))},
	})
}

// measureForm tells the two kinds of measure apart. A mixed one is one finding, and nothing
// else is said about it.
func (r *reader) measureForm(o *object, p path) bool {
	for _, name := range []string{"dataType", "valueDomain"} {
		switch {
		case o.has("unitType") && o.has(name):
			r.value(p, finding.NotWithUnit, "Can not set a "+name+" in a measure variable together with a unitType", name)
			return true
		case !o.has("unitType") && !o.has(name):
			r.value(p, finding.MissingInUnit, "Missing "+name+" in measure variable", name)
			return true
		}
	}
	return false
}

func (r *reader) domain(v any, p path) {
	before := len(r.found)
	if o, ok := v.(*object); ok && r.domainForm(o, p) {
		return
	}
	r.object(v, p, true, []field{
		{"description", false, r.multilingual},
		{"measurementType", false, r.text(0)},
		{"measurementUnitDescription", false, r.multilingual},
		{"codeList", false, r.list(1, 0, r.code(&r.meta.Codes, true))},
		{"sentinelAndMissingValues", false, r.list(0, 0, r.code(&r.meta.Sentinels, false))},
		{"uriDefinition", false, r.list(0, 0, r.text(0))},
	})
	o, ok := v.(*object)
	r.meta.Enumerated = ok && o.has("codeList") && len(r.found) == before
}

func (r *reader) domainForm(o *object, p path) bool {
	if o.has("codeList") {
		for _, name := range []string{"description", "measurementType", "measurementUnitDescription"} {
			if o.has(name) {
				r.value(p, finding.NotWithCodes, "Can not add a "+name+" in a valuedomain with a codeList", name)
				return true
			}
		}
		return false
	}
	switch {
	case !o.has("description"):
		r.value(p, finding.NoDomain, "A valueDomain must contain either a codeList or a description")
	case o.has("sentinelAndMissingValues"):
		r.value(p, finding.NotWithText, "Can not add sentinelAndMissingValues in valuedomain with a description")
	default:
		return false
	}
	return true
}

// code reads an item of a code list, with a period of validity or, for sentinels, without.
func (r *reader) code(into *[]Code, dated bool) check {
	return func(v any, p path) {
		c := Code{Open: true}
		o, ok := v.(*object)
		if ok && r.codeForm(o, p, dated, &c) {
			return
		}
		fields := []field{
			{"code", true, func(v any, p path) { r.codeValue(v, p, &c) }},
			{"categoryTitle", true, r.multilingual},
		}
		if dated {
			accept := func(any, path) {}
			fields = append(fields, field{"validFrom", true, accept}, field{"validUntil", false, accept})
		}
		r.object(v, p, true, fields)
		*into = append(*into, c)
	}
}

// codeForm checks what is said about the item as a whole: an empty code and its dates.
func (r *reader) codeForm(o *object, p path, dated bool, c *Code) bool {
	if s, ok := o.get("code").(string); ok && s == "" {
		r.value(p, finding.EmptyCode, "String should have at least 1 character")
		return true
	}
	if !dated {
		return false
	}
	for _, d := range []struct {
		name string
		day  *int
	}{{"validFrom", &c.From}, {"validUntil", &c.Until}} {
		if d.name == "validUntil" && !o.has(d.name) {
			continue
		}
		s, _ := o.get(d.name).(string)
		day, ok := date(s)
		if !ok {
			name := plain(o.get("code"))
			r.value(p, finding.BadValidity, "Invalid "+d.name+" date for "+name+". Date format: YYYY-MM-DD", d.name, name)
			return true
		}
		*d.day = day
		c.Open = d.name == "validFrom"
	}
	return false
}

func (r *reader) codeValue(v any, p path, c *Code) {
	switch v := v.(type) {
	case string:
		c.Value = v
		return
	case number:
		if v.integer() {
			c.Value, c.Integer = string(v), true
			return
		}
	}
	why := ""
	if n, ok := v.(number); ok && n.fraction() {
		why = ", got a number with a fractional part"
	}
	r.add(p.key("str"), finding.NotText, "Input should be a valid string")
	r.found[len(r.found)-1].Code, r.found[len(r.found)-1].Path = finding.BadCode, p.shown
	r.add(p.key("int"), finding.BadCode, "Input should be a valid integer"+why)
	r.found[len(r.found)-1].Path = p.shown
}
