package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// StayYear is the year whose contacts with hospitals are known.
const StayYear = 2023

// Stay is a contact with a hospital.
type Stay struct {
	Person       int32
	In           int16
	From         uint16 // minute of the day of arrival
	Nights       uint8
	Level        uint8 // Outpatient, DayCare or Inpatient
	Main, Second uint8 // positions in Conditions; the second is NoCondition for most
}

// Levels of care.
const (
	Outpatient = iota
	DayCare
	Inpatient
)

// NoCondition marks a stay without a second condition.
const NoCondition = 255

// Condition is a main condition by ICD-10, with how often it brings people to a hospital: by
// age (0–15, 16–44, 45–66, 67–79, 80 and over; the mean of both sexes), women for 100 men, and by
// level of care.
type Condition struct {
	Code   string
	ages   [5]int
	women  int
	levels [3]int
}

// Conditions are those of the register's code list, in its order.
var Conditions = []Condition{
	{"I21", [5]int{0, 3, 40, 70, 70}, 50, [3]int{15, 2, 100}},
	{"I63", [5]int{0, 3, 30, 70, 100}, 85, [3]int{15, 1, 100}},
	{"I50", [5]int{0, 2, 20, 65, 140}, 75, [3]int{35, 2, 100}},
	{"I10", [5]int{1, 8, 45, 50, 40}, 100, [3]int{60, 10, 12}},
	{"I48", [5]int{0, 6, 50, 95, 90}, 65, [3]int{70, 25, 60}},
	{"J18", [5]int{25, 8, 22, 60, 130}, 85, [3]int{8, 1, 100}},
	{"J44", [5]int{0, 2, 35, 90, 80}, 100, [3]int{40, 2, 90}},
	{"J45", [5]int{60, 18, 18, 14, 8}, 105, [3]int{80, 3, 30}},
	{"K80", [5]int{1, 22, 32, 34, 25}, 165, [3]int{20, 50, 80}},
	{"K35", [5]int{22, 22, 12, 9, 5}, 85, [3]int{3, 2, 90}},
	{"K57", [5]int{0, 5, 24, 34, 28}, 120, [3]int{40, 30, 50}},
	{"K92", [5]int{3, 10, 22, 38, 50}, 80, [3]int{30, 15, 80}},
	{"S72", [5]int{4, 3, 14, 55, 150}, 190, [3]int{15, 2, 100}},
	{"S06", [5]int{45, 26, 18, 22, 40}, 70, [3]int{20, 1, 90}},
	{"C34", [5]int{0, 1, 22, 50, 25}, 95, [3]int{90, 60, 50}},
	{"C50", [5]int{0, 12, 75, 70, 30}, 9000, [3]int{110, 80, 25}},
	{"C18", [5]int{0, 3, 28, 60, 45}, 100, [3]int{80, 70, 60}},
	{"F32", [5]int{18, 60, 45, 18, 12}, 165, [3]int{110, 2, 45}},
	{"F20", [5]int{0, 22, 18, 6, 2}, 60, [3]int{60, 2, 50}},
	{"O80", [5]int{0, 0, 0, 0, 0}, 100, [3]int{0, 0, 0}}, // as women give birth
	{"N20", [5]int{1, 20, 30, 24, 12}, 55, [3]int{40, 40, 60}},
	{"N18", [5]int{2, 8, 28, 48, 45}, 65, [3]int{90, 160, 30}},
	{"E11", [5]int{0, 12, 60, 60, 30}, 75, [3]int{110, 5, 20}},
	{"A41", [5]int{8, 6, 20, 45, 85}, 80, [3]int{2, 1, 100}},
	{"G45", [5]int{0, 2, 16, 38, 40}, 90, [3]int{25, 1, 80}},
	{"G20", [5]int{0, 1, 14, 48, 30}, 65, [3]int{90, 3, 20}},
	{"M16", [5]int{0, 3, 40, 75, 45}, 145, [3]int{70, 3, 90}},
	{"Z00", [5]int{260, 190, 120, 60, 25}, 110, [3]int{120, 20, 6}},
}

const birth = 19 // position in Conditions

// conditionWeights are the conditions by level, sex and age group, with their sum at the end.
var conditionWeights = func() (t [3][2][5][]int) {
	for level := range t {
		for sex := range t[level] {
			for age := range t[level][sex] {
				row, sum := make([]int, len(Conditions)+1), 0
				for i := range Conditions {
					c := &Conditions[i]
					x := 2 * c.ages[age] * c.levels[level] * [2]int{100, c.women}[sex] / (100 + c.women)
					row[i] = x
					sum += x
				}
				row[len(Conditions)] = sum
				t[level][sex][age] = row
			}
		}
	}
	return t
}()

