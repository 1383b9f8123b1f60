package population

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
)

func category(c uint8) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return s.Share(survey.Everybody, func(p int32) bool { return s.Category[p] == c })
	}
}

func immigrants(s *survey.Survey) func(p int32, age int) bool {
	return func(p int32, _ int) bool { return s.Category[p] == 'B' }
}

// bornIn is the share of immigrants born in a country.
func bornIn(code string) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		codes := s.Cat.Codes("land")
		return s.Share(immigrants(s), func(p int32) bool { return codes[s.CountryIndex[s.Country[p]]] == code })
	}
}

// cameFor is the share of a reason among immigrants whose reason is registered.
func cameFor(r life.Reason) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		known := func(p int32, _ int) bool { _, ok := s.ImmigrationReason(p); return ok }
		return s.Share(known, func(p int32) bool { x, _ := s.ImmigrationReason(p); return x == r })
	}
}

// arrivalAge is a quantile of the age at immigration.
func arrivalAge(share float64) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		var x []float64
		for _, p := range s.People(immigrants(s)) {
			x = append(x, float64(s.Age(p, s.Entry[p])))
		}
		survey.Median(x) // sorts
		return x[int(share*float64(len(x)))]
	}
}

// originIn is the share of a category on 1 January of a year.
func originIn(year int, c uint8) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n := residentsOn(s, year, func(p int32, _ int) bool { return s.Category[p] == c })
		return 100 * float64(n) / float64(residentsOn(s, year, survey.Everybody))
	}
}

func originBands() []survey.Band {
	return []survey.Band{
		around("innvandringskategori A, %", "immigrant category A, %", 73, 5, category('A')),
		between("innvandringskategori E, %", "immigrant category E, %", 0.7, 0.4, 1, category('E')),
		around("innvandringskategori F, %", "immigrant category F, %", 4.9, 20, category('F')),
		between("innvandringskategori G, %", "immigrant category G, %", 0.6, 0.3, 0.9, category('G')),
		around("innvandrere 2010, %", "immigrants in 2010, %", 9.5, 20, originIn(2010, 'B')),
		around("norskfødte med innvandrerforeldre 2010, %", "born here to two immigrants in 2010, %", 1.9, 30, originIn(2010, 'C')),
		around("født i Polen, % av innvandrere", "born in Poland, % of immigrants", 11.6, 25, bornIn("131")),
		around("født i Ukraina, % av innvandrere", "born in Ukraine, % of immigrants", 7.1, 35, bornIn("148")),
		around("født i Litauen, % av innvandrere", "born in Lithuania, % of immigrants", 4.5, 30, bornIn("136")),
		around("født i Syria, % av innvandrere", "born in Syria, % of immigrants", 4.2, 30, bornIn("564")),
		around("født i Sverige, % av innvandrere", "born in Sweden, % of immigrants", 3.9, 35, bornIn("106")),
		around("født i Somalia, % av innvandrere", "born in Somalia, % of immigrants", 3.0, 30, bornIn("346")),
		around("kom for familie, % av kjente grunner", "came for family, % of known reasons", 34, 15, cameFor(life.ForFamily)),
		around("kom for arbeid, % av kjente grunner", "came for work, % of known reasons", 31, 15, cameFor(life.ForWork)),
		around("kom på flukt, % av kjente grunner", "came for refuge, % of known reasons", 25, 15, cameFor(life.ForRefuge)),
		around("kom for utdanning, % av kjente grunner", "came for studies, % of known reasons", 9, 20, cameFor(life.ForStudies)),
		around("alder ved innvandring, nedre kvartil", "age at immigration, lower quartile", 19, 15, arrivalAge(0.25)),
		around("alder ved innvandring, median", "age at immigration, median", 27, 15, arrivalAge(0.5)),
		around("alder ved innvandring, øvre kvartil", "age at immigration, upper quartile", 36, 15, arrivalAge(0.75)),
	}
}

// status is the share of a marital status, as a position in the list sivilstand.
func status(code int64) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return s.Share(survey.Everybody, func(p int32) (found bool) {
			s.MaritalSpells(p, func(c int64, start, stop int16) {
				found = found || c == code && start <= s.Date && s.Date <= stop
			})
			return found
		})
	}
}

