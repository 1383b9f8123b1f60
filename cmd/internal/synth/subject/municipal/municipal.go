// Package municipal declares the variables of municipalities: their accounts, property tax and
// waste. Units are the municipalities of the year, named by their codes.
//
// In: nothing. Out: declarations as functions of the map and the year. Nothing in them depends on
// the simulated people: amounts are of municipalities as large as the real ones.
//
//	all := municipal.Variables() // SB12858_KOSTRA_KOMFIN_BRUTTO_IALT and others
package municipal

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// stream of the subject.
const stream = 87

// Variables are the declarations of this subject.
func Variables() []variable.Variable {
	all := wages()
	all = append(all, accounts()...)
	return append(all, taxesAndWaste()...)
}

// place is a municipality in a year.
type place struct {
	residents int64
	lead      int32 // its largest area: what is drawn is drawn for it, whatever its code is in the year
}

// town is a place with the year and the numbers drawn for it.
type town struct {
	place
	year int
	lots chance.Stream
}

// lasting and passing are deviations in 1/1024 standard deviations: of a place for ever, and in a year.
func (t *town) lasting(what int) int { return chance.Normal(t.lots.At(t.lead, what)) }
func (t *town) passing(what int) int {
	return chance.Normal(t.lots.At(t.lead, 100_000+what*100+t.year-1900))
}

// part is uniform on 0 … 999, the same in all years.
func (t *town) part(what int) int { return chance.Part(t.lots.At(t.lead, 50_000+what), 0) * 1000 >> 16 }

// growth is how many people lived in a municipality relative to 2024, by its size, in 1/1000.
var growth = [3]chance.Tabulated{
	chance.Curve{{2007, 1040}, {2010, 1030}, {2024, 1000}}.Table(2000, 2025),
	chance.Curve{{2007, 890}, {2010, 915}, {2024, 1000}}.Table(2000, 2025),
	chance.Curve{{2007, 800}, {2010, 845}, {2024, 1000}}.Table(2000, 2025),
}

// places gives the municipalities of a year by the number of their codes, nil for codes that
// are not in use.
func places(v *life.View) []*place {
	type key struct{}
	return life.OfView(v, key{}, func() []*place {
		all := make([]*place, v.Unit("KOMMUNE").Count)
		largest := make([]int, len(all))
		for i, code := range v.KommuneCodes(v.Day) {
			a := &v.Geo.Atoms[i]
			kind := 1
			if a.Size < 6000 {
				kind = 0
			} else if a.Size > 80000 {
				kind = 2
			}
			if all[code] == nil {
				all[code] = &place{}
			}
			all[code].residents += int64(a.Weight * growth[kind].At(v.Year) / 1000)
			if a.Weight > largest[code] {
				largest[code], all[code].lead = a.Weight, int32(i)
			}
		}
		return all
	})
}

// at finds a municipality of the year; ok is false when nobody has that code in it.
func at(v *life.View, k int32) (t town, ok bool) {
	p := places(v)[k]
	if p == nil || p.residents == 0 {
		return t, false
	}
	return town{*p, v.Year, chance.NewStream(v.Seed, stream)}, true
}

// amount is a variable in whole numbers; 0 gives no row.
func amount(name string, f func(t *town) int64) variable.Variable {
	return variable.Variable{Name: name, Kind: sheet.AmountValue, At: func(v *life.View, k int32) (int64, bool) {
		t, ok := at(v, k)
		if !ok {
			return 0, false
		}
		x := f(&t)
		return x, x != 0
	}}
}

// Dearness per resident by size: of offices and of services, in 1/1000.
var (
	officeSize  = chance.Curve{{500, 3300}, {1500, 2300}, {5000, 1450}, {15000, 1060}, {60000, 880}, {700000, 760}}
	serviceSize = chance.Curve{{500, 1420}, {1500, 1280}, {5000, 1110}, {15000, 1010}, {60000, 960}, {700000, 930}}
)

