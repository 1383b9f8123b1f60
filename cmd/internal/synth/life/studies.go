package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// StudyKind is what sort of course a study is.
type StudyKind uint8

// The kinds of courses, by level.
const (
	LowerSchool  StudyKind = iota // lower secondary school, the end of compulsory school
	FirstYear                     // first year of upper secondary
	SecondYear                    // second year of upper secondary
	FolkSchool                    // a year at a folk high school
	ThirdYear                     // last year of a general programme
	Supplement                    // year that leads from a vocational programme to general admission
	Apprentice                    // two years in a firm
	TradeYear                     // last year of a vocational programme, at school
	Practice                      // exam after years in a trade
	TradeCollege                  // vocational college
	OneYear                       // higher education without a degree
	Candidate                     // two-year college degree
	CandMag                       // degree of universities before bachelors
	Bachelor
	Master
	Doctor
	Further // part-time course of people with a degree
)

// Higher tells whether a kind is higher education.
func (k StudyKind) Higher() bool { return k >= OneYear }

// Upper tells whether a kind is upper secondary education, schools and apprentices.
func (k StudyKind) Upper() bool { return k >= FirstYear && k <= Practice && k != FolkSchool }

// Finishes tells whether a kind, once completed, completes upper secondary education.
func (k StudyKind) Finishes() bool { return k >= ThirdYear && k <= Practice }

// General tells whether a kind that finishes upper secondary admits to higher education.
func (k StudyKind) General() bool { return k == ThirdYear || k == Supplement }

// digit is the first digit of the code of each kind.
var digit = [...]byte{'2', '3', '3', '3', '4', '4', '4', '4', '4', '5', '6', '6', '6', '6', '7', '8', '6'}

// Study is one course from start to stop; done when it was completed.
type Study struct {
	Start, Stop int16
	Code        uint16
	Digit       byte
	Kind        StudyKind
	General     bool // of upper secondary: a general programme
	Done        bool
}

// MostStudies is room for all studies of a person.
const MostStudies = 14

// career builds the studies of one person.
type career struct {
	h       *History
	lots    chance.Stream
	p       int32
	born    int
	level   int
	field   uint8
	general bool
	out     []Study
}

// Studies lists a person's courses in order of time, at most MostStudies, as they would be
// taken in a long life in the country; callers cut them to the time lived in it. What would
// begin after the end of the data is left out. The result uses the array behind out.
func (h *History) Studies(s chance.Stream, p int32, out []Study) []Study {
	c := career{h: h, lots: s, p: p, born: h.BornYear(p), level: int(h.Level[p]), field: h.field[p], out: out[:0]}
	if c.born < 1946 {
		c.add(LowerSchool, c.born+11, 3, true)
	} else {
		c.add(LowerSchool, c.born+13, 3, true)
	}
	word := s.At(p, 0)
	c.general = c.generalProgramme(word)
	if c.level == LevelCompulsory {
		c.dropOut(c.born+16, word)
		return c.out
	}
	y := c.upper(c.born+16, word)
	switch c.level {
	case LevelSecondary:
		c.attempt(y, s.At(p, 1))
	case LevelVocational:
		c.add(TradeCollege, y+2+chance.Part(word, 2)%7, 1+chance.Part(word, 3)%2, true)
	default:
		c.higher(y, s.At(p, 1))
	}
	return c.out
}

// add appends a course of whole school years from August of a year and gives the year it ends.
func (c *career) add(kind StudyKind, from, years int, done bool) int {
	if from >= calendar.LastYear {
		return from + years
	}
	start, stop := calendar.NewYear(from)+227, calendar.NewYear(from+years)+165
	code := c.h.Courses.code(kind, c.field, c.general, c.born, c.lots.At(c.p, 20+len(c.out)))
	c.out = append(c.out, Study{start, stop, code, digit[kind], kind, c.general, done})
	return from + years
}

// generalShare is how many take a general programme in upper secondary, by final level, in per cent.
var generalShare = [...]int{25, 18, 10, 53, 88, 97}

func (c *career) generalProgramme(word uint64) bool {
	limit := generalShare[c.level]
	if c.h.IsWoman(c.p) {
		limit += 4
	} else {
		limit -= 4
	}
	return chance.Part(word, 0)%100 < limit
}

// dropOut adds the upper secondary years of somebody who never completes it.
func (c *career) dropOut(y int, word uint64) {
	if c.born <= 1955 { // the school between folk school and gymnas
		if c.born > 1920 && chance.Part(word, 1)%100 < 18 {
			c.general = true
			c.add(SecondYear, y, 1, true)
		}
		return
	}
	begins := 60
	if c.born > 1975 {
		begins = 95
	}
	if chance.Part(word, 1)%100 >= begins {
		return
	}
	r := chance.Part(word, 2) % 100
	y = c.add(FirstYear, y, 1, r < 50)
	if r < 80 {
		y = c.add(SecondYear, y, 1, r < 9)
	}
	switch r = chance.Part(word, 3) % 100; {
	case r < 40: // tries again
		c.add(SecondYear, y, 1+r%2, false)
	case r < 80 && !c.general:
		c.add(Apprentice, y, 1, false)
	}
}

