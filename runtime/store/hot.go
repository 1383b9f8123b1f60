package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/edsrzf/mmap-go"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
)

// hotFormat is the format of hot files and their sidecars. Another number is rebuilt.
const hotFormat = 1

// sumChunk is how much of a hot file one checksum covers.
const sumChunk = 1 << 20

// indexRows is the distance of the rows whose ordinals the sidecar repeats.
const indexRows = 4096

// openStop lies under a missing stop, so that a scan need not look at the bitmap: no spell
// ends later.
const openStop = 1<<15 - 1

// sidecar describes a hot file: how long it is, where its columns lie, and its checksums.
// It is JSON, then a line with its own CRC-32C.
type sidecar struct {
	Format   int            `json:"hot"`
	Bytes    int64          `json:"bytes"`
	Rows     int            `json:"rows"`
	Kind     string         `json:"kind"`
	Units    int            `json:"units"`    // units of the map when it was built
	Refers   int            `json:"refers"`   // the same for the space of the values
	Wide     bool           `json:"wide"`     // days are 32 bits wide
	Disjoint bool           `json:"disjoint"` // at most one row of a unit on any day
	From     int            `json:"from"`     // earliest start
	To       int            `json:"to"`       // latest stop
	Words    int            `json:"words"`    // entries of the dictionary
	Parts    map[string]ext `json:"parts"`
	Void     []string       `json:"void"`  // bitmaps without a set bit, which have no part
	Index    []byte         `json:"index"` // ordinals of every indexRows-th row
	Sums     []byte         `json:"sums"`  // CRC-32C per sumChunk
}

// ext is the place of a buffer in the file.
type ext struct {
	At  int64 `json:"at"`
	Len int64 `json:"len"`
}

// The buffers of a hot file.
const (
	partOrdinal = "ordinal"
	partValue   = "value"
	partValid   = "valid"   // bitmap of the values; absent without missing values
	partStart   = "start"   // absent for FIXED
	partStop    = "stop"    // absent for FIXED
	partEnded   = "ended"   // bitmap of the stops; absent when every row has one
	partOffsets = "offsets" // of the dictionary
	partWords   = "words"
)

// hotFile is an open hot file.
type hotFile struct {
	name        string // variable, for messages
	unitLineage string // of the maps its ordinals belong to
	refLineage  string
	side        sidecar
	data        mmap.MMap
	index       []uint32
	sums        []uint32
	mu          sync.Mutex
	proved      map[string]bool
	void        []byte // zeros, for bitmaps without a set bit
	dict        *column.Dict
}

// openHot maps a hot file. Any fault of form is an error, whatever the bytes are.
func openHot(path, name string) (*hotFile, error) {
	side, err := readSidecar(sidecarPath(path))
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || info.Size() != side.Bytes {
		return nil, errHot
	}
	data, err := mmap.Map(f, mmap.RDONLY, 0)
	if err != nil {
		return nil, fmt.Errorf("store: map: %w", err)
	}
	h := &hotFile{name: name, side: *side, data: data, proved: map[string]bool{}}
	if len(side.Void) > 0 {
		h.void = make([]byte, (side.Rows+7)/8)
	}
	h.index, h.sums = numbers32(side.Index), numbers32(side.Sums)
	return h, nil
}

func sidecarPath(path string) string { return strings.TrimSuffix(path, ".arrow") + ".json" }

// errHot means that a hot file is not as its sidecar says: it is rebuilt.
var errHot = errors.New("store: hot file damaged")

func readSidecar(path string) (*sidecar, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 1<<28))
	if err != nil {
		return nil, err
	}
	return parseSidecar(b)
}

func (s *sidecar) encode() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(b, "\n%08x\n", crc32.Checksum(b, castagnoli)), nil
}

func parseSidecar(b []byte) (*sidecar, error) {
	body, sum, ok := bytes.Cut(b, []byte("\n"))
	if !ok || string(sum) != fmt.Sprintf("%08x\n", crc32.Checksum(body, castagnoli)) {
		return nil, errHot
	}
	var s sidecar
	if err := json.Unmarshal(body, &s); err != nil {
		return nil, errHot
	}
	if !s.sound() {
		return nil, errHot
	}
	return &s, nil
}

// sound checks that every buffer has the size its rows need and lies inside the file.
func (s *sidecar) sound() bool {
	if s.Format != hotFormat || s.Rows < 0 || s.Rows > maxRows || s.Words < 0 || s.Bytes <= 0 ||
		s.Bytes > 1<<50 || len(s.Sums) != 4*int((s.Bytes+sumChunk-1)/sumChunk) ||
		len(s.Index) != 4*((s.Rows+indexRows-1)/indexRows) {
		return false
	}
	days := int64(2)
	if s.Wide {
		days = 4
	}
	width, ok := map[string]int64{"integer": 8, "decimal": 8, "date": 8, "alphanumeric": 4, "key": 4}[s.Kind]
	if !ok {
		return false
	}
	rows := int64(s.Rows)
	want := map[string]int64{partOrdinal: 4 * rows, partValue: width * rows, partValid: (rows + 7) / 8,
		partStart: days * rows, partStop: days * rows, partEnded: (rows + 7) / 8, partOffsets: 4 * int64(s.Words+min(s.Words, 1))}
	for name, e := range s.Parts {
		if e.At < 0 || e.Len < 0 || e.At%8 != 0 || e.At > s.Bytes || e.Len > s.Bytes-e.At {
			return false
		}
		if need, known := want[name]; known && e.Len < need {
			return false
		} else if !known && name != partWords {
			return false
		}
	}
	has := func(name string) bool { _, ok := s.Parts[name]; return ok }
	if !has(partOrdinal) || !has(partValue) || has(partStart) != has(partStop) {
		return false
	}
	return s.Kind != "alphanumeric" || (has(partOffsets) && has(partWords))
}

