package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// immigrate adds the year's arrivals: singles, couples and families. In the last
// year it adds as many as the population lacks.
func (m *model) immigrate(y int) {
	left := m.count(arrivals.At(y))
	if y == calendar.LastYear-1 {
		left = m.want - m.residents(calendar.NewYear(calendar.LastYear))
		m.emigrateSurplus(-left)
	}
	for left > 0 {
		arrival := calendar.Within(y, m.rng.Next())
		origin := m.drawOrigin(originPeriod(y))
		stay := calendar.None
		if y < calendar.LastYear-1 && m.rng.Chance(380_000) {
			stay = calendar.ClampDay(int(arrival) + 200 + m.rng.Below(1500) + m.rng.Below(3000)*m.rng.Below(2))
		}
		first := m.newcomer(y, arrival, stay, origin, m.drawSex(), 20+m.skew(30))
		left--
		if left == 0 || !m.rng.Chance(300_000) || y-m.BornYear(first) < 22 {
			continue
		}
		// A couple; the second may have come earlier in life or be of another age.
		gap := 3 + chance.Normal(m.rng.Next())*4/1024
		sex := 0
		if m.IsWoman(first) {
			sex = 1
			gap = -gap
		}
		age := max(18, y-m.BornYear(first)-gap)
		second := m.newcomer(y, arrival, stay, origin, 1-sex, age)
		left--
		w, man := first, second
		if sex == 0 {
			w, man = second, first
		}
		u := m.unite(w, man, arrival)
		if m.rng.Chance(800_000) {
			m.unions[u].Wed = min(arrival+1, m.unions[u].end)
			if m.unions[u].Wed >= m.unions[u].end {
				m.unions[u].Wed = calendar.None
			}
		}
		left -= m.accompany(y, arrival, stay, origin, w, man, left)
	}
}

// skew is 0 … n with most of the mass at the low end.
func (m *model) skew(n int) int {
	a, b := m.rng.Below(n), m.rng.Below(n)
	return min(a, b)
}

// newcomer enters an adult immigrant who goes away on the day `stay`.
func (m *model) newcomer(y int, arrival, stay int16, origin, sex, age int) int32 {
	born := max(calendar.FirstYear, y-age)
	birth := calendar.Within(born, m.rng.Next())
	p := m.person(birth, arrival, sex, Abroad|ImmigrantFlag)
	m.Country[p], m.Category[p] = uint8(origin), 'B'
	m.Flags[p] |= MotherHidden | FatherHidden
	m.become(p, born, arrival, stay, sex)
	m.home[p] = m.Geo.All.Draw(m.rng.Next())
	if m.rng.Chance(60_000) {
		m.home[p] = m.Geo.city.Draw(m.rng.Next())
	}
	m.Ability[p] -= 200
	m.settle(p, born)
	return p
}

// become draws death and departure of somebody who arrives.
func (m *model) become(p int32, born int, arrival, stay int16, sex int) {
	if arrival >= calendar.NewYear(calendar.LastYear-1) {
		return // the last year's arrivals fill the population up: they stay
	}
	alive := max(arrival, calendar.NewYear(calendar.PathYear))
	m.Death[p] = m.life.death(m.Birth[p], born, sex, alive, m.rng.Next())
	if stay != calendar.None {
		m.leave(p, stay, 0)
	}
}

// accompany adds the children a couple brings and returns how many.
func (m *model) accompany(y int, arrival, stay int16, origin int, w, man int32, room int) int {
	n := min(room, chance.Pick(m.rng.Next(), []int{30, 30, 26, 14}, 100))
	oldest := min(y-m.BornYear(w)-19, y-m.BornYear(man)-18, 16)
	came := 0
	for range n {
		if oldest < 1 {
			break
		}
		born := y - 1 - m.rng.Below(oldest)
		sex := m.drawSex()
		birth := calendar.Within(born, m.rng.Next())
		p := m.person(birth, arrival, sex, Abroad|ImmigrantFlag)
		m.Country[p], m.Category[p] = uint8(origin), 'B'
		m.Mother[p], m.Father[p] = w, man
		if m.rng.Chance(250_000) {
			m.Flags[p] |= MotherHidden | FatherHidden
		}
		m.become(p, born, arrival, stay, sex)
		m.Ability[p] = int16((int(m.Ability[p])*930 + (int(m.Ability[w])+int(m.Ability[man]))/2*540) / 1024)
		m.home[p] = m.home[w]
		m.settle(p, born)
		m.kids[w].count++
		m.kids[w].last = birth
		came++
	}
	return came
}

// residents counts who lives in the country on a day.
func (m *model) residents(d int16) (n int) {
	for p := range int32(m.Persons()) {
		if m.Resident(p, d) {
			n++
		}
	}
	return n
}

// emigrateSurplus lets single adults leave in the last year when there are too many people.
func (m *model) emigrateSurplus(n int) {
	last := calendar.NewYear(calendar.LastYear)
	for p := int32(m.Persons()) - 1; p >= 0 && n > 0; p-- {
		a := m.Age(p, last)
		if a >= 20 && m.Resident(p, last) && m.Entry[p] < last-400 && m.lastUnion[p] < 0 && (!m.IsWoman(p) || m.kids[p].count == 0) {
			m.Exit[p] = last - 1 - int16(m.rng.Below(360))
			n--
		}
	}
}
