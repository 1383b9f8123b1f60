package synth

// A person lives with the mother until leaving home, then moves by age, and a man
// lives where his partner lives while a union lasts. So women's paths depend on
// women's only, and men's on women's.

// pathBuilder holds what both passes share.
type pathBuilder struct {
	*History
	lots  stream
	since int16
	row   []pathStep
}

type pathStep struct {
	day int16
	at  uint16
}

func (h *History) buildPaths() {
	b := &pathBuilder{History: h, lots: newStream(h.seed, 2), since: newYear(pathYear)}
	h.rank = make([]uint32, h.Persons())
	var n [2]uint32
	for p := range h.rank {
		sex := 1 - int(h.flags[p]&woman)
		h.rank[p] = n[sex]
		n[sex]++
	}
	h.womenPaths = newPaths(int(n[0]))
	h.menPaths = newPaths(int(n[1]))
	for p := range int32(h.Persons()) {
		if h.isWoman(p) {
			b.woman(p)
			h.womenPaths.put(b.row)
		}
	}
	for p := range int32(h.Persons()) {
		if !h.isWoman(p) {
			b.man(p)
			h.menPaths.put(b.row)
		}
	}
}

func newPaths(n int) paths {
	return paths{from: append(make([]uint32, 0, n+1), 0), day: make([]int16, 0, n*26/10), at: make([]uint16, 0, n*26/10)}
}

func (q *paths) put(row []pathStep) {
	for _, s := range row {
		q.day, q.at = append(q.day, s.day), append(q.at, s.at)
	}
	q.from = append(q.from, uint32(len(q.day)))
}

// add continues the row with a place from a day on.
func (b *pathBuilder) add(d int16, at uint16) {
	if n := len(b.row); n > 0 {
		if b.row[n-1].at == at {
			return
		}
		if b.row[n-1].day >= d {
			b.row[n-1].at = at
			return
		}
	}
	b.row = append(b.row, pathStep{d, at})
}

// follow copies a woman's places between two days.
func (b *pathBuilder) follow(w int32, from, to int16) {
	lo, hi := b.womenPaths.from[b.rank[w]], b.womenPaths.from[b.rank[w]+1]
	for k := lo; k < hi; k++ {
		d := max(b.womenPaths.day[k], from)
		if d >= to {
			return
		}
		if k+1 < hi && b.womenPaths.day[k+1] <= from {
			continue
		}
		b.add(d, b.womenPaths.at[k])
	}
}

// childhood fills the row up to the day of leaving home, which it returns.
func (b *pathBuilder) childhood(p int32) int16 {
	b.row = b.row[:0]
	start := max(b.entry[p], b.since)
	leave := b.leavesHome(p)
	mo := b.mother[p]
	if mo >= 0 && start < leave {
		b.follow(mo, start, min(leave, b.gone(mo)))
	}
	if len(b.row) == 0 || b.row[0].day > start {
		if len(b.row) > 0 {
			b.row[0].day = start
		} else {
			b.row = append(b.row, pathStep{start, b.home[p]})
		}
	}
	return max(start, leave)
}

// leavesHome is the day a child moves out: at 19 to 31, or into the first union.
func (h *History) leavesHome(p int32) int16 {
	word := newStream(h.seed, 3).at(p, 0)
	age := 19*365 + scaled(word, 4*365) + part(word, 0)%(8*365)*part(word, 1)/65536
	d := clampDay(int(h.birth[p]) + age)
	if first := h.firstUnion(p); first != none && first < d {
		return first
	}
	return d
}

func (h *History) firstUnion(p int32) int16 {
	d := none
	for k := h.lastUnion[p]; k >= 0; {
		d = h.unions[k].start
		k = h.unions[k].before(p)
	}
	return d
}

// alone lets a person move between two days by the chance of the age.
func (b *pathBuilder) alone(p int32, from, to int16) {
	to = min(to, newYear(lastYear))
	at := b.row[len(b.row)-1].at
	for y := yearOf(from); y < lastYear && newYear(y) < to; y++ {
		word := b.lots.at(p, y)
		age := y - yearOf(b.birth[p])
		if scaled(word, million) >= moves.at(age) {
			continue
		}
		d := within(y, b.lots.at(p, y+1000))
		if d <= from || d >= to {
			continue
		}
		at = b.destination(p, at, age, b.lots.at(p, y+2000))
		b.add(d, at)
	}
}

// destination of a move: home for many of the young, else near or anywhere.
func (b *pathBuilder) destination(p int32, at uint16, age int, word uint64) uint16 {
	switch r := part(word, 0) % 100; {
	case age < 32 && r < 45 && at != b.home[p]:
		return b.home[p]
	case r < 72:
		return b.geo.byCounty[b.geo.atoms[at].county].draw(mix(word))
	}
	return b.geo.all.draw(mix(word))
}

// leaveHome adds the move out: to study, to the adult home, or nowhere.
func (b *pathBuilder) leaveHome(p int32, leave int16) int16 {
	if leave >= b.gone(p) || leave >= newYear(lastYear) || int(leave)-int(b.birth[p]) > 27*365 {
		return leave
	}
	word := b.lots.at(p, 0)
	if b.level[p] >= levelShort && part(word, 0)%100 < 45 {
		b.add(leave, b.geo.campus.draw(mix(word)))
		back := clampDay(int(leave) + 4*365 + part(word, 1)%1400)
		if back < b.gone(p) && back < newYear(lastYear) {
			b.add(back, b.home[p])
			return back
		}
		return back
	}
	b.add(leave, b.home[p])
	return leave
}

func (b *pathBuilder) woman(p int32) {
	leave := b.childhood(p)
	free := b.leaveHome(p, leave)
	b.alone(p, free, b.gone(p))
}

func (b *pathBuilder) man(p int32) {
	leave := b.childhood(p)
	free := b.leaveHome(p, leave)
	var chain [16]int32
	n := 0
	for k := b.lastUnion[p]; k >= 0 && n < len(chain); k = b.unions[k].before(p) {
		chain[n] = k
		n++
	}
	for n--; n >= 0; n-- {
		u := &b.unions[chain[n]]
		start := max(u.start, b.row[0].day)
		b.trim(start)
		if free < start {
			b.alone(p, free, start)
		}
		b.follow(u.woman, start, u.end)
		free = max(u.end, b.row[0].day)
	}
	if free < b.gone(p) {
		b.alone(p, free, b.gone(p))
	}
}

// trim drops planned places after a day on which somebody moves in elsewhere.
func (b *pathBuilder) trim(d int16) {
	for len(b.row) > 1 && b.row[len(b.row)-1].day >= d {
		b.row = b.row[:len(b.row)-1]
	}
}

// path gives where a person has lived, as days and the atom from each day on.
func (h *History) path(p int32) (days []int16, at []uint16) {
	q, k := &h.womenPaths, h.rank[p]
	if !h.isWoman(p) {
		q = &h.menPaths
	}
	lo, hi := q.from[k], q.from[k+1]
	return q.day[lo:hi], q.at[lo:hi]
}

// placeAt is the atom of a run on a day.
func placeAt(days []int16, at []uint16, d int16) uint16 {
	k := len(days) - 1
	for k > 0 && days[k] > d {
		k--
	}
	return at[k]
}
