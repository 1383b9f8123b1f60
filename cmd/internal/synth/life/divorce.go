package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// divorcedOn is the day a separation becomes a divorce: mostly after a year, for some much
// later, but before the next wedding. unions are those of a person that are not over before
// the one that ends, which is the last of them, newest first.
func (w *World) divorcedOn(unions []int32) int16 {
	k := len(unions) - 1
	word := chance.NewStream(w.Seed, 31).At(unions[k], 1)
	days := 365 + chance.Part(word, 0)%200
	if chance.Part(word, 1)%100 < 35 {
		days += chance.Part(word, 2) % (14 * 365)
	}
	end := w.unions[unions[k]].end
	d := calendar.ClampDay(int(end) + days)
	for k--; k >= 0; k-- {
		if wed := w.unions[unions[k]].Wed; wed != calendar.None {
			return max(end+1, min(d, wed-20))
		}
	}
	return d
}

// statusUnknown tells of which immigrants the register does not know whether they are married.
func (w *World) statusUnknown(p int32) bool {
	return w.Flags[p]&ImmigrantFlag != 0 && w.Age(p, w.Entry[p]) >= 18 && chance.Part(chance.NewStream(w.Seed, 31).At(p, 3), 0)%1000 < 15
}
