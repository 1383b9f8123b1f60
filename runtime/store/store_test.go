package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

const bank = "no.test.reg"

func run() *kernel.Context {
	return &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(1 << 32), Threads: 2}
}

// opened writes a text store and opens it with a cache of its own.
func opened(t *testing.T, content string) (*Store, catalogue.Version) {
	t.Helper()
	dir := t.TempDir()
	storetest.WriteText(t, dir, content)
	return reopened(t, dir, t.TempDir())
}

func reopened(t *testing.T, dir, cache string) (*Store, catalogue.Version) {
	t.Helper()
	s, err := Open(context.Background(), Options{Dirs: []string{dir}, Cache: cache})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	b, ok := s.Bank(bank)
	require.True(t, ok)
	v, ok := b.Version("")
	require.True(t, ok, "%v", s.Problem())
	return s, v
}

func variable(t *testing.T, v catalogue.Version, name string) *catalogue.Variable {
	t.Helper()
	of, ok := v.Variable(name)
	require.True(t, ok, name)
	return of
}

func viewed(t *testing.T, s *Store, v catalogue.Version, name string, q Query) *View {
	t.Helper()
	w, err := s.View(run(), v, variable(t, v, name), q)
	require.NoError(t, err)
	return w
}

// show prints a column; "." is missing.
func show(c *column.Column) string {
	var out []string
	for i := range c.Len {
		switch {
		case c.Missing(i):
			out = append(out, ".")
		case c.Kind == types.Text:
			out = append(out, c.Text(i))
		case c.Kind == types.Key:
			out = append(out, fmt.Sprint("#", c.Codes[i]))
		case c.Kind == types.Decimal:
			out = append(out, fmt.Sprint(c.Floats[i]))
		default:
			out = append(out, fmt.Sprint(c.Ints[i]))
		}
	}
	return strings.Join(out, " ")
}

// ids prints a unit column by id.
func ids(t *testing.T, s *Store, c *column.Column) string {
	t.Helper()
	u, err := s.Units(c.Space)
	require.NoError(t, err)
	var out []string
	for i := range c.Len {
		if c.Missing(i) {
			out = append(out, ".")
			continue
		}
		out = append(out, string(u.AppendID(nil, int(c.Codes[i]))))
	}
	return strings.Join(out, " ")
}

func day(t *testing.T, iso string) int {
	t.Helper()
	d, ok := types.ParseISODate(iso)
	require.True(t, ok, iso)
	return d
}

// bosted is the table of test vectors: register-format, queries.
const bosted = `
bank no.test.reg open
variable BOSTED PERSON EVENT text
100000000;3;1985-01-01;1991-06-30
100000000;16;1991-07-01;1992-03-31
100000000;3;1992-04-01;
200000000;8;1974-01-01;1992-01-31
200000000;8;1992-02-01;
300000000;12;1981-01-01;1991-01-31
300000000;2;1991-02-01;1991-10-14
300000000;12;1991-10-15;
400000000;2;1979-01-01;1991-02-10
variable CODE PERSON FIXED text
1;0012
2;0013
3;0015
4;0020
5;0025
6;0100
7;2100
`

// records names the rows of bosted that a query gives: R1 … R9.
func records(t *testing.T, s *Store, r *Records) string {
	t.Helper()
	starts := map[string]string{
		"100000000 1985-01-01": "R1", "100000000 1991-07-01": "R2", "100000000 1992-04-01": "R3",
		"200000000 1974-01-01": "R4", "200000000 1992-02-01": "R5", "300000000 1981-01-01": "R6",
		"300000000 1991-02-01": "R7", "300000000 1991-10-15": "R8", "400000000 1979-01-01": "R9",
	}
	units := strings.Fields(ids(t, s, r.Units))
	var out []string
	for i, u := range units {
		out = append(out, starts[u+" "+types.ISODate(int(r.Start.Ints[i]))])
	}
	return strings.Join(out, " ")
}

