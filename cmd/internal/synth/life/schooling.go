package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Career gives the studies of a person; see History.Studies. The result uses the array behind buf.
func (w *World) Career(p int32, buf []Study) []Study { return w.Studies(w.studyLots, p, buf) }

// register follows what the register knows of a person's highest education.
type register struct {
	abroad      bool   // education from before arrival is not known as it was
	code        uint16 // … but as this
	rank        uint8
	entry, gone int16
}

// rankOf orders levels: two for each first digit, of which the lower is higher education
// without a degree.
func rankOf(digit byte) uint8 { return 2*(digit-'0') + 1 }

// register says how the register sees somebody's education. Of a few who arrived it knows
// nothing; of others with little schooling, that they have none or left primary school.
func (w *World) register(p int32) (r register) {
	r.entry, r.gone = w.Entry[p], min(w.Gone(p), calendar.NewYear(calendar.LastYear))
	if w.Flags[p]&ImmigrantFlag == 0 {
		return r
	}
	lot := chance.Part(w.studyLots.At(p, 4), 0) % 100
	switch {
	case lot < 5:
		r.abroad, r.code, r.rank = true, w.Courses.named["999999"], rankOf('1')
	case w.Level[p] == LevelCompulsory && lot < 20:
		r.abroad, r.code, r.rank = true, w.Courses.named["101101"], rankOf('1')
	case w.Level[p] == LevelCompulsory && lot < 28:
		r.abroad, r.code, r.rank = true, w.Courses.named["099901"], rankOf('0')
	}
	return r
}

// twoYears is the days from the start of a study in August to June of the second year.
const twoYears = 668

// attained goes through the days on which a person's highest education changed, abroad too, in
// order of time. Two years of higher education count for many before, or without, a degree;
// one year of upper secondary does not.
func (w *World) attained(p int32, r *register, change func(day int16, code uint16)) {
	var buf [MostStudies]Study
	highest := uint8(0)
	reach := func(day int16, code uint16, rank uint8) {
		if r.abroad && day < r.entry {
			code, rank = r.code, r.rank
		}
		if day < r.gone && rank > highest {
			highest = rank
			change(day, code)
		}
	}
	for i, st := range w.Career(p, buf[:]) {
		years := calendar.YearOf(st.Stop) - calendar.YearOf(st.Start)
		if st.Kind >= OneYear && st.Kind <= Master && (years > 2 || years == 2 && !st.Done) {
			limit := 92
			if !st.Done {
				limit = 42
			}
			if chance.Part(w.studyLots.At(p, 60+i), 0)%100 < limit {
				reach(st.Start+twoYears, w.Courses.unfinished[w.Courses.Codes[st.Code][1]-'0'], rankOf('6')-1)
			}
		}
		if st.Done && st.Kind != FirstYear {
			reach(st.Stop, st.Code, rankOf(st.Digit))
		}
	}
}

// EducationSpells gives the highest education reached, from the end of compulsory school or
// arrival on.
func (w *World) EducationSpells(p int32, emit EmitSpell) {
	r := w.register(p)
	first := max(calendar.Day(1970, 11, 1), r.entry)
	code, since, open := uint16(0), int16(0), false
	w.attained(p, &r, func(day int16, next uint16) {
		if open && day > first {
			emit(int64(code), since, day-1)
		}
		code, since, open = next, max(day, first), true
	})
	if !open || since >= r.gone {
		return
	}
	stop := calendar.None
	if r.gone < calendar.NewYear(calendar.LastYear) {
		stop = r.gone - 1
	}
	emit(int64(code), since, stop)
}

// EducationAt is the highest education the register knew of a person on a day, as an index
// into Courses.Codes; of the dead and emigrated, the last known.
func (w *World) EducationAt(p int32, d int16) (code uint16, ok bool) {
	r := w.register(p)
	if d < r.entry {
		return 0, false
	}
	w.attained(p, &r, func(day int16, next uint16) {
		if day <= d {
			code, ok = next, true
		}
	})
	return code, ok
}

// Course is one course a person has taken: a unit of its own.
type Course struct {
	Person      int32
	Start, Stop int16 // none = still going on at the end of the data
	Code        uint16
	Kind        StudyKind
	Done        bool // ended with what it was for
	General     bool // of upper secondary: a general programme
	Abroad      bool // taken in another country
}

