package rows

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"io"
	"math/bits"
	"os"
	"slices"
	"sync"
)

// record is what must be known of a row to hold it against the other rows of its unit: the
// identifier in 128 bits; the line, start and stop in 64. Its order is unit, start, line.
type record struct{ hi, lo, at uint64 }

const recordBytes = 24

func newRecord(id []byte, seed maphash.Seed, line int64, start, stop int16, open bool) record {
	r := record{at: uint64(uint16(start)^sign)<<48 | uint64(line)<<17 | uint64(uint16(stop)^sign)<<1}
	if open {
		r.at |= 1
	}
	r.hi, r.lo = pack(id, seed)
	return r
}

// sign makes unsigned order the order of signed days.
const sign = 0x8000

func (r record) start() int16 { return int16(uint16(r.at>>48) ^ sign) }
func (r record) stop() int16  { return int16(uint16(r.at>>1) ^ sign) }
func (r record) open() bool   { return r.at&1 == 1 }
func (r record) line() int64  { return int64(r.at >> 17 & (1<<31 - 1)) }

func (r record) sameUnit(o record) bool { return r.hi == o.hi && r.lo == o.lo }

func compare(a, b record) int {
	switch {
	case a.hi != b.hi:
		return cmp.Compare(a.hi, b.hi)
	case a.lo != b.lo:
		return cmp.Compare(a.lo, b.lo)
	}
	return cmp.Compare(a.at, b.at)
}

// pack writes an identifier in 128 bits. Up to 15 bytes, and up to 30 digits, underscores and
// hyphens, are kept as they are, so that equal means equal. Longer ones are 120 bits of a keyed
// hash: among 2^31 identifiers two differing ones meet with a probability below 2^-58.
func pack(id []byte, seed maphash.Seed) (hi, lo uint64) {
	var b [16]byte
	switch {
	case len(id) < len(b):
		b[0] = byte(len(id))
		copy(b[1:], id)
	case len(id) > 30 || !digits(id, &b):
		var h maphash.Hash
		h.SetSeed(seed)
		_, _ = h.Write(id)
		hi = h.Sum64()
		_ = h.WriteByte(0)
		return hi | 0xFF<<56, h.Sum64()
	}
	return binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])
}

func digits(id []byte, b *[16]byte) bool {
	*b = [16]byte{0: byte(len(id))}
	for i, c := range id {
		var v byte
		switch {
		case c >= '0' && c <= '9':
			v = c - '0'
		case c == '_':
			v = 10
		case c == '-':
			v = 11
		default:
			return false
		}
		b[1+i/2] |= v << (4 * (i & 1))
	}
	return true
}

const (
	// parts is how many parts the units are dealt into; all rows of a unit are in one.
	parts        = 256
	partBits     = 8
	chunkRecords = 512
)

// units keeps the records of all rows, in memory until that is too much and then in a
// temporary file that nobody else can read.
type units struct {
	options Options
	seed    maphash.Seed
	mix     uint64

	mu     sync.Mutex
	held   [parts][][]record
	bytes  int64
	sinks  []*sink
	spill  *os.File
	ends   int64
	spilt  [parts][]piece
	counts [parts]int64
}

// piece is a run of records in the temporary file.
type piece struct{ at, records int64 }

func newUnits(o Options) (*units, error) {
	u := &units{options: o, seed: maphash.MakeSeed()}
	u.mix = maphash.String(u.seed, "part") | 1
	return u, nil
}

// close removes the temporary file.
func (u *units) close() {
	if u.spill != nil {
		name := u.spill.Name()
		_ = u.spill.Close()
		_ = os.Remove(name)
	}
}

// spread is a hash of the unit: the part in its upper bits, then the bucket in the part.
func (u *units) spread(r record) uint64 {
	h, l := bits.Mul64(r.hi^bits.RotateLeft64(r.lo, 29)^u.mix, 0x9E3779B97F4A7C15)
	h2, l2 := bits.Mul64(r.lo^h^l, u.mix)
	return (h2 ^ l2) * 0xD6E8FEB86659FD93
}

