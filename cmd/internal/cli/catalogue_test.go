package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/cli"
	"github.com/mdscript/mdscript/cmd/internal/synth"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// fragment is two banks with one variable of every kind the catalogue tells apart.
const fragment = `
bank no.test.people
version 2.0.0.0 1.0.0.0
variable BEFOLKNING_KJOENN PERSON FIXED text "Kjønn" "Sex"
subject "Befolkning" "Population"
code 1 "Mann" "Man"
code 2 "Kvinne" "Woman"
code 9 "Uoppgitt" "Not stated" missing
1;1
variable BEFOLKNING_MOR PERSON FIXED key:PERSON "Mor" "Mother"
subject "Befolkning" "Population"
subject "Familie" "Family"
1;2
variable BOSATT_KOMMUNE PERSON STATUS text "Bostedskommune" "Municipality of residence"
about "Kommunen personen er registrert bosatt i. Kommunen er den som gjelder ved årets begynnelse, etter inndelingen den dagen." "The municipality the person is registered in at the beginning of the year, in the borders of that day."
subject "Befolkning" "Population"
code 0301 "Oslo"
code 1004 "Flekkefjord"
code 1719 "Levanger"
code 5037 "Levanger" 2018-01-01
code 1601 "Trondheim" 2000-01-01:2017-12-31
code 5001 "Trondheim" 2018-01-01
code 1825 "Nærøysund" 2020-01-01
1;0301;2016-01-01
1;0301;2017-01-01
1;0301;2018-01-01
1;0301;2020-01-01
variable INNTEKT_LONN PERSON ACCUMULATED integer "Lønnsinntekter" "Wages and salaries"
subject "Inntekt" "Income"
measure "Kroner" "NOK"
1;500000;2018-01-01;2018-12-31
1;510000;2019-01-01;2019-12-31
variable HELSE_DIAGNOSE PERSON EVENT text "Diagnose" "Diagnosis"
subject "Helse" "Health"
sensitivity PERSON_SPECIAL
1;A;2015-03-01;2015-04-30
1;B;2016-03-01;
bank no.test.power
variable STROM_OMRADE MALEPUNKT STATUS text "Prisområde for strøm" "Price area of power"
subject "Energi" "Energy"
wholemonth
code NO1 "Øst" "East"
code NO2 "Sør" "South"
1;NO1;2020-01-01
1;NO1;2020-02-01
`

// asked runs mdscript catalogue on the fragment, in this process.
func asked(t *testing.T, dir string, args ...string) (out, said string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Main(append([]string{"catalogue", "--store", dir}, args...), strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

func fragmentStore(t *testing.T) string {
	t.Helper()
	t.Setenv("MDSCRIPT_STORES", "")
	t.Setenv("MDSCRIPT_LANG", "en")
	dir := t.TempDir()
	storetest.WriteText(t, dir, fragment)
	return dir
}

func TestCatalogueGolden(t *testing.T) {
	dir := fragmentStore(t)
	for name, args := range map[string][]string{
		"overview":     nil,
		"overview.nb":  {"--lang", "nb"},
		"search":       {"bosted"},
		"search.nb":    {"--lang", "nb", "befolkning"},
		"label":        {"naeroeysund"},
		"typo":         {"diagonse"},
		"part":         {"lønn diagnose"},
		"nothing":      {"xyzzyxyz"},
		"limit":        {"--date", "2018-01-01", "--limit", "2"},
		"fixed":        {"BEFOLKNING_KJOENN"},
		"key.nb":       {"--lang", "nb", "befolkning_mor"},
		"status":       {"db/BOSATT_KOMMUNE"},
		"status.nb":    {"--lang", "nb", "--date", "2017-01-01", "--codes", "no.test.people/BOSATT_KOMMUNE"},
		"off-the-grid": {"--date", "2019-05-05", "BOSATT_KOMMUNE"},
		"accumulated":  {"INNTEKT_LONN"},
		"event":        {"HELSE_DIAGNOSE", "--bank", "no.test.people:1"},
		"whole-month":  {"STROM_OMRADE", "--date", "2020-02-29"},
		"search.json":  {"--json", "prisomrade"},
		"page.json":    {"--json", "--date", "2016-01-01", "BOSATT_KOMMUNE"},
		"banks.json":   {"--json"},
	} {
		t.Run(name, func(t *testing.T) {
			out, said, _ := asked(t, dir, args...)
			require.Empty(t, said)
			if strings.HasSuffix(name, ".json") {
				require.True(t, json.Valid([]byte(out)))
			} else {
				for _, line := range strings.Split(out, "\n") {
					require.LessOrEqual(t, len([]rune(line)), 80, line)
				}
			}
			golden := filepath.Join("testdata", "catalogue", name+".golden")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(out), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), out)
		})
	}
}

// names are the variables of a JSON answer, in order.
func names(t *testing.T, dir string, args ...string) (out []string) {
	t.Helper()
	text, said, code := asked(t, dir, append(args, "--json")...)
	require.Empty(t, said)
	var found struct {
		Hits []struct {
			Name string `json:"name"`
		} `json:"hits"`
	}
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	for _, h := range found.Hits {
		out = append(out, h.Name)
	}
	require.Equal(t, len(out) == 0, code == 1, "nothing found is exit 1")
	return out
}

