package studentfinance

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

// TestTerms: bit 0 is the school year 1962/63, whose spring is in 1963. Of a school year only,
// the two calendar years have a half-year each; of two in a row, the middle year has both.
func TestTerms(t *testing.T) {
	require.Equal(t, 0, terms(1, 1962))
	require.Equal(t, 1, terms(1, 1963))
	require.Equal(t, 0, terms(1, 1964))
	const from2010 = 1<<48 | 1<<49 // 2010/11 and 2011/12
	require.Equal(t, []int{0, 1, 2, 1, 0}, []int{terms(from2010, 2009), terms(from2010, 2010), terms(from2010, 2011),
		terms(from2010, 2012), terms(from2010, 2013)})
}

// TestSettle: 260,000 over 26 years is 10,000 a year, and half of that, rounded up, for who
// pays slowly; of a small loan of 2022 at least 4,000 a year.
func TestSettle(t *testing.T) {
	a := account{loan: 260_000}
	a.settle(2022, false)
	require.EqualValues(t, 10_000, a.plan)
	a.settle(2022, true)
	require.EqualValues(t, 5_000, a.plan)
	a.loan = 30_000
	a.settle(2022, false)
	require.EqualValues(t, 4_000, a.plan)
}

// TestGrantsAddUp: from 2019 the three parts are the sum, nobody below zero.
func TestGrantsAddUp(t *testing.T) {
	w := synthtest.World(t)
	seen := map[string]bool{}
	for y := 2002; y <= 2023; y++ {
		for p := range int32(w.Persons()) {
			g := grantOf(w, p, y)
			require.Equal(t, w.StudyGrant(p, y), g.exams+g.degree+g.other)
			require.True(t, g.exams >= 0 && g.degree >= 0 && g.other >= 0)
			seen["exams"] = seen["exams"] || g.exams > 0
			seen["degree"] = seen["degree"] || g.degree > 0
			seen["other"] = seen["other"] || g.other > 0
		}
	}
	require.Len(t, seen, 3)
	require.True(t, seen["exams"] && seen["degree"] && seen["other"])
}

// TestBalance follows debts from year to year: while somebody studies the loan grows by what is
// lent less what becomes a grant, later it never grows; the shortcut for after the studies is
// what following every year gives.
func TestBalance(t *testing.T) {
	w := synthtest.World(t)
	e := w.Enrolment()
	debtors := 0
	for p := range int32(w.Persons()) {
		bits := e.DegreeYears(p)
		if bits == 0 {
			continue
		}
		before := balance(w, e, p, 2001).loan
		for y := 2002; y <= 2023; y++ {
			a := balance(w, e, p, y)
			require.Equal(t, follow(w, e, p, y, endingsOf(w)[p].slow).loan, a.loan)
			require.GreaterOrEqual(t, a.loan, int64(0))
			if terms(bits, y) > 0 {
				require.Equal(t, before+lent(w, p, y)-gainOf(w, p, y), a.loan)
			} else {
				require.True(t, a.loan < before || before == 0 && a.loan == 0, "a loan is paid back")
			}
			if a.loan > 0 {
				debtors++
				require.GreaterOrEqual(t, fees(w, p, y, &a), int64(0))
				require.Less(t, interest(w, p, y, &a), a.loan/8+1, "interest is a small part of the loan")
			}
			before = a.loan
		}
	}
	require.Greater(t, debtors, 1000)
}

// gainOf is the grant of a student with a loan.
func gainOf(w *life.World, p int32, y int) int64 {
	if lent(w, p, y) == 0 {
		return 0
	}
	return w.StudyGrant(p, y)
}

// TestLoansNeedStudies: nobody is lent anything in a year without studies.
func TestLoansNeedStudies(t *testing.T) {
	w := synthtest.World(t)
	for _, v := range Variables() {
		if v.Name != "LAANEKASSEN_UTBETALT_LAAN" {
			continue
		}
		require.NoError(t, v.Complete(w.Cat))
		for _, r := range synthtest.Rows(w, &v) {
			y := calendar.YearOf(r.Start)
			require.True(t, w.Enrolment().Degrees(r.Unit, y) || w.Enrolment().Degrees(r.Unit, y-1))
			require.Greater(t, r.Value, w.StudyGrant(r.Unit, y), "the grant is a part of the loan that was paid out")
		}
	}
}
