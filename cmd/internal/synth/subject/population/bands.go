package population

import (
	"slices"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what this subject promises about its marginals.
func Bands() []survey.Band {
	return slices.Concat(ageBands(), eventBands(), originBands(), familyBands(), householdBands(), placeBands())
}

// around is a band of some per cent about a published figure.
func around(nb, en string, published, percent float64, measure func(s *survey.Survey) float64) survey.Band {
	slack := published * percent / 100
	return survey.Band{Name: text.Text{NB: nb, EN: en}, Low: published - slack, High: published + slack, Published: published, Measure: measure}
}

// between is a band with limits of its own, about a published figure.
func between(nb, en string, published, low, high float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{NB: nb, EN: en}, Low: low, High: high, Published: published, Measure: measure}
}

// residentsOn counts residents of some kind on 1 January of a year.
func residentsOn(s *survey.Survey, year int, keep func(p int32, age int) bool) (n int) {
	d := calendar.NewYear(year)
	for p := range int32(s.Persons()) {
		if s.Resident(p, d) && keep(p, s.Age(p, d)) {
			n++
		}
	}
	return n
}

// perResident is the population of a year relative to that of the last year.
func perResident(year int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return float64(residentsOn(s, year, survey.Everybody)) / float64(s.Residents)
	}
}

// ageShare is the share of an age group on 1 January 2024.
func ageShare(low, high int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return 100 * float64(residentsOn(s, 2024, survey.Ages(low, high))) / float64(residentsOn(s, 2024, survey.Everybody))
	}
}

func ageBands() []survey.Band {
	return []survey.Band{
		around("bosatte 2000 per bosatt 2025", "residents of 2000 per resident of 2025", 0.80, 8, perResident(2000)),
		around("bosatte 2020 per bosatt 2025", "residents of 2020 per resident of 2025", 0.96, 3, perResident(2020)),
		around("alder 0–5, %", "age 0–5, %", 5.9, 15, ageShare(0, 5)),
		around("alder 6–15, %", "age 6–15, %", 11.5, 15, ageShare(6, 15)),
		around("alder 16–19, %", "age 16–19, %", 4.8, 15, ageShare(16, 19)),
		around("alder 20–29, %", "age 20–29, %", 12.6, 15, ageShare(20, 29)),
		around("alder 30–39, %", "age 30–39, %", 13.9, 15, ageShare(30, 39)),
		around("alder 40–49, %", "age 40–49, %", 12.8, 15, ageShare(40, 49)),
		around("alder 50–59, %", "age 50–59, %", 13.4, 15, ageShare(50, 59)),
		around("alder 60–69, %", "age 60–69, %", 11.2, 15, ageShare(60, 69)),
		around("alder 70–79, %", "age 70–79, %", 9.0, 15, ageShare(70, 79)),
		around("alder 80–89, %", "age 80–89, %", 4.0, 20, ageShare(80, 89)),
		around("alder 90+, %", "age 90+, %", 0.9, 30, ageShare(90, 130)),
		around("kvinner blant 90+, %", "women among 90+, %", 70, 12, func(s *survey.Survey) float64 { return s.Share(survey.Ages(90, 130), s.IsWoman) }),
	}
}

// happened counts events of a kind in the years 2019 to 2023, per year and 1000 residents.
func happened(event func(s *survey.Survey, p int32, from, to int16) bool) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n := 0
		for p := range int32(s.Persons()) {
			if event(s, p, calendar.NewYear(2019), calendar.NewYear(2024)) {
				n++
			}
		}
		return 1000 * float64(n) / 5 / float64(residentsOn(s, 2021, survey.Everybody))
	}
}

func died(s *survey.Survey, p int32, from, to int16) bool {
	return s.Death[p] >= from && s.Death[p] < to && s.Death[p] <= s.Exit[p] && s.Entry[p] <= s.Death[p]
}

// deathRate is deaths per 1000 of an age and year, 2019 to 2023.
func deathRate(low, high int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		years, n := 0, 0
		for y := 2019; y < 2024; y++ {
			years += residentsOn(s, y, survey.Ages(low, high))
			for p := range int32(s.Persons()) {
				if a := s.Age(p, calendar.NewYear(y)); a >= low && a <= high && died(s, p, calendar.NewYear(y), calendar.NewYear(y+1)) {
					n++
				}
			}
		}
		return 1000 * float64(n) / float64(years)
	}
}

// fertility is the total fertility rate of the years 2019 to 2023.
func fertility(s *survey.Survey) float64 {
	var births, women [50]float64
	for p := range int32(s.Persons()) {
		if m := s.Mother[p]; m >= 0 && s.Flags[p]&life.Abroad == 0 {
			if y := s.BornYear(p); y >= 2019 && y < 2024 {
				births[max(0, min(49, s.Age(m, s.Birth[p])))]++
			}
		}
		if s.IsWoman(p) {
			for y := 2019; y < 2024; y++ {
				if d := calendar.NewYear(y) + 182; s.Resident(p, d) {
					women[max(0, min(49, s.Age(p, d)))]++
				}
			}
		}
	}
	sum := 0.0
	for a := 15; a < 49; a++ {
		if women[a] > 0 {
			sum += births[a] / women[a]
		}
	}
	return sum
}

