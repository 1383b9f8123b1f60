package synth

import (
	"github.com/mdscript/mdscript/cmd/internal/stored"
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/disclosure"
	"github.com/mdscript/mdscript/lang/text"
)

// small is one store of 2,000 residents, shared by the tests that only read it.
var small = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "synth-test-*")
	if err != nil {
		return "", err
	}
	return dir, Generate(context.Background(), Options{Only: sampled(), Persons: 2000, Out: dir, Seed: 3, All: true, Threads: 2})
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, _ := small(); dir != "" {
		_ = os.RemoveAll(dir) // a leftover in the temporary folder is harmless
	}
	os.Exit(code)
}

func smallBank(t *testing.T) string {
	t.Helper()
	dir, err := small()
	require.NoError(t, err)
	return filepath.Join(dir, Bank)
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, into))
}

// row is one stored row; value as text.
type row struct {
	unit        int64
	value       string
	start, stop int16 // none = null
	nullStart   bool
	nullStop    bool
}

// readRows reads a variable's files with the Arrow reader, in partition order.
func readRows(t *testing.T, bank, name, entry string) (rows []row) {
	t.Helper()
	base := filepath.Join(bank, "data", name, entry)
	files := []string{base}
	if !strings.HasSuffix(entry, ".parquet") {
		var err error
		files, err = filepath.Glob(filepath.Join(base, "start_year=*", "*.parquet"))
		require.NoError(t, err)
		sort.Strings(files)
	}
	for _, f := range files {
		rows = append(rows, readFile(t, f)...)
	}
	return rows
}

func readFile(t *testing.T, path string) (rows []row) {
	t.Helper()
	r, err := file.OpenParquetFile(path, false)
	require.NoError(t, err)
	defer func() { require.NoError(t, r.Close()) }()
	ar, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	require.NoError(t, err)
	tab, err := ar.ReadTable(context.Background())
	require.NoError(t, err)
	defer tab.Release()
	require.Equal(t, arrow.PrimitiveTypes.Int16, tab.Schema().Field(2).Type)
	require.Equal(t, arrow.PrimitiveTypes.Int16, tab.Schema().Field(3).Type)
	tr := array.NewTableReader(tab, 0)
	defer tr.Release()
	for tr.Next() {
		b := tr.RecordBatch()
		start, stop := b.Column(2).(*array.Int16), b.Column(3).(*array.Int16)
		for i := range int(b.NumRows()) {
			rows = append(rows, row{unitOf(t, b.Column(0), i), b.Column(1).ValueStr(i), start.Value(i), stop.Value(i),
				start.IsNull(i), stop.IsNull(i)})
		}
	}
	return rows
}

// unitOf is the identifier of a row; those in words are read as numbers.
func unitOf(t *testing.T, units arrow.Array, i int) int64 {
	if ids, ok := units.(*array.Int64); ok {
		return ids.Value(i)
	}
	return number(t, units.ValueStr(i))
}

func number(t *testing.T, word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	require.NoError(t, err)
	return n
}

func TestLayout(t *testing.T) {
	for _, name := range Banks() {
		t.Run(name, func(t *testing.T) { checkLayout(t, name, filepath.Join(filepath.Dir(smallBank(t)), name)) })
	}
}

