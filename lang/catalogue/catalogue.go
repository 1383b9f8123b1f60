// Package catalogue holds what the checker may know about registers: metadata, no data.
//
// In: banks, as package store reads them from a data owner's files. Out: versions,
// variables, their temporality and valid dates, and code lists by date.
//
//	bank, ok := cat.Bank("no.ssb.fdb")
//	version, ok := bank.Version("30")
//	v, ok := version.Variable("INNTEKT_WLONN")
package catalogue

import (
	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/lang/types"
)

// Catalogue is the set of banks a script may require.
type Catalogue interface {
	Bank(name string) (Bank, bool)
	Names() []string // sorted
}

// Bank is one register database with its released versions.
type Bank interface {
	Name() string
	// Version resolves what stands after the colon: a MAJOR, "DRAFT", or "" for the newest.
	Version(written string) (Version, bool)
	Versions() []string // MAJORs, newest first
	Newest() string
}

// Version is one resolved version of a bank.
type Version interface {
	Bank() string
	String() string // MAJOR.MINOR.PATCH
	Variable(name string) (*Variable, bool)
	Names() []string // sorted
}

// Variable is the metadata of one register variable. Days are epoch days.
type Variable struct {
	Name        string
	Title       text.Text // EN falls back to the Norwegian title
	Description text.Text
	Population  text.Text   // whom the records are about, in words
	Subjects    []text.Text // the main one first
	Sensitivity string
	Unit        types.Unit  // what the records are about
	Refers      *types.Unit // what the values identify, for key variables
	Kind        types.Kind  // Integer, Decimal, Text, Date or Key
	Plain       bool        // a key that is a plain code (municipality): may be analysed
	Temporality types.Temporality
	ValidFrom   int        // first day with data; for Fixed variables 0
	ValidTo     int        // last day with data
	StatusDates []int      // Status only: the days with data, ascending
	Period      int        // Accumulated: months in a period; 0 when unknown, read as 12
	WholeMonth  bool       // Status: any day of the month of a status date is accepted
	Measure     text.Text  // unit of numbers; empty when there is none
	CodeLists   []CodeList // by validity period, ascending; empty for described domains
	FreeText    bool       // a STRING variable without code list
}

// CodeList is the codes valid in a period.
type CodeList struct {
	From, To int // epoch days, inclusive; To is NoEnd when still valid
	Codes    []Code
}

// NoEnd marks a code list that is still valid.
const NoEnd = 1 << 30

// Code is one code with its label. Missing marks sentinel codes.
type Code struct {
	Code    string
	Label   text.Text
	Missing bool
}

// CodesAt is the code list valid on a day: nil when the variable has none.
// A day outside every period gets the nearest period.
func (v *Variable) CodesAt(day int) *CodeList {
	var best *CodeList
	bestGap := 1 << 40
	for i := range v.CodeLists {
		l := &v.CodeLists[i]
		gap := 0
		if day < l.From {
			gap = l.From - day
		} else if day > l.To {
			gap = day - l.To
		}
		if gap < bestGap {
			best, bestGap = l, gap
		}
	}
	return best
}
