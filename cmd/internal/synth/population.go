package synth

import (
	"context"
	"fmt"
)

// model is the working state of the simulation; only History survives it.
type model struct {
	*History
	rng   *sequence
	life  *lifeTable
	scale float64 // persons per inhabitant of the real country
	want  int     // residents on 1 January of lastYear

	womenBorn [][]int32   // by birth year
	menBorn   [][][]int32 // by birth year and county
	planned   [][]plan    // women who look for a partner, by calendar year
	taken     []int16     // by person: not free for a new union before this day

	levelCut  [lastYear - firstYear + 1][levelDoctor]int
	originSum [4]int
}

// plan is a woman's intention to find a partner in a year.
type plan struct {
	who   int32
	tries uint8
}

// countryResidents is how many people the national figures of facts.go leave in the
// country on 1 January of lastYear, before the last year's arrivals make up the rest.
const countryResidents = 5_565_000

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
	m := &model{History: &History{seed: seed, geo: geo}, life: newLifeTable(), want: persons}
	m.scale = float64(persons) / countryResidents
	m.reserve(persons*150/100 + 1000)
	m.taken = make([]int16, 0, persons*150/100+1000)
	years := lastYear - firstYear + 1
	m.womenBorn, m.menBorn, m.planned = make([][]int32, years), make([][][]int32, years), make([][]plan, years+60)
	for i := range m.menBorn {
		m.menBorn[i] = make([][]int32, geo.counties)
	}
	m.prepareLevels()
	for y := firstYear; y < lastYear; y++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m.rng = newStream(seed, 1).sequence(y)
		if y < bornKnown {
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
		progress(float64(y-firstYear) / float64(years))
	}
	if n := m.residents(newYear(lastYear)); n != persons {
		return nil, fmt.Errorf("the simulation ended with %d residents instead of %d", n, persons)
	}
	m.kids, m.womenBorn, m.menBorn, m.planned, m.taken = nil, nil, nil, nil, nil
	return m.History, nil
}

// count turns a national figure into a number of people here, rounding by lot.
func (m *model) count(national int) int {
	x := int64(float64(float64(national)*m.scale) * million)
	n := int(x / million)
	if m.rng.chance(int(x % million)) {
		n++
	}
	return n
}

