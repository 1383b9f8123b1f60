package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/mem"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// bigText describes the register of TestBig: one row each, replaced by n persons' rows.
const bigText = `
bank no.test.reg open
variable SEX PERSON FIXED text
1;1
variable BORN PERSON FIXED date
1;1970-01-01
variable MOTHER PERSON FIXED key:PERSON
1;1
variable HOME PERSON EVENT text
1;0301;2000-01-01;
variable EDU PERSON EVENT text
1;101010;2000-01-01;
variable PAY PERSON ACCUMULATED integer
1;1;2020-01-01;2020-12-31
variable WEALTH PERSON ACCUMULATED decimal
1;1;2020-01-01;2020-12-31
`

type bigColumn struct {
	name string
	path string
	rows float64 // per person
	each func(r *rand.Rand, b array.Builder)
	kind arrow.DataType
}

// TestBig measures builds and imports; MDSCRIPT_BIG is the number of persons in millions.
func TestBig(t *testing.T) {
	millions, err := strconv.ParseFloat(os.Getenv("MDSCRIPT_BIG"), 64)
	if err != nil {
		t.Skip("set MDSCRIPT_BIG to a number of persons in millions")
	}
	n := int(millions * 1e6)
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("mdscript-big-%d", n))
	if _, err := os.Stat(dir); err != nil {
		writeBig(t, dir, n)
	}
	cache := t.TempDir()
	names := []string{"SEX", "BORN", "HOME", "EDU", "PAY", "WEALTH", "MOTHER"}
	for _, round := range []string{"cold", "hot", "hot"} {
		s, err := Open(context.Background(), Options{Dirs: []string{dir}, Cache: cache})
		require.NoError(t, err)
		b, _ := s.Bank(bank)
		v, ok := b.Version("1")
		require.True(t, ok)
		c := &kernel.Context{Ctx: context.Background(), Pool: mem.NewPool(8 << 30), Threads: 2}
		t0 := time.Now()
		var wants []Want
		for _, name := range names[:6] {
			wants = append(wants, want(t, v, name))
		}
		require.NoError(t, s.Prepare(c, wants))
		t.Logf("%s: prepare six: %v", round, time.Since(t0))
		var units *column.Column
		all := time.Now()
		for _, name := range names {
			if name == "MOTHER" {
				t.Logf("%s: six imports %v", round, time.Since(all))
			}
			t0 := time.Now()
			w := want(t, v, name)
			view, err := s.View(c, v, w.Variable, w.Query)
			require.NoError(t, err)
			open := time.Since(t0)
			t0 = time.Now()
			rows := 0
			if units == nil {
				var value *column.Column
				units, value, err = view.Population(c)
				require.NoError(t, err)
				defer value.Release()
				rows = units.Len
			} else {
				value, err := view.Join(c, units)
				require.NoError(t, err)
				rows = value.Len
				if value.Valid != nil {
					rows = value.Valid.Count(value.Len)
				}
				defer value.Release()
			}
			t.Logf("%s: %-7s open %v import %v (%d with a value)", round, name, open, time.Since(t0), rows)
		}
		t0 = time.Now()
		u, err := s.Units("FNR")
		require.NoError(t, err)
		t.Logf("%s: units %v (%d)", round, time.Since(t0), u.Len())
		require.NoError(t, s.Close())
	}
}

func want(t *testing.T, v catalogue.Version, name string) Want {
	of := variable(t, v, name)
	return Want{v, of, QueryFor(of, day(t, "2020-06-30"))}
}

func writeBig(t *testing.T, dir string, n int) {
	banks, err := storetest.Parse(bigText)
	require.NoError(t, err)
	banks[0].NoChecksums = true
	storetest.Write(t, dir, banks[0])
	ids := make([]int64, n)
	r := rand.New(rand.NewPCG(1, 2))
	seen := make(map[int64]bool, n)
	for i := range ids {
		for {
			ids[i] = r.Int64N(1 << 48)
			if !seen[ids[i]] {
				seen[ids[i]] = true
				break
			}
		}
	}
	text := func(n, width int) func(*rand.Rand, array.Builder) {
		return func(r *rand.Rand, b array.Builder) {
			b.(*array.StringBuilder).Append(fmt.Sprintf("%0*d", width, r.IntN(n)))
		}
	}
	str, i64, f64 := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64, arrow.PrimitiveTypes.Float64
	for _, c := range []bigColumn{
		{"SEX", "SEX__1_0.parquet", 1, text(2, 1), str},
		{"BORN", "BORN__1_0.parquet", 1, func(r *rand.Rand, b array.Builder) { b.(*array.Int64Builder).Append(int64(r.IntN(36500) - 18000)) }, i64},
		{"MOTHER", "MOTHER__1_0.parquet", 0.8, func(r *rand.Rand, b array.Builder) { b.(*array.Int64Builder).Append(ids[r.IntN(n)]) }, i64},
		{"HOME", "HOME__1_0.parquet", 2.5, text(400, 4), str},
		{"EDU", "EDU__1_0.parquet", 1.8, text(900, 6), str},
		{"PAY", "PAY__1_0/start_year=2020/part-0.parquet", 0.6, func(r *rand.Rand, b array.Builder) { b.(*array.Int64Builder).Append(r.Int64N(1000000)) }, i64},
		{"WEALTH", "WEALTH__1_0/start_year=2020/part-0.parquet", 0.7, func(r *rand.Rand, b array.Builder) { b.(*array.Float64Builder).Append(r.Float64() * 1e6) }, f64},
	} {
		writeColumn(t, filepath.Join(dir, bank, "data", c.name, c.path), ids, c, r)
	}
}

func writeColumn(t *testing.T, path string, ids []int64, c bigColumn, r *rand.Rand) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "unit_id", Type: arrow.PrimitiveTypes.Int64, Nullable: true}, {Name: "value", Type: c.kind, Nullable: true},
		{Name: "start_epoch_days", Type: arrow.PrimitiveTypes.Int16, Nullable: true}, {Name: "stop_epoch_days", Type: arrow.PrimitiveTypes.Int16, Nullable: true}}, nil)
	f, err := os.Create(path)
	require.NoError(t, err)
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithDictionaryFor("unit_id", false), parquet.WithMaxRowGroupLength(1<<20))
	w, err := pqarrow.NewFileWriter(schema, f, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	require.NoError(t, err)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	rows := 0
	flush := func() {
		if rows > 0 {
			require.NoError(t, w.Write(b.NewRecordBatch()))
			rows = 0
		}
	}
	start, stop := b.Field(2).(*array.Int16Builder), b.Field(3).(*array.Int16Builder)
	for _, id := range ids {
		k := int(c.rows)
		if r.Float64() < c.rows-float64(k) {
			k++
		}
		for i := range k {
			b.Field(0).(*array.Int64Builder).Append(id)
			c.each(r, b.Field(1))
			switch {
			case filepath.Base(path) == "part-0.parquet":
				start.Append(18262)
				stop.Append(18627)
			case c.rows == float64(int(c.rows)) || c.name == "MOTHER":
				start.AppendNull()
				stop.Append(19000)
			case i == k-1:
				start.Append(int16(10000 + 3000*i))
				stop.AppendNull()
			default:
				start.Append(int16(10000 + 3000*i))
				stop.Append(int16(10000 + 3000*i + 2999))
			}
			rows++
		}
		if rows >= 1<<20 {
			flush()
		}
	}
	flush()
	require.NoError(t, w.Close())
}
