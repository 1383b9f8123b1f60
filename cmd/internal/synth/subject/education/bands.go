package education

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// residentsPublished is the number of residents, in thousands, that published numbers of pupils speak of.
const residentsPublished = 5550.0

// Bands are what this subject promises: levels by age, who studies, grades and tests.
func Bands() []survey.Band {
	return slices.Concat(levelBands(), ageBands(), enrolmentBands(), gradeBands())
}

// within makes a band of a tenth and a half around a published figure.
func within(nb, en string, published float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{NB: nb, EN: en}, Low: published * 0.85, High: published * 1.15, Published: published, Measure: measure}
}

// near makes a band of an absolute width around a published figure.
func near(nb, en string, published, width float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{NB: nb, EN: en}, Low: published - width, High: published + width, Published: published, Measure: measure}
}

// having is the share of people whose highest education has one of the digits.
func having(of func(int32, int) bool, digits string) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n, k := 0, 0
		for _, p := range s.People(of) {
			code, ok := s.EducationAt(p, calendar.Day(2024, 8, 1))
			if !ok || s.Courses.Codes[code][0] == '9' {
				continue
			}
			n++
			for _, d := range []byte(digits) {
				if s.Courses.Codes[code][0] == d {
					k++
				}
			}
		}
		return 100 * float64(k) / float64(max(n, 1))
	}
}

const compulsoryDigits, upperDigits, tertiary = "012", "34", "678"

func levelBands() []survey.Band {
	adults := survey.Ages(16, 130)
	return []survey.Band{
		within("grunnskole som høyeste, 16+, %", "compulsory as highest level, 16+, %", 24, having(adults, compulsoryDigits)),
		within("videregående som høyeste, 16+, %", "upper secondary as highest level, 16+, %", 36, having(adults, upperDigits)),
		within("fagskole, 16+, %", "vocational college, 16+, %", 3, having(adults, "5")),
		within("kort høyere utdanning, 16+, %", "short higher education, 16+, %", 26, having(adults, "6")),
		within("lang høyere utdanning, 16+, %", "long higher education, 16+, %", 11, having(adults, "78")),
		near("doktorgrad, 30+, %", "doctorate, 30+, %", 1.2, 0.3, having(survey.Ages(30, 130), "8")),
		within("kvinner 25–39 med høyere utdanning, %", "women 25–39 with higher education, %", 60, sexes(true)),
		near("høyere utdanning i Oslo, 16+, %", "higher education in Oslo, 16+, %", 54, 6, in(living(func(size int) bool { return size > 500_000 }), tertiary)),
		near("høyere utdanning i kommuner under 4000, 16+, %", "higher education in municipalities under 4,000, 16+, %", 24, 5,
			in(living(func(size int) bool { return size < 4000 }), tertiary)),
		within("menn 25–39 med høyere utdanning, %", "men 25–39 with higher education, %", 42, sexes(false)),
	}
}

// in is having for people that only a survey can tell.
func in(of func(s *survey.Survey) func(int32, int) bool, digits string) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 { return having(of(s), digits)(s) }
}

// living keeps adults by the size of the municipality they live in.
func living(fits func(size int) bool) func(s *survey.Survey) func(int32, int) bool {
	return func(s *survey.Survey) func(int32, int) bool {
		at := s.View.Places()
		return func(p int32, age int) bool { return age >= 16 && fits(s.Geo.Atoms[at[p]].Size) }
	}
}

func sexes(woman bool) func(*survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return having(survey.And(survey.Ages(25, 39), func(p int32, _ int) bool { return s.IsWoman(p) == woman }), tertiary)(s)
	}
}