func TestQueryVectors(t *testing.T) {
	s, v := opened(t, bosted)
	known := viewed(t, s, v, "BOSTED", Whole())
	_ = known
	find := func(id string) uint32 {
		u, err := s.Units("FNR")
		require.NoError(t, err)
		for i := range u.Len() {
			if string(u.AppendID(nil, i)) == id {
				return uint32(i)
			}
		}
		t.Fatal(id)
		return 0
	}
	two3 := []uint32{find("200000000"), find("300000000")}
	values := []string{"2", "8", "16"}
	for _, test := range []struct {
		q      Query
		filter Filter
		want   string
	}{
		{At(day(t, "1990-12-31")), Filter{}, "R1 R4 R6 R9"},
		{At(day(t, "1991-12-31")), Filter{}, "R2 R4 R8"},
		{At(day(t, "1991-12-31")), Filter{Units: two3}, "R4 R8"},
		{At(day(t, "1991-12-31")), Filter{Values: values}, "R2 R4"},
		{During(day(t, "1991-01-01"), day(t, "1991-12-31")), Filter{}, "R1 R2 R4 R6 R7 R8 R9"},
		{During(day(t, "1991-01-01"), day(t, "1992-12-31")), Filter{}, "R1 R2 R3 R4 R5 R6 R7 R8 R9"},
		{During(day(t, "1991-01-01"), day(t, "1992-12-31")), Filter{Units: two3}, "R4 R5 R6 R7 R8"},
		{During(day(t, "1991-01-01"), day(t, "1992-12-31")), Filter{Values: values}, "R2 R4 R5 R7 R9"},
		{During(day(t, "1991-12-31"), day(t, "1980-01-01")), Filter{}, "R2 R4 R8"}, // T < S: alive on S
	} {
		r, ok, err := viewed(t, s, v, "BOSTED", test.q).Records(run(), test.filter)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, test.want, records(t, s, r), "%v", test)
	}
	r, ok, err := viewed(t, s, v, "CODE", Whole()).Records(run(), Filter{Values: []string{"002*", "2*"}})
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "0020 0025 2100", show(r.Value))
	r, ok, err = viewed(t, s, v, "CODE", Whole()).Records(run(), Filter{Units: []uint32{find("1"), find("3")}, Values: []string{"001*"}})
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "0012 0015", show(r.Value))
	require.Equal(t, ". .", show(r.Start))
	for _, bad := range []string{"*", "A*B", "A**"} {
		_, ok, err = viewed(t, s, v, "CODE", Whole()).Records(run(), Filter{Values: []string{bad}})
		require.NoError(t, err)
		require.False(t, ok, bad)
	}
}

func TestFixedDataAnswerNoDate(t *testing.T) {
	s, v := opened(t, bosted)
	units, values, err := viewed(t, s, v, "CODE", At(day(t, "2000-01-01"))).Population(run())
	require.NoError(t, err)
	require.Zero(t, units.Len)
	require.Zero(t, values.Len)
	r, _, err := viewed(t, s, v, "CODE", During(0, 20000)).Records(run(), Filter{})
	require.NoError(t, err)
	require.Zero(t, r.Units.Len)
}

// four has one variable of each temporality. Person 14 has no sex, 11 two partners in time.
const four = `
bank no.test.reg open
version 2.0.0.0 1.1.0.0 1.0.0.0
variable SEX PERSON FIXED text "Kjønn" "Sex"
code 1 "Mann" "Man"
code 2 "Kvinne" "Woman"
12;2
13;1
11;1
variable CIVIL PERSON EVENT text
11;1;1990-01-01;2001-06-30
11;2;2001-07-01;
13;1;1995-01-01;1999-12-31
12;1;1980-01-01;
14;4;1990-01-01;
variable PAY PERSON ACCUMULATED integer
11;500;2019-01-01;2019-12-31
12;-7;2019-01-01;2019-12-31
11;510;2020-01-01;2020-12-31
13;90;2018-08-01;2019-07-31
variable HOME PERSON STATUS decimal
11;1.5;2020-01-01
12;2.5;2020-01-01
11;3.5;2021-01-01
variable MOTHER PERSON FIXED key:PERSON
13;12
11;99
variable BORN PERSON FIXED date
11;1970-01-01
12;1969-12-31
variable KOMM KOMMUNE FIXED integer
0301;700000
1103;140000
`

