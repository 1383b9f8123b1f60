package life

import (
	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/chance"
)

// Assets is what somebody owns and owes at the end of a year, in kroner at market values. The parts
// of what is owned add up to Pay.Wealth.
type Assets struct {
	Home, Second, Things          int64 // primary dwelling, other dwellings, other real capital
	Bank, Funds, Account, Shares  int64 // deposits, funds, share savings account, other securities
	Abroad                        int64 // wealth in other countries
	Mortgage, Student, Unsecured  int64 // debt by kind
	dividends, gains, losses, let int64 // income of the year from them
}

// Real is the real capital.
func (a *Assets) Real() int64 { return a.Home + a.Second + a.Things }

// Financial is the financial capital, that abroad included.
func (a *Assets) Financial() int64 { return a.Bank + a.Securities() + a.Abroad }

// Securities are funds, share savings account and other securities.
func (a *Assets) Securities() int64 { return a.Funds + a.Account + a.Shares }

// Debt is all that somebody owes.
func (a *Assets) Debt() int64 { return a.Mortgage + a.Student + a.Unsecured }

// Home loans in 1/1000 of the home's value, and the share with shares, by age; interest on deposits
// and on debt in 1/10000 by year.
var (
	loanShare    = chance.Curve{{20, 820}, {28, 800}, {35, 700}, {43, 570}, {52, 380}, {60, 260}, {68, 180}, {76, 100}, {90, 30}}.Table(17, 95)
	depositRate  = chance.Curve{{1993, 550}, {1996, 330}, {1998, 450}, {2002, 530}, {2005, 130}, {2008, 430}, {2010, 210}, {2014, 200}, {2016, 100}, {2019, 90}, {2020, 60}, {2021, 40}, {2022, 95}, {2023, 240}}.Table(1993, 2024)
	interestRate = chance.Curve{{1993, 950}, {1996, 640}, {1998, 800}, {2002, 840}, {2005, 400}, {2008, 720}, {2010, 360}, {2014, 390}, {2016, 270}, {2019, 310}, {2020, 240}, {2021, 210}, {2022, 300}, {2023, 500}}.Table(1993, 2024)
)

// Assets divides the wealth of somebody over 16 at the end of a year, and adds debt. 0 in all
// before somebody is 17.
func (q *pay) Assets(p int32, y int) (a Assets) {
	age := y - q.BornYear(p)
	if age < 17 {
		return a
	}
	wealth := q.Wealth(p, y)
	s := q.wealthLots
	word := s.At(p, 0)
	rich := thousand(word, 0) // who saves in more than a bank
	financial := wealth
	if chance.Part(q.lots.At(p, 11), 0)%1000 < owners.At(age) {
		lot := int64(thousand(word, 1))
		financial = wealth * (40 + lot*lot/3300*int64(min(age, 70))/60) / 1000
		a.Things = wealth * int64(25+thousand(word, 2)*90/1000) / 1000
		if second := thousand(word, 3); second < 50+max(0, age-30)*4 {
			a.Second = wealth * int64(90+second) / 1000
		}
		a.Home = wealth - financial - a.Things - a.Second
	} else if age >= 20 && thousand(word, 2) < 600 {
		a.Things = wealth * int64(thousand(word, 1)) / 2500
		financial = wealth - a.Things
	}
	q.invest(&a, s, p, y, financial, rich)
	q.borrow(&a, p, y, age)
	return a
}

