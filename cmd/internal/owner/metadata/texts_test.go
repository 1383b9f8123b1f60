package metadata_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/metadata"
)

const spoken = `{
 "temporalityType": "EVENT", "sensitivityLevel": "PUBLIC",
 "populationDescription": [{"languageCode": "en", "value": "All"}, {"languageCode": "no", "value": "Alle"}, {"languageCode": "no", "value": "Andre"}],
 "spatialCoverageDescription": [{"languageCode": "en", "value": "dropped"}],
 "subjectFields": [[{"languageCode": "no", "value": "A"}], [{"languageCode": "no", "value": "B"}, {"languageCode": "en", "value": "b"}]],
 "dataRevision": {"description": [{"languageCode": "en", "value": "New"}, {"languageCode": "no", "value": "Ny"}],
  "temporalEnd": {"description": [{"languageCode": "no", "value": "Slutt"}], "successors": ["NESTE", "OG_NESTE"]}},
 "identifierVariables": [{"unitType": "PERSON"}],
 "measureVariables": [{"name": [{"languageCode": "no", "value": "Navn"}], "description": [{"languageCode": "no", "value": "Hva"}, {"languageCode": "en", "value": "What"}],
  "dataType": "STRING", "format": "YYYY", "valueDomain": {
   "codeList": [{"code": "a", "categoryTitle": [{"languageCode": "no", "value": "Aa"}, {"languageCode": "en", "value": "Ae"}], "validFrom": "2000-01-01"},
                {"code": "b", "categoryTitle": [{"languageCode": "no", "value": "Ba"}], "validFrom": "2000-01-01"}],
   "sentinelAndMissingValues": [{"code": "x", "categoryTitle": [{"languageCode": "no", "value": "Ukjent"}]}]}}]}`

func TestTheTextsAreRead(t *testing.T) {
	_, found := metadata.Read("X.json", []byte(spoken))
	require.Empty(t, found)
	texts, found := metadata.ReadTexts("X.json", []byte(spoken))
	require.Empty(t, found)
	require.Equal(t, metadata.Texts{
		Population: metadata.Text{NO: "Alle", EN: "All", First: "All"},
		Subjects:   []metadata.Text{{NO: "A", First: "A"}, {NO: "B", EN: "b", First: "B"}},
		Revision:   metadata.Text{NO: "Ny", EN: "New", First: "New"},
		End:        &metadata.End{About: metadata.Text{NO: "Slutt", First: "Slutt"}, Successors: []string{"NESTE", "OG_NESTE"}},
		Label:      metadata.Text{NO: "Navn", First: "Navn"},
		About:      metadata.Text{NO: "Hva", EN: "What", First: "Hva"},
		Format:     "YYYY",
		Codes:      []metadata.Text{{NO: "Aa", EN: "Ae", First: "Aa"}, {NO: "Ba", First: "Ba"}},
		Sentinels:  []metadata.Text{{NO: "Ukjent", First: "Ukjent"}},
	}, texts)
}

// TestEveryKeptTextNeedsNorwegian: all texts in English only; the two that are not kept are no
// finding.
func TestEveryKeptTextNeedsNorwegian(t *testing.T) {
	content := strings.ReplaceAll(spoken, `"languageCode": "no"`, `"languageCode": "nb"`)
	_, found := metadata.Read("X.json", []byte(content))
	require.Empty(t, found, "validation is content")
	_, found = metadata.ReadTexts("X.json", []byte(content))
	var paths []string
	for _, f := range found {
		require.Equal(t, finding.NoNorwegian, f.Code)
		paths = append(paths, f.Path)
	}
	require.Equal(t, []string{
		"populationDescription", "subjectFields[0]", "subjectFields[1]", "dataRevision.temporalEnd.description",
		"measureVariables[0].name", "measureVariables[0].description",
		"measureVariables[0].valueDomain.codeList[0].categoryTitle", "measureVariables[0].valueDomain.codeList[1].categoryTitle",
		"measureVariables[0].valueDomain.sentinelAndMissingValues[0].categoryTitle",
	}, paths)

	described := strings.Replace(content, content[strings.Index(content, `"codeList"`):],
		`"description": [{"languageCode": "en", "value": "a"}], "measurementUnitDescription": [{"languageCode": "en", "value": "b"}]}}]}`, 1)
	_, found = metadata.Read("X.json", []byte(described))
	require.Empty(t, found)
	_, found = metadata.ReadTexts("X.json", []byte(described))
	require.Len(t, found, 8)
	require.Equal(t, "measureVariables[0].valueDomain.description", found[6].Path)
	require.Equal(t, "measureVariables[0].valueDomain.measurementUnitDescription", found[7].Path)
}

func FuzzReadTexts(f *testing.F) {
	f.Add([]byte(spoken))
	f.Add([]byte(`{"measureVariables": [{"valueDomain": {"codeList": [null, 1]}}], "subjectFields": [1, [2], [[]]]}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(_ *testing.T, content []byte) { metadata.ReadTexts("X.json", content) })
}
