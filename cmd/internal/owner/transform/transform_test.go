package transform

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/finding"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
)

func testKey(t testing.TB, first byte) pseudonym.Key {
	t.Helper()
	secret := make([]byte, 32)
	secret[0] = first
	k, err := pseudonym.NewKey(secret, "test")
	require.NoError(t, err)
	return k
}

func given(s pseudonym.Source) func() (pseudonym.Source, error) {
	return func() (pseudonym.Source, error) { return s, nil }
}

func options(t testing.TB) Options {
	dir := t.TempDir()
	return Options{Working: filepath.Join(dir, "working"), Vault: filepath.Join(dir, "no.test.reg", "vault"), Key: given(testKey(t, 1))}
}

// delivered writes a delivery and gives its folder.
func delivered(t testing.TB, name, meta, csv string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".json"), []byte(meta), 0o600))
	if csv != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".csv"), []byte(csv), 0o600))
	}
	return dir
}

// example is one of the four public example datasets.
func example(t testing.TB, name string) (meta, csv string) {
	t.Helper()
	a, err := txtar.ParseFile("../testdata/examples.txtar")
	require.NoError(t, err)
	for _, f := range a.Files {
		switch f.Name {
		case name + "/" + name + ".json":
			meta = string(f.Data)
		case name + "/" + name + ".csv":
			csv = string(f.Data)
		}
	}
	require.NotEmpty(t, meta)
	return meta, csv
}

// metaOf makes metadata in few words; measure is what stands in the measure besides its names.
func metaOf(temporality, unit, measure string) string {
	return `{"temporalityType": "` + temporality + `", "sensitivityLevel": "PUBLIC", "populationDescription": [{"languageCode": "no", "value": "Alle"}],
	"subjectFields": [[{"languageCode": "no", "value": "Emne"}]], "dataRevision": {"description": [{"languageCode": "no", "value": "Ny"}]},
	"identifierVariables": [{"unitType": "` + unit + `"}], "measureVariables": [{"name": [{"languageCode": "no", "value": "Navn"}],
	"description": [{"languageCode": "no", "value": "Beskrivelse"}], ` + measure + `}]}`
}

func inWords(dataType string) string {
	return `"dataType": "` + dataType + `", "valueDomain": {"description": [{"languageCode": "no", "value": "Domene"}]}`
}

func built(t testing.TB, dir string, o Options) Built {
	t.Helper()
	b, err := Build(context.Background(), dir, o)
	require.NoError(t, err)
	require.Empty(t, b.Report.Findings)
	t.Cleanup(b.Remove)
	return b
}

func refused(t *testing.T, err error, code diag.Code) {
	t.Helper()
	var r *finding.Refusal
	require.ErrorAs(t, err, &r)
	require.Equal(t, code, r.Code)
}

// tree lists the files below a folder.
func tree(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		out = append(out, filepath.ToSlash(rel))
		return err
	}))
	return out
}

// rowsOf reads a data file with the reader of the Arrow library: "unit;value;start;stop", ∅ for
// null.
func rowsOf(t testing.TB, path string) []string {
	t.Helper()
	f, err := file.OpenParquetFile(path, false)
	require.NoError(t, err)
	defer f.Close()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	require.NoError(t, err)
	table, err := r.ReadTable(context.Background())
	require.NoError(t, err)
	defer table.Release()
	out := make([]string, table.NumRows())
	for c := range 4 {
		i := 0
		for _, chunk := range table.Column(c).Data().Chunks() {
			for k := range chunk.Len() {
				cell := "∅"
				if chunk.IsValid(k) {
					cell = chunk.ValueStr(k)
				}
				if s, ok := chunk.(*array.String); ok {
					cell = s.Value(k)
				}
				out[i] += ";"[:min(c, 1)] + cell
				i++
			}
		}
	}
	return out
}

