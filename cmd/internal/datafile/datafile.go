// Package datafile writes the data files of a store: one variable, one Parquet file.
//
// In: groups of rows of unit, value and period, column by column. Out: a file in the layout of
// spec/store.md §2, and its checksums.
//
//	f, err := datafile.Create("BOSTED__DRAFT.parquet", datafile.Layout{Value: datafile.Column{Kind: datafile.Texts, Dictionary: true}}, datafile.NewScratch())
//	err = f.Write(datafile.Group{Rows: 1, Units: datafile.Cells{Ints: []int64{17}}, Values: values, Start: days, Stop: datafile.Days{None: true}})
//	sum, err := f.Close()
//
// The bytes of a file depend on its rows and how they are grouped, and on nothing else but what
// the Snappy library does on this architecture. Package synth writes a country with it, package
// owner what data owners deliver.
package datafile

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/compress"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

// GroupRows is the most rows a row group may have.
const GroupRows = 1 << 17

// Kind is what the cells of a column are.
type Kind uint8

const (
	Numbers Kind = iota // int64
	Reals               // double
	Words               // text that is known beforehand: cells are places in a dictionary
	Texts               // any text
)

// Column says how a column is stored. Dictionary gives it dictionary pages, as Words have anyway;
// without it pages are plain, which is right when nearly all cells differ.
type Column struct {
	Kind       Kind
	Words      arrow.Array // of Words: the dictionary, made by StringArray
	Dictionary bool
}

func (c Column) dictionary() bool { return c.Dictionary || c.Kind == Words }

// Layout says what the rows of a file are. Creator goes into the footer.
type Layout struct {
	Unit, Value Column
	Creator     string
}

// Cells are the cells of one column of a group; the kind of the column says which field counts.
type Cells struct {
	Ints   []int64
	Reals  []float64
	Places []int32
	Text   Text
}

// Text is a list of texts without a pointer for each: Ends[i] is where text i ends in Bytes.
type Text struct {
	Bytes []byte
	Ends  []int32
}

// Days are the starts or stops of a group: one for each row, or one for all, or none. Levels tells
// which rows have one (1) and which have not (0); nil is all.
type Days struct {
	Each   []int16
	Levels []int16
	All    int16 // when Each is nil
	None   bool
}

// Group is a row group.
type Group struct {
	Rows          int
	Units, Values Cells
	Start, Stop   Days
}

// Scratch is the working memory of one goroutine; files that it writes in turn share it.
type Scratch struct {
	present []int16
	absent  []int16
	days    []int32
	zeros   []int32
	texts   []parquet.ByteArray
}

// NewScratch makes working memory.
func NewScratch() *Scratch {
	s := &Scratch{present: make([]int16, GroupRows), absent: make([]int16, GroupRows), days: make([]int32, GroupRows), zeros: make([]int32, GroupRows)}
	for i := range s.present {
		s.present[i] = 1
	}
	return s
}

// File is a data file that is being written.
type File struct {
	layout  Layout
	out     *summed
	writer  *file.Writer
	scratch *Scratch
	rows    int64
}

// Create makes the file, which must not exist, and its folders.
func Create(path string, l Layout, s *Scratch) (*File, error) {
	root, arrowSchema, err := schemaOf(l)
	if err != nil {
		return nil, err
	}
	meta := metadata.NewKeyValueMetadata()
	var buf bytes.Buffer
	if err := ipc.NewWriter(&buf, ipc.WithSchema(arrowSchema)).Close(); err != nil {
		return nil, err
	}
	if err := meta.Append("ARROW:schema", base64.StdEncoding.EncodeToString(buf.Bytes())); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	out, err := createSummed(path)
	if err != nil {
		return nil, err
	}
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithStats(false),
		parquet.WithStatsFor(colStart, true), parquet.WithStatsFor(colStop, true),
		parquet.WithDictionaryFor(colUnit, l.Unit.dictionary()), parquet.WithDictionaryFor(colValue, l.Value.dictionary()),
		parquet.WithBatchSize(8192), parquet.WithCreatedBy(l.Creator))
	f := &File{layout: l, out: out, scratch: s}
	f.writer, err = file.NewParquetWriterWithError(out, root, file.WithWriterProps(props), file.WithWriteMetadata(meta))
	if err != nil {
		return nil, errors.Join(err, out.Close())
	}
	return f, nil
}

const (
	colUnit  = "unit_id"
	colValue = "value"
	colStart = "start_epoch_days"
	colStop  = "stop_epoch_days"
)