func ageBands() (out []survey.Band) {
	for _, a := range []struct {
		name              string
		low, high         int
		compulsory, upper float64
		tertiary          float64
	}{{"20–24", 20, 24, 21, 55, 22}, {"25–29", 25, 29, 18, 32, 47}, {"30–39", 30, 39, 16, 26, 54}, {"40–49", 40, 49, 17, 27, 52},
		{"50–59", 50, 59, 19, 37, 40}, {"60–66", 60, 66, 23, 41, 32}, {"67+", 67, 130, 29, 45, 24}} {
		of := survey.Ages(a.low, a.high)
		out = append(out,
			within("grunnskole, "+a.name+" år, %", "compulsory, aged "+a.name+", %", a.compulsory, having(of, compulsoryDigits)),
			within("videregående, "+a.name+" år, %", "upper secondary, aged "+a.name+", %", a.upper, having(of, upperDigits)),
			within("høyere utdanning, "+a.name+" år, %", "higher education, aged "+a.name+", %", a.tertiary, having(of, tertiary)))
	}
	return out
}

// studying counts those enrolled in the autumn of 2024, in thousands of a whole country.
func studying(s *survey.Survey, keep func(e *life.Enrolment, p int32) bool) float64 {
	e, n := s.Enrolment(), 0
	for _, p := range s.People(survey.Everybody) {
		if keep(e, p) {
			n++
		}
	}
	return float64(n) / float64(s.Residents) * residentsPublished
}

func student(e *life.Enrolment, p int32) bool {
	return e.Degrees(p, 2024) || e.Later(p, 2024)
}

func enrolmentBands() []survey.Band {
	return []survey.Band{
		within("elever i videregående, tusen", "pupils in upper secondary, thousand", 190, func(s *survey.Survey) float64 {
			return studying(s, func(e *life.Enrolment, p int32) bool { return e.Upper(p, 2024) })
		}),
		within("lærlinger, tusen", "apprentices, thousand", 50, func(s *survey.Survey) float64 {
			return studying(s, func(e *life.Enrolment, p int32) bool { return e.Apprentice(p, 2024) })
		}),
		within("i grunnskolen, tusen", "in compulsory school, thousand", 640, func(s *survey.Survey) float64 {
			return float64(len(s.People(survey.Ages(6, 15)))) / float64(s.Residents) * residentsPublished
		}),
		within("studenter i høyere utdanning, tusen", "students in higher education, thousand", 300, func(s *survey.Survey) float64 { return studying(s, student) }),
		within("kvinner blant studenter, %", "women among students, %", 60, func(s *survey.Survey) float64 {
			return 100 * studying(s, func(e *life.Enrolment, p int32) bool { return student(e, p) && s.IsWoman(p) }) / studying(s, student)
		}),
		near("fullført videregående innen seks år, %", "upper secondary completed within six years, %", 81, 6, completedInTime),
		near("alder ved første bachelor, median", "age at first bachelor's degree, median", 25, 1.5, ageAt(life.Bachelor)),
		near("alder ved første master, median", "age at first master's degree, median", 27.5, 1.5, ageAt(life.Master)),
	}
}