// wagesOf is what a municipality pays in wages for a function in the year, in 1000 kroner.
func (t *town) wagesOf(f *function) int64 {
	if t.part(f.number) >= f.share || f.until != 0 && t.year > f.until || t.year < f.from {
		return 0
	}
	size := serviceSize.At(int(t.residents))
	if f.office {
		size = officeSize.At(int(t.residents))
	}
	each := int64(f.each) * 1000 / int64(f.share) * int64(size)
	if f.number == 170 || f.number == 173 { // may be of either sign
		return each * int64(1000+t.passing(f.number)) / 1000 * t.residents * index(t.year) / 1_000_000_000
	}
	deviation := t.lasting(f.number)*190/1024 + t.passing(f.number)*40/1024
	return chance.Grow(each*t.residents*index(t.year)/1_000_000_000, deviation)
}

// index is the wage level relative to 2023, in 1/1000.
func index(year int) int64 { return int64(life.WageIndex.At(year)) * 1000 / 1300 }

// numbered finds a function.
func numbered(number int) *function {
	for i := range functions {
		if functions[i].number == number {
			return &functions[i]
		}
	}
	return nil
}

func wages() (all []variable.Variable) {
	const prefix = "SB12362_KOSTRA_LONNSUTGIFTER_"
	for i := range functions {
		all = append(all, amount(prefix+functions[i].name, func(t *town) int64 { return t.wagesOf(&functions[i]) }))
	}
	for _, g := range groups {
		var of []*function
		for _, n := range g.of {
			of = append(of, numbered(n))
		}
		all = append(all, amount(prefix+g.name, func(t *town) (sum int64) {
			for _, f := range of {
				sum += t.wagesOf(f)
			}
			return sum
		}))
	}
	return all
}

// allWages is the sum over all functions.
func (t *town) allWages() (sum int64) {
	for i := range functions {
		sum += t.wagesOf(&functions[i])
	}
	return sum
}

// Account is the year of a municipality in 1000 kroner.
type account struct {
	expenses, income          int64 // of operation, gross; expenses hold the depreciation
	finance, repaid, writeOff int64
	invested, subsidies, lent int64
}

func (a *account) gross() int64   { return a.income - a.expenses }
func (a *account) net() int64     { return a.gross() - a.finance - a.repaid + a.writeOff }
func (a *account) surplus() int64 { return a.net() + a.subsidies - a.invested }

// goodYears is the surplus of an ordinary municipality in 1/1000 of its expenses.
var goodYears = chance.Curve{{2015, 30}, {2016, 40}, {2018, 26}, {2019, 20}, {2020, 27}, {2021, 44}, {2022, 28}, {2023, 2}}.Table(2015, 2024)

// What is drawn for a town, besides the functions by their numbers.
const (
	lotExpenses = 1 + iota
	lotIncome
	lotFinance
	lotRepaid
	lotWriteOff
	lotInvested
	lotSubsidies
	lotLent
	lotTaxed
	lotHomesTaxed
	lotTax
	lotOtherTax
	lotSupport
	lotWaste
	lotRecycled
)

func (t *town) account() (a account) {
	a.expenses = t.allWages() * int64(1950+t.lasting(lotExpenses)*70/1024+t.passing(lotExpenses)*15/1024) / 1000
	share := func(permille, what, lasting, passing int) int64 {
		return a.expenses * int64(max(2, permille+t.lasting(what)*lasting/1024+t.passing(what)*passing/1024)) / 1000
	}
	a.income = a.expenses * int64(1000+goodYears.At(t.year)+t.lasting(lotIncome)*8/1024+t.passing(lotIncome)*18/1024) / 1000
	a.finance = share(13, lotFinance, 5, 4)
	a.repaid = share(42, lotRepaid, 9, 2)
	a.writeOff = share(44, lotWriteOff, 8, 2)
	a.invested = share(125, lotInvested, 20, 55)
	a.subsidies = a.invested * int64(150+t.part(lotSubsidies)/5) / 1000
	a.lent = chance.Grow(t.residents*17/10*index(t.year)/1000, t.lasting(lotLent)*400/1024+t.passing(lotLent)*250/1024)
	return a
}