// pseudonymOf is what an identifier becomes, computed aside.
func pseudonymOf(t testing.TB, kind, id string) string {
	p, _ := testKey(t, 1).Hash(kind)([]byte(id))
	return strconv.FormatUint(p, 10)
}

// storedRow is a row of a CSV file as it must be stored.
func storedRow(t testing.TB, line string) string {
	f := strings.Split(line, ";")
	day := func(s string) string {
		if s == "" {
			return "∅"
		}
		return strconv.Itoa(dayOf(t, s))
	}
	return strings.Join([]string{pseudonymOf(t, "FNR", f[0]), f[1], day(f[2]), day(f[3])}, ";")
}

func TestExamplesOfOneFile(t *testing.T) {
	for _, name := range []string{"BEFOLKNING_SIVILSTAND", "BEFOLKNING_KJOENN"} {
		meta, csv := example(t, name)
		b := built(t, delivered(t, name, meta, csv), options(t))
		require.Equal(t, "data.parquet", filepath.Base(b.Data))
		var want []string
		for line := range strings.Lines(csv) {
			want = append(want, storedRow(t, strings.TrimSpace(line)))
		}
		require.Equal(t, want, rowsOf(t, b.Data))
		require.EqualValues(t, len(want), b.Rows)
		info, err := os.Stat(b.Data)
		require.NoError(t, err)
		require.Len(t, b.Sums, 1)
		require.Equal(t, info.Size(), b.Sums["data.parquet"].Bytes)
		require.Equal(t, "Første publisering.", b.Description)
		require.Equal(t, []string{"pseudonym_key.json", "pseudonyms__FNR.bin"}, []string{b.Vault[0].Name, b.Vault[1].Name})
		units := map[string]bool{}
		for line := range strings.Lines(csv) {
			units[line[:14]] = true
		}
		n := int64(len(units))
		require.Equal(t, map[string]pseudonym.Counts{"FNR": {Total: n, New: n}}, b.Pseudonyms)
	}
}

// TestExamplesByYear: a row lies in the folder of the year its period begins in.
func TestExamplesByYear(t *testing.T) {
	for name, years := range map[string][]int{
		"BEFOLKNING_BOSTED":  {1920, 1926},
		"BEFOLKNING_INNTEKT": {1920, 1921, 1922, 1923, 1924, 1925, 1926, 1927, 1928, 1929},
	} {
		meta, csv := example(t, name)
		b := built(t, delivered(t, name, meta, csv), options(t))
		want := map[string][]string{}
		for line := range strings.Lines(csv) {
			f := strings.Split(line, ";")
			year := "start_year=" + f[2][:4] + "/part-0.parquet"
			want[year] = append(want[year], storedRow(t, strings.TrimSpace(line)))
		}
		require.Len(t, tree(t, b.Data), len(years))
		for _, year := range years {
			rel := fmt.Sprintf("start_year=%d/part-0.parquet", year)
			path := filepath.Join(b.Data, filepath.FromSlash(rel))
			require.Equal(t, want[rel], rowsOf(t, path), rel)
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, info.Size(), b.Sums[rel].Bytes)
		}
		require.Len(t, b.Sums, len(years))
	}
}

