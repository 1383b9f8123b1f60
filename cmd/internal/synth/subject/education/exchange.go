package education

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// stay is a half-year or a year at a university of another country.
type stay struct {
	start, stop int16
	kind        life.StudyKind // what the student takes at home
	incoming    bool
	word        uint64
}

// exchangeVariables speak of students from here abroad and of students from abroad here.
func exchangeVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "NUDB_UTVEKSL_UTVEKS", Spells: stays(func(_ *life.World, _ int32, s *stay) int64 {
			if s.incoming {
				return 1
			}
			return 0
		})},
		{Name: "NUDB_UTVEKSL_UTVEKSLAND", Spells: stays(hostCountry)},
		{Name: "NUDB_UTVEKSL_UTVEKSAVTALE", Spells: stays(func(_ *life.World, _ int32, s *stay) int64 {
			return int64(chance.Pick(chance.Mix(s.word), []int{42, 7, 36, 15}, 100))
		})},
		{Name: "NUDB_UTVEKSL_STUDIEPROGRAM", Spells: stays(func(_ *life.World, _ int32, s *stay) int64 {
			switch {
			case s.incoming:
				return int64(chance.Pick(chance.Mix(s.word+1), []int{52, 38, 3, 7}, 100))
			case s.kind == life.Master:
				return 1
			case s.kind == life.Doctor:
				return 2
			}
			return 0
		})},
		{Name: "NUDB_UTVEKSL_SKOLEAAR", Kind: sheet.NumberValue, Spells: stays(func(_ *life.World, _ int32, s *stay) int64 {
			y := int64(calendar.YearOf(s.start))
			if s.start-calendar.NewYear(int(y)) < 200 {
				y--
			}
			return y*10000 + y + 1
		})},
	}
}

// stays makes spells of the stays of a person.
func stays(value func(w *life.World, p int32, s *stay) int64) func(*life.World, int32, life.EmitSpell) {
	return func(w *life.World, p int32, emit life.EmitSpell) {
		if w.Flags[p]&life.ImmigrantFlag != 0 {
			if s, ok := visit(w, p); ok {
				emit(value(w, p, &s), s.start, s.stop)
				return
			}
		}
		if w.Level[p] < life.LevelShort {
			return
		}
		outgoing(w, p, func(s *stay) { emit(value(w, p, s), s.start, s.stop) })
	}
}

// visit is the stay of a student from abroad: of somebody young who came for less than a year
// and a half.
func visit(w *life.World, p int32) (stay, bool) {
	entry, exit := w.Entry[p], w.Exit[p]
	age := w.Age(p, entry)
	word := chance.NewStream(w.Seed, exchangeStream).At(p, 0)
	if exit == calendar.None || int(exit)-int(entry) > 550 || age < 19 || age > 27 || chance.Part(word, 0)%100 < 40 || exit >= horizon {
		return stay{}, false
	}
	stop := min(w.Gone(p)-1, calendar.AddDays(entry, 140+chance.Part(word, 1)%170))
	return stay{entry, stop, life.Bachelor, true, word}, stop > entry
}

// outgoing finds the stays of a student from here: in the third year of a first degree or the
// second of a master's degree, at most one for each degree.
func outgoing(w *life.World, p int32, found func(s *stay)) {
	var buf [life.MostStudies]life.Study
	s := chance.NewStream(w.Seed, exchangeStream)
	for i, st := range w.Career(p, buf[:]) {
		if st.Kind < life.CandMag || st.Kind > life.Doctor || w.TakenAbroad(p, i) {
			continue
		}
		word := s.At(p, 1+i)
		if chance.Part(word, 0)%100 >= [...]int{14, 20, 13, 20}[st.Kind-life.CandMag] {
			continue
		}
		y := calendar.YearOf(st.Start) + 1
		if st.Kind != life.Master {
			y += chance.Part(word, 1) % 2
		}
		from, to := calendar.Day(y, 8, 15), calendar.Day(y, 12, 20)
		if r := chance.Part(word, 2) % 10; r < 3 {
			from, to = calendar.Day(y+1, 1, 10), calendar.Day(y+1, 6, 10)
		} else if r < 4 {
			to = calendar.Day(y+1, 6, 10)
		}
		if to > st.Stop || st.Start < w.Entry[p] || to >= min(w.Gone(p), horizon) {
			continue
		}
		found(&stay{from, to, st.Kind, false, word})
	}
}

// hosts are countries people go to, with their shares.
var hosts = struct {
	codes  []string
	shares []int
}{[]string{"684", "139", "101", "106", "144", "137", "127", "153", "123", "131"}, []int{19, 17, 14, 10, 11, 9, 7, 5, 5, 3}}

type hostPlaces struct{}

// hostCountry is where somebody goes to or comes from.
func hostCountry(w *life.World, p int32, s *stay) int64 {
	if s.incoming {
		return w.CountryIndex[w.Country[p]]
	}
	places := life.OfWorld(w, hostPlaces{}, func() []int64 {
		list := w.Cat.Codes("land")
		var out []int64
		for _, code := range hosts.codes {
			out = append(out, int64(slices.Index(list, code)))
		}
		return out
	})
	return places[chance.Pick(chance.Mix(s.word+2), hosts.shares, 100)]
}