// changes counts the changes to a marital status in 2019 to 2023, a year and per 1000 residents.
func changes(code int64) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n := 0
		for p := range int32(s.Persons()) {
			s.MaritalSpells(p, func(c int64, start, _ int16) {
				if c == code && start > s.Entry[p]+1 && start >= calendar.NewYear(2019) && start < calendar.NewYear(2024) {
					n++
				}
			})
		}
		return 1000 * float64(n) / 2 / 5 / float64(residentsOn(s, 2021, survey.Everybody))
	}
}

// firstWedding is the mean age at first marriage in 2019 to 2023.
func firstWedding(women bool) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		var ages []float64
		for p := range int32(s.Persons()) {
			if s.IsWoman(p) != women {
				continue
			}
			first := calendar.None
			s.MaritalSpells(p, func(c int64, start, _ int16) {
				if c == 2 {
					first = min(first, start)
				}
			})
			if first >= calendar.NewYear(2019) && first < calendar.NewYear(2024) && first > s.Entry[p]+1 {
				ages = append(ages, float64(first-s.Birth[p])/365.25)
			}
		}
		m, _ := survey.MeanSD(ages)
		return m
	}
}

// grandparent tells whether the register knows a mother's mother.
func grandparent(s *survey.Survey) func(p int32) bool {
	return func(p int32) bool {
		m := s.Mother[p]
		_, ok := s.ParentID(p, m, life.MotherHidden)
		if ok {
			_, ok = s.ParentID(m, s.Mother[m], life.MotherHidden)
		}
		return ok
	}
}

func familyBands() []survey.Band {
	return []survey.Band{
		between("separerte, %", "separated, %", 1.0, 0.5, 1.6, status(5)),
		around("inngåtte ekteskap i året per 1000 bosatte", "marriages a year per 1000 residents", 3.9, 25, changes(2)),
		around("skilsmisser i året per 1000 bosatte", "divorces a year per 1000 residents", 1.8, 30, changes(4)),
		around("alder ved første ekteskap, kvinner", "age at first marriage, women", 34, 10, firstWedding(true)),
		around("alder ved første ekteskap, menn", "age at first marriage, men", 36, 10, firstWedding(false)),
		around("gifte blant par, %", "married among couples, %", 66, 10, func(s *survey.Survey) float64 {
			return s.Share(func(p int32, _ int) bool { return s.Now.Partner[p] >= 0 }, s.Now.Married)
		}),
		around("samboere under 45 med felles barn, %", "cohabitants under 45 with common children, %", 60, 20, func(s *survey.Survey) float64 {
			cohabits := func(p int32, age int) bool { return age < 45 && s.Now.Partner[p] >= 0 && !s.Now.Married(p) }
			return s.Share(cohabits, func(p int32) bool { return s.Now.Young[s.Now.Head[p]] != 255 })
		}),
		around("barn 0–17 som bor med mor, %", "children 0–17 with the mother only, %", 16, 25, func(s *survey.Survey) float64 {
			return s.Share(survey.Ages(0, 17), func(p int32) bool { return parentCode(s.Now, p) == 2 })
		}),
		between("barn 0–17 med ett søsken i husholdningen, %", "children 0–17 with one sibling at home, %", 48, 36, 55, siblingsAtHome(2, 2)),
		between("barn 0–17 med to søsken eller flere, %", "children 0–17 with two or more siblings at home, %", 32, 24, 42, siblingsAtHome(3, 255)),
		between("mormor kjent, født etter 1990, %", "mother's mother known, born after 1990, %", 90, 75, 98, func(s *survey.Survey) float64 {
			return s.Share(func(p int32, _ int) bool { return s.Category[p] == 'A' && s.BornYear(p) > 1990 }, grandparent(s))
		}),
	}
}

// siblingsAtHome is the share of children in families with some number of children 0–17.
func siblingsAtHome(low, high uint8) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return s.Share(survey.Ages(0, 17), func(p int32) bool { k := s.Now.Kids[s.Now.Head[p]]; return k >= low && k <= high })
	}
}

// householdType is the share of households of a type.
func householdType(keep func(h *life.Households, p int32) bool) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		h := s.View.Households()
		n, k := 0, 0
		for p := range int32(s.Persons()) {
			if h.House[p] == p {
				n++
				if keep(h, p) {
					k++
				}
			}
		}
		return 100 * float64(k) / float64(n)
	}
}

