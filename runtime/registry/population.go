package registry

import "github.com/mdscript/mdscript/disclosure"

// PopulationFields is the declared result of a command that changes who is in a dataset:
// the number in its log line (see plan.LogPopulation).
func PopulationFields() []Field {
	return []Field{{Name: "units", Rule: disclosure.RuleC1, Count: true}}
}
