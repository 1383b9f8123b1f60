package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// mathematics is the line of mathematics somebody takes in a general programme.
type mathematics uint8

const (
	anyLine   mathematics = iota
	practical             // P
	social                // S
	natural               // R
	theory                // S or R: 1T in the first year
)

// module is a course of upper secondary school with a final grade.
type module struct {
	code     string
	kind     life.StudyKind
	general  bool
	line     mathematics
	mean     int // hundredths of a grade, of a pupil of mean ability
	girls    int // see lesson
	from, to int // years it is graded in
}

var modules = []module{
	{"ENG1002", life.FirstYear, true, anyLine, 386, 60, 2007, 2020}, {"ENG1007", life.FirstYear, true, anyLine, 390, 60, 2021, 2024},
	{"ENG1003", life.SecondYear, false, anyLine, 382, 60, 2008, 2021}, {"ENG1009", life.FirstYear, false, anyLine, 380, 60, 2021, 2024},
	{"MAT1019", life.FirstYear, true, practical, 380, 40, 2021, 2024}, {"MAT1021", life.FirstYear, true, theory, 340, 40, 2021, 2024},
	{"MAT1015", life.SecondYear, true, practical, 372, 40, 2008, 2021}, {"MAT1005", life.Supplement, false, anyLine, 338, 40, 2010, 2022},
	{"REA3022", life.SecondYear, true, natural, 310, 60, 2008, 2021}, {"REA3024", life.ThirdYear, true, natural, 312, 60, 2009, 2022},
	{"REA3026", life.SecondYear, true, social, 348, 60, 2008, 2021}, {"REA3028", life.ThirdYear, true, social, 352, 60, 2009, 2022},
	{"REA3056", life.SecondYear, true, natural, 312, 60, 2022, 2024}, {"REA3060", life.SecondYear, true, social, 350, 60, 2022, 2024},
	{"NOR1206", life.SecondYear, false, anyLine, 384, 110, 2008, 2021},
	{"NOR1211", life.ThirdYear, true, anyLine, 364, 120, 2009, 2022}, {"NOR1212", life.ThirdYear, true, anyLine, 358, 130, 2009, 2022},
	{"NOR1213", life.ThirdYear, true, anyLine, 396, 100, 2009, 2022},
	{"NOR1231", life.Supplement, false, anyLine, 330, 120, 2009, 2022}, {"NOR1232", life.Supplement, false, anyLine, 322, 130, 2009, 2022},
	{"NOR1233", life.Supplement, false, anyLine, 362, 100, 2009, 2022},
}

// upperVariables are the final grades of upper secondary school and the points they make.
func upperVariables() []variable.Variable {
	out := []variable.Variable{{Name: "NUDB_VGS_VGPOENG", Kind: sheet.RealValue, Scale: 100, At: upperPoints}}
	for i := range modules {
		out = append(out, variable.Variable{Name: "NUDB_VGS_STP_" + modules[i].code, Fixed: func(w *life.World, p int32) (int64, bool) {
			return upperGrade(w, p, i)
		}})
	}
	return out
}

// lineOf is the line of mathematics: those who are good at school take the harder ones.
func lineOf(w *life.World, p int32) mathematics {
	x := pupil(w, p)*7/10 + chance.Normal(chance.NewStream(w.Seed, upperStream).At(p, 1))*5/10
	if w.IsWoman(p) {
		x -= 100
	}
	switch {
	case x > 560:
		return natural
	case x > 120:
		return social
	}
	return practical
}

// upperGrade is the final grade in a module as a position in the list of grades.
func upperGrade(w *life.World, p int32, k int) (int64, bool) {
	m := &modules[k]
	if b := w.BornYear(p); b+14 > m.to || b+45 < m.from {
		return 0, false
	}
	var buf [life.MostStudies]life.Study
	for _, st := range w.Career(p, buf[:]) {
		if st.Kind != m.kind || st.General != m.general {
			continue
		}
		if y := calendar.YearOf(st.Stop); !finishedHere(w, p, &st) || y < m.from || y > m.to {
			return 0, false
		}
		return moduleGrade(w, p, k)
	}
	return 0, false
}

func moduleGrade(w *life.World, p int32, k int) (int64, bool) {
	m := &modules[k]
	if m.line != anyLine {
		line := lineOf(w, p)
		if line != m.line && (m.line != theory || line == practical) {
			return 0, false
		}
	}
	word := chance.NewStream(w.Seed, upperStream).At(p, 10+k)
	switch r := chance.Part(chance.Mix(word), 0) % 400; {
	case r < 5:
		return exemptGrade, true
	case r < 11:
		return noGrade, true
	case r < 12:
		return participated, true
	}
	return mark(m.mean, pupil(w, p)+lead(w, p, m.girls), word) - 1, true
}

type graduations struct{}

// graduation is the year in which everybody leaves upper secondary school with a certificate
// of all years, 0 for never.
func graduation(w *life.World) []int16 {
	return life.OfWorld(w, graduations{}, func() []int16 {
		out := make([]int16, w.Persons())
		var buf [life.MostStudies]life.Study
		for p := range int32(w.Persons()) {
			for _, st := range w.Career(p, buf[:]) {
				if (st.Kind.General() || st.Kind == life.TradeYear) && finishedHere(w, p, &st) {
					out[p] = int16(calendar.YearOf(st.Stop))
					break
				}
			}
		}
		return out
	})
}

// upperPoints are ten times the mean of the grades on the certificate, in hundredths, in the
// summer somebody gets it.
func upperPoints(v *life.View, p int32) (int64, bool) {
	if int(graduation(v.World)[p]) != v.Year {
		return 0, false
	}
	sum := int64(0)
	s := chance.NewStream(v.Seed, upperStream)
	const grades = 24
	for k := range grades {
		sum += mark(385, pupil(v.World, p)+lead(v.World, p, 90), s.At(p, 100+k))
	}
	return (sum*1000 + grades/2) / grades, true
}
