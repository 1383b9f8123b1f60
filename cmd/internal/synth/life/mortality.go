package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// lifeTable gives, by birth year and sex, how many of 2^32 newborns live to each birthday.
type lifeTable struct {
	alive [calendar.LastYear - calendar.FirstYear + 1][2][113]uint32
}

// newLifeTable follows every birth year through the mortality of the calendar years
// it lives in. Mortality falls 2.2 % a year towards the present and was highest in
// the past among the young.
func newLifeTable() *lifeTable {
	const yearly = 1.022
	var trend [260]float64 // by calendar year from 1880, relative to 2023
	trend[2023-1880] = 1
	for y := 2022; y >= 1880; y-- {
		trend[y-1880] = min(trend[y-1880+1]*yearly, 9)
	}
	for y := 2024; y < 1880+len(trend); y++ {
		trend[y-1880] = trend[y-1880-1] / yearly
	}
	t := &lifeTable{}
	for y := calendar.FirstYear; y <= calendar.LastYear; y++ {
		for sex := range 2 {
			t.fill(y, sex, trend[:])
		}
	}
	return t
}

func (t *lifeTable) fill(y, sex int, trend []float64) {
	row := &t.alive[y-calendar.FirstYear][sex]
	left := 4294967295.0
	for a := range row {
		row[a] = uint32(left)
		f := float64(menFactor.At(a)) / 1000
		if sex == 1 {
			f = 2 - f
		}
		risk := float64(float64(float64(mortality.At(a))/chance.Million*f) * trend[y+a-1880])
		if a >= 80 { // old-age mortality has fallen less
			risk = float64(risk+float64(float64(mortality.At(a))/chance.Million*f)) / 2
		}
		left *= float64(1 - min(risk, 1))
	}
	row[len(row)-1] = 0
}

// death draws the day of death of somebody born on a day, given that they live on
// the day `alive`.
func (t *lifeTable) death(birth int16, born, sex int, alive int16, word uint64) int16 {
	row := &t.alive[born-calendar.FirstYear][sex]
	age := max(0, int(int32(alive)-int32(birth))*100/36525)
	top := uint64(row[min(age, len(row)-1)])
	r := uint32((word >> 32) * top >> 32)
	lo, hi := age, len(row)-1
	for lo < hi { // first birthday not reached
		if mid := (lo + hi) / 2; row[mid] > r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	d := int(birth) + (lo-1)*36525/100 + chance.Part(word, 0)%365
	d = max(d, int(alive)+1)
	if d >= int(calendar.NewYear(calendar.LastYear)) {
		return calendar.None
	}
	return int16(d)
}
