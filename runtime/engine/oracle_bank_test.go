package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// chance draws from a seeded source; all that a program is made of comes from it.
type chance struct{ *rand.Rand }

func newChance(seed, stream uint64) chance { return chance{rand.New(rand.NewPCG(seed, stream))} }

// one in n.
func (c chance) in(n int) bool { return c.IntN(n) == 0 }

func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }

const bankName = "no.test.random"

// makeBank makes a small register: persons with parents, families and towns, jobs and
// courses with owners, and a variable of every temporality and type; some are empty, some have
// gaps, open spells, texts with blanks, numbers that overflow.
func makeBank(c chance) storetest.Bank {
	b := storetest.Bank{Name: bankName, Profile: "open"}
	persons := ids(c, 1, pick(c, []int{0, 1, 3, 8, 15, 25, 40}))
	jobs := ids(c, 1001, c.IntN(30))
	courses := ids(c, 5001, c.IntN(12))
	towns := []string{"0301", "1103", "4601", "5001", "0001"}[:1+c.IntN(5)]
	known := append([]string{"1", "2", "3"}, persons...) // some references lead nowhere
	add := func(v storetest.Variable) {
		if v.Temporality != "FIXED" && len(v.Rows) == 0 {
			return // a store has files for every variable
		}
		v.Title, v.TitleEN = v.Name, v.Name
		b.Variables = append(b.Variables, v)
	}
	some := func(units []string) []string {
		var out []string
		share := 1 + c.IntN(4)
		for _, u := range units {
			if share == 1 || !c.in(share+1) {
				out = append(out, u)
			}
		}
		return out
	}
	value := func(kind string) string { return registerValue(c, kind, known, towns) }

	for _, v := range []struct{ name, unit, kind string }{
		{"SEX", "PERSON", "sex"}, {"BORN", "PERSON", "integer"}, {"MOTHER", "PERSON", "key:PERSON"}, {"DEATH", "PERSON", "date"},
		{"NOTE", "PERSON", "text"}, {"NIL", "PERSON", "integer"}, {"BIG", "PERSON", "decimal"}, {"FSIZE", "FAMILIE", "integer"},
		{"OWNER", "JOBB", "key:PERSON"}, {"STUDENT", "KURS", "key:PERSON"}, {"GRADE", "KURS", "grade"}, {"COUNTY", "KOMMUNE", "text"},
	} {
		units := map[string][]string{"PERSON": persons, "FAMILIE": known, "JOBB": jobs, "KURS": courses, "KOMMUNE": towns}[v.unit]
		r := coded(storetest.Variable{Name: v.name, Unit: v.unit, Temporality: "FIXED", Type: v.kind})
		if v.name != "NIL" {
			for _, u := range some(units) {
				r.Rows = append(r.Rows, storetest.Row{Unit: u, Value: value(v.kind)})
			}
		}
		add(r)
	}
	for _, v := range []struct{ name, unit, kind string }{
		{"TOWN", "PERSON", "key:KOMMUNE"}, {"FAMILY", "PERSON", "key:FAMILIE"}, {"SCORE", "PERSON", "decimal"}, {"LEVEL", "PERSON", "level"},
		{"HOURS", "JOBB", "decimal"}, {"POP", "KOMMUNE", "integer"},
	} {
		units := map[string][]string{"PERSON": persons, "JOBB": jobs, "KOMMUNE": towns}[v.unit]
		r := coded(storetest.Variable{Name: v.name, Unit: v.unit, Temporality: "STATUS", Type: v.kind})
		for _, day := range statusDays {
			for _, u := range some(units) {
				r.Rows = append(r.Rows, storetest.Row{Unit: u, Value: value(v.kind), Start: day})
			}
		}
		add(measured(r, units))
	}
	for _, v := range []struct{ name, kind string }{{"PAY", "integer"}, {"WEALTH", "decimal"}} {
		r := storetest.Variable{Name: v.name, Unit: "PERSON", Temporality: "ACCUMULATED", Type: v.kind, Coverage: [2]string{"2018-01-01", "2020-12-31"}}
		for year := 2018; year <= 2020; year++ {
			for _, u := range some(persons) {
				r.Rows = append(r.Rows, storetest.Row{Unit: u, Value: value(v.kind), Start: fmt.Sprintf("%d-01-01", year), Stop: fmt.Sprintf("%d-12-31", year)})
			}
		}
		add(r)
	}
	for _, v := range []struct{ name, unit, kind string }{{"CIVIL", "PERSON", "civil"}, {"BENEFIT", "PERSON", "decimal"}, {"PLACE", "JOBB", "key:KOMMUNE"}} {
		units := map[string][]string{"PERSON": persons, "JOBB": jobs}[v.unit]
		r := coded(storetest.Variable{Name: v.name, Unit: v.unit, Temporality: "EVENT", Type: v.kind, Coverage: [2]string{"2015-01-01", "2021-12-31"}})
		for _, u := range some(units) {
			r.Rows = append(r.Rows, spells(c, u, func() string { return value(v.kind) })...)
		}
		add(r)
	}
	return b
}

var statusDays = []string{"2018-01-01", "2019-01-01", "2020-01-01"}

// measured makes sure that a status variable has something at each of its dates, so that
// scripts may name them.
func measured(v storetest.Variable, units []string) storetest.Variable {
	if len(units) == 0 {
		return v
	}
	for _, day := range statusDays {
		has := false
		for _, r := range v.Rows {
			has = has || r.Start == day
		}
		if !has {
			zero := map[string]string{"key:KOMMUNE": "0301", "key:FAMILIE": "1", "decimal": "0", "integer": "0"}[v.Type]
			if zero == "" {
				zero = "1"
			}
			v.Rows = append(v.Rows, storetest.Row{Unit: units[0], Value: zero, Start: day})
		}
	}
	return v
}