// buildCourses lists the courses after compulsory school that end after August 1974 and
// begin while a person lives in the country.
func (h *History) buildCourses() {
	s := chance.NewStream(h.Seed, 7)
	h.Taken = make([]Course, 0, h.Persons()*21/10)
	var buf [MostStudies]Study
	first, last := calendar.Day(1974, 9, 1), calendar.Day(2024, 9, 1)
	for p := range int32(h.Persons()) {
		gone := h.Gone(p)
		for i, st := range h.Studies(s, p, buf[:]) {
			if st.Kind == LowerSchool || st.Stop <= first || st.Start > last || st.Start < h.Entry[p] || st.Start >= gone {
				continue
			}
			c := Course{p, max(st.Start, first), st.Stop, st.Code, st.Kind, st.Done, st.General, false}
			if st.Kind >= OneYear && st.Kind <= Doctor {
				c.Abroad = takenAbroad(s, p, i)
			}
			if c.Stop >= gone {
				c.Stop, c.Done = gone-1, false
			}
			if c.Stop > last {
				c.Stop, c.Done = calendar.None, false
			}
			h.Taken = append(h.Taken, c)
		}
	}
}

// takenAbroad tells whether the study of a number is taken in another country, if it is one
// of higher education.
func takenAbroad(s chance.Stream, p int32, number int) bool {
	return chance.Part(s.At(p, 40+number), 0)%100 < 6
}

// TakenAbroad tells whether a study of higher education, by its number in the career, is taken
// in another country.
func (w *World) TakenAbroad(p int32, number int) bool { return takenAbroad(w.studyLots, p, number) }

// Enrolment is who studies in which school years: bits by person.
type Enrolment struct {
	degrees []uint64 // higher education with support for students, and vocational college, from 1962
	later   []uint32 // doctoral students and further education, from 1993
	upper   []uint32 // pupils in upper secondary schools and folk high schools, from 1993
	firm    []uint32 // apprentices, from 1993
}

type enrolments struct{}

const firstDegreeYear, firstSchoolYear = 1962, 1993

// Enrolment finds the school years of everybody, once.
func (w *World) Enrolment() *Enrolment {
	return OfWorld(w, enrolments{}, func() *Enrolment {
		n := w.Persons()
		e := &Enrolment{make([]uint64, n), make([]uint32, n), make([]uint32, n), make([]uint32, n)}
		parallel(n, func(from, to int) {
			var buf [MostStudies]Study
			for p := int32(from); p < int32(to); p++ {
				e.enrol(w, p, buf[:])
			}
		})
		return e
	})
}

func (e *Enrolment) enrol(w *World, p int32, buf []Study) {
	for _, st := range w.Career(p, buf) {
		if st.Kind == LowerSchool || st.Kind == Practice {
			continue
		}
		for y := calendar.YearOf(st.Start); y < calendar.YearOf(st.Stop); y++ {
			if autumn := calendar.NewYear(y) + 227; !w.Resident(p, autumn) || y >= calendar.LastYear {
				continue
			}
			if k := y - firstDegreeYear; k >= 0 && st.Kind >= TradeCollege && st.Kind <= Master {
				e.degrees[p] |= 1 << k
			}
			k := y - firstSchoolYear
			if k < 0 {
				continue
			}
			switch {
			case st.Kind >= Doctor:
				e.later[p] |= 1 << k
			case st.Kind == Apprentice:
				e.firm[p] |= 1 << k
			case st.Kind < TradeCollege:
				e.upper[p] |= 1 << k
			}
		}
	}
}

// Degrees tells whether somebody takes a course for students in the school year that begins
// in August of a year: higher education before the doctorate, or vocational college.
func (e *Enrolment) Degrees(p int32, year int) bool {
	return year >= firstDegreeYear && e.degrees[p]>>(year-firstDegreeYear)&1 == 1
}

// DegreeYears is all school years with such a course: bit 0 is the year that begins in 1962.
func (e *Enrolment) DegreeYears(p int32) uint64 { return e.degrees[p] }

// Later tells whether somebody takes a doctorate or further education beside a job.
func (e *Enrolment) Later(p int32, year int) bool { return schoolYear(e.later[p], year) }

// Upper tells whether somebody goes to an upper secondary or folk high school.
func (e *Enrolment) Upper(p int32, year int) bool { return schoolYear(e.upper[p], year) }

// Apprentice tells whether somebody is an apprentice in a firm.
func (e *Enrolment) Apprentice(p int32, year int) bool { return schoolYear(e.firm[p], year) }

func schoolYear(bits uint32, year int) bool {
	return year >= firstSchoolYear && bits>>(year-firstSchoolYear)&1 == 1
}

// PlaceAt is the atom a person lives in on a day from 1990 on.
func (h *History) PlaceAt(p int32, d int16) uint16 {
	days, at := h.path(p)
	return placeAt(days, at, d)
}
