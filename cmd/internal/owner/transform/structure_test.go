package transform

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
)

func structured(t *testing.T, b Built) structure {
	t.Helper()
	var s structure
	require.NoError(t, json.Unmarshal(b.Structure, &s))
	return s
}

func pointer[T any](v T) *T { return &v }

// TestTheStructureOfAnExample is worked out by hand. BEFOLKNING_SIVILSTAND: the smallest date is
// 1920-01-01 (-18263), the largest 1951-01-02 (-6939); codes 1 to 5 since 1926-01-01 (-16071), 6 to
// 9 since 1927-07-01 (-15525), so there are two periods; the code 0 is for missing values.
func TestTheStructureOfAnExample(t *testing.T) {
	meta, csv := example(t, "BEFOLKNING_SIVILSTAND")
	b := built(t, delivered(t, "BEFOLKNING_SIVILSTAND", meta, csv), options(t))
	s := structured(t, b)

	cover := period{-18263, pointer(-6939)}
	inWords := func(about, domain string) []represented {
		return []represented{{about, &cover, valueDomain{Description: domain, UnitOfMeasure: "N/A"}}}
	}
	first := []code{{"Ugift", "1"}, {"Gift", "2"}, {"Enke/Enkemann", "3"}, {"Skilt", "4"}, {"Separert", "5"}}
	second := append(first[:5:5], code{"Registrert partner", "6"}, code{"Separert partner", "7"}, code{"Skilt partner", "8"}, code{"Gjenlevende partner", "9"})
	unknown := code{"Siviltand ukjent", "0"}
	list := func(codes []code) valueDomain {
		return valueDomain{CodeList: pointer(append(codes[:len(codes):len(codes)], unknown)), MissingValues: &[]string{"0"}}
	}
	about := "Sivilstand i forhold til ekteskapslovgivningen"
	require.Equal(t, structure{
		Name: "BEFOLKNING_SIVILSTAND", Temporality: "EVENT", LanguageCode: "no", SensitivityLevel: "PERSON_GENERAL",
		PopulationDescription: "Alle personer registrert bosatt i Norge", SubjectFields: []string{"BEFOLKNING", "SAMFUNN"},
		TemporalCoverage: &Span{-18263, -6939},
		TemporalEnd:      &end{Description: "Variabelen blir ikke lenger oppdatert"},
		MeasureVariable: variable{
			Name: "BEFOLKNING_SIVILSTAND", Label: "Sivilstand", Role: "Measure", DataType: "String", NotPseudonym: true,
			Represented: []represented{{about, &period{-16071, pointer(-15526)}, list(first)}, {about, &period{-15525, nil}, list(second)}},
		},
		IdentifierVariables: []variable{{
			Name: "PERSONID_1", Label: "Person", Role: "Identifier", DataType: "Long", Format: "RandomUInt48",
			KeyType:     &keyType{"PERSON", "Person", "Person i folkeregisteret"},
			Represented: inWords("Identifikator for Person", "Identifikator for Person"),
		}},
		AttributeVariables: []variable{
			{Name: "START", Label: "Startdato", Role: "Start", DataType: "Instant", NotPseudonym: true, Represented: inWords("Startdato for raden", "Dager siden 1970-01-01")},
			{Name: "STOP", Label: "Stoppdato", Role: "Stop", DataType: "Instant", NotPseudonym: true, Represented: inWords("Stoppdato for raden", "Dager siden 1970-01-01")},
		},
	}, s)
	require.Equal(t, English{Codes: map[string]string{}, KeyTypes: map[string]string{"PERSON": "Person"}, Phrases: map[string]string{}}, b.English)
}

// TestCoverage: of FIXED the first day is 1900-01-01 whatever the rows say, the last the largest
// stop; STATUS lists its dates; ACCUMULATED spans both.
func TestCoverage(t *testing.T) {
	for name, want := range map[string]structure{
		"BEFOLKNING_KJOENN":  {TemporalCoverage: &Span{-25567, 18628}},
		"BEFOLKNING_BOSTED":  {TemporalCoverage: &Span{-18263, -16071}, TemporalStatusDates: []int{-18263, -16071}},
		"BEFOLKNING_INNTEKT": {TemporalCoverage: &Span{-18263, -14611}},
	} {
		meta, csv := example(t, name)
		s := structured(t, built(t, delivered(t, name, meta, csv), options(t)))
		require.Equal(t, want.TemporalCoverage, s.TemporalCoverage, name)
		require.Equal(t, want.TemporalStatusDates, s.TemporalStatusDates, name)
		if name == "BEFOLKNING_INNTEKT" {
			require.Equal(t, valueDomain{Description: "Årlig personinntekt", UnitOfMeasure: "Norske Kroner"}, s.MeasureVariable.Represented[0].ValueDomain)
			require.Equal(t, "Personens rapporterte inntekt", s.MeasureVariable.Represented[0].Description)
		}
	}
}

