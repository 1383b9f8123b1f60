package catalogue

import (
	"slices"

	"github.com/mdscript/mdscript/lang/types"
)

// FirstDay is the first day with data that an import may name.
func (v *Variable) FirstDay() int {
	if v.Temporality == types.Status && len(v.StatusDates) > 0 {
		return v.StatusDates[0]
	}
	return v.ValidFrom
}

// LastDay is the last day with data that an import may name.
func (v *Variable) LastDay() int {
	if n := len(v.StatusDates); v.Temporality == types.Status && n > 0 {
		return v.StatusDates[n-1]
	}
	return v.ValidTo
}

// Holds tells whether a variable can be imported at a day; any day will do for a Fixed one.
func (v *Variable) Holds(day int) bool {
	if v.Temporality == types.Fixed {
		return true
	}
	if !v.Within(day) {
		return false
	}
	_, ok := v.Measured(day)
	return ok
}

// Within tells whether a day lies between the first and the last with data. Where any day of a
// period is accepted, periods are compared and not days.
func (v *Variable) Within(day int) bool {
	first, last := v.FirstDay(), v.LastDay()
	if months := v.months(); months > 0 {
		day, first, last = periodOf(day, months), periodOf(first, months), periodOf(last, months)
	}
	return first <= day && day <= last
}

// Measured finds the measurement date that a day stands for: the day itself where no dates are
// known, and for all but Status variables.
func (v *Variable) Measured(day int) (int, bool) {
	if v.Temporality != types.Status || len(v.StatusDates) == 0 {
		return day, true
	}
	i, exact := slices.BinarySearch(v.StatusDates, day)
	if exact {
		return day, true
	}
	if v.WholeMonth {
		for _, j := range []int{i - 1, i} {
			if j >= 0 && j < len(v.StatusDates) && periodOf(v.StatusDates[j], 1) == periodOf(day, 1) {
				return v.StatusDates[j], true
			}
		}
	}
	return 0, false
}

// ImportLine is a line that imports a variable at a day; the day of a Fixed one is left out.
func (v *Variable) ImportLine(alias string, day int) string {
	line := "import " + alias + "/" + v.Name
	if v.Temporality != types.Fixed {
		line += " " + types.ISODate(day)
	}
	return line
}

// months is how many months a value stands for where any day of the period is accepted, 0
// where the day itself decides.
func (v *Variable) months() int {
	switch {
	case v.Temporality == types.Accumulated && v.Period > 0:
		return v.Period
	case v.Temporality == types.Accumulated:
		return 12
	case v.Temporality == types.Status && v.WholeMonth:
		return 1
	}
	return 0
}

// periodOf numbers the period of some months that a day lies in; years begin in January.
func periodOf(day, months int) int {
	y, m, _ := types.CivilFromDays(day)
	return (y*12 + m - 1) / months
}
