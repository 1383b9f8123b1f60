package rows

import "strconv"

// codeSet tells whether a value is in the code list, and where. Texts up to seven bytes, as nearly
// all codes are, lie in one table of numbers.
type codeSet struct {
	table   []uint64 // 0 is a free place
	places  []int32
	mask    uint64
	texts   map[string]int32
	numbers map[int64]bool
}

func newCodeSet(r Rules) *codeSet {
	if r.Codes == nil {
		return nil
	}
	size := 4
	for size < 4*len(r.Codes) {
		size *= 2
	}
	s := &codeSet{table: make([]uint64, size), places: make([]int32, size), mask: uint64(size - 1), texts: map[string]int32{}, numbers: map[int64]bool{}}
	for i, c := range r.Codes {
		if n, err := strconv.ParseInt(c, 10, 64); err == nil {
			s.numbers[n] = true
		}
		if len(c) > 7 {
			if _, twice := s.texts[c]; !twice {
				s.texts[c] = int32(i)
			}
			continue
		}
		k := short([]byte(c))
		at := s.place(k)
		for s.table[at] != 0 && s.table[at] != k {
			at = (at + 1) & s.mask
		}
		if s.table[at] == 0 {
			s.table[at], s.places[at] = k, int32(i)
		}
	}
	return s
}

func (s *codeSet) place(k uint64) uint64 { return (k * 0x9E3779B97F4A7C15) >> 32 & s.mask }

// short packs up to seven bytes and their number; it is never 0.
func short(b []byte) uint64 {
	k := uint64(len(b)) + 1
	for _, c := range b {
		k = k<<8 | uint64(c)
	}
	return k
}

// find gives the first place of a text in the list.
func (s *codeSet) find(b []byte) (place int32, ok bool) {
	if len(b) > 7 {
		place, ok = s.texts[string(b)]
		return place, ok
	}
	k := short(b)
	for at := s.place(k); s.table[at] != 0; at = (at + 1) & s.mask {
		if s.table[at] == k {
			return s.places[at], true
		}
	}
	return 0, false
}
