package store

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// told is a record as a naive reader of the rows would tell it.
func told(r storetest.Row) string {
	value, stop := r.Value, r.Stop
	if r.NoValue {
		value = "."
	}
	if stop == "" {
		stop = "."
	}
	return strings.Join([]string{r.Unit, value, r.Start, stop}, " ")
}

// naive answers a query row by row: units in the order of the unit map, then the order of
// the rows, which the test writes by start within a unit.
func naive(t *testing.T, s *Store, rows []storetest.Row, from, to int, wanted func(unit string) bool) []string {
	t.Helper()
	of := map[string][]string{}
	for _, r := range rows {
		stop := 1 << 30
		if r.Stop != "" {
			stop = day(t, r.Stop)
		}
		if day(t, r.Start) <= to && stop >= from && wanted(r.Unit) {
			of[r.Unit] = append(of[r.Unit], told(r))
		}
	}
	u, err := s.Units("FNR")
	require.NoError(t, err)
	var out []string
	for i := range u.Len() {
		out = append(out, of[string(u.AppendID(nil, i))]...)
	}
	return out
}

// tell prints records as told does.
func tell(t *testing.T, s *Store, r *Records) []string {
	t.Helper()
	u, err := s.Units("FNR")
	require.NoError(t, err)
	date := func(c *column.Column, i int) string {
		if c.Missing(i) {
			return "."
		}
		return types.ISODate(int(c.Ints[i]))
	}
	var out []string
	for i := range r.Units.Len {
		value := "."
		switch {
		case r.Value.Missing(i):
		case r.Value.Kind == types.Text:
			value = r.Value.Text(i)
		default:
			value = strconv.FormatInt(r.Value.Ints[i], 10)
		}
		out = append(out, strings.Join([]string{string(u.AppendID(nil, int(r.Units.Codes[i]))), value, date(r.Start, i), date(r.Stop, i)}, " "))
	}
	return out
}

