package fn

import (
	"math"
	"slices"

	"github.com/mdscript/mdscript/lang/types"
	"github.com/mdscript/mdscript/runtime/column"
	"github.com/mdscript/mdscript/runtime/kernel"
	"github.com/mdscript/mdscript/runtime/registry"
)

func rowWise() []registry.Function {
	wide := func(name string, summary t, whole func([]int64) (int64, bool), real func([]float64) (float64, bool), examples ...string) registry.Function {
		return declare(name, name+"(a, …)", 1, -1, summary, takes(number).widest(), reduceBoth(whole, real), examples...)
	}
	real := func(name string, summary t, f func([]float64) (float64, bool), examples ...string) registry.Function {
		return declare(name, name+"(a, …)", 1, -1, summary, takes(number).gives(types.Decimal),
			func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
				return kernel.Reduce(c, args, f)
			}, examples...)
	}
	count := func(name string, summary t, present bool, examples ...string) registry.Function {
		return declare(name, name+"(a, …)", 1, -1, summary, takes(anything).gives(types.Integer),
			func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
				return kernel.CountMissing(c, args, present)
			}, examples...)
	}
	return []registry.Function{
		wide("rowmax", t{"Den største verdien i raden. Manglende verdier hoppes over; mangler alle, mangler resultatet.",
			"The largest value of the row. Missing values are skipped; when all are missing, so is the result."},
			extreme(slices.Max[[]int64]), extreme(slices.Max[[]float64]), "rowmax(1, ., 3)", "3", "rowmax(., .)", "."),
		wide("rowmin", t{"Den minste verdien i raden. Manglende verdier hoppes over; mangler alle, mangler resultatet.",
			"The smallest value of the row. Missing values are skipped; when all are missing, so is the result."},
			extreme(slices.Min[[]int64]), extreme(slices.Min[[]float64]), "rowmin(1, ., 3)", "1"),
		wide("rowtotal", t{"Summen av raden. Manglende verdier teller som 0, også når alle mangler.",
			"The sum of the row. Missing values count as 0, also when all are missing."},
			sumWhole, func(x []float64) (float64, bool) { return sum(x), true }, "rowtotal(1, ., 3)", "4", "rowtotal(., .)", "0"),
		real("rowmean", t{"Gjennomsnittet av verdiene i raden. Manglende verdier hoppes over; mangler alle, mangler resultatet.",
			"The mean of the row's values. Missing values are skipped; when all are missing, so is the result."},
			func(x []float64) (float64, bool) { return sum(x) / float64(len(x)), len(x) > 0 }, "rowmean(1, ., 3)", "2"),
		real("rowmedian", t{"Medianen av verdiene i raden. Manglende verdier hoppes over; mangler alle, mangler resultatet.",
			"The median of the row's values. Missing values are skipped; when all are missing, so is the result."},
			median, "rowmedian(3, 1, ., 2)", "2", "rowmedian(1, 2, 4, 8)", "3"),
		real("rowstd", t{"Standardavviket til verdiene i raden (nevner m − 1). Manglende verdier hoppes over; færre enn to gir manglende.",
			"The standard deviation of the row's values (divisor m − 1). Missing values are skipped; fewer than two give a missing value."},
			deviation, "rowstd(2,4,6)", "2", "rowstd(2, .)", "."),
		count("rowmissing", t{"Antall manglende verdier i raden, av alle slag.", "The number of missing values of the row, of any kind."}, false,
			"rowmissing(1, ., 'a')", "1"),
		count("rowvalid", t{"Antall verdier i raden som ikke mangler, av alle slag.", "The number of values of the row that are not missing, of any kind."}, true,
			"rowvalid(1, ., 3)", "2", "rowvalid(1, 'a')", "2"),
		declare("rowconcat", "rowconcat(a, …)", 1, -1,
			t{"Tekstene satt etter hverandre. En manglende tekst teller som tom; gjør tall om med string() først.",
				"The texts one after the other. A missing text counts as empty; convert numbers with string() first."},
			takes(words).gives(types.Text), rowConcat, "rowconcat('a', '-', 'b')", "'a-b'", "rowconcat('a', .)", "'a'", "rowconcat(.)", "''"),
	}
}

// reduceBoth computes on whole numbers unless an argument is decimal.
func reduceBoth(wholeRow func([]int64) (int64, bool), realRow func([]float64) (float64, bool)) evaluation {
	return func(c *kernel.Context, args []*column.Column) (*column.Column, error) {
		for _, a := range args {
			if a.Kind == types.Decimal {
				return kernel.Reduce(c, args, realRow)
			}
		}
		return kernel.ReduceWhole(c, types.Integer, args, wholeRow)
	}
}

func extreme[T int64 | float64](f func([]T) T) func([]T) (T, bool) {
	return func(x []T) (T, bool) {
		if len(x) == 0 {
			return 0, false
		}
		return f(x), true
	}
}

func sum(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v
	}
	return s
}

// sumWhole is missing when the sum does not fit, whatever the order of its parts.
func sumWhole(x []int64) (int64, bool) {
	s, turns := int64(0), 0
	for _, v := range x {
		next := s + v
		switch {
		case v > 0 && next < s:
			turns++
		case v < 0 && next > s:
			turns--
		}
		s = next
	}
	return s, turns == 0
}

func median(x []float64) (float64, bool) {
	if len(x) == 0 {
		return 0, false
	}
	slices.Sort(x)
	m := len(x) / 2
	if len(x)%2 == 1 {
		return x[m], true
	}
	return float64(x[m-1]/2) + float64(x[m]/2), true
}

// deviation sums squared distances from the mean.
func deviation(x []float64) (float64, bool) {
	if len(x) < 2 {
		return 0, false
	}
	mean := sum(x) / float64(len(x))
	s := 0.0
	for _, v := range x {
		d := v - mean
		s += float64(d * d)
	}
	return math.Sqrt(s / float64(len(x)-1)), true
}
