package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// jobs has a space whose units differ from year to year, and an owner of each.
const jobs = `
bank no.test.reg open
variable SEX PERSON FIXED text
30;1
10;2
20;1
variable JOB_PERSON JOBB STATUS key:PERSON
500;30;2019-11-16
400;10;2019-11-16
450;10;2020-11-16
400;10;2020-11-16
variable JOB_PAY JOBB STATUS integer
500;5;2019-11-16
400;4;2019-11-16
450;45;2020-11-16
400;41;2020-11-16
600;60;2021-11-16
100;1;2021-11-16
variable PLANT_JOBS VIRKSOMHET FIXED integer
9;1
`

func TestLaterUnitsKeepOldOrdinals(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	storetest.WriteText(t, dir, jobs)
	s, v := reopened(t, dir, cache)
	at := func(s *Store, year string) (string, string, *column.Column) {
		units, values, err := viewed(t, s, v, "JOB_PAY", At(day(t, year+"-11-16"))).Population(run())
		require.NoError(t, err)
		return ids(t, s, units), show(values), units
	}
	u, values, first := at(s, "2019")
	require.Equal(t, "400 500", u)
	require.Equal(t, "4 5", values)
	version, err := s.UnitsVersion("JOBBID_1")
	require.NoError(t, err)

	// New jobs while ordinals are in use: they go to the end, the old ones stay.
	u, values, _ = at(s, "2020")
	require.Equal(t, "400 450", u) // 450 has the ordinal after those of 2019
	require.Equal(t, "41 45", values)
	require.Equal(t, "400 500", ids(t, s, first))
	later, err := s.UnitsVersion("JOBBID_1")
	require.NoError(t, err)
	require.NotEqual(t, version, later)
	units, err := s.Units("JOBBID_1")
	require.NoError(t, err)
	require.Equal(t, later, units.Version())

	// Another store handle over the same cache ranks the map anew before it is used.
	s2, v2 := reopened(t, dir, cache)
	v = v2
	u, values, _ = at(s2, "2021")
	require.Equal(t, "100 600", u)
	require.Equal(t, "1 60", values)
	u, values, _ = at(s2, "2019")
	require.Equal(t, "400 500", u)
	require.Equal(t, "4 5", values)
}

func TestPreparedOrdinalsAscendByID(t *testing.T) {
	s, v := opened(t, jobs)
	pay := variable(t, v, "JOB_PAY")
	var wants []Want
	for _, year := range []string{"2020", "2019", "2021"} {
		wants = append(wants, Want{v, pay, At(day(t, year+"-11-16"))})
	}
	require.NoError(t, s.Prepare(run(), wants))
	u, err := s.Units("JOBBID_1")
	require.NoError(t, err)
	require.Equal(t, []int64{100, 400, 450, 500, 600}, u.ints)
	w := viewed(t, s, v, "JOB_PAY", At(day(t, "2020-11-16")))
	units, values, err := w.Population(run())
	require.NoError(t, err)
	require.Equal(t, "400 450", ids(t, s, units))
	require.Equal(t, "41 45", show(values))
}

// A store of another process that extends the map meanwhile must not change the meaning of
// ordinals here.
func TestTwoProcessesExtendOneMap(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	storetest.WriteText(t, dir, jobs)
	a, va := reopened(t, dir, cache)
	b, vb := reopened(t, dir, cache)
	read := func(s *Store, year string) string {
		v := va
		if s == b {
			v = vb
		}
		units, values, err := viewed(t, s, v, "JOB_PAY", At(day(t, year+"-11-16"))).Population(run())
		require.NoError(t, err)
		return ids(t, s, units) + " = " + show(values)
	}
	for range 2 {
		require.Equal(t, "400 500 = 4 5", read(a, "2019"))
		require.Equal(t, "400 500 = 4 5", read(b, "2019"))
		require.Equal(t, "400 450 = 41 45", read(a, "2020"))
		require.Equal(t, "100 600 = 1 60", read(b, "2021"))
		require.Equal(t, "400 450 = 41 45", read(b, "2020"))
		require.Equal(t, "100 600 = 1 60", read(a, "2021"))
	}
}