// firstBirths are the ages of women at their first birth in some years.
func firstBirths(s *survey.Survey, from, to int) (ages []float64) {
	parity := s.Siblings().Parity
	for p := range int32(s.Persons()) {
		if y := s.BornYear(p); y >= from && y <= to && parity[p] == 1 && s.Flags[p]&life.Abroad == 0 {
			ages = append(ages, float64(s.Birth[p]-s.Birth[s.Mother[p]])/365.25)
		}
	}
	return ages
}

// children counts the children of everybody.
func children(s *survey.Survey) []uint8 {
	type key struct{}
	return life.OfWorld(s.World, key{}, func() []uint8 {
		n := make([]uint8, s.Persons())
		for p := range int32(s.Persons()) {
			for _, q := range [2]int32{s.Mother[p], s.Father[p]} {
				if q >= 0 {
					n[q]++
				}
			}
		}
		return n
	})
}

// withChildren is the share of natives of 43 to 50 with a number of children.
func withChildren(women bool, low, high uint8) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n := children(s)
		who := func(p int32, age int) bool {
			return age >= 43 && age <= 50 && s.IsWoman(p) == women && s.Flags[p]&life.Abroad == 0
		}
		return s.Share(who, func(p int32) bool { return n[p] >= low && n[p] <= high })
	}
}

func eventBands() []survey.Band {
	return []survey.Band{
		around("fødte i året per 1000 bosatte, 2019–2023", "births a year per 1000 residents, 2019–2023", 9.9, 15, happened(func(s *survey.Survey, p int32, from, to int16) bool {
			return s.Flags[p]&life.Abroad == 0 && s.Birth[p] >= from && s.Birth[p] < to
		})),
		around("samlet fruktbarhetstall, 2019–2023", "total fertility rate, 2019–2023", 1.46, 15, fertility),
		around("gutter blant nyfødte, %", "boys among births, %", 51.4, 3, func(s *survey.Survey) float64 {
			return s.Share(survey.Ages(0, 15), func(p int32) bool { return !s.IsWoman(p) })
		}),
		around("mors alder ved første fødsel, snitt 2019–2023", "mother's age at first birth, mean 2019–2023", 30.1, 6, func(s *survey.Survey) float64 {
			m, _ := survey.MeanSD(firstBirths(s, 2019, 2023))
			return m
		}),
		around("mors alder ved første fødsel, snitt 2007–2011", "mother's age at first birth, mean 2007–2011", 28.1, 6, func(s *survey.Survey) float64 {
			m, _ := survey.MeanSD(firstBirths(s, 2007, 2011))
			return m
		}),
		around("mors alder ved første fødsel, standardavvik", "mother's age at first birth, SD", 4.8, 15, func(s *survey.Survey) float64 {
			_, d := survey.MeanSD(firstBirths(s, 2019, 2023))
			return d
		}),
		around("kvinner på 45 med ett barn, %", "women of 45 with one child, %", 15, 30, withChildren(true, 1, 1)),
		around("kvinner på 45 med tre barn, %", "women of 45 with three children, %", 22, 25, withChildren(true, 3, 3)),
		around("kvinner på 45 med fire barn eller flere, %", "women of 45 with four or more children, %", 8, 35, withChildren(true, 4, 255)),
		around("menn på 45 uten barn, %", "childless men of 45, %", 26, 25, withChildren(false, 0, 0)),
		around("døde i året per 1000 bosatte, 2019–2023", "deaths a year per 1000 residents, 2019–2023", 7.9, 15, happened(died)),
		around("døde per 1000, alder 60–69", "deaths per 1000, age 60–69", 7.5, 20, deathRate(60, 69)),
		around("døde per 1000, alder 70–79", "deaths per 1000, age 70–79", 20, 20, deathRate(70, 79)),
		around("døde per 1000, alder 80–89", "deaths per 1000, age 80–89", 68, 20, deathRate(80, 89)),
		around("døde per 1000, alder 90+", "deaths per 1000, age 90+", 220, 20, deathRate(90, 130)),
		between("innvandrere i året per 1000 bosatte, 2019–2023", "immigrants a year per 1000 residents, 2019–2023", 10.5, 7.5, 16, happened(func(s *survey.Survey, p int32, from, to int16) bool {
			return s.Flags[p]&life.ImmigrantFlag != 0 && s.Entry[p] >= from && s.Entry[p] < to
		})),
		between("utvandrere i året per 1000 bosatte, 2019–2023", "emigrants a year per 1000 residents, 2019–2023", 5.4, 3, 7, happened(func(s *survey.Survey, p int32, from, to int16) bool {
			return s.Exit[p] >= from && s.Exit[p] < to && s.Exit[p] < s.Death[p]
		})),
	}
}
