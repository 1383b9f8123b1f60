// Package storetest writes small register stores for tests.
//
// In: a bank as Go values or in a short text form. Out: a bank folder in the public layout,
// with checksums, policy and English texts, that package store opens like any other.
//
//	dir := t.TempDir()
//	storetest.WriteText(t, dir, `
//	bank no.test.reg open
//	variable SEX PERSON FIXED text "Kjønn" "Sex"
//	code 1 "Mann" "Man"
//	code 2 "Kvinne" "Woman"
//	11;1
//	12;2
//	variable PAY PERSON ACCUMULATED integer "Lønn" "Pay"
//	11;500000;2019-01-01;2019-12-31
//	variable CIVIL PERSON EVENT text "Sivilstand" "Civil status"
//	11;1;1990-01-01;2001-06-30
//	11;2;2001-07-01;
//	`)
//
// A row is unit;value;start;stop, dates as YYYY-MM-DD, an empty stop for an open spell; a
// STATUS row may leave the stop out. The types are text, integer, decimal, date (a value
// YYYY-MM-DD) and key:UNITTYPE. Everything is marked synthetic.
package storetest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/mdscript/mdscript/lang/types"
)

// Bank is one register database.
type Bank struct {
	Name        string
	Profile     string   // open, microdata or strict; empty: no policy file
	Versions    []string // newest first, such as "2.0.0.0"; empty: 1.0.0.0
	Variables   []Variable
	NoChecksums bool
}

// Variable is a register variable with its records.
type Variable struct {
	Name        string
	Title       string
	TitleEN     string
	Unit        string // unit type: PERSON, JOBB, KOMMUNE, …
	Temporality string // FIXED, STATUS, ACCUMULATED, EVENT
	Type        string // text, integer, decimal, date, key:PERSON, …
	Sensitivity string // default PERSON_GENERAL
	About       string // description; default the title
	AboutEN     string
	Subjects    []Phrase  // default one called test
	Measure     Phrase    // unit of numbers
	WholeMonth  bool      // STATUS: any day of the month of a date is accepted
	Coverage    [2]string // first and last day, when the rows do not tell
	Codes       []Code
	Rows        []Row
	Old         bool // values as text and further columns, as older stores have them
}

// Phrase is a wording that many variables share. EN may be empty.
type Phrase struct{ NB, EN string }

// Code is one entry of the code list. Period is "" or "2000-01-01" or "2000-01-01:2009-12-31".
type Code struct {
	Code, Label, LabelEN, Period string
	Missing                      bool
}

// Row is one record. Value "" with NoValue is a null.
type Row struct {
	Unit, Value, Start, Stop string
	NoValue                  bool
}

// Write writes a bank into a folder and returns the bank's folder.
func Write(t testing.TB, dir string, b Bank) string {
	t.Helper()
	path, err := WriteTo(dir, b)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// WriteText writes the banks of a text into a folder.
func WriteText(t testing.TB, dir, text string) {
	t.Helper()
	banks, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range banks {
		Write(t, dir, b)
	}
}

// Parse reads the text form. A line is one of:
//
//	bank NAME [PROFILE]
//	version 2.0.0.0
//	variable NAME UNIT TEMPORALITY TYPE ["title"] ["English title"]
//	code CODE ["label"] ["English label"] [PERIOD] [missing]
//	covers 2000-01-01 2020-12-31
//	sensitivity PERSON_SPECIAL
//	about "description" ["English description"]
//	subject "Norwegian" ["English"]
//	measure "Norwegian" ["English"]
//	wholemonth
//	unit;value;start;stop
//
// Blank lines and lines that begin with # are skipped.
func Parse(text string) (banks []Bank, err error) {
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if banks, err = parseLine(banks, line); err != nil {
			return nil, fmt.Errorf("storetest: line %d: %w", n+1, err)
		}
	}
	return banks, nil
}

func parseLine(banks []Bank, line string) ([]Bank, error) {
	words, err := split(line)
	if err != nil {
		return nil, err
	}
	if words[0] == "bank" && len(words) >= 2 {
		b := Bank{Name: words[1], Profile: "open"}
		if len(words) > 2 {
			b.Profile = words[2]
		}
		return append(banks, b), nil
	}
	if len(banks) == 0 {
		return nil, fmt.Errorf("no bank yet")
	}
	b := &banks[len(banks)-1]
	switch words[0] {
	case "version":
		b.Versions = append(b.Versions, words[1:]...)
		return banks, nil
	case "variable":
		return banks, b.parseVariable(words)
	}
	if len(b.Variables) == 0 {
		return nil, fmt.Errorf("no variable yet: %s", line)
	}
	return banks, b.Variables[len(b.Variables)-1].parseLine(words, line)
}

func (b *Bank) parseVariable(words []string) error {
	if len(words) < 5 {
		return fmt.Errorf("variable NAME UNIT TEMPORALITY TYPE")
	}
	v := Variable{Name: words[1], Unit: words[2], Temporality: words[3], Type: words[4], Title: words[1]}
	if len(words) > 5 {
		v.Title, v.TitleEN = words[5], words[5]
	}
	if len(words) > 6 {
		v.TitleEN = words[6]
	}
	b.Variables = append(b.Variables, v)
	return nil
}

func (v *Variable) parseLine(words []string, line string) error {
	switch words[0] {
	case "code":
		return v.parseCode(words[1:])
	case "covers":
		if len(words) != 3 {
			return fmt.Errorf("covers FIRST LAST")
		}
		v.Coverage = [2]string{words[1], words[2]}
		return nil
	case "wholemonth":
		v.WholeMonth = true
		return nil
	case "sensitivity", "about", "subject", "measure":
		if len(words) < 2 {
			return fmt.Errorf("%s WORD", words[0])
		}
		v.word(words[0], append(words[1:], "")[:2])
		return nil
	}
	cells := strings.Split(line, ";")
	if len(cells) < 2 {
		return fmt.Errorf("not understood: %s", line)
	}
	for len(cells) < 4 {
		cells = append(cells, "")
	}
	v.Rows = append(v.Rows, Row{Unit: cells[0], Value: cells[1], Start: cells[2], Stop: cells[3]})
	return nil
}

// word takes a property that is one wording, in one or two languages.
func (v *Variable) word(property string, in []string) {
	switch property {
	case "sensitivity":
		v.Sensitivity = in[0]
	case "about":
		v.About, v.AboutEN = in[0], in[1]
	case "subject":
		v.Subjects = append(v.Subjects, Phrase{in[0], in[1]})
	case "measure":
		v.Measure = Phrase{in[0], in[1]}
	}
}

func (v *Variable) parseCode(words []string) error {
	var c Code
	for i, w := range words {
		switch {
		case i == 0:
			c.Code, c.Label = w, w
		case w == "missing":
			c.Missing = true
		case isPeriod(w):
			c.Period = w
		case i == 1:
			c.Label = w
		default:
			c.LabelEN = w
		}
	}
	v.Codes = append(v.Codes, c)
	return nil
}

func isPeriod(w string) bool {
	first, _, _ := strings.Cut(w, ":")
	_, ok := types.ParseISODate(first)
	return ok
}

// split cuts a line at blanks; a "quoted word" is one word.
func split(line string) (words []string, err error) {
	for line != "" {
		if line[0] == '"' {
			word, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, fmt.Errorf("unclosed quote: %s", line)
			}
			text, err := strconv.Unquote(word)
			if err != nil {
				return nil, err
			}
			words, line = append(words, text), strings.TrimSpace(line[len(word):])
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		words, line = append(words, word), strings.TrimSpace(rest)
	}
	return words, nil
}
