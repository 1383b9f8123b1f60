// Package finding holds what is said about a delivery that breaks a rule.
//
// In: a code, the place in the delivery and words of the delivery. Out: a sentence in English
// or bokmål, what to do about it, and the sentence of the public tools.
//
//	f := finding.Finding{Code: finding.NotInList, Line: 7, Column: 2, Args: []string{"99"}}
//	f.Message(text.English) // Line 7, column 2: "99" is not in the code list.
//
// The reader of a finding is the owner of the data, who sees identifiers and values anyway.
// Nothing of this package may reach the author of a script; the diagnostics of scripts
// (lang/diag) cannot carry these arguments.
package finding

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mdscript/mdscript/lang/diag"
	"github.com/mdscript/mdscript/lang/text"
)

// Finding is one breach of one rule. Line counts lines of the data file and Column its fields,
// both from 1; both are 0 where the finding is not about a row. Path names a place in the
// metadata. Upstream is the message of the public tools, or empty where they have none.
type Finding struct {
	Code     diag.Code
	Line     int64
	Column   int
	Path     string
	Args     []string
	Upstream string
}

// Refusal is a finding that ends the work at hand; any other error is of the system.
type Refusal struct{ Finding }

// Refuse makes a refusal. Its error text is the English message.
func Refuse(code diag.Code, args ...string) *Refusal {
	return &Refusal{Finding{Code: code, Args: args}}
}

func (r *Refusal) Error() string {
	if r.Upstream != "" {
		return r.Upstream
	}
	return r.Message(text.English)
}

// Stage is the step the finding belongs to: 1 to 8 check, 9 and 10 pack and unpack, 11 on build.
func (f Finding) Stage() int { return Stage(f.Code) }

// Stage is the step of the validation that gives a code.
func Stage(code diag.Code) int {
	if len(code) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(string(code[1:3]))
	return n
}

// Message says what is wrong and where.
func (f Finding) Message(l text.Lang) string { return f.place(l) + f.fill(entry(f.Code).Message.In(l)) }

// Next says what to do.
func (f Finding) Next(l text.Lang) string { return f.fill(entry(f.Code).Next.In(l)) }

func (f Finding) place(l text.Lang) string {
	switch {
	case f.Path != "":
		return f.Path + ": "
	case f.Line > 0 && f.Column > 0:
		return text.Text{NB: "Linje ", EN: "Line "}.In(l) + strconv.FormatInt(f.Line, 10) +
			text.Text{NB: ", kolonne ", EN: ", column "}.In(l) + strconv.Itoa(f.Column) + ": "
	case f.Line > 0:
		return text.Text{NB: "Linje ", EN: "Line "}.In(l) + strconv.FormatInt(f.Line, 10) + ": "
	}
	return ""
}

func (f Finding) fill(s string) string {
	var pairs []string
	for i, a := range f.Args {
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", Clean(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// maxShown bounds how much of a cell is shown, in characters.
const maxShown = 80

// Clean makes words of a delivery fit for a terminal: no control characters, not too long.
func Clean(s string) string {
	n := 0
	for at := range s {
		if n == maxShown {
			s = s[:at] + "…"
			break
		}
		n++
	}
	return Visible(s)
}

// Visible replaces what would command a terminal, and broken encoding.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || !unicode.IsGraphic(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// all is sorted by code.
var all = slices.Concat(entries, bankEntries)

func entry(code diag.Code) diag.Entry {
	i, found := slices.BinarySearchFunc(all, code, func(e diag.Entry, c diag.Code) int { return strings.Compare(string(e.Code), string(c)) })
	if !found {
		return diag.Entry{Code: code, Message: text.Same(string(code)), Next: text.Same("")}
	}
	return all[i]
}

// Entries are the texts of all codes, by code.
func Entries() []diag.Entry { return slices.Clone(all) }
