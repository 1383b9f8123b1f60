package education

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

// declared gives one variable, completed.
func declared(t *testing.T, w *life.World, name string) *variable.Variable {
	t.Helper()
	for _, v := range Variables() {
		if v.Name == name {
			require.NoError(t, v.Complete(w.Cat))
			return &v
		}
	}
	t.Fatalf("no variable %s", name)
	return nil
}

// valuesOf gives the rows of a fixed variable by unit.
func valuesOf(t *testing.T, w *life.World, name string) map[int32]int64 {
	t.Helper()
	m := map[int32]int64{}
	for _, r := range synthtest.Rows(w, declared(t, w, name)) {
		m[r.Unit] = r.Value
	}
	require.NotEmpty(t, m)
	return m
}

// TestCareers: studies follow each other without overlap, and the highest that is completed is
// the level of the person.
func TestCareers(t *testing.T) {
	w := synthtest.World(t)
	var buf [life.MostStudies]life.Study
	for p := range int32(w.Persons()) {
		all := w.Career(p, buf[:])
		require.LessOrEqual(t, len(all), life.MostStudies)
		top, last := byte('0'), int16(-32768)
		for _, st := range all {
			require.Greater(t, st.Stop, st.Start)
			require.Greater(t, st.Start, last, "studies overlap")
			require.Equal(t, st.Digit, w.Courses.Codes[st.Code][0])
			last = st.Stop
			if st.Done {
				top = max(top, st.Digit)
			}
		}
		if w.BornYear(p) > 1960 {
			continue // the old schools gave what had no degrees
		}
		switch w.Level[p] {
		case life.LevelCompulsory:
			require.Contains(t, []byte("23"), top)
		case life.LevelLong: // some take a doctorate late
			require.Contains(t, []byte("78"), top)
		default:
			require.Equal(t, map[uint8]byte{life.LevelSecondary: '4', life.LevelVocational: '5', life.LevelShort: '6', life.LevelDoctor: '8'}[w.Level[p]], top)
		}
	}
}

// TestHighestEducation: the level never falls, and changes on the day a course ends or, without
// a degree, after two years of it.
func TestHighestEducation(t *testing.T) {
	w := synthtest.World(t)
	var buf [life.MostStudies]life.Study
	changes := 0
	for p := range int32(w.Persons()) {
		before := byte(0)
		all := w.Career(p, buf[:])
		w.EducationSpells(p, func(value int64, start, stop int16) {
			code := w.Courses.Codes[value]
			if before != 0 {
				require.GreaterOrEqual(t, code[0], before)
				changes++
				found := false
				for _, st := range all {
					found = found || st.Stop == start && st.Done || code[0] == '6' && st.Start+668 == start
				}
				require.True(t, found, "a level from nowhere")
			}
			now, ok := w.EducationAt(p, start)
			require.True(t, ok)
			require.EqualValues(t, value, now)
			if before = code[0]; before == '9' {
				before = '0'
			}
		})
	}
	require.Greater(t, changes, 1000)
}

// TestFirsts: what is completed first in upper secondary is the first of general and vocational;
// under the Act nothing is earlier than without it; everything ends after it began.
func TestFirsts(t *testing.T) {
	w := synthtest.World(t)
	get := func(name string) map[int32]int64 { return valuesOf(t, w, "NUDB_AAR_FORSTE_"+name) }
	vs, vsa, vsy := get("FULLF_VS"), get("FULLF_VSA"), get("FULLF_VSY")
	for p, v := range vs {
		first := int64(1 << 40)
		if x, ok := vsa[p]; ok {
			first = x
		}
		if x, ok := vsy[p]; ok {
			first = min(first, x)
		}
		require.Equal(t, first, v)
	}
	for _, k := range []string{"VS", "VSA", "VSY"} {
		with, without := get("FULLF_"+k+"_LOV"), get("FULLF_"+k)
		require.Less(t, len(with), len(without))
		for p, v := range with {
			require.GreaterOrEqual(t, v, without[p])
			require.Contains(t, without, p)
		}
	}
	began, age := get("REG_UH"), valuesOf(t, w, "NUDB_ALDER_FORSTE_REG_UH")
	require.Len(t, age, len(began))
	for p, a := range age {
		require.EqualValues(t, w.BornYear(p), began[p]/100-a)
		require.True(t, a >= 18 && a < 75, "%d", a)
	}
	for _, k := range []string{"BACH", "HOV", "DOK", "HOY", "CMG"} {
		for p, v := range get("FULLF_" + k) {
			if x, ok := began[p]; ok {
				require.Greater(t, v, x, k)
			}
		}
	}
	semesters := valuesOf(t, w, "NUDB_SEMESTER_FFF_BACH")
	require.Len(t, semesters, len(get("FULLF_BACH")))
	for p, n := range semesters {
		require.True(t, n >= 6 && n <= 40, "person %d: %d half-years", p, n)
	}
}

