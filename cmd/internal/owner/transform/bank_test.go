package transform_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/owner/bank"
	"github.com/mdscript/mdscript/cmd/internal/owner/pseudonym"
	"github.com/mdscript/mdscript/cmd/internal/owner/transform"
	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/store"
)

const bankName = "no.test.reg"

func key(t *testing.T) pseudonym.Key {
	t.Helper()
	k, err := pseudonym.NewKey([]byte(strings.Repeat("k", 32)), "test")
	require.NoError(t, err)
	return k
}

// pseudonymOf is what a person's identifier becomes.
func pseudonymOf(t *testing.T, id string) string {
	p, _ := key(t).Hash("FNR")([]byte(id))
	return strconv.FormatUint(p, 10)
}

// released takes deliveries, "NAME/NAME.json" and "NAME/NAME.csv", into a new bank, one after the
// other as a program of its own would, and releases them together. It gives the folder of the bank.
func released(t *testing.T, files map[string]string) string {
	t.Helper()
	root, in := t.TempDir(), t.TempDir()
	ctx := context.Background()
	require.NoError(t, bank.Create(ctx, root, bankName, bank.About{Label: "Test", Description: "Test"}, bank.Options{}))
	names := map[string]bool{}
	for path, content := range files {
		name := filepath.Dir(path)
		names[name] = true
		require.NoError(t, os.MkdirAll(filepath.Join(in, name), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(in, path), []byte(content), 0o600))
	}
	for name := range names {
		b, err := bank.Open(ctx, root, bankName, bank.Options{})
		require.NoError(t, err)
		built, err := transform.Build(ctx, filepath.Join(in, name), transform.Options{
			Working: b.Working(), Vault: filepath.Dir(b.VaultPath("x")), Key: func() (pseudonym.Source, error) { return key(t), nil },
		})
		require.NoError(t, err)
		require.Empty(t, built.Report.Findings, name)
		require.NoError(t, b.Add(ctx, draft(built)))
		built.Remove()
		require.NoError(t, b.Close())
	}
	b, err := bank.Open(ctx, root, bankName, bank.Options{})
	require.NoError(t, err)
	for name := range names {
		_, err = b.SetStatus(ctx, name, bank.PendingRelease)
		require.NoError(t, err)
	}
	_, err = b.Release(ctx, bank.Release{Description: "First"})
	require.NoError(t, err)
	require.NoError(t, b.Close())
	return filepath.Join(root, bankName)
}

func draft(b transform.Built) bank.Draft {
	english := bank.English{Label: b.English.Label, Description: b.English.Description, Codes: b.English.Codes, KeyTypes: b.English.KeyTypes, Phrases: b.English.Phrases}
	d := bank.Draft{Name: b.Name, Description: b.Description, Structure: b.Structure, English: &english, Data: b.Data, Sums: map[string]bank.Sum{}}
	for rel, s := range b.Sums {
		d.Sums[rel] = bank.Sum{Bytes: s.Bytes, CRC32C: s.CRC, Chunks: s.Chunks}
	}
	for _, v := range b.Vault {
		d.Vault = append(d.Vault, bank.VaultFile(v))
	}
	return d
}

// opened is a store that reads the bank.
type opened struct {
	t *testing.T
	*store.Store
	version catalogue.Version
}

func open(t *testing.T, dir string) opened {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Dirs: []string{filepath.Dir(dir)}, Cache: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b, ok := s.Bank(bankName)
	require.True(t, ok)
	v, ok := b.Version("1")
	require.True(t, ok, s.Problem())
	return opened{t, s, v}
}

func run() *kernel.Context {
	return &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 30), Threads: 2}
}

// rows answers a query with "unit;value;start;stop", sorted.
func (o opened) rows(name string, q store.Query, f store.Filter) []string {
	o.t.Helper()
	v, ok := o.version.Variable(name)
	require.True(o.t, ok, o.Problem())
	w, err := o.View(run(), o.version, v, q)
	require.NoError(o.t, err)
	r, ok, err := w.Records(run(), f)
	require.NoError(o.t, err)
	require.True(o.t, ok)
	out := []string{}
	for i := range r.Units.Len {
		cells := []string{o.cell(r.Units, i), o.cell(r.Value, i), o.cell(r.Start, i), o.cell(r.Stop, i)}
		out = append(out, strings.Join(cells, ";"))
	}
	slices.Sort(out)
	return out
}

