package life_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/synthtest"
)

// Spells of a benefit lie in order and apart, within the time lived in the country; there
// are some of every kind.
func TestBenefitSpells(t *testing.T) {
	w := synthtest.World(t)
	for kind := life.OldAge; kind <= life.Supplementary; kind++ {
		n := 0
		for p := range int32(w.Persons()) {
			last := int32(-40000)
			w.Benefits(p, kind, func(v int64, start, stop int16) {
				n++
				require.Greater(t, int32(start), last, "kind %d of %d overlaps", kind, p)
				require.LessOrEqual(t, start, stop)
				require.GreaterOrEqual(t, start, w.Entry[p])
				require.True(t, v >= 1 && v <= 100)
				if w.Gone(p) < calendar.NewYear(calendar.LastYear) {
					require.Less(t, stop, w.Gone(p), "kind %d of %d goes on", kind, p)
				} else if stop >= calendar.NewYear(calendar.LastYear) {
					require.Equal(t, calendar.None, stop)
				}
				last = int32(stop)
			})
		}
		require.NotZero(t, n, "kind %d", kind)
	}
}

// Amounts and spells tell the same: there is an amount in a year exactly when there are days.
func TestBenefitAmounts(t *testing.T) {
	w := synthtest.World(t)
	for kind := life.OldAge; kind <= life.Supplementary; kind++ {
		for p := range int32(w.Persons()) {
			for _, y := range []int{1993, 2005, 2019, 2024} {
				days := w.BenefitDays(p, kind, y)
				require.LessOrEqual(t, days, 366)
				if x := w.BenefitAmount(p, kind, y); days == 0 {
					require.Zero(t, x, "kind %d of %d in %d", kind, p, y)
				} else {
					require.Positive(t, x, "kind %d of %d in %d, %d days", kind, p, y, days)
				}
			}
		}
	}
}

// One benefit excludes another: nobody has a whole disability pension and an allowance for
// finding work, or an old-age pension; and nobody works for years on a whole pension.
func TestBenefitsExclude(t *testing.T) {
	w := synthtest.World(t)
	worked, years := 0, 0
	for p := range int32(w.Persons()) {
		for _, y := range []int{1996, 2003, 2012, 2022} {
			d := calendar.Day(y, 6, 15)
			degree, disabled := w.OnBenefit(p, life.Disability, d)
			if !disabled {
				continue
			}
			for _, other := range []life.Benefit{life.OldAge, life.AFPPublic, life.AFPPrivate, life.WorkAssessment, life.Rehabilitation,
				life.TimedDisability, life.ProvisionalDisability} {
				_, both := w.OnBenefit(p, other, d)
				require.False(t, both, "person %d has %d too", p, other)
			}
			require.Less(t, w.Age(p, d), 68)
			if degree == 100 && y > 1996 {
				years++
				if w.Works(p, y) {
					worked++
				}
			}
		}
	}
	require.Less(t, worked*10, years, "of the wholly disabled at most one in ten works")
}