// ids are n ascending numbers with gaps.
func ids(c chance, first, n int) []string {
	var out []string
	at := first
	for range n {
		out = append(out, strconv.Itoa(at))
		at += 1 + c.IntN(2)
	}
	return out
}

// coded gives variables with codes their list and their type.
func coded(v storetest.Variable) storetest.Variable {
	code := func(code, label string) storetest.Code {
		return storetest.Code{Code: code, Label: label, LabelEN: label}
	}
	switch v.Type {
	case "sex":
		v.Type, v.Codes = "text", []storetest.Code{code("1", "Mann"), code("2", "Kvinne")}
	case "civil":
		v.Type, v.Codes = "text", []storetest.Code{code("1", "Ugift"), code("2", "Gift"), code("3", "Skilt")}
	case "grade":
		v.Type, v.Codes = "integer", []storetest.Code{code("1", "Låg"), code("2", "Middels"), code("3", "Høy"), {Code: "9", Label: "Ukjent", LabelEN: "Ukjent", Missing: true}}
	case "level":
		v.Type = "text"
		v.Codes = []storetest.Code{code("01", "Grunnskole"), code("02", "Videregående"), code("03", "Høyere"),
			{Code: "04", Label: "Forsker", LabelEN: "Forsker", Period: "2019-01-01"}, {Code: "99", Label: "Uoppgitt", LabelEN: "Uoppgitt", Missing: true}}
	}
	return v
}

var oddTexts = []string{"a", "b", "æøå", "Ærlig", "x y", " 12", "007", "12", "-3.5", "1,5", "2.1.1", "", "Ab", "abc", "0301"}

func registerValue(c chance, kind string, persons, towns []string) string {
	switch kind {
	case "sex":
		return pick(c, []string{"1", "2"})
	case "civil":
		return pick(c, []string{"1", "2", "3"})
	case "grade":
		return pick(c, []string{"1", "2", "3", "3", "9", "5"})
	case "level":
		return pick(c, []string{"01", "02", "03", "04", "99", "77"})
	case "key:PERSON", "key:FAMILIE":
		return pick(c, persons)
	case "key:KOMMUNE":
		return pick(c, towns)
	case "date":
		return pick(c, []string{"1999-12-31", "2000-02-29", "2019-01-01", "1969-12-31", "2024-12-30"})
	case "integer":
		if c.in(40) {
			return pick(c, []string{"9223372036854775807", "-9223372036854775808", "4611686018427387904", "9007199254740993"})
		}
		return strconv.Itoa(pick(c, []int{0, 1, 2, 3, 5, 10, 100, -1, -7, 195001, 198712, 199912, 200001, 500000, c.IntN(1000)}))
	case "decimal":
		if c.in(25) {
			return pick(c, []string{"1e300", "-1e300", "1e-300", "123456789.125", "0.1", "-0.3", "1e15"})
		}
		return strconv.FormatFloat(float64(c.IntN(400)-100)/pick(c, []float64{1, 2, 4}), 'f', -1, 64)
	}
	return pick(c, oddTexts)
}

// spells of one unit that do not overlap: with gaps, touching, the last one perhaps open.
func spells(c chance, unit string, value func() string) []storetest.Row {
	var out []storetest.Row
	year, month := 2015+c.IntN(3), 1+c.IntN(12)
	for n := 1 + c.IntN(4); n > 0 && year <= 2020; n-- {
		start := fmt.Sprintf("%d-%02d-01", year, month)
		if c.in(6) { // a spell of one day
			out = append(out, storetest.Row{Unit: unit, Value: value(), Start: start, Stop: start})
		} else {
			end := month + c.IntN(14)
			y, m := year+(end-1)/12, (end-1)%12+1
			day := pick(c, []int{1, 15, 28})
			stop := fmt.Sprintf("%d-%02d-%02d", y, m, day)
			if y > 2021 || n == 1 && c.in(2) {
				out = append(out, storetest.Row{Unit: unit, Value: value(), Start: start})
				break
			}
			out = append(out, storetest.Row{Unit: unit, Value: value(), Start: start, Stop: stop})
			year, month = y, m
		}
		month += 1 + c.IntN(5)
		year, month = year+(month-1)/12, (month-1)%12+1
	}
	return out
}

// bankText writes a register as storetest.Parse reads it.
func bankText(b storetest.Bank) string {
	var out strings.Builder
	fmt.Fprintf(&out, "bank %s %s\n", b.Name, b.Profile)
	for _, v := range b.Variables {
		fmt.Fprintf(&out, "variable %s %s %s %s\n", v.Name, v.Unit, v.Temporality, v.Type)
		for _, k := range v.Codes {
			fmt.Fprintf(&out, "code %s %q", k.Code, k.Label)
			if k.Period != "" {
				fmt.Fprintf(&out, " %s", k.Period)
			}
			if k.Missing {
				out.WriteString(" missing")
			}
			out.WriteString("\n")
		}
		if v.Coverage[0] != "" {
			fmt.Fprintf(&out, "covers %s %s\n", v.Coverage[0], v.Coverage[1])
		}
		for _, r := range v.Rows {
			fmt.Fprintf(&out, "%s;%s;%s;%s\n", r.Unit, r.Value, r.Start, r.Stop)
		}
	}
	return out.String()
}
