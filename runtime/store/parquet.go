package store

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"sync"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/file"
	parquetmeta "github.com/apache/arrow-go/v18/parquet/metadata"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"github.com/mdscript/mdscript/lang/diag"
)

// maxRows is the most rows a data file may have: rows are numbered in 32 bits and None is
// kept free.
const maxRows = math.MaxInt32

// The columns of a data file, by name.
const (
	colUnit  = "unit_id"
	colValue = "value"
	colStart = "start_epoch_days"
	colStop  = "stop_epoch_days"
)

// table is an open Parquet file of a store.
type table struct {
	rel    string // for messages
	f      *os.File
	reader *file.Reader
	cols   map[string]int
	rows   int
}

// openTable opens a Parquet file and finds its columns. Errors: T0002, T0004, T0005, T0011, T0016.
func openTable(path, rel string) (t *table, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	t = &table{rel: rel, f: f, cols: map[string]int{}}
	defer func() {
		if r := recover(); r != nil {
			err = t.damaged(fmt.Errorf("parquet footer: %T", r))
		}
		if err != nil {
			_ = f.Close()
			t = nil
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, t.damaged(err)
	}
	t.reader, err = file.NewParquetReader(f)
	if err != nil {
		return nil, t.damaged(err)
	}
	schema := t.reader.MetaData().Schema
	for i := range schema.NumColumns() {
		if c := schema.Column(i); c.MaxRepetitionLevel() == 0 && c.MaxDefinitionLevel() <= 1 {
			t.cols[c.Name()] = i
		}
	}
	for _, name := range []string{colUnit, colValue} {
		if _, ok := t.cols[name]; !ok {
			return nil, diag.New(codeNoColumn, diag.Catalogue(rel), diag.Catalogue(name))
		}
	}
	return t, t.countRows(info.Size())
}

// countRows compares the footer's numbers with each other and with the size of the file:
// a damaged footer must not make us ask for more memory than there is.
func (t *table) countRows(size int64) error {
	total := int64(0)
	for g := range t.reader.NumRowGroups() {
		n := t.reader.MetaData().RowGroup(g).NumRows()
		if n < 0 {
			return t.damaged(errShort)
		}
		total += n
	}
	if total > maxRows {
		return diag.New(codeTooLarge, diag.Catalogue(t.rel))
	}
	if total != t.reader.NumRows() || total > size*64 {
		return t.damaged(errShort)
	}
	t.rows = int(total)
	return nil
}

func (t *table) close() { _ = t.f.Close() }

func (t *table) damaged(err error) error { return wrap(err, codeData, diag.Catalogue(t.rel)) }

func (t *table) groups() int { return t.reader.NumRowGroups() }

func (t *table) groupRows(g int) int { return int(t.reader.MetaData().RowGroup(g).NumRows()) }

// errShort means that a file says one thing and holds another.
var errShort = fmt.Errorf("store: inconsistent numbers of rows")

// guard runs a decode and makes an error of a panic: the library may panic on damage.
func (t *table) guard(body func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = t.damaged(fmt.Errorf("parquet: %T", r))
		}
	}()
	return body()
}

// vector is one decoded column of a row group: exactly one of the slices is used.
type vector struct {
	ints   []int64
	floats []float64
	codes  []uint32
	dict   []string
	days   []int32 // of a column of 32 bits
	valid  []bool  // nil: no nulls
}

// Decoding a register makes thousands of short-lived slices of a row group's length; they
// are handed on, because clearing new ones would cost as much as decoding.
var (
	freeInts   sync.Pool
	freeDays   sync.Pool
	freeLevels sync.Pool
)

// borrow takes a slice of n elements from a pool; their content is undefined.
func borrow[T any](p *sync.Pool, n int) []T {
	if s, ok := p.Get().(*[]T); ok && cap(*s) >= n {
		return (*s)[:n]
	}
	return make([]T, n)
}

func giveBack[T any](p *sync.Pool, s []T) {
	if s != nil {
		p.Put(&s)
	}
}

