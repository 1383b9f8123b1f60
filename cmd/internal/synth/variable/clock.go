package variable

import (
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
)

// Clock says which days a variable is measured on, or which periods it is counted over, in
// order of time.
type Clock struct{ Periods []calendar.Period }

// Days are single days, one for each (year, month, day).
func Days(list ...[3]int) (c Clock) {
	for _, d := range list {
		x := calendar.Day(d[0], d[1], d[2])
		c.Periods = append(c.Periods, calendar.Period{Start: x, Stop: x})
	}
	return c
}

// Elections are the days of general (odd years divisible by four plus one) and local elections.
var elections = [][3]int{{2013, 9, 9}, {2015, 9, 14}, {2017, 9, 11}, {2019, 9, 9}, {2021, 9, 13}, {2023, 9, 11}}

// window is the validity of a variable, cut to what the history knows: from Since to the
// last day of the history. A status may still be measured on the day after it.
func (v *Variable) window(f *names.Fact) (calendar.Period, error) {
	w := calendar.Period{Start: calendar.NewYear(v.since()), Stop: calendar.NewYear(calendar.LastYear) - 1}
	if f.Temporality == "STATUS" {
		w.Stop++
	}
	if f.ValidFrom != "" {
		d, err := calendar.ParseDay(f.ValidFrom)
		if err != nil {
			return w, err
		}
		w.Start = max(w.Start, d)
	}
	if f.ValidTo != "" {
		d, err := calendar.ParseDay(f.ValidTo)
		if err != nil {
			return w, err
		}
		w.Stop = min(w.Stop, d)
	}
	return w, nil
}

// grid lays out the measurements of a variable within a window. Status days must lie in it;
// of a period that is counted over, the whole must lie in the calendar years of the window.
func grid(f *names.Fact, w calendar.Period) (c Clock, err error) {
	first, last := calendar.YearOf(w.Start), calendar.YearOf(w.Stop)
	add := func(p calendar.Period) {
		inside := p.Start >= w.Start && p.Stop <= w.Stop
		if f.Temporality == "ACCUMULATED" {
			inside = p.Stop >= w.Start && p.Start <= w.Stop && p.Stop < calendar.NewYear(calendar.LastYear)
		}
		if inside {
			c.Periods = append(c.Periods, p)
		}
	}
	if f.Frequency == "ELECTION" {
		for _, p := range Days(elections...).Periods {
			add(p)
		}
		return c, nil
	}
	step, ok := map[string]int{"YEAR": 12, "HALFYEAR": 6, "QUARTER": 3, "MONTH": 1}[f.Frequency]
	if !ok {
		return c, fmt.Errorf("no grid of frequency %q", f.Frequency)
	}
	for y := first; y <= last; y++ {
		for m := 1; m <= 12; m += step {
			if f.Temporality == "ACCUMULATED" {
				add(calendar.Period{Start: calendar.Day(y, m, 1), Stop: calendar.Day(y, m+step, 1) - 1})
				continue
			}
			d, err := statusDay(f, y, m)
			if err != nil {
				return c, err
			}
			add(calendar.Period{Start: d, Stop: d})
		}
	}
	return c, nil
}

// statusDay is the day of a grid in a year, or in a month of it.
func statusDay(f *names.Fact, year, month int) (int16, error) {
	if f.MonthDay != "" {
		return calendar.ParseDay(fmt.Sprintf("%04d-%s", year, f.MonthDay))
	}
	switch f.Day {
	case "FIRST":
		return calendar.Day(year, month, 1), nil
	case "16":
		return calendar.Day(year, month, 16), nil
	case "LAST":
		return calendar.Day(year, month+1, 1) - 1, nil
	}
	return 0, fmt.Errorf("no day in the months of its grid")
}

// ElectionDay is the day of the election of a year.
func ElectionDay(year int) (day int16, ok bool) {
	for _, d := range elections {
		if d[0] == year {
			return calendar.Day(d[0], d[1], d[2]), true
		}
	}
	return 0, false
}
