// Package names holds what the public register is called: its variables, their titles,
// periods and code lists, embedded.
//
// In: nothing. Out: a Catalogue.
//
//	c, err := names.ReadCatalogue()
//	c.ByName["BEFOLKNING_KJOENN"].TitleEN // "Sex"
package names

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed data/catalogue.json
var catalogueJSON []byte

// Catalogue holds the facts about the variables a store describes.
type Catalogue struct {
	Variables []Fact                 `json:"variables"`
	Lists     map[string][][5]string `json:"codelists"` // code, nb, en, valid from, valid to
	ByName    map[string]*Fact
}

// Fact is the catalogue's entry of one variable.
type Fact struct {
	Name        string `json:"name"`
	Databank    string `json:"databank"`
	Title       string `json:"title"`
	TitleEN     string `json:"title_en"`
	UnitType    string `json:"unit_type"`
	Temporality string `json:"temporality"`
	DataType    string `json:"data_type"`
	Encoding    string `json:"encoding"`
	RefersTo    string `json:"refers_to_unit"`
	Subject     string `json:"subject"`
	Sensitivity string `json:"sensitivity"`
	CodeList    string `json:"code_list"`
	Measure     string `json:"measure"`
	ValidFrom   string `json:"valid_from"`       // ISO; empty when FIXED
	ValidTo     string `json:"valid_to"`         // ISO; empty when FIXED or still going on
	Frequency   string `json:"import_frequency"` // YEAR HALFYEAR QUARTER MONTH ELECTION CONTINUOUS
	MonthDay    string `json:"import_month_day"` // MM-DD of a yearly grid
	Day         string `json:"import_day"`       // FIRST, 16 or LAST of the months of a grid
	AnyDay      bool   `json:"import_any_day"`   // any day of the month of the grid is accepted
}

// ReadCatalogue reads the embedded catalogue.
func ReadCatalogue() (*Catalogue, error) {
	c := &Catalogue{ByName: map[string]*Fact{}}
	if err := json.Unmarshal(catalogueJSON, c); err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	for i := range c.Variables {
		c.ByName[c.Variables[i].Name] = &c.Variables[i]
	}
	return c, nil
}

// Codes gives the distinct codes of a list in its order.
func (c *Catalogue) Codes(list string) []string {
	var out []string
	seen := map[string]bool{}
	for _, it := range c.Lists[list] {
		if !seen[it[0]] {
			seen[it[0]] = true
			out = append(out, it[0])
		}
	}
	return out
}