func TestCatalogueFilters(t *testing.T) {
	dir := fragmentStore(t)
	for line, want := range map[string][]string{
		"--unit malepunkt":                  {"STROM_OMRADE"},
		"--subject famil":                   {"BEFOLKNING_MOR"},
		"--subject health":                  {"HELSE_DIAGNOSE"},
		"--temporality akkumulert":          {"INNTEKT_LONN"},
		"--temporality forlop":              {"HELSE_DIAGNOSE"},
		"--temporality STATUS":              {"BOSATT_KOMMUNE", "STROM_OMRADE"},
		"--sensitivity special":             {"HELSE_DIAGNOSE"},
		"--date 2019-06-30 --unit PERSON":   {"BEFOLKNING_KJOENN", "BEFOLKNING_MOR", "INNTEKT_LONN"},
		"--date 2020-02-29 --subject energ": {"STROM_OMRADE"},
		"--bank no.test.power strøm":        {"STROM_OMRADE"},
		"--bank no.test.power kjønn":        nil,
		"--date 2015-02-28 diagnose":        nil,
		"INNTEKT_L":                         {"INNTEKT_LONN"},
		"--limit 1 befolkning":              {"BEFOLKNING_KJOENN"},
	} {
		require.Equal(t, want, names(t, dir, strings.Fields(line)...), line)
	}
}

func TestCatalogueMistakes(t *testing.T) {
	dir := fragmentStore(t)
	for line, want := range map[string]string{
		"--bank no.test.peple":              "There is no database no.test.peple. Did you mean no.test.people?",
		"--bank no.test.people:7":           "no.test.people has no version 7. Its versions are 2, 1.",
		"no.test.nowhere/BEFOLKNING_KJOENN": "There is no database no.test.nowhere.",
		"db/BEFOLKNING_KJONN":               "Did you mean BEFOLKNING_KJOENN?",
		"BEFOLKNING_KJOENNX":                "There is no variable BEFOLKNING_KJOENNX. Did you mean BEFOLKNING_KJOENN?",
		"--unit PERSO":                      "Did you mean PERSON?",
		"--subject astronomy":               "There are: Energy; Family; Health; Income; Population.",
		"--temporality often":               "There are: fixed; status; accumulated; event.",
		"--sensitivity secret":              "There are: PUBLIC; NONPUBLIC; PERSON_GENERAL; PERSON_SPECIAL.",
		"--date 2020-02-30":                 "--date is a day that exists",
		"BOSATT_KOMMUNE --date soon":        "--date is a day that exists",
		"--limit -1":                        "--limit is 0 or more",
		"--store " + dir + "/nowhere x":     "No register store at",
	} {
		out, said, code := asked(t, dir, strings.Fields(line)...)
		require.Contains(t, said, want, line)
		require.Empty(t, out, line)
		require.NotZero(t, code, line)
	}
	_, said, _ := asked(t, dir, "--lang", "nb", "--bank", "no.test.peple")
	require.Equal(t, "Databasen no.test.peple finnes ikke. Mente du no.test.people?\n", said)
}

// A damaged metadata file is told, not answered with nothing.
func TestCatalogueOfADamagedStore(t *testing.T) {
	dir := fragmentStore(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "no.test.power", "datastore", "metadata_all__1_0_0.json"), []byte("{"), 0o600))
	_, said, code := asked(t, dir, "strøm")
	require.Contains(t, said, "T0003")
	require.Equal(t, 4, code)
}

// lazyCountry writes a country with all variables and none of their data.
func lazyCountry(t *testing.T) string {
	t.Helper()
	t.Setenv("MDSCRIPT_STORES", "")
	t.Setenv("MDSCRIPT_LANG", "en")
	dir := t.TempDir()
	require.NoError(t, synth.Generate(t.Context(), synth.Options{Persons: synth.MinPersons, Out: dir, Seed: 1}))
	return dir
}

// Reading and searching the catalogue makes no data.
func TestTheCatalogueMakesNothing(t *testing.T) {
	dir := lazyCountry(t)
	for _, words := range [][]string{{}, {"hospital"}, {"INNTEKT_LONN"}, {"--json", "wages"}} {
		_, said, code := asked(t, dir, words...)
		require.Zero(t, code, said)
	}
	for _, bank := range synth.Banks() {
		require.NoDirExists(t, filepath.Join(dir, bank, "data"))
		require.NoDirExists(t, filepath.Join(dir, bank, "tmp"))
	}
}

// Every line the catalogue offers for the demo's variables is one the checker takes.
func TestCatalogueLinesAreRight(t *testing.T) {
	country := lazyCountry(t)
	all := names(t, country, "--limit", "0", "--date", "2020-01-01", "--temporality", "fixed")
	for _, more := range []string{"status", "accumulated", "event"} {
		all = append(all, names(t, country, "--temporality", more)...)
	}
	require.Greater(t, len(all), 40)
	for i, name := range all {
		if i%7 != 0 && os.Getenv("MDSCRIPT_EVERY") == "" {
			continue // everything_test.go runs the line of each; MDSCRIPT_EVERY=1 asks for all of them here
		}
		text, said, code := asked(t, country, "--json", name)
		require.Zero(t, code, said)
		var page struct {
			Variables []struct {
				Script []string `json:"script"`
			} `json:"variables"`
		}
		require.NoError(t, json.Unmarshal([]byte(text), &page))
		require.Len(t, page.Variables, 1, name)
		script := filepath.Join(t.TempDir(), "a.mdscript")
		require.NoError(t, os.WriteFile(script, []byte(strings.Join(page.Variables[0].Script, "\n")), 0o600))
		var o, e bytes.Buffer
		require.Zero(t, cli.Main([]string{"check", "--store", country, script}, strings.NewReader(""), &o, &e), "%s: %s", name, &e)
		require.Empty(t, e.String(), name)
	}
	require.Subset(t, names(t, country, "kjoenn"), []string{"BEFOLKNING_KJOENN", "BEFOLKNING_PARSTATUS", "TRAFULYK_PERS_KJOENN"})
	require.Equal(t, "INNTEKT_WLONN", names(t, country, "wlonn", "inntekt")[0])
}
