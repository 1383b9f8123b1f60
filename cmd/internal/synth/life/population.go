package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

import (
	"context"
	"fmt"
)

// model is the working state of the simulation; only History survives it.
type model struct {
	*History
	rng   *chance.Sequence
	life  *lifeTable
	scale float64 // persons per inhabitant of the real country
	want  int     // residents on 1 January of lastYear

	womenBorn [][]int32   // by birth year
	menBorn   [][][]int32 // by birth year and county
	planned   [][]plan    // women who look for a partner, by calendar year
	taken     []int16     // by person: not free for a new union before this day

	levelCut  [calendar.LastYear - calendar.FirstYear + 1][LevelDoctor]int
	originSum [4]int
}

// plan is a woman's intention to find a partner in a year.
type plan struct {
	who   int32
	tries uint8
}

// countryResidents is how many people the national figures of facts.go leave in the
// country on 1 January of lastYear, before the last year's arrivals make up the rest.
const countryResidents = 5_515_000

const (
	hideEarly = 70_000 // chance that a parent is unknown to the register
	hideLate  = 15_000
)

// newHistory simulates the country year by year until exactly `persons` people live
// in it on 1 January of lastYear. It runs on one thread: people meet each other.
func newHistory(ctx context.Context, persons int, seed uint64, progress func(float64)) (*History, error) {
	geo, err := newGeography()
	if err != nil {
		return nil, err
	}
	m := &model{History: &History{Seed: seed, Geo: geo}, life: newLifeTable(), want: persons}
	m.scale = float64(persons) / countryResidents
	m.reserve(persons*150/100 + 1000)
	m.taken = make([]int16, 0, persons*150/100+1000)
	years := calendar.LastYear - calendar.FirstYear + 1
	m.womenBorn, m.menBorn, m.planned = make([][]int32, years), make([][][]int32, years), make([][]plan, years+60)
	for i := range m.menBorn {
		m.menBorn[i] = make([][]int32, geo.counties)
	}
	m.prepareLevels()
	for y := calendar.FirstYear; y < calendar.LastYear; y++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m.rng = chance.NewStream(seed, 1).Sequence(y)
		if y < calendar.BornKnown {
			m.found(y)
		} else {
			m.bear(y)
		}
		if y >= 1955 {
			m.immigrate(y)
		}
		if y >= 1940 {
			m.match(y)
		}
		progress(float64(y-calendar.FirstYear) / float64(years))
	}
	if n := m.residents(calendar.NewYear(calendar.LastYear)); n != persons {
		return nil, fmt.Errorf("the simulation ended with %d residents instead of %d", n, persons)
	}
	m.kids, m.womenBorn, m.menBorn, m.planned, m.taken = nil, nil, nil, nil, nil
	return m.History, nil
}

// count turns a national figure into a number of people here, rounding by lot.
func (m *model) count(national int) int {
	x := int64(float64(float64(national)*m.scale) * chance.Million)
	n := int(x / chance.Million)
	if m.rng.Chance(int(x % chance.Million)) {
		n++
	}
	return n
}

func (m *model) prepareLevels() {
	for y := calendar.FirstYear; y <= calendar.LastYear; y++ {
		for k := range levelShares {
			m.levelCut[y-calendar.FirstYear][k] = chance.Quantile(levelShares[k].At(y))
		}
	}
	for _, o := range origins {
		for k, w := range o.weight {
			m.originSum[k] += w
		}
	}
}

// found creates people born before parents are known: those who live in 1980.
func (m *model) found(y int) {
	for range m.count(births.At(y)) {
		sex := m.drawSex()
		birth := calendar.Within(y, m.rng.Next())
		alive := m.life.alive[y-calendar.FirstYear][sex][min(calendar.PathYear-y, 112)]
		if uint32(m.rng.Next()>>32) >= alive {
			continue
		}
		p := m.person(birth, birth, sex, 0)
		m.Death[p] = m.life.death(birth, y, sex, calendar.NewYear(calendar.PathYear), m.rng.Next())
		m.home[p] = m.Geo.All.Draw(m.rng.Next())
		m.settle(p, y)
	}
}

func (m *model) drawSex() int {
	if m.rng.Chance(514_000) {
		return 0
	}
	return 1
}

