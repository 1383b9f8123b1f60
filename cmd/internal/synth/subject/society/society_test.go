package society

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

// table is a variable's values by period start and unit.
type table map[int16]map[int32]int64

func tables(t *testing.T, w *life.World) func(name string) table {
	byName := map[string]*variable.Variable{}
	all := Variables()
	for i := range all {
		require.NoError(t, all[i].Complete(w.Cat))
		byName[all[i].Name] = &all[i]
	}
	return func(name string) table {
		out := table{}
		for _, r := range synthtest.Rows(w, byName[name]) {
			if out[r.Start] == nil {
				out[r.Start] = map[int32]int64{}
			}
			out[r.Start][r.Unit] = r.Value
		}
		return out
	}
}

// Who votes early votes; all of them are of age and on the roll of the place they live in; a
// weight is one where everybody is counted.
func TestElections(t *testing.T) {
	w := synthtest.World(t)
	of := tables(t, w)
	voted, early, full, weight, roll := of("VALG_STEMT_SSB"), of("VALG_FORHAAND_SSB"), of("VALG_FULLTELLINGSKOMMUNE"), of("VALG_TVERRVEKT"), of("VALG_MANNTALL_KOMMNR")
	require.Len(t, voted, 6)
	for day, people := range voted {
		require.Len(t, early[day], len(people))
		require.Len(t, roll[day], len(people))
		sum, residents := int64(0), 0
		for p, yes := range people {
			require.LessOrEqual(t, early[day][p], yes)
			require.GreaterOrEqual(t, calendar.YearOf(day)-w.BornYear(p), 18)
			if full[day] == nil {
				continue
			}
			x, ok := weight[day][p]
			require.True(t, ok)
			require.Equal(t, full[day][p] == 1, x == 10)
			sum += x
		}
		for p := range int32(w.Persons()) {
			if w.Resident(p, day) && calendar.YearOf(day)-w.BornYear(p) >= 18 {
				residents++
			}
		}
		if full[day] != nil {
			// The weights stand for the roll: nearly all grown-up residents.
			require.InDelta(t, 0.93, float64(sum)/10/float64(residents), 0.06)
		}
	}
}

// A programme starts after settling and ends within about three years; who has ended has a
// municipality of the end; those covered by the new act began under it.
func TestProgramme(t *testing.T) {
	w := synthtest.World(t)
	of := tables(t, w)
	start, stop, last, act := of("INTRO_PROXY_START_DATO"), of("INTRO_PROXY_AVSL_DATO"), of("INTRO_AVSL_OPPFOLG_KOMMNR"), of("INTRO_LOVVERK")
	long := of("INTRO_HAR_UTVIDET_INTRO")
	for day, people := range start {
		require.Len(t, last[day], len(stop[day]))
		for p, d := range people {
			require.Greater(t, d, calendar.Number(w.Entry[p]))
			require.Equal(t, d >= 20210101, act[day][p] == 1)
			r, ok := w.ImmigrationReason(p)
			require.True(t, ok && (r == life.ForRefuge || r == life.ForFamily))
			if e, ok := stop[day][p]; ok {
				require.Greater(t, e, d)
				require.LessOrEqual(t, e, calendar.Number(day))
				require.GreaterOrEqual(t, e/10000, int64(calendar.YearOf(day)))
				require.Less(t, e-d, int64(4_0000))
				require.Equal(t, int64(0), long[day][p]*flag(e-d < 1_0000))
			}
		}
	}
}

// A case goes its way: begun, ended, reported, decided in the year, by somebody of 15 or more.
func TestCases(t *testing.T) {
	w := synthtest.World(t)
	of := tables(t, w)
	began, ended, reported := of("KRIMINALITET_SIKTEDE_GJDATO1"), of("KRIMINALITET_SIKTEDE_GJDATO2"), of("KRIMINALITET_SIKTEDE_REGDATO")
	decided, age, count := of("KRIMINALITET_SIKTEDE_AVGJDATO"), of("KRIMINALITET_SIKTEDE_ALDER_GJTID"), of("KRIMINALITET_SIKTEDE_LOVANT")
	ever := of("KRIMINALITET_SIKTEDE_KJONN_POLITIREG")[calendar.None]
	n, again := 0, map[int32]int{}
	for day, people := range decided {
		for p, d := range people {
			require.Equal(t, int64(calendar.YearOf(day)), d/10000)
			require.LessOrEqual(t, began[day][p], ended[day][p])
			require.LessOrEqual(t, ended[day][p], reported[day][p])
			require.LessOrEqual(t, reported[day][p], d)
			require.GreaterOrEqual(t, age[day][p], int64(15))
			require.GreaterOrEqual(t, count[day][p], int64(1))
			require.Contains(t, ever, p)
			require.Equal(t, int64(w.Flags[p]&life.Woman), ever[p])
			n++
			again[p]++
		}
	}
	require.Len(t, ever, len(again))
	require.Greater(t, float64(n)/float64(len(again)), 1.3, "some are charged again and again")
}

// Whoever has measures has help or care in the year; care ends at 18, help at 23; those of a
// mother are alike.
func TestMeasures(t *testing.T) {
	w := synthtest.World(t)
	of := tables(t, w)
	help, care := of("BARNEVERN_HJELPETIL"), of("BARNEVERN_OMSORG")
	help12, care12, born := of("BARNEVERN_HJELPETIL12"), of("BARNEVERN_OMSORG12"), of("BARNEVERN_FODTAAR")[calendar.None]
	for day, people := range help {
		end := calendar.NewYear(calendar.YearOf(day)+1) - 1
		for p, yes := range people {
			require.GreaterOrEqual(t, yes+care[day][p], int64(1), "neither help nor care")
			require.LessOrEqual(t, help12[end][p], yes)
			require.LessOrEqual(t, care12[end][p], care[day][p])
			require.LessOrEqual(t, help12[end][p]+care12[end][p], int64(1))
			require.Equal(t, int64(w.BornYear(p)-firstBorn), born[p])
			a := w.Age(p, day)
			require.Less(t, a, 23)
			if care[day][p] == 1 {
				require.Less(t, a, 18)
			}
		}
	}
	children, pairs, both := 0, 0, 0
	newest := map[int32]int32{}
	for p := range int32(w.Persons()) {
		if w.Mother[p] < 0 || w.BornYear(p) < 1985 || w.BornYear(p) > 2012 {
			continue
		}
		children++
		if q, ok := newest[w.Mother[p]]; ok {
			if _, ok := born[p]; ok {
				pairs++
				if _, ok := born[q]; ok {
					both++
				}
			}
		}
		newest[w.Mother[p]] = p
	}
	require.Greater(t, float64(both)/float64(pairs), 1.5*float64(len(born))/float64(children), "siblings are alike")
}
