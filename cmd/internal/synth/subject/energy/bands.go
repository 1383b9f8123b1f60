package energy

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what metering points are held to, in 2023.
func Bands() []survey.Band {
	all := []survey.Band{
		use("electricity per dwelling and year, kWh", "strøm per bolig og år, kWh", 15500, func(m *life.Meter) bool { return m.Use == life.MeterHome }),
		use("… detached houses", "… eneboliger", 20500, func(m *life.Meter) bool { return m.Use == life.MeterHome && m.Building < life.Semi }),
		use("… row houses", "… rekkehus", 13500, func(m *life.Meter) bool {
			return m.Use == life.MeterHome && m.Building >= life.Row && m.Building < life.Flat
		}),
		use("… flats", "… leiligheter", 9000, func(m *life.Meter) bool {
			return m.Use == life.MeterHome && m.Building >= life.Flat && m.Building < life.Students
		}),
		use("… cabins", "… hytter", 6500, func(m *life.Meter) bool { return m.Use == life.MeterCabin }),
		band("spread of use among dwellings, % of the mean", "spredning i bruk mellom boliger, % av gjennomsnittet", 38, 62, 45, func(s *survey.Survey) float64 {
			m, d := survey.MeanSD(yearly(s, func(m *life.Meter) bool { return m.Use == life.MeterHome && m.Building < life.Semi }))
			return 100 * d / m
		}),
		band("use in January, % of the year", "bruk i januar, % av året", 11, 13, 12, func(s *survey.Survey) float64 {
			month, year := 0.0, 0.0
			for k := range s.Meters() {
				m := &s.Meters()[k]
				for at := 36; at < 48; at++ {
					if whole(m) {
						x := float64(used(s.World, int32(k), m, at))
						year += x
						if at == 36 {
							month += x
						}
					}
				}
			}
			return 100 * month / year
		}),
		band("points with production, %", "målepunkter med produksjon, %", 0.7, 1.4, 1, func(s *survey.Survey) float64 {
			n, k := 0, 0
			for i := range s.Meters() {
				if m := &s.Meters()[i]; whole(m) {
					n++
					if m.Solar > 0 && m.Since <= 41 {
						k++
					}
				}
			}
			return 100 * float64(k) / float64(n)
		}),
		band("… kWh in a year", "… kWh i et år", 3600, 5300, 4500, func(s *survey.Survey) float64 {
			sum, n := 0.0, 0
			for i := range s.Meters() {
				if m := &s.Meters()[i]; whole(m) && m.Solar > 0 {
					n++
					for at := 36; at < 48; at++ {
						sum += float64(made(s.World, int32(i), m, at)) / 100
					}
				}
			}
			return sum / float64(n)
		}),
	}
	for i, x := range []float64{41, 25, 14, 9, 11} {
		all = append(all, band("points in "+areas[i]+", %", "målepunkter i "+areas[i]+", %", x*0.85, x*1.15, x, func(s *survey.Survey) float64 {
			n, k := 0, 0
			of := priceAreas(s.View)
			for j := range s.Meters() {
				if m := &s.Meters()[j]; whole(m) {
					n++
					if of[m.Place] == int64(i) {
						k++
					}
				}
			}
			return 100 * float64(k) / float64(n)
		}))
	}
	return all
}

func band(en, nb string, low, high, published float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Low: low, High: high, Published: published, Measure: measure}
}

func use(en, nb string, published float64, of func(m *life.Meter) bool) survey.Band {
	return band(en, nb, published*0.85, published*1.15, published, func(s *survey.Survey) float64 {
		m, _ := survey.MeanSD(yearly(s, of))
		return m
	})
}

// whole tells whether a meter was somebody's all through 2023.
func whole(m *life.Meter) bool { return m.From <= 36 && m.To >= 47 }

// yearly is the use of 2023 in kWh.
func yearly(s *survey.Survey, of func(m *life.Meter) bool) (all []float64) {
	for k := range s.Meters() {
		m := &s.Meters()[k]
		if !whole(m) || !of(m) {
			continue
		}
		sum := int64(0)
		for at := 36; at < 48; at++ {
			sum += used(s.World, int32(k), m, at)
		}
		all = append(all, float64(sum)/100)
	}
	return all
}
