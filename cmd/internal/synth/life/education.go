package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Courses holds the NUS2000 codes by level and field.
type Courses struct {
	Codes   []string
	ByField [10][10][]uint16 // first digit, second digit → index into codes, attested ones first
}

// attested are course codes that published scripts ask for.
var attested = []string{"361903", "369913", "399999", "401105", "461903", "621107", "623802", "625202", "625304", "641141", "641199",
	"641999", "649999", "661120", "682304", "699999", "741132", "741199", "769999", "863105"}

func newCourses(codes []string) *Courses {
	c := &Courses{Codes: codes}
	known := map[string]bool{}
	for _, a := range attested {
		known[a] = true
	}
	for _, first := range []bool{true, false} {
		for i, code := range codes {
			if known[code] == first {
				l, f := code[0]-'0', code[1]-'0'
				c.ByField[l][f] = append(c.ByField[l][f], uint16(i))
			}
		}
	}
	return c
}

// Draw picks a course of a level (first digit) in a field, or in the unspecified field 9.
func (c *Courses) Draw(digit byte, field uint8, word uint64) uint16 {
	list := c.ByField[digit-'0'][field]
	if len(list) == 0 {
		list = c.ByField[digit-'0'][9]
	}
	if len(list) == 0 {
		list = c.ByField[digit-'0'][0]
	}
	a, b := chance.Part(word, 2), chance.Part(word, 3)
	return list[len(list)*a/65536*b/65536]
}

// Study is one course from start to stop; done when it gave a degree.
type Study struct {
	Start, Stop int16
	Code        uint16
	Digit       byte
	Done        bool
}

// Studies lists a person's courses in order of time, at most six, as they would be
// taken in a long life in the country; callers cut them to the time lived in it. The
// result uses the array behind out.
func (h *History) Studies(s chance.Stream, p int32, out []Study) []Study {
	out = out[:0]
	born := h.BornYear(p)
	word, level := s.At(p, 0), int(h.Level[p])
	field := h.Field[p]
	add := func(digit byte, from, years int, done bool) int {
		w := s.At(p, int(digit))
		f := field
		if digit == '2' {
			f = 0
		} else if digit == '4' && chance.Part(w, 0)%100 < 35 {
			f = 0
		}
		start, stop := calendar.NewYear(min(from, 2055))+227, calendar.NewYear(min(from+years, 2059))+165
		out = append(out, Study{start, stop, h.Courses.Draw(digit, f, w), digit, done})
		return from + years
	}
	y := add('2', born+13, 3, true)
	if level == LevelCompulsory {
		if chance.Part(word, 0)%100 < 55 && born > 1955 { // began upper secondary and left
			add('3', y, 1+chance.Part(word, 1)%2, chance.Part(word, 2)%2 == 0)
		}
		return out
	}
	y = add('4', y, 3, true) + chance.Part(word, 1)%3
	switch level {
	case LevelVocational:
		add('5', y+2+chance.Part(word, 2)%6, 2, true)
	case LevelShort:
		add('6', y+chance.Part(word, 2)%3, 3, true)
	case LevelLong, LevelDoctor:
		y = add('6', y+chance.Part(word, 2)%2, 3, true)
		y = add('7', y+chance.Part(word, 3)%2, 2, true)
		if level == LevelDoctor {
			add('8', y+1+chance.Part(word, 2)%3, 4, true)
		}
	}
	return out
}

// EducationSpells lists when each higher level was reached, as spells of NUDB_BU.
func (h *History) EducationSpells(s chance.Stream, p int32, buf []Study, emit func(code uint16, start, stop int16)) {
	first := max(calendar.Day(1970, 11, 1), h.Entry[p])
	end := calendar.None
	if g := h.Gone(p); g < calendar.NewYear(calendar.LastYear) {
		end = g - 1
	}
	var prev Study
	open := false
	for _, st := range h.Studies(s, p, buf) {
		if !st.Done {
			continue
		}
		if st.Stop >= calendar.NewYear(calendar.LastYear) || end != calendar.None && st.Stop > end {
			break
		}
		if open && st.Stop > first {
			emit(prev.Code, max(prev.Stop, first), st.Stop-1)
		}
		prev, open = st, true
	}
	if open && (end == calendar.None || max(prev.Stop, first) <= end) {
		emit(prev.Code, max(prev.Stop, first), end)
	}
}

// Course is one course a person has taken: a unit of its own.
type Course struct {
	Person      int32
	Start, Stop int16
	Code        uint16
}

// BuildCourses lists the courses after compulsory school that end after August 1974.
func (h *History) BuildCourses() {
	s := chance.NewStream(h.Seed, 7)
	h.Taken = make([]Course, 0, h.Persons()*15/10)
	var buf [8]Study
	first, last := calendar.Day(1974, 9, 1), calendar.Day(2024, 9, 1)
	for p := range int32(h.Persons()) {
		for _, st := range h.Studies(s, p, buf[:]) {
			if st.Digit == '2' || st.Stop <= first || st.Start > last || st.Start < h.Entry[p] || st.Start >= h.Gone(p) {
				continue
			}
			c := Course{p, max(st.Start, first), st.Stop, st.Code}
			if c.Stop >= h.Gone(p) {
				c.Stop = h.Gone(p) - 1
			}
			if c.Stop > last {
				c.Stop = calendar.None
			}
			h.Taken = append(h.Taken, c)
		}
	}
}