// spellRows are spells of persons 1 to n, some open, of one day, or without a value; person 7
// has many more than fit a chunk beside the others.
func spellRows(n int, many int, open bool) []storetest.Row {
	r := rand.New(rand.NewPCG(7, 1))
	var rows []storetest.Row
	for k := 1; k <= n; k++ {
		spells := r.IntN(4)
		if k == 7 {
			spells = many
		}
		at := 10957 + r.IntN(400) // from 2000 on
		for j := range spells {
			row := storetest.Row{Unit: strconv.Itoa(k), Value: strconv.Itoa(10 + r.IntN(5)), NoValue: r.IntN(9) == 0, Start: types.ISODate(at)}
			if row.NoValue {
				row.Value = ""
			}
			length := r.IntN(300) * r.IntN(2)
			if many > 100 && k == 7 {
				length = 0
			}
			row.Stop = types.ISODate(at + length)
			if open && j == spells-1 && r.IntN(2) == 0 {
				row.Stop = ""
			}
			if k != 7 || many <= 100 || j%40 == 0 {
				at += length + 1
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func TestSpellsAgainstNaive(t *testing.T) {
	for name, v := range map[string]storetest.Variable{
		"one file, texts":                         {Temporality: "EVENT", Type: "text", Rows: spellRows(300, 9, true)},
		"one file, numbers":                       {Temporality: "EVENT", Type: "integer", Rows: spellRows(300, 9, true)},
		"a file of every year, crossed by spells": {Temporality: "ACCUMULATED", Type: "text", Rows: spellRows(300, 9, false)},
		"numbers in many files":                   {Temporality: "ACCUMULATED", Type: "integer", Rows: spellRows(300, 9, false)},
		"a unit over a chunk":                     {Temporality: "EVENT", Type: "integer", Rows: spellRows(40, kernel.ChunkRows+4000, true)},
		"a unit over chunks of several files":     {Temporality: "ACCUMULATED", Type: "text", Rows: spellRows(40, kernel.ChunkRows+4000, false)},
	} {
		t.Run(name, func(t *testing.T) {
			v.Name, v.Title, v.Unit = "V", "V", "PERSON"
			dir := t.TempDir()
			storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{v}})
			s, version := reopened(t, dir, t.TempDir())
			periods := [][2]int{{11000, 11000}, {11100, 11700}, {10957, 12000}, {11688, 11688}, {5000, 6000}, {0, 30000}}
			if len(v.Rows) > kernel.ChunkRows {
				periods = periods[:2]
			}
			for _, period := range periods {
				w := viewed(t, s, version, "V", During(period[0], period[1]))
				c := run()
				r, err := w.Spells(c)
				require.NoError(t, err)
				want := naive(t, s, v.Rows, period[0], period[1], func(string) bool { return true })
				sameRecords(t, want, tell(t, s, r))
				r.Release()

				odd := func(unit string) bool { k, _ := strconv.Atoi(unit); return k%2 == 1 }
				of, err := w.SpellsOf(c, unitsOf(t, s, odd))
				require.NoError(t, err)
				sameRecords(t, naive(t, s, v.Rows, period[0], period[1], odd), tell(t, s, of))
				of.Release()
				require.Zero(t, c.Pool.Live())
			}
		})
	}
}

// sameRecords compares long lists without printing them.
func sameRecords(t *testing.T, want, got []string) {
	t.Helper()
	require.Equal(t, len(want), len(got))
	for i := range want {
		require.Equal(t, want[i], got[i], "record %d", i)
	}
}

// unitsOf is a unit column of some persons, backwards, one of them twice and one missing.
func unitsOf(t *testing.T, s *Store, wanted func(unit string) bool) *column.Column {
	u, err := s.Units("FNR")
	require.NoError(t, err)
	codes := []uint32{}
	for i := u.Len() - 1; i >= 0; i-- {
		if wanted(string(u.AppendID(nil, i))) {
			codes = append(codes, uint32(i))
		}
	}
	if len(codes) > 0 {
		codes = append(codes, codes[0])
	}
	valid := column.NewBitmap(len(codes) + 1)
	for i := range codes {
		valid.Set(i)
	}
	return column.FromKeys(append(codes, 0), "FNR", valid)
}

// The same bytes with one thread and with many.
func TestSpellsDoNotDependOnThreads(t *testing.T) {
	v := storetest.Variable{Name: "V", Title: "V", Unit: "PERSON", Temporality: "EVENT", Type: "text", Rows: spellRows(30000, 70000, true)}
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{v}})
	s, version := reopened(t, dir, t.TempDir())
	w := viewed(t, s, version, "V", During(11000, 11600))
	var first *Records
	for _, threads := range []int{1, 2, 8} {
		c := run()
		c.Threads = threads
		r, err := w.Spells(c)
		require.NoError(t, err)
		if first == nil {
			first = r
			continue
		}
		require.Equal(t, first.Units.Codes, r.Units.Codes)
		require.Equal(t, first.Value.Codes, r.Value.Codes)
		require.Equal(t, first.Value.Valid, r.Value.Valid)
		require.Equal(t, first.Start.Ints, r.Start.Ints)
		require.Equal(t, first.Stop.Ints, r.Stop.Ints)
		require.Equal(t, first.Stop.Valid, r.Stop.Valid)
	}
}

// The columns and nothing else: no list of rows, no table of units for a single file.
func TestSpellsTakeTheMemoryOfTheirColumns(t *testing.T) {
	v := storetest.Variable{Name: "V", Title: "V", Unit: "PERSON", Temporality: "EVENT", Type: "text", Rows: spellRows(30000, 70000, true)}
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{v}})
	s, version := reopened(t, dir, t.TempDir())
	w := viewed(t, s, version, "V", During(11000, 11600))
	c := run()
	r, err := w.Spells(c)
	require.NoError(t, err)
	live := int64(0)
	for _, col := range []*column.Column{r.Units, r.Value, r.Start, r.Stop} {
		live += col.Bytes()
	}
	require.LessOrEqual(t, float64(c.Pool.Peak()), 1.1*float64(live))
}

// Spells of units with plain codes come with their codes.
func TestSpellsOfPlainUnits(t *testing.T) {
	s, v := opened(t, `
bank no.test.reg open
variable CENTRE KOMMUNE EVENT integer
0301;1;1990-01-01;1999-12-31
0301;2;2000-01-01;
1103;7;1995-01-01;1995-01-01
variable RULER KOMMUNE FIXED text
1103;a
4601;b
`)
	c := run()
	w := viewed(t, s, v, "CENTRE", During(day(t, "1995-01-01"), day(t, "2005-01-01")))
	r, err := w.Spells(c)
	require.NoError(t, err)
	require.Equal(t, "0301 0301 1103", show(r.Units))
	require.Equal(t, "1 2 7", show(r.Value))
	units, _, err := viewed(t, s, v, "RULER", Whole()).Population(c)
	require.NoError(t, err)
	r, err = w.SpellsOf(c, units)
	require.NoError(t, err)
	require.Equal(t, "1103", show(r.Units))
	require.Equal(t, fmt.Sprint(day(t, "1995-01-01")), show(r.Stop))
}
