package studentfinance

import (
	"math/bits"

	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
)

// Streams of the seed.
const (
	borrowerStream = 47 + iota
	arrearsStream
)

// perTerm is the largest loan of a half-year in 2022, before some of it becomes a grant.
const perTerm = 66_000

// lent is the loan paid out to a student in a year. Who gets no grant gets no loan either.
func lent(w *life.World, p int32, year int) int64 {
	n := terms(w.Enrolment().DegreeYears(p), year)
	if n == 0 || w.StudyGrant(p, year) == 0 {
		return 0
	}
	return loan(w, p, year, n)
}

func loan(w *life.World, p int32, year, terms int) int64 {
	share := int64(100)
	switch r := chance.Part(chance.NewStream(w.Seed, borrowerStream).At(p, 0), 0) % 100; {
	case r < 12:
		share = 55
	case r < 34:
		share = 82
	case r >= 90: // tuition too
		share = 150
	}
	return perTerm * share / 100 * index(year) / 1000 * int64(terms)
}

// grant is what the grants of a year were paid for; the parts add up to life.World.StudyGrant.
type grant struct{ exams, degree, other int64 }

// grantOf splits the grants of a year. Pupils have other grants only. Of students, most of the
// grant is for exams; in the year the studies end, two fifths are for the degree; some, mostly
// parents, have a little besides.
func grantOf(w *life.World, p int32, year int) (g grant) {
	total := w.StudyGrant(p, year)
	if total == 0 {
		return g
	}
	years := w.Enrolment().DegreeYears(p)
	if terms(years, year) == 0 {
		g.other = total
		return g
	}
	word := chance.NewStream(w.Seed, borrowerStream).At(p, year)
	if chance.Part(word, 0)%100 < 14 {
		g.other = total * int64(4+chance.Part(word, 1)%12) / 100
	}
	if k := year - firstYear; years>>k&3 == 1 && chance.Part(word, 2)%100 < 80 {
		g.degree = (total - g.other) * 2 / 5
	}
	g.exams = total - g.other - g.degree
	return g
}

// account is what somebody owes at the end of a year, with the plan for paying it back.
type account struct {
	loan int64
	plan int64 // what is paid a year; 0 while studying
}

// repayYears is how long a loan is paid back over, with the years in which payments are put
// off; leastPaid is the least to be paid in a year at the level of 2022.
const repayYears, leastPaid = 26, 4_000

// ended is what somebody owes when the last studies are over, and in which calendar year.
type ended struct {
	loan int32
	year int16
	slow bool // pays half of what others pay in a year
}

type endings struct{}

// endingsOf finds for everybody what the last studies leave; once.
func endingsOf(w *life.World) []ended {
	return life.OfWorld(w, endings{}, func() []ended {
		e, s := w.Enrolment(), chance.NewStream(w.Seed, borrowerStream)
		out := make([]ended, w.Persons())
		for p := range out {
			if years := e.DegreeYears(int32(p)); years != 0 {
				x := &out[p]
				x.year = int16(firstYear + bits.Len64(years) - 1)
				x.slow = chance.Part(s.At(int32(p), 1), 0)%100 < 18
				a := follow(w, e, int32(p), int(x.year), x.slow)
				x.loan = int32(a.loan)
			}
		}
		return out
	})
}

// balance is what one person owes at the end of a year.
func balance(w *life.World, e *life.Enrolment, p int32, year int) account {
	last := &endingsOf(w)[p]
	if year < int(last.year) {
		return follow(w, e, p, year, last.slow)
	}
	a := account{loan: int64(last.loan)}
	if n := year - int(last.year); n > 0 && a.loan > 0 {
		a.settle(int(last.year)+1, last.slow)
		a.loan = max(a.loan-int64(n)*a.plan, 0)
	}
	return a
}

// follow goes through the years: what is lent is added, what becomes a grant is taken off, and
// between and after studies it is paid back.
func follow(w *life.World, e *life.Enrolment, p int32, year int, slow bool) (a account) {
	years := e.DegreeYears(p)
	for y := firstYear - 1 + bits.TrailingZeros64(years); y <= year; y++ { // from the first autumn
		if n := terms(years, y); n > 0 {
			a.plan = 0
			if g := w.StudyGrant(p, y); g > 0 {
				a.loan += loan(w, p, y, n) - g
			}
			continue
		}
		if a.loan > 0 {
			if a.plan == 0 {
				a.settle(y, slow)
			}
			a.loan = max(a.loan-a.plan, 0)
		}
	}
	return a
}

// settle says what is paid a year from some year on.
func (a *account) settle(year int, slow bool) {
	a.plan = max(a.loan/repayYears, leastPaid*index(year)/1000, 1)
	if slow {
		a.plan = (a.plan + 1) / 2
	}
}

// rate of interest by year, in thousandths.
var rate = chance.Curve{{2007, 46}, {2009, 40}, {2012, 32}, {2016, 23}, {2020, 15}, {2021, 14}, {2022, 25}, {2023, 44}, {2024, 52}}.Table(2007, 2024)

// inArrears tells whether somebody who pays back is behind at the end of a year: a few often.
func inArrears(w *life.World, p int32, year int) (word uint64, lasting, behind bool) {
	s := chance.NewStream(w.Seed, arrearsStream)
	lasting = chance.Part(s.At(p, 0), 0)%100 < 7
	limit := 5
	if lasting {
		limit = 62
	}
	if !w.Works(p, year) {
		limit = limit * 3 / 2
	}
	word = s.At(p, year)
	return word, lasting, chance.Part(word, 0)%100 < limit
}

// interest not yet paid at the end of a year: of the last weeks, or of months by those in
// arrears. Students pay none.
func interest(w *life.World, p int32, year int, a *account) int64 {
	if a.plan == 0 {
		return 0
	}
	yearly := a.loan * int64(rate.At(year)) / 1000
	word, _, behind := inArrears(w, p, year)
	if behind {
		return yearly * int64(4+chance.Part(word, 1)%12) / 12
	}
	return yearly / 24
}

// fees for reminders not yet paid.
func fees(w *life.World, p int32, year int, a *account) int64 {
	word, _, behind := inArrears(w, p, year)
	if a.plan == 0 || !behind {
		return 0
	}
	return int64(35 * (1 + chance.Part(word, 2)%12*(1+chance.Part(word, 3)%3)))
}

// costs of collecting from those long in arrears.
func costs(w *life.World, p int32, year int, a *account) int64 {
	word, lasting, behind := inArrears(w, p, year)
	if a.plan == 0 || !behind || !lasting || chance.Part(word, 2)%100 >= 35 {
		return 0
	}
	return 300 + int64(chance.Part(chance.Mix(word), 0)%6000)
}
