package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Return is the tax return of a person and year, in kroner. The rules are those of about 2022,
// with amounts that follow the wage level and rates of the year: simple, but every part adds up.
type Return struct {
	Pay, Pension, Disabled, Trade, Fishing int64 // personal income: wages and the like, pensions, disability, business
	Gross                                  int64 // all taxable income
	Standard, Union, Travel, Board         int64 // deductions: minimum standard, dues, travel, board
	Deductions, General, Special           int64 // all of them; what is left; special allowance used
	Municipal, County, Common              int64 // tax on general income
	Bracket, Contribution                  int64 // on personal income: surtax or bracket tax, national insurance
	WealthMunicipal, WealthState           int64
	Saving, North, Research, Foreign       int64 // taken off the tax: housing savings, Finnmark, research, paid abroad
	LowIncome, LowAbility                  int64 // limits for low incomes, and of pensioners
	Assessed                               int64
}

// Wealth tax in all.
func (r *Return) Wealth() int64 { return r.WealthMunicipal + r.WealthState }

// State is the income tax to the state.
func (r *Return) State() int64 { return r.Common + r.Bracket }

// Credits are what is taken off the tax.
func (r *Return) Credits() int64 {
	return r.Saving + r.North + r.Research + r.Foreign + r.LowIncome + r.LowAbility
}

// Taxable values of dwellings, in per cent of the market value, by year.
var (
	generalRate = chance.Curve{{2013, 280}, {2014, 270}, {2015, 270}, {2016, 250}, {2017, 240}, {2018, 230}, {2019, 220}}.Table(1993, 2024)
	secondValue = chance.Curve{{2010, 40}, {2013, 50}, {2014, 60}, {2015, 70}, {2016, 80}, {2017, 90}, {2021, 90}, {2022, 95}, {2023, 100}}.Table(1993, 2024)
)

// TaxableHome is the tax value of the primary dwelling.
func (a *Assets) TaxableHome() int64 { return a.Home / 4 }

// TaxableSecond is the tax value of other dwellings.
func (a *Assets) TaxableSecond(y int) int64 { return a.Second * int64(secondValue.At(y)) / 100 }

// TaxableReal is the tax value of the real capital.
func (a *Assets) TaxableReal(y int) int64 {
	return a.TaxableHome() + a.TaxableSecond(y) + a.Things*7/10
}

// TaxableWealth is the tax value of all that is owned.
func (a *Assets) TaxableWealth(y int) int64 { return a.TaxableReal(y) + a.Financial() }

// TaxOf assesses the tax of a year from 1993 on.
func (w *World) TaxOf(p int32, y int, s *Statement) (r Return) {
	r.income(w, p, y, s)
	if r.Gross == 0 && s.Assets.Financial()+s.Assets.Home == 0 {
		return r
	}
	r.deduct(w, p, y, s)
	r.assess(y)
	r.wealth(y, &s.Assets)
	r.credit(w, p, y, s)
	due := r.Municipal + r.County + r.Common + r.Bracket + r.Contribution + r.Wealth()
	r.Assessed = due - r.Credits()
	return r
}

// income finds the personal incomes and the gross.
func (r *Return) income(w *World, p int32, y int, s *Statement) {
	r.Pay = s.Wages + s.Sickness + s.Parental + s.Unemployment + s.Assessment + s.Programmes
	r.Pension = s.OldAge + s.Survivor + s.AFP() + s.Occupational
	if y >= 2015 {
		r.Disabled = s.Disability
	} else {
		r.Pension += s.Disability
	}
	r.Trade = s.Business
	if s.Business > 0 && w.fishes(p) {
		r.Trade, r.Fishing = 0, s.Business
	}
	r.Gross = r.Pay + r.Pension + r.Disabled + r.Trade + r.Fishing + s.Capital.Interest + s.Dividends + s.Gains + s.Capital.Other
}

// fishes tells whether a business is fishing or family day care.
func (w *World) fishes(p int32) bool {
	limit := 25
	if w.Geo.Atoms[w.home[p]].Size < 20000 {
		limit = 120
	}
	return thousand(w.Pay.taxLots.At(p, 2), 0) < limit
}