// person enters somebody and draws the traits that do not depend on parents.
func (m *model) person(birth, entry int16, sex int, flags uint8) int32 {
	if sex == 1 {
		flags |= Woman
	}
	if m.rng.Chance(900_000) {
		flags |= keptByFather
	}
	if m.rng.Chance(680_000) {
		flags |= remarries
	}
	if m.rng.Chance(55_000) {
		flags |= incomeAlone
	}
	p := m.add(birth, entry, flags)
	m.taken = append(m.taken, -32768)
	m.Ability[p] = int16(chance.Normal(m.rng.Next()))
	m.field[p] = uint8(chance.Pick(m.rng.Next(), fieldShares[sex][:], sumOf(fieldShares[sex][:])))
	return p
}

func sumOf(w []int) (s int) {
	for _, x := range w {
		s += x
	}
	return s
}

// townScore moves the score for education by residents of the municipality.
var townScore = chance.Curve{{2000, -330}, {20000, -110}, {100000, 70}, {700000, 360}}

// adultHome is where somebody with an education settles: often at home, else near or anywhere,
// with more of the educated in large towns and fewer of them in small places.
func (m *model) adultHome(home uint16, level int) uint16 {
	size, learned := m.Geo.Atoms[home].Size, level >= LevelShort
	leave := 170_000
	switch {
	case learned && size < smallPlace:
		leave = 620_000
	case !learned && size > largeTown:
		leave = 300_000
	}
	switch {
	case learned && m.rng.Chance(50_000):
		return m.Geo.city.Draw(m.rng.Next())
	case m.rng.Chance(leave):
		return m.suits(&m.Geo.All, learned)
	case m.rng.Chance(200_000):
		return m.suits(&m.Geo.ByCounty[m.Geo.Atoms[home].County], learned)
	}
	return home
}

const (
	smallPlace = 12_000
	largeTown  = 250_000
)

// suits draws a place, and once more where it is small for the educated or the capital for others.
func (m *model) suits(from *alias, learned bool) uint16 {
	at := from.Draw(m.rng.Next())
	size := m.Geo.Atoms[at].Size
	if (learned && size < smallPlace || !learned && size > largeTown) && m.rng.Chance(600_000) {
		return from.Draw(m.rng.Next())
	}
	return at
}

// settle gives what follows from ability and birth: education, home as an adult,
// a plan for the first union, and a place in the pools others choose from.
func (m *model) settle(p int32, born int) {
	sex := 0
	score := int(m.Ability[p])
	if m.IsWoman(p) {
		sex = 1
		score += womanEdge.At(born) / 2
	} else {
		score -= womanEdge.At(born) / 2
	}
	size := m.Geo.Atoms[m.home[p]].Size
	score += townScore.At(size)
	cut := &m.levelCut[born-calendar.FirstYear]
	k := 0
	for k < LevelDoctor && score > cut[k] {
		k++
	}
	m.Level[p] = uint8(k)
	m.home[p] = m.adultHome(m.home[p], k)
	i := born - calendar.FirstYear
	if sex == 0 {
		county := m.Geo.Atoms[m.home[p]].County
		m.menBorn[i][county] = append(m.menBorn[i][county], p)
		return
	}
	m.womenBorn[i] = append(m.womenBorn[i], p)
	m.kids[p].target = uint8(chance.Pick(m.rng.Next(), []int{11, 12, 43, 24, 8, 2}, 100))
	m.kids[p].last = -32768
	if m.Flags[p]&incomeAlone == 0 {
		age := unionAge.At(born) + chance.Normal(m.rng.Next())*50/1024 + []int{-12, 0, 6, 14, 22, 28}[k]
		age = max(age, 175)
		m.plan(p, born+age/10, 0)
	}
}

func (m *model) plan(p int32, year int, tries uint8) {
	if i := year - calendar.FirstYear; i >= 0 && i < len(m.planned) {
		m.planned[i] = append(m.planned[i], plan{p, tries})
	}
}

// bear adds the children of a year. Their number is given; mothers are drawn.
func (m *model) bear(y int) {
	for n := m.count(births.At(y)); n > 0; n-- {
		birth := calendar.Within(y, m.rng.Next())
		mother := m.drawMother(y, birth)
		child := m.child(y, birth, mother)
		if child >= 0 && n > 1 && m.rng.Chance(15_000) {
			m.child(y, birth, mother)
			n--
		}
	}
}

// drawMother looks for a woman who can have a child now: usually one in a union
// who wants more children; −1 when nobody fits.
func (m *model) drawMother(y int, birth int16) int32 {
	for try := range 120 {
		age := (motherAge.At(y)*1024 + chance.Normal(m.rng.Next())*57) / 10240
		pool := m.womenBorn[max(0, y-max(16, min(age, 46))-calendar.FirstYear)]
		if len(pool) == 0 {
			continue
		}
		w := pool[m.rng.Below(len(pool))]
		k := &m.kids[w]
		if !m.Resident(w, birth) || int(birth)-int(k.last) < 500 && k.count > 0 {
			continue
		}
		if k.count >= k.target && try < 80 {
			continue
		}
		u := m.UnionAt(w, birth)
		if try < 100 && (u == nil || int(birth)-int(u.start) < 200) && !m.rng.Chance(35_000) {
			continue
		}
		return w
	}
	return -1
}

