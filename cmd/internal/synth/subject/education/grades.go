package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// lesson is a subject of lower secondary school with its final grade.
type lesson struct {
	code     string
	mean     int // hundredths of a grade
	girls    int // how far girls are ahead, in per cent of what they are on average
	from, to int // years it is graded in
	exempt   int // per cent who need no grade
}

var lessons = []lesson{
	{"NOH", 409, 130, 2002, 2024, 1}, {"NOS", 399, 140, 2002, 2024, 5}, {"NOM", 435, 120, 2002, 2024, 1},
	{"MAT", 371, 40, 2002, 2024, 1}, {"ENG", 436, 80, 2022, 2024, 1}, {"ENS", 419, 90, 2002, 2021, 1}, {"ENM", 443, 80, 2002, 2021, 1},
	{"NAT", 428, 90, 2008, 2024, 1}, {"NAM", 421, 90, 2002, 2007, 1}, {"SAF", 441, 90, 2008, 2024, 1}, {"SAM", 435, 90, 2002, 2007, 1},
	{"KRL", 433, 130, 2002, 2008, 1}, {"RLE", 443, 130, 2008, 2024, 1}, {"KRO", 479, -30, 2008, 2024, 2}, {"KROE", 471, -30, 2002, 2007, 2},
	{"MUS", 466, 120, 2002, 2024, 1}, {"KHV", 467, 170, 2002, 2024, 1}, {"MHE", 483, 140, 2008, 2024, 1}, {"HEI", 473, 140, 2002, 2007, 1},
}

// exemptGrade and noGrade are positions in the list of grades, which begins with 1 to 6.
const participated, exemptGrade, noGrade = 6, 7, 8

// gradeVariables are the final grades of lower secondary school and the points they make.
func gradeVariables() []variable.Variable {
	out := []variable.Variable{{Name: "NUDB_KURS_GRPOENG", Kind: sheet.RealValue, Scale: 10, Fixed: schoolPoints}}
	for i := range lessons {
		out = append(out, variable.Variable{Name: "NUDB_GS_STP_" + lessons[i].code, Fixed: func(w *life.World, p int32) (int64, bool) {
			y, ok := lowerSchool(w, p)
			if !ok {
				return 0, false
			}
			return lowerGrade(w, p, y, i)
		}})
	}
	return out
}

// lowerSchool is the year somebody leaves lower secondary school here, if grades are kept of it.
func lowerSchool(w *life.World, p int32) (int, bool) {
	y := w.BornYear(p) + 16
	if y < 2002 || y >= calendar.LastYear {
		return 0, false
	}
	return y, w.Resident(p, calendar.NewYear(y)+165)
}

// pupil is what somebody achieves at school on the whole, in 1/1024 standard deviations among
// all of the same sex: mostly the ability that later drives level and pay.
func pupil(w *life.World, p int32) int {
	return (int(w.Ability[p])*800 + chance.Normal(chance.NewStream(w.Seed, gradeStream).At(p, 0))*600) / 1024
}

// ahead is how far girls are ahead of boys' and girls' mean, in 1/1024 standard deviations; boys
// are as far behind.
const ahead = 265

func lead(w *life.World, p int32, percent int) int {
	if w.IsWoman(p) {
		return ahead * percent / 100
	}
	return -ahead * percent / 100
}

// mark turns an achievement into a grade from 1 to 6. mean is in hundredths; a standard
// deviation is 1.1 grades, of which luck in the subject makes up two fifths.
func mark(mean, achieved int, luck uint64) int64 {
	x := achieved*78 + chance.Normal(luck)*62 // 1/100 of 1/1024
	return int64(max(1, min(6, (mean*1024+x*112/100+50*1024)/(100*1024))))
}

// lowerGrade is the final grade in a lesson as a position in the list of grades.
func lowerGrade(w *life.World, p int32, year, k int) (int64, bool) {
	l := &lessons[k]
	if year < l.from || year > l.to {
		return 0, false
	}
	s := chance.NewStream(w.Seed, gradeStream)
	if year == 2008 && (l.code == "KRL" || l.code == "RLE") { // the year the subject changed its name
		if (chance.Part(s.At(p, 1), 0)%2 == 0) != (l.code == "KRL") {
			return 0, false
		}
	}
	who := pupil(w, p)
	word := s.At(p, 10+k)
	exempt, none := l.exempt, 1
	if since := year - calendar.YearOf(w.Entry[p]); w.Flags[p]&life.ImmigrantFlag != 0 && since < 6 {
		if since < 2 {
			none += 35
		}
		if l.code == "NOS" {
			exempt += 75
		}
	}
	if who < -1400 {
		none += 8
	}
	switch r := chance.Part(chance.Mix(word), 0) % 200; {
	case r < 2*exempt:
		return exemptGrade, true
	case r < 2*(exempt+none):
		return noGrade, true
	case r == 199:
		return participated, true
	}
	return mark(l.mean, who+lead(w, p, l.girls), word) - 1, true
}

// schoolPoints are ten times the mean of the final grades, in tenths; of those with at least
// half of the grades.
func schoolPoints(w *life.World, p int32) (int64, bool) {
	y, ok := lowerSchool(w, p)
	if !ok {
		return 0, false
	}
	sum, n := int64(0), int64(0)
	for k := range lessons {
		if g, ok := lowerGrade(w, p, y, k); ok && g < participated {
			sum += g + 1
			n++
		}
	}
	if n < 6 {
		return 0, false
	}
	return (sum*200 + n) / (2 * n), true
}
