package disclosure

import "encoding/binary"

// None is the group of a row that belongs to no set.
const None uint32 = 0xFFFFFFFF

// SetKey is the key of a set of distinct protected units: their number, the sum of their
// record keys and their anchor (spec/disclosure.md, Keys). The zero value is the empty set.
// Nothing can be read from it outside this package.
type SetKey struct {
	n uint64
	s uint64
	a uint64 // complement of the smallest anchor hash: 0 for the empty set and for keys without anchors
}

// setKeySize is the encoded size, for caches inside this process only.
const setKeySize = 24

func (k SetKey) bytes() (b [setKeySize]byte) {
	binary.LittleEndian.PutUint64(b[0:], k.n)
	binary.LittleEndian.PutUint64(b[8:], k.s)
	binary.LittleEndian.PutUint64(b[16:], ^k.a)
	return b
}

// plus is the key of the union of two sets without a common unit.
func (k SetKey) plus(o SetKey) SetKey {
	return SetKey{n: k.n + o.n, s: k.s + o.s, a: max(k.a, o.a)}
}

// minus is the key of a set without a subset of it. The anchor cannot be known.
func (k SetKey) minus(o SetKey) SetKey {
	if o.n > k.n {
		return SetKey{}
	}
	return SetKey{n: k.n - o.n, s: k.s - o.s}
}

// Merge adds src to dst element by element. The sets of an element must have no unit in
// common. The order of merging does not matter.
func Merge(dst, src []SetKey) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] = dst[i].plus(src[i])
	}
}

// MergeBy adds src[i] to dst[into[i]], skipping None: margins from cells, where no unit is
// in two of the cells that meet.
func MergeBy(dst []SetKey, into []uint32, src []SetKey) {
	for i, g := range into {
		if g != None {
			dst[g] = dst[g].plus(src[i])
		}
	}
}

// Keys holds the record keys of a unit type by ordinal. Kernels accumulate set keys with it
// and can read nothing from it.
//
// The Accumulate methods add one row at a time: group[i] is the set (an index of dst, or
// None to skip), ordinal[i] the unit. A nil group puts every row into dst[0]. Ordinals must
// be below the number of ids the keys were made from. All but AccumulateDistinct count a
// unit as often as it appears: the caller's rows must be distinct units within a set.
type Keys struct {
	rk []uint64
	ra []uint64
	// countOnly: there are no record keys; sets have a number of units and nothing else.
	countOnly bool
}

// CountOnly gives keys for units that protect nobody, with any ordinals. Sets made with them
// have no secret in them, so Release refuses them where units are protected.
func CountOnly() *Keys { return &Keys{countOnly: true} }

// Accumulate adds units with their anchors, which percentiles (Q1) need.
func (k *Keys) Accumulate(dst []SetKey, group, ordinal []uint32) {
	if k.countOnly {
		k.AccumulateCounts(dst, group, ordinal)
		return
	}
	if group == nil {
		if len(ordinal) > 0 {
			dst[0] = dst[0].plus(k.whole(ordinal, true))
		}
		return
	}
	group = group[:len(ordinal)]
	if len(dst) <= fewSets && len(ordinal) >= 8*len(dst) {
		k.addFewWithAnchors(dst, group, ordinal)
		return
	}
	for i, o := range ordinal {
		if g := group[i]; g != None {
			d := &dst[g]
			d.n++
			d.s += k.rk[o]
			d.a = max(d.a, ^k.ra[o])
		}
	}
}

// addFewWithAnchors is addFew for keys with anchors.
func (k *Keys) addFewWithAnchors(dst []SetKey, group, ordinal []uint32) {
	none := uint32(len(dst))
	sums := make([]SetKey, len(dst)+1)
	rk, ra := k.rk, k.ra[:len(k.rk)]
	for i, o := range ordinal {
		d := &sums[min(group[i], none)]
		d.n++
		d.s += rk[o]
		d.a = max(d.a, ^ra[o])
	}
	Merge(dst, sums[:len(dst)])
}

