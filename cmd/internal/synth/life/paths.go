package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// A person lives with the mother until leaving home, then moves by age, and a man
// lives where his partner lives while a union lasts. So women's paths depend on
// women's only, and men's on women's.

// pathBuilder holds what both passes share.
type pathBuilder struct {
	*History
	lots  chance.Stream
	since int16
	row   []pathStep
}

type pathStep struct {
	day int16
	at  uint16
}

func (h *History) buildPaths() {
	b := &pathBuilder{History: h, lots: chance.NewStream(h.Seed, 2), since: calendar.NewYear(calendar.PathYear)}
	h.rank = make([]uint32, h.Persons())
	var n [2]uint32
	for p := range h.rank {
		sex := 1 - int(h.Flags[p]&Woman)
		h.rank[p] = n[sex]
		n[sex]++
	}
	h.womenPaths = newPaths(int(n[0]))
	h.menPaths = newPaths(int(n[1]))
	for p := range int32(h.Persons()) {
		if h.IsWoman(p) {
			b.woman(p)
			h.womenPaths.put(b.row)
		}
	}
	for p := range int32(h.Persons()) {
		if !h.IsWoman(p) {
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
	start := max(b.Entry[p], b.since)
	leave := b.leavesHome(p)
	mo := b.Mother[p]
	if mo >= 0 && start < leave {
		b.follow(mo, start, min(leave, b.Gone(mo)))
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

// leavesHome is the day a child moves out: at 19 to 31, a few who stay alone much later, or into the first union.
func (h *History) leavesHome(p int32) int16 {
	word := chance.NewStream(h.Seed, 3).At(p, 0)
	age := 19*365 + chance.Scaled(word, 4*365) + chance.Part(word, 0)%(8*365)*chance.Part(word, 1)/65536
	if h.Flags[p]&incomeAlone != 0 && chance.Part(word, 2)%100 < 70 { // most stay on
		age += 8*365 + chance.Part(word, 3)%(20*365)
	}
	d := calendar.ClampDay(int(h.Birth[p]) + age)
	if first := h.firstUnion(p); first != calendar.None && first < d {
		return first
	}
	return d
}

func (h *History) firstUnion(p int32) int16 {
	d := calendar.None
	for k := h.lastUnion[p]; k >= 0; {
		d = h.unions[k].start
		k = h.unions[k].before(p)
	}
	return d
}

// alone lets a person move between two days by the chance of the age.
func (b *pathBuilder) alone(p int32, from, to int16) {
	to = min(to, calendar.NewYear(calendar.LastYear))
	at := b.row[len(b.row)-1].at
	for y := calendar.YearOf(from); y < calendar.LastYear && calendar.NewYear(y) < to; y++ {
		word := b.lots.At(p, y)
		age := y - calendar.YearOf(b.Birth[p])
		if chance.Scaled(word, chance.Million) >= moves.At(age) {
			continue
		}
		d := calendar.Within(y, b.lots.At(p, y+1000))
		if d <= from || d >= to {
			continue
		}
		at = b.destination(p, at, age, b.lots.At(p, y+2000))
		b.add(d, at)
	}
}

// destination of a move: home for many of the young, else near or anywhere.
func (b *pathBuilder) destination(p int32, at uint16, age int, word uint64) uint16 {
	switch r := chance.Part(word, 0) % 100; {
	case age < 32 && r < 45 && at != b.home[p]:
		return b.home[p]
	case r < 72:
		return b.Geo.ByCounty[b.Geo.Atoms[at].County].Draw(chance.Mix(word))
	}
	return b.Geo.All.Draw(chance.Mix(word))
}

// leaveHome adds the move out: to study, to the adult home, or nowhere.
func (b *pathBuilder) leaveHome(p int32, leave int16) int16 {
	if leave >= b.Gone(p) || leave >= calendar.NewYear(calendar.LastYear) || int(leave)-int(b.Birth[p]) > 27*365 {
		return leave
	}
	word := b.lots.At(p, 0)
	if b.Level[p] >= LevelShort && chance.Part(word, 0)%100 < 45 {
		b.add(leave, b.Geo.Campus.Draw(chance.Mix(word)))
		back := calendar.ClampDay(int(leave) + 4*365 + chance.Part(word, 1)%1400)
		if back < b.Gone(p) && back < calendar.NewYear(calendar.LastYear) {
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
	b.alone(p, free, b.Gone(p))
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
	if free < b.Gone(p) {
		b.alone(p, free, b.Gone(p))
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
	if !h.IsWoman(p) {
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