func (m *model) prepareLevels() {
	for y := firstYear; y <= lastYear; y++ {
		for k := range levelShares {
			m.levelCut[y-firstYear][k] = quantile(levelShares[k].at(y))
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
	for range m.count(births.at(y)) {
		sex := m.drawSex()
		birth := within(y, m.rng.next())
		alive := m.life.alive[y-firstYear][sex][min(pathYear-y, 112)]
		if uint32(m.rng.next()>>32) >= alive {
			continue
		}
		p := m.person(birth, birth, sex, 0)
		m.death[p] = m.life.death(birth, y, sex, newYear(pathYear), m.rng.next())
		m.home[p] = m.geo.all.draw(m.rng.next())
		m.settle(p, y)
	}
}

func (m *model) drawSex() int {
	if m.rng.chance(514_000) {
		return 0
	}
	return 1
}

// person enters somebody and draws the traits that do not depend on parents.
func (m *model) person(birth, entry int16, sex int, flags uint8) int32 {
	if sex == 1 {
		flags |= woman
	}
	if m.rng.chance(900_000) {
		flags |= keptByFather
	}
	if m.rng.chance(780_000) {
		flags |= remarries
	}
	if m.rng.chance(55_000) {
		flags |= incomeAlone
	}
	p := m.add(birth, entry, flags)
	m.taken = append(m.taken, -32768)
	m.ability[p] = int16(normal(m.rng.next()))
	m.field[p] = uint8(pick(m.rng.next(), fieldShares[sex][:], sumOf(fieldShares[sex][:])))
	return p
}

func sumOf(w []int) (s int) {
	for _, x := range w {
		s += x
	}
	return s
}

// townScore moves the score for education by residents of the municipality.
var townScore = curve{{2000, -170}, {20000, -60}, {100000, 40}, {700000, 200}}

// settle gives what follows from ability and birth: education, home as an adult,
// a plan for the first union, and a place in the pools others choose from.
func (m *model) settle(p int32, born int) {
	sex := 0
	score := int(m.ability[p])
	if m.isWoman(p) {
		sex = 1
		score += womanEdge.at(born) / 2
	} else {
		score -= womanEdge.at(born) / 2
	}
	size := m.geo.atoms[m.home[p]].size
	score += townScore.at(size)
	cut := &m.levelCut[born-firstYear]
	k := 0
	for k < levelDoctor && score > cut[k] {
		k++
	}
	m.level[p] = uint8(k)
	if k >= levelShort && m.rng.chance(150_000) {
		m.home[p] = m.geo.city.draw(m.rng.next())
	} else if m.rng.chance(170_000) {
		m.home[p] = m.geo.all.draw(m.rng.next())
	} else if m.rng.chance(200_000) {
		m.home[p] = m.geo.byCounty[m.geo.atoms[m.home[p]].county].draw(m.rng.next())
	}
	i := born - firstYear
	if sex == 0 {
		county := m.geo.atoms[m.home[p]].county
		m.menBorn[i][county] = append(m.menBorn[i][county], p)
		return
	}
	m.womenBorn[i] = append(m.womenBorn[i], p)
	m.kids[p].target = uint8(pick(m.rng.next(), []int{11, 12, 43, 24, 8, 2}, 100))
	m.kids[p].last = -32768
	if m.flags[p]&incomeAlone == 0 {
		age := unionAge.at(born) + normal(m.rng.next())*50/1024 + []int{-12, 0, 6, 14, 22, 28}[k]
		age = max(age, 175)
		m.plan(p, born+age/10, 0)
	}
}

func (m *model) plan(p int32, year int, tries uint8) {
	if i := year - firstYear; i >= 0 && i < len(m.planned) {
		m.planned[i] = append(m.planned[i], plan{p, tries})
	}
}

// bear adds the children of a year. Their number is given; mothers are drawn.
func (m *model) bear(y int) {
	for n := m.count(births.at(y)); n > 0; n-- {
		birth := within(y, m.rng.next())
		mother := m.drawMother(y, birth)
		child := m.child(y, birth, mother)
		if child >= 0 && n > 1 && m.rng.chance(15_000) {
			m.child(y, birth, mother)
			n--
		}
	}
}

// drawMother looks for a woman who can have a child now: usually one in a union
// who wants more children; −1 when nobody fits.
func (m *model) drawMother(y int, birth int16) int32 {
	for try := range 120 {
		age := (motherAge.at(y)*1024 + normal(m.rng.next())*52) / 10240
		pool := m.womenBorn[max(0, y-max(16, min(age, 46))-firstYear)]
		if len(pool) == 0 {
			continue
		}
		w := pool[m.rng.below(len(pool))]
		k := &m.kids[w]
		if !m.resident(w, birth) || int(birth)-int(k.last) < 500 && k.count > 0 {
			continue
		}
		if k.count >= k.target && try < 80 {
			continue
		}
		u := m.unionAt(w, birth)
		if try < 100 && (u == nil || int(birth)-int(u.start) < 200) && !m.rng.chance(35_000) {
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
	death := m.life.death(birth, y, sex, birth, m.rng.next())
	if death <= newYear(pathYear) {
		return -1
	}
	p := m.person(birth, birth, sex, 0)
	m.death[p] = death
	hide := hideLate
	if y < 1965 {
		hide = hideEarly
	}
	if m.rng.chance(hide) {
		m.flags[p] |= motherHidden
	}
	if m.rng.chance(hide + 25_000) {
		m.flags[p] |= fatherHidden
	}
	if mother < 0 {
		m.home[p] = m.geo.all.draw(m.rng.next())
		m.settle(p, y)
		return p
	}
	m.mother[p] = mother
	if u := m.unionAt(mother, birth); u != nil {
		m.father[p] = u.man
	} else {
		m.father[p] = m.drawFather(mother, birth)
	}
	m.inherit(p, y)
	m.kids[mother].count++
	m.kids[mother].last = birth
	if m.exit[mother] != none && int(m.exit[mother])-int(birth) < 18*365 && m.exit[mother] > birth {
		m.exit[p] = m.exit[mother]
	} else if m.rng.chance(32_000) {
		m.leave(p, birth, 18*365+m.rng.below(22*365))
	}
	m.settle(p, y)
	return p
}

// drawFather finds a man for a mother without a partner; −1 often.
func (m *model) drawFather(mother int32, birth int16) int32 {
	for range 6 {
		i := m.bornYear(mother) - firstYear - 2 - normal(m.rng.next())*4/1024
		if i < 0 || i >= len(m.menBorn) {
			continue
		}
		pool := m.menBorn[i][m.geo.atoms[m.home[mother]].county]
		if len(pool) == 0 {
			continue
		}
		f := pool[m.rng.below(len(pool))]
		if m.resident(f, birth) && m.bornYear(f)+17 < yearOf(birth) {
			return f
		}
	}
	return -1
}

// inherit passes on place, ability and origin.
func (m *model) inherit(p int32, y int) {
	mo, fa := m.mother[p], m.father[p]
	mid := int(m.ability[mo])
	if fa >= 0 {
		mid = (mid + int(m.ability[fa])) / 2
	}
	// 0.55 of the parents' mean (variance about 0.55) and 0.91 of chance: variance stays one.
	m.ability[p] = int16((int(m.ability[p])*930 + mid*540) / 1024)
	m.home[p] = m.home[mo]
	outMo := m.category[mo] == 'B'
	outFa := outMo
	if fa >= 0 {
		outFa = m.category[fa] == 'B'
	}
	switch {
	case outMo && outFa:
		m.category[p] = 'C'
	case outMo || outFa:
		m.category[p] = 'F'
	}
	if m.category[p] != 'C' && y >= 1960 && m.rng.chance(16_000) {
		m.flags[p] |= abroad
		m.country[p] = uint8(m.drawOrigin(2))
		m.category[p] = map[bool]uint8{true: 'E', false: 'G'}[m.category[p] == 'F' || m.rng.chance(500_000)]
		back := addDays(m.birth[p], m.rng.below(8*365))
		if m.gone(p) > back && back < newYear(lastYear) && m.resident(mo, back) {
			m.entry[p] = back
		}
	}
}

func (m *model) drawOrigin(period int) int {
	r := m.rng.below(m.originSum[period])
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
	if d < int(newYear(lastYear)) && d < int(m.death[p]) && d > int(m.entry[p]) && d > int(newYear(pathYear)) {
		m.exit[p] = int16(d)
	}
}