func TestOwners(t *testing.T) {
	s, v := opened(t, jobs)
	c := run()
	job, _ := types.UnitByCode("JOBB")
	owner, ok := OwnerVariable(v, job)
	require.True(t, ok)
	require.Equal(t, "JOB_PERSON", owner.Name)
	units, _, err := viewed(t, s, v, "JOB_PAY", At(day(t, "2019-11-16"))).Population(c)
	require.NoError(t, err)
	persons, err := s.Owners(c, v, owner, units)
	require.NoError(t, err)
	require.Equal(t, "10 30", ids(t, s, persons))
	require.Equal(t, "FNR", persons.Space)
	back := column.FromKeys([]uint32{units.Codes[1], units.Codes[0]}, units.Space, nil)
	persons, err = s.Owners(c, v, owner, back)
	require.NoError(t, err)
	require.Equal(t, "30 10", ids(t, s, persons))
	units, _, err = viewed(t, s, v, "JOB_PAY", At(day(t, "2021-11-16"))).Population(c)
	require.NoError(t, err)
	persons, err = s.Owners(c, v, owner, units)
	require.NoError(t, err)
	require.Equal(t, ". .", ids(t, s, persons), "nobody is named")
	plant, _ := types.UnitByCode("VIRKSOMHET")
	_, ok = OwnerVariable(v, plant)
	require.False(t, ok)
}

func TestKeysAreSealedBesideTheHotFiles(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	storetest.WriteText(t, dir, strings.Replace(four, "reg open", "reg microdata", 1))
	s, v := reopened(t, dir, cache)
	viewed(t, s, v, "SEX", Whole())
	policy, err := v.(*Version).Policy()
	require.NoError(t, err)
	layer, err := disclosure.New(disclosure.DemoRing(), policy)
	require.NoError(t, err)
	_, err = s.Keys(run(), layer, "FNR")
	require.NoError(t, err)
	sealed := hotFiles(t, cache, ".sealed")
	require.Len(t, sealed, 1)
	first, err := os.ReadFile(sealed[0])
	require.NoError(t, err)
	_, err = s.Keys(run(), layer, "FNR")
	require.NoError(t, err)
	again, err := os.ReadFile(sealed[0])
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, again), "read, not written again")
	require.NoError(t, os.WriteFile(sealed[0], first[:40], 0o600))
	_, err = s.Keys(run(), layer, "FNR")
	require.NoError(t, err)
	whole, err := os.ReadFile(sealed[0])
	require.NoError(t, err)
	require.Len(t, whole, len(first), "a damaged cache is made anew")
}

func TestOldFiles(t *testing.T) {
	dir := t.TempDir()
	banks, err := storetest.Parse(strings.ReplaceAll(four, "variable KOMM KOMMUNE FIXED integer\n0301;700000\n1103;140000\n", ""))
	require.NoError(t, err)
	for i := range banks[0].Variables {
		banks[0].Variables[i].Old = true
	}
	storetest.Write(t, dir, banks[0])
	s, v := reopened(t, dir, t.TempDir())
	for name, want := range map[string]string{"PAY": "500 -7 90", "HOME": "", "MOTHER": "99 12", "BORN": "0 -1", "CIVIL": "4"} {
		q := Whole()
		if name == "PAY" || name == "HOME" {
			q = At(day(t, "2019-02-01"))
		}
		if name == "CIVIL" {
			q = At(day(t, "2010-01-01"))
		}
		units, values, err := viewed(t, s, v, name, q).Population(run())
		require.NoError(t, err)
		switch name {
		case "MOTHER":
			require.Equal(t, want, ids(t, s, values))
		case "CIVIL":
			require.Equal(t, "2 1 4", show(values))
		default:
			require.Equal(t, want, show(values), name)
		}
		require.Equal(t, values.Len, units.Len)
	}
}