// deduct finds the deductions and the general income.
func (r *Return) deduct(w *World, p int32, y int, s *Statement) {
	r.standard(y)
	r.Union, r.Travel, r.Board = w.WorkDeductions(p, y, s.Wages)
	r.Deductions = r.Standard + r.Union + r.Travel + r.Board + s.Paid + s.Losses
	r.General = max(0, r.Gross-r.Deductions)
	switch index := int64(WageIndex.At(y)); {
	case s.Disability > 0 && y < 2015 || s.OldAge > 0 && y < 2011:
		r.Special = min(r.General, 19_400*index/840)
	case w.costlyIllness(p):
		r.Special = min(r.General, 9_000*index/1230)
	}
}

// standard finds the minimum standard deduction.
func (r *Return) standard(y int) {
	index := int64(WageIndex.At(y))
	r.Standard = min((r.Pay+r.Disabled)*46/100, 116_000*index/1230)
	r.Standard = max(r.Standard, min(r.Pension*40/100, 86_000*index/1230))
}

// MaySpecial tells whether a special allowance is possible at all: for pensioners until 2014, and a few others.
func (w *World) MaySpecial(p int32, y int) bool {
	if y < 2015 && y-w.BornYear(p) >= 18 {
		return true
	}
	return w.costlyIllness(p)
}

func (w *World) costlyIllness(p int32) bool { return thousand(w.taxWord(p), 2) < 6 }

// taxWord is what lasts about a person's tax returns.
func (w *World) taxWord(p int32) uint64 { return w.Pay.taxLots.At(p, 1) }

// WorkDeductions are union dues, travel to work, and board and lodging away from home, in kroner;
// they belong to wages.
func (w *World) WorkDeductions(p int32, y int, wages int64) (union, travel, board int64) {
	index := int64(WageIndex.At(y))
	if wages <= 90_000*index/1230 {
		return 0, 0, 0
	}
	s := w.Pay.taxLots
	word, year := s.At(p, 1), s.At(p, y)
	if thousand(word, 0) < 480+w.PublicShare(p)/5 {
		union = min(wages*12/1000, 5_800*index/1230)
	}
	if lot := thousand(word, 1); lot < 150 && thousand(year, 0) < 850 {
		travel = int64(3000+lot*140) * index / 1230
	}
	if thousand(year, 1) < 22 {
		board = int64(8000+thousand(year, 2)*45) * index / 1230
	}
	return union, travel, board
}

// PersonalOf gives the personal incomes of a year, the standard deduction, and the taxes on
// personal income; the rest of the return is left empty.
func (w *World) PersonalOf(p int32, y int) (r Return) {
	s := Statement{Wages: w.Pay.Wages(p, y), Business: w.Pay.Business(p, y), Transfers: w.TaxedTransfers(p, y)}
	r.income(w, p, y, &s)
	r.standard(y)
	r.personal(y)
	return r
}

// assess finds the taxes on income.
func (r *Return) assess(y int) {
	index := int64(WageIndex.At(y))
	base := max(0, r.General-r.Special-62_000*index/1230)
	r.Municipal, r.County = base*110/1000, base*25/1000
	r.Common = base*int64(generalRate.At(y))/1000 - r.Municipal - r.County
	r.personal(y)
}

// personal finds the taxes on personal income.
func (r *Return) personal(y int) {
	index := int64(WageIndex.At(y))
	all := r.Pay + r.Pension + r.Disabled + r.Trade + r.Fishing
	r.Bracket = bracketTax(all*1230/index, y) * index / 1230
	paid := (r.Pay+r.Disabled)*80/1000 + r.Pension*51/1000 + r.Trade*112/1000 + r.Fishing*80/1000
	r.Contribution = max(0, min(paid, (all-64_650*index/1230)/4))
}

// bracketTax is the tax on personal income at the wage level of 2022: surtax until 2015, tax
// by brackets since.
func bracketTax(x int64, y int) int64 {
	if y < 2016 {
		return max(0, x-677_000)*90/1000 + max(0, x-1_089_000)*30/1000
	}
	return max(0, x-190_350)*17/1000 + max(0, x-267_900)*23/1000 + max(0, x-643_800)*94/1000 + max(0, x-969_200)*30/1000
}

// wealthFloor is the net wealth without tax, in thousand kroner.
var wealthFloor = chance.Curve{{1993, 120}, {2005, 151}, {2006, 200}, {2008, 350}, {2009, 470}, {2010, 700}, {2013, 870}, {2014, 1000}, {2015, 1200},
	{2016, 1400}, {2017, 1480}, {2020, 1500}, {2021, 1500}, {2022, 1700}, {2024, 1700}}.Table(1993, 2024)

