package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
)

// Every wording that variables share has both languages, and English texts say that the
// data are invented.
func TestWordsOfTheCatalogue(t *testing.T) {
	for _, list := range []map[string]text.Text{subjectTexts, measures} {
		for key, x := range list {
			require.True(t, x.Complete(), key)
		}
	}
	for key, u := range unitTexts {
		require.NotEmpty(t, u.populationEN, key)
	}
	c, err := names.ReadCatalogue()
	require.NoError(t, err)
	all, err := declarations(c)
	require.NoError(t, err)
	english := words{c}.english(databanks[0], all)
	for i := range all {
		s, err := words{c}.structure(&all[i])
		require.NoError(t, err)
		require.NotEmpty(t, english.Phrases[s.SubjectFields[0]], s.Name)
		require.NotEmpty(t, english.Phrases[s.PopulationDescription], s.Name)
		if unit := s.MeasureVariable.Represented[0].ValueDomain.UnitOfMeasure; unit != "" && unit != "N/A" {
			require.NotEmpty(t, english.Phrases[unit], s.Name)
		}
		require.Contains(t, english.Variables[s.Name].Description, "Synthetic data", s.Name)
	}
}

func TestWholeMonths(t *testing.T) {
	c, err := names.ReadCatalogue()
	require.NoError(t, err)
	_, ok := words{c}.wholeMonths([]variable.Variable{{Name: "BEFOLKNING_STATUSKODE"}})
	require.False(t, ok)
	c.ByName["METER"] = &names.Fact{Name: "METER", Temporality: "STATUS", AnyDay: true}
	c.ByName["TOTAL"] = &names.Fact{Name: "TOTAL", Temporality: "ACCUMULATED", AnyDay: true}
	d, ok := words{c}.wholeMonths([]variable.Variable{{Name: "BEFOLKNING_STATUSKODE"}, {Name: "METER"}, {Name: "TOTAL"}})
	require.True(t, ok)
	require.Equal(t, dates{1, map[string]variableDates{"METER": {true}}}, d)
}