func TestEmptyAndMissingValues(t *testing.T) {
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{
		{Name: "T", Unit: "PERSON", Temporality: "EVENT", Type: "text", Rows: []storetest.Row{
			{Unit: "1", Value: "", Start: "2000-01-01"}, {Unit: "2", Value: "b", Start: "2000-01-01"}, {Unit: "3", NoValue: true, Start: "2000-01-01"}}},
		{Name: "D", Unit: "PERSON", Temporality: "FIXED", Type: "decimal", Rows: []storetest.Row{
			{Unit: "1", Value: "NaN"}, {Unit: "2", Value: "0.5"}, {Unit: "3", NoValue: true}}},
		{Name: "NONE", Unit: "PERSON", Temporality: "FIXED", Type: "text"},
		{Name: "BLANK", Unit: "PERSON", Temporality: "FIXED", Type: "text", Rows: []storetest.Row{{Unit: "1"}, {Unit: "2", NoValue: true}}},
	}})
	s, v := reopened(t, dir, t.TempDir())
	c := run()
	w := viewed(t, s, v, "T", At(day(t, "2001-01-01")))
	units, values, err := w.Population(c)
	require.NoError(t, err)
	require.Equal(t, "2", ids(t, s, units))
	require.Equal(t, "b", show(values))
	require.Equal(t, []string{"b"}, values.Dict.Values)
	r, _, err := w.Records(c, Filter{})
	require.NoError(t, err)
	require.Equal(t, ". b .", show(r.Value))
	require.Equal(t, ". . .", show(r.Stop))
	col, err := viewed(t, s, v, "D", Whole()).Join(c, r.Units)
	require.NoError(t, err)
	require.Equal(t, ". 0.5 .", show(col))
	for _, name := range []string{"NONE", "BLANK"} {
		col, err = viewed(t, s, v, name, Whole()).Join(c, r.Units)
		require.NoError(t, err)
		require.Equal(t, ". . .", show(col), name)
		units, _, err = viewed(t, s, v, name, Whole()).Population(c)
		require.NoError(t, err)
		require.Zero(t, units.Len)
	}
}

// oracle answers a query on a list of rows, one row at a time.
type oracleRow struct {
	unit, start, stop int
	value             string
}

func TestAgainstRowByRow(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var all []oracleRow
	v := storetest.Variable{Name: "E", Unit: "PERSON", Temporality: "EVENT", Type: "text"}
	people := r.Perm(40000)
	for _, p := range people[:30000] {
		start := 10000 + r.IntN(2000)
		for range r.IntN(4) {
			stop := start + r.IntN(1500)
			row := oracleRow{p + 1, start, stop, fmt.Sprint(r.IntN(30))}
			cell := storetest.Row{Unit: fmt.Sprint(row.unit), Value: row.value, Start: types.ISODate(start), Stop: types.ISODate(stop)}
			if r.IntN(4) == 0 {
				row.stop, cell.Stop = 1<<30, ""
			}
			all, v.Rows = append(all, row), append(v.Rows, cell)
			if cell.Stop == "" {
				break
			}
			start = stop + 1 + r.IntN(300)
		}
	}
	r.Shuffle(len(v.Rows), func(i, k int) { v.Rows[i], v.Rows[k] = v.Rows[k], v.Rows[i] })
	fixed := storetest.Variable{Name: "P", Unit: "PERSON", Temporality: "FIXED", Type: "integer"}
	for _, p := range people[:35000] {
		fixed.Rows = append(fixed.Rows, storetest.Row{Unit: fmt.Sprint(p + 1), Value: "1"})
	}
	dir := t.TempDir()
	storetest.Write(t, dir, storetest.Bank{Name: bank, Profile: "open", Variables: []storetest.Variable{v, fixed}})
	s, ver := reopened(t, dir, t.TempDir())
	c := run()
	everybody, _, err := viewed(t, s, ver, "P", Whole()).Population(c)
	require.NoError(t, err)
	names := strings.Fields(ids(t, s, everybody))
	sparse, dense, some := &column.Column{}, &column.Column{}, []uint32(nil)
	for i, o := range everybody.Codes {
		if i%1000 == 3 {
			some = append(some, o)
		}
	}
	sparse = column.FromKeys(some, "FNR", nil)
	some = nil
	for i, o := range everybody.Codes {
		if i%3 != 1 {
			some = append(some, o)
		}
	}
	dense = column.FromKeys(some, "FNR", nil)
	mixed := column.FromKeys(slices.Clone(everybody.Codes), "FNR", nil)
	r.Shuffle(mixed.Len, func(i, k int) { mixed.Codes[i], mixed.Codes[k] = mixed.Codes[k], mixed.Codes[i] })
	_ = names
	for _, at := range []int{9999, 10500, 11000, 12500, 16000} {
		want := map[string]string{}
		for _, row := range all {
			if row.start <= at && row.stop >= at {
				want[fmt.Sprint(row.unit)] = row.value
			}
		}
		w := viewed(t, s, ver, "E", At(at))
		units, values, err := w.Population(c)
		require.NoError(t, err)
		require.Equal(t, len(want), units.Len)
		for i, id := range strings.Fields(ids(t, s, units)) {
			require.Equal(t, want[id], values.Text(i))
		}
		require.True(t, slices.IsSorted(units.Codes))
		for name, set := range map[string]*column.Column{"all": everybody, "sparse": sparse, "dense": dense, "mixed": mixed} {
			col, err := w.Join(c, set)
			require.NoError(t, err)
			for i, id := range strings.Fields(ids(t, s, set)) {
				value, has := want[id]
				require.Equal(t, !has, col.Missing(i), name)
				if has {
					require.Equal(t, value, col.Text(i), name)
				}
			}
			one := run()
			one.Threads = 1
			again, err := w.Join(one, set)
			require.NoError(t, err)
			require.Equal(t, col.Codes, again.Codes)
			require.Equal(t, col.Valid, again.Valid)
		}
	}
}

