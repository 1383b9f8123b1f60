package synth

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/accidents"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/benefits"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/dwelling"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/education"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/energy"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/hospital"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/income"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/jobs"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/municipal"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/population"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/society"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/studentfinance"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/tax"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/vehicles"
	"github.com/mdscript/mdscript/cmd/internal/synth/subject/work"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
	"github.com/mdscript/mdscript/lang/text"
)

// subjects declare the variables. Adding a variable is adding a row in the package of its subject.
var subjects = []func() []variable.Variable{
	population.Variables, society.Variables, education.Variables, studentfinance.Variables, work.Variables, jobs.Variables,
	income.Variables, tax.Variables, benefits.Variables, dwelling.Variables, vehicles.Variables, energy.Variables, municipal.Variables, accidents.Variables, hospital.Variables,
}

// sections are what subjects promise about their marginals.
var sections = []struct {
	title text.Text
	bands func() []survey.Band
}{
	{text.Text{NB: "Landet", EN: "The country"}, survey.Country},
	{text.Text{NB: "Befolkning og familie", EN: "Population and family"}, population.Bands},
	{text.Text{NB: "Samfunn", EN: "Society"}, society.Bands},
	{text.Text{NB: "Utdanning", EN: "Education"}, education.Bands},
	{text.Text{NB: "Studiefinansiering", EN: "Student finance"}, studentfinance.Bands},
	{text.Text{NB: "Inntekt og formue", EN: "Income and wealth"}, income.Bands},
	{text.Text{NB: "Arbeid", EN: "Work"}, work.Bands},
	{text.Text{NB: "Arbeidsforhold", EN: "Jobs"}, jobs.Bands},
	{text.Text{NB: "Ytelser", EN: "Benefits"}, benefits.Bands},
	{text.Text{NB: "Boliger", EN: "Dwellings"}, dwelling.Bands},
	{text.Text{NB: "Strøm", EN: "Electricity"}, energy.Bands},
	{text.Text{NB: "Kjøretøy", EN: "Vehicles"}, vehicles.Bands},
	{text.Text{NB: "Trafikkulykker", EN: "Road accidents"}, accidents.Bands},
	{text.Text{NB: "Sykehus", EN: "Hospitals"}, hospital.Bands},
}

// declarations is everything a synthetic register holds, by name.
func declarations(c *names.Catalogue) ([]variable.Variable, error) {
	var all []variable.Variable
	for _, s := range subjects {
		all = append(all, s()...)
	}
	for i := range all {
		if err := all[i].Complete(c); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b variable.Variable) int { return strings.Compare(a.Name, b.Name) })
	return all, nil
}
