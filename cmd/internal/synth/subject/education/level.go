package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// levelVariables are the highest education of a person and of the parents.
func levelVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "NUDB_BU", Spells: (*life.World).EducationSpells},
		{Name: "NUDB_SOSBAK", Fixed: background},
		{Name: "NUDB_NUS2000_FAR_16", Fixed: func(w *life.World, p int32) (int64, bool) { return parentAt16(w, p, w.Father[p], life.FatherHidden) }},
		{Name: "NUDB_NUS2000_MOR_16", Fixed: func(w *life.World, p int32) (int64, bool) { return parentAt16(w, p, w.Mother[p], life.MotherHidden) }},
		{Name: "NUDB_KOMM_16", Fixed: homeAt16},
	}
}

// sixteen is the day a person turns 16; ok for those who have done so while data are kept, and
// were known to the register at some time after it.
func sixteen(w *life.World, p int32) (d int16, ok bool) {
	d = calendar.ClampDay(int(w.Birth[p]) + 16*36525/100)
	return d, d < horizon && d < w.Gone(p)
}

func parentAt16(w *life.World, p, parent int32, hidden uint8) (int64, bool) {
	d, ok := sixteen(w, p)
	if !ok || parent < 0 || w.Flags[p]&hidden != 0 {
		return 0, false
	}
	code, ok := w.EducationAt(parent, d)
	return int64(code), ok
}

// background is the higher of the parents' levels when a child was 16, as an index into
// 1 2 3 4 9.
func background(w *life.World, p int32) (int64, bool) {
	if _, ok := sixteen(w, p); !ok {
		return 0, false
	}
	best := byte(0)
	for _, q := range [...]struct {
		who    int32
		hidden uint8
	}{{w.Mother[p], life.MotherHidden}, {w.Father[p], life.FatherHidden}} {
		if code, ok := parentAt16(w, p, q.who, q.hidden); ok {
			if digit := w.Courses.Codes[code][0]; digit != '9' {
				best = max(best, digit)
			}
		}
	}
	switch {
	case best == 0:
		return 4, true
	case best >= '7':
		return 0, true
	case best == '6':
		return 1, true
	case best >= '3':
		return 2, true
	}
	return 3, true
}

// homeAt16 is the municipality somebody lived in on the 16th birthday.
func homeAt16(w *life.World, p int32) (int64, bool) {
	d, ok := sixteen(w, p)
	if !ok || d < calendar.NewYear(calendar.PathYear) || d < w.Entry[p] {
		return 0, false
	}
	return w.KommuneAt(w.PlaceAt(p, d), d), true
}
