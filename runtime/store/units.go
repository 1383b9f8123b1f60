package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"slices"

	"strconv"
	"sync"
)

// Units are the unit ids of one identifier space by dense ordinal. The first base ids
// ascend, so ordinals compare like ids whatever was imported first; ids met later, while
// ordinals were already in use, follow in order of arrival. A Units never changes; a
// longer one takes its place.
//
// It satisfies disclosure.Ids.
type Units struct {
	space   string
	lineage string // identity of the base: ordinals of one lineage never change their meaning
	base    int
	ints    []int64
	texts   []string
	text    bool
	// order is the base ordinals as the units stand in the store's files. Files of one unit
	// type list their units alike, so the next id is nearly always the one after the last.
	order []uint32
}

// Len is the number of units.
func (u *Units) Len() int {
	if u.text {
		return len(u.texts)
	}
	return len(u.ints)
}

// AppendID appends the id of a unit: decimal digits or the bytes of a text id.
func (u *Units) AppendID(dst []byte, ordinal int) []byte {
	if u.text {
		return append(dst, u.texts[ordinal]...)
	}
	return strconv.AppendInt(dst, u.ints[ordinal], 10)
}

// Format prints the space only, whatever the verb: a stray log line leaks nothing.
func (u *Units) String() string { return "units(" + u.space + ")" }

// GoString is String.
func (u *Units) GoString() string { return u.String() }

// Version changes when a unit gets an ordinal: what is kept by ordinal must be kept under
// it. It tells nothing about the number of units.
func (u *Units) Version() string { return u.version(u.Len()) }

func (u *Units) version(units int) string {
	h := sha256.Sum256([]byte(u.lineage + "/" + strconv.Itoa(units)))
	return hex.EncodeToString(h[:8])
}

// newIntUnits makes the sorted base of a map from ids in file order.
func newIntUnits(space string, ids []int64) *Units {
	sorted := sortInts(slices.Clone(ids))
	sorted = slices.Compact(sorted)
	u := &Units{space: space, ints: slices.Clip(sorted), base: len(sorted)}
	u.lineage = u.fingerprint()
	return u
}

func newTextUnits(space string, ids []string) *Units {
	sorted := slices.Clone(ids)
	slices.Sort(sorted)
	sorted = slices.Compact(sorted)
	u := &Units{space: space, texts: sorted, text: true, base: len(sorted)}
	u.lineage = u.fingerprint()
	return u
}

