package fn

import (
	"math"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

// farthestDay bounds day numbers, about 190 million years either way: beyond it is missing.
const farthestDay = 1 << 36

func dates() []registry.Function {
	part := func(name string, summary t, f func(days int) int, examples ...string) registry.Function {
		return declare(name, name+"(n)", 1, 1, summary, takes(number).gives(types.Integer), dayPart(f), examples...)
	}
	return []registry.Function{
		declare("date", "date(y, m, d)", 3, 3,
			t{"Dagnummeret (dager siden 1970-01-01) for år, måned og dag. En dato som ikke finnes, gir manglende verdi.",
				"The day number (days since 1970-01-01) of a year, month and day. A date that does not exist gives a missing value."},
			takes(number).gives(types.Integer), dateOf,
			"date(2024,2,29)", "19782", "date(2000,01,01)", "10957", "date(1969,12,31)", "-1", "date(2023,2,29)", "."),
		declare("isoformatdate", "isoformatdate(n)", 1, 1,
			t{"Dagnummeret som tekst på formen ÅÅÅÅ-MM-DD.", "The day number as text of the form YYYY-MM-DD."},
			takes(number).gives(types.Text), isoDate, "isoformatdate(19782)", "'2024-02-29'"),
		part("year", t{"Året i dagnummeret.", "The calendar year of a day number."},
			func(n int) int { y, _, _ := types.CivilFromDays(n); return y }, "year(18630)", "2021", "year(-1)", "1969"),
		part("month", t{"Måneden i dagnummeret, 1–12.", "The month of a day number, 1–12."},
			func(n int) int { _, m, _ := types.CivilFromDays(n); return m }, "month(19782)", "2"),
		part("day", t{"Dagen i måneden, 1–31.", "The day of the month, 1–31."},
			func(n int) int { _, _, d := types.CivilFromDays(n); return d }, "day(19782)", "29"),
		part("week", t{"Ukenummeret etter ISO 8601, 1–53.", "The week number of ISO 8601, 1–53."},
			week, "week(18630)", "53", "week(10957)", "52", "week(19782)", "9"),
		part("quarter", t{"Kvartalet, 1–4.", "The quarter, 1–4."},
			func(n int) int { _, m, _ := types.CivilFromDays(n); return (m-1)/3 + 1 }, "quarter(19782)", "1"),
		part("halfyear", t{"Halvåret: 1 for januar–juni, ellers 2.", "The half of the year: 1 for January–June, else 2."},
			func(n int) int { _, m, _ := types.CivilFromDays(n); return (m-1)/6 + 1 }, "halfyear(19782)", "1"),
		part("dow", t{"Ukedagen, mandag = 1 til søndag = 7.", "The day of the week, Monday = 1 to Sunday = 7."},
			weekday, "dow(19782)", "4", "dow(18630)", "7"),
		part("doy", t{"Dagen i året, 1–366.", "The day of the year, 1–366."},
			dayOfYear, "doy(19782)", "60", "doy(18627)", "366"),
	}
}

// dayPart applies f to day numbers; broken ones are floored.
func dayPart(f func(days int) int) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		if whole(args[0].Kind) {
			return kernel.MapWhole(c, types.Integer, args[0], func(n int64) (int64, bool) {
				if n < -farthestDay || n > farthestDay {
					return 0, false
				}
				return int64(f(int(n))), true
			})
		}
		return kernel.MapInt(c, types.Integer, args[0], func(x float64) (int64, bool) {
			if !(math.Abs(x) <= farthestDay) {
				return 0, false
			}
			return int64(f(int(math.Floor(x)))), true
		})
	}
}

// whole tells whether a kind is stored as whole numbers.
func whole(k types.Kind) bool {
	return k == types.Integer || k == types.Date || k == types.Boolean
}

func dateOf(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	return kernel.MapIntN(c, types.Integer, args, func(x []float64) (int64, bool) {
		y, m, d := math.Floor(x[0]), math.Floor(x[1]), math.Floor(x[2])
		if !(math.Abs(y) <= farthestDay/400 && m >= 1 && m <= 12 && d >= 1 && d <= 31) ||
			d > 28 && !types.ValidDate(int(y), int(m), int(d)) {
			return 0, false
		}
		return int64(types.DaysFromCivil(int(y), int(m), int(d))), true
	})
}

func isoDate(c *kernel.Context, args []*column.Column) (*column.Column, error) {
	if whole(args[0].Kind) {
		return textOfWhole(c, args[0], func(n int64) (string, bool) {
			if n < -farthestDay || n > farthestDay {
				return "", false
			}
			return types.ISODate(int(n)), true
		})
	}
	return kernel.TextOf(c, args[0], func(x float64) (string, bool) {
		if !(math.Abs(x) <= farthestDay) {
			return "", false
		}
		return types.ISODate(int(math.Floor(x))), true
	})
}

// weekday is 1 for Monday; day 0 was a Thursday.
func weekday(n int) int { return ((n+3)%7+7)%7 + 1 }

func dayOfYear(n int) int {
	y, _, _ := types.CivilFromDays(n)
	return n - types.DaysFromCivil(y, 1, 1) + 1
}

// week counts Thursdays: a week belongs to the year that its Thursday lies in.
func week(n int) int { return (dayOfYear(n-weekday(n)+4) + 6) / 7 }
