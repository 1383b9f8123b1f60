package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// match lets the women who planned a union in year y look for a partner.
func (m *model) match(y int) {
	list := m.planned[y-calendar.FirstYear]
	for _, p := range list {
		start := calendar.Within(y, m.rng.Next())
		w := p.who
		if !m.Resident(w, start) || start <= m.taken[w] {
			if start < m.Gone(w) && p.tries < 8 {
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
	m.planned[y-calendar.FirstYear] = nil
}

// findMan probes the men of a suitable age, near before far, like before unlike; −1 when none fits.
func (m *model) findMan(w int32, start int16) int32 {
	born, county := m.BornYear(w), m.Geo.Atoms[m.home[w]].County
	for try := range 48 {
		gap := (3400 + chance.Normal(m.rng.Next())*4900/1024 + 500) / 1000
		i := born - gap - calendar.FirstYear
		if i < 0 || i >= len(m.menBorn) {
			continue
		}
		c := county
		if m.rng.Chance(120_000) || try > 36 {
			c = m.rng.Below(m.Geo.counties)
		}
		pool := m.menBorn[i][c]
		if len(pool) == 0 {
			continue
		}
		man := pool[m.rng.Below(len(pool))]
		if !m.Resident(man, start) || start <= m.taken[man] || m.Age(man, start) < 17 || m.related(w, man) {
			continue
		}
		if m.Flags[man]&incomeAlone != 0 && !m.rng.Chance(300_000) {
			continue
		}
		if d := int(m.Ability[w]) - int(m.Ability[man]); (d > 900 || d < -900) && try < 36 && !m.rng.Chance(250_000) {
			continue
		}
		if m.foreign(w) != m.foreign(man) && !m.rng.Chance(250_000) {
			continue
		}
		return man
	}
	return -1
}

func (m *model) foreign(p int32) bool { return m.Category[p] == 'B' || m.Category[p] == 'C' }

func (m *model) related(a, b int32) bool {
	return m.Mother[a] >= 0 && m.Mother[a] == m.Mother[b] || m.Father[a] >= 0 && m.Father[a] == m.Father[b] ||
		m.Mother[a] == b || m.Father[a] == b || m.Mother[b] == a
}

// unite starts a union and draws how and when it ends.
func (m *model) unite(w, man int32, start int16) int32 {
	end := min(m.Gone(w), m.Gone(man))
	u := union{woman: w, Man: man, start: start, Wed: calendar.None, end: end, prevWife: m.lastUnion[w], prevMan: m.lastUnion[man]}
	y := calendar.YearOf(start)
	if m.rng.Chance(dissolveShare.At(y) * 1000) {
		years := 1 + m.rng.Below(12) + m.skew(25)
		if apart := int(start) + years*365 + m.rng.Below(365); apart < int(min(end, calendar.NewYear(calendar.LastYear))) {
			u.end, u.dissolved = int16(apart), true
		}
	}
	k := int32(len(m.unions))
	m.unions = append(m.unions, u)
	m.lastUnion[w], m.lastUnion[man] = k, k
	m.taken[w], m.taken[man] = u.end, u.end
	if u.end < calendar.NewYear(calendar.LastYear) && m.Flags[w]&remarries != 0 && m.Age(w, u.end) < 62 {
		m.plan(w, calendar.YearOf(u.end)+2+m.rng.Below(13), 4)
	}
	return k
}

// weddingWait is the longest time between moving together and the wedding, in days
// by calendar year.
var weddingWait = chance.Curve{{1945, 60}, {1970, 400}, {1985, 2200}, {2000, 3600}}

// wedding decides whether and when a couple marries.
func (m *model) wedding(k int32, y int) {
	u := &m.unions[k]
	born := m.BornYear(u.woman)
	if !m.rng.Chance(marryShare.At(born) * 1000) {
		return
	}
	wait := m.rng.Below(weddingWait.At(y)) + 1
	if born >= 1960 {
		wait += 200
	}
	if d := int(u.start) + wait; d < int(min(u.end, calendar.NewYear(calendar.LastYear))) {
		u.Wed = int16(d)
	}
}
