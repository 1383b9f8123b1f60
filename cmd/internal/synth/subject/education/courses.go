package education

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// courseVariables have courses as units. A course has no row of a variable that does not
// speak of its kind.
func courseVariables() []variable.Variable {
	return []variable.Variable{
		{Name: "NUDB_KURS_FNR", Kind: sheet.AmountValue, Fixed: func(w *life.World, k int32) (int64, bool) { return w.Ids[w.Taken[k].Person], true }},
		{Name: "NUDB_KURS_LOEPENR", Kind: sheet.AmountValue, Fixed: func(w *life.World, k int32) (int64, bool) { return w.Unit("KURS").ID(k), true }},
		{Name: "NUDB_KURS_NUS", Spells: course(func(_ *life.World, c *life.Course) (int64, bool) { return int64(c.Code), true })},
		{Name: "NUDB_KURS_UTD", Codes: variable.These(schools...), Spells: course(func(w *life.World, c *life.Course) (int64, bool) { return int64(school(w, c)), true })},
		{Name: "NUDB_KURS_EIERF", Spells: course(owner)},
		{Name: "NUDB_KURS_SKOLEKOM", Spells: schoolPlace},
		{Name: "NUDB_KURS_FULLAND", Codes: variable.These(countries...), Spells: course(country)},
		{Name: "NUDB_KURS_HELDEL", Spells: course(partTime)},
		{Name: "NUDB_KURS_UTFALL", Spells: course(outcome)},
		{Name: "NUDB_KURS_UHGRUPPE", Codes: variable.These(groups...), Spells: course(group)},
		{Name: "NUDB_KURS_ORGANISERING", Spells: course(organisation)},
		{Name: "NUDB_KURS_REALKOMP", Spells: course(admission)},
		{Name: "NUDB_KURS_KOMP", Spells: course(qualification)},
		{Name: "NUDB_KURS_RETT", Spells: course(entitlement)},
		{Name: "NUDB_KURS_KONTRAKTSTYPE", Spells: course(contract)},
		{Name: "NUDB_KURS_PROVEKANDTYPE", Spells: course(candidate)},
	}
}

// course makes a spell of the whole course.
func course(f func(w *life.World, c *life.Course) (int64, bool)) func(*life.World, int32, life.EmitSpell) {
	return func(w *life.World, k int32, emit life.EmitSpell) {
		c := &w.Taken[k]
		if x, ok := f(w, c); ok {
			emit(x, c.Start, c.Stop)
		}
	}
}

// lot is a random word of a course; the years of a school share the words of the school.
func lot(w *life.World, c *life.Course, step int) uint64 {
	group := int(c.Kind)
	if c.Kind.Upper() && c.Kind != life.Apprentice {
		group = int(life.FirstYear)
	}
	return chance.NewStream(w.Seed, courseStream).At(c.Person, group*16+step)
}

func percent(word uint64, lane int) int { return chance.Part(word, lane) % 100 }

// The sorts of schools.
const (
	upperSchools = iota
	firms
	otherUpper
	stateColleges
	militaryColleges
	privateColleges
	universities
	specialised
	folkSchools
	abroadHigher
	tradeColleges
)

var schools = []string{"211", "212", "220", "311", "312", "313", "410", "420", "510", "620", "710"}

// school is the sort of school a course is taken at, as an index into schools.
func school(w *life.World, c *life.Course) int {
	r := percent(lot(w, c, 0), 0)
	switch {
	case c.Abroad:
		return abroadHigher
	case c.Kind == life.Apprentice:
		return firms
	case c.Kind == life.Practice:
		return otherUpper
	case c.Kind == life.FolkSchool:
		return folkSchools
	case c.Kind.Upper():
		return upperSchools
	case c.Kind == life.TradeCollege:
		return tradeColleges
	}
	shares := []int{58, 1, 10, 26, 5} // colleges of the state, of the forces, private; universities, specialised
	switch c.Kind {
	case life.Master, life.Doctor, life.CandMag:
		shares = []int{9, 1, 4, 71, 15}
	case life.OneYear:
		shares = []int{36, 1, 10, 50, 3}
	}
	for i, s := range shares {
		if r -= s; r < 0 {
			return stateColleges + i
		}
	}
	return universities
}

// owner of the school: the state, municipality or county, private, unknown.
func owner(w *life.World, c *life.Course) (int64, bool) {
	const state, local, private, unknown = 0, 1, 2, 3
	r := percent(lot(w, c, 0), 1)
	pick := func(share int) int64 {
		if r < share {
			return private
		}
		return local
	}
	switch school(w, c) {
	case abroadHigher:
		return unknown, true
	case upperSchools:
		return pick(8), true
	case firms:
		return pick(74), true
	case folkSchools:
		return pick(62), true
	case tradeColleges:
		return pick(45), true
	case otherUpper:
		return local, true
	case privateColleges:
		return private, true
	}
	return state, true
}

// countries people study in, the first is Norway.
var countries = []string{"000", "106", "101", "139", "684", "131", "152", "144", "127", "137"}

func country(w *life.World, c *life.Course) (int64, bool) {
	if !c.Abroad {
		return 0, true
	}
	return 1 + int64(chance.Pick(lot(w, c, 1), []int{8, 28, 24, 9, 12, 7, 4, 5, 3}, 100)), true
}