func (o opened) cell(c *column.Column, i int) string {
	switch {
	case c == nil || c.Missing(i):
		return ""
	case c.Kind == types.Text:
		return c.Text(i)
	case c.Kind == types.Date:
		return types.ISODate(int(c.Ints[i]))
	case c.Kind == types.Decimal:
		return fmt.Sprint(c.Floats[i])
	case c.Kind == types.Key:
		u, err := o.Units(c.Space)
		require.NoError(o.t, err)
		return string(u.AppendID(nil, int(c.Codes[i])))
	}
	return fmt.Sprint(c.Ints[i])
}

// TestTheExamplesCanBeRead: every row of the four public examples, and their catalogue.
func TestTheExamplesCanBeRead(t *testing.T) {
	a, err := txtar.ParseFile("../testdata/examples.txtar")
	require.NoError(t, err)
	files := map[string]string{}
	for _, f := range a.Files {
		if strings.Contains(f.Name, "/") {
			files[f.Name] = string(f.Data)
		}
	}
	s := open(t, released(t, files))
	require.ElementsMatch(t, []string{"BEFOLKNING_BOSTED", "BEFOLKNING_INNTEKT", "BEFOLKNING_KJOENN", "BEFOLKNING_SIVILSTAND"}, s.version.Names())
	for name, size := range map[string]int{"BEFOLKNING_BOSTED": 21, "BEFOLKNING_INNTEKT": 21, "BEFOLKNING_KJOENN": 100, "BEFOLKNING_SIVILSTAND": 21} {
		var want []string
		for line := range strings.Lines(files[name+"/"+name+".csv"]) {
			f := strings.Split(strings.TrimSpace(line), ";")
			if name == "BEFOLKNING_KJOENN" {
				f[3] = "" // a query of fixed data gives no dates
			}
			want = append(want, strings.Join([]string{pseudonymOf(t, f[0]), f[1], f[2], f[3]}, ";"))
		}
		slices.Sort(want)
		q := store.During(-32768, 32767)
		if name == "BEFOLKNING_KJOENN" {
			q = store.Whole()
		}
		got := s.rows(name, q, store.Filter{})
		require.Len(t, got, size)
		require.Equal(t, want, got, name)
	}
	civil, _ := s.version.Variable("BEFOLKNING_SIVILSTAND")
	require.Equal(t, types.EventSpells, civil.Temporality)
	require.Equal(t, "PERSON", civil.Unit.Code)
	require.Len(t, civil.CodeLists, 2)
	require.Len(t, civil.CodeLists[0].Codes, 6)
	require.Equal(t, catalogue.Code{Code: "0", Missing: true, Label: civil.CodeLists[0].Codes[5].Label}, civil.CodeLists[0].Codes[5])
	home, _ := s.version.Variable("BEFOLKNING_BOSTED")
	require.Equal(t, []int{-18263, -16071}, home.StatusDates)
	require.Equal(t, []string{pseudonymOf(t, "00000000000001") + ";0;1920-01-01;1920-01-01"}, s.rows("BEFOLKNING_BOSTED", store.At(-18263), store.Filter{}))
	require.Empty(t, s.rows("BEFOLKNING_BOSTED", store.At(-18262), store.Filter{}), "case 53: a date without data")
	require.Empty(t, s.rows("BEFOLKNING_KJOENN", store.At(18628), store.Filter{}), "case 53: fixed data by date")
	require.Empty(t, s.rows("BEFOLKNING_KJOENN", store.During(0, 20000), store.Filter{}))
}

const vectors = `100000000;3;1985-01-01;1991-06-30;
100000000;16;1991-07-01;1992-03-31;
100000000;3;1992-04-01;;
200000000;8;1974-01-01;1992-01-31;
200000000;8;1992-02-01;;
300000000;12;1981-01-01;1991-01-31;
300000000;2;1991-02-01;1991-10-14;
300000000;12;1991-10-15;;
400000000;2;1979-01-01;1991-02-10;
`