// free hands the vector's memory on. Its slices must not be used any more.
func (v *vector) free() {
	giveBack(&freeInts, v.ints)
	giveBack(&freeDays, v.days)
	v.ints, v.days = nil, nil
}

// widen gives 32-bit numbers as ints.
func (v *vector) widen() {
	if v.days == nil {
		return
	}
	v.ints = borrow[int64](&freeInts, len(v.days))
	for i, x := range v.days {
		v.ints[i] = int64(x)
	}
	giveBack(&freeDays, v.days)
	v.days = nil
}

// column decodes a column of a row group.
func (t *table) column(ctx context.Context, g int, name string) (v vector, err error) {
	err = t.guard(func() error {
		i := t.cols[name]
		n := t.groupRows(g)
		switch t.reader.MetaData().Schema.Column(i).PhysicalType() {
		case parquet.Types.ByteArray:
			v, err = t.texts(ctx, g, i, n)
			return err
		case parquet.Types.Int64, parquet.Types.Int32, parquet.Types.Double, parquet.Types.Float:
			v, err = t.numbers(g, i, n)
			return err
		}
		return diag.New(codeValueType, diag.Catalogue(t.rel))
	})
	return v, err
}

func (t *table) numbers(g, i, n int) (v vector, err error) {
	chunk, err := t.reader.RowGroup(g).Column(i)
	if err != nil {
		return v, t.damaged(err)
	}
	var levels []int16
	optional := t.reader.MetaData().Schema.Column(i).MaxDefinitionLevel() > 0
	if optional {
		levels = borrow[int16](&freeLevels, n)
		defer giveBack(&freeLevels, levels)
	}
	values := 0
	switch r := chunk.(type) {
	case *file.Int64ColumnChunkReader:
		v.ints = borrow[int64](&freeInts, n)
		values, err = readAll(r.ReadBatch, v.ints, levels)
	case *file.Int32ColumnChunkReader:
		v.days = borrow[int32](&freeDays, n)
		values, err = readAll(r.ReadBatch, v.days, levels)
	case *file.Float64ColumnChunkReader:
		v.floats = make([]float64, n)
		values, err = readAll(r.ReadBatch, v.floats, levels)
	case *file.Float32ColumnChunkReader:
		narrow := make([]float32, n)
		values, err = readAll(r.ReadBatch, narrow, levels)
		v.floats = make([]float64, n)
		for i, x := range narrow {
			v.floats[i] = float64(x)
		}
	}
	if err != nil {
		return v, t.damaged(err)
	}
	if values < n {
		spread(&v, levels, values)
	}
	return v, nil
}

// readAll reads n values in as many batches as the library wants to give.
func readAll[T any](read func(int64, []T, []int16, []int16) (int64, int, error), dst []T, levels []int16) (values int, err error) {
	for row := 0; row < len(dst); {
		var lv []int16
		if levels != nil {
			lv = levels[row:]
		}
		rows, got, err := read(int64(len(dst)-row), dst[values:], lv, nil)
		if err != nil {
			return values, err
		}
		if rows <= 0 {
			return values, errShort
		}
		row += int(rows)
		values += got
	}
	return values, nil
}

// spread moves densely read values to their rows.
func spread(v *vector, levels []int16, values int) {
	v.valid = make([]bool, len(levels))
	for i := len(levels) - 1; i >= 0; i-- {
		if levels[i] == 0 || values == 0 {
			continue
		}
		values--
		v.valid[i] = true
		switch {
		case v.ints != nil:
			v.ints[i] = v.ints[values]
		case v.days != nil:
			v.days[i] = v.days[values]
		default:
			v.floats[i] = v.floats[values]
		}
	}
}