func numbers32(b []byte) []uint32 {
	v := make([]uint32, len(b)/4)
	copy(bytesOf(v), b)
	return v
}

// view is a buffer as numbers. The slice lies in the map: it must only be read under
// faults, and must not leave the package.
func view[T int16 | int32 | int64 | uint32 | uint64 | float64 | byte](h *hotFile, part string, n int) []T {
	e, ok := h.side.Parts[part]
	if !ok || n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&h.data[e.At])), n)
}

// bits is a bitmap; nil when every bit is set.
func (h *hotFile) bits(part string) []byte {
	if slices.Contains(h.side.Void, part) {
		return h.void
	}
	return view[byte](h, part, (h.side.Rows+7)/8)
}

// gaps tells whether a bitmap has an unset bit.
func (h *hotFile) gaps(part string) bool {
	_, has := h.side.Parts[part]
	return has || slices.Contains(h.side.Void, part)
}

// prove compares the checksums of whole parts, once each, and checks what scans rely on to
// stay inside their slices: ordinals ascend, codes and referred ordinals exist.
func (h *hotFile) prove(c *kernel.Context, parts ...string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, part := range parts {
		e, ok := h.side.Parts[part]
		if !ok || h.proved[part] {
			continue
		}
		first := e.At / sumChunk
		chunks := int((e.At+e.Len+sumChunk-1)/sumChunk - first)
		if e.Len == 0 {
			chunks = 0
		}
		err := c.EachOf(chunks, func(i int) error {
			return h.faults(func() error { return h.proveChunk(part, e, first+int64(i)) })
		})
		if err != nil {
			return err
		}
		h.proved[part] = true
	}
	return nil
}

func (h *hotFile) proveChunk(part string, e ext, chunk int64) error {
	lo := chunk * sumChunk
	hi := min(lo+sumChunk, int64(len(h.data)))
	if crc32.Checksum(h.data[lo:hi], castagnoli) != h.sums[chunk] {
		return errHot
	}
	// Rows of four bytes whose first byte lies in this chunk.
	from, to := max(lo-e.At, 0)/4, min(hi-e.At, 4*int64(h.side.Rows))/4
	switch {
	case part == partOrdinal:
		return h.proveOrder(int(from), int(to))
	case part == partValue && h.side.Kind == types.Text.String():
		return h.proveCodes(int(from), int(to), max(h.side.Words, 1))
	case part == partValue && h.side.Kind == types.Key.String():
		return h.proveCodes(int(from), int(to), h.side.Refers)
	}
	return nil
}

func (h *hotFile) proveOrder(lo, hi int) error {
	ords := view[uint32](h, partOrdinal, h.side.Rows)[:hi]
	before := uint32(0)
	if lo > 0 {
		before = ords[lo-1]
	}
	for _, o := range ords[lo:] {
		if o < before {
			return errHot
		}
		before = o
	}
	if hi > 0 && int(before) >= h.side.Units {
		return errHot
	}
	for i := (lo + indexRows - 1) / indexRows; i*indexRows < hi; i++ {
		if ords[i*indexRows] != h.index[i] {
			return errHot
		}
	}
	return nil
}

func (h *hotFile) proveCodes(lo, hi, limit int) error {
	top := uint32(0)
	for _, code := range view[uint32](h, partValue, h.side.Rows)[lo:hi] {
		top = max(top, code)
	}
	if lo < hi && int(top) >= limit {
		return errHot
	}
	return nil
}

// faults runs body, which reads mapped memory. When the file was truncated meanwhile the
// system answers the read with a signal; it becomes an error here.
func (h *hotFile) faults(body func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if _, fault := r.(interface{ Addr() uintptr }); !fault {
			panic(r)
		}
		err = diag.New(codeCacheFault, diag.Catalogue(h.name))
	}()
	return body()
}

// dictionary is the words, read once and copied out of the map.
func (h *hotFile) dictionary() (*column.Dict, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.dict != nil {
		return h.dict, nil
	}
	var dict *column.Dict
	err := h.faults(func() error {
		if h.side.Words == 0 {
			dict = &column.Dict{Sorted: true}
			return nil
		}
		offsets := view[int32](h, partOffsets, h.side.Words+1)
		size := int(h.side.Parts[partWords].Len)
		all := string(view[byte](h, partWords, size))
		values := make([]string, h.side.Words)
		for i := range values {
			lo, hi := int(offsets[i]), int(offsets[i+1])
			if lo < 0 || hi < lo || hi > len(all) || (i > 0 && values[i-1] >= all[lo:hi]) {
				return errHot
			}
			values[i] = all[lo:hi]
		}
		dict = &column.Dict{Values: values, Sorted: true}
		return nil
	})
	if err != nil {
		return nil, err
	}
	h.dict = dict
	return dict, nil
}

func (h *hotFile) unmap() error {
	if h.data == nil {
		return nil
	}
	err := h.data.Unmap()
	h.data = nil
	return err
}