func metaOf(temporality, measure string) string {
	return `{"temporalityType": "` + temporality + `", "sensitivityLevel": "PUBLIC", "populationDescription": [{"languageCode": "no", "value": "Alle"}],
	"subjectFields": [[{"languageCode": "no", "value": "Emne"}]], "dataRevision": {"description": [{"languageCode": "no", "value": "Ny"}]},
	"identifierVariables": [{"unitType": "PERSON"}], "measureVariables": [{"name": [{"languageCode": "no", "value": "Navn"}],
	"description": [{"languageCode": "no", "value": "Beskrivelse"}], ` + measure + `}]}`
}

const inWords = `"dataType": "STRING", "valueDomain": {"description": [{"languageCode": "no", "value": "Domene"}]}`

// TestCase52: the query vectors through a bank that took the rows in as a delivery.
func TestCase52(t *testing.T) {
	s := open(t, released(t, map[string]string{
		"BOSTED/BOSTED.json": metaOf("EVENT", inWords), "BOSTED/BOSTED.csv": vectors,
		"KODE/KODE.json": metaOf("FIXED", inWords),
		"KODE/KODE.csv":  "1;0012;;2020-01-01;\n2;0013;;2020-01-01;\n3;0015;;2020-01-01;\n4;0020;;2020-01-01;\n5;0025;;2020-01-01;\n6;0100;;2020-01-01;\n7;2100;;2020-01-01;\n",
	}))
	lines := strings.Split(strings.TrimSpace(vectors), "\n")
	rows := func(numbers ...int) []string {
		out := []string{}
		for _, n := range numbers {
			f := strings.Split(lines[n-1], ";")
			out = append(out, strings.Join([]string{pseudonymOf(t, f[0]), f[1], f[2], f[3]}, ";"))
		}
		slices.Sort(out)
		return out
	}
	day := func(iso string) int {
		d, ok := types.ParseISODate(iso)
		require.True(t, ok)
		return d
	}
	all := s.rows("BOSTED", store.During(-32768, 32767), store.Filter{})
	require.Equal(t, rows(1, 2, 3, 4, 5, 6, 7, 8, 9), all)
	find := func(ids ...string) (out []uint32) {
		u, err := s.Units("FNR")
		require.NoError(t, err)
		for i := range u.Len() {
			for _, id := range ids {
				if string(u.AppendID(nil, i)) == pseudonymOf(t, id) {
					out = append(out, uint32(i))
				}
			}
		}
		require.Len(t, out, len(ids))
		return out
	}
	two3, values := find("200000000", "300000000"), []string{"2", "8", "16"}
	long := store.During(day("1991-01-01"), day("1992-12-31"))
	for _, c := range []struct {
		q      store.Query
		filter store.Filter
		want   []string
	}{
		{store.At(day("1990-12-31")), store.Filter{}, rows(1, 4, 6, 9)},
		{store.At(day("1991-12-31")), store.Filter{}, rows(2, 4, 8)},
		{store.At(day("1991-12-31")), store.Filter{Units: two3}, rows(4, 8)},
		{store.At(day("1991-12-31")), store.Filter{Values: values}, rows(2, 4)},
		{store.During(day("1991-01-01"), day("1991-12-31")), store.Filter{}, rows(1, 2, 4, 6, 7, 8, 9)},
		{long, store.Filter{}, rows(1, 2, 3, 4, 5, 6, 7, 8, 9)},
		{long, store.Filter{Units: two3}, rows(4, 5, 6, 7, 8)},
		{long, store.Filter{Values: values}, rows(2, 4, 5, 7, 9)},
	} {
		require.Equal(t, c.want, s.rows("BOSTED", c.q, c.filter))
	}
	codes := func(f store.Filter) []string {
		out := []string{}
		for _, row := range s.rows("KODE", store.Whole(), f) {
			out = append(out, strings.Split(row, ";")[1])
		}
		slices.Sort(out)
		return out
	}
	require.Equal(t, []string{"0020", "0025", "2100"}, codes(store.Filter{Values: []string{"002*", "2*"}}))
	require.Equal(t, []string{"0012", "0015"}, codes(store.Filter{Units: find("1", "3"), Values: []string{"001*"}}))
}