// invest divides the financial capital and finds what it yields.
func (q *pay) invest(a *Assets, s chance.Stream, p int32, y int, financial int64, rich int) {
	a.Bank = financial
	word := s.At(p, 1)
	if thousand(word, 0) < 310 {
		a.Funds = financial * int64(40+thousand(word, 1)*4/10) / 1000
	}
	invests := rich < 190
	if y >= 2017 && thousand(word, 2) < 70+130*b2i(invests) {
		a.Account = financial * int64(50+thousand(word, 3)/4) / 1000
	}
	if invests {
		a.Shares = financial * int64(30+rich*13/10) / 1000
		if rich < 5 { // owners of companies
			a.Shares = financial * 600 / 1000
		}
	}
	if lot := thousand(s.At(p, 2), 0); lot < 14 || q.Category[p] == 'B' && lot < 60 {
		a.Abroad = financial * int64(100+lot*5) / 1000
	}
	if over := a.Funds + a.Account + a.Shares + a.Abroad; over > financial*95/100 {
		cut := financial * 95 / 100
		a.Funds, a.Account, a.Abroad = a.Funds*cut/over, a.Account*cut/over, a.Abroad*cut/over
		a.Shares = a.Shares * cut / over
	}
	a.Bank = financial - a.Funds - a.Account - a.Shares - a.Abroad
	if a.Shares == 0 && a.Funds+a.Account == 0 && a.Second == 0 {
		return
	}
	year := s.At(p, y)
	if invests && thousand(word, 1) < 360 && thousand(year, 0) < 850 {
		a.dividends = chance.Grow(a.Shares*60/1000+800, chance.Normal(chance.Mix(year))*900/1024)
	}
	if sold := a.Securities(); sold > 0 {
		switch lot := thousand(year, 1); {
		case lot < 150:
			a.gains = sold * int64(5+thousand(year, 2)/5) / 1000
		case lot < 240:
			a.losses = sold * int64(5+thousand(year, 2)/8) / 1000
		}
	}
	if a.Second > 0 && thousand(word, 3) < 400 {
		a.let = a.Second * int64(15+thousand(year, 3)/40) / 1000
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// borrow adds debt: on the home by age, for studies of the young with higher education, and other.
func (q *pay) borrow(a *Assets, p int32, y, age int) {
	s := q.debtLots
	word := s.At(p, 0)
	if a.Home > 0 {
		x := chance.Grow(int64(loanShare.At(age)), chance.Normal(s.At(p, 1))*420/1024)
		if thousand(word, 0) < max(20, age*8-300) {
			x = 0 // paid off
		}
		a.Mortgage = a.Home * min(x, 900) / 1000
	}
	index := int64(WageIndex.At(y))
	if q.Level[p] >= LevelShort && age >= 20 && age < 52 && thousand(word, 1) < 760 {
		left := int64(min(age-18, 6))
		if age > 30 {
			left = int64(max(0, 52-age)) * 6 / 22
		}
		a.Student = 70_000 * left * index / 1230
	}
	if age >= 18 && thousand(word, 2) < 330 {
		a.Unsecured = chance.Grow(52_000*index/1230, chance.Normal(s.At(p, y/3+10))*900/1024)
		if age > 62 {
			a.Unsecured /= 2
		}
	}
}

// Capital is the income of a year from what somebody owns, and the interest paid, in kroner.
type Capital struct {
	Interest, Dividends, Gains, Losses, Other int64
	Paid                                      int64 // interest paid
}

// Sum is the capital income: gains are counted, losses taken off, interest paid is not.
func (c *Capital) Sum() int64 { return c.Interest + c.Dividends + c.Gains - c.Losses + c.Other }

// Capital gives the income of the assets of a year.
func (a *Assets) Capital(y int) Capital {
	return Capital{Interest: (a.Bank + a.Abroad/4) * int64(depositRate.At(y)) / 10000, Dividends: a.dividends, Gains: a.gains, Losses: a.losses,
		Other: a.let, Paid: a.Debt() * int64(interestRate.At(y)) / 10000}
}

// Inheritance is what somebody receives in a year from a parent who died, or as a gift.
func (w *World) Inheritance(p int32, y int) int64 {
	from, to := calendar.NewYear(y), calendar.NewYear(y+1)
	for _, q := range [2]int32{w.Mother[p], w.Father[p]} {
		if q < 0 || w.Death[q] < from || w.Death[q] >= to || w.Death[q] >= w.Exit[q] {
			continue
		}
		if u := w.UnionAt(q, w.Death[q]-1); u != nil && u.Wed <= w.Death[q] && w.Resident(u.Partner(q), w.Death[q]) {
			continue // the widowed keeps the estate
		}
		word := w.Pay.debtLots.At(p, 2)
		a := w.Pay.Assets(q, y)
		return max(0, a.Real()+a.Financial()-a.Debt()) / int64(1+chance.Part(word, 0)%3)
	}
	word := w.Pay.debtLots.At(p, y+3000)
	if age := y - w.BornYear(p); age >= 20 && age < 50 && thousand(word, 0) < 8 {
		return chance.Grow(150_000*int64(WageIndex.At(y))/1230, chance.Normal(chance.Mix(word))*700/1024)
	}
	return 0
}
