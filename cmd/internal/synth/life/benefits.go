package life

import (
	"slices"
	"sync"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Benefit is a kind of pension, benefit or allowance.
type Benefit uint8

const (
	OldAge                Benefit = iota // old-age pension of the national insurance
	AFPPublic                            // contractual early retirement pension, public sector
	AFPPrivate                           // … private sector; for life when taken from 2011 on
	Disability                           // disability pension
	ProvisionalDisability                // paid while disability is decided on; until 2010
	TimedDisability                      // time-limited disability benefit, 2004 to February 2010
	WorkAssessment                       // work assessment allowance, from March 2010
	Rehabilitation                       // rehabilitation allowance, until February 2010
	Unemployment                         // unemployment benefit
	Sickness                             // sickness benefit, after the employer's sixteen days
	Parental                             // parental benefit
	ChildBenefit                         // child benefit; the value of a spell is the number of children
	CashForCare                          // cash-for-care; the value of a spell is the number of children
	BasicBenefit                         // basic benefit
	AttendanceBenefit                    // attendance benefit
	SocialAssistance                     // economic social assistance
	Qualification                        // qualification benefit
	Introduction                         // introduction benefit of refugees
	SingleTransitional                   // single parent: transitional benefit
	SingleChildCare                      // single parent: child care benefit
	SingleEducation                      // single parent: education benefit
	SurvivorSpouse                       // survivor's pension, spouse
	SurvivorChild                        // children's pension
	FamilyCarer                          // pension of former family carers
	Supplementary                        // supplementary benefit of old immigrants
	benefitKinds
)

// Streams of the benefits; 61–79 are theirs and those of income and tax.
const (
	careerStream = 61 + iota
	assessStream
	sickStream
	familyStream
	healthStream
	welfareStream
	rateStream
	allowanceStream
	capitalStream
	wealthStream
	debtStream
	taxStream
)

// benefitMemo is what many benefits share, found on first use.
type benefitMemo struct {
	careersOnce, childrenOnce, bookOnce, enrolOnce, northOnce sync.Once

	careers   []pensionCareer
	children  children
	book      spellBook
	enrolment *Enrolment
	north     []bool // has lived in the far north
}

// spellBook holds all benefits of everybody but social assistance: by person, by kind, in order
// of time. Six bytes a spell, about seven spells a person.
type spellBook struct {
	from []uint32 // by person; one more at the end
	list []paidSpell
}

// paidSpell is a time with a benefit. The value of child benefit has the children under six in its
// high half and the others in the low one; its kind says who is alone or shares.
type paidSpell struct {
	start, stop int16
	kind        Benefit
	value       uint8
}

// Kinds of child benefit inside the book.
const (
	childSingle = benefitKinds + iota
	childShared
)

// spellsOf are the spells of a person.
func (w *World) spellsOf(p int32) []paidSpell {
	w.benefit.bookOnce.Do(w.writeBook)
	b := &w.benefit.book
	return b.list[b.from[p]:b.from[p+1]]
}

// writeBook draws all benefits of everybody.
func (w *World) writeBook() {
	n := w.Persons()
	from := make([]uint32, n+1)
	w.careersOf() // before the halves wait for each other
	w.childrenOf()
	var halves [2][]paidSpell
	parallel(n, func(a, b int) {
		list := make([]paidSpell, 0, (b-a)*8)
		kind := Benefit(0)
		note := func(v int64, start, stop int16) { list = append(list, paidSpell{start, stop, kind, uint8(v)}) }
		for p := a; p < b; p++ {
			from[p] = uint32(len(list))
			for kind = range benefitKinds {
				if kind != ChildBenefit && kind != SocialAssistance {
					w.draw(int32(p), kind, note)
				}
			}
			list = w.drawChildBenefit(int32(p), list)
		}
		if a == 0 {
			halves[0] = list
		} else {
			halves[1] = list
		}
	})
	list := slices.Concat(halves[0], halves[1])
	for p := n / 2; p < n; p++ {
		from[p] += uint32(len(halves[0]))
	}
	from[n] = uint32(len(list))
	w.benefit.book = spellBook{from, list}
}

// Benefits gives the times a person receives a benefit, in order and apart from each
// other, within the time lived in the country. The value is the degree in per cent
// (100 where there are no degrees), or the number of children. A stop of calendar.None
// means that it goes on. Spells begin as early as 1967 for pensions, and where work is
// known (1993) for most others. It allocates nothing and is safe for concurrent use.
func (w *World) Benefits(p int32, kind Benefit, emit EmitSpell) {
	switch kind {
	case SocialAssistance:
		w.socialSpells(p, emit)
	case ChildBenefit:
		w.ChildBenefits(p, func(c ChildRate, start, stop int16) { emit(int64(c.Children), start, stop) })
	case OldAge, AFPPublic, AFPPrivate, Disability, ProvisionalDisability, TimedDisability, WorkAssessment, Rehabilitation:
		w.pensions(p, kind, emit) // not by the book: it rests on times as a job seeker, which rest on these
	default:
		for _, s := range w.spellsOf(p) {
			if s.kind == kind {
				emit(int64(s.value), s.start, s.stop)
			}
		}
	}
}

// draw finds the spells of a kind.
func (w *World) draw(p int32, kind Benefit, emit EmitSpell) {
	switch kind {
	case OldAge, AFPPublic, AFPPrivate, Disability, ProvisionalDisability, TimedDisability, WorkAssessment, Rehabilitation:
		w.pensions(p, kind, emit)
	case Unemployment:
		w.unemployment(p, emit)
	case Sickness:
		w.sickness(p, emit)
	case Parental:
		w.parental(p, emit)
	case CashForCare:
		w.cashForCare(p, emit)
	case BasicBenefit, AttendanceBenefit:
		w.extraCosts(p, kind, emit)
	case Qualification:
		w.qualification(p, emit)
	case Introduction:
		w.introduction(p, emit)
	case SingleTransitional, SingleChildCare, SingleEducation:
		w.singleParent(p, kind, emit)
	case SurvivorSpouse:
		w.survivor(p, emit)
	case SurvivorChild:
		w.orphan(p, emit)
	case FamilyCarer:
		w.familyCarer(p, emit)
	case Supplementary:
		w.supplementary(p, emit)
	}
}

// OnBenefit gives the value of a benefit on a day; ok is false for those without it.
func (w *World) OnBenefit(p int32, kind Benefit, day int16) (value int64, ok bool) {
	w.Benefits(p, kind, func(v int64, start, stop int16) {
		if start <= day && day <= stop {
			value, ok = v, true
		}
	})
	return value, ok
}

// Receives tells whether a person has a benefit some day of a year from 1993 on; no
// earlier year is known to it.
func (w *World) Receives(p int32, kind Benefit, year int) bool {
	if kind == SocialAssistance {
		return w.socialAmount(p, year) > 0
	}
	return w.BenefitDays(p, kind, year) > 0
}

// BenefitDays counts the days of a year from 1993 on on which a person receives a benefit.
func (w *World) BenefitDays(p int32, kind Benefit, year int) (days int) {
	if year < calendar.WorkYear || year >= calendar.LastYear {
		return 0
	}
	from, to := calendar.NewYear(year), calendar.NewYear(year+1)-1
	w.Benefits(p, kind, func(_ int64, start, stop int16) {
		if start <= to && stop >= from {
			days += int(min(stop, to)) - int(max(start, from)) + 1
		}
	})
	return days
}

// BenefitAmount is what a person is paid of a benefit in a calendar year from 1993 on,
// in kroner; 0 in years without it. It is the yearly rate times days and degree, so
// amounts and spells agree.
func (w *World) BenefitAmount(p int32, kind Benefit, year int) (amount int64) {
	if kind == SocialAssistance {
		return w.socialAmount(p, year)
	}
	w.amounts(p, year, kind, kind, func(_ Benefit, x int64) { amount += x })
	return amount
}

// amounts gives what a person is paid in a year of the kinds from first to last (social
// assistance aside), each once or never. The kinds of child benefit count as one.
func (w *World) amounts(p int32, year int, first, last Benefit, emit func(kind Benefit, amount int64)) {
	if year < calendar.WorkYear || year >= calendar.LastYear {
		return
	}
	from, to := calendar.NewYear(year), calendar.NewYear(year+1)-1
	kind, sum := benefitKinds, int64(0)
	for _, s := range w.spellsOf(p) {
		if s.start > to || s.stop < from {
			continue
		}
		k, value := s.kind, int64(s.value)
		if k >= benefitKinds || k == ChildBenefit {
			k, value = ChildBenefit, int64(s.childRate().Monthly)
		}
		if k < first || k > last {
			continue
		}
		if k != kind {
			if sum > 0 {
				emit(kind, w.paid(p, kind, year, sum))
			}
			kind, sum = k, 0
		}
		sum += value * int64(min(s.stop, to)-max(s.start, from)+1)
	}
	if sum > 0 {
		emit(kind, w.paid(p, kind, year, sum))
	}
}

// paid turns days times degree (or children, or kroner a month) into kroner.
func (w *World) paid(p int32, kind Benefit, year int, sum int64) int64 {
	switch kind {
	case ChildBenefit:
		return sum * 12 / 365
	case CashForCare:
		return sum * w.yearlyRate(p, kind, year) / 365
	}
	return sum * w.yearlyRate(p, kind, year) / 36500
}

// within cuts a spell to the time a person lives in the country.
func (w *World) within(p int32, start, stop int16, value int64, emit EmitSpell) {
	start = max(start, w.Entry[p])
	if g := w.Gone(p); g < calendar.NewYear(calendar.LastYear) {
		stop = min(stop, g-1)
	}
	if stop >= calendar.NewYear(calendar.LastYear) {
		stop = calendar.None
	}
	if start <= stop && start < calendar.NewYear(calendar.LastYear) {
		emit(value, start, stop)
	}
}

// workedIn is Works, where the years before 1993 are like 1993: what came before is not kept.
func (h *History) workedIn(p int32, y int) bool { return h.Works(p, max(y, calendar.WorkYear)) }

// birthdayMonth is the first day of the month after an age in months; calendar.None when it is
// beyond what a date can hold.
func (h *History) birthdayMonth(p int32, months int) int16 {
	d := int(h.Birth[p]) + months*36525/1200
	if d > 31900 {
		return calendar.None
	}
	return nextMonth(int16(d))
}

// monthStarts are the days before each month of a common year.
var monthStarts = [13]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

// monthOf gives year and month (0–11) of a day.
func monthOf(d int16) (y, m int) {
	y = calendar.YearOf(d)
	n := int(d - calendar.NewYear(y))
	leap := int(calendar.NewYear(y+1)-calendar.NewYear(y)) - 365
	for m < 11 && n >= monthDay(m+1, leap) {
		m++
	}
	return y, m
}

func monthDay(m, leap int) int {
	if m >= 2 {
		return monthStarts[m] + leap
	}
	return monthStarts[m]
}

// monthStart is the first day of a month (0–11, more runs into later years).
func monthStart(y, m int) int16 {
	y, m = y+m/12, m%12
	if y > 2058 {
		return 32000
	}
	leap := int(calendar.NewYear(y+1)-calendar.NewYear(y)) - 365
	return calendar.NewYear(y) + int16(monthDay(m, leap))
}

// nextMonth is the first day of the month after a day.
func nextMonth(d int16) int16 {
	y, m := monthOf(d)
	return monthStart(y, m+1)
}

// thousand is a uniform number 0–999 out of 16 bits of a word.
func thousand(word uint64, lane int) int { return chance.Part(word, lane) * 1000 >> 16 }
