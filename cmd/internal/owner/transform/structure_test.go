package transform

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/unittype"
	"github.com/mdscript/mdscript/cmd/internal/stored"
)

func structured(t *testing.T, b Built) stored.Structure {
	t.Helper()
	var s stored.Structure
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

	cover := stored.Period{Start: -18263, Stop: pointer(-6939)}
	inWords := func(about, domain string) []stored.Represented {
		return []stored.Represented{{Description: about, ValidPeriod: &cover, ValueDomain: stored.ValueDomain{Description: domain, UnitOfMeasure: "N/A"}}}
	}
	first := []stored.Code{{Category: "Ugift", Code: "1"}, {Category: "Gift", Code: "2"}, {Category: "Enke/Enkemann", Code: "3"}, {Category: "Skilt", Code: "4"}, {Category: "Separert", Code: "5"}}
	second := append(first[:5:5], stored.Code{Category: "Registrert partner", Code: "6"}, stored.Code{Category: "Separert partner", Code: "7"}, stored.Code{Category: "Skilt partner", Code: "8"}, stored.Code{Category: "Gjenlevende partner", Code: "9"})
	unknown := stored.Code{Category: "Siviltand ukjent", Code: "0"}
	list := func(codes []stored.Code) stored.ValueDomain {
		return stored.ValueDomain{CodeList: pointer(append(codes[:len(codes):len(codes)], unknown)), MissingValues: &[]string{"0"}}
	}
	about := "Sivilstand i forhold til ekteskapslovgivningen"
	require.Equal(t, stored.Structure{
		Name: "BEFOLKNING_SIVILSTAND", Temporality: "EVENT", LanguageCode: "no", SensitivityLevel: "PERSON_GENERAL",
		PopulationDescription: "Alle personer registrert bosatt i Norge", SubjectFields: []string{"BEFOLKNING", "SAMFUNN"},
		TemporalCoverage: &Span{Start: -18263, Stop: -6939},
		TemporalEnd:      &stored.End{Description: "Variabelen blir ikke lenger oppdatert"},
		MeasureVariable: stored.Variable{
			Name: "BEFOLKNING_SIVILSTAND", Label: "Sivilstand", Role: "Measure", DataType: "String", NotPseudonym: true,
			Represented: []stored.Represented{{Description: about, ValidPeriod: &stored.Period{Start: -16071, Stop: pointer(-15526)}, ValueDomain: list(first)}, {Description: about, ValidPeriod: &stored.Period{Start: -15525, Stop: nil}, ValueDomain: list(second)}},
		},
		IdentifierVariables: []stored.Variable{{
			Name: "PERSONID_1", Label: "Person", Role: "Identifier", DataType: "Long", Format: "RandomUInt48",
			KeyType:     &stored.KeyType{Name: "PERSON", Label: "Person", Description: "Person i folkeregisteret"},
			Represented: inWords("Identifikator for Person", "Identifikator for Person"),
		}},
		AttributeVariables: []stored.Variable{
			{Name: "START", Label: "Startdato", Role: "Start", DataType: "Instant", NotPseudonym: true, Represented: inWords("Startdato for raden", "Dager siden 1970-01-01")},
			{Name: "STOP", Label: "Stoppdato", Role: "Stop", DataType: "Instant", NotPseudonym: true, Represented: inWords("Stoppdato for raden", "Dager siden 1970-01-01")},
		},
	}, s)
	require.Equal(t, English{Codes: map[string]string{}, KeyTypes: map[string]string{"PERSON": "Person"}, Phrases: map[string]string{}}, b.English)
}

// TestCoverage: of FIXED the first day is 1900-01-01 whatever the rows say, the last the largest
// stop; STATUS lists its dates; ACCUMULATED spans both.
func TestCoverage(t *testing.T) {
	for name, want := range map[string]stored.Structure{
		"BEFOLKNING_KJOENN":  {TemporalCoverage: &Span{Start: -25567, Stop: 18628}},
		"BEFOLKNING_BOSTED":  {TemporalCoverage: &Span{Start: -18263, Stop: -16071}, TemporalStatusDates: []int{-18263, -16071}},
		"BEFOLKNING_INNTEKT": {TemporalCoverage: &Span{Start: -18263, Stop: -14611}},
	} {
		meta, csv := example(t, name)
		s := structured(t, built(t, delivered(t, name, meta, csv), options(t)))
		require.Equal(t, want.TemporalCoverage, s.TemporalCoverage, name)
		require.Equal(t, want.TemporalStatusDates, s.TemporalStatusDates, name)
		if name == "BEFOLKNING_INNTEKT" {
			require.Equal(t, stored.ValueDomain{Description: "Årlig personinntekt", UnitOfMeasure: "Norske Kroner"}, s.MeasureVariable.Represented[0].ValueDomain)
			require.Equal(t, "Personens rapporterte inntekt", s.MeasureVariable.Represented[0].Description)
		}
	}
}

func TestUnitMeasures(t *testing.T) {
	s := structured(t, built(t, delivered(t, "X", metaOf("FIXED", "JOBB", `"unitType": "PERSON"`), "1_9;1;;2020-01-01;\n"), options(t)))
	m := s.MeasureVariable
	require.Equal(t, stored.Variable{
		Name: "X", Label: "Navn", Role: "Measure", DataType: "Long", Format: "RandomUInt48", KeyType: &stored.KeyType{Name: "PERSON", Label: "Person", Description: "Person i folkeregisteret"},
		Represented: []stored.Represented{{Description: "Beskrivelse", ValidPeriod: &stored.Period{Start: -25567, Stop: pointer(18262)}, ValueDomain: stored.ValueDomain{Description: "Person i folkeregisteret", UnitOfMeasure: "N/A"}}},
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
	unknown := stored.Code{Category: "Ukjent", Code: "99"}
	domain := func(codes ...stored.Code) stored.ValueDomain {
		return stored.ValueDomain{CodeList: pointer(append(codes, unknown)), MissingValues: &[]string{"99"}}
	}
	day := func(s string) int { return dayOf(t, s) }
	require.Equal(t, []stored.Represented{
		{Description: "Beskrivelse", ValidPeriod: &stored.Period{Start: day("2000-01-01"), Stop: pointer(day("2000-12-31"))}, ValueDomain: domain(stored.Code{Category: "Gammel", Code: "1"}, stored.Code{Category: "To", Code: "2"})},
		{Description: "Beskrivelse", ValidPeriod: &stored.Period{Start: day("2001-01-01"), Stop: pointer(day("2001-12-31"))}, ValueDomain: domain()},
		{Description: "Beskrivelse", ValidPeriod: &stored.Period{Start: day("2002-01-01"), Stop: nil}, ValueDomain: domain(stored.Code{Category: "Ny", Code: "1"})},
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
	o.Cover = &Span{Start: dayOf(t, "2021-01-01"), Stop: dayOf(t, "2021-12-31")}
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
