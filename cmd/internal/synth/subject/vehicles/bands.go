package vehicles

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/survey"
	"github.com/mdscript/mdscript/lang/text"
)

// Bands are what the vehicles of persons are held to, at the end of 2023 where nothing else is said.
func Bands() []survey.Band {
	all := []survey.Band{
		band("cars per adult", "biler per voksen", 0.52, 0.68, 0.60, func(s *survey.Survey) float64 {
			return float64(len(carsOf(s, 2023))) / float64(len(s.People(survey.Ages(19, 130))))
		}),
		band("adults without car, %", "voksne uten bil, %", 48, 60, 54, func(s *survey.Survey) float64 { return withCars(s, survey.Ages(19, 130), 0, 0) }),
		band("adults with one car, %", "voksne med én bil, %", 30, 42, 36, func(s *survey.Survey) float64 { return withCars(s, survey.Ages(19, 130), 1, 1) }),
		band("adults with two cars, %", "voksne med to biler, %", 6.3, 9.8, 8, func(s *survey.Survey) float64 { return withCars(s, survey.Ages(19, 130), 2, 2) }),
		band("adults with three cars or more, %", "voksne med tre biler eller flere, %", 1.3, 2.8, 2, func(s *survey.Survey) float64 { return withCars(s, survey.Ages(19, 130), 3, 99) }),
		band("car owners among men over those among women", "bileiere blant menn delt på bileiere blant kvinner", 1.45, 1.95, 1.7, func(s *survey.Survey) float64 {
			adults := survey.Ages(19, 130)
			return withCars(s, survey.And(adults, s.Men), 1, 99) / withCars(s, survey.And(adults, s.Women), 1, 99)
		}),
		band("adults in Oslo with car, %", "voksne i Oslo med bil, %", 25, 35, 30, func(s *survey.Survey) float64 { return withCars(s, living(s, 400_000, 1<<30), 1, 99) }),
		band("adults with car in municipalities below 5 000, %", "voksne med bil i kommuner under 5 000, %", 52, 66, 60, func(s *survey.Survey) float64 { return withCars(s, living(s, 0, 5_000), 1, 99) }),
		band("families without car, %", "familier uten bil, %", 26, 40, 33, familiesWithout),
		band("age of cars, mean", "bilers alder, gjennomsnitt", 9.5, 12.5, 11, func(s *survey.Survey) float64 { m, _ := survey.MeanSD(ages(s)); return m }),
		band("age of cars, SD", "bilers alder, standardavvik", 5.8, 8, 7, func(s *survey.Survey) float64 { _, d := survey.MeanSD(ages(s)); return d }),
		band("cars with a new owner in the year, %", "biler med ny eier i året, %", 14, 20.5, 17, changed),
		band("imported used, % of cars", "bruktimportert, % av bilene", 6, 10, 8, func(s *survey.Survey) float64 {
			return per100(carsOf(s, 2023), func(c owner) bool { return importedUsed(s.World, c.vehicle) })
		}),
		band("kerb weight, mean kg", "egenvekt, gjennomsnitt kg", 1430, 1610, 1520, func(s *survey.Survey) float64 {
			return mean(carsOf(s, 2023), func(c owner) float64 { b := buildOf(s.World, c.vehicle, c.OwnedVehicle); return float64(b.kerb) })
		}),
		band("… of electric cars", "… elbiler", 1730, 1970, 1850, func(s *survey.Survey) float64 {
			electric := only(carsOf(s, 2023), func(c owner) bool { return c.Fuel == life.Electric })
			return mean(electric, func(c owner) float64 { b := buildOf(s.World, c.vehicle, c.OwnedVehicle); return float64(b.kerb) })
		}),
		band("annual mileage, mean km", "årlig kjørelengde, gjennomsnitt km", 10000, 12300, 11100, func(s *survey.Survey) float64 {
			read := only(carsOf(s, 2023), func(c owner) bool { _, ok := lastReading(s.World, c.vehicle, c.OwnedVehicle, 2023); return ok })
			return mean(read, func(c owner) float64 {
				r, _ := lastReading(s.World, c.vehicle, c.OwnedVehicle, 2023)
				return float64(r.km * 12 / int64(r.months))
			})
		}),
	}
	for _, c := range []struct {
		year, low, high int
		published       float64
	}{{2000, 170, 190, 180}, {2010, 135, 155, 145}, {2020, 112, 137, 125}} {
		year := "fossil cars of " + digits(c.year)
		all = append(all, band("CO2 of "+year+", g/km", "CO2 fra fossilbiler fra "+digits(c.year)+", g/km", float64(c.low), float64(c.high), c.published, func(s *survey.Survey) float64 {
			return mean(only(carsOf(s, 2021), func(c2 owner) bool { return int(c2.New) == c.year && c2.Fuel <= life.Diesel }),
				func(c owner) float64 { b := buildOf(s.World, c.vehicle, c.OwnedVehicle); return float64(b.co2) })
		}))
	}
	return append(append(all, fuels()...), others()...)
}

func band(en, nb string, low, high, published float64, measure func(s *survey.Survey) float64) survey.Band {
	return survey.Band{Name: text.Text{EN: en, NB: nb}, Low: low, High: high, Published: published, Measure: measure}
}

func digits(year int) string {
	return string([]byte{byte('0' + year/1000), byte('0' + year/100%10), byte('0' + year/10%10), byte('0' + year%10)})
}