func schemaOf(l Layout) (*schema.GroupNode, *arrow.Schema, error) {
	optional := parquet.Repetitions.Optional
	var fields schema.FieldList
	var columns []arrow.Field
	var failed error
	add := func(name string, node schema.Node, err error, t arrow.DataType) {
		fields, failed = append(fields, node), errors.Join(failed, err)
		columns = append(columns, arrow.Field{Name: name, Type: t, Nullable: true})
	}
	for _, c := range []struct {
		name string
		kind Kind
	}{{colUnit, l.Unit.Kind}, {colValue, l.Value.Kind}} {
		switch c.kind {
		case Numbers:
			add(c.name, schema.NewInt64Node(c.name, optional, -1), nil, arrow.PrimitiveTypes.Int64)
		case Reals:
			add(c.name, schema.NewFloat64Node(c.name, optional, -1), nil, arrow.PrimitiveTypes.Float64)
		default:
			node, err := schema.NewPrimitiveNodeLogical(c.name, optional, schema.StringLogicalType{}, parquet.Types.ByteArray, 0, -1)
			add(c.name, node, err, arrow.BinaryTypes.String)
		}
	}
	for _, name := range []string{colStart, colStop} {
		node, err := schema.NewPrimitiveNodeLogical(name, optional, schema.NewIntLogicalType(16, true), parquet.Types.Int32, 0, -1)
		add(name, node, err, arrow.PrimitiveTypes.Int16)
	}
	if failed != nil {
		return nil, nil, failed
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	return root, arrow.NewSchema(columns, nil), err
}

// Write appends a group of at most GroupRows rows; one without rows is left out.
func (f *File) Write(g Group) error {
	if g.Rows == 0 {
		return nil
	}
	group, err := f.writer.AppendRowGroupChecked()
	if err != nil {
		return err
	}
	steps := []func(file.ColumnChunkWriter) error{
		func(w file.ColumnChunkWriter) error { return f.cells(w, f.layout.Unit, g.Units, g.Rows) },
		func(w file.ColumnChunkWriter) error { return f.cells(w, f.layout.Value, g.Values, g.Rows) },
		func(w file.ColumnChunkWriter) error { return f.days(w, g.Start, g.Rows) },
		func(w file.ColumnChunkWriter) error { return f.days(w, g.Stop, g.Rows) },
	}
	for _, step := range steps {
		w, err := group.NextColumn()
		if err != nil {
			return err
		}
		if err := step(w); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	f.rows += int64(g.Rows)
	return group.Close()
}

func (f *File) cells(w file.ColumnChunkWriter, c Column, cells Cells, n int) error {
	present := f.scratch.present[:n]
	switch w := w.(type) {
	case *file.Int64ColumnChunkWriter:
		_, err := w.WriteBatch(cells.Ints[:n], present, nil)
		return err
	case *file.Float64ColumnChunkWriter:
		_, err := w.WriteBatch(cells.Reals[:n], present, nil)
		return err
	case *file.ByteArrayColumnChunkWriter:
		if c.Kind == Texts {
			_, err := w.WriteBatch(f.scratch.list(cells.Text, n), present, nil)
			return err
		}
		if err := setDictionary(w.CurrentEncoder(), c.Words); err != nil {
			return err
		}
		return w.WriteDictIndices(int32Array(cells.Places[:n]), present, nil)
	}
	return fmt.Errorf("column of type %T", w)
}

// list gives texts in the form of the library, over the same bytes.
func (s *Scratch) list(t Text, n int) []parquet.ByteArray {
	if cap(s.texts) < n {
		s.texts = make([]parquet.ByteArray, GroupRows)
	}
	out, from := s.texts[:n], int32(0)
	for i, end := range t.Ends[:n] {
		out[i] = t.Bytes[from:end]
		from = end
	}
	return out
}

func (f *File) days(column file.ColumnChunkWriter, d Days, n int) error {
	w, ok := column.(*file.Int32ColumnChunkWriter)
	s := f.scratch
	switch {
	case !ok:
		return fmt.Errorf("column of type %T", column)
	case d.None:
		_, err := w.WriteBatch(nil, s.absent[:n], nil)
		return err
	case d.Each == nil:
		if err := setDictionary(w.CurrentEncoder(), int32Array([]int32{int32(d.All)})); err != nil {
			return err
		}
		return w.WriteDictIndices(int32Array(s.zeros[:n]), s.present[:n], nil)
	}
	levels, k := d.Levels, 0
	if levels == nil {
		levels = s.present
	}
	for i, day := range d.Each[:n] {
		if levels[i] == 1 {
			s.days[k] = int32(day)
			k++
		}
	}
	_, err := w.WriteBatch(s.days[:k], levels[:n], nil)
	return err
}

// setDictionary gives a column writer its dictionary, so that rows are written as
// indices without hashing each value.
func setDictionary(encoder any, values arrow.Array) error {
	d, ok := encoder.(interface{ PutDictionary(arrow.Array) error })
	if !ok {
		return fmt.Errorf("column encoder %T has no dictionary", encoder)
	}
	return d.PutDictionary(values)
}

func int32Array(v []int32) arrow.Array {
	buf := memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(v))
	return array.NewInt32Data(array.NewData(arrow.PrimitiveTypes.Int32, len(v), []*memory.Buffer{nil, buf}, nil, 0, 0))
}

// StringArray makes the dictionary of a column of Words.
func StringArray(words []string) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(words, nil)
	return b.NewArray()
}

// Rows is how many rows were written.
func (f *File) Rows() int64 { return f.rows }

// Close writes the footer and gives the file's checksums. After an error the file is not whole.
func (f *File) Close() (Sum, error) {
	err := f.writer.Close() // also closes the file
	if err == nil {
		err = f.out.failed
	}
	return f.out.sum(), err
}
