package store

import (
	"hash/crc32"
	"io"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// finish arranges the rows and writes the hot file under the maps they were resolved with.
func (it *item) finish(c *kernel.Context, r *rows, unit, refers *index) (string, error) {
	units := unit.units
	if err := r.arrange(c, unit); err != nil {
		return "", err
	}
	print, err := it.fingerprint()
	if err != nil {
		return "", err
	}
	name := print + "~" + it.unit.name + "@" + units.lineage
	side := &sidecar{Format: hotFormat, Rows: r.n, Kind: it.variable.Kind.String(), Units: units.Len(), Words: len(r.dict),
		Disjoint: r.disjoint(), Parts: map[string]ext{}}
	if it.refers != nil {
		name += "~" + it.refers.name + "@" + refers.units.lineage
		side.Refers = refers.units.Len()
	}
	side.describe(r)
	record, err := r.record(it.variable.Kind, side.Wide)
	if err != nil {
		return "", wrap(err, codeTooLarge, diag.Catalogue(it.label()))
	}
	sums := &summing{}
	for i, field := range record.Schema().Fields() {
		sums.watch(field.Name, record.Column(i))
	}
	body := func(w io.Writer) error {
		sums.w = w
		out, err := ipc.NewFileWriter(sums, ipc.WithSchema(record.Schema()), ipc.WithAllocator(memory.DefaultAllocator))
		if err != nil {
			return err
		}
		if err := out.Write(record); err != nil {
			return err
		}
		return out.Close()
	}
	cache := it.store.cache
	if err := cache.write(name+".arrow", false, body); err != nil {
		return "", err
	}
	if !sums.located() {
		return "", errHot
	}
	side.Void = sums.void
	side.Sums, side.Bytes, side.Parts = bytesOf(sums.finish()), sums.total, sums.parts
	text, err := side.encode()
	if err != nil {
		return "", err
	}
	err = cache.write(name+".json", false, func(w io.Writer) error { _, err := w.Write(text); return err })
	return name + ".arrow", err
}

// describe fills what the sidecar says about the rows.
func (s *sidecar) describe(r *rows) {
	s.From, s.To = 1<<30, -1<<30
	for i := range r.start {
		if r.start[i] != noDay {
			s.From = min(s.From, int(r.start[i]))
			s.Wide = s.Wide || r.start[i] != int32(int16(r.start[i]))
		}
		if r.stop[i] == noDay {
			s.To = 1 << 30
			continue
		}
		s.To = max(s.To, int(r.stop[i]))
		s.Wide = s.Wide || r.stop[i] != int32(int16(r.stop[i]))
	}
	if r.start == nil {
		s.From, s.To = -1<<30, 1<<30
	}
	var index []uint32
	for i := 0; i < r.n; i += indexRows {
		index = append(index, r.ords[i])
	}
	s.Index = bytesOf(index)
}

// record is the rows as one Arrow record batch over the same memory.
func (r *rows) record(kind types.Kind, wide bool) (arrow.RecordBatch, error) {
	fields := []arrow.Field{{Name: partOrdinal, Type: arrow.PrimitiveTypes.Uint32}}
	columns := []arrow.Array{flat(arrow.PrimitiveTypes.Uint32, r.n, bytesOf(r.ords), nil, 0)}
	bits, nulls := packBits(r.n, func(i int) bool { return r.valid == nil || r.valid[i] })
	var value arrow.Array
	switch kind {
	case types.Integer, types.Date:
		value = flat(arrow.PrimitiveTypes.Int64, r.n, bytesOf(r.ints), bits, nulls)
	case types.Decimal:
		value = flat(arrow.PrimitiveTypes.Float64, r.n, bytesOf(r.floats), bits, nulls)
	case types.Key:
		value = flat(arrow.PrimitiveTypes.Uint32, r.n, bytesOf(r.codes), bits, nulls)
	default:
		words, err := wordArray(r.dict)
		if err != nil {
			return nil, err
		}
		codes := flat(arrow.PrimitiveTypes.Uint32, r.n, bytesOf(r.codes), bits, nulls)
		value = array.NewDictionaryArray(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Uint32, ValueType: arrow.BinaryTypes.String, Ordered: true}, codes, words)
	}
	fields = append(fields, arrow.Field{Name: partValue, Type: value.DataType(), Nullable: true})
	columns = append(columns, value)
	if r.start != nil {
		ended, open := packBits(r.n, func(i int) bool { return r.stop[i] != noDay })
		start, stop := dayArray(r.start, wide, nil, 0), dayArray(r.stop, wide, ended, open)
		fields = append(fields, arrow.Field{Name: partStart, Type: start.DataType()}, arrow.Field{Name: partStop, Type: stop.DataType(), Nullable: true})
		columns = append(columns, start, stop)
	}
	return array.NewRecordBatch(arrow.NewSchema(fields, nil), columns, int64(r.n)), nil
}