// fuels are the shares of the cars by fuel at the end of a year.
func fuels() (all []survey.Band) {
	kinds := []struct {
		en, nb string
		of     []uint8
	}{{"petrol", "bensin", []uint8{life.Petrol}}, {"diesel", "diesel", []uint8{life.Diesel}},
		{"hybrid", "hybrid", []uint8{life.HybridPetrol, life.HybridDiesel}}, {"electric", "elektrisk", []uint8{life.Electric}}}
	for _, f := range []struct {
		year   int
		shares [4]float64
	}{{2010, [4]float64{65, 34, 0.5, 0.1}}, {2015, [4]float64{45, 47, 5, 2.6}}, {2018, [4]float64{38, 46, 9, 7}}, {2020, [4]float64{33, 43, 12, 12}},
		{2022, [4]float64{28, 36, 15, 21}}, {2023, [4]float64{26, 34, 16, 24}}, {2024, [4]float64{24, 32, 17, 27}}} {
		for k, kind := range kinds {
			width := max(1, f.shares[k]*0.16)
			all = append(all, band(kind.en+" cars "+digits(f.year)+", %", kind.nb+", biler "+digits(f.year)+", %", max(0, f.shares[k]-width), f.shares[k]+width, f.shares[k],
				func(s *survey.Survey) float64 {
					return per100(carsOf(s, f.year), func(c owner) bool {
						for _, x := range kind.of {
							if c.Fuel == x {
								return true
							}
						}
						return false
					})
				}))
		}
	}
	return all
}

// others are vehicles that are no cars, per 1000 adults. Published are those that persons
// own, as far as one can guess.
func others() (all []survey.Band) {
	for _, o := range []struct {
		en, nb    string
		groups    []string
		published float64
	}{{"motorcycles", "motorsykler", []string{"610", "620", "621"}, 46}, {"mopeds", "mopeder", []string{"601"}, 38}, {"snowmobiles", "snøscootere", []string{"630"}, 22},
		{"tractors", "traktorer", []string{"401"}, 60}, {"trailers", "tilhengere", []string{"701", "702", "703", "709"}, 270}} {
		all = append(all, band(o.en+" per 1000 adults", o.nb+" per 1000 voksne", o.published*0.75, o.published*1.25, o.published, func(s *survey.Survey) float64 {
			n := 0
			for i := range s.Cars {
				if c := &s.Cars[i]; c.From <= 2023 && 2023 <= c.To {
					for _, g := range o.groups {
						if life.VehicleGroups[c.Group] == g {
							n++
						}
					}
				}
			}
			return 1000 * float64(n) / float64(len(s.People(survey.Ages(19, 130))))
		}))
	}
	return all
}

// owner is a record of a car together with the car's number.
type owner struct {
	*life.OwnedVehicle
	vehicle int32
}

func carsOf(s *survey.Survey, year int) (all []owner) {
	for k := range int32(s.Vehicles()) {
		if o := s.OwnedIn(k, year); o != nil && life.IsCar(o.Group) {
			all = append(all, owner{o, k})
		}
	}
	return all
}

func only(all []owner, keep func(c owner) bool) (some []owner) {
	for _, c := range all {
		if keep(c) {
			some = append(some, c)
		}
	}
	return some
}

func per100(all []owner, is func(c owner) bool) float64 {
	return 100 * float64(len(only(all, is))) / float64(len(all))
}

func mean(all []owner, of func(c owner) float64) (m float64) {
	for _, c := range all {
		m += of(c)
	}
	return m / float64(len(all))
}

// withCars is the per cent of people who have so many cars at the end of 2023.
func withCars(s *survey.Survey, of func(int32, int) bool, low, high int) float64 {
	n := counts(s)
	return s.Share(of, func(p int32) bool { return n[p] >= low && n[p] <= high })
}

func counts(s *survey.Survey) []int {
	type key struct{}
	return life.OfView(s.View, key{}, func() []int {
		n := make([]int, s.Persons())
		for _, c := range carsOf(s, 2023) {
			n[c.Owner]++
		}
		return n
	})
}

// living are adults in municipalities of a size.
func living(s *survey.Survey, low, high int) func(p int32, age int) bool {
	places := s.View.Places()
	return func(p int32, age int) bool {
		size := s.Geo.Atoms[places[p]].Size
		return age >= 19 && size >= low && size < high
	}
}

func familiesWithout(s *survey.Survey) float64 {
	n, has := counts(s), map[int32]bool{}
	families := 0
	for p := range int32(s.Persons()) {
		if h := s.Now.Head[p]; h >= 0 {
			has[h] = has[h] || n[p] > 0
		}
	}
	without := 0
	for _, yes := range has {
		families++
		if !yes {
			without++
		}
	}
	return 100 * float64(without) / float64(families)
}

func ages(s *survey.Survey) (x []float64) {
	for _, c := range carsOf(s, 2023) {
		x = append(x, float64(2023-int(c.New)))
	}
	return x
}

// changed is the per cent of cars of 2022 that belong to somebody else in 2023, of those that
// belong to somebody.
func changed(s *survey.Survey) float64 {
	n, k := 0, 0
	for _, c := range carsOf(s, 2023) {
		if before := s.OwnedIn(c.vehicle, 2022); before != nil {
			n++
			if before.Owner != c.Owner {
				k++
			}
		}
	}
	return 100 * float64(k) / float64(n)
}
