package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"unsafe"
)

// castagnoli is the polynomial of every checksum in stores and hot files.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// A unit file holds a header, the ids and the file order of the base, each of the last two
// followed by its CRC-32C. Numbers are little-endian, as the machines we build for.
const (
	unitMagic  = "mdunits1"
	unitHeader = len(unitMagic) + 1 + 16 + 3*8 + 4 // magic, text?, lineage, base, units, order, CRC
)

var errUnitFile = errors.New("store: unit file damaged")

// pointer names the lineage of a space that new processes take.
type pointer struct {
	Units   int    `json:"units"` // format
	Lineage string `json:"lineage"`
	Base    int    `json:"base"`
	Count   int    `json:"count"`
}

func pointerName(space string) string       { return "units-" + space + ".json" }
func unitName(space, lineage string) string { return "units-" + space + "-" + lineage + ".bin" }

// bytesOf views numbers as bytes. Only little-endian machines are built for.
func bytesOf[T int16 | int32 | int64 | uint32 | uint64 | float64](v []T) []byte {
	if len(v) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), len(v)*int(unsafe.Sizeof(v[0])))
}

func (u *Units) writeTo(w io.Writer) error {
	head := make([]byte, 0, unitHeader)
	head = append(head, unitMagic...)
	if u.text {
		head = append(head, 1)
	} else {
		head = append(head, 0)
	}
	head = append(head, u.lineage...)
	for _, n := range []int{u.base, u.Len(), len(u.order)} {
		head = binary.LittleEndian.AppendUint64(head, uint64(n))
	}
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(head, castagnoli))
	if _, err := w.Write(head); err != nil {
		return err
	}
	ids := bytesOf(u.ints)
	if u.text {
		ids = packTexts(u.texts)
	}
	for _, part := range [][]byte{ids, bytesOf(u.order)} {
		if _, err := w.Write(part); err != nil {
			return err
		}
		sum := binary.LittleEndian.AppendUint32(nil, crc32.Checksum(part, castagnoli))
		if _, err := w.Write(sum); err != nil {
			return err
		}
	}
	return nil
}

// packTexts is a length and the bytes of every text, after the length of the whole.
func packTexts(texts []string) []byte {
	b := make([]byte, 8)
	for _, s := range texts {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	binary.LittleEndian.PutUint64(b, uint64(len(b)-8))
	return b
}

// readUnits reads a unit file; withOrder also its file order, which only builds need.
func readUnits(path, space string, withOrder bool) (*Units, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, unitHeader)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil, errUnitFile
	}
	body := head[:unitHeader-4]
	if string(head[:len(unitMagic)]) != unitMagic || crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(head[unitHeader-4:]) {
		return nil, errUnitFile
	}
	at := len(unitMagic)
	u := &Units{space: space, text: head[at] == 1, lineage: string(head[at+1 : at+17])}
	number := func(i int) uint64 { return binary.LittleEndian.Uint64(head[at+17+8*i:]) }
	base, count, order := number(0), number(1), number(2)
	if base > count || (order != 0 && order != base) || count > uint64(info.Size()) {
		return nil, errUnitFile
	}
	u.base = int(base)
	if err := u.readIDs(f, int(count), info.Size()); err != nil {
		return nil, err
	}
	if withOrder && order > 0 {
		if order > uint64(info.Size())/4 {
			return nil, errUnitFile
		}
		u.order = make([]uint32, order)
		if err := readSummed(f, bytesOf(u.order)); err != nil {
			return nil, err
		}
		for _, o := range u.order {
			if int(o) >= u.base {
				return nil, errUnitFile
			}
		}
	}
	return u, nil
}

func (u *Units) readIDs(f io.Reader, count int, size int64) error {
	if !u.text {
		if int64(count) > size/8 {
			return errUnitFile
		}
		u.ints = make([]int64, count)
		return readSummed(f, bytesOf(u.ints))
	}
	length := make([]byte, 8)
	if _, err := io.ReadFull(f, length); err != nil {
		return errUnitFile
	}
	n := binary.LittleEndian.Uint64(length)
	if n > uint64(size) {
		return errUnitFile
	}
	b := make([]byte, n)
	if err := readSummedAfter(f, length, b); err != nil {
		return err
	}
	u.texts = make([]string, 0, count)
	for len(b) > 0 {
		if len(b) < 4 {
			return errUnitFile
		}
		n := int(binary.LittleEndian.Uint32(b))
		if n < 0 || len(b)-4 < n {
			return errUnitFile
		}
		u.texts = append(u.texts, string(b[4:4+n]))
		b = b[4+n:]
	}
	if len(u.texts) != count {
		return errUnitFile
	}
	return nil
}

func readSummed(f io.Reader, b []byte) error { return readSummedAfter(f, nil, b) }

// readSummedAfter fills b and compares the checksum over before and b.
func readSummedAfter(f io.Reader, before, b []byte) error {
	if _, err := io.ReadFull(f, b); err != nil {
		return errUnitFile
	}
	sum := make([]byte, 4)
	if _, err := io.ReadFull(f, sum); err != nil {
		return errUnitFile
	}
	if crc32.Update(crc32.Checksum(before, castagnoli), castagnoli, b) != binary.LittleEndian.Uint32(sum) {
		return errUnitFile
	}
	return nil
}

func readPointer(path string) (p pointer, ok bool) {
	b, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(b, &p) != nil {
		return p, false
	}
	return p, p.Units == 1 && len(p.Lineage) == 16 && plainName(p.Lineage) && p.Base >= 0 && p.Base <= p.Count
}
