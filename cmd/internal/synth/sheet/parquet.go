// Package sheet writes the data files of a store: one variable, one Parquet file.
//
// In: rows of unit, value and period. Out: a file in the layout of spec/store.md, and its checksums.
//
//	f, err := sheet.NewSheet(path, sheet.Layout{Kind: sheet.NumberValue, Spells: true}, sheet.NewScratch())
//	err = f.AddSpell(17, 42, start, stop)
//	sum, err := f.Close()
package sheet

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

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

// groupRows is the number of rows of a row group: what one open file holds in memory.
const groupRows = 1 << 17

// StoredType is how the value column is stored.
type StoredType uint8

const (
	CodeValue   StoredType = iota // string; rows hold an index into a code table
	NumberValue                   // int64 with few distinct values: dictionary pages
	AmountValue                   // int64 with many distinct values: plain pages
	RealValue                     // double; rows hold the number times scale
)

// Sheet collects the rows of one data file and writes them group by group.
type Sheet struct {
	Layout

	ids         []int64
	values      []int64
	start, stop []int16 // nil when the same for all rows
	nullStart   bool

	Out     *checkedFile
	writer  *file.Writer
	scratch *Scratch
	Rows    int64
}

// Scratch is the working memory of one worker; only one of its files is open at a time.
type Scratch struct {
	present, levels []int16
	days            []int32
	index           []int32
	reals           []float64
	ids, values     []int64
	start, stop     []int16
}

func NewScratch() *Scratch {
	s := &Scratch{present: make([]int16, groupRows), levels: make([]int16, groupRows), days: make([]int32, groupRows),
		index: make([]int32, groupRows), reals: make([]float64, groupRows),
		ids: make([]int64, 0, groupRows), values: make([]int64, 0, groupRows),
		start: make([]int16, 0, groupRows), stop: make([]int16, 0, groupRows)}
	for i := range s.present {
		s.present[i] = 1
	}
	return s
}

// Layout says what the rows of a file are.
type Layout struct {
	Kind   StoredType
	Codes  arrow.Array // of CodeValue: the dictionary that values index
	Scale  float64     // of RealValue
	Units  arrow.Array // identifiers that are words: the dictionary that ids index; nil = ids are numbers
	Spells bool        // rows give start and stop each
	One    [2]int16    // else the start and stop of all rows; a start of calendar.None is null
}

// NewSheet creates the file and its folders.
func NewSheet(path string, l Layout, s *Scratch) (*Sheet, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	out, err := CreateChecked(path)
	if err != nil {
		return nil, err
	}
	t := &Sheet{Layout: l, nullStart: !l.Spells && l.One[0] == calendar.None, Out: out, scratch: s}
	t.ids, t.values = s.ids, s.values
	if l.Spells {
		t.start, t.stop = s.start, s.stop
	}
	root, arrowSchema, err := schemaOf(l.Kind, l.Units != nil)
	if err != nil {
		return nil, errors.Join(err, out.File.Close())
	}
	meta := metadata.NewKeyValueMetadata()
	var buf bytes.Buffer
	if err := ipc.NewWriter(&buf, ipc.WithSchema(arrowSchema)).Close(); err != nil {
		return nil, errors.Join(err, out.File.Close())
	}
	if err := meta.Append("ARROW:schema", base64.StdEncoding.EncodeToString(buf.Bytes())); err != nil {
		return nil, errors.Join(err, out.File.Close())
	}
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy), parquet.WithStats(false),
		parquet.WithStatsFor("start_epoch_days", true), parquet.WithStatsFor("stop_epoch_days", true),
		parquet.WithDictionaryFor("unit_id", l.Units != nil),
		parquet.WithDictionaryFor("value", l.Kind == CodeValue || l.Kind == NumberValue),
		parquet.WithBatchSize(8192), parquet.WithCreatedBy("mdscript synth"))
	t.writer, err = file.NewParquetWriterWithError(out, root, file.WithWriterProps(props), file.WithWriteMetadata(meta))
	if err != nil {
		return nil, errors.Join(err, out.File.Close())
	}
	return t, nil
}

func schemaOf(kind StoredType, words bool) (*schema.GroupNode, *arrow.Schema, error) {
	optional := parquet.Repetitions.Optional
	value, err := schema.NewPrimitiveNodeLogical("value", optional, schema.StringLogicalType{}, parquet.Types.ByteArray, 0, -1)
	var valueType arrow.DataType = arrow.BinaryTypes.String
	switch kind {
	case NumberValue, AmountValue:
		value, valueType = schema.NewInt64Node("value", optional, -1), arrow.PrimitiveTypes.Int64
	case RealValue:
		value, valueType = schema.NewFloat64Node("value", optional, -1), arrow.PrimitiveTypes.Float64
	}
	short := schema.NewIntLogicalType(16, true)
	start, err1 := schema.NewPrimitiveNodeLogical("start_epoch_days", optional, short, parquet.Types.Int32, 0, -1)
	stop, err2 := schema.NewPrimitiveNodeLogical("stop_epoch_days", optional, short, parquet.Types.Int32, 0, -1)
	var unit schema.Node = schema.NewInt64Node("unit_id", optional, -1)
	var unitType arrow.DataType = arrow.PrimitiveTypes.Int64
	var err3 error
	if words {
		unit, err3 = schema.NewPrimitiveNodeLogical("unit_id", optional, schema.StringLogicalType{}, parquet.Types.ByteArray, 0, -1)
		unitType = arrow.BinaryTypes.String
	}
	if err := errors.Join(err, err1, err2, err3); err != nil {
		return nil, nil, err
	}
	fields := schema.FieldList{unit, value, start, stop}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	column := func(name string, t arrow.DataType) arrow.Field {
		return arrow.Field{Name: name, Type: t, Nullable: true}
	}
	return root, arrow.NewSchema([]arrow.Field{column("unit_id", unitType), column("value", valueType),
		column("start_epoch_days", arrow.PrimitiveTypes.Int16), column("stop_epoch_days", arrow.PrimitiveTypes.Int16)}, nil), err
}