func (t *table) texts(ctx context.Context, g, i, n int) (v vector, err error) {
	props := pqarrow.ArrowReadProperties{BatchSize: int64(n)}
	props.SetReadDict(i, true)
	r, err := pqarrow.NewFileReader(t.reader, props, memory.DefaultAllocator)
	if err != nil {
		return v, t.damaged(err)
	}
	read, err := r.RowGroup(g).Column(t.fieldOf(r, i)).Read(ctx)
	if err != nil {
		return v, t.damaged(err)
	}
	defer read.Release()
	v.codes = make([]uint32, 0, n)
	seen := map[string]uint32{}
	for _, chunk := range read.Chunks() {
		if err := v.addTexts(chunk, seen); err != nil {
			return v, t.damaged(err)
		}
	}
	if len(v.codes) != n {
		return v, t.damaged(errShort)
	}
	return v, nil
}

// fieldOf is the top-level field of a column: extra nested columns shift the count.
func (t *table) fieldOf(r *pqarrow.FileReader, column int) int {
	for f, field := range r.Manifest.Fields {
		if field.ColIndex == column {
			return f
		}
	}
	return column
}

func (v *vector) addTexts(chunk interface{ Len() int }, seen map[string]uint32) error {
	d, ok := chunk.(*array.Dictionary)
	if !ok {
		return errShort
	}
	words, ok := d.Dictionary().(interface {
		Len() int
		Value(int) string
	})
	if !ok {
		return errShort
	}
	to := make([]uint32, words.Len())
	for i := range to {
		word := words.Value(i)
		code, known := seen[word]
		if !known {
			code = uint32(len(v.dict))
			word = string(append([]byte(nil), word...))
			seen[word] = code
			v.dict = append(v.dict, word)
		}
		to[i] = code
	}
	indices, ok := d.Indices().(*array.Int32)
	if !ok {
		return errShort
	}
	at := len(v.codes)
	nulls := d.NullN() > 0
	if nulls && v.valid == nil {
		v.valid = make([]bool, at, cap(v.codes))
		for i := range v.valid {
			v.valid[i] = true
		}
	}
	for i, k := range indices.Int32Values() {
		ok := !nulls || d.IsValid(i)
		if v.valid != nil {
			v.valid = append(v.valid, ok)
		}
		switch {
		case !ok:
			v.codes = append(v.codes, 0)
		case k < 0 || int(k) >= len(to):
			return errShort
		default:
			v.codes = append(v.codes, to[k])
		}
	}
	return nil
}

// parseDecimalID reads an id written as a plain decimal number, as AppendInt writes it.
func parseDecimalID(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != s {
		return 0, false
	}
	return n, true
}

// span reads the days from the footer's statistics; known is false without them.
func (t *table) span() (s span, known bool) {
	s = span{from: 1 << 30, to: -1 << 30}
	for g := range t.groups() {
		from, ok1 := t.bound(g, colStart, true)
		to, ok2 := t.bound(g, colStop, false)
		if !ok1 || !ok2 {
			return s, false
		}
		s.from, s.to = min(s.from, from), max(s.to, to)
	}
	return s, true
}

// scanSpan reads the days where the footer does not tell.
func (t *table) scanSpan(ctx context.Context) (span, error) {
	s := span{from: -1 << 30, to: -1 << 30}
	days := make([]int32, 0)
	for g := range t.groups() {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		n := t.groupRows(g)
		days = slices.Grow(days[:0], n)[:n]
		if err := (&piece{t: t, group: g}).days(ctx, days, colStop); err != nil {
			return s, err
		}
		for _, day := range days {
			s.to = max(s.to, int(day)) // a missing one is the latest of all
		}
	}
	return s, nil
}

// bound is the smallest or largest day of a row group; open spells make it unknown.
func (t *table) bound(g int, name string, low bool) (day int, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	i, has := t.cols[name]
	if !has {
		return 0, false
	}
	chunk, err := t.reader.MetaData().RowGroup(g).ColumnChunk(i)
	if err != nil {
		return 0, false
	}
	stats, err := chunk.Statistics()
	if err != nil || stats == nil || !stats.HasMinMax() || !stats.HasNullCount() || stats.NullCount() > 0 {
		return 0, false
	}
	days, isDays := stats.(*parquetmeta.Int32Statistics)
	if !isDays {
		return 0, false
	}
	if low {
		return int(days.Min()), true
	}
	return int(days.Max()), true
}
