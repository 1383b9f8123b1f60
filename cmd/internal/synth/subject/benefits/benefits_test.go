package benefits

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

func TestRows(t *testing.T) {
	synthtest.Check(t, synthtest.World(t), Variables())
}

func rows(t *testing.T, w *life.World, name string) []synthtest.Row {
	t.Helper()
	all := Variables()
	for i := range all {
		if all[i].Name == name {
			require.NoError(t, all[i].Complete(w.Cat))
			return synthtest.Rows(w, &all[i])
		}
	}
	t.Fatalf("no variable %s", name)
	return nil
}

type unitYear struct {
	unit int32
	year int
}

// A time of receipt and its degrees cover the same days.
func TestDegreesFollowReceipt(t *testing.T) {
	w := synthtest.World(t)
	for _, pair := range [][2]string{{"UFOERP2011FDT_MOTTAK", "UFOERP2011FDT_GRAD"}, {"ALDPENSJ2011FDT_MOTTAK", "ALDPENSJ2011FDT_GRAD"},
		{"REHABFDT_MOTTAK", "REHABFDT_DAGSATS"}, {"BARNETRMOTFDT_MOTTAK", "BARNETRMOTFDT_BELOP"}, {"BARNETRMOTFDT_MOTTAK", "BARNETRMOTFDT_STATUSK"}} {
		days := func(name string) map[int32]int {
			m := map[int32]int{}
			for _, r := range rows(t, w, name) {
				m[r.Unit] += int(r.Stop) - int(r.Start)
				if r.Stop != calendar.None {
					m[r.Unit]++
				}
			}
			return m
		}
		require.Equal(t, days(pair[0]), days(pair[1]), "%v", pair)
	}
}

// The yearly amounts of social assistance belong to the months of the register of receipt, and
// 1 to 12 months are paid by one municipality or two.
func TestSocialAssistance(t *testing.T) {
	w := synthtest.World(t)
	spells := map[unitYear]bool{}
	for _, r := range rows(t, w, "SOSHJLPFDT_MOTTAK") {
		last := calendar.LastYear - 1
		if r.Stop != calendar.None {
			last = calendar.YearOf(r.Stop)
		}
		for y := calendar.YearOf(r.Start); y <= last; y++ {
			spells[unitYear{r.Unit, y}] = true
		}
	}
	amounts := map[unitYear]int64{}
	for _, r := range rows(t, w, "SOSHJLPZFDT_BIDB") {
		amounts[unitYear{r.Unit, calendar.YearOf(r.Start)}] = r.Value
	}
	for k := range amounts {
		require.True(t, spells[k], "an amount without receipt: %+v", k)
	}
	months := rows(t, w, "SOSHJLPZFDT_MNDUTBET")
	require.Len(t, months, len(amounts))
	for _, r := range months {
		require.True(t, r.Value >= 1 && r.Value <= 12)
	}
	require.Len(t, rows(t, w, "SOSHJLPZFDT_ANTKOM"), len(amounts))
}

// Child benefit is paid to one parent, at most once for a child: parents of one household do
// not both receive it, and the number of children paid for is what the amount says.
func TestChildBenefit(t *testing.T) {
	w := synthtest.World(t)
	d := calendar.Day(2020, 6, 15)
	paid, kids := 0, 0
	for p := range int32(w.Persons()) {
		w.ChildBenefits(p, func(c life.ChildRate, start, stop int16) {
			if start > d || d > stop {
				return
			}
			paid += c.Children
			want := 1054 * c.Children // NOK a month from March 2019 to August 2021, whatever the age
			if c.Single {
				want += 1054
			}
			require.Equal(t, want, c.Monthly)
			require.False(t, c.Single && w.UnionAt(p, calendar.Day(2020, 6, 1)) != nil, "months count from their first day")
		})
		if w.Resident(p, d) && w.Age(p, d) < 18 && (w.Mother[p] >= 0 || w.Father[p] >= 0) {
			kids++
		}
	}
	require.InEpsilon(t, kids, paid, 0.03, "nearly every child is paid for")
}

// Pensions before 1991: a whole basic pension is 100 per cent of the basic amount, of couples 75
// each; nobody has old-age pension before 67.
func TestEarlyPensions(t *testing.T) {
	w := synthtest.World(t)
	for _, r := range rows(t, w, "PENSJ1967FDT_GPFAK") {
		require.True(t, r.Value > 0 && r.Value <= 100)
	}
	degrees := map[unitYear]int64{}
	for _, r := range rows(t, w, "PENSJ1967FDT_UFG") {
		degrees[unitYear{r.Unit, calendar.YearOf(r.Start)}] = r.Value
		require.Less(t, w.Age(r.Unit, r.Start), 70)
	}
	require.NotEmpty(t, degrees)
	for _, r := range rows(t, w, "PENSJPOENGFDT_SPT") {
		require.True(t, r.Value >= 0 && r.Value <= 700)
	}
}
