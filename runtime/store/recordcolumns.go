package store

import (
	"encoding/binary"
	"sync/atomic"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/mem"
)

// filled is the columns of Records that are being filled.
type filled struct {
	n            int
	units        []uint32
	start, stop  []int64
	value        *values
	ended, valid column.Bitmap // cleared at first; nil when no record can lack it
	owned        []*mem.Buffer // of units, start, stop and ended, in this order
}

func (r *filled) drop() {
	for _, b := range r.owned {
		b.Release()
	}
	if r.value != nil {
		r.value.drop()
	}
}

// newFilled allocates the columns of n records, exactly as long as they will be.
func (w *View) newFilled(p *mem.Pool, n int) (*filled, error) {
	out := &filled{n: n}
	err := allocFor(p, out, n, &out.units)
	if err == nil {
		err = allocFor(p, out, n, &out.start)
	}
	if err == nil {
		err = allocFor(p, out, n, &out.stop)
	}
	if err == nil {
		out.value, err = w.newValues(p, n, w.lacks(partValid))
	}
	if err == nil {
		out.valid = out.value.valid
		if !w.timed() || w.lacks(partEnded) {
			var bits []uint64
			var buf *mem.Buffer
			bits, buf, err = mem.AllocZero[uint64](p, column.BitmapWords(n))
			out.ended = bits
			out.owned = append(out.owned, buf)
		}
	}
	if err != nil {
		out.drop()
		return nil, err
	}
	return out, nil
}

func allocFor[T mem.Element](p *mem.Pool, r *filled, n int, into *[]T) error {
	values, buf, err := mem.Alloc[T](p, n)
	if err == nil {
		*into = values
		r.owned = append(r.owned, buf)
	}
	return err
}

// lacks tells whether a record of some file has an unset bit in a bitmap.
func (w *View) lacks(bits string) bool {
	for _, h := range w.parts {
		if h.gaps(bits) {
			return true
		}
	}
	return false
}

// finish publishes the columns; a bitmap without a gap is left out.
func (w *View) finish(out *filled, err error) (*Records, error) {
	if err != nil {
		out.drop()
		return nil, err
	}
	r := &Records{Start: column.FromDates(out.start, nil).Own(out.owned[1]), Stop: column.FromDates(out.stop, nil).Own(out.owned[2])}
	r.Value = out.value.done()
	switch {
	case !w.timed() && len(w.parts) > 0:
		clear(out.start)
		clear(out.stop)
		r.Start.Valid, r.Stop.Valid = out.ended, out.ended
		r.Start.Own(out.owned[3].Retain())
		r.Stop.Own(out.owned[3])
	case out.ended != nil && out.ended.Count(out.n) < out.n:
		r.Stop.Valid = out.ended
		r.Stop.Own(out.owned[3])
	case out.ended != nil:
		out.owned[3].Release()
	}
	if w.variable.Unit.Kind != types.Text {
		r.Units = column.FromKeys(out.units, w.variable.Unit.Space, nil).Own(out.owned[0])
		return r, nil
	}
	dict, err := w.unitWords()
	if err != nil {
		out.owned[0].Release()
		r.Release()
		return nil, err
	}
	r.Units = column.FromCodes(out.units, dict, nil).Own(out.owned[0])
	return r, nil
}

// spot is some rows of a file, and where in the result they go: behind each other from at
// on, or where to says. Two spots that are written at the same time share no place.
type spot struct {
	rows []uint32
	at   int
	to   []uint32
}