// TestEveryKindOfColumn: the identifiers and values that are not texts of persons.
func TestEveryKindOfColumn(t *testing.T) {
	p := func(kind, id string) string { return pseudonymOf(t, kind, id) }
	for name, c := range map[string]struct {
		meta, csv string
		want      []string
		vault     []string
	}{
		"mother of person": {metaOf("FIXED", "PERSON", `"unitType": "PERSON"`), "1;2;;2020-01-01;\n 2 ; 1 ;;2020-01-01;\n",
			[]string{p("FNR", "1") + ";" + p("FNR", "2") + ";∅;18262", p("FNR", "2") + ";" + p("FNR", "1") + ";∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__FNR.bin"}},
		"person of job": {metaOf("FIXED", "JOBB", `"unitType": "PERSON"`), "1_9;1;;2020-01-01;\n",
			[]string{p("JOBBID_1", "1_9") + ";" + p("FNR", "1") + ";∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__JOBBID_1.bin", "pseudonyms__FNR.bin"}},
		"municipality of establishment": {metaOf("EVENT", "VIRKSOMHET", `"unitType": "KOMMUNE"`), "9;0301;2020-01-01;2020-01-01;\n8;-1;2020-01-02;;\n",
			[]string{p("ORGNR", "9") + ";0301;18262;18262", p("ORGNR", "8") + ";-1;18263;∅"}, []string{"pseudonym_key.json", "pseudonyms__ORGNR.bin"}},
		"area of municipality": {metaOf("STATUS", "KOMMUNE", inWords("DOUBLE")), "0301;426.5;2020-01-01;2020-01-01;\n 9999 ;-1e2;2020-01-01;2020-01-01;\n",
			[]string{"0301;426.5;18262;18262", "9999;-100;18262;18262"}, nil},
		"number of visit": {metaOf("ACCUMULATED", "BK_HELSESTASJONSKONSULTASJON", inWords("LONG")), "007;-5;2020-01-01;2020-12-31;\n",
			[]string{"7;-5;18262;18627"}, nil},
		"number as pseudonym": {metaOf("FIXED", "HKDIR_HYU_OPPMELDING", inWords("DATE")), "007;1969-12-31;;2020-01-01;\n",
			[]string{p("HKDIR_HYU_OPPMELDING_ID", "7") + ";-1;∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__HKDIR_HYU_OPPMELDING_ID.bin"}},
		"visit of person": {metaOf("FIXED", "PERSON", `"unitType": "BK_HELSESTASJONSKONSULTASJON"`), "1;12;;2020-01-01;\n",
			[]string{p("FNR", "1") + ";12;∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__FNR.bin"}},
		"number as pseudonym of person": {metaOf("FIXED", "PERSON", `"unitType": "HKDIR_HYU_OPPMELDING"`), "1;0012;;2020-01-01;\n",
			[]string{p("FNR", "1") + ";" + p("HKDIR_HYU_OPPMELDING_ID", "12") + ";∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__FNR.bin", "pseudonyms__HKDIR_HYU_OPPMELDING_ID.bin"}},
		"codes that are numbers": {metaOf("FIXED", "PERSON", `"dataType": "LONG", "valueDomain": {"codeList": [{"code": 7, "validFrom": "2000-01-01", "categoryTitle": [{"languageCode": "no", "value": "Sju"}]}]}`),
			"1;007;;2020-01-01;\n", []string{p("FNR", "1") + ";7;∅;18262"}, []string{"pseudonym_key.json", "pseudonyms__FNR.bin"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := built(t, delivered(t, "X", c.meta, c.csv), options(t))
			var got, vault []string
			for _, rel := range slices.Sorted(maps.Keys(b.Sums)) {
				path := b.Data
				if b.Data != "" && !strings.HasSuffix(path, ".parquet") {
					path = filepath.Join(path, filepath.FromSlash(rel))
				}
				got = append(got, rowsOf(t, path)...)
			}
			require.Equal(t, c.want, got)
			for _, v := range b.Vault {
				vault = append(vault, v.Name)
				require.FileExists(t, v.Path)
			}
			require.Equal(t, c.vault, vault)
		})
	}
}

// events is a delivery of many rows, several blocks long, over sixty years.
func events(temporality string, rows int) string {
	var b strings.Builder
	for i := range rows {
		year, unit := 1960+i*7919%60, i/60*7919%100_003
		switch temporality {
		case "STATUS":
			fmt.Fprintf(&b, "%011d;%d;%d-01-01;%d-01-01;\n", unit, i%9, year, year)
		case "EVENT":
			stop := ""
			if i%5 > 0 {
				stop = fmt.Sprintf("%d-06-01", year)
			}
			fmt.Fprintf(&b, "%011d;%d words;%d-01-01;%s;\n", i, i%1000, year, stop)
		}
	}
	return b.String()
}