// fingerprint identifies the base. It is keyed by nothing, but names files only as a
// prefix of a hash over all ids, from which no id can be found.
func (u *Units) fingerprint() string {
	h := sha256.New()
	h.Write([]byte(u.space))
	buf := make([]byte, 0, 1<<16)
	for i := range u.base {
		if u.text {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(len(u.texts[i])))
			buf = append(buf, u.texts[i]...)
		} else {
			buf = binary.LittleEndian.AppendUint64(buf, uint64(u.ints[i]))
		}
		if len(buf) >= 1<<15 {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// sortInts sorts by 11-bit digits from the lowest up, skipping digits that are all equal.
func sortInts(v []int64) []int64 {
	if len(v) < 4096 {
		slices.Sort(v)
		return v
	}
	var different uint64
	for _, x := range v {
		different |= uint64(x ^ v[0])
	}
	w := make([]int64, len(v))
	const digit = 11
	for shift := 0; shift < 64; shift += digit {
		if different>>shift&(1<<digit-1) == 0 {
			continue
		}
		var counts [1 << digit]int
		for _, x := range v {
			counts[uint64(x^-1<<63)>>shift&(1<<digit-1)]++
		}
		at := 0
		for i, n := range counts {
			counts[i] = at
			at += n
		}
		for _, x := range v {
			d := uint64(x^-1<<63) >> shift & (1<<digit - 1)
			w[counts[d]] = x
			counts[d]++
		}
		v, w = w, v
	}
	return v
}

// index finds ordinals by id while hot files are built. The base needs no hash table: ids
// are spread by a directory over their leading bits, which for pseudonyms, uniform by
// making, leads to the id or its neighbour.
type index struct {
	units *Units
	low   int64
	shift int
	first []uint32 // first ordinal of each bucket
	tail  map[int64]uint32
	words map[string]uint32

	orderIDs []int64  // ids in file order
	place    []uint32 // where a base ordinal stands in the order
}

func newIndex(u *Units) *index {
	x := &index{units: u}
	if u.text {
		x.words = make(map[string]uint32, len(u.texts))
		for i, s := range u.texts {
			x.words[s] = uint32(i)
		}
		return x
	}
	x.spread()
	if len(u.ints) > u.base {
		x.tail = make(map[int64]uint32, len(u.ints)-u.base)
		for i, id := range u.ints[u.base:] {
			x.tail[id] = uint32(u.base + i)
		}
	}
	if len(u.order) == u.base {
		x.orderIDs = make([]int64, u.base)
		x.place = make([]uint32, u.base)
		for k, o := range u.order {
			x.orderIDs[k] = u.ints[o]
			x.place[o] = uint32(k)
		}
	}
	return x
}

func (x *index) spread() {
	base := x.units.ints[:x.units.base]
	if len(base) == 0 {
		return
	}
	x.low = base[0]
	span := uint64(base[len(base)-1]) - uint64(x.low)
	x.shift = max(bits.Len64(span)-bits.Len(uint(len(base))), 0)
	buckets := int(span>>x.shift) + 1
	x.first = make([]uint32, buckets+1)
	next := 0
	for i, id := range base {
		b := int((uint64(id) - uint64(x.low)) >> x.shift)
		for ; next <= b; next++ {
			x.first[next] = uint32(i)
		}
	}
	for ; next <= buckets; next++ {
		x.first[next] = uint32(len(base))
	}
}

// find gives the ordinal of a number.
func (x *index) find(id int64) (uint32, bool) {
	if len(x.first) > 0 && id >= x.low {
		if b := (uint64(id) - uint64(x.low)) >> x.shift; b < uint64(len(x.first)-1) {
			lo, hi := x.first[b], x.first[b+1]
			if hi-lo > 16 {
				k, ok := slices.BinarySearch(x.units.ints[lo:hi], id)
				if ok {
					return lo + uint32(k), true
				}
				lo = hi
			}
			for ; lo < hi; lo++ {
				if x.units.ints[lo] == id {
					return lo, true
				}
			}
		}
	}
	o, ok := x.tail[id]
	return o, ok
}

// ahead is how many units a file may leave out before its next id is looked up.
const ahead = 6

// ordinals resolves ids in file order into dst and returns those without ordinal.
func (x *index) ordinals(dst []uint32, ids []int64) (unknown []int64) {
	order := x.units.order
	k := 0
rows:
	for i, id := range ids {
		for j := k; j < min(k+ahead, len(x.orderIDs)); j++ {
			if x.orderIDs[j] == id {
				k = j
				dst[i] = order[j]
				continue rows
			}
		}
		o, ok := x.find(id)
		if !ok {
			unknown = append(unknown, id)
			continue
		}
		dst[i] = o
		if int(o) < len(x.place) {
			k = int(x.place[o])
		}
	}
	return unknown
}

// textOrdinals is ordinals for text ids, one per dictionary entry.
func (x *index) textOrdinals(dst []uint32, ids []string) (unknown []string) {
	for i, id := range ids {
		o, ok := x.words[id]
		if !ok {
			unknown = append(unknown, id)
			continue
		}
		dst[i] = o
	}
	return unknown
}

// withTail is the map with further ids at its end, in ascending order among themselves.
func (u *Units) withTail(ints []int64, texts []string) *Units {
	longer := *u
	if u.text {
		longer.texts = append(slices.Clip(u.texts), newTextUnits(u.space, texts).texts...)
	} else {
		longer.ints = append(slices.Clip(u.ints), newIntUnits(u.space, ints).ints...)
	}
	return &longer
}

// ranked is a new base of all ids of u and further ones: a new lineage.
func (u *Units) ranked(ints []int64, texts []string) *Units {
	if u.text {
		return newTextUnits(u.space, append(slices.Clone(u.texts), texts...))
	}
	all := append(slices.Clone(u.ints), ints...)
	v := newIntUnits(u.space, all)
	v.order = v.orderOf(u, ints)
	return v
}

// orderOf keeps the file order of an older map and puts further ids after it.
func (u *Units) orderOf(old *Units, more []int64) []uint32 {
	if len(old.order) != old.base {
		return nil
	}
	x := &index{units: u}
	x.spread()
	ids := make([]int64, 0, old.Len()+len(more))
	for _, o := range old.order {
		ids = append(ids, old.ints[o])
	}
	ids = append(append(ids, old.ints[old.base:]...), more...)
	order := make([]uint32, len(ids))
	each := func(lo, hi int) {
		for i, id := range ids[lo:hi] {
			order[lo+i], _ = x.find(id)
		}
	}
	var wg sync.WaitGroup
	half := len(ids) / 2
	wg.Go(func() { each(0, half) })
	each(half, len(ids))
	wg.Wait()
	seen := make([]bool, u.base)
	n := 0
	for _, o := range order {
		if !seen[o] {
			seen[o] = true
			order[n] = o
			n++
		}
	}
	return order[:n]
}

// fileOrder records in which order the base was met.
func (u *Units) fileOrder(ids []int64) {
	u.order = u.orderOf(&Units{}, ids)
}