// TestReferencesLeadToTheirUnit: a mother and a family are pseudonyms of the same kind as persons.
func TestReferencesLeadToTheirUnit(t *testing.T) {
	s := open(t, released(t, map[string]string{
		"MOR/MOR.json": metaOf("FIXED", `"unitType": "PERSON"`), "MOR/MOR.csv": "13;12;;2020-01-01;\n11;99;;2020-01-01;\n",
		"FAM/FAM.json": metaOf("FIXED", `"unitType": "FAMILIE"`), "FAM/FAM.csv": "13;12;;2020-01-01;\n12;12;;2020-01-01;\n",
		"HJEM/HJEM.json": metaOf("STATUS", `"unitType": "KOMMUNE"`), "HJEM/HJEM.csv": "13;0301;2020-01-01;2020-01-01;\n12;1103;2020-01-01;2020-01-01;\n",
	}))
	p := func(id string) string { return pseudonymOf(t, id) }
	sorted := func(rows ...string) []string { slices.Sort(rows); return rows }
	require.Equal(t, sorted(p("13")+";"+p("12")+";;", p("11")+";"+p("99")+";;"), s.rows("MOR", store.Whole(), store.Filter{}))
	require.Equal(t, sorted(p("13")+";"+p("12")+";;", p("12")+";"+p("12")+";;"), s.rows("FAM", store.Whole(), store.Filter{}))
	require.Equal(t, sorted(p("13")+";0301;2020-01-01;2020-01-01", p("12")+";1103;2020-01-01;2020-01-01"), s.rows("HJEM", store.At(18262), store.Filter{}))
	mother, _ := s.version.Variable("MOR")
	require.Equal(t, "PERSON", mother.Refers.Code)
	home, _ := s.version.Variable("HJEM")
	require.True(t, home.Plain)
	oslo := ""
	for _, c := range home.CodeLists[0].Codes {
		if c.Code == "0301" {
			oslo = c.Label.NB
		}
	}
	require.Equal(t, "Oslo", oslo)
}

