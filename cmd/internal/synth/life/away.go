package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// AwayToStudy tells whether a resident studies elsewhere without having told the register;
// the word decides where.
func (v *View) AwayToStudy(p int32) (word uint64, away bool) {
	if a := v.Age(p, v.Day); a < 19 || a >= 25 || v.Level[p] < LevelShort || !v.Resident(p, v.Day) {
		return 0, false
	}
	word = v.homeLots.At(p, -1)
	return word, chance.Part(word, 0)%100 < 12
}

// PlaceOn is the atom a person lives in on a day.
func (h *History) PlaceOn(p int32, d int16) uint16 {
	days, at := h.path(p)
	return placeAt(days, at, d)
}
