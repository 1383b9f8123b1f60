package life

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"reflect"
	"unsafe"

	"github.com/edsrzf/mmap-go"

	"github.com/mdscript/mdscript/cmd/internal/synth/names"
)

// A history is kept in one file, so that variables can be written one at a time, whenever
// somebody wants them, without living all lives again. It holds the arrays as they lie in
// memory, little-endian, which every machine we build for is:
//
//	header   magic, format, number of sections, persons, seed
//	table    per section: name, where it lies, width of an element, shape of it, CRC-32C
//	CRC-32C of header and table
//	sections at multiples of 64 bytes, zeros between them
//
// The file is mapped, not read: of a whole country only what is looked at is in memory.

const (
	keptMagic  = "mdslife\n"
	keptFormat = 1
	headSize   = 32
	entrySize  = 48
	nameSize   = 16
	alignment  = 64
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)

	// ErrKept means that a file is no history that this program can read: damaged, of
	// another version, or something else.
	ErrKept = errors.New("not a history of this version, or damaged")

	errByteOrder = errors.New("histories are kept by little-endian machines only")
)

// section is one array of a history.
type section struct {
	name   string
	width  int
	shape  uint32 // of an element: another order of fields is another shape
	holes  []hole // of an element: bytes that belong to no field
	person bool   // it has one element for each person
	bytes  func() []byte
	take   func(b []byte) // b has the width's multiple of bytes
}

// hole is padding between the fields of a struct.
type hole struct{ from, to int }

func array[T any](name string, person bool, of *[]T) section {
	t := reflect.TypeFor[T]()
	s := section{name: name, width: int(t.Size()), person: person, holes: holesOf(t)}
	s.shape = crc32.Checksum([]byte(shapeOf(t)), castagnoli)
	s.bytes = func() []byte {
		if len(*of) == 0 {
			return nil
		}
		return unsafe.Slice((*byte)(unsafe.Pointer(&(*of)[0])), len(*of)*s.width)
	}
	s.take = func(b []byte) {
		*of = nil
		if len(b) > 0 {
			*of = unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/s.width)
		}
	}
	return s
}

// shapeOf writes down how an element lies in memory.
func shapeOf(t reflect.Type) string {
	if t.Kind() != reflect.Struct {
		return t.Kind().String()
	}
	text := ""
	for i := range t.NumField() {
		f := t.Field(i)
		text += fmt.Sprintf("%s %s@%d;", f.Name, f.Type.Kind(), f.Offset)
	}
	return text
}

func holesOf(t reflect.Type) (holes []hole) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	at := 0
	for i := range t.NumField() {
		f := t.Field(i)
		if int(f.Offset) > at {
			holes = append(holes, hole{at, int(f.Offset)})
		}
		at = int(f.Offset + f.Type.Size())
	}
	if at < int(t.Size()) {
		holes = append(holes, hole{at, int(t.Size())})
	}
	return holes
}

// sections lists everything a history remembers, in the order of the file.
func (h *History) sections() []section {
	return []section{
		array("birth", true, &h.Birth), array("death", true, &h.Death), array("entry", true, &h.Entry), array("exit", true, &h.Exit),
		array("mother", true, &h.Mother), array("father", true, &h.Father), array("flags", true, &h.Flags),
		array("country", true, &h.Country), array("category", true, &h.Category), array("level", true, &h.Level),
		array("field", true, &h.field), array("ability", true, &h.Ability), array("home", true, &h.home),
		array("last union", true, &h.lastUnion), array("work", true, &h.work), array("ids", true, &h.Ids), array("rank", true, &h.rank),
		array("unions", false, &h.unions), array("jobs", false, &h.Jobs), array("courses", false, &h.Taken), array("vehicles", false, &h.Cars),
		array("women from", false, &h.womenPaths.from), array("women day", false, &h.womenPaths.day), array("women at", false, &h.womenPaths.at),
		array("men from", false, &h.menPaths.from), array("men day", false, &h.menPaths.day), array("men at", false, &h.menPaths.at),
	}
}