// AccumulateCounts adds units without their anchors: enough for everything but percentiles.
func (k *Keys) AccumulateCounts(dst []SetKey, group, ordinal []uint32) {
	if group == nil {
		if len(ordinal) > 0 {
			dst[0] = dst[0].plus(k.whole(ordinal, false))
		}
		return
	}
	group = group[:len(ordinal)]
	if k.countOnly {
		for _, g := range group {
			if g != None {
				dst[g].n++
			}
		}
		return
	}
	rk := k.rk
	if len(dst) <= fewSets && len(ordinal) >= 8*len(dst) {
		addFew(dst, rk, group, ordinal)
		return
	}
	for i, o := range ordinal {
		if g := group[i]; g != None {
			d := &dst[g]
			d.n++
			d.s += rk[o]
		}
	}
}

// fewSets is the number of sets up to which rows are added without a branch.
const fewSets = 1 << 12

// addFew adds rows to two lists of sums in turn, so that rows of one set need not wait for
// each other; a row of no set goes to a sum of its own that is dropped.
func addFew(dst []SetKey, rk []uint64, group, ordinal []uint32) {
	type sum struct{ n, s uint64 }
	none := uint32(len(dst))
	sums := make([]sum, 2*len(dst)+2)
	even, odd := sums[:len(dst)+1], sums[len(dst)+1:]
	i := 0
	for ; i+1 < len(ordinal); i += 2 {
		a, b := &even[min(group[i], none)], &odd[min(group[i+1], none)]
		a.n++
		a.s += rk[ordinal[i]]
		b.n++
		b.s += rk[ordinal[i+1]]
	}
	if i < len(ordinal) {
		a := &even[min(group[i], none)]
		a.n++
		a.s += rk[ordinal[i]]
	}
	for g := range dst {
		dst[g] = dst[g].plus(SetKey{n: even[g].n + odd[g].n, s: even[g].s + odd[g].s})
	}
}

// AccumulateMask adds to dst the units whose byte of the mask is 1, without their anchors.
// The other bytes are 0. Time does not depend on the mask.
func (k *Keys) AccumulateMask(dst *SetKey, mask []uint8, ordinal []uint32) {
	mask = mask[:len(ordinal)]
	var t SetKey
	if k.countOnly {
		for _, m := range mask {
			t.n += uint64(m)
		}
		*dst = dst.plus(t)
		return
	}
	rk := k.rk
	for i, o := range ordinal {
		m := uint64(mask[i])
		t.n += m
		t.s += rk[o] & -m
	}
	*dst = dst.plus(t)
}

// Rest is the key of the units of a set that are not in a subset of it, without anchors: it
// can be counted, and no percentile can be drawn with it.
func Rest(all, subset SetKey) SetKey { return all.minus(subset) }

// AccumulateBits adds to dst the units whose bit is set: bit i of the Arrow bitmap, counted
// from offset, belongs to ordinal[i]. Anchors are included.
func (k *Keys) AccumulateBits(dst *SetKey, bits []byte, offset int, ordinal []uint32) {
	var t SetKey
	for i, o := range ordinal {
		j := offset + i
		if bits[j>>3]>>(j&7)&1 != 0 {
			t.n++
			if k.countOnly {
				continue
			}
			t.s += k.rk[o]
			t.a = max(t.a, ^k.ra[o])
		}
	}
	*dst = dst.plus(t)
}

// AccumulateDistinct is Accumulate where a unit may have several rows. Rows must come in
// ordinal order, and chunks be cut between units. last is the caller's, one per set, all
// None at the start of each chunk.
func (k *Keys) AccumulateDistinct(dst []SetKey, last, group, ordinal []uint32) {
	for i, o := range ordinal {
		var g uint32
		if group != nil {
			g = group[i]
		}
		if g == None || last[g] == o {
			continue
		}
		last[g] = o
		d := &dst[g]
		d.n++
		if !k.countOnly {
			d.s += k.rk[o]
			d.a = max(d.a, ^k.ra[o])
		}
	}
}

func (k *Keys) whole(ordinal []uint32, anchors bool) SetKey {
	t := SetKey{n: uint64(len(ordinal))}
	if k.countOnly {
		return t
	}
	if !anchors {
		for _, o := range ordinal {
			t.s += k.rk[o]
		}
		return t
	}
	for _, o := range ordinal {
		t.s += k.rk[o]
		t.a = max(t.a, ^k.ra[o])
	}
	return t
}
