// Package studentfinance declares the variables of the student loan fund: grants and loans paid
// out, and what people owe.
//
// In: nothing. Out: declarations as functions of a life history.
//
//	all := studentfinance.Variables() // LAANEKASSEN_UTBETALT_LAAN and others
package studentfinance

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Variables are the declarations of this subject. Amounts are kroner; nobody has a row of 0.
func Variables() []variable.Variable {
	return []variable.Variable{
		paid("LAANEKASSEN_UTBETALT_LAAN", func(v *life.View, p int32) int64 { return lent(v.World, p, v.Year) }),
		paid("LAANEKASSEN_UTBETALT_STIPEND", func(v *life.View, p int32) int64 { return v.StudyGrant(p, v.Year) }),
		paid("LAANEKASSEN_UTBETALT_STIPEND_OMGJ_EXAMEN", func(v *life.View, p int32) int64 { return grantOf(v.World, p, v.Year).exams }),
		paid("LAANEKASSEN_UTBETALT_STIPEND_OMGJ_GRAD", func(v *life.View, p int32) int64 { return grantOf(v.World, p, v.Year).degree }),
		paid("LAANEKASSEN_UTBETALT_STIPEND_ANNET", func(v *life.View, p int32) int64 { return grantOf(v.World, p, v.Year).other }),
		owed("LAANEKASSEN_SALDO_LAAN", func(_ *life.World, _ int32, _ int, a *account) int64 { return a.loan }),
		owed("LAANEKASSEN_SALDO_RENTER", interest),
		owed("LAANEKASSEN_SALDO_GEBYR", fees),
		owed("LAANEKASSEN_SALDO_OMKOSTNINGER", costs),
	}
}

// paid is an amount paid out in a year to somebody who lived in the country in it.
func paid(name string, amount func(v *life.View, p int32) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
		x := v.Earns(p, func() int64 { return amount(v, p) })
		return x, x > 0
	}}
}

// owed is an amount somebody owes at the end of a year.
func owed(name string, amount func(w *life.World, p int32, year int, a *account) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.AmountValue, At: func(v *life.View, p int32) (int64, bool) {
		e := v.Enrolment()
		if e.DegreeYears(p) == 0 || !v.Resident(p, v.Stop) {
			return 0, false
		}
		a := balance(v.World, e, p, v.Year)
		if a.loan <= 0 {
			return 0, false
		}
		x := amount(v.World, p, v.Year, &a)
		return x, x > 0
	}}
}

// firstYear is the first calendar year with accounts; the school year before it is bit 0 of
// life.Enrolment.DegreeYears.
const firstYear = 1963

// terms counts the half-years of a calendar year somebody studies in: the spring of the
// school year before and the autumn of the next.
func terms(bits uint64, year int) int {
	k := year - firstYear
	if k < 0 || k > 62 {
		return 0
	}
	pair := bits >> k & 3
	return int(pair&1 + pair>>1)
}

// index is the level of amounts in a year in thousandths of 2022.
func index(year int) int64 {
	return int64(life.WageIndex.At(max(year, calendar.WorkYear))) * 1000 / 1230
}
