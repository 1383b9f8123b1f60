// Package unittype knows the 24 kinds of unit a delivered dataset may describe.
//
// In: the name of a unit type as a delivery writes it. Out: how its key is named and
// written, and whether the key is replaced by a pseudonym before it is stored.
//
//	person, ok := unittype.Find("PERSON")
//	person.Key // PERSONID_1
package unittype

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"github.com/mdscript/mdscript/lang/types"
)

// Type is one kind of unit. Key is the name of the identifier variable, IDType the family of
// identifiers it is drawn from (empty when identifiers are stored as they are), DataType STRING
// or LONG.
type Type struct {
	Name          string `json:"name"`
	Label         Label  `json:"label"`
	Description   Label  `json:"description"`
	Key           string `json:"key"`
	IDType        string `json:"idType"`
	Pseudonymised bool   `json:"pseudonymised"`
	DataType      string `json:"dataType"`
	Format        string `json:"format"`
}

// Label is what a unit type is called, or what it is, for people.
type Label struct {
	NB string `json:"no"`
	EN string `json:"en"`
}

//go:embed data/unit-types.json
var typesJSON []byte

//go:embed data/municipalities.tsv
var municipalitiesText string

var read = sync.OnceValue(func() []Type {
	var all []Type
	if err := json.Unmarshal(typesJSON, &all); err != nil {
		return nil // a test holds that the embedded file can be read
	}
	return all
})

// All lists the unit types in the order of the public format.
func All() []Type { return slices.Clone(read()) }

// Names lists the names in the same order.
func Names() []string {
	var out []string
	for _, t := range read() {
		out = append(out, t.Name)
	}
	return out
}

// Find looks up a name.
func Find(name string) (Type, bool) {
	for _, t := range read() {
		if t.Name == name {
			return t, true
		}
	}
	return Type{}, false
}

// Municipality is a code of the central list of municipalities and the time in which it means
// this place. From and Until are days since 1970-01-01, Until included.
type Municipality struct {
	Code, Name  string
	From, Until int
	Open        bool // still valid: no last day
}

// Municipalities lists what a measure of the unit type KOMMUNE may hold: every code that was valid
// since 1838, and the codes for unknown places. A code that came back is there several times.
func Municipalities() []Municipality { return slices.Clone(readMunicipalities()) }

var readMunicipalities = sync.OnceValue(func() []Municipality {
	var all []Municipality
	for line := range strings.Lines(municipalitiesText) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if strings.HasPrefix(line, "#") || len(f) != 4 {
			continue
		}
		m := Municipality{Code: f[0], Name: f[3], Open: f[2] == ""}
		m.From, _ = types.ParseISODate(f[1]) // a test holds that all of them are dates
		m.Until, _ = types.ParseISODate(f[2])
		all = append(all, m)
	}
	return all
})
