// Package synthtest checks the variables of a subject in memory, row by row, against the
// catalogue and the lives behind them. For tests.
//
// In: declarations. Out: a failing test with the variable and the rule it broke.
//
//	synthtest.Check(t, synthtest.World(t), income.Variables())
package synthtest

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/cmd/internal/synth/calendar"
	"github.com/mdscript/mdscript/cmd/internal/synth/life"
	"github.com/mdscript/mdscript/cmd/internal/synth/names"
	"github.com/mdscript/mdscript/cmd/internal/synth/sheet"
	"github.com/mdscript/mdscript/cmd/internal/synth/variable"
)

// Residents is how many people live in World on 1 January of the last year.
const Residents = 6_000

var world = sync.OnceValues(func() (*life.World, error) {
	c, err := names.ReadCatalogue()
	if err != nil {
		return nil, err
	}
	return life.Simulate(context.Background(), Residents, 7, c, func(float64) {})
})

// World is a small country, made once for the tests of a package.
func World(t testing.TB) *life.World {
	t.Helper()
	w, err := world()
	require.NoError(t, err)
	return w
}

// Row is one row of a variable: a value as the functions give it.
type Row struct {
	Unit        int32
	Value       int64
	Start, Stop int16 // calendar.None: null
}

// Rows gives all rows of a completed variable, in the order of its file; of one period after
// the other.
func Rows(w *life.World, v *variable.Variable) (rows []Row) {
	u := w.Unit(w.Cat.ByName[v.Name].UnitType)
	switch {
	case v.Fixed != nil:
		for k := range int32(u.Count) {
			if x, ok := v.Fixed(w, k); ok {
				rows = append(rows, Row{k, x, calendar.None, variable.DeliveryDay()})
			}
		}
	case v.Spells != nil:
		for k := range int32(u.Count) {
			v.Spells(w, k, func(x int64, start, stop int16) {
				if start <= v.Span.Stop && stop >= v.Span.Start && start <= stop {
					if stop > v.Span.Stop {
						stop = calendar.None
					}
					rows = append(rows, Row{k, x, max(start, v.Span.Start), stop})
				}
			})
		}
	default:
		for _, p := range v.When.Periods {
			view := life.NewView(w, p)
			for k := range int32(u.Count) {
				if x, ok := v.At(view, k); ok {
					rows = append(rows, Row{k, x, p.Start, p.Stop})
				}
			}
		}
	}
	return rows
}

// Check completes every variable and goes through its rows: there are some; codes are of the
// list and valid on the first day; spells of a unit do not overlap; nothing begins or goes on
// after its person is gone; references name persons; dates held as numbers are dates. afterwards
// names the variables that speak of people who are gone (a status of the register, an estate).
func Check(t *testing.T, w *life.World, all []variable.Variable, afterwards ...string) {
	t.Helper()
	gone := map[string]bool{}
	for _, name := range afterwards {
		gone[name] = true
	}
	ids := map[int64]bool{}
	for _, id := range w.Ids {
		ids[id] = true
	}
	for i := range all {
		v := &all[i]
		t.Run(v.Name, func(t *testing.T) {
			require.NoError(t, v.Complete(w.Cat))
			c := checker{t: t, w: w, v: v, f: w.Cat.ByName[v.Name], afterwards: gone[v.Name], ids: ids}
			c.run()
		})
	}
}

type checker struct {
	t          *testing.T
	w          *life.World
	v          *variable.Variable
	f          *names.Fact
	afterwards bool
	ids        map[int64]bool
}

func (c *checker) run() {
	rows := Rows(c.w, c.v)
	require.NotEmpty(c.t, rows, "no rows")
	var codes []string
	var valid map[string][][2]int16
	if c.v.Kind == sheet.CodeValue {
		codes = c.v.Codes.Resolve(c.w.Cat)
		valid = c.validity(codes)
	}
	last := map[int32]Row{}
	for _, r := range rows {
		c.value(r, codes, valid)
		c.person(r)
		if p, ok := last[r.Unit]; ok && c.v.At == nil {
			if c.v.Spells == nil {
				require.Fail(c.t, "a fixed unit twice", "%+v", r)
			}
			if p.Stop >= r.Start {
				require.Fail(c.t, "spells overlap", "%+v %+v", p, r)
			}
		}
		last[r.Unit] = r
	}
}

