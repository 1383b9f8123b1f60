package synth

import "time"

// none marks a date that never comes. Every real date is smaller.
const none = int16(32767)

const (
	firstYear = 1885 // birth year of the oldest founder
	lastYear  = 2025 // N counts the residents on 1 January of this year
	bornKnown = 1946 // from this birth year on people are born to parents
	pathYear  = 1990 // the register holds people alive on 1 January of this year
	workYear  = 1993 // first year with employment
)

// yearDays holds the epoch day of 1 January of each year from 1880.
var yearDays = func() (t [200]int16) {
	for i := range t {
		if y := 1880 + i; y <= 2059 {
			t[i] = int16(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
		}
	}
	return t
}()

// newYear is the epoch day of 1 January.
func newYear(y int) int16 { return yearDays[y-1880] }

// day is the epoch day of a date.
func day(y, m, d int) int16 {
	return int16(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// parseDay reads an ISO date.
func parseDay(iso string) (int16, error) {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return 0, err
	}
	return int16(t.Unix() / 86400), nil
}

// yearOf is the calendar year of an epoch day.
func yearOf(d int16) int {
	y := 1970 + int(d)*400/146097
	for newYear(y) > d {
		y--
	}
	for newYear(y+1) <= d {
		y++
	}
	return y
}

// yearMonth is a date as the number YYYYMM.
func yearMonth(d int16) int64 {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return int64(t.Year()*100 + int(t.Month()))
}

// within is a day of year y, spread by a word.
func within(y int, word uint64) int16 { return newYear(y) + int16(scaled(word, 365)) }

func addDays(d int16, n int) int16 { return clampDay(int(d) + n) }

// clampDay keeps a day number inside what a stored date can hold.
func clampDay(d int) int16 { return int16(max(-32700, min(d, 32000))) }