// schoolPlace is the municipality of the school, with a new spell on the day its code
// changes. Schools abroad have none.
func schoolPlace(w *life.World, k int32, emit life.EmitSpell) {
	c := &w.Taken[k]
	if c.Abroad {
		return
	}
	at := placeOfSchool(w, c)
	code, since := w.KommuneAt(at, c.Start), c.Start
	for _, d := range w.Geo.Changes {
		if d <= c.Start || d > c.Stop {
			continue
		}
		if next := w.KommuneAt(at, d); next != code {
			emit(code, since, d-1)
			code, since = next, d
		}
	}
	emit(code, since, c.Stop)
}

// placeOfSchool is near the home for pupils, in a town of students for most others.
func placeOfSchool(w *life.World, c *life.Course) uint16 {
	home := w.PlaceAt(c.Person, c.Start)
	a := &w.Geo.Atoms[home]
	word := lot(w, c, 2)
	switch {
	case c.Kind.Higher() && (a.Size > 60000 || percent(word, 0) < 12):
		return home
	case c.Kind.Higher():
		return w.Geo.Campus.Draw(chance.Mix(word))
	case a.Size >= 5000 && percent(word, 0) < 92:
		return home
	}
	return w.Geo.ByCounty[a.County].Draw(chance.Mix(word))
}

// partTime is full-time or part-time study.
func partTime(w *life.World, c *life.Course) (int64, bool) {
	limit := 0
	switch c.Kind {
	case life.Further:
		limit = 88
	case life.Practice:
		limit = 100
	case life.TradeCollege:
		limit = 35
	case life.OneYear:
		limit = 20
	case life.Candidate, life.CandMag, life.Bachelor, life.Master:
		if w.Age(c.Person, c.Start) >= 28 {
			limit = 40
		} else {
			limit = 3
		}
	}
	if percent(lot(w, c, 3), 0) < limit {
		return 1, true
	}
	return 0, true
}

// outcome: in progress, completed part, interrupted, completed.
func outcome(_ *life.World, c *life.Course) (int64, bool) {
	switch {
	case c.Stop == calendar.None:
		return 0, true
	case c.Done:
		return 3, true
	case c.Kind == life.OneYear:
		return 1, true
	}
	return 2, true
}

// groups of higher education; the catalogue names no group of master's degrees.
var groups = []string{"01", "02", "03", "04", "05", "13B", "18", "19", "20", "21", "22", "66", "67", "68", "95", "96B", "97B", "98B", "99B"}

// laterGroup is the group of further education, by field of study, as an index into groups.
var laterGroup = [10]int64{11, 10, 6, 10, 7, 9, 8, 12, 13, 11}

func group(w *life.World, c *life.Course) (int64, bool) {
	r := percent(lot(w, c, 4), 0)
	field := w.Courses.Codes[c.Code][1] - '0'
	switch c.Kind {
	case life.OneYear:
		if r < 25 {
			return 0, true
		}
		return 2, true
	case life.Candidate:
		if field == 5 {
			return 4, true
		}
		return 3, true
	case life.CandMag:
		return 1, true
	case life.Bachelor:
		switch {
		case field == 6 && r < 75:
			return 5, true
		case field >= 6 && field <= 8:
			return 15 + int64(field) - 6, true
		}
		return 18, true
	case life.Doctor:
		return 14, true
	case life.Further:
		return laterGroup[field], true
	}
	return 0, false
}

// organisation of the teaching in higher education: at the school, decentralised, online,
// online with gatherings, otherwise at a distance.
func organisation(w *life.World, c *life.Course) (int64, bool) {
	if !c.Kind.Higher() || c.Abroad {
		return 0, false
	}
	shares := []int{88, 3, 4, 4, 1}
	if c.Kind == life.Further {
		shares = []int{42, 12, 17, 25, 4}
	}
	return int64(chance.Pick(lot(w, c, 5), shares, 100)), true
}

// admission of students: by general admission, prior learning, otherwise.
func admission(w *life.World, c *life.Course) (int64, bool) {
	if c.Kind < life.OneYear || c.Kind > life.Bachelor {
		return 0, false
	}
	r := percent(lot(w, c, 6), 0)
	switch age := w.Age(c.Person, c.Start); {
	case age >= 25 && r < 14:
		return 1, true
	case r >= 96:
		return 2, true
	}
	return 0, true
}

// qualification that an upper secondary course leads to: admission to universities, a trade,
// or less than either.
func qualification(w *life.World, c *life.Course) (int64, bool) {
	switch {
	case !c.Kind.Upper():
		return 0, false
	case !c.Done && c.Stop != calendar.None && percent(lot(w, c, 7), 0) < 35:
		return 2, true
	case c.General || c.Kind == life.Supplement:
		return 0, true
	}
	return 1, true
}

// entitlement to upper secondary education: until the year people turn 24.
func entitlement(w *life.World, c *life.Course) (int64, bool) {
	if !c.Kind.Upper() {
		return 0, false
	}
	if calendar.YearOf(c.Start)-w.BornYear(c.Person) <= 24 {
		return 0, true
	}
	return 1, true
}

// contract of apprentices.
func contract(w *life.World, c *life.Course) (int64, bool) {
	if c.Kind != life.Apprentice {
		return 0, false
	}
	return int64(chance.Pick(lot(w, c, 8), []int{94, 5, 1}, 100)), true
}

// candidate for an exam in a trade: after apprenticeship or school, after years of practice.
func candidate(w *life.World, c *life.Course) (int64, bool) {
	switch c.Kind {
	case life.Practice:
		return 1, true
	case life.Apprentice, life.TradeYear:
		if percent(lot(w, c, 9), 0) < 2 {
			return 2, true
		}
		return 0, true
	}
	return 0, false
}
