package synth

// maritalSpells follows the marital status from birth or arrival. Codes are
// positions in the list sivilstand, whose first item is 0.
func (w *world) maritalSpells(p int32, emit emitSpell) {
	const unmarried, married, widowed, divorced, separated = 1, 2, 3, 4, 5
	var steps [40]struct {
		day  int16
		code int64
	}
	n := 1
	steps[0].day, steps[0].code = w.entry[p], unmarried
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
		if u.wed == none {
			continue
		}
		push(max(u.wed, w.entry[p]+1), married)
		q := u.partner(p)
		switch {
		case u.dissolved:
			push(u.end, separated)
			push(clampDay(int(u.end)+365), divorced)
		case u.end == w.death[q] && u.end < w.exit[q]:
			push(u.end, widowed)
		}
	}
	gone := w.gone(p)
	for i := range n {
		stop := none
		if i+1 < n {
			stop = steps[i+1].day - 1
		}
		if gone < newYear(lastYear) {
			stop = min(stop, gone-1)
		}
		if steps[i].day < gone {
			emit(steps[i].code, steps[i].day, stop)
		}
	}
}

// residenceSpells gives the municipality from 1992 on, with a new spell on the day a
// border or code changes.
func (w *world) residenceSpells(p int32, emit emitSpell) {
	days, at := w.path(p)
	gone, first := w.gone(p), max(w.entry[p], newYear(1992))
	if gone <= first {
		return
	}
	code, since := int64(-1), int16(0)
	turn := func(d int16, place uint16) {
		if k := w.kommuneAt(place, d); k != code {
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
		for _, d := range w.geo.changes {
			if d > from && d < to {
				turn(d, place)
			}
		}
	}
	stop := none
	if gone < newYear(lastYear) {
		stop = gone - 1
	}
	emit(code, since, stop)
}

// kommuneAt is the code index of an atom on a day.
func (w *world) kommuneAt(place uint16, d int16) int64 {
	a := &w.geo.atoms[place]
	k := len(a.codes) - 1
	for k > 0 && a.since[k] > d {
		k--
	}
	return a.index[k]
}

// educationSpells gives the highest education reached.
func (w *world) educationSpells(p int32, emit emitSpell) {
	var buf [8]study
	w.History.educationSpells(w.studyLots, p, buf[:], func(code uint16, start, stop int16) { emit(int64(code), start, stop) })
}

// slump is how many look for work, relative to an ordinary year.
var slump = curve{{2001, 105}, {2003, 140}, {2005, 135}, {2007, 75}, {2008, 75}, {2009, 120}, {2012, 105}, {2015, 130}, {2016, 130},
	{2019, 95}, {2020, 230}, {2021, 140}, {2022, 80}, {2024, 90}}

// seekerCodes are positions in the list arbsoek_hoved with their shares.
var seekerCodes = struct {
	index  []int64
	shares []int
}{[]int64{0, 1, 2, 12, 13}, []int{64, 13, 12, 5, 6}}

// seekerSpells gives the times a person was registered as looking for work.
func (w *world) seekerSpells(p int32, emit emitSpell) {
	born := w.bornYear(p)
	last := int16(-32768)
	for y := max(2001, born+17); y < min(lastYear, born+67); y++ {
		limit := 62
		if !w.works(p, y) {
			limit = 270
		}
		if w.category[p] == 'B' {
			limit = limit * 17 / 10
		}
		if w.level[p] == levelCompulsory {
			limit = limit * 14 / 10
		}
		word := w.seekLots.at(p, y)
		if part(word, 0)%1000 >= limit*slump.at(y)/100 {
			continue
		}
		start := newYear(y) + int16(part(word, 1)%240)
		length := 15 + part(word, 2)%60 + part(word, 3)%330*(part(word, 2)%3)/2
		stop := clampDay(int(start) + length)
		if start <= last || start < w.entry[p] || start >= w.gone(p) {
			continue
		}
		if g := w.gone(p); stop >= g {
			stop = g - 1
		}
		last = stop
		if stop >= newYear(lastYear) {
			stop = none
		}
		emit(seekerCodes.index[pick(mix(word), seekerCodes.shares, 100)], start, stop)
	}
}

// seeksWork tells whether somebody is registered as fully unemployed on a day.
func (w *world) seeksWork(p int32, d int16) (found bool) {
	w.seekerSpells(p, func(code int64, start, stop int16) {
		found = found || code == 0 && start <= d && d <= stop
	})
	return found
}
