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
		{Name: text.Text{EN: "register per resident"}, Low: 1.30, High: 1.50, Measure: func(s *Survey) float64 { return float64(s.Persons()) / float64(s.Residents) }},
		{Name: text.Text{EN: "arrivals in the last year per 1000 residents"}, Low: 4, High: 20, Measure: func(s *Survey) float64 {
			return 1000 * s.Share(Everybody, func(p int32) bool { return s.Flags[p]&life.ImmigrantFlag != 0 && s.Entry[p] >= calendar.NewYear(2024) }) / 100
		}},
		{Name: text.Text{EN: "residents of 2010 per resident of 2025"}, Low: 0.84, High: 0.94, Measure: func(s *Survey) float64 {
			n := 0
			for p := range int32(s.Persons()) {
				if s.Resident(p, calendar.NewYear(2010)) {
					n++
				}
			}
			return float64(n) / float64(s.Residents)
		}},
		{Name: text.Text{EN: "men, %"}, Low: 49.2, High: 51.5, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return !s.IsWoman(p) }) }},
		{Name: text.Text{EN: "age 0–15, %"}, Low: 15.5, High: 19, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(0, 15)))) / float64(s.Residents) }},
		{Name: text.Text{EN: "age 20–39, %"}, Low: 24.5, High: 28.5, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(20, 39)))) / float64(s.Residents) }},
		{Name: text.Text{EN: "age 67+, %"}, Low: 14, High: 19.5, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(67, 130)))) / float64(s.Residents) }},
		{Name: text.Text{EN: "age 80+, %"}, Low: 3.8, High: 6, Measure: func(s *Survey) float64 { return 100 * float64(len(s.People(Ages(80, 130)))) / float64(s.Residents) }},
		{Name: text.Text{EN: "women among 80+, %"}, Low: 53, High: 63, Measure: func(s *Survey) float64 { return s.Share(Ages(80, 130), s.IsWoman) }},
		{Name: text.Text{EN: "mother's age at birth, mean"}, Low: 28, High: 32, Measure: func(s *Survey) float64 { m, _ := MeanSD(s.Gaps(Ages(0, 17), s.MotherOf)); return m }},
		{Name: text.Text{EN: "mother's age at birth, SD"}, Low: 4, High: 6.5, Measure: func(s *Survey) float64 { _, d := MeanSD(s.Gaps(Ages(0, 17), s.MotherOf)); return d }},
		{Name: text.Text{EN: "father's age at birth, mean"}, Low: 30.5, High: 35, Measure: func(s *Survey) float64 { m, _ := MeanSD(s.Gaps(Ages(0, 17), s.FatherOf)); return m }},
		{Name: text.Text{EN: "spouses' gap, mean"}, Low: 2, High: 3.4, Measure: func(s *Survey) float64 {
			m, _ := MeanSD(s.Gaps(s.Women, func(p int32) int32 { return s.Now.Partner[p] }))
			return m
		}},
		{Name: text.Text{EN: "spouses' gap, SD"}, Low: 3.7, High: 5.6, Measure: func(s *Survey) float64 {
			_, d := MeanSD(s.Gaps(s.Women, func(p int32) int32 { return s.Now.Partner[p] }))
			return d
		}},
		{Name: text.Text{EN: "mother known, born in Norway after 1953, %"}, Low: 91, High: 99, Measure: func(s *Survey) float64 {
			return s.Share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Mother[p], life.MotherHidden); return ok })
		}},
		{Name: text.Text{EN: "father known, born in Norway after 1953, %"}, Low: 87, High: 97, Measure: func(s *Survey) float64 {
			return s.Share(s.bornHereAfter(1953), func(p int32) bool { _, ok := s.ParentID(p, s.Father[p], life.FatherHidden); return ok })
		}},
		{Name: text.Text{EN: "childless women of 45, %"}, Low: 10, High: 19, Measure: func(s *Survey) float64 {
			k := s.kidsBy()
			return s.Share(And(Ages(43, 50), s.Women, s.native), func(p int32) bool { return k[p] == 0 })
		}},
		{Name: text.Text{EN: "women of 45 with two children, %"}, Low: 30, High: 48, Measure: func(s *Survey) float64 {
			k := s.kidsBy()
			return s.Share(And(Ages(43, 50), s.Women, s.native), func(p int32) bool { return k[p] == 2 })
		}},
		{Name: text.Text{EN: "children alone with siblings at home 0, %"}, Low: 15, High: 34, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool { return s.Now.Kids[s.Now.Head[p]] == 1 })
		}},
		{Name: text.Text{EN: "children 0–17 with both parents, %"}, Low: 68, High: 84, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool {
				return s.Mother[p] >= 0 && s.Father[p] >= 0 && s.Now.Partner[s.Mother[p]] == s.Father[p]
			})
		}},
		{Name: text.Text{EN: "children 0–17 with the father only, %"}, Low: 2, High: 11, Measure: func(s *Survey) float64 {
			return s.Share(Ages(0, 17), func(p int32) bool {
				f := s.Father[p]
				return f >= 0 && s.Now.Parent[p] == f && (s.Mother[p] < 0 || s.Now.Partner[f] != s.Mother[p])
			})
		}},
		{Name: text.Text{EN: "living alone, % (nobody shares a dwelling here)"}, Low: 15, High: 24, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.Now.Size[s.Now.Head[p]] == 1 })
		}},
		{Name: text.Text{EN: "parent–child education correlation"}, Low: 0.27, High: 0.43, Measure: func(s *Survey) float64 {
			var x, y []float64
			for _, p := range s.People(And(Ages(30, 55), s.native)) {
				if m, f := s.Mother[p], s.Father[p]; m >= 0 && f >= 0 {
					x, y = append(x, float64(s.Level[m])+float64(s.Level[f])), append(y, float64(s.Level[p]))
				}
			}
			return Correlation(x, y)
		}},
		{Name: text.Text{EN: "upper secondary as highest level, 16+, %"}, Low: 29, High: 42, Measure: func(s *Survey) float64 { return s.educated('3', '4') }},
		{Name: text.Text{EN: "short higher education, 16+, %"}, Low: 21, High: 31, Measure: func(s *Survey) float64 { return s.educated('6') }},
		{Name: text.Text{EN: "long higher education, 16+, %"}, Low: 8, High: 16, Measure: func(s *Survey) float64 { return s.educated('7', '8') }},
		{Name: text.Text{EN: "occupations of professionals (2), % of jobs"}, Low: 20, High: 33, Measure: func(s *Survey) float64 { return s.major('2') }},
		{Name: text.Text{EN: "occupations in sales and service (5), % of jobs"}, Low: 16, High: 27, Measure: func(s *Survey) float64 { return s.major('5') }},
		{Name: text.Text{EN: "people in detached houses, %"}, Low: 45, High: 66, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.home(p).Kind <= 2 })
		}},
		{Name: text.Text{EN: "people in flats, %"}, Low: 12, High: 30, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { k := s.home(p).Kind; return k >= 8 && k <= 12 })
		}},
		{Name: text.Text{EN: "floor area, median m2"}, Low: 95, High: 145, Measure: func(s *Survey) float64 {
			var x []float64
			for _, p := range s.People(Everybody) {
				x = append(x, float64(s.home(p).Area))
			}
			return Median(x)
		}},
		{Name: text.Text{EN: "women 25–39 with higher education, %"}, Low: 50, High: 66, Measure: func(s *Survey) float64 {
			return s.Share(And(Ages(28, 39), s.Women), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{Name: text.Text{EN: "men 25–39 with higher education, %"}, Low: 33, High: 48, Measure: func(s *Survey) float64 {
			return s.Share(And(Ages(28, 39), s.Men), func(p int32) bool { return s.Level[p] >= life.LevelShort })
		}},
		{Name: text.Text{EN: "unmarried, %"}, Low: 47, High: 58, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 1 }) }},
		{Name: text.Text{EN: "married, %"}, Low: 29, High: 37, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 2 }) }},
		{Name: text.Text{EN: "widowed, %"}, Low: 2.5, High: 5.5, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 3 }) }},
		{Name: text.Text{EN: "divorced, %"}, Low: 6.5, High: 12.5, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.marital(p) == 4 }) }},
		{Name: text.Text{EN: "immigrants, %"}, Low: 14.5, High: 19, Measure: func(s *Survey) float64 { return s.Share(Everybody, func(p int32) bool { return s.Category[p] == 'B' }) }},
		{Name: text.Text{EN: "born here to two immigrants, %"}, Low: 2.8, High: 5.2, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.Category[p] == 'C' })
		}},
		{Name: text.Text{EN: "Oslo, %"}, Low: 10.5, High: 16, Measure: func(s *Survey) float64 {
			return s.Share(Everybody, func(p int32) bool { return s.codeNow(p) == "0301" })
		}},
		{Name: text.Text{EN: "municipality moves a year, %"}, Low: 3.3, High: 5.7, Measure: func(s *Survey) float64 {
			a, b := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2022), Stop: calendar.NewYear(2022)}).Places(), life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2023), Stop: calendar.NewYear(2023)}).Places()
			return s.Share(Everybody, func(p int32) bool {
				return s.Resident(p, calendar.NewYear(2022)) && s.Geo.CodeAt(a[p], calendar.NewYear(2022)) != s.Geo.CodeAt(b[p], calendar.NewYear(2022))
			})
		}},
		{Name: text.Text{EN: "employees 25–39, %"}, Low: 75, High: 86, Measure: func(s *Survey) float64 { return s.Share(Ages(25, 39), s.hasJob()) }},
		{Name: text.Text{EN: "employees 20–24, %"}, Low: 58, High: 74, Measure: func(s *Survey) float64 { return s.Share(Ages(20, 24), s.hasJob()) }},
		{Name: text.Text{EN: "employees 62–66, %"}, Low: 44, High: 64, Measure: func(s *Survey) float64 { return s.Share(Ages(62, 66), s.hasJob()) }},
		{Name: text.Text{EN: "employees 67–74, %"}, Low: 10, High: 25, Measure: func(s *Survey) float64 { return s.Share(Ages(67, 74), s.hasJob()) }},
		{Name: text.Text{EN: "median wages men 35–44 in 2022, thousand"}, Low: 560, High: 680, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, And(Ages(37, 46), s.Men))) / 1000 }},
		{Name: text.Text{EN: "median wages women 35–44 in 2022, thousand"}, Low: 450, High: 560, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, And(Ages(37, 46), s.Women))) / 1000 }},
		{Name: text.Text{EN: "median wages 17–24 in 2022, thousand"}, Low: 100, High: 230, Measure: func(s *Survey) float64 { return Median(s.WagesOf(2022, Ages(19, 26))) / 1000 }},
		{Name: text.Text{EN: "full-time monthly pay Nov 2023, median thousand"}, Low: 47, High: 56, Measure: func(s *Survey) float64 { return Median(s.monthly2023(Everybody)) / 1000 }},
		{Name: text.Text{EN: "… 9th decile over 1st"}, Low: 2.0, High: 2.7, Measure: func(s *Survey) float64 {
			x := s.monthly2023(Everybody)
			sort.Float64s(x)
			return x[len(x)*9/10] / x[len(x)/10]
		}},
		{Name: text.Text{EN: "… long higher education over compulsory"}, Low: 1.45, High: 1.85, Measure: func(s *Survey) float64 {
			return Median(s.monthly2023(s.Levels(life.LevelLong))) / Median(s.monthly2023(s.Levels(life.LevelCompulsory)))
		}},
		{Name: text.Text{EN: "… women's mean over men's"}, Low: 0.84, High: 0.93, Measure: func(s *Survey) float64 {
			w, _ := MeanSD(s.monthly2023(s.Women))
			m, _ := MeanSD(s.monthly2023(s.Men))
			return w / m
		}},
		{Name: text.Text{EN: "year-to-year correlation of wages"}, Low: 0.80, High: 0.90, Measure: func(s *Survey) float64 {
			var x, y []float64
			for _, p := range s.People(Ages(27, 60)) {
				if a, b := s.Pay.Wages(p, 2021), s.Pay.Wages(p, 2022); a > 0 && b > 0 {
					x, y = append(x, float64(a)), append(y, float64(b))
				}
			}
			return Correlation(x, y)
		}},
		{Name: text.Text{EN: "households' median income after tax 2022, thousand"}, Low: 510, High: 690, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(0)) / 1000 }},
		{Name: text.Text{EN: "… of those alone"}, Low: 270, High: 400, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(1)) / 1000 }},
		{Name: text.Text{EN: "… of couples with children"}, Low: 880, High: 1180, Measure: func(s *Survey) float64 { return Median(s.householdIncomes(2)) / 1000 }},
		{Name: text.Text{EN: "gross wealth 17+, median million"}, Low: 1.4, High: 2.4, Measure: func(s *Survey) float64 { return Median(s.wealths()) / 1e6 }},
		{Name: text.Text{EN: "job seekers 20–66 in Nov 2023, %"}, Low: 1.2, High: 3.2, Measure: func(s *Survey) float64 {
			return s.Share(Ages(21, 67), func(p int32) bool { return s.SeeksWork(p, calendar.Day(2023, 11, 16)) })
		}},
		{Name: text.Text{EN: "jobs per employee"}, Low: 1.04, High: 1.16, Measure: func(s *Survey) float64 {
			n, People := 0, map[int32]bool{}
			for _, j := range s.Jobs {
				if d := calendar.Day(2023, 11, 16); j.Start <= d && d <= j.End {
					n++
					People[j.Person] = true
				}
			}
			return float64(n) / float64(len(People))
		}},
		{Name: text.Text{EN: "part-time among women's jobs, %"}, Low: 33, High: 50, Measure: func(s *Survey) float64 { return s.partTime(true) }},
		{Name: text.Text{EN: "part-time among men's jobs, %"}, Low: 16, High: 31, Measure: func(s *Survey) float64 { return s.partTime(false) }},
		{Name: text.Text{EN: "electric cars 2023, %"}, Low: 17, High: 31, Measure: func(s *Survey) float64 {
			n, k := 0, 0
			for _, c := range s.Cars {
				if c.Group == 0 && c.From <= 2023 && 2023 <= c.To {
					n++
					if life.Fuels[c.Fuel] == "05" {
						k++
					}
				}
			}
			return 100 * float64(k) / float64(n)
		}},
		{Name: text.Text{EN: "cars per adult"}, Low: 0.48, High: 0.70, Measure: func(s *Survey) float64 {
			n := 0
			for _, c := range s.Cars {
				if c.Group == 0 && c.From <= 2023 && 2023 <= c.To {
					n++
				}
			}
			return float64(n) / float64(len(s.People(Ages(19, 130))))
		}},
		{Name: text.Text{EN: "social assistance 18–66, %"}, Low: 2, High: 4.2, Measure: func(s *Survey) float64 {
			return s.Share(Ages(19, 67), func(p int32) bool { return s.Pay.SocialAssistance(p, 2023) > 0 })
		}},
	}
}