// TestParents: the social background is the higher of the parents' levels at 16.
func TestParents(t *testing.T) {
	w := synthtest.World(t)
	back, father, mother := valuesOf(t, w, "NUDB_SOSBAK"), valuesOf(t, w, "NUDB_NUS2000_FAR_16"), valuesOf(t, w, "NUDB_NUS2000_MOR_16")
	group := map[byte]int64{'0': 3, '1': 3, '2': 3, '3': 2, '4': 2, '5': 2, '6': 1, '7': 0, '8': 0, '9': 4}
	for p, got := range back {
		want := int64(4)
		for _, m := range []map[int32]int64{father, mother} {
			if code, ok := m[p]; ok {
				want = min(want, group[w.Courses.Codes[code][0]])
			}
		}
		require.Equal(t, want, got)
	}
}

// TestMark by hand. A word of equal lanes in the middle is no luck at all. Then a pupil of mean
// ability gets the mean, rounded: 4.00 is a 4 and 3.50 a 4, 3.49 a 3. One standard deviation
// more is worth 0.78 · 1.12 = 0.87 grades: 4.00 becomes 4.87, a 5; 3.60 becomes 4.47, a 4.
func TestMark(t *testing.T) {
	const middle = 0x7fff_8000_7fff_8000
	require.EqualValues(t, 4, mark(400, 0, middle))
	require.EqualValues(t, 4, mark(350, 0, middle))
	require.EqualValues(t, 3, mark(349, 0, middle))
	require.EqualValues(t, 5, mark(400, 1024, middle))
	require.EqualValues(t, 4, mark(360, 1024, middle))
	require.EqualValues(t, 1, mark(400, -6000, middle))
	require.EqualValues(t, 6, mark(400, 6000, middle))
}

// TestSchoolPoints: the points are ten times the mean of the grades there are, and who ends with
// a higher level had more of them.
func TestSchoolPoints(t *testing.T) {
	w := synthtest.World(t)
	points := valuesOf(t, w, "NUDB_KURS_GRPOENG")
	sum, n := map[int32]int64{}, map[int32]int64{}
	for _, l := range lessons {
		for p, g := range valuesOf(t, w, "NUDB_GS_STP_"+l.code) {
			y := w.BornYear(p) + 16
			require.True(t, l.from <= y && y <= l.to)
			if g < 6 {
				sum[p] += g + 1
				n[p]++
			}
		}
	}
	var levels, got []float64
	for p, x := range points {
		require.InDelta(t, float64(sum[p])/float64(n[p])*10, float64(x)/10, 0.0501)
		levels, got = append(levels, float64(w.Level[p])), append(got, float64(x))
	}
	require.Greater(t, survey.Correlation(levels, got), 0.5)
	reading := valuesOf(t, w, "NUDB_NP_SKALAPOENG_NPLES08")
	var a, b []float64
	for p, x := range reading {
		if y, ok := points[p]; ok {
			a, b = append(a, float64(x)), append(b, float64(y))
		}
	}
	require.InDelta(t, 0.6, survey.Correlation(a, b), 0.15)
}