func checkLayout(t *testing.T, name, bank string) {
	store := filepath.Join(bank, "datastore")
	var list versionList
	readJSON(t, filepath.Join(store, "datastore_versions.json"), &list)
	require.Len(t, list.Versions, 60)
	require.Equal(t, name, list.Name)
	require.Equal(t, "60.0.0.0", list.Versions[0].Version, "newest first")
	require.Len(t, list.Versions[59].Updates, len(sampleOf(t, name)))
	var files map[string]string
	readJSON(t, filepath.Join(store, "data_versions__37_0.json"), &files)
	require.Len(t, files, len(sampleOf(t, name)))
	for name, entry := range files {
		info, err := os.Stat(filepath.Join(bank, "data", name, entry))
		require.NoError(t, err)
		require.Equal(t, !strings.HasSuffix(entry, ".parquet"), info.IsDir(), name)
	}
	for _, pattern := range []string{"metadata_all__%d_0_0.json", "data_versions__%d_0.json", "policy__%d_0.json", "checksums__%d_0.json", "texts_en__%d_0_0.json"} {
		first, err := os.ReadFile(filepath.Join(store, fmt.Sprintf(pattern, 1)))
		require.NoError(t, err)
		last, err := os.ReadFile(filepath.Join(store, fmt.Sprintf(pattern, 60)))
		require.NoError(t, err)
		require.True(t, bytes.Equal(first, last), pattern)
	}
	var policy map[string]any
	readJSON(t, filepath.Join(store, "policy__1_0.json"), &policy)
	require.Equal(t, "microdata", policy["profile"])
	require.Equal(t, true, policy["synthetic"])
	require.Equal(t, name, policy["register"])
	require.NoFileExists(t, filepath.Join(bank, historyRel))
}

// TestChecksums computes every checksum again from the files.
func TestChecksums(t *testing.T) {
	for _, name := range Banks() {
		checkSums(t, filepath.Join(filepath.Dir(smallBank(t)), name))
	}
}

func checkSums(t *testing.T, bank string) {
	var sums checksums
	readJSON(t, filepath.Join(bank, "datastore", "checksums__1_0.json"), &sums)
	found := 0
	require.NoError(t, filepath.WalkDir(filepath.Join(bank, "data"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		found++
		rel, err := filepath.Rel(bank, path)
		require.NoError(t, err)
		want, ok := sums.Files[filepath.ToSlash(rel)]
		require.True(t, ok, rel)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		table := crc32.MakeTable(crc32.Castagnoli)
		require.Equal(t, int64(len(b)), want.Bytes)
		require.Equal(t, fmt.Sprintf("%08x", crc32.Checksum(b, table)), want.CRC)
		for i, c := range want.Chunks {
			part := b[i*sums.Chunk : min(len(b), (i+1)*sums.Chunk)]
			require.Equal(t, fmt.Sprintf("%08x", crc32.Checksum(part, table)), c)
		}
		require.Len(t, want.Chunks, (len(b)+sums.Chunk-1)/sums.Chunk)
		return nil
	}))
	require.Len(t, sums.Files, found)
}

// TestRows checks every row of every variable against its metadata and the others.
func TestRows(t *testing.T) {
	w, err := simulate(context.Background(), 2000, 3, func(float64) {})
	require.NoError(t, err)
	order := map[string]map[int64]int{}
	for _, u := range life.UnitTypes() {
		x := w.Unit(u)
		order[u] = map[int64]int{}
		for k := range int32(x.Count) {
			id := x.ID(k)
			if x.Words != nil {
				id = number(t, x.Words[k])
			}
			order[u][id] = int(k)
		}
		require.Len(t, order[u], x.Count, "pseudonyms are unique")
	}
	for _, name := range Banks() {
		bank := filepath.Join(filepath.Dir(smallBank(t)), name)
		var meta stored.Metadata
		readJSON(t, filepath.Join(bank, "datastore", "metadata_all__60_0_0.json"), &meta)
		var files map[string]string
		readJSON(t, filepath.Join(bank, "datastore", "data_versions__60_0.json"), &files)
		for _, s := range meta.DataStructures {
			t.Run(s.Name, func(t *testing.T) {
				rows := readRows(t, bank, s.Name, files[s.Name])
				require.NotEmpty(t, rows)
				unit := s.IdentifierVariables[0].KeyType.Name
				checkRows(t, w, s, unit, order, rows)
			})
		}
	}
}