// TestNewTextsAlone: a patch changes what people read, and nothing about the data; of a described
// measure, of codes and of municipalities. English comes with it.
func TestNewTextsAlone(t *testing.T) {
	text := func(no, en string) string {
		return `[{"languageCode": "no", "value": "` + no + `"}, {"languageCode": "en", "value": "` + en + `"}]`
	}
	meta := func(temporality, measure, mark string) string {
		return `{"temporalityType": "` + temporality + `", "sensitivityLevel": "PUBLIC", "populationDescription": ` + text("Alle"+mark, "All"+mark) + `,
		"subjectFields": [` + text("Emne"+mark, "Subject"+mark) + `], "dataRevision": {"description": ` + text("Ny", "New") + `},
		"identifierVariables": [{"unitType": "PERSON"}], "measureVariables": [{"name": ` + text("Navn"+mark, "Name"+mark) + `,
		"description": ` + text("Om"+mark, "About"+mark) + `, ` + strings.ReplaceAll(measure, "MARK", mark) + `}]}`
	}
	measures := map[string][2]string{
		"BELOP": {"FIXED", `"dataType": "LONG", "valueDomain": {"description": ` + text("DomeneMARK", "DomainMARK") + `, "measurementUnitDescription": ` + text("KronerMARK", "NOKMARK") + `}`},
		"KODE":  {"EVENT", `"dataType": "STRING", "valueDomain": {"codeList": [{"code": "a", "categoryTitle": ` + text("AaMARK", "AeMARK") + `, "validFrom": "2000-01-01"}]}`},
		"HJEM":  {"STATUS", `"unitType": "KOMMUNE"`},
	}
	csv := map[string]string{"BELOP": "1;5;;2020-01-01;\n", "KODE": "1;a;2020-01-01;2020-01-02;\n", "HJEM": "1;0301;2020-01-01;2020-01-01;\n"}
	files := map[string]string{}
	for name, m := range measures {
		files[name+"/"+name+".json"], files[name+"/"+name+".csv"] = meta(m[0], m[1], ""), csv[name]
	}
	dir := released(t, files)
	old := open(t, dir)
	ctx, in := context.Background(), t.TempDir()
	b, err := bank.Open(ctx, filepath.Dir(dir), bankName, bank.Options{})
	require.NoError(t, err)
	for name, m := range measures {
		require.NoError(t, os.MkdirAll(filepath.Join(in, name), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(in, name, name+".json"), []byte(meta(m[0], m[1], " 2")), 0o600))
		var before struct {
			Cover *transform.Span `json:"temporalCoverage"`
		}
		require.NoError(t, json.Unmarshal(b.Structure(name), &before))
		built, err := transform.Build(ctx, filepath.Join(in, name), transform.Options{Working: b.Working(), MetadataOnly: true, Cover: before.Cover})
		require.NoError(t, err)
		require.NoError(t, b.Patch(ctx, draft(built)))
		built.Remove()
		_, err = b.SetStatus(ctx, name, bank.PendingRelease)
		require.NoError(t, err)
	}
	_, err = b.Release(ctx, bank.Release{Description: "Texts"})
	require.NoError(t, err)
	require.NoError(t, b.Close())

	s := open(t, dir)
	require.Equal(t, "1.0.1", s.version.String())
	for name := range measures {
		now, found := s.version.Variable(name)
		require.True(t, found)
		require.Equal(t, "Navn 2/Name 2", now.Title.NB+"/"+now.Title.EN, name)
		require.Equal(t, "Om 2/About 2", now.Description.NB+"/"+now.Description.EN, name)
		require.Equal(t, "Emne 2/Subject 2", now.Subjects[0].NB+"/"+now.Subjects[0].EN, name)
		require.Equal(t, "Alle 2/All 2", now.Population.NB+"/"+now.Population.EN, name)
		before, _ := old.version.Variable(name)
		require.Equal(t, "Navn", before.Title.NB)
		require.Equal(t, []int{before.ValidFrom, before.ValidTo, len(before.CodeLists)}, []int{now.ValidFrom, now.ValidTo, len(now.CodeLists)})
	}
	amount, _ := s.version.Variable("BELOP")
	require.Equal(t, "Kroner 2/NOK 2", amount.Measure.NB+"/"+amount.Measure.EN)
	code, _ := s.version.Variable("KODE")
	require.Equal(t, "Aa 2/Ae 2", code.CodeLists[0].Codes[0].Label.NB+"/"+code.CodeLists[0].Codes[0].Label.EN)
	require.Equal(t, []string{pseudonymOf(t, "1") + ";5;;"}, s.rows("BELOP", store.Whole(), store.Filter{}))
}

// TestUnitsWithoutPseudonym keep their identifiers, texts or numbers; no key is asked for.
func TestUnitsWithoutPseudonym(t *testing.T) {
	of := func(unit, dataType string) string {
		return strings.Replace(metaOf("FIXED", strings.Replace(inWords, "STRING", dataType, 1)), `"PERSON"`, `"`+unit+`"`, 1)
	}
	s := open(t, released(t, map[string]string{
		"AREAL/AREAL.json": of("KOMMUNE", "DOUBLE"), "AREAL/AREAL.csv": "0301;454.12;;2020-01-01;\n 1103 ;-1;;2020-01-01;\n",
		"KONSULTASJON/KONSULTASJON.json": of("BK_HELSESTASJONSKONSULTASJON", "DATE"), "KONSULTASJON/KONSULTASJON.csv": "0012;1969-12-31;;2020-01-01;\n",
	}))
	require.Equal(t, []string{"0301;454.12;;", "1103;-1;;"}, s.rows("AREAL", store.Whole(), store.Filter{}))
	require.Equal(t, []string{"12;1969-12-31;;"}, s.rows("KONSULTASJON", store.Whole(), store.Filter{}))
}
