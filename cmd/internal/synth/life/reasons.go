package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Reason is why somebody first came to live in the country.
type Reason uint8

// Reasons in the order of the code list inngrunn.
const (
	ForWork Reason = iota
	ForFamily
	ForRefuge
	ForStudies
	ForOther
	Unknown
)

// ways people come from a country at a time, with the weights of the reasons of a grown-up
// who comes first: work, family, refuge, studies, other, unknown.
var (
	byWar     = []int{60, 140, 780, 18, 2, 0}
	byMix     = []int{230, 390, 280, 90, 8, 2}
	byFamily  = []int{190, 605, 15, 175, 12, 3}
	byJobs    = []int{850, 90, 0, 50, 8, 2}
	byStudies = []int{485, 150, 5, 345, 12, 3}
)

// cameBy tells how people come from a country that is not Nordic in a year.
func cameBy(code string, year int) []int {
	switch code {
	case "148": // Ukraine
		if year >= 2022 {
			return byWar
		}
		return byStudies
	case "155", "161", "159", "122": // the wars of Yugoslavia
		if year < 2003 {
			return byWar
		}
		return byFamily
	case "564", "346", "241", "404", "356", "279", "260", "980":
		return byWar
	case "452", "456", "246", "276", "420", "144", "140", "143", "424", "575", "725":
		return byMix
	case "131", "136", "133", "124", "113", "115", "152", "156", "119", "132", "138":
		return byJobs
	case "568", "428", "534", "303", "313", "715", "492":
		return byFamily
	}
	return byStudies
}

// Nordic tells whether a country, as an index into the countries of a history, is Nordic.
func Nordic(country uint8) bool {
	if country == Norway {
		return true
	}
	switch origins[country].code {
	case "101", "103", "104", "105", "106": // with the Faroe Islands
		return true
	}
	return false
}

// ImmigrationReason is known for immigrants from outside the Nordic countries who came in
// 1990 or later.
func (w *World) ImmigrationReason(p int32) (Reason, bool) {
	if w.Flags[p]&ImmigrantFlag == 0 || w.Entry[p] < calendar.NewYear(1990) || Nordic(w.Country[p]) {
		return 0, false
	}
	if m := w.Mother[p]; m >= 0 && w.Age(p, w.Entry[p]) < 18 {
		if r, ok := w.ImmigrationReason(w.firstOf(m)); ok && r == ForRefuge {
			return ForRefuge, true
		}
		return ForFamily, true
	}
	if first := w.firstOf(p); first != p {
		switch r := w.ownReason(first); {
		case r == ForRefuge:
			return ForRefuge, true
		case chance.Part(w.reasonLots().At(p, 1), 0)%100 < 50:
			return ForFamily, true
		}
	}
	return w.ownReason(p), true
}

func (w *World) reasonLots() chance.Stream { return chance.NewStream(w.Seed, 32) }

// ownReason is drawn by country and year.
func (w *World) ownReason(p int32) Reason {
	weights := cameBy(origins[w.Country[p]].code, calendar.YearOf(w.Entry[p]))
	return Reason(chance.Pick(w.reasonLots().At(p, 0), weights, 1000))
}

// firstOf is the one of a couple that arrived together in whose name they came, else p.
func (w *World) firstOf(p int32) int32 {
	if u := w.UnionAt(p, w.Entry[p]); u != nil && u.start == w.Entry[p] {
		if q := u.Partner(p); w.Entry[q] == w.Entry[p] && w.Flags[q]&ImmigrantFlag != 0 {
			return min(p, q)
		}
	}
	return p
}

// CitizenFrom is the first day somebody is a citizen: from birth for all but immigrants, who
// become one after some years or never (calendar.None).
func (w *World) CitizenFrom(p int32) int16 {
	if w.Flags[p]&ImmigrantFlag == 0 {
		return w.Entry[p]
	}
	word := chance.NewStream(w.Seed, 39).At(p, 0)
	share := 600
	switch r, ok := w.ImmigrationReason(p); {
	case !ok && Nordic(w.Country[p]):
		share = 160
	case ok && r == ForRefuge:
		share = 860
	case ok && r == ForWork:
		share = 170
	}
	if chance.Part(word, 0)%1000 >= share {
		return calendar.None
	}
	return calendar.AddDays(w.Entry[p], 7*365+chance.Part(word, 1)%(4*365))
}
