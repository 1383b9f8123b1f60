package synth

// match lets the women who planned a union in year y look for a partner.
func (m *model) match(y int) {
	list := m.planned[y-firstYear]
	for _, p := range list {
		start := within(y, m.rng.next())
		w := p.who
		if !m.resident(w, start) || start <= m.taken[w] {
			if start < m.gone(w) && p.tries < 8 {
				m.plan(w, y+1, p.tries+1)
			}
			continue
		}
		man := m.findMan(w, start)
		if man < 0 {
			if p.tries < 8 {
				m.plan(w, y+1, p.tries+1)
			}
			continue
		}
		m.wedding(m.unite(w, man, start), y)
	}
	m.planned[y-firstYear] = nil
}

// findMan probes the men of a suitable age, near before far, like before unlike; −1 when none fits.
func (m *model) findMan(w int32, start int16) int32 {
	born, county := m.bornYear(w), m.geo.atoms[m.home[w]].county
	for try := range 48 {
		gap := (3400 + normal(m.rng.next())*4900/1024 + 500) / 1000
		i := born - gap - firstYear
		if i < 0 || i >= len(m.menBorn) {
			continue
		}
		c := county
		if m.rng.chance(120_000) || try > 36 {
			c = m.rng.below(m.geo.counties)
		}
		pool := m.menBorn[i][c]
		if len(pool) == 0 {
			continue
		}
		man := pool[m.rng.below(len(pool))]
		if !m.resident(man, start) || start <= m.taken[man] || m.age(man, start) < 17 || m.related(w, man) {
			continue
		}
		if m.flags[man]&incomeAlone != 0 && !m.rng.chance(300_000) {
			continue
		}
		if d := int(m.ability[w]) - int(m.ability[man]); (d > 900 || d < -900) && try < 36 && !m.rng.chance(250_000) {
			continue
		}
		if m.foreign(w) != m.foreign(man) && !m.rng.chance(250_000) {
			continue
		}
		return man
	}
	return -1
}

func (m *model) foreign(p int32) bool { return m.category[p] == 'B' || m.category[p] == 'C' }

func (m *model) related(a, b int32) bool {
	return m.mother[a] >= 0 && m.mother[a] == m.mother[b] || m.father[a] >= 0 && m.father[a] == m.father[b] ||
		m.mother[a] == b || m.father[a] == b || m.mother[b] == a
}

// unite starts a union and draws how and when it ends.
func (m *model) unite(w, man int32, start int16) int32 {
	end := min(m.gone(w), m.gone(man))
	u := union{woman: w, man: man, start: start, wed: none, end: end, prevWife: m.lastUnion[w], prevMan: m.lastUnion[man]}
	y := yearOf(start)
	if m.rng.chance(dissolveShare.at(y) * 1000) {
		years := 1 + m.rng.below(12) + m.skew(25)
		if apart := int(start) + years*365 + m.rng.below(365); apart < int(min(end, newYear(lastYear))) {
			u.end, u.dissolved = int16(apart), true
		}
	}
	k := int32(len(m.unions))
	m.unions = append(m.unions, u)
	m.lastUnion[w], m.lastUnion[man] = k, k
	m.taken[w], m.taken[man] = u.end, u.end
	if u.end < newYear(lastYear) && m.flags[w]&remarries != 0 && m.age(w, u.end) < 62 {
		m.plan(w, yearOf(u.end)+1+m.rng.below(6), 4)
	}
	return k
}

// weddingWait is the longest time between moving together and the wedding, in days
// by calendar year.
var weddingWait = curve{{1945, 60}, {1970, 400}, {1985, 2200}, {2000, 3600}}

// wedding decides whether and when a couple marries.
func (m *model) wedding(k int32, y int) {
	u := &m.unions[k]
	born := m.bornYear(u.woman)
	if !m.rng.chance(marryShare.at(born) * 1000) {
		return
	}
	wait := m.rng.below(weddingWait.at(y)) + 1
	if born >= 1960 {
		wait += 200
	}
	if d := int(u.start) + wait; d < int(min(u.end, newYear(lastYear))) {
		u.wed = int16(d)
	}
}