// write copies all columns of some rows of a file.
func (w *View) write(out *filled, part int, s spot) {
	h := w.parts[part]
	n := h.side.Rows
	put(out.units, view[uint32](h, partOrdinal, n), s)
	col := out.value.col
	switch w.variable.Kind {
	case types.Integer, types.Date:
		put(col.Ints, view[int64](h, partValue, n), s)
	case types.Decimal:
		put(col.Floats, view[float64](h, partValue, n), s)
	default:
		codes := view[uint32](h, partValue, n)
		if part < len(w.codes) && w.codes[part] != nil {
			putCodes(col.Codes, codes, w.codes[part], s)
		} else {
			put(col.Codes, codes, s)
		}
	}
	putBits(out.valid, h.bits(partValid), s)
	if !w.timed() {
		return
	}
	if h.side.Wide {
		put(out.start, view[int32](h, partStart, n), s)
		put(out.stop, view[int32](h, partStop, n), s)
	} else {
		put(out.start, view[int16](h, partStart, n), s)
		put(out.stop, view[int16](h, partStop, n), s)
	}
	putBits(out.ended, h.bits(partEnded), s)
}

// side tells whether the rows lie side by side and stay so.
func (s spot) side() bool {
	n := len(s.rows)
	return n > 0 && s.to == nil && int(s.rows[n-1]-s.rows[0]) == n-1
}

// put copies numbers.
func put[D, S int16 | int32 | int64 | uint32 | float64](dst []D, src []S, s spot) {
	if s.to != nil {
		to := s.to[:len(s.rows)]
		for i, r := range s.rows {
			dst[to[i]] = D(src[r])
		}
		return
	}
	dst = dst[s.at : s.at+len(s.rows)]
	if !s.side() {
		for i, r := range s.rows {
			dst[i] = D(src[r])
		}
		return
	}
	src = src[s.rows[0]:][:len(dst)]
	if same, ok := any(dst).([]S); ok {
		copy(same, src)
		return
	}
	for i, v := range src {
		dst[i] = D(v)
	}
}

// putCodes copies codes through a table. A file without a single word has code 0 under
// its missing values.
func putCodes(dst, src, table []uint32, s spot) {
	for i, r := range s.rows {
		at, code := s.at+i, uint32(0)
		if s.to != nil {
			at = int(s.to[i])
		}
		if int(src[r]) < len(table) {
			code = table[src[r]]
		}
		dst[at] = code
	}
}

// putBits sets the bits of rows that have one; src nil means that all have. Words are
// shared with the neighbours of a spot.
func putBits(dst column.Bitmap, src []byte, s spot) {
	if dst == nil || len(s.rows) == 0 {
		return
	}
	if s.to != nil {
		for i, r := range s.rows {
			if src == nil || src[r>>3]>>(r&7)&1 != 0 {
				atomic.OrUint64(&dst[s.to[i]>>6], 1<<(s.to[i]&63))
			}
		}
		return
	}
	if src == nil || s.side() {
		putBitsAside(dst, src, int(s.rows[0]), s.at, len(s.rows))
		return
	}
	word, at := uint64(0), s.at
	for _, r := range s.rows {
		word |= uint64(src[r>>3]>>(r&7)&1) << (at & 63)
		if at++; at&63 == 0 {
			atomic.OrUint64(&dst[at>>6-1], word)
			word = 0
		}
	}
	if at&63 != 0 {
		atomic.OrUint64(&dst[at>>6], word)
	}
}

// putBitsAside copies n bits that lie side by side, a word at a time.
func putBitsAside(dst column.Bitmap, src []byte, from, at, n int) {
	for n > 0 {
		k := min(64-at&63, n)
		word := ^uint64(0)
		if src != nil {
			word = bitsFrom(src, from)
		}
		word &= ^uint64(0) >> (64 - k)
		atomic.OrUint64(&dst[at>>6], word<<(at&63))
		from, at, n = from+k, at+k, n-k
	}
}

// bitsFrom is 64 bits from bit i on; past the end they are 0.
func bitsFrom(src []byte, i int) uint64 {
	at, shift := i>>3, i&7
	if at+9 <= len(src) {
		return binary.LittleEndian.Uint64(src[at:])>>shift | uint64(src[at+8])<<(64-shift)
	}
	var last [16]byte
	copy(last[:], src[at:])
	return binary.LittleEndian.Uint64(last[:])>>shift | uint64(last[8])<<(64-shift)
}