// child enters one child of a mother (−1 unknown) and returns it, or −1 when it
// does not live to be in the register.
func (m *model) child(y int, birth int16, mother int32) int32 {
	sex := m.drawSex()
	death := m.life.death(birth, y, sex, birth, m.rng.Next())
	if death <= calendar.NewYear(calendar.PathYear) {
		return -1
	}
	p := m.person(birth, birth, sex, 0)
	m.Death[p] = death
	hide := hideLate
	if y < 1965 {
		hide = hideEarly
	}
	if m.rng.Chance(hide) {
		m.Flags[p] |= MotherHidden
	}
	if m.rng.Chance(hide + 25_000) {
		m.Flags[p] |= FatherHidden
	}
	if mother < 0 {
		m.home[p] = m.Geo.All.Draw(m.rng.Next())
		m.settle(p, y)
		return p
	}
	m.Mother[p] = mother
	if u := m.UnionAt(mother, birth); u != nil {
		m.Father[p] = u.Man
	} else {
		m.Father[p] = m.drawFather(mother, birth)
	}
	m.inherit(p, y)
	m.kids[mother].count++
	m.kids[mother].last = birth
	if m.Exit[mother] != calendar.None && int(m.Exit[mother])-int(birth) < 18*365 && m.Exit[mother] > birth {
		m.Exit[p] = m.Exit[mother]
	} else if m.rng.Chance(32_000) {
		m.leave(p, birth, 18*365+m.rng.Below(22*365))
	}
	m.settle(p, y)
	return p
}

// drawFather finds a man for a mother without a partner; −1 often.
func (m *model) drawFather(mother int32, birth int16) int32 {
	for range 6 {
		i := m.BornYear(mother) - calendar.FirstYear - 2 - chance.Normal(m.rng.Next())*4/1024
		if i < 0 || i >= len(m.menBorn) {
			continue
		}
		pool := m.menBorn[i][m.Geo.Atoms[m.home[mother]].County]
		if len(pool) == 0 {
			continue
		}
		f := pool[m.rng.Below(len(pool))]
		if m.Resident(f, birth) && m.BornYear(f)+17 < calendar.YearOf(birth) {
			return f
		}
	}
	return -1
}

// inherit passes on place, ability and origin.
func (m *model) inherit(p int32, y int) {
	mo, fa := m.Mother[p], m.Father[p]
	mid := int(m.Ability[mo])
	if fa >= 0 {
		mid = (mid + int(m.Ability[fa])) / 2
	}
	// 0.55 of the parents' mean (variance about 0.55) and 0.91 of chance: variance stays one.
	m.Ability[p] = int16((int(m.Ability[p])*930 + mid*540) / 1024)
	m.home[p] = m.home[mo]
	outMo := m.Category[mo] == 'B'
	outFa := outMo
	if fa >= 0 {
		outFa = m.Category[fa] == 'B'
	}
	switch {
	case outMo && outFa:
		m.Category[p] = 'C'
	case outMo || outFa:
		m.Category[p] = 'F'
	}
	if m.Category[p] != 'C' && y >= 1960 && m.rng.Chance(16_000) {
		m.Flags[p] |= Abroad
		m.Country[p] = uint8(m.drawOrigin(2))
		m.Category[p] = map[bool]uint8{true: 'E', false: 'G'}[m.Category[p] == 'F' || m.rng.Chance(500_000)]
		back := calendar.AddDays(m.Birth[p], m.rng.Below(8*365))
		if m.Gone(p) > back && back < calendar.NewYear(calendar.LastYear) && m.Resident(mo, back) {
			m.Entry[p] = back
		}
	}
}

func (m *model) drawOrigin(period int) int {
	r := m.rng.Below(m.originSum[period])
	for i := range origins {
		if r -= origins[i].weight[period]; r < 0 {
			return i
		}
	}
	return 0
}

// leave lets somebody emigrate a number of days after a day.
func (m *model) leave(p int32, from int16, after int) {
	d := int(from) + after
	if d < int(calendar.NewYear(calendar.LastYear)) && d < int(m.Death[p]) && d > int(m.Entry[p]) && d > int(calendar.NewYear(calendar.PathYear)) {
		m.Exit[p] = int16(d)
	}
}