// sink is where one goroutine puts its records.
type sink struct {
	units   *units
	open    [parts][]record
	encoded []byte
}

func (u *units) sink() *sink {
	s := &sink{units: u}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.sinks = append(u.sinks, s)
	return s
}

func (s *sink) put(id []byte, line int64, start, stop int16, open bool) error {
	r := newRecord(id, s.units.seed, line, start, stop, open)
	part := s.units.spread(r) >> (64 - partBits)
	if s.open[part] == nil {
		s.open[part] = make([]record, 0, s.units.options.chunk)
	}
	s.open[part] = append(s.open[part], r)
	if len(s.open[part]) < s.units.options.chunk {
		return nil
	}
	return s.give(int(part))
}

// give hands over a full chunk, to memory or to the file.
func (s *sink) give(part int) error {
	u, chunk := s.units, s.open[part]
	u.mu.Lock()
	u.counts[part] += int64(len(chunk))
	if u.bytes+int64(cap(chunk))*recordBytes <= u.options.Memory {
		u.bytes += int64(cap(chunk)) * recordBytes
		u.held[part] = append(u.held[part], chunk)
		u.mu.Unlock()
		s.open[part] = nil
		return nil
	}
	if u.spill == nil {
		if err := u.create(); err != nil {
			u.mu.Unlock()
			return err
		}
	}
	at := u.ends
	u.ends += int64(len(chunk)) * recordBytes
	u.spilt[part] = append(u.spilt[part], piece{at, int64(len(chunk))})
	f := u.spill
	u.mu.Unlock()
	s.encoded = encode(s.encoded[:0], chunk)
	s.open[part] = chunk[:0]
	_, err := f.WriteAt(s.encoded, at)
	return err
}

// create makes the file, and where the system allows it takes its name away at once: it then
// vanishes with the process, however that ends.
func (u *units) create() error {
	f, err := os.CreateTemp(u.options.Temp, "mdscript-rows-*")
	if err != nil {
		return err
	}
	u.spill = f
	_ = os.Remove(f.Name())
	return nil
}

func encode(b []byte, chunk []record) []byte {
	for _, r := range chunk {
		b = binary.LittleEndian.AppendUint64(b, r.hi)
		b = binary.LittleEndian.AppendUint64(b, r.lo)
		b = binary.LittleEndian.AppendUint64(b, r.at)
	}
	return b
}

// each visits the records of a part, in no order.
func (u *units) each(part int, visit func(record)) error {
	for _, s := range u.sinks {
		for _, r := range s.open[part] {
			visit(r)
		}
	}
	for _, chunk := range u.held[part] {
		for _, r := range chunk {
			visit(r)
		}
	}
	buf := make([]byte, u.options.chunk*recordBytes)
	for _, p := range u.spilt[part] {
		b := buf[:p.records*recordBytes]
		if _, err := u.spill.ReadAt(b, p.at); err != nil && err != io.EOF {
			return err
		}
		for ; len(b) > 0; b = b[recordBytes:] {
			visit(record{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])})
		}
	}
	return nil
}

// size is how many records a part has.
func (u *units) size(part int) int64 {
	n := u.counts[part]
	for _, s := range u.sinks {
		n += int64(len(s.open[part]))
	}
	return n
}

// order puts the rows of a unit next to each other, by start: first into small buckets by
// hash, then each by comparison. scratch is as long as rows.
func (u *units) order(rows, scratch []record) []record {
	width := max(0, bits.Len(uint(len(rows)))-3)
	starts := make([]int32, 1<<width+1)
	bucket := func(r record) uint64 { return u.spread(r) << partBits >> (64 - width) }
	if width == 0 {
		slices.SortFunc(rows, compare)
		return rows
	}
	for _, r := range rows {
		starts[bucket(r)+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	next := slices.Clone(starts)
	for _, r := range rows {
		b := bucket(r)
		scratch[next[b]] = r
		next[b]++
	}
	for i := range len(starts) - 1 {
		if b := scratch[starts[i]:starts[i+1]]; len(b) > 1 {
			slices.SortFunc(b, compare)
		}
	}
	return scratch
}
