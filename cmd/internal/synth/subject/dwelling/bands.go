package dwelling

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what the dwellings of residents are held to.
func Bands() []survey.Band {
	all := []survey.Band{
		band("floor area, median m2", "bruksareal, median m2", 112, 138, 125, func(s *survey.Survey) float64 {
			return median(s, everyKind, func(d *life.Dwelling) int { return d.Area })
		}),
		band("… detached houses", "… eneboliger", 146, 174, 160, func(s *survey.Survey) float64 {
			return median(s, func(d *life.Dwelling) bool { return group(d) == 0 }, func(d *life.Dwelling) int { return d.Area })
		}),
		band("… flats", "… leiligheter", 63, 77, 70, func(s *survey.Survey) float64 {
			return median(s, func(d *life.Dwelling) bool { return group(d) == 3 }, func(d *life.Dwelling) int { return d.Area })
		}),
		band("rooms, median", "rom, median", 4, 4, 4, func(s *survey.Survey) float64 {
			return median(s, everyKind, func(d *life.Dwelling) int { return d.Rooms })
		}),
		band("people in small spaces, %", "trangbodde, %", 9, 13, 11, func(s *survey.Survey) float64 {
			return share(s, func(p int32, d *life.Dwelling) bool { return Room(s.View, p, d) == 0 })
		}),
		band("changes of dwelling a year, %", "skifter bolig i et år, %", 8, 14, 10, moved),
		band("housing allowance 18+, %", "bostøtte 18+, %", 2.5, 3.5, 3, func(s *survey.Survey) float64 {
			return s.Share(survey.Ages(19, 130), func(p int32) bool { a, _ := s.HousingAllowance(p, 2023); return a.Granted > 0 })
		}),
		band("… median of the year, thousand", "… median i året, tusen", 25, 35, 30, func(s *survey.Survey) float64 {
			var x []float64
			for _, p := range s.People(survey.Everybody) {
				if a, _ := s.HousingAllowance(p, 2023); a.Sum > 0 {
					x = append(x, float64(a.Sum)/1000)
				}
			}
			return survey.Median(x)
		}),
	}
	for i, k := range []struct {
		en, nb               string
		low, high, published float64
	}{{"people in detached houses, %", "bosatte i eneboliger, %", 51, 63, 57}, {"… semi-detached houses", "… tomannsboliger", 7.5, 10.5, 9},
		{"… row houses", "… rekkehus", 10, 14, 12}, {"… flats", "… leiligheter", 16, 22, 19}, {"… other buildings", "… andre bygninger", 2, 4, 3}} {
		all = append(all, band(k.en, k.nb, k.low, k.high, k.published, func(s *survey.Survey) float64 {
			return share(s, func(_ int32, d *life.Dwelling) bool { return group(d) == i })
		}))
	}
	for i, k := range []struct {
		en, nb               string
		low, high, published float64
	}{{"people whose household owns the dwelling, %", "bosatte i bolig som husholdningen eier, %", 59, 71, 65}, {"… owns a share", "… eier en andel", 12.5, 17.5, 15}, {"… rents", "… leier", 17, 23, 20}} {
		all = append(all, band(k.en, k.nb, k.low, k.high, k.published, func(s *survey.Survey) float64 {
			return share(s, func(_ int32, d *life.Dwelling) bool { return d.Tenure == i })
		}))
	}
	for _, k := range []struct {
		en, nb               string
		from, to             int
		low, high, published float64
	}{{"people in homes from before 1940, %", "bosatte i boliger fra før 1940, %", 0, 1939, 11.5, 16.5, 14}, {"… from 1940–69", "… fra 1940–69", 1940, 1969, 20.5, 27.5, 24},
		{"… from 1970–89", "… fra 1970–89", 1970, 1989, 26, 34, 30}, {"… from 1990–2009", "… fra 1990–2009", 1990, 2009, 16, 22, 19}, {"… from 2010 on", "… fra 2010 og senere", 2010, 2100, 10.5, 15.5, 13}} {
		all = append(all, band(k.en, k.nb, k.low, k.high, k.published, func(s *survey.Survey) float64 {
			return share(s, func(_ int32, d *life.Dwelling) bool { return d.Built >= k.from && d.Built <= k.to })
		}))
	}
	return all
}

func band(en, nb string, low, high, published float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Low: low, High: high, Published: published, Measure: measure}
}

func everyKind(*life.Dwelling) bool { return true }

func share(s *survey.Survey, is func(p int32, d *life.Dwelling) bool) float64 {
	homes := s.View.Homes()
	n, k := 0, 0
	for _, p := range s.People(survey.Everybody) {
		d, ok := homes.HomeOf(p)
		if !ok || d.Link != life.Linked {
			continue
		}
		n++
		if is(p, &d) {
			k++
		}
	}
	return 100 * float64(k) / float64(n)
}

func median(s *survey.Survey, of func(d *life.Dwelling) bool, value func(d *life.Dwelling) int) float64 {
	homes := s.View.Homes()
	var x []float64
	for _, p := range s.People(survey.Everybody) {
		if d, ok := homes.HomeOf(p); ok && of(&d) {
			x = append(x, float64(value(&d)))
		}
	}
	return survey.Median(x)
}

// moved is the per cent of residents of two New Years who live in another dwelling.
func moved(s *survey.Survey) float64 {
	before := life.NewView(s.World, calendar.Period{Start: calendar.NewYear(2024), Stop: calendar.NewYear(2024)}).Homes()
	now := s.View.Homes()
	return s.Share(func(p int32, _ int) bool { return before.House[p] >= 0 }, func(p int32) bool {
		a, _ := before.HomeOf(p)
		b, _ := now.HomeOf(p)
		return a.Word != b.Word
	})
}
