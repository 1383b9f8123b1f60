package card

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/lang/catalogue"
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// dates sums the measurement dates up: years with the same days of the year share a line.
func dates(v *catalogue.Variable) text.Text {
	if v.Temporality != types.Status || len(v.StatusDates) == 0 {
		return text.Text{}
	}
	var nb, en []string
	for _, r := range runs(v.StatusDates) {
		years := strconv.Itoa(r.first)
		if r.last > r.first {
			years += "-" + strconv.Itoa(r.last)
		}
		days := r.days()
		nb, en = append(nb, years+": "+days.NB), append(en, years+": "+days.EN)
	}
	return text.Text{NB: strings.Join(nb, "; "), EN: strings.Join(en, "; ")}
}

// run is consecutive years with the same measurement dates.
type run struct {
	first, last int
	dates       []int // of the first year
}

func runs(all []int) []run {
	var out []run
	for i := 0; i < len(all); {
		year, _, _ := types.CivilFromDays(all[i])
		j := i
		for j < len(all) && all[j] < types.DaysFromCivil(year+1, 1, 1) {
			j++
		}
		this := run{year, year, all[i:j]}
		if n := len(out); n > 0 && out[n-1].last == year-1 && out[n-1].days() == this.days() {
			out[n-1].last = year
		} else {
			out = append(out, this)
		}
		i = j
	}
	return out
}

// days words the dates of a year: the day of every month, or each as MM-DD.
func (r run) days() text.Text {
	same, ends := len(r.dates) == 12, len(r.dates) == 12
	var each []string
	_, _, first := types.CivilFromDays(r.dates[0])
	for i, d := range r.dates {
		_, m, dom := types.CivilFromDays(d)
		_, _, next := types.CivilFromDays(d + 1)
		same = same && dom == first && m == i+1
		ends = ends && next == 1 && m == i+1
		each = append(each, types.ISODate(d)[5:])
	}
	switch {
	case same:
		return text.Text{NB: fmt.Sprintf("dag %d i hver måned", first), EN: fmt.Sprintf("day %d of every month", first)}
	case ends:
		return text.Text{NB: "siste dag i hver måned", EN: "last day of every month"}
	}
	return text.Same(strings.Join(each, ", "))
}
