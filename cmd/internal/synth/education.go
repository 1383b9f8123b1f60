package synth

// courses holds the NUS2000 codes by level and field.
type courses struct {
	codes   []string
	byField [10][10][]uint16 // first digit, second digit → index into codes, attested ones first
}

// attested are course codes that published scripts ask for.
var attested = []string{"361903", "369913", "399999", "401105", "461903", "621107", "623802", "625202", "625304", "641141", "641199",
	"641999", "649999", "661120", "682304", "699999", "741132", "741199", "769999", "863105"}

func newCourses(codes []string) *courses {
	c := &courses{codes: codes}
	known := map[string]bool{}
	for _, a := range attested {
		known[a] = true
	}
	for _, first := range []bool{true, false} {
		for i, code := range codes {
			if known[code] == first {
				l, f := code[0]-'0', code[1]-'0'
				c.byField[l][f] = append(c.byField[l][f], uint16(i))
			}
		}
	}
	return c
}

// draw picks a course of a level (first digit) in a field, or in the unspecified field 9.
func (c *courses) draw(digit byte, field uint8, word uint64) uint16 {
	list := c.byField[digit-'0'][field]
	if len(list) == 0 {
		list = c.byField[digit-'0'][9]
	}
	if len(list) == 0 {
		list = c.byField[digit-'0'][0]
	}
	a, b := part(word, 2), part(word, 3)
	return list[len(list)*a/65536*b/65536]
}

// study is one course from start to stop; done when it gave a degree.
type study struct {
	start, stop int16
	code        uint16
	digit       byte
	done        bool
}

// studies lists a person's courses in order of time, at most six, as they would be
// taken in a long life in the country; callers cut them to the time lived in it. The
// result uses the array behind out.
func (h *History) studies(s stream, p int32, out []study) []study {
	out = out[:0]
	born := h.bornYear(p)
	word, level := s.at(p, 0), int(h.level[p])
	field := h.field[p]
	add := func(digit byte, from, years int, done bool) int {
		w := s.at(p, int(digit))
		f := field
		if digit == '2' {
			f = 0
		} else if digit == '4' && part(w, 0)%100 < 35 {
			f = 0
		}
		start, stop := newYear(min(from, 2055))+227, newYear(min(from+years, 2059))+165
		out = append(out, study{start, stop, h.courses.draw(digit, f, w), digit, done})
		return from + years
	}
	y := add('2', born+13, 3, true)
	if level == levelCompulsory {
		if part(word, 0)%100 < 55 && born > 1955 { // began upper secondary and left
			add('3', y, 1+part(word, 1)%2, part(word, 2)%2 == 0)
		}
		return out
	}
	y = add('4', y, 3, true) + part(word, 1)%3
	switch level {
	case levelVocational:
		add('5', y+2+part(word, 2)%6, 2, true)
	case levelShort:
		add('6', y+part(word, 2)%3, 3, true)
	case levelLong, levelDoctor:
		y = add('6', y+part(word, 2)%2, 3, true)
		y = add('7', y+part(word, 3)%2, 2, true)
		if level == levelDoctor {
			add('8', y+1+part(word, 2)%3, 4, true)
		}
	}
	return out
}

// educationSpells lists when each higher level was reached, as spells of NUDB_BU.
func (h *History) educationSpells(s stream, p int32, buf []study, emit func(code uint16, start, stop int16)) {
	first := max(day(1970, 11, 1), h.entry[p])
	end := none
	if g := h.gone(p); g < newYear(lastYear) {
		end = g - 1
	}
	var prev study
	open := false
	for _, st := range h.studies(s, p, buf) {
		if !st.done {
			continue
		}
		if st.stop >= newYear(lastYear) || end != none && st.stop > end {
			break
		}
		if open && st.stop > first {
			emit(prev.code, max(prev.stop, first), st.stop-1)
		}
		prev, open = st, true
	}
	if open && (end == none || max(prev.stop, first) <= end) {
		emit(prev.code, max(prev.stop, first), end)
	}
}

// course is one course a person has taken: a unit of its own.
type course struct {
	person      int32
	start, stop int16
	code        uint16
}

// buildCourses lists the courses after compulsory school that end after August 1974.
func (h *History) buildCourses() {
	s := newStream(h.seed, 7)
	h.taken = make([]course, 0, h.Persons()*15/10)
	var buf [8]study
	first, last := day(1974, 9, 1), day(2024, 9, 1)
	for p := range int32(h.Persons()) {
		for _, st := range h.studies(s, p, buf[:]) {
			if st.digit == '2' || st.stop <= first || st.start > last || st.start < h.entry[p] || st.start >= h.gone(p) {
				continue
			}
			c := course{p, max(st.start, first), st.stop, st.code}
			if c.stop >= h.gone(p) {
				c.stop = h.gone(p) - 1
			}
			if c.stop > last {
				c.stop = none
			}
			h.taken = append(h.taken, c)
		}
	}
}
