package life

import (
	"context"
	"fmt"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
)

// World is a finished history with what is needed to write it down.
type World struct {
	*History
	Cat          *names.Catalogue
	Pay          *pay
	studyLots    chance.Stream
	seekLots     chance.Stream
	homeLots     chance.Stream
	CountryIndex [256]int64 // country → index in the code list
	kommune      map[string]int64
	units        units
	memo         memo
	benefit      benefitMemo
	labour       labour
}

// Simulate makes a population of so many residents and all that is known about it. progress
// gets the share of the work that is done; it may not be nil.
func Simulate(ctx context.Context, persons int, seed uint64, cat *names.Catalogue, progress func(float64)) (*World, error) {
	h, err := newHistory(ctx, persons, seed, progress)
	if err != nil {
		return nil, err
	}
	return newWorld(h, cat)
}

// newWorld completes a history: where people live, work and study, and what they own.
func newWorld(h *History, cat *names.Catalogue) (*World, error) {
	h.readLists(cat)
	h.Ids = make([]int64, h.Persons())
	fnr := chance.NewStream(h.Seed, 20)
	for p := range h.Ids {
		h.Ids[p] = fnr.Pseudonym(uint64(p))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.buildPaths()
		h.buildCourses()
	}()
	h.buildWork()
	h.buildJobs()
	h.BuildVehicles()
	<-done
	return worldOf(h, cat)
}

// readLists takes what a history draws from out of the code lists.
func (h *History) readLists(cat *names.Catalogue) {
	h.Occupations = newOccupations(cat.Codes("styrk08"))
	h.Courses = newCourses(cat.Codes("nus2000"))
}

// worldOf adds what is known without living through anything.
func worldOf(h *History, cat *names.Catalogue) (*World, error) {
	w := &World{History: h, Cat: cat, Pay: newPay(h), studyLots: chance.NewStream(h.Seed, 7), seekLots: chance.NewStream(h.Seed, 9),
		homeLots: chance.NewStream(h.Seed, 10), kommune: map[string]int64{}}
	land := index(cat.Codes("land"))
	for i, o := range origins {
		k, ok := land[o.code]
		if !ok {
			return nil, fmt.Errorf("country %s is not in the code list", o.code)
		}
		w.CountryIndex[i] = k
	}
	w.CountryIndex[Norway] = land["000"]
	w.kommune = index(cat.Codes("kommune"))
	for i := range h.Geo.Atoms {
		a := &h.Geo.Atoms[i]
		for _, c := range a.Codes {
			k, ok := w.kommune[c]
			if !ok {
				return nil, fmt.Errorf("municipality %s is not in the code list", c)
			}
			a.index = append(a.index, k)
		}
	}
	return w, nil
}

// index numbers codes by position.
func index(codes []string) map[string]int64 {
	m := make(map[string]int64, len(codes))
	for i, c := range codes {
		m[c] = int64(i)
	}
	return m
}

func (w *World) ParentID(p, parent int32, hidden uint8) (int64, bool) {
	if parent < 0 || w.Flags[p]&hidden != 0 {
		return 0, false
	}
	return w.Ids[parent], true
}

// View is a history looked at in one period; what many variables of the period
// share is found once. It is safe for concurrent use.
type View struct {
	*World
	viewMemo    memo
	Day, Stop   int16
	Year, Month int

	families, next found[*Frame]
	houses, joined found[*Households] // of both
	main, seekers  found[[]int32]
	atoms          found[[]uint16]
	incomes        found[[]int64]
	codes          found[[]int64]
	hours          found[hoursSums]
}

func NewView(w *World, at calendar.Period) *View {
	y := calendar.YearOf(at.Start)
	month := int(calendar.YearMonth(at.Start) % 100)
	return &View{World: w, Day: at.Start, Stop: at.Stop, Year: y, Month: month}
}

// Frame is the families of 1 January of the year.
func (v *View) Frame() *Frame {
	return v.families.get(func() *Frame { return newFrame(v.History, v.Year) })
}

// NextFrame is the families of the next 1 January: those who share the year's income.
func (v *View) NextFrame() *Frame {
	return v.next.get(func() *Frame { return newFrame(v.History, v.Year+1) })
}

// FamilyIncome is the income after tax of the view's year of the families of the next 1 January, by head.
func (v *View) FamilyIncome() []int64 {
	return v.incomes.get(func() []int64 { return sumBy(v.AfterTaxes(), v.NextFrame().Head) })
}

func (v *View) MainJobs() []int32 {
	return v.main.get(func() []int32 { return v.History.MainJobs(v.Day) })
}

// Places is the atom every person lives in on the day, for residents.
func (v *View) Places() []uint16 {
	return v.atoms.get(func() []uint16 {
		atoms := make([]uint16, v.Persons())
		for p := range atoms {
			days, at := v.path(int32(p))
			atoms[p] = placeAt(days, at, v.Day)
		}
		return atoms
	})
}

// Status of the person number: index into 1 resident, 3 emigrated, 5 dead.
func (v *View) Status(p int32) int64 {
	switch {
	case v.Exit[p] <= v.Day && v.Exit[p] < v.Death[p]:
		return 1
	case v.Death[p] <= v.Day:
		return 2
	}
	return 0
}

// Municipality is the index of the municipality a resident lives in.
func (v *View) Municipality(p int32) (int64, bool) {
	if !v.Resident(p, v.Day) {
		return 0, false
	}
	return v.KommuneOf(v.Places()[p]), true
}

// ActualMunicipality differs for a few students who have not told the register.
func (v *View) ActualMunicipality(p int32) (int64, bool) {
	k, ok := v.Municipality(p)
	if word, away := v.AwayToStudy(p); away {
		return v.KommuneOf(v.Geo.Campus.Draw(chance.Mix(word))), true
	}
	return k, ok
}

func (v *View) KommuneOf(at uint16) int64 {
	return v.codes.get(func() []int64 { return v.KommuneCodes(v.Day) })[at]
}

// KommuneCodes gives the index of the municipality code of each atom on a day.
func (w *World) KommuneCodes(d int16) []int64 {
	codes := make([]int64, len(w.Geo.Atoms))
	for i := range codes {
		codes[i] = w.KommuneAt(uint16(i), d)
	}
	return codes
}

// Earns gives an amount to those who lived in the country some day of the period.
func (v *View) Earns(p int32, amount func() int64) int64 {
	if v.Entry[p] > v.Stop || v.Gone(p) <= v.Day {
		return 0
	}
	return amount()
}

// LabourStatus on the day: 0 outside, 1 employee, 2 self-employed, 3 unemployed.
func (v *View) LabourStatus(p int32) (int64, bool) {
	age := v.Age(p, v.Day)
	switch {
	case age < 15 || !v.Resident(p, v.Day):
		return 0, false
	case v.OwnBusiness(p):
		return 2, true
	case v.MainJobs()[p] >= 0:
		return 1, true
	case v.Unemployed(p):
		return 3, true
	}
	return 0, true
}
