// Package calendar turns dates into the days a store keeps.
//
// In: calendar dates. Out: epoch days as int16, the width of the stored columns.
//
//	calendar.Day(2024, 1, 1) // 19723
package calendar

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

import "time"

// None marks a date that never comes. Every real date is smaller.
const None = int16(32767)

const (
	FirstYear = 1885 // birth year of the oldest founder
	LastYear  = 2025 // N counts the residents on 1 January of this year
	BornKnown = 1946 // from this birth year on people are born to parents
	PathYear  = 1990 // the register holds people alive on 1 January of this year
	WorkYear  = 1993 // first year with employment
)

// YearDays holds the epoch day of 1 January of each year from 1880.
var YearDays = func() (t [200]int16) {
	for i := range t {
		if y := 1880 + i; y <= 2059 {
			t[i] = int16(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
		}
	}
	return t
}()

// NewYear is the epoch day of 1 January.
func NewYear(y int) int16 { return YearDays[y-1880] }

// Day is the epoch day of a date.
func Day(y, m, d int) int16 {
	return int16(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads an ISO date.
func ParseDay(iso string) (int16, error) {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return 0, err
	}
	return int16(t.Unix() / 86400), nil
}

// yearFrom holds the year of the first day of each run of 128 days, counted from the earliest
// day there is.
var yearFrom = func() (t [512]int16) {
	for i := range t {
		t[i] = int16(time.Unix(int64(i*128-32768)*86400, 0).UTC().Year())
	}
	return t
}()

// YearOf is the calendar year of an epoch day, to the end of 2058.
func YearOf(d int16) int {
	y := int(yearFrom[(int(d)+32768)>>7])
	if NewYear(y+1) <= d {
		y++
	}
	return y
}

// YearMonth is a date as the number YYYYMM.
func YearMonth(d int16) int64 {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return int64(t.Year()*100 + int(t.Month()))
}

// Within is a day of year y, spread by a word.
func Within(y int, word uint64) int16 { return NewYear(y) + int16(chance.Scaled(word, 365)) }

func AddDays(d int16, n int) int16 { return ClampDay(int(d) + n) }

// ClampDay keeps a day number inside what a stored date can hold.
func ClampDay(d int) int16 { return int16(max(-32700, min(d, 32000))) }

// Period is a run of days, both ends included.
type Period struct{ Start, Stop int16 }

// Number is a date as the number YYYYMMDD.
func Number(d int16) int64 {
	y, m, day := time.Unix(int64(d)*86400, 0).UTC().Date()
	return int64(y*10000 + int(m)*100 + day)
}
