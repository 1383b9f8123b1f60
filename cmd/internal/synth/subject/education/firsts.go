package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// goal is a degree or level somebody can complete for a first time.
type goal struct {
	name   string // the end of the names of its variables
	counts func(st *life.Study) bool
	act    bool // only schools under the Act on upper secondary education
	first  func(st *life.Study) bool
}

func kinds(list ...life.StudyKind) func(*life.Study) bool {
	return func(st *life.Study) bool {
		for _, k := range list {
			if st.Kind == k {
				return true
			}
		}
		return false
	}
}

func upper(st *life.Study) bool  { return st.Kind.Upper() }
func higher(st *life.Study) bool { return st.Kind.Higher() }

func finishes(st *life.Study) bool { return st.Kind.Finishes() }
func general(st *life.Study) bool  { return st.Kind.General() }
func trade(st *life.Study) bool    { return st.Kind.Finishes() && !st.Kind.General() }

var goals = []goal{
	{"VS", finishes, false, upper}, {"VS_LOV", finishes, true, upper},
	{"VSA", general, false, upper}, {"VSA_LOV", general, true, upper},
	{"VSY", trade, false, upper}, {"VSY_LOV", trade, true, upper},
	{"HOY", kinds(life.Candidate), false, higher}, {"BACH", kinds(life.Bachelor), false, higher},
	{"CMG", kinds(life.CandMag), false, higher}, {"HOV", kinds(life.Master), false, higher},
	{"DOK", kinds(life.Doctor), false, higher},
}

// firstKnown is the first day the register of courses goes back to.
var firstKnown = calendar.Day(1974, 9, 1)

// underAct tells whether an upper secondary course is under the Act: nearly all since 1976,
// when it came into force; the others are private schools and courses for adults.
func underAct(w *life.World, p int32, st *life.Study) bool {
	return st.Start >= calendar.Day(1976, 8, 1) && chance.Part(chance.NewStream(w.Seed, registerStream).At(p, 1), 0)%1000 >= 22
}

// reached gives the first study that reaches a goal in this country, and in how many
// half-years; semesters count what was taken on the way.
func (g *goal) reached(w *life.World, p int32) (done life.Study, semesters int, ok bool) {
	var buf [life.MostStudies]life.Study
	for _, st := range w.Career(p, buf[:]) {
		if g.first(&st) && st.Start >= w.Entry[p] && st.Kind != life.Practice {
			semesters += 2 * (calendar.YearOf(st.Stop) - calendar.YearOf(st.Start))
		}
		if g.counts(&st) && st.Stop >= firstKnown && finishedHere(w, p, &st) && (!g.act || underAct(w, p, &st)) {
			return st, max(semesters, 1), true
		}
	}
	return life.Study{}, 0, false
}

// firstVariables are when something was completed or begun for the first time.
func firstVariables() []variable.Variable {
	out := []variable.Variable{
		{Name: "NUDB_AAR_FORSTE_FULLF_GS", Kind: sheet.NumberValue, Fixed: compulsory},
		begun("NUDB_AAR_NY_I_VID_UTD", upper, false), begun("NUDB_AAR_NY_I_VID_UTD_LOV", upper, true),
		begun("NUDB_AAR_FORSTE_REG_UH", higher, false), begun("NUDB_AAR_FORSTE_REG_HOV", kinds(life.Master), false),
		{Name: "NUDB_ALDER_FORSTE_REG_UH", Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
			st, ok := firstCourse(w, p, higher)
			return int64(calendar.YearOf(st.Start) - w.BornYear(p)), ok
		}},
	}
	for _, g := range goals {
		out = append(out, variable.Variable{Name: "NUDB_AAR_FORSTE_FULLF_" + g.name, Kind: sheet.NumberValue,
			Fixed: func(w *life.World, p int32) (int64, bool) {
				st, _, ok := g.reached(w, p)
				if !ok {
					return 0, false
				}
				return calendar.YearMonth(st.Stop), true
			}})
	}
	return out
}

// semesterVariables are the half-years until something was completed. There is none for
// cand.mag.
func semesterVariables() (out []variable.Variable) {
	for _, g := range goals {
		if g.name == "CMG" {
			continue
		}
		out = append(out, variable.Variable{Name: "NUDB_SEMESTER_FFF_" + g.name, Kind: sheet.NumberValue,
			Fixed: func(w *life.World, p int32) (int64, bool) {
				_, n, ok := g.reached(w, p)
				return int64(n), ok
			}})
	}
	return out
}

// compulsory is the year of the end of compulsory school here.
func compulsory(w *life.World, p int32) (int64, bool) {
	y := w.BornYear(p) + 16
	if d := calendar.NewYear(y) + 165; y < 1970 || y >= calendar.LastYear || !w.Resident(p, d) {
		return 0, false
	}
	return int64(y), true
}

// firstCourse is the first course of some kind that was begun here; those that were going on
// when the register began, begin with it.
func firstCourse(w *life.World, p int32, of func(*life.Study) bool) (life.Study, bool) {
	var buf [life.MostStudies]life.Study
	for _, st := range w.Career(p, buf[:]) {
		if of(&st) && st.Start >= w.Entry[p] && st.Stop > firstKnown && st.Start < min(w.Gone(p), horizon) {
			st.Start = max(st.Start, firstKnown)
			return st, true
		}
	}
	return life.Study{}, false
}

func begun(name string, of func(*life.Study) bool, act bool) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.NumberValue, Fixed: func(w *life.World, p int32) (int64, bool) {
		st, ok := firstCourse(w, p, of)
		if !ok || act && !underAct(w, p, &st) {
			return 0, false
		}
		return calendar.YearMonth(st.Start), true
	}}
}
