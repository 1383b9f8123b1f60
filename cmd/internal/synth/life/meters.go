package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// MeterYear is the first year with readings of metering points.
const MeterYear = 2020

// Meter is a metering point for electricity with the person who pays, and what it is for. A
// new one begins when a household gets another dwelling.
type Meter struct {
	Holder   int32
	Yearly   int32  // kWh of an ordinary year
	Solar    int32  // kWh that a roof gives in a year, 0 without
	Place    uint16 // atom
	From, To uint8  // months since January of MeterYear, both included
	Since    uint8  // month from which the roof gives power
	Use      uint8  // MeterHome, MeterCabin or MeterOther
	Building uint8  // index into DwellingKinds, of MeterHome
}

// Uses of a metering point.
const (
	MeterHome = iota
	MeterCabin
	MeterOther
)

const meterMonths = (calendar.LastYear - MeterYear) * 12

// Meters are all metering points.
func (w *World) Meters() []Meter { return w.units.meters.get(func() []Meter { return newMeters(w) }) }

// MonthOf numbers the month of a day from January of MeterYear; negative before.
func MonthOf(d int16) int {
	ym := int(calendar.YearMonth(d))
	return (ym/100-MeterYear)*12 + ym%100 - 1
}

// meterYears is the work of newMeters.
type meterYears struct {
	*World
	lots chance.Stream
	all  []Meter
	word []uint16 // by meter: which dwelling it is in
	at   []int32  // by oldest member of a household: its meter, −1 none
}

// newMeters follows the households from New Year to New Year: who keeps the dwelling keeps the
// meter; who has changed has done so in a month of the year between.
func newMeters(w *World) []Meter {
	b := &meterYears{World: w, lots: chance.NewStream(w.Seed, 88), at: filled(w.Persons())}
	for y := MeterYear; y < calendar.LastYear; y++ {
		b.year(y)
	}
	b.cabins()
	kept := b.all[:0]
	for _, m := range b.all {
		first, last := MonthOf(w.Entry[m.Holder]), meterMonths
		if w.Entry[m.Holder] != calendar.Day(2020, first+1, 1) {
			first++
		}
		if g := w.Gone(m.Holder); g < calendar.NewYear(calendar.LastYear) {
			last = MonthOf(g - 1)
		}
		from, to := max(int(m.From), first), min(int(m.To), last)
		if from <= to {
			m.From, m.To = uint8(from), uint8(to)
			kept = append(kept, m)
		}
	}
	return kept
}

func (b *meterYears) year(y int) {
	v := NewView(b.World, calendar.Period{Start: calendar.NewYear(y), Stop: calendar.NewYear(y)})
	homes := v.Homes()
	for p := range int32(b.Persons()) {
		if homes.House[p] != p {
			if k := b.at[p]; k >= 0 { // has moved in with somebody, or is gone
				b.all[k].To = uint8(b.change(p, y) - 1)
				b.at[p] = -1
			}
			continue
		}
		d := homes.Home(p)
		k := b.at[p]
		if k >= 0 && b.word[k] == uint16(d.Word) {
			continue
		}
		from := 0
		if y > MeterYear {
			from = b.change(p, y)
		}
		if k >= 0 {
			b.all[k].To = uint8(max(from, 1) - 1)
			b.at[p] = -1
		}
		if d.Link != Institution && v.Age(p, v.Day) >= 18 {
			b.at[p] = int32(len(b.all))
			b.all = append(b.all, b.homeMeter(p, &d, homes.placeOn(p), from))
			b.word = append(b.word, uint16(d.Word))
		}
	}
}

// change is the month of the year before y in which a household changed its dwelling, never
// the first of all.
func (b *meterYears) change(p int32, y int) int {
	return (y-1-MeterYear)*12 + max(1, chance.Part(b.lots.At(p, y), 0)*12>>16)
}

// meterUse is what a home of each kind uses in a year, with the area that is meant.
var meterUse = [...]struct{ yearly, area int64 }{{19900, 155}, {15200, 112}, {13300, 100}, {9000, 68}, {6500, 45}}

func (b *meterYears) homeMeter(p int32, d *Dwelling, place uint16, from int) Meter {
	m := Meter{Holder: p, Place: place, From: uint8(from), To: meterMonths - 1, Use: MeterHome, Building: uint8(d.Kind)}
	group := 4
	switch {
	case d.Kind < Semi:
		group = 0
	case d.Kind < Row:
		group = 1
	case d.Kind < Flat:
		group = 2
	case d.Kind < Students:
		group = 3
	}
	u := meterUse[group]
	base := u.yearly*55/100 + u.yearly*45/100*int64(d.Area)/u.area
	m.Yearly = int32(chance.Grow(base, chance.Normal(chance.Mix(d.Word+40))*400/1024-75))
	word := chance.Mix(d.Word + 41)
	if lot := chance.Part(word, 0) * 1000 >> 16; lot < 42 && group < 3 && d.Tenure != Rented {
		m.Solar = int32(chance.Grow(4100, chance.Normal(chance.Mix(word))*380/1024))
		grown := chance.Part(word, 1) * chance.Part(word, 2) >> 16
		m.Since = uint8(meterMonths - 1 - grown*meterMonths*11/10>>16)
		if grown*11/10 >= 65536 || chance.Part(word, 3)%100 < 14 {
			m.Since = 0
		}
	}
	return m
}

// cabins adds the metering points that people have besides their home.
func (b *meterYears) cabins() {
	for p := range int32(b.Persons()) {
		age := MeterYear - b.BornYear(p)
		if age < 30 || age > 84 || b.Gone(p) <= calendar.NewYear(MeterYear) {
			continue
		}
		word := b.lots.At(p, 1)
		share := 40 + (age-30)*5
		if b.Category[p] == 'B' {
			share /= 6
		}
		m := Meter{Holder: p, To: meterMonths - 1}
		switch lot := chance.Part(word, 0) * 1000 >> 16; {
		case lot < min(share, 170):
			m.Use, m.Place = MeterCabin, b.countryside(chance.Mix(word))
			m.Yearly = int32(chance.Grow(6500, chance.Normal(chance.Mix(word+1))*550/1024-140))
		case lot >= 985:
			m.Use, m.Place = MeterOther, b.home[p]
			m.Yearly = int32(chance.Grow(2400, chance.Normal(chance.Mix(word+1))*900/1024-380))
		default:
			continue
		}
		b.all = append(b.all, m)
	}
}

// countryside draws a place where there are few people.
func (b *meterYears) countryside(word uint64) (place uint16) {
	for range 12 {
		if place = b.Geo.All.Draw(word); b.Geo.Atoms[place].Size < 14_000 {
			return place
		}
		word = chance.Mix(word + 1)
	}
	return place
}
