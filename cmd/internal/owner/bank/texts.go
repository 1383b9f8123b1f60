package bank

import (
	"encoding/json"
	"maps"
)

// English is what a dataset says in English, see spec/store.md §3.6. All of it is optional.
type English struct {
	Label       string            `json:"label,omitempty"`
	Description string            `json:"description,omitempty"`
	Codes       map[string]string `json:"codes,omitempty"`    // label by code
	KeyTypes    map[string]string `json:"keyTypes,omitempty"` // by unit type
	Phrases     map[string]string `json:"phrases,omitempty"`  // by the Norwegian wording
}

type textAbout struct {
	Label       string `json:"label,omitempty"`
	Description string `json:"description,omitempty"`
}

type textVariable struct {
	Label       string `json:"label,omitempty"`
	Description string `json:"description,omitempty"`
	Codes       string `json:"codes,omitempty"`
}

// textFile is texts_en__*.json.
type textFile struct {
	Texts        int                          `json:"texts"`
	LanguageCode string                       `json:"languageCode"`
	DataStore    *textAbout                   `json:"dataStore,omitempty"`
	Variables    map[string]textVariable      `json:"variables"`
	KeyTypes     map[string]string            `json:"keyTypes"`
	Phrases      map[string]string            `json:"phrases"`
	CodeLists    map[string]map[string]string `json:"codeLists"`
}

// empty tells that there is nothing worth a file.
func (t *textFile) empty() bool {
	return t == nil || t.DataStore == nil && len(t.Variables)+len(t.KeyTypes)+len(t.Phrases)+len(t.CodeLists) == 0
}

func (t *textFile) clone() *textFile {
	out := &textFile{Texts: 1, LanguageCode: "en", Variables: map[string]textVariable{}, KeyTypes: map[string]string{},
		Phrases: map[string]string{}, CodeLists: map[string]map[string]string{}}
	if t != nil {
		out.DataStore = t.DataStore
		maps.Copy(out.Variables, t.Variables)
		maps.Copy(out.KeyTypes, t.KeyTypes)
		maps.Copy(out.Phrases, t.Phrases)
		maps.Copy(out.CodeLists, t.CodeLists)
	}
	return out
}

// set replaces what is said of a variable; nil takes it out. Phrases and code lists that
// others may share stay.
func (t *textFile) set(name string, e *English) {
	if old := t.Variables[name]; old.Codes == name {
		delete(t.CodeLists, name)
	}
	delete(t.Variables, name)
	if e == nil {
		return
	}
	v := textVariable{Label: e.Label, Description: e.Description}
	if len(e.Codes) > 0 {
		v.Codes, t.CodeLists[name] = name, e.Codes
	}
	if v != (textVariable{}) {
		t.Variables[name] = v
	}
	maps.Copy(t.KeyTypes, e.KeyTypes)
	maps.Copy(t.Phrases, e.Phrases)
}

// dateFile is dates__*.json.
type dateFile struct {
	Dates     int                 `json:"dates"`
	Variables map[string]dateRule `json:"variables"`
}

type dateRule struct {
	WholeMonth bool `json:"wholeMonth"`
}

func (d *dateFile) clone() *dateFile {
	out := &dateFile{Dates: 1, Variables: map[string]dateRule{}}
	if d != nil {
		maps.Copy(out.Variables, d.Variables)
	}
	return out
}

func (d *dateFile) set(name string, wholeMonth bool) {
	delete(d.Variables, name)
	if wholeMonth {
		d.Variables[name] = dateRule{true}
	}
}

// nameOf reads the name of a stored structure.
func nameOf(structure json.RawMessage) (string, error) {
	var s struct {
		Name string `json:"name"`
	}
	err := json.Unmarshal(structure, &s)
	return s.Name, err
}
