package synth

// immigrate adds the year's arrivals: singles, couples and families. In the last
// year it adds as many as the population lacks.
func (m *model) immigrate(y int) {
	left := m.count(arrivals.at(y))
	if y == lastYear-1 {
		left = m.want - m.residents(newYear(lastYear))
		m.emigrateSurplus(-left)
	}
	for left > 0 {
		arrival := within(y, m.rng.next())
		origin := m.drawOrigin(originPeriod(y))
		stay := none
		if y < lastYear-1 && m.rng.chance(380_000) {
			stay = clampDay(int(arrival) + 200 + m.rng.below(1500) + m.rng.below(3000)*m.rng.below(2))
		}
		first := m.newcomer(y, arrival, stay, origin, m.drawSex(), 20+m.skew(30))
		left--
		if left == 0 || !m.rng.chance(300_000) || y-m.bornYear(first) < 22 {
			continue
		}
		// A couple; the second may have come earlier in life or be of another age.
		gap := 3 + normal(m.rng.next())*4/1024
		sex := 0
		if m.isWoman(first) {
			sex = 1
			gap = -gap
		}
		age := max(18, y-m.bornYear(first)-gap)
		second := m.newcomer(y, arrival, stay, origin, 1-sex, age)
		left--
		w, man := first, second
		if sex == 0 {
			w, man = second, first
		}
		u := m.unite(w, man, arrival)
		if m.rng.chance(800_000) {
			m.unions[u].wed = min(arrival+1, m.unions[u].end)
			if m.unions[u].wed >= m.unions[u].end {
				m.unions[u].wed = none
			}
		}
		left -= m.accompany(y, arrival, stay, origin, w, man, left)
	}
}

// skew is 0 … n with most of the mass at the low end.
func (m *model) skew(n int) int {
	a, b := m.rng.below(n), m.rng.below(n)
	return min(a, b)
}

// newcomer enters an adult immigrant who goes away on the day `stay`.
func (m *model) newcomer(y int, arrival, stay int16, origin, sex, age int) int32 {
	born := max(firstYear, y-age)
	birth := within(born, m.rng.next())
	p := m.person(birth, arrival, sex, abroad|immigrantFlag)
	m.country[p], m.category[p] = uint8(origin), 'B'
	m.flags[p] |= motherHidden | fatherHidden
	m.become(p, born, arrival, stay, sex)
	m.home[p] = m.geo.all.draw(m.rng.next())
	if m.rng.chance(100_000) {
		m.home[p] = m.geo.city.draw(m.rng.next())
	}
	m.ability[p] -= 200
	m.settle(p, born)
	return p
}

// become draws death and departure of somebody who arrives.
func (m *model) become(p int32, born int, arrival, stay int16, sex int) {
	if arrival >= newYear(lastYear-1) {
		return // the last year's arrivals fill the population up: they stay
	}
	alive := max(arrival, newYear(pathYear))
	m.death[p] = m.life.death(m.birth[p], born, sex, alive, m.rng.next())
	if stay != none {
		m.leave(p, stay, 0)
	}
}

// accompany adds the children a couple brings and returns how many.
func (m *model) accompany(y int, arrival, stay int16, origin int, w, man int32, room int) int {
	n := min(room, pick(m.rng.next(), []int{30, 30, 26, 14}, 100))
	oldest := min(y-m.bornYear(w)-19, y-m.bornYear(man)-18, 16)
	came := 0
	for range n {
		if oldest < 1 {
			break
		}
		born := y - 1 - m.rng.below(oldest)
		sex := m.drawSex()
		birth := within(born, m.rng.next())
		p := m.person(birth, arrival, sex, abroad|immigrantFlag)
		m.country[p], m.category[p] = uint8(origin), 'B'
		m.mother[p], m.father[p] = w, man
		if m.rng.chance(250_000) {
			m.flags[p] |= motherHidden | fatherHidden
		}
		m.become(p, born, arrival, stay, sex)
		m.ability[p] = int16((int(m.ability[p])*930 + (int(m.ability[w])+int(m.ability[man]))/2*540) / 1024)
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
		if m.resident(p, d) {
			n++
		}
	}
	return n
}

// emigrateSurplus lets single adults leave in the last year when there are too many people.
func (m *model) emigrateSurplus(n int) {
	last := newYear(lastYear)
	for p := int32(m.Persons()) - 1; p >= 0 && n > 0; p-- {
		a := m.age(p, last)
		if a >= 20 && m.resident(p, last) && m.entry[p] < last-400 && m.lastUnion[p] < 0 && (!m.isWoman(p) || m.kids[p].count == 0) {
			m.exit[p] = last - 1 - int16(m.rng.below(360))
			n--
		}
	}
}