func TestAllTemporalities(t *testing.T) {
	s, v := opened(t, four)
	for _, test := range []struct{ name, day, units, values string }{
		{"SEX", "", "11 12 13", "1 2 1"},
		{"CIVIL", "1995-06-01", "11 12 13 14", "1 1 1 4"},
		{"CIVIL", "2001-07-01", "11 12 14", "2 1 4"},
		{"CIVIL", "1979-12-31", "", ""},
		{"PAY", "2019-01-01", "11 12 13", "500 -7 90"}, // any day of the period, whatever year it began
		{"PAY", "2019-12-31", "11 12", "500 -7"},
		{"PAY", "2020-05-05", "11", "510"},
		{"PAY", "2018-12-31", "13", "90"},
		{"HOME", "2020-01-01", "11 12", "1.5 2.5"},
		{"HOME", "2020-01-02", "", ""},
		{"HOME", "2021-01-01", "11", "3.5"},
		{"BORN", "", "11 12", "0 -1"},
	} {
		of := variable(t, v, test.name)
		q := Whole()
		if test.day != "" {
			q = QueryFor(of, day(t, test.day))
		}
		units, values, err := viewed(t, s, v, test.name, q).Population(run())
		require.NoError(t, err)
		require.Equal(t, test.units, ids(t, s, units), "%v", test)
		require.Equal(t, test.values, show(values), "%v", test)
		require.Equal(t, of.Kind, values.Kind)
	}
	units, values, err := viewed(t, s, v, "MOTHER", Whole()).Population(run())
	require.NoError(t, err)
	require.Equal(t, "11 13", ids(t, s, units))
	require.Equal(t, "99 12", ids(t, s, values))
	units, values, err = viewed(t, s, v, "KOMM", Whole()).Population(run())
	require.NoError(t, err)
	require.Equal(t, "0301 1103", show(units))
	require.Equal(t, types.Text, units.Kind)
	require.Equal(t, "700000 140000", show(values))
}

func TestJoins(t *testing.T) {
	s, v := opened(t, four)
	c := run()
	units, _, err := viewed(t, s, v, "CIVIL", At(day(t, "1995-06-01"))).Population(c) // 11 12 13 14
	require.NoError(t, err)
	sex := viewed(t, s, v, "SEX", Whole())
	col, err := sex.Join(c, units)
	require.NoError(t, err)
	require.Equal(t, "1 2 1 .", show(col))

	o := units.Codes
	for name, test := range map[string]struct {
		units *column.Column
		want  string
	}{
		"any order":    {column.FromKeys([]uint32{o[3], o[1], o[0]}, "FNR", nil), ". 2 1"},
		"several rows": {column.FromKeys([]uint32{o[0], o[0], o[1], o[1], o[3]}, "FNR", nil), "1 1 2 2 ."},
		"both":         {column.FromKeys([]uint32{o[1], o[0], o[1]}, "FNR", nil), "2 1 2"},
		"missing":      {column.FromKeys([]uint32{o[0], 0, o[1]}, "FNR", column.BitmapOf(true, false, true)), "1 . 2"},
	} {
		col, err := sex.Join(c, test.units)
		require.NoError(t, err, name)
		require.Equal(t, test.want, show(col), name)
	}
	_, err = sex.Join(c, column.FromKeys([]uint32{0}, "ORGNR", nil))
	require.ErrorContains(t, err, "T0019")

	pay := viewed(t, s, v, "PAY", At(day(t, "2019-03-01")))
	col, err = pay.Join(c, units)
	require.NoError(t, err)
	require.Equal(t, "500 -7 90 .", show(col))

	areas, _, err := viewed(t, s, v, "KOMM", Whole()).Population(c)
	require.NoError(t, err)
	col, err = viewed(t, s, v, "KOMM", Whole()).Join(c, areas)
	require.NoError(t, err)
	require.Equal(t, "700000 140000", show(col))
	col, err = viewed(t, s, v, "KOMM", Whole()).Join(c, column.FromTexts([]string{"9999", "1103"}, nil))
	require.NoError(t, err)
	require.Equal(t, ". 140000", show(col))
}