// upper adds upper secondary and gives the year it was completed in.
func (c *career) upper(y int, word uint64) int {
	late := chance.Part(word, 1) % 100
	again := chance.Part(word, 2) % 100
	y = c.add(FirstYear, y, 1, true)
	switch {
	case late < 4: // a year abroad, or ill
		y++
	case late < 14: // changes programme
		y = c.add(FirstYear, y, 1, true)
	case late >= 86 && c.level <= LevelVocational: // leaves, and comes back as an adult
		y += 6 + again%10
	}
	y = c.add(SecondYear, y, 1, true)
	if c.general {
		y = c.add(ThirdYear, y, 1, true)
		if chance.Part(word, 3)%100 < 12 {
			y = c.add(FolkSchool, y, 1, true)
		}
		return y
	}
	r := chance.Part(word, 3) % 100
	switch {
	case c.level >= LevelShort && r < 15:
		return c.add(Supplement, y, 1, true)
	case c.level >= LevelShort:
		return c.add(Supplement, c.add(Apprentice, y, 2, true), 1, true)
	case r < 86:
		return c.add(Apprentice, y, 2, true)
	case r < 92:
		return c.add(TradeYear, y, 1, true)
	}
	return c.add(Practice, y+5+again%12, 1, true)
}

// attempt adds a start in higher education that leads to no degree.
func (c *career) attempt(y int, word uint64) {
	limit := 20
	if c.general {
		limit = 80
	}
	switch {
	case c.born < 1965:
		limit /= 3
	case c.born < 1976:
		limit = limit * 45 / 100
	}
	if chance.Part(word, 0)%100 >= limit {
		return
	}
	kind := OneYear
	if chance.Part(word, 1)%100 < 55 && y >= 2003 {
		kind = Bachelor
	}
	c.add(kind, y+wait(chance.Part(word, 2)), [...]int{1, 2, 2, 3}[chance.Part(word, 3)%4], false)
}

// wait is the years between school and studies.
func wait(lot int) int { return [...]int{0, 0, 0, 0, 0, 1, 1, 2, 2, 4}[lot%10] }

// higher adds the degrees and what is learnt later.
func (c *career) higher(y int, word uint64) {
	r := chance.Part(word, 0) % 100
	if y += wait(chance.Part(word, 1)); r >= 88 && c.level == LevelShort { // begins as a grown-up
		y += 3 + chance.Part(word, 2)%18
	} else if r < 40 {
		y = c.add(OneYear, y, 1, false)
	}
	slow := chance.Part(word, 3)
	switch {
	case c.level == LevelShort:
		y = c.first(y, slow, c.lots.At(c.p, 2))
	case r >= 78:
		y = c.add(Master, y, 5+min(slow%4/2, 1), true)
	default:
		y = c.first(y, slow, c.lots.At(c.p, 2))
		y = c.add(Master, y+chance.Part(word, 2)%5/3, 2+slow/16%2, true)
	}
	later := c.lots.At(c.p, 3)
	switch late := chance.Part(later, 3); {
	case c.level == LevelDoctor:
		y = c.add(Doctor, y+late%4, 4, true)
	case c.level == LevelLong && late%100 < 4:
		y = c.add(Doctor, y+5+late/100%8, 4, true)
	}
	c.further(y, later)
}

// first adds a first degree: what it is called depends on the time.
func (c *career) first(y, slow int, word uint64) int {
	years := 3 + [...]int{0, 0, 0, 0, 0, 1, 1, 1, 1, 2}[slow%10]
	r := chance.Part(word, 0) % 100
	college, magister := 45, 100 // before bachelors
	switch end := y + years; {
	case end >= 2014:
		college, magister = 7, 7
	case end >= 2008:
		college, magister = 9, 11
	case end >= 2003:
		college, magister = 12, 25
	}
	switch {
	case r < college && c.level == LevelShort:
		return c.add(Candidate, y, years-1, true)
	case r < magister:
		return c.add(CandMag, y, years, true)
	}
	return c.add(Bachelor, y, years, true)
}

// further adds one-year courses taken beside a job.
func (c *career) further(y int, word uint64) {
	y += 1 + chance.Part(word, 1)%9
	for lane := range 3 {
		if lot := chance.Part(word, lane); lot%100 < 74 {
			y = c.add(Further, y+lot/100%11, 1, true)
		}
	}
}