// TestTheBytesDoNotDependOnGoroutines: nor the rows on how much may wait in memory.
func TestTheBytesDoNotDependOnGoroutines(t *testing.T) {
	for _, temporality := range []string{"STATUS", "EVENT"} {
		csv := events(temporality, 150_000)
		dir := delivered(t, "X", metaOf(temporality, "PERSON", inWords("STRING")), csv)
		o := options(t)
		o.Workers = 1
		one := built(t, dir, o)
		o = options(t)
		o.Workers = 5
		many := built(t, dir, o)
		require.Equal(t, one.Sums, many.Sums)
		require.Equal(t, one.Structure, many.Structure)
		vault := func(b Built) string {
			content, err := os.ReadFile(b.Vault[1].Path)
			require.NoError(t, err)
			return string(content)
		}
		require.Equal(t, vault(one), vault(many))

		o = options(t)
		o.Memory = 1 << 20
		little := built(t, dir, o)
		read := func(b Built) (out []string) {
			for _, rel := range slices.Sorted(maps.Keys(b.Sums)) {
				path := b.Data
				if temporality == "STATUS" {
					path = filepath.Join(b.Data, filepath.FromSlash(rel))
				}
				out = append(out, rowsOf(t, path)...)
			}
			return out
		}
		all := read(one)
		require.Len(t, all, 150_000)
		require.Equal(t, all, read(little))
		if temporality == "EVENT" {
			i := 0
			for line := range strings.Lines(csv) {
				require.Equal(t, storedRow(t, strings.TrimSpace(line)), all[i])
				i++
			}
		}
	}
}

// TestASecondDeliveryKnowsTheFirst: pseudonyms of the vault are not new, and equal.
func TestASecondDeliveryKnowsTheFirst(t *testing.T) {
	o := options(t)
	require.NoError(t, os.MkdirAll(o.Vault, 0o700))
	install := func(b Built) {
		for _, v := range b.Vault {
			require.NoError(t, os.Rename(v.Path, filepath.Join(o.Vault, v.Name)))
		}
	}
	meta := metaOf("FIXED", "PERSON", inWords("LONG"))
	install(built(t, delivered(t, "A", meta, "1;1;;2020-01-01;\n2;1;;2020-01-01;\n"), o))
	b := built(t, delivered(t, "B", meta, "3;1;;2020-01-01;\n2;1;;2020-01-01;\n"), o)
	require.Equal(t, map[string]pseudonym.Counts{"FNR": {Total: 3, New: 1}}, b.Pseudonyms)
	require.Len(t, b.Vault, 1)
	install(b)
	b = built(t, delivered(t, "C", meta, "1;1;;2020-01-01;\n"), o)
	require.Empty(t, b.Vault, "nothing is new")

	o.Key = given(testKey(t, 2))
	_, err := Build(context.Background(), delivered(t, "C", meta, "1;1;;2020-01-01;\n"), o)
	refused(t, err, finding.OtherSecret)
	require.NoError(t, os.Remove(filepath.Join(o.Vault, pseudonym.IdentityFile)))
	_, err = Build(context.Background(), delivered(t, "C", meta, "1;1;;2020-01-01;\n"), o)
	refused(t, err, finding.OtherSecret)
	o.Key = given(testKey(t, 1))
	require.NoError(t, os.WriteFile(filepath.Join(o.Vault, "pseudonyms__FNR.bin"), []byte("mdsPSEU1"), 0o600))
	before := tree(t, o.Working)
	_, err = Build(context.Background(), delivered(t, "C", meta, "1;1;;2020-01-01;\n"), o)
	refused(t, err, finding.DamagedVault)
	require.Equal(t, before, tree(t, o.Working), "nothing more is left behind")
}

func dayOf(t testing.TB, iso string) int {
	t.Helper()
	d, ok := types.ParseISODate(iso)
	require.True(t, ok, iso)
	return d
}