func TestOuterJoin(t *testing.T) {
	s, v := opened(t, four)
	c := run()
	home, _, err := viewed(t, s, v, "HOME", At(day(t, "2021-01-01"))).Population(c) // 11
	require.NoError(t, err)
	u, err := viewed(t, s, v, "CIVIL", At(day(t, "2005-01-01"))).Outer(c, home) // 11 12 14
	require.NoError(t, err)
	require.Equal(t, "11 12 14", ids(t, s, u.Units))
	require.Equal(t, "2 1 4", show(u.Value))
	require.Equal(t, []uint32{0, kernel.None, kernel.None}, u.From)

	o := u.Units.Codes
	mixed := column.FromKeys([]uint32{o[2], o[0]}, "FNR", nil)
	u, err = viewed(t, s, v, "SEX", Whole()).Outer(c, mixed)
	require.NoError(t, err)
	require.Equal(t, "14 11 12 13", ids(t, s, u.Units))
	require.Equal(t, ". 1 2 1", show(u.Value))
	require.Equal(t, []uint32{0, 1, kernel.None, kernel.None}, u.From)
}

func TestMemoryComesBack(t *testing.T) {
	s, v := opened(t, four)
	c := run()
	units, value, err := viewed(t, s, v, "CIVIL", At(day(t, "2005-01-01"))).Population(c)
	require.NoError(t, err)
	u, err := viewed(t, s, v, "SEX", Whole()).Outer(c, units)
	require.NoError(t, err)
	r, _, err := viewed(t, s, v, "CIVIL", During(0, 20000)).Records(c, Filter{})
	require.NoError(t, err)
	units.Release()
	value.Release()
	u.Units.Release()
	u.Value.Release()
	u.Buf.Release()
	r.Release()
	require.Zero(t, c.Pool.Live())
}

func TestOnlyWhatIsNeededIsRead(t *testing.T) {
	s, v := opened(t, four)
	_, _, err := viewed(t, s, v, "HOME", At(day(t, "2020-01-01"))).Population(run())
	require.NoError(t, err)
	require.Positive(t, s.BytesRead(bank, "HOME"))
	require.Zero(t, s.BytesRead(bank, "CIVIL"))
	require.Zero(t, s.BytesRead(bank, "PAY"))
	dir, temporary := s.CacheDir()
	require.False(t, temporary)
	hot, err := filepath.Glob(filepath.Join(dir, "*.arrow"))
	require.NoError(t, err)
	require.Len(t, hot, 1, "one partition of one variable")
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
}

