package card

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

func days(t *testing.T, list string) (out []int) {
	t.Helper()
	for _, s := range strings.Fields(list) {
		d, ok := types.ParseISODate(s)
		require.True(t, ok, s)
		out = append(out, d)
	}
	return out
}

func status(t *testing.T, list string) *catalogue.Variable {
	d := days(t, list)
	return &catalogue.Variable{Name: "V", Temporality: types.Status, StatusDates: d, ValidFrom: d[0], ValidTo: d[len(d)-1]}
}

func TestDatesInShort(t *testing.T) {
	for list, want := range map[string]string{
		"2010-01-01 2015-01-01 2016-01-01 2017-01-01": "2010: 01-01; 2015-2017: 01-01",
		"2021-01-16 2021-03-16 2022-01-16 2022-03-16": "2021-2022: 01-16, 03-16",
		"2019-12-31": "2019: 12-31",
		"2020-01-16 2020-02-16 2020-03-16 2020-04-16 2020-05-16 2020-06-16 2020-07-16 2020-08-16 2020-09-16 2020-10-16 2020-11-16 2020-12-16": "2020: day 16 of every month",
		"2020-01-31 2020-02-29 2020-03-31 2020-04-30 2020-05-31 2020-06-30 2020-07-31 2020-08-31 2020-09-30 2020-10-31 2020-11-30 2020-12-31 " +
			"2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-30 2021-12-31": "2020-2021: last day of every month",
	} {
		require.Equal(t, want, dates(status(t, list)).EN)
	}
}

func TestHolds(t *testing.T) {
	at := func(v *catalogue.Variable, day string) bool { return v.Holds(days(t, day)[0]) }
	s := status(t, "2020-01-01 2020-02-01")
	require.True(t, at(s, "2020-02-01"))
	require.False(t, at(s, "2020-02-29"))
	s.WholeMonth = true
	require.True(t, at(s, "2020-02-29"))
	require.False(t, at(s, "2020-03-01"))
	window := days(t, "2020-03-01 2021-02-28")
	year := &catalogue.Variable{Temporality: types.Accumulated, ValidFrom: window[0], ValidTo: window[1]}
	require.True(t, at(year, "2020-01-01"), "the year decides")
	require.True(t, at(year, "2021-12-31"))
	require.False(t, at(year, "2022-01-01"))
	year.Period = 1
	require.False(t, at(year, "2020-02-29"))
	spells := &catalogue.Variable{Temporality: types.EventSpells, ValidFrom: window[0], ValidTo: window[1]}
	require.True(t, at(spells, "2021-02-28"))
	require.False(t, at(spells, "2021-03-01"))
	require.True(t, at(&catalogue.Variable{}, "1800-01-01"), "fixed")
}

func TestFacts(t *testing.T) {
	person, _ := types.UnitByCode("PERSON")
	v := status(t, "2020-01-01 2021-01-01")
	v.Unit, v.Kind, v.Refers, v.Sensitivity = person, types.Key, &person, "PERSON_SPECIAL"
	v.Title, v.Description = text.Text{NB: "Mor", EN: "Mother"}, text.Text{NB: "Moren.", EN: "The mother."}
	v.Subjects = []text.Text{{NB: "Familie", EN: "Family"}, {NB: "Slekt", EN: "Kin"}}
	got := map[string]text.Text{}
	for _, f := range Facts(v) {
		require.True(t, f.Label.Complete(), f.Name)
		got[f.Name] = f.Value
	}
	require.Equal(t, map[string]text.Text{
		"description": {NB: "Moren.", EN: "The mother."},
		"unit":        {NB: "PERSON, identifisert ved PERSONID_1", EN: "PERSON, identified by PERSONID_1"},
		"values":      {NB: "nøkkel, peker på PERSON", EN: "key, refers to PERSON"},
		"temporality": {NB: "tverrsnitt: importeres på et måletidspunkt", EN: "status: imported at a measurement date"},
		"validity":    {NB: "2020-01-01 til 2021-01-01", EN: "2020-01-01 to 2021-01-01"},
		"dates":       text.Same("2020-2021: 01-01"),
		"subjects":    {NB: "Familie; Slekt", EN: "Family; Kin"},
		"sensitivity": Sensitivity("PERSON_SPECIAL"),
	}, got)
	require.Equal(t, "import db/V 2021-01-01", v.ImportLine("db", v.LastDay()))
	require.Equal(t, "import db/X", (&catalogue.Variable{Name: "X"}).ImportLine("db", 5))
	require.Equal(t, text.Text{NB: "heltall, Kroner", EN: "integer, NOK"}, Values(&catalogue.Variable{Kind: types.Integer, Measure: text.Text{NB: "Kroner", EN: "NOK"}}))
	require.Equal(t, text.Same("LATER"), Sensitivity("LATER"))
	for _, level := range Sensitivities() {
		require.NotEqual(t, text.Same(level), Sensitivity(level))
	}
}

func TestCodesOverTime(t *testing.T) {
	d := days(t, "2000-01-01 2009-12-31 2010-01-01")
	code := func(c, label string) catalogue.Code { return catalogue.Code{Code: c, Label: text.Same(label)} }
	v := &catalogue.Variable{Temporality: types.EventSpells, CodeLists: []catalogue.CodeList{
		{From: d[0], To: d[1], Codes: []catalogue.Code{code("1", "Mosvik"), code("2", "Inderøy"), code("3", "Oslo")}},
		{From: d[2], To: catalogue.NoEnd, Codes: []catalogue.Code{code("2", "Inderøya"), code("3", "Oslo"), code("4", "Ny")}},
	}}
	p := Periods(v)
	require.Len(t, p, 2)
	require.Empty(t, p[0].New)
	require.Equal(t, []catalogue.Code{code("4", "Ny")}, p[1].New)
	require.Equal(t, []catalogue.Code{code("1", "Mosvik")}, p[1].Ended)
	require.Equal(t, []catalogue.Code{code("2", "Inderøya")}, p[1].Renamed)
	require.Equal(t, []Span{
		{code("2", "Inderøya"), d[2], catalogue.NoEnd}, {code("3", "Oslo"), d[0], catalogue.NoEnd}, {code("4", "Ny"), d[2], catalogue.NoEnd},
		{code("1", "Mosvik"), d[0], d[1]}, {code("2", "Inderøy"), d[0], d[1]},
	}, Spans(v))
	require.Equal(t, &v.CodeLists[0], CodesAt(v, d[1]))
	require.Equal(t, &v.CodeLists[1], CodesAt(v, d[2]+9999))
	v.Temporality = types.Fixed
	require.Equal(t, &v.CodeLists[1], CodesAt(v, d[0]), "the latest")
	require.Nil(t, CodesAt(&catalogue.Variable{}, 0))
}