func accounts() []variable.Variable {
	row := func(name string, f func(a *account) int64) variable.Variable {
		return amount("SB12858_KOSTRA_KOMFIN_"+name, func(t *town) int64 { a := t.account(); return f(&a) })
	}
	return []variable.Variable{
		row("BRUTTO_IALT", func(a *account) int64 { return a.income }),
		row("BRUTTO_TOTALT", func(a *account) int64 { return a.expenses }),
		row("BRUTTO_RESULTAT", (*account).gross),
		row("FINANS", func(a *account) int64 { return a.finance }),
		row("AVDRAG", func(a *account) int64 { return a.repaid }),
		row("AVSKRIVINGER", func(a *account) int64 { return a.writeOff }),
		row("NETTO_DRIFTSRESULTAT", (*account).net),
		row("BRUTTO_INVESTERING", func(a *account) int64 { return a.invested }),
		row("TILSKUD_REF", func(a *account) int64 { return a.subsidies }),
		row("OVERDKUDD", (*account).surplus),
		row("UTLAAN", func(a *account) int64 { return a.lent }),
	}
}

// taxLevel is property tax by year relative to 2022, and taxed how many municipalities have one, in 1/1000.
var (
	taxLevel = chance.Curve{{2007, 330}, {2012, 520}, {2016, 790}, {2019, 930}, {2022, 1000}, {2024, 1080}}.Table(2007, 2024)
	taxed    = chance.Curve{{2007, 560}, {2010, 690}, {2015, 820}, {2018, 870}, {2024, 890}}.Table(2007, 2024)
)

// tax is the property tax on homes and on other property in 1000 kroner. Much of the other is
// on power stations in small municipalities.
func (t *town) tax() (homes, other int64) {
	lot := t.part(lotTaxed)
	if lot >= taxed.At(t.year) {
		return 0, 0
	}
	base := t.residents * int64(taxLevel.At(t.year)) / 1000
	if t.part(lotHomesTaxed) < 720 {
		homes = chance.Grow(base*25/10, t.lasting(lotTax)*350/1024+t.passing(lotTax)*40/1024)
	}
	power := 1000 + max(0, 9000-int(t.residents))*t.part(lotOtherTax)/1400
	other = chance.Grow(base*int64(power)/1000, t.lasting(lotOtherTax)*500/1024)
	return homes, other
}

func taxesAndWaste() []variable.Variable {
	const tax = "SB12843_KOSTRA_EIENDOMSSKATT_"
	weight := func(name string, f func(t *town) int64) variable.Variable {
		v := amount(name, f)
		v.Kind, v.Scale = sheet.RealValue, 10
		return v
	}
	return []variable.Variable{
		amount(tax+"I_ALT", func(t *town) int64 { a, b := t.tax(); return a + b }),
		amount(tax+"BOLIG_FRITIDSBOLIG", func(t *town) int64 { a, _ := t.tax(); return a }),
		amount(tax+"ANNEN_EIENDOM", func(t *town) int64 { _, b := t.tax(); return b }),
		amount(tax+"ENEBOLIG_120KVM", func(t *town) int64 {
			if homes, _ := t.tax(); homes > 0 {
				return homes*1000*17/10/t.residents + 200
			}
			return 0
		}),
		amount("SB14019_KOSTRA_DRIFTSUTGIFTER_YTELSE_LIVSOPPHOLD", func(t *town) int64 {
			return chance.Grow(t.residents*14/10*index(t.year)/946, t.lasting(lotSupport)*420/1024)
		}),
		weight("SB12241_KOSTRA_HUSHOLDNINGSAVFALL_AARSINNBYGGER", (*town).waste),
		weight("SB12241_KOSTRA_MATRIALGJENVINNING_AARSINNBYGGER", func(t *town) int64 {
			return t.waste() * int64(max(150, 385+(t.year-2015)*8+t.lasting(lotRecycled)*70/1024+t.passing(lotRecycled)*15/1024)) / 1000
		}),
	}
}

// waste of households per resident in 1/10 kg.
func (t *town) waste() int64 {
	return int64(4400 - max(0, t.year-2016)*40 + t.lasting(lotWaste)*550/1024 + t.passing(lotWaste)*90/1024)
}