func TestUnitMeasures(t *testing.T) {
	s := structured(t, built(t, delivered(t, "X", metaOf("FIXED", "JOBB", `"unitType": "PERSON"`), "1_9;1;;2020-01-01;\n"), options(t)))
	m := s.MeasureVariable
	require.Equal(t, variable{
		Name: "X", Label: "Navn", Role: "Measure", DataType: "Long", Format: "RandomUInt48", KeyType: &keyType{"PERSON", "Person", "Person i folkeregisteret"},
		Represented: []represented{{"Beskrivelse", &period{-25567, pointer(18262)}, valueDomain{Description: "Person i folkeregisteret", UnitOfMeasure: "N/A"}}},
	}, m)

	s = structured(t, built(t, delivered(t, "X", metaOf("FIXED", "KOMMUNE", inWords("LONG")), "0301;1;;2020-01-01;\n"), options(t)))
	id := s.IdentifierVariables[0]
	require.Equal(t, []any{"KOMMUNEID", "String", true, ""}, []any{id.Name, id.DataType, id.NotPseudonym, id.Format})
	s = structured(t, built(t, delivered(t, "X", metaOf("FIXED", "BK_HELSESTASJONSKONSULTASJON", inWords("LONG")), "12;1;;2020-01-01;\n"), options(t)))
	id = s.IdentifierVariables[0]
	require.Equal(t, []any{"BK_HELSESTASJONSKONSULTASJONS_ID", "Long", true, ""}, []any{id.Name, id.DataType, id.NotPseudonym, id.Format})
}

// TestMunicipalitiesHaveTheirNames: only the periods that the data touch. Sarpsborg was 0105 until
// 2019, and 3003 from 2020 to 2023.
func TestMunicipalitiesHaveTheirNames(t *testing.T) {
	s := structured(t, built(t, delivered(t, "X", metaOf("STATUS", "PERSON", `"unitType": "KOMMUNE"`), "1;0301;2021-01-01;2021-01-01;\n1;5001;2023-01-01;2023-01-01;\n"), options(t)))
	m := s.MeasureVariable
	require.Equal(t, []any{"String", true, "KOMMUNE"}, []any{m.DataType, m.NotPseudonym, m.KeyType.Name})
	require.NotEmpty(t, m.Represented)
	for _, r := range m.Represented {
		require.LessOrEqual(t, r.ValidPeriod.Start, dayOf(t, "2023-01-01"))
		require.True(t, r.ValidPeriod.Stop == nil || *r.ValidPeriod.Stop >= dayOf(t, "2021-01-01"))
		titles := map[string]string{}
		for _, c := range *r.ValueDomain.CodeList {
			titles[c.Code] = c.Category
		}
		require.Equal(t, []string{"Oslo", "Sarpsborg", ""}, []string{titles["0301"], titles["3003"], titles["0105"]})
	}
}

// TestCodesAreTexts: codes of the metadata that are numbers, a gap between two periods, a code that
// changes its title, and English.
func TestCodesAreTexts(t *testing.T) {
	item := func(code, from, until, no, en string) string {
		return `{"code": ` + code + `, "validFrom": "` + from + `", "validUntil": ` + until + `, "categoryTitle": [{"languageCode": "no", "value": "` + no + `"}, {"languageCode": "en", "value": "` + en + `"}]}`
	}
	measure := `"dataType": "LONG", "format": "YYYY", "valueDomain": {"codeList": [` +
		item("1", "2000-01-01", `"2000-12-31"`, "Gammel", "Old") + "," + item("2", "2000-01-01", `"2000-12-31"`, "To", "Two") + "," +
		item("1", "2002-01-01", "null", "Ny", "New") + `], "sentinelAndMissingValues": [{"code": 99, "categoryTitle": [{"languageCode": "no", "value": "Ukjent"}]}]}`
	b := built(t, delivered(t, "X", metaOf("FIXED", "PERSON", measure), "1;1;;2020-01-01;\n"), options(t))
	m := structured(t, b).MeasureVariable
	unknown := code{"Ukjent", "99"}
	domain := func(codes ...code) valueDomain {
		return valueDomain{CodeList: pointer(append(codes, unknown)), MissingValues: &[]string{"99"}}
	}
	day := func(s string) int { return dayOf(t, s) }
	require.Equal(t, []represented{
		{"Beskrivelse", &period{day("2000-01-01"), pointer(day("2000-12-31"))}, domain(code{"Gammel", "1"}, code{"To", "2"})},
		{"Beskrivelse", &period{day("2001-01-01"), pointer(day("2001-12-31"))}, domain()},
		{"Beskrivelse", &period{day("2002-01-01"), nil}, domain(code{"Ny", "1"})},
	}, m.Represented)
	require.Equal(t, "YYYY", m.Format)
	require.Equal(t, map[string]string{"1": "New", "2": "Two"}, b.English.Codes)
	require.NotContains(t, string(b.Structure), `"code":1`)
}

