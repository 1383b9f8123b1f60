package synth

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
)

// Every wording that variables share has both languages, and English texts say that the
// data are invented.
func TestWordsOfTheCatalogue(t *testing.T) {
	for _, list := range []map[string]text.Text{subjects, measures} {
		for key, x := range list {
			require.True(t, x.Complete(), key)
		}
	}
	for key, u := range unitTexts {
		require.NotEmpty(t, u.populationEN, key)
	}
	c, err := readCatalogue()
	require.NoError(t, err)
	all := declarations()
	words := c.english(all)
	for i := range all {
		s, err := c.structure(&all[i])
		require.NoError(t, err)
		require.NotEmpty(t, words.Phrases[s.SubjectFields[0]], s.Name)
		require.NotEmpty(t, words.Phrases[s.PopulationDescription], s.Name)
		if unit := s.MeasureVariable.Represented[0].Domain.UnitOfMeasure; unit != "" && unit != "N/A" {
			require.NotEmpty(t, words.Phrases[unit], s.Name)
		}
		require.Contains(t, words.Variables[s.Name].Description, "Synthetic data", s.Name)
	}
}

func TestWholeMonths(t *testing.T) {
	c, err := readCatalogue()
	require.NoError(t, err)
	_, ok := c.wholeMonths([]variable{{name: "BEFOLKNING_STATUSKODE"}})
	require.False(t, ok)
	c.byName["METER"] = &fact{Name: "METER", Temporality: "STATUS", AnyDay: true}
	c.byName["TOTAL"] = &fact{Name: "TOTAL", Temporality: "ACCUMULATED", AnyDay: true}
	d, ok := c.wholeMonths([]variable{{name: "BEFOLKNING_STATUSKODE"}, {name: "METER"}, {name: "TOTAL"}})
	require.True(t, ok)
	require.Equal(t, dates{1, map[string]variableDates{"METER": {true}}}, d)
}