// Save writes a history to a new file and through to the disk. The same history gives the
// same bytes on every machine.
func (h *History) Save(path string) (err error) {
	if !littleEndian() {
		return errByteOrder
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := h.write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Sync()
}

func (h *History) write(w io.Writer) error {
	all := h.sections()
	head := h.head(all)
	if _, err := w.Write(head); err != nil {
		return err
	}
	at := int64(len(head))
	for i := range all {
		if _, err := w.Write(make([]byte, aligned(at)-at)); err != nil {
			return err
		}
		n, err := all[i].each(func(b []byte) error { _, err := w.Write(b); return err })
		if err != nil {
			return err
		}
		at = aligned(at) + n
	}
	return nil
}

// head is the header and the table with their checksum.
func (h *History) head(all []section) []byte {
	le := binary.LittleEndian
	b := append(make([]byte, 0, headSize+entrySize*len(all)+4), keptMagic...)
	b = le.AppendUint32(b, keptFormat)
	b = le.AppendUint32(b, uint32(len(all)))
	b = le.AppendUint64(b, uint64(h.Persons()))
	b = le.AppendUint64(b, h.Seed)
	at := int64(headSize + entrySize*len(all) + 4)
	for i := range all {
		s := &all[i]
		sum := uint32(0)
		n, _ := s.each(func(b []byte) error { sum = crc32.Update(sum, castagnoli, b); return nil })
		at = aligned(at)
		b = append(b, s.name...)
		b = append(b, make([]byte, nameSize-len(s.name))...)
		b = le.AppendUint64(b, uint64(at))
		b = le.AppendUint64(b, uint64(n))
		b = le.AppendUint32(b, uint32(s.width))
		b = le.AppendUint32(b, s.shape)
		b = le.AppendUint32(b, sum)
		b = le.AppendUint32(b, 0)
		at += n
	}
	return le.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func aligned(at int64) int64 { return (at + alignment - 1) / alignment * alignment }

// each gives the bytes of a section piece by piece, with zeros in the holes: what lies there
// in memory is nobody's promise.
func (s *section) each(body func(b []byte) error) (n int64, err error) {
	b := s.bytes()
	if len(s.holes) == 0 {
		return int64(len(b)), body(b)
	}
	buf := make([]byte, 4096*s.width)
	for at := 0; at < len(b); {
		k := copy(buf, b[at:])
		for lo := 0; lo < k; lo += s.width {
			for _, x := range s.holes {
				clear(buf[lo+x.from : lo+x.to])
			}
		}
		if err := body(buf[:k]); err != nil {
			return 0, err
		}
		at += k
	}
	return int64(len(b)), nil
}

func littleEndian() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}

// Kept is a world whose history lies in a file.
type Kept struct {
	*World
	mapped mmap.MMap
}

// Close gives the file back. Nothing of the world may be in use any more.
func (k *Kept) Close() error {
	if k.mapped == nil {
		return nil
	}
	err := k.mapped.Unmap()
	k.mapped, k.World = nil, nil
	return err
}

// Fingerprint tells histories apart by what their files begin with: the checksums of all that
// follows. It proves nothing about the rest. Errors: those of the system, ErrKept.
func Fingerprint(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	head := make([]byte, headSize+entrySize*len((&History{}).sections())+4)
	if _, err := io.ReadFull(f, head); err != nil {
		return "", fmt.Errorf("%s: %w", path, errors.Join(ErrKept, err))
	}
	return string(head), nil
}

// Open maps a history that Save has written and proves it against its checksums. Errors: those
// of the system, ErrKept.
func Open(path string, cat *names.Catalogue) (*Kept, error) {
	if !littleEndian() {
		return nil, errByteOrder
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < headSize || info.Size() > 1<<40 {
		return nil, fmt.Errorf("%s: %w", path, ErrKept)
	}
	b, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, err
	}
	w, err := worldIn(b, cat)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), b.Unmap())
	}
	return &Kept{w, b}, nil
}

func worldIn(b []byte, cat *names.Catalogue) (*World, error) {
	h, err := historyOf(b)
	if err != nil {
		return nil, err
	}
	if h.Geo, err = newGeography(); err != nil {
		return nil, err
	}
	h.readLists(cat)
	return worldOf(h, cat)
}

// historyOf reads a history out of the bytes of a file, which it keeps using.
func historyOf(b []byte) (*History, error) {
	h := &History{}
	all := h.sections()
	le := binary.LittleEndian
	end := headSize + entrySize*len(all)
	if len(b) < end+4 || string(b[:8]) != keptMagic || le.Uint32(b[8:]) != keptFormat || int(le.Uint32(b[12:])) != len(all) ||
		le.Uint32(b[end:]) != crc32.Checksum(b[:end], castagnoli) {
		return nil, ErrKept
	}
	persons := le.Uint64(b[16:])
	h.Seed = le.Uint64(b[24:])
	at := int64(end + 4)
	for i := range all {
		s, entry := &all[i], b[headSize+entrySize*i:]
		n := le.Uint64(entry[nameSize+8:])
		from := aligned(at)
		if string(entry[:len(s.name)]) != s.name || le.Uint64(entry[nameSize:]) != uint64(from) || n > uint64(len(b)) ||
			from+int64(n) > int64(len(b)) || int(le.Uint32(entry[nameSize+16:])) != s.width || n%uint64(s.width) != 0 ||
			le.Uint32(entry[nameSize+20:]) != s.shape || (s.person && n/uint64(s.width) != persons) {
			return nil, ErrKept
		}
		data := b[from : from+int64(n)]
		if crc32.Checksum(data, castagnoli) != le.Uint32(entry[nameSize+24:]) || !zeros(b[at:from]) {
			return nil, ErrKept
		}
		s.take(data)
		at = from + int64(n)
	}
	if at != int64(len(b)) || !h.womenPaths.sound() || !h.menPaths.sound() {
		return nil, ErrKept
	}
	return h, nil
}

func zeros(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}

// sound tells whether the runs of all persons lie inside the steps.
func (q *paths) sound() bool {
	if len(q.from) == 0 || len(q.day) != len(q.at) || int(q.from[len(q.from)-1]) != len(q.day) {
		return false
	}
	for i := 1; i < len(q.from); i++ {
		if q.from[i] < q.from[i-1] {
			return false
		}
	}
	return true
}