// WealthDuty gives the wealth tax alone.
func WealthDuty(y int, a *Assets) (r Return) {
	r.wealth(y, a)
	return r
}

// WealthTax is the whole wealth tax of a year.
func WealthTax(y int, a *Assets) int64 {
	r := WealthDuty(y, a)
	return r.Wealth()
}

// wealth finds the wealth tax.
func (r *Return) wealth(y int, a *Assets) {
	net := a.TaxableWealth(y) - a.Debt() - 1000*int64(wealthFloor.At(y))
	if net <= 0 {
		return
	}
	r.WealthMunicipal = net * 70 / 10000
	if y >= 2014 {
		r.WealthState = net * 20 / 10000
	} else {
		r.WealthState = net * 35 / 10000
	}
}

// credit finds what is taken off: never more than is due.
func (r *Return) credit(w *World, p int32, y int, s *Statement) {
	index := int64(WageIndex.At(y))
	left := r.Municipal + r.County + r.Common + r.Bracket
	take := func(x int64) int64 {
		x = max(0, min(x, left))
		left -= x
		return x
	}
	if age := y - w.BornYear(p); y >= 2011 && r.Pension > 0 && age >= 60 { // falls with the pension
		r.LowAbility = take(27_000*index/1230 - max(0, r.Pension-216_000*index/1230)*167/1000)
	} else if s.Disability > 0 && y < 2015 {
		r.LowAbility = take(14_000 * index / 1230)
	}
	if s.Wages > 0 && s.Bank > 40_000 && w.May(SavingCredit, p, y) {
		r.Saving = take(5_000)
	}
	if s.Work() > 60_000 && w.May(NorthCredit, p, y) {
		r.North = take(4_500 * index / 1230)
	}
	if s.Abroad > 0 {
		r.Foreign = take(s.Abroad * 4 / 1000)
	}
	if s.Business > 0 && w.May(ResearchCredit, p, y) {
		r.Research = take(s.Business * 12 / 100)
	}
	if r.General > 0 && r.General < 140_000*index/1230 && w.May(LowIncomeCredit, p, y) {
		r.LowIncome = take(3_000 * index / 1230)
	}
}

// Credit is a kind of what is taken off the tax.
type Credit uint8

const (
	SavingCredit Credit = iota
	NorthCredit
	ForeignCredit
	ResearchCredit
	LowIncomeCredit
	LowAbilityCredit
)

// May tells whether a credit is possible for somebody in a year; most are for few.
func (w *World) May(c Credit, p int32, y int) bool {
	age := y - w.BornYear(p)
	switch c {
	case SavingCredit:
		return age >= 18 && age < 34 && thousand(w.taxWord(p), 3) < 330
	case NorthCredit:
		return w.northern(p, y)
	case ResearchCredit:
		return thousand(chance.Mix(w.taxWord(p)), 0) < 25
	case LowIncomeCredit:
		return age >= 18 && thousand(chance.Mix(w.taxWord(p)), 1) < 90
	case LowAbilityCredit:
		return age >= 60 || age >= 18 && y < 2015
	}
	return true
}

// northern tells whether somebody lives in the far north at the end of a year, where taxes are lower.
func (w *World) northern(p int32, y int) bool {
	w.benefit.northOnce.Do(func() { w.benefit.north = w.findNorth() })
	return w.benefit.north[p] && w.inNorth(w.PlaceAt(p, min(calendar.NewYear(y+1)-1, max(w.Gone(p)-1, calendar.NewYear(y)))))
}

// findNorth tells who ever lived there.
func (w *World) findNorth() []bool {
	atoms := make([]bool, len(w.Geo.Atoms))
	for i := range atoms {
		atoms[i] = w.inNorth(uint16(i))
	}
	ever := make([]bool, w.Persons())
	for p := range ever {
		_, at := w.path(int32(p))
		for _, a := range at {
			ever[p] = ever[p] || atoms[a]
		}
	}
	return ever
}

// inNorth tells whether a place is in Finnmark or the north of Troms.
func (w *World) inNorth(place uint16) bool {
	a := &w.Geo.Atoms[place]
	last := a.Codes[len(a.Codes)-1]
	switch last {
	case "5534", "5536", "5538", "5540", "5542", "5544", "5546":
		return true
	}
	return last[:2] == "56"
}
