package cli

import (
	"encoding/json"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/catalogue/card"
	"github.com/mdscript/mdscript/lang/catalogue/search"
	langtext "github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// The JSON of mdscript catalogue: texts in both languages, days as YYYY-MM-DD, lists never
// null. Fields may be added, none will change its meaning.
type (
	bothJSON struct {
		NB string `json:"nb"`
		EN string `json:"en"`
	}
	hitJSON struct {
		Bank        string     `json:"bank"`
		Version     string     `json:"version"`
		Name        string     `json:"name"`
		Title       bothJSON   `json:"title"`
		Unit        string     `json:"unit"`
		Type        string     `json:"type"`
		Temporality string     `json:"temporality"`
		ValidFrom   string     `json:"valid_from,omitempty"` // absent for FIXED
		ValidTo     string     `json:"valid_to,omitempty"`
		Subjects    []bothJSON `json:"subjects"`
		Sensitivity string     `json:"sensitivity"`
		FoundIn     string     `json:"found_in,omitempty"` // name, title, subject, description or label
	}
	pageJSON struct {
		hitJSON
		Description   bothJSON       `json:"description"`
		Population    bothJSON       `json:"population"`
		Identifier    string         `json:"identifier"`
		UnitOfMeasure *bothJSON      `json:"unit_of_measure,omitempty"`
		RefersTo      string         `json:"refers_to,omitempty"`
		WholeMonth    bool           `json:"whole_month,omitempty"`
		StatusDates   []string       `json:"status_dates,omitempty"`
		ValidAtDate   *bool          `json:"valid_at_date,omitempty"` // with --date
		CodesAtDate   []codeJSON     `json:"codes_at_date,omitempty"` // with --date
		CodeLists     []codeListJSON `json:"code_lists"`
		Script        []string       `json:"script"`
	}
	codeListJSON struct {
		From  string     `json:"from"`
		To    string     `json:"to,omitempty"` // absent when still valid
		Codes []codeJSON `json:"codes"`
	}
	codeJSON struct {
		Code    string   `json:"code"`
		Label   bothJSON `json:"label"`
		Missing bool     `json:"missing,omitempty"`
	}
)

func (c *console) writeJSON(content any) error {
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(content); err != nil {
		return c.unwritten("-")
	}
	return nil
}

func overviewJSON(cat catalogue.Catalogue, versions []catalogue.Version, all []search.Entry) any {
	type bank struct {
		Bank      string   `json:"bank"`
		Version   string   `json:"version"`
		Versions  []string `json:"versions"`
		Variables int      `json:"variables"`
	}
	out := []bank{}
	for _, v := range versions {
		b := bank{Bank: v.Bank(), Version: v.String(), Versions: []string{}}
		if of, ok := cat.Bank(v.Bank()); ok {
			b.Versions = append(b.Versions, of.Versions()...)
		}
		for _, e := range all {
			if e.Version == v {
				b.Variables++
			}
		}
		out = append(out, b)
	}
	return map[string]any{"banks": out}
}

func foundJSON(query search.Query, found search.Found, words string, limit int) any {
	type instead struct {
		Word string   `json:"word"`
		Near []string `json:"near"`
	}
	out := struct {
		Query   string    `json:"query"`
		Total   int       `json:"total"`
		Part    bool      `json:"part,omitempty"` // no variable has all words
		Instead []instead `json:"instead,omitempty"`
		Hits    []hitJSON `json:"hits"`
	}{Query: words, Total: len(found.Hits), Part: found.Part, Hits: []hitJSON{}}
	for _, i := range found.Instead {
		out.Instead = append(out.Instead, instead{i.Word, i.Near})
	}
	fields := map[search.Field]string{search.Name: "name", search.Title: "title", search.Subject: "subject",
		search.Description: "description", search.Label: "label"}
	for i, h := range found.Hits {
		if limit > 0 && i == limit {
			break
		}
		hit := aboutJSON(h.Entry)
		if len(query.Words) > 0 {
			hit.FoundIn = fields[h.Field]
		}
		out.Hits = append(out.Hits, hit)
	}
	return out
}

func aboutJSON(e search.Entry) hitJSON {
	v := e.Variable
	out := hitJSON{Bank: e.Version.Bank(), Version: e.Version.String(), Name: v.Name, Title: both(v.Title), Unit: v.Unit.Code,
		Type: v.Kind.String(), Temporality: v.Temporality.String(), Subjects: []bothJSON{}, Sensitivity: v.Sensitivity}
	if v.Temporality != types.Fixed {
		out.ValidFrom, out.ValidTo = types.ISODate(v.FirstDay()), types.ISODate(v.LastDay())
	}
	for _, s := range v.Subjects {
		out.Subjects = append(out.Subjects, both(s))
	}
	return out
}

func pagesJSON(found []search.Entry, day int, dated bool) any {
	out := []pageJSON{}
	for _, e := range found {
		out = append(out, onePageJSON(e, day, dated))
	}
	return map[string]any{"variables": out}
}

func onePageJSON(e search.Entry, day int, dated bool) pageJSON {
	v := e.Variable
	p := pageJSON{hitJSON: aboutJSON(e), Description: both(v.Description), Population: both(v.Population), Identifier: v.Unit.Identifier,
		WholeMonth: v.WholeMonth, CodeLists: []codeListJSON{}}
	if v.Measure.Complete() {
		m := both(v.Measure)
		p.UnitOfMeasure = &m
	}
	if v.Refers != nil {
		p.RefersTo = v.Refers.Code
	}
	if v.Temporality == types.Status {
		for _, d := range v.StatusDates {
			p.StatusDates = append(p.StatusDates, types.ISODate(d))
		}
	}
	at := v.LastDay()
	if dated {
		holds := v.Holds(day)
		p.ValidAtDate = &holds
		if holds {
			at = day
		}
		if l := card.CodesAt(v, day); l != nil {
			p.CodesAtDate = codesJSON(l)
		}
	}
	for i := range v.CodeLists {
		l := &v.CodeLists[i]
		list := codeListJSON{From: types.ISODate(l.From), Codes: codesJSON(l)}
		if l.To != catalogue.NoEnd {
			list.To = types.ISODate(l.To)
		}
		p.CodeLists = append(p.CodeLists, list)
	}
	p.Script = scriptLines(e, at)
	return p
}

func codesJSON(l *catalogue.CodeList) []codeJSON {
	out := []codeJSON{}
	for _, c := range l.Codes {
		out = append(out, codeJSON{c.Code, both(c.Label), c.Missing})
	}
	return out
}

func both(t langtext.Text) bothJSON { return bothJSON{t.NB, t.EN} }
