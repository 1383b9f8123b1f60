package life

import (
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
	careersOnce, childrenOnce sync.Once
	careers                   []pensionCareer
	children                  children
	touched                   [benefitKinds]touchedYears
}

// touchedYears has a bit per person and year from workYear with a benefit.
type touchedYears struct {
	once  sync.Once
	years []uint32
}

// Benefits gives the times a person receives a benefit, in order and apart from each
// other, within the time lived in the country. The value is the degree in per cent
// (100 where there are no degrees), or the number of children. A stop of calendar.None
// means that it goes on. Spells begin as early as 1967 for pensions, and where work is
// known (1993) for most others. It allocates nothing and is safe for concurrent use.
func (w *World) Benefits(p int32, kind Benefit, emit EmitSpell) {
	switch kind {
	case OldAge, AFPPublic, AFPPrivate, Disability, ProvisionalDisability, TimedDisability, WorkAssessment, Rehabilitation:
		w.pensions(p, kind, emit)
	case Unemployment:
		w.unemployment(p, emit)
	case Sickness:
		w.sickness(p, emit)
	case Parental:
		w.parental(p, emit)
	case ChildBenefit:
		w.ChildBenefits(p, func(c ChildRate, start, stop int16) { emit(int64(c.Children), start, stop) })
	case CashForCare:
		w.cashForCare(p, emit)
	case BasicBenefit, AttendanceBenefit:
		w.extraCosts(p, kind, emit)
	case SocialAssistance:
		w.socialSpells(p, emit)
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
	if y := calendar.YearOf(day); y >= calendar.WorkYear && !w.Receives(p, kind, y) {
		return 0, false
	}
	w.Benefits(p, kind, func(v int64, start, stop int16) {
		if start <= day && day <= stop {
			value, ok = v, true
		}
	})
	return value, ok
}

// Receives tells whether a person has a benefit some day of a year from 1993 on; no
// earlier year is known to it. After the first call for a kind it is a look-up.
func (w *World) Receives(p int32, kind Benefit, year int) bool {
	if year < calendar.WorkYear || year >= calendar.LastYear {
		return false
	}
	t := &w.benefit.touched[kind]
	t.once.Do(func() { t.years = w.touch(kind) })
	return t.years[p]>>(year-calendar.WorkYear)&1 == 1
}

// touch finds the years of all spells of a kind.
func (w *World) touch(kind Benefit) []uint32 {
	years := make([]uint32, w.Persons())
	parallel(w.Persons(), func(from, to int) {
		for p := int32(from); p < int32(to); p++ {
			bits := uint32(0)
			w.Benefits(p, kind, func(_ int64, start, stop int16) {
				a := max(calendar.YearOf(start), calendar.WorkYear)
				b := calendar.YearOf(min(stop, calendar.NewYear(calendar.LastYear)-1))
				for y := a; y <= b; y++ {
					bits |= 1 << (y - calendar.WorkYear)
				}
			})
			years[p] = bits
		}
	})
	return years
}

// BenefitDays counts the days of a year on which a person receives a benefit.
func (w *World) BenefitDays(p int32, kind Benefit, year int) (days int) {
	if !w.Receives(p, kind, year) {
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
func (w *World) BenefitAmount(p int32, kind Benefit, year int) int64 {
	if kind == SocialAssistance {
		return w.socialAmount(p, year)
	}
	if !w.Receives(p, kind, year) {
		return 0
	}
	from, to := calendar.NewYear(year), calendar.NewYear(year+1)-1
	sum := int64(0)
	if kind == ChildBenefit {
		w.ChildBenefits(p, func(c ChildRate, start, stop int16) {
			if start <= to && stop >= from {
				sum += int64(c.Monthly) * int64(min(stop, to)-max(start, from)+1)
			}
		})
		return sum * 12 / 365
	}
	w.Benefits(p, kind, func(value int64, start, stop int16) {
		if start <= to && stop >= from {
			sum += value * int64(min(stop, to)-max(start, from)+1)
		}
	})
	rate := w.yearlyRate(p, kind, year)
	if kind == CashForCare {
		return sum * rate / 365
	}
	return sum * rate / 36500
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
