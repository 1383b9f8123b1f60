package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Allowance is what a household gets for the cost of its dwelling in a year; one of its adults
// applies for it, month by month.
type Allowance struct {
	Granted, Refused int   // months
	Sum              int64 // kroner in the year
	Rent             int64 // cost of the dwelling in an average month that was granted
	LastRent         int64 // … in the last one
	Temporary        bool  // under rules that end
}

// HousingAllowance of a person in a year: of the older of a couple, of nobody who works, of
// nobody who owns a home, and mostly none. ok tells whether there was an application.
func (w *World) HousingAllowance(p int32, year int) (a Allowance, ok bool) {
	age := year - w.BornYear(p)
	last := calendar.NewYear(year+1) - 1
	if age < 18 || age > 97 || !w.Resident(p, last) || w.Works(p, year) {
		return a, false
	}
	limit := 390
	switch {
	case age < 24:
		limit = 290
	case age >= 67:
		limit = 310
	}
	if w.Category[p] == 'B' {
		limit = limit * 24 / 10
	}
	if w.Pay.OwnsHome(p, year) {
		limit /= 4
	}
	limit = max(0, min(limit*(1000-int(w.Ability[p])*500/1024)/1000, 500))
	lots := chance.NewStream(w.Seed, 82)
	luck := (chance.Part(lots.At(p, 0), 0)*1000>>16 + chance.Part(lots.At(p, year/2), 0)*1000>>16) / 2
	if luck >= meanLimit[limit] || last < w.leavesHome(p) {
		return a, false
	}
	if u := w.UnionAt(p, last); u != nil {
		q := u.Partner(p)
		if w.Works(q, year) || w.Birth[q] < w.Birth[p] || w.Birth[q] == w.Birth[p] && q < p {
			return a, false
		}
	}
	word := lots.At(p, year+3000)
	months := 12
	if r := chance.Part(word, 0) % 100; r < 45 {
		months = 1 + r*12/45
	}
	a.Refused = max(0, chance.Part(word, 1)%16-12)
	if r := chance.Part(word, 2) % 100; r < 14 { // nothing granted
		a.Refused, months = 1+r%6, 0
	}
	a.Granted = min(months, 12-a.Refused)
	if a.Granted > 0 {
		w.allowanceOf(&a, lots, p, year, word)
	}
	return a, true
}

// allowanceOf fills in the amounts.
func (w *World) allowanceOf(a *Allowance, lots chance.Stream, p int32, year int, word uint64) {
	index := int64(WageIndex.At(year))
	rent := 7600 * index / 1230
	switch size := w.Geo.Atoms[w.home[p]].Size; {
	case size > 400000:
		rent = rent * 130 / 100
	case size > 60000:
		rent = rent * 112 / 100
	}
	a.Rent = chance.Grow(rent, chance.Normal(lots.At(p, 1))*230/1024)
	a.LastRent = a.Rent * int64(99+chance.Part(word, 3)%6) / 100
	monthly := max(chance.Grow(a.Rent*37/100, chance.Normal(lots.At(p, year+4000))*330/1024), 500)
	a.Sum = min(monthly, a.Rent*80/100) * int64(a.Granted)
	a.Temporary = year < 2022 && chance.Part(lots.At(p, 2), 0)%1000 < 40
}