// Add appends a row whose period is the file's.
func (t *Sheet) Add(id, value int64) error {
	t.ids, t.values = append(t.ids, id), append(t.values, value)
	if len(t.ids) < groupRows {
		return nil
	}
	return t.flush()
}

// AddSpell appends a row with its own period; a stop of none is null.
func (t *Sheet) AddSpell(id, value int64, start, stop int16) error {
	t.start, t.stop = append(t.start, start), append(t.stop, stop)
	return t.Add(id, value)
}

func (t *Sheet) flush() error {
	n := len(t.ids)
	if n == 0 {
		return nil
	}
	group, err := t.writer.AppendRowGroupChecked()
	if err != nil {
		return err
	}
	steps := []func(file.ColumnChunkWriter, int) error{t.writeIDs, t.writeValues, t.writeStart, t.writeStop}
	for _, step := range steps {
		w, err := group.NextColumn()
		if err != nil {
			return err
		}
		if err := step(w, n); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	t.Rows += int64(n)
	t.ids, t.values = t.ids[:0], t.values[:0]
	if t.start != nil {
		t.start, t.stop = t.start[:0], t.stop[:0]
	}
	return group.Close()
}

func (t *Sheet) writeIDs(w file.ColumnChunkWriter, n int) error {
	if w, ok := w.(*file.Int64ColumnChunkWriter); ok {
		_, err := w.WriteBatch(t.ids, t.scratch.present[:n], nil)
		return err
	}
	return t.writeWords(w.(*file.ByteArrayColumnChunkWriter), t.ids, t.Units)
}

// writeWords writes rows as indices into a dictionary of words.
func (t *Sheet) writeWords(w *file.ByteArrayColumnChunkWriter, rows []int64, words arrow.Array) error {
	s := t.scratch
	for i, v := range rows {
		s.index[i] = int32(v)
	}
	if err := setDictionary(w.CurrentEncoder(), words); err != nil {
		return err
	}
	return w.WriteDictIndices(int32Array(s.index[:len(rows)]), s.present[:len(rows)], nil)
}

func (t *Sheet) writeValues(w file.ColumnChunkWriter, n int) error {
	s := t.scratch
	switch w := w.(type) {
	case *file.ByteArrayColumnChunkWriter:
		return t.writeWords(w, t.values, t.Codes)
	case *file.Float64ColumnChunkWriter:
		for i, v := range t.values {
			s.reals[i] = float64(v) / t.Scale
		}
		_, err := w.WriteBatch(s.reals[:n], s.present[:n], nil)
		return err
	case *file.Int64ColumnChunkWriter:
		_, err := w.WriteBatch(t.values, s.present[:n], nil)
		return err
	}
	return fmt.Errorf("value column of type %T", w)
}

func (t *Sheet) writeStart(w file.ColumnChunkWriter, n int) error {
	col := w.(*file.Int32ColumnChunkWriter)
	if t.nullStart {
		clear(t.scratch.levels[:n])
		_, err := col.WriteBatch(nil, t.scratch.levels[:n], nil)
		return err
	}
	return t.writeDays(col, t.start, t.One[0], n)
}

func (t *Sheet) writeStop(w file.ColumnChunkWriter, n int) error {
	return t.writeDays(w.(*file.Int32ColumnChunkWriter), t.stop, t.One[1], n)
}

// writeDays writes a day per row, or one day for all; none is null.
func (t *Sheet) writeDays(w *file.Int32ColumnChunkWriter, days []int16, one int16, n int) error {
	s := t.scratch
	if days == nil {
		if err := setDictionary(w.CurrentEncoder(), int32Array([]int32{int32(one)})); err != nil {
			return err
		}
		clear(s.index[:n])
		return w.WriteDictIndices(int32Array(s.index[:n]), s.present[:n], nil)
	}
	k := 0
	for i, d := range days {
		s.levels[i] = 0
		if d != calendar.None {
			s.levels[i] = 1
			s.days[k] = int32(d)
			k++
		}
	}
	_, err := w.WriteBatch(s.days[:k], s.levels[:n], nil)
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

func StringArray(codes []string) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(codes, nil)
	return b.NewArray()
}

// Close writes what is left and the footer, and gives the file's checksum.
func (t *Sheet) Close() (FileSum, error) {
	err := t.flush()
	if e := t.writer.Close(); err == nil { // also closes the file
		err = e
	}
	if err == nil {
		err = t.Out.failed
	}
	return t.Out.Sum(), err
}
