package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

const metered = `
bank no.test.meter open
variable AREA MALEPUNKT STATUS text "Prisområde" "Price area"
about "Området som prisen gjelder." "The area of the price."
subject "Energi" "Energy"
subject "Priser"
measure "Øre" "Cents"
wholemonth
1;NO1;2020-01-01
1;NO1;2020-02-01
variable LOAD MALEPUNKT STATUS integer "Last" "Load"
measure "Kilowatt"
1;4;2020-01-01
`

// described finds a variable in a store of the text, after the file of dates was changed.
func described(t *testing.T, name string, change func(path string)) (*catalogue.Variable, error) {
	t.Helper()
	dir := t.TempDir()
	storetest.WriteText(t, dir, metered)
	change(filepath.Join(dir, "no.test.meter", "datastore", "dates__1_0_0.json"))
	s, err := Open(t.Context(), Options{Dirs: []string{dir}, Cache: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b, ok := s.Bank("no.test.meter")
	require.True(t, ok)
	v, err := b.(*Bank).Open("")
	if err != nil {
		return nil, err
	}
	found, ok := v.Variable(name)
	require.True(t, ok)
	return found, nil
}

func untouched(string) {}

func TestWholeMonthsAreRead(t *testing.T) {
	for name, want := range map[string]bool{"AREA": true, "LOAD": false} {
		v, err := described(t, name, untouched)
		require.NoError(t, err)
		require.Equal(t, want, v.WholeMonth, name)
	}
	v, err := described(t, "AREA", func(path string) { require.NoError(t, os.Remove(path)) })
	require.NoError(t, err)
	require.False(t, v.WholeMonth, "without the file the day decides")
}

func TestWordsOfAVariable(t *testing.T) {
	v, err := described(t, "AREA", untouched)
	require.NoError(t, err)
	require.Equal(t, text.Text{NB: "Området som prisen gjelder.", EN: "The area of the price."}, v.Description)
	require.Equal(t, []text.Text{{NB: "Energi", EN: "Energy"}, text.Same("Priser")}, v.Subjects)
	require.Equal(t, text.Text{NB: "Øre", EN: "Cents"}, v.Measure)
	require.Equal(t, text.Same("test"), v.Population)
	v, err = described(t, "LOAD", untouched)
	require.NoError(t, err)
	require.Equal(t, text.Same("Kilowatt"), v.Measure)
	require.Equal(t, text.Same("Last"), v.Description)
}

func TestDamagedDates(t *testing.T) {
	for content, want := range map[string]string{
		`{"dates": 1`: "T0003", `{"dates": 1, "variables": {"AREA": {"wholeMonth": "yes"}}}`: "T0003",
		`{"dates": 2, "variables": {}}`: "T0007", "\xff": "T0003",
		`{"dates": 1, "later": [1], "variables": {"AREA": {"other": {}, "wholeMonth": true}, "NONE": {}}}`: "",
	} {
		_, err := described(t, "AREA", func(path string) { require.NoError(t, os.WriteFile(path, []byte(content), 0o600)) })
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.Error(t, err, content)
		require.Contains(t, err.Error(), want, content)
	}
}

// FuzzDates: whatever the bytes, the reader answers or gives an error, and it accepts no
// text that is not JSON.
func FuzzDates(f *testing.F) {
	f.Add([]byte(`{"dates": 1, "variables": {"AREA": {"wholeMonth": true}}}`))
	f.Add([]byte(`{"variables": null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, _, err := parseDates(b); err == nil {
			require.True(t, json.Valid(b))
			d.wholeMonth("AREA")
		}
	})
}
