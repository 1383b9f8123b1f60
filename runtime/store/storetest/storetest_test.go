package storetest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	banks, err := Parse(`
# a comment
bank no.a.b microdata
version 2.0.0.0 1.0.0.0
variable V PERSON EVENT text "Et navn" "A name"
code 1 "Én" "One" 2000-01-01:2009-12-31 missing
sensitivity PERSON_SPECIAL
about "Hva det er" "What it is"
subject "Emne" "Subject"
measure "Kroner"
wholemonth
covers 1990-01-01 2020-12-31
7;1;2001-02-03;
`)
	require.NoError(t, err)
	require.Equal(t, []Bank{{Name: "no.a.b", Profile: "microdata", Versions: []string{"2.0.0.0", "1.0.0.0"}, Variables: []Variable{{
		Name: "V", Title: "Et navn", TitleEN: "A name", Unit: "PERSON", Temporality: "EVENT", Type: "text", Sensitivity: "PERSON_SPECIAL",
		About: "Hva det er", AboutEN: "What it is", Subjects: []Phrase{{"Emne", "Subject"}}, Measure: Phrase{NB: "Kroner"}, WholeMonth: true,
		Coverage: [2]string{"1990-01-01", "2020-12-31"},
		Codes:    []Code{{Code: "1", Label: "Én", LabelEN: "One", Period: "2000-01-01:2009-12-31", Missing: true}},
		Rows:     []Row{{Unit: "7", Value: "1", Start: "2001-02-03"}},
	}}}}, banks)
	for _, bad := range []string{"variable A B C D", "bank a\n1;2", "bank a\nvariable X", "bank a\nvariable X PERSON FIXED text\nnonsense", "bank a\nvariable X PERSON FIXED text\nabout", "bank a\nvariable X PERSON FIXED text \"open"} {
		_, err := Parse(bad)
		require.Error(t, err, bad)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	for _, bad := range []string{"bank a\nvariable X PERSON FIXED integer\n1;x", "bank a\nvariable X PERSON FIXED blob\n1;1", "bank a\nvariable X PERSON EVENT text\n1;1;2020-13-01;"} {
		banks, err := Parse(bad)
		require.NoError(t, err)
		_, err = WriteTo(t.TempDir(), banks[0])
		require.Error(t, err, bad)
	}
	banks, err := Parse("bank no.x\nvariable X PERSON FIXED integer\n1;1")
	require.NoError(t, err)
	path, err := WriteTo(t.TempDir(), banks[0])
	require.NoError(t, err)
	_, err = os.Stat(filepath.Join(path, "data/X/X__1_0.parquet"))
	require.NoError(t, err)
}
