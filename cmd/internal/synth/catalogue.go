package synth

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed data/catalogue.json
var catalogueJSON []byte

// catalogue holds the facts about the variables a store describes.
type catalogue struct {
	Variables []fact                 `json:"variables"`
	Lists     map[string][][5]string `json:"codelists"` // code, nb, en, valid from, valid to
	byName    map[string]*fact
}

// fact is the catalogue's entry of one variable.
type fact struct {
	Name        string `json:"name"`
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
	AnyDay      bool   `json:"import_any_day"` // of the month
}

func readCatalogue() (*catalogue, error) {
	c := &catalogue{byName: map[string]*fact{}}
	if err := json.Unmarshal(catalogueJSON, c); err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	for i := range c.Variables {
		c.byName[c.Variables[i].Name] = &c.Variables[i]
	}
	return c, nil
}

// codes gives the distinct codes of a list in its order.
func (c *catalogue) codes(list string) []string {
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

// table resolves where a variable's codes come from.
func (c *catalogue) table(t codeTable) []string {
	if t.list != "" {
		return c.codes(t.list)
	}
	return t.codes
}