// A hot file is an Arrow file that any tool reads, and the sidecar points at its buffers.
func TestHotFilesAreArrowFiles(t *testing.T) {
	dir, cache := t.TempDir(), t.TempDir()
	storetest.WriteText(t, dir, four)
	s, v := reopened(t, dir, cache)
	w := viewed(t, s, v, "CIVIL", Whole())
	raw, err := os.ReadFile(hotFiles(t, cache, ".arrow")[0])
	require.NoError(t, err)
	r, err := ipc.NewFileReader(bytes.NewReader(raw))
	require.NoError(t, err)
	batch, err := r.RecordBatch(0)
	require.NoError(t, err)
	h := w.parts[0]
	require.Equal(t, batch.Column(0).(*array.Uint32).Uint32Values(), view[uint32](h, partOrdinal, h.side.Rows))
	value := batch.Column(1).(*array.Dictionary)
	require.Equal(t, value.Indices().(*array.Uint32).Uint32Values(), view[uint32](h, partValue, h.side.Rows))
	require.Equal(t, batch.Column(2).(*array.Int16).Int16Values(), view[int16](h, partStart, h.side.Rows))
	require.Equal(t, 3, batch.Column(3).NullN(), "three spells are open")
	require.Equal(t, []string{"1", "2", "4"}, w.dict.Values)
}

func TestDraft(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	folder := filepath.Join(dir, bank, "datastore")
	meta, err := os.ReadFile(filepath.Join(folder, "metadata_all__2_0_0.json"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "metadata_all__DRAFT.json"), meta, 0o644))
	data := filepath.Join(dir, bank, "data", "SEX")
	released, err := os.ReadFile(filepath.Join(data, "SEX__1_0.parquet"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(data, "SEX__DRAFT.parquet"), released, 0o644))
	s, err := Open(context.Background(), Options{Dirs: []string{filepath.Join(dir, bank)}, Cache: t.TempDir()}) // a bank as a store
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	b, ok := s.Bank(bank)
	require.True(t, ok)
	v, ok := b.Version("DRAFT")
	require.True(t, ok)
	require.Equal(t, "DRAFT", v.String())
	require.Equal(t, "SEX__DRAFT.parquet", v.(*Version).files["SEX"])
	require.Equal(t, "CIVIL__1_0.parquet", v.(*Version).files["CIVIL"])
	policy, err := v.(*Version).Policy()
	require.NoError(t, err)
	require.Equal(t, disclosure.Open, policy.Profile())
}

func TestFourPartNames(t *testing.T) {
	dir := t.TempDir()
	storetest.WriteText(t, dir, four)
	folder := filepath.Join(dir, bank, "datastore")
	for old, name := range map[string]string{"metadata_all__1_0_0": "metadata_all__1_0_0_0", "data_versions__1_0": "data_versions__1_0_0_0"} {
		require.NoError(t, os.Rename(filepath.Join(folder, old+".json"), filepath.Join(folder, name+".json")))
	}
	s, err := Open(context.Background(), Options{Dirs: []string{dir}, Cache: t.TempDir()})
	require.NoError(t, err)
	b := s.banks[bank]
	v, err := b.version(release{1, 0, 0}, false)
	require.NoError(t, err)
	require.Len(t, v.Names(), 7)
	require.NoError(t, s.Close())
}
