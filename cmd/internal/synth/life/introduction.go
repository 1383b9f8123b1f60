package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Programme is somebody's time in the introduction programme for new refugees and their
// families.
type Programme struct {
	Start, Stop int16  // first and last day
	Deadline    int16  // day by which it must be completed
	Extended    bool   // longer than two years
	Word        uint64 // what else is drawn about it
}

var (
	programmeLaw = calendar.Day(2004, 9, 1) // municipalities must offer it from then
	// IntegrationAct replaces the Introduction Act for those who begin from this day on.
	IntegrationAct = calendar.Day(2021, 1, 1)
)

// IntroductionProgramme of a person, who takes part once at most. It ends when the person
// leaves the country.
func (w *World) IntroductionProgramme(p int32) (g Programme, ok bool) {
	if w.Flags[p]&ImmigrantFlag == 0 || w.Entry[p] < programmeLaw {
		return g, false
	}
	age := w.Age(p, w.Entry[p])
	r, known := w.ImmigrationReason(p)
	if age < 18 || age > 54 || !known || r != ForRefuge && r != ForFamily {
		return g, false
	}
	g.Word = chance.NewStream(w.Seed, 33).At(p, 0)
	ukraine := origins[w.Country[p]].code == "148"
	share := 860
	switch {
	case r == ForFamily && !w.followsRefugee(p):
		return g, false
	case ukraine:
		share = 700
	}
	if chance.Part(g.Word, 0)%1000 >= share {
		return g, false
	}
	g.Start = calendar.AddDays(w.Entry[p], 40+chance.Part(g.Word, 1)%150)
	days := 420 + chance.Part(g.Word, 2)%480
	switch {
	case ukraine || w.Level[p] >= LevelSecondary && g.Start >= IntegrationAct:
		days = 180 + chance.Part(g.Word, 2)%360
	case w.Level[p] == LevelCompulsory && chance.Part(g.Word, 3)%100 < 40:
		days = 731 + chance.Part(g.Word, 2)%364
	}
	g.Extended = days > 730
	g.Deadline = calendar.AddDays(g.Start, max(days, 365)+60)
	g.Stop = min(calendar.AddDays(g.Start, days), w.Gone(p)-1)
	return g, g.Start < g.Stop
}

// followsRefugee tells whether somebody who came for family comes from a country of refugees.
func (w *World) followsRefugee(p int32) bool {
	by := cameBy(origins[w.Country[p]].code, calendar.YearOf(w.Entry[p]))
	return by[ForRefuge] > 200
}