// TestModules: nobody has grades of two lines of mathematics, nor of both kinds of programme in
// a first year.
func TestModules(t *testing.T) {
	w := synthtest.World(t)
	for _, pair := range [][2]string{{"MAT1019", "MAT1021"}, {"REA3022", "REA3026"}, {"ENG1007", "ENG1009"}, {"NOR1211", "NOR1231"}} {
		a, b := valuesOf(t, w, "NUDB_VGS_STP_"+pair[0]), valuesOf(t, w, "NUDB_VGS_STP_"+pair[1])
		for p := range a {
			require.NotContains(t, b, p, "%v", pair)
		}
	}
	next := valuesOf(t, w, "NUDB_VGS_STP_REA3022")
	for p := range valuesOf(t, w, "NUDB_VGS_STP_REA3024") {
		if w.BornYear(p) > 1992 && w.BornYear(p) < 2003 {
			require.Contains(t, next, p, "R2 comes after R1")
		}
	}
}

// TestCourses: each variable speaks of the kinds of courses it is about, and of all of them.
func TestCourses(t *testing.T) {
	w := synthtest.World(t)
	has := map[string]map[int32]bool{}
	for _, name := range []string{"UHGRUPPE", "KONTRAKTSTYPE", "KOMP", "SKOLEKOM", "NUS", "ORGANISERING", "UTFALL"} {
		has[name] = map[int32]bool{}
		for _, r := range synthtest.Rows(w, declared(t, w, "NUDB_KURS_"+name)) {
			has[name][r.Unit] = true
		}
	}
	for k := range int32(len(w.Taken)) {
		c := &w.Taken[k]
		if c.Stop < calendar.Day(2020, 1, 1) {
			continue
		}
		require.True(t, has["NUS"][k])
		if c.Stop < calendar.Day(2024, 8, 1) {
			require.True(t, has["UTFALL"][k])
		}
		require.Equal(t, c.Kind.Upper(), has["KOMP"][k])
		require.Equal(t, c.Kind == life.Apprentice, has["KONTRAKTSTYPE"][k])
		require.Equal(t, c.Kind.Higher() && c.Kind != life.Master, has["UHGRUPPE"][k])
		require.Equal(t, c.Kind.Higher() && !c.Abroad, has["ORGANISERING"][k])
		require.Equal(t, !c.Abroad, has["SKOLEKOM"][k])
		if c.Done {
			require.NotEqual(t, calendar.None, c.Stop)
		}
	}
}

// TestExchange: stays abroad are in the time of a study that is not taken abroad as a whole.
func TestExchange(t *testing.T) {
	w := synthtest.World(t)
	var buf [life.MostStudies]life.Study
	in, out := 0, 0
	for p := range int32(w.Persons()) {
		stays(func(w *life.World, p int32, s *stay) int64 {
			if s.incoming {
				in++
				require.NotZero(t, w.Flags[p]&life.ImmigrantFlag)
				require.True(t, s.start >= w.Entry[p] && s.stop < w.Gone(p))
				return 1
			}
			out++
			found := false
			for _, st := range w.Career(p, buf[:]) {
				found = found || st.Start < s.start && s.stop <= st.Stop && st.Kind == s.kind
			}
			require.True(t, found, "a stay outside the studies")
			return 0
		})(w, p, func(int64, int16, int16) {})
	}
	require.Greater(t, in, 0)
	require.Greater(t, out, 50)
}

// TestEnrolment: nobody is a pupil and a student in the same school year, and the school years
// of somebody are those of the studies.
func TestEnrolment(t *testing.T) {
	w := synthtest.World(t)
	e := w.Enrolment()
	var buf [life.MostStudies]life.Study
	for p := range int32(w.Persons()) {
		all := w.Career(p, buf[:])
		for y := 1993; y < calendar.LastYear; y++ {
			n := 0
			for _, in := range []bool{e.Upper(p, y), e.Apprentice(p, y), e.Degrees(p, y), e.Later(p, y)} {
				if in {
					n++
				}
			}
			require.LessOrEqual(t, n, 1)
			if n == 1 {
				d, found := calendar.Day(y, 10, 1), false
				for _, st := range all {
					found = found || st.Start <= d && d <= st.Stop
				}
				require.True(t, found)
			}
		}
	}
}
