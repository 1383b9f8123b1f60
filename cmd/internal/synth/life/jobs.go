package life

import (
	"strings"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// JobTraits is what a job is like from its first day to its last, in sixteen bits: the working
// time arrangement (3), the bonus class (3), and yes or no.
type JobTraits uint16

const (
	Freelance       JobTraits = 1 << (6 + iota) // a contractor, no ordinary employee
	Temporary                                   // for a time only
	Hourly                                      // paid by the hour
	FixedSupplement                             // gets a fixed supplement
	OvertimeProne                               // works overtime in many months
	SellsOnBonus                                // bonus comes monthly
	PublicEmployer                              // in general government
	Maritime                                    // at sea
)

// Arrangement is the position in the list arbtid_ordning.
func (t JobTraits) Arrangement() int64 { return int64(t & 7) }

// Positions in the list arbtid_ordning; its first two are invalid and unspecified.
const (
	NoShifts      = 2
	Shifts365     = 3
	RoundTheClock = 4
	Continuous336 = 5
	Offshore336   = 6
	OtherShifts   = 7
	bonusShift    = 3 // where the bonus class lies
)

// Bonus is the bonus in 1/1000 of total pay.
func (t JobTraits) Bonus() int64 {
	return [...]int64{0, 15, 30, 50, 80, 120, 180, 280}[t>>bonusShift&7]
}

// Irregular is irregular supplements in 1/1000 of total pay: they follow the shifts.
func (t JobTraits) Irregular() int64 {
	return [...]int64{0, 0, 0, 60, 75, 110, 160, 35}[t.Arrangement()]
}

// FullWeek is the weekly hours of a full-time job, in tenths: shift work has fewer.
func (t JobTraits) FullWeek() int64 {
	return [...]int64{375, 375, 375, 365, 355, 336, 336, 375}[t.Arrangement()]
}

// Hours is the contractual weekly hours of a job, in hundredths.
func (w *World) Hours(k int32) int64 { return int64(w.Jobs[k].Percent) * w.Traits(k).FullWeek() / 10 }

// Traits is what a job is like. Safe for concurrent use; after the first call a look-up.
func (w *World) Traits(k int32) JobTraits {
	w.labour.traitsOnce.Do(func() {
		all := make([]JobTraits, len(w.Jobs))
		e, s, class := w.Employers(), chance.NewStream(w.Seed, jobStream), shiftClasses(w.Occupations.Codes)
		parallel(len(all), func(from, to int) {
			for k := int32(from); k < int32(to); k++ {
				all[k] = w.traits(e, k, class, s)
			}
		})
		w.labour.traits = all
	})
	return w.labour.traits[k]
}

func (w *World) traits(e *Employers, k int32, class []uint8, s chance.Stream) (t JobTraits) {
	j := &w.Jobs[k]
	at := e.Of[k]
	word := s.At(j.Person, jobStep(j))
	age := calendar.YearOf(j.Start) - w.BornYear(j.Person)
	digit := w.Occupations.Codes[j.Occupation][0]
	set := func(on bool, bit JobTraits) {
		if on {
			t |= bit
		}
	}
	t = JobTraits(arrangement(class[j.Occupation], e.Offshore(at), thousand(word, 0)))
	sector := e.Sector(at)
	set(sector.Public(), PublicEmployer)
	set(e.Maritime(at), Maritime)
	t |= JobTraits(bonusClass(sector, digit, j.Second, chance.Mix(word))) << bonusShift
	free, brief := 15, 45
	if e.Loose(at) {
		free, brief = 120, 110
	}
	if j.Second {
		free, brief = free*3+30, brief+50
	}
	if age < 27 {
		brief += 70
	}
	set(thousand(word, 1) < free, Freelance)
	set(thousand(word, 2) < brief, Temporary)
	lot := thousand(word, 3)
	more := chance.Mix(word + 1)
	switch {
	case j.Percent < 50 || age < 20:
		set(lot < 640, Hourly)
	case digit >= '5':
		set(lot < 140, Hourly)
	default:
		set(lot < 25, Hourly)
	}
	if t&Hourly == 0 {
		set(thousand(more, 0) < 260, FixedSupplement)
		set(j.Percent >= 90 && thousand(more, 1) < 370, OvertimeProne)
	}
	set(thousand(more, 2) < 300, SellsOnBonus)
	return t
}

// bonusClass is 0 for four jobs in five.
func bonusClass(s Sector, digit byte, second bool, word uint64) int {
	odds := 20
	switch {
	case second:
		odds = 10
	case s == SectorBank || s == SectorInsurance:
		odds = 520
	case s == SectorPrivate || s == SectorStateCompany:
		odds = 325
		if digit == '1' {
			odds = 480
		}
	}
	if thousand(word, 0) >= odds {
		return 0
	}
	return 1 + chance.Pick(chance.Mix(word), []int{12, 16, 18, 20, 17, 10, 7}, 100)
}

// shifts gives the arrangement of working time by kind of work, in 1/1000, from Shifts365 to
// OtherShifts without the offshore one.
var shifts = []struct {
	prefixes string
	share    [4]int // 36.5 hours, round the clock, continuous, others
}{
	{"", [4]int{3, 24, 1, 12}},
	{"2221 2222 2223 2224 2212 3256 5321 5322 5329", [4]int{15, 800, 15, 30}},
	{"54 0 3355 3344", [4]int{40, 620, 10, 50}},
	{"81 313 3153 82", [4]int{270, 210, 110, 40}},
	{"83 51 315 96", [4]int{30, 210, 10, 140}},
	{"5120 513 52 14 9412 5246 4224 911", [4]int{10, 120, 3, 140}},
}

// shiftClasses finds the row of shifts for each occupation; later rows count more.
func shiftClasses(occupations []string) []uint8 {
	class := make([]uint8, len(occupations))
	for i, code := range occupations {
		for row := range shifts {
			for _, prefix := range strings.Fields(shifts[row].prefixes) {
				if strings.HasPrefix(code, prefix) {
					class[i] = uint8(row)
				}
			}
		}
	}
	return class
}

func arrangement(class uint8, offshore bool, lot int) int {
	if offshore && lot < 420 {
		return Offshore336
	}
	for i, share := range shifts[class].share {
		if lot -= share; lot < 0 {
			return [...]int{Shifts365, RoundTheClock, Continuous336, OtherShifts}[i]
		}
	}
	return NoShifts
}

// hoursSums are by person.
type hoursSums struct{ hours, percent []int32 }

// HoursSums is the contractual hours a week (hundredths) and the per cent of full time of all
// jobs of each person on the day.
func (v *View) HoursSums() (hours, percent []int32) {
	s := v.hours.get(func() hoursSums {
		s := hoursSums{make([]int32, v.Persons()), make([]int32, v.Persons())}
		for k := range v.Jobs {
			if j := &v.Jobs[k]; j.Start <= v.Day && v.Day <= j.End {
				s.hours[j.Person] += int32(v.Hours(int32(k)))
				s.percent[j.Person] += int32(j.Percent)
			}
		}
		return s
	})
	return s.hours, s.percent
}

// OwnBusiness tells whether the main work of somebody is a business of one's own: one that
// pays something to people without a job, or much beside the wages of a job.
func (v *View) OwnBusiness(p int32) bool {
	business := v.Pay.Business(p, v.Year)
	if business == 0 || !v.Resident(p, v.Day) {
		return false
	}
	if v.MainJobs()[p] < 0 {
		return business > 45_000
	}
	return business*5/2 > v.Pay.Wages(p, v.Year)
}