func householdBands() []survey.Band {
	kind := func(want int, young bool) func(h *life.Households, p int32) bool {
		return func(h *life.Households, p int32) bool {
			return h.HouseholdType(p) == want && (want != 2 || (h.Young[h.Head[p]] < 6) == young)
		}
	}
	return []survey.Band{
		around("personer per husholdning", "persons per household", 2.1, 7, func(s *survey.Survey) float64 {
			h := s.View.Households()
			n := 0
			for p := range int32(s.Persons()) {
				if h.House[p] == p {
					n++
				}
			}
			return float64(s.Residents) / float64(n)
		}),
		around("husholdninger: aleneboende, %", "households: living alone, %", 41, 10, householdType(kind(0, false))),
		around("husholdninger: par uten barn, %", "households: couples without children, %", 24, 25, householdType(kind(1, false))),
		around("husholdninger: par, yngste barn 0–5, %", "households: couples, youngest child 0–5, %", 9, 20, householdType(kind(2, true))),
		around("husholdninger: par, yngste barn 6–17, %", "households: couples, youngest child 6–17, %", 10, 20, householdType(kind(2, false))),
		around("husholdninger: mor eller far med barn 0–17, %", "households: lone parents with children 0–17, %", 5, 25, householdType(kind(3, false))),
		around("husholdninger: andre, %", "households: others, %", 11, 25, householdType(kind(4, false))),
	}
}

// movers is the share of people of an age who live in another municipality a year later.
func movers(low, high int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		n, k, _ := moves(s, low, high)
		return 100 * float64(k) / float64(n)
	}
}

func moves(s *survey.Survey, low, high int) (people, moved, near int) {
	a, b := calendar.NewYear(2022), calendar.NewYear(2023)
	for p := range int32(s.Persons()) {
		if age := s.Age(p, a); age < low || age > high || !s.Resident(p, a) || !s.Resident(p, b) {
			continue
		}
		people++
		x, y := s.Geo.CodeAt(s.PlaceOn(p, a), b), s.Geo.CodeAt(s.PlaceOn(p, b), b)
		if x != y {
			moved++
			if s.Geo.Atoms[s.PlaceOn(p, a)].County == s.Geo.Atoms[s.PlaceOn(p, b)].County {
				near++
			}
		}
	}
	return people, moved, near
}

// grown is the growth from 2010 to 2024 of municipalities of some size, in per cent.
func grown(low, high int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		var n [2]int
		for i, y := range []int{2010, 2024} {
			d := calendar.NewYear(y)
			n[i] = residentsOn(s, y, func(p int32, _ int) bool {
				size := s.Geo.Atoms[s.PlaceOn(p, d)].Size
				return size >= low && size < high
			})
		}
		return 100 * (float64(n[1])/float64(n[0]) - 1)
	}
}

// livingIn is the share of residents in municipalities of some size.
func livingIn(low, high int) func(s *survey.Survey) float64 {
	return func(s *survey.Survey) float64 {
		return s.Share(survey.Everybody, func(p int32) bool {
			size := s.Geo.Atoms[s.PlaceOn(p, s.Date)].Size
			return size >= low && size < high
		})
	}
}

func placeBands() []survey.Band {
	return []survey.Band{
		around("flytter i året, alder 20–29, %", "municipality moves a year, age 20–29, %", 14, 25, movers(20, 29)),
		around("flytter i året, alder 60+, %", "municipality moves a year, age 60+, %", 1.3, 30, movers(60, 130)),
		around("flyttinger innen fylket, %", "moves within the county, %", 50, 15, func(s *survey.Survey) float64 {
			_, moved, near := moves(s, 0, 130)
			return 100 * float64(near) / float64(moved)
		}),
		around("bosatte i kommuner over 100 000, %", "people in municipalities above 100 000, %", 31, 15, livingIn(100_000, 1<<30)),
		around("bosatte i kommuner under 5000, %", "people in municipalities under 5000, %", 7.3, 15, livingIn(0, 5000)),
		between("vekst 2010–2024, kommuner over 100 000, %", "growth 2010–2024, municipalities above 100 000, %", 18, 10, 26, grown(100_000, 1<<30)),
		between("bosatt i tettsted, %", "people in urban settlements, %", 83, 79, 87, func(s *survey.Survey) float64 {
			return s.Share(survey.Everybody, func(p int32) bool { word, place, ok := address(s.View, p); return ok && dense(s.View, word, place) })
		}),
	}
}
