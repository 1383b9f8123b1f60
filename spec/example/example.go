// Package example runs the examples of the project: tiny registers with a script, answers
// worked out by hand, and what the script must show. It is for tests only.
//
// In: a txtar file. Out: a failed test when the script shows something else.
//
//	shop := example.NewShop(t)
//	x := example.Read(t, "testdata/collapse.txtar")
//	x.Check(t, shop, example.Rules{Update: *update, Answers: true})
//
// A file begins with a line or two of prose. Its sections are
//
//	register     banks in the text form of package storetest, at most 12 rows a variable
//	script       the script
//	by hand      how its answers are worked out; lines that begin with = are held against
//	             what was released, lines that begin with ! against the diagnostics
//	released     what the script shows
//	diagnostics  what is wrong with it
//
// A line `= 4 12.5` wants these numbers anywhere; a line `= Man | 4 12.5` wants a row of a
// table that begins with just these cells; a line `= pay: 400 500 .` wants a table whose first
// column of numbers is headed pay (or pay: Mean, as tabulate with summarize writes it) and
// holds just these above its total. Decimals are compared as rounded to those given.
// Lines `! C0204 salary` list all errors and warnings in order: the code, and the words of the
// script that it points at.
package example

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/mdscript/mdscript/lang/text"
	"github.com/mdscript/mdscript/runtime/engine"
	"github.com/mdscript/mdscript/runtime/store/storetest"
)

// MostRows is the number of rows a variable of an example may have: what a reader can work
// out.
const MostRows = 12

// Example is a file that was read.
type Example struct {
	Path                  string
	About                 string
	Register, Script      string
	ByHand                string
	Released, Diagnostics string
	HasByHand             bool
	HasDiagnostics        bool

	archive *txtar.Archive
}

// Rules is what a test demands of an example.
type Rules struct {
	Update  bool // write what was shown into the file instead of comparing
	Answers bool // numbers worked out by hand must stand beside what was released
}

// Read reads an example and fails when it has a section twice, or an unknown one.
func Read(t testing.TB, path string) *Example {
	t.Helper()
	a, err := txtar.ParseFile(path)
	require.NoError(t, err)
	x := &Example{Path: path, About: strings.TrimSpace(string(a.Comment)), archive: a}
	parts := map[string]*string{
		"register": &x.Register, "script": &x.Script, "by hand": &x.ByHand,
		"released": &x.Released, "diagnostics": &x.Diagnostics,
	}
	seen := map[string]bool{}
	for _, f := range a.Files {
		require.Contains(t, parts, f.Name, "%s has an unknown section", path)
		require.False(t, seen[f.Name], "%s has two sections %s", path, f.Name)
		seen[f.Name] = true
		*parts[f.Name] = string(f.Data)
	}
	x.HasByHand, x.HasDiagnostics = seen["by hand"], seen["diagnostics"]
	return x
}

// Check runs an example and compares what it shows.
func (x *Example) Check(t testing.TB, shop *Shop, rules Rules) {
	t.Helper()
	require.NotEmpty(t, x.About, "a line of prose says what the example shows")
	require.NotContains(t, x.Register, "microdata", "examples are exact")
	banks, err := storetest.Parse(x.Register)
	require.NoError(t, err)
	for _, b := range banks {
		for _, v := range b.Variables {
			require.LessOrEqual(t, len(v.Rows), MostRows, "%s has too many rows to follow by hand", v.Name)
		}
	}
	got := shop.Run(t, x, text.English)
	if rules.Update {
		x.write(t, got)
	}
	if !x.HasDiagnostics {
		require.Equal(t, engine.ExitOK, got.Exit, "%s: %s", x.Path, got.Diagnostics)
	}
	require.Equal(t, x.Released, got.Released, x.Path)
	if x.HasByHand || got.Diagnostics == "" {
		x.checkByHand(t, got, rules.Answers)
	}
	require.Equal(t, x.Diagnostics, got.Diagnostics, x.Path)
}

// write replaces the sections that the run made.
func (x *Example) write(t testing.TB, got Outcome) {
	t.Helper()
	kept := slices.DeleteFunc(slices.Clone(x.archive.Files), func(f txtar.File) bool { return f.Name == "released" || f.Name == "diagnostics" })
	if got.Released != "" {
		kept = append(kept, txtar.File{Name: "released", Data: []byte(got.Released)})
	}
	if got.Diagnostics != "" {
		kept = append(kept, txtar.File{Name: "diagnostics", Data: []byte(got.Diagnostics)})
	}
	require.NoError(t, os.WriteFile(x.Path, txtar.Format(&txtar.Archive{Comment: x.archive.Comment, Files: kept}), 0o644))
	*x = *Read(t, x.Path)
}

// CheckBokmaal runs an example in Norwegian: it ends as in English and says as much, with
// no text missing.
func (x *Example) CheckBokmaal(t testing.TB, shop *Shop) {
	t.Helper()
	english, norwegian := shop.Run(t, x, text.English), shop.Run(t, x, text.Bokmaal)
	require.Equal(t, english.Exit, norwegian.Exit, x.Path)
	require.Len(t, norwegian.Document.Blocks, len(english.Document.Blocks), x.Path)
	require.Len(t, norwegian.Problems, len(english.Problems), x.Path)
	for i := range english.Problems {
		require.Equal(t, english.Problems[i].Code, norwegian.Problems[i].Code, x.Path)
	}
	for _, word := range []string{"now has", "Linked to", "Population:", "error C", "!(", "{0}"} {
		require.NotContains(t, norwegian.Released, word, x.Path)
	}
}