func checkRows(t *testing.T, w *life.World, s stored.Structure, unit string, order map[string]map[int64]int, rows []row) {
	status := map[int]bool{}
	for _, d := range s.TemporalStatusDates {
		status[d] = true
	}
	last := map[int64]row{}
	fail := func(ok bool, r row, why string) {
		if !ok {
			t.Fatalf("%s: %+v", why, r)
		}
	}
	previous := -1
	var at int16
	for i, r := range rows {
		k, known := order[unit][r.unit]
		fail(known, r, "unknown unit")
		if i > 0 && r.start == at || s.Temporality == "EVENT" {
			fail(k >= previous, r, "units are in one order")
		}
		previous, at = k, r.start
		switch s.Temporality {
		case "FIXED":
			_, twice := last[r.unit]
			fail(r.nullStart && r.stop == variable.DeliveryDay() && !twice, r, "fixed row")
		case "STATUS":
			fail(!r.nullStart && r.start == r.stop && status[int(r.start)], r, "status row")
		case "ACCUMULATED":
			fail(!r.nullStart && !r.nullStop && r.start < r.stop, r, "accumulated row")
		case "EVENT":
			fail(!r.nullStart && (r.nullStop || r.start <= r.stop), r, "event row")
			if p, ok := last[r.unit]; ok {
				fail(!p.nullStop && p.stop < r.start, r, "spells of a unit do not overlap")
			}
		}
		if s.Temporality != "FIXED" {
			fail(int(r.start) >= s.TemporalCoverage.Start && (r.nullStop || int(r.stop) <= s.TemporalCoverage.Stop), r, "within the coverage")
		}
		if unit == "PERSON" && !strings.HasPrefix(s.Name, "BEFOLKNING_STATUSKODE") && !r.nullStart {
			p := int32(k)
			fail(r.start < w.Gone(p), r, "no record begins after death or emigration")
			fail(s.Temporality != "EVENT" || r.nullStop || r.stop < w.Gone(p), r, "no spell goes on after death or emigration")
		}
		if unit != "PERSON" && !r.nullStart {
			p := ownerOf(w, unit, int32(k), r.start)
			fail(p < 0 || r.start < w.Gone(p), r, "nothing belongs to somebody who is gone")
		}
		checkValue(fail, s, r, order)
		last[r.unit] = r
	}
}

// ownerOf is the person a unit belongs to on a day, −1 when it belongs to nobody.
func ownerOf(w *life.World, unit string, k int32, day int16) int32 {
	switch unit {
	case "JOBB":
		return w.Jobs[k].Person
	case "KURS":
		return w.Taken[k].Person
	case "MALEPUNKT":
		return w.Meters()[k].Holder
	case "NPR_SYKEHUSOPPHOLD":
		return w.Stays()[k].Person
	case "TRAFIKKULYKKE_PERSON":
		return w.Accidents().Hurt[k].Person
	case "KOMMUNE", "TRAFIKKULYKKE":
		return -1
	}
	if o := w.OwnedIn(k, calendar.YearOf(day)); o != nil {
		return o.Owner
	}
	return -1
}

// spaceOf is the unit type whose identifiers a unit type has: groups of people are numbered by
// their oldest member.
func spaceOf(unit string) string {
	switch unit {
	case "FAMILIE", "HUSHOLDNING", "SOESKEN":
		return "PERSON"
	}
	return unit
}

// checkValue checks references and codes.
func checkValue(fail func(bool, row, string), s stored.Structure, r row, order map[string]map[int64]int) {
	m := s.MeasureVariable
	if m.KeyType != nil && !m.NotPseudonym {
		var id int64
		_, err := fmt.Sscan(r.value, &id)
		units, listed := order[spaceOf(m.KeyType.Name)] // employers are known by their numbers only
		_, known := units[id]
		fail(err == nil && (known || !listed), r, "a reference names a unit of the register")
	}
	lists, fixed := 0, false // of a fixed row: lists there are, and the code is in one of them
	for _, rep := range m.Represented {
		if rep.ValueDomain.CodeList == nil || !r.nullStart && (int(r.start) < rep.ValidPeriod.Start || rep.ValidPeriod.Stop != nil && int(r.start) > *rep.ValidPeriod.Stop) {
			continue
		}
		found := false
		for _, c := range *rep.ValueDomain.CodeList {
			found = found || c.Code == r.value
		}
		lists, fixed = lists+1, fixed || found
		fail((found || r.nullStart) && r.value != "xxxx", r, "a code is valid on the first day of its row")
	}
	fail(lists == 0 || fixed || !r.nullStart, r, "a code was valid at some time")
}

