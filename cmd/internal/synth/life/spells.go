package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// EmitSpell takes one spell; stop none means it is still going on.
type EmitSpell func(value int64, start, stop int16)

// MaritalSpells follows the marital status from birth or arrival. Codes are
// positions in the list sivilstand, whose first item is 0.
func (w *World) MaritalSpells(p int32, emit EmitSpell) {
	const unmarried, married, widowed, divorced, separated = 1, 2, 3, 4, 5
	var steps [40]struct {
		day  int16
		code int64
	}
	n := 1
	steps[0].day, steps[0].code = w.Entry[p], unmarried
	push := func(d int16, code int64) {
		if n < len(steps) && steps[n-1].code != code {
			steps[n].day, steps[n].code = max(d, steps[n-1].day+1), code
			n++
		}
	}
	var chain [16]int32
	m := 0
	for k := w.LastUnion[p]; k >= 0 && m < len(chain); k = w.Unions[k].Before(p) {
		chain[m] = k
		m++
	}
	for m--; m >= 0; m-- {
		u := &w.Unions[chain[m]]
		if u.Wed == calendar.None {
			continue
		}
		push(max(u.Wed, w.Entry[p]+1), married)
		q := u.Partner(p)
		switch {
		case u.Dissolved:
			push(u.End, separated)
			push(calendar.ClampDay(int(u.End)+365), divorced)
		case u.End == w.Death[q] && u.End < w.Exit[q]:
			push(u.End, widowed)
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
	days, at := w.Path(p)
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
	for k > 0 && a.Since[k] > d {
		k--
	}
	return a.Index[k]
}

// slump is how many look for work, relative to an ordinary year.
var slump = chance.Curve{{2001, 105}, {2003, 140}, {2005, 135}, {2007, 75}, {2008, 75}, {2009, 120}, {2012, 105}, {2015, 130}, {2016, 130},
	{2019, 95}, {2020, 230}, {2021, 140}, {2022, 80}, {2024, 90}}

// seekerCodes are positions in the list arbsoek_hoved with their shares.
var seekerCodes = struct {
	index  []int64
	shares []int
}{[]int64{0, 1, 2, 12, 13}, []int{64, 13, 12, 5, 6}}

// SeekerSpells gives the times a person was registered as looking for work.
func (w *World) SeekerSpells(p int32, emit EmitSpell) {
	born := w.BornYear(p)
	last := int16(-32768)
	for y := max(2001, born+17); y < min(calendar.LastYear, born+67); y++ {
		limit := 62
		if !w.Works(p, y) {
			limit = 270
		}
		if w.Category[p] == 'B' {
			limit = limit * 17 / 10
		}
		if w.Level[p] == LevelCompulsory {
			limit = limit * 14 / 10
		}
		word := w.SeekLots.At(p, y)
		if chance.Part(word, 0)%1000 >= limit*slump.At(y)/100 {
			continue
		}
		start := calendar.NewYear(y) + int16(chance.Part(word, 1)%240)
		length := 15 + chance.Part(word, 2)%60 + chance.Part(word, 3)%330*(chance.Part(word, 2)%3)/2
		stop := calendar.ClampDay(int(start) + length)
		if start <= last || start < w.Entry[p] || start >= w.Gone(p) {
			continue
		}
		if g := w.Gone(p); stop >= g {
			stop = g - 1
		}
		last = stop
		if stop >= calendar.NewYear(calendar.LastYear) {
			stop = calendar.None
		}
		emit(seekerCodes.index[chance.Pick(chance.Mix(word), seekerCodes.shares, 100)], start, stop)
	}
}

// SeeksWork tells whether somebody is registered as fully unemployed on a day.
func (w *World) SeeksWork(p int32, d int16) (found bool) {
	w.SeekerSpells(p, func(code int64, start, stop int16) {
		found = found || code == 0 && start <= d && d <= stop
	})
	return found
}