// dayArray narrows days. noDay becomes the largest day of the width, under a missing stop
// and for a missing start alike.
func dayArray(days []int32, wide bool, valid []byte, nulls int) arrow.Array {
	if wide {
		return flat(arrow.PrimitiveTypes.Int32, len(days), bytesOf(days), valid, nulls)
	}
	narrow := make([]int16, len(days))
	for i, d := range days {
		if d == noDay {
			narrow[i] = openStop
		} else {
			narrow[i] = int16(d)
		}
	}
	return flat(arrow.PrimitiveTypes.Int16, len(days), bytesOf(narrow), valid, nulls)
}

// flat is an Arrow array over existing memory.
func flat(t arrow.DataType, n int, values, valid []byte, nulls int) arrow.Array {
	var bitmap *memory.Buffer
	if nulls > 0 {
		bitmap = memory.NewBufferBytes(valid)
	}
	data := array.NewData(t, n, []*memory.Buffer{bitmap, memory.NewBufferBytes(values)}, nil, nulls, 0)
	return array.MakeFromData(data)
}

// packBits makes a bitmap, nil when every bit is set.
func packBits(n int, set func(int) bool) (bits []byte, unset int) {
	for i := range n {
		if !set(i) {
			unset++
		}
	}
	if unset == 0 {
		return nil, 0
	}
	bits = make([]byte, (n+7)/8)
	for i := range n {
		if set(i) {
			bits[i>>3] |= 1 << (i & 7)
		}
	}
	return bits, unset
}

func wordArray(words []string) (arrow.Array, error) {
	size := 0
	for _, w := range words {
		size += len(w)
	}
	if size > math.MaxInt32 || len(words) > maxRows {
		return nil, errShort
	}
	offsets := make([]int32, 1, len(words)+1)
	text := make([]byte, 0, size)
	for _, w := range words {
		text = append(text, w...)
		offsets = append(offsets, int32(len(text)))
	}
	data := array.NewData(arrow.BinaryTypes.String, len(words), []*memory.Buffer{nil, memory.NewBufferBytes(bytesOf(offsets)), memory.NewBufferBytes(text)}, nil, 0, 0)
	return array.MakeFromData(data), nil
}

// summing passes bytes on, sums every sumChunk of them, and notes where buffers come to lie:
// the Arrow library hands each buffer to the writer as it is.
type summing struct {
	w    io.Writer
	sums []uint32
	sum  uint32
	at   int

	total  int64
	wanted map[*byte]string // first byte of a buffer still to come
	parts  map[string]ext
	void   []string
}

func (s *summing) Write(b []byte) (int, error) {
	if len(b) > 0 {
		if name, ok := s.wanted[&b[0]]; ok {
			s.parts[name] = ext{s.total, int64(len(b))}
			delete(s.wanted, &b[0])
		}
	}
	n, err := s.w.Write(b)
	s.total += int64(n)
	for b := b[:n]; len(b) > 0; {
		part := b[:min(len(b), sumChunk-s.at)]
		s.sum = crc32.Update(s.sum, castagnoli, part)
		s.at += len(part)
		b = b[len(part):]
		if s.at == sumChunk {
			s.sums = append(s.sums, s.sum)
			s.sum, s.at = 0, 0
		}
	}
	return n, err
}

func (s *summing) finish() []uint32 {
	if s.at > 0 {
		s.sums = append(s.sums, s.sum)
		s.sum, s.at = 0, 0
	}
	return s.sums
}

// watch asks the writer to note where the buffers of a column come to lie.
func (s *summing) watch(name string, of arrow.Array) {
	column := of.Data()
	if s.wanted == nil {
		s.wanted, s.parts = map[*byte]string{}, map[string]ext{}
	}
	note := func(name string, b *memory.Buffer) {
		s.parts[name] = ext{} // the buffer of nothing lies nowhere
		if b != nil && b.Len() > 0 && of.Len() > 0 {
			s.wanted[&b.Bytes()[0]] = name
		}
	}
	note(name, column.Buffers()[1])
	if bitmap := map[string]string{partValue: partValid, partStop: partEnded}[name]; column.NullN() > 0 {
		if column.NullN() == column.Len() {
			s.void = append(s.void, bitmap) // the library writes zeros of its own
		} else {
			note(bitmap, column.Buffers()[0])
		}
	}
	if dict, ok := of.(*array.Dictionary); ok {
		buffers := dict.Dictionary().Data().Buffers()
		if dict.Dictionary().Len() == 0 {
			s.parts[partOffsets], s.parts[partWords] = ext{}, ext{}
			return
		}
		note(partOffsets, buffers[1])
		note(partWords, buffers[2])
	}
}

// located tells whether every watched buffer went through the writer in one piece.
func (s *summing) located() bool { return len(s.wanted) == 0 }
