package jobs

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

// monthOf looks at a month.
func monthOf(w *life.World, y, m int) *life.View {
	return life.NewView(w, calendar.Period{Start: calendar.Day(y, m, 1), Stop: calendar.Day(y, m+1, 1) - 1})
}

// named gives the functions of variables by the end of their name.
func named(t *testing.T) func(name string) value {
	all := map[string]value{}
	for _, v := range Variables() {
		all[v.Name] = v.At
	}
	return func(name string) value {
		require.NotNil(t, all["ARBLONN_LONN_"+name], name)
		return all["ARBLONN_LONN_"+name]
	}
}

func TestPartsOfPayAddUp(t *testing.T) {
	w, of := synthtest.World(t), named(t)
	parts := []value{}
	for _, name := range []string{"FAST", "FAST_TILLEGG", "TIME", "OVERTID", "BONUS", "UREGTIL_ARBEIDET", "UREGTIL_UARBEIDET",
		"HELLIGDAGSTILLEGG", "FERIE", "FERIE_TREKK", "ANNEN_BET", "SLUTTVEDERLAG"} {
		parts = append(parts, of(name))
	}
	cash, reported := of("KONTANT_IMP"), of("KONTANT_INNRAPP")
	rows, missing := 0, 0
	for _, m := range []int{3, 5, 6, 12} {
		v := monthOf(w, 2022, m)
		for k := range int32(len(w.Jobs)) {
			total, ok := cash(v, k)
			if !ok {
				continue
			}
			rows++
			sum := int64(0)
			for _, f := range parts {
				x, _ := f(v, k)
				sum += x
			}
			require.Equal(t, total, sum, "job %d", k)
			if x, ok := reported(v, k); ok {
				require.Equal(t, total, x)
			} else {
				missing++
				require.EqualValues(t, 1, imputed(v, k))
			}
		}
	}
	require.Greater(t, rows, 5000)
	require.Positive(t, missing)
}

func TestFullTimePayIsAgreedPayAndExtras(t *testing.T) {
	w, of := synthtest.World(t), named(t)
	total, agreed, bonus, irregular := of("EKV_IALT"), of("EKV_FMLONN"), of("EKV_BONUS"), of("EKV_UREGTIL")
	v := monthOf(w, 2023, 11)
	for k := range int32(len(w.Jobs)) {
		x, ok := total(v, k)
		a, same := agreed(v, k)
		require.Equal(t, ok, same)
		b, _ := bonus(v, k)
		c, _ := irregular(v, k)
		require.Equal(t, x, a+b+c)
	}
}

// By hand: 1 January 2024 was a Monday; that week has five weekdays, the month 23, and the
// weekend of the 6th none.
func TestWeekdays(t *testing.T) {
	d := func(day int) int16 { return calendar.Day(2024, 1, day) }
	require.EqualValues(t, 5, weekdays(d(1), d(7)))
	require.EqualValues(t, 23, weekdays(d(1), d(31)))
	require.EqualValues(t, 0, weekdays(d(6), d(7)))
	require.EqualValues(t, 1, weekdays(d(5), d(6)))
	require.EqualValues(t, 0, weekdays(d(7), d(6)))
	require.EqualValues(t, 1, weekdays(calendar.Day(1970, 1, 1), calendar.Day(1970, 1, 1)))
	require.EqualValues(t, 2, weekdays(calendar.Day(1960, 1, 1), calendar.Day(1960, 1, 4)), "a Friday to a Monday")
}

func TestNobodyIsAbsentMoreThanAgreed(t *testing.T) {
	w := synthtest.World(t)
	v := life.NewView(w, calendar.Period{Start: calendar.Day(2019, 10, 1), Stop: calendar.Day(2020, 1, 1) - 1})
	sick := 0
	for k := range int32(len(w.Jobs)) {
		if j := &w.Jobs[k]; j.Start > v.Stop || v.Day > j.End {
			continue
		}
		x := absent(v, k)
		require.LessOrEqual(t, x, contracted(v, k))
		require.GreaterOrEqual(t, x, int64(0))
		if x > 0 {
			sick++
		}
	}
	require.Positive(t, sick)
}
