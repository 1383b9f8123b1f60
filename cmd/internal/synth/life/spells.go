package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
)

// EmitSpell takes one spell; stop none means it is still going on.
type EmitSpell func(value int64, start, stop int16)

// MaritalSpells follows the marital status from birth or arrival. Codes are
// positions in the list sivilstand, whose first item is 0: unknown, for some immigrants.
func (w *World) MaritalSpells(p int32, emit EmitSpell) {
	const unmarried, married, widowed, divorced, separated = 1, 2, 3, 4, 5
	var steps [40]struct {
		day  int16
		code int64
	}
	n := 1
	steps[0].day, steps[0].code = w.Entry[p], unmarried
	if w.statusUnknown(p) {
		steps[0].code = 0
	}
	push := func(d int16, code int64) {
		if n < len(steps) && steps[n-1].code != code {
			steps[n].day, steps[n].code = max(d, steps[n-1].day+1), code
			n++
		}
	}
	var chain [16]int32
	m := 0
	for k := w.lastUnion[p]; k >= 0 && m < len(chain); k = w.unions[k].before(p) {
		chain[m] = k
		m++
	}
	for m--; m >= 0; m-- {
		u := &w.unions[chain[m]]
		if u.Wed == calendar.None {
			continue
		}
		push(max(u.Wed, w.Entry[p]+1), married)
		q := u.Partner(p)
		switch {
		case u.dissolved:
			push(u.end, separated)
			push(w.divorcedOn(chain[:m+1]), divorced)
		case u.end == w.Death[q] && u.end < w.Exit[q]:
			push(u.end, widowed)
		}
	}
	gone := w.Gone(p)
	for i := range n {
		stop := calendar.None
		if i+1 < n {
			stop = steps[i+1].day - 1
		}
		if gone < calendar.NewYear(calendar.LastYear) {
			stop = min(stop, gone-1)
		}
		if steps[i].day < gone {
			emit(steps[i].code, steps[i].day, stop)
		}
	}
}

// ResidenceSpells gives the municipality from 1992 on, with a new spell on the day a
// border or code changes.
func (w *World) ResidenceSpells(p int32, emit EmitSpell) {
	days, at := w.path(p)
	gone, first := w.Gone(p), max(w.Entry[p], calendar.NewYear(1992))
	if gone <= first {
		return
	}
	code, since := int64(-1), int16(0)
	turn := func(d int16, place uint16) {
		if k := w.KommuneAt(place, d); k != code {
			if code >= 0 {
				emit(code, since, d-1)
			}
			code, since = k, d
		}
	}
	for i, place := range at {
		from, to := max(days[i], first), gone
		if i+1 < len(at) {
			to = min(to, days[i+1])
		}
		if from >= to {
			continue
		}
		turn(from, place)
		for _, d := range w.Geo.Changes {
			if d > from && d < to {
				turn(d, place)
			}
		}
	}
	stop := calendar.None
	if gone < calendar.NewYear(calendar.LastYear) {
		stop = gone - 1
	}
	emit(code, since, stop)
}

// KommuneAt is the code index of an atom on a day.
func (w *World) KommuneAt(place uint16, d int16) int64 {
	a := &w.Geo.Atoms[place]
	k := len(a.Codes) - 1
	for k > 0 && a.since[k] > d {
		k--
	}
	return a.index[k]
}