// contacts is how many contacts 1000 people have in a year, by level and age; births are
// counted apart.
var contacts = [3]chance.Tabulated{
	chance.Curve{{0, 700}, {5, 430}, {16, 520}, {30, 650}, {50, 1000}, {70, 1750}, {80, 1750}, {95, 950}}.Table(0, 110),
	chance.Curve{{0, 15}, {16, 25}, {40, 55}, {60, 120}, {75, 200}, {85, 130}, {95, 50}}.Table(0, 110),
	chance.Curve{{0, 150}, {2, 75}, {10, 40}, {25, 60}, {45, 85}, {60, 140}, {72, 250}, {82, 420}, {92, 520}}.Table(0, 110),
}

// Stays are all contacts of the year, in order of person.
func (w *World) Stays() []Stay { return w.units.stays.get(func() []Stay { return newStays(w) }) }

// wards is the work of newStays.
type wards struct {
	*World
	lots, sick chance.Stream
	births     map[int32]int16
	all        []Stay
}

func newStays(w *World) []Stay {
	s := &wards{World: w, lots: chance.NewStream(w.Seed, 92), sick: chance.NewStream(w.Seed, 93), births: map[int32]int16{}}
	first, last := calendar.NewYear(StayYear), calendar.NewYear(StayYear+1)-1
	for p := range int32(w.Persons()) {
		if d := w.Birth[p]; d >= first && d <= last && w.Mother[p] >= 0 && w.Resident(w.Mother[p], d) {
			s.births[w.Mother[p]] = d
		}
	}
	s.all = make([]Stay, 0, w.Persons())
	for p := range int32(w.Persons()) {
		from, to := max(w.Entry[p], first), min(last, w.Gone(p)-1)
		if from <= to {
			s.year(p, from, to)
		}
	}
	return s.all
}

// year adds the contacts of a person between two days of the year.
func (s *wards) year(p int32, from, to int16) {
	age, days := s.Age(p, from), int(to)-int(from)+1
	if d, ok := s.births[p]; ok {
		s.give(p, d, to)
	}
	frail := int(chance.Grow(585, chance.Normal(s.sick.At(p, 0))*1080/1024))
	if s.Death[p] != calendar.None && int(s.Death[p])-int(from) < 730 {
		frail = frail*2 + 500
	}
	for level := range contacts {
		word := s.sick.At(p, level+1)
		rate := contacts[level].At(age) * min(frail, 9000) / 1000 * days / 365
		n := rate / 1000
		if chance.Scaled(word, 1000) < rate%1000 {
			n++
		}
		for i := range min(n, 30) {
			s.visit(p, level, age, from, days, s.lots.At(p, level*100+i))
		}
	}
}

// visit adds a contact on some day.
func (s *wards) visit(p int32, level, age int, from int16, days int, word uint64) {
	band := [...]int{0, 16, 45, 67, 80}
	group := 0
	for group < 4 && age >= band[group+1] {
		group++
	}
	weights := conditionWeights[level][s.Flags[p]&Woman][group]
	a := Stay{Person: p, Level: uint8(level), Second: NoCondition}
	a.In = from + int16(chance.Part(word, 0)*days>>16)
	lots := chance.Mix(word)
	a.Main = uint8(chance.Pick(lots, weights[:len(Conditions)], weights[len(Conditions)]))
	if again := chance.Mix(word + 1); chance.Part(again, 0)*1000>>16 < 60+group*60 {
		if second := uint8(chance.Pick(chance.Mix(again), weights[:len(Conditions)], weights[len(Conditions)])); second != a.Main {
			a.Second = second
		}
	}
	switch level {
	case Inpatient:
		a.From = uint16(chance.Part(word, 1) * 1440 >> 16)
		nights := 1 + chance.Part(word, 2)*3>>16 + chance.Part(word, 3)*chance.Part(word, 2)>>16*(3+group*3)>>16
		a.Nights = uint8(min(nights, int(from)+days-1-int(a.In)))
	default:
		a.From = uint16(7*60 + 30 + chance.Part(word, 1)*8*60>>16)
	}
	s.all = append(s.all, a)
}

// give adds the stay of a woman who gives birth.
func (s *wards) give(p int32, d, to int16) {
	word := s.lots.At(p, 999)
	nights := int16(1 + chance.Part(word, 0)%3)
	s.all = append(s.all, Stay{Person: p, In: d, From: uint16(chance.Part(word, 1) * 1440 >> 16), Nights: uint8(min(nights, to-d)),
		Level: Inpatient, Main: birth, Second: NoCondition})
}

// Out is the last day of a stay, and the minute of it.
func (a *Stay) Out(word uint64) (day int16, minute int) {
	lot := chance.Part(word, 0)
	if a.Nights > 0 {
		return a.In + int16(a.Nights), 9*60 + lot*9*60>>16
	}
	long := 20 + lot*70>>16
	switch a.Level {
	case DayCare:
		long = 120 + lot*300>>16
	case Inpatient:
		long = 300 + lot*600>>16
	}
	return a.In, min(int(a.From)+long, 1439)
}
