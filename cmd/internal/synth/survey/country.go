package survey

import (
	"sort"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/lang/text"
)

// Country are the relations between people: ages, families, places, education, work and pay.
func Country() []Band {
	return []Band{
		{Name: text.Text{NB: "personer i registeret per bosatt", EN: "register per resident"}, Low: 1.30, High: 1.50, Published: 1.4, Measure: func(s *Survey) float64 { return float64(s.Persons()) / float64(s.Residents) }},
		{Name: text.Text{NB: "innvandrere siste år per 1000 bosatte", EN: "arrivals in the last year per 1000 residents"}, Low: 4, High: 20, Measure: func(s *Survey) float64 {
			return 1000 * s.Share(Everybody, func(p int32) bool { return s.Flags[p]&life.ImmigrantFlag != 0 && s.Entry[p] >= calendar.NewYear(2024) }) / 100
		}},
		{Name: text.Text{NB: "bosatte 2010 per bosatt 2025", EN: "residents of 2010 per resident of 2025"}, Low: 0.84, High: 0.94, Published: 0.87, Measure: func(s *Survey) float64 {
			n := 0
			for p := range int32(s.Persons()) {
				if s.Resident(p, calendar.NewYear(2010)) {
					n++
				}
			}
			return float64(n) / float64(s.Residents)
		}},
		{Name: text.Text{NB: "menn, %", EN: "men, %"}, Low: 49.2, High: 51.5, Published: 50.4, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return !s.IsWoman(p) }) }},
		{Name: text.Text{NB: "alder 0–15, %", EN: "age 0–15, %"}, Low: 15.5, High: 19, Published: 17.4, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(0, 15)))) / float64(s.Residents) }},
		{Name: text.Text{NB: "alder 20–39, %", EN: "age 20–39, %"}, Low: 24.5, High: 28.5, Published: 26.5, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(20, 39)))) / float64(s.Residents) }},
		{Name: text.Text{NB: "alder 67+, %", EN: "age 67+, %"}, Low: 14, High: 19.5, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(67, 130)))) / float64(s.Residents) }},
		{Name: text.Text{NB: "alder 80+, %", EN: "age 80+, %"}, Low: 3.8, High: 6, Published: 4.9, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(80, 130)))) / float64(s.Residents) }},
		{Name: text.Text{NB: "kvinner blant 80+, %", EN: "women among 80+, %"}, Low: 53, High: 63, Published: 58, Measure: func(s *Survey) float64 { return s.Share(Ages(80, 130), s.IsWoman) }},
		{Name: text.Text{NB: "mors alder ved fødsel, snitt", EN: "mother's age at birth, mean"}, Low: 28, High: 32, Measure: func(s *Survey) float64 { m, _ := MeanSD(s.Gaps(Ages(0, 17), s.MotherOf)); return m }},
		{Name: text.Text{NB: "mors alder ved fødsel, standardavvik", EN: "mother's age at birth, SD"}, Low: 4, High: 6.5, Measure: func(s *Survey) float64 { _, d := MeanSD(s.Gaps(Ages(0, 17), s.MotherOf)); return d }},
		{Name: text.Text{NB: "fars alder ved fødsel, snitt", EN: "father's age at birth, mean"}, Low: 30.5, High: 35, Measure: func(s *Survey) float64 { m, _ := MeanSD(s.Gaps(Ages(0, 17), s.FatherOf)); return m }},
		{Name: text.Text{NB: "aldersforskjell i par (mann minus kvinne), snitt", EN: "spouses' gap, mean"}, Low: 2, High: 3.4, Published: 2.6, Measure: func(s *Survey) float64 {
			m, _ := MeanSD(s.Gaps(s.Women, func(p int32) int32 { return s.Now.Partner[p] }))
			return m
		}},
		{Name: text.Text{NB: "aldersforskjell i par, standardavvik", EN: "spouses' gap, SD"}, Low: 3.7, High: 5.6, Published: 4.5, Measure: func(s *Survey) float64 {
			_, d := MeanSD(s.Gaps(s.Women, func(p int32) int32 { return s.Now.Partner[p] }))
			return d
		}},
		{Name: text.Text{NB: "mor kjent, født i Norge etter 1953, %", EN: "mother known, born in Norway after 1953, %"}, Low: 91, High: 99, Published: 93, Measure: func(s *Survey) float64 {
			return s.Share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Mother[p], life.MotherHidden); return ok })
		}},
		{Name: text.Text{NB: "far kjent, født i Norge etter 1953, %", EN: "father known, born in Norway after 1953, %"}, Low: 87, High: 97, Published: 90, Measure: func(s *Survey) float64 {
			return s.Share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Father[p], life.FatherHidden); return ok })
		}},
		{Name: text.Text{NB: "kvinner på 45 uten barn, %", EN: "childless women of 45, %"}, Low: 10, High: 19, Published: 14, Measure: func(s *Survey) float64 {
			k := s.kidsBy()
			return s.Share(And(Ages(43, 50), s.Women, s.native), func(p int32) bool { return k[p] == 0 })
		}},
		{Name: text.Text{NB: "kvinner på 45 med to barn, %", EN: "women of 45 with two children, %"}, Low: 30, High: 48, Published: 41, Measure: func(s *Survey) float64 {
			k := s.kidsBy()
			return s.Share(And(Ages(43, 50), s.Women, s.native), func(p int32) bool { return k[p] == 2 })
		}},
		{Name: text.Text{NB: "barn 0–17 uten søsken i husholdningen, %", EN: "children 0–17 without siblings at home, %"}, Low: 15, High: 34, Published: 20, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool { return s.Now.Kids[s.Now.Head[p]] == 1 })
		}},
		{Name: text.Text{NB: "barn 0–17 som bor med begge foreldre, %", EN: "children 0–17 with both parents, %"}, Low: 68, High: 84, Published: 77, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool {
				return s.Mother[p] >= 0 && s.Father[p] >= 0 && s.Now.Partner[s.Mother[p]] == s.Father[p]
			})
		}},
		{Name: text.Text{NB: "barn 0–17 som bor med far, %", EN: "children 0–17 with the father only, %"}, Low: 2, High: 11, Published: 7, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool {
				f := s.Father[p]
				return f >= 0 && s.Now.Parent[p] == f && (s.Mother[p] < 0 || s.Now.Partner[f] != s.Mother[p])
			})
		}},
		{Name: text.Text{NB: "aleneboende, % av personer", EN: "living alone, %"}, Low: 15, High: 24, Published: 19, Measure: func(s *Survey) float64 {
			h := s.View.Households()
			return s.Share(Everybody, func(p int32) bool { return h.Members[h.House[p]] == 1 })
		}},
		{Name: text.Text{NB: "korrelasjon mellom foreldres og barns utdanning", EN: "parent–child education correlation"}, Low: 0.27, High: 0.43, Published: 0.35, Measure: func(s *Survey) float64 {
			var x, y []float64
			for _, p := range s.People(And(Ages(30, 55), s.native)) {
				if m, f := s.Mother[p], s.Father[p]; m >= 0 && f >= 0 {
					x, y = append(x, float64(s.Level[m])+float64(s.Level[f])), append(y, float64(s.Level[p]))
				}
			}
			return Correlation(x, y)
		}},
		{Name: text.Text{NB: "videregående som høyeste utdanning, 16+, %", EN: "upper secondary as highest level, 16+, %"}, Low: 29, High: 42, Published: 36, Measure: func(s *Survey) float64 { return s.educated('3', '4') }},
		{Name: text.Text{NB: "kort høyere utdanning, 16+, %", EN: "short higher education, 16+, %"}, Low: 21, High: 31, Published: 26, Measure: func(s *Survey) float64 { return s.educated('6') }},
		{Name: text.Text{NB: "lang høyere utdanning, 16+, %", EN: "long higher education, 16+, %"}, Low: 8, High: 16, Published: 11, Measure: func(s *Survey) float64 { return s.educated('7', '8') }},
		{Name: text.Text{NB: "akademiske yrker (2), % av jobbene", EN: "occupations of professionals (2), % of jobs"}, Low: 20, High: 33, Published: 27, Measure: func(s *Survey) float64 { return s.major('2') }},
		{Name: text.Text{NB: "salgs- og serviceyrker (5), % av jobbene", EN: "occupations in sales and service (5), % of jobs"}, Low: 16, High: 27, Published: 21, Measure: func(s *Survey) float64 { return s.major('5') }},
		{Name: text.Text{NB: "kvinner 25–39 med høyere utdanning, %", EN: "women 25–39 with higher education, %"}, Low: 50, High: 66, Published: 60, Measure: func(s *Survey) float64 {
			return s.Share(And(Ages(28, 39), s.Women), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{Name: text.Text{NB: "menn 25–39 med høyere utdanning, %", EN: "men 25–39 with higher education, %"}, Low: 33, High: 48, Published: 42, Measure: func(s *Survey) float64 {
			return s.Share(And(Ages(28, 39), s.Men), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{Name: text.Text{NB: "ugifte, %", EN: "unmarried, %"}, Low: 47, High: 58, Published: 52, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 1 }) }},
		{Name: text.Text{NB: "gifte, %", EN: "married, %"}, Low: 29, High: 37, Published: 33, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 2 }) }},
		{Name: text.Text{NB: "enker og enkemenn, %", EN: "widowed, %"}, Low: 2.5, High: 5.5, Published: 3.9, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 3 }) }},
		{Name: text.Text{NB: "skilte, %", EN: "divorced, %"}, Low: 6.5, High: 12.5, Published: 9.4, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 4 }) }},
		{Name: text.Text{NB: "innvandrere, %", EN: "immigrants, %"}, Low: 14.5, High: 19, Published: 16.8, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.Category[p] == 'B' }) }},
		{Name: text.Text{NB: "norskfødte med innvandrerforeldre, %", EN: "born here to two immigrants, %"}, Low: 2.8, High: 5.2, Published: 4, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.Category[p] == 'C' })
		}},
		{Name: text.Text{NB: "bosatt i Oslo, %", EN: "Oslo, %"}, Low: 10.5, High: 16, Published: 12.9, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.codeNow(p) == "0301" })
		}},
		{Name: text.Text{NB: "flyttinger mellom kommuner i året, %", EN: "municipality moves a year, %"}, Low: 3.3, High: 5.7, Published: 4.5, Measure: func(s *Survey) float64 {
			a, b := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2022), Stop: calendar.NewYear(2022)}).Places(), life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2023), Stop: calendar.NewYear(2023)}).Places()
			return s.Share(Everybody, func(p int32) bool {
				return s.Resident(p, calendar.NewYear(2022)) && s.Geo.CodeAt(a[p], calendar.NewYear(2022)) != s.Geo.CodeAt(b[p], calendar.NewYear(2022))
			})
		}},
		{Name: text.Text{NB: "lønnstakere 25–39, %", EN: "employees 25–39, %"}, Low: 75, High: 86, Published: 80, Measure: func(s *Survey) float64 { return s.Share(Ages(25, 39), s.hasJob()) }},
		{Name: text.Text{NB: "lønnstakere 20–24, %", EN: "employees 20–24, %"}, Low: 58, High: 74, Published: 67, Measure: func(s *Survey) float64 { return s.Share(Ages(20, 24), s.hasJob()) }},
		{Name: text.Text{NB: "lønnstakere 62–66, %", EN: "employees 62–66, %"}, Low: 44, High: 64, Published: 57, Measure: func(s *Survey) float64 { return s.Share(Ages(62, 66), s.hasJob()) }},
		{Name: text.Text{NB: "lønnstakere 67–74, %", EN: "employees 67–74, %"}, Low: 10, High: 25, Published: 20, Measure: func(s *Survey) float64 { return s.Share(Ages(67, 74), s.hasJob()) }},
		{Name: text.Text{NB: "median lønn, menn 35–44, 2022, tusen kroner", EN: "median wages men 35–44 in 2022, thousand"}, Low: 560, High: 680, Published: 610, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, And(Ages(37, 46), s.Men))) / 1000 }},
		{Name: text.Text{NB: "median lønn, kvinner 35–44, 2022, tusen kroner", EN: "median wages women 35–44 in 2022, thousand"}, Low: 450, High: 560, Published: 500, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, And(Ages(37, 46), s.Women))) / 1000 }},
		{Name: text.Text{NB: "median lønn, 17–24, 2022, tusen kroner", EN: "median wages 17–24 in 2022, thousand"}, Low: 100, High: 230, Published: 155, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, Ages(19, 26))) / 1000 }},
		{Name: text.Text{NB: "månedslønn per heltidsekvivalent nov. 2023, median tusen kroner", EN: "full-time monthly pay Nov 2023, median thousand"}, Low: 47, High: 56, Published: 51, Measure: func(s *Survey) float64 { return Median(s.monthly2023(Everybody)) / 1000 }},
		{Name: text.Text{NB: "… niende desil delt på første", EN: "… 9th decile over 1st"}, Low: 2.0, High: 2.7, Published: 2.28, Measure: func(s *Survey) float64 {
			x := s.monthly2023(Everybody)
			sort.Float64s(x)
			return x[len(x)*9/10] / x[len(x)/10]
		}},
		{Name: text.Text{NB: "… lang høyere utdanning delt på grunnskole", EN: "… long higher education over compulsory"}, Low: 1.45, High: 1.85, Published: 1.63, Measure: func(s *Survey) float64 {
			return Median(s.monthly2023(s.Levels(life.LevelLong))) / Median(s.monthly2023(s.Levels(life.LevelCompulsory)))
		}},
		{Name: text.Text{NB: "… kvinners snitt delt på menns", EN: "… women's mean over men's"}, Low: 0.84, High: 0.93, Published: 0.88, Measure: func(s *Survey) float64 {
			w, _ := MeanSD(s.monthly2023(s.Women))
			m, _ := MeanSD(s.monthly2023(s.Men))
			return w / m
		}},
		{Name: text.Text{NB: "korrelasjon mellom lønn to år på rad", EN: "year-to-year correlation of wages"}, Low: 0.80, High: 0.90, Published: 0.85, Measure: func(s *Survey) float64 {
			var x, y []float64
			for _, p := range s.People(Ages(27, 60)) {
				if a, b := s.Pay.Wages(p, 2021), s.Pay.Wages(p, 2022); a > 0 && b > 0 {
					x, y = append(x, float64(a)), append(y, float64(b))
				}
			}
			return Correlation(x, y)
		}},
		{Name: text.Text{NB: "husholdningers inntekt etter skatt 2022, median tusen kroner", EN: "households' median income after tax 2022, thousand"}, Low: 510, High: 690, Published: 605, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(0)) / 1000 }},
		{Name: text.Text{NB: "… aleneboende", EN: "… of those alone"}, Low: 270, High: 400, Published: 340, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(1)) / 1000 }},
		{Name: text.Text{NB: "… par med barn", EN: "… of couples with children"}, Low: 880, High: 1180, Published: 1050, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(2)) / 1000 }},
		{Name: text.Text{NB: "bruttoformue 17+, median millioner kroner", EN: "gross wealth 17+, median million"}, Low: 1.4, High: 2.4, Published: 1.9, Measure: func(s *Survey) float64 { return Median(s.wealths()) / 1e6 }},
		{Name: text.Text{NB: "helt ledige 20–66 i nov. 2023, %", EN: "job seekers 20–66 in Nov 2023, %"}, Low: 1.2, High: 3.2, Published: 1.8, Measure: func(s *Survey) float64 {
			return s.Share(Ages(21, 67), func(p int32) bool { return s.SeeksWork(p, calendar.Day(2023, 11, 16)) })
		}},
		{Name: text.Text{NB: "jobber per lønnstaker", EN: "jobs per employee"}, Low: 1.04, High: 1.16, Published: 1.09, Measure: func(s *Survey) float64 {
			n, People := 0, map[int32]bool{}
			for _, j := range s.Jobs {
				if d := calendar.Day(2023, 11, 16); j.Start <= d && d <= j.End {
					n++
					People[j.Person] = true
				}
			}
			return float64(n) / float64(len(People))
		}},
		{Name: text.Text{NB: "deltid blant kvinners jobber, %", EN: "part-time among women's jobs, %"}, Low: 33, High: 50, Published: 42, Measure: func(s *Survey) float64 { return s.partTime(true) }},
		{Name: text.Text{NB: "deltid blant menns jobber, %", EN: "part-time among men's jobs, %"}, Low: 16, High: 31, Published: 24, Measure: func(s *Survey) float64 { return s.partTime(false) }},
		{Name: text.Text{NB: "sosialhjelp 18–66, %", EN: "social assistance 18–66, %"}, Low: 2, High: 4.2, Published: 3, Measure: func(s *Survey) float64 {
			return s.Share(Ages(19, 67), func(p int32) bool { return s.Pay.SocialAssistance(p, 2023) > 0 })
		}},
	}
}