// TestSameBytes builds with one and with three threads and compares every file.
func TestSameBytes(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	require.NoError(t, Generate(context.Background(), Options{Only: sampled(), Persons: 1000, Out: a, Seed: 5, All: true, Threads: 1}))
	last := 0.0
	require.NoError(t, Generate(context.Background(), Options{Only: sampled(), Persons: 1000, Out: b, Seed: 5, All: true, Threads: 3, Profile: "microdata",
		Progress: func(_ text.Text, share float64) {
			require.GreaterOrEqual(t, share, last, "progress goes on over all banks")
			last = share
		}}))
	require.InDelta(t, 1, last, 1e-9)
	n := 0
	require.NoError(t, filepath.WalkDir(a, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(a, path)
		require.NoError(t, err)
		x, err := os.ReadFile(path)
		require.NoError(t, err)
		y, err := os.ReadFile(filepath.Join(b, rel))
		require.NoError(t, err)
		require.True(t, bytes.Equal(x, y), rel)
		n++
		return nil
	}))
	require.Greater(t, n, 300)
	require.Equal(t, contentDigest, digest(t, filepath.Join(a, Bank)), "the content of seed 5 changed: say so in the commit")
}

// contentDigest pins what 1,000 residents of seed 5 look like, on every machine.
const contentDigest = "6d97c59397bc6d29"

// digest is FNV-1a over all rows of all variables in name order.
func digest(t *testing.T, bank string) string {
	t.Helper()
	var files map[string]string
	readJSON(t, filepath.Join(bank, "datastore", "data_versions__1_0.json"), &files)
	h := fnv.New64a()
	var line []byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for _, r := range readRows(t, bank, name, files[name]) {
			line = append(append(line[:0], name...), ' ')
			line = append(append(strconv.AppendInt(line, r.unit, 10), ' '), r.value...)
			for _, x := range []int64{int64(r.start), int64(r.stop)} {
				line = strconv.AppendInt(append(line, ' '), x, 10)
			}
			line = strconv.AppendBool(append(line, ' '), r.nullStart)
			line = strconv.AppendBool(append(line, ' '), r.nullStop)
			_, _ = h.Write(append(line, '\n')) // a hash takes everything
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// TestWriteFailure: a disk that takes no more bytes gives an error, not a panic.
func TestWriteFailure(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	require.Error(t, Generate(context.Background(), Options{Only: sampled(), Persons: 1000, Out: blocked}))
}

// TestSweep removes old leftovers only.
func TestSweep(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{".synth-old", ".synth-new", "keep"} {
		require.NoError(t, os.Mkdir(filepath.Join(root, name), 0o755))
	}
	old := time.Now().Add(-48 * time.Hour)
	require.NoError(t, os.Chtimes(filepath.Join(root, ".synth-old"), old, old))
	sweep(root)
	require.NoDirExists(t, filepath.Join(root, ".synth-old"))
	require.DirExists(t, filepath.Join(root, ".synth-new"))
	require.DirExists(t, filepath.Join(root, "keep"))
}

// TestExactCount: N is exact for awkward numbers and seeds too.
func TestExactCount(t *testing.T) {
	for seed, n := range []int{1000, 1001, 1537, 2999, 5003, 12345} {
		h, err := simulate(context.Background(), n, uint64(seed), func(float64) {})
		require.NoError(t, err)
		residents := 0
		for p := range int32(h.Persons()) {
			if h.Resident(p, calendar.NewYear(calendar.LastYear)) {
				residents++
			}
		}
		require.Equal(t, n, residents)
	}
}

// TestEnglish demands an English title for every variable.
func TestEnglish(t *testing.T) {
	var got texts
	readJSON(t, filepath.Join(smallBank(t), "datastore", "texts_en__9_0_0.json"), &got)
	require.Len(t, got.Variables, len(sampleOf(t, Bank)))
	for name, v := range got.Variables {
		require.NotEmpty(t, v.Label, name)
	}
	require.Equal(t, "Female", got.CodeLists[got.Variables["BEFOLKNING_KJOENN"].Codes]["2"])
}

// TestMunicipalityPeriods: the list changes in 2017, 2018, 2019, 2020 and 2024.
func TestMunicipalityPeriods(t *testing.T) {
	var meta stored.Metadata
	readJSON(t, filepath.Join(smallBank(t), "datastore", "metadata_all__1_0_0.json"), &meta)
	for _, s := range meta.DataStructures {
		if s.Name != "BEFOLKNING_KOMMNR_FORMELL" {
			continue
		}
		require.Equal(t, "KOMMUNE", s.MeasureVariable.KeyType.Name)
		starts := map[int]bool{}
		for i, r := range s.MeasureVariable.Represented {
			starts[r.ValidPeriod.Start] = true
			require.Equal(t, i == len(s.MeasureVariable.Represented)-1, r.ValidPeriod.Stop == nil)
		}
		for _, y := range []int{2015, 2017, 2018, 2019, 2020, 2024} {
			require.True(t, starts[int(calendar.NewYear(y))], y)
		}
	}
}

func TestOptions(t *testing.T) {
	ctx := context.Background()
	require.Error(t, Generate(ctx, Options{Only: sampled(), Persons: 999, Out: t.TempDir()}))
	require.Error(t, Generate(ctx, Options{Only: sampled(), Persons: 6_000_001, Out: t.TempDir()}))
	require.Error(t, Generate(ctx, Options{Only: sampled(), Persons: 1000, Out: t.TempDir(), Profile: "strict"}))
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, Bank), 0o755))
	require.ErrorIs(t, Generate(ctx, Options{Only: sampled(), Persons: 1000, Out: dir}), ErrExists)
}

