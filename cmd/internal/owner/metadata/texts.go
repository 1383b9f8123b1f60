package metadata

import (
	"strconv"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
)

// Text is a multilingual text: of each language the first entry, and the first of all.
type Text struct{ NO, EN, First string }

// Texts are what the metadata say in words, as far as it is stored. Codes and Sentinels stand in
// the order of those of Metadata. Format is empty when absent; so are End, Domain and Unit.
type Texts struct {
	Population Text
	Subjects   []Text
	Revision   Text // what is new: of the delivery, not stored with the variable
	End        *End
	Label      Text // of the measure
	About      Text
	Format     string
	Domain     Text
	Unit       Text // of measurement
	Codes      []Text
	Sentinels  []Text
}

// End says that the variable is not continued, and which datasets follow it.
type End struct {
	About      Text
	Successors []string
}

// ReadTexts reads the texts of metadata that Read found in order. A text that is stored and has no
// Norwegian entry is a finding.
func ReadTexts(file string, content []byte) (Texts, []finding.Finding) {
	root, broken := parse(file, content)
	if broken != nil {
		return Texts{}, []finding.Finding{*broken}
	}
	r := &textReader{}
	top, _ := root.(*object)
	r.root(top)
	return r.texts, r.found
}

type textReader struct {
	texts Texts
	found []finding.Finding
}

func (r *textReader) root(o *object) {
	t := &r.texts
	t.Population = r.kept(o, "populationDescription", "")
	for i, v := range listOf(o, "subjectFields") {
		t.Subjects = append(t.Subjects, r.text(v, "subjectFields["+strconv.Itoa(i)+"]", true))
	}
	revision := objectOf(o, "dataRevision")
	t.Revision = r.text(revision.member("description"), "", false)
	if revision.has("temporalEnd") {
		end := objectOf(revision, "temporalEnd")
		t.End = &End{About: r.kept(end, "description", "dataRevision.temporalEnd.")}
		for _, v := range listOf(end, "successors") {
			t.End.Successors = append(t.End.Successors, plain(v))
		}
	}
	for _, v := range listOf(o, "measureVariables") {
		if m, ok := v.(*object); ok {
			r.measure(m)
		}
	}
}

func (r *textReader) measure(m *object) {
	const at = "measureVariables[0]."
	t := &r.texts
	t.Label, t.About = r.kept(m, "name", at), r.kept(m, "description", at)
	t.Format, _ = m.get("format").(string)
	domain := objectOf(m, "valueDomain")
	const in = at + "valueDomain."
	if domain.has("description") {
		t.Domain = r.kept(domain, "description", in)
	}
	if domain.has("measurementUnitDescription") {
		t.Unit = r.kept(domain, "measurementUnitDescription", in)
	}
	t.Codes = r.titles(domain, "codeList", in)
	t.Sentinels = r.titles(domain, "sentinelAndMissingValues", in)
}

// titles reads the titles of the codes of a list.
func (r *textReader) titles(domain *object, name, at string) []Text {
	var out []Text
	for i, v := range listOf(domain, name) {
		item, ok := v.(*object)
		if !ok {
			continue
		}
		out = append(out, r.kept(item, "categoryTitle", at+name+"["+strconv.Itoa(i)+"]."))
	}
	return out
}

func (r *textReader) kept(o *object, name, at string) Text {
	return r.text(o.member(name), at+name, true)
}

func (r *textReader) text(v any, at string, kept bool) Text {
	var t Text
	list, _ := v.([]any)
	for _, entry := range list {
		o, ok := entry.(*object)
		if !ok {
			continue
		}
		language, _ := o.get("languageCode").(string)
		value, _ := o.get("value").(string)
		if t.First == "" {
			t.First = value
		}
		switch {
		case language == "no" && t.NO == "":
			t.NO = value
		case language == "en" && t.EN == "":
			t.EN = value
		}
	}
	if kept && t.NO == "" {
		r.found = append(r.found, finding.Finding{Code: finding.NoNorwegian, Path: at})
	}
	return t
}

// member is get for an object that may be absent.
func (o *object) member(key string) any {
	if o == nil {
		return nil
	}
	return o.get(key)
}

func objectOf(o *object, key string) *object {
	v, ok := o.member(key).(*object)
	if !ok {
		return &object{values: map[string]any{}}
	}
	return v
}

func listOf(o *object, key string) []any {
	v, _ := o.member(key).([]any)
	return v
}
