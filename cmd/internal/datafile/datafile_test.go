package datafile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
	"github.com/stretchr/testify/require"
)

// check value by hand: CRC-32C of "123456789" is e3069283 (RFC 3720).
func TestChecksumDefinition(t *testing.T) {
	c, err := createSummed(filepath.Join(t.TempDir(), "f"))
	require.NoError(t, err)
	_, err = c.Write([]byte("123456789"))
	require.NoError(t, err)
	require.NoError(t, c.Close())
	require.NoError(t, c.Close())
	require.Equal(t, Sum{Bytes: 9, CRC: "e3069283", Chunks: []string{"e3069283"}}, c.sum())
}

// read gives the rows of a file as the reference reader of the Arrow library sees them.
func read(t *testing.T, path string) (*arrow.Schema, string) {
	t.Helper()
	f, err := file.OpenParquetFile(path, false)
	require.NoError(t, err)
	defer f.Close()
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	require.NoError(t, err)
	table, err := r.ReadTable(t.Context())
	require.NoError(t, err)
	defer table.Release()
	out := ""
	for i := range int(table.NumCols()) {
		for _, c := range table.Column(i).Data().Chunks() {
			b, err := json.Marshal(c)
			require.NoError(t, err)
			out += string(b)
		}
		out += "\n"
	}
	return table.Schema(), out
}

func TestEveryKindOfColumn(t *testing.T) {
	ends := func(n ...int32) []int32 { return n }
	for name, c := range map[string]struct {
		layout Layout
		groups []Group
		want   string
	}{
		"numbers and words": {
			Layout{Value: Column{Kind: Words, Words: StringArray([]string{"a", "b"})}},
			[]Group{{Rows: 2, Units: Cells{Ints: []int64{1<<63 - 1, 0}}, Values: Cells{Places: []int32{1, 0}},
				Start: Days{Each: []int16{-32768, 5}}, Stop: Days{Each: []int16{32767, 0}, Levels: []int16{1, 0}}}},
			"[9223372036854775807,0]\n[\"b\",\"a\"]\n[-32768,5]\n[32767,null]\n",
		},
		"texts and reals": {
			Layout{Unit: Column{Kind: Texts, Dictionary: true}, Value: Column{Kind: Reals}},
			[]Group{{Rows: 0}, {Rows: 3, Units: Cells{Text: Text{[]byte("0301æ0301"), ends(4, 6, 10)}}, Values: Cells{Reals: []float64{1.5, -0.25, 1e300}},
				Start: Days{None: true}, Stop: Days{All: 9}}},
			"[\"0301\",\"æ\",\"0301\"]\n[1.5,-0.25,1e+300]\n[null,null,null]\n[9,9,9]\n",
		},
		"two groups": {
			Layout{Value: Column{Kind: Texts}},
			[]Group{
				{Rows: 1, Units: Cells{Ints: []int64{1}}, Values: Cells{Text: Text{[]byte("x"), ends(1)}}, Start: Days{All: 1}, Stop: Days{None: true}},
				{Rows: 1, Units: Cells{Ints: []int64{2}}, Values: Cells{Text: Text{[]byte("y"), ends(1)}}, Start: Days{All: 2}, Stop: Days{None: true}},
			},
			"[1,2]\n[\"x\",\"y\"]\n[1,2]\n[null,null]\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "in", "f.parquet")
			c.layout.Creator = "test"
			f, err := Create(path, c.layout, NewScratch())
			require.NoError(t, err)
			rows := 0
			for _, g := range c.groups {
				require.NoError(t, f.Write(g))
				rows += g.Rows
			}
			require.EqualValues(t, rows, f.Rows())
			sum, err := f.Close()
			require.NoError(t, err)
			info, err := os.Stat(path)
			require.NoError(t, err)
			require.Equal(t, info.Size(), sum.Bytes)
			schema, got := read(t, path)
			require.Equal(t, c.want, got)
			require.Equal(t, "start_epoch_days", schema.Field(2).Name)
			require.Equal(t, arrow.PrimitiveTypes.Int16, schema.Field(2).Type, "by ARROW:schema")
			_, err = Create(path, c.layout, NewScratch())
			require.ErrorIs(t, err, os.ErrExist)
		})
	}
}

// TestADictionaryThatGrowsTooLarge: the pages go on as plain ones.
func TestADictionaryThatGrowsTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.parquet")
	f, err := Create(path, Layout{Value: Column{Kind: Texts, Dictionary: true}, Creator: "test"}, NewScratch())
	require.NoError(t, err)
	g := Group{Rows: GroupRows, Start: Days{All: 1}, Stop: Days{All: 2}}
	for i := range GroupRows {
		g.Units.Ints = append(g.Units.Ints, int64(i))
		g.Values.Text.Bytes = append(strconv.AppendInt(g.Values.Text.Bytes, int64(i), 10), "a longer text"...)
		g.Values.Text.Ends = append(g.Values.Text.Ends, int32(len(g.Values.Text.Bytes)))
	}
	require.NoError(t, f.Write(g))
	_, err = f.Close()
	require.NoError(t, err)
	r, err := file.OpenParquetFile(path, false)
	require.NoError(t, err)
	defer r.Close()
	chunk, err := r.RowGroup(0).Column(1)
	require.NoError(t, err)
	values := make([]parquet.ByteArray, GroupRows)
	levels := make([]int16, GroupRows)
	n := 0
	for n < GroupRows {
		_, got, err := chunk.(*file.ByteArrayColumnChunkReader).ReadBatch(int64(GroupRows-n), values[n:], levels, nil)
		require.NoError(t, err)
		for i := n; i < n+got; i++ {
			require.Equal(t, strconv.Itoa(i)+"a longer text", string(values[i]))
		}
		n += got
	}
}

// TestWriteFailure: a disk that takes no more bytes gives an error, not a panic.
func TestWriteFailure(t *testing.T) {
	f, err := Create(filepath.Join(t.TempDir(), "f.parquet"), Layout{Creator: "test"}, NewScratch())
	require.NoError(t, err)
	require.NoError(t, f.out.file.Close(), "the next write fails")
	_ = f.Write(Group{Rows: 1, Units: Cells{Ints: []int64{1}}, Values: Cells{Ints: []int64{1}}, Start: Days{All: 1}, Stop: Days{All: 1}})
	_, err = f.Close()
	require.Error(t, err)

	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	_, err = Create(filepath.Join(blocked, "f.parquet"), Layout{}, NewScratch())
	require.Error(t, err)
}