// TestMetadataAlone: periods that follow from data are left out, those of code lists are not.
func TestMetadataAlone(t *testing.T) {
	o := options(t)
	o.MetadataOnly = true
	o.Key = nil // no key is needed
	b := built(t, delivered(t, "X", metaOf("FIXED", "PERSON", inWords("LONG")), ""), o)
	s := structured(t, b)
	require.Nil(t, s.TemporalCoverage)
	require.Nil(t, s.MeasureVariable.Represented[0].ValidPeriod)
	require.Empty(t, b.Data)
	require.Empty(t, b.Vault)
	o.Cover = &Span{dayOf(t, "2021-01-01"), dayOf(t, "2021-12-31")}
	few := structured(t, built(t, delivered(t, "X", metaOf("FIXED", "PERSON", `"unitType": "KOMMUNE"`), ""), o))
	o.Cover = nil
	all := structured(t, built(t, delivered(t, "X", metaOf("FIXED", "PERSON", `"unitType": "KOMMUNE"`), ""), o))
	require.Less(t, len(few.MeasureVariable.Represented), 10)
	require.GreaterOrEqual(t, len(all.MeasureVariable.Represented), 50)

	meta, _ := example(t, "BEFOLKNING_SIVILSTAND")
	b = built(t, delivered(t, "X", meta, ""), o)
	require.Len(t, structured(t, b).MeasureVariable.Represented, 2)
}

// TestATextWithoutNorwegian is case 25 of the acceptance list: validation is content, the ingest
// is not.
func TestATextWithoutNorwegian(t *testing.T) {
	meta, csv := example(t, "BEFOLKNING_SIVILSTAND")
	meta = strings.Replace(meta, `"name": [{"languageCode": "no", "value": "Sivilstand"}]`, `"name": [{"languageCode": "en", "value": "Marital status"}]`, 1)
	b, err := Build(t.Context(), delivered(t, "X", meta, csv), options(t))
	require.NoError(t, err)
	require.False(t, b.Report.OK())
	require.Len(t, b.Report.Findings, 1)
	require.Equal(t, finding.NoNorwegian, b.Report.Findings[0].Code)
	require.Equal(t, "measureVariables[0].name", b.Report.Findings[0].Path)
	require.Empty(t, b.Structure)
	require.EqualValues(t, 1, b.Report.Counts[finding.NoNorwegian])
}

func TestAListThatNeverHolds(t *testing.T) {
	measure := `"dataType": "STRING", "valueDomain": {"codeList": [{"code": "a", "validFrom": "2000-01-01", "validUntil": "1999-12-31", "categoryTitle": [{"languageCode": "no", "value": "A"}]}]}`
	_, err := Build(t.Context(), delivered(t, "X", metaOf("FIXED", "PERSON", measure), "1;a;;2020-01-01;\n"), options(t))
	refused(t, err, finding.NoPeriod)
}

func TestEveryUnitTypeHasAStructure(t *testing.T) {
	o := options(t)
	o.MetadataOnly = true
	for _, u := range unittype.All() {
		s := structured(t, built(t, delivered(t, "X", metaOf("FIXED", u.Name, inWords("LONG")), ""), o))
		id := s.IdentifierVariables[0]
		require.Equal(t, u.Key, id.Name)
		require.Equal(t, !u.Pseudonymised, id.NotPseudonym)
		if u.Pseudonymised {
			require.Equal(t, "Long", id.DataType)
		}
		require.Equal(t, u.Name, id.KeyType.Name)
		require.NotEmpty(t, id.KeyType.Description)
	}
}
