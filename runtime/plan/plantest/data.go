package plantest

import (
	"slices"
	"strings"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/plan"
)

// Data is test banks as a session reads them: a catalogue of one version each, and steps.
type Data struct {
	plan.Source
	banks []*Bank
	// Prepared is the variables that runs said they would read.
	Prepared []string
	// Damage is the problem the catalogue reports.
	Damage *diag.Problem
}

// NewData joins banks.
func NewData(banks ...*Bank) *Data { return &Data{Source: source{banks}, banks: banks} }

// Bank finds a bank.
func (d *Data) Bank(name string) (catalogue.Bank, bool) {
	for _, b := range d.banks {
		if b.name == name {
			return onlyVersion{b}, true
		}
	}
	return nil, false
}

// Names is sorted.
func (d *Data) Names() []string {
	var out []string
	for _, b := range d.banks {
		out = append(out, b.name)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// Policy is the policy of the bank.
func (d *Data) Policy(v catalogue.Version) (disclosure.Policy, error) { return bankOf(v).policy, nil }

// Prepare remembers what it was asked for.
func (d *Data) Prepare(_ *kernel.Context, imports []plan.Import) error {
	for _, v := range imports {
		d.Prepared = append(d.Prepared, v.Var.Name)
	}
	return nil
}

// UnitsVersion never changes.
func (d *Data) UnitsVersion(string) (string, error) { return "1", nil }

// Problem is the damage set by the test.
func (d *Data) Problem() *diag.Problem { return d.Damage }

// onlyVersion is a bank with one version.
type onlyVersion struct{ b *Bank }

func (o onlyVersion) Name() string                             { return o.b.name }
func (o onlyVersion) Version(string) (catalogue.Version, bool) { return o.b, true }
func (o onlyVersion) Versions() []string                       { return []string{"1"} }
func (o onlyVersion) Newest() string                           { return "1" }