// validity gives, for each code of the catalogue's list, when it is valid; nil without a list.
func (c *checker) validity(codes []string) map[string][][2]int16 {
	if c.f.CodeList == "" {
		return nil
	}
	m := map[string][][2]int16{}
	for _, it := range c.w.Cat.Lists[c.f.CodeList] {
		from, to := int16(-32768), calendar.None
		if d, err := calendar.ParseDay(it[3]); err == nil {
			from = d
		}
		if d, err := calendar.ParseDay(it[4]); err == nil {
			to = d
		}
		m[it[0]] = append(m[it[0]], [2]int16{from, to})
	}
	for _, code := range codes {
		require.Contains(c.t, m, code, "the code is not in the list %s", c.f.CodeList)
	}
	return m
}

func (c *checker) value(r Row, codes []string, valid map[string][][2]int16) {
	if c.v.Kind == sheet.CodeValue {
		if r.Value < 0 || int(r.Value) >= len(codes) || codes[r.Value] == "xxxx" {
			require.Fail(c.t, "no such code", "%+v", r)
		}
		code := codes[r.Value]
		if valid == nil {
			return
		}
		at := r.Start
		if at == calendar.None {
			at = r.Stop
		}
		ok := false
		for _, p := range valid[code] {
			ok = ok || c.v.Fixed != nil || p[0] <= at && at <= p[1]
		}
		if !ok {
			require.Fail(c.t, "the code is not valid", "%s %+v", code, r)
		}
		return
	}
	y, m, d := r.Value/10000, r.Value/100%100, r.Value%100
	switch c.f.Encoding {
	case "yyyy":
		require.True(c.t, r.Value > 1800 && r.Value < 2060, "no year: %+v", r)
	case "yyyymm":
		require.True(c.t, r.Value/100 > 1880 && r.Value/100 < 2060 && r.Value%100 >= 1 && r.Value%100 <= 12, "no month: %+v", r)
	case "yyyymmdd":
		require.True(c.t, y > 1880 && y < 2060 && m >= 1 && m <= 12 && d >= 1 && d <= 31, "no date: %+v", r)
	case "hhmm":
		require.True(c.t, r.Value >= 0 && r.Value < 2400 && r.Value%100 < 60, "no time: %+v", r)
	case "pseudonym":
		if c.f.RefersTo == "PERSON" {
			require.True(c.t, c.ids[r.Value], "a reference names nobody: %+v", r)
		}
	}
}

// person checks that nothing is said of people before they came or after they left.
func (c *checker) person(r Row) {
	p := r.Unit
	switch c.f.UnitType {
	case "PERSON":
	case "JOBB":
		p = c.w.Jobs[r.Unit].Person
	case "KURS":
		p = c.w.Taken[r.Unit].Person
	case "NPR_SYKEHUSOPPHOLD":
		p = c.w.Stays()[r.Unit].Person
	case "TRAFIKKULYKKE_PERSON":
		p = c.w.Accidents().Hurt[r.Unit].Person
	case "MALEPUNKT":
		p = c.w.Meters()[r.Unit].Holder
	case "KJORETOY":
		v := c.w.OwnedIn(r.Unit, calendar.YearOf(r.Start))
		if v == nil {
			require.Fail(c.t, "a vehicle without owner", "%+v", r)
		}
		p = v.Owner
	default:
		return
	}
	if r.Start == calendar.None || c.afterwards {
		return
	}
	switch gone := c.w.Gone(p); {
	case r.Start >= gone:
		require.Fail(c.t, "begins after death or emigration", "%+v", r)
	case int(r.Stop)+1 < int(c.w.Entry[p]):
		require.Fail(c.t, "ends before birth or arrival", "%+v", r)
	case c.v.Spells != nil && r.Stop != calendar.None && r.Stop >= gone:
		require.Fail(c.t, "goes on after death or emigration", "%+v", r)
	}
}