// TestCancel leaves nothing behind.
func TestCancel(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	steps := 0
	err := Generate(ctx, Options{Only: sampled(), Persons: 1000, Out: dir, All: true, Progress: func(_ text.Text, share float64) {
		if steps++; share > 0.5 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
	require.Greater(t, steps, 100)
}

func TestOpenProfile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, Generate(context.Background(), Options{Only: sampled(), Persons: 1000, Out: dir, Profile: "open"}))
	var policy map[string]any
	readJSON(t, filepath.Join(dir, Bank, "datastore", "policy__60_0.json"), &policy)
	require.Equal(t, "open", policy["profile"])
	for _, bank := range []string{filepath.Join(dir, Bank), smallBank(t)} {
		b, err := os.ReadFile(filepath.Join(bank, "datastore", "policy__60_0.json"))
		require.NoError(t, err)
		_, err = disclosure.ParsePolicy(b)
		require.NoError(t, err)
	}
}

// TestPublishedDates asks at every date of published scripts whether there are data.
func TestPublishedDates(t *testing.T) {
	b, err := os.ReadFile("testdata/published-dates.tsv")
	require.NoError(t, err)
	byName := map[string]*variable.Variable{}
	all := declared(t)
	for i := range all {
		byName[all[i].Name] = &all[i]
	}
	var missing []string
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		f := strings.Split(line, "\t")
		d, err := calendar.ParseDay(f[1])
		require.NoError(t, err)
		if v := byName[f[0]]; !covers(v, d) {
			missing = append(missing, line)
		}
	}
	require.Empty(t, missing)
}

// covers tells whether a variable has data on a day.
func covers(v *variable.Variable, d int16) bool {
	switch {
	case v.At != nil:
		for _, p := range v.When.Periods {
			if p.Start <= d && d <= p.Stop {
				return true
			}
		}
		return false
	case v.Spells != nil:
		return v.Span.Start <= d && d <= v.Span.Stop
	}
	return true
}

// declared is everything the register holds.
func declared(t *testing.T) []variable.Variable {
	t.Helper()
	c, err := names.ReadCatalogue()
	require.NoError(t, err)
	all, err := declarations(c)
	require.NoError(t, err)
	return all
}