// completedInTime is the share of those who began upper secondary at 16 in 2015–2017 who
// completed it within six years.
func completedInTime(s *survey.Survey) float64 {
	n, k := 0, 0
	var buf [life.MostStudies]life.Study
	for _, p := range s.People(survey.Ages(23, 25)) {
		born := s.BornYear(p)
		began, done := false, false
		for _, st := range s.Career(p, buf[:]) {
			began = began || st.Kind == life.FirstYear && calendar.YearOf(st.Start) == born+16 && st.Start >= s.Entry[p]
			done = done || st.Kind.Finishes() && st.Done && calendar.YearOf(st.Stop) <= born+22
		}
		if began {
			n++
			if done {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(max(n, 1))
}

// ageAt is the median age at a first degree completed here in 2015–2024.
func ageAt(kind life.StudyKind) func(*survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		var x []float64
		var buf [life.MostStudies]life.Study
		for _, p := range s.People(survey.Everybody) {
			for _, st := range s.Career(p, buf[:]) {
				if st.Kind != kind || !st.Done {
					continue
				}
				if y := calendar.YearOf(st.Stop); y >= 2015 && finishedHere(s.World, p, &st) {
					x = append(x, float64(st.Stop-s.Birth[p])/365.25)
				}
				break
			}
		}
		return survey.Median(x)
	}
}

// fixed gives the values of a variable for people born in some years.
func fixed(s *survey.Survey, from, to int, value func(w *life.World, p int32) (int64, bool)) (x []float64) {
	for p := range int32(s.Persons()) {
		if y := s.BornYear(p); y >= from && y <= to {
			if v, ok := value(s.World, p); ok {
				x = append(x, float64(v))
			}
		}
	}
	return x
}

func gradeBands() []survey.Band {
	points := func(s *survey.Survey, woman, man bool) []float64 {
		x := fixed(s, 2000, 2008, func(w *life.World, p int32) (int64, bool) {
			v, ok := schoolPoints(w, p)
			return v, ok && (w.IsWoman(p) && woman || !w.IsWoman(p) && man)
		})
		return scaled(x, 10)
	}
	mean := func(woman, man bool) func(*survey.Survey) float64 {
		return func(s *survey.Survey) float64 { m, _ := survey.MeanSD(points(s, woman, man)); return m }
	}
	tested := func(s *survey.Survey) []float64 {
		return scaled(fixed(s, 1994, 2014, func(w *life.World, p int32) (int64, bool) {
			return testPoints(w, p, w.BornYear(p)+tests[3].age, 3)
		}), 10)
	}
	return []survey.Band{
		near("grunnskolepoeng, snitt", "compulsory school points, mean", 43.2, 1, mean(true, true)),
		near("grunnskolepoeng, jenter", "compulsory school points, girls", 45.4, 1, mean(true, false)),
		near("grunnskolepoeng, gutter", "compulsory school points, boys", 41.1, 1, mean(false, true)),
		near("grunnskolepoeng, standardavvik", "compulsory school points, SD", 8.4, 0.9, func(s *survey.Survey) float64 {
			_, d := survey.MeanSD(points(s, true, true))
			return d
		}),
		near("nasjonal prøve i lesing, snitt", "national test in reading, mean", 50, 1, func(s *survey.Survey) float64 { m, _ := survey.MeanSD(tested(s)); return m }),
		near("nasjonal prøve i lesing, standardavvik", "national test in reading, SD", 10, 1, func(s *survey.Survey) float64 { _, d := survey.MeanSD(tested(s)); return d }),
		near("standpunktkarakterer i norsk og matematikk, snitt", "final grades in Norwegian and mathematics, mean", 3.9, 0.15,
			func(s *survey.Survey) float64 { m, _ := survey.MeanSD(marks(s, "NOH", "NOS", "MAT")); return m }),
		near("standpunktkarakterer i norsk og matematikk, standardavvik", "final grades in Norwegian and mathematics, SD", 1.1, 0.15,
			func(s *survey.Survey) float64 { _, d := survey.MeanSD(marks(s, "NOH", "NOS", "MAT")); return d }),
		near("standpunktkarakter i matematikk, snitt", "final grade in mathematics, mean", 3.7, 0.15,
			func(s *survey.Survey) float64 { m, _ := survey.MeanSD(marks(s, "MAT")); return m }),
	}
}

func scaled(x []float64, by float64) []float64 {
	for i := range x {
		x[i] /= by
	}
	return x
}

// marks are the grades in some lessons of those who left lower secondary school in 2015–2024.
func marks(s *survey.Survey, codes ...string) (x []float64) {
	for k := range lessons {
		if slices.Contains(codes, lessons[k].code) {
			x = append(x, fixed(s, 1999, 2008, func(w *life.World, p int32) (int64, bool) {
				y, ok := lowerSchool(w, p)
				if !ok {
					return 0, false
				}
				g, ok := lowerGrade(w, p, y, k)
				return g + 1, ok && g < participated
			})...)
		}
	}
	return x
}