func TestHotFilesAreUsedAgain(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	storetest.WriteText(t, dir, four)
	s, v := reopened(t, dir, cache)
	_, first, err := viewed(t, s, v, "CIVIL", At(day(t, "1995-06-01"))).Population(run())
	require.NoError(t, err)
	path := filepath.Join(dir, bank, "data/CIVIL/CIVIL__1_0.parquet")
	info, err := os.Stat(path)
	require.NoError(t, err)
	// Same size and time: the cache must not look at the content.
	require.NoError(t, os.WriteFile(path, make([]byte, info.Size()), 0o644))
	require.NoError(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
	s, v = reopened(t, dir, cache)
	_, again, err := viewed(t, s, v, "CIVIL", At(day(t, "1995-06-01"))).Population(run())
	require.NoError(t, err)
	require.Equal(t, show(first), show(again))
	// Another time: built again, and found damaged.
	require.NoError(t, os.Chtimes(path, info.ModTime(), info.ModTime().Add(1e9)))
	s, v = reopened(t, dir, cache)
	_, err = s.View(run(), v, variable(t, v, "CIVIL"), Whole())
	require.ErrorContains(t, err, "T0006")
}

func TestCatalogue(t *testing.T) {
	s, _ := opened(t, four)
	require.Equal(t, []string{bank}, s.Names())
	b, _ := s.Bank(bank)
	require.Equal(t, []string{"2", "1"}, b.Versions())
	require.Equal(t, "2", b.Newest())
	for written, want := range map[string]string{"": "2.0.0", "1": "1.1.0", "2": "2.0.0"} {
		v, ok := b.Version(written)
		require.True(t, ok)
		require.Equal(t, want, v.String())
	}
	for _, none := range []string{"3", "DRAFT", "01", "x", "-1"} {
		_, ok := b.Version(none)
		require.False(t, ok, none)
	}
	require.Nil(t, s.Problem())
	_, ok := s.Bank("no.other")
	require.False(t, ok)

	v1, _ := b.Version("1")
	v2, _ := b.Version("2")
	require.Same(t, variable(t, v1, "SEX"), variable(t, v2, "SEX"), "equal files are decoded once")
	require.Equal(t, []string{"BORN", "CIVIL", "HOME", "KOMM", "MOTHER", "PAY", "SEX"}, v1.Names())

	sex := variable(t, v1, "SEX")
	require.Equal(t, text.Text{NB: "Kjønn", EN: "Sex"}, sex.Title)
	require.Equal(t, types.Text, sex.Kind)
	require.Equal(t, types.Fixed, sex.Temporality)
	require.Equal(t, "FNR", sex.Unit.Space)
	require.False(t, sex.FreeText)
	require.Equal(t, text.Text{NB: "Kvinne", EN: "Woman"}, sex.CodesAt(0).Codes[1].Label)
	require.Equal(t, []int{day(t, "2020-01-01"), day(t, "2021-01-01")}, variable(t, v1, "HOME").StatusDates)
	mother := variable(t, v1, "MOTHER")
	require.Equal(t, types.Key, mother.Kind)
	require.Equal(t, "PERSON", mother.Refers.Code)
	require.True(t, variable(t, v1, "CIVIL").FreeText)
	require.Equal(t, types.Date, variable(t, v1, "BORN").Kind)
	_, ok = v1.Variable("NONE")
	require.False(t, ok)
	policy, err := v1.(*Version).Policy()
	require.NoError(t, err)
	require.True(t, policy.Synthetic())
}

func TestCodeListsByPeriod(t *testing.T) {
	_, v := opened(t, `
bank no.test.reg open
variable K PERSON EVENT text
code 0301 "Oslo" 1838-01-01
code 1601 "Trondheim" 1964-01-01:2017-12-31
code 5001 "Trondheim" 2018-01-01
code 0000 "Uoppgitt" missing
1;0301;2000-01-01;
`)
	k := variable(t, v, "K")
	list := func(iso string) string {
		var out []string
		for _, c := range k.CodesAt(day(t, iso)).Codes {
			out = append(out, c.Code)
		}
		return strings.Join(out, " ")
	}
	require.Equal(t, "0301 1601 0000", list("2017-12-31"))
	require.Equal(t, "0301 5001 0000", list("2018-01-01"))
	require.Equal(t, "0301 5001 0000", list("2040-01-01"))
	codes := k.CodesAt(day(t, "2018-01-01")).Codes
	require.True(t, codes[2].Missing)
	require.Equal(t, catalogue.NoEnd, k.CodesAt(day(t, "2018-01-01")).To)
}
