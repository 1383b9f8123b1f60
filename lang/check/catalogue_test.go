package check_test

import (
	"slices"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// A small register: enough of every temporality, unit and type to make every mistake.

type banks struct{ list map[string]*bank }

func (b banks) Bank(name string) (catalogue.Bank, bool) { x, ok := b.list[name]; return x, ok }
func (b banks) Names() []string                         { return []string{"no.demo.fdb"} }

type bank struct {
	vars map[string]*catalogue.Variable
}

func (b *bank) Name() string       { return "no.demo.fdb" }
func (b *bank) Versions() []string { return []string{"31", "30"} }
func (b *bank) Newest() string     { return "31" }
func (b *bank) Version(written string) (catalogue.Version, bool) {
	if written == "" {
		written = "31"
	}
	return version{b, written + ".0.0"}, written == "31" || written == "30"
}

type version struct {
	bank *bank
	v    string
}

func (v version) Bank() string   { return "no.demo.fdb" }
func (v version) String() string { return v.v }
func (v version) Variable(name string) (*catalogue.Variable, bool) {
	x, ok := v.bank.vars[name]
	return x, ok
}
func (v version) Names() []string {
	out := make([]string, 0, len(v.bank.vars))
	for n := range v.bank.vars {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

func day(iso string) int {
	d, ok := types.ParseISODate(iso)
	if !ok {
		panic(iso)
	}
	return d
}

func unit(code string) types.Unit {
	u, ok := types.UnitByCode(code)
	if !ok {
		panic(code)
	}
	return u
}

func codes(pairs ...string) []catalogue.CodeList {
	list := catalogue.CodeList{From: 0, To: catalogue.NoEnd}
	for i := 0; i < len(pairs); i += 2 {
		list.Codes = append(list.Codes, catalogue.Code{Code: pairs[i], Label: text.Same(pairs[i+1])})
	}
	return []catalogue.CodeList{list}
}

func yearly(monthDay string, from, to int) []int {
	var out []int
	for y := from; y <= to; y++ {
		out = append(out, day(types.ISODate(types.DaysFromCivil(y, 1, 1))[:5]+monthDay))
	}
	return out
}

func testCatalogue() banks {
	person, job := unit("PERSON"), unit("JOBB")
	family, kommune := unit("FAMILIE"), unit("KOMMUNE")
	vars := []*catalogue.Variable{
		{Name: "KJONN", Unit: person, Kind: types.Text, Temporality: types.Fixed, CodeLists: codes("1", "Mann", "2", "Kvinne")},
		{Name: "FODT", Unit: person, Kind: types.Integer, Temporality: types.Fixed},
		{Name: "DODSDATO", Unit: person, Kind: types.Date, Temporality: types.Fixed},
		{Name: "MOR_FNR", Unit: person, Kind: types.Key, Refers: &person, Temporality: types.Fixed},
		{Name: "NAVN_TEKST", Unit: person, Kind: types.Text, Temporality: types.Fixed, FreeText: true},
		{Name: "LONN", Unit: person, Kind: types.Decimal, Temporality: types.Accumulated, ValidFrom: day("1993-01-01"), ValidTo: day("2022-12-31")},
		{Name: "TRYGD_MND", Unit: person, Kind: types.Integer, Temporality: types.Accumulated, Period: 1, ValidFrom: day("2015-01-01"), ValidTo: day("2022-06-30")},
		{Name: "KOMMNR", Unit: person, Kind: types.Key, Plain: true, Refers: &kommune, Temporality: types.Status, ValidFrom: day("1990-01-01"), ValidTo: day("2024-01-01"),
			StatusDates: yearly("01-01", 1990, 2024), CodeLists: codes("0301", "Oslo", "4601", "Bergen")},
		{Name: "FAMNR", Unit: person, Kind: types.Key, Refers: &family, Temporality: types.Status, ValidFrom: day("1990-01-01"), ValidTo: day("2024-01-01"), StatusDates: yearly("01-01", 1990, 2024)},
		{Name: "MALT", Unit: person, Kind: types.Integer, Temporality: types.Status, WholeMonth: true, ValidFrom: day("2020-01-01"), ValidTo: day("2020-03-31"),
			StatusDates: []int{day("2020-01-01"), day("2020-02-01"), day("2020-03-01")}},
		{Name: "SIVSTAND", Unit: person, Kind: types.Text, Temporality: types.EventSpells, ValidFrom: day("1992-01-01"), ValidTo: day("2023-12-31"), CodeLists: codes("1", "Ugift", "2", "Gift")},
		{Name: "TIMER", Unit: job, Kind: types.Integer, Temporality: types.EventSpells, ValidFrom: day("2015-01-01"), ValidTo: day("2023-12-31")},
		{Name: "BOSTED", Unit: person, Kind: types.Key, Plain: true, Refers: &kommune, Temporality: types.EventSpells, ValidFrom: day("1990-01-01"), ValidTo: day("2024-01-01"),
			CodeLists: []catalogue.CodeList{
				{From: day("1980-01-01"), To: day("1999-12-31"), Codes: []catalogue.Code{{Code: "0101", Label: text.Same("Halden")}, {Code: "0301", Label: text.Same("Kristiania")}}},
				{From: day("2000-01-01"), To: catalogue.NoEnd, Codes: []catalogue.Code{{Code: "0301", Label: text.Same("Oslo")}, {Code: "3001", Label: text.Same("Halden")}}},
			}},
		{Name: "STILLING", Unit: job, Kind: types.Integer, Temporality: types.Status, ValidFrom: day("2015-01-16"), ValidTo: day("2015-03-16"),
			StatusDates: []int{day("2015-01-16"), day("2015-02-16"), day("2015-03-16")}},
		{Name: "ARB_FNR", Unit: job, Kind: types.Key, Refers: &person, Temporality: types.Fixed},
		{Name: "AREAL", Unit: kommune, Kind: types.Decimal, Temporality: types.Fixed},
	}
	b := &bank{vars: map[string]*catalogue.Variable{}}
	for _, v := range vars {
		b.vars[v.Name] = v
	}
	return banks{map[string]*bank{"no.demo.fdb": b}}
}
