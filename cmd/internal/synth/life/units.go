package life

import (
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// UnitType is one kind of unit with its identifiers in the order of every file.
type UnitType struct {
	Count int
	ID    func(k int32) int64
	// Words are the identifiers of a unit without pseudonym; then ID gives positions in it.
	Words []string
}

// units keeps the unit types that have been asked for.
type units struct {
	mu        sync.Mutex
	known     map[string]*UnitType
	fleet     found[[]int32] // by vehicle: its first record in Cars
	meters    found[[]Meter]
	accidents found[*Accidents]
	stays     found[[]Stay]
}

// unitMakers say what the units of each type are. Numbers of streams must differ.
var unitMakers = map[string]func(w *World) UnitType{
	"PERSON": func(w *World) UnitType {
		return UnitType{Count: w.Persons(), ID: func(p int32) int64 { return w.Ids[p] }}
	},
	"JOBB":                 func(w *World) UnitType { return w.numbered(len(w.Jobs), 21) },
	"KURS":                 func(w *World) UnitType { return w.numbered(len(w.Taken), 22) },
	"MALEPUNKT":            func(w *World) UnitType { return w.numbered(len(w.Meters()), 24) },
	"TRAFIKKULYKKE":        func(w *World) UnitType { return w.numbered(len(w.Accidents().All), 25) },
	"TRAFIKKULYKKE_PERSON": func(w *World) UnitType { return w.numbered(len(w.Accidents().Hurt), 26) },
	"NPR_SYKEHUSOPPHOLD":   func(w *World) UnitType { return w.numbered(len(w.Stays()), 27) },
	"KOMMUNE": func(w *World) UnitType {
		codes := w.Cat.Codes("kommune")
		return UnitType{Count: len(codes), ID: func(k int32) int64 { return int64(k) }, Words: codes}
	},
	"KJORETOY": func(w *World) UnitType { return w.numbered(w.Vehicles(), 23) },
}

// UnitTypes are the names of the unit types a world has.
func UnitTypes() (names []string) {
	for name := range unitMakers {
		names = append(names, name)
	}
	return names
}

// Unit gives a unit type, nil for a name nobody knows. It is safe for concurrent use.
func (w *World) Unit(name string) *UnitType {
	w.units.mu.Lock()
	defer w.units.mu.Unlock()
	if u := w.units.known[name]; u != nil {
		return u
	}
	make := unitMakers[name]
	if make == nil {
		return nil
	}
	u := make(w)
	if w.units.known == nil {
		w.units.known = map[string]*UnitType{}
	}
	w.units.known[name] = &u
	return &u
}

// numbered is a unit type whose pseudonyms come from a stream of the seed.
func (w *World) numbered(n int, number uint64) UnitType {
	s := chance.NewStream(w.Seed, number)
	return UnitType{Count: n, ID: func(k int32) int64 { return s.Pseudonym(uint64(k)) }}
}
